"""Due reminders make themselves heard: claimed on the disk first, shown once, answered, and never for what is done or gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.changes import Change
from crm_desktop.domain.contacts import Fact
from crm_desktop.domain.messages import Message, message
from crm_desktop.services.settings import ZONE
from tests.support.clock import FixedClock
from tests.support.home import TODAY, deal_draft, only_reminder, opened_home, person, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk


@pytest.fixture
def desk(core: Core) -> Desk:
    return Desk(core, FakeNotifier())


def test_one_that_is_due_is_one_notice_with_who_and_three_facts(desk: Desk) -> None:
    services = desk.core.services
    facts = (Fact("likes", "tea"), Fact("", "plays the oud"), Fact("family", "two sons"), Fact("fourth", "not shown"))
    contact = services.contacts.add(person(company="Casa Lume", facts=facts))
    services.reminders.add(reminder_draft("Call Marta", contact_id=contact))
    row = only_reminder(desk.core)

    desk.check()

    (notice,) = desk.notifier.shown
    assert notice.key == f"occurrence-{row.occurrence_id}-{int(row.fires_at.timestamp())}"
    assert notice.title == "Call Marta"
    assert notice.body.splitlines() == ["Marta Oliveira · Casa Lume", "likes: tea", "plays the oud", "family: two sons"]
    assert [action for action, _ in notice.actions] == ["done", "snooze-1h", "snooze-tomorrow", "open"]


def test_it_is_shown_once_however_often_one_looks(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft())
    for _ in range(3):
        desk.check()
        clock.advance(minutes=30)
    assert len(desk.notifier.shown) == 1
    desk.notifier.dismiss()
    desk.check()
    assert len(desk.notifier.shown) == 1
    assert desk.log() == [("Call back", "dismissed")]


def test_nothing_is_shown_before_its_moment_and_at_it_is(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(
        reminder_draft(at=clock.now().astimezone(clock.zone()).time().replace(hour=10, minute=1))
    )
    desk.check()
    assert desk.notifier.shown == []
    clock.advance(minutes=1)
    desk.check()
    assert len(desk.notifier.shown) == 1


def test_several_at_once_are_one_summary(desk: Desk) -> None:
    contact = desk.core.services.contacts.add(person())
    for number in range(7):
        desk.core.services.reminders.add(reminder_draft(f"Task {number}", contact_id=contact if number == 0 else None))
    desk.check()
    (notice,) = desk.notifier.shown
    assert notice.title == "7 follow-ups came due while you were away"
    assert notice.body.splitlines() == ["Marta Oliveira – Task 0", "Task 1", "Task 2", "Task 3", "Task 4", "and 2 more"]
    desk.check()
    assert len(desk.notifier.shown) == 1
    desk.notifier.press("open")
    assert desk.opened == [(None, None)]
    assert {outcome for _, outcome in desk.log()} == {"opened"}


def test_ten_thousand_at_once_are_one_notice(desk: Desk) -> None:
    with desk.core.writing(message("Many")) as work:
        first = work.insert("reminders", uid="u", text="Task", start_day=TODAY.isoformat(), created_at=0)
        work.insert_many(
            "reminders",
            ("uid", "text", "start_day", "created_at", "zone", "rule", "repeat_from", "action", "note"),
            [
                (f"u{number}", f"Task {number}", TODAY.isoformat(), 0, "", "", "due", "", "")
                for number in range(1, 10_000)
            ],
        )
        work.insert_many(
            "occurrences",
            ("reminder_id", "due_day", "fires_at", "snoozed", "ended_as", "planned_day"),
            [(first + number, TODAY.isoformat(), number, 0, "", TODAY.isoformat()) for number in range(10_000)],
        )
    desk.check()
    (notice,) = desk.notifier.shown
    assert notice.title == "10,000 follow-ups came due while you were away"
    desk.check()
    assert len(desk.notifier.shown) == 1


def test_pressing_done_does_it_and_can_be_taken_back(desk: Desk) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.notifier.press("done")
    assert desk.core.services.reminders.agenda() == []
    assert (desk.pressed, desk.log()) == (["Done: Call back"], [("Call back", "done")])
    assert str(desk.core.services.undoing.undo()) == "Done: Call back"
    desk.check()
    assert len(desk.notifier.shown) == 1, "it was heard already"


def test_pressing_snooze_puts_it_off_by_an_hour_and_it_comes_again(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.notifier.press("snooze-1h")
    assert only_reminder(desk.core).fires_at == clock.now() + timedelta(hours=1)
    assert desk.pressed == ["Snoozed: Call back"]
    desk.check()
    assert len(desk.notifier.shown) == 1
    clock.advance(hours=1)
    desk.check()
    assert len(desk.notifier.shown) == 2
    assert desk.notifier.shown[0].key != desk.notifier.shown[1].key
    assert [outcome for _, outcome in desk.log()] == ["", "snoozed"]


def test_taking_a_snooze_back_is_not_heard_again(desk: Desk) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.notifier.press("snooze-1h")
    desk.core.services.undoing.undo()
    desk.check()
    assert len(desk.notifier.shown) == 1
    assert [row.text for row in desk.core.services.reminders.due()] == ["Call back"], "the list is the truth"


def test_snoozing_a_summary_snoozes_all_of_it(desk: Desk, clock: FixedClock) -> None:
    for number in range(3):
        desk.core.services.reminders.add(reminder_draft(f"Task {number}"))
    desk.check()
    desk.notifier.press("snooze-1h")
    assert {row.fires_at for row in desk.core.services.reminders.agenda()} == {clock.now() + timedelta(hours=1)}


def test_pressing_open_opens_the_person(desk: Desk) -> None:
    contact = desk.core.services.contacts.add(person())
    desk.core.services.reminders.add(reminder_draft(contact_id=contact))
    desk.check()
    desk.notifier.press("open")
    assert desk.opened == [(contact, only_reminder(desk.core).occurrence_id)]
    assert desk.log() == [("Call back", "opened")]


def test_what_could_not_be_shown_is_tried_again_when_a_service_appears(desk: Desk) -> None:
    desk.notifier.disappear()
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    assert desk.notifier.shown == []
    assert desk.core.services.notifying.problem() is not None
    desk.notifier.appear()
    assert len(desk.notifier.shown) == 1
    assert desk.core.services.notifying.problem() is None


@pytest.mark.allow_log("could not be shown", reason="the service ends while it is asked")
def test_a_service_that_ends_while_it_is_asked_is_asked_again(desk: Desk) -> None:
    desk.notifier.hang()
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.check()
    assert desk.notifier.shown == []
    desk.notifier.give_up()
    desk.notifier.appear()
    assert len(desk.notifier.shown) == 1
    assert len(desk.log()) == 1


def test_while_it_is_being_shown_it_is_not_asked_for_again(core: Core) -> None:
    desk = Desk(core, FakeNotifier(at_once=False))
    core.services.reminders.add(reminder_draft())
    for _ in range(3):
        desk.check()
    assert desk.notifier.deliver() == 1
    assert len(desk.notifier.shown) == 1


def test_a_crash_between_the_claim_and_the_showing_shows_it_again(tmp_path: Path) -> None:
    with opened_home(tmp_path / "home") as core:
        core.services.reminders.add(reminder_draft())
        (claimed,) = core.services.notifying.claim()
    with opened_home(tmp_path / "home") as core:
        desk = Desk(core, FakeNotifier())
        desk.check()
        assert [notice.key for notice in desk.notifier.shown] == [claimed.notice.key]
        assert len(desk.log()) == 1


def test_a_crash_between_the_showing_and_the_mark_repeats_under_the_same_key(tmp_path: Path) -> None:
    with opened_home(tmp_path / "home") as core:
        desk = Desk(core, FakeNotifier(at_once=False))
        core.services.reminders.add(reminder_draft())
        desk.check()  # it is on the screen; that it is was never heard
        notifier = desk.notifier
    with opened_home(tmp_path / "home") as core:
        again = Desk(core, FakeNotifier())
        again.check()
        assert [notice.key for notice in again.notifier.shown] == [notice.key for notice in notifier.shown]
        again.check()
        assert len(again.notifier.shown) == 1


def test_a_bubble_of_an_earlier_run_can_still_be_answered(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with opened_home(tmp_path / "home") as core:
        Desk(core, notifier).check()
        core.services.reminders.add(reminder_draft())
        core.services.notifying.check()
    with opened_home(tmp_path / "home") as core:
        notifier._answer_callbacks.clear()
        desk = Desk(core, notifier)
        desk.check()
        notifier.press("done")
        assert core.services.reminders.agenda() == []
        assert len(notifier.shown) == 1


def test_what_was_done_in_the_window_takes_its_bubble_away(desk: Desk) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.core.services.reminders.done(only_reminder(desk.core).occurrence_id)
    desk.core.services.notifying.close_ended()
    assert desk.notifier.bubbles == {}
    assert len(desk.notifier.closed) == 1
    desk.core.services.notifying.close_ended()
    assert len(desk.notifier.closed) == 1


def test_what_was_snoozed_in_the_window_takes_its_bubble_away(desk: Desk) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.core.services.reminders.snooze_for(only_reminder(desk.core).occurrence_id, timedelta(hours=2))
    desk.core.services.notifying.close_ended()
    assert desk.notifier.bubbles == {}


def test_a_button_pressed_too_late_does_nothing(desk: Desk) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.core.services.reminders.done(only_reminder(desk.core).occurrence_id)
    newest = desk.core.services.undoing.next_undo()
    desk.notifier.press("snooze-1h")
    assert desk.pressed == []
    assert desk.core.services.undoing.next_undo() == newest


def test_a_deleted_person_is_not_heard_of(desk: Desk) -> None:
    contact = desk.core.services.contacts.add(person())
    desk.core.services.reminders.add(reminder_draft(contact_id=contact))
    desk.core.services.contacts.delete([contact])
    desk.check()
    assert desk.notifier.shown == []


def test_a_person_deleted_while_the_bubble_stands_takes_it_away(desk: Desk) -> None:
    contact = desk.core.services.contacts.add(person())
    desk.core.services.reminders.add(reminder_draft(contact_id=contact))
    desk.check()
    desk.core.services.contacts.delete([contact])
    desk.core.services.notifying.close_ended()
    assert desk.notifier.bubbles == {}
    desk.core.services.undoing.undo()
    desk.check()
    assert len(desk.notifier.shown) == 1


def test_a_reminder_of_a_deal_names_the_person_and_the_deal(desk: Desk) -> None:
    services = desk.core.services
    contact = services.contacts.add(person())
    deal = services.pipeline.add(deal_draft("Website", services.pipeline.stages()[0].id, contact_id=contact))
    services.reminders.add(reminder_draft(deal_id=deal))
    desk.check()
    assert desk.notifier.shown[0].body == "Marta Oliveira · Website"


def test_a_repetition_is_heard_each_time(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft(rule="FREQ=DAILY"))
    for _ in range(3):
        desk.check()
        desk.notifier.press("done")
        clock.advance(days=1)
    assert len(desk.notifier.shown) == 3
    assert len({notice.key for notice in desk.notifier.shown}) == 3


def test_after_travelling_floating_times_are_reckoned_before_anything_is_shown(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft())
    clock.travel("America/New_York")  # half past nine has come in Berlin, not yet there
    told: list[Change] = []
    desk.core.services.feed.subscribe(told.append)
    desk.check()
    assert desk.notifier.shown == []
    assert any(change.everything for change in told)
    assert desk.core.services.settings.get(ZONE.name).split()[0] == "America/New_York"
    clock.advance(hours=6)
    desk.check()
    assert len(desk.notifier.shown) == 1


def test_after_a_long_sleep_everything_missed_is_one_summary(desk: Desk, clock: FixedClock) -> None:
    for days in (1, 2, 3):
        desk.core.services.reminders.add(reminder_draft(f"Day {days}", TODAY + timedelta(days=days)))
    clock.advance(days=40)
    desk.check()
    assert [notice.title for notice in desk.notifier.shown] == ["3 follow-ups came due while you were away"]


def test_a_clock_set_back_does_not_repeat_what_was_shown(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    clock.advance(days=-1)
    desk.check()
    clock.advance(days=2)
    desk.check()
    assert len(desk.notifier.shown) == 1


def test_the_test_notification_is_shown_or_says_why_not(desk: Desk) -> None:
    said: list[str] = []

    def failed(why: Message) -> None:
        said.append(str(why))

    desk.core.services.notifying.send_test(lambda: said.append("shown"), failed)
    desk.notifier.disappear()
    desk.core.services.notifying.send_test(lambda: said.append("shown"), failed)
    assert said == ["shown", "No notification service is running."]


def test_without_a_start_nothing_is_looked_for(core: Core) -> None:
    core.services.reminders.add(reminder_draft())
    core.services.notifying.check()
    core.services.notifying.close_ended()
    assert core.services.notifying.log() == []
    assert str(core.services.notifying.problem()) == "Notifications are not started."
