"""A home with boards beside a plain model of them: what must hold between the two after every step."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from copy import deepcopy
from datetime import UTC, date
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_pages import Board, DealCard
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.storage import journal
from crm_desktop.storage.queries import deals as queries
from tests.services.board_model import Deal, Model, Moment, Stage
from tests.support.clock import FixedClock
from tests.support.home import do_not_wait_for_the_disk, opened_home

Thing = TypeVar("Thing")


class CheckedBoard(RuleBasedStateMachine):
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
        """Two pipelines, and a column with four deals."""
        self.core: Core = self.stack.enter_context(opened_home(self.folder / "home", self.clock))
        do_not_wait_for_the_disk(self.core)
        self.pipeline, self.editing = self.core.services.pipeline, self.core.services.deals.pipelines
        self.pipeline.ensure_pipeline()
        if self.defect:
            self.core.database.writer.execute(self.defect)
        self._take_over_pipeline(self.pipeline.current())
        self.past = [deepcopy(self.model)]
        self.newest = self._newest()
        self._take_over_pipeline(self.editing.add("donors"))
        self._done()
        self.editing.set_chance(min(self.model.stages), None)
        self.model.stages[min(self.model.stages)].learned = True
        self._done()
        for number, currency in enumerate(("EUR", "USD", "JPY", "EUR")):
            self._add_deal("First", min(self.model.stages), DealValue(Money(1000 + number, currency)), None)

    def teardown(self) -> None:
        """Close the home and throw it away."""
        self.stack.close()
        shutil.rmtree(self.folder, ignore_errors=True)

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
                sums = self.model.sums(stage.deals)
                assert {(total.currency, total.minor) for total in column.sums} == set(sums.items())
                percent = column.chance.percent
                assert {(total.currency, total.minor) for total in column.weighted} == {
                    (currency, round(minor * percent / 100)) for currency, minor in sums.items()
                }
                assert abs(column.share - (len(stage.deals) / count if count else 0)) < 1e-9
            every = [deal for column in board.columns for deal in self.model.stages[column.id].deals]
            assert {total.currency: total.minor for total in board.open_sums} == self.model.sums(every)

    @invariant()
    def quiet_and_stuck_are_as_in_the_model(self) -> None:
        """Days counted one by one."""
        for board in self._boards():
            for column in board.columns:
                limit = self.model.limit(column.id)
                assert column.stuck_after.days == limit
                for card in column.cards:
                    deal = self.model.deals[card.id]
                    quiet = deal.quiet(self._at())
                    assert card.quiet_days == quiet
                    stuck = limit is not None and quiet > limit and not deal.waits(self._at())
                    assert (card.stuck is not None) == stuck

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
            assert all(first.until <= second.since for first, second in pairwise(visits) if first.until)

    @invariant()
    def chances_are_as_in_the_model(self) -> None:
        """Of the deals that were in a stage and have ended, how many were won; nothing undone counts."""
        for pipeline in self.model.pipelines:
            for stage in self.pipeline.stages(pipeline):
                found = (stage.chance.percent, stage.chance.learned, stage.chance.deals)
                assert found == self.model.chance(stage.id)

    @invariant()
    def archived_pipelines_are_out_of_sight(self) -> None:
        """Those in use are offered, and one of them is shown."""
        in_use = self.model.pipelines.keys() - self.model.archived
        assert {pipeline.id for pipeline in self.pipeline.pipelines()} == in_use
        assert self.pipeline.current() in in_use
        stages = [stage for pipeline in in_use for stage in self.model.pipelines[pipeline]]
        count = sum(len(self.model.stages[stage].deals) for stage in stages)
        assert self.core.services.today.counts().open_deals == count

    # ---------------------------------------------------------------------------------------------- pieces

    def _boards(self) -> list[Board]:
        found = self.editing.all(with_archived=True)
        assert {each.id for each in found if each.archived} == self.model.archived
        assert {each.id: each.open_count for each in found} == {
            pipeline: sum(len(self.model.stages[stage].deals) for stage in stages)
            for pipeline, stages in self.model.pipelines.items()
        }
        return [self.pipeline.board(each.id) for each in found]

    def _column(self, stage: int) -> tuple[DealCard, ...]:
        pipeline = next(found for found, stages in self.model.pipelines.items() if stage in stages)
        return next(column.cards for column in self.pipeline.board(pipeline).columns if column.id == stage)

    def _take_over_pipeline(self, pipeline: int) -> None:
        stages = self.pipeline.stages(pipeline)
        self.model.pipelines[pipeline] = [stage.id for stage in stages]
        self.model.stages |= {stage.id: Stage(stage.name, stage.set_percent) for stage in stages}

    def _add_deal(self, title: str, stage: int, value: DealValue | None, close: date | None) -> int:
        deal = self.pipeline.add(draft_of(title, stage, value, close))
        self.model.deals[deal] = Deal(title, stage, value, close, self._at().now)
        self.model.stages[stage].deals.append(deal)
        self._done()
        return deal

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

    def _at(self) -> Moment:
        return Moment(self.clock.now().astimezone(UTC), self.clock.zone())

    def _today(self) -> date:
        return self._at().today

    def _one(self, things: Sequence[Thing], pick: int) -> Thing:
        return things[pick % len(things)]


def draft_of(title: str, stage: int, value: DealValue | None, close: date | None) -> DealDraft:
    """What a form would hold."""
    if value is None:
        return DealDraft(title, stage, expected_close=close)
    return DealDraft(title, stage, value=value.money, expected_close=close, period=value.period, times=value.times)
