"""What narrows the Reminders page: how things stand, whom they are about, what kind they are; combined and taken back."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.agenda import AgendaRule, AgendaState, Whom
from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.domain.pages import ReminderRow
from tests.support.home import TODAY, deal_draft, person, reminder_draft
from tests.support.shown import Shown
from tests.ui.reminders.conftest import titles


@pytest.fixture
def mixed(core: Core) -> dict[str, int]:
    """Marta of Casa Lume with a late one and a weekly one, a deal with Lea, and one about nobody."""
    services = core.services
    marta = services.contacts.add(person("Marta Oliveira", company="Casa Lume"))
    lea = services.contacts.add(person("Lea Brandt"))
    services.pipeline.ensure_pipeline()
    stage = services.pipeline.stages()[0].id
    deal = services.pipeline.add(deal_draft("Website", stage, contact_id=lea))
    add = services.reminders.add
    add(reminder_draft("Late", TODAY - timedelta(days=3), None, contact_id=marta))
    add(reminder_draft("Weekly", TODAY + timedelta(days=1), time(9), contact_id=marta, rule="FREQ=WEEKLY"))
    add(reminder_draft("About the deal", TODAY + timedelta(days=2), time(9), deal_id=deal))
    add(reminder_draft("Alone", TODAY + timedelta(days=3), None))
    return {"marta": marta, "lea": lea, "deal": deal}


def row_of(core: Core, text: str) -> ReminderRow:
    return next(row for row in core.services.reminders.agenda() if row.text == text)


def test_parts_of_the_filter_add_up_and_are_taken_back_one_by_one(mixed: dict[str, int], shown: Shown) -> None:
    view = shown.view
    view.filters.show_whom(Whom("contact", mixed["marta"], "Marta Oliveira"))
    shown.settle()
    assert titles(shown) == ["Late", "Weekly"]
    assert view.header.subtitle.full_text() == "2 of 4 open, 1 overdue"
    view.filters.show_rule(AgendaRule.REPEATING)
    shown.settle()
    assert titles(shown) == ["Weekly"]
    assert [pill.text() for pill in view.chips.pills] == ["Marta Oliveira ×", "Repeating ×", "Clear all"]

    view.chips.pills[0].setFocus()
    shown.press(Qt.Key.Key_Delete)
    assert view.filters.asked.contact_id is None
    assert view.filters.person_button.text() == "Everyone"
    assert titles(shown) == ["Weekly"]
    view.chips.pills[0].click()
    shown.settle()
    assert len(titles(shown)) == 4
    assert not view.chips.isVisible()


def test_companies_and_deals_filter_too(mixed: dict[str, int], core: Core, shown: Shown) -> None:
    company = core.services.contacts.page(mixed["marta"])
    assert company is not None
    assert company.company_id is not None
    shown.view.filters.show_whom(Whom("company", company.company_id, "Casa Lume"))
    shown.settle()
    assert titles(shown) == ["Late", "Weekly"]
    shown.view.filters.show_whom(Whom("deal", mixed["deal"], "Website"))
    shown.settle()
    assert titles(shown) == ["About the deal"]
    # A person's reminders include those about their deals.
    shown.view.filters.show_whom(Whom("contact", mixed["lea"], "Lea Brandt"))
    shown.settle()
    assert titles(shown) == ["About the deal"]


def test_overdue_ones_can_be_looked_at_alone_and_there_may_be_none(mixed: dict[str, int], shown: Shown) -> None:
    shown.view.filters.show_state(AgendaState.OVERDUE)
    shown.settle()
    assert titles(shown) == ["Late"]
    assert shown.view.header.subtitle.full_text() == "1 overdue"
    shown.press(Qt.Key.Key_Space)
    assert shown.view.nothing_late.isVisible()


def test_birthdays_are_a_kind_of_their_own(core: Core, mixed: dict[str, int], shown: Shown) -> None:
    core.services.contacts.save_date(mixed["lea"], None, ImportantDate("birthday", "1990-11-26"))
    core.services.reckoning.catch_up()
    shown.settle()
    shown.view.filters.show_rule(AgendaRule.YEARLY)
    shown.settle()
    assert titles(shown) == ["Birthday: Lea Brandt"]
    shown.view.filters.show_rule(AgendaRule.ONCE)
    shown.settle()
    assert titles(shown) == ["Late", "About the deal", "Alone"]


def test_a_filter_that_fits_nothing_offers_to_clear_it(mixed: dict[str, int], shown: Shown) -> None:
    shown.view.filters.show_whom(Whom("deal", mixed["deal"], "Website"))
    shown.view.filters.show_state(AgendaState.OVERDUE)
    shown.settle()
    assert shown.view.nothing_found.isVisible()
    QTest.mouseClick(shown.view.nothing_found.primary_button, Qt.MouseButton.LeftButton)
    shown.settle()
    assert len(titles(shown)) == 4


def test_whom_is_found_by_typing_and_taken_by_keys(mixed: dict[str, int], shown: Shown) -> None:
    shown.press(Qt.Key.Key_F, modifiers=Qt.KeyboardModifier.ControlModifier)
    panel = shown.view.filters.person_button.findChildren(type(shown.view.filters.offer_whom()))[0]
    shown.settle()
    offered = [panel.list.item(row).text() for row in range(panel.list.count())]
    assert offered == ["Everyone", "Marta Oliveira · Casa Lume"]
    QTest.keyClicks(panel.field, "brandt")
    shown.settle()
    found = [panel.list.item(row).text() for row in range(panel.list.count())]
    assert found == ["Lea Brandt", "Website · deal"]
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    shown.settle()
    assert titles(shown) == ["About the deal"]
    assert shown.view.filters.person_button.text() == "Lea Brandt"


def test_a_name_that_nobody_has_is_said_to_be_nobodys(mixed: dict[str, int], shown: Shown) -> None:
    panel = shown.view.filters.offer_whom()
    QTest.keyClicks(panel.field, "zzz")
    shown.settle()
    assert panel.list.item(0).text() == "Nobody and nothing is called so."
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert panel.isVisible()
    QTest.keyClick(panel.field, Qt.Key.Key_Escape)
    assert shown.view.filters.whom is None


def test_what_is_done_is_paged_without_end_and_skipped_ones_are_told_apart(core: Core, shown: Shown) -> None:
    services = core.services
    for number in range(700):
        services.reminders.add(reminder_draft(f"Number {number}", TODAY, time(8)))
    wanted = [row.occurrence_id for row in services.reminders.agenda()]
    services.reminders.skip(wanted.pop())
    services.bulk.done(wanted, lambda _done, _total: None, lambda: False)
    shown.view.filters.show_state(AgendaState.ENDED)
    shown.settle()
    model = shown.view.list.agenda()
    assert model.rowCount() == 701
    assert model.lines().rows_in_memory() < 130
    assert shown.view.header.subtitle.full_text() == "700 done or skipped"
    chips = {item.chip for item in model.items()[1:]}
    assert chips == {"done 10:00", "skipped 10:00"}
