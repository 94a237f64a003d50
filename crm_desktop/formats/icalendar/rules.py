"""Repeating entries: RRULE values of other programs in the form that the domain reads (RFC 5545 3.3.10, 3.8.5)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.domain.calendar_entries import Moment
from crm_desktop.domain.dates import instant_to_wall, wall_to_instant
from crm_desktop.domain.recurrence import Frequency, Recurrence

_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{2})([0-9]{2})[0-9]{2}(Z?))?")
_OF_THE_START = {"BYHOUR": "%H", "BYMINUTE": "%M", "BYSECOND": "%S"}
_OLDEST_COUNTED = date(1900, 1, 1)
_LONGEST = 500
_MOST_WEEKS = 5
_MOST_COUNTED = 20_000
_MOST_STEPS, _MOST_STEPS_OF_OUR_OWN = 10_000, 100_000
_DAYS_OF = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.MONTHLY: 31, Frequency.YEARLY: 366}


class UnsupportedRule(ValueError):
    """A rule that says something which our reminders cannot do; it is never read as something else."""


def read_rule(text: str, starts: Moment, home: str, *, is_own: bool = False) -> str:
    """The RRULE of an entry that starts so, as `Recurrence.parse` reads it and counts it from the same start.

    UNTIL becomes a wall day of the entry's own zone (`home` for one that floats): the last on which the entry still
    happens. A part that only repeats what the start says (BYHOUR of the same hour) goes. COUNT counts a start that is no
    day of the rule, which ours does not, so it is lessened then. Empty for a rule that never gives a second day, unless
    we wrote it (`is_own`). Raises UnsupportedRule, also for what would take long to reckon: no text of 500 letters was chosen
    in a calendar.
    """
    if len(text) > _LONGEST:
        raise UnsupportedRule("RRULE")
    parts = _parts(text)
    for name, pattern in _OF_THE_START.items():
        if name in parts and (starts.at is None or parts[name].lstrip("0") != starts.at.strftime(pattern).lstrip("0")):
            raise UnsupportedRule(f"{name}={parts[name]}")
        parts.pop(name, None)
    if "UNTIL" in parts:
        parts["UNTIL"] = _last_day(parts["UNTIL"], starts, home).strftime("%Y%m%d")
    rule = _parsed(parts)
    if any(abs(place) > _DAYS_OF[rule.frequency] for place in rule.by_set_position):
        raise UnsupportedRule("BYSETPOS")
    if rule.count is not None:
        rule = _with_own_count(rule, starts.day)
    if not is_own:
        rule = _in_usual_form(rule)
    return rule.rrule() if is_own or rule.next_after(starts.day, starts.day) is not None else ""


def quick_rule(rule: str, start: date, exceptions: int, *, is_own: bool) -> str:
    """The same rule, with its last day for its COUNT when days are so many that counting to each would take long."""
    if "COUNT=" not in rule or ";BY" not in rule:
        return rule
    parsed = Recurrence.parse(rule)
    if (parsed.count or 0) * (exceptions + 1) <= (_MOST_STEPS_OF_OUR_OWN if is_own else _MOST_STEPS):
        return rule
    last = max(parsed.occurrences(start), default=start)
    return replace(parsed, count=None, until=last).rrule()


def written_rule(rule: str, starts: Moment) -> str:
    """The RRULE value as other programs read it: UNTIL of the same kind as the start (RFC 5545 3.3.10), COUNT as it is there."""
    parsed = Recurrence.parse(rule)
    text = parsed.rrule()
    if parsed.until is not None and starts.at is not None:
        last = datetime.combine(parsed.until, starts.at)
        if starts.zone:
            last = wall_to_instant(parsed.until, starts.at, ZoneInfo(starts.zone)).replace(tzinfo=None)
        text = re.sub(r"UNTIL=[0-9]{8}", f"UNTIL={last:%Y%m%dT%H%M%S}{'Z' if starts.zone else ''}", text)
    if parsed.count is not None and not on_rule(parsed, starts.day):
        text = re.sub(r"COUNT=[0-9]+", f"COUNT={parsed.count + 1}", text)
    return text


def on_rule(rule: Recurrence, day: date) -> bool:
    """Whether a rule that begins on a day has that day itself."""
    return rule.next_after(day, day - timedelta(days=1)) == day


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().strip(";").split(";"):
        name, separator, value = part.partition("=")
        if not separator or name.strip() in parts:
            raise UnsupportedRule(part[:40])
        parts[name.strip()] = value.strip()
    return parts


def _parsed(parts: dict[str, str]) -> Recurrence:
    try:
        return Recurrence.parse(";".join(f"{name}={value}" for name, value in parts.items()))
    except ValueError as error:
        raise UnsupportedRule(str(error)) from error


def _in_usual_form(rule: Recurrence) -> Recurrence:
    """Outlook's `BYDAY=MO;BYSETPOS=-1` as `BYDAY=-1MO`, which is the same and is told in words: the last Monday."""
    days, places = rule.by_day, rule.by_set_position
    is_one_day = rule.frequency is Frequency.MONTHLY and len(days) == len(places) == 1 and not rule.by_month_day
    if not is_one_day or days[0].ordinal is not None or abs(places[0]) > _MOST_WEEKS:
        return rule
    return replace(rule, by_day=(replace(days[0], ordinal=places[0]),), by_set_position=())


def _last_day(text: str, starts: Moment, home: str) -> date:
    found = _UNTIL.fullmatch(text)
    if found is None:
        raise UnsupportedRule(f"UNTIL={text[:40]}")
    try:
        day = datetime.strptime(found[1], "%Y%m%d").replace(tzinfo=UTC).date()
        if found[2] is None or starts.at is None:
            return day
        last = datetime.combine(day, time(int(found[2]), int(found[3])))
        if found[4]:
            last = instant_to_wall(last.replace(tzinfo=UTC), ZoneInfo(starts.zone or home))
        return last.date() if last.time() >= starts.at else last.date() - timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise UnsupportedRule(f"UNTIL={text[:40]}") from error


def _with_own_count(rule: Recurrence, start: date) -> Recurrence:
    if start < _OLDEST_COUNTED or (rule.count or 0) > _MOST_COUNTED:
        # Uneven rules are counted through from their start: two thousand years of days would take seconds.
        raise UnsupportedRule("COUNT")
    if on_rule(rule, start):
        return rule
    if rule.count == 1:
        return replace(rule, count=None, until=start)
    return replace(rule, count=(rule.count or 1) - 1)
