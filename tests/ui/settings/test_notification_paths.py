"""Where notifications lead in the window: what is pressed on them, and the line about what cannot be shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.bootstrap import Core
from crm_desktop.ui.notification_paths import NotificationPaths
from crm_desktop.ui.standing_line import StandingLine
from crm_desktop.ui.theme.theme import Theme
from tests.support.home import only_reminder, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.shown import Shown


@pytest.fixture
def notifier(core: Core, shown: Shown, theme: Theme) -> FakeNotifier:
    made = FakeNotifier()
    core.services.reckoning.catch_up()
    paths = NotificationPaths(theme, shown.jobs, shown.window)
    paths.start(core.services.notifying, made, lambda: None)
    shown.window.commands.register({"notifications.explain": lambda: shown.heard.actions.append("explain")})
    return made


def line(shown: Shown) -> StandingLine | None:
    found = shown.window.findChildren(StandingLine)
    return found[0] if found and found[0].isVisible() else None


def test_what_cannot_be_shown_stands_at_the_bottom_until_it_can(
    core: Core, shown: Shown, notifier: FakeNotifier
) -> None:
    core.services.reminders.add(reminder_draft())
    notifier.disappear()
    core.services.notifying.check()
    assert line(shown) is None, "one look may be too early"
    core.services.notifying.check()
    shown.settle()
    standing = line(shown)
    assert standing is not None
    assert standing.words.full_text() == "1 follow-up is due. No notification service is running."
    assert standing.accessibleName() == standing.words.full_text()
    QTest.mouseClick(standing.button, Qt.MouseButton.LeftButton)
    assert shown.heard.actions == ["explain"]
    notifier.appear()
    shown.settle()
    assert line(shown) is None
    assert [notice.title for notice in notifier.shown] == ["Call back"]


def test_the_line_goes_when_everything_was_done(core: Core, shown: Shown, notifier: FakeNotifier) -> None:
    core.services.reminders.add(reminder_draft())
    notifier.disappear()
    core.services.notifying.check()
    core.services.notifying.check()
    assert line(shown) is not None
    core.services.reminders.done(only_reminder(core).occurrence_id)
    core.services.notifying.check()
    assert line(shown) is None


def test_done_on_a_bubble_can_be_taken_back_in_the_window(core: Core, shown: Shown, notifier: FakeNotifier) -> None:
    core.services.reminders.add(reminder_draft())
    core.services.notifying.check()
    notifier.press("done")
    shown.settle()
    assert shown.window.toast.isVisible()
    assert core.services.reminders.due() == []


def test_days_on_bubbles_are_written_as_the_locale_does(core: Core, notifier: FakeNotifier) -> None:
    wording = core.services.notifying._claims.wording
    assert wording.day(core.services.clock.now().date(), core.services.clock.now().date()) == "24 Nov"
