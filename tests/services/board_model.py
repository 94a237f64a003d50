"""A plain model of pipelines, their boards and the ways of their deals, held against the real ones by random work."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median_high
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_pages import Board
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft, DealState
from crm_desktop.storage import journal
from crm_desktop.storage.queries import deals as queries
from tests.support.clock import FixedClock
from tests.support.home import do_not_wait_for_the_disk, opened_home, reminder_draft

Thing = TypeVar("Thing")
picks = st.integers(0, 63)
values = st.none() | st.builds(
    DealValue, st.builds(Money, st.integers(0, 9_999_999), st.sampled_from(("EUR", "USD", "JPY")))
) | st.builds(
    DealValue, st.builds(Money, st.integers(0, 99_999), st.sampled_from(("EUR", "JPY"))),
    st.sampled_from(("week", "month", "quarter", "year")), st.none() | st.integers(1, 30),
)  # fmt: skip
closes = st.none() | st.integers(-10, 60)
_TIMES = {"": 1, "week": 52, "month": 12, "quarter": 4, "year": 1}


@dataclass
class Step:
    """A planned step: the days on which it lay ahead."""

    first: date
    due: date
    ended: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it was planned ahead on that day."""
        return self.first <= day <= min(self.due, self.ended or self.due)


@dataclass
class Deal:
    """A deal, where it is and how it came there; `way` has (from, to, outcome, days, quiet days) of each step."""

    title: str
    stage: int
    value: DealValue | None
    close: date | None
    since: datetime
    state: str = "open"
    closed: datetime | None = None
    way: list[tuple[int | None, int | None, str, int, int | None]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def worth(self) -> tuple[str, int] | None:
        """Currency and minor units that count in sums."""
        if self.value is None:
            return None
        money, period, times = self.value.money, self.value.period, self.value.times
        return money.currency, money.minor * (_TIMES[period] if not period or times is None else times)


@dataclass
class Stage:
    """A stage: its deals in order, and what is set for it."""

    name: str
    percent: int
    learned: bool = False
    days: int | None = None
    deals: list[int] = field(default_factory=list)


@dataclass
class Model:
    """All there is: stages by pipeline in order, deals by id, archived pipelines."""

    pipelines: dict[int, list[int]] = field(default_factory=dict)
    archived: set[int] = field(default_factory=set)
    stages: dict[int, Stage] = field(default_factory=dict)
    deals: dict[int, Deal] = field(default_factory=dict)


class RandomBoard(RuleBasedStateMachine):
    """`past[n]` is the model after n steps that can be undone; `place` is how many of them are done at the moment."""

    defect = ""
    """A statement that damages the file at the start, to see the machine fail."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FixedClock()
        self.folder = Path(tempfile.mkdtemp(prefix="crm-random-board-"))
        self.model = Model()
        self.past: list[Model] = []
        self.place = 0
        self.stack = ExitStack()

    @initialize()
    def start(self) -> None:
        """Two pipelines with three deals."""
        self.core: Core = self.stack.enter_context(opened_home(self.folder / "home", self.clock))
        do_not_wait_for_the_disk(self.core)
        self.pipeline, self.editing = self.core.services.pipeline, self.core.services.deals.pipelines
        self.pipeline.ensure_pipeline()
        if self.defect:
            self.core.database.writer.execute(self.defect)
        self._take_over_pipeline(self.pipeline.current())
        self.past = [deepcopy(self.model)]
        self.newest = self._newest()
        self.add_pipeline("donors")
        for number in range(3):
            self.add(number, DealValue(Money(1000 * number, "EUR")), None)

    def teardown(self) -> None:
        """Close the home and throw it away."""
        self.stack.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---------------------------------------------------------------------------------------------- what is done

    @rule(pick=picks, value=values, close=closes)
    def add(self, pick: int, value: DealValue | None, close: int | None) -> None:
        """Add a deal at the end of a stage."""
        stage = self._one(sorted(self.model.stages), pick)
        day = None if close is None else self._today() + timedelta(days=close)
        deal = self.pipeline.add(_draft(f"Deal {pick}", stage, value, day))
        self.model.deals[deal] = Deal(f"Deal {pick}", stage, value, day, self._now())
        self.model.stages[stage].deals.append(deal)
        self._done()

    @rule(pick=picks, to=picks, before=st.none() | picks)
    def move(self, pick: int, to: int, before: int | None) -> None:
        """Drop a deal into any stage of any pipeline; a place within its own is no step of its way."""
        if not self.model.deals:
            return
        deal_id, stage = self._one(sorted(self.model.deals), pick), self._one(sorted(self.model.stages), to)
        deal = self.model.deals[deal_id]
        others = [each for each in self.model.stages[stage].deals if each != deal_id]
        other = None if before is None or not others else others[before % len(others)]
        self.pipeline.move(deal_id, stage, other)
        self._leave(deal, deal_id, stage, "open" if deal.state != "open" else "")
        others.insert(others.index(other) if other is not None else len(others), deal_id)
        self.model.stages[stage].deals = others
        self._done()

    @rule(pick=picks)
    def win(self, pick: int) -> None:
        """Win a deal; a won one stays as it is."""
        self._end(pick, "won", self.pipeline.win)

    @rule(pick=picks)
    def lose(self, pick: int) -> None:
        """Lose a deal."""
        self._end(pick, "lost", lambda deal: self.pipeline.lose(deal, "No answer"))

    @rule(pick=picks)
    def reopen(self, pick: int) -> None:
        """Open a deal again in its stage; it stands where its place among the others is by now."""
        ended = [deal for deal, each in sorted(self.model.deals.items()) if each.state != "open"]
        if not ended:
            return
        deal_id = self._one(ended, pick)
        deal = self.model.deals[deal_id]
        self.pipeline.reopen(deal_id)
        self._leave(deal, deal_id, deal.stage, "open")
        order = [card.id for card in self._column(deal.stage)]
        self.model.stages[deal.stage].deals.insert(order.index(deal_id), deal_id)
        self._done()

    @rule(pick=picks)
    def delete(self, pick: int) -> None:
        """Delete a deal."""
        if self.model.deals:
            deal_id = self._one(sorted(self.model.deals), pick)
            self.pipeline.delete(deal_id)
            self._take_off(deal_id)
            del self.model.deals[deal_id]
            self._done()

    @rule(pick=picks, value=values, close=closes)
    def change(self, pick: int, value: DealValue | None, close: int | None) -> None:
        """Expect something else of a deal: each of the two is noted if it changed."""
        if not self.model.deals:
            return
        deal_id = self._one(sorted(self.model.deals), pick)
        deal = self.model.deals[deal_id]
        day = None if close is None else self._today() + timedelta(days=close)
        self.pipeline.edit(deal_id, _draft(deal.title, deal.stage, value, day))
        deal.changed += ["amount"] * (value != deal.value) + ["close"] * (day != deal.close)
        deal.value, deal.close = value, day
        self._done()

    @rule(pick=picks, days=st.integers(-3, 12))
    def plan(self, pick: int, days: int) -> None:
        """Plan a step."""
        if self.model.deals:
            deal_id = self._one(sorted(self.model.deals), pick)
            due = self._today() + timedelta(days=days)
            self.core.services.reminders.add(reminder_draft("Call", due, None, deal_id=deal_id))
            self.model.deals[deal_id].steps.append(Step(self._today(), due))
            self._done()

    @rule(pick=picks)
    def finish_step(self, pick: int) -> None:
        """Do the first step of a deal that is open."""
        waiting = [
            card for board in self._boards() for column in board.columns for card in column.cards if card.next_step
        ]
        if not waiting:
            return
        card = self._one(waiting, pick)
        assert card.next_step is not None
        self.core.services.reminders.done(card.next_step.occurrence_id)
        steps = [step for step in self.model.deals[card.id].steps if step.ended is None]
        first = min(step.due for step in steps)
        assert card.next_step.day == first
        next(step for step in steps if step.due == first).ended = self._today()
        self._done()

    @rule(days=st.integers(0, 9), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        """Nothing that could be undone."""
        self.clock.advance(days=days, hours=hours)

    # ---------------------------------------------------------------------------------------------- pipelines, stages

    @rule(kind=st.sampled_from(("donors", "candidates", "clients-craft")))
    def add_pipeline(self, kind: str) -> None:
        """Make a pipeline, four at most."""
        if len(self.model.pipelines) < 4:
            self._take_over_pipeline(self.editing.add(kind))
            self._done()

    @rule(pick=picks)
    def archive(self, pick: int) -> None:
        """Archive a pipeline, or take it back; the last one in use stays."""
        found = self._one(sorted(self.model.pipelines), pick)
        there = found in self.model.archived
        if there or len(self.model.pipelines) - len(self.model.archived) > 1:
            self.editing.archive(found, not there)
            self.model.archived ^= {found}
            self._done()

    @rule(pick=picks, to=picks)
    def delete_pipeline(self, pick: int, to: int) -> None:
        """Delete a pipeline: its deals go to a stage of another one."""
        found = self._one(sorted(self.model.pipelines), pick)
        if not set(self.model.pipelines) - self.model.archived - {found}:
            return
        others = [stage for other, stages in sorted(self.model.pipelines.items()) if other != found for stage in stages]
        target = self._one(others, to)
        self.editing.delete(found, target)
        for stage in self.model.pipelines.pop(found):
            self._hand_on(stage, target)
        self.model.archived.discard(found)
        self._done()

    @rule(pick=picks, to=picks)
    def delete_stage(self, pick: int, to: int) -> None:
        """Delete a stage that is not the last: its deals go to another one."""
        stage = self._one(sorted(self.model.stages), pick)
        siblings = next(stages for stages in self.model.pipelines.values() if stage in stages)
        if len(siblings) > 1:
            target = self._one([each for each in sorted(self.model.stages) if each != stage], to)
            self.editing.delete_stage(stage, target)
            siblings.remove(stage)
            self._hand_on(stage, target)
            self._done()

    @rule(pick=picks, place=st.integers(-1, 6))
    def move_stage(self, pick: int, place: int) -> None:
        """Put a stage at another place."""
        stage = self._one(sorted(self.model.stages), pick)
        self.editing.move_stage(stage, place)
        siblings = next(stages for stages in self.model.pipelines.values() if stage in stages)
        siblings.remove(stage)
        siblings.insert(max(0, place), stage)
        self._done()

    @rule(pick=picks, percent=st.none() | st.integers(0, 100), days=st.none() | st.integers(0, 20))
    def set_up_stage(self, pick: int, percent: int | None, days: int | None) -> None:
        """Set or learn the chance, then the days until stuck."""
        stage_id = self._one(sorted(self.model.stages), pick)
        stage = self.model.stages[stage_id]
        self.editing.set_chance(stage_id, percent)
        stage.learned, stage.percent = percent is None, stage.percent if percent is None else percent
        self._done()
        self.editing.set_stuck(stage_id, days)
        stage.days = days
        self._done()

    # ---------------------------------------------------------------------------------------------- back and forth

    @rule(times=st.integers(1, 5))
    def undo(self, times: int) -> None:
        """Take the last steps back."""
        for _ in range(min(times, self.place)):
            assert self.core.services.undoing.undo() is not None
            self.place -= 1
        self._stand()

    @rule(times=st.integers(1, 5))
    def redo(self, times: int) -> None:
        """Do them again."""
        for _ in range(min(times, len(self.past) - 1 - self.place)):
            assert self.core.services.undoing.redo() is not None
            self.place += 1
        self._stand()

    # ---------------------------------------------------------------------------------------------- what must hold

    @invariant()
    def boards_are_as_in_the_model(self) -> None:
        """Order, counts, shares, sums for each currency, weighted sums, quiet days and what is stuck."""
        boards = self._boards()
        assert {board.pipeline_id for board in boards} == self.model.pipelines.keys()
        for board in boards:
            assert [column.id for column in board.columns] == self.model.pipelines[board.pipeline_id]
            count = sum(len(self.model.stages[column.id].deals) for column in board.columns)
            assert board.open_count == count
            for column in board.columns:
                stage = self.model.stages[column.id]
                assert [card.id for card in column.cards] == stage.deals, "the order"
                sums = self._sums(stage.deals)
                assert {(total.currency, total.minor) for total in column.sums} == set(sums.items())
                percent = column.chance.percent
                assert {(total.currency, total.minor) for total in column.weighted} == {
                    (currency, round(minor * percent / 100)) for currency, minor in sums.items()
                }
                assert abs(column.share - (len(stage.deals) / count if count else 0)) < 1e-9
            every = [deal for column in board.columns for deal in self.model.stages[column.id].deals]
            assert {total.currency: total.minor for total in board.open_sums} == self._sums(every)

    @invariant()
    def quiet_and_stuck_are_as_in_the_model(self) -> None:
        """Days counted one by one."""
        for board in self._boards():
            for column in board.columns:
                limit = self._limit(column.id)
                assert column.stuck_after.days == limit
                for card in column.cards:
                    deal = self.model.deals[card.id]
                    quiet = self._quiet(deal)
                    ahead = any(step.ended is None and step.due >= self._today() for step in deal.steps)
                    assert card.quiet_days == quiet
                    assert (card.stuck is not None) == (limit is not None and quiet > limit and not ahead)

    @invariant()
    def ways_are_as_in_the_model(self) -> None:
        """Every step of the way, with the time spent; what the visits add up to; what changed of what was expected."""
        reader = self.core.database.reader()
        for deal_id, deal in self.model.deals.items():
            found = reader.execute(
                "SELECT from_stage_id, to_stage_id, outcome, days, quiet_days FROM stage_moves WHERE deal_id = ? ORDER BY id",
                (deal_id,),
            ).fetchall()
            assert found == deal.way
            changes = reader.execute("SELECT field FROM deal_changes WHERE deal_id = ? ORDER BY id", (deal_id,))
            assert [row[0] for row in changes.fetchall()] == deal.changed
            assert queries.value_and_close(reader, deal_id)[0] == deal.value
            visits = self.pipeline.history(deal_id)
            left = [step for step in deal.way if step[0] is not None]
            assert [(visit.stage_id, visit.days) for visit in visits if visit.until is not None] == [
                (step[0], step[3]) for step in left
            ]
            assert (visits[-1].until is None) == (deal.state == "open")
            assert all(first.until <= second.since for first, second in zip(visits, visits[1:]) if first.until)

    @invariant()
    def chances_are_learned_from_what_stands_in_the_model(self) -> None:
        """Of the deals that were in a stage and have ended, how many were won; nothing undone counts."""
        for stages in self.model.pipelines.values():
            for stage in stages:
                ended = [deal for deal in self.model.deals.values() if deal.state != "open" and stage in _seen(deal)]
                won = sum(deal.state == "won" for deal in ended)
                found = next(each for each in self._stages() if each.id == stage)
                learned = self.model.stages[stage].learned and len(ended) >= 8
                assert (found.chance.deals, found.chance.learned) == (len(ended), learned)
                expected = round(100 * won / len(ended)) if learned else self.model.stages[stage].percent
                assert found.chance.percent == expected

    # ---------------------------------------------------------------------------------------------- pieces

    def _boards(self) -> list[Board]:
        found = self.editing.all(with_archived=True)
        assert {each.id for each in found if each.archived} == self.model.archived
        assert {each.id: each.open_count for each in found} == {
            pipeline: sum(len(self.model.stages[stage].deals) for stage in stages)
            for pipeline, stages in self.model.pipelines.items()
        }
        return [self.pipeline.board(each.id) for each in found]

    def _stages(self) -> list[object]:
        return [stage for pipeline in self.model.pipelines for stage in self.pipeline.stages(pipeline)]

    def _column(self, stage: int) -> tuple[object, ...]:
        pipeline = next(found for found, stages in self.model.pipelines.items() if stage in stages)
        return next(column.cards for column in self.pipeline.board(pipeline).columns if column.id == stage)

    def _take_over_pipeline(self, pipeline: int) -> None:
        stages = self.pipeline.stages(pipeline)
        self.model.pipelines[pipeline] = [stage.id for stage in stages]
        self.model.stages |= {stage.id: Stage(stage.name, stage.set_percent) for stage in stages}

    def _done(self) -> None:
        """One more step that can be undone, if one was noted; otherwise nothing may have changed."""
        newest = self._newest()
        if newest == self.newest:
            assert self.model == self.past[self.place], "something changed that cannot be undone"
            return
        self.newest = newest
        del self.past[self.place + 1 :]
        self.past.append(deepcopy(self.model))
        self.place += 1

    def _stand(self) -> None:
        self.model = deepcopy(self.past[self.place])
        self.newest = self._newest()

    def _newest(self) -> int | None:
        group = journal.next_to_undo(self.core.database.writer)
        return group.id if group else None

    def _end(self, pick: int, outcome: str, really: Callable[[int], None]) -> None:
        if not self.model.deals:
            return
        deal_id = self._one(sorted(self.model.deals), pick)
        deal = self.model.deals[deal_id]
        really(deal_id)
        if deal.state != outcome:
            was_open = deal.state == "open"
            days, quiet = (self._days(deal), self._quiet(deal)) if was_open else (0, None)
            deal.way.append((deal.stage if was_open else None, None, outcome, days, quiet))
            deal.state, deal.closed = outcome, self._now()
            self._take_off(deal_id)
            self._done()

    def _leave(self, deal: Deal, deal_id: int, stage: int, outcome: str) -> None:
        if deal.state == "open" and deal.stage == stage:
            return
        was_open = deal.state == "open"
        days, quiet = (self._days(deal), self._quiet(deal)) if was_open else (0, None)
        deal.way.append((deal.stage if was_open else None, stage, outcome, days, quiet))
        self._take_off(deal_id)
        deal.stage, deal.since, deal.state, deal.closed = stage, self._now(), "open", None

    def _hand_on(self, stage: int, target: int) -> None:
        for deal_id in self.model.stages.pop(stage).deals:
            deal = self.model.deals[deal_id]
            deal.way.append((stage, target, "", self._days(deal), self._quiet(deal)))
            deal.stage, deal.since = target, self._now()
            self.model.stages[target].deals.append(deal_id)
        for deal in self.model.deals.values():
            deal.stage = target if deal.stage == stage else deal.stage

    def _take_off(self, deal_id: int) -> None:
        for stage in self.model.stages.values():
            stage.deals = [each for each in stage.deals if each != deal_id]

    def _sums(self, deals: list[int]) -> dict[str, int]:
        sums: dict[str, int] = {}
        for worth in (self.model.deals[deal].worth() for deal in deals):
            if worth is not None:
                sums[worth[0]] = sums.get(worth[0], 0) + worth[1]
        return sums

    def _limit(self, stage: int) -> int | None:
        """The days until stuck: set, or the upper median of those who left, seven at least, of five at least."""
        days = self.model.stages[stage].days
        if days is not None:
            return days or None
        left = [step[4] for deal in self.model.deals.values() for step in deal.way if step[0] == stage]
        return max(7, median_high([each for each in left if each is not None])) if len(left) >= 5 else 14

    def _quiet(self, deal: Deal) -> int:
        since = deal.since.astimezone(self.clock.zone()).date()
        days = [since + timedelta(days=number) for number in range(1, (self._today() - since).days + 1)]
        return sum(not any(step.covers(day) for step in deal.steps) for day in days)

    def _days(self, deal: Deal) -> int:
        return (self._now() - deal.since).days

    def _now(self) -> datetime:
        return self.clock.now().astimezone(UTC)

    def _today(self) -> date:
        return self.clock.now().astimezone(self.clock.zone()).date()

    def _one(self, things: list[Thing], pick: int) -> Thing:
        return things[pick % len(things)]


def _seen(deal: Deal) -> set[int | None]:
    return {deal.stage} | {step[0] for step in deal.way} | {step[1] for step in deal.way}


def _draft(title: str, stage: int, value: DealValue | None, close: date | None) -> DealDraft:
    if value is None:
        return DealDraft(title, stage, expected_close=close)
    return DealDraft(title, stage, value=value.money, expected_close=close, period=value.period, times=value.times)


assert DealState.OPEN == "open"  # the words of the model are those of the states
