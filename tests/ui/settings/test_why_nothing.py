"""The card "Why did nothing appear?": what it says is what was found, each time it looks."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from crm_desktop.bootstrap import Core
from crm_desktop.services.diagnosis import Sign
from crm_desktop.ui.actions import by_id
from crm_desktop.ui.dialogs.notice_trial import send_test
from crm_desktop.ui.dialogs.why_nothing import WhyNothing
from crm_desktop.ui.menus import MENUS
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import LinkButton
from tests.support.home import TODAY
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk
from tests.support.shown import Shown
from tests.ui.settings.conftest import ALIVE


@dataclass
class Opened:
    """The card over the window, and where it led."""

    card: WhyNothing
    desk: Desk
    led: list[str] = field(default_factory=list)

    def texts(self) -> list[str]:
        """Everything written on it, from top to bottom."""
        return [label.text() for label in self.card.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def opened(core: Core, shown: Shown, theme: Theme) -> Opened:
    desk = Desk(core, FakeNotifier())
    diagnosis = core.services.make_diagnosis(lambda: ALIVE)
    led: list[str] = []
    card = WhyNothing(
        theme,
        shown.jobs,
        lambda: diagnosis.look(tray=False),
        led.append,
        lambda tell: send_test(core.services.notifying, shown.window, tell),
        lambda: TODAY,
    )
    shown.window.show_card(card)
    shown.settle()
    return Opened(card, desk, led)


def test_it_looks_at_once_and_says_so_for_each(opened: Opened) -> None:
    assert opened.card.status.text() == "Nothing that can be seen from here is in the way."
    texts = opened.texts()
    assert "Which program draws notifications is not known." in texts
    assert "This desktop has no tray. Closing the window minimises it, and the program goes on reminding." in texts


def test_looking_again_finds_what_changed_and_puts_it_first(opened: Opened, shown: Shown) -> None:
    opened.desk.notifier.disappear()
    QTest.mouseClick(opened.card.again_button, Qt.MouseButton.LeftButton)
    shown.settle()
    assert opened.card.status.text() == "Something is in the way; it stands first."
    assert opened.card.checks[0].sign is Sign.BAD
    assert "No notification service is running." in opened.texts()


def test_times_are_those_of_the_wall(opened: Opened, shown: Shown) -> None:
    opened.desk.set(quiet_hours="on", quiet_from="9:00", quiet_to="11:30")
    QTest.mouseClick(opened.card.again_button, Qt.MouseButton.LeftButton)
    shown.settle()
    assert "Quiet hours hold notifications back until Tue 24 Nov, 11:30." in opened.texts()


def test_a_way_out_closes_the_card_and_leads_there(opened: Opened, shown: Shown) -> None:
    button = next(each for each in opened.card.findChildren(LinkButton) if each.text() == "Open the settings")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.led == ["settings"]
    assert shown.window.overlay.card() is None


def test_a_test_is_sent_from_here_and_tells_how_it_went(opened: Opened, shown: Shown) -> None:
    assert opened.card.test_button.hasFocus()
    shown.press(Qt.Key.Key_Space)
    assert opened.card.status.text().startswith("It was shown.")
    assert opened.desk.titles() == ["This is how a follow-up shows"]
    opened.desk.notifier.disappear()
    shown.press(Qt.Key.Key_Space)
    assert opened.card.status.text() == "No notification service is running."


def test_the_program_opens_it_from_the_palette_and_the_help_menu() -> None:
    assert by_id("notifications.explain").palette
    assert "notifications.explain" in dict(MENUS)["Help"]
