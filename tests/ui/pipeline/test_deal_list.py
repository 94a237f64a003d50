"""The list of deals as a user works with it: columns, order, filters, several at once, values changed in place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from crm_desktop.domain.deal_columns import EVERY_STATE, DealFilter, DealLine
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState
from crm_desktop.services.pipeline_settings import DEAL_LIST
from crm_desktop.ui.dialogs.bulk_forms import LineForm, RemindManyForm
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.columns_form import ColumnsForm
from crm_desktop.ui.dialogs.rates_line import together_words
from crm_desktop.ui.views.pipeline.deal_list import DealListPart
from crm_desktop.ui.views.pipeline.deal_list_forms import CloseForm, LoseManyForm, StageForm, read_shift
from tests.ui.pipeline.conftest import TODAY, Bench

_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def deals(bench: Bench) -> DealListPart:
    bench.view.show_part("list")
    bench.settle()
    part = bench.view._in_front()
    assert isinstance(part, DealListPart)
    part.table.setFocus()
    return part


def titles(part: DealListPart) -> list[str]:
    lines = part._context.services.deals.listing.lines(part.table.ids())
    return [line.card.title for line in lines]


def line(bench: Bench, title: str) -> DealLine:
    listing = bench.services.deals.listing
    lines: list[DealLine] = listing.lines(listing.ids(DealFilter(states=EVERY_STATE)))
    return next(each for each in lines if each.card.title == title)


def kept(bench: Bench) -> Any:
    return json.loads(bench.services.settings.get(DEAL_LIST.name))


def text_at(part: DealListPart, title: str, key: str) -> str:
    row = titles(part).index(title)
    column = [each.key for each in part.table.columns_shown()].index(key)
    return str(part.table.model_of_deals.index(row, column).data())


def test_the_list_shows_the_open_deals_with_their_sums(bench: Bench, deals: DealListPart) -> None:
    assert len(deals.table.ids()) == 7
    assert bench.view.header.subtitle.full_text() == "7 deals, €24,400, weighted €11,045"
    assert text_at(deals, "Website relaunch", "next-step") == "2 days late"
    assert text_at(deals, "Website relaunch", "value") == "€6,400"
    assert text_at(deals, "Booking page", "company") == "Dom Kultury"
    assert deals.table.current_id() is not None
    assert deals.together.isHidden()


def test_state_and_words_narrow_it_and_shift_escape_shows_all_again(bench: Bench, deals: DealListPart) -> None:
    deals.filters.states.chip("won").click()
    bench.settle()
    assert titles(deals) == ["Packaging"]
    deals.filters.states.chip("all").click()
    bench.settle()
    assert len(deals.table.ids()) == 8
    bench.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(bench.focused(), "casa oliv")
    bench.settle()
    assert titles(deals) == ["Website relaunch"]
    bench.key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is deals.table
    bench.key(Qt.Key.Key_Escape, _SHIFT)
    assert len(deals.table.ids()) == 7
    assert deals.filters.text.text() == ""


def test_a_list_without_deals_says_what_to_do(bench: Bench, deals: DealListPart) -> None:
    deals.filters.text.setText("nothing like this")
    bench.settle()
    assert deals.none.isVisible()
    assert bench.view.header.subtitle.full_text() == "0 deals"
    deals.filters.clear_button.click()
    bench.settle()
    assert deals.table.isVisible()


def test_a_head_sorts_the_greatest_first_and_the_order_is_kept(bench: Bench, deals: DealListPart) -> None:
    deals.table.sort_wanted.emit("value")
    bench.settle()
    assert titles(deals)[:2] == ["Website relaunch", "Spring workshops"]
    deals.table.sort_wanted.emit("value")
    bench.settle()
    assert titles(deals)[0] == "Logo refresh"
    assert kept(bench)["sort"] == "value"
    bench.key(Qt.Key.Key_S)
    (menu,) = (each for each in deals.table.findChildren(QMenu) if each.isVisible())
    next(action for action in menu.actions() if action.text() == "Deal").trigger()
    menu.close()
    bench.settle()
    assert titles(deals)[0] == "Booking page"


def test_columns_are_chosen_and_kept(bench: Bench, deals: DealListPart) -> None:
    bench.key(Qt.Key.Key_V, _SHIFT)
    form = bench.card()
    assert isinstance(form, ColumnsForm)
    form.chosen.emit(["name", "age", "weighted"])
    form.close_card()
    bench.settle()
    assert [column.key for column in deals.table.columns_shown()] == ["name", "age", "weighted"]
    assert text_at(deals, "Website relaunch", "weighted") == "€4,800"
    assert kept(bench)["columns"] == ["name", "age", "weighted"]


def choose_two(bench: Bench, part: DealListPart) -> list[str]:
    """The first two of the list, by keyboard."""
    part.table.select_id(part.table.ids()[0])
    bench.key(Qt.Key.Key_Down, _SHIFT)
    chosen = part.table.many.ids()
    assert len(chosen) == 2
    return titles(part)[:2]


def test_x_picks_here_and_loses_nothing(bench: Bench, deals: DealListPart) -> None:
    deals.table.select_id(deals.table.ids()[0])
    bench.key(Qt.Key.Key_X)
    bench.key(Qt.Key.Key_Down)
    bench.key(Qt.Key.Key_Down)
    bench.key(Qt.Key.Key_X)
    ids = deals.table.ids()
    assert deals.table.many.ids() == [ids[0], ids[2]]
    assert bench.card() is None
    assert "2 chosen, €" in deals.many.bar.words.full_text()
    bench.key(Qt.Key.Key_Escape)
    assert deals.table.many.count() == 1
    assert not deals.many.bar.isVisible()


def test_several_are_won_by_a_key_and_undo_takes_it_back_at_once(bench: Bench, deals: DealListPart) -> None:
    both = choose_two(bench, deals)
    bench.key(Qt.Key.Key_W)
    assert bench.toast() == "Won 2 deals"
    assert [line(bench, title).card.state for title in both] == [DealState.WON] * 2
    assert len(deals.table.ids()) == 5
    bench.services.undoing.undo()
    bench.settle()
    assert len(deals.table.ids()) == 7


def test_several_are_moved_by_a_key(bench: Bench, deals: DealListPart) -> None:
    both = choose_two(bench, deals)
    bench.key(Qt.Key.Key_M)
    form = bench.card()
    assert isinstance(form, StageForm)
    form.box.setCurrentIndex(3)
    bench.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [line(bench, title).card.stage for title in both] == ["Negotiation"] * 2
    assert deals.table.many.count() == 2


def test_the_close_of_several_is_set_shifted_and_taken_away(bench: Bench, deals: DealListPart) -> None:
    both = choose_two(bench, deals)
    for typed, expected in (
        ("1 December 2026", "2026-12-01"),
        ("+14", "2026-12-15"),
        ("-1 week", "2026-12-08"),
        ("", None),
    ):
        bench.key(Qt.Key.Key_C)
        form = bench.card()
        assert isinstance(form, CloseForm)
        form.day.set_text(typed)
        form.submitted.emit()
        bench.settle()
        for title in both:
            close = line(bench, title).card.expected_close
            assert (close.isoformat() if close else None) == expected
        deals.table.setFocus()


@pytest.mark.parametrize(
    ("typed", "days"), [("+14", 14), ("- 7 days", -7), ("+2 weeks", 14), ("+1 Woche", 7), ("14", None), ("fri", None)]
)
def test_a_shift_begins_with_a_sign(typed: str, days: int | None) -> None:
    assert read_shift(typed) == days


def test_several_are_lost_for_one_reason_and_tried_again(bench: Bench, deals: DealListPart) -> None:
    both = choose_two(bench, deals)
    bench.key(Qt.Key.Key_W, _SHIFT)
    form = bench.card()
    assert isinstance(form, LoseManyForm)
    form.submitted.emit()
    assert form.failure.isVisible()
    form.reasons.chip("No answer").click()
    form.again.set_text("1 March 2027")
    form.submitted.emit()
    bench.settle()
    assert [line(bench, title).lost_reason for title in both] == ["No answer"] * 2
    agenda = [row.text for row in bench.services.reminders.agenda()]
    assert all(f"Try again: {title}" in agenda for title in both)


def test_several_are_tagged_untagged_reminded_of_and_deleted(bench: Bench, deals: DealListPart) -> None:
    both = choose_two(bench, deals)
    deals.many.bar.buttons["tag"].click()
    bench.settle()
    form = bench.card()
    assert isinstance(form, LineForm)
    form.given.emit("hot")
    bench.settle()
    assert [[tag.name for tag in line(bench, title).card.tags] for title in both] == [["hot"]] * 2
    deals.many.bar.buttons["untag"].click()
    bench.settle()
    bench.card().given.emit("hot")
    bench.settle()
    assert not line(bench, both[0]).card.tags
    deals.table.setFocus()
    bench.key(Qt.Key.Key_R)
    remind = bench.card()
    assert isinstance(remind, RemindManyForm)
    remind.step.field.set_text("ask fri 9:00")
    bench.settle()
    remind.submitted.emit()
    bench.settle()
    assert bench.toast() == "2 reminders set"
    deals.table.setFocus()
    bench.key(Qt.Key.Key_Delete)
    assert len(deals.table.ids()) == 5


def test_what_is_chosen_is_written_into_a_table(bench: Bench, deals: DealListPart, tmp_path: Path) -> None:
    target = tmp_path / "mine.csv"
    bench.services.pipeline.edit(
        bench.services.deals.listing.ids(DealFilter(text="Website"))[0],
        _draft(bench, "=1+1", 640050),
    )
    bench.settle()
    bench.ask.answers.append(target)
    deals.export()
    bench.settle()
    rows = target.read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("Deal,Value,Value: currency,Value: each,Value: times,Stage,Next step,Expected close")
    assert len(rows) == 8
    assert any(row.startswith("'=1+1,6400.50,EUR,month,3,Negotiation,2026-11-22,2026-12-01") for row in rows)
    assert bench.toast() == "7 deals written"


def _draft(bench: Bench, title: str, minor: int) -> object:
    from datetime import date

    from crm_desktop.domain.pipelines import DealDraft

    stage = bench.services.pipeline.stages()[3].id
    return DealDraft(title, stage, value=Money(minor, "EUR"), period="month", times=3, expected_close=date(2026, 12, 1))


def test_the_menu_offers_what_the_bar_does(bench: Bench, deals: DealListPart) -> None:
    deals.table.select_id(bench.deal("Logo refresh"))
    deals.show_menu(QPoint(20, 20))
    (menu,) = (each for each in deals.table.findChildren(QMenu) if each.isVisible())
    texts = [action.text() for action in menu.actions()]
    assert texts[:4] == ["Open", "Edit…", "Move to…", "Expected close…"]
    next(action for action in menu.actions() if action.text() == "Won").trigger()
    menu.close()
    bench.settle()
    assert line(bench, "Logo refresh").card.state is DealState.WON


# ------------------------------------------------------------------------------------------- changed in place


def field(part: DealListPart) -> QLineEdit:
    assert isinstance(part.editing.field, QLineEdit)
    return part.editing.field


def test_f2_changes_the_value_and_tab_goes_on_to_the_stage(bench: Bench, deals: DealListPart) -> None:
    deals.table.select_id(bench.deal("Logo refresh"))
    bench.key(Qt.Key.Key_F2)
    assert field(deals).text() == "1200 EUR"
    assert field(deals).accessibleName() == "Value of Logo refresh"
    field(deals).setText("1500 USD")
    bench.key(Qt.Key.Key_Tab)
    assert line(bench, "Logo refresh").card.value == Money(150_000, "USD")
    assert isinstance(deals.editing.field, ChoiceBox)
    deals.editing.field.setCurrentIndex(2)
    bench.key(Qt.Key.Key_Return)
    assert line(bench, "Logo refresh").card.stage == "Proposal sent"
    assert QApplication.focusWidget() is deals.table
    assert deals.together.isVisible()


def test_what_cannot_be_read_stays_in_its_field(bench: Bench, deals: DealListPart) -> None:
    deals.table.select_id(bench.deal("Logo refresh"))
    for key, typed in (("value", "much"), ("close", "some day")):
        deals.editing.begin(bench.deal("Logo refresh"), key)
        field(deals).setText(typed)
        bench.key(Qt.Key.Key_Return)
        assert field(deals).text() == typed
        bench.key(Qt.Key.Key_Escape)
        assert deals.editing.field is None
    assert line(bench, "Logo refresh").card.value == Money(120_000, "EUR")
    assert line(bench, "Logo refresh").card.expected_close is None


def test_a_double_click_on_a_day_changes_it_and_on_a_title_opens_the_deal(bench: Bench, deals: DealListPart) -> None:
    table = deals.table
    row = titles(deals).index("Logo refresh")
    column = [each.key for each in table.columns_shown()].index("close")
    _double_click(deals, table.visualRect(table.model_of_deals.index(row, column)).center())
    field(deals).setText(TODAY.isoformat())
    bench.key(Qt.Key.Key_Return)
    assert line(bench, "Logo refresh").card.expected_close == TODAY
    opened: list[object] = []
    table.opened.connect(opened.append)
    row = titles(deals).index("Logo refresh")
    _double_click(deals, table.visualRect(table.model_of_deals.index(row, 0)).center())
    assert opened == [bench.deal("Logo refresh")]


def _double_click(part: DealListPart, point: QPoint) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    port = part.table.viewport()
    QTest.mouseClick(port, left, none, point)
    QTest.mouseDClick(port, left, none, point)


# ------------------------------------------------------------------------------------------- currencies


def test_currencies_stand_apart_and_together_only_with_all_rates(bench: Bench, deals: DealListPart) -> None:
    bench.services.deals.pages.set_value(bench.deal("Logo refresh"), _dollars(100_000))
    bench.settle()
    assert "€23,200 + $1,000" in bench.view.header.subtitle.full_text()
    assert deals.together.words.full_text() == "No rate from USD to EUR yet, so there is no sum of all."
    bench.services.deals.rates.set("EUR", "USD", TODAY, "1.25")
    bench.settle()
    assert deals.together.words.full_text() == "≈ €24,000 together, rates of 24 Nov"
    sums = (Money(100_000, "USD"),)
    rates = bench.services.deals.rates.table()
    assert together_words(sums, rates, "EUR", TODAY)[1] == (
        "$1,000 is €800 (1 EUR = 1.25 USD, 24 Nov, read the other way round)"
    )


def _dollars(minor: int) -> object:
    from crm_desktop.domain.deal_values import DealValue

    return DealValue(Money(minor, "USD"))


def test_ten_thousand_deals_are_listed_and_only_those_shown_are_read(bench: Bench, deals: DealListPart) -> None:
    stage = bench.services.pipeline.stages()[0].id
    since = 1_764_000_000
    writer = bench.services.pipeline._database.writer
    writer.execute("BEGIN")
    writer.executemany(
        "INSERT INTO deals (title, currency, source, uid, stage_id, position, stage_since, created_at, note, lost_reason, "
        "state) VALUES (?, '', '', ?, ?, ?, ?, ?, '', '', 'open')",
        [(f"Deal {number}", f"uid {number}", stage, number, since, since) for number in range(10_000)],
    )
    writer.execute("COMMIT")
    deals.refresh(None)
    bench.settle()
    assert len(deals.table.ids()) == 10_007
    deals.table.viewport().grab()
    assert deals.table.model_of_deals.loaded_rows() <= 128
    bench.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert deals.many.bar.words.full_text().startswith("10,007 chosen")
    assert deals.table.model_of_deals.loaded_rows() <= 128
