"""The strip that says that the zone is another one or that the clock jumped, and why that is no trouble."""

from __future__ import annotations

from datetime import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.messages import Message, message
from crm_desktop.ui.dialogs.notice_strip import NoticeStrip, zone_text
from crm_desktop.ui.theme.theme import Theme
from tests.support.clock import FixedClock
from tests.support.home import TODAY, reminder_draft
from tests.support.immediate_runner import ImmediateRunner
from tests.support.shown import Shown


class Clockwork:
    """Says what a test wants."""

    def __init__(self) -> None:
        self.moved: tuple[str, str, int, int] | None = None
        self.jumped: Message | None = None

    def moved_zones(self) -> tuple[str, str, int, int] | None:
        return self.moved

    def zone_seen(self) -> None:
        self.moved = None

    def notice(self) -> Message | None:
        return self.jumped


_TWELVE_AND_TWO = (
    "You are now in Tokyo. 9:00 stays 9:00 here for 12 reminders; 2 with a zone of their own keep their moment."
)


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        (("Europe/Berlin", "Asia/Tokyo", 12, 2), _TWELVE_AND_TWO),
        (("Europe/Berlin", "America/New_York", 1, 0), "You are now in New York. 9:00 stays 9:00 here for 1 reminder."),
        (("Europe/Berlin", "Asia/Tokyo", 0, 1), "You are now in Tokyo. 1 with a zone of its own keeps its moment."),
        (("Europe/Berlin", "Asia/Tokyo", 0, 0), "You are now in Tokyo."),
    ],
)  # fmt: skip
def test_another_zone_is_said_with_what_it_means(moved: tuple[str, str, int, int], words: str) -> None:
    assert zone_text(moved) == words


def test_a_journey_is_told_on_the_page_until_it_was_read(core: Core, clock: FixedClock, shown: Shown) -> None:
    core.services.reminders.add(reminder_draft("Call", TODAY, time(18)))
    core.services.reckoning.catch_up()
    assert not shown.view.notice.isVisible()
    clock.travel("Asia/Tokyo")
    core.services.reckoning.catch_up()
    shown.view.activate()
    shown.settle()
    strip = shown.view.notice
    assert strip.isVisible()
    assert strip.words.text() == "You are now in Tokyo. 9:00 stays 9:00 here for 1 reminder."
    QTest.mouseClick(strip.why, Qt.MouseButton.LeftButton)
    assert strip.reason.isVisible()
    QTest.mouseClick(strip.dismiss_button, Qt.MouseButton.LeftButton)
    shown.settle()
    shown.view.activate()
    shown.settle()
    assert not strip.isVisible()


def test_a_clock_that_jumped_is_told_once_and_the_journey_first(theme: Theme, qtbot: QtBot) -> None:
    clockwork = Clockwork()
    strip = NoticeStrip(theme, ImmediateRunner(), clockwork, clockwork.notice)
    qtbot.addWidget(strip)
    clockwork.moved, clockwork.jumped = ("Europe/Berlin", "Asia/Tokyo", 0, 0), message("The clock jumped.")
    strip.read()
    assert strip.words.text() == "You are now in Tokyo."
    strip.dismiss()
    assert strip.words.text() == "The clock jumped."
    assert not strip.isHidden()
    strip.dismiss()
    strip.read()
    assert strip.isHidden()
    clockwork.jumped = message("The clock jumped again.")
    strip.read()
    assert not strip.isHidden()
