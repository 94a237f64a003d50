"""The person's page: how often one wants to speak, when next and why; reminders of yearly days; intervals of tags."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.domain.pages import ContactPage
from tests.ui.contacts.conftest import Place


def _page(place: Place) -> ContactPage:
    page = place.services.contacts.page(place.services.contacts.ids()[0])
    assert page is not None
    return page


def _reckon(place: Place) -> None:
    """What the program does behind each write."""
    place.services.reckoning.catch_up()
    place.view.person.refresh()
    place.settle()


def _row(place: Place, part: str, part_id: int | None = None) -> Any:
    row = place.view.person.details.row(part, part_id)
    assert row is not None, f"no row for {part}"
    return row


def _action(menu: QMenu, words: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == words)


def _edit(place: Place, text: str) -> None:
    row = _row(place, "keep_in_touch")
    row.start()
    row.value._editor.selectAll()
    place.type(text)
    place.key(Qt.Key.Key_Return)
    _reckon(place)


@pytest.fixture
def marta(place: Place) -> int:
    contact = place.person(
        "Marta Oliveira",
        tags=("client",),
        dates=(ImportantDate("birthday", "--12-01"), ImportantDate("first met", "2019-05-04")),
    )
    place.talk(contact, "Budget", days_ago=10, kind="call")
    place.show(contact)
    _reckon(place)
    return contact


def test_the_next_day_stands_below_the_interval_and_off_says_so(place: Place, marta: int) -> None:
    place.view.person.details.add("keep_in_touch")
    place.type("monthly")
    place.key(Qt.Key.Key_Return)
    _reckon(place)
    row = _row(place, "keep_in_touch")
    assert (row.value.text(), row.below.text()) == ("every month", "next Fri 11 Dec")
    _edit(place, "1 week")
    assert _row(place, "keep_in_touch").below.text() == "next Sun 22 Nov"
    _edit(place, "off")
    row = _row(place, "keep_in_touch")
    assert (row.value.text(), row.below.isHidden()) == ("not at all", True)
    place.undo()
    _reckon(place)
    assert _row(place, "keep_in_touch").value.text() == "every week"


def test_the_interval_of_a_tag_is_picked_in_its_menu_and_shown_as_the_tags(place: Place, marta: int) -> None:
    (chip,) = place.view.person.header.tags.tag_buttons()
    chip.setFocus()
    place.key(Qt.Key.Key_Return)
    menu = place.view.person.header.tags.menu
    own = _action(menu, "Keep in touch").menu()
    assert isinstance(own, QMenu)
    _action(own, "Every month").trigger()
    menu.close()
    place.settle()
    _reckon(place)
    assert _page(place).tags[0].keep_in_touch_days == 30
    row = _row(place, "keep_in_touch")
    assert (row.value.text(), row.below.text()) == ("every month", "by the tag “client” · next Fri 11 Dec")
    place.undo()
    _reckon(place)
    assert place.view.person.details.row("keep_in_touch") is None


def test_any_interval_of_a_tag_is_typed_in_words(place: Place, marta: int) -> None:
    (chip,) = place.view.person.header.tags.tag_buttons()
    chip.click()
    menu = place.view.person.header.tags.menu
    own = _action(menu, "Keep in touch").menu()
    assert isinstance(own, QMenu)
    _action(own, "Another interval…").trigger()
    menu.close()
    place.settle()
    card = place.card()
    card.lines["keep_in_touch"].setText("10 days")
    place.click(card.save_button)
    assert _page(place).tags[0].keep_in_touch_days == 10


def test_the_usual_rhythm_is_told(place: Place, marta: int) -> None:
    for days in (31, 52, 73):
        place.talk(marta, "Talk", days_ago=days, kind="call")
    _reckon(place)
    row = _row(place, "keep_in_touch")
    assert (row.value.text(), row.below.text()) == ("", "You usually talk about every 3 weeks.")


def test_what_one_is_told_of_a_day_is_shown_and_picked_by_keyboard(place: Place, marta: int) -> None:
    birthday, met = (stored.id for stored in _page(place).dates)
    assert _row(place, "date", birthday).notice.text() == "reminder as usual"
    assert _row(place, "date", met).notice.text() == "no reminder"
    button = _row(place, "date", birthday).notice
    button.setFocus()
    place.key(Qt.Key.Key_Return)
    _action(button.menu, "7 days before and on the day").trigger()
    button.menu.close()
    place.settle()
    _reckon(place)
    assert _page(place).dates[0].value.notice == "7,0"
    assert _row(place, "date", birthday).notice.text() == "reminder 7 days before and on the day"
    assert _row(place, "date", birthday).notice.accessibleName() == "birthday: reminder 7 days before and on the day"
    place.undo()
    _reckon(place)
    assert _row(place, "date", birthday).notice.text() == "reminder as usual"


def test_changing_the_day_itself_keeps_what_one_is_told_of_it(place: Place, marta: int) -> None:
    birthday = _page(place).dates[0].id
    place.services.contacts.save_notice(marta, birthday, "30,7,0")
    _reckon(place)
    row = _row(place, "date", birthday)
    assert row.notice.text() == "reminder 30 and 7 days before and on the day"
    row.start()
    row.value._editor.selectAll()
    place.type("2 December")
    place.key(Qt.Key.Key_Return)
    assert _page(place).dates[0].value == ImportantDate("birthday", "--12-02", "30,7,0")


def test_a_day_being_typed_has_no_reminder_yet(place: Place, marta: int) -> None:
    place.view.person.details.add("date")
    QApplication.processEvents()
    row = place.view.person.details.pending_row()
    assert row is not None
    assert row.notice is not None
    assert row.notice.isHidden()
