"""Many deals looked at as a list and month by month, changed together, and what several currencies come to; by keyboard and by mouse."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.domain.contacts import ContactDraft, Name
from crm_desktop.domain.deal_columns import EVERY_STATE, DealFilter, DealLine
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft, DealState
from crm_desktop.ui.tables.column_table import ColumnTable
from crm_desktop.ui.views.pipeline.deal_list_bar import DealBar
from crm_desktop.ui.views.pipeline.deal_list_table import DealTable
from tests.journeys.user import NONE, User


@pytest.fixture
def deals(user: User) -> dict[str, int]:
    """Three deals of one person in their stages, one of them in dollars."""
    pipeline = user.services.pipeline
    stages = [stage.id for stage in pipeline.stages()]
    marta = user.services.contacts.add(ContactDraft(name=Name(formatted="Marta Oliveira"), company="Casa Azul"))
    found = {}
    for title, stage, value, close in (
        ("Website relaunch", 3, Money(640_000, "EUR"), date(2026, 12, 10)),
        ("Shop photos", 2, Money(200_000, "EUR"), date(2026, 12, 20)),
        ("Logo refresh", 0, Money(100_000, "USD"), None),
    ):
        found[title] = pipeline.add(DealDraft(title, stages[stage], marta, value=value, expected_close=close))
    user.settle()
    return found


def line(user: User, title: str) -> DealLine:
    listing = user.services.deals.listing
    return next(each for each in listing.lines(listing.ids(DealFilter(states=EVERY_STATE))) if each.card.title == title)


def test_by_keyboard_several_deals_are_picked_shifted_won_and_taken_back(user: User, deals: dict[str, int]) -> None:
    user.goes_to("P")
    user.press("2")
    assert user.sees("3 deals, €8,400 + $1,000"), user.reads()
    # In the order of the board: Logo refresh, Shop photos, Website relaunch.
    user.press("Down", "X", "Down", "X")
    assert user.sees("2 chosen, €8,400"), user.reads()
    user.press("C")
    user.type("+7")
    user.press("Ctrl+Enter")
    assert user.no_card()
    closes = [line(user, title).card.expected_close for title in ("Shop photos", "Website relaunch")]
    assert closes == [date(2026, 12, 27), date(2026, 12, 17)]
    user.press("W")
    assert user.said() == "Won 2 deals"
    assert line(user, "Shop photos").card.state is DealState.WON
    user.press("Ctrl+Z", "Ctrl+Z")
    assert line(user, "Shop photos").card.state is DealState.OPEN
    assert line(user, "Shop photos").card.expected_close == date(2026, 12, 20)


def test_by_keyboard_a_value_is_changed_in_its_cell(user: User, deals: dict[str, int]) -> None:
    user.goes_to("P")
    user.press("2", "F2")
    user.type("1.200 EUR")
    user.press("Enter")
    assert line(user, "Logo refresh").card.value == Money(120_000, "EUR")
    assert user.sees("3 deals, €9,600"), user.reads()
    user.press("Ctrl+Z")
    assert line(user, "Logo refresh").card.value == Money(100_000, "USD")


def test_by_keyboard_a_rate_puts_the_currencies_together(user: User, deals: dict[str, int]) -> None:
    user.goes_to("P")
    user.press("2")
    assert user.sees("No rate from USD to EUR yet, so there is no sum of all.")
    user.press("Ctrl+K")
    user.type("Exchange rates")
    user.press("Enter")
    assert user.sees("Deals have amounts in USD, of which there is no rate to EUR.")
    user.press("Tab")
    user.type("0,92")
    assert user.sees("1 USD = 0.92 EUR, so $1,000 is €920")
    user.press("Enter", "Esc")
    assert user.no_card()
    assert user.sees("≈ €9,320 together, rates of 24 Nov"), user.reads()


def test_by_keyboard_the_months_are_walked_along_and_a_deal_opened(user: User, deals: dict[str, int]) -> None:
    user.goes_to("P")
    user.press("3", "Right")
    december = "December 2026: sure €0, weighted €5,800, best €8,400, 2 deals"
    assert user.focus().accessibleName() == december
    assert user.sees(december)
    user.press("Enter")
    table = user.page().findChild(ColumnTable)
    assert [table.model().index(row, 1).data() for row in range(2)] == ["€6,400", "€2,000"]
    assert user.focus() is table
    user.press("Enter")
    assert user.sees("Website relaunch")
    user.press("Esc")
    assert user.focus() is table
    user.press("Esc")
    assert user.focus().accessibleName() == december


def test_by_mouse_deals_are_chosen_filtered_and_moved_together(user: User, deals: dict[str, int]) -> None:
    user.goes_to("P")
    user.press_button("List")
    table = user.page().findChild(DealTable)
    for row, keys in ((0, NONE), (2, Qt.KeyboardModifier.ControlModifier)):
        place = table.visualRect(table.model().index(row, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, place)
        user.settle()
    assert user.sees("2 chosen"), user.reads()
    user.press_button("Move to…")
    user.card().box.setCurrentIndex(1)
    user.press_button("Move")
    assert user.said() == "Moved 2 deals"
    assert [line(user, title).card.stage for title in deals] == ["First talk", "Proposal sent", "First talk"]
    user.click(user.button("Won", within=user.page().findChild(DealBar)))
    assert [line(user, title).card.state for title in deals] == [DealState.WON, DealState.OPEN, DealState.WON]
    user.press_button("Undo")
    user.press("Ctrl+Z")
    assert [line(user, title).card.stage for title in deals] == ["Negotiation", "Proposal sent", "Lead"]
