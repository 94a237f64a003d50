"""Calendars in and reminders out: what is new, changed, here already or left out; all of it or nothing; one undo."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.bootstrap import Core
from crm_desktop.domain.calendar_entries import CalendarForm, LeftOut
from crm_desktop.domain.errors import BadFile, StorageFailure
from crm_desktop.domain.reminders import ReminderDraft, RepeatFrom
from crm_desktop.services.calendar_files import CalendarOptions, CalendarReport, Cancelled, Fate, Planned
from tests.formats.icalendar.calendars import APPLE, GOOGLE, OUTLOOK, THUNDERBIRD, alarm, calendar
from tests.storage.dump import canonical_dump
from tests.support.clock import FixedClock
from tests.support.home import TODAY, deal_draft, only_reminder, opened_home, person, reminder_draft

LATER = "DTSTART;TZID=Europe/Berlin:20261126T150000"


def _file(folder: Path, content: str, name: str = "calendar.ics") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8", newline="")
    return path


def _counts(report: CalendarReport) -> tuple[int, int, int, int, int]:
    """(new, changed, unchanged, left out, rejected)."""
    assert report.read == sum(report.fates.values()) == len(report.rows)
    return tuple(report.fates[fate] for fate in Fate)  # type: ignore[return-value]


def _row(report: CalendarReport, text: str) -> Planned:
    (found,) = (row for row in report.rows if text in row.text)
    return found


def _dump(core: Core) -> str:
    return canonical_dump(core.database.writer)


def _agenda(core: Core) -> list[tuple[str, str, str]]:
    rows = core.services.reminders.agenda()
    return [(row.text, row.day.isoformat(), row.at.strftime("%H:%M") if row.at else "") for row in rows]


def test_the_preview_writes_nothing_and_says_what_the_import_does(core: Core, tmp_path: Path) -> None:
    path = _file(tmp_path, GOOGLE)
    before = _dump(core)
    preview = core.services.calendar_files.preview(path)
    assert _dump(core) == before
    report = core.services.calendar_files.run(path)
    assert preview == report
    assert _counts(report) == (4, 0, 0, 0, 0)


@pytest.mark.parametrize("content", [GOOGLE, OUTLOOK, APPLE, THUNDERBIRD])
def test_importing_twice_changes_nothing(core: Core, tmp_path: Path, content: str) -> None:
    path = _file(tmp_path, content)
    first = core.services.calendar_files.run(path)
    assert first.fates[Fate.NEW] > 0
    before = _dump(core)
    second = core.services.calendar_files.run(path)
    assert second.fates[Fate.UNCHANGED] == first.fates[Fate.NEW]
    assert (second.fates[Fate.NEW], second.fates[Fate.CHANGED]) == (0, 0)
    assert _dump(core) == before


def test_one_undo_takes_all_of_it_back(core: Core, tmp_path: Path) -> None:
    before = _dump(core)
    core.services.calendar_files.run(_file(tmp_path, GOOGLE))
    assert str(core.services.undoing.undo()) == "Imported calendar.ics"
    assert _agenda(core) == []
    assert _dump(core) == before
    core.services.undoing.redo()
    assert len(_agenda(core)) == 4


def test_a_series_that_began_long_ago_waits_for_its_next_day(core: Core, tmp_path: Path) -> None:
    core.services.calendar_files.run(_file(tmp_path, GOOGLE))
    # It began on 2 November, and three of its days are elsewhere or left out; now is 24 November.
    assert ("Weekly plan", "2026-11-30", "09:00") in _agenda(core)


def test_what_rang_earlier_today_does_not_ring_again_but_what_is_under_way_does(core: Core, tmp_path: Path) -> None:
    start = "DTSTART;TZID=Europe/Berlin:20261123T{}00"
    over, ahead = (
        calendar(start.format(at), "RRULE:FREQ=DAILY", f"UID:{at}", *alarm(":-PT30M")) for at in ("0930", "1015")
    )
    core.services.calendar_files.run(_file(tmp_path, over + ahead))
    assert _agenda(core) == [("Call · 10:15", "2026-11-24", "09:45"), ("Call · 09:30", "2026-11-25", "09:00")]


def test_past_events_are_left_out_and_taken_when_wanted(core: Core, tmp_path: Path) -> None:
    path = _file(tmp_path, calendar("DTSTART:20261120T150000", "UID:1"))
    report = core.services.calendar_files.run(path)
    assert (_counts(report), report.left_out[LeftOut.PAST]) == ((0, 0, 0, 1, 0), 1)
    assert _counts(core.services.calendar_files.run(path, CalendarOptions(past=True))) == (1, 0, 0, 0, 0)
    assert _agenda(core) == [("Call", "2026-11-20", "15:00")]


def test_a_whole_day_is_past_when_it_is_over_and_a_task_never_is(core: Core, tmp_path: Path) -> None:
    days = "".join(calendar(f"DTSTART;VALUE=DATE:2026112{day}", f"UID:{day}", f"SUMMARY:{day}") for day in (3, 4))
    task = calendar("DUE;VALUE=DATE:20261101", "UID:task", "SUMMARY:task", kind="VTODO")
    core.services.calendar_files.run(_file(tmp_path, days + task))
    assert [text for text, _, _ in _agenda(core)] == ["task", "4"]


@pytest.mark.parametrize("rule", ["FREQ=DAILY;UNTIL=20261123", "FREQ=WEEKLY;COUNT=3"])
def test_a_series_that_is_over_is_past(core: Core, tmp_path: Path, rule: str) -> None:
    report = core.services.calendar_files.run(_file(tmp_path, calendar("DTSTART:20261101T150000", f"RRULE:{rule}")))
    assert report.left_out[LeftOut.PAST] == 1


def test_a_rule_that_we_do_not_have_is_taken_once_ahead_and_refused_when_that_is_over(
    core: Core, tmp_path: Path
) -> None:
    ahead = calendar("DTSTART:20261201T150000", "UID:1", "RRULE:FREQ=HOURLY")
    over = calendar("DTSTART:20261101T150000", "UID:2", "RRULE:FREQ=YEARLY;BYWEEKNO=44")
    report = core.services.calendar_files.run(_file(tmp_path, ahead + over))
    assert _counts(report) == (1, 0, 0, 0, 1)
    assert "BYWEEKNO" in str(report.rejected[0].why)
    assert only_reminder(core).rule == ""


def test_a_changed_event_is_shown_as_changed_and_moves_its_reminder(core: Core, tmp_path: Path) -> None:
    calendars = core.services.calendar_files
    calendars.run(_file(tmp_path, calendar(LATER, "UID:1")))
    changed = _file(
        tmp_path, calendar(LATER.replace("26T15", "27T16"), "UID:1", "SUMMARY:Call Ana", "DESCRIPTION:News")
    )
    report = calendars.preview(changed)
    assert _counts(report) == (0, 1, 0, 0, 0)
    assert [str(remark) for remark in report.rows[0].remarks] == [
        "It was called “Call”.", "It was set for 2026-11-26, 15:00.", "Its note is another one.",
    ]  # fmt: skip
    calendars.run(changed)
    assert _agenda(core) == [("Call Ana", "2026-11-27", "16:00")]
    core.services.undoing.undo()
    assert _agenda(core) == [("Call", "2026-11-26", "15:00")]


@pytest.mark.parametrize("line", ["STATUS:CANCELLED", "STATUS:COMPLETED"])
def test_one_that_the_calendar_cancels_stays_open_and_that_is_told(core: Core, tmp_path: Path, line: str) -> None:
    calendars = core.services.calendar_files
    calendars.run(_file(tmp_path, calendar(LATER, "UID:1")))
    (row,) = calendars.run(_file(tmp_path, calendar(LATER, "UID:1", line))).rows
    assert [str(remark) for remark in row.remarks] == ["The reminder for it is still open here."]
    core.services.reminders.done(only_reminder(core).occurrence_id)
    (row,) = calendars.preview(tmp_path / "calendar.ics").rows
    assert row.remarks == ()


def test_changes_can_be_left_alone(core: Core, tmp_path: Path) -> None:
    calendars = core.services.calendar_files
    calendars.run(_file(tmp_path, calendar(LATER, "UID:1")))
    changed = _file(tmp_path, calendar(LATER, "UID:1", "SUMMARY:Else"))
    assert _counts(calendars.run(changed, CalendarOptions(changes=False))) == (0, 0, 1, 0, 0)
    assert only_reminder(core).text == "Call"


def test_only_known_people_and_without_single_entries(core: Core, tmp_path: Path) -> None:
    core.services.contacts.add(person("Marta Oliveira", email="marta@casa.example"))
    path = _file(tmp_path, GOOGLE)
    report = core.services.calendar_files.run(path, CalendarOptions(known_only=True))
    assert (_counts(report), report.left_out[LeftOut.STRANGERS]) == ((1, 0, 0, 3, 0), 3)
    report = core.services.calendar_files.run(path, CalendarOptions(without=frozenset({"fair@google.com"})))
    assert (_counts(report), report.left_out[LeftOut.UNWANTED]) == ((2, 0, 1, 1, 0), 1)
    assert "Trade fair" not in " ".join(text for text, _, _ in _agenda(core))


def test_a_snooze_survives_an_import_that_says_nothing_new(core: Core, tmp_path: Path) -> None:
    path = _file(tmp_path, calendar(LATER, "UID:1"))
    core.services.calendar_files.run(path)
    core.services.reminders.snooze(only_reminder(core).occurrence_id, date(2026, 11, 28), time(8, 0))
    assert _counts(core.services.calendar_files.run(path)) == (0, 0, 1, 0, 0)
    assert only_reminder(core).day == date(2026, 11, 28)


def test_one_that_is_done_stays_done_until_its_event_moves_ahead(core: Core, tmp_path: Path) -> None:
    calendars = core.services.calendar_files
    path = _file(tmp_path, calendar(LATER, "UID:1"))
    calendars.run(path)
    core.services.reminders.done(only_reminder(core).occurrence_id)
    assert _counts(calendars.run(path)) == (0, 0, 1, 0, 0)
    assert _agenda(core) == []
    calendars.run(_file(tmp_path, calendar(LATER.replace("26T", "30T"), "UID:1")))
    assert _agenda(core) == [("Call", "2026-11-30", "15:00")]


def test_one_that_has_rung_moves_with_its_event(core: Core, clock: FixedClock, tmp_path: Path) -> None:
    calendars = core.services.calendar_files
    calendars.run(_file(tmp_path, calendar(LATER, "UID:1")))
    clock.set(datetime(2026, 11, 26, 14, 30, tzinfo=UTC))
    calendars.run(_file(tmp_path, calendar(LATER.replace("26T", "30T"), "UID:1")))
    assert _agenda(core) == [("Call", "2026-11-30", "15:00")]


def test_a_new_day_left_out_is_left_out_of_the_reminder(core: Core, tmp_path: Path) -> None:
    calendars = core.services.calendar_files
    lines = (LATER, "UID:1", "RRULE:FREQ=WEEKLY")
    calendars.run(_file(tmp_path, calendar(*lines)))
    report = calendars.run(_file(tmp_path, calendar(*lines, "EXDATE;TZID=Europe/Berlin:20261126T150000")))
    assert _counts(report) == (0, 1, 0, 0, 0)
    assert report.rows[0].opens == (date(2026, 12, 3),)
    assert _agenda(core) == [("Call", "2026-12-03", "15:00")]


def test_the_one_known_person_on_an_event_is_whom_it_is_about(core: Core, tmp_path: Path) -> None:
    marta = core.services.contacts.add(person("Marta Oliveira", email="marta@casa.example"))
    report = core.services.calendar_files.run(_file(tmp_path, GOOGLE))
    assert _row(report, "Price talk").contact == "Marta Oliveira"
    assert [row.text for row in core.services.reminders.agenda(marta)] == ["Price talk · 15:00"]


def test_of_two_known_people_nobody_is_chosen_and_that_is_told(core: Core, tmp_path: Path) -> None:
    for name in ("Marta Oliveira", "Ana Costa"):
        core.services.contacts.add(person(name, email=f"{name.split()[0]}@x.example".lower()))
    guests = ("ATTENDEE:mailto:Marta@x.example", "ATTENDEE:MAILTO:ana@X.example")
    (row,) = core.services.calendar_files.run(_file(tmp_path, calendar(LATER, *guests))).rows
    assert row.contact == ""
    assert "Marta Oliveira, Ana Costa" in str(row.remarks[0])


def test_a_person_chosen_here_is_kept_when_the_calendar_comes_again(core: Core, tmp_path: Path) -> None:
    marta = core.services.contacts.add(person("Marta Oliveira", email="marta@casa.example"))
    ana = core.services.contacts.add(person("Ana Sá"))
    path = _file(tmp_path, calendar(LATER, "UID:1", "ATTENDEE:mailto:marta@casa.example"))
    core.services.calendar_files.run(path)
    row = only_reminder(core)
    assert row.contact_id == marta
    core.services.reminders.edit(
        row.reminder_id, ReminderDraft(row.text, row.day, row.at, zone=row.zone, contact_id=ana)
    )
    assert _counts(core.services.calendar_files.run(path)) == (0, 0, 1, 0, 0)


def test_an_urgent_event_is_an_urgent_reminder(core: Core, tmp_path: Path) -> None:
    core.services.calendar_files.run(_file(tmp_path, calendar(LATER, "PRIORITY:1")))
    assert only_reminder(core).urgent


def test_stopping_keeps_nothing(core: Core, tmp_path: Path) -> None:
    content = "".join(calendar(LATER, f"UID:{number}") for number in range(120))
    path = _file(tmp_path, content)
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3  # reading is over then, and writing has begun

    with pytest.raises(Cancelled):
        core.services.calendar_files.run(path, cancelled=cancelled)
    assert _agenda(core) == []
    assert core.services.undoing.next_undo() is None


def test_progress_is_told(core: Core, tmp_path: Path) -> None:
    path = _file(tmp_path, "".join(calendar(LATER, f"UID:{number}") for number in range(120)))
    told: list[int] = []
    core.services.calendar_files.preview(path, progress=told.append)
    assert told == [50, 100]
    core.services.calendar_files.run(path, progress=told.append)
    assert told == [50, 100, 0, 50, 100]


def test_what_is_no_calendar_is_refused(core: Core, tmp_path: Path) -> None:
    path = _file(tmp_path, "Name,Email\n")
    assert not core.services.calendar_files.is_calendar(path)
    assert not core.services.calendar_files.is_calendar(tmp_path / "nowhere.ics")
    with pytest.raises(BadFile):
        core.services.calendar_files.preview(path)
    with pytest.raises(BadFile):
        core.services.calendar_files.run(tmp_path / "nowhere.ics")


_HOSTILE = (
    "RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY;COUNT=19999;BYMONTH=1", "RRULE:FREQ=YEARLY;UNTIL=99991231", "RRULE:FREQ=DAILY;INTERVAL=9999",
    "DTSTART:21991231T235959Z", "DTSTART;VALUE=DATE:16000101", "DTSTART:20260329T023000", "DUE:21991231T000000", "STATUS:CANCELLED",
    "RECURRENCE-ID:20261207T090000Z", "RDATE:20261201,21991231,16000101", "RDATE:20261207T090000Z", "EXDATE:20261124T150000", "UID:3k2price@google.com", "PRIORITY:1",
    "X-CRM-OPEN:20261101 20261102 99991231", "X-CRM-REPEAT-FROM:DONE", "X-CRM-CONTACT:x", "X-CRM-ZONE:Asia/Tokyo", "X-CRM-ACTION:call",
    "TZID:x", "BEGIN:VALARM\nTRIGGER:P200000D\nEND:VALARM", "BEGIN:VALARM\nTRIGGER:-P100000D\nEND:VALARM", "SUMMARY:\u0000\u202e",
)  # fmt: skip


@pytest.mark.no_cover
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([GOOGLE, OUTLOOK, APPLE, THUNDERBIRD]),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(_HOSTILE)), min_size=1, max_size=8),
    st.booleans(),
)
def test_whatever_a_calendar_says_is_taken_or_refused_and_can_be_undone(
    core: Core, tmp_path: Path, content: str, planted: list[tuple[float, str]], past: bool
) -> None:
    lines = content.splitlines()
    for place, line in planted:
        lines.insert(int(place * len(lines)), line)
    before = _agenda(core)
    path = _file(tmp_path, "\n".join(lines))
    try:
        report = core.services.calendar_files.run(path, CalendarOptions(past=past))
    except BadFile:
        return
    assert report.read == sum(report.fates.values())
    core.services.reckoning.catch_up()
    again = core.services.calendar_files.preview(path, CalendarOptions(past=past))
    assert again.fates[Fate.NEW] == again.fates[Fate.CHANGED] == 0, [row for row in again.rows if row.columns]
    if report.fates[Fate.NEW]:
        core.services.undoing.undo()
        core.services.reckoning.catch_up()
    assert _agenda(core) == before


# ---------------------------------------------------------------------------------------------------------- writing


def _sent(core: Core, path: Path, form: CalendarForm = CalendarForm.EVENTS) -> Path:
    core.services.calendar_files.export(path, form)
    return path


@pytest.mark.parametrize("form", list(CalendarForm))
def test_our_own_file_brings_nothing_new_home(core: Core, tmp_path: Path, form: CalendarForm) -> None:
    marta = core.services.contacts.add(person("Marta Oliveira", email="marta@casa.example"))
    stage = core.services.pipeline.board().columns[0].id
    deal = core.services.pipeline.add(deal_draft("Offer", stage, contact_id=marta))
    reminders = core.services.reminders
    reminders.add(reminder_draft(contact_id=marta, urgent=True))
    reminders.add(reminder_draft("About the deal", deal_id=deal))
    reminders.add(reminder_draft("Daily", TODAY - timedelta(days=3), rule="FREQ=DAILY;COUNT=9", at=None))
    reminders.add(reminder_draft("After it is done", rule="FREQ=WEEKLY", repeat_from=RepeatFrom.DONE))
    reminders.add(reminder_draft("In Tokyo", TODAY + timedelta(days=2), zone="Asia/Tokyo"))
    reminders.add(reminder_draft("In UTC", TODAY + timedelta(days=2), zone="UTC"))
    reminders.snooze(
        next(row for row in reminders.agenda() if row.text == "Call back").occurrence_id, TODAY, time(17, 0)
    )
    path = _sent(core, tmp_path / "own.ics", form)
    assert _counts(core.services.calendar_files.preview(path)) == (0, 0, 6, 0, 0)


def test_reminders_move_to_another_home_with_what_was_not_done(core: Core, tmp_path: Path) -> None:
    reminders = core.services.reminders
    reminders.add(reminder_draft("Overdue", TODAY - timedelta(days=5)))
    reminders.add(reminder_draft("Every day", rule="FREQ=DAILY", except_days=(TODAY + timedelta(days=1),)))
    reminders.add(reminder_draft("Ended", TODAY))
    reminders.done(next(row for row in reminders.agenda() if row.text == "Ended").occurrence_id)
    path = _sent(core, tmp_path / "own.ics")
    with opened_home(tmp_path / "other") as other:
        report = other.services.calendar_files.run(path)
        assert _counts(report) == (2, 0, 0, 0, 0)
        assert _agenda(other) == _agenda(core)
        drafts = [(row.rule, row.zone, row.fires_at) for row in other.services.reminders.agenda()]
        assert drafts == [(row.rule, row.zone, row.fires_at) for row in reminders.agenda()]


def test_derived_reminders_stay_and_only_those_wanted_go(core: Core, tmp_path: Path) -> None:
    reminders = core.services.reminders
    wanted = reminders.add(reminder_draft("Wanted"))
    reminders.add(reminder_draft("Other"))
    core.services.contacts.add(person("Marta Oliveira", keep_in_touch_days=30))
    core.services.reckoning.catch_up()
    calendars = core.services.calendar_files
    assert calendars.export(tmp_path / "all.ics") == 2
    assert calendars.export(tmp_path / "one.ics", reminder_ids={wanted}) == 1
    content = (tmp_path / "one.ics").read_text(encoding="utf-8")
    assert "SUMMARY:Wanted" in content
    assert "Other" not in content


def test_a_place_that_cannot_be_written_is_told(core: Core, tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match="could not be written"):
        core.services.calendar_files.export(tmp_path / "nowhere" / "x.ics")


_RULES = ("", "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=TU,FR", "FREQ=MONTHLY;COUNT=5", "FREQ=YEARLY;UNTIL=20301231")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(_RULES),
    st.integers(-40, 40),
    st.sampled_from([None, time(0, 0), time(2, 30), time(23, 59)]),
    st.sampled_from(["", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    st.sampled_from(CalendarForm),
)
def test_any_reminder_comes_back_to_its_home_unchanged(
    core: Core, tmp_path: Path, rule: str, days: int, at: time | None, zone: str, form: CalendarForm
) -> None:
    reminders = core.services.reminders
    reminder_id = reminders.add(reminder_draft("Any", TODAY + timedelta(days=days), at, rule=rule, zone=zone))
    path = _sent(core, tmp_path / "own.ics", form)
    report = core.services.calendar_files.preview(path)
    reminders.delete(reminder_id)
    assert [row.fate for row in report.rows] == [Fate.UNCHANGED]


def test_a_user_who_travels_gets_the_same_instants(core: Core, clock: FixedClock, tmp_path: Path) -> None:
    path = _file(tmp_path, calendar("DTSTART:20261126T150000Z", "UID:1"))
    core.services.calendar_files.run(path)
    assert only_reminder(core).fires_at == datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
    clock.travel("Asia/Tokyo")
    assert _counts(core.services.calendar_files.run(path)) == (0, 0, 1, 0, 0)
