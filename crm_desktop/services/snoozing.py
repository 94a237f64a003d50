"""The moments that people usually put things off to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crm_desktop.domain.messages import Message, message

_EVENING = time(18, 0)
_EVENING_ENDS = time(17, 0)


@dataclass(frozen=True, slots=True)
class SnoozeChoice:
    """One line of the snooze menu: its words and the wall-clock moment it stands for."""

    title: Message
    day: date
    at: time


def usual_moments(now: datetime, morning: time) -> list[SnoozeChoice]:
    """In an hour, this evening (while that is ahead), tomorrow, next Monday; `now` is the user's wall clock, naive.

    On a Sunday next week begins tomorrow, which is there already.
    """
    hour = now + timedelta(hours=1)
    tomorrow = now.date() + timedelta(days=1)
    monday = now.date() + timedelta(days=7 - now.weekday())
    choices = [SnoozeChoice(message("In 1 hour"), hour.date(), hour.time().replace(second=0, microsecond=0, fold=0))]
    if now.time() < _EVENING_ENDS:
        choices.append(SnoozeChoice(message("This evening"), now.date(), _EVENING))
    choices.append(SnoozeChoice(message("Tomorrow"), tomorrow, morning))
    if monday != tomorrow:
        choices.append(SnoozeChoice(message("Next week"), monday, morning))
    return choices
