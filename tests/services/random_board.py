"""Random work on boards, as a state machine whose every step is taken in the model, too, and taken back and done again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.money import Money
from tests.services.board_model import Step
from tests.services.checked_board import CheckedBoard, draft_of
from tests.support.home import reminder_draft

picks = st.integers(0, 63)
values = st.none() | st.builds(
    DealValue, st.builds(Money, st.integers(0, 9_999_999), st.sampled_from(("EUR", "USD", "JPY")))
) | st.builds(
    DealValue, st.builds(Money, st.integers(0, 99_999), st.sampled_from(("EUR", "JPY"))),
    st.sampled_from(("week", "month", "quarter", "year")), st.none() | st.integers(1, 30),
)  # fmt: skip
closes = st.none() | st.integers(-10, 60)


class RandomBoard(CheckedBoard):
    """`past[n]` is the model after n steps that can be undone; `place` is how many of them are done at the moment."""

    # ---------------------------------------------------------------------------------------------- what is done

    @rule(pick=picks, value=values, close=closes)
    def add(self, pick: int, value: DealValue | None, close: int | None) -> None:
        """Add a deal at the end of a stage."""
        stage = self._one(sorted(self.model.stages), pick)
        day = None if close is None else self._today() + timedelta(days=close)
        self._add_deal(f"Deal {pick}", stage, value, day)

    @rule(pick=picks, to=picks, before=st.none() | picks)
    def move(self, pick: int, to: int, before: int | None) -> None:
        """Drop a deal into any stage of any pipeline; a place within its own is no step of its way."""
        if not self.model.deals:
            return
        deal_id, stage = self._one(sorted(self.model.deals), pick), self._one(sorted(self.model.stages), to)
        others = [each for each in self.model.stages[stage].deals if each != deal_id]
        other = None if before is None or not others else others[before % len(others)]
        self.pipeline.move(deal_id, stage, other)
        self.model.goes(deal_id, stage, self._at())
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
        self._end(pick, "lost", self._lose)

    @rule(pick=picks)
    def reopen(self, pick: int) -> None:
        """Open a deal again in its stage; it stands where its place among the others is by now."""
        ended = [deal for deal, each in sorted(self.model.deals.items()) if each.state != "open"]
        if not ended:
            return
        deal_id = self._one(ended, pick)
        stage = self.model.deals[deal_id].stage
        self.pipeline.reopen(deal_id)
        self.model.goes(deal_id, stage, self._at())
        order = [card.id for card in self._column(stage)]
        self.model.stages[stage].deals.insert(order.index(deal_id), deal_id)
        self._done()

    @rule(pick=picks)
    def delete(self, pick: int) -> None:
        """Delete a deal."""
        if self.model.deals:
            deal_id = self._one(sorted(self.model.deals), pick)
            self.pipeline.delete(deal_id)
            self.model.take_off(deal_id)
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
        self.pipeline.edit(deal_id, draft_of(deal.title, deal.stage, value, day))
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

    @rule(pick=picks, count=st.integers(5, 9), days=st.integers(1, 25), won=st.integers(0, 9))
    def a_season_passes(self, pick: int, count: int, days: int, won: int) -> None:
        """Many deals end in one stage, so that there is something to learn from."""
        stage = self._one(sorted(self.model.stages)[:2], pick)
        made = [self._add_deal("Old", stage, None, None) for _ in range(count)]
        for number, deal in enumerate(made):
            self.clock.advance(days=days if number % 2 else 1)
            end, outcome = (self.pipeline.win, "won") if number < won else (self._lose, "lost")
            end(deal)
            self.model.ends(deal, outcome, self._at())
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
            self.model.hand_on(stage, target, self._at())
        self.model.archived.discard(found)
        self._done()

    @rule(pick=picks, to=picks)
    def delete_stage(self, pick: int, to: int) -> None:
        """Delete a stage that is not the last: its deals go to another one."""
        stage = self._one(sorted(self.model.stages), pick)
        siblings = self.model.siblings(stage)
        if len(siblings) > 1:
            target = self._one([each for each in sorted(self.model.stages) if each != stage], to)
            self.editing.delete_stage(stage, target)
            siblings.remove(stage)
            self.model.hand_on(stage, target, self._at())
            self._done()

    @rule(pick=picks, place=st.integers(-1, 6))
    def move_stage(self, pick: int, place: int) -> None:
        """Put a stage at another place."""
        stage = self._one(sorted(self.model.stages), pick)
        self.editing.move_stage(stage, place)
        siblings = self.model.siblings(stage)
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

    def _lose(self, deal_id: int) -> None:
        self.pipeline.lose(deal_id, "No answer")

    def _end(self, pick: int, outcome: str, really: Callable[[int], None]) -> None:
        if self.model.deals:
            deal_id = self._one(sorted(self.model.deals), pick)
            really(deal_id)
            self.model.ends(deal_id, outcome, self._at())
            self._done()
