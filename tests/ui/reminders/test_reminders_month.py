"""The month of the Reminders page: what stands on its days, how one moves in it, and how something is moved to another day."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.agenda import EntryKind
from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.ui.dialogs.reminder_items import DayItem, PlannedItem
from crm_desktop.ui.texts import show
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.reminders.month_board import MonthBoard
from tests.support.home import TODAY, person, reminder_draft
from tests.support.shown import Shown
from tests.ui.reminders.conftest import titles
from tests.ui.reminders.test_reminders_many import carry

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def month(core: Core, shown: Shown) -> Shown:
    """A late one, a weekly one from tomorrow on, one with a time in a week, and Lea's birthday; the month is shown."""
    add = core.services.reminders.add
    add(reminder_draft("Late", TODAY - timedelta(days=3), None))
    add(reminder_draft("Weekly", TODAY + timedelta(days=1), time(9), rule="FREQ=WEEKLY"))
    add(reminder_draft("Demo", TODAY + timedelta(days=2), time(14)))
    lea = core.services.contacts.add(person("Lea Brandt"))
    core.services.contacts.save_date(lea, None, ImportantDate("birthday", "1990-11-26"))
    core.services.reckoning.catch_up()
    shown.settle()
    shown.press(Qt.Key.Key_M)
    return shown


def lines(shown: Shown, day: date) -> list[tuple[str, str]]:
    places = shown.view.month.board.places_of(day)
    return [(place.entry.kind.value, show(place.entry.title)) for place in places if place.entry is not None]


def test_each_day_has_its_reminders_repetitions_and_birthdays(month: Shown) -> None:
    board = month.view.month.board
    assert board.hasFocus()
    assert lines(month, TODAY - timedelta(days=3)) == [("reminder", "Late")]
    assert lines(month, TODAY + timedelta(days=1)) == [("reminder", "Weekly")]
    assert lines(month, TODAY + timedelta(days=2)) == [("reminder", "Demo"), ("yearly", "Birthday: Lea Brandt")]
    # What its rule will bring is not stored, and said to be so.
    assert lines(month, TODAY + timedelta(days=8)) == [("planned", "Weekly")]
    assert month.view.month.title_text() == "November 2026"


def test_weeks_begin_as_the_locale_has_it(theme: Theme, qtbot: QtBot) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    board = MonthBoard(theme, TODAY)
    qtbot.addWidget(board)
    assert (board.first_shown(), board.last_shown()) == (date(2026, 11, 1), date(2026, 12, 5))
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    board = MonthBoard(theme, TODAY)
    qtbot.addWidget(board)
    assert (board.first_shown(), board.last_shown()) == (date(2026, 10, 26), date(2026, 12, 6))


def test_keys_go_through_days_months_and_lines_and_say_where_one_is(month: Shown) -> None:
    board = month.view.month.board
    month.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert board.accessibleDescription() == "Thursday 26 November, 2 things: 14:00 Demo; Birthday: Lea Brandt"
    month.press("j")
    assert board.accessibleDescription() == "Thursday 26 November: 14:00 Demo"
    month.press(Qt.Key.Key_PageDown)
    assert board.cursor_day() == date(2026, 12, 26)
    assert lines(month, date(2026, 12, 23)) == [("planned", "Weekly")]
    month.press("t")
    assert board.cursor_day() == TODAY
    month.press(Qt.Key.Key_PageUp, Qt.Key.Key_Home)
    assert board.month() == date(2026, 11, 1)


def test_a_line_is_moved_by_keys_and_only_this_time_of_what_repeats(month: Shown, core: Core) -> None:
    board = month.view.month.board
    month.press(Qt.Key.Key_Right, "j")
    assert board.entry() is not None
    month.press(Qt.Key.Key_Right, modifiers=CTRL)
    row = next(row for row in core.services.reminders.agenda() if row.text == "Weekly")
    assert (row.day, row.at, row.planned_day) == (TODAY + timedelta(days=2), time(9), TODAY + timedelta(days=1))
    assert row.moved
    # The cursor went with it, and the rule goes on as it was.
    assert board.cursor_day() == TODAY + timedelta(days=2)
    assert show(board.entry().title) == "Weekly"
    assert [words for _kind, words in lines(month, TODAY + timedelta(days=8))] == ["Weekly"]
    core.services.undoing.undo()
    month.settle()
    assert lines(month, TODAY + timedelta(days=1)) == [("reminder", "Weekly")]


def test_keys_mean_the_line_one_is_at_and_nothing_without_one(month: Shown, core: Core) -> None:
    month.press(Qt.Key.Key_Space, Qt.Key.Key_Delete)
    assert len(core.services.reminders.agenda()) == 4
    month.press(Qt.Key.Key_Right, Qt.Key.Key_Right, "j", Qt.Key.Key_Space)
    assert month.heard.said == ["Done: Demo"]
    assert lines(month, TODAY + timedelta(days=2)) == [("yearly", "Birthday: Lea Brandt")]


def test_a_line_is_dropped_on_another_day(month: Shown, core: Core) -> None:
    board = month.view.month.board
    demo = next(row for row in core.services.reminders.agenda() if row.text == "Demo")
    carry(board, [demo.occurrence_id], date(2026, 12, 4))
    month.settle()
    row = next(row for row in core.services.reminders.agenda() if row.text == "Demo")
    assert (row.day, row.at, row.moved) == (date(2026, 12, 4), time(14), False)
    assert lines(month, date(2026, 12, 4)) == [("reminder", "Demo")]


def test_enter_opens_the_list_of_a_day_and_esc_goes_back(month: Shown) -> None:
    month.press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert titles(month) == ["Demo", "Birthday: Lea Brandt"]
    assert month.view.header.subtitle.full_text() == "2 on this day"
    assert month.view.list.hasFocus()
    month.press(Qt.Key.Key_Escape)
    assert month.view.is_month()
    assert month.view.month.board.cursor_day() == TODAY + timedelta(days=2)
    assert month.view.filters.asked.day is None


def test_the_list_of_a_day_has_what_only_its_rule_brings(month: Shown) -> None:
    month.view.open_day(TODAY + timedelta(days=8))
    month.settle()
    (item,) = month.view.list.agenda().items()[1:]
    assert isinstance(item, PlannedItem)
    assert (item.title, item.chip) == ("Weekly", "09:00")
    # It is not there yet: it can be neither done nor moved nor deleted.
    month.press(Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_P)
    assert month.heard.said == []


def test_a_birthday_in_another_year_is_in_the_list_of_its_day(month: Shown) -> None:
    month.view.open_day(date(2028, 11, 26))
    month.settle()
    (item,) = month.view.list.agenda().items()[1:]
    assert isinstance(item, DayItem)
    assert (item.title, item.subtitle) == ("Birthday: Lea Brandt", "turns 38")


def test_n_begins_a_reminder_for_the_day(month: Shown, core: Core) -> None:
    month.press(Qt.Key.Key_Down, "n")
    assert month.view.entry.edit.hasFocus()
    month.press("call the bank", Qt.Key.Key_Return)
    row = next(row for row in core.services.reminders.agenda() if row.text == "call the bank")
    assert row.day == TODAY + timedelta(days=7)
    assert lines(month, TODAY + timedelta(days=7)) == [("reminder", "call the bank")]


def test_what_does_not_fit_into_a_day_is_counted_and_opens_it(core: Core, shown: Shown) -> None:
    for number in range(30):
        core.services.reminders.add(reminder_draft(f"Number {number}", TODAY, time(11, number)))
    shown.press(Qt.Key.Key_M)
    board = shown.view.month.board
    places = board.places_of(TODAY)
    assert places[-1].entry is None
    assert places[-1].more == 30 - (len(places) - 1)
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=places[-1].rect.center())
    shown.settle()
    assert len(titles(shown)) == 30


def test_the_late_are_marked_in_words_too(month: Shown) -> None:
    late = month.view.month.board.places_of(TODAY - timedelta(days=3))[0].entry
    assert late is not None
    assert late.late
    assert late.kind is EntryKind.REMINDER
    assert "overdue" in month.view.month.board.words_of(TODAY - timedelta(days=3))
