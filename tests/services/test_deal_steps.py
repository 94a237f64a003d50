"""A deal whose step was done in a notification: the sentence says when nothing else is planned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.services.deal_steps import without_step
from tests.support.home import TODAY, deal_draft, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk


@pytest.fixture
def deal(core: Core) -> int:
    """A deal with one step, due by now."""
    pipeline = core.services.pipeline
    found = pipeline.add(deal_draft("Website", pipeline.stages()[0].id))
    core.services.reminders.add(reminder_draft("Call", deal_id=found))
    return found


def test_done_in_a_notification_says_that_the_deal_has_no_next_step_now(core: Core, deal: int) -> None:
    desk = Desk(core, FakeNotifier())
    desk.check()
    desk.notifier.press("done")
    assert desk.pressed == ["Done: Call. “Website” has no next step now."]


def test_with_another_step_ahead_it_says_only_that_it_is_done(core: Core, deal: int) -> None:
    core.services.reminders.add(reminder_draft("Send", TODAY + timedelta(days=3), deal_id=deal))
    desk = Desk(core, FakeNotifier())
    desk.check()
    desk.notifier.press("done")
    assert desk.pressed == ["Done: Call"]


def test_only_an_open_deal_with_nothing_planned_is_without_a_step(core: Core, deal: int) -> None:
    pipeline = core.services.pipeline
    assert without_step(pipeline, deal) is None
    other = pipeline.add(deal_draft("Logo", pipeline.stages()[0].id))
    found = without_step(pipeline, other)
    assert found is not None
    assert found.title == "Logo"
    pipeline.win(other)
    assert without_step(pipeline, other) is None
    assert without_step(pipeline, None) is None
    assert without_step(pipeline, 999_999) is None
