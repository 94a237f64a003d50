"""The deals of the story as rows: where they are, the way they came, who takes part, and what became of earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.matching import own_uid
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipeline_templates import template
from crm_desktop.domain.pipelines import DealState, PersonInDeal, Stage
from crm_desktop.services.deal_writing import DealWriting
from crm_desktop.services.pipelines import insert_pipeline
from crm_desktop.services.sampling.past_deals import FITS, PAST, RATES, STUDENTS, Past, Student
from crm_desktop.services.sampling.story import Work as Told
from crm_desktop.services.scheduling.series import Surroundings
from crm_desktop.services.writes import Work
from crm_desktop.storage.queries import exchange_rates as rate_queries
from crm_desktop.storage.queries import pipelines as queries

_DAY = 86_400
_BEFORE = (4, 6, 8)
"""The days that deals spent in their first stages where the story does not say."""
_STUDENTS = "students"
_GAP = 1 << 20


class DealFilling:
    """Writes deals with a past, each at the end of its stage; `stages` are those of the pipeline that is there."""

    def __init__(self, work: Work, around: Surroundings, stages: Sequence[Stage]) -> None:
        self._work = work
        self._now = around.now
        self._today = around.today
        self._writing = DealWriting(work, around.zone)
        self._stages = stages
        self._count = 0
        nothing_open = not any(each.open_count for each in queries.pipelines(work.read, with_archived=True))
        if nothing_open and not any(stage.chance.deals for stage in stages):
            self._learn()

    def tell(self, contact_id: int, told: Told) -> int:
        """Add a deal of the story with the way it came; returns its id."""
        closed = None if told.won_days_ago is None else self._now - told.won_days_ago * _DAY
        stage = min(told.stage, len(self._stages) - 1)
        days = [*_BEFORE[:stage], told.days_here]
        if told.came_after is not None and stage:
            days[-2] = told.came_after
        value = DealValue(Money(told.amount * 100, told.currency), told.period, told.times)
        close = None if told.close_in is None else self._today + timedelta(days=told.close_in)
        deal_id = self._deal(told.title, contact_id, self._stages, days, value, close, "won" if closed else "", closed)
        self._work.update("deals", deal_id, contact_role=told.role)
        self._writing.set_tags(deal_id, told.tags)
        return deal_id

    def join(self, deal_id: int, people: Sequence[PersonInDeal]) -> None:
        """Let these take part in a deal besides the main contact."""
        self._writing.set_people(deal_id, people)

    def tell_the_past(self, people: Mapping[str, int]) -> None:
        """Add what became of earlier deals with those of the story who were made."""
        for past in PAST:
            if past.who in people:
                self._past(people[past.who], past)

    def open_workshops(self, people: Mapping[str, int]) -> None:
        """Add a second pipeline with the students of the workshops, unless it is there."""
        if not people or any(each.kind == _STUDENTS for each in queries.pipelines(self._work.read, with_archived=True)):
            return
        pipeline_id = insert_pipeline(self._work, template(_STUDENTS), "Workshops")
        stages = queries.stages(self._work.read, pipeline_id)
        for student in STUDENTS:
            if student.who in people:
                self._student(people[student.who], student, stages)

    def judge(self, people: Mapping[str, int]) -> None:
        """Say which leads suit; and what other currencies are worth, unless the user has said so."""
        for who, fit, reason in FITS:
            if who in people:
                self._work.update("contacts", people[who], lead_fit=fit, lead_fit_reason=reason)
        if people and not rate_queries.rates(self._work.read):
            day = self._today.replace(day=1).isoformat()
            for currency, rate in RATES:
                self._work.insert("exchange_rates", currency=currency, base="EUR", day=day, rate=rate)

    def _learn(self) -> None:
        # A new home shows what can be set; in one that is used, the stages are as the user wants them.
        for stage in self._stages[1:-1]:
            self._work.update("stages", stage.id, learned=1)
        if len(self._stages) > 1:
            self._work.update("stages", self._stages[-1].id, colour="good")

    def _past(self, contact_id: int, past: Past) -> None:
        closed = self._now - past.ago * _DAY
        ended = self._today - timedelta(days=past.ago)
        value = DealValue(Money(past.euros * 100, "EUR"), past.period, past.times)
        state = "lost" if past.lost else "won"
        stages = self._stages
        deal_id = self._deal(past.title, contact_id, stages, past.days[: len(stages)], value, ended, state, closed)
        self._work.update("deals", deal_id, lost_reason=past.lost)
        self._writing.set_tags(deal_id, past.tags)
        half = closed - sum(past.days) // 2 * _DAY
        if past.slip:
            first = (ended - timedelta(days=past.slip)).isoformat()
            self._changed(deal_id, "close", first, ended.isoformat(), half)
        if past.was is not None:
            before = DealValue(Money(past.was * 100, "EUR"), past.period, past.times)
            self._changed(deal_id, "amount", before.stored(), value.stored(), half)

    def _student(self, contact_id: int, student: Student, stages: Sequence[Stage]) -> None:
        value = DealValue(Money(student.euros * 100, "EUR"), "week" if student.times else "", student.times)
        closed = self._now - 2 * _DAY if student.ends else None
        days = [*(3 + place for place in range(student.stage)), student.days_here]
        close = self._today + timedelta(days=10 + 3 * student.stage)
        self._deal(student.title, contact_id, stages, days, value, close, student.ends, closed)

    def _deal(
        self,
        title: str,
        contact_id: int,
        stages: Sequence[Stage],
        days: Sequence[int],
        value: DealValue,
        close: date | None,
        ends: str,
        closed: int | None,
    ) -> int:
        """One deal that was so many days in each stage from the first one on; it stands or ended in the last of them."""
        until = closed or self._now
        self._count += 1
        deal_id = self._work.insert(
            "deals",
            uid=own_uid(),
            title=title,
            contact_id=contact_id,
            stage_id=stages[len(days) - 1].id,
            position=self._count * _GAP,
            amount_minor=value.money.minor,
            currency=value.money.currency,
            amount_period=value.period,
            amount_times=value.times,
            expected_close=close.isoformat() if close else None,
            state=ends or DealState.OPEN.value,
            closed_at=closed,
            stage_since=until - days[-1] * _DAY,
            created_at=until - sum(days) * _DAY,
        )
        at = until - sum(days) * _DAY
        for place, spent in enumerate(days):
            at += spent * _DAY
            to = stages[place + 1] if place + 1 < len(days) else None
            if to is not None or ends:
                self._moved(deal_id, stages[place], to, "" if to is not None else ends, spent, at)
        return deal_id

    def _moved(self, deal_id: int, stage: Stage, to: Stage | None, outcome: str, days: int, at: int) -> None:
        self._work.insert(
            "stage_moves",
            deal_id=deal_id,
            from_stage=stage.name,
            from_stage_id=stage.id,
            to_stage=to.name if to else "",
            to_stage_id=to.id if to else None,
            outcome=outcome,
            days=days,
            quiet_days=days,
            moved_at=at,
        )

    def _changed(self, deal_id: int, field: str, old: str, new: str, at: int) -> None:
        self._work.insert("deal_changes", deal_id=deal_id, field=field, old=old, new=new, changed_at=at)
