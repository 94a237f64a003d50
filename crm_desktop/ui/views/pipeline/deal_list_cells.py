"""What stands in the cells of the list of deals, in the user's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from crm_desktop.domain.deal_columns import DealLine
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.deal_value_words import value_text
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import money, number, one_line, plural, short_day, show, tr
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.views.pipeline.wording import chip_of


@dataclass(frozen=True, slots=True)
class Around:
    """What cells are written with: the wall clock of the user (aware), and what winning and losing are called."""

    now: datetime
    words: DealWords


def cell(line: DealLine, key: str, around: Around) -> str:
    """The text of one cell, on one line."""
    words = _CELLS.get(key)
    return words(line, around) if words is not None else one_line(line.own.get(key, ""))


def tone_of(line: DealLine, key: str, around: Around) -> Tone | None:
    """The colour that goes with the words of a cell; None for the usual one."""
    card = line.card
    if key == "next-step" and card.state is DealState.OPEN:
        return chip_of(card, around.now)[1]
    if key == "close" and is_overdue(card, around.now.date()):
        return Tone.LATE
    if key == "stuck" and card.stuck is not None:
        return Tone.LATE
    if key == "state":
        return {DealState.WON: Tone.GOOD, DealState.LOST: Tone.NEUTRAL}.get(card.state)
    return None


def is_overdue(card: DealCard, today: date) -> bool:
    """Whether an open deal should have closed by now."""
    return card.state is DealState.OPEN and card.expected_close is not None and card.expected_close < today


def state_words(state: DealState, words: DealWords) -> str:
    """Open, won or lost in the words of the pipeline."""
    return {DealState.OPEN: tr("open"), DealState.WON: words.won, DealState.LOST: words.lost}[state]


def value_of(card: DealCard) -> DealValue | None:
    """What a deal is worth as it was agreed."""
    return None if card.value is None else DealValue(card.value, card.period, card.times)


def _value(line: DealLine, _around: Around) -> str:
    value = value_of(line.card)
    return "" if value is None else value_text(value)


def _amount(amount: Money | None) -> str:
    return "" if amount is None else money(amount.minor, amount.currency)


def _close(line: DealLine, around: Around) -> str:
    day = line.card.expected_close
    if day is None:
        return ""
    today = around.now.date()
    if is_overdue(line.card, today):
        return plural(
            "{day}, {count} day late", "{day}, {count} days late", (today - day).days, day=short_day(day, today)
        )
    return short_day(day, today)


def _day(instant: datetime | None, around: Around) -> str:
    return "" if instant is None else short_day(instant.astimezone(around.now.tzinfo).date(), around.now.date())


def _step(line: DealLine, around: Around) -> str:
    return chip_of(line.card, around.now)[0] if line.card.state is DealState.OPEN else ""


_CELLS: Final[Mapping[str, Callable[[DealLine, Around], str]]] = {
    "name": lambda line, _around: one_line(line.card.title) or tr("Without a name"),
    "contact": lambda line, _around: one_line(line.card.contact),
    "company": lambda line, _around: one_line(line.card.company),
    "stage": lambda line, _around: one_line(line.card.stage),
    "value": _value,
    "worth": lambda line, _around: _amount(line.card.worth),
    "weighted": lambda line, _around: _amount(line.weighted),
    "chance": lambda line, _around: tr("{percent} %", percent=number(line.chance)),
    "next-step": _step,
    "next-step-text": lambda line, _around: one_line(line.card.next_step.text) if line.card.next_step else "",
    "close": _close,
    "age": lambda line, _around: number(line.days_open),
    "days-in-stage": lambda line, _around: number(line.days_in_stage),
    "stuck": lambda line, _around: show(line.card.stuck) if line.card.stuck is not None else "",
    "source": lambda line, _around: one_line(line.source),
    "tags": lambda line, _around: one_line(", ".join(tag.name for tag in line.card.tags)),
    "created": lambda line, around: _day(line.card.created_at, around),
    "closed": lambda line, around: _day(line.card.closed_at, around),
    "lost-reason": lambda line, _around: one_line(line.lost_reason),
    "state": lambda line, around: state_words(line.card.state, around.words),
}
