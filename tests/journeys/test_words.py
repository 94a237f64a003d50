"""What is typed in words: the line of Reminders, the palette, what it refuses, and keys that must not fire meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton

from crm_desktop.domain.contacts import ContactDraft, Name
from crm_desktop.ui.actions import ACTIONS, GLOBAL
from crm_desktop.ui.keys_overlay import KeysOverlay
from crm_desktop.ui.view import place_of
from crm_desktop.ui.views import VIEWS
from tests.journeys.user import User

_LETTERS = {"today": "T", "contacts": "C", "pipeline": "P", "reminders": "R"}


def _person(user: User, name: str) -> None:
    given, _, family = name.rpartition(" ")
    user.services.contacts.add(ContactDraft(name=Name(given=given, family=family)))
    user.settle()


def _line(user: User) -> str:
    return str(user.page().entry.text())


def test_a_repeated_reminder_is_understood_before_enter_and_added_by_it(user: User) -> None:
    _person(user, "Élodie Martin")
    user.goes_to("R")
    user.press("R")
    user.type("send Élodie the offer every 2nd monday 9:00")
    chips = user.page().entry.chip_texts()
    assert chips == ["Élodie Martin", "Mon 30 Nov, 09:00", "every 2 weeks"]
    assert user.services.reminders.agenda() == []
    user.press("Enter")
    (row,) = user.services.reminders.agenda()
    assert (row.contact, row.at and row.at.isoformat("minutes")) == ("Élodie Martin", "09:00")
    assert row.day.weekday() == 0
    assert row.rule
    assert _line(user) == ""
    assert any(line.startswith("send Élodie the offer, Élodie Martin · every 2 weeks") for line in user.agenda())


@pytest.mark.parametrize("words", ["call Marta on the 31st of February", "call Marta at 25:00"])
def test_what_cannot_be_is_refused_with_the_reason_and_the_words_stay(user: User, words: str) -> None:
    _person(user, "Marta Oliveira")
    user.goes_to("R")
    user.press("R")
    user.type(words)
    user.press("Enter")
    assert user.services.reminders.agenda() == []
    assert _line(user) == words
    assert user.page().entry.problem_text()


def test_two_people_of_one_name_are_asked_about_and_the_words_stay(user: User) -> None:
    _person(user, "Marta Oliveira")
    _person(user, "Marta Santos")
    user.goes_to("R")
    user.press("R")
    user.type("call Marta tomorrow 9:00")
    user.press("Enter")
    assert user.services.reminders.agenda() == []
    assert _line(user) == "call Marta tomorrow 9:00"
    user.press_button(next(text for text in _buttons(user) if "Santos" in text))
    user.press("Enter")
    (row,) = user.services.reminders.agenda()
    assert row.contact == "Marta Santos"


def _buttons(user: User) -> list[str]:
    return [button.text() for button in user.page().entry.findChildren(QAbstractButton) if button.isVisible()]


def test_the_palette_sets_a_reminder_in_words(user: User) -> None:
    _person(user, "Marta Oliveira")
    user.says_to_palette("call marta tue 3pm")
    user.until(lambda: user.offered() and user.offered()[0].startswith("Remind me"), "the proposal")
    user.press("Enter")
    assert user.no_card()
    (row,) = user.services.reminders.agenda()
    assert (row.contact, row.at and row.at.hour) == ("Marta Oliveira", 15)
    assert row.day.weekday() == 1
    assert row.day >= user.clock.now().date()
    assert "call" in user.said().lower()


def test_the_palette_finds_a_person_by_the_middle_of_the_name_without_accents(user: User) -> None:
    _person(user, "Élodie Lefèvre")
    user.press("/")
    user.type("lefe")
    user.press("Enter")
    assert user.view() == "Contacts"
    assert user.page().person.page().shown == "Élodie Lefèvre"


def test_the_palette_switches_the_theme_and_it_is_kept(user: User) -> None:
    light = user.desk.theme.colour("window").lightness()
    user.says_to_palette("use the dark theme")
    user.press("Enter")
    assert user.desk.theme.colour("window").lightness() < light
    assert user.services.settings.get("theme") == "dark"
    assert user.window.grab().toImage().pixelColor(3, 3).lightness() < 100
    user.says_to_palette("use the light theme")
    user.press("Enter")
    assert user.desk.theme.colour("window").lightness() == light


@pytest.mark.parametrize("view", [entry.key for entry in VIEWS])
def test_the_sheet_of_keys_tells_every_key_of_the_view_and_esc_takes_it_away(user: User, view: str) -> None:
    user.window.show_view(view)
    user.settle()
    user.press("?")
    assert isinstance(user.card(), KeysOverlay)
    place = place_of(view, user.page())
    here = [action for action in ACTIONS if action.where in (place, view, GLOBAL) and action.keys]
    # A key that means something else here is told with that meaning only.
    told = [action for action in here if action.id not in {each.instead_of for each in here}]
    missing = [action.text for action in told if not user.sees(action.text)]
    assert missing == []
    user.press("Esc")
    assert user.no_card()


def test_every_view_is_reached_by_its_letters_from_every_other(user: User) -> None:
    user.desk.window.commands.run("sample")
    user.settle()
    for start in _LETTERS:
        for end, letter in _LETTERS.items():
            user.window.show_view(start)
            user.settle()
            user.goes_to(letter)
            assert user.page().key == end, f"G {letter} in {start} leads to {user.page().key}"


@pytest.mark.parametrize("view", list(_LETTERS))
def test_every_letter_of_a_view_does_something_there(user: User, view: str) -> None:
    user.desk.window.commands.run("sample")
    user.settle()
    user.window.show_view(view)
    user.settle()
    answered = user.window.commands
    for action in ACTIONS:
        if action.where not in (view, GLOBAL) or action.by_widget:
            continue
        assert answered.actions[action.id].isEnabled(), f"nobody answers for {action.id} in {view}"


@pytest.mark.parametrize("view", ["contacts", "reminders"])
def test_no_letter_fires_while_one_types(user: User, view: str) -> None:
    user.desk.window.commands.run("sample")
    user.settle()
    user.window.show_view(view)
    user.settle()
    if view == "contacts":
        user.press("Ctrl+F")
    else:
        user.press("R")
    field = user.focus()
    before = user.services.undoing.next_undo()
    every = "".join(sorted({key for action in ACTIONS for key in _letters_of(action.keys)})) + " gt gc ?/"
    user.type(every)
    assert user.no_card()
    assert user.page().key == view
    assert field.text().lower() == every.lower()  # type: ignore[attr-defined]
    assert user.services.undoing.next_undo() == before


def _letters_of(keys: tuple[str, ...]) -> list[str]:
    return [step.lower() for key in keys for step in key.split(", ") if len(step) == 1]
