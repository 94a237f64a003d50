"""The words, signs and colours of interactions, and durations as people type them."""

from __future__ import annotations

import re

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.interactions import Direction, InteractionKind
from crm_desktop.domain.messages import Message, message
from crm_desktop.ui.texts import number, plural, tr
from crm_desktop.ui.theme.tokens import Tone

LONGEST_MINUTES = 24 * 60
MOODS = ("good", "neutral", "bad")
MOOD_TONES = {"good": Tone.GOOD, "neutral": Tone.TODAY, "so-so": Tone.TODAY, "bad": Tone.LATE}
_DURATION = re.compile(
    r"(?:(?P<hours>\d{1,3})(?:[.,](?P<part>\d))?\s*h(?:ours?|rs?)?)?\s*"
    r"(?:(?P<minutes>\d{1,5})\s*(?:m|mins?|minutes?)?\.?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})")


def kind_title(kind: InteractionKind) -> str:
    """`Call`, `E-mail`, …"""
    return {
        InteractionKind.NOTE: tr("Note"),
        InteractionKind.CALL: tr("Call"),
        InteractionKind.EMAIL: tr("E-mail"),
        InteractionKind.MEETING: tr("Meeting"),
        InteractionKind.MESSAGE: tr("Message"),
        InteractionKind.VISIT: tr("Visit"),
        InteractionKind.PURCHASE: tr("Purchase"),
        InteractionKind.PROMISE: tr("Promise"),
        InteractionKind.TICKET: tr("Ticket"),
        InteractionKind.FEEDBACK: tr("Feedback"),
    }[kind]


def direction_words(kind: InteractionKind) -> tuple[str, str]:
    """What outgoing and incoming are called for a kind."""
    if kind in (InteractionKind.EMAIL, InteractionKind.MESSAGE):
        return tr("I wrote"), tr("they wrote")
    if kind is InteractionKind.CALL:
        return tr("I called"), tr("they called")
    if kind is InteractionKind.PROMISE:
        return tr("I owe"), tr("they owe")
    return tr("I asked for it"), tr("they asked for it")


def form_title(kind: InteractionKind, name: str) -> str:
    """`Call with Marta Oliveira`."""
    return {
        InteractionKind.NOTE: tr("Note about {name}", name=name),
        InteractionKind.CALL: tr("Call with {name}", name=name),
        InteractionKind.EMAIL: tr("E-mail with {name}", name=name),
        InteractionKind.MEETING: tr("Meeting with {name}", name=name),
        InteractionKind.MESSAGE: tr("Message with {name}", name=name),
        InteractionKind.VISIT: tr("Visit of {name}", name=name),
        InteractionKind.PURCHASE: tr("Purchase of {name}", name=name),
        InteractionKind.PROMISE: tr("Promise with {name}", name=name),
        InteractionKind.TICKET: tr("Ticket of {name}", name=name),
        InteractionKind.FEEDBACK: tr("Feedback of {name}", name=name),
    }[kind]


def entry_title(kind: InteractionKind, direction: Direction, subject: str, minutes: int | None) -> str:
    """The bold words of a timeline entry: `Call, 14 minutes`, `E-mail: Proposal`, `Call from them`."""
    words = kind_title(kind)
    if kind is InteractionKind.PROMISE:
        words = tr("Promised to me") if direction is Direction.INCOMING else tr("I promised")
    elif direction is Direction.INCOMING and kind is not InteractionKind.NOTE:
        words = {
            InteractionKind.CALL: tr("Call from them"),
            InteractionKind.EMAIL: tr("E-mail from them"),
            InteractionKind.MESSAGE: tr("Message from them"),
        }.get(kind, words)
    if subject:
        words = tr("{kind}: {subject}", kind=words, subject=subject)
    if minutes:
        words = tr("{kind}, {duration}", kind=words, duration=duration_words(minutes))
    return words


def mood_words(mood: str) -> str:
    """The words of a mood as stored; moods of other programs are shown as they are."""
    return {"good": tr("good"), "neutral": tr("neutral"), "so-so": tr("so-so"), "bad": tr("bad")}.get(mood, mood)


def shown_mood(mood: str) -> str:
    """The mood that a form offers for a stored one; earlier versions wrote so-so for neutral."""
    return mood if mood in MOODS else {"so-so": "neutral"}.get(mood, "")


def duration_words(minutes: int) -> str:
    """`14 minutes`, `1 h 20 min`."""
    if minutes < 60:
        return plural("{count} minute", "{count} minutes", minutes)
    hours, rest = divmod(minutes, 60)
    if rest:
        return tr("{hours} h {minutes} min", hours=number(hours), minutes=rest)
    return tr("{hours} h", hours=number(hours))


def minutes_of(text: str) -> int | None:
    """Minutes from `14`, `14 min`, `1 h 20`, `1.5 h` or `1:20`; None when empty. Raises InvalidInput (field "duration")."""
    stripped = text.strip()
    if not stripped:
        return None
    clock = _CLOCK.fullmatch(stripped)
    if clock is not None:
        minutes = int(clock[1]) * 60 + int(clock[2])
    else:
        found = _DURATION.fullmatch(stripped)
        if found is None:
            raise InvalidInput("duration", "“{text}” is not a duration; write 14 or 1 h 20.", text=stripped[:40])
        minutes = int(found["hours"] or 0) * 60 + int(found["part"] or 0) * 6 + int(found["minutes"] or 0)
    if not 0 < minutes <= LONGEST_MINUTES:
        raise InvalidInput("duration", "A duration is between one minute and one day.")
    return minutes


def future_refused() -> Message:
    """Why an interaction cannot lie ahead."""
    return message("That is still to come. Put it in as a reminder instead.")
