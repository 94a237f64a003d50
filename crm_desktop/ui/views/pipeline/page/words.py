"""What the page of a deal says in words."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.deal_history import WayStep
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.deal_profile import CLOSE, DealProfile
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.likelihood import LEAST_CLOSED, Likelihood, Reason
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.deal_value_words import worth_text
from crm_desktop.ui.texts import ago_days, money, number, one_line, plural, short_day, show, tr, whole_days
from crm_desktop.ui.theme.tokens import Tone


def value_of(card: DealCard) -> DealValue | None:
    """What a deal is worth."""
    return None if card.value is None else DealValue(card.value, card.period, card.times)


def weighted_words(profile: DealProfile) -> str:
    """`weighted €4,800 (75 %)` while it is open, and for what comes again what it counts in sums; empty without a value."""
    worth = profile.card.worth
    if worth is None:
        return ""
    value = value_of(profile.card)
    counted = worth_text(value) if value is not None else ""
    if profile.card.state is not DealState.OPEN:
        return counted
    weighted = Money(round(worth.minor * profile.percent / 100), worth.currency)
    words = tr(
        "weighted {amount} ({percent}\u00a0%)",
        amount=money(weighted.minor, weighted.currency),
        percent=number(profile.percent),
    )
    return f"{counted}\n{words}" if counted else words


def weighted_explained(profile: DealProfile) -> str:
    """Where the percentage of the weighted amount comes from, for a tooltip."""
    return tr(
        "{percent} % is the chance of {stage}; the sums of the board and the forecast count with it",
        percent=number(profile.percent),
        stage=one_line(profile.card.stage, 60),
    )


def close_words(iso: str, today: date) -> str:
    """`12 Dec` for a stored day, with `over` where it has passed; what is no day stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    words = short_day(day, today, weekday=True)
    return tr("{day}, over", day=words) if day < today else words


def moved_words(profile: DealProfile) -> str:
    """`moved 2 times, first 12 Dec`: how often the expected close was put off or brought forward; empty for never."""
    moves = [change for change in profile.changes if change.field == CLOSE and change.old and change.new]
    if not moves:
        return ""
    first = date.fromisoformat(moves[-1].old)
    return plural("moved once, was {day}", "moved {count} times, first {day}", len(moves), day=short_day(first, first))


def usual_chip(found: Likelihood) -> tuple[str, Tone]:
    """`above your 41 %`: how it compares with all closed deals."""
    assert found.percent is not None, "there is no chip where nothing is said"
    assert found.usual is not None, "the usual share is known where a percentage is"
    usual = number(found.usual)
    if abs(found.percent - found.usual) <= 2:
        return tr("your usual {percent} %", percent=usual), Tone.NEUTRAL
    if found.percent > found.usual:
        return tr("above your {percent} %", percent=usual), Tone.GOOD
    return tr("below your {percent} %", percent=usual), Tone.LATE


def reason_words(reason: Reason) -> str:
    """`+ referral (you win 9 of 18)`; a reason that counts neither way has a dot."""
    sign = "·" if reason.good is None else "+" if reason.good else "−"
    return tr("{sign} {reason}", sign=sign, reason=show(reason.text))


def reason_spoken(reason: Reason) -> str:
    """The same for a screen reader, which says signs as it likes."""
    words = show(reason.text)
    if reason.good is None:
        return words
    return tr("for it: {reason}", reason=words) if reason.good else tr("against it: {reason}", reason=words)


def from_words(found: Likelihood) -> str:
    """`from 38 closed deals`, or how many are missing until something can be said."""
    if found.percent is not None:
        return plural("from {count} closed deal", "from {count} closed deals", found.deals)
    return tr(
        "Not enough closed deals yet: {count} of the {least} that this needs.",
        count=number(found.deals),
        least=number(LEAST_CLOSED),
    )


def way_words(step: WayStep) -> str:
    """What stands at the end of a stage of the way: `6 d`; nothing where the deal never was."""
    return ago_days(step.days) if step.visits else ""


def way_spoken(step: WayStep) -> str:
    """`Negotiation, here now, 2 days`: a stage of the way for a screen reader and for its tooltip."""
    how = {
        "past": tr("passed"),
        "now": tr("here now"),
        "ahead": tr("not reached yet"),
        "won": tr("the end it came to"),
        "lost": tr("the end it came to"),
    }[step.state]
    days = whole_days(step.days) if step.visits else ""
    visits = plural("", "{count} times here", step.visits) if step.visits > 1 else ""
    return ", ".join(part for part in (one_line(step.stage, 60), how, days, visits) if part)
