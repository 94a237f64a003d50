"""The settings: what is stored at once, what goes back, and what is said about notifications and the data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.reminders import Notice
from crm_desktop.ui.theme.theme import Theme
from tests.support.shown import Shown


class _Notifier:
    """Shows nothing and says how it went as the test wants."""

    def __init__(self, why_not: Message | None = None) -> None:
        self.why_not = why_not

    def show(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:
        if self.why_not is None:
            shown(1)
        else:
            failed(self.why_not)

    def close(self, daemon_id: int) -> None: ...

    def on_answer(self, callback: object) -> None: ...

    def on_available(self, callback: object) -> None: ...

    def problem(self) -> Message | None:
        return None

    def stop(self) -> None: ...


def start(core: Core, notifier: _Notifier) -> None:
    core.services.notifying.start(notifier, lambda job, done: done(job()), lambda *_: None, lambda _: None)


def test_a_choice_by_keys_is_stored_and_dresses_the_program_at_once(core: Core, shown: Shown, theme: Theme) -> None:
    box = shown.view.boxes["theme"]
    assert box.hasFocus()
    box.setCurrentIndex(box.findData("light"))
    shown.press(Qt.Key.Key_Down)
    assert box.currentData() == "dark"
    assert core.services.settings.get("theme") == "dark"
    assert theme.tokens.dark


def test_the_order_of_dates_is_the_one_that_typing_follows(core: Core, shown: Shown) -> None:
    box = shown.view.boxes["day-order"]
    box.setCurrentIndex(box.findData("month-first"))
    understood = core.services.reminders.understand_day("12/3")
    assert understood.day is not None
    assert (understood.day.month, understood.day.day) == (12, 3)


def test_the_currency_is_the_one_of_new_deals(core: Core, shown: Shown) -> None:
    box = shown.view.boxes["currency"]
    box.setCurrentIndex(box.findData("CHF"))
    assert core.services.pipeline.default_currency() == "CHF"


def test_a_choice_that_cannot_be_stored_goes_back_and_says_why(
    core: Core, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise StorageFailure("The disk is full.")

    box = shown.view.boxes["currency"]
    with monkeypatch.context() as patch:
        patch.setattr(type(core.services.settings), "set", full)
        box.setCurrentIndex(box.findData("CHF"))
    assert box.currentData() == "EUR"
    assert shown.view._errors["currency"].text() == "The disk is full."


def test_a_setting_changed_elsewhere_is_shown(core: Core, shown: Shown) -> None:
    core.services.settings.set("theme", "dark")
    shown.view.activate()
    assert shown.view.boxes["theme"].currentData() == "dark"


def test_the_wheel_does_not_change_a_choice_in_passing(shown: Shown) -> None:
    box = shown.view.boxes["currency"]
    box.setFocus()
    before = box.currentIndex()
    centre = QPointF(box.rect().center())
    turned = QWheelEvent(
        centre,
        QPointF(box.mapToGlobal(box.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turned)
    assert box.currentIndex() == before


def test_a_test_notification_that_came_through_says_so(core: Core, shown: Shown) -> None:
    start(core, _Notifier())
    QTest.mouseClick(shown.view.test_button, Qt.MouseButton.LeftButton)
    assert shown.view.test_result.text().startswith("It was shown.")


def test_a_test_notification_that_failed_says_why(core: Core, shown: Shown) -> None:
    start(core, _Notifier(message("Notifications are switched off in the desktop's settings.")))
    QTest.mouseClick(shown.view.test_button, Qt.MouseButton.LeftButton)
    assert shown.view.test_result.text() == "Notifications are switched off in the desktop's settings."


def test_without_a_notifier_it_says_why_at_once(shown: Shown) -> None:
    QTest.mouseClick(shown.view.test_button, Qt.MouseButton.LeftButton)
    assert shown.view.test_result.text() == "Notifications are not started."


def test_where_the_data_is_can_be_read_and_copied(core: Core, shown: Shown) -> None:
    path = str(core.services.settings.data_file)
    assert shown.view.path_label.text() == path
    QTest.mouseClick(shown.view.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == path


def test_every_control_is_reached_by_tab_and_has_a_name(shown: Shown) -> None:
    seen: list[str] = []
    for _ in range(12):
        focused = shown.window.focusWidget()
        assert focused is not None
        if shown.view.isAncestorOf(focused):
            assert focused.accessibleName() or focused is shown.view.path_label
            seen.append(focused.accessibleName())
        shown.press(Qt.Key.Key_Tab)
    for name in ("Appearance", "Currency", "Dates like 3/12", "Send a test notification", "Copy the path"):
        assert name in seen
