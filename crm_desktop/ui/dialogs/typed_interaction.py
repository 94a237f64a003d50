"""What is typed about an interaction, before it is understood, and when it happened."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from crm_desktop.domain.interactions import Direction, InteractionDraft, InteractionKind
from crm_desktop.domain.messages import Message
from crm_desktop.domain.quick_entry import MomentUnderstood
from crm_desktop.ui.dialogs.interaction_words import future_refused
from crm_desktop.ui.drafts import Fields
from crm_desktop.ui.texts import moment
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import Understood

_NOON = time(12, 0)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields, as typed, so that a half-finished form can be put away and brought back."""

    kind: InteractionKind = InteractionKind.NOTE
    text: str = ""
    subject: str = ""
    direction: Direction = Direction.OUTGOING
    duration: str = ""
    when: str = ""
    mood: str = ""
    channel: str = ""
    due: str = ""

    def is_empty(self) -> bool:
        """Whether nothing was typed that would be a loss; a chosen kind alone is none."""
        typed = (self.text, self.subject, self.duration, self.when, self.mood, self.channel, self.due)
        return not any(each.strip() for each in typed)

    def as_fields(self) -> Fields:
        """The texts by name, for a draft."""
        return {each.name: str(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def of(cls, draft: InteractionDraft) -> Typed:
        """From something stored; an empty moment then means the one it has."""
        return cls(
            kind=draft.kind,
            text=draft.text,
            subject=draft.subject,
            direction=draft.direction if draft.direction is not Direction.NONE else Direction.OUTGOING,
            duration=str(draft.duration_minutes or ""),
            mood=draft.mood,
            channel=draft.channel,
            due=draft.due_day.isoformat() if draft.due_day is not None else "",
        )

    @classmethod
    def from_fields(cls, kept: Fields) -> Typed:
        """From a draft; what this version of the program does not know is left out."""
        texts = {each.name: kept[each.name] for each in fields(cls) if isinstance(kept.get(each.name), str)}
        kind, direction = texts.pop("kind", ""), texts.pop("direction", "")
        return cls(
            kind=InteractionKind(kind) if kind in set(InteractionKind) else InteractionKind.NOTE,
            direction=Direction(direction) if direction in set(Direction) else Direction.OUTGOING,
            **texts,
        )


def past_moment(understood: MomentUnderstood, now: datetime) -> Understood | Message | None:
    """A wall-clock moment up to `now` (aware, in the user's zone) as value and chip, or why it will not do.

    Without a time of day it is now for today, and noon for other days, so that no zone moves the day.
    """
    if understood.problem is not None:
        return understood.problem
    if understood.day is None:
        return None
    wall = datetime.combine(understood.day, understood.time or _time_of(understood.day, now))
    # A minute of grace: what was typed a moment ago may lie before the clock's seconds.
    if wall > now.replace(tzinfo=None) + timedelta(minutes=1):
        return future_refused()
    return Understood(wall, ((moment(wall, now.date()), Tone.PLANNED),))


def _time_of(day: date, now: datetime) -> time:
    return now.time().replace(tzinfo=None) if day == now.date() else _NOON


def zone_name(now: datetime) -> str:
    """The IANA name of the zone of an aware wall time; empty for a fixed offset."""
    return str(getattr(now.tzinfo, "key", ""))
