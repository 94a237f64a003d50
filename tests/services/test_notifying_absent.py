"""A notification service that is absent, late, restarted or hanging, and a disk that refuses: nothing due is lost."""

from __future__ import annotations

import logging
from datetime import time

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import StorageFailure
from tests.support.clock import FixedClock
from tests.support.home import TODAY, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk


@pytest.fixture
def desk(core: Core) -> Desk:
    return Desk(core, FakeNotifier())


def test_without_a_service_it_stays_due_and_the_window_says_so_once(desk: Desk) -> None:
    desk.notifier.disappear()
    for number in range(3):
        desk.core.services.reminders.add(reminder_draft(f"Task {number}"))
    for _ in range(4):
        desk.check()
    assert desk.unheard == ["3 follow-ups are due. No notification service is running."]
    assert desk.log() == [], "nothing was claimed"
    assert len(desk.core.services.reminders.due()) == 3
    desk.notifier.appear()
    assert desk.titles() == ["3 follow-ups came due while you were away"]
    assert desk.unheard[1:] == [""]


def test_the_line_follows_the_number(desk: Desk, clock: FixedClock) -> None:
    desk.notifier.disappear()
    desk.check()
    desk.check()
    assert desk.unheard == [], "nothing is due"
    desk.core.services.reminders.add(reminder_draft())
    desk.core.services.reminders.add(reminder_draft("Later", at=time(11)))
    desk.check()
    clock.advance(hours=1)
    desk.check()
    for row in desk.core.services.reminders.due():
        desk.core.services.reminders.done(row.occurrence_id)
    desk.check()
    assert [text.split(".")[0] for text in desk.unheard] == ["1 follow-up is due", "2 follow-ups are due", ""]


def test_a_service_that_answers_at_the_second_look_is_no_news(desk: Desk) -> None:
    desk.notifier.disappear()
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.notifier.appear()
    assert desk.unheard == []
    assert desk.titles() == ["Call back"]


def test_what_happens_is_written_to_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="crm_desktop.services.notifying"):
        desk.notifier.disappear()
        desk.core.services.reminders.add(reminder_draft("Secret offer"))
        desk.check()
        desk.check()
        desk.notifier.appear()
    assert [record.message for record in caplog.records] == [
        "Notifications: No notification service is running.",
        "Notifications: work",
    ]


def test_a_restarted_service_is_not_told_again_what_was_shown(desk: Desk) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.notifier.disappear()
    desk.notifier.appear()
    desk.check()
    assert desk.titles() == ["Call back"]
    assert desk.log() == [("Call back", "unknown")]
    assert len(desk.core.services.reminders.due()) == 1


@pytest.mark.allow_log("could not be shown", reason="the service hangs until the patience with it ends")
def test_one_that_hangs_blocks_nothing_and_is_asked_again_when_it_wakes(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.notifier.hang()
    for _ in range(3):
        desk.check()
    desk.core.services.reminders.add(reminder_draft("Meanwhile"))
    desk.notifier.give_up()
    desk.check()
    assert desk.titles() == []
    assert [row.text for row in desk.core.services.reminders.due()] == ["Call back", "Meanwhile"]
    desk.notifier.appear()
    assert desk.titles() == ["2 follow-ups came due while you were away"]
    assert len(desk.log()) == 2, "claimed twice is one line"


def test_a_bubble_that_went_unseen_stays_due(desk: Desk) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.notifier.dismiss(reason="expired")
    desk.check()
    assert desk.log() == [("Call back", "expired")]
    assert len(desk.core.services.reminders.due()) == 1
    assert len(desk.titles()) == 1


@pytest.mark.allow_log("not written", reason="the disk refuses once")
def test_a_disk_that_refuses_the_claim_is_tried_again_at_the_next_look(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.core.services.reminders.add(reminder_draft())

    def full(*_arguments: object, **_more: object) -> None:
        raise StorageFailure("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("crm_desktop.storage.delivery_log.claim", full)
        desk.check()
    assert desk.titles() == [], "what is not claimed on the disk is not shown"
    desk.check()
    assert desk.titles() == ["Call back"]


def test_a_summary_of_a_morning_waits_for_a_service_as_well(desk: Desk, clock: FixedClock) -> None:
    desk.set(digest="on")
    desk.notifier.disappear()
    desk.core.services.reminders.add(reminder_draft("Whole day", TODAY, None))
    desk.check()
    clock.advance(hours=2)
    desk.notifier.appear()
    assert desk.titles() == ["1 follow-up today"]
