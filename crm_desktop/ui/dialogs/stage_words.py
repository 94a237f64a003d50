"""Chances and days of a stage in words, and read from what is typed."""

from __future__ import annotations

from typing import Final

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.folding import fold
from crm_desktop.domain.pipelines import ENOUGH_DEALS, STAGE_COLOURS, Stage
from crm_desktop.domain.stuck import ENOUGH_MOVES
from crm_desktop.ui.texts import number, plural, tr
from crm_desktop.ui.theme.tokens import Tone

_MOST_DIGITS: Final = 6


def chance_words(stage: Stage) -> str:
    """`50 %`, or `learned`."""
    return tr("learned") if stage.wants_learned else percent_words(stage.set_percent)


def percent_words(percent: int) -> str:
    """`50 %`."""
    return tr("{percent} %", percent=number(percent))


def typed_chance(text: str) -> int | None:
    """The percent typed, None for learned; raises InvalidInput (field "probability") for something else."""
    typed = text.strip().removesuffix("%").strip()
    if _begins(typed, tr("learned")):
        return None
    # What is no number is refused by the same sentence as a number that is too large.
    return _whole(typed, "probability", "A chance is between 0 and 100 percent.")


def stuck_words(stage: Stage) -> str:
    """`12 days`, `learned` or `never`."""
    if stage.set_days is None:
        return tr("learned")
    return plural("{count} day", "{count} days", stage.set_days) if stage.set_days else tr("never")


def typed_stuck(text: str) -> int | None:
    """The days typed, 0 for never, None for learned; raises InvalidInput (field "days") for something else."""
    typed = text.strip()
    if _begins(typed, tr("learned")):
        return None
    if _begins(typed, tr("never")):
        return 0
    return _whole(typed.split(" ")[0] if typed else "", "days", "Write a number of days, “learned” or “never”.")


def learned_words(stage: Stage) -> str:
    """What is learned of a stage: `41 %, from 38 ended deals · stuck after 12 days, from 9 moves`; empty where all is set."""
    return " · ".join(part for part in (_chance_learned(stage), _stuck_learned(stage)) if part)


def _chance_learned(stage: Stage) -> str:
    if not stage.wants_learned:
        return ""
    if stage.chance.learned:
        return plural(
            "{percent}, from {count} ended deal", "{percent}, from {count} ended deals", stage.chance.deals,
            percent=percent_words(stage.chance.percent),
        )  # fmt: skip
    return tr(
        "not enough yet: {have} of {wanted} ended deals, so {percent} counts",
        have=number(stage.chance.deals),
        wanted=number(ENOUGH_DEALS),
        percent=percent_words(stage.set_percent),
    )


def _stuck_learned(stage: Stage) -> str:
    if stage.set_days is not None or stage.stuck.days is None:
        return ""
    days = plural("stuck after {count} day", "stuck after {count} days", stage.stuck.days)
    if stage.stuck.learned:
        return plural("{days}, from {count} move", "{days}, from {count} moves", stage.stuck.moves, days=days)
    have, wanted = number(stage.stuck.moves), number(ENOUGH_MOVES)
    return tr("{days} until {wanted} moves are known ({have} so far)", days=days, wanted=wanted, have=have)


def colour_words(colour: str) -> str:
    """`Teal`."""
    return {
        "accent": tr("Teal"),
        "good": tr("Green"),
        "planned": tr("Blue"),
        "special": tr("Violet"),
        "today": tr("Amber"),
        "late": tr("Red"),
    }.get(colour, tr("No colour"))


def stage_tone(colour: str) -> Tone:
    """The tone of a stored colour; an unknown one is neutral."""
    return Tone(colour) if colour in STAGE_COLOURS and colour else Tone.NEUTRAL


def _begins(typed: str, word: str) -> bool:
    return bool(typed) and fold(word).startswith(fold(typed))


def _whole(typed: str, field: str, refusal: str) -> int:
    if not typed.isdecimal() or len(typed) > _MOST_DIGITS:
        raise InvalidInput(field, refusal)
    return int(typed)
