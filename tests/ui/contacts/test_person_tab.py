"""Tab goes through a person's page as one reads it, and what is saved while Tab is pressed does not lose the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from crm_desktop.domain.contacts import Address, ContactDraft, ImportantDate, Name, Point, PointKind
from crm_desktop.domain.pages import ContactPage
from crm_desktop.ui.views.contacts.person_strips import PersonStrips

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def marta(place: Place) -> int:
    made = place.services.contacts.add(
        ContactDraft(
            name=Name("Marta", "Oliveira"),
            points=(Point(PointKind.EMAIL, "one@mail.example"), Point(PointKind.EMAIL, "two@mail.example")),
            addresses=(Address(city="Lisbon"),),
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


def _chain(page: QWidget, inside: QWidget) -> list[tuple[int, int, str]]:
    """(line, left, name) of what Tab goes to within `inside`, in the order of Tab."""
    found: list[tuple[int, int, str]] = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        if inside.isAncestorOf(widget) and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            at = widget.mapTo(inside, QPoint(0, 0))
            found.append((at.y() // 8, at.x(), widget.accessibleName()))
        widget = widget.nextInFocusChain()
    return found


def test_rows_that_came_later_and_moved_are_reached_where_they_stand(place: Place, marta: int) -> None:
    contacts, details = place.services.contacts, place.view.person.details
    contacts.save_point(marta, None, Point(PointKind.PHONE, "123"))
    contacts.save_date(marta, None, ImportantDate("birthday", "1985-03-03"))
    contacts.save_point(marta, None, Point(PointKind.EMAIL, "three@mail.example"))
    place.settle()
    newest = next(each.id for each in _page(place, marta).points if each.value.value.startswith("three"))
    contacts.move_part(marta, "email", newest, 0)
    place.settle()
    chain = _chain(place.view.person, details)
    assert chain == sorted(chain)
    assert [name for _line, _left, name in chain if name.startswith("E-mail")] == [
        "E-mail: three@mail.example", "E-mail: one@mail.example", "E-mail: two@mail.example",
    ]  # fmt: skip


def test_tags_and_strips_are_reached_before_the_timeline(place: Place, marta: int) -> None:
    place.services.contacts.add_tag(marta, "press")
    place.services.people.profiles.set_do_not_contact(marta, True)
    place.settle()
    person = place.view.person
    names = [name for _line, _left, name in _chain(person, person)]
    order = [names.index(name) for name in ("Tag press", "Allow again", "E-mail: one@mail.example")]
    assert order == sorted(order)
    assert isinstance(person.strips, PersonStrips)
    assert names.index("Tag press") < names.index("What happened?")


def test_tab_from_a_new_value_goes_to_its_label_though_it_is_saved_meanwhile(place: Place, marta: int) -> None:
    place.view.person.details.add("phone")
    place.settle()
    place.type("+351 912 345 678")
    place.key(Qt.Key.Key_Tab)
    (phone,) = [each for each in _page(place, marta).points if each.value.kind is PointKind.PHONE]
    focused = QApplication.focusWidget()
    row = place.view.person.details.row("point", phone.id)
    assert row is not None
    assert focused is row.label
    place.key(Qt.Key.Key_Return)
    place.type("mobile")
    place.key(Qt.Key.Key_Return)
    points = [each.value for each in _page(place, marta).points if each.value.kind is PointKind.PHONE]
    assert points == [Point(PointKind.PHONE, "+351 912 345 678", "mobile")]


def test_a_label_typed_before_the_value_was_read_back_belongs_to_it(place: Place, marta: int) -> None:
    details = place.view.person.details
    details.add("phone")
    place.settle()
    row = details.pending_row()
    assert row is not None
    assert row.label is not None
    editor = row.value._editor
    assert isinstance(editor, QLineEdit)
    editor.setText("777")
    row.label.start_editing()
    QApplication.processEvents()
    label = row.label._editor
    assert isinstance(label, QLineEdit)
    label.setText("mobile")
    row.value.setFocus()
    place.settle()
    points = [each.value for each in _page(place, marta).points if each.value.kind is PointKind.PHONE]
    assert points == [Point(PointKind.PHONE, "777", "mobile")]


@pytest.mark.parametrize("part", ["relation", "role", "consent", "address"])
def test_a_form_taken_back_leaves_no_heading_and_the_focus_on_the_page(place: Place, marta: int, part: str) -> None:
    details = place.view.person.details
    details.add(part)
    place.settle()
    place.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is details.add_buttons["more"]
    if part != "address":
        assert not details.sections[f"{part}s"].isVisible()


def test_after_a_relation_the_focus_stays_where_it_was_added(place: Place, marta: int) -> None:
    jonas = place.person("Jonas Keller")
    place.services.people.profiles.save_relation(marta, None, jonas, "partner")
    place.settle()
    details = place.view.person.details
    details.add("relation")
    place.settle()
    place.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is details.sections["relations"].heading


@pytest.mark.parametrize("part", ["relation", "role", "consent", "address"])
def test_a_form_far_below_is_brought_into_view_in_a_small_window(place: Place, marta: int, part: str) -> None:
    for number in range(6):
        other = place.person(f"Jonas {number}")
        place.services.people.profiles.save_relation(marta, None, other, "partner")
    place.window.resize(900, 600)
    place.settle()
    details = place.view.person.details
    details.add(part)
    place.settle()
    line = QApplication.focusWidget()
    assert line is not None
    assert details.isAncestorOf(line)
    seen = details.viewport().rect()
    assert seen.contains(line.rect().translated(line.mapTo(details.viewport(), QPoint(0, 0))))
