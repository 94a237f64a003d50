"""What can be done with many people at once: asks what is missing, writes it as one step, shows how far it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.folding import fold
from crm_desktop.ui.runner import Cancel, Jobs
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.list_bulk_bar import BulkBar
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices
from crm_desktop.ui.widgets import ProgressStrip

if TYPE_CHECKING:  # loaded with the first of these cards, to keep start-up fast
    from crm_desktop.services.bulk_contacts import BulkContacts, Progress
    from crm_desktop.ui.dialogs.bulk_forms import LineForm

_Write = Callable[["BulkContacts", Sequence[int], "Progress", Callable[[], bool]], int]
_Said = Callable[[int], str]


def _nowhere(_title: str, _suggested: str, _filters: Sequence[str]) -> Path | None:
    return None


def _nothing(_path: Path, _ids: Sequence[int]) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class ListCalls:
    """What the list asks of the window: `mark` the entry of the sidebar it stands for, where to write, and to write it."""

    mark: Callable[[str], None] = lambda _key: None
    save_file: Callable[[str, str, Sequence[str]], Path | None] = _nowhere
    export: Callable[[Path, Sequence[int]], int] = _nothing


class ManyPeople(QObject):
    """Listens to the bar; `ids()` gives who is chosen at the moment something is asked for."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: PageServices,
        now: Callable[[], datetime],
        calls: PageCalls,
        list_calls: ListCalls,
        ids: Callable[[], list[int]],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._jobs = jobs
        self._services = services
        self._now = now
        self._calls = calls
        self._list_calls = list_calls
        self._ids = ids
        self._cancel = Cancel()
        self._busy = False
        self.strip = ProgressStrip(theme)
        self.strip.cancelled.connect(lambda: self._cancel.cancel())  # noqa: PLW0108 - another one each time
        self.bar = BulkBar(theme, self.strip)
        self.bar.asked.connect(self.ask)
        self._asks = {
            "tag": self.tag,
            "untag": self.untag,
            "company": self.company,
            "remind": self.remind,
            "export": self.export,
            "delete": self.delete,
        }

    def ask(self, what: str) -> None:
        """Do what a button of the bar says, with who is chosen now."""
        ids = self._ids()
        if ids and not self._busy:
            self._asks[what](ids)

    def tag(self, ids: Sequence[int]) -> None:
        """Ask for a tag and mark all of them with it."""
        form = self._line_form(
            plural("Tag {count} person", "Tag {count} people", len(ids)),
            tr("Tag"),
            save=tr("Tag"),
            placeholder=tr("client"),
        )
        self._complete(form, lambda: [tag.name for tag in self._services.contacts.tags()])
        form.given.connect(
            lambda name: self._write(
                ids,
                lambda bulk, some, progress, stopped: bulk.tag(some, name, progress, stopped),
                lambda count: plural("Tagged {count} person “{tag}”", "Tagged {count} people “{tag}”", count, tag=name),
                form,
            )
        )
        self._calls.show_card(form)

    def untag(self, ids: Sequence[int]) -> None:
        """Ask for a tag and take it off all of them."""
        title = plural("Take a tag off {count} person", "Take a tag off {count} people", len(ids))
        form = self._line_form(title, tr("Tag"), save=tr("Take off"))
        self._complete(form, lambda: [tag.name for tag in self._services.contacts.tags()])

        def take_off(name: str) -> None:
            def write(bulk: BulkContacts, some: Sequence[int], progress: Progress, stopped: Callable[[], bool]) -> int:
                tags = [tag for tag in self._services.contacts.tags() if fold(tag.name) == fold(name)]
                return bulk.untag(some, tags[0].id, progress, stopped) if tags else 0

            self._write(
                ids,
                write,
                lambda count: plural(
                    "Took “{tag}” off {count} person", "Took “{tag}” off {count} people", count, tag=name
                ),
                form,
            )

        form.given.connect(take_off)
        self._calls.show_card(form)

    def company(self, ids: Sequence[int]) -> None:
        """Ask for a company and put all of them into it."""
        title = plural("The company of {count} person", "The company of {count} people", len(ids))
        explain = tr("A new name makes a new company. Leave the line empty to take them out of theirs.")
        form = self._line_form(title, tr("Company"), save=tr("Save"), explain=explain, optional=True)
        self._complete(form, lambda: self._services.people.saved_lists.completions("company"))
        form.given.connect(
            lambda name: self._write(
                ids,
                lambda bulk, some, progress, stopped: bulk.set_company(some, name, progress, stopped),
                lambda count: plural(
                    "Changed the company of {count} person", "Changed the company of {count} people", count
                ),
                form,
            )
        )
        self._calls.show_card(form)

    def remind(self, ids: Sequence[int]) -> None:
        """Ask for a reminder and set one about each of them."""
        from crm_desktop.services.reminder_writes import draft_of
        from crm_desktop.ui.dialogs.bulk_forms import RemindManyForm

        title = plural("Remind me about {count} person", "Remind me about each of {count} people", len(ids))
        form = RemindManyForm(self._theme, self._jobs, self._services.reminders, self._now, title)
        form.given.connect(
            lambda understood: self._write(
                ids,
                lambda bulk, some, progress, stopped: bulk.remind(
                    some, draft_of(understood, self._now().date()), progress, stopped
                ),
                lambda count: plural("{count} reminder set", "{count} reminders set", count),
                form,
            )
        )
        self._calls.show_card(form)

    def delete(self, ids: Sequence[int]) -> None:
        """Delete all of them at once; Undo brings them back."""
        self._write(
            ids,
            lambda bulk, some, progress, stopped: bulk.delete(some, progress, stopped),
            lambda count: plural("Deleted {count} person", "Deleted {count} people", count),
            None,
        )

    def export(self, ids: Sequence[int]) -> None:
        """Write all of them into a file."""
        filters = [tr("Contacts as vCards (*.vcf)"), tr("Contacts as a table (*.csv)")]
        path = self._list_calls.save_file(tr("Export"), "contacts.vcf", filters)
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".vcf")
        self._begin(plural("Writing {count} contact…", "Writing {count} contacts…", len(ids)), cancellable=False)

        def done(count: int) -> None:
            self._end()
            self._calls.say(plural("{count} contact written", "{count} contacts written", count), False)

        self._jobs.slow(lambda: self._list_calls.export(target, ids), done, self._failed, owner=self)

    def _line_form(
        self, title: str, label: str, *, save: str, explain: str = "", placeholder: str = "", optional: bool = False
    ) -> LineForm:
        from crm_desktop.ui.dialogs.bulk_forms import LineForm

        return LineForm(
            self._theme, title, label, save=save, explain=explain, placeholder=placeholder, optional=optional
        )

    def _complete(self, form: LineForm, values: Callable[[], Sequence[str]]) -> None:
        from crm_desktop.ui.dialogs.bulk_forms import complete

        self._jobs.read(values, lambda found: complete(form.edit, found), owner=form)

    def _write(self, ids: Sequence[int], write: _Write, said: _Said, form: QObject | None) -> None:
        # What is being changed is still on the screen: the same key once more must not change it twice.
        if self._busy:
            return
        self._begin(plural("Changing {count} person…", "Changing {count} people…", len(ids)))
        cancel, report = self._cancel, self._jobs.reporter(self.strip.progress)
        bulk = self._services.people.bulk

        def done(count: int) -> None:
            self._end()
            if count:
                self._calls.say(said(count), True)
            else:
                self._calls.say(tr("That was so already for all of them."), False)

        self._jobs.write(lambda: write(bulk, ids, report, cancel), done, self._failed, owner=self)
        if form is not None:
            form.close_card()  # type: ignore[attr-defined]

    def _begin(self, words: str, *, cancellable: bool = True) -> None:
        self._busy = True
        self._cancel = Cancel()
        self.bar.set_busy(True)
        self.strip.start(words, cancellable=cancellable)

    def _end(self) -> None:
        self._busy = False
        self.bar.set_busy(False)
        self.strip.finish()

    def _failed(self, error: UserError) -> None:
        self._end()
        self._calls.fail(error.sentence)
