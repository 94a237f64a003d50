"""What a card, a column and the head of the board say in words, on the screen and to a screen reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from PySide6.QtCore import QDate

from crm_desktop.domain.deal_pages import Board, DealCard, NextStep, StageColumn
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.money import Money, add_up
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.deal_value_words import short_value_text, spoken_value, value_text, worth_text
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import clock, locale, money, number, one_line, plural, short_day, show, tr, weekday_short
from crm_desktop.ui.theme.tokens import Tone

USUAL_WORDS = DealWords()
_WORTH_SAYING_DAYS = 14


@dataclass(frozen=True, slots=True)
class CardWords:
    """The texts of one card, each on one line. `stuck`: `here` is said in red. `tags` are names with their tones.

    What is only heard, or pointed at, is worked out when it is asked for: most cards are only looked at.
    """

    title: str
    people: str
    here: str
    value: str
    chip: str
    tone: Tone
    stuck: bool
    tags: tuple[tuple[str, Tone], ...]
    card: DealCard = field(compare=False, repr=False)
    called: DealWords = field(compare=False, repr=False)

    @property
    def value_short(self) -> str:
        """The amount for a card without room for `value`."""
        value = _value(self.card)
        return short_value_text(value) if value else ""

    @property
    def spoken(self) -> str:
        """For screen readers, without the card's place: title, stage, amount, next step."""
        value = _value(self.card)
        stage = self.called.won if self.card.state is DealState.WON else one_line(self.card.stage)
        return ", ".join(part for part in (self.title, stage, spoken_value(value) if value else "", self.chip) if part)

    @property
    def described(self) -> str:
        """What else there is to say: people, why it is stuck, what is to be done, what it counts in sums."""
        return ", ".join(part for part in (self.people, *_described(self.card, self.here)) if part)


def card_words(card: DealCard, now: datetime, words: DealWords = USUAL_WORDS) -> CardWords:
    """The texts of a card at `now`, the wall clock of the user (aware)."""
    chip, tone = chip_of(card, now, words)
    value = _value(card)
    return CardWords(
        title=one_line(card.title) or tr("Without a name"),
        people=_together(one_line(card.contact), one_line(card.company)),
        here=_here(card, now),
        value=value_text(value) if value else "",
        chip=chip,
        tone=tone,
        stuck=card.stuck is not None,
        tags=tuple((one_line(tag.name, 30), tone_of(tag.colour)) for tag in card.tags),
        card=card,
        called=words,
    )


def _value(card: DealCard) -> DealValue | None:
    return DealValue(card.value, card.period, card.times) if card.value else None


def _described(card: DealCard, here: str) -> Iterator[str]:
    value = _value(card)
    yield show(card.stuck).rstrip(".") if card.stuck is not None else here
    yield one_line(card.next_step.text) if card.next_step else ""
    yield worth_text(value) if value else ""
    if card.expected_close is not None and card.state is DealState.OPEN:
        yield tr("expected {day}", day=short_day(card.expected_close, card.expected_close))
    if card.tags:
        yield tr("tags: {names}", names=", ".join(one_line(tag.name, 30) for tag in card.tags))


def tone_of(colour: str) -> Tone:
    """The tone of that name; the neutral one for an empty or unknown name."""
    return next((tone for tone in Tone if tone.value == colour), Tone.NEUTRAL)


def chip_of(card: DealCard, now: datetime, words: DealWords = USUAL_WORDS) -> tuple[str, Tone]:
    """What the chip of a card says, and in which colour."""
    if card.state is DealState.WON:
        closed = (card.closed_at or now).astimezone(now.tzinfo).date()
        return tr("{won} {day}", won=words.won, day=short_day(closed, now.date())), Tone.GOOD
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
    days = days_here(card, now)
    if card.stuck is not None:
        return plural("stuck, {count} day", "stuck, {count} days", days)
    planned = card.next_step is not None and card.next_step.day >= now.date()
    if planned or days < _WORTH_SAYING_DAYS:
        return ""
    return plural("{count} day here", "{count} days here", days)


def _together(first: str, second: str) -> str:
    if first and second:
        # Through the template, because names of the other direction are set apart there.
        return tr("{contact} · {company}", contact=first, company=second)
    return first or second


def sums_text(sums: Sequence[Money]) -> str:
    """Sums side by side, one per currency: `€9,300 + $200`; empty when there are none."""
    return " + ".join(money(amount.minor, amount.currency) for amount in sums)


def column_numbers(count: int, sums: Sequence[Money]) -> str:
    """What stands at the end of a column's head: `5 · €9,300`."""
    text = sums_text(sums)
    return tr("{count} · {sums}", count=number(count), sums=text) if text else number(count)


def shown_numbers(shown: Sequence[DealCard], column: StageColumn) -> str:
    """The same for a column of which the board shows only some: `2 of 5 · €3,600`."""
    if len(shown) == len(column.cards):
        return column_numbers(len(shown), column.sums)
    text = sums_text(add_up(card.worth for card in shown if card.worth is not None))
    counted = tr("{shown} of {count}", shown=number(len(shown)), count=number(len(column.cards)))
    return tr("{count} · {sums}", count=counted, sums=text) if text else counted


def column_explained(column: StageColumn, words: DealWords = USUAL_WORDS) -> str:
    """The column in a sentence: number, sum, the chance and where it comes from, what follows from it, its share."""
    weighted = tr("weighted {sums}", sums=sums_text(column.weighted)) if column.weighted else ""
    share = tr("{percent} % of all open", percent=number(round(column.share * 100))) if column.cards else ""
    parts = (words.count(len(column.cards)), sums_text(column.sums), chance_words(column), weighted, share)
    return ", ".join(part for part in (*parts, stuck_words(column)) if part)


def chance_words(column: StageColumn) -> str:
    """`75 % likely (as set)`, `62 % likely (learned from 38 that ended)`."""
    chance = tr("{percent} % likely", percent=number(column.chance.percent))
    if not column.chance.learned:
        return tr("{chance} (as set)", chance=chance)
    return plural(
        "{chance} (learned from {count} that ended)",
        "{chance} (learned from {count} that ended)",
        column.chance.deals,
        chance=chance,
    )


def stuck_words(column: StageColumn) -> str:
    """`stuck after 14 quiet days (learned)`; says so where nothing ever is."""
    after = column.stuck_after
    if after.days is None:
        return tr("never stuck")
    days = plural("stuck after {count} quiet day", "stuck after {count} quiet days", after.days)
    how = tr("as set") if after.given else tr("learned") if after.learned else tr("usual")
    return tr("{days} ({how})", days=days, how=how)


def won_numbers(board: Board, shown: Sequence[DealCard]) -> str:
    """The head of what was won: `4 · €12,850`, `1 of 4 · €4,100` where only some of it is shown."""
    if len(shown) == len(board.won):
        return column_numbers(len(shown), board.won_sums)
    counted = tr("{shown} of {count}", shown=number(len(shown)), count=number(len(board.won)))
    text = sums_text(add_up(card.worth for card in shown if card.worth is not None))
    return tr("{count} · {sums}", count=counted, sums=text) if text else counted


def won_explained(board: Board, words: DealWords = USUAL_WORDS) -> str:
    """The same in a sentence."""
    return ", ".join(part for part in (words.count(len(board.won)), sums_text(board.won_sums)) if part)


def board_numbers(board: Board) -> str:
    """The line in the head of the view: `14 open, €37,600, weighted €14,900`."""
    parts = [plural("{count} open", "{count} open", board.open_count)]
    if board.open_sums:
        parts.append(sums_text(board.open_sums))
        parts.append(tr("weighted {sums}", sums=sums_text(board.weighted_sums)))
    return ", ".join(parts)


def won_heading(month: date, words: DealWords = USUAL_WORDS) -> str:
    """`Won in November`, `Hired in November`."""
    name = str(locale().toString(QDate(month.year, month.month, month.day), "MMMM"))
    return tr("{ending} in {month}", ending=words.won_ending(), month=name)


def quoted(title: str) -> str:
    """A deal's title for a sentence: one line, not too long."""
    return one_line(title, 60)
