"""An empty home teaches: every view says what it is for and how to begin, and made-up people can be looked at."""

from __future__ import annotations

import pytest

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
