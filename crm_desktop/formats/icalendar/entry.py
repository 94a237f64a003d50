"""One event or task as a reminder: when it is, when it rings, how it repeats, and what cannot be kept of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from crm_desktop.domain.calendar_entries import CalendarEntry, LeftOut, Moment
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.reminders import RepeatFrom
from crm_desktop.formats.icalendar import wording
from crm_desktop.formats.icalendar.lines import Component
from crm_desktop.formats.icalendar.moments import (
    Alarms,
    Surroundings,
    in_range,
    instant_of,
    moment_of,
    read_alarms,
    shifted,
)
from crm_desktop.formats.icalendar.occurrence import Occurrence, Refused
from crm_desktop.formats.icalendar.rules import UnsupportedRule, quick_rule, read_rule
from crm_desktop.formats.icalendar.values import Line, Stamp, parse_line, read_span, read_stamps, utc_of
from crm_desktop.formats.icalendar.zones import iana_zone
from crm_desktop.services.ports import Rejected

EXCEPTION_LIMIT = 1_000
_SHOWN = 60
_FIRST_OPEN, _LAST_OPEN = 1970, 2199


def read_entry(component: Component, around: Surroundings) -> Occurrence | Rejected:
    """A VEVENT or VTODO as a reminder; never raises for what stands in it."""
    try:
        if component.kind == "VJOURNAL":
            raise Refused(message("It is a journal entry, neither an event nor a task."))
        return _Reading(component, around).read()
    except Refused as refused:
        why = refused.why
    except (ValueError, OverflowError):
        why = message("Its date cannot be understood.")
    return Rejected(component.line, why, _name_of(component))


def _name_of(component: Component) -> str:
    parsed = (parse_line(text) for text in component.lines)
    return wording.title_of({"SUMMARY": [line for line in parsed if line is not None and line.name == "SUMMARY"]})


@dataclass(slots=True)
class _Reading:
    component: Component
    around: Surroundings
    lines: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    remarks: list[Message] = field(default_factory=list)
    lost_rule: str = ""

    def read(self) -> Occurrence:
        for text in self.component.lines:
            line = parse_line(text)
            if line is not None:
                self.lines[line.name].append(line)
        alarms = read_alarms(self.component)
        stamp = self._start(alarms)
        repeats = "RRULE" in self.lines or "RDATE" in self.lines
        starts = self.around.moment(stamp, self.remarks, keep_utc=repeats)
        instead_of = next(iter(self._stamps("RECURRENCE-ID")), None)
        if instead_of is not None and not in_range(instead_of.day):
            raise Refused(message("It stands for a time that no calendar has."))
        rule = "" if instead_of is not None else self._rule(starts)
        if stamp.is_utc:
            starts = self._zone_for(stamp, starts, repeats=bool(rule))
        rings = self._rings(starts, alarms, repeats=bool(rule))
        more_days = () if instead_of is not None else self._more_days(starts, rings.day - starts.day)
        self._say_what_is_missing()
        and_later = any(
            line.parameters.get("RANGE", "").upper() == "THISANDFUTURE" for line in self.lines["RECURRENCE-ID"]
        )
        title = wording.title_of(self.lines)
        if not title:
            raise Refused(message("It has no title."))
        entry = self._entry(title, starts, rings, rule)
        return Occurrence(entry, entry.uid, title, instead_of, and_later, more_days)

    def _entry(self, title: str, starts: Moment, rings: Moment, rule: str) -> CalendarEntry:
        except_days = self._except_days(starts.zone) if rule else ()
        done_first = wording.first_text(self.lines, "X-CRM-REPEAT-FROM").strip().upper() == "DONE"
        return CalendarEntry(
            line=self.component.line,
            uid=wording.uid_of(self.lines),
            text=wording.with_start(title, starts, rings, repeats=bool(rule)),
            starts=starts,
            rings=rings,
            rule=quick_rule(rule, starts.day, len(except_days), is_own=self._is_own()),
            lost_rule=self.lost_rule,
            except_days=except_days,
            repeat_from=RepeatFrom.DONE if done_first and rule else RepeatFrom.DUE,
            note=wording.note_of(self.lines),
            urgent=wording.urgent_of(self.lines),
            action=wording.first_text(self.lines, "X-CRM-ACTION").strip()[:40],
            emails=wording.people_of(self.lines),
            contact_uid=wording.first_text(self.lines, "X-CRM-CONTACT").strip()[:200],
            deal_uid=wording.first_text(self.lines, "X-CRM-DEAL").strip()[:200],
            is_task=self.component.kind == "VTODO",
            was_open=self._was_open(),
            left_out=self._left_out(),
            remarks=tuple(self.remarks),
        )

    # --------------------------------------------------------------------------------------------------- when it is

    def _stamps(self, name: str) -> list[Stamp]:
        return [stamp for line in self.lines.get(name, ()) for stamp in read_stamps(line)]

    def _start(self, alarms: Alarms) -> Stamp:
        start = next(iter(self._stamps("DTSTART")), None)
        due = next(iter(self._stamps("DUE")), None)
        if self.component.kind == "VTODO" and due is not None and (start is None or not self._counts_from(start, due)):
            return due
        if start is not None:
            return start
        if alarms.moments:
            return min(alarms.moments, key=lambda stamp: (stamp.day, str(stamp.at)))
        raise Refused(message("It has no date."))

    def _zone_for(self, stamp: Stamp, starts: Moment, *, repeats: bool) -> Moment:
        """A time in UTC goes to the clock of the calendar, but what repeats stays at its hour in UTC (RFC 5545 3.3.5)."""
        own = iana_zone(wording.first_text(self.lines, "X-CRM-ZONE").strip())
        if own:
            return moment_of(utc_of(stamp), own)
        if repeats:
            self.remarks.append(message("It repeats at the same hour of UTC, also when your clock changes."))
            return starts
        return self.around.at_home(utc_of(stamp))

    def _counts_from(self, start: Stamp, due: Stamp) -> bool:
        # A rule counts from DTSTART; when the task is due some days later, its days are not those of the rule.
        return bool(self.lines.get("RRULE")) and start.day != due.day

    def _end(self, starts: Moment) -> Moment:
        """The end of an event, the due moment of a task; the start when nothing is said."""
        found = self._stamps("DTEND") or self._stamps("DUE")
        if found:
            end = self.around.moment(found[0], self.remarks, keep_utc=True)
            differs = end.at is not None and starts.zone and end.zone not in ("", starts.zone)
            return moment_of(instant_of(end, self.around.home), starts.zone) if differs else end
        spans = self.lines.get("DURATION", [])
        return shifted(starts, read_span(spans[0].value), by_wall=False) if spans else starts

    # --------------------------------------------------------------------------------------------- when it rings

    def _rings(self, starts: Moment, alarms: Alarms, *, repeats: bool) -> Moment:
        """The moment of the earliest alarm; the start without one, or when it cannot be kept beside the rule."""
        if starts.at is None and self._is_usual_for_days(alarms):
            return starts
        moments = self._alarm_moments(starts, alarms, repeats=repeats)
        if alarms.broken:
            words = ("An alarm could not be understood and was left out.", "{count} alarms could not be understood.")
            self.remarks.append(counted(*words, alarms.broken))
        kept = sorted({each for each in moments if each.day == starts.day or not repeats}, key=self._instant)
        if moments and not kept:
            self.remarks.append(
                message("Its alarm is on another day than the event; since it repeats, it rings on the day itself.")
            )
        if len(kept) > 1:
            left = ", ".join(_shown(each, starts) for each in kept[1:6])
            words = ("A further alarm was left out: {alarms}.", "{count} further alarms were left out: {alarms}.")
            self.remarks.append(counted(*words, len(kept) - 1, alarms=left))
        return kept[0] if kept else starts

    def _alarm_moments(self, starts: Moment, alarms: Alarms, *, repeats: bool) -> list[Moment]:
        moments: list[Moment] = []
        for span, from_end in alarms.spans:
            try:
                moments.append(self._ring_of_span(starts, span, from_end, repeats))
            except (ValueError, OverflowError):
                alarms.broken += 1
        if not (repeats and alarms.spans):
            # Of an alarm with a moment of its own, a repeating entry can only keep the time of day.
            moments += [self._ring_at(stamp, starts) for stamp in alarms.moments if in_range(stamp.day)]
        usable = [moment for moment in moments if in_range(moment.day)]
        alarms.broken += len(moments) - len(usable)
        return usable

    def _is_usual_for_days(self, alarms: Alarms) -> bool:
        """Whether the only alarm is the one that we wrote, at the hour at which reminders for whole days are heard."""
        own = wording.first_text(self.lines, "X-CRM-MORNING")
        try:
            return bool(own) and [span for span, _ in alarms.spans] == [read_span(own)] and not alarms.moments
        except ValueError:
            return False

    def _ring_of_span(self, starts: Moment, span: timedelta, from_end: bool, repeats: bool) -> Moment:
        base = self._end(starts) if from_end else starts
        moment = shifted(base, span, by_wall=repeats or base.at is None)
        # Whole days before a whole day: a whole day again, not midnight.
        return moment if base.at is not None or span.seconds else replace(moment, at=None)

    def _ring_at(self, stamp: Stamp, starts: Moment) -> Moment:
        zone = starts.zone or self.around.calendar or self.around.home
        if stamp.is_utc:
            moment = moment_of(utc_of(stamp), zone)
            # A whole day has no zone, and an alarm on it should not move when the user travels only for that reason.
            return replace(moment, zone=starts.zone) if starts.at is not None and not starts.zone else moment
        return self.around.moment(stamp, self.remarks, keep_utc=False)

    def _instant(self, moment: Moment) -> datetime:
        return instant_of(moment, self.around.home)

    # ----------------------------------------------------------------------------------------------- how it repeats

    def _rule(self, starts: Moment) -> str:
        rules = self.lines.get("RRULE", [])
        if not rules:
            return ""
        try:
            if len(rules) > 1 or self.lines.get("EXRULE"):
                raise UnsupportedRule("more than one rule")
            return read_rule(rules[0].value, starts, self.around.home, is_own=self._is_own())
        except UnsupportedRule:
            self.lost_rule = rules[0].value[:_SHOWN]
            words = "Its repetition ({rule}) cannot be kept here; only the first time was taken."
            self.remarks.append(message(words, rule=self.lost_rule))
            return ""

    def _except_days(self, zone: str) -> tuple[date, ...]:
        days: set[date] = set()
        for line in self.lines.get("EXDATE", ()):
            try:
                days.update(self.around.day_in(stamp, zone) for stamp in read_stamps(line))
            except (ValueError, OverflowError):
                self.remarks.append(message("Days on which it does not happen could not be understood."))
        if len(days) > EXCEPTION_LIMIT:
            raise Refused(message("It leaves out more than {limit} days.", limit=EXCEPTION_LIMIT))
        return tuple(sorted(days))

    def _more_days(self, starts: Moment, until_alarm: timedelta) -> tuple[date, ...]:
        """The days of RDATE beside the rule; each rings as long before or after its start as the first one does."""
        try:
            days = {self.around.day_in(stamp, starts.zone) for stamp in self._stamps("RDATE")} - {starts.day}
        except (ValueError, OverflowError):
            self.remarks.append(message("Further days on which it happens could not be understood."))
            return ()
        if len(days) > EXCEPTION_LIMIT:
            raise Refused(message("It happens on more than {limit} days that no rule gives.", limit=EXCEPTION_LIMIT))
        return tuple(day for day in sorted(days) if in_range(day) and in_range(day + until_alarm))

    # -------------------------------------------------------------------------------------------------- what became of it

    def _left_out(self) -> LeftOut | None:
        status = wording.first_text(self.lines, "STATUS").strip().upper()
        if status == "CANCELLED":
            return LeftOut.CANCELLED
        percent = wording.first_text(self.lines, "PERCENT-COMPLETE").strip()
        is_task = self.component.kind == "VTODO"
        done = status == "COMPLETED" or (is_task and ("COMPLETED" in self.lines or percent == "100"))
        return LeftOut.DONE if done else None

    def _is_own(self) -> bool:
        return bool(self.lines.get("X-CRM-OPEN"))

    def _was_open(self) -> tuple[date, ...] | None:
        if not self._is_own():
            return None
        line = Line("X-CRM-OPEN", {}, ",".join(wording.first_text(self.lines, "X-CRM-OPEN").split()[:EXCEPTION_LIMIT]))
        try:
            days = [stamp.day for stamp in read_stamps(line)]
        except ValueError:
            return None
        return tuple(day for day in days if _FIRST_OPEN <= day.year <= _LAST_OPEN)

    def _say_what_is_missing(self) -> None:
        if self.component.lost:
            words = "Line {line} could not be understood and was left out."
            self.remarks.append(message(words, line=self.component.lost[0]))
        if self.component.too_long or self.component.cut:
            self.remarks.append(message("The entry is too long; its end was left out."))
        if not self.component.is_complete:
            self.remarks.append(message("The entry has no end; please look whether something is missing."))


def _shown(moment: Moment, starts: Moment) -> str:
    time = moment.at.strftime("%H:%M") if moment.at else ""
    return time if moment.day == starts.day and time else f"{moment.day.isoformat()} {time}".strip()
