"""Quiet hours, work days, urgency, sound and neutral words: what the settings say about notifications holds."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Fact
from crm_desktop.services.ports import NoticeAnswer
from tests.support.clock import FixedClock
from tests.support.home import TODAY, only_reminder, person, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk


@pytest.fixture
def desk(core: Core) -> Desk:
    return Desk(core, FakeNotifier())


def test_in_quiet_hours_nothing_is_claimed_and_all_comes_as_one_when_they_end(desk: Desk, clock: FixedClock) -> None:
    desk.set(quiet_hours="on", quiet_from="9:00", quiet_to="11:30")
    for number in range(3):
        desk.core.services.reminders.add(reminder_draft(f"Task {number}"))
    desk.check()
    assert (desk.titles(), desk.log()) == ([], [])
    assert len(desk.core.services.today.today().overdue) == 3, "the list is the truth"
    clock.advance(minutes=89)
    desk.check()
    assert desk.titles() == []
    clock.advance(minutes=1)
    desk.check()
    assert desk.titles() == ["3 follow-ups came in quiet hours"]


def test_an_urgent_one_comes_through_alone_unless_that_is_switched_off(desk: Desk) -> None:
    desk.set(quiet_hours="on", quiet_from="9:00", quiet_to="11:30", urgent_through="off")
    desk.core.services.reminders.add(reminder_draft("Calm"))
    desk.core.services.reminders.add(reminder_draft("Server is down", urgent=True))
    desk.check()
    assert desk.titles() == []
    desk.set(urgent_through="on")
    desk.check()
    assert desk.titles() == ["Server is down"]
    assert desk.notifier.shown[0].urgent
    desk.check()
    assert len(desk.titles()) == 1


def test_what_comes_due_at_the_weekend_waits_for_the_morning_of_monday(desk: Desk, clock: FixedClock) -> None:
    desk.set(work_days="0,1,2,3,4", morning="8:00")
    saturday, monday = TODAY + timedelta(days=4), TODAY + timedelta(days=6)
    desk.core.services.reminders.add(reminder_draft("On Saturday", saturday, time(10)))
    desk.core.services.reminders.add(reminder_draft("On Sunday", saturday + timedelta(days=1), None))
    desk.core.services.reminders.add(reminder_draft("Early on Monday", monday, time(6)))
    clock.set(datetime.combine(monday - timedelta(days=1), time(23)))
    desk.check()
    assert desk.titles() == []
    clock.set(datetime.combine(monday, time(6)))
    desk.check()
    assert desk.titles() == ["Early on Monday"]
    clock.set(datetime.combine(monday, time(8)))
    desk.check()
    assert desk.titles() == ["Early on Monday", "2 follow-ups waited for today"]


def test_a_change_of_quiet_hours_counts_at_the_next_look(desk: Desk) -> None:
    desk.set(quiet_hours="on", quiet_from="9:00", quiet_to="11:30")
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.set(quiet_hours="off")
    desk.check()
    assert desk.titles() == ["Call back"]


def test_while_the_screen_is_locked_nobody_is_named(desk: Desk) -> None:
    contact = desk.core.services.contacts.add(person(company="Casa Lume", facts=(Fact("likes", "tea"),)))
    desk.core.services.reminders.add(reminder_draft("Secret offer", contact_id=contact))
    desk.locked = True
    desk.check()
    (notice,) = desk.notifier.shown
    assert (notice.title, notice.body) == ("A follow-up is due", "")
    assert [action for action, _ in notice.actions] == ["snooze-1h", "snooze-tomorrow", "open"]
    assert desk.log() == [("Secret offer", "")], "the log is inside the program"
    desk.notifier.press("open")
    assert desk.opened == [(contact, only_reminder(desk.core).occurrence_id)]


def test_what_stands_when_the_screen_is_locked_names_nobody_until_it_is_open_again(desk: Desk) -> None:
    contact = desk.core.services.contacts.add(person())
    desk.core.services.reminders.add(reminder_draft("Secret offer", contact_id=contact))
    desk.check()
    desk.core.services.notifying.screen_locked(True)
    ((number, notice),) = desk.notifier.bubbles.items()
    assert (notice.title, notice.body, notice.silent) == ("A follow-up is due", "", True)
    desk.core.services.notifying.screen_locked(True)
    assert len(desk.notifier.shown) == 2, "once is enough"
    desk.core.services.notifying.screen_locked(False)
    assert [(key, each.title) for key, each in desk.notifier.bubbles.items()] == [(number, "Secret offer")]
    desk.notifier.press("done")
    desk.core.services.notifying.screen_locked(True)
    assert desk.notifier.bubbles == {}
    assert desk.log() == [("Secret offer", "done")]


def test_what_is_named_even_on_a_locked_screen_stays_as_it_is(desk: Desk) -> None:
    desk.set(notice_words="everything")
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.core.services.notifying.screen_locked(True)
    assert len(desk.notifier.shown) == 1


@pytest.mark.parametrize(
    ("words", "locked", "named"),
    [
        ("everything", True, True),
        ("unlocked", False, True),
        ("unlocked", None, True),
        ("unlocked", True, False),
        ("neutral", False, False),
    ],
)
def test_names_appear_as_the_setting_says(desk: Desk, words: str, locked: bool | None, named: bool) -> None:
    desk.set(notice_words=words)
    desk.locked = locked
    for _ in range(2):
        desk.core.services.reminders.add(reminder_draft("Secret offer"))
    desk.check()
    (notice,) = desk.notifier.shown
    assert ("Secret offer" in notice.body) == named
    assert notice.title == "2 follow-ups came due while you were away"


def test_sound_is_off_when_it_is_switched_off(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Loud"))
    desk.check()
    desk.set(sound="off")
    desk.core.services.reminders.add(reminder_draft("Still", at=time(10, 1)))
    clock.advance(minutes=1)
    desk.check()
    assert [notice.silent for notice in desk.notifier.shown] == [False, True]


def test_the_snooze_buttons_are_those_that_were_chosen(desk: Desk, clock: FixedClock) -> None:
    desk.set(snoozes="evening,15m,week")
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    assert [words for _, words in desk.notifier.shown[0].actions] == [
        "Done", "In 15 min", "This evening", "In a week", "Open",
    ]  # fmt: skip
    desk.notifier.press("snooze-evening")
    row = only_reminder(desk.core)
    assert (row.day, row.at) == (TODAY, time(18))
    assert desk.pressed == ["Snoozed: Call back"]


@pytest.mark.parametrize(
    ("button", "at", "day", "expected"),
    [
        ("tomorrow", time(9, 30), TODAY + timedelta(days=1), time(8, 15)),
        ("tomorrow", None, TODAY + timedelta(days=1), None),
        ("monday", time(9, 30), TODAY + timedelta(days=6), time(8, 15)),
        ("week", time(9, 30), TODAY + timedelta(days=7), time(8, 15)),
    ],
)
def test_a_snooze_to_a_day_is_for_its_morning(
    desk: Desk, button: str, at: time | None, day: object, expected: time | None
) -> None:
    desk.set(snoozes=button, morning="8:15")
    desk.core.services.reckoning.catch_up()
    desk.core.services.reminders.add(reminder_draft(at=at))
    desk.check()
    desk.notifier.press(f"snooze-{button}")
    row = only_reminder(desk.core)
    assert (row.day, row.at) == (day, expected)


def test_an_evening_that_has_begun_is_that_of_tomorrow(desk: Desk, clock: FixedClock) -> None:
    desk.set(snoozes="evening")
    desk.core.services.reminders.add(reminder_draft())
    clock.advance(hours=9)
    desk.check()
    assert desk.notifier.shown[0].actions[1][1] == "Tomorrow evening"
    desk.notifier.press("snooze-evening")
    assert only_reminder(desk.core).day == TODAY + timedelta(days=1)


def test_a_button_nobody_knows_does_nothing(desk: Desk) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.core.services.notifying.answer(NoticeAnswer(desk.notifier.shown[0].key, 1, "snooze-never", "pressed"))
    assert only_reminder(desk.core).snoozed == 0
    assert desk.pressed == []
