"""Writing reminders as a calendar file (RFC 5545) that other calendars show and that is read back here without loss.

Events and not tasks unless the user says so: Google's and Outlook's calendars pass over VTODO. An event lasts a quarter of
an hour, or no calendar would show a line of it, and does not block the time of its owner. People stand in CONTACT, never
in ATTENDEE, which would make calendars send them invitations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Alarm, Event, Todo
from icalendar.prop import vDDDTypes, vRecur, vText

from crm_desktop.domain.calendar_entries import CalendarForm, Moment, WrittenReminder
from crm_desktop.domain.reminders import RepeatFrom
from crm_desktop.formats.icalendar.rules import written_rule
from crm_desktop.formats.icalendar.wording import SEPARATOR
from crm_desktop.formats.icalendar.zone_rules import zone_component
from crm_desktop.formats.vcard.properties import escape
from crm_desktop.runtime.whole_file import whole_file

PRODUCT = "-//crm-desktop//EN"
_SHOWN_FOR = timedelta(minutes=15)
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "X-WR-CALNAME:CRM Desktop")


class _Text(vText):
    """A TEXT value as RFC 5545 3.3.11 wants it; the library's own takes a backslash before an N for a line end."""

    def to_ical(self) -> bytes:
        """The text with its escapes."""
        return escape(str(self)).encode("utf-8", "replace")


def write_calendar(
    reminders: Iterable[WrittenReminder], path: Path, form: CalendarForm, now: datetime, morning: time
) -> int:
    """Write the reminders and return how many; the file appears in whole or not at all.

    `now` is an aware instant (UTC); `morning` the wall time at which reminders for whole days are heard.
    """
    known = list(reminders)
    with whole_file(path, newline="") as file:
        file.write("".join(f"{line}\r\n" for line in _HEAD))
        for zone, first in sorted(_zones(known).items()):
            file.write(zone_component(zone, first, now.year).to_ical().decode())
        for reminder in known:
            file.write(_component(reminder, form, now, morning).to_ical().decode())
        file.write("END:VCALENDAR\r\n")
    return len(known)


def _zones(reminders: Iterable[WrittenReminder]) -> dict[str, date]:
    first: dict[str, date] = {}
    for reminder in reminders:
        zone, day = reminder.starts.zone, reminder.starts.day
        if zone and reminder.starts.at is not None and not _is_utc(reminder.starts):
            first[zone] = min(day, first.get(zone, day))
    return first


def _component(reminder: WrittenReminder, form: CalendarForm, now: datetime, morning: time) -> Event | Todo:
    component = Todo() if form is CalendarForm.TASKS else Event()
    component.add("uid", _Text(reminder.uid))
    component.add("dtstamp", now)
    component.add("created", reminder.created_at)
    _add_moments(component, reminder, form)
    named = reminder.contact and reminder.contact.casefold() not in reminder.text.casefold()
    component.add("summary", _Text(reminder.text + (SEPARATOR + reminder.contact if named else "")))
    for name, value in _texts(reminder, named=bool(named)):
        component.add(name, _Text(value))
    if reminder.urgent:
        component.add("priority", 1)
    component.add("status", "NEEDS-ACTION" if form is CalendarForm.TASKS else "CONFIRMED")
    if form is CalendarForm.EVENTS:
        component.add("transp", "TRANSPARENT")
    component.add_component(_alarm(reminder, form, morning))
    if reminder.starts.at is None:
        component.add("x-crm-morning", _Text(_span(morning)))
    return component


def _texts(reminder: WrittenReminder, *, named: bool) -> Iterator[tuple[str, str]]:
    if reminder.note:
        yield "description", reminder.note
    if reminder.contact:
        yield "contact", f"{reminder.contact} <{reminder.email}>" if reminder.email else reminder.contact
    if named:
        yield "x-crm-name", reminder.contact
    if reminder.repeat_from is RepeatFrom.DONE:
        yield "x-crm-repeat-from", "DONE"
    for name, value in (
        ("x-crm-action", reminder.action),
        ("x-crm-contact", reminder.contact_uid),
        ("x-crm-deal", reminder.deal_uid),
    ):
        if value:
            yield name, value


def _add_moments(component: Event | Todo, reminder: WrittenReminder, form: CalendarForm) -> None:
    starts = reminder.starts
    is_task = form is CalendarForm.TASKS
    if not is_task or reminder.rule:
        component.add("dtstart", _value(starts, starts.day))
    if is_task:
        component.add("due", _value(starts, starts.day))
    elif starts.at is not None:
        component.add("duration", _SHOWN_FOR)
    if reminder.rule:
        component.add("rrule", vRecur.from_ical(written_rule(reminder.rule, starts)))
    if reminder.rule and reminder.except_days:
        component.add("exdate", [_value(starts, day) for day in reminder.except_days])
    if _is_utc(starts):
        component.add("x-crm-zone", _Text(starts.zone))
    component.add("x-crm-open", _Text(" ".join(day.strftime("%Y%m%d") for day in reminder.open_days)))


def _value(starts: Moment, day: date) -> date | datetime:
    if starts.at is None:
        return day
    return datetime.combine(day, starts.at, ZoneInfo(starts.zone) if starts.zone else None)


def _is_utc(starts: Moment) -> bool:
    """Whether the library writes the moment with a Z, which says nothing of the name of the zone."""
    return bool(starts.zone) and vDDDTypes(_value(starts, starts.day)).to_ical().endswith(b"Z")


def _alarm(reminder: WrittenReminder, form: CalendarForm, morning: time) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _Text(reminder.text))
    trigger = _Text(_span(morning) if reminder.starts.at is None else "PT0S")
    if form is CalendarForm.TASKS:
        trigger.params["RELATED"] = "END"
    alarm.add("trigger", trigger)
    return alarm


def _span(morning: time) -> str:
    return f"PT{morning.hour}H{morning.minute}M" if morning.minute else f"PT{morning.hour}H"
