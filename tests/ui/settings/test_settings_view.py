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
from crm_desktop.services.ports import AtLogin
from crm_desktop.services.setting_kinds import Group, Kind
from crm_desktop.services.settings import SETTINGS
from crm_desktop.ui.texts import show
from crm_desktop.ui.theme.theme import Theme
from tests.support.at_login import AtLoginHere
from tests.support.home import reminder_draft
from tests.support.notifications import FakeNotifier
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
    assert shown.view.rows["currency"].below.text() == "The disk is full."


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
    QTest.mouseClick(shown.view.test.button, Qt.MouseButton.LeftButton)
    assert shown.view.test.below.text().startswith("It was shown.")


def test_a_test_notification_that_failed_says_why(core: Core, shown: Shown) -> None:
    start(core, _Notifier(message("Notifications are switched off in the desktop's settings.")))
    QTest.mouseClick(shown.view.test.button, Qt.MouseButton.LeftButton)
    assert shown.view.test.below.text() == "Notifications are switched off in the desktop's settings."


def test_without_a_notifier_it_says_why_at_once(shown: Shown) -> None:
    QTest.mouseClick(shown.view.test.button, Qt.MouseButton.LeftButton)
    assert shown.view.test.below.text() == "Notifications are not started."


def test_where_the_data_is_can_be_read_and_copied(core: Core, shown: Shown) -> None:
    path = str(core.services.settings.data_file)
    assert shown.view.path_label.text() == path
    QTest.mouseClick(shown.view.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == path


def test_every_control_is_reached_by_tab_and_has_a_name(shown: Shown) -> None:
    seen: list[str] = []
    for _ in range(60):
        focused = shown.window.focusWidget()
        assert focused is not None
        if shown.view.isAncestorOf(focused):
            assert focused.accessibleName()
            seen.append(focused.accessibleName())
        shown.press(Qt.Key.Key_Tab)
    reached = (
        each for each in SETTINGS if each.group is not Group.HIDDEN and not each.needs and each.kind is not Kind.SEVERAL
    )
    wanted = [show(setting.title) for setting in reached]
    more = (
        "15 minutes",
        "Mon",
        "Send a test notification",
        "Why did nothing appear?",
        "Start when you log in",
        "Copy the path",
    )
    assert [name for name in (*wanted, *more) if name not in seen] == []


def test_a_time_is_typed_as_one_likes_and_shown_as_the_locale_writes_it(core: Core, shown: Shown) -> None:
    field = shown.view.fields["morning"]
    assert field.text() == "09:00"
    field.setFocus()
    field.selectAll()
    shown.press("8.15", Qt.Key.Key_Return)
    assert core.services.settings.get("morning") == "08:15"
    assert field.text() == "08:15"


@pytest.mark.parametrize("typed", ["25:00", "8:61", "soon", "", "13 pm"])
def test_what_is_no_time_is_said_and_not_stored(core: Core, shown: Shown, typed: str) -> None:
    field = shown.view.fields["morning"]
    field.setFocus()
    field.setText(typed)
    shown.press(Qt.Key.Key_Return)
    assert core.services.settings.get("morning") == "09:00"
    assert "is not a time of day" in shown.view.rows["morning"].below.text()
    assert field.text() == "09:00"
    field.setText("7")
    shown.press(Qt.Key.Key_Return)
    assert core.services.settings.get("morning") == "07:00"
    assert shown.view.rows["morning"].below.isHidden()


def test_quiet_hours_are_typed_once_they_are_switched_on(core: Core, shown: Shown) -> None:
    row = shown.view.rows["quiet-from"]
    assert not row.isEnabled()
    switch = shown.view.fields["quiet-hours"]
    switch.setFocus()
    shown.press(Qt.Key.Key_Space)
    assert core.services.settings.get("quiet-hours") == "on"
    assert row.isEnabled()
    field = shown.view.fields["quiet-to"]
    field.setFocus()
    field.setText("6:30 am")
    shown.press(Qt.Key.Key_Tab)
    assert core.services.settings.get("quiet-to") == "06:30"


def test_the_last_day_and_a_fifth_snooze_button_cannot_be_taken(core: Core, shown: Shown) -> None:
    days = shown.view.fields["work-days"].pills
    for day in "012345":
        QTest.mouseClick(days[day], Qt.MouseButton.LeftButton)
    assert core.services.settings.get("work-days") == "6"
    QTest.mouseClick(days["6"], Qt.MouseButton.LeftButton)
    assert core.services.settings.get("work-days") == "6"
    assert days["6"].isChecked()
    assert shown.view.rows["work-days"].below.text() == "Choose at least one."
    pills = shown.view.fields["snoozes"].pills
    for choice in ("15m", "3h", "week"):
        QTest.mouseClick(pills[choice], Qt.MouseButton.LeftButton)
    assert core.services.settings.get("snoozes") == "15m,1h,3h,tomorrow"
    assert shown.view.rows["snoozes"].below.text() == "Choose 4 at most."


def test_a_setting_counts_at_once_for_what_waits(core: Core, shown: Shown) -> None:
    notifier = FakeNotifier()
    core.services.settings.set("quiet-hours", "on")
    core.services.settings.set("quiet-from", "09:00")
    core.services.settings.set("quiet-to", "11:00")
    core.services.notifying.start(notifier, lambda job, done: done(job()), lambda *_: None, lambda _: None)
    core.services.reminders.add(reminder_draft())
    core.services.notifying.check()
    assert notifier.shown == []
    shown.view.activate()
    QTest.mouseClick(shown.view.fields["quiet-hours"], Qt.MouseButton.LeftButton)
    assert [notice.title for notice in notifier.shown] == ["Call back"]


def test_starting_at_login_is_shown_as_the_desktop_has_it_and_switched(shown: Shown, at_login: AtLoginHere) -> None:
    row = shown.view.login
    assert not row.switch.isChecked()
    assert row.below.text().startswith("Does not start by itself.")
    QTest.mouseClick(row.switch, Qt.MouseButton.LeftButton)
    assert at_login.now is AtLogin.ON
    assert row.below.text().startswith("Starts by itself")
    at_login.now = AtLogin.BROKEN
    shown.view.activate()
    assert not row.switch.isChecked()
    assert "is gone" in row.below.text()


def test_a_login_list_that_cannot_be_written_is_said(shown: Shown, at_login: AtLoginHere) -> None:
    at_login.refuses = True
    QTest.mouseClick(shown.view.login.switch, Qt.MouseButton.LeftButton)
    assert not shown.view.login.switch.isChecked()
    assert shown.view.login.below.text() == "The list of what starts at login cannot be written."


def test_the_way_to_the_diagnosis(shown: Shown) -> None:
    QTest.mouseClick(shown.view.why_button, Qt.MouseButton.LeftButton)
    assert shown.heard.actions == ["notifications.explain"]


def test_ones_own_mail_addresses_are_typed_here_and_used_for_mails(core: Core, shown: Shown) -> None:
    field = shown.view.fields["own-addresses"]
    field.setFocus()
    QTest.keyClicks(field, "me@example.com; other@work.example me@example.com")
    shown.press(Qt.Key.Key_Return)
    assert core.services.mail_files.own_addresses() == ("me@example.com", "other@work.example")
    assert field.text() == "me@example.com, other@work.example"
    assert not shown.view.rows["own-addresses"].below.text()


def test_what_is_no_mail_address_is_said_and_not_stored(core: Core, shown: Shown) -> None:
    core.services.mail_files.keep_own_addresses(["me@example.com"])
    field = shown.view.fields["own-addresses"]
    field.setFocus()
    field.setText("")
    QTest.keyClicks(field, "me@example.com, nobody")
    shown.press(Qt.Key.Key_Return)
    assert core.services.mail_files.own_addresses() == ("me@example.com",)
    assert "“nobody” is not an e-mail address." in shown.view.rows["own-addresses"].below.text()
