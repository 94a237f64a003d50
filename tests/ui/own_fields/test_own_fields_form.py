"""The card of the fields, by keyboard: making, renaming, ordering, hiding, deleting."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.own_fields import FieldKind
from crm_desktop.ui.dialogs.own_fields_form import OwnFieldsForm
from tests.ui.own_fields.conftest import Desk


def _names(desk: Desk, subject: str = "contact") -> list[str]:
    return [field.name for field in desk.fields.fields(subject, with_hidden=True)]


def _shown(form: OwnFieldsForm) -> list[str]:
    return [line.name.text() for line in form.lines()]


def test_fields_are_made_one_after_the_other_without_the_mouse(desk: Desk) -> None:
    form = desk.form()
    assert form.none_yet.isVisible()
    QTest.keyClicks(form.first_focus(), "Hourly rate")
    form.new_kind.setFocus()
    QTest.keyClicks(form.new_kind, "Mon")
    QTest.keyClick(form.new_name, Qt.Key.Key_Return)
    desk.settle()
    desk.type(form.new_name, "Size")
    form.new_kind.setCurrentIndex(form.new_kind.findData(FieldKind.CHOICE.value))
    desk.type(form.new_options, "small; medium, or so; large")
    QTest.keyClick(form.new_options, Qt.Key.Key_Return)
    desk.settle()

    fields = desk.fields.fields("contact")
    assert [(field.name, field.kind, field.options) for field in fields] == [
        ("Hourly rate", "money", ()), ("Size", "choice", ("small", "medium, or so", "large")),
    ]  # fmt: skip
    assert _shown(form) == ["Hourly rate", "Size"]
    assert (form.new_name.text(), form.error()) == ("", "")


def test_what_is_refused_is_said_below_and_stays_typed(desk: Desk) -> None:
    form = desk.form()
    desk.fields.add("contact", "Size", "text")
    desk.type(form.new_name, "size")
    QTest.keyClick(form.new_name, Qt.Key.Key_Return)
    desk.settle()
    assert form.error() == "There is a field “Size” already."
    assert form.new_name.text() == "size"
    desk.type(form.new_name, "Shoe")
    assert form.error() == ""

    form.new_kind.setCurrentIndex(form.new_kind.findData(FieldKind.CHOICES.value))
    QTest.keyClick(form.new_name, Qt.Key.Key_Return)
    desk.settle()
    assert form.error() == "Write at least one choice."
    assert _names(desk) == ["Size"]


def test_a_field_is_renamed_on_leaving_it_and_esc_takes_back(desk: Desk) -> None:
    desk.fields.add("contact", "Size", "text")
    form = desk.form()
    (line,) = form.lines()
    desk.type(line.name, "Shoe size")
    QTest.keyClick(line.name, Qt.Key.Key_Escape)
    assert line.name.text() == "Size"
    desk.type(line.name, "Shoe size")
    form.new_name.setFocus()
    desk.settle()
    assert _names(desk) == ["Shoe size"]


def test_alt_and_arrows_move_a_field_and_the_focus_stays_in_it(desk: Desk) -> None:
    for name in ("A", "B", "C"):
        desk.fields.add("contact", name, "text")
    form = desk.form()
    last = form.lines()[2]
    last.name.setFocus()
    QTest.keyClick(last.name, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert _names(desk) == _shown(form) == ["A", "C", "B"]
    assert QApplication.focusWidget() is last.name


def test_the_switch_hides_a_field_and_the_line_stays(desk: Desk) -> None:
    desk.fields.add("contact", "Size", "text")
    form = desk.form()
    (line,) = form.lines()
    QTest.keyClick(line.switch, Qt.Key.Key_Space)
    desk.settle()
    assert desk.fields.fields("contact") == []
    assert _shown(form) == ["Size"]
    assert not form.lines()[0].switch.isChecked()


def test_deleting_says_so_with_the_way_back(desk: Desk) -> None:
    desk.fields.add("contact", "Size", "text")
    form = desk.form()
    QTest.keyClick(form.lines()[0].delete_button, Qt.Key.Key_Space)
    desk.settle()
    assert desk.said == [("Deleted the field “Size”", True)]
    assert (_names(desk), _shown(form)) == ([], [])


def test_a_choice_that_is_written_otherwise_is_so_wherever_it_was_taken(desk: Desk, marta: int) -> None:
    size = desk.fields.add("contact", "Size", "choice", ["S", "M"])
    desk.fields.set_value(size, marta, "M")
    form = desk.form()
    (line,) = form.lines()
    desk.type(line.options, "S; Medium")
    form.new_name.setFocus()
    desk.settle()
    assert desk.fields.values("contact", marta)[0].text == "Medium"

    desk.type(line.options, "S")
    form.new_name.setFocus()
    desk.settle()
    assert line.error() == "“Medium” is taken in 1 place."
    assert line.take_out_button.isVisible()
    assert desk.fields.values("contact", marta)[0].text == "Medium", "nothing is lost before one says so"
    line.take_out_button.click()
    desk.settle()
    assert line.error() == ""
    assert line.take_out_button.isHidden()
    assert desk.fields.values("contact", marta)[0].text == ""
    assert desk.said == [("Changed the choices of “Size”", True)]
    desk.core.services.undoing.undo()
    assert desk.fields.values("contact", marta)[0].text == "Medium"


def test_each_subject_has_its_own_and_only_people_have_built_in_ones(desk: Desk) -> None:
    desk.fields.add("deal", "Hours", "number")
    form = desk.form()
    assert (_shown(form), form.built_in.isVisible()) == ([], True)
    form.built_in.switch("department").click()
    desk.settle()
    assert desk.fields.hidden_builtin("contact") == {"department"}

    form.subjects.setFocus()
    form.subjects.choose("deal")
    form.subjects.chosen.emit("deal")
    desk.settle()
    assert (_shown(form), form.built_in.isVisible()) == (["Hours"], False)
    desk.type(form.new_name, "Place")
    QTest.keyClick(form.new_name, Qt.Key.Key_Return)
    desk.settle()
    assert _names(desk, "deal") == ["Hours", "Place"]
