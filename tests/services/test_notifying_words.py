"""What notifications say: yearly days, keeping in touch, several of the same, what replaces what."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Fact, ImportantDate
from crm_desktop.domain.interactions import InteractionKind
from tests.support.clock import FixedClock
from tests.support.home import TODAY, interaction_draft, only_reminder, person, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk


@pytest.fixture
def desk(core: Core) -> Desk:
    return Desk(core, FakeNotifier())


def born(value: str, label: str = "birthday") -> dict[str, Any]:
    return {"dates": (ImportantDate(label, value),), "preferred_channel": "WhatsApp", "company": "Casa Lume"}


def test_a_birthday_says_the_age_and_how_they_like_to_be_reached(desk: Desk) -> None:
    desk.core.services.contacts.add(person("Amara Sesay", facts=(Fact("likes", "tea"),), **born("1986-11-24")))
    desk.check()
    (notice,) = desk.notifier.shown
    assert notice.title == "Amara Sesay turns 40"
    assert notice.body.splitlines() == ["Casa Lume", "Prefers WhatsApp", "likes: tea"]


@pytest.mark.parametrize(
    ("value", "label", "notice", "title"),
    [
        ("1986-12-01", "birthday", "7,0", "Amara Sesay turns 40 in 7 days"),
        ("--11-24", "birthday", "0", "Birthday: Amara Sesay"),
        ("2006-11-24", "wedding day", "0", "Wedding day: Amara Sesay"),
    ],
)
def test_other_yearly_days_are_named(desk: Desk, value: str, label: str, notice: str, title: str) -> None:
    desk.set(date_notice=notice)
    desk.core.services.contacts.add(person("Amara Sesay", **born(value, label)))
    desk.check()
    assert desk.titles() == [title]


def test_getting_in_touch_says_how_often_and_when_one_last_spoke(desk: Desk, clock: FixedClock) -> None:
    contact = desk.core.services.contacts.add(person("Amara Sesay"))
    last = datetime(2026, 10, 12, 15, 0, tzinfo=UTC)
    desk.core.services.timeline.log(contact, interaction_draft(kind=InteractionKind.EMAIL, at=last))
    desk.core.services.contacts.set_keep_in_touch(contact, 63)
    desk.core.services.reckoning.catch_up()
    clock.set(datetime(2026, 12, 20, 12, 0, tzinfo=UTC))
    desk.check()
    (notice,) = desk.notifier.shown
    assert notice.title == "Get in touch with Amara Sesay"
    assert notice.body.splitlines() == ["You like to talk every 9 weeks; last spoke 12 Oct by e-mail."]


def test_a_reminder_about_somebody_not_to_be_contacted_says_so(desk: Desk, clock: FixedClock) -> None:
    services = desk.core.services
    marta = services.contacts.add(person("Marta Oliveira", facts=(Fact("likes", "oat milk"),)))
    services.people.profiles.set_do_not_contact(marta, True)
    services.reminders.add(reminder_draft("Close the file", at=time(10, 1), contact_id=marta))
    clock.advance(minutes=1)
    desk.check()
    (notice,) = desk.notifier.shown
    assert notice.body.splitlines() == [
        "Marta Oliveira", "Marta Oliveira is not to be contacted.", "likes: oat milk",
    ]  # fmt: skip


def test_a_daily_one_missed_five_times_is_one_reminder_said_five_times(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Water the fig", TODAY + timedelta(days=1), rule="FREQ=DAILY"))
    clock.advance(days=5)
    desk.check()
    (notice,) = desk.notifier.shown
    assert notice.title == "Water the fig"
    assert notice.body == "5 times"
    desk.notifier.press("done")
    assert [row.day for row in desk.core.services.reminders.agenda()] == [TODAY + timedelta(days=6)]


def test_a_summary_counts_reminders_not_how_often_they_came_due(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Water the fig", TODAY + timedelta(days=1), rule="FREQ=DAILY"))
    desk.core.services.reminders.add(reminder_draft("Call back", TODAY + timedelta(days=2)))
    clock.advance(days=5)
    desk.check()
    (notice,) = desk.notifier.shown
    assert notice.title == "2 follow-ups came due while you were away"
    assert notice.body.splitlines() == ["Water the fig (5 times)", "Call back"]
    assert len(desk.log()) == 6
    desk.notifier.press("snooze-1h")
    assert desk.pressed == ["Snoozed: 2 reminders"]
    assert desk.core.services.reminders.due() == []
    desk.core.services.undoing.undo()
    assert len(desk.core.services.reminders.due()) == 2, "one undo takes all of it back"


def test_several_that_come_due_together_are_no_absence(desk: Desk, clock: FixedClock) -> None:
    for number in range(2):
        desk.core.services.reminders.add(reminder_draft(f"Task {number}", at=time(10, 1)))
    clock.advance(minutes=1)
    desk.check()
    assert desk.titles() == ["2 follow-ups are due"]


def test_what_is_typed_for_a_moment_that_has_passed_was_not_missed(desk: Desk, clock: FixedClock) -> None:
    for _ in range(20):
        desk.check()
        clock.advance(seconds=30)
    for number in range(2):
        desk.core.services.reminders.add(reminder_draft(f"Task {number}"))
    desk.check()
    assert desk.titles() == ["2 follow-ups are due"]


def test_the_next_bubble_of_a_reminder_takes_the_place_of_the_last(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Daily", rule="FREQ=DAILY"))
    desk.check()
    clock.advance(days=1)
    desk.check()
    assert len(desk.notifier.shown) == 2
    assert list(desk.notifier.bubbles.values()) == [desk.notifier.shown[1]]
    assert desk.log() == [("Daily", ""), ("Daily", "replaced")]


def test_a_summary_that_speaks_of_others_keeps_its_place(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Daily", rule="FREQ=DAILY"))
    desk.core.services.reminders.add(reminder_draft("Once"))
    desk.check()
    clock.advance(days=1)
    desk.check()
    assert [notice.title for notice in desk.notifier.bubbles.values()] == [
        "2 follow-ups came due while you were away",
        "Daily",
    ]


def test_a_summary_takes_the_place_of_the_single_ones_it_speaks_of(desk: Desk, clock: FixedClock) -> None:
    for number in range(2):
        desk.core.services.reminders.add(reminder_draft(f"Daily {number}", at=time(10, number), rule="FREQ=DAILY"))
        desk.check()
        clock.advance(minutes=1)
        desk.check()
    assert len(desk.notifier.bubbles) == 2
    clock.advance(days=2)
    desk.check()
    assert [notice.title for notice in desk.notifier.bubbles.values()] == ["2 follow-ups are due"]


def test_a_bubble_of_before_the_boot_is_nobodys_by_now(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Daily", rule="FREQ=DAILY"))
    desk.check()
    clock.boot(off=timedelta(days=1))
    desk.notifier.bubbles.clear()
    desk.notifier.appear()
    assert desk.notifier.shown[1].replaces == 0
    row = only_reminder(desk.core)
    desk.core.services.reminders.done(row.occurrence_id)
    desk.core.services.notifying.close_ended()
    assert desk.notifier.closed == [1], "the one of now, which a new service numbers from one again"


def test_a_summary_stays_until_all_it_speaks_of_has_ended(desk: Desk) -> None:
    for number in range(2):
        desk.core.services.reminders.add(reminder_draft(f"Task {number}"))
    desk.check()
    for left in (1, 0):
        desk.core.services.reminders.done(desk.core.services.reminders.agenda()[0].occurrence_id)
        desk.core.services.notifying.close_ended()
        assert len(desk.notifier.bubbles) == left
