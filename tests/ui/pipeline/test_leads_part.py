"""The part "Leads": caught in a line, judged and moved on by keys, put off, made deals of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from crm_desktop.domain.contacts import ContactDraft, Name
from crm_desktop.domain.leads import Fit, LeadDraft, LeadFilter, LeadRow
from crm_desktop.services.leads import LeadService
from crm_desktop.services.pipeline_settings import LEAD_STEPS as STEPS_OF_LEADS
from crm_desktop.ui.dialogs.ask_again_form import AskAgainForm
from crm_desktop.ui.dialogs.convert_form import ConvertForm
from crm_desktop.ui.views.pipeline.leads import LeadsPart
from crm_desktop.ui.views.pipeline.leads_sources import SourcesCard
from tests.ui.pipeline.conftest import Bench

MARTA = LeadDraft("Nora Berg", "Webinar", "nora@berg.no", "", "Berg AS", "wants a new shop")


@pytest.fixture
def ids(services: Any) -> list[int]:
    leads: LeadService = services.deals.leads
    return [
        leads.add(MARTA),
        leads.add(LeadDraft("Zoë Ek", "Fair")),
        leads.add(LeadDraft("ليلى ناصر", "Fair", "layla@example.com")),
    ]


@pytest.fixture
def part(ids: list[int], bench: Bench) -> LeadsPart:
    bench.view.show_part("leads")
    bench.settle()
    found = bench.view._parts["leads"]
    assert isinstance(found, LeadsPart)
    found.list.select(ids[0])
    found.list.focus_list()
    bench.settle()
    return found


def _row(bench: Bench, contact_id: int) -> LeadRow:
    row: LeadRow
    (row,) = bench.services.deals.leads.rows([contact_id])
    return row


def _type(bench: Bench, text: str) -> None:
    QTest.keyClicks(bench.focused(), text)
    bench.settle()


def test_n_begins_a_lead_and_enter_adds_it_with_what_the_line_says(part: LeadsPart, bench: Bench) -> None:
    bench.key(Qt.Key.Key_N)
    _type(bench, "Ivo Horn, Horn & Co, podcast, ivo@horn.at, +43 660 1234567")
    assert "at Horn & Co" in part.entry.line.accessibleDescription()
    bench.key(Qt.Key.Key_Return)
    (new,) = bench.services.deals.leads.ids(LeadFilter(text="Ivo"))
    row = _row(bench, new)
    assert (row.name, row.company, row.source, row.email, row.phone) == (
        "Ivo Horn", "Horn & Co", "podcast", "ivo@horn.at", "+43 660 1234567",
    )  # fmt: skip
    assert part.entry.text() == ""
    assert part.list.ids() == [new]
    assert bench.toast() == "New lead: Ivo Horn"


def test_esc_in_the_empty_line_goes_back_to_the_list(part: LeadsPart, bench: Bench) -> None:
    bench.key(Qt.Key.Key_N)
    _type(bench, "Ivo Horn, podcast")
    bench.key(Qt.Key.Key_Return)
    assert part.entry.line.hasFocus()
    bench.key(Qt.Key.Key_Escape)
    assert part.list.list.hasFocus()


def test_without_a_source_it_asks_and_the_one_with_the_focus_is_taken_by_enter(part: LeadsPart, bench: Bench) -> None:
    bench.key(Qt.Key.Key_N)
    _type(bench, "Ivo Horn")
    bench.key(Qt.Key.Key_Return)
    assert part.entry.error().startswith("Where do they come from?")
    bench.key(Qt.Key.Key_Return)
    (new,) = bench.services.deals.leads.ids(LeadFilter(text="Ivo"))
    assert _row(bench, new).source == "Fair"
    bench.key(Qt.Key.Key_N)
    _type(bench, "Eva Lund")
    bench.key(Qt.Key.Key_Return)
    (next_one,) = bench.services.deals.leads.ids(LeadFilter(text="Eva"))
    assert _row(bench, next_one).source == "Fair", "the source stays for the next one"


def test_somebody_who_is_there_is_offered_and_a_second_enter_adds_another_one(part: LeadsPart, bench: Bench) -> None:
    before = bench.services.contacts.count()
    bench.key(Qt.Key.Key_N)
    _type(bench, "N. Berg, webinar, nora@berg.no")
    bench.key(Qt.Key.Key_Return)
    assert bench.services.contacts.count() == before
    assert "Enter once more" in part.entry.error()
    assert any("the same e-mail address" in label for label in _labels(part))
    bench.key(Qt.Key.Key_Return)
    assert bench.services.contacts.count() == before + 1


def test_a_person_without_a_lifecycle_is_made_a_lead_instead(part: LeadsPart, bench: Bench) -> None:
    person = bench.services.contacts.add(ContactDraft(name=Name(formatted="Olga Tok")))
    bench.settle()
    bench.key(Qt.Key.Key_N)
    _type(bench, "Olga Tok, webinar")
    button = next(b for b in part.entry.findChildren(QAbstractButton) if b.accessibleName() == "Make Olga Tok a lead")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert person in bench.services.deals.leads.ids(LeadFilter())
    assert len(bench.services.deals.leads.ids(LeadFilter(text="Olga"))) == 1


def test_plus_and_minus_judge_the_same_again_takes_it_back_and_y_says_why(
    part: LeadsPart, bench: Bench, ids: list[int]
) -> None:
    bench.key(Qt.Key.Key_Plus)
    assert _row(bench, ids[0]).fit is Fit.GOOD
    bench.key(Qt.Key.Key_Y)
    _type(bench, "knows what she wants")
    bench.key(Qt.Key.Key_Return)
    assert (_row(bench, ids[0]).fit, _row(bench, ids[0]).fit_reason) == (Fit.GOOD, "knows what she wants")
    assert QApplication.focusWidget() is part.list.list
    bench.key(Qt.Key.Key_Minus)
    assert (_row(bench, ids[0]).fit, _row(bench, ids[0]).fit_reason) == (Fit.BAD, "")
    bench.key(Qt.Key.Key_Minus)
    assert _row(bench, ids[0]).fit is Fit.UNKNOWN
    bench.control(Qt.Key.Key_Z)
    assert _row(bench, ids[0]).fit is Fit.BAD


def test_s_goes_a_step_on_shift_s_back_and_past_the_last_step_comes_the_deal(
    part: LeadsPart, bench: Bench, ids: list[int]
) -> None:
    bench.key(Qt.Key.Key_S)
    assert _row(bench, ids[0]).step == "interested"
    assert bench.toast() == "Nora Berg: Interested (MQL)"
    bench.key(Qt.Key.Key_S)
    bench.key(Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert _row(bench, ids[0]).step == "interested"
    bench.key(Qt.Key.Key_S)
    bench.key(Qt.Key.Key_S)
    assert isinstance(bench.card(), ConvertForm)


def test_the_terms_are_explained_where_they_stand(part: LeadsPart, bench: Bench) -> None:
    assert "marketing qualified lead" in part.panel.steps.chip("interested").toolTip()
    assert part.panel.explained.isHidden()
    QTest.mouseClick(part.panel.help_button, Qt.MouseButton.LeftButton)
    assert not part.panel.explained.isHidden()
    assert "sales qualified lead" in part.panel.explained.text()
    bench.settle()
    QTest.mouseClick(part.panel.help_button, Qt.MouseButton.LeftButton)
    assert part.panel.explained.isHidden()


def test_several_chosen_are_moved_judged_and_put_off_together(part: LeadsPart, bench: Bench, ids: list[int]) -> None:
    bench.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert part.panel.name.full_text() == "3 leads chosen"
    bench.key(Qt.Key.Key_S)
    assert bench.services.deals.leads.counts() == {"interested": 3}
    bench.key(Qt.Key.Key_Plus)
    assert {_row(bench, each).fit for each in ids} == {Fit.GOOD}
    bench.control(Qt.Key.Key_Z)
    assert {_row(bench, each).fit for each in ids} == {Fit.UNKNOWN}


def test_not_now_asks_for_a_day_in_any_wording_which_becomes_a_reminder(
    part: LeadsPart, bench: Bench, ids: list[int]
) -> None:
    bench.key(Qt.Key.Key_T)
    form = bench.card()
    assert isinstance(form, AskAgainForm)
    bench.key(Qt.Key.Key_Return)
    assert bench.card() is form, "a day is asked for"
    _type(bench, "in 3 months")
    bench.key(Qt.Key.Key_Return)
    assert bench.card() is None
    assert bench.toast() == "Not now: Nora Berg"
    row = _row(bench, ids[0])
    assert row.next_day is not None
    assert (row.next_day.year, row.next_day.month) == (2027, 2)
    assert row.next_text == "Ask Nora Berg again"


def test_del_makes_no_lead_any_more_of_them_and_the_person_stays(part: LeadsPart, bench: Bench, ids: list[int]) -> None:
    bench.key(Qt.Key.Key_Delete)
    assert ids[0] not in bench.services.deals.leads.ids(LeadFilter())
    assert bench.services.contacts.page(ids[0]) is not None
    bench.control(Qt.Key.Key_Z)
    assert ids[0] in bench.services.deals.leads.ids(LeadFilter())


def test_a_lead_becomes_a_deal_without_typing_anything_twice(part: LeadsPart, bench: Bench, ids: list[int]) -> None:
    bench.key(Qt.Key.Key_C)
    form = bench.card()
    assert isinstance(form, ConvertForm)
    assert form.title.text() == "Berg AS"
    assert form.title.selectedText() == "Berg AS"
    assert form.taken.text() == "Taken over: Nora Berg, Berg AS, source: Webinar, the note."
    form.value.set_typed("900", "month", "")
    bench.control(Qt.Key.Key_Return)
    assert bench.card() is None
    board = bench.services.pipeline.board()
    deal = next(card for card in board.columns[0].cards if card.title == "Berg AS")
    assert (deal.contact, deal.company, deal.worth.minor) == ("Nora Berg", "Berg AS", 1_080_000)
    page = bench.services.pipeline.page(deal.id)
    assert (page.source, page.note) == ("Webinar", "wants a new shop")
    assert _row(bench, ids[0]).step == "qualified"


def test_what_will_not_do_is_said_at_its_field_and_nothing_is_made(part: LeadsPart, bench: Bench) -> None:
    before = bench.services.pipeline.board().open_count
    bench.key(Qt.Key.Key_C)
    form = bench.card()
    assert isinstance(form, ConvertForm)
    form.value.set_typed("much", "", "")
    form.save()
    assert "is not an amount" in form.labelled["amount"].error()
    form.value.set_typed("", "", "")
    form.title.clear()
    form.save()
    assert form.labelled["title"].error() == "A deal needs a name: what is the work?"
    assert bench.services.pipeline.board().open_count == before


def test_the_list_is_narrowed_by_step_source_fit_and_text_and_esc_shows_all(
    part: LeadsPart, bench: Bench, ids: list[int]
) -> None:
    leads = bench.services.deals.leads
    leads.set_step([ids[1]], "interested")
    leads.judge([ids[2]], Fit.BAD)
    bench.settle()
    part.list.find_source("Fair")
    bench.settle()
    assert set(part.list.model.ids()) == {ids[1], ids[2]}
    part.list.find_fit(Fit.BAD)
    bench.settle()
    assert list(part.list.model.ids()) == [ids[2]]
    part.list.focus_list()
    bench.key(Qt.Key.Key_Escape)
    assert len(part.list.model.ids()) == 3
    QTest.mouseClick(part.list.steps.chip("interested"), Qt.MouseButton.LeftButton)
    bench.settle()
    assert list(part.list.model.ids()) == [ids[1]]
    part.list.show_all()
    bench.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    _type(bench, "layla")
    assert list(part.list.model.ids()) == [ids[2]]


def test_without_steps_nothing_speaks_of_them(part: LeadsPart, bench: Bench, ids: list[int]) -> None:
    bench.services.deals.leads.set_step([ids[0]], "interested")
    bench.services.settings.set(STEPS_OF_LEADS.name, "off")
    part.refresh(None)
    bench.settle()
    assert part.list.steps.chip("interested").isHidden()
    assert not part.list.steps.chip("deal").isHidden()
    assert part.panel.steps.isHidden()
    assert "Interested" not in part.list.model.data(part.list.model.index_of(ids[0]))
    bench.key(Qt.Key.Key_S)
    assert _row(bench, ids[0]).step == "interested"
    bench.key(Qt.Key.Key_C)
    form = bench.card()
    assert isinstance(form, ConvertForm)
    assert form.becomes.current() == "interested", "the person stays as they are"


def test_a_screen_reader_hears_who_it_is_how_far_and_what_comes_next(
    part: LeadsPart, bench: Bench, ids: list[int]
) -> None:
    bench.services.deals.leads.judge([ids[0]], Fit.GOOD, "knows what she wants")
    bench.settle()
    spoken = part.list.model.data(part.list.model.index_of(ids[0]))
    assert spoken == "Nora Berg, Lead, Good fit, Berg AS · Webinar · new today · knows what she wants"


def test_the_sources_are_compared(part: LeadsPart, bench: Bench, ids: list[int]) -> None:
    bench.key(Qt.Key.Key_C)
    bench.card().value.set_typed("6400", "", "")
    bench.control(Qt.Key.Key_Return)
    deal = next(card for card in bench.services.pipeline.board().columns[0].cards if card.title == "Berg AS")
    bench.services.pipeline.win(deal.id)
    bench.view.show_part("leads")
    bench.settle()
    assert part.best.full_text() == "Best source: Webinar (1 lead, 1 became a deal, 1 won, €6,400)"
    part.show_sources()
    assert isinstance(bench.card(), SourcesCard)


def test_without_any_lead_the_place_says_what_it_is_for(bench: Bench) -> None:
    bench.view.show_part("leads")
    bench.settle()
    part: Any = bench.view._parts["leads"]
    assert not part.empty.isHidden()
    assert part.panel.isHidden()
    assert part.empty.primary_button is not None
    QTest.mouseClick(part.empty.primary_button, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is part.entry.line
    _type(bench, "Ivo Horn, webinar")
    bench.key(Qt.Key.Key_Return)
    assert part.empty.isHidden()
    assert not part.panel.isHidden()


def _labels(part: LeadsPart) -> list[str]:
    return [label.text() for label in part.entry.findChildren(QLabel) if not label.isHidden()]


def test_a_hundred_chosen_are_changed_together_by_one_write(part: LeadsPart, bench: Bench) -> None:
    leads = bench.services.deals.leads
    for number in range(100):
        leads.add(LeadDraft(f"Lead {number}", "List"))
    bench.settle()
    bench.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert part.panel.name.full_text() == "103 leads chosen"
    bench.key(Qt.Key.Key_S)
    assert leads.counts() == {"interested": 103}
    assert bench.toast() == "103 leads: Interested (MQL)"
    bench.control(Qt.Key.Key_Z)
    assert leads.counts() == {"lead": 103}


def test_a_half_typed_line_is_there_again_in_a_new_window(
    part: LeadsPart, bench: Bench, open_window: Callable[[], Bench]
) -> None:
    bench.key(Qt.Key.Key_N)
    _type(bench, "Ivo Ho")
    bench.view.show_part("board")
    bench.window.context.drafts.flush()
    bench.settle()
    again = open_window()
    again.view.show_part("leads")
    again.settle()
    found: Any = again.view._parts["leads"]
    assert found.entry.text() == "Ivo Ho"


def test_a_deal_half_typed_is_kept_when_the_card_is_left_with_esc(part: LeadsPart, bench: Bench) -> None:
    bench.key(Qt.Key.Key_C)
    _type(bench, "New sho")
    bench.key(Qt.Key.Key_Escape)
    bench.key(Qt.Key.Key_C)
    assert bench.card().title.text() == "New sho"
