"""The order of e-mails, phones, addresses and days on a person's page, by key and by menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.domain.contacts import Address, ContactDraft, ImportantDate, Name, Point, PointKind
from crm_desktop.domain.pages import ContactPage
from crm_desktop.ui.views.contacts.detail_rows import DetailRow

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def marta(place: Place) -> int:
    made = place.services.contacts.add(
        ContactDraft(
            name=Name("Marta", "Oliveira"),
            points=(
                Point(PointKind.EMAIL, "one@x.example", "work"),
                Point(PointKind.EMAIL, "two@x.example"),
                Point(PointKind.EMAIL, "three@x.example"),
                Point(PointKind.PHONE, "1"),
            ),
            addresses=(Address(city="Lisbon"), Address(city="Porto")),
            dates=(ImportantDate("birthday", "1985-03-09"), ImportantDate("met", "--11-24")),
            source="fair",
        )
    )
    place.settle()
    place.show(made)
    return made


def _page(place: Place, contact: int) -> ContactPage:
    page = place.services.contacts.page(contact)
    assert page is not None
    return page


def _mails(place: Place, contact: int) -> list[str]:
    return [each.value.value.partition("@")[0] for each in _page(place, contact).points if "@" in each.value.value]


def _row(place: Place, value: str) -> DetailRow:
    rows = place.view.person.details.findChildren(DetailRow)
    return next(row for row in rows if row.isVisible() and row.value.text().startswith(value))


def _menu(place: Place, value: str) -> QMenu:
    row = _row(place, value)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), row.mapToGlobal(QPoint(1, 1)))
    QApplication.sendEvent(row.value, asked)
    menu = row.menu
    assert menu is not None
    return menu


def _offered(menu: QMenu) -> dict[str, bool]:
    return {
        action.text().partition("\t")[0]: action.isEnabled() for action in menu.actions() if not action.isSeparator()
    }


def _press(place: Place, menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text().partition("\t")[0] == words).trigger()
    menu.close()
    place.settle()


def test_alt_and_arrows_move_an_address_and_the_focus_goes_along(place: Place, marta: int) -> None:
    row = _row(place, "one")
    row.value.setFocus()
    place.key(Qt.Key.Key_Down, ALT)
    assert _mails(place, marta) == ["two", "one", "three"]
    assert _row(place, "one").value.hasFocus()
    assert _row(place, "one").geometry().top() > _row(place, "two").geometry().top()
    place.key(Qt.Key.Key_Down, ALT)
    place.key(Qt.Key.Key_Down, ALT)
    assert _mails(place, marta) == ["two", "three", "one"], "at the end there is nowhere to go"
    place.key(Qt.Key.Key_Up, ALT)
    assert _mails(place, marta) == ["two", "one", "three"]
    for _step in range(3):
        place.undo()
    assert _mails(place, marta) == ["one", "two", "three"]
    tops = [_row(place, name).y() for name in ("one", "two", "three")]
    assert tops == sorted(tops)


def test_two_presses_before_the_first_is_written_are_two_places(place: Place, marta: int) -> None:
    row = _row(place, "one")
    row.move_to(row.place[0] + 1)
    row.move_to(row.place[0] + 1)
    place.settle()
    assert _mails(place, marta) == ["two", "three", "one"]


def test_the_menu_makes_one_the_main_one_and_one_undo_takes_it_back(place: Place, marta: int) -> None:
    menu = _menu(place, "three")
    assert _offered(menu) == {
        "Edit": True, "Copy": True, "Make it the main one": True, "Move up": True, "Move down": False, "Remove": True,
    }  # fmt: skip
    _press(place, menu, "Make it the main one")
    assert _mails(place, marta) == ["three", "one", "two"]
    assert not _offered(_menu(place, "three"))["Make it the main one"]
    place.undo()
    assert _mails(place, marta) == ["one", "two", "three"]


def test_the_main_number_is_the_one_that_is_called_first(place: Place, marta: int) -> None:
    contacts = place.services.contacts
    contacts.save_point(marta, None, Point(PointKind.PHONE, "777"))
    place.settle()
    _press(place, _menu(place, "777"), "Move up")
    place.view.person.actions_of_person._reach(PointKind.PHONE)
    menu = place.view.person.actions_of_person.reach_menu
    assert [action.text() for action in menu.actions()] == ["777", "1"]
    menu.close()


def test_addresses_and_days_move_too(place: Place, marta: int) -> None:
    _row(place, "Porto").value.setFocus()
    place.key(Qt.Key.Key_Up, ALT)
    assert [each.value.city for each in _page(place, marta).addresses] == ["Porto", "Lisbon"]
    _press(place, _menu(place, "24 November"), "Move to the top")
    assert [each.value.label for each in _page(place, marta).dates] == ["met", "birthday"]


def test_what_there_is_one_of_has_no_other_place(place: Place, marta: int) -> None:
    assert list(_offered(_menu(place, "fair"))) == ["Edit", "Copy", "Remove"]
    _row(place, "fair").value.setFocus()
    before = place.services.today.version()
    place.key(Qt.Key.Key_Up, ALT)
    assert place.services.today.version() == before


@pytest.mark.parametrize("value", ["one", "1", "Lisbon", "9 March", "fair"])
def test_the_menu_removes_and_undo_brings_back(place: Place, marta: int, value: str) -> None:
    before = _page(place, marta)
    _press(place, _menu(place, value), "Remove")
    assert place.window.toast.isVisible(), "undo is offered"
    assert not [
        row
        for row in place.view.person.details.findChildren(DetailRow)
        if row.isVisible() and row.value.text() == value
    ]
    assert _page(place, marta) != before
    place.undo()
    assert _page(place, marta) == before


def test_a_screen_reader_is_told_which_one_it_is(place: Place, marta: int) -> None:
    assert _row(place, "one").value.accessibleDescription() == "the main one of 3"
    assert _row(place, "two").value.accessibleDescription() == "2 of 3"
    assert _row(place, "9 March").value.accessibleDescription() == "1 of 2"
    assert _row(place, "fair").value.accessibleDescription() == ""


def test_an_open_field_keeps_its_place_and_its_words(place: Place, marta: int) -> None:
    row = _row(place, "one")
    row.start()
    place.key(Qt.Key.Key_Down, ALT)
    assert row.value.is_editing()
    assert _mails(place, marta) == ["one", "two", "three"]


def test_labels_of_addresses_stand_where_those_of_mails_do(place: Place, marta: int) -> None:
    place.services.contacts.save_address(marta, None, Address(label="work", city="Faro"))
    place.settle()
    mail, address = _row(place, "one"), _row(place, "Faro")
    assert mail.label is not None
    words = mail.label._label
    assert address.after.mapTo(address, QPoint(0, 0)).x() == words.mapTo(mail, QPoint(0, 0)).x()
