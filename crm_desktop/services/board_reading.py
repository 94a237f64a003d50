"""Reading boards: cards with how long nothing was planned for them and why they are stuck, columns with their sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta, tzinfo

from crm_desktop.domain.dates import day_start_instant, last_day_of_month
from crm_desktop.domain.deal_pages import DealCard, StageColumn
from crm_desktop.domain.messages import Message
from crm_desktop.domain.money import Money, add_up
from crm_desktop.domain.pipelines import DealState, Stage
from crm_desktop.domain.stuck import quiet_days, why_stuck
from crm_desktop.services.planned_days import local_day, planned
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import deals as queries


def open_cards(
    connection: Connection, stages: Iterable[Stage], now: int, zone: tzinfo, pipeline_id: int | None = None
) -> list[DealCard]:
    """The open deals of a pipeline, or of all in use (None), in the order of the board; `now` in seconds UTC."""
    judging = Judging(queries.planned(connection), stages, now, zone)
    return queries.open_cards(connection, pipeline_id, judging.judge)


def judged(
    cards: Iterable[DealCard],
    steps: Mapping[int, Sequence[tuple[int, str, int | None]]],
    stages: Iterable[Stage],
    now: int,
    zone: tzinfo,
) -> list[DealCard]:
    """These deals with their quiet days, and why they are stuck, of those that are open."""
    judging = Judging(steps, stages, now, zone)
    found = []
    for card in cards:
        if card.state is DealState.OPEN:
            since = int(card.stage_since.astimezone(UTC).timestamp())
            quiet, stuck = judging.judge(card.id, card.stage_id, card.stage, since)
            found.append(replace(card, quiet_days=quiet, stuck=stuck))
        else:
            found.append(card)
    return found


class Judging:
    """Counts quiet days and says why a deal is stuck, by the limits of the stages."""

    def __init__(
        self,
        steps: Mapping[int, Sequence[tuple[int, str, int | None]]],
        stages: Iterable[Stage],
        now: int,
        zone: tzinfo,
    ) -> None:
        self._steps = steps
        self._after = {stage.id: stage.stuck for stage in stages}
        self._zone = zone
        self._today = local_day(now, zone)

    def judge(self, deal_id: int, stage_id: int, stage: str, since: int) -> tuple[int, Message | None]:
        """The quiet days of a deal that has been in this stage since then (seconds UTC), and why it is stuck."""
        steps = planned(self._steps.get(deal_id, ()), self._zone)
        quiet = quiet_days(local_day(since, self._zone), self._today, steps)
        after = self._after.get(stage_id)
        return quiet, why_stuck(stage, quiet, after, self._today, steps) if quiet and after else None


def column(stage: Stage, cards: tuple[DealCard, ...], open_count: int) -> StageColumn:
    """A column of a board that has so many open deals."""
    sums = add_up(worths(cards))
    return StageColumn(
        id=stage.id,
        name=stage.name,
        chance=stage.chance,
        cards=cards,
        sums=sums,
        weighted=weighted(sums, stage.chance.percent),
        colour=stage.colour,
        stuck_after=stage.stuck,
        share=len(cards) / open_count if open_count else 0.0,
    )


def columns(stages: Sequence[Stage], cards: Sequence[DealCard]) -> tuple[StageColumn, ...]:
    """The columns of a board, with the cards in their order."""
    by_stage: dict[int, list[DealCard]] = {}
    for card in cards:
        by_stage.setdefault(card.stage_id, []).append(card)
    return tuple(column(stage, tuple(by_stage.get(stage.id, ())), len(cards)) for stage in stages)


def weighted(sums: Iterable[Money], percent: int) -> tuple[Money, ...]:
    """Sums by the chance that they come, in whole minor units."""
    return tuple(Money(round(total.minor * percent / 100), total.currency) for total in sums)


def worths(cards: Iterable[DealCard]) -> Iterable[Money]:
    """What the deals are worth that are worth something."""
    return (worth for worth in (card.worth for card in cards) if worth is not None)


def month_span(month: date, zone: tzinfo) -> tuple[int, int]:
    """When the month that begins on this day begins and ends in the user's calendar, in seconds UTC."""
    after = last_day_of_month(month.year, month.month) + timedelta(days=1)
    return int(day_start_instant(month, zone).timestamp()), int(day_start_instant(after, zone).timestamp())
