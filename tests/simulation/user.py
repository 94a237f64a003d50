"""The freelancer: writes things down, does, skips, snoozes, edits and deletes some, takes some back, and leaves many alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

from crm_desktop.bootstrap import Core
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reminders import ReminderDraft, ReminderKind, RepeatFrom
from tests.simulation.daemon import Bubble
from tests.simulation.model import MORNING, PutOff, Wish
from tests.simulation.walls import instant_of, wall_of
from tests.simulation.wishes import first_wishes, wish
from tests.simulation.world import World

_AT_MOST = 45
"""Open wishes; somebody with more of them does some first."""


class User:
    """Acts through the services, as the window does, and tells the model the same in its own words."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._random = world.random
        self._wishes = 0

    # ------------------------------------------------------------------------------------------------------ sessions

    def settle_in(self) -> None:
        """The first things to be reminded of."""
        for each in first_wishes(self._random, self._today()):
            self._add(each)
        for _ in range(10):
            self._add_one()

    def sits_down(self) -> None:
        """Some minutes at the desk: a look at the list, and some of it done."""
        world = self._world
        if not world.runs or abs(world.machine.error) > 3600:
            return
        world.look()
        self._answer_about_the_clock()
        for _ in range(self._random.randint(1, 5)):
            self._one_thing()
        world.compare_lists()

    def _one_thing(self) -> None:
        if self._world.runs:
            choices = self._choices()
            self._random.choices(list(choices), list(choices.values()))[0]()
            self._world.changed()

    def _choices(self) -> dict[Callable[[], None], int]:
        """What one does at the desk, and how often of a hundred times."""
        return {
            self._do_due: 46,
            self._add_one: 22,
            self._do_ahead: 7,
            self._edit: 8,
            self._delete: 4,
            self._undo: 8,
            self._undo_and_redo: 5,
        }

    def _answer_about_the_clock(self) -> None:
        core = self._world.running.core
        if core is not None and core.services.clock_guard.notice() is not None and not self._world.machine.error:
            self._world.judge.note("the user says that the clock is right")
            self._world.guarded(core.services.clock_guard.confirm)

    def looks_at_bubbles(self) -> None:
        """Some of what stands on the screen is pressed or closed."""
        world = self._world
        port = world.running.port
        if not world.runs or port is None or world.machine.error or not world.daemon.works:
            return
        for bubble in list(world.daemon.bubbles.values()):
            if world.running.port is not port:
                return
            choice = self._random.random()
            if choice < 0.25 and bubble.notice.actions and port.knows(bubble):
                self._press(bubble)
            elif choice < 0.6:
                world.guarded(lambda bubble=bubble: port.dismiss(bubble, "dismissed"))  # type: ignore[misc]
        world.changed()

    # ------------------------------------------------------------------------------------------------------- actions

    def _act(self, what: str, reminder_id: int, do: Callable[[Core], object], *steps: Callable[[], None]) -> None:
        """Do something in the program, and as much of it in the model as reached the disk."""
        world = self._world
        core = world.running.core
        if core is None:
            return
        applied: list[int] = []

        def apply(commits: int) -> None:
            for step in steps[:commits]:
                step()
            applied.append(commits)

        world.judge.note(what, reminder_id)
        world.after_crash = apply
        world.guarded(lambda: do(core))
        world.after_crash = None
        if not applied:
            apply(len(steps))

    def _add_one(self) -> None:
        open_wishes = sum(not known.facts.gone for known in self._world.model.reminders.values())
        if open_wishes < _AT_MOST or self._random.random() < 0.2:
            self._wishes += 1
            self._add(wish(self._random, self._today(), self._wishes))

    def _add(self, wished: Wish) -> None:
        world = self._world
        core = world.running.core
        if core is None:
            return
        today, at = self._today(), world.machine.time

        def added() -> None:
            newest = core.database.reader().execute("SELECT max(id) FROM reminders").fetchone()[0]
            world.model.add(newest, wished, today, at)
            world.judge.note(f"wished for on {today}: {wished}", newest)

        self._act("", -1, lambda core: core.services.reminders.add(draft_of(wished)), added)

    def _do_due(self) -> None:
        core = self._world.running.core
        rows = core.services.reminders.due() if core else []
        for row in self._random.sample(rows, min(len(rows), self._random.randint(1, 4))):
            self._handle(row)

    def _do_ahead(self) -> None:
        core = self._world.running.core
        now = self._world.machine.now()
        rows = [row for row in core.services.reminders.agenda() if row.fires_at > now] if core else []
        if rows:
            self._handle(self._random.choice(rows[:8]))

    def _handle(self, row: ReminderRow) -> None:
        if not self._knows(row):
            return
        choice = self._random.random()
        if choice < 0.55:
            self._end(row, "done", lambda core: core.services.reminders.done(row.occurrence_id))
        elif choice < 0.65:
            self._end(row, "skipped", lambda core: core.services.reminders.skip(row.occurrence_id))
        elif choice < 0.75:
            self._snooze_by_span(row)
        elif choice < 0.95:
            self._snooze_to_time(row)
        else:
            self._snooze_to_day(row)

    def _knows(self, row: ReminderRow) -> bool:
        """Not what is left in the lists of a change that was taken back, and not one of two that are due at the same moment."""
        known = self._world.model.reminders.get(self._world.key_of(row.reminder_id))
        if known is None or known.tied(self._world.machine.wall, self._world.zone):
            return False
        return row.ended_at is not None or known.is_open(day_of(row))

    def _end(self, row: ReminderRow, how: str, do: Callable[[Core], object]) -> None:
        wall, zone, at = self._moment()
        model, key = self._world.model, self._world.key_of(row.reminder_id)
        self._act(
            f"{how}: the time of {day_of(row)}", key, do,
            lambda: model.end(key, day_of(row), wall, zone, at),
        )  # fmt: skip

    def _snooze_by_span(self, row: ReminderRow) -> None:
        span = timedelta(minutes=self._random.choice((10, 60, 24 * 60, 3 * 24 * 60 + 7)))
        instant = self._world.machine.wall + int(span.total_seconds())
        self._put_off(row, f"by {span}", PutOff(instant, None, ("instant", instant)),
                      lambda core: core.services.reminders.snooze_for(row.occurrence_id, span))  # fmt: skip

    def _snooze_to_time(self, row: ReminderRow) -> None:
        wall, zone, _ = self._moment()
        day = wall_of(zone, wall)[0] + timedelta(days=self._random.choice((1, 1, 2, 4, 7, 20)))
        minute = self._random.randrange(24 * 60)
        instant = instant_of(zone, day, minute * 60)
        self._put_off(row, f"to {day} {minute // 60:02}:{minute % 60:02}", PutOff(instant, None, ("instant", instant)),
                      lambda core: core.services.reminders.snooze(row.occurrence_id, day, time_of(minute * 60)))  # fmt: skip

    def _snooze_to_day(self, row: ReminderRow) -> None:
        wall, zone, _ = self._moment()
        day = wall_of(zone, wall)[0] + timedelta(days=self._random.choice((1, 2, 7)))
        self._put_off(row, f"to {day}", PutOff(None, day, self._world.model.version()),
                      lambda core: core.services.reminders.snooze(row.occurrence_id, day, None))  # fmt: skip

    def _put_off(self, row: ReminderRow, words: str, to: PutOff, do: Callable[[Core], object]) -> None:
        wall, zone, at = self._moment()
        model, key = self._world.model, self._world.key_of(row.reminder_id)
        self._act(
            f"snoozed {words}: the time of {day_of(row)}", key, do,
            lambda: model.put_off(key, day_of(row), to, wall, zone, at),
        )  # fmt: skip

    def _written_down(self) -> list[ReminderRow]:
        """What the user typed, of what is in the list."""
        core = self._world.running.core
        rows = core.services.reminders.agenda() if core else []
        return [row for row in rows if row.kind is ReminderKind.PLAIN]

    def _edit(self) -> None:
        rows = self._written_down()
        if not rows:
            return
        row = self._random.choice(rows)
        fresh = wish(self._random, self._today(), self._wishes, ahead=1)
        at, model = self._world.machine.time, self._world.model
        if fresh == model.reminders[row.reminder_id].facts.wish:
            return  # what changes nothing is nothing to take back
        self._act(
            f"edited: {fresh}", row.reminder_id, lambda core: core.services.reminders.edit(row.reminder_id, draft_of(fresh)),
            lambda: model.edit(row.reminder_id, fresh, at),
        )  # fmt: skip

    def _delete(self) -> None:
        rows = self._written_down()
        if not rows:
            return
        row = self._random.choice(rows)
        at, model = self._world.machine.time, self._world.model
        self._act(
            "deleted", row.reminder_id, lambda core: core.services.reminders.delete(row.reminder_id),
            lambda: model.delete(row.reminder_id, at),
        )  # fmt: skip

    def _undo(self) -> None:
        for _ in range(self._random.choice((1, 1, 2, 3))):
            if self._world.model.can_undo():
                self._flip("undone", lambda core: core.services.undoing.undo(), self._world.model.undo)

    def _undo_and_redo(self) -> None:
        self._undo()
        self._world.changed()
        if self._world.runs:
            self._flip("redone", lambda core: core.services.undoing.redo(), self._world.model.redo)

    def _flip(self, what: str, do: Callable[[Core], object], step: Callable[[int, str, int], list[int]]) -> None:
        wall, zone, at = self._moment()

        def flipped() -> None:
            for reminder_id in step(wall, zone, at):
                self._world.judge.note(what, reminder_id)

        self._act("", -1, do, flipped)

    def _press(self, bubble: Bubble) -> None:
        world = self._world
        port, core = world.running.port, world.running.core
        assert port is not None
        assert core is not None
        known = ("done", "snooze-1h", "snooze-tomorrow", "open")
        action = self._random.choice([action for action, _ in bubble.notice.actions if action in known])
        rows: dict[int, ReminderRow] = {}
        for occurrence, _ in world.running.spoken_of.get(bubble.notice.key, ()) if action != "open" else ():
            row = core.services.reminders.row(occurrence)
            if row is not None and not self._knows(row):
                return
            if row is not None and row.ended_at is None:
                rows[world.key_of(row.reminder_id)] = row
        world.judge.note(f"pressed {action} on bubble {bubble.number} ({bubble.notice.key})")
        wall, zone, at = self._moment()
        steps = [lambda: self._pressed(action, rows, wall, zone, at)] if rows else []
        self._act("", -1, lambda _core: port.press(bubble, action), *steps)

    def _pressed(self, action: str, rows: dict[int, ReminderRow], wall: int, zone: str, at: int) -> None:
        model = self._world.model
        tomorrow = wall_of(zone, wall)[0] + timedelta(days=1)
        with model.as_one():
            for key, row in rows.items():
                self._world.judge.note(f"pressed {action}: the time of {day_of(row)}", key)
                if action == "done":
                    model.end(key, day_of(row), wall, zone, at)
                    continue
                instant = wall + 3600 if action == "snooze-1h" else instant_of(zone, tomorrow, MORNING)
                to = PutOff(instant, None, ("instant", instant))
                if action == "snooze-tomorrow" and row.at is None and len(rows) == 1:
                    to = PutOff(None, tomorrow, model.version())
                model.put_off(key, day_of(row), to, wall, zone, at)

    # ------------------------------------------------------------------------------------------------------ moments

    def _today(self) -> date:
        return wall_of(self._world.zone, self._world.machine.wall)[0]

    def _moment(self) -> tuple[int, str, int]:
        return self._world.machine.wall, self._world.zone, self._world.machine.time


def day_of(row: ReminderRow) -> date:
    """The day that the rule gave."""
    assert row.planned_day is not None
    return row.planned_day


def draft_of(wished: Wish) -> ReminderDraft:
    return ReminderDraft(
        text=wished.text,
        day=wished.day,
        at=None if wished.second is None else time_of(wished.second),
        zone=wished.zone,
        rule=wished.rule,
        repeat_from=RepeatFrom.DONE if wished.from_done else RepeatFrom.DUE,
        except_days=tuple(sorted(wished.left_out)),
        urgent=wished.urgent,
    )


def time_of(second: int) -> time:
    return time(second // 3600, second // 60 % 60)
