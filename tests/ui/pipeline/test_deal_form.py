"""The form of a deal, filled in as a user does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.domain.contacts import ContactDraft, Name
from crm_desktop.domain.deal_pages import DealPage
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft, DealState
from crm_desktop.ui.dialogs.deal_fields import money_to_type
from crm_desktop.ui.dialogs.deal_form import DealForm
from tests.ui.pipeline.conftest import Bench


def _form(bench: Bench) -> DealForm:
    form = bench.card()
    assert isinstance(form, DealForm)
    return form


def _new(bench: Bench) -> DealForm:
    bench.key(Qt.Key.Key_D)
    return _form(bench)


def _type(bench: Bench, field: QWidget, text: str) -> None:
    field.setFocus()
    if isinstance(field, QLineEdit | QPlainTextEdit):
        field.selectAll()
    QTest.keyClicks(field, text)
    bench.settle()


def _page(bench: Bench, title: str) -> DealPage:
    page = bench.services.pipeline.page(bench.deal(title))
    assert page is not None
    return page  # type: ignore[no-any-return]


def _save(bench: Bench) -> None:
    bench.control(Qt.Key.Key_Return)


def test_a_new_deal_is_typed_and_saved_by_keyboard_alone(bench: Bench) -> None:
    form = _new(bench)
    assert form.fields.title.hasFocus()
    _type(bench, form.fields.title, "Book cover")
    _type(bench, form.fields.contact, "mart")
    QTest.keyClick(form.fields.contact, Qt.Key.Key_Down)
    QTest.keyClick(form.fields.contact, Qt.Key.Key_Return)
    assert form.fields.contact.text() == "Marta Oliveira"
    assert form.fields.company.text() == "Casa Azul"
    _type(bench, form.fields.value, "1,250.50")
    _type(bench, form.fields.close_on.edit, "2026-12-12")
    _type(bench, form.fields.source, "referral")
    _type(bench, form.fields.note, "Two drafts")
    _save(bench)
    assert bench.card() is None
    assert bench.toast() == "Added “Book cover”"
    assert bench.current() == "Book cover"
    page = _page(bench, "Book cover")
    assert (page.card.contact, page.card.company) == ("Marta Oliveira", "Casa Azul")
    assert page.card.value == Money(125_050, "EUR")
    assert page.card.expected_close == date(2026, 12, 12)
    assert (page.source, page.note) == ("referral", "Two drafts")


def test_undo_takes_a_new_deal_back(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Book cover")
    _save(bench)
    assert "Book cover" in bench.stored()[0]
    bench.control(Qt.Key.Key_Z)
    assert "Book cover" not in bench.stored()[0]


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("title", "", "A deal needs a name: what is the work?"),
        ("amount", "12x34", "“12x34” is not an amount; write 6400 or 6,400.50."),
        ("contact", "Mar", "Choose a person from the list, or empty this line."),
    ],
)
def test_what_will_not_do_is_said_under_its_field_and_nothing_is_lost(
    bench: Bench, field: str, text: str, sentence: str
) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Book cover")
    widget = form.fields.labelled[field].field
    if not text:
        form.fields.title.clear()
    else:
        _type(bench, widget, text)
    form.fields.source.setFocus()
    _save(bench)
    assert form.fields.labelled[field].error() == sentence
    assert widget.hasFocus()
    assert widget.accessibleDescription() == sentence
    assert isinstance(widget, QLineEdit)
    assert widget.text() == text
    QTest.keyClicks(widget, "x")
    assert form.fields.labelled[field].error() == ""


def test_a_day_that_is_none_keeps_the_form_open(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Book cover")
    _type(bench, form.fields.close_on.edit, "whenever")
    _save(bench)
    assert _form(bench) is form
    assert "Book cover" not in bench.stored()[0]


def test_enter_alone_saves_nothing(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Book cover")
    bench.key(Qt.Key.Key_Return)
    assert _form(bench) is form


def test_a_name_typed_in_full_is_a_choice_when_only_one_person_has_it(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Book cover")
    _type(bench, form.fields.contact, "marta oliveira")
    _save(bench)
    assert _page(bench, "Book cover").card.contact == "Marta Oliveira"


def test_two_people_of_one_name_must_be_chosen(bench: Bench) -> None:
    bench.services.contacts.add(ContactDraft(name=Name(formatted="Marta Oliveira"), company="Other"))
    form = _new(bench)
    _type(bench, form.fields.title, "Book cover")
    _type(bench, form.fields.contact, "marta oliveira")
    offered = [
        form.fields.contact.suggestions.item(row).text() for row in range(form.fields.contact.suggestions.count())
    ]
    assert set(offered) == {
        "Marta Oliveira · Casa Azul",
        "Marta Oliveira · Other",
        "New contact: marta oliveira",
    }
    _save(bench)
    assert form.fields.labelled["contact"].error()


def test_somebody_new_is_added_with_the_deal(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Book cover")
    _type(bench, form.fields.contact, "Ada Lovelace")
    QTest.keyClick(form.fields.contact, Qt.Key.Key_Down)
    QTest.keyClick(form.fields.contact, Qt.Key.Key_Return)
    _type(bench, form.fields.company, "Engines")
    _save(bench)
    card = _page(bench, "Book cover").card
    assert (card.contact, card.company) == ("Ada Lovelace", "Engines")


def test_escape_closes_the_suggestions_first_and_then_the_form(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.contact, "mar")
    assert form.fields.contact.is_offering()
    bench.key(Qt.Key.Key_Escape)
    assert not form.fields.contact.is_offering()
    assert _form(bench) is form
    bench.key(Qt.Key.Key_Escape)
    assert bench.card() is None


def test_companies_are_suggested(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.company, "lum")
    QTest.keyClick(form.fields.company, Qt.Key.Key_Down)
    QTest.keyClick(form.fields.company, Qt.Key.Key_Return)
    assert form.fields.company.text() == "Lumen Studio"


def test_escape_keeps_what_was_begun_and_cancel_forgets_it(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Half a")
    bench.key(Qt.Key.Key_Escape)
    form = _new(bench)
    assert form.fields.title.text() == "Half a"
    assert form.draft.line.isVisible()
    QTest.mouseClick(form.cancel_button, Qt.MouseButton.LeftButton)
    bench.settle()
    form = _new(bench)
    assert form.fields.title.text() == ""
    assert not form.draft.line.isVisible()


def test_a_deal_is_changed_and_moved_by_its_form(bench: Bench) -> None:
    bench.choose("Website relaunch")
    bench.key(Qt.Key.Key_E)
    form = _form(bench)
    assert (form.fields.contact.text(), form.fields.company.text(), form.fields.value.text()) == (
        "Marta Oliveira",
        "Casa Azul",
        "6400",
    )
    _type(bench, form.fields.title, "Website and shop")
    _type(bench, form.fields.value, "7000 USD")
    form.fields.stage.setCurrentIndex(0)
    _save(bench)
    assert bench.toast() == "Changed “Website and shop”"
    page = _page(bench, "Website and shop")
    assert (page.card.stage, page.card.value) == ("Lead", Money(700_000, "USD"))
    assert page.card.contact == "Marta Oliveira"
    assert bench.current() == "Website and shop"


def test_a_deal_deleted_meanwhile_keeps_the_form_and_says_so(bench: Bench) -> None:
    deal = bench.choose("Website relaunch")
    bench.key(Qt.Key.Key_E)
    form = _form(bench)
    _type(bench, form.fields.title, "New name")
    bench.services.pipeline.delete(deal)
    _save(bench)
    assert _form(bench) is form
    assert form.failure.text() == "This deal is no longer there."
    assert form.fields.title.text() == "New name"


def test_won_in_the_form_saves_what_was_changed_before(bench: Bench) -> None:
    bench.choose("Website relaunch")
    bench.key(Qt.Key.Key_E)
    form = _form(bench)
    _type(bench, form.fields.value, "6800")
    QTest.mouseClick(form.ends["win"], Qt.MouseButton.LeftButton)
    bench.settle()
    page = _page(bench, "Website relaunch")
    assert (page.card.state, page.card.value) == (DealState.WON, Money(680_000, "EUR"))


def test_a_won_deal_is_opened_again_in_its_form(bench: Bench) -> None:
    bench.choose("Packaging")
    bench.key(Qt.Key.Key_E)
    form = _form(bench)
    assert set(form.ends) == {"reopen", "delete"}
    QTest.mouseClick(form.ends["reopen"], Qt.MouseButton.LeftButton)
    bench.settle()
    assert "Packaging" in bench.stored()[3]
    assert bench.current() == "Packaging"


def test_a_lost_deal_can_be_opened_again_though_it_has_no_card(bench: Bench) -> None:
    deal = bench.deal("Shop photos")
    bench.services.pipeline.lose(deal, "No answer")
    bench.settle()
    bench.view.deals.edit(deal)
    bench.settle()
    QTest.mouseClick(_form(bench).ends["reopen"], Qt.MouseButton.LeftButton)
    bench.settle()
    assert "Shop photos" in bench.stored()[3]
    assert bench.current() == "Shop photos"
    assert bench.toast() == "Reopened “Shop photos”"


def test_delete_in_the_form_offers_undo(bench: Bench) -> None:
    bench.choose("Shop photos")
    bench.key(Qt.Key.Key_E)
    QTest.mouseClick(_form(bench).ends["delete"], Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.stored()[3] == ["Website relaunch"]
    assert bench.toast() == "Deleted “Shop photos”"


def test_every_field_has_a_name_for_screen_readers(bench: Bench) -> None:
    form = _new(bench)
    unnamed = [
        widget
        for kind in (QLineEdit, QPlainTextEdit)
        for widget in form.findChildren(kind)
        if not widget.accessibleName()
    ]
    assert unnamed == []
    assert form.fields.stage.accessibleName() == "Stage"


@pytest.mark.parametrize(
    ("amount", "typed"),
    [
        (None, ""),
        (Money(640_000, "EUR"), "6400"),
        (Money(640_050, "EUR"), "6400.50"),
        (Money(5, "EUR"), "0.05"),
        (Money(500, "JPY"), "500 JPY"),
        (Money(1_234_567, "KWD"), "1234.567 KWD"),
    ],
)
def test_an_amount_is_shown_as_one_would_type_it(amount: Any, typed: str) -> None:
    assert money_to_type(amount, "EUR") == typed


def test_a_long_name_of_a_stage_leaves_room_for_the_other_fields(bench: Bench) -> None:
    stage = bench.services.deals.pipelines.add_stage(bench.services.pipeline.current(), "A very long name " * 5, 10)
    bench.services.pipeline.add(DealDraft("Long", stage))
    bench.settle()
    bench.choose("Long")
    bench.key(Qt.Key.Key_E)
    form = _form(bench)
    assert abs(form.fields.worth.width() - form.fields.stage.width()) <= 2


def test_a_deal_half_typed_is_there_again_in_a_new_window(bench: Bench, open_window: Callable[[], Bench]) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Half a")
    _type(bench, form.fields.contact, "Ada Lovelace")
    QTest.keyClick(form.fields.contact, Qt.Key.Key_Down)
    QTest.keyClick(form.fields.contact, Qt.Key.Key_Return)
    form.fields.stage.setCurrentIndex(1)
    bench.window.context.drafts._timer.timeout.emit()
    bench.settle()
    again = open_window()
    form = _new(again)
    assert (form.fields.title.text(), form.fields.stage.currentIndex()) == ("Half a", 1)
    assert form.draft.line.isVisible()
    _save(again)
    assert _page(again, "Half a").card.contact == "Ada Lovelace"
    assert _new(again).fields.title.text() == ""


def test_a_changed_deal_keeps_what_was_typed_and_its_person_may_be_gone_by_then(bench: Bench) -> None:
    deal = bench.choose("Website relaunch")
    marta = _page(bench, "Website relaunch").card.contact_id
    bench.key(Qt.Key.Key_E)
    _type(bench, _form(bench).fields.value, "7000")
    bench.key(Qt.Key.Key_Escape)
    assert "7000" in bench.services.drafts.get(f"deal/{deal}")
    bench.services.contacts.delete([marta])
    bench.settle()
    bench.choose("Website relaunch")
    bench.key(Qt.Key.Key_E)
    form = _form(bench)
    assert form.fields.value.text() == "7000"
    assert form.fields.contact.contact_id() is None


def test_cancel_of_a_changed_deal_can_be_undone(bench: Bench) -> None:
    deal = bench.choose("Website relaunch")
    bench.key(Qt.Key.Key_E)
    form = _form(bench)
    _type(bench, form.fields.value, "7000")
    QTest.mouseClick(form.cancel_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.services.drafts.get(f"deal/{deal}") == ""
    QTest.mouseClick(bench.window.toast._button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert _form(bench) is form
    _save(bench)
    assert _page(bench, "Website relaunch").card.value == Money(700_000, "EUR")


def test_own_fields_of_a_deal_are_edited_in_its_form(bench: Bench) -> None:
    fields = bench.services.people.own_fields
    deal = bench.services.pipeline.board().columns[0].cards[0]
    hours = fields.add("deal", "Hours", "number")
    fields.set_value(hours, deal.id, "12")
    bench.view.deals.edit(deal.id)
    bench.settle()
    form = bench.card()
    assert isinstance(form, DealForm)
    (row,) = form.own.rows()
    assert row.value.text() == "12"
    row.value.start_editing()
    bench.settle()
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "many")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    bench.settle()
    assert "“many” is not a number" in editor.accessibleDescription()
    editor.selectAll()
    QTest.keyClicks(editor, "16.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    bench.settle()
    assert [value.text for value in fields.values("deal", deal.id)] == ["16.5"]


def _stored(bench: Bench, title: str) -> Any:
    found = bench.services.deals.pages.page(bench.deal(title))
    assert found is not None
    return found


def test_a_value_that_comes_every_month_is_typed_with_its_number_of_times(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Care plan")
    _type(bench, form.fields.value, "900")
    assert form.fields.worth.times.isHidden()
    form.fields.worth.period.setCurrentIndex(form.fields.worth.period.findData("month"))
    _type(bench, form.fields.worth.times, "twelve")
    _save(bench)
    assert form.fields.labelled["amount"].error() == "Write a number, or nothing for on and on."
    _type(bench, form.fields.worth.times, "12")
    _save(bench)
    card = _stored(bench, "Care plan").card
    assert (card.value, card.period, card.times) == (Money(90000, "EUR"), "month", 12)
    bench.choose("Care plan")
    bench.key(Qt.Key.Key_E)
    _type(bench, _form(bench).fields.value, "950")
    _save(bench)
    card = _stored(bench, "Care plan").card
    assert (card.value, card.period, card.times) == (Money(95000, "EUR"), "month", 12)


def test_people_with_roles_tags_and_own_fields_stand_in_a_new_deal_at_once_and_one_undo_takes_all_back(
    bench: Bench,
) -> None:
    own_fields = bench.services.people.own_fields
    own_fields.add("deal", "Hours", "number")
    people = len(bench.services.contacts.ids())
    form = _new(bench)
    _type(bench, form.fields.title, "Book cover")
    _type(bench, form.fields.contact, "marta oliveira")
    form.fields.role.setText("decides")
    QTest.mouseClick(form.fields.people.add_button, Qt.MouseButton.LeftButton)
    line = form.fields.people.lines[0]
    assert line.contact.hasFocus()
    _type(bench, line.contact, "Ada Lovelace")
    QTest.keyClick(line.contact, Qt.Key.Key_Down)
    QTest.keyClick(line.contact, Qt.Key.Key_Return)
    line.role.setText("pays the invoice")
    form.fields.tags.row.start_adding()
    _type(bench, form.fields.tags.row.edit, "books")
    QTest.keyClick(form.fields.tags.row.edit, Qt.Key.Key_Return)
    (edit,) = form.inputs.edits.values()
    _type(bench, edit, "many")
    _save(bench)
    assert next(iter(form.inputs.labelled.values())).error()
    assert edit.hasFocus()
    _type(bench, edit, "12")
    _save(bench)
    assert bench.card() is None
    found = _stored(bench, "Book cover")
    assert [(each.name, each.role, each.main) for each in found.people] == [
        ("Marta Oliveira", "decides", True),
        ("Ada Lovelace", "pays the invoice", False),
    ]
    assert [tag.name for tag in found.tags] == ["books"]
    assert [value.text for value in found.own] == ["12"]
    bench.control(Qt.Key.Key_Z)
    assert "Book cover" not in bench.stored()[0]
    assert len(bench.services.contacts.ids()) == people


def test_people_and_tags_of_a_half_typed_deal_outlive_a_crash(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Book cover")
    form.fields.people.add()
    line = form.fields.people.lines[0]
    _type(bench, line.contact, "marta oliveira")
    _type(bench, line.role, "pays")
    form.fields.tags.set_names(("books", "covers"))
    bench.key(Qt.Key.Key_Escape)
    form = _new(bench)
    assert form.fields.people.typed()[0]["role"] == "pays"
    assert form.fields.tags.names() == ("books", "covers")
    form.draft.begin_anew()
    assert form.fields.people.lines == []
    assert form.fields.tags.names() == ()


def test_somebody_who_was_only_half_typed_is_asked_for_where_they_were_typed(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.fields.title, "Book cover")
    line = form.fields.people.add()
    _type(bench, line.contact, "Mar")
    _save(bench)
    assert form.fields.labelled["people"].error() == "Choose a person from the list, or empty this line."
    assert line.contact.hasFocus()


def test_a_new_deal_takes_at_most_twelve_keys_besides_its_words(bench: Bench) -> None:
    """Title, person, value, day and source, each typed where the keyboard takes one: what is pressed beside the letters."""
    bench.key(Qt.Key.Key_D)
    pressed = 1
    for words in ("Book cover", "marta oliveira", None, "1250", None, None, "12 december", "referral"):
        if words is not None:
            QTest.keyClicks(bench.focused(), words)
            bench.settle()
        bench.key(Qt.Key.Key_Tab)
        pressed += 1
    bench.control(Qt.Key.Key_Return)
    pressed += 1
    assert pressed <= 12
    found = _stored(bench, "Book cover")
    assert (found.card.contact, found.card.value) == ("Marta Oliveira", Money(125_000, "EUR"))
    assert (found.card.expected_close, found.source) == (date(2026, 12, 12), "referral")
