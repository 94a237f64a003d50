"""The words of the front page: headings, numbers, intervals, and the rows of its list."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.domain.deal_pages import DealCard, NextStep
from crm_desktop.domain.front_page import LosingTouchRow, Today
from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import DayRow, ReminderRow
from crm_desktop.domain.touch import TouchSource
from crm_desktop.domain.yearly_days import is_birthday
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
from crm_desktop.ui.interval_words import every_words, usual_words
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.tokens import Tone

SHOWN_PER_CARD = 50
"""Rows a card shows; the rest is in Reminders."""


def summary(today: Today) -> str:
    """`5 to do, 2 birthdays this week`."""
    to_do = len(today.overdue) + len(today.today)
    parts = [plural("{count} to do", "{count} to do", to_do) if to_do else tr("nothing to do")]
    # Those that stand in the list have a row of their own; where not all of them are read, their number is not known.
    labels = [
        row.label for row in (*today.overdue, *today.today, *today.next_days) if row.anniversary and not row.lead_days
    ]
    labels += [row.label for row in today.days]
    if labels and today.next_count <= len(today.next_days):
        if all(map(is_birthday, labels)):
            parts.append(plural("{count} birthday this week", "{count} birthdays this week", len(labels)))
        else:
            parts.append(plural("{count} special day this week", "{count} special days this week", len(labels)))
    return ", ".join(parts)


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
        items += _card(tr("Next 7 days"), Tone.NEUTRAL, ahead, today.next_count + later_days)
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


def losing_text(row: LosingTouchRow) -> str:
    """Why somebody stands among those one is losing: `You like to talk every 6 weeks`, `Tag “client”: every month`."""
    if row.source is TouchSource.TAG:
        return tr("Tag “{tag}”: {interval}", tag=row.tag, interval=every_words(row.every_days))
    if row.source is TouchSource.USUAL:
        return tr("Usually {interval}", interval=usual_words(row.every_days))
    return tr("You like to talk {interval}", interval=every_words(row.every_days))


def losing_help(row: LosingTouchRow) -> str:
    """The same in a sentence: since when, and which keys help."""
    if row.last_spoke is None:
        since = plural("added {count} day ago, never spoken", "added {count} days ago, never spoken", row.days_since)
    else:
        since = plural("last spoke {count} day ago", "last spoke {count} days ago", row.days_since)
    return tr("{why}; {since}. Log: Shift+L, not now: S, how often: E", why=losing_text(row), since=since)


def deal_title(deal: DealCard) -> str:
    """`Brand guide, Nordwind`."""
    return ", ".join(part for part in (deal.title, deal.company or deal.contact) if part)


def stuck_text(deal: DealCard) -> str:
    """Why a deal is stuck: `84 days in Proposal sent (more than 14), nothing planned.`"""
    return texts.show(deal.stuck) if deal.stuck is not None else idle_text(deal)


def idle_text(deal: DealCard) -> str:
    """`Proposal sent, nothing planned for 8 days`."""
    if not deal.quiet_days:
        return tr("{stage}, nothing planned", stage=deal.stage)
    return plural(
        "{stage}, nothing planned for {count} day",
        "{stage}, nothing planned for {count} days",
        deal.quiet_days,
        stage=deal.stage,
    )


def step_chip(step: NextStep, around: Surroundings) -> tuple[str, Tone]:
    """What was planned for a deal that is stuck all the same."""
    tone = Tone.LATE if step.day < around.today else Tone.TODAY if step.day == around.today else Tone.PLANNED
    return texts.due_text(step.day, step.at, around.today), tone


def sums_text(sums: Sequence[Money]) -> str:
    """`€14,900 and $200`: sums of different currencies stand apart."""
    return " + ".join(texts.money(amount.minor, amount.currency) for amount in sums)
