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
    kind = rule.frequency.value
    every = _EVERY[kind](rule.interval)
    if kind == "YEARLY":
        return _describe_year(rule, every)
    words = {"DAILY": _describe_day, "WEEKLY": _describe_week, "MONTHLY": _describe_month}[kind](rule, every)
    if not rule.by_month:
        return words
    return message("{rule} in {months}", rule=words, months=_listed([MONTH_NAMES[each - 1] for each in rule.by_month]))


def _certain(every: Message) -> Message:
    """For rules that would take a paragraph: their next days say more."""
    return message("{every} on certain days", every=every)


def _describe_day(rule: Recurrence, every: Message) -> Message:
    return _certain(every) if rule.by_day or rule.by_month_day or rule.by_set_position else every


def _describe_week(rule: Recurrence, every: Message) -> Message:
    days = [each.weekday for each in rule.by_day]
    if rule.by_set_position:
        return _certain(every)
    if rule.interval == 1 and sorted(days) == [0, 1, 2, 3, 4]:
        return message("every weekday")
    if len(days) == 1 and rule.interval == 1:
        return message("every {weekday}", weekday=WEEKDAY_NAMES[days[0]])
    if len(days) > 1:
        return message("{every} on {weekdays}", every=every, weekdays=_listed([WEEKDAY_NAMES[each] for each in days]))
    return every


def _describe_month(rule: Recurrence, every: Message) -> Message:
    if not (rule.by_day or rule.by_month_day or rule.by_set_position):
        return message("every quarter") if rule.interval == 3 else every
    if rule.by_day and rule.by_month_day:
        return _certain(every)
    if rule.by_month_day:
        return _certain(every) if rule.by_set_position else _describe_days_of_month(rule, every)
    if rule.by_set_position:
        return _describe_working_day(rule, every)
    return _describe_weekdays_of_month(rule, every)


def _describe_days_of_month(rule: Recurrence, every: Message) -> Message:
    if len(rule.by_month_day) == 1:
        return _describe_day_of_month(rule, every)
    days = [_ordinal(each) for each in rule.by_month_day]
    return message("{every} on the {days}", every=every, days=_listed(days))


def _describe_working_day(rule: Recurrence, every: Message) -> Message:
    working_days = sorted(each.weekday for each in rule.by_day if each.ordinal is None) == [0, 1, 2, 3, 4]
    if not working_days or len(rule.by_day) != 5 or len(rule.by_set_position) != 1:
        return _certain(every)
    return message("{every} on the {nth} working day", every=every, nth=_ordinal(rule.by_set_position[0]))


def _describe_weekdays_of_month(rule: Recurrence, every: Message) -> Message:
    named = [(each.ordinal, WEEKDAY_NAMES[each.weekday]) for each in rule.by_day]
    counted_days = [
        message("{nth} {weekday}", nth=_ordinal(ordinal), weekday=name)
        for ordinal, name in named
        if ordinal is not None
    ]
    if not counted_days:
        return message("{every} on each {weekdays}", every=every, weekdays=_listed([name for _, name in named]))
    if len(counted_days) < len(named):
        return _certain(every)
    if len(named) > 1:
        return message("{every} on the {days}", every=every, days=_listed(counted_days))
    ordinal, name = named[0]
    values = {"nth": _ordinal(ordinal or 1), "weekday": name}
    if rule.interval == 1:
        return message("every {nth} {weekday} of the month", **values)
    return message("{every} on the {nth} {weekday}", every=every, **values)


def _describe_year(rule: Recurrence, every: Message) -> Message:
    if not (rule.by_month or rule.by_month_day or rule.by_day or rule.by_set_position):
        return every
    if len(rule.by_month) != 1 or rule.by_set_position:
        return _certain(every)
    month = MONTH_NAMES[rule.by_month[0] - 1]
    if len(rule.by_month_day) == 1 and rule.by_month_day[0] > 0 and not rule.by_day:
        words = message("{every} on {day} {month}", every=every, day=rule.by_month_day[0], month=month)
        return message("{rule} or the last day", rule=words) if rule.clip else words
    if len(rule.by_day) == 1 and rule.by_day[0].ordinal is not None and not rule.by_month_day:
        values = {"nth": _ordinal(rule.by_day[0].ordinal), "weekday": WEEKDAY_NAMES[rule.by_day[0].weekday]}
        return message("{every} on the {nth} {weekday} of {month}", every=every, month=month, **values)
    return _certain(every)


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
    if len(names) == 1:
        return names[0]
    joined = names[0]
    for name in names[1:-1]:
        joined = message("{first}, {second}", first=joined, second=name)
    return message("{first} and {second}", first=joined, second=names[-1])
