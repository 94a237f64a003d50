"""The calendars of four programs are read with their oddities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from crm_desktop.domain.calendar_entries import CalendarEntry, LeftOut, Moment
from crm_desktop.services.ports import Rejected
from tests.formats.icalendar.calendars import APPLE, GOOGLE, OUTLOOK, THUNDERBIRD

Read = Callable[[str | bytes], list[CalendarEntry | Rejected]]


def _entries(found: list[CalendarEntry | Rejected]) -> dict[str, CalendarEntry]:
    return {each.uid: each for each in found if isinstance(each, CalendarEntry)}


def _remarks(entry: CalendarEntry) -> str:
    return " ".join(str(remark) for remark in entry.remarks)


def test_google_writes_single_events_in_utc_and_their_zone_beside_the_calendar(read: Read) -> None:
    entry = _entries(read(GOOGLE))["3k2price@google.com"]
    assert entry.starts == Moment(date(2026, 11, 26), time(15, 0), "Europe/Lisbon")


def test_the_alarm_is_the_moment_and_the_start_goes_into_the_text(read: Read) -> None:
    entry = _entries(read(GOOGLE))["3k2price@google.com"]
    assert entry.rings == Moment(date(2026, 11, 26), time(14, 50), "Europe/Lisbon")
    assert entry.text == "Price talk · 15:00"
    assert entry.remarks == ()  # the alarm by e-mail rings nowhere


def test_place_and_description_are_the_note_without_markup(read: Read) -> None:
    assert _entries(read(GOOGLE))["3k2price@google.com"].note == (
        "Rua Augusta 1, Lisboa\nAgenda:\n\nPrice\nDates & places"
    )


def test_people_are_the_addresses_but_no_rooms(read: Read) -> None:
    assert _entries(read(GOOGLE))["3k2price@google.com"].emails == ("ana@example.com", "marta@casa.example")


def test_single_times_of_a_series_are_moved_left_out_and_cancelled(read: Read) -> None:
    found = _entries(read(GOOGLE))
    weekly = found["weekly@google.com"]
    # 1 March would be at 9:00, a second after the end.
    assert weekly.rule == "FREQ=WEEKLY;UNTIL=20270228;BYDAY=MO"
    assert weekly.except_days == (date(2026, 12, 7), date(2026, 12, 14), date(2026, 12, 21))
    moved = found["weekly@google.com/20261207"]
    assert (moved.rings.day, moved.rule) == (date(2026, 12, 8), "")
    assert "weekly@google.com/20261214" not in found


def test_an_alarm_on_the_day_before_takes_the_day_into_the_text(read: Read) -> None:
    fair = _entries(read(GOOGLE))["fair@google.com"]
    assert fair.rings == Moment(date(2026, 11, 30), time(9, 0))
    assert fair.text == "Trade fair · 2026-12-01"


def test_outlook_calls_zones_as_windows_does(read: Read) -> None:
    first = next(iter(_entries(read(OUTLOOK)).values()))
    assert first.rings == Moment(date(2026, 11, 27), time(9, 15), "Europe/Berlin")
    assert first.text == "Besprechung Angebot · 09:30"
    assert first.note == "Büro\nBring the offer.\nThe door is open from 9."
    assert first.urgent is False
    assert first.remarks == ()


def test_outlooks_nameless_zone_is_known_by_its_rules_and_that_is_said(read: Read) -> None:
    numbers = _entries(read(OUTLOOK))["ny-numbers"]
    assert numbers.starts == Moment(date(2026, 11, 30), time(11, 0), "America/New_York")
    assert numbers.rule == "FREQ=MONTHLY;COUNT=6;BYDAY=-1MO;WKST=SU"
    assert numbers.urgent is True
    assert "taken for America/New_York" in _remarks(numbers)


def test_a_zone_whose_name_has_a_colon_costs_a_remark_and_not_the_event(read: Read) -> None:
    colon = _entries(read(OUTLOOK))["colon"]
    assert colon.starts == Moment(date(2026, 11, 30), time(16, 0))
    assert "is not known here" in _remarks(colon)


def test_apples_mark_for_no_alarm_does_not_ring_and_of_two_alarms_the_earliest_does(read: Read) -> None:
    coffee = _entries(read(APPLE))["6F1B0A9C-1111-4222-8333-444455556666"]
    assert coffee.rings == Moment(date(2026, 11, 27), time(11, 0), "Europe/Paris")
    assert coffee.text == "Coffee with Léa · 2026-11-28 11:00"
    assert _remarks(coffee) == "A further alarm was left out: 10:30."
    assert coffee.note == "Café\n12 rue Cler\nhttps://meet.example/lea"


def test_a_birthday_without_a_year_stays_on_its_day(read: Read) -> None:
    birthday = _entries(read(APPLE))["birthday-lea"]
    assert (birthday.rings, birthday.rule) == (Moment(date(1604, 3, 14)), "FREQ=YEARLY")
    assert "on another day" in _remarks(birthday)


def test_a_task_rings_at_the_moment_that_its_alarm_names(read: Read) -> None:
    draft = _entries(read(APPLE))["todo-draft"]
    assert draft.is_task
    assert draft.rings == Moment(date(2026, 12, 1), time(17, 30), "Europe/Paris")
    assert draft.text == "Send the draft · 18:00"
    assert (draft.rule, draft.urgent) == ("FREQ=DAILY;INTERVAL=3", True)


def test_what_is_done_is_left_out_and_what_has_no_date_is_refused(read: Read) -> None:
    found = read(APPLE)
    assert _entries(found)["todo-done"].left_out is LeftOut.DONE
    assert [str(each.why) for each in found if isinstance(each, Rejected)] == ["It has no date."]


def test_thunderbird_puts_a_prefix_before_zones_and_repeats_the_hour_in_the_rule(read: Read) -> None:
    event = _entries(read(THUNDERBIRD))["tb-event"]
    assert event.rings == Moment(date(2026, 10, 10), time(8, 55), "Europe/Berlin")
    assert event.rule == "FREQ=MONTHLY;BYMONTHDAY=10"
    assert event.text == "Tax office; call · 09:00"
    assert event.remarks == ()


def test_a_further_day_of_a_series_becomes_a_reminder_of_its_own(read: Read) -> None:
    extra = _entries(read(THUNDERBIRD))["tb-event/20261215"]
    assert extra.rings == Moment(date(2026, 12, 15), time(8, 55), "Europe/Berlin")
    assert extra.rule == ""


def test_an_alarm_before_the_end_of_a_task_counts_from_when_it_is_due(read: Read) -> None:
    task = _entries(read(THUNDERBIRD))["tb-task"]
    assert task.rings == Moment(date(2026, 11, 27), time(16, 0), "Europe/Berlin")
    assert task.text == "Write the invoice · 17:00"
    assert task.urgent is False


def test_a_journal_entry_is_refused(read: Read) -> None:
    (rejected,) = (each for each in read(THUNDERBIRD) if isinstance(each, Rejected))
    assert "journal" in str(rejected.why)
    assert THUNDERBIRD.splitlines()[rejected.line - 1] == "BEGIN:VJOURNAL"


def test_lines_ended_as_windows_does_are_read_alike(read: Read) -> None:
    for text in (GOOGLE, OUTLOOK, APPLE, THUNDERBIRD):
        assert read(text) == read(text.replace("\n", "\r\n"))
