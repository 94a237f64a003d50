"""An empty home teaches: every view says what it is for and how to begin, and made-up people can be looked at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.palette import Palette
from tests.journeys.user import User

_BEGINNINGS = {
    "today": ("Your day, on one page", "First reminder"),
    "contacts": ("The people you work with", "New contact"),
    "pipeline": ("Where the work stands", "First deal"),
    "reminders": ("Nothing gets forgotten", "First reminder"),
}


@pytest.mark.parametrize("view", _BEGINNINGS)
def test_every_empty_view_says_what_it_is_for_and_how_to_begin(user: User, view: str) -> None:
    title, button = _BEGINNINGS[view]
    user.window.show_view(view)
    user.settle()
    assert user.sees(title)
    assert user.button(button).isEnabled()
    user.press_button(button)
    assert not user.no_card() or user.focus().accessibleName().startswith("New reminder")


@pytest.mark.parametrize("view", _BEGINNINGS)
def test_in_every_empty_view_the_keys_told_work(user: User, view: str) -> None:
    user.window.show_view(view)
    user.settle()
    user.press("?")
    assert user.sees("Everywhere")
    user.press("Esc", "Ctrl+K")
    assert isinstance(user.card(), Palette)
    user.press("Esc")
    for letter, key in (("T", "today"), ("C", "contacts"), ("P", "pipeline"), ("R", "reminders")):
        user.goes_to(letter)
        assert user.page().key == key


@pytest.mark.parametrize("view", ["contacts", "pipeline"])
def test_sample_data_is_offered_fills_every_view_and_is_taken_back_by_one_undo(user: User, view: str) -> None:
    user.window.show_view(view)
    user.settle()
    user.press_button("Try sample data")
    user.until(lambda: user.services.contacts.count() > 10, "the sample people")
    for key, (title, _button) in _BEGINNINGS.items():
        user.window.show_view(key)
        user.settle()
        assert not user.sees(title), f"{key} is still empty"
    user.press("Ctrl+Z")
    assert user.services.contacts.count() == 0
    assert user.services.pipeline.board().won == ()
    for key, (title, _button) in _BEGINNINGS.items():
        user.window.show_view(key)
        user.settle()
        assert user.sees(title), f"{key} still shows something"


def test_nothing_flashes_up_as_a_window_of_its_own(user: User) -> None:
    user.desk.window.commands.run("sample")
    user.settle()
    shown: list[str] = []
    watch = _Watch(user.window, shown)
    QApplication.instance().installEventFilter(watch)
    for view in ("today", "contacts", "pipeline", "reminders", "settings"):
        user.window.show_view(view)
        user.settle()
    for keys in (("Ctrl+K", "Esc"), ("?", "Esc"), ("Ctrl+K", "Esc")):
        user.press(*keys)
    user.window.show_view("contacts")
    user.settle()
    for key in ("N", "R"):
        user.press(key, "Esc")
    user.window.show_view("pipeline")
    user.settle()
    for key in ("D", "X", "E", "R"):
        user.press(key, "Esc")
    user.window.show_view("today")
    user.settle()
    user.press("R", "Esc", "Shift+L", "Esc")
    QApplication.instance().removeEventFilter(watch)
    assert shown == []


class _Watch(QObject):
    """Notes every window that is shown beside the one of the program, menus and tooltips excepted."""

    def __init__(self, window: QWidget, shown: list[str]) -> None:
        super().__init__(window)
        self._window = window
        self._shown = shown

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched is not self._window
            and watched.windowType() is Qt.WindowType.Window
        ):
            self._shown.append(f"{type(watched).__name__} {watched.accessibleName()!r}")
        return False
