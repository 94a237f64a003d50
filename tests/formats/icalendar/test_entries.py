"""Moments, alarms, repetitions and damage of single entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest

from crm_desktop.domain.calendar_entries import CalendarEntry, LeftOut, Moment
from crm_desktop.domain.errors import BadFile
from crm_desktop.formats import FORMATS
from crm_desktop.formats.icalendar import reader
from crm_desktop.services.ports import Rejected
from tests.formats.icalendar.calendars import alarm, calendar

Entry = Callable[[str | bytes], CalendarEntry]
Read = Callable[[str | bytes], list[CalendarEntry | Rejected]]
AFTERNOON = "DTSTART;TZID=Europe/Berlin:20261124T150000"


def _rings(entry: CalendarEntry) -> tuple[str, str]:
    moment = entry.rings
    clock = moment.at.strftime(" %H:%M") if moment.at else ""
    return f"{moment.day.isoformat()}{clock}", moment.zone


@pytest.mark.parametrize(
    ("line", "rings", "zone"),
    [
        ("DTSTART:20261124T150000", "2026-11-24 15:00", ""),
        ("DTSTART:20261124T150000Z", "2026-11-24 16:00", "Europe/Berlin"),
        ("DTSTART;TZID=Asia/Tokyo:20261124T150000", "2026-11-24 15:00", "Asia/Tokyo"),
        ('DTSTART;TZID="Asia/Tokyo":20261124T150000', "2026-11-24 15:00", "Asia/Tokyo"),
        ("DTSTART;TZID=Tokyo Standard Time:20261124T150000", "2026-11-24 15:00", "Asia/Tokyo"),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Paris:20261124T150000", "2026-11-24 15:00", "Europe/Paris"),
        ("DTSTART;TZID=UTC:20261124T150000", "2026-11-24 15:00", "UTC"),
        ("DTSTART;TZID=/etc/passwd:20261124T150000", "2026-11-24 15:00", ""),
        ("DTSTART;TZID=../../x:20261124T150000", "2026-11-24 15:00", ""),
        ("DTSTART;VALUE=DATE:20261124", "2026-11-24", ""),
        ("DTSTART:20261124", "2026-11-24", ""),
        ("dtstart;value=date:20261124", "2026-11-24", ""),
        ("DTSTART:20261124T235960", "2026-11-24 23:59", ""),
        ("DTSTART:20261124T150045", "2026-11-24 15:00", ""),
    ],
)  # fmt: skip
def test_every_way_to_write_a_start(entry: Entry, line: str, rings: str, zone: str) -> None:
    assert _rings(entry(calendar(line))) == (rings, zone)


@pytest.mark.parametrize(
    ("start", "lines", "rings", "text"),
    [
        (AFTERNOON, (), "2026-11-24 15:00", "Call"),
        (AFTERNOON, alarm(":PT0S"), "2026-11-24 15:00", "Call"),
        (AFTERNOON, alarm(":-PT10M"), "2026-11-24 14:50", "Call · 15:00"),
        (AFTERNOON, alarm(":-P1D"), "2026-11-23 15:00", "Call · 2026-11-24 15:00"),
        (AFTERNOON, alarm(":-P1W"), "2026-11-17 15:00", "Call · 2026-11-24 15:00"),
        (AFTERNOON, alarm(":PT5M"), "2026-11-24 15:05", "Call · 15:00"),
        (AFTERNOON, ("DURATION:PT2H", *alarm(";RELATED=END:-PT30M")), "2026-11-24 16:30", "Call · 15:00"),
        (AFTERNOON, ("DTEND;TZID=Europe/Berlin:20261124T160000", *alarm(";RELATED=END:PT0S")), "2026-11-24 16:00", "Call · 15:00"),
        (AFTERNOON, alarm(";VALUE=DATE-TIME:20261124T130000Z"), "2026-11-24 14:00", "Call · 15:00"),
        (AFTERNOON, (*alarm(":-PT5M"), *alarm(":-PT1H"), *alarm(":-PT30M")), "2026-11-24 14:00", "Call · 15:00"),
        (AFTERNOON, ("BEGIN:VALARM", "ACTION:NONE", "TRIGGER:-PT5M", "END:VALARM"), "2026-11-24 15:00", "Call"),
        (AFTERNOON, alarm(":soon"), "2026-11-24 15:00", "Call"),
        (AFTERNOON, alarm(":-P999999D"), "2026-11-24 15:00", "Call"),
        ("DTSTART;VALUE=DATE:20261124", alarm(":PT9H"), "2026-11-24 09:00", "Call"),
        ("DTSTART;VALUE=DATE:20261124", alarm(":-PT15H"), "2026-11-23 09:00", "Call · 2026-11-24"),
        ("DTSTART;VALUE=DATE:20261124", alarm(":-P2D"), "2026-11-22", "Call · 2026-11-24"),
        ("DTSTART;VALUE=DATE:20261124", alarm(":PT0S"), "2026-11-24", "Call"),
        # The clock goes back in that night: an hour on the stop-watch is another moment than an hour on the wall.
        ("DTSTART;TZID=Europe/Berlin:20261025T033000", alarm(":-PT60M"), "2026-10-25 02:30", "Call · 03:30"),
        ("DTSTART;TZID=Europe/Berlin:20260329T033000", alarm(":-PT60M"), "2026-03-29 01:30", "Call · 03:30"),
    ],
)  # fmt: skip
def test_the_earliest_alarm_that_rings_is_the_moment(
    entry: Entry, start: str, lines: tuple[str, ...], rings: str, text: str
) -> None:
    found = entry(calendar(start, *lines))
    assert (_rings(found)[0], found.text) == (rings, text)


@pytest.mark.parametrize("trigger", [":soon", ":-P999999D", ""])
def test_an_alarm_that_cannot_be_kept_is_told(entry: Entry, trigger: str) -> None:
    assert "alarm could not be understood" in str(entry(calendar(AFTERNOON, *alarm(trigger))).remarks[0])


def test_a_repeating_entry_keeps_the_time_of_its_alarm_on_every_day(entry: Entry) -> None:
    found = entry(calendar(AFTERNOON, "RRULE:FREQ=DAILY", *alarm(":-PT10M")))
    assert (_rings(found)[0], found.rule, found.text) == ("2026-11-24 14:50", "FREQ=DAILY", "Call · 15:00")


def test_a_repeating_entry_whose_alarm_is_a_day_before_stays_and_that_is_told(entry: Entry) -> None:
    found = entry(calendar(AFTERNOON, "RRULE:FREQ=WEEKLY", *alarm(":-P1D")))
    assert (_rings(found)[0], found.text) == ("2026-11-24 15:00", "Call")
    assert "on another day" in str(found.remarks[0])


@pytest.mark.parametrize(
    ("start", "rule", "read_as"),
    [
        (AFTERNOON, "FREQ=DAILY;UNTIL=20261130", "FREQ=DAILY;UNTIL=20261130"),
        # 14:00 in UTC is 15:00 in Berlin: the 30th is the last time, a minute earlier it is not.
        (AFTERNOON, "FREQ=DAILY;UNTIL=20261130T140000Z", "FREQ=DAILY;UNTIL=20261130"),
        (AFTERNOON, "FREQ=DAILY;UNTIL=20261130T135900Z", "FREQ=DAILY;UNTIL=20261129"),
        ("DTSTART;TZID=America/Los_Angeles:20261124T180000", "FREQ=DAILY;UNTIL=20261201T020000Z", "FREQ=DAILY;UNTIL=20261130"),
        ("DTSTART:20261124T150000", "FREQ=DAILY;UNTIL=20261130T150000", "FREQ=DAILY;UNTIL=20261130"),
        ("DTSTART;VALUE=DATE:20261124", "FREQ=DAILY;UNTIL=20261130T225959Z", "FREQ=DAILY;UNTIL=20261130"),
        (AFTERNOON, "FREQ=WEEKLY;COUNT=3;BYDAY=MO", "FREQ=WEEKLY;COUNT=2;BYDAY=MO"),
        (AFTERNOON, "FREQ=WEEKLY;COUNT=3;BYDAY=TU", "FREQ=WEEKLY;COUNT=3;BYDAY=TU"),
        (AFTERNOON, "FREQ=WEEKLY;COUNT=1;BYDAY=MO", ""),
        (AFTERNOON, "FREQ=DAILY;COUNT=1", ""),
        (AFTERNOON, "FREQ=DAILY;UNTIL=20200101", ""),
        (AFTERNOON, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ""),
        (AFTERNOON, "freq=weekly;byday=mo,tu;interval=1;wkst=su;", "FREQ=WEEKLY;BYDAY=MO,TU;WKST=SU"),
        (AFTERNOON, "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"),
        (AFTERNOON, "FREQ=DAILY;BYHOUR=15;BYMINUTE=0;BYSECOND=0", "FREQ=DAILY"),
    ],
)  # fmt: skip
def test_rules_are_read_for_the_wall_days_of_their_zone(entry: Entry, start: str, rule: str, read_as: str) -> None:
    found = entry(calendar(start, f"RRULE:{rule}"))
    assert (found.rule, found.lost_rule, found.remarks) == (read_as, "", ())


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY;INTERVAL=6", "FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=DAILY;BYHOUR=9,15", "FREQ=DAILY;BYHOUR=9", "FREQ=MONTHLY;RSCALE=HEBREW", "FREQ=DAILY;FREQ=WEEKLY", "FREQ", "", "=",
        "FREQ=SOMETIMES", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=2;UNTIL=20300101", "FREQ=DAILY;UNTIL=00000000",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=366", "FREQ=DAILY;BYMONTH=1;COUNT=999999999", "FREQ=DAILY;BYMONTH=" + "1," * 9999 + "1",
    ],
)  # fmt: skip
def test_a_rule_that_we_do_not_have_is_never_another_one(entry: Entry, rule: str) -> None:
    found = entry(calendar(AFTERNOON, f"RRULE:{rule}"))
    assert (found.rule, found.rings.day) == ("", date(2026, 11, 24))
    assert "only the first time was taken" in str(found.remarks[0])


def test_two_rules_are_too_many(entry: Entry) -> None:
    found = entry(calendar(AFTERNOON, "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"))
    assert found.rule == ""
    assert found.lost_rule


def test_what_repeats_in_utc_stays_in_utc_and_that_is_told(entry: Entry) -> None:
    found = entry(calendar("DTSTART:20261124T150000Z", "RRULE:FREQ=WEEKLY"))
    assert _rings(found) == ("2026-11-24 15:00", "UTC")
    assert "UTC" in str(found.remarks[0])


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (("EXDATE:20261125,20261126",), (25, 26)),
        (("EXDATE;TZID=Europe/Berlin:20261125T150000", "EXDATE;TZID=Europe/Berlin:20261127T150000"), (25, 27)),
        # 23:30 in UTC is the next day in Berlin.
        (("EXDATE:20261125T233000Z",), (26,)),
        (("EXDATE;VALUE=DATE:20261125", "EXDATE:rubbish"), (25,)),
    ],
)
def test_days_left_out_are_days_of_the_zone(entry: Entry, lines: tuple[str, ...], days: tuple[int, ...]) -> None:
    found = entry(calendar(AFTERNOON, "RRULE:FREQ=DAILY", *lines))
    assert found.except_days == tuple(date(2026, 11, day) for day in days)


def test_more_days_left_out_than_anybody_chooses_are_refused(read: Read) -> None:
    days = ",".join(
        f"20{year}{month:02}{day:02}" for year in range(27, 40) for month in range(1, 13) for day in range(1, 9)
    )
    (rejected,) = read(calendar(AFTERNOON, "RRULE:FREQ=DAILY", f"EXDATE:{days}"))
    assert isinstance(rejected, Rejected)
    assert "more than 1000 days" in str(rejected.why)


def test_many_days_left_out_of_a_counted_rule_make_its_last_day_instead_of_its_count(entry: Entry) -> None:
    days = ",".join(f"2027{month:02}{day:02}" for month in range(1, 13) for day in range(1, 11))
    found = entry(calendar("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY;COUNT=400;BYDAY=MO,TU", f"EXDATE:{days}"))
    assert found.rule == "FREQ=DAILY;UNTIL=20300930;BYDAY=MO,TU"


@pytest.mark.parametrize(
    ("lines", "left_out"),
    [
        (("STATUS:CANCELLED",), LeftOut.CANCELLED),
        (("STATUS:COMPLETED",), LeftOut.DONE),
        (("STATUS:TENTATIVE",), None),
        (("PERCENT-COMPLETE:100",), None),  # of an event it says nothing
    ],
)
def test_what_is_done_or_cancelled_says_so(entry: Entry, lines: tuple[str, ...], left_out: LeftOut | None) -> None:
    assert entry(calendar(AFTERNOON, *lines)).left_out is left_out


def test_a_file_that_cancels_cancels_all_its_events(entry: Entry) -> None:
    cancelled = calendar(AFTERNOON, "STATUS:CONFIRMED", around=("METHOD:CANCEL",))
    assert entry(cancelled).left_out is LeftOut.CANCELLED


@pytest.mark.parametrize(
    ("priority", "urgent"), [("1", True), ("4", True), ("5", False), ("9", False), ("0", False), ("x", None)]
)
def test_high_priorities_are_urgent(entry: Entry, priority: str, urgent: bool | None) -> None:
    assert entry(calendar(AFTERNOON, f"PRIORITY:{priority}")).urgent is urgent


def test_an_entry_without_an_identifier_gets_the_same_one_each_time(entry: Entry) -> None:
    first = entry(calendar(AFTERNOON)).uid
    assert first == entry(calendar(AFTERNOON)).uid
    assert first != entry(calendar(AFTERNOON, "SUMMARY:Else")).uid
    assert len(entry(calendar(AFTERNOON, "UID:" + "x" * 5000)).uid) < 100


def test_the_second_of_two_with_the_same_identifier_is_refused(read: Read) -> None:
    one = calendar(AFTERNOON, "UID:1")
    _, second = read(one + one)
    assert isinstance(second, Rejected)
    assert "line 3" in str(second.why)


def test_texts_lose_their_escapes_once(entry: Entry) -> None:
    found = entry(calendar(AFTERNOON, r"SUMMARY:a\, b\; C:\\new\nx", r"DESCRIPTION:one\ntwo\\n"))
    assert found.text == r"a, b; C:\new x"
    assert found.note == "one\ntwo\\n"


def test_letters_cut_in_two_by_the_folding_come_together(entry: Entry) -> None:
    folded = calendar(AFTERNOON, "SUMMARY:Grüße").encode().replace("ü".encode(), b"\xc3\r\n \xbc")
    assert entry(folded).text == "Grüße"


def test_a_file_of_old_letters_is_read_with_a_warning(entry: Entry, tmp_path: Path) -> None:
    content = calendar(AFTERNOON, "SUMMARY:Grüße aus Köln").encode("cp1252")
    assert entry(content).text == "Grüße aus Köln"
    assert FORMATS.calendar.warnings(tmp_path / "calendar.ics")


def test_utf_16_is_read(entry: Entry) -> None:
    assert entry(calendar(AFTERNOON, "SUMMARY:Grüße 太郎").encode("utf-16")).text == "Grüße 太郎"


@pytest.mark.parametrize(
    "content",
    [
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Call\nDTSTART:20261124T150000",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Call\nDTSTART:20261124T150000\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Call\nDTSTART:20261124T150000\nBEGIN:VALARM\nTRIGGER:PT0S\nEND:VEVENT",
    ],
)
def test_an_entry_without_an_end_is_read_as_far_as_it_goes(entry: Entry, content: str) -> None:
    found = entry(content)
    assert _rings(found)[0] == "2026-11-24 15:00"


def test_an_event_after_one_without_an_end_is_not_part_of_it(read: Read) -> None:
    first, second = read(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nDTSTART:20261124\nBEGIN:VEVENT\nSUMMARY:B\nDTSTART:20261125\nEND:VEVENT"
    )
    assert isinstance(first, CalendarEntry)
    assert isinstance(second, CalendarEntry)
    assert (first.text, second.text) == ("A", "B")
    assert "has no end" in str(first.remarks[0])


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("DTSTART:yesterday",), "cannot be understood"),
        (("DTSTART:20261332T250000",), "cannot be understood"),
        (("DTSTART:99991231T000000",), "cannot be understood"),
        (("DTSTART:00010101",), "cannot be understood"),
        ((AFTERNOON, "RECURRENCE-ID:00010101T000000Z"), "no calendar has"),
        ((AFTERNOON, "RECURRENCE-ID:rubbish"), "cannot be understood"),
        ((), "no date"),
        ((AFTERNOON, "SUMMARY:"), "no title"),
    ],
)
def test_what_is_no_reminder_is_refused_with_a_sentence(read: Read, lines: tuple[str, ...], why: str) -> None:
    (rejected,) = read(calendar(*lines))
    assert isinstance(rejected, Rejected)
    assert why in str(rejected.why)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"BEGIN:VCARD\nEND:VCARD", b"PK\x03\x04", b"BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR"]
)
def test_what_is_no_calendar_is_refused_as_a_whole(read: Read, content: bytes) -> None:
    with pytest.raises(BadFile):
        read(content)


def test_more_entries_than_anybody_has_are_refused_as_a_whole(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "ENTRY_COUNT_LIMIT", 3)
    with pytest.raises(BadFile, match="more than 3"):
        read(calendar(AFTERNOON) * 4)


def test_zones_may_stand_behind_the_events_and_be_known_by_their_offset_only(entry: Entry) -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Mine\r\nBEGIN:STANDARD\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    content = calendar("DTSTART;TZID=Mine:20261124T150000").replace("END:VCALENDAR", f"{zone}END:VCALENDAR")
    assert entry(content).starts == Moment(date(2026, 11, 24), time(15, 0), "Etc/GMT-3")


def test_the_progress_counts_the_entries(tmp_path: Path) -> None:
    path = tmp_path / "calendar.ics"
    path.write_text("".join(calendar(AFTERNOON, f"UID:{number}") for number in range(5)), encoding="utf-8")
    told: list[int] = []
    assert len(list(FORMATS.calendar.read(path, "Europe/Berlin", told.append))) == 5
    assert told == [1, 2, 3, 4, 5]


def test_the_clock_change_moves_no_repetition(entry: Entry) -> None:
    found = entry(calendar("DTSTART;TZID=Europe/Berlin:20261020T020000", "RRULE:FREQ=DAILY", *alarm(":-PT30M")))
    assert found.rings.at == datetime(2026, 1, 1, 1, 30).time()  # noqa: DTZ001 - a wall time


@pytest.mark.parametrize("line", ["RDATE:rubbish", "X-CRM-OPEN:rubbish", "X-CRM-MORNING:rubbish", "RDATE:99991231"])
def test_a_small_thing_that_is_broken_does_not_cost_the_event(entry: Entry, line: str) -> None:
    assert _rings(entry(calendar("DTSTART;VALUE=DATE:20261124", line)))[0] == "2026-11-24"


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("<p>One</p><p>Two &amp\\; three</p>", "One\nTwo & three"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ('<a href="https://x.example">Link</a>', "Link"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("</b>" + "<!--<![CDATA[<a b=" * 3_000, "<!--<![CDATA[<a b=" * 3_000),
    ],
)
def test_markup_is_taken_out_of_notes_and_nothing_else(entry: Entry, written: str, note: str) -> None:
    assert entry(calendar(AFTERNOON, f"DESCRIPTION:{written}")).note == note[:20_000].strip()
