"""Forecasts from real files: what is ahead, and what was expected before, against a plain model of random histories."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.forecast import RowKind
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft
from tests.support.clock import FixedClock
from tests.support.home import deal_draft, do_not_wait_for_the_disk, opened_home

_BERLIN = ZoneInfo("Europe/Berlin")


def test_the_months_ahead_have_sure_weighted_and_best(core: Core, clock: FixedClock) -> None:
    pipeline, stages = core.services.pipeline, [stage.id for stage in core.services.pipeline.stages()]
    pipeline.add(deal_draft("half", stages[2], 1_000, expected_close=date(2026, 12, 5)))
    pipeline.add(deal_draft("dollars", stages[2], 300, "USD", expected_close=date(2026, 12, 31)))
    pipeline.win(pipeline.add(deal_draft("won", stages[0], 700)))
    retainer = pipeline.add(deal_draft("retainer", stages[0], 50, period="month", expected_close=date(2026, 1, 1)))
    pipeline.win(retainer)
    lost = pipeline.add(deal_draft("lost", stages[0], 9_999, expected_close=date(2026, 12, 5)))
    pipeline.lose(lost, "No answer")
    forecast = core.services.deals.forecast.read(pipeline.board().pipeline_id, 2, 1)
    november, december = [row for row in forecast.rows if row.kind is RowKind.MONTH]
    assert november.sums.of("EUR") == (Money(750, "EUR"),) * 3
    assert december.sums.of("EUR") == (Money(50, "EUR"), Money(550, "EUR"), Money(1_050, "EUR"))
    assert december.sums.of("USD") == (Money(0, "USD"), Money(150, "USD"), Money(300, "USD"))
    assert forecast.past[0].month == date(2026, 10, 1)
    assert not forecast.past[0].counts
    assert not forecast.judgements
    clock.advance(days=10)
    months = core.services.deals.forecast.months(pipeline.board().pipeline_id, 1)
    assert months[1].month == date(2026, 12, 1)
    assert months[1].sums.of("EUR")[0] == Money(50, "EUR")


def test_forecasts_are_judged_after_three_months_that_count(core: Core, clock: FixedClock) -> None:
    pipeline, stages = core.services.pipeline, [stage.id for stage in core.services.pipeline.stages()]
    for month in (12, 1, 2):
        year = 2026 if month == 12 else 2027
        deal = pipeline.add(deal_draft(f"of {month}", stages[2], 10_000, expected_close=date(year, month, 15)))
        clock.set(datetime(year, month, 20, 12, tzinfo=_BERLIN))
        pipeline.edit(deal, deal_draft(f"of {month}", stages[2], 4_000, expected_close=date(year, month, 15)))
        pipeline.win(deal)
    clock.set(datetime(2027, 3, 1, 9, tzinfo=_BERLIN))
    forecast = core.services.deals.forecast.read(pipeline.board().pipeline_id, 6, 6)
    assert [month.counts for month in forecast.past] == [False, False, False, True, True, True]
    (judged,) = forecast.judgements
    assert (judged.months, judged.expected, judged.came) == (3, Money(15_000, "EUR"), Money(12_000, "EUR"))
    assert (judged.percent, judged.off_by) == (25, Money(1_000, "EUR"))


# ------------------------------------------------------------------------------------------- against a plain model


@dataclass(frozen=True)
class Plain:
    """A deal as the model has it."""

    stage: int
    state: str = "open"
    won_on: date | None = None
    value: DealValue | None = None
    close: date | None = None


@dataclass(frozen=True)
class Step:
    """Something that was done at an instant: the deal is like this from then on; None for deleted."""

    at: datetime
    deal: int
    after: Plain | None


class History:
    """What was done, in order, with undo; states of any instant are made by doing it all again up to there."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []

    def note(self, step: Step) -> None:
        self.done.append(step)
        self.undone.clear()

    def before(self, instant: datetime | None = None) -> dict[int, Plain]:
        deals: dict[int, Plain] = {}
        gone = {step.deal for step in self.done if step.after is None}
        for step in self.done:
            if (instant is None or step.at < instant) and step.after is not None:
                deals[step.deal] = step.after
        # Who was deleted was never there.
        return {deal: plain for deal, plain in deals.items() if deal not in gone}


_PERIODS = ("", "", "month", "week", "quarter")


def _random_value(chance: random.Random) -> DealValue | None:
    if chance.random() < 0.2:
        return None
    period = chance.choice(_PERIODS)
    times = chance.choice((None, 1, 3)) if period else None
    return DealValue(Money(chance.randrange(1, 99_999), chance.choice(("EUR", "USD"))), period, times)


def _draft(title: str, plain: Plain) -> DealDraft:
    value = plain.value
    return DealDraft(
        title, plain.stage, value=value.money if value else None, expected_close=plain.close,
        period=value.period if value else "", times=value.times if value else None,
    )  # fmt: skip


class Player:
    """Does something at random to the program and to the model."""

    def __init__(self, core: Core, clock: FixedClock, chance: random.Random, stages: list[int]) -> None:
        self.core, self.clock, self.chance, self.stages = core, clock, chance, stages
        self.history = History()

    def play(self) -> None:
        open_: list[int] = []
        ended: list[int] = []
        for deal, plain in self.history.before().items():
            (open_ if plain.state == "open" else ended).append(deal)
        what = self.chance.choice(
            ["add", "add", "undo", "redo", *(["edit", "edit", "move", "move", "win", "lose", "delete"] if open_ else []),
             *(["reopen"] if ended else [])]
        )  # fmt: skip
        deal = self.chance.choice(ended if what == "reopen" else open_) if what not in ("add", "undo", "redo") else 0
        getattr(self, what)(deal)

    def add(self, _deal: int) -> None:
        plain = Plain(self.chance.choice(self.stages), value=_random_value(self.chance), close=self.day())
        self.note(self.core.services.pipeline.add(_draft("deal", plain)), plain)

    def edit(self, deal: int) -> None:
        plain = replace(self.now(deal), value=_random_value(self.chance), close=self.day())
        if plain == self.now(deal):
            return
        self.core.services.pipeline.edit(deal, _draft("deal", plain))
        self.note(deal, plain)

    def move(self, deal: int) -> None:
        others = [stage for stage in self.stages if stage != self.now(deal).stage]
        plain = replace(self.now(deal), stage=self.chance.choice(others))
        self.core.services.pipeline.move(deal, plain.stage)
        self.note(deal, plain)

    def win(self, deal: int) -> None:
        self.core.services.pipeline.win(deal)
        self.note(deal, replace(self.now(deal), state="won", won_on=self.clock.now().astimezone(_BERLIN).date()))

    def lose(self, deal: int) -> None:
        self.core.services.pipeline.lose(deal, "No answer")
        self.note(deal, replace(self.now(deal), state="lost"))

    def reopen(self, deal: int) -> None:
        self.core.services.pipeline.reopen(deal)
        self.note(deal, replace(self.now(deal), state="open", won_on=None))

    def delete(self, deal: int) -> None:
        self.core.services.pipeline.delete(deal)
        self.note(deal, None)

    def undo(self, _deal: int) -> None:
        if self.history.done:
            assert self.core.services.undoing.undo() is not None
            self.history.undone.append(self.history.done.pop())

    def redo(self, _deal: int) -> None:
        if self.history.undone:
            assert self.core.services.undoing.redo() is not None
            self.history.done.append(self.history.undone.pop())

    def day(self) -> date | None:
        today = self.clock.now().astimezone(_BERLIN).date()
        return today + timedelta(days=self.chance.randrange(-20, 90)) if self.chance.random() < 0.85 else None

    def now(self, deal: int) -> Plain:
        return self.history.before()[deal]

    def note(self, deal: int, after: Plain | None) -> None:
        self.history.note(Step(self.clock.now(), deal, after))


def _coming(value: DealValue | None, start: date, month: date) -> Counter[str]:
    """What comes in a month, payment by payment."""
    found: Counter[str] = Counter()
    if value is None:
        return found
    for turn in range(value.counted_times()):
        day = start + timedelta(days=7 * turn)
        if value.period != "week":
            months = start.year * 12 + start.month - 1 + turn * {"": 0, "month": 1, "quarter": 3}[value.period]
            day = date(months // 12, months % 12 + 1, 1)
        if (day.year, day.month) == (month.year, month.month):
            found[value.money.currency] += value.money.minor
    return found


@pytest.mark.parametrize("seed", range(12))
def test_what_was_expected_before_is_what_a_plain_model_says(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    clock = FixedClock(datetime(2026, 3, 3, 8, tzinfo=_BERLIN))
    with opened_home(tmp_path / "home", clock) as core:
        do_not_wait_for_the_disk(core)
        pipeline = core.services.pipeline
        chances = {stage.id: stage.probability for stage in pipeline.stages()}
        player = Player(core, clock, chance, list(chances))
        months = [date(2026, month, 1) for month in range(4, 12)]
        for month in months:
            start = datetime(month.year, month.month, 1, tzinfo=_BERLIN)
            for _ in range(chance.randrange(3, 9)):
                player.play()
                clock.set(min(clock.now() + timedelta(hours=chance.randrange(1, 200)), start))
            # The very moment at which the month begins belongs to it.
            clock.set(start)
        player.play()
        past = core.services.deals.forecast.past(pipeline.board().pipeline_id, len(months) - 1)
        now = player.history.before()
        for row, month in zip(past, months[:-1], strict=True):
            assert row.month == month
            then = player.history.before(datetime(month.year, month.month, 1, tzinfo=_BERLIN))
            weighted: Counter[str] = Counter()
            best: Counter[str] = Counter()
            expected = set()
            for deal, plain in then.items():
                if plain.state != "open" or plain.close is None or plain.close.replace(day=1) != month:
                    continue
                expected.add(deal)
                for currency, minor in _coming(plain.value, plain.close, month).items():
                    best[currency] += minor
                    weighted[currency] += minor * chances[plain.stage]
            assert {deal.deal_id for deal in row.expected} == expected
            assert {money.currency: money.minor for money in row.expected_then.best} == best
            for money in row.expected_then.weighted:
                assert abs(money.minor * 100 - weighted[money.currency]) <= 50
            came: Counter[str] = Counter()
            for plain in now.values():
                if plain.won_on is not None and plain.won_on.replace(day=1) == month:
                    came.update(_coming(plain.value, plain.won_on, month))
            assert {money.currency: money.minor for money in row.came_sums} == came
