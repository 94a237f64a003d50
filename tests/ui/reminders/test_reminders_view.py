"""The Reminders page as a user meets it: agenda, month, snoozing, what is done, and the form that changes one."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.agenda import AgendaState, Whom
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.ui.dialogs.new_reminder import NewReminderCard
from crm_desktop.ui.dialogs.reminder_form import ReminderForm
from crm_desktop.ui.runner import Runner
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.reminders.fired import FiredLog
from tests.support.clock import FixedClock
from tests.support.home import TODAY, only_reminder, person, reminder_draft
from tests.support.shown import Shown
from tests.ui.reminders.conftest import build, titles


@pytest.fixture
def three(core: Core) -> dict[str, int]:
    """One late, one today, one in a week; the first about Marta."""
    marta = core.services.contacts.add(person("Marta Oliveira"))
    add = core.services.reminders.add
    return {
        "marta": marta,
        "late": add(reminder_draft("Late", TODAY - timedelta(days=3), None, contact_id=marta)),
        "today": add(reminder_draft("Today", TODAY, time(18))),
        "later": add(reminder_draft("Later", TODAY + timedelta(days=7), None)),
    }


def form_of(shown: Shown) -> ReminderForm:
    card = shown.window.overlay.card()
    assert card is not None
    form = card.findChild(ReminderForm)
    assert isinstance(form, ReminderForm)
    return form


def test_the_head_counts_what_is_open_and_overdue(three: dict[str, int], shown: Shown) -> None:
    assert shown.view.header.subtitle.full_text() == "3 open, 1 overdue"
    assert titles(shown) == ["Late", "Today", "Later"]


def test_r_goes_to_the_line_and_keeps_what_is_in_it(three: dict[str, int], shown: Shown) -> None:
    shown.view.entry.set_text("call")
    shown.press(Qt.Key.Key_R)
    assert shown.view.entry.edit.hasFocus()
    assert shown.view.entry.text() == "call"


def test_done_ones_can_be_seen_and_opened_again(three: dict[str, int], core: Core, shown: Shown) -> None:
    shown.press(Qt.Key.Key_Space)
    assert titles(shown) == ["Today", "Later"]

    shown.view.filters.show_state(AgendaState.ENDED)
    shown.settle()
    assert titles(shown) == ["Late"]
    assert shown.view.filters.state_button.text() == "Done"

    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_Space)
    assert titles(shown) == []
    assert shown.view.nothing_done.isVisible()
    shown.view.filters.show_state(AgendaState.OPEN)
    shown.settle()
    assert titles(shown) == ["Late", "Today", "Later"]


def test_the_panel_snoozes_the_chosen_reminder_until_a_typed_time(
    three: dict[str, int], core: Core, shown: Shown
) -> None:
    field = shown.view.snooze.field
    field.edit.setFocus()
    QTest.keyClicks(field.edit, "tomorrow 15:00")
    shown.press(Qt.Key.Key_Return)

    row = next(row for row in core.services.reminders.agenda() if row.text == "Late")
    assert (row.day, row.at) == (TODAY + timedelta(days=1), time(15))
    assert field.text() == ""
    assert shown.view.list.hasFocus()


def test_a_time_that_is_over_is_refused_where_it_was_typed(three: dict[str, int], core: Core, shown: Shown) -> None:
    field = shown.view.snooze.field
    field.edit.setFocus()
    QTest.keyClicks(field.edit, "yesterday")
    shown.press(Qt.Key.Key_Return)
    assert field.text() == "yesterday"
    assert all(row.snoozed == 0 for row in core.services.reminders.agenda())


def test_there_is_no_snooze_panel_without_an_open_reminder(core: Core, shown: Shown) -> None:
    assert not shown.view.snooze.isVisible()


def test_typing_survives_in_the_panel_when_the_clock_moves_on(
    three: dict[str, int], clock: FixedClock, shown: Shown
) -> None:
    shown.view.snooze.field.set_text("next fri")
    clock.advance(minutes=1)
    shown.view.look_at_clock()
    assert shown.view.snooze.field.text() == "next fri"


def test_the_form_changes_text_moment_repetition_and_person(three: dict[str, int], core: Core, shown: Shown) -> None:
    lea = core.services.contacts.add(person("Lea Brandt"))
    shown.settle()
    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_E)
    form = form_of(shown)
    assert form.text_edit.hasFocus()
    form.text_edit.setText("Call again")
    form.when.field.set_text("fri 9:00")
    form.repeat.field.set_text("every 2 weeks")
    form.person.set_text("Lea")
    shown.press(Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)

    assert shown.window.overlay.card() is None
    row = next(row for row in core.services.reminders.agenda() if row.reminder_id == three["late"])
    assert (row.text, row.day, row.at) == ("Call again", date(2026, 11, 27), time(9))
    assert (row.rule, row.contact_id) == ("FREQ=WEEKLY;INTERVAL=2", lea)


def test_saving_the_form_untouched_changes_nothing(core: Core, qtbot: QtBot, theme: Theme) -> None:
    marta = core.services.contacts.add(person("Marta Oliveira"))
    core.services.contacts.add(person("Marta Oliveira"))
    draft = ReminderDraft(
        "Check", TODAY - timedelta(days=9), time(7, 5), rule="FREQ=MONTHLY;BYDAY=-1FR", contact_id=marta
    )
    core.services.reminders.add(draft)
    shown = Shown(qtbot, theme, core, "reminders", build)
    before = only_reminder(core)
    shown.press(Qt.Key.Key_E, Qt.Key.Key_Return)
    assert shown.window.overlay.card() is None
    assert only_reminder(core) == before


def test_the_form_does_not_save_what_it_does_not_understand(three: dict[str, int], core: Core, shown: Shown) -> None:
    shown.press(Qt.Key.Key_E)
    form = form_of(shown)
    form.person.set_text("Nobody Known")
    shown.press(Qt.Key.Key_Return)
    assert shown.window.overlay.card() is not None
    assert form.person.text() == "Nobody Known"
    shown.press(Qt.Key.Key_Escape)
    assert shown.window.overlay.card() is None
    assert titles(shown) == ["Late", "Today", "Later"]


def test_an_empty_text_is_refused_in_the_form(three: dict[str, int], shown: Shown) -> None:
    shown.press(Qt.Key.Key_E)
    form = form_of(shown)
    form.text_edit.clear()
    shown.press(Qt.Key.Key_Return)
    assert form.error.isVisible()
    assert form.error.text() == "Say what there is to do."


def test_a_day_in_the_month_leads_to_its_reminders(three: dict[str, int], shown: Shown) -> None:
    grid = shown.view.calendar.grid
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.day_rect(TODAY).center())
    shown.settle()
    assert shown.view.list.current_item().title == "Today"


def test_the_month_is_reached_and_turned_by_keys(three: dict[str, int], shown: Shown) -> None:
    grid = shown.view.calendar.grid
    shown.press(Qt.Key.Key_Right)
    assert grid.hasFocus()
    assert grid.accessibleDescription() == "Today: 1 reminder"
    shown.press(Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Down)
    assert shown.view.calendar.title_text() == "December 2026"
    assert grid.cursor_day() == TODAY + timedelta(days=7)
    shown.press(Qt.Key.Key_Return)
    assert shown.view.list.current_item().title == "Later"


def test_dots_mean_late_today_and_planned(three: dict[str, int], shown: Shown) -> None:
    grid = shown.view.calendar.grid
    assert set(grid._counts) == {TODAY - timedelta(days=3), TODAY}
    colours = [grid._dot_colour(TODAY + timedelta(days=distance)) for distance in (-1, 0, 1)]
    assert colours == ["late", "today", "planned"]


def test_what_fired_lists_what_became_of_it_and_why_nothing_can_appear(
    three: dict[str, int], core: Core, shown: Shown
) -> None:
    core.services.notifying.claim()
    QTest.mouseClick(shown.view.fired_button, Qt.MouseButton.LeftButton)
    card = shown.window.overlay.card()
    assert isinstance(card, FiredLog)
    assert card.problem.text() == "Notifications are not started."
    words = [card.list.model().index(number, 0).data() for number in range(card.list.model().rowCount())]
    assert words == ["Late, due Sat 21 Nov, 09:00, not shown yet"]
    shown.press(Qt.Key.Key_Escape)
    assert shown.window.overlay.card() is None


def test_a_reminder_can_be_opened_from_elsewhere(three: dict[str, int], core: Core, shown: Shown) -> None:
    shown.view.filters.show_whom(Whom("contact", three["marta"], "Marta Oliveira"))
    shown.settle()
    occurrence = next(row.occurrence_id for row in core.services.reminders.agenda() if row.text == "Later")
    assert shown.view.open("reminder", occurrence)
    shown.settle()
    assert shown.view.list.current_item().title == "Later"
    assert shown.view.filters.person_button.text() == "Everyone"


def test_an_empty_home_is_told_how_to_begin(shown: Shown) -> None:
    assert shown.view.empty.isVisible()
    QTest.mouseClick(shown.view.empty.primary_button, Qt.MouseButton.LeftButton)
    assert shown.view.entry.edit.hasFocus()


def test_the_card_for_a_new_reminder_closes_once_it_is_stored(core: Core, shown: Shown, theme: Theme) -> None:
    card = NewReminderCard(theme, shown.jobs, core.services.reminders, lambda: TODAY)
    shown.window.show_card(card)
    shown.press("water the plants tomorrow", Qt.Key.Key_Return)
    assert shown.window.overlay.card() is None
    assert only_reminder(core).text == "water the plants"


def test_ten_quick_dones_through_the_real_threads_end_ten_reminders(core: Core, qtbot: QtBot, theme: Theme) -> None:
    for number in range(12):
        core.services.reminders.add(reminder_draft(f"Number {number}", TODAY, time(8, number)))
    failed: list[object] = []
    runner = Runner(failed.append, failed.append)
    shown = Shown(qtbot, theme, core, "reminders", build, jobs=runner)
    for _ in range(10):
        QTest.keyClick(shown.view.list, Qt.Key.Key_Space)
    shown.settle()
    shown.settle()
    assert failed == []
    assert len(core.services.reminders.agenda()) == 2
    assert len(titles(shown)) == 2
    runner.close()
