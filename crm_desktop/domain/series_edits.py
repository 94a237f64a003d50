"""What becomes of a repetition when one of its days, that day and all after it, or all of it is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from crm_desktop.domain.dates import last_day_of_month
from crm_desktop.domain.recurrence import ByDay, Frequency, Recurrence

_WEEK = 7


@dataclass(frozen=True, slots=True)
class RepeatingDays:
    """The first day of a repetition, its rule from there on, and the days left out (EXDATE of RFC 5545, 3.8.5.1).

    The first day belongs to it whether the rule has it or not (RFC 5545, 3.8.2.4); a COUNT counts what the rule gives, days
    left out included.
    """

    start: date
    rule: Recurrence
    left_out: frozenset[date] = frozenset()

    def __iter__(self) -> Iterator[date]:
        """Its days in order; they may never end."""
        if self.start not in self.left_out:
            yield self.start
        for day in self.rule.occurrences(self.start):
            if day != self.start and day not in self.left_out:
                yield day

    def before(self, day: date) -> RepeatingDays | None:
        """The part earlier than a day; None when no day of it is left. A COUNT keeps as many as lie before that day."""
        if self.start >= day:
            return None
        rule = replace(self.rule, count=None, until=day - timedelta(days=1))
        if self.rule.count is not None:
            given = self.given_before(day)
            rule = replace(self.rule, count=given) if given else rule
        elif self.rule.until is not None:
            rule = replace(rule, until=min(self.rule.until, day - timedelta(days=1)))
        head = RepeatingDays(self.start, rule, frozenset(each for each in self.left_out if each < day))
        return head if next(iter(head), None) is not None else None

    def seen_from(self, day: date) -> RepeatingDays | None:
        """The part from one of its days on, as a repetition of its own: a COUNT has that many less. None when nothing repeats."""
        rule = self.rule
        if rule.count is not None:
            remaining = rule.count - self.given_before(day)
            if remaining < 1:
                return None
            rule = replace(rule, count=remaining)
        return RepeatingDays(day, rule, frozenset(each for each in self.left_out if each > day))

    def moved(self, to: date) -> RepeatingDays:
        """The same repetition when its first day moves, as calendars do it.

        Weekday, day of the month or month follow where the rule names just that one; a rule that says more stays as it is.
        The days left out keep their place in the row.
        """
        rule = _moved_rule(self.rule, self.start, to) or self.rule
        there = RepeatingDays(to, rule)
        latest = max(self.left_out, default=date.min)
        whole = takewhile(lambda day: day <= latest, RepeatingDays(self.start, self.rule))
        left_out = frozenset(new for old, new in zip(whole, there, strict=False) if old in self.left_out)
        return replace(there, left_out=left_out)

    def given_before(self, day: date) -> int:
        """How many days the rule itself gives before a day, those left out included: what a COUNT has counted by then."""
        endless = replace(self.rule, count=None)
        return sum(1 for _ in takewhile(lambda each: each < day, endless.occurrences(self.start)))


def late_day(days: RepeatingDays) -> int | None:
    """The 29, 30 or 31 that a rule of months keeps to and that some of its months do not have; None for any other rule."""
    rule = days.rule
    if rule.by_day or rule.by_set_position or rule.frequency not in (Frequency.MONTHLY, Frequency.YEARLY):
        return None
    if len(rule.by_month_day) > 1:
        return None
    number = rule.by_month_day[0] if rule.by_month_day else days.start.day
    months = rule.by_month
    if rule.frequency is Frequency.YEARLY:
        if rule.by_month_day and len(months) != 1:
            return None
        months = months or (days.start.month,)
    lacking = any(last_day_of_month(2001, month).day < number for month in months or range(1, 13))
    return number if number >= 29 and lacking else None


def with_last_day(days: RepeatingDays, clip: bool) -> RepeatingDays:
    """The same rule with months that lack its 29th, 30th or 31st on their last day (`clip`) or left out; see `late_day`."""
    number = late_day(days)
    if number is None:
        return days
    months = days.rule.by_month
    if days.rule.frequency is Frequency.YEARLY and not months:
        months = (days.start.month,)
    rule = replace(days.rule, by_month=months, by_month_day=(number,), clip=False)
    return replace(days, rule=replace(rule, clip=clip and (rule.frequency is Frequency.MONTHLY or len(months) == 1)))


def when_done_in_time(days: RepeatingDays) -> Iterator[date]:
    """The days of a repetition that counts from its completion, if each is done on its day: each counts anew from the one before."""
    endless = replace(days.rule, count=None)
    day: date | None = days.start
    given = 0
    while day is not None and (days.rule.count is None or given < days.rule.count):
        if day not in days.left_out:
            given += 1
            yield day
        day = endless.next_after(day, day)


def _moved_rule(rule: Recurrence, start: date, to: date) -> Recurrence | None:
    if rule.by_set_position:
        return None
    if not (rule.by_day or rule.by_month_day or rule.by_month):
        return rule
    if rule.by_day:
        return None if rule.by_month_day or rule.by_month else _with_weekday_of(rule, start, to)
    if rule.by_month and (rule.frequency is not Frequency.YEARLY or len(rule.by_month) > 1):
        return None
    if len(rule.by_month_day) > 1 or rule.frequency not in (Frequency.MONTHLY, Frequency.YEARLY):
        return None
    at_end = rule.by_month_day == (-1,) and to == last_day_of_month(to.year, to.month)
    return replace(
        rule,
        by_month=(to.month,) if rule.by_month else (),
        by_month_day=rule.by_month_day if at_end or not rule.by_month_day else (to.day,),
        clip=rule.clip and to.day >= 29,
    )


def _with_weekday_of(rule: Recurrence, start: date, to: date) -> Recurrence | None:
    ordinals = [each.ordinal for each in rule.by_day if each.ordinal is not None]
    if rule.frequency is Frequency.WEEKLY:
        days = {to.weekday() if each.weekday == start.weekday() else each.weekday for each in rule.by_day}
        known = any(each.weekday == start.weekday() for each in rule.by_day)
        return replace(rule, by_day=tuple(ByDay(day) for day in sorted(days))) if known else None
    if rule.frequency is not Frequency.MONTHLY or len(rule.by_day) > 1 or not ordinals:
        return None
    place = (to.day - 1) // _WEEK + 1
    in_last_week = to.day > last_day_of_month(to.year, to.month).day - _WEEK
    if in_last_week and (ordinals[0] == -1 or place == 5):
        place = -1
    return replace(rule, by_day=(ByDay(to.weekday(), place),))
