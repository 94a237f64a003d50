"""A freelancer with friends and an evening: birthdays, quiet hours, and reminders that change from one of their days on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ContactDraft, ImportantDate, Name
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reach import Reach
from crm_desktop.domain.reminders import ReminderDraft
from tests.simulation.model import Wish
from tests.simulation.quiet import Quiet
from tests.simulation.user import User, day_of, draft_of, time_of
from tests.simulation.wide_model import MonthDay, WideModel
from tests.simulation.wishes import wish
from tests.simulation.world import World
from tests.simulation.yearly import Customs

_TRICKY_DAYS: Final = ((2, 29), (2, 28), (3, 1), (12, 31), (1, 1), (1, 5), (3, 7), (10, 31))
_NOTICES: Final = (None, None, (0,), (7, 0), (30, 7, 1, 0), (1,), ())
_USUAL: Final = ((0,), (7, 0), (30, 7, 0), ())
_EVENINGS: Final = ((22, 7), (20, 8), (0, 9), (1, 3), (12, 14), (18, 10), (2, 2))
"""Quiet hours from and until, in hours: over midnight, over the morning, over clock changes, none."""
_FRIENDS = 14
_SECONDS: Final = (7200, 9000, 36_000, 84_600)


class WideUser(User):
    """Does what the other one does, and more."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        assert isinstance(world.model, WideModel)
        self._model = world.model
        self._friends = 0

    def settle_in(self) -> None:
        """Friends first, one of them born on 29 February; and something that comes a number of times."""
        self._add_birthday(on=(2, 29))
        for _ in range(5):
            self._add_birthday()
        super().settle_in()
        for rule in ("FREQ=DAILY;INTERVAL=9;COUNT=60", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=150"):
            self._add(Wish("so many times", self._today(), self._random.choice(_SECONDS), rule=rule))

    def _choices(self) -> dict[Callable[[], None], int]:
        return super()._choices() | {
            self._add_birthday: 5,
            self._change_birthday: 4,
            self._change_notice: 4,
            self._remove_birthday: 1,
            self._change_customs: 2,
            self._change_quiet_hours: 4,
            self._from_here_on: 12,
        }

    def _add(self, wished: Wish) -> None:
        super()._add(replace(wished, urgent=self._random.random() < 0.15))

    # ----------------------------------------------------------------------------------------------------- birthdays

    def _add_birthday(self, on: MonthDay | None = None) -> None:
        core = self._world.running.core
        if core is None or len(self._model.birthdays()) >= _FRIENDS:
            return
        on = on or self._month_day()
        notice, today, at = self._random.choice(_NOTICES), self._today(), self._moment()[2]
        self._friends += 1
        draft = ContactDraft(
            name=Name(given=f"Friend {self._friends}"), dates=(ImportantDate("birthday", _spelled(on), _words(notice)),)
        )

        def added() -> None:
            newest = core.database.reader().execute("SELECT max(id) FROM important_dates").fetchone()[0]
            self._model.add_birthday(newest, on, notice, today, at)
            self._note(newest, f"birthday on {on}, notice {notice}")

        self._act("", -1, lambda core: core.services.contacts.add(draft), added)

    def _change_birthday(self) -> None:
        date_id = self._any_birthday()
        if date_id is None:
            return
        on, (wall, zone, at), today = self._month_day(), self._moment(), self._today()
        if on == self._model.birthday(date_id).on:
            return  # what changes nothing is nothing to take back
        self._about(
            date_id, f"birthday on {on}",
            lambda core, contact: core.services.contacts.save_date(
                contact, date_id, ImportantDate("birthday", _spelled(on))
            ),
            lambda: self._model.say_of_birthday(date_id, wall, zone, today, at, on=on),
        )  # fmt: skip

    def _change_notice(self) -> None:
        date_id = self._any_birthday()
        if date_id is None:
            return
        notice, (wall, zone, at), today = self._random.choice(_NOTICES), self._moment(), self._today()
        if notice == self._model.birthday(date_id).notice:
            return
        self._about(
            date_id, f"notice {notice}",
            lambda core, contact: core.services.contacts.save_notice(contact, date_id, _words(notice)),
            lambda: self._model.say_of_birthday(date_id, wall, zone, today, at, notice=notice),
        )  # fmt: skip

    def _remove_birthday(self) -> None:
        date_id = self._any_birthday()
        if date_id is None:
            return
        at = self._moment()[2]
        self._about(
            date_id, "removed",
            lambda core, contact: core.services.contacts.save_date(contact, date_id, ImportantDate("birthday", "")),
            lambda: self._model.remove_birthday(date_id, at),
        )  # fmt: skip

    def _about(self, date_id: int, what: str, do: Callable[[Core, int], object], step: Callable[[], None]) -> None:
        core = self._world.running.core
        if core is None:
            return
        found = (
            core.database.reader().execute("SELECT contact_id FROM important_dates WHERE id = ?", (date_id,)).fetchone()
        )
        self._note(date_id, what)
        self._act("", -1, lambda core: do(core, found[0]), step)

    def _note(self, date_id: int, what: str) -> None:
        for known in self._model.notices_of(date_id):
            self._world.judge.note(what, known.id)

    def _any_birthday(self) -> int | None:
        there = self._model.birthdays()
        return self._random.choice(there) if there else None

    def _month_day(self) -> MonthDay:
        if self._random.random() < 0.5:
            return self._random.choice(_TRICKY_DAYS)
        day = self._today() + timedelta(days=self._random.choice((0, 0, 1, 2, 5, 9, 40, 200, 364)))
        return day.month, day.day

    # ------------------------------------------------------------------------------------------------------ settings

    def _change_customs(self) -> None:
        customs = Customs(self._random.choice(_USUAL), self._random.random() < 0.5)
        (wall, zone, at), today, model = self._moment(), self._today(), self._model
        usual, leap = Customs(customs.usual, model.customs.leap_day_in_march), customs

        def change(core: Core) -> None:
            core.services.settings.set("date-notice", _words(customs.usual))
            core.services.settings.set("leap-day", _LEAP_DAY[customs.leap_day_in_march])

        self._act(
            f"the settings say of birthdays: {customs}", 0, change,
            lambda: model.settle(wall, zone, today, at, usual),
            lambda: model.settle(wall, zone, today, at, leap),
        )  # fmt: skip

    def _change_quiet_hours(self) -> None:
        begins, ends = (hour * 3600 for hour in self._random.choice(_EVENINGS))
        on = self._random.random() < 0.8
        judge = self._world.judge

        def change(core: Core) -> None:
            for name, value in (("from", f"{time_of(begins):%H:%M}"), ("to", f"{time_of(ends):%H:%M}")):
                core.services.settings.set(f"quiet-{name}", value)
            core.services.settings.set("quiet-hours", "on" if on else "off")

        def now(quiet: Quiet) -> None:
            judge.quiet = quiet
            judge.well()

        self._act(
            f"quiet from {begins // 3600} to {ends // 3600}: {on}", 0, change,
            lambda: now(replace(judge.quiet, begins=begins)), lambda: now(replace(judge.quiet, ends=ends)),
            lambda: now(replace(judge.quiet, on=on)),
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------- from a day on

    def _from_here_on(self) -> None:
        rows = [row for row in self._written_down() if self._knows(row) and self._later_day(row) is not None]
        if not rows:
            return
        row = self._random.choice(rows)
        day = self._later_day(row, self._random.randint(0, 3))
        assert day is not None  # looked at above
        choice = self._random.random()
        if choice < 0.5:
            self._go_on(row, day)
        elif choice < 0.8:
            self._go_on_otherwise(row, day)
        else:
            at, model = self._moment()[2], self._model
            self._act(
                f"deleted from {day} on", row.reminder_id,
                lambda core: core.services.reminders.edits.remove(row.reminder_id, day, Reach.FOLLOWING),
                lambda: model.split(row.reminder_id, day, at),
            )  # fmt: skip

    def _later_day(self, row: ReminderRow, further: int = 0) -> date | None:
        """The day of a row or a later open one of its rule; None where there is none before it, so that all is meant."""
        known, day = self._model.reminders[row.reminder_id], day_of(row)
        for _ in range(further):
            following = known.days().after(day)
            day = following if following is not None and known.is_open(following) else day
        return day if known.facts.wish.endless and known.days().between(date.min, day - timedelta(days=1)) else None

    def _go_on(self, row: ReminderRow, day: date) -> None:
        """The same rule at another time of day."""
        core = self._world.running.core
        if core is None:
            return
        other = wish(self._random, self._today(), 0)
        tail = replace(self._model.reminders[row.reminder_id].facts.wish, second=other.second, zone=other.zone)
        planned = core.services.reminders.edits.editing_on(row.reminder_id, day).planned
        at = None if tail.second is None else time_of(tail.second)
        moment = self._moment()[2]
        self._change_following(
            row.reminder_id, day, replace(planned, at=at, zone=tail.zone),
            lambda added: self._model.go_on(row.reminder_id, added, day, tail, moment), tail,
        )  # fmt: skip

    def _go_on_otherwise(self, row: ReminderRow, day: date) -> None:
        """Something else from here on."""
        tail = wish(self._random, self._today(), 0, ahead=1)
        today, moment = self._today(), self._moment()[2]
        if tail.day != day:
            self._change_following(
                row.reminder_id, day, draft_of(tail), lambda added: self._model.add(added, tail, today, moment), tail
            )

    def _change_following(
        self, reminder_id: int, day: date, draft: ReminderDraft, add: Callable[[int], None], tail: Wish
    ) -> None:
        core = self._world.running.core
        if core is None:
            return
        at = self._moment()[2]

        def changed() -> None:
            newest = core.database.reader().execute("SELECT max(id) FROM reminders WHERE kind = 'plain'").fetchone()[0]
            with self._model.as_one():
                add(newest)
                self._model.split(reminder_id, day, at)
            self._world.judge.note(f"goes on from {day} of reminder {reminder_id}: {tail}", newest)

        self._act(
            f"changed from {day} on: {tail}", reminder_id,
            lambda core: core.services.reminders.edits.change(reminder_id, day, draft, Reach.FOLLOWING), changed,
        )  # fmt: skip


_LEAP_DAY: Final = {False: "february-28", True: "march-1"}


def _spelled(on: MonthDay) -> str:
    return f"--{on[0]:02}-{on[1]:02}"


def _words(notice: tuple[int, ...] | None) -> str:
    """How the program spells the days ahead."""
    if notice is None:
        return ""
    return ",".join(map(str, notice)) or "off"
