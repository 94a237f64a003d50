"""Fields of companies: built-in ones hidden and asked for, own ones, half-typed words kept, an open form that follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.bootstrap import Core
from crm_desktop.ui.dialogs.own_fields_form import OwnFieldsForm
from tests.support.shown import Shown

Make = Callable[..., Shown]


@pytest.fixture
def azul(core: Core) -> int:
    return core.services.people.companies.add("Casa Azul")


def _open(shown: Shown, company_id: int) -> Any:
    shown.view.open("company", company_id)
    shown.settle()
    return shown.view.company.details


def _form(shown: Shown, subject: str) -> OwnFieldsForm:
    own = shown.core.services.people.own_fields
    card = OwnFieldsForm(shown.window.context.theme, shown.jobs, own, shown.window.say, subject)
    shown.window.show_card(card)
    shown.settle()
    return card


def test_a_hidden_field_is_not_offered_until_one_asks_for_it(core: Core, azul: int, make_shown: Make) -> None:
    core.services.people.companies.set_text(azul, "industry", "Hospitality")
    shown = make_shown()
    texts = _open(shown, azul).texts
    assert texts.chips["website"].isVisible()
    assert not texts.hidden_link.isVisible()
    own = core.services.people.own_fields
    for field in ("website", "phone", "industry"):
        own.hide_builtin("company", field, True)
    shown.settle()
    assert texts.rows["industry"].isVisible(), "what is filled in is shown"
    assert not texts.chips["website"].isVisible()
    assert texts.hidden_link.text() == "2 hidden fields"
    texts.hidden_link.click()
    assert texts.chips["website"].isVisible()
    assert texts.chips["website"].hasFocus()
    assert not texts.hidden_link.isVisible()
    other = core.services.people.companies.add("Other")
    shown.settle()
    assert not _open(shown, other).texts.chips["website"].isVisible()


def test_the_form_of_fields_hides_those_of_companies_and_an_open_page_follows(
    core: Core, azul: int, make_shown: Make
) -> None:
    shown = make_shown()
    texts = _open(shown, azul).texts
    form = _form(shown, "company")
    assert form.built_in.isVisible()
    form.built_in.switch("address").click()
    shown.settle()
    assert core.services.people.own_fields.hidden_builtin("company") == {"address"}
    assert not texts.chips["address"].isVisible()
    form.built_in.switch("address").click()
    shown.settle()
    assert texts.chips["address"].isVisible()


def test_an_open_form_follows_undo_and_what_is_written_elsewhere(core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown()
    form = _form(shown, "company")
    own = core.services.people.own_fields
    staff = own.add("company", "Staff", "number")
    shown.settle()
    assert [line.name.text() for line in form.lines()] == ["Staff"]
    own.rename(staff, "People")
    own.set_value(staff, azul, "12")
    shown.settle()
    assert [line.name.text() for line in form.lines()] == ["People"]
    assert form.lines()[0].used.text() == "1 filled"
    form.lines()[0].name.setFocus()
    form.lines()[0].name.setText("half-ty")
    core.services.undoing.undo()
    core.services.undoing.undo()
    shown.settle()
    assert form.lines()[0].name.text() == "half-ty", "what is being typed stays"
    assert form.lines()[0].used.text() == "unused"
    core.services.undoing.undo()
    shown.settle()
    assert form.lines() == ()
    core.services.undoing.redo()
    shown.settle()
    assert len(form.lines()) == 1


def test_half_typed_words_of_a_company_stand_there_again(core: Core, azul: int, make_shown: Make) -> None:
    own = core.services.people.own_fields
    staff = own.add("company", "Staff", "number")
    core.services.people.companies.add("A first one")
    shown = make_shown()
    drafts = shown.window.context.drafts
    drafts.put(f"company/{azul}", {"website": "casa-az", f"own/{staff}": "1", "gone": "x", "own/999": "y"})
    details = _open(shown, azul)
    assert details.texts.rows["website"].value.is_editing()
    assert details.texts.rows["website"].value.text() == "casa-az"
    (row,) = details.own.rows()
    assert row.value.text() == "1"
    focused = QApplication.focusWidget()
    assert focused is None or not details.isAncestorOf(focused)


def test_what_is_typed_is_kept_until_it_is_saved_or_taken_back(core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown()
    details, drafts = _open(shown, azul), shown.window.context.drafts
    details.texts.start("website")
    shown.settle()
    shown.press("casa")
    assert drafts.get(f"company/{azul}") == {"website": "casa"}
    shown.press(Qt.Key.Key_Escape)
    assert drafts.get(f"company/{azul}") == {}
    details.texts.start("website")
    shown.settle()
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    shown.press("casa.example", Qt.Key.Key_Return)
    assert drafts.get(f"company/{azul}") == {}
    page = core.services.people.companies.page(azul)
    assert page is not None
    assert page.website
