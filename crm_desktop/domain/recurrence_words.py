"""Repeating rules in words, and the names of weekdays and months, each as a sentence that can be translated."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.domain.messages import Message, counted, message

if TYPE_CHECKING:
    # Only for the type checker: `recurrence` imports this module.
    from crm_desktop.domain.recurrence import Recurrence

WEEKDAY_NAMES = tuple(
    message(name) for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)
MONTH_NAMES = tuple(
    message(name)
    for name in (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    )
)
_EVERY: dict[str, Callable[[int], Message]] = {
    "DAILY": lambda count: counted("every day", "every {count} days", count),
    "WEEKLY": lambda count: counted("every week", "every {count} weeks", count),
    "MONTHLY": lambda count: counted("every month", "every {count} months", count),
    "YEARLY": lambda count: counted("every year", "every {count} years", count),
}


def describe(rule: Recurrence) -> Message:
    """The rule in words; see `Recurrence.describe`."""
    words = _describe_period(rule)
    if rule.count is not None:
        return counted("{rule}, once", "{rule}, {count} times", rule.count, rule=words)
    return words if rule.until is None else message("{rule} until {until}", rule=words, until=rule.until)


def _describe_period(rule: Recurrence) -> Message:
    plain_days = tuple(each.weekday for each in rule.by_day if each.ordinal is None)
    weekly = rule.frequency.value == "WEEKLY"
    if weekly and rule.interval == 1 and tuple(sorted(plain_days)) == (0, 1, 2, 3, 4):
        return message("every weekday")
    if weekly and len(plain_days) == 1 and rule.interval == 1:
        return message("every {weekday}", weekday=WEEKDAY_NAMES[plain_days[0]])
    every = _EVERY[rule.frequency.value](rule.interval)
    if weekly and len(plain_days) > 1:
        return message(
            "{every} on {weekdays}", every=every, weekdays=_listed([WEEKDAY_NAMES[each] for each in plain_days])
        )
    if rule.frequency.value == "MONTHLY" and rule.interval == 3 and not rule.by_day and not rule.by_month_day:
        return message("every quarter")
    return _describe_place(rule, every)


def _describe_place(rule: Recurrence, every: Message) -> Message:
    """Which day of the month or year; rules beyond the usual ones are described by their period alone."""
    if rule.frequency.value not in ("MONTHLY", "YEARLY"):
        return every
    if rule.frequency.value == "YEARLY":
        if len(rule.by_month) == 1 and len(rule.by_month_day) == 1:
            month = MONTH_NAMES[rule.by_month[0] - 1]
            return message("{every} on {day} {month}", every=every, day=rule.by_month_day[0], month=month)
        return every
    if len(rule.by_day) == 1 and rule.by_day[0].ordinal is not None and not rule.by_set_position:
        values = {"nth": _ordinal(rule.by_day[0].ordinal), "weekday": WEEKDAY_NAMES[rule.by_day[0].weekday]}
        if rule.interval == 1:
            return message("every {nth} {weekday} of the month", **values)
        return message("{every} on the {nth} {weekday}", every=every, **values)
    if len(rule.by_month_day) == 1 and not rule.by_day and not rule.by_set_position:
        return _describe_day_of_month(rule, every)
    return every


def _describe_day_of_month(rule: Recurrence, every: Message) -> Message:
    day = rule.by_month_day[0]
    if day == -1:
        return message("{every} on the last day", every=every)
    if rule.clip:
        return message("{every} on the {nth} or the last day", every=every, nth=_ordinal(day))
    return message("{every} on the {nth}", every=every, nth=_ordinal(day))


def _ordinal(number: int) -> Message:
    """1st, 2nd, 3rd, 11th, last, 2nd last."""
    if number == -1:
        return message("last")
    ending = "th" if 10 <= abs(number) % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(abs(number) % 10, "th")
    template = "{number}" + ending if number > 0 else "{number}" + ending + " last"
    return message(template, number=abs(number))


def _listed(names: list[Message]) -> Message:
    """`Monday, Wednesday and Friday`, folded pair by pair so that a translation can choose its own joining words."""
    joined = names[0]
    for name in names[1:-1]:
        joined = message("{first}, {second}", first=joined, second=name)
    return message("{first} and {second}", first=joined, second=names[-1])
