"""The page of a deal, used by mouse and by keyboard: the way, steps, values in place, people, tags, drafts, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_profile import DealProfile
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.log_form import LogForm
from crm_desktop.ui.dialogs.reminder_form import ReminderForm
from crm_desktop.ui.widgets import InlineEdit, ListRow
from tests.support.clock import FixedClock
from tests.support.home import TODAY, deal_draft, interaction_draft, person, reminder_draft
from tests.support.shown import Shown

Open = Callable[..., Shown]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def deal(core: Core) -> int:
    services = core.services
    marta = services.contacts.add(person("Marta Oliveira", company="Casa Azul"))
    stage = services.pipeline.stages()[1].id
    return services.pipeline.add(deal_draft("Website relaunch", stage, 640000, contact_id=marta, source="referral"))


def stages(core: Core) -> list[int]:
    return [stage.id for stage in core.services.pipeline.stages()]


def stored(core: Core, deal_id: int) -> DealProfile:
    found = core.services.deals.pages.page(deal_id)
    assert found is not None
    return found


def page(shown: Shown) -> Any:
    return shown.view.page


def type_into(shown: Shown, edit: InlineEdit, text: str, *, leave: Qt.Key = Qt.Key.Key_Return) -> None:
    edit.start_editing()
    shown.settle()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.clear()
    QTest.keyClicks(field, text)
    shown.press(leave)
    if field.completer() is not None and edit.is_editing():
        shown.press(leave)  # the first one took the suggestions away


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def page_label(edit: QWidget) -> Any:
    return edit._error  # type: ignore[attr-defined]


# --------------------------------------------------------------------------------------------------------- the way


def test_the_way_shows_every_stage_with_its_days_and_the_end_to_press(
    core: Core, deal: int, clock: FixedClock, make_shown: Open
) -> None:
    clock.advance(days=4)
    core.services.pipeline.move(deal, stages(core)[2])
    clock.advance(days=1)
    shown = make_shown(deal)
    spoken = [button.accessibleName() for button in page(shown).way.buttons]
    assert spoken[1:] == [
        "First talk, passed, 4 days",
        "Proposal sent, here now, 1 day",
        "Negotiation, not reached yet",
        "Won, not reached yet",
    ]


def test_pressing_a_stage_moves_the_deal_and_undo_takes_it_back(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    page(shown).way.buttons[3].click()
    shown.settle()
    assert stored(core, deal).card.stage == "Negotiation"
    assert shown.heard.said == ["Moved “Website relaunch” to Negotiation"]
    assert page(shown).way.buttons[3].step.state == "now"
    core.services.undoing.undo()
    shown.settle()
    assert page(shown).way.buttons[1].step.state == "now"
    assert len(core.services.pipeline.history(deal)) == 1


def test_arrows_go_along_the_way_and_enter_moves(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    page(shown).way.focus_stage()
    shown.press(Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert stored(core, deal).card.stage == "Proposal sent"
    assert page(shown).way.buttons[2].hasFocus()
    shown.press(Qt.Key.Key_End, Qt.Key.Key_Return)
    assert stored(core, deal).card.state is DealState.WON


def test_in_a_window_from_right_to_left_the_arrows_go_as_they_are_seen(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    page(shown).way.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page(shown).way.focus_stage()
    shown.press(Qt.Key.Key_Left)
    assert page(shown).way.buttons[2].hasFocus()


def test_control_and_arrows_move_to_the_neighbouring_stage(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    shown.press(Qt.Key.Key_Right, modifiers=CONTROL)
    assert stored(core, deal).card.stage == "Proposal sent"
    shown.press(Qt.Key.Key_Left, modifiers=CONTROL)
    shown.press(Qt.Key.Key_Left, modifiers=CONTROL)
    shown.press(Qt.Key.Key_Left, modifiers=CONTROL)
    assert stored(core, deal).card.stage == "Lead"


# ------------------------------------------------------------------------------------------------------- next step


def test_without_a_step_a_red_chip_says_so_and_the_line_plans_one(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    assert page(shown).header.chip.text == "no next step"
    shown.press("r")
    plan = page(shown).steps.plan
    assert plan.step.field.edit.hasFocus()
    QTest.keyClicks(plan.step.field.edit, "send the proposal tomorrow 9:00")
    shown.press(Qt.Key.Key_Return)
    row = core.services.reminders.row(stored(core, deal).steps[0])
    assert row is not None
    assert (row.text, row.day, row.contact) == ("send the proposal", TODAY + timedelta(days=1), "Marta Oliveira")
    assert not page(shown).header.chip.isVisible()
    assert page(shown).steps.plan.isHidden()
    assert page(shown).steps.card.words.title.full_text() == "send the proposal"


def test_a_step_without_a_day_is_asked_about_and_stays(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    plan = page(shown).steps.plan
    plan.step.set_text("send the proposal")
    plan.save()
    shown.settle()
    assert stored(core, deal).steps == ()
    assert plan.step.text() == "send the proposal"


def test_finishing_a_step_leads_to_the_line_for_the_next_one(core: Core, deal: int, make_shown: Open) -> None:
    core.services.reminders.add(reminder_draft("Call", TODAY - timedelta(days=2), None, deal_id=deal))
    shown = make_shown(deal)
    assert page(shown).header.chip.text == "next step 2 days late"
    page(shown).steps.card.words.setFocus()
    shown.press(Qt.Key.Key_Space)
    assert stored(core, deal).steps == ()
    assert shown.heard.said == ["Done: Call"]
    assert page(shown).steps.plan.step.field.edit.hasFocus()
    core.services.undoing.undo()
    shown.settle()
    assert page(shown).steps.card.isVisible()


def test_log_and_next_opens_the_form_and_snooze_its_times(core: Core, deal: int, make_shown: Open) -> None:
    core.services.reminders.add(reminder_draft("Call", TODAY, None, deal_id=deal))
    core.services.reminders.add(reminder_draft("Later", TODAY + timedelta(days=9), None, deal_id=deal))
    shown = make_shown(deal)
    page(shown).steps.card.log_button.click()
    shown.settle()
    card = shown.window.overlay.card()
    assert isinstance(card, LogForm)
    card.close_card()
    page(shown).steps.card.snooze_button.click()
    shown.settle()
    menu = page(shown).step_actions.menu
    menu.picked.emit(TODAY + timedelta(days=3), None)
    menu.close()
    shown.settle()
    row = core.services.reminders.row(stored(core, deal).steps[0])
    assert row is not None
    assert row.day == TODAY + timedelta(days=3)
    (later,) = page(shown).steps.later.findChildren(ListRow)
    later.activated.emit()
    shown.settle()
    card = shown.window.overlay.card()
    assert card is not None
    assert card.findChildren(ReminderForm)


# ------------------------------------------------------------------------------------------- values edited in place


def test_a_stuck_deal_says_why(core: Core, deal: int, clock: FixedClock, make_shown: Open) -> None:
    core.services.deals.pipelines.set_stuck(stages(core)[1], 7)
    clock.advance(days=9)
    shown = make_shown(deal)
    assert "9" in page(shown).stuck.text()
    assert page(shown).stuck.isVisible()
    core.services.reminders.add(reminder_draft("Call", TODAY + timedelta(days=20), None, deal_id=deal))
    shown.settle()
    assert page(shown).stuck.isHidden()


def test_the_value_is_typed_with_any_currency_and_its_decimals(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    amount = page(shown).side.value.amount
    for typed, wanted in (
        ("1,200.50", Money(120050, "EUR")),
        ("1500 JPY", Money(1500, "JPY")),
        ("2.5 BHD", Money(2500, "BHD")),
    ):
        type_into(shown, amount, typed)
        assert stored(core, deal).card.value == wanted
    type_into(shown, amount, "")
    assert stored(core, deal).card.value is None


def test_what_is_no_amount_stays_with_the_reason_below_it(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    amount = page(shown).side.value.amount
    type_into(shown, amount, "lots")
    assert amount.is_editing()
    assert amount.text() == "lots"
    assert page_label(amount).text() == "“lots” is not an amount; write 6400 or 6,400.50."
    shown.press(Qt.Key.Key_Escape)
    assert stored(core, deal).card.value == Money(640000, "EUR")
    assert shown.view.went_back == 0


def test_the_period_and_its_times_are_chosen_in_a_menu_or_typed(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    value = page(shown).side.value
    value.period.click()
    choose(value.menu, "every month")
    shown.settle()
    assert stored(core, deal).card.period == "month"
    assert "what goes on and on counts for 12 months" in value.weighted.text()
    value.period.click()
    choose(value.menu, "12 times")
    shown.settle()
    assert value.period.text() == "every month, 12 times"
    assert stored(core, deal).card.worth == Money(12 * 640000, "EUR")
    value.period.click()
    choose(value.menu, "Another number…")
    shown.settle()
    field = value.times.findChild(QLineEdit)
    assert field.isVisible()
    field.setText("5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    shown.settle()
    assert stored(core, deal).card.times == 5
    value.period.click()
    choose(value.menu, "once")
    shown.settle()
    assert (stored(core, deal).card.period, stored(core, deal).card.times) == ("", None)


def choose(menu: Any, words: str) -> None:
    action = next(action for action in menu.actions() if action.text() == words)
    menu.close()
    action.trigger()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12 December", date(2026, 12, 12)),
        ("in 3 weeks", TODAY + timedelta(weeks=3)),
        ("2027-01-05", date(2027, 1, 5)),
        ("", None),
    ],
)
def test_the_expected_close_takes_any_words_for_a_day(
    core: Core, deal: int, make_shown: Open, typed: str, day: date | None
) -> None:
    core.services.deals.pages.set_close(deal, date(2026, 12, 1))
    shown = make_shown(deal)
    type_into(shown, page(shown).side.value.close_on, typed)
    assert stored(core, deal).card.expected_close == day


def test_how_often_the_expected_close_was_moved_is_said(core: Core, deal: int, make_shown: Open) -> None:
    for day in (date(2026, 12, 1), date(2026, 12, 12), date(2027, 1, 5)):
        core.services.deals.pages.set_close(deal, day)
    shown = make_shown(deal)
    assert page(shown).side.value.moved.text() == "moved 2 times, first 1 Dec"


def test_what_is_no_day_is_refused_under_the_field(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    close_on = page(shown).side.value.close_on
    type_into(shown, close_on, "whenever")
    assert page_label(close_on).text() == "“whenever” cannot be read as a day or time."
    assert stored(core, deal).card.expected_close is None


def test_the_company_of_the_contact_stands_as_a_hint_where_the_deal_has_none(
    core: Core, deal: int, make_shown: Open
) -> None:
    core.services.deals.pages.set_company(deal, "")
    company = page(make_shown(deal)).side.details.company.value
    assert (company.text(), company._label.text()) == ("", "Casa Azul, by the contact")


def test_name_company_source_and_note_are_saved_on_leaving(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    details = page(shown).side.details
    type_into(shown, page(shown).header.title, "New name")
    type_into(shown, details.company.value, "Hotel Mar")
    type_into(shown, details.source.value, "fair")
    details.note.value.start_editing()
    QTest.keyClicks(focused(), "two lines")
    shown.press(Qt.Key.Key_Return, modifiers=CONTROL)
    found = stored(core, deal)
    assert (found.card.title, found.own_company, found.source, found.note) == (
        "New name",
        "Hotel Mar",
        "fair",
        "two lines",
    )
    details.company.open_button.click()
    assert shown.heard.actions == [f"company/{found.company_id}"]


def test_a_deal_keeps_its_name(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    title = page(shown).header.title
    type_into(shown, title, "   ")
    assert stored(core, deal).card.title == "Website relaunch"
    assert page_label(title).text() == "A deal needs a name: what is the work?"


def test_tags_are_added_and_taken_off_by_keyboard(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    shown.press("t")
    tags = page(shown).side.details.tags
    QTest.keyClicks(tags.edit, "relaunch")
    shown.press(Qt.Key.Key_Return)
    QTest.keyClicks(tags.edit, "urgent")
    shown.press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert [tag.name for tag in stored(core, deal).tags] == ["relaunch", "urgent"]
    tags.tag_buttons()[0].setFocus()
    shown.press(Qt.Key.Key_Delete)
    assert [tag.name for tag in stored(core, deal).tags] == ["urgent"]
    assert core.services.pipeline.page(deal) is not None


def test_own_fields_are_filled_in_on_the_page(core: Core, deal: int, make_shown: Open) -> None:
    core.services.people.own_fields.add("deal", "Payment", "text")
    shown = make_shown(deal)
    (row,) = page(shown).side.details.own.rows()
    row.value.start_editing()
    QTest.keyClicks(focused(), "half up front")
    shown.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert [value.text for value in stored(core, deal).own] == ["half up front"]


# ---------------------------------------------------------------------------------------------------------- people


def test_people_are_added_by_keyboard_with_a_role_known_or_new(core: Core, deal: int, make_shown: Open) -> None:
    core.services.contacts.add(person("Rui Santos"))
    shown = make_shown(deal)
    people = page(shown).side.people
    shown.press("a")
    assert people.adding.contact.hasFocus()
    QTest.keyClicks(people.adding.contact, "rui santos")
    shown.settle()
    people.adding.role.setText("pays the invoice")
    people.adding.role.setFocus()
    shown.press(Qt.Key.Key_Return)
    assert people.adding.isHidden()
    people.start_adding()
    people.adding.contact.set_contact(None, "Hana Bednářová", is_new=True)
    people.adding.submit()
    shown.settle()
    assert [(each.name, each.role) for each in stored(core, deal).people] == [
        ("Marta Oliveira", ""), ("Rui Santos", "pays the invoice"), ("Hana Bednářová", ""),
    ]  # fmt: skip


def test_a_name_that_is_only_half_typed_is_asked_for(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    adding = page(shown).side.people.adding
    page(shown).side.people.start_adding()
    QTest.keyClicks(adding.contact, "Rui")
    adding.submit()
    assert adding.line.error() == "Choose a person from the list, or empty this line."
    shown.press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert adding.isHidden()
    assert shown.view.went_back == 0


def test_roles_main_contact_and_leaving_are_in_the_menu_of_a_person(core: Core, deal: int, make_shown: Open) -> None:
    rui = core.services.contacts.add(person("Rui Santos"))
    core.services.deals.pages.add_person(deal, rui)
    shown = make_shown(deal)
    people = page(shown).side.people
    type_into(shown, people.rows[1].role, "pays")
    assert stored(core, deal).people[1].role == "pays"
    people.rows[1].more.click()
    choose(people.rows[1].menu, "Make the main contact")
    shown.settle()
    assert [(row.person.name, row.person.main) for row in people.rows] == [
        ("Rui Santos", True),
        ("Marta Oliveira", False),
    ]
    people.rows[1].more.click()
    choose(people.rows[1].menu, "Take out of the deal")
    shown.settle()
    assert [each.name for each in stored(core, deal).people] == ["Rui Santos"]
    assert shown.heard.said[-1] == "Taken out of the deal"
    people.rows[0].name.click()
    assert shown.heard.contacts == [rui]


# ----------------------------------------------------------------------------------------------------- the whole page


def test_won_lost_and_open_again_are_buttons_and_keys(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    page(shown).header.won_button.click()
    shown.settle()
    assert stored(core, deal).card.state is DealState.WON
    assert page(shown).way.buttons[-1].step.state == "won"
    assert page(shown).side.likely.isHidden()
    assert not page(shown).header.won_button.isVisible()
    page(shown).header.reopen_button.click()
    shown.settle()
    assert stored(core, deal).card.state is DealState.OPEN
    page(shown).way.focus_stage()
    shown.press("x")
    card = shown.window.overlay.card()
    assert card is not None
    card.close_card()


def test_the_menu_moves_to_another_pipeline_duplicates_and_deletes(core: Core, deal: int, make_shown: Open) -> None:
    other = core.services.deals.pipelines.add("candidates", "Candidates")
    shown = make_shown(deal)
    header = page(shown).header
    header.more_button.click()
    target = next(action.menu() for action in header.menu.actions() if action.menu() is not None)
    assert [action.text() for action in target.actions()] == ["Candidates"]
    stage = target.actions()[0].menu().actions()[1]
    stage.trigger()
    header.menu.close()
    shown.settle()
    assert stored(core, deal).card.pipeline_id == other
    assert page(shown).header.back_button.text() == "Candidates ›"
    assert page(shown).way.buttons[1].step.state == "now"
    header.more_button.click()
    choose(header.menu, "Duplicate")
    shown.settle()
    copy = page(shown).deal_id()
    assert copy != deal
    header.more_button.click()
    choose(header.menu, "Delete")
    shown.settle()
    assert core.services.pipeline.page(copy) is None
    assert shown.view.went_back == 1
    assert shown.heard.said[-1] == "Deleted “Website relaunch”"


def test_escape_and_alt_left_go_back_but_not_out_of_a_field(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    page(shown).header.title.start_editing()
    shown.press(Qt.Key.Key_Escape)
    assert shown.view.went_back == 0
    shown.press(Qt.Key.Key_Escape)
    assert shown.view.went_back == 1
    shown.press(Qt.Key.Key_Left, modifiers=Qt.KeyboardModifier.AltModifier)
    assert shown.view.went_back == 2


def test_what_is_written_stands_on_the_timeline_of_the_deal_and_of_its_person(
    core: Core, deal: int, make_shown: Open
) -> None:
    shown = make_shown(deal)
    page(shown).way.focus_stage()
    shown.press("l", "Wants two languages")
    shown.press(Qt.Key.Key_Return, modifiers=CONTROL)
    (entry,) = core.services.timeline.entries_of_deal(deal)
    assert entry.text == "Wants two languages"
    model = page(shown).timeline.model
    assert any("Wants two languages" in str(model.index(row).data()) for row in range(model.rowCount()))
    marta = stored(core, deal).people[0].contact_id
    assert core.services.timeline.entries(marta)[0].text == "Wants two languages"


def test_undo_and_redo_while_the_page_is_open_read_it_anew(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    core.services.deals.pages.set_value(deal, DealValue(Money(100, "USD")))
    shown.settle()
    assert page(shown).side.value.amount.text() == "1 USD"
    core.services.undoing.undo()
    shown.settle()
    assert page(shown).side.value.amount.text() == "6400"
    core.services.undoing.redo()
    shown.settle()
    assert page(shown).side.value.amount.text() == "1 USD"


def test_half_typed_words_survive_a_refresh_and_a_crash(core: Core, deal: int, make_shown: Open) -> None:
    shown = make_shown(deal)
    edit = page(shown).side.details.source.value
    edit.start_editing()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "a fair in Li")
    page(shown).steps.plan.step.field.edit.setText("call them tom")
    core.services.deals.pages.set_text(deal, "note", "something else")
    shown.settle()
    assert edit.text() == "a fair in Li"
    shown.view.drafts.flush()
    again = make_shown(deal)
    assert page(again).side.details.source.value.text() == "a fair in Li"
    assert page(again).side.details.source.value.is_editing()
    assert page(again).steps.plan.step.text() == "call them tom"
    assert stored(core, deal).source == "referral"


def test_somebody_half_typed_survives_a_crash_and_is_forgotten_once_added(
    core: Core, deal: int, make_shown: Open
) -> None:
    core.services.contacts.add(person("Rui Santos"))
    shown = make_shown(deal)
    page(shown).side.people.start_adding()
    QTest.keyClicks(page(shown).side.people.adding.contact, "rui santos")
    shown.view.drafts.flush()
    again = make_shown(deal)
    adding = page(again).side.people.adding
    assert (adding.isVisible(), adding.contact.text()) == (True, "rui santos")
    adding.contact.setFocus()
    adding.contact.end(False)
    QTest.keyClick(adding.contact, Qt.Key.Key_Backspace)
    QTest.keyClicks(adding.contact, "s")
    again.settle()
    adding.submit()
    again.settle()
    assert [each.name for each in stored(core, deal).people] == ["Marta Oliveira", "Rui Santos"]
    assert not page(make_shown(deal)).side.people.adding.isVisible()


def test_words_typed_for_one_deal_are_saved_for_it_when_another_is_shown(
    core: Core, deal: int, make_shown: Open
) -> None:
    other = core.services.pipeline.add(deal_draft("Other", stages(core)[0]))
    shown = make_shown(deal)
    edit = page(shown).side.details.source.value
    edit.start_editing()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "fair")
    shown.view.show_deal(other)
    shown.settle()
    assert stored(core, deal).source == "fair"
    assert stored(core, other).source == ""
    assert page(shown).side.details.source.value.text() == ""


def test_a_file_dropped_anywhere_on_the_page_belongs_to_the_deal(
    core: Core, deal: int, make_shown: Open, tmp_path: Path
) -> None:
    path = tmp_path / "offer.pdf"
    path.write_bytes(b"%PDF" + b"x" * 2000)
    shown = make_shown(deal)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(page(shown), enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(5, 5), copy, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(page(shown), drop)
    shown.settle()
    assert [file.name for file in core.services.people.files.rows(FileOwner(deal_id=deal))] == ["offer.pdf"]
    assert [button.text() for button in page(shown).side.details.files.rows] == ["offer.pdf"]
    assert str(core.services.timeline.entries_of_deal(deal)[0].heading) == "File: offer.pdf"


def test_what_was_refused_stays_with_its_deal(core: Core, deal: int, make_shown: Open) -> None:
    other = core.services.pipeline.add(deal_draft("Other", stages(core)[0], 100))
    shown = make_shown(deal)
    amount = page(shown).side.value.amount
    type_into(shown, amount, "lots")
    shown.view.show_deal(other)
    shown.settle()
    assert (amount.is_editing(), amount.text()) == (False, "1")
    shown.view.show_deal(deal)
    shown.settle()
    assert (amount.is_editing(), amount.text()) == (True, "lots")
    assert stored(core, other).card.value == Money(100, "EUR")


def test_every_control_can_be_reached_by_tab_and_has_a_name(core: Core, deal: int, make_shown: Open) -> None:
    core.services.reminders.add(reminder_draft("Call", deal_id=deal))
    core.services.timeline.log_for_deal(deal, interaction_draft("Hello"))
    core.services.deals.pages.set_tags(deal, ("relaunch",))
    shown = make_shown(deal)
    controls = [
        each
        for each in page(shown).findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(each, QAbstractButton | InlineEdit)
    ]
    assert len(controls) > 15
    assert [each for each in controls if not each.accessibleName()] == []
    reached: set[QWidget] = set()
    page(shown).header.back_button.setFocus()
    for _step in range(120):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    missing = [each.accessibleName() for each in controls if each not in reached and page(shown).isAncestorOf(each)]
    assert missing == []


def test_a_screen_reader_hears_how_likely_a_deal_is_and_why(core: Core, deal: int, make_shown: Open) -> None:
    first = stages(core)[0]
    for number in range(10):
        old = core.services.pipeline.add(
            deal_draft(f"Old {number}", first, source="referral" if number < 5 else "fair")
        )
        (core.services.pipeline.win if number < 4 else lambda each: core.services.pipeline.lose(each, ""))(old)
    shown = make_shown(deal)
    likely = page(shown).side.likely
    assert likely.accessibleName().startswith("Likely to close, ")
    assert "for it: referral (you win 4 of 5)" in likely.accessibleName()
    assert likely.accessibleName().endswith("from 10 closed deals")
    assert "+ referral (you win 4 of 5)" in likely.reasons.text()
