"""How likely an open deal is won: plain rules over one's own closed deals, each with the words that explain it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Final

from crm_desktop.domain.folding import fold
from crm_desktop.domain.messages import Message, counted, message

LEAST_CLOSED: Final = 8
"""Below so many closed deals nothing is said."""
NEGLECTED_DAYS: Final = 7
"""A deal that was for so many days without a step planned ahead counts as neglected."""
FAST_ANSWERS: Final = 2
"""From so many answers within a day on, somebody counts as answering fast."""
_LEAST_ALIKE: Final = 3
"""Fewer closed deals of a kind say nothing about that kind."""
_PRIOR: Final = 4
"""How many deals' weight the usual share has against the few of one kind, so that one lucky deal does not decide."""
_MOST: Final = 3.0
"""No single reason makes the odds more than so many times better or worse."""
_THUMB: Final = 0.8
"""What a missing or late next step does to the odds as long as one's own deals do not say."""
_NOTICED: Final = 0.02
_OLD: Final = 2
"""A deal open for so many times as long as those that were won usually took is an old one."""


class Step(StrEnum):
    """How the next step of a deal stands today."""

    PLANNED = "planned"
    LATE = "late"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ClosedDeal:
    """What one remembers of a deal that was won or lost; `days` from its beginning to its end, `reached` stage ids.

    `quiet_days` are those without a step planned ahead; `answers` how often somebody answered within a day.
    """

    won: bool
    reached: frozenset[int] = frozenset()
    source: str = ""
    repeat: bool = False
    days: int = 0
    quiet_days: int = 0
    answers: int = 0


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """The same of a deal that is open; `percent` is the chance that the user gave to its stage."""

    stage_id: int
    stage: str
    percent: int
    source: str = ""
    repeat: bool = False
    days: int = 0
    answers: int = 0
    step: Step = Step.PLANNED


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a deal is more likely (`good` True) or less likely (False) to be won than others; None for neither."""

    good: bool | None
    text: Message


@dataclass(frozen=True, slots=True)
class Likelihood:
    """`percent` is None where there are not enough closed deals; `usual` is the share of all closed deals that was won."""

    percent: int | None
    usual: int | None
    reasons: tuple[Reason, ...]
    deals: int


@dataclass(frozen=True, slots=True)
class _Weight:
    """What makes the odds `times` as good, and why."""

    times: float
    text: Message

    def reason(self) -> Reason:
        return Reason(None if abs(self.times - 1) < _NOTICED else self.times > 1, self.text)


def likelihood(deal: OpenDeal, closed: Sequence[ClosedDeal]) -> Likelihood:
    """How likely `deal` is won, judged by the closed deals of the same pipeline.

    It begins with the share won of those that reached its stage. Source, having worked together before, answers, age and
    next step then make the odds better or worse by as much as closed deals of that kind did better or worse than all.
    """
    if len(closed) < LEAST_CLOSED:
        return Likelihood(None, None, (), len(closed))
    usual = _share(closed)
    begin, stage = _stage(deal, closed, usual)
    weights = [weight for rule in _RULES if (weight := rule(deal, closed, usual)) is not None]
    odds = _odds(begin)
    for weight in weights:
        odds *= weight.times
    percent = round(100 * odds / (1 + odds))
    reasons = (stage, *(weight.reason() for weight in weights))
    return Likelihood(max(2, min(98, percent)), round(100 * usual), reasons, len(closed))


def _stage(deal: OpenDeal, closed: Sequence[ClosedDeal], usual: float) -> tuple[float, Reason]:
    """The share won of those that reached the stage, and that as a reason; where hardly any did, the set percent counts."""
    reached = [each for each in closed if deal.stage_id in each.reached]
    if len(reached) >= _LEAST_ALIKE:
        share = _smoothed(reached, usual)
        text = _won_of("{stage} (you win {won} of {count})", reached, stage=deal.stage)
    else:
        share = _smoothed(reached, deal.percent / 100)
        text = message("{stage}: {percent} % as you set it", stage=deal.stage, percent=deal.percent)
    return share, _Weight(_odds(share) / _odds(usual), text).reason()


def _by_source(deal: OpenDeal, closed: Sequence[ClosedDeal], usual: float) -> _Weight | None:
    wanted = fold(deal.source)
    alike = [each for each in closed if wanted and fold(each.source) == wanted]
    return _weighed(alike, usual, "{source} (you win {won} of {count})", source=deal.source)


def _by_repeat(deal: OpenDeal, closed: Sequence[ClosedDeal], usual: float) -> _Weight | None:
    alike = [each for each in closed if deal.repeat and each.repeat]
    return _weighed(alike, usual, "won work with them before (you win {won} of {count})")


def _by_answers(deal: OpenDeal, closed: Sequence[ClosedDeal], usual: float) -> _Weight | None:
    if deal.answers < FAST_ANSWERS:
        return None
    alike = [each for each in closed if each.answers >= FAST_ANSWERS]
    return _weighed(alike, usual, "answered within a day, {times} times (you win {won} of {count})", times=deal.answers)


def _by_age(deal: OpenDeal, closed: Sequence[ClosedDeal], usual: float) -> _Weight | None:
    took = [each.days for each in closed if each.won]
    limit = _OLD * median(took) if took else 0
    if not limit or deal.days <= limit:
        return None
    alike = [each for each in closed if each.days > limit]
    sentence = "open for {days} days, those won took {took} (you win {won} of {count} such old ones)"
    return _weighed(alike, usual, sentence, days=deal.days, took=round(limit / _OLD))


def _by_step(deal: OpenDeal, closed: Sequence[ClosedDeal], usual: float) -> _Weight | None:
    if deal.step is Step.PLANNED:
        return None
    plain, said = (
        ("next step is late", "next step is late (you win {won} of {count} that waited a week)")
        if deal.step is Step.LATE
        else ("no next step", "no next step (you win {won} of {count} that waited a week)")
    )
    weight = _weighed([each for each in closed if each.quiet_days >= NEGLECTED_DAYS], usual, said)
    # What the user's own deals do not say yet is a rule of thumb, and never a reason for hope.
    return weight if weight is not None and weight.times < 1 else _Weight(_THUMB, message(plain))


_Rule = Callable[[OpenDeal, Sequence[ClosedDeal], float], _Weight | None]
_RULES: Final[tuple[_Rule, ...]] = (_by_source, _by_repeat, _by_answers, _by_age, _by_step)


def _weighed(alike: Sequence[ClosedDeal], usual: float, sentence: str, **values: object) -> _Weight | None:
    if len(alike) < _LEAST_ALIKE:
        return None
    times = _odds(_smoothed(alike, usual)) / _odds(usual)
    return _Weight(max(1 / _MOST, min(_MOST, times)), _won_of(sentence, alike, **values))


def _won_of(sentence: str, alike: Sequence[ClosedDeal], **values: object) -> Message:
    won = sum(each.won for each in alike)
    return counted(sentence, sentence, len(alike), won=won, **values)


def _share(closed: Sequence[ClosedDeal]) -> float:
    return sum(each.won for each in closed) / len(closed)


def _smoothed(alike: Sequence[ClosedDeal], usual: float) -> float:
    return (sum(each.won for each in alike) + _PRIOR * usual) / (len(alike) + _PRIOR)


def _odds(share: float) -> float:
    # Nothing is certain: where all were won, or none, one more deal may still go the other way.
    bounded = max(0.02, min(0.98, share))
    return bounded / (1 - bounded)
