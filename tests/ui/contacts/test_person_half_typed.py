"""Words half typed on a person's page outlive a crash: the name, labels, the pinned note, own fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.contacts import ContactDraft, Name, Point, PointKind
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.own_fields import FieldKind
from crm_desktop.ui.widgets import InlineEdit

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place


@pytest.fixture
def marta(place: Place) -> int:
    place.services.people.own_fields.add("contact", "Shoe size", FieldKind.TEXT)
    draft = ContactDraft(name=Name("Marta", "Oliveira"), points=(Point(PointKind.EMAIL, "m@x.example", "work"),))
    made = place.services.contacts.add(draft)
    place.settle()
    place.show(made)
    return made


def _field(place: Place, name: str) -> InlineEdit:
    person = place.view.person
    if name == "label":
        label = next(row.label for row in person.details.values._items if row.isVisible() and row.label is not None)
        assert label is not None
        return label
    return {"name": person.header.name, "note": person.strips.note}.get(name) or person.details.own.rows()[0].value


def _open(place: Place, name: str) -> InlineEdit:
    if name == "note":
        place.view.person.strips.add_note()
    else:
        _field(place, name).start_editing()
    return _field(place, name)


FIELDS = ("name", "label", "note", "own")


@pytest.mark.parametrize("name", FIELDS)
def test_half_typed_words_stand_there_again(
    make_place: Callable[[], Place], place: Place, marta: int, name: str
) -> None:
    _open(place, name)
    place.type("Half a")
    typed = _field(place, name).text()
    assert "Half a" in typed
    place.view._services.drafts.flush()
    place.settle()
    again = make_place()
    again.show(marta)
    field = _field(again, name)
    assert field.is_editing()
    assert field.text() == typed
    focused = QApplication.focusWidget()
    assert focused is None or not field.isAncestorOf(focused), "nobody asked for the focus"


@pytest.mark.parametrize("name", FIELDS)
def test_saved_or_taken_back_they_are_gone(place: Place, marta: int, name: str) -> None:
    def kept() -> str:
        place.view._services.drafts.flush()
        place.settle()
        return place.services.drafts.get(f"person/{marta}")

    _open(place, name)
    place.type("Half a")
    assert "Half a" in kept()
    place.key(Qt.Key.Key_Escape)
    assert kept() == ""
    _open(place, name)
    place.type("Half a")
    assert "Half a" in kept()
    place.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert kept() == ""
    assert "Half a" in _field(place, name).text()


def test_a_refused_name_is_kept_until_it_is_mended(place: Place, marta: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(type(place.services.contacts), "rename", full)
    _open(place, "name")
    place.type("Martha")
    place.key(Qt.Key.Key_Return)
    assert "Martha" in str(place.view._services.drafts.get(f"person/{marta}"))
    assert _field(place, "name").is_editing()
    place.key(Qt.Key.Key_Escape)
    assert place.view._services.drafts.get(f"person/{marta}") == {}


def test_the_parts_of_a_name_stand_open_again(make_place: Callable[[], Place], place: Place, marta: int) -> None:
    place.view.person.name_in_parts()
    place.settle()
    form = place.view.person.actions_of_person._names.form
    assert form is not None
    form.lines["middle"].setText("Mari")
    place.view._services.drafts.flush()
    place.settle()
    again = make_place()
    again.show(marta)
    form = again.view.person.actions_of_person._names.form
    assert form is not None
    assert form.lines["middle"].text() == "Mari"


def test_a_new_value_with_its_label_survives_two_crashes(
    make_place: Callable[[], Place], place: Place, marta: int
) -> None:
    details = place.view.person.details
    details.add("phone")
    place.type("+351 9")
    row = details.pending_row()
    assert row is not None
    assert row.label is not None
    place.view._services.drafts.put(f"person/{marta}", {"new/phone/1": "+351 9", "label/new/phone/1": "mob"})
    place.view._services.drafts.flush()
    place.settle()
    for _crash in range(2):
        again = make_place()
        again.show(marta)
        row = again.view.person.details.pending_row()
        assert row is not None
        assert row.label is not None
        assert (row.value.text(), row.label.text()) == ("+351 9", "mob")
        again.view._services.drafts.flush()
        again.settle()


def test_all_parts_of_a_name_are_one_step_to_undo(place: Place, marta: int) -> None:
    place.view.person.name_in_parts()
    place.settle()
    form = place.view.person.actions_of_person._names.form
    assert form is not None
    for part, text in (
        ("given", "Martha"),
        ("family", "Keller"),
        ("phonetic_given", "MAR-ta"),
        ("phonetic_family", "KEL"),
    ):
        form.lines[part].setText(text)
    place.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert place.view.person.header.name.text() == "Martha Keller"
    place.undo()
    profile = place.services.people.profiles.profile(marta)
    page = place.services.contacts.page(marta)
    assert profile is not None
    assert page is not None
    assert (page.shown, profile.phonetic_given, profile.phonetic_family) == ("Marta Oliveira", "", "")
