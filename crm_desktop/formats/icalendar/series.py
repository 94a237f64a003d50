"""Entries of one series put together: single times that were moved, left out or added (RFC 5545 3.8.4.4, 3.8.5.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from crm_desktop.domain.calendar_entries import CalendarEntry, LeftOut
from crm_desktop.domain.messages import message
from crm_desktop.formats.icalendar.entry import EXCEPTION_LIMIT
from crm_desktop.formats.icalendar.occurrence import Occurrence
from crm_desktop.formats.icalendar.values import Stamp
from crm_desktop.formats.icalendar.wording import with_start
from crm_desktop.services.ports import Rejected

DayIn = Callable[[Stamp, str], date]
"""The day of a stamp for an entry of a zone."""


def joined(occurrences: Iterable[Occurrence | Rejected], day_in: DayIn) -> Iterator[CalendarEntry | Rejected]:
    """Entries that stand for themselves, in the order of the file, each with an identifier that no other has.

    A time of a series that was moved is left out of its series and becomes an entry of its own; one that was cancelled is
    only left out. Further days of a series become entries of their own.
    """
    # Where one was given twice (a second change of the same time, say) the first is taken: two reminders of one identifier
    # could not be told apart when the file comes again.
    lines: dict[str, int] = {}
    for each in _apart(list(occurrences), day_in):
        if isinstance(each, CalendarEntry) and lines.setdefault(each.uid, each.line) != each.line:
            yield _given_twice(each, lines[each.uid])
        else:
            yield each


def _apart(found: list[Occurrence | Rejected], day_in: DayIn) -> Iterator[CalendarEntry | Rejected]:
    # Which day a single time stands for is a day of its series' zone, not of its own.
    zones: dict[str, str] = {}
    for each in found:
        if isinstance(each, Occurrence) and each.instead_of is None:
            zones.setdefault(each.series, each.entry.starts.zone)
    moved, cut_short = _changed_times(found, zones, day_in)
    seen: dict[str, int] = {}
    for each in found:
        if isinstance(each, Rejected):
            yield each
        elif each.instead_of is not None:
            day = day_in(each.instead_of, zones.get(each.series, each.entry.starts.zone))
            yield from _one_time(each, day, has_series=each.series in zones)
        elif each.series in seen:
            yield _given_twice(each.entry, seen[each.series])
        else:
            seen[each.series] = each.entry.line
            yield from _whole(each, moved.get(each.series, set()), is_cut_short=each.series in cut_short)


def _given_twice(entry: CalendarEntry, first_line: int) -> Rejected:
    words = "It has the same identifier as the entry in line {line}."
    return Rejected(entry.line, message(words, line=first_line), entry.text)


def _changed_times(
    found: list[Occurrence | Rejected], zones: dict[str, str], day_in: DayIn
) -> tuple[dict[str, set[date]], set[str]]:
    """The days of each series that stand elsewhere, and the series of which all later times were changed."""
    moved: dict[str, set[date]] = {}
    cut_short: set[str] = set()
    for each in found:
        if isinstance(each, Occurrence) and each.instead_of is not None:
            if each.and_later:
                cut_short.add(each.series)
            else:
                day = day_in(each.instead_of, zones.get(each.series, each.entry.starts.zone))
                moved.setdefault(each.series, set()).add(day)
    return moved, cut_short


def _one_time(each: Occurrence, day: date, *, has_series: bool) -> Iterator[CalendarEntry | Rejected]:
    entry = each.entry
    if each.and_later:
        words = "It changes this and all later times of a repeating entry, which cannot be kept here."
        yield Rejected(entry.line, message(words), entry.text)
    elif entry.left_out is LeftOut.CANCELLED and has_series:
        return
    else:
        yield replace(entry, uid=_uid_of_day(each.series, day))


def _whole(each: Occurrence, moved: set[date], *, is_cut_short: bool) -> Iterator[CalendarEntry | Rejected]:
    entry = each.entry
    days = tuple(sorted({*entry.except_days, *moved}))[:EXCEPTION_LIMIT]
    remarks = entry.remarks
    if is_cut_short:
        words = "Later times of it were changed in the calendar; that could not be taken, so please look at them."
        remarks = (*remarks, message(words))
    yield replace(entry, except_days=days if entry.rule else (), remarks=remarks)
    for day in each.more_days:
        if day not in moved:
            yield _further(each, day)


def _further(each: Occurrence, day: date) -> CalendarEntry:
    entry = each.entry
    starts = replace(entry.starts, day=day)
    rings = replace(entry.rings, day=day + (entry.rings.day - entry.starts.day))
    return replace(
        entry,
        uid=_uid_of_day(entry.uid, day),
        text=with_start(each.title, starts, rings, repeats=False),
        starts=starts,
        rings=rings,
        rule="",
        lost_rule="",
        except_days=(),
        remarks=(),
    )


def _uid_of_day(uid: str, day: date) -> str:
    return f"{uid}/{day:%Y%m%d}"
