"""What an agenda consists of (headings, reminders, birthdays), and the words and colours each of them is shown with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crm_desktop.domain.dates import day_start_instant, instant_to_wall
from crm_desktop.domain.pages import DayRow, ReminderRow
from crm_desktop.domain.reminders import Ended, ReminderKind
from crm_desktop.domain.yearly_days import is_birthday
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.reminder_words import (
    Surroundings,
    channel_text,
    local_due,
    rule_text,
    state_text,
    surroundings_text,
    years_text,
)
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.tokens import Tone

__all__ = ["Surroundings", "local_due", "rule_text"]


@dataclass(frozen=True, slots=True)
class HeadingItem:
    """The line above a card, with a number in a pill if there is one."""

    title: str
    count: int | None = None
    tone: Tone = Tone.NEUTRAL
    day: date | None = None
    offer: str = ""
    """Words to press at its end, such as "Postpone all…"."""


@dataclass(frozen=True, slots=True)
class ReminderItem:
    """A reminder in the list, with the words of its row; `ended` ones can only be opened again."""

    reminder: ReminderRow
    subtitle: str
    chip: str
    tone: Tone
    hint: str = ""
    """How it stands, for the tooltip."""

    @property
    def key(self) -> tuple[str, int]:
        """Stays the same when the list is read anew."""
        return "reminder", self.reminder.occurrence_id

    @property
    def title(self) -> str:
        """What is to be done."""
        return texts.one_line(show(self.reminder.title))

    @property
    def repeats(self) -> bool:
        """Whether a rule of its own brings it again."""
        return bool(self.reminder.rule) and self.reminder.kind is ReminderKind.PLAIN

    @property
    def person(self) -> str:
        """Whose initials stand before it."""
        return self.reminder.contact or self.reminder.deal

    @property
    def contact_id(self) -> int | None:
        """The person it leads to."""
        return self.reminder.contact_id

    @property
    def ended(self) -> bool:
        """Whether it is done or was skipped."""
        return self.reminder.ended_at is not None


@dataclass(frozen=True, slots=True)
class DayItem:
    """A birthday or other yearly day in the list."""

    row: DayRow
    title: str
    subtitle: str
    chip: str
    tone: Tone = Tone.SPECIAL

    @property
    def key(self) -> tuple[str, int]:
        """Stays the same when the list is read anew."""
        return "day", self.row.date_id

    @property
    def person(self) -> str:
        """Whose initials stand before it."""
        return self.row.contact

    @property
    def contact_id(self) -> int | None:
        """The person it leads to."""
        return self.row.contact_id


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """A day that the rule of a repeating reminder will bring, although nothing is stored for it yet."""

    reminder: ReminderRow
    subtitle: str
    chip: str
    tone: Tone = Tone.NEUTRAL

    @property
    def key(self) -> tuple[str, int]:
        """Stays the same when the list is read anew."""
        return "planned", self.reminder.reminder_id

    @property
    def title(self) -> str:
        """What is to be done."""
        return texts.one_line(show(self.reminder.title))

    @property
    def person(self) -> str:
        """Whose initials stand before it."""
        return self.reminder.contact or self.reminder.deal

    @property
    def contact_id(self) -> int | None:
        """The person it leads to."""
        return self.reminder.contact_id


@dataclass(frozen=True, slots=True)
class MoreItem:
    """A line that leads on, or says in words that there is nothing."""

    text: str
    leads_on: bool = True

    @property
    def key(self) -> tuple[str, int]:
        """There is one of them at most."""
        return "more", 0


RowItem = ReminderItem | DayItem | PlannedItem | MoreItem
AgendaItem = HeadingItem | RowItem
DueTexts = Callable[[date, time | None], str]


def is_overdue(row: ReminderRow, around: Surroundings) -> bool:
    """Whether its day is over, or its time today has passed."""
    day, at = local_due(row, around.here)
    return day < around.today or (at is not None and row.fires_at <= around.now)


def next_change(rows: Iterable[ReminderRow], around: Surroundings) -> datetime:
    """The first instant (aware) after now at which the same rows look different: one becomes due, or the day ends."""
    tomorrow = day_start_instant(around.today + timedelta(days=1), around.here)
    return min((row.fires_at for row in rows if around.now < row.fires_at < tomorrow), default=tomorrow)


def _due_texts(today: date) -> DueTexts:
    """`due_text` for one reading: ten thousand that are late share the few words of some hundred moments."""
    said: dict[tuple[date, time | None], str] = {}

    def due_text(day: date, at: time | None) -> str:
        found = said.get((day, at))
        if found is None:
            found = said[day, at] = texts.due_text(day, at, today)
        return found

    return due_text


def reminder_item(
    row: ReminderRow, around: Surroundings, *, dated: bool = True, due_text: DueTexts | None = None
) -> ReminderItem:
    """The row of a reminder; `dated` False under a heading that says the day already.

    `due_text` says when a reminder is due; who makes many rows gives one that remembers.
    """
    due_text = due_text or _due_texts(around.today)
    chip, tone = _chip(row, around, due_text, dated=dated)
    return ReminderItem(row, surroundings_text(row, around), chip, tone, state_text(row, around))


def _chip(row: ReminderRow, around: Surroundings, due_text: DueTexts, *, dated: bool) -> tuple[str, Tone]:
    if row.ended_at is not None:
        return _ended_chip(row, row.ended_at, around, dated=dated)
    day, at = local_due(row, around.here)
    if is_overdue(row, around):
        return due_text(day, at), Tone.LATE
    special = Tone.SPECIAL if row.kind is ReminderKind.DATE else None
    if day == around.today:
        return due_text(day, at), special or Tone.TODAY
    words = due_text(day, at) if dated else texts.clock(at) if at else tr("All day")
    return words, special or Tone.NEUTRAL


def _ended_chip(row: ReminderRow, ended_at: datetime, around: Surroundings, *, dated: bool) -> tuple[str, Tone]:
    skipped = row.ended_as == Ended.SKIPPED
    tone = Tone.NEUTRAL if skipped else Tone.GOOD
    wall = instant_to_wall(ended_at, around.here)
    if not dated:
        at = texts.clock(wall.time())
        return tr("skipped {time}", time=at) if skipped else tr("done {time}", time=at), tone
    when = texts.short_day(wall.date(), around.today, weekday=True)
    return tr("skipped {day}", day=when) if skipped else tr("done {day}", day=when), tone


def planned_item(row: ReminderRow, around: Surroundings) -> PlannedItem:
    """The row of a repetition to come, under a heading that says its day."""
    chip = texts.clock(row.at) if row.at else tr("All day")
    return PlannedItem(row, surroundings_text(row, around), chip)


def day_item(row: DayRow, around: Surroundings, *, dated: bool = True) -> DayItem:
    """The row of a birthday or other yearly day."""
    birthday = is_birthday(row.label)
    title = (
        tr("Birthday: {name}", name=row.contact)
        if birthday
        else tr("{label}: {name}", label=row.label, name=row.contact)
    )
    parts = (row.company, years_text(row.label, row.turns), channel_text(row.preferred_channel))
    subtitle = " · ".join(texts.one_line(part, 80) for part in parts if part)
    chip = texts.due_text(row.day, None, around.today) if dated else tr("All day")
    return DayItem(row, texts.one_line(title), subtitle, chip)
