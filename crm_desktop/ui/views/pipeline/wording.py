"""What a card, a column and the head of the board say in words, on the screen and to a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QDate

from crm_desktop.domain.deal_pages import Board, DealCard, NextStep, StageColumn
from crm_desktop.domain.money import Money, decimals
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.texts import clock, locale, money, number, one_line, plural, short_day, tr, weekday_short
from crm_desktop.ui.theme.tokens import Tone

_WORTH_SAYING_DAYS = 14
_SPOKEN = {
    "EUR": ("{amount} euro", "{amount} euros"),
    "USD": ("{amount} dollar", "{amount} dollars"),
    "GBP": ("{amount} pound", "{amount} pounds"),
    "CHF": ("{amount} franc", "{amount} francs"),
    "JPY": ("{amount} yen", "{amount} yen"),
}


@dataclass(frozen=True, slots=True)
class CardWords:
    """The texts of one card, each on one line; `spoken` is for screen readers, without the card's place."""

    title: str
    people: str
    here: str
    value: str
    chip: str
    tone: Tone
    spoken: str
    described: str


def card_words(card: DealCard, now: datetime) -> CardWords:
    """The texts of a card at `now`, the wall clock of the user (aware)."""
    chip, tone = chip_of(card, now)
    title = one_line(card.title) or tr("Deal without a name")
    people = _together(one_line(card.contact), one_line(card.company))
    here = _here(card, now)
    amount = spoken_money(card.value) if card.value else ""
    stage = tr("won") if card.state is DealState.WON else one_line(card.stage)
    return CardWords(
        title=title,
        people=people,
        here=here,
        value=money(card.value.minor, card.value.currency) if card.value else "",
        chip=chip,
        tone=tone,
        spoken=", ".join(part for part in (title, stage, amount, chip) if part),
        described=", ".join(part for part in (people, here, card.next_step.text if card.next_step else "") if part),
    )


def chip_of(card: DealCard, now: datetime) -> tuple[str, Tone]:
    """What the chip of a card says, and in which colour."""
    if card.state is DealState.WON:
        closed = (card.closed_at or now).astimezone(now.tzinfo).date()
        return tr("won {day}", day=short_day(closed, now.date())), Tone.GOOD
    if card.next_step is None:
        return tr("no next step"), Tone.LATE
    return _step_words(card.next_step, now)


def _step_words(step: NextStep, now: datetime) -> tuple[str, Tone]:
    today = now.date()
    distance = (step.day - today).days
    if distance < 0:
        return plural("{count} day late", "{count} days late", -distance), Tone.LATE
    if distance == 0:
        if step.at is None:
            return tr("today"), Tone.TODAY
        if step.at < now.time().replace(tzinfo=None):
            return tr("late"), Tone.LATE
        return tr("today {time}", time=clock(step.at)), Tone.TODAY
    day = weekday_short(step.day) if distance < 7 else short_day(step.day, today)
    return (tr("{day} {time}", day=day, time=clock(step.at)) if step.at else day), Tone.PLANNED


def days_here(card: DealCard, now: datetime) -> int:
    """How many midnights the deal has been in its stage, by the user's calendar."""
    return max(0, (now.date() - card.stage_since.astimezone(now.tzinfo).date()).days)


def _here(card: DealCard, now: datetime) -> str:
    """How long the deal lies in its stage, where nothing is planned that would move it."""
    if card.state is not DealState.OPEN:
        return ""
    planned = card.next_step is not None and card.next_step.day >= now.date()
    days = days_here(card, now)
    if planned or days < _WORTH_SAYING_DAYS:
        return ""
    return plural("{count} day here", "{count} days here", days)


def _together(first: str, second: str) -> str:
    if first and second:
        # Through the template, because names of the other direction are set apart there.
        return tr("{contact} · {company}", contact=first, company=second)
    return first or second


def spoken_money(amount: Money) -> str:
    """An amount as a screen reader should say it: `6,400 euros`."""
    places = decimals(amount.currency)
    unit = int(10**places)
    figure = number(amount.minor // unit)
    if amount.minor % unit:
        figure = str(locale().toString(amount.minor / unit, "f", places))
    one, many = _SPOKEN.get(amount.currency, ("{amount} " + amount.currency,) * 2)
    return tr(one if amount.minor == unit else many, amount=figure)


def sums_text(sums: Sequence[Money]) -> str:
    """Sums side by side, one per currency: `€9,300 + $200`; empty when there are none."""
    return " + ".join(money(amount.minor, amount.currency) for amount in sums)


def column_numbers(count: int, sums: Sequence[Money]) -> str:
    """What stands at the end of a column's head: `5 · €9,300`."""
    text = sums_text(sums)
    return tr("{count} · {sums}", count=number(count), sums=text) if text else number(count)


def column_explained(column: StageColumn) -> str:
    """The same in a sentence, with the chance of winning and what follows from it."""
    count = plural("{count} deal", "{count} deals", len(column.cards))
    chance = tr("{percent} % likely", percent=column.probability)
    weighted = tr("weighted {sums}", sums=sums_text(column.weighted)) if column.weighted else ""
    return ", ".join(part for part in (count, sums_text(column.sums), chance, weighted) if part)


def board_numbers(board: Board) -> str:
    """The line in the head of the view: `14 open, €37,600, weighted €14,900`."""
    parts = [plural("{count} open", "{count} open", board.open_count)]
    if board.open_sums:
        parts.append(sums_text(board.open_sums))
        parts.append(tr("weighted {sums}", sums=sums_text(board.weighted_sums)))
    return ", ".join(parts)


def won_heading(month: date) -> str:
    """`Won in November`."""
    name = str(locale().toString(QDate(month.year, month.month, month.day), "MMMM"))
    return tr("Won in {month}", month=name)


def quoted(title: str) -> str:
    """A deal's title for a sentence: one line, not too long."""
    return one_line(title, 60)
