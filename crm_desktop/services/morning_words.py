"""What the summary of a morning says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from crm_desktop.domain.front_page import Today
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reminders import Notice, ReminderKind, reminder_title
from crm_desktop.services.notice_words import BIRTHDAYS, Looks, turns

_NAMES_IN_LINE: Final = 3


def morning(page: Today, moment: int, looks: Looks, *, urgent: bool = False) -> Notice | None:
    """The summary of a morning; `moment` is that morning (seconds UTC). None when there is nothing to say."""
    lines = _morning_lines(page)
    if not lines:
        return None
    say = looks.wording.say
    return Notice(
        key=f"morning-{moment}",
        title=say(message("Your morning summary is ready") if looks.neutral else _morning_title(page)),
        body="" if looks.neutral else "\n".join(map(say, lines)),
        actions=looks.actions_for_several(),
        urgent=urgent,
        silent=looks.silent,
    )


def _morning_title(page: Today) -> Message:
    today, overdue = len(_own_today(page)), len(page.overdue)
    if not today:
        return (
            counted("{count} follow-up is overdue", "{count} follow-ups are overdue", overdue)
            if overdue
            else message("Good morning")
        )
    if not overdue:
        return counted("{count} follow-up today", "{count} follow-ups today", today)
    return counted(
        "{count} follow-up today, {overdue} overdue",
        "{count} follow-ups today, {overdue} overdue",
        today,
        overdue=overdue,
    )


def _own_today(page: Today) -> list[ReminderRow]:
    # A birthday of today has a line of its own.
    return [row for row in page.today if row.kind is not ReminderKind.DATE or row.lead_days > 0]


def _morning_lines(page: Today) -> list[Message]:
    lines = [
        message(template, names=_names([row.contact or str(row.title) for row in rows]))
        for template, rows in (("Overdue: {names}", page.overdue), ("Today: {names}", _own_today(page)))
        if rows
    ]
    lines += _celebrated(page)
    if page.losing_touch:
        names = [row.contact for row in page.losing_touch]
        lines.append(message("Losing touch: {names}", names=_names(names, page.losing_touch_count)))
    return lines


def _celebrated(page: Today) -> Iterator[Message]:
    """Birthdays and other yearly days of today, whether there is a reminder of them or not."""
    for row in page.today:
        if row.kind is ReminderKind.DATE and row.lead_days == 0:
            year = row.anniversary.year if row.anniversary else None
            yield _celebration(row.contact, row.label, None if year is None else page.day.year - year)
    for day in page.days:
        if day.day == page.day:
            yield _celebration(day.contact, day.label, day.turns)


def _celebration(name: str, label: str, years: int | None) -> Message:
    if years and label.strip().casefold() in BIRTHDAYS:
        return turns(name, years)
    return reminder_title(ReminderKind.DATE, "", name, label or "birthday")


def _names(names: Sequence[str], count: int = 0) -> Message | str:
    shown = ", ".join(names[:_NAMES_IN_LINE])
    more = max(count, len(names)) - min(len(names), _NAMES_IN_LINE)
    return counted("{names} and {count} more", "{names} and {count} more", more, names=shown) if more else shown
