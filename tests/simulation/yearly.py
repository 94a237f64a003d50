"""The oracle's birthdays: which day they are kept on and when their notices stand; never `crm_desktop.domain.yearly_days`."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.simulation.days import Days
from tests.simulation.model import Facts, Remembered, Wish

LEADS = (30, 7, 1, 0)
"""How many days ahead notices are ever wanted here; one of several numbers, so that each is a reminder of its own."""
_YEARS = range(2026, 2033)


@dataclass
class Customs:
    """What the settings say: the days ahead of a birthday that has no notice of its own, and 29 February in other years."""

    usual: tuple[int, ...] = (0,)
    leap_day_in_march: bool = False


@dataclass(frozen=True)
class Yearly(Wish):
    """The notice `lead` days ahead of a birthday; `notice` are the days ahead that are wanted of it, None for the usual ones."""

    month: int = 1
    day_of_month: int = 1
    lead: int = 0
    notice: tuple[int, ...] | None = None

    @property
    def endless(self) -> bool:
        """It comes every year."""
        return True

    @property
    def on(self) -> tuple[int, int]:
        """Month and day of the month."""
        return self.month, self.day_of_month

    def kept_on(self, year: int, *, in_march: bool) -> date:
        """The day on which the birthday is kept in a year."""
        if (self.month, self.day_of_month) == (2, 29) and not isleap(year):
            return date(year, 3, 1) if in_march else date(year, 2, 28)
        return date(year, self.month, self.day_of_month)

    def days(self, customs: Customs) -> Listed:
        """The days of this notice; none when it is not wanted."""
        wanted = customs.usual if self.notice is None else self.notice
        if self.lead not in wanted:
            return Listed([])
        kept = [self.kept_on(year, in_march=customs.leap_day_in_march) for year in _YEARS]
        return Listed([day - timedelta(days=self.lead) for day in kept])


@dataclass
class Listed:
    """Days in order."""

    listed: list[date]

    def between(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last`, both included."""
        return [day for day in self.listed if first <= day <= last]

    def after(self, day: date) -> date | None:
        """The next day after one."""
        return next((each for each in self.listed if each > day), None)


class Birthday(Remembered):
    """One notice of a birthday: what was heard or put off of it stays until the user ends it, whatever day it moves to."""

    def __init__(self, reminder_id: int, facts: Facts, at: int, customs: Customs) -> None:
        super().__init__(reminder_id, facts, at)
        self._customs = customs

    def returning(self, facts: Facts, wall: int, zone: str) -> Facts:
        """What was heard of it meanwhile stays open."""
        now = () if self.facts.gone else self.open_until(wall, zone)
        heard = {day for day in now if (day, self.token(day)) in self.heard}
        return replace(facts, kept=(facts.kept | heard) - facts.ended)

    def standing(self, wall: int, zone: str) -> tuple[list[date], date | None]:
        """The days that are open and due, and the one ahead of which nobody knows anything yet."""
        due = list(self.open_until(wall, zone))
        day = self.days().after(self.facts.since - timedelta(days=1))
        while day is not None and (self.natural(day, zone) <= wall or day in (*self.facts.put_off, *self.facts.ended)):
            day = self.days().after(day)
        return due, day

    def settled(self, wish: Yearly, before: tuple[list[date], date | None], today: date) -> Facts:
        """The facts after the user says something else of it, or the settings do; `before` is how it stood.

        What they know of it stays open; what has come and was not heard, if it is still one of the days. Else it is told of from
        today on, but of no day before the last that they know of. Where nothing lay ahead, from the day after that one.
        """
        facts, days, (due, ahead) = self.facts, wish.days(self._customs), before
        known = {day for day in due if (day, self.token(day)) in self.heard} | set(facts.put_off) | facts.kept
        known -= facts.ended
        missed = [day for day in due if day not in known and days.between(day, day)]
        latest = max(known | facts.ended, default=today - timedelta(days=1))
        since = latest + timedelta(days=1)
        if ahead is not None or latest not in known:
            since = max(since, today)
        return replace(facts, wish=wish, since=min([since, *missed]), kept=frozenset(known))

    def days(self) -> Days:
        """The days of the notice, as it and the settings are now."""
        wish = self.facts.wish
        assert isinstance(wish, Yearly)
        return wish.days(self._customs)
