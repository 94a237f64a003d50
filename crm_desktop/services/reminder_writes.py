"""Reminders as rows: what goes into the tables when one is written down."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta

from crm_desktop.domain.contacts import clean_line, clean_text
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.quick_entry import Person, Understood
from crm_desktop.domain.reminders import ReminderDraft, RepeatFrom, Series
from crm_desktop.services.scheduling.moments import moment_columns, zone_named
from crm_desktop.services.scheduling.series import Surroundings, insert_occurrence, next_day, recurrence
from crm_desktop.services.writes import Work
from crm_desktop.storage.queries import scheduling


def insert_reminder(work: Work, draft: ReminderDraft, around: Surroundings) -> int:
    """Put a reminder with its first occurrence, on its own day, into the tables, inside a unit of work."""
    columns = reminder_columns(draft)
    reminder_id = work.insert("reminders", uid=uuid.uuid4().hex, created_at=work.now, **columns)
    found = scheduling.series(work.read, reminder_id)
    assert found is not None  # inserted above
    day = _first_day(found)
    if day is not None:
        insert_occurrence(work, found, day, zone_named(draft.zone) or around.zone, around.morning)
    return reminder_id


def draft_of(
    understood: Understood,
    today: date,
    contact_id: int | None = None,
    deal_id: int | None = None,
    person: Person | None = None,
) -> ReminderDraft:
    """A sentence as a draft, for `today` if it names no day; `person` answers the question which of several was meant.

    Raises InvalidInput (field "text") when the sentence leaves a question open.
    """
    if person is None and len(understood.people) == 1:
        person = understood.people[0]
    answered = person is not None and len(understood.people) > 1
    if not understood.text or (understood.problem is not None and not answered):
        raise InvalidInput("text", understood.problem or "Say what there is to do.")
    return ReminderDraft(
        text=understood.text,
        day=understood.day or today,
        at=understood.time,
        zone=understood.zone if understood.time else "",
        rule=understood.recurrence.rrule() if understood.recurrence else "",
        repeat_from=understood.repeat_from,
        contact_id=person.contact_id if person else contact_id,
        deal_id=deal_id,
        action=understood.action or "",
        urgent=understood.urgent,
    )


def reminder_columns(draft: ReminderDraft) -> dict[str, object]:
    """The columns of a reminder; raises InvalidInput for no text and for a rule that is none."""
    text = clean_line(draft.text, 500)
    if not text:
        raise InvalidInput("text", "Say what there is to do.")
    if draft.rule:
        recurrence(draft.rule)
    return {
        "text": text,
        "contact_id": draft.contact_id,
        "deal_id": draft.deal_id,
        "start_day": draft.day.isoformat(),
        "wall_time": draft.at.strftime("%H:%M") if draft.at else None,
        "zone": draft.zone if draft.at else "",
        "rule": draft.rule,
        "repeat_from": draft.repeat_from.value,
        "except_days": ",".join(sorted({day.isoformat() for day in draft.except_days})),
        "urgent": int(draft.urgent),
        "action": draft.action,
        "note": clean_text(draft.note, 20_000),
    }


def _first_day(series: Series) -> date | None:
    """The first day of a reminder that is not left out; None when there is none."""
    if series.rule and series.start_day in series.except_days:
        return next_day(series, series.start_day)
    return series.start_day


def change_reminder(work: Work, reminder_id: int, around: Surroundings, columns: Mapping[str, object]) -> None:
    """Change columns of a reminder inside a unit of work; where that changes its day, time or rule, what is open moves."""
    before = scheduling.series(work.read, reminder_id)
    work.update("reminders", reminder_id, **columns)
    after = scheduling.series(work.read, reminder_id)
    if before != after and after is not None:
        move_open(work, after, around)


def move_open(work: Work, series: Series, around: Surroundings) -> None:
    """Bring what is open in line with a reminder whose day, time or repetition was changed, inside a unit of work.

    The earliest open occurrence goes to its new first day. Of the others that the user saw, set or missed, those whose day is
    still one of the rule get the new time, once each; the rest go with the first as one. What is merely derived is left to the
    reckoning. Nothing stays open when every day is left out. Where only one time is ever open, the others go for good, noted:
    nothing could reckon them anew after an undo.
    """
    zone, first = zone_named(series.zone) or around.zone, _first_day(series)
    one = not series.rule or series.repeat_from is RepeatFrom.DONE
    taken: set[date] = set()
    for place, each in enumerate(scheduling.open_occurrences(work.read, series.reminder_id)):
        day = each.planned_day if place else first
        if place and not one and first is not None and not (each.touched or each.shown or each.fires_at <= around.now):
            continue
        if day is None or (place and (one or day in taken or next_day(series, day - timedelta(days=1)) != day)):
            work.delete("occurrences", each.id)
            continue
        taken.add(day)
        fresh = {"snoozed": 0, "snoozed_at": None, "moved": 0, "planned_day": day.isoformat()}
        work.update("occurrences", each.id, **fresh, **moment_columns(day, series.at, zone, around.morning))
