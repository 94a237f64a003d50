"""A plain model of pipelines, their boards and the ways of their deals: lists, sums and days counted one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from statistics import median_high

from crm_desktop.domain.deal_values import DealValue

_TIMES = {"": 1, "week": 52, "month": 12, "quarter": 4, "year": 1}
Note = tuple[int | None, int | None, str, int, int | None]
"""A step of the way: from, to, outcome, days, quiet days."""


@dataclass(frozen=True)
class Moment:
    """Now (UTC), and the zone of the user's calendar."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The user's day."""
        return self.now.astimezone(self.zone).date()


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
    way: list[Note] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def worth(self) -> tuple[str, int] | None:
        """Currency and minor units that count in sums."""
        if self.value is None:
            return None
        money, period, times = self.value.money, self.value.period, self.value.times
        return money.currency, money.minor * (_TIMES[period] if not period or times is None else times)

    def quiet(self, at: Moment) -> int:
        """The days in its stage on which no step was planned ahead."""
        since = self.since.astimezone(at.zone).date()
        days = [since + timedelta(days=number) for number in range(1, (at.today - since).days + 1)]
        return sum(not any(step.covers(day) for step in self.steps) for day in days)

    def waits(self, at: Moment) -> bool:
        """Whether a step is planned for today or later."""
        return any(step.ended is None and step.due >= at.today for step in self.steps)

    def seen(self) -> set[int | None]:
        """The stages where it ever was."""
        return {self.stage} | {note[0] for note in self.way} | {note[1] for note in self.way}

    def note(self, to: int | None, outcome: str, at: Moment) -> None:
        """Note a step of the way; one that had ended leaves no stage."""
        if self.state == "open":
            self.way.append((self.stage, to, outcome, (at.now - self.since).days, self.quiet(at)))
        else:
            self.way.append((None, to, outcome, 0, None))


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

    def siblings(self, stage: int) -> list[int]:
        """The stages of the pipeline to which a stage belongs."""
        return next(stages for stages in self.pipelines.values() if stage in stages)

    def goes(self, deal_id: int, stage: int, at: Moment) -> None:
        """A deal goes to a stage, in no place there yet; one that ended is open again."""
        deal = self.deals[deal_id]
        if deal.state != "open" or deal.stage != stage:
            deal.note(stage, "" if deal.state == "open" else "open", at)
            deal.stage, deal.since, deal.state = stage, at.now, "open"
        self.take_off(deal_id)

    def ends(self, deal_id: int, outcome: str, at: Moment) -> None:
        """A deal is won or lost."""
        deal = self.deals[deal_id]
        if deal.state != outcome:
            deal.note(None, outcome, at)
            deal.state = outcome
            self.take_off(deal_id)

    def hand_on(self, stage: int, target: int, at: Moment) -> None:
        """A stage is gone: its deals stand at the end of another one, those that ended count as ended there."""
        for deal_id in list(self.stages[stage].deals):
            self.goes(deal_id, target, at)
            self.stages[target].deals.append(deal_id)
        del self.stages[stage]
        for deal in self.deals.values():
            deal.stage = target if deal.stage == stage else deal.stage

    def take_off(self, deal_id: int) -> None:
        """The card of a deal is on no board."""
        for stage in self.stages.values():
            stage.deals = [each for each in stage.deals if each != deal_id]

    def sums(self, deals: Iterable[int]) -> dict[str, int]:
        """What the deals are worth together, each currency apart."""
        sums: dict[str, int] = {}
        for worth in (self.deals[deal].worth() for deal in deals):
            if worth is not None:
                sums[worth[0]] = sums.get(worth[0], 0) + worth[1]
        return sums

    def limit(self, stage: int) -> int | None:
        """The quiet days until stuck: set, or the upper median of those who left, of five at least and seven days at least."""
        days = self.stages[stage].days
        if days is not None:
            return days or None
        left = [
            note[4] for deal in self.deals.values() for note in deal.way if note[0] == stage and note[4] is not None
        ]
        return max(7, median_high(left)) if len(left) >= 5 else 14

    def chance(self, stage: int) -> tuple[int, bool, int]:
        """(percent, whether learned, of how many deals that were there and ended)."""
        ended = [deal for deal in self.deals.values() if deal.state != "open" and stage in deal.seen()]
        won = sum(deal.state == "won" for deal in ended)
        if self.stages[stage].learned and len(ended) >= 8:
            return round(100 * won / len(ended)), True, len(ended)
        return self.stages[stage].percent, False, len(ended)
