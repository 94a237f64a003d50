"""What the user asked for, as plain lists of days: the oracle's idea of every reminder, with its own undo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import count
from typing import Final

from tests.simulation.days import Days, PartOfDays, RuleDays, next_after_done
from tests.simulation.walls import instant_of, wall_of

MORNING: Final = 9 * 3600
Token = tuple[str, int]
"""Names one setting of a moment: what was heard under it is not heard again, what is set anew is."""


def birthday_key(date_id: int, lead: int) -> int:
    """What a notice of a birthday is known by; never the id of a reminder that somebody wrote down."""
    return -(1000 * date_id + lead)


@dataclass(frozen=True)
class Wish:
    """A reminder as it was typed: `second` of the day on the wall, None for the whole day; `zone` "" floats.

    Of its days only those from `first` to `last` are meant, after it was changed from one of its days on.
    """

    text: str
    day: date
    second: int | None = None
    zone: str = ""
    rule: str = ""
    from_done: bool = False
    left_out: frozenset[date] = frozenset()
    urgent: bool = False
    first: date | None = None
    last: date | None = None

    @property
    def endless(self) -> bool:
        """Whether it repeats from the day it is due, so that its days follow from the rule alone."""
        return bool(self.rule) and not self.from_done


@dataclass(frozen=True)
class PutOff:
    """Another moment for one time: an instant, or a whole day of the user's."""

    instant: int | None
    day: date | None
    token: Token


@dataclass(frozen=True)
class Facts:
    """What undo can take back of one reminder. `ended` are days of the present wish; `open_day` is for what has one time open.

    `kept` are days that are open although the wish, as it is now, may not have them.
    """

    wish: Wish
    token: Token
    since: date
    ended: frozenset[date] = frozenset()
    put_off: Mapping[date, PutOff] = field(default_factory=dict)
    ended_count: int = 0
    open_day: date | None = None
    gone: bool = False
    kept: frozenset[date] = frozenset()


@lru_cache(maxsize=4096)
def _rule_days(wish: Wish) -> Days:
    if wish.first is not None or wish.last is not None:
        return PartOfDays(_rule_days(replace(wish, first=None, last=None)), wish.first, wish.last)
    # The first day counts even when the rule does not have it.
    return RuleDays(wish.rule, wish.day, wish.left_out, with_start=True)


def _first_day(wish: Wish) -> date | None:
    return _rule_days(wish).after(wish.day) if wish.rule and wish.day in wish.left_out else wish.day


class Remembered:
    """One reminder: its facts now, and what has been heard of it, which no undo takes back."""

    def __init__(self, reminder_id: int, facts: Facts, at: int) -> None:
        self.id = reminder_id
        self.facts = facts
        self.set_at = at
        self.heard: dict[tuple[date, Token], int] = {}
        self.optional: set[tuple[date, Token]] = set()
        self.heard_on_wall: set[tuple[date, int | None, str]] = set()
        self.flipped = False
        self._cached: tuple[object, ...] = ()
        self._next: int | None = None
        self._pointer: tuple[Token, date] | None = None

    def token(self, day: date) -> Token:
        """The setting that the moment of a day comes from."""
        put_off = self.facts.put_off.get(day)
        return put_off.token if put_off else self.facts.token

    def moment(self, day: date, zone: str) -> int:
        """When the time of a day is due, for a user in a zone; what was heard stays where it was heard."""
        heard = self.heard.get((day, self.token(day)))
        if heard is not None:
            return heard
        put_off = self.facts.put_off.get(day)
        if put_off is None:
            return self.natural(day, zone)
        if put_off.instant is not None:
            return put_off.instant
        assert put_off.day is not None
        return instant_of(zone, put_off.day, MORNING)

    def natural(self, day: date, zone: str) -> int:
        """When the rule has it due."""
        wish = self.facts.wish
        second = MORNING if wish.second is None else wish.second
        return instant_of((wish.zone if wish.second is not None else "") or zone, day, second)

    def is_open(self, day: date) -> bool:
        """Whether there is such a time and it has not ended."""
        facts = self.facts
        if facts.gone:
            return False
        if not facts.wish.endless:
            return facts.open_day == day
        if day in facts.ended or day in facts.kept:
            return day not in facts.ended
        return day >= facts.since and self.days().between(day, day) == [day]

    def open_until(self, wall: int, zone: str, first: date | None = None) -> Iterator[date]:
        """The days whose time is open and due, by the order of the rule."""
        facts = self.facts
        if facts.gone:
            return
        if not facts.wish.endless:
            candidates = [] if facts.open_day is None else [facts.open_day]
        else:
            last = wall_of(zone, wall)[0] + timedelta(days=2)
            candidates = self.days().between(max(facts.since, first or facts.since), last)
            candidates += [day for day in dict.fromkeys((*facts.put_off, *sorted(facts.kept))) if day not in candidates]
        for day in candidates:
            if (day not in facts.ended or not facts.wish.endless) and self.moment(day, zone) <= wall:
                yield day

    def unheard(self, wall: int, zone: str) -> list[date]:
        """The days that are due and have not been heard, but for those that need not be."""
        first = self._first_wanted() if self.facts.wish.endless and not self.facts.gone else None
        return [day for day in self.open_until(wall, zone, first) if self._wanted(day)]

    def next_moment(self, zone: str) -> int | None:
        """When this reminder is due next of what was not heard yet; it may have passed."""
        now = (id(self.facts), zone, len(self.heard), len(self.optional))
        if self._cached != now:
            self._cached, self._next = now, self._look_ahead(zone)
        return self._next

    def any_due(self, wall: int, zone: str) -> bool:
        """Whether anything of it is open and due, heard or not."""
        return next(self.open_until(wall, zone), None) is not None

    def tied(self, wall: int, zone: str) -> bool:
        """Whether several of its times are due at the same moment, so that none of them is the latest."""
        moments = [self.moment(day, zone) for day in self.open_until(wall, zone)]
        return len(set(moments)) < len(moments)

    def hear(self, day: date, moment: int) -> None:
        """The time of a day is heard, that is due at a moment."""
        self.heard[day, self.token(day)] = moment
        if day not in self.facts.put_off:
            self.heard_on_wall.add((day, self.facts.wish.second, self.facts.wish.zone))

    def forget_pointer(self) -> None:
        """Something heard was taken back."""
        self._pointer = None
        self._cached = ()

    def days(self) -> Days:
        """The days of the wish as it is now."""
        return _rule_days(self.facts.wish)

    def returning(self, facts: Facts, _wall: int, _zone: str) -> Facts:
        """The facts to go back to, with what no undo takes back."""
        return facts

    def _wanted(self, day: date) -> bool:
        key = (day, self.token(day))
        return key not in self.heard and key not in self.optional

    def _natural_is_wanted(self, day: date) -> bool:
        key = (day, self.facts.token)
        return key not in self.heard and key not in self.optional

    def _look_ahead(self, zone: str) -> int | None:
        facts = self.facts
        if facts.gone:
            return None
        days = list(facts.put_off)
        if not facts.wish.endless:
            days += [facts.open_day] if facts.open_day else []
        else:
            natural = self._first_wanted()
            days += [natural] if natural else []
        return min((self.moment(day, zone) for day in set(days) if self._wanted(day)), default=None)

    def _first_wanted(self) -> date | None:
        """The first day of the rule still to be heard at the moment that the rule gives."""
        start = self._pointer[1] if self._pointer and self._pointer[0] == self.facts.token else self.facts.since
        day = self.days().after(start - timedelta(days=1))
        while day is not None:
            if day not in self.facts.ended and day not in self.facts.put_off and self._natural_is_wanted(day):
                break
            day = self.days().after(day)
        if day is not None:
            self._pointer = (self.facts.token, day)
        return day


class Model:
    """All reminders, and the list of what was done for undo and redo."""

    def __init__(self) -> None:
        self.reminders: dict[int, Remembered] = {}
        self._done: list[list[tuple[int, Facts, Facts]]] = []
        self._undone: list[list[tuple[int, Facts, Facts]]] = []
        self._versions = count(1)

    def version(self) -> Token:
        """A fresh token."""
        return ("set", next(self._versions))

    def add(self, reminder_id: int, wish: Wish, today: date, at: int) -> None:
        """The user wrote a reminder down on their `today`."""
        facts = Facts(wish, self.version(), wish.day)
        if wish.endless:
            # Written down late: the first time counts, and those from today on.
            days = _rule_days(wish).between(wish.day, today - timedelta(days=1))
            facts = replace(facts, ended=frozenset(days[1:]))
        else:
            facts = replace(facts, open_day=_first_day(wish))
        known = self.reminders.setdefault(reminder_id, Remembered(reminder_id, replace(facts, gone=True), at))
        self.change(known, facts, at)

    def edit(self, reminder_id: int, wish: Wish, at: int) -> None:
        """The user changed a reminder: what was open moves to the new day as one."""
        known = self.reminders[reminder_id]
        first = _first_day(wish)
        # What was done ahead of its time stays done.
        ended = frozenset(day for day in known.facts.ended if day != first)
        fresh = Facts(wish, self.version(), wish.day, ended, ended_count=known.facts.ended_count)
        self.change(known, fresh if wish.endless else replace(fresh, open_day=first), at)

    def delete(self, reminder_id: int, at: int) -> None:
        """The user deleted it."""
        known = self.reminders[reminder_id]
        self.change(known, replace(known.facts, gone=True), at)

    def end(self, reminder_id: int, day: date, wall: int, zone: str, at: int) -> None:
        """The user did or skipped the time of a day: if it is due, whatever else is due of it ends with it."""
        known = self.reminders[reminder_id]
        facts = known.facts
        ending = set(known.open_until(wall, zone))
        if day not in ending:
            ending = {day}
        put_off = {other: value for other, value in facts.put_off.items() if other not in ending}
        facts = replace(facts, put_off=put_off, ended=facts.ended | ending, ended_count=facts.ended_count + len(ending))
        if facts.wish.rule and facts.wish.from_done:
            today = wall_of(zone, wall)[0]
            following = next_after_done(facts.wish.rule, today, facts.wish.left_out, facts.ended_count)
            # A time that comes again on a day it had before is another time.
            facts = replace(facts, open_day=following, token=self.version())
        elif not facts.wish.rule:
            facts = replace(facts, open_day=None)
        self.change(known, facts, at)

    def put_off(self, reminder_id: int, day: date, to: PutOff, wall: int, zone: str, at: int) -> None:
        """The user put a time off: if it is due, the latest of what is due is put off and the others end."""
        known = self.reminders[reminder_id]
        facts = known.facts
        due = sorted(known.open_until(wall, zone), key=lambda each: (known.moment(each, zone), each))
        if day in due:
            *earlier, day = due
            kept = {other: value for other, value in facts.put_off.items() if other not in earlier}
            facts = replace(
                facts, put_off=kept, ended=facts.ended | set(earlier), ended_count=facts.ended_count + len(earlier)
            )
        self.change(known, replace(facts, put_off={**facts.put_off, day: to}), at)

    def undo(self, wall: int, zone: str, at: int) -> list[int]:
        """What was done last is taken back; returns whose it was."""
        if not self._done:
            return []
        step = self._done.pop()
        self._undone.append(step)
        for reminder_id, before, _ in reversed(step):
            self._flip(self.reminders[reminder_id], before, wall, zone, at)
        return [reminder_id for reminder_id, _, _ in step]

    def redo(self, wall: int, zone: str, at: int) -> list[int]:
        """What was taken back last is done again; returns whose it was."""
        if not self._undone:
            return []
        step = self._undone.pop()
        self._done.append(step)
        for reminder_id, _, after in step:
            self._flip(self.reminders[reminder_id], after, wall, zone, at)
        return [reminder_id for reminder_id, _, _ in step]

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """What the block changes is taken back together."""
        begin = len(self._done)
        yield
        together = [each for step in self._done[begin:] for each in step]
        del self._done[begin:]
        if together:
            self._done.append(together)

    def can_undo(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._done)

    def change(self, known: Remembered, facts: Facts, at: int) -> None:
        """One thing that the user did to a reminder, to be taken back by undo."""
        self._done.append([(known.id, known.facts, facts)])
        self._undone.clear()
        known.facts, known.set_at = facts, at

    def _flip(self, known: Remembered, facts: Facts, wall: int, zone: str, at: int) -> None:
        known.facts, known.set_at = known.returning(facts, wall, zone), at
        known.forget_pointer()
        # What was heard under another rule may stay in the lists until the user ends it.
        known.flipped = True
        wish = facts.wish
        for day in known.unheard(wall, zone):
            # Days that passed under another rule, or while it was deleted, need not be heard afterwards, and may be; nor
            # need what was heard for the same time by another setting of the same reminder.
            if day not in facts.put_off and (wish.endless or (day, wish.second, wish.zone) in known.heard_on_wall):
                known.optional.add((day, known.token(day)))
