"""What the snooze buttons of a notification offer, and the moment each stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from crm_desktop.domain.messages import Message, counted, message

PREFIX: Final = "snooze-"

_SPANS: Final = {"15m": timedelta(minutes=15), "1h": timedelta(hours=1), "3h": timedelta(hours=3)}
_EVENING: Final = time(18)
_DAYS_IN_A_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class PutOff:
    """Where a button leads: a span from now, or a day of the user's calendar with a time, None for its morning."""

    span: timedelta | None = None
    day: date = date.min
    at: time | None = None


def button(choice: str, now: datetime) -> tuple[str, Message]:
    """Id and words of the button for a choice of the setting; `now` is the user's wall clock, naive."""
    return f"{PREFIX}{choice}", _words(choice, now)


def put_off(action: str, now: datetime) -> PutOff | None:
    """What a pressed button stands for at `now` (the user's wall clock, naive); None for an unknown one."""
    choice, today = action.removeprefix(PREFIX), now.date()
    if choice in _SPANS:
        return PutOff(_SPANS[choice])
    days = {
        "tomorrow": 1,
        "monday": _DAYS_IN_A_WEEK - today.weekday(),
        "week": _DAYS_IN_A_WEEK,
        "evening": 0 if now.time() < _EVENING else 1,
    }
    if choice not in days:
        return None
    return PutOff(day=today + timedelta(days=days[choice]), at=_EVENING if choice == "evening" else None)


def _words(choice: str, now: datetime) -> Message:
    # Short: real daemons cut what does not fit beside Done.
    if choice in _SPANS:
        minutes = int(_SPANS[choice].total_seconds()) // 60
        if minutes < 60:
            return message("In {minutes} min", minutes=minutes)
        return counted("In {count} hour", "In {count} hours", minutes // 60)
    return {
        "evening": message("This evening") if now.time() < _EVENING else message("Tomorrow evening"),
        "tomorrow": message("Tomorrow"),
        "monday": message("Monday"),
        "week": message("In a week"),
    }[choice]
