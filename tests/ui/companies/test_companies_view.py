"""The companies view: list, page, editing in place, people, deleting, merging, and what is typed badly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Name
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.profile import Role
from crm_desktop.services.companies import CompanyOrder
from crm_desktop.ui.views.companies.text_rows import TextRow
from crm_desktop.ui.widgets import Label
from tests.support.home import deal_draft, interaction_draft, person, reminder_draft
from tests.support.shown import Shown

Make = Callable[..., Shown]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def azul(core: Core) -> int:
    """Casa Azul with Marta and Rui, a deal, a reminder and a call; Hana advised it once."""
    services = core.services
    marta = services.contacts.add(
        person("Marta Oliveira", email="m@casa-azul.pt", company="Casa Azul", job_title="Owner")
    )
    services.contacts.add(person("Rui Santos", email="r@casa-azul.pt", company="Casa Azul"))
    hana = services.contacts.add(person("Hana Bednářová", company="Bednář & Co"))
    services.people.profiles.save_role(hana, None, Role(None, "Casa Azul", "Advisor", "2015", "2019-03"))
    stage = services.pipeline.stages()[0].id
    services.pipeline.add(deal_draft("Website", stage, 640000, contact_id=marta))
    services.reminders.add(reminder_draft("Send the proposal", contact_id=marta))
    services.timeline.log(marta, interaction_draft("Wants two languages"))
    found = services.people.companies.find("Casa Azul")
    assert found is not None
    return found


def _names(shown: Shown) -> list[str]:
    model = shown.view.pane.model
    return [model.index(row).data() for row in range(model.rowCount())]


def _texts(widget: QWidget) -> list[str]:
    found = [label.text() for label in widget.findChildren(Label) if label.isVisible()]
    return [text for text in found if text]


def _company(shown: Shown) -> Any:
    return shown.view.company.page()


def _row(shown: Shown, field: str) -> TextRow:
    row = shown.view.company.texts.rows[field]
    assert isinstance(row, TextRow)
    return row


def _type_into(shown: Shown, row: TextRow, text: str) -> None:
    row.value.start_editing()
    shown.settle()
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    edit.insert(text)
    shown.press(Qt.Key.Key_Return)


def test_an_empty_home_says_what_the_place_is_for(make_shown: Make) -> None:
    shown = make_shown()
    assert shown.view.empty.isVisible()
    shown.view.empty.primary_button.click()
    shown.settle()
    shown.press("Casa Azul", Qt.Key.Key_Return, "https://casa-azul.pt", Qt.Key.Key_Return)
    assert _names(shown) == ["Casa Azul"]
    assert (_company(shown).name, _company(shown).domain) == ("Casa Azul", "casa-azul.pt")
    assert shown.view.pane.list.hasFocus()


def test_the_page_shows_people_deals_and_what_comes_next(core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    rows = {row.title.full_text(): row.subtitle.full_text() for row in shown.view.company.sections.rows}
    assert rows == {
        "Marta Oliveira": "Owner",
        "Rui Santos": "",
        "Send the proposal": "Marta Oliveira",
        "Website": "Lead · €6,400 · Marta Oliveira",
        "Hana Bednářová": "Advisor · 2015 – March 2019",
    }
    assert shown.view.company.header.line.full_text() == "2 people · last spoke 4 days ago"
    timeline = shown.view.company.timeline.model
    lines = [timeline.index(row).data() for row in range(timeline.rowCount())]
    assert any("Wants two languages" in line and "Marta Oliveira" in line for line in lines)


def test_a_row_leads_to_its_person_and_its_deal(azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    for row in shown.view.company.sections.rows:
        if row.title.full_text() in ("Marta Oliveira", "Website"):
            row.setFocus()
            shown.press(Qt.Key.Key_Return)
    assert (len(shown.heard.contacts), len(shown.heard.deals)) == (1, 1)


def test_the_list_is_filtered_as_one_types_and_ordered_as_asked(core: Core, azul: int, make_shown: Make) -> None:
    core.services.people.companies.set_text(azul, "domain", "blue.example")
    shown = make_shown()
    assert _names(shown) == ["Bednář & Co", "Casa Azul"]
    shown.view.pane.set_order(CompanyOrder.PEOPLE)
    shown.settle()
    assert _names(shown) == ["Casa Azul", "Bednář & Co"]
    shown.press("F", modifiers=CONTROL)
    shown.press("blue.ex")
    assert _names(shown) == ["Casa Azul"]
    shown.press(Qt.Key.Key_Escape)
    assert len(_names(shown)) == 2
    for strange in ("*", '"', "\x00", "\ud800", "NEAR(", "\u202e" * 3, "x" * 5000):
        shown.view.pane.filter.setText(strange)
        shown.settle()
    assert shown.heard.failed == []


def test_a_company_that_is_not_found_can_be_made_of_what_was_typed(azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.pane.filter.setText("Keller Optik")
    shown.settle()
    assert shown.view.pane.add_button.isVisible()
    shown.view.pane.add_button.click()
    shown.settle()
    shown.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert _company(shown).name == "Keller Optik"


def test_the_name_is_edited_in_place_and_its_people_follow(core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    shown.press("E")
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    shown.press("Blue House", Qt.Key.Key_Return)
    assert "Blue House" in _names(shown)
    assert [row.company for row in core.services.contacts.rows(core.services.contacts.ids("Marta"))] == ["Blue House"]
    shown.press("E")
    shown.press("Nonsense", Qt.Key.Key_Escape)
    assert _company(shown).name == "Blue House"


def test_a_text_is_added_by_its_pill_and_refused_under_the_field(core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    texts = shown.view.company.texts
    assert not _row(shown, "domain").isVisible()
    texts.chips["domain"].click()
    shown.settle()
    shown.press("no domain at all", Qt.Key.Key_Return)
    assert _row(shown, "domain").value.is_editing()
    assert any("is not a domain" in text for text in _texts(_row(shown, "domain")))
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    shown.press("https://www.Casa-Azul.pt/de", Qt.Key.Key_Return)
    assert _company(shown).domain == "casa-azul.pt"
    assert _row(shown, "domain").value.text() == "casa-azul.pt"
    assert not texts.chips["domain"].isVisible()


def test_an_empty_new_row_goes_away_again(azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    shown.view.company.texts.chips["phone"].click()
    shown.settle()
    shown.press(Qt.Key.Key_Escape)
    assert not _row(shown, "phone").isVisible()
    assert shown.view.company.texts.chips["phone"].isVisible()


BAD = (
    "a\x00b\x1fc",
    "\ud800x",
    "\u202eevil\u202c",
    "<b>bold</b><img src=x>",
    "x" * 200_000,
    "ليلى " * 400,
    "王" * 3_000,
)


@pytest.mark.parametrize("field", ["website", "phone", "email", "address", "industry", "note"])
def test_bad_input_is_stored_clean_and_shown_as_text(field: str, core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown((900, 600))
    shown.view.open("company", azul)
    shown.settle()
    for bad in BAD:
        shown.view.company.texts.saved.emit(field, bad)
        shown.settle()
        stored = getattr(_company(shown), field)
        assert "\x00" not in stored
        assert stored.encode("utf-8")
        for label in shown.view.company.findChildren(Label):
            assert label.textFormat() is Qt.TextFormat.PlainText
    assert shown.view.company.width() <= 900
    assert shown.heard.failed == []


def test_long_names_in_any_script_fit_the_smallest_window(core: Core, make_shown: Make) -> None:
    for name in ("شركة " * 80, "流明设计工作室有限责任公司" * 30, "Montgomery-Fitzgerald" * 20):
        company = core.services.people.companies.add(name)
        core.services.contacts.add(person("Somebody", company=name))
        core.services.people.companies.set_text(company, "industry", name)
    shown = make_shown((900, 600))
    for company in core.services.people.companies.ids():
        shown.view.open("company", company)
        shown.settle()
        assert shown.window.width() == 900
        assert shown.view.company.details.horizontalScrollBar().maximum() == 0


def test_the_domain_its_people_share_is_offered_and_a_no_is_kept(core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    texts = shown.view.company.texts
    assert texts.suggestion.isVisible()
    assert any("casa-azul.pt" in text for text in _texts(texts.suggestion))
    texts.take_button.click()
    shown.settle()
    assert _company(shown).domain == "casa-azul.pt"
    assert not texts.suggestion.isVisible()
    core.services.undoing.undo()
    shown.settle()
    assert texts.suggestion.isVisible()
    texts.decline_button.click()
    shown.settle()
    assert not texts.suggestion.isVisible()


def test_something_is_written_about_the_company_as_such(core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    shown.press("L")
    shown.press("They moved to the harbour")
    shown.press(Qt.Key.Key_Return, modifiers=CONTROL)
    found = core.database.reader().execute(
        "SELECT contact_id, company_id FROM interactions WHERE text = 'They moved to the harbour'"
    )
    assert found.fetchall() == [(None, azul)]
    model = shown.view.company.timeline.model
    assert any("harbour" in model.index(row).data() for row in range(model.rowCount()))


def test_deleting_leaves_the_people_and_is_taken_back(core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    shown.view.pane.list.setFocus()
    shown.press(Qt.Key.Key_Delete)
    assert _names(shown) == ["Bednář & Co"]
    assert shown.heard.said == ["Deleted Casa Azul; its people stay"]
    assert core.services.contacts.count() == 3
    core.services.undoing.undo()
    shown.settle()
    assert _names(shown) == ["Bednář & Co", "Casa Azul"]


def test_two_companies_are_merged_by_the_name_of_the_other(core: Core, azul: int, make_shown: Make) -> None:
    core.services.contacts.add(person("Ana Costa", company="Casa Azul Lda"))
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    shown.press("M")
    card = shown.window.overlay.card()
    shown.press("Casa Azul", Qt.Key.Key_Return)
    assert shown.window.overlay.card() is card, "it cannot be merged with itself"
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    shown.press("casa azul lda", Qt.Key.Key_Escape, Qt.Key.Key_Return)
    if shown.window.overlay.card() is not None:
        shown.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert shown.window.overlay.card() is None
    assert _names(shown) == ["Bednář & Co", "Casa Azul"]
    assert _company(shown).people_count == 3
    assert shown.heard.said == ["Merged into Casa Azul"]


def test_many_people_are_read_on_by_pages(core: Core, make_shown: Make) -> None:
    for number in range(50):
        core.services.contacts.add(person(f"Person {number:02}", company="Large"))
    shown = make_shown()
    assert len(shown.view.company.sections.rows) == 5
    for expected in (35, 50):
        shown.view.company.sections.more_people.emit()
        shown.settle()
        assert len(shown.view.company.sections.rows) == expected
    core.services.contacts.rename(core.services.contacts.ids()[0], Name(given="Aaa"))
    shown.settle()
    assert len(shown.view.company.sections.rows) == 50, "what was opened stays open"


def test_somebody_is_added_to_the_company_shown(core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    shown.press("A")
    shown.press("Inês Costa")
    shown.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert _company(shown).people_count == 3


def test_what_happens_elsewhere_shows_at_once(core: Core, azul: int, make_shown: Make) -> None:
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    core.services.contacts.add(person("New One", company="Casa Azul"))
    shown.settle()
    assert _company(shown).people_count == 3
    marta = core.services.contacts.ids("Marta")[0]
    core.services.timeline.log(marta, interaction_draft("just now", InteractionKind.NOTE))
    shown.settle()
    model = shown.view.company.timeline.model
    assert any("just now" in model.index(row).data() for row in range(model.rowCount()))
    core.services.people.companies.delete([azul])
    shown.settle()
    assert _company(shown).name == "Bednář & Co"


def test_typing_goes_to_the_company_it_was_typed_for(core: Core, azul: int, make_shown: Make) -> None:
    other = core.services.people.companies.find("Bednář & Co")
    shown = make_shown()
    shown.view.open("company", azul)
    shown.settle()
    shown.view.company.texts.chips["phone"].click()
    shown.settle()
    shown.press("+351 1")
    shown.view.open("company", other)
    shown.settle()
    companies = core.services.people.companies
    assert [companies.page(each).phone for each in (azul, other)] == ["+351 1", ""]  # type: ignore[union-attr, arg-type]


def test_with_little_room_the_details_stand_below(azul: int, make_shown: Make) -> None:
    shown = make_shown((900, 600))
    company = shown.view.company
    assert company.details.y() > company.timeline.y()
    shown.window.resize(1280, 800)
    shown.settle()
    assert company.details.x() > company.timeline.x()
