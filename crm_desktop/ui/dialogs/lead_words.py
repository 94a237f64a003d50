"""Leads in the user's words: steps with their terms explained, fit, where they come from, how long ago."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.background import LifecycleStage
from crm_desktop.domain.leads import Fit, KnownPerson, LeadRow
from crm_desktop.ui.texts import one_line, plural, short_day, tr
from crm_desktop.ui.theme.tokens import Tone


def step_words(step: str) -> str:
    """`Interested (MQL)`."""
    return {
        LifecycleStage.LEAD.value: tr("Lead"),
        LifecycleStage.INTERESTED.value: tr("Interested (MQL)"),
        LifecycleStage.QUALIFIED.value: tr("Qualified (SQL)"),
        LifecycleStage.CLIENT.value: tr("Client"),
        LifecycleStage.REPEAT.value: tr("Repeat client"),
        LifecycleStage.PAST.value: tr("Past client"),
    }.get(step, step)


def step_explained(step: str) -> str:
    """What a step means, for a tooltip and for who asks."""
    return {
        LifecycleStage.LEAD.value: tr(
            "Lead: somebody who may become a client. You know who it is and where they come from."
        ),
        LifecycleStage.INTERESTED.value: tr(
            "Interested, also called MQL (marketing qualified lead): showed interest of their own, for example asked for "
            "a brochure, came to a webinar or answered a mail."
        ),
        LifecycleStage.QUALIFIED.value: tr(
            "Qualified, also called SQL (sales qualified lead): you spoke, and need, budget and time fit. Worth an offer: "
            "make it a deal."
        ),
    }.get(step, "")


def step_tone(step: str) -> Tone:
    """The colour of a step."""
    return {
        LifecycleStage.INTERESTED.value: Tone.PLANNED,
        LifecycleStage.QUALIFIED.value: Tone.GOOD,
    }.get(LifecycleStage(step) if step in set(LifecycleStage) else step, Tone.NEUTRAL)


def fit_words(fit: Fit) -> str:
    """`Good fit`."""
    return {Fit.GOOD: tr("Good fit"), Fit.BAD: tr("Bad fit"), Fit.UNKNOWN: tr("Not judged yet")}[fit]


def fit_tone(fit: Fit) -> Tone:
    """The colour of a judgement."""
    return {Fit.GOOD: Tone.GOOD, Fit.BAD: Tone.LATE, Fit.UNKNOWN: Tone.NEUTRAL}[fit]


def source_words(source: str) -> str:
    """The source, or that nobody wrote it down."""
    return one_line(source, 60) or tr("no source")


def age_words(since: date, today: date) -> str:
    """`new today`, `12 days`."""
    days = (today - since).days
    return tr("new today") if days <= 0 else plural("{count} day", "{count} days", days)


def next_words(row: LeadRow, today: date) -> str:
    """`call back, Thu 26 Nov`; empty when nothing is planned."""
    if row.next_day is None:
        return ""
    day = short_day(row.next_day, today, weekday=True)
    return tr("{text}, {day}", text=one_line(row.next_text, 60) or tr("Get in touch"), day=day)


def row_words(row: LeadRow, today: date) -> str:
    """The second line: `Casa Azul · Webinar · 12 days · next: call back, Thu 26 Nov`."""
    next_step = next_words(row, today)
    parts = (
        one_line(row.company, 60),
        source_words(row.source),
        age_words(row.since, today),
        tr("next: {step}", step=next_step) if next_step else "",
        one_line(row.fit_reason, 80),
    )
    return " · ".join(part for part in parts if part)


def read_aloud(row: LeadRow, today: date, *, steps: bool) -> str:
    """What a screen reader says of a line."""
    step = step_words(row.step) if steps else ""
    fit = fit_words(row.fit) if row.fit is not Fit.UNKNOWN else ""
    return ", ".join(part for part in (one_line(row.name), step, fit, row_words(row, today)) if part)


def phone_words(phone: str) -> str:
    """A number that is read from left to right in every language."""
    return f"\u200e{one_line(phone, 40)}" if phone else ""


def known_words(known: KnownPerson) -> str:
    """`Marta Oliveira, Casa Azul, is there already: the same e-mail address.`"""
    reason = {
        "email": tr("the same e-mail address"),
        "phone": tr("the same telephone number"),
    }.get(known.reason, tr("the same name"))
    who = ", ".join(part for part in (one_line(known.name, 60), one_line(known.company, 60)) if part)
    if known.lifecycle:
        return tr(
            "{who} is there already, as {step}: {reason}.", who=who, step=step_words(known.lifecycle), reason=reason
        )
    return tr("{who} is there already: {reason}.", who=who, reason=reason)
