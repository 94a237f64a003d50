"""A timeline as a list model: what is pinned, headings for days and months, entries below, read as one scrolls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QDate, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.domain.timeline_entries import TimelineEntry, TimelineOwner
from crm_desktop.ui.dialogs.interaction_words import entry_title
from crm_desktop.ui.dialogs.timeline.marks import marks_of
from crm_desktop.ui.texts import clock, day_heading, locale, month_heading, one_line, plural, short_day, show, tr
from crm_desktop.ui.theme.tokens import Tone

AnyIndex = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole.value + 1

_FIRST_PAGE = 50
_LARGEST_PAGE = 150
_READ_WHOLE = 400
_READ_ANEW = 200
_DAYS_WITH_HEADING = 7
_FILES_NAMED = 5

Known = Mapping[tuple[str, object], "Line"]


class ReadsTimelines(Protocol):
    """Where entries come from: `services.timeline`."""

    def entries_of(
        self,
        owner: TimelineOwner,
        before: TimelineEntry | None = None,
        limit: int = 50,
        kinds: frozenset[str] | None = None,
    ) -> Sequence[TimelineEntry]: ...

    def pinned(self, owner: TimelineOwner) -> Sequence[TimelineEntry]: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a heading (`entry` None), or an entry with its title, the words for its moment, pills and the text below."""

    heading: str = ""
    entry: TimelineEntry | None = None
    title: str = ""
    moment: str = ""
    text: str = ""
    marks: tuple[tuple[str, Tone], ...] = ()

    def key(self) -> tuple[str, object]:
        """What stays the same when the same thing is read again."""
        return ("heading", self.heading) if self.entry is None else (self.entry.kind, self.entry.id)


def lines_of(
    entries: Iterable[TimelineEntry], today: date, zone: tzinfo | None, last: str = "", known: Known | None = None
) -> list[Line]:
    """The rows for entries that come newest first; days near today get their own heading, older ones their month.

    `last` is the heading that stands above already, `known` rows made before, which are used again where they fit.
    """
    lines: list[Line] = []
    headings: dict[date, tuple[str, bool]] = {}
    for entry in entries:
        if entry.pinned:
            continue  # it stands on top
        wall = entry.at.astimezone(zone)
        day = wall.date()
        if day not in headings:
            headings[day] = _heading(day, today)
        heading, near = headings[day]
        if heading != last:
            lines.append(Line(heading=heading))
            last = heading
        line = known.get((entry.kind, entry.id)) if known is not None else None
        if line is None or line.entry != entry:
            words = clock(wall.time()) if near else short_day(day, today)
            line = _line(entry, words, today)
        lines.append(line)
    return lines


def pinned_lines(entries: Sequence[TimelineEntry], today: date, zone: tzinfo | None) -> list[Line]:
    """The rows for what is kept on top, under a heading of their own."""
    lines = [Line(heading=tr("Pinned"))] if entries else []
    for entry in entries:
        day = entry.at.astimezone(zone).date()
        lines.append(_line(entry, short_day(day, today), today))
    return lines


def _line(entry: TimelineEntry, moment: str, today: date) -> Line:
    return Line("", entry, title_of(entry), moment, below(entry), tuple(marks_of(entry, today)))


def below(entry: TimelineEntry) -> str:
    """What stands below the title: the text, and the names of the files that came with it."""
    text = show(entry.detail) if entry.detail is not None else entry.text
    if not entry.files:
        return text
    names = tr("Files: {names}", names=", ".join(one_line(file.name, 60) for file in entry.files[:_FILES_NAMED]))
    more = len(entry.files) - _FILES_NAMED
    names = plural("{names} and {count} more", "{names} and {count} more", more, names=names) if more > 0 else names
    return f"{text}\n{names}" if text else names


def title_of(entry: TimelineEntry) -> str:
    """The bold words of an entry."""
    kind = entry.interaction_kind
    if kind is not None:
        words = entry_title(kind, entry.direction, entry.subject, entry.duration_minutes)
    else:
        words = show(entry.heading) if entry.heading is not None else one_line(entry.subject)
    return tr("{what} · {name}", what=words, name=entry.contact) if entry.contact else words


def month_in_words(day: date, today: date) -> str:
    """`November`, or with its year when that is another one."""
    if day.year != today.year:
        return month_heading(day)
    return str(locale().toString(QDate(day.year, day.month, 1), "MMMM"))


def _heading(day: date, today: date) -> tuple[str, bool]:
    """The heading a day stands under, and whether it is that day's own."""
    if abs((today - day).days) < _DAYS_WITH_HEADING:
        return day_heading(day, today), True
    return month_in_words(day, today), False


class TimelineModel(QAbstractListModel):
    """Rows of one person's timeline; more are read when the view comes to the end of what it has.

    `entries(contact_id, before, limit)` is quick and called on the GUI thread. `now` gives the wall clock of the user.
    """

    def __init__(self, source: ReadsTimelines, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._now = now
        self._owner: TimelineOwner | None = None
        self._kinds: frozenset[str] | None = None
        self._entries: list[TimelineEntry] = []
        self._lines: list[Line] = []
        self._more = False
        # Headings and times are words for one day in one zone; on another day all of them are made anew.
        self._made_for: tuple[date, tzinfo | None] = (now().date(), now().tzinfo)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        """Headings and entries read so far."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole.value) -> Any:
        """The words for screen readers, or the `Line`."""
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole.value, Qt.ItemDataRole.AccessibleTextRole.value):
            return spoken(line)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        line = self.line_at(index)
        if line is None or line.entry is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def line_at(self, index: AnyIndex) -> Line | None:
        """The row behind an index."""
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        return self._lines[index.row()]

    def row_of(self, key: tuple[str, object]) -> int:
        """Where a line stands now, -1 when it is gone."""
        return next((row for row, line in enumerate(self._lines) if line.key() == key), -1)

    def show(self, owner: TimelineOwner | None, kinds: frozenset[str] | None = None) -> None:
        """Show somebody's timeline from its newest end: all of it, or some kinds of entries."""
        self.beginResetModel()
        self._owner = owner
        self._kinds = kinds
        self._take(self._page(None, _FIRST_PAGE), _FIRST_PAGE)
        self.endResetModel()

    def refresh(self, first_seen: int = 0) -> None:
        """Read anew what was read so far and change only the rows that are different.

        Of thousands only the newest and those from the row `first_seen` on are read, which is what one sees.
        """
        now = self._now()
        same_day = (now.date(), now.tzinfo) == self._made_for
        known = {line.key(): line for line in self._lines} if same_day else None
        self._made_for = (now.date(), now.tzinfo)
        self._entries = self._read_some(first_seen) or self._read_all()
        self._replace(self._on_top() + lines_of(self._entries, *self._made_for, known=known))

    def _read_all(self) -> list[TimelineEntry]:
        wanted = max(_FIRST_PAGE, len(self._entries))
        # One more, so that an entry just written does not push the last one out.
        fresh = list(self._page(None, wanted + 1))
        self._more = len(fresh) > wanted
        return fresh

    def _read_some(self, first_seen: int) -> list[TimelineEntry]:
        """The newest and the seen ones anew, the others as they were; empty when that cannot be told apart."""
        if len(self._entries) <= _READ_WHOLE:
            return []
        entries = self._spliced(self._entries, None)
        line = next((line for line in self._lines[first_seen:] if line.entry is not None), None)
        places = {(entry.kind, entry.id): place for place, entry in enumerate(entries)}
        seen = places.get((line.entry.kind, line.entry.id), 0) if line is not None and line.entry is not None else 0
        if entries and seen > _FIRST_PAGE:
            entries = self._spliced(entries, entries[seen - _FIRST_PAGE])
        return entries

    def _spliced(self, entries: list[TimelineEntry], before: TimelineEntry | None) -> list[TimelineEntry]:
        """The list with the entries behind `before` read anew; empty when their end is not in the list."""
        fresh = list(self._page(before, _READ_ANEW))
        places = {(entry.kind, entry.id): place for place, entry in enumerate(entries)}
        start = places[(before.kind, before.id)] + 1 if before is not None else 0
        if len(fresh) < _READ_ANEW:
            return entries[:start] + fresh
        end = places.get((fresh[-1].kind, fresh[-1].id))
        return [] if end is None else entries[:start] + fresh + entries[end + 1 :]

    def canFetchMore(self, parent: AnyIndex = QModelIndex()) -> bool:
        """Whether older entries have not been read yet."""
        return not parent.isValid() and self._more

    def fetchMore(self, parent: AnyIndex = QModelIndex()) -> None:
        """Read the next page; the further down, the larger, so that a long way takes few steps."""
        if not self.canFetchMore(parent):
            return
        size = min(_LARGEST_PAGE, max(_FIRST_PAGE, len(self._entries)))
        older = list(self._page(self._entries[-1], size))
        self._more = len(older) == size
        last = next((line.heading for line in reversed(self._lines) if line.entry is None), "")
        lines = lines_of(older, *self._made_for, last)
        self._entries = self._entries + older
        if lines:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self._lines = self._lines + lines
            self.endInsertRows()

    def _page(self, before: TimelineEntry | None, size: int) -> Sequence[TimelineEntry]:
        return [] if self._owner is None else self._source.entries_of(self._owner, before, size, self._kinds)

    def _on_top(self) -> list[Line]:
        entries = self._source.pinned(self._owner) if self._owner is not None else []
        wanted = [entry for entry in entries if self._kinds is None or entry.kind in self._kinds]
        return pinned_lines(wanted, *self._made_for)

    def _take(self, entries: Sequence[TimelineEntry], asked: int) -> None:
        self._entries = list(entries)
        self._more = len(entries) == asked
        now = self._now()
        self._made_for = (now.date(), now.tzinfo)
        self._lines = self._on_top() + lines_of(entries, *self._made_for)

    def _replace(self, lines: list[Line]) -> None:
        """Swap the rows between the common beginning and the common end."""
        before = self._lines
        start = 0
        while start < min(len(before), len(lines)) and before[start] == lines[start]:
            start += 1
        end = 0
        while end < min(len(before), len(lines)) - start and before[-1 - end] == lines[-1 - end]:
            end += 1
        if len(before) - end > start:
            self.beginRemoveRows(QModelIndex(), start, len(before) - end - 1)
            self._lines = before[:start] + before[len(before) - end :]
            self.endRemoveRows()
        if len(lines) - end > start:
            self.beginInsertRows(QModelIndex(), start, len(lines) - end - 1)
            self._lines = lines
            self.endInsertRows()


def spoken(line: Line) -> str:
    """The row in one sentence, for screen readers."""
    if line.entry is None:
        return line.heading
    marks = "".join(f", {one_line(words, 60)}" for words, _tone in line.marks)
    return f"{line.title}, {line.moment}{marks}. {one_line(line.text, 500)}"
