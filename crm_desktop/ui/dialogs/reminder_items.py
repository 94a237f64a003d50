"""What an agenda consists of (headings, reminders, birthdays), and the words and colours each of them is shown with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from crm_desktop.domain.dates import day_start_instant, instant_to_wall
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.pages import DayRow, ReminderRow
from crm_desktop.domain.reminders import Ended
from crm_desktop.ui import texts
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.tokens import Tone


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and when the agenda is read: the user's day, the present instant (aware), and the zone of their clock."""

    today: date
    now: datetime
    here: tzinfo

    @classmethod
    def of(cls, now: datetime, here: tzinfo) -> Surroundings:
        """The surroundings at an aware instant."""
        return cls(instant_to_wall(now, here).date(), now, here)


@dataclass(frozen=True, slots=True)
class HeadingItem:
    """The line above a card, with a number in a pill if there is one."""

    title: str
    count: int | None = None
    tone: Tone = Tone.NEUTRAL
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ReminderItem:
    """A reminder in the list, with the words of its row; `ended` ones can only be opened again."""

    reminder: ReminderRow
    subtitle: str
    chip: str
    tone: Tone

    @property
    def key(self) -> tuple[str, int]:
        """Stays the same when the list is read anew."""
        return "reminder", self.reminder.occurrence_id

    @property
    def title(self) -> str:
        """What is to be done."""
        return texts.one_line(self.reminder.text)

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
class MoreItem:
    """A line that leads on, or says in words that there is nothing."""

    text: str
    leads_on: bool = True

    @property
    def key(self) -> tuple[str, int]:
        """There is one of them at most."""
        return "more", 0


RowItem = ReminderItem | DayItem | MoreItem
AgendaItem = HeadingItem | RowItem
DueTexts = Callable[[date, time | None], str]


def local_due(row: ReminderRow, here: tzinfo) -> tuple[date, time | None]:
    """Day and time on the user's own clock; they differ from the stored ones only for a time fixed to another zone."""
    if row.at is None or not row.zone or row.zone == str(here):
        return row.day, row.at
    wall = instant_to_wall(row.fires_at, here)
    return wall.date(), wall.time().replace(second=0, microsecond=0)


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
    day, at = local_due(row, around.here)
    due_text = due_text or _due_texts(around.today)
    if row.ended_at is not None:
        when = texts.short_day(instant_to_wall(row.ended_at, around.here).date(), around.today, weekday=True)
        skipped = row.ended_as == Ended.SKIPPED
        chip = tr("skipped {day}", day=when) if skipped else tr("done {day}", day=when)
        return ReminderItem(row, _surroundings_text(row, around), chip, Tone.NEUTRAL if skipped else Tone.GOOD)
    if is_overdue(row, around):
        return ReminderItem(row, _surroundings_text(row, around), due_text(day, at), Tone.LATE)
    subtitle = _surroundings_text(row, around)
    if day == around.today:
        return ReminderItem(row, subtitle, due_text(day, at), Tone.TODAY)
    if dated:
        return ReminderItem(row, subtitle, due_text(day, at), Tone.NEUTRAL)
    return ReminderItem(row, subtitle, texts.clock(at) if at else tr("All day"), Tone.NEUTRAL)


def _surroundings_text(row: ReminderRow, around: Surroundings) -> str:
    """Who, for which company, about which deal, and one thing that helps to remember."""
    parts = [
        row.contact,
        row.company,
        _deal_text(row),
        _zone_text(row, around),
        rule_text(row.rule),
        _snoozed_text(row),
    ]
    if not any(parts[1:]):
        parts.append(_last_spoke_text(row, around))
    return " · ".join(texts.one_line(part, 80) for part in parts if part)


def _deal_text(row: ReminderRow) -> str:
    if not row.deal:
        return ""
    if row.deal_value is not None:
        return tr("{deal}, {value}", deal=row.deal, value=texts.money(row.deal_value.minor, row.deal_value.currency))
    return tr("{deal}, stage: {stage}", deal=row.deal, stage=row.deal_stage) if row.deal_stage else row.deal


def _zone_text(row: ReminderRow, around: Surroundings) -> str:
    day, at = local_due(row, around.here)
    if row.at is None or (day, at) == (row.day, row.at):
        return ""
    place = row.zone.rsplit("/", 1)[-1].replace("_", " ")
    return tr("{time} in {place}", time=texts.clock(row.at), place=place)


def rule_text(rule: str) -> str:
    """A repetition in words; empty for once, and for a rule another program wrote that is not understood here."""
    if not rule:
        return ""
    # Loaded with the first reminder that repeats, to keep start-up fast.
    from crm_desktop.domain.recurrence import Recurrence

    try:
        return show(Recurrence.parse(rule).describe())
    except ValueError:
        return tr("repeats")


def _snoozed_text(row: ReminderRow) -> str:
    if not row.snoozed:
        return ""
    named = {1: tr("snoozed once"), 2: tr("snoozed twice")}
    return named.get(row.snoozed) or plural("snoozed {count} time", "snoozed {count} times", row.snoozed)


def _last_spoke_text(row: ReminderRow, around: Surroundings) -> str:
    if row.last_spoke is None:
        return ""
    day = texts.short_day(instant_to_wall(row.last_spoke, around.here).date(), around.today)
    ways = {
        InteractionKind.CALL: tr("last spoke {day} by phone", day=day),
        InteractionKind.EMAIL: tr("last spoke {day} by e-mail", day=day),
        InteractionKind.MEETING: tr("last met {day}", day=day),
        InteractionKind.MESSAGE: tr("last spoke {day} by message", day=day),
    }
    known = row.last_kind in set(InteractionKind)
    return ways.get(InteractionKind(row.last_kind), "") if known else tr("last spoke {day}", day=day)


def day_item(row: DayRow, around: Surroundings, *, dated: bool = True) -> DayItem:
    """The row of a birthday or other yearly day."""
    birthday = row.label.strip().casefold() in ("", "birthday", "bday")
    if birthday:
        title = tr("Birthday: {name}", name=row.contact)
        turns = "" if row.turns is None else tr("turns {age}", age=row.turns)
    else:
        title = tr("{label}: {name}", label=row.label, name=row.contact)
        turns = "" if not row.turns else plural("{count} year", "{count} years", row.turns)
    prefers = tr("prefers {channel}", channel=row.preferred_channel) if row.preferred_channel else ""
    subtitle = " · ".join(texts.one_line(part, 80) for part in (row.company, turns, prefers) if part)
    chip = texts.due_text(row.day, None, around.today) if dated else tr("All day")
    return DayItem(row, texts.one_line(title), subtitle, chip)


def agenda(rows: Sequence[ReminderRow], around: Surroundings) -> list[AgendaItem]:
    """Open reminders under Overdue, Today and a heading for each later day; `rows` come in the order of their moments."""
    overdue = [row for row in rows if is_overdue(row, around)]
    items: list[AgendaItem] = []
    if overdue:
        items.append(HeadingItem(tr("Overdue"), len(overdue), Tone.LATE, around.today))
        due_text = _due_texts(around.today)
        items.extend(reminder_item(row, around, due_text=due_text) for row in overdue)
    late = {row.occurrence_id for row in overdue}
    later = [(local_due(row, around.here), row) for row in rows if row.occurrence_id not in late]
    # All-day reminders fire at nine but stand for the whole day: they come after the timed ones.
    later.sort(key=lambda pair: (pair[0][0], pair[0][1] is None, pair[0][1] or time.min))
    heading: date | None = None
    for (day, _at), row in later:
        if day != heading:
            heading = day
            items.append(HeadingItem(texts.day_heading(day, around.today), day=day))
        items.append(reminder_item(row, around, dated=False))
    return items


def ended_agenda(rows: Sequence[ReminderRow], around: Surroundings) -> list[AgendaItem]:
    """Reminders that are done or were skipped, newest first, under the day on which they ended."""
    items: list[AgendaItem] = []
    heading: date | None = None
    for row in rows:
        day = instant_to_wall(row.ended_at or row.fires_at, around.here).date()
        if day != heading:
            heading = day
            items.append(HeadingItem(texts.day_heading(day, around.today), day=day))
        items.append(reminder_item(row, around))
    return items
