"""What the user asked for beside single reminders: birthdays, and changes that hold from one day of a rule on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.simulation.model import Facts, Model, Remembered, Wish, birthday_key
from tests.simulation.yearly import LEADS, Birthday, Customs, Yearly

MonthDay = tuple[int, int]


class WideModel(Model):
    """A model with birthdays, each known by the id of its day, and with what the settings say of them."""

    def __init__(self) -> None:
        super().__init__()
        self.customs = Customs()

    # ----------------------------------------------------------------------------------------------------- birthdays

    def birthdays(self) -> list[int]:
        """The ids of the days that are there."""
        return sorted({-key // 1000 for key, known in self._notices() if not known.facts.gone})

    def add_birthday(self, date_id: int, on: MonthDay, notice: tuple[int, ...] | None, today: date, at: int) -> None:
        """The user wrote a birthday down: it is told of from today on."""
        with self.as_one():
            for lead in LEADS:
                wish = Yearly(f"birthday {date_id}", today, rule="yearly", month=on[0], day_of_month=on[1], lead=lead,
                              notice=notice)  # fmt: skip
                facts = Facts(wish, self.version(), today)
                key = birthday_key(date_id, lead)
                fresh = Birthday(key, replace(facts, gone=True), at, self.customs)
                known = self.reminders.setdefault(key, fresh)
                self.change(known, facts, at)
                known.forget_pointer()

    def say_of_birthday(
        self, date_id: int, wall: int, zone: str, today: date, at: int, *,
        on: MonthDay | None = None, notice: tuple[int, ...] | str | None = "as before",
    ) -> None:  # fmt: skip
        """The user set the day right, or wants other notices of it."""
        with self.as_one():
            for known in self.notices_of(date_id):
                wish = known.facts.wish
                assert isinstance(wish, Yearly)
                if on is not None:
                    wish = replace(wish, month=on[0], day_of_month=on[1])
                if not isinstance(notice, str):
                    wish = replace(wish, notice=notice)
                self.change(known, known.settled(wish, known.standing(wall, zone), today), at)
                known.forget_pointer()

    def remove_birthday(self, date_id: int, at: int) -> None:
        """The user took the day away."""
        with self.as_one():
            for known in self.notices_of(date_id):
                self.change(known, replace(known.facts, gone=True), at)

    def settle(self, wall: int, zone: str, today: date, at: int, customs: Customs) -> None:
        """The settings say something else of birthdays; that is not part of what undo takes back."""
        before = {key: known.standing(wall, zone) for key, known in self._notices()}
        self.customs.usual, self.customs.leap_day_in_march = customs.usual, customs.leap_day_in_march
        for key, known in self._notices():
            wish = known.facts.wish
            assert isinstance(wish, Yearly)
            known.facts = known.settled(wish, before[key], today)
            known.set_at = at
            known.forget_pointer()

    def _notices(self) -> list[tuple[int, Birthday]]:
        return [(key, known) for key, known in self.reminders.items() if isinstance(known, Birthday)]

    def birthday(self, date_id: int) -> Yearly:
        """What the user said of a birthday last."""
        wish = self.notices_of(date_id)[0].facts.wish
        assert isinstance(wish, Yearly)
        return wish

    def notices_of(self, date_id: int) -> list[Birthday]:
        """Everything that may be told of one birthday."""
        keys = [birthday_key(date_id, lead) for lead in LEADS]
        return [known for key, known in self._notices() if key in keys]

    # ------------------------------------------------------------------------------------------------- from a day on

    def split(self, reminder_id: int, day: date, at: int) -> None:
        """The reminder ends before one of its days."""
        known = self.reminders[reminder_id]
        facts = known.facts
        put_off = {other: to for other, to in facts.put_off.items() if other < day}
        head = replace(facts.wish, last=day - timedelta(days=1))
        self.change(known, replace(facts, wish=head, put_off=put_off), at)

    def go_on(self, reminder_id: int, added_id: int, day: date, tail: Wish, at: int) -> None:
        """From one of its days on the rule of a reminder goes on as another one: what was done of it stays so."""
        ended = frozenset(each for each in self.reminders[reminder_id].facts.ended if each >= day)
        facts = Facts(replace(tail, first=day), self.version(), day, ended)
        known = self.reminders.setdefault(added_id, Remembered(added_id, replace(facts, gone=True), at))
        self.change(known, facts, at)
