"""Logging the e-mails of .eml and .mbox files: a preview first, then all of it in one unit of work that one undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from crm_desktop.domain.contacts import ContactDraft, Name, Point, PointKind, clean_draft
from crm_desktop.domain.errors import BadFile, NotFound, UserError
from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.interactions import InteractionDraft, InteractionKind
from crm_desktop.domain.mails import MailAddress, address_key
from crm_desktop.domain.messages import counted
from crm_desktop.services.contact_rows import insert_contact
from crm_desktop.services.files import Content, FileService, note_file
from crm_desktop.services.given_files import open_given
from crm_desktop.services.mail_plan import MailItem, MailPlan, MailPreview
from crm_desktop.services.ports import Clock, MailFormat
from crm_desktop.services.promises import PromiseWatch
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.setting_kinds import is_address, split_addresses
from crm_desktop.services.settings import OWN_ADDRESSES, SettingsService
from crm_desktop.services.timeline import log_interaction
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts as contact_queries
from crm_desktop.storage.writing import Writing

Progress = Callable[[int, int], object]
_HEAD = 65_536


class MailStopped(UserError):
    """The user stopped it; nothing was written."""


@dataclass(frozen=True, slots=True)
class MailChoices:
    """What the user chose in the preview: the keys of addresses that become contacts, and whether files are kept."""

    new_people: frozenset[str] = frozenset()
    keep_files: bool = True


@dataclass(frozen=True, slots=True)
class MailReport:
    """What was done: mails logged, contacts made, files kept."""

    logged: int
    new_people: int
    files: int


class MailFileService:
    """Reads files through the format handed in; knows none itself."""

    def __init__(
        self,
        database: Database,
        writing: Writing,
        clock: Clock,
        settings: SettingsService,
        reckoning: Reckoning,
        files: FileService,
        mail: MailFormat,
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings
        self._promises = PromiseWatch(reckoning)
        self._files = files
        self._mail = mail

    def is_mail(self, path: Path) -> bool:
        """Whether a file holds e-mails, by its content; False for one that cannot be read."""
        try:
            with open_given(path) as file:
                return self._mail.recognises(file.read(_HEAD))
        except OSError:
            return False

    def own_addresses(self) -> tuple[str, ...]:
        """The user's own addresses, as they were set; empty while nobody did."""
        return addresses_in(self._settings.get(OWN_ADDRESSES.name))

    def keep_own_addresses(self, own: Sequence[str]) -> None:
        """Remember the user's own addresses."""
        self._settings.set(OWN_ADDRESSES.name, ", ".join(own))

    def preview(
        self,
        paths: Sequence[Path],
        contact_id: int | None = None,
        own: Sequence[str] | None = None,
        progress: Progress | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> MailPreview:
        """What would be logged, and for whom; nothing is written.

        With a `contact_id` everything is logged for that person, too. `own` None: as set, or guessed. `progress` is told
        bytes read and bytes in all. Raises BadFile for what holds no e-mails and MailStopped when asked to stop.
        """
        sizes = [_size(path) for path in paths]
        plan = MailPlan(self._database.reader())
        for number, path in enumerate(paths):
            tell = _offset(progress, sum(sizes[:number]), sum(sizes))
            for found in self._mail.heads(path, tell):
                if stopped is not None and stopped():
                    raise MailStopped("Stopped. Nothing was logged.")
                plan.add(found)
        contact = self._contact(contact_id)
        return plan.preview(paths, contact, own if own is not None else self.own_addresses() or None)

    def run(
        self,
        preview: MailPreview,
        choices: MailChoices = MailChoices(),
        progress: Progress | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> MailReport:
        """Log what the preview showed, in one unit of work: all of it, or nothing when it fails or is stopped.

        `progress` is told mails written and mails in all. Raises BadFile when a file is gone meanwhile.
        """
        run = _Run(self._files, self._mail, self._promises, choices, self._clock.now())
        label = counted("Logged {count} e-mail", "Logged {count} e-mails", preview.to_log)
        try:
            with self._writing(label) as work:
                work.expect_much()
                run.add_people(work, preview)
                for number, item in enumerate(preview.items):
                    if stopped is not None and stopped():
                        raise MailStopped("Stopped. Nothing was logged.")
                    run.take(work, item)
                    if progress is not None:
                        progress(number + 1, len(preview.items))
                work.label = counted("Logged {count} e-mail", "Logged {count} e-mails", run.logged)
        except BaseException:
            self._files.forget(run.contents)
            raise
        return MailReport(run.logged, len(run.people), len(run.contents))

    def _contact(self, contact_id: int | None) -> tuple[int, str] | None:
        if contact_id is None:
            return None
        name = contact_queries.shown_name(self._database.reader(), contact_id)
        if name is None:
            raise NotFound("This contact is no longer there.")
        return contact_id, name


class _Run:
    """One pass over the planned mails inside a unit of work."""

    def __init__(
        self, files: FileService, mail: MailFormat, promises: PromiseWatch, choices: MailChoices, now: datetime
    ) -> None:
        self._files = files
        self._mail = mail
        self._promises = promises
        self._choices = choices
        self._now = now
        self.people: dict[str, int] = {}
        self.contents: list[Content] = []
        self.logged = 0

    def add_people(self, work: Work, preview: MailPreview) -> None:
        """Make contacts of the strangers that were chosen."""
        for stranger, _count in preview.strangers:
            key = address_key(stranger.address)
            if key in self._choices.new_people:
                self.people[key] = insert_contact(work, clean_draft(contact_of(stranger)), "")

    def take(self, work: Work, item: MailItem) -> None:
        """Log one mail for everybody in it for whom it is not logged yet."""
        ids = dict.fromkeys(contact_id for contact_id, _name in item.people)
        ids.update(dict.fromkeys(new for each in item.strangers if (new := self._made(each)) is not None))
        if not ids:
            return
        draft = self._draft(item)
        logged = [log_interaction(work, contact_id, draft, self._promises) for contact_id in ids]
        self.logged += 1
        if self._choices.keep_files and item.head.attachments:
            self._keep_files(work, item, FileOwner(contact_id=next(iter(ids)), interaction_id=logged[0]))

    def _made(self, stranger: MailAddress) -> int | None:
        return self.people.get(address_key(stranger.address))

    def _draft(self, item: MailItem) -> InteractionDraft:
        head = item.head
        return InteractionDraft(
            kind=InteractionKind.EMAIL,
            text=self._mail.text(head.place),
            # Nothing lies ahead of now, whatever the clock of a sender says.
            occurred_at=min(head.sent_at or self._now, self._now).astimezone(UTC),
            subject=head.subject,
            direction=item.direction,
            event_uid=item.uid,
        )

    def _keep_files(self, work: Work, item: MailItem, owner: FileOwner) -> None:
        for attachment in self._mail.attachments(item.head.place):
            content = self._files.put(iter((attachment.content,)), attachment.name)
            self.contents.append(content)
            note_file(work, owner, attachment.name, content)


def contact_of(stranger: MailAddress) -> ContactDraft:
    """Somebody of whom only an address, and perhaps a name, is known."""
    given, family = "", ""
    name = stranger.name if "@" not in stranger.name else ""
    if name.count(",") == 1:
        family, _comma, given = (part.strip() for part in name.partition(","))
        name = ""
    draft = ContactDraft(name=Name(formatted=name), points=(Point(PointKind.EMAIL, stranger.address),))
    return replace(draft, name=Name(given=given, family=family)) if family else draft


def addresses_in(text: str) -> tuple[str, ...]:
    """Addresses that were typed with commas, semicolons or blanks between them."""
    return tuple(piece for piece in split_addresses(text) if is_address(piece))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise BadFile("“{name}” cannot be read: {why}.", name=path.name, why=error.strerror or "") from error


def _offset(progress: Progress | None, before: int, total: int) -> Progress:
    def tell(done: int, _of_this: int) -> None:
        if progress is not None:
            progress(before + done, total)

    return tell
