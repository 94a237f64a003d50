"""The pills beside the title of an entry: how it went, how a promise or a ticket stands, what else is told at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crm_desktop.domain.interactions import InteractionKind, PromiseState, TicketState
from crm_desktop.domain.timeline_entries import TimelineEntry
from crm_desktop.ui.dialogs.interaction_words import MOOD_TONES, mood_words
from crm_desktop.ui.texts import plural, short_day, tr
from crm_desktop.ui.theme.tokens import Tone

Mark = tuple[str, Tone]


def marks_of(entry: TimelineEntry, today: date) -> Iterator[Mark]:
    """The pills of an entry, in order."""
    if entry.kind == InteractionKind.PROMISE:
        yield promise_mark(entry.state, entry.due_day, today)
    elif entry.kind == InteractionKind.TICKET:
        yield ticket_mark(entry.state)
        if entry.talks:
            yield plural("{count} talk", "{count} talks", entry.talks), Tone.NEUTRAL
    if entry.channel:
        yield entry.channel, Tone.NEUTRAL
    if entry.mood:
        yield mood_words(entry.mood), MOOD_TONES.get(entry.mood, Tone.NEUTRAL)


def promise_mark(state: str, due_day: date | None, today: date) -> Mark:
    """`kept`, `due 26 Nov`, `2 days late`, `open`."""
    if state == PromiseState.KEPT:
        return tr("kept"), Tone.GOOD
    if state == PromiseState.DROPPED:
        return tr("dropped"), Tone.NEUTRAL
    if due_day is None:
        return tr("open"), Tone.PLANNED
    late = (today - due_day).days
    if late > 0:
        return plural("{count} day late", "{count} days late", late), Tone.LATE
    return (
        (tr("due today"), Tone.TODAY) if late == 0 else (tr("due {day}", day=short_day(due_day, today)), Tone.PLANNED)
    )


def ticket_mark(state: str) -> Mark:
    """`open`, `waiting`, `solved`."""
    if state == TicketState.SOLVED:
        return tr("solved"), Tone.GOOD
    return (tr("waiting"), Tone.TODAY) if state == TicketState.WAITING else (tr("open"), Tone.LATE)
