"""What an import of a calendar would do, entry by entry, beside what is stored already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from crm_desktop.domain.calendar_entries import CalendarEntry, LeftOut, Moment
from crm_desktop.domain.contacts import PointKind, compare_key
from crm_desktop.domain.dates import wall_to_instant
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.ports import Rejected
from crm_desktop.services.reminder_writes import reminder_columns
from crm_desktop.services.scheduling.series import recurrence
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import calendar_files as queries
from crm_desktop.storage.queries.calendar_files import StoredReminder

_BATCH = 500
_NAMED = 3
_EARLIEST = date(1970, 1, 1)
_WHEN = ("start_day", "wall_time", "zone")
_HOW = ("rule", "except_days", "repeat_from")


class Fate(StrEnum):
    """What becomes of an entry."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left out"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Planned:
    """One entry and what becomes of it: `remarks` say why, what changes, or what could not be kept.

    `opens` are the days on which it will be open; `stored` is the reminder with the same identifier; `columns` are those to
    be written, of a known reminder only what changes.
    """

    line: int
    fate: Fate
    text: str = ""
    rings: Moment | None = None
    starts: Moment | None = None
    rule: str = ""
    is_task: bool = False
    contact: str = ""
    remarks: tuple[Message, ...] = ()
    left_out: LeftOut | None = None
    uid: str = ""
    opens: tuple[date, ...] = ()
    stored: StoredReminder | None = None
    columns: dict[str, object] | None = None


class Planner:
    """Compares the entries of one file with what is stored; writes nothing. `now` is an aware instant (UTC)."""

    def __init__(self, connection: Connection, now: datetime, zone: ZoneInfo, *, past: bool) -> None:
        self._connection = connection
        self._now = now
        self._zone = zone
        self._past = past

    def plan(self, entries: Iterable[CalendarEntry | Rejected]) -> Iterator[Planned]:
        """What becomes of each entry, in their order."""
        source = iter(entries)
        while batch := list(islice(source, _BATCH)):
            around = _Around.of(self._connection, [each for each in batch if isinstance(each, CalendarEntry)])
            for entry in batch:
                yield self._one(entry, around)

    def _one(self, entry: CalendarEntry | Rejected, around: _Around) -> Planned:
        if isinstance(entry, Rejected):
            return Planned(entry.line, Fate.REJECTED, entry.name, remarks=(entry.why,))
        plan = Planned(
            entry.line,
            Fate.NEW,
            entry.text,
            entry.rings,
            entry.starts,
            entry.rule,
            entry.is_task,
            remarks=entry.remarks,
            uid=entry.uid,
        )
        known = around.stored.get(entry.uid)
        if entry.left_out is not None:
            still = (
                () if known is None or not known.open_moments else (message("The reminder for it is still open here."),)
            )
            return replace(plan, fate=Fate.LEFT_OUT, left_out=entry.left_out, remarks=still, stored=known)
        opens = self._opens(entry)
        if not opens and known is None:
            if entry.lost_rule:
                words = "Its repetition ({rule}) cannot be kept here, and its first time has passed."
                return replace(plan, fate=Fate.REJECTED, remarks=(message(words, rule=entry.lost_rule),))
            return replace(plan, fate=Fate.LEFT_OUT, left_out=LeftOut.PAST)
        contact_id, contact, doubt = around.person(entry)
        plan = replace(plan, opens=opens, contact=contact, remarks=(*entry.remarks, *doubt))
        try:
            columns = reminder_columns(_draft(entry, contact_id, around.deals.get(entry.deal_uid)))
        except InvalidInput as error:
            return replace(plan, fate=Fate.REJECTED, remarks=(error.sentence,))
        if known is None:
            return replace(plan, columns=columns)
        return self._compared(plan, entry, known, columns)

    # ------------------------------------------------------------------------------------------------- is it over

    def _opens(self, entry: CalendarEntry) -> tuple[date, ...]:
        """The days on which it is to be open: those on which our own was, else the next one ahead; none when it is over."""
        if entry.was_open:
            return entry.was_open
        later = entry.rings.day - entry.starts.day
        if not entry.rule:
            wanted = entry.is_task or self._past
            is_open = entry.starts.day >= _EARLIEST and (wanted or not self._is_over(entry.starts, entry.starts.day))
            return (entry.rings.day,) if is_open else ()
        rule = recurrence(entry.rule)
        today = self._now.astimezone(self._zone).date()
        day: date | None = entry.starts.day
        if day is not None and day < today - timedelta(days=1):
            day = rule.next_after(entry.starts.day, today - timedelta(days=2))
        while day is not None and (day in entry.except_days or self._is_over(entry.starts, day)):
            day = rule.next_after(entry.starts.day, day)
        return () if day is None else (day + later,)

    def _is_over(self, starts: Moment, day: date) -> bool:
        zone = ZoneInfo(starts.zone) if starts.zone else self._zone
        if starts.at is None:
            return day < self._now.astimezone(self._zone).date()
        return wall_to_instant(day, starts.at, zone) < self._now

    # ------------------------------------------------------------------------------------------- what is different

    def _compared(
        self, plan: Planned, entry: CalendarEntry, known: StoredReminder, columns: dict[str, object]
    ) -> Planned:
        kept = _not_said(entry, known)
        changed = {name: value for name, value in columns.items() if name not in kept and known.columns[name] != value}
        if self._is_same_moment(entry, known, columns):
            for name in _WHEN:
                changed.pop(name, None)
        if "rule" in changed and _same_rule(str(known.columns["rule"]), entry.rule):
            del changed["rule"]
        if not changed:
            return replace(plan, fate=Fate.UNCHANGED, stored=known)
        if not plan.opens:
            # It was moved into the past: what stands here stays.
            return replace(plan, fate=Fate.LEFT_OUT, left_out=LeftOut.PAST, stored=known)
        remarks = (*_news(changed, known, plan), *plan.remarks)
        return replace(plan, fate=Fate.CHANGED, stored=known, columns=changed, remarks=remarks)

    def _is_same_moment(self, entry: CalendarEntry, known: StoredReminder, columns: dict[str, object]) -> bool:
        said = (str(columns["start_day"]), columns["wall_time"])
        if entry.rule or known.columns["rule"]:
            return said == (known.columns["start_day"], known.columns["wall_time"]) and (
                known.columns["zone"] == columns["zone"]
            )
        if entry.was_open is not None and said in known.open_moments:
            return True
        return self._instant(known.columns) == self._instant(columns) and bool(known.columns["zone"]) == bool(
            columns["zone"]
        )

    def _instant(self, columns: dict[str, object]) -> tuple[datetime, bool]:
        at = columns["wall_time"]
        zone = ZoneInfo(str(columns["zone"])) if columns["zone"] else self._zone
        wall = time.fromisoformat(str(at)) if at else time.min
        return wall_to_instant(date.fromisoformat(str(columns["start_day"])), wall, zone), at is None


@dataclass(frozen=True, slots=True)
class _Around:
    """What the entries of a batch may be about."""

    stored: dict[str, StoredReminder]
    by_email: dict[str, set[int]]
    contacts: dict[str, int]
    deals: dict[str, int]
    names: dict[int, str]

    @classmethod
    def of(cls, connection: Connection, entries: Sequence[CalendarEntry]) -> _Around:
        emails = {compare_key(PointKind.EMAIL, email) for entry in entries for email in entry.emails}
        by_email = queries.people_by_email(connection, sorted(emails))
        contacts = queries.contacts_by_uid(connection, [entry.contact_uid for entry in entries])
        ids = {*contacts.values(), *(each for found in by_email.values() for each in found)}
        return cls(
            queries.stored(connection, [entry.uid for entry in entries]),
            by_email,
            contacts,
            queries.deals_by_uid(connection, [entry.deal_uid for entry in entries]),
            queries.names_of(connection, sorted(ids)),
        )

    def person(self, entry: CalendarEntry) -> tuple[int | None, str, tuple[Message, ...]]:
        """Whom it is about: the one known person on it. Nobody, with a remark, when there are several."""
        if entry.contact_uid in self.contacts:
            found = {self.contacts[entry.contact_uid]}
        elif entry.deal_uid in self.deals:
            return None, "", ()
        else:
            keys = (compare_key(PointKind.EMAIL, email) for email in entry.emails)
            found = set().union(*(self.by_email.get(key, set()) for key in keys))
        if len(found) == 1:
            (contact_id,) = found
            return contact_id, self.names.get(contact_id, ""), ()
        if not found:
            return None, "", ()
        names = ", ".join(self.names.get(each, "") for each in sorted(found)[:_NAMED])
        words = "Several people that you know are on it ({names}); it was given to nobody."
        return None, "", (message(words, names=names),)


def _draft(entry: CalendarEntry, contact_id: int | None, deal_id: int | None) -> ReminderDraft:
    return ReminderDraft(
        text=entry.text,
        day=entry.rings.day,
        at=entry.rings.at,
        zone=entry.rings.zone,
        rule=entry.rule,
        repeat_from=entry.repeat_from,
        contact_id=contact_id,
        deal_id=deal_id,
        action=entry.action,
        note=entry.note,
        except_days=entry.except_days,
        urgent=bool(entry.urgent),
    )


def _not_said(entry: CalendarEntry, known: StoredReminder) -> set[str]:
    """Columns of which the file says nothing, or which only the user may change once they are set."""
    kept = {name for name in ("contact_id", "deal_id") if known.columns[name] is not None}
    kept.update(name for name in ("contact_id", "deal_id") if name not in kept and known.columns["deal_id"] is not None)
    if entry.urgent is None and entry.was_open is None:
        kept.add("urgent")
    if entry.was_open is None:
        kept.update(("action", "repeat_from"))
    if not entry.note:
        kept.add("note")
    return kept


def _same_rule(one: str, other: str) -> bool:
    return bool(one) and bool(other) and recurrence(one) == recurrence(other)


def _news(changed: dict[str, object], known: StoredReminder, plan: Planned) -> Iterator[Message]:
    """One sentence for each thing that is different in the file."""
    if "text" in changed:
        yield message("It was called “{before}”.", before=known.columns["text"])
    if any(name in changed for name in _WHEN):
        before = Moment(
            date.fromisoformat(known.columns["start_day"]),
            time.fromisoformat(known.columns["wall_time"]) if known.columns["wall_time"] else None,
        )
        clock = before.at.strftime("%H:%M") if before.at else ""
        yield (
            message("It was set for {day}, {time}.", day=before.day, time=clock)
            if clock
            else message("It was set for {day}.", day=before.day)
        )
    if any(name in changed for name in _HOW):
        yield message("It repeats in another way.")
    if "note" in changed:
        yield message("Its note is another one.")
    if "contact_id" in changed and plan.contact:
        yield message("It is about {name} now.", name=plan.contact)
