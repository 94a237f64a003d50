"""Own fields on a page: edited in place, refused with a sentence, Esc takes back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from crm_desktop.ui.dialogs.own_field_rows import OwnFieldRow, OwnFieldRows
from tests.support.home import person
from tests.ui.own_fields.conftest import Desk


def _row(rows: OwnFieldRows, name: str) -> OwnFieldRow:
    return next(row for row in rows.rows() if row.field.name == name)


def _shown(row: OwnFieldRow) -> str:
    return row.value.accessibleName().partition(": ")[2]


def _type(desk: Desk, row: OwnFieldRow, text: str) -> QWidget:
    row.value.start_editing()
    desk.settle()
    editor = QApplication.focusWidget()
    assert editor is not None
    if isinstance(editor, QLineEdit):
        editor.selectAll()
    QTest.keyClicks(editor, text)
    return editor


def test_a_value_is_typed_saved_and_read_in_the_words_of_the_user(desk: Desk, marta: int) -> None:
    for name, kind in (("Rate", "money"), ("Since", "day"), ("Member", "yes-no"), ("Note", "text")):
        desk.fields.add("contact", name, kind)
    rows = desk.rows(marta)
    for name, typed, shown in (
        ("Rate", "1200,50", "€1,200.50"),
        ("Since", "3 March 2027", "3 Mar 2027"),
        ("Member", "y", "Yes"),
    ):
        editor = _type(desk, _row(rows, name), typed)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        desk.settle()
        assert _shown(_row(rows, name)) == shown
    assert [value.text for value in desk.fields.values("contact", marta)] == [
        "1200.50 EUR", "2027-03-03", "yes", "",
    ]  # fmt: skip


def test_what_will_not_do_is_said_under_the_field_and_esc_brings_back_what_is_stored(desk: Desk, marta: int) -> None:
    shoe = desk.fields.add("contact", "Shoe", "number")
    desk.fields.set_value(shoe, marta, "42")
    rows = desk.rows(marta)
    row = _row(rows, "Shoe")
    editor = _type(desk, row, "large")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.settle()
    assert row.value.is_editing()
    assert "“large” is not a number" in editor.accessibleDescription()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    desk.settle()
    assert (row.value.is_editing(), _shown(row)) == (False, "42")
    assert desk.fields.values("contact", marta)[0].text == "42"


def test_several_choices_are_taken_and_left_from_a_list(desk: Desk, marta: int) -> None:
    desk.fields.add("contact", "Sizes", "choices", ["S", "M", "L & XL"])
    rows = desk.rows(marta)
    row = _row(rows, "Sizes")
    for index in (2, 0):
        row.choose()
        row.menu.actions()[index].trigger()
        desk.settle()
    assert _shown(row) == "S; L & XL"
    row.choose()
    assert [action.isChecked() for action in row.menu.actions()] == [True, False, True]
    row.menu.actions()[0].trigger()
    desk.settle()
    assert desk.fields.values("contact", marta)[0].text == "L & XL"


def test_a_link_is_opened_only_where_one_stands(desk: Desk, marta: int) -> None:
    desk.fields.set_value(desk.fields.add("contact", "Shop", "link"), marta, "shop.example")
    desk.fields.add("contact", "Blog", "link")
    rows = desk.rows(marta)
    opened: list[str] = []
    rows.link_wanted.connect(opened.append)
    shop, blog = _row(rows, "Shop").button, _row(rows, "Blog").button
    assert shop is not None
    assert blog is not None
    assert (shop.isVisible(), blog.isVisible()) == (True, False)
    shop.click()
    assert opened == ["shop.example"]


def test_what_is_being_typed_survives_news_and_goes_with_another_person(desk: Desk, marta: int) -> None:
    ana = desk.core.services.contacts.add(person("Ana Costa"))
    shoe = desk.fields.add("contact", "Shoe", "number")
    rows = desk.rows(marta)
    _type(desk, _row(rows, "Shoe"), "4")
    desk.fields.add("contact", "Hat", "number")
    rows.show_values(marta, desk.fields.values("contact", marta))
    desk.settle()
    assert [row.field.name for row in rows.rows()] == ["Shoe", "Hat"]
    assert _row(rows, "Shoe").value.is_editing()

    desk.fields.set_value(shoe, ana, "38")
    rows.show_values(ana, desk.fields.values("contact", ana))
    desk.settle()
    assert _shown(_row(rows, "Shoe")) == "38"
    assert not _row(rows, "Shoe").value.is_editing()


def test_without_fields_nothing_is_shown(desk: Desk, marta: int) -> None:
    rows = desk.rows(marta)
    assert not rows.isVisible()


def test_hostile_texts_stay_plain_and_on_one_line(desk: Desk, marta: int) -> None:
    field = desk.fields.add("contact", "<b>Name</b> \u202eevil", "link")
    desk.fields.set_value(field, marta, "https://x.example/<img src=x>".replace(" ", "%20"))
    rows = desk.rows(marta)
    (row,) = rows.rows()
    assert "<img" in _shown(row)
    assert "\u202e" not in row.value.accessibleName()
