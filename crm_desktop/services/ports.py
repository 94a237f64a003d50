"""What the services need from outside the process: clock, notifications, other programs' files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from crm_desktop.domain.contacts import ContactDraft
from crm_desktop.domain.mails import Attachment, MailHead, MailPlace
from crm_desktop.domain.messages import Message
from crm_desktop.domain.reminders import Notice

if TYPE_CHECKING:  # loaded with the first calendar
    from crm_desktop.domain.calendar_entries import CalendarEntry, CalendarForm, WrittenReminder


class Clock(Protocol):
    """The one source of "now"."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    def zone(self) -> ZoneInfo:
        """The zone of the user's wall clock at this moment; asked again each time, since people travel."""

    def boot_seconds(self) -> float:
        """Seconds since a moment that stays the same until the machine is booted again; sleep counts, and nobody sets it.

        Between two calls with the same `boot_id`, `now` has moved by as much, unless somebody set the wall clock.
        """

    def boot_id(self) -> str:
        """A text that changes with each boot; "" where the system has none."""

    def zone_rules(self) -> str:
        """A text that changes when the machine's table of time zones is another one: moments have to be reckoned anew."""


@dataclass(frozen=True, slots=True)
class NoticeAnswer:
    """What became of a notification: `action` is the id pressed, "" when the bubble closed.

    `reason` is a word for the log: "pressed", "expired", "dismissed", "closed", "unknown".
    """

    key: str
    daemon_id: int
    action: str = ""
    reason: str = ""


class Notifier(Protocol):
    """Shows real system notifications; never blocks and never raises for a missing or dying daemon."""

    def show(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:
        """Ask for one notification; exactly one of the callbacks follows, with the daemon's number or a sentence."""

    def close(self, daemon_id: int) -> None:
        """Take a bubble away, if it is still there."""

    def on_answer(self, callback: Callable[[NoticeAnswer], None]) -> None:
        """Call back for each press and each closing."""

    def on_available(self, callback: Callable[[], None]) -> None:
        """Call back when a daemon appears (again), so that what could not be shown is tried once more."""

    def problem(self) -> Message | None:
        """Why nothing can be shown at the moment; None when a daemon answers."""

    def stop(self) -> None:
        """Let go of the bus; no callback follows."""


class DoNotDisturb(StrEnum):
    """Whether the desktop keeps notifications from appearing at the moment."""

    ON = "on"
    OFF = "off"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DisturbanceReading:
    """What was read about do-not-disturb, and the program that says so ("" when none does), such as "gnome-shell"."""

    state: DoNotDisturb
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class NotificationServer:
    """The program that draws the notifications, as it calls itself; `specification` such as "1.2"."""

    name: str
    vendor: str
    version: str
    specification: str
    capabilities: tuple[str, ...] = ()


class Disturbance(Protocol):
    """What keeps a notification from appearing; every answer may take some seconds, so never ask on the GUI thread."""

    def reading(self) -> DisturbanceReading:
        """Whether do-not-disturb is on, as far as it can be read."""

    def server(self) -> NotificationServer | None:
        """The program that draws the notifications; None when none answers or the system names none."""


class AtLogin(StrEnum):
    """Whether the program starts when the user logs in; BROKEN: it should, but what would be started is gone."""

    ON = "on"
    OFF = "off"
    BROKEN = "broken"
    UNSUPPORTED = "unsupported"


class StartsAtLogin(Protocol):
    """The desktop's own list of what it starts at login."""

    def state(self) -> AtLogin:
        """What will happen at the next login, whoever decided it; reads a file or two."""

    def set(self, on: bool) -> None:
        """Start at login from now on, in the background, or not any more; raises UserError when that cannot be written."""


class SessionWatch(Protocol):
    """Sleep and lock of the desktop session; never blocks and never raises for what is missing or hangs.

    Callbacks come on the thread that they were made for (see bootstrap).
    """

    def on_resumed(self, callback: Callable[[], None]) -> None:
        """Call back when the machine has woken up."""

    def on_locked(self, callback: Callable[[bool], None]) -> None:
        """Call back with True when the screen is locked and with False when it is open again."""

    def locked(self) -> bool | None:
        """Whether the screen is locked; None when nobody tells."""

    def stop(self) -> None:
        """Let go; no callback follows."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """One entry of a file that was not taken: the line it begins on (1-based), why, and what it is called, if that is known."""

    line: int
    why: Message
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """One entry that was read: the line it begins on (1-based), the draft, and what was noticed without refusing it."""

    line: int
    draft: ContactDraft
    remarks: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column of a table file, for the mapping page: header, an example, and the target it was matched to.

    `target` is an id of `TARGETS` below, "fact:HEADING" for a new field, or "" for leaving it out.
    """

    index: int
    header: str
    example: str
    target: str
    remark: Message | None = None


@dataclass(frozen=True, slots=True)
class FileDescription:
    """What a file is, said before anything is read in whole.

    `format` is a short id ("google", "outlook", "linkedin", "hubspot", "csv", "vcard"), `title` what the user reads
    ("Google Contacts export"), `encoding` and `delimiter` are empty for vCards, `columns` too.
    """

    format: str
    title: Message
    encoding: str = ""
    delimiter: str = ""
    columns: tuple[SourceColumn, ...] = ()
    warnings: tuple[Message, ...] = ()


class ContactReader(Protocol):
    """Reads contacts from one kind of file; pure: a path in, drafts out, nothing stored."""

    name: str

    def recognises(self, path: Path, head: bytes) -> bool:
        """Whether the first bytes (up to 64 KiB) look like this reader's kind of file."""

    def describe(self, path: Path) -> FileDescription:
        """What the file is and how its columns were matched; raises BadFile with a sentence if it is none."""

    def read(self, path: Path, mapping: Mapping[int, str] | None = None) -> Iterator[ReadDraft | Rejected]:
        """The entries in order; `mapping` gives column index -> target and replaces the matched ones.

        Never raises for one bad entry (that one is Rejected); raises BadFile when the file as a whole cannot be read.
        """


@dataclass(frozen=True, slots=True)
class MappingTarget:
    """A place that a column can go to: id and the words for it."""

    id: str
    title: Message


class CalendarFormat(Protocol):
    """Reads and writes calendar files; pure: nothing is stored."""

    def recognises(self, path: Path, head: bytes) -> bool:
        """Whether the first bytes (up to 64 KiB) look like a calendar."""

    def warnings(self, path: Path) -> tuple[Message, ...]:
        """What is to be known about the file as a whole; raises BadFile with a sentence if it is no calendar."""

    def read(
        self, path: Path, home: str, progress: Callable[[int], None] | None = None
    ) -> Iterator[CalendarEntry | Rejected]:
        """The entries in order; `home` is the user's zone (an IANA name), `progress` is told how many were read.

        Never raises for one bad entry (that one is Rejected); raises BadFile when the file as a whole cannot be read.
        """

    def write(
        self, reminders: Iterable[WrittenReminder], path: Path, form: CalendarForm, now: datetime, morning: time
    ) -> int:
        """Write a file, as a whole or not at all, and return how many; `now` is aware (UTC), `morning` wall time.

        Raises OSError when it cannot be written.
        """


class MailFormat(Protocol):
    """Reads files of e-mails; pure: nothing is stored, nothing that a mail names is fetched."""

    def recognises(self, head: bytes) -> bool:
        """Whether the first bytes (up to 64 KiB) look like e-mails."""

    def heads(self, path: Path, progress: Callable[[int, int], object]) -> Iterator[MailHead | Rejected]:
        """The messages in order, never the whole in memory; `progress` is told bytes read and bytes in all.

        Never raises for one bad message; raises BadFile when the file holds none.
        """

    def text(self, place: MailPlace) -> str:
        """What a message says, as plain text; raises BadFile when its file is gone."""

    def attachments(self, place: MailPlace) -> Iterator[Attachment]:
        """The files that came with a message; raises BadFile when its file is gone."""


@dataclass(frozen=True, slots=True)
class Formats:
    """The readers and writers that bootstrap hands to the services."""

    readers: Sequence[ContactReader]
    targets: Sequence[MappingTarget]
    calendar: CalendarFormat
    mail: MailFormat
    writers: Mapping[str, Callable[[Iterator[ContactDraft], Path], int]] = field(default_factory=dict)
    """File ending without a dot ("vcf", "csv") -> writes the contacts, atomically, and returns how many."""
