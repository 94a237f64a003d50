"""The words of the front page: headings, numbers, intervals, and the rows of its list."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import DayRow, LosingTouchRow, ReminderRow, StuckDeal, Today
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.reminder_items import (
    AgendaItem,
    HeadingItem,
    MoreItem,
    RowItem,
    Surroundings,
    day_item,
    reminder_item,
)
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.tokens import Tone

SHOWN_PER_CARD = 50
"""Rows a card shows; the rest is in Reminders."""


def summary(today: Today) -> str:
    """`5 to do, 2 birthdays this week`."""
    to_do = len(today.overdue) + len(today.today)
    parts = [plural("{count} to do", "{count} to do", to_do) if to_do else tr("nothing to do")]
    if today.days:
        birthdays = sum(is_birthday(row) for row in today.days)
        if birthdays == len(today.days):
            parts.append(plural("{count} birthday this week", "{count} birthdays this week", birthdays))
        else:
            parts.append(plural("{count} special day this week", "{count} special days this week", len(today.days)))
    return ", ".join(parts)


def is_birthday(row: DayRow) -> bool:
    """Whether a yearly day is a birthday."""
    return row.label.strip().casefold() in ("", "birthday", "bday")


def agenda_items(today: Today, around: Surroundings) -> list[AgendaItem]:
    """Overdue, Today and Next 7 days; birthdays stand at the end of their day."""
    items: list[AgendaItem] = []
    if today.overdue:
        rows = [reminder_item(row, around) for row in today.overdue[:SHOWN_PER_CARD]]
        items += _card(tr("Overdue"), Tone.LATE, rows, len(today.overdue))
    days_now = [day_item(row, around) for row in today.days if row.day == today.day]
    # All-day reminders fire at nine but stand for the whole day: they come after the timed ones.
    by_time = sorted(today.today, key=lambda row: (row.at is None, row.fires_at))
    due: list[RowItem] = [reminder_item(row, around) for row in by_time[:SHOWN_PER_CARD]]
    if due or days_now:
        items += _card(tr("Today"), Tone.TODAY, [*due, *days_now], len(today.today) + len(days_now))
    else:
        items += [HeadingItem(tr("Today")), MoreItem(tr("Nothing is due today."), leads_on=False)]
    ahead = _ahead(today, around)
    if ahead:
        later_days = sum(row.day != today.day for row in today.days)
        items += _card(tr("Next 7 days"), Tone.NEUTRAL, ahead, len(today.next_days) + later_days)
    return items


def _ahead(today: Today, around: Surroundings) -> list[RowItem]:
    found: list[tuple[ReminderRow | DayRow, RowItem]] = [
        *((row, reminder_item(row, around)) for row in today.next_days[:SHOWN_PER_CARD]),
        *((row, day_item(row, around)) for row in today.days if row.day != today.day),
    ]
    # The rows of a day stay in the order of their moments, its birthdays come after them.
    found.sort(key=lambda pair: (pair[0].day, isinstance(pair[0], DayRow)))
    return [item for _row, item in found]


def _card(title: str, tone: Tone, rows: Sequence[RowItem], count: int) -> list[AgendaItem]:
    heading = HeadingItem(title, count, tone)
    if count <= len(rows):
        return [heading, *rows]
    more = plural("and {count} more in Reminders", "and {count} more in Reminders", count - len(rows))
    return [heading, *rows, MoreItem(more)]


def interval_text(row: LosingTouchRow) -> str:
    """`You like to talk every 6 weeks`."""
    days = row.every_days
    spans = (
        (365, "You like to talk every year", "You like to talk every {count} years"),
        (30, "You like to talk every month", "You like to talk every {count} months"),
        (7, "You like to talk every week", "You like to talk every {count} weeks"),
    )
    for length, one, many in spans:
        if days % length == 0:
            return plural(one, many, days // length)
    return plural("You like to talk every day", "You like to talk every {count} days", days)


def stuck_title(stuck: StuckDeal) -> str:
    """`Brand guide, Nordwind`."""
    return ", ".join(part for part in (stuck.card.title, stuck.card.company or stuck.card.contact) if part)


def stuck_text(stuck: StuckDeal) -> str:
    """`Proposal sent, 24 days (usual: 9)`."""
    return plural(
        "{stage}, {count} day (usual: {usual})",
        "{stage}, {count} days (usual: {usual})",
        stuck.days,
        stage=stuck.card.stage,
        usual=texts.number(stuck.usual_days),
    )


def stuck_chip(stuck: StuckDeal, around: Surroundings) -> tuple[str, Tone]:
    """What is planned for a stuck deal."""
    step = stuck.card.next_step
    if step is None:
        return tr("no next step"), Tone.LATE
    tone = Tone.LATE if step.day < around.today else Tone.TODAY if step.day == around.today else Tone.PLANNED
    return texts.due_text(step.day, step.at, around.today), tone


def sums_text(sums: Sequence[Money]) -> str:
    """`€14,900 and $200`: sums of different currencies stand apart."""
    return " + ".join(texts.money(amount.minor, amount.currency) for amount in sums)
