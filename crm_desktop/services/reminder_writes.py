"""Reminders as rows: what goes into the tables, when it fires, and when it comes again."""

from __future__ import annotations

import uuid
from datetime import UTC, date, time, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_desktop.domain.contacts import clean_line, clean_text
from crm_desktop.domain.dates import wall_to_instant
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.reminders import ALL_DAY_HOUR, ReminderDraft, RepeatFrom
from crm_desktop.services.writes import Work

if TYPE_CHECKING:  # loaded with the first sentence or repetition, see `understand`
    from crm_desktop.domain.recurrence import Recurrence


def zone_named(name: str) -> tzinfo | None:
    """The IANA zone of that name; None for no name or an unknown one."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def insert_reminder(work: Work, draft: ReminderDraft, zone: tzinfo) -> int:
    """Put a reminder with its first occurrence into the tables, inside a unit of work; `zone` is the user's."""
    columns = reminder_columns(draft)
    reminder_id = work.insert("reminders", uid=uuid.uuid4().hex, created_at=work.now, **columns)
    work.insert(
        "occurrences", reminder_id=reminder_id, **moment_columns(draft.day, draft.at, zone_named(draft.zone) or zone)
    )
    return reminder_id


def reminder_columns(draft: ReminderDraft) -> dict[str, object]:
    """The columns of a reminder; raises InvalidInput for no text and for a rule that is none."""
    text = clean_line(draft.text, 500)
    if not text:
        raise InvalidInput("text", "Say what there is to do.")
    if draft.rule:
        _recurrence(draft.rule)
    return {
        "text": text,
        "contact_id": draft.contact_id,
        "deal_id": draft.deal_id,
        "start_day": draft.day.isoformat(),
        "wall_time": draft.at.strftime("%H:%M") if draft.at else None,
        "zone": draft.zone,
        "rule": draft.rule,
        "repeat_from": draft.repeat_from.value,
        "action": draft.action,
        "note": clean_text(draft.note, 20_000),
    }


def moment_columns(day: date, at: time | None, zone: tzinfo) -> dict[str, object]:
    """The columns of an occurrence at a wall-clock moment of a zone; None is the whole day, heard at nine."""
    instant = wall_to_instant(day, at or ALL_DAY_HOUR, zone).astimezone(UTC)
    return {
        "due_day": day.isoformat(),
        "wall_time": at.strftime("%H:%M") if at else None,
        "fires_at": int(instant.timestamp()),
    }


def following_day(rule: tuple[str, str, str, str | None, str], due: date, today: date) -> date | None:
    """When a repeating reminder comes again that ended `today`; None when it does not."""
    recurrence = _recurrence(rule[0])
    if rule[1] == RepeatFrom.DONE.value:
        return recurrence.next_after(today, today)
    return recurrence.next_after(date.fromisoformat(rule[2]), max(due, today))


def _recurrence(rule: str) -> Recurrence:
    # Loaded with the first reminder that repeats, to keep start-up fast.
    from crm_desktop.domain.recurrence import Recurrence

    try:
        return Recurrence.parse(rule)
    except ValueError:
        raise InvalidInput("rule", "“{rule}” is not a repetition.", rule=rule[:60]) from None
