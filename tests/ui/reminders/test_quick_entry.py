"""Typing a reminder: what is shown while one types, what Enter does, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.ui.widgets import ChipButton
from tests.support.home import only_reminder, person
from tests.support.shown import Shown

ALT = Qt.KeyboardModifier.AltModifier


def type_in(shown: Shown, text: str) -> None:
    shown.view.focus_entry()
    QTest.keyClicks(shown.view.entry.edit, text)


def offered_chips(shown: Shown) -> list[ChipButton]:
    return [chip for chip in shown.view.entry._choice.findChildren(ChipButton) if chip.isVisible()]


def test_the_preview_shows_person_moment_and_repetition_before_enter(core: Core, shown: Shown) -> None:
    core.services.contacts.add(person("Élodie Nguyen"))
    type_in(shown, "send Elodie the offer every 2nd monday 9:00")
    assert shown.view.entry.chip_texts() == ["Élodie Nguyen", "Mon 30 Nov, 09:00", "every 2 weeks"]
    assert core.services.reminders.agenda() == []


def test_enter_stores_it_empties_the_line_and_chooses_the_new_row(core: Core, shown: Shown) -> None:
    marta = core.services.contacts.add(person("Marta Oliveira"))
    type_in(shown, "call Marta fri 3pm")
    shown.press(Qt.Key.Key_Return)

    row = only_reminder(core)
    assert (row.text, row.day, row.at, row.contact_id) == ("call Marta", date(2026, 11, 27), time(15), marta)
    assert shown.view.entry.text() == ""
    assert shown.view.entry.edit.hasFocus()
    assert shown.view.list.current_item().title == "call Marta"


def test_of_several_people_alt_and_a_number_chooses_one(core: Core, shown: Shown) -> None:
    core.services.contacts.add(person("Marta Oliveira"))
    silva = core.services.contacts.add(person("Marta Silva"))
    type_in(shown, "call Marta fri 3pm")
    offered = [chip.text() for chip in offered_chips(shown)]
    assert len(offered) == 2

    shown.press(Qt.Key.Key_Return)
    assert core.services.reminders.agenda() == []
    assert shown.view.entry.text() == "call Marta fri 3pm"

    number = next(index for index, text in enumerate(offered, 1) if "Silva" in text)
    shown.press(Qt.Key(Qt.Key.Key_0 + number), modifiers=ALT)
    assert shown.view.entry.chip_texts()[0] == "Marta Silva"
    shown.press(Qt.Key.Key_Return)
    assert only_reminder(core).contact_id == silva


def test_of_several_people_a_click_chooses_one(core: Core, shown: Shown) -> None:
    core.services.contacts.add(person("Marta Oliveira"))
    core.services.contacts.add(person("Marta Silva"))
    type_in(shown, "call Marta")
    chip = next(chip for chip in offered_chips(shown) if "Oliveira" in chip.text())
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    shown.press(Qt.Key.Key_Return)
    assert only_reminder(core).contact == "Marta Oliveira"


def test_a_choice_is_forgotten_when_the_name_is_another_one(core: Core, shown: Shown) -> None:
    for name in ("Marta Oliveira", "Marta Silva", "Lea Brandt", "Lea Berg"):
        core.services.contacts.add(person(name))
    type_in(shown, "call Marta")
    shown.press(Qt.Key.Key_1, modifiers=ALT)
    shown.view.entry.set_text("call Lea")
    shown.press(Qt.Key.Key_Return)
    assert core.services.reminders.agenda() == []


def test_what_cannot_be_is_said_and_enter_leaves_the_text(core: Core, shown: Shown) -> None:
    type_in(shown, "call Marta 31 february")
    assert shown.view.entry.problem_text()
    shown.press(Qt.Key.Key_Return)
    assert core.services.reminders.agenda() == []
    assert shown.view.entry.text() == "call Marta 31 february"


def test_without_a_day_it_is_for_today_and_says_so(core: Core, shown: Shown) -> None:
    type_in(shown, "buy stamps")
    assert shown.view.entry.chip_texts() == ["today"]
    shown.press(Qt.Key.Key_Return)
    assert only_reminder(core).day == date(2026, 11, 24)


def test_nothing_typed_is_lost_when_the_disk_is_full(core: Core, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: object, _draft: ReminderDraft) -> int:
        raise StorageFailure("The disk is full.")

    type_in(shown, "buy stamps tomorrow")
    with monkeypatch.context() as patch:
        patch.setattr(type(core.services.reminders), "add", full)
        shown.press(Qt.Key.Key_Return)
    assert shown.view.entry.text() == "buy stamps tomorrow"
    assert shown.view.entry.problem_text() == "The disk is full."

    shown.press(Qt.Key.Key_Return)
    assert only_reminder(core).text == "buy stamps"


def test_a_change_elsewhere_leaves_half_a_sentence_alone(core: Core, shown: Shown) -> None:
    type_in(shown, "call Mar")
    core.services.contacts.add(person("Marta Oliveira"))
    shown.settle()
    assert shown.view.entry.text() == "call Mar"
    type_in(shown, "ta")
    assert shown.view.entry.chip_texts()[0] == "Marta Oliveira"


def test_escape_empties_the_line_and_down_goes_to_the_list(core: Core, shown: Shown) -> None:
    core.services.reminders.add(ReminderDraft("x", date(2026, 11, 25)))
    shown.settle()
    type_in(shown, "abc")
    shown.press(Qt.Key.Key_Escape)
    assert shown.view.entry.text() == ""
    shown.press(Qt.Key.Key_Down)
    assert shown.view.list.hasFocus()
    shown.press(Qt.Key.Key_Up)
    assert shown.view.entry.edit.hasFocus()


@pytest.mark.parametrize("text", ["x" * 2000, "\u202eabc", "<b>bold</b> tomorrow", "ليلى tomorrow", "&&&"])
def test_any_text_can_be_typed(core: Core, shown: Shown, text: str) -> None:
    shown.view.entry.set_text(text)
    shown.press(Qt.Key.Key_Return)
    assert shown.heard.failed == []


def test_in_a_small_window_what_was_understood_goes_below_the_sentence(shown: Shown) -> None:
    type_in(shown, "call somebody every 2nd monday 9:00")
    beside = shown.view.entry.height()
    shown.window.resize(900, 600)
    shown.settle()
    assert shown.view.entry.height() > beside
    assert all(chip.isVisible() for chip in shown.view.entry._chips)
    shown.window.resize(1280, 800)
    shown.settle()
    assert shown.view.entry.height() == beside
