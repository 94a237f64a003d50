"""Several reminders at once: chosen by keys and pointer, ended, moved and deleted together, taken back by one undo."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.bootstrap import Core
from crm_desktop.services.reminder_bulk import Postponement
from crm_desktop.ui.dialogs.postpone_menu import PostponeMenu
from crm_desktop.ui.dialogs.reminder_model import carried, carrying
from crm_desktop.ui.views.reminders.day_grid import DayGrid
from tests.support.home import TODAY, person, reminder_draft
from tests.support.shown import Shown
from tests.ui.reminders.conftest import titles

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def five(core: Core) -> None:
    """Two late, one today, two ahead."""
    add = core.services.reminders.add
    add(reminder_draft("First", TODAY - timedelta(days=3), None))
    add(reminder_draft("Second", TODAY - timedelta(days=1), time(9)))
    add(reminder_draft("Third", TODAY, time(18)))
    add(reminder_draft("Fourth", TODAY + timedelta(days=1), time(9)))
    add(reminder_draft("Fifth", TODAY + timedelta(days=2), None))


def days(core: Core) -> dict[str, date]:
    return {row.text: row.day for row in core.services.reminders.agenda()}


def carry(grid: DayGrid, wanted: list[int], day: date, *, drop: bool = True) -> None:
    """What the desktop sends when something is carried over a day and let go there."""
    place, data, nothing = grid.day_rect(day).center(), carrying(wanted), Qt.KeyboardModifier.NoModifier
    move = Qt.DropAction.MoveAction
    grid.dragMoveEvent(QDragMoveEvent(place, move, data, Qt.MouseButton.LeftButton, nothing))
    if drop:
        grid.dropEvent(QDropEvent(QPointF(place), move, data, Qt.MouseButton.LeftButton, nothing))


def test_shift_and_ctrl_choose_several_and_esc_goes_back_to_one(five: None, shown: Shown) -> None:
    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_Down, modifiers=SHIFT)
    assert shown.view.list.many.count() == 2
    assert shown.view.bar.isVisible()
    assert shown.view.bar.words.full_text() == "2 chosen"
    assert not shown.view.list.acting.buttons.isVisible()
    # On over a heading without choosing, then take one more in.
    shown.press(Qt.Key.Key_Down, Qt.Key.Key_Down, modifiers=CTRL)
    shown.press(Qt.Key.Key_Space, modifiers=CTRL)
    assert shown.view.list.many.count() == 3
    shown.press(Qt.Key.Key_A, modifiers=CTRL)
    assert shown.view.list.many.count() == 5
    shown.press(Qt.Key.Key_Escape)
    assert shown.view.list.many.count() == 1
    assert not shown.view.bar.isVisible()


def test_a_range_never_includes_headings_and_survives_reading_anew(five: None, core: Core, shown: Shown) -> None:
    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, modifiers=SHIFT)
    chosen = shown.view.list.many.occurrences()
    assert len(chosen) == 4
    core.services.reminders.add(reminder_draft("New one before all", TODAY - timedelta(days=9), None))
    shown.settle()
    assert titles(shown)[0] == "New one before all"
    assert shown.view.list.many.occurrences() == chosen


def test_done_with_all_that_are_chosen_is_one_undo(five: None, core: Core, shown: Shown) -> None:
    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_A, modifiers=CTRL)
    shown.press(Qt.Key.Key_Space)
    assert core.services.reminders.agenda() == []
    assert shown.heard.said == ["5 done"]
    core.services.undoing.undo()
    shown.settle()
    assert len(titles(shown)) == 5


def test_the_bar_deletes_all_that_are_chosen(five: None, core: Core, shown: Shown) -> None:
    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_Down, modifiers=SHIFT)
    QTest.mouseClick(shown.view.bar.delete, Qt.MouseButton.LeftButton)
    shown.settle()
    assert titles(shown) == ["Third", "Fourth", "Fifth"]
    core.services.undoing.undo()
    shown.settle()
    assert len(titles(shown)) == 5


def test_the_circle_means_its_own_row_whatever_else_is_chosen(five: None, core: Core, shown: Shown) -> None:
    view = shown.view.list
    view.setFocus()
    shown.press(Qt.Key.Key_A, modifiers=CTRL)
    rect = view.visualRect(view.agenda().index(1))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 20, rect.center().y()))
    shown.settle()
    assert titles(shown) == ["Second", "Third", "Fourth", "Fifth"]


def test_everything_overdue_is_postponed_from_its_heading(five: None, core: Core, shown: Shown) -> None:
    shown.press(Qt.Key.Key_P, modifiers=SHIFT)
    menu = shown.view.list.findChild(PostponeMenu)
    assert isinstance(menu, PostponeMenu)
    QTest.keyClicks(menu.choices.field.edit, "fri")
    QTest.keyClick(menu.choices.field.edit, Qt.Key.Key_Return)
    shown.settle()
    friday = date(2026, 11, 27)
    assert (days(core)["First"], days(core)["Second"]) == (friday, friday)
    # Each keeps its own time.
    assert [row.at for row in core.services.reminders.agenda() if row.day == friday] == [None, time(9)] or [
        row.at for row in core.services.reminders.agenda() if row.day == friday
    ] == [time(9), None]
    assert shown.heard.said == ["2 reminders moved: Fri 27 Nov"]
    core.services.undoing.undo()
    assert days(core)["First"] == TODAY - timedelta(days=3)


def test_a_press_on_the_words_of_the_heading_offers_the_days(five: None, shown: Shown) -> None:
    view = shown.view.list
    rect = view.visualRect(view.agenda().index(0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.bottomRight() - QPoint(40, 15))
    shown.settle()
    assert view.findChild(PostponeMenu) is not None


def test_a_number_typed_is_days_on_from_its_own_day_or_from_today(five: None, core: Core, shown: Shown) -> None:
    rows = {row.text: row.occurrence_id for row in core.services.reminders.agenda()}
    menu = shown.view.many.offer_postpone([rows["First"], rows["Fifth"]], QPoint(0, 0))
    QTest.keyClicks(menu.choices.field.edit, "+5 days")
    QTest.keyClick(menu.choices.field.edit, Qt.Key.Key_Return)
    shown.settle()
    assert (days(core)["First"], days(core)["Fifth"]) == (TODAY + timedelta(days=5), TODAY + timedelta(days=7))


def test_the_next_work_day_leaves_the_weekend_out(five: None, core: Core, shown: Shown) -> None:
    rows = {row.text: row.occurrence_id for row in core.services.reminders.agenda()}
    core.services.reminders.move(rows["Fifth"], date(2026, 11, 27))
    shown.view.many.postpone(list(rows.values()), Postponement(work_day=True))
    shown.settle()
    assert days(core)["First"] == date(2026, 11, 25)
    assert days(core)["Fifth"] == date(2026, 11, 30)


def test_keys_move_a_reminder_by_days_and_weeks_but_never_into_the_past(five: None, core: Core, shown: Shown) -> None:
    shown.view.list.select(
        ("reminder", next(r.occurrence_id for r in core.services.reminders.agenda() if r.text == "Third"))
    )
    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_Right, modifiers=CTRL)
    assert days(core)["Third"] == TODAY + timedelta(days=1)
    shown.press(Qt.Key.Key_Right, modifiers=CTRL | SHIFT)
    assert days(core)["Third"] == TODAY + timedelta(days=8)
    assert shown.view.list.current_item().title == "Third"
    shown.press(Qt.Key.Key_Left, Qt.Key.Key_Left, modifiers=CTRL | SHIFT)
    assert days(core)["Third"] == TODAY + timedelta(days=1)
    assert shown.heard.failed == ["That day is over. Choose today or a later one."]


def test_a_reminder_is_dropped_on_a_day_of_the_small_month(five: None, core: Core, shown: Shown) -> None:
    grid = shown.view.calendar.grid
    wanted = [row.occurrence_id for row in core.services.reminders.agenda() if row.text in ("First", "Fifth")]
    friday = date(2026, 11, 27)
    carry(grid, wanted, friday, drop=False)
    assert grid.target_day() == friday
    carry(grid, wanted, friday)
    shown.settle()
    assert grid.target_day() is None
    assert (days(core)["First"], days(core)["Fifth"]) == (friday, friday)
    carry(grid, wanted, TODAY - timedelta(days=2))
    shown.settle()
    assert shown.heard.failed == ["That day is over. Choose today or a later one."]
    assert days(core)["First"] == friday


def test_something_else_that_is_carried_is_not_taken(five: None, shown: Shown) -> None:
    text = QMimeData()
    text.setText("hello")
    grid = shown.view.calendar.grid
    event = QDropEvent(
        QPointF(grid.day_rect(TODAY).center()),
        Qt.DropAction.MoveAction,
        text,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.setAccepted(False)
    grid.dropEvent(event)
    assert not event.isAccepted()


def test_all_that_are_chosen_are_snoozed_until_a_typed_time(five: None, core: Core, shown: Shown) -> None:
    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_Down, modifiers=SHIFT)
    field = shown.view.snooze.field
    field.edit.setFocus()
    QTest.keyClicks(field.edit, "fri 14:00")
    shown.press(Qt.Key.Key_Return)
    moved = {row.text: (row.day, row.at) for row in core.services.reminders.agenda()}
    assert moved["First"] == moved["Second"] == (date(2026, 11, 27), time(14))
    assert shown.heard.said == ["2 snoozed until Fri 14:00"]


def test_a_birthday_cannot_be_deleted_but_is_left_out_this_time(core: Core, shown: Shown) -> None:
    from crm_desktop.domain.contacts import ImportantDate

    lea = core.services.contacts.add(person("Lea Brandt"))
    core.services.contacts.save_date(lea, None, ImportantDate("birthday", "1990-11-26"))
    core.services.reckoning.catch_up()
    shown.view.activate()
    shown.settle()
    assert titles(shown) == ["Birthday: Lea Brandt"]
    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_Delete)
    core.services.reckoning.catch_up()
    shown.settle()
    assert titles(shown) == []
    assert shown.heard.said == ["Left out this time: Birthday: Lea Brandt"]


def test_the_pointer_carries_all_that_are_chosen(five: None, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    carried_off: list[list[int]] = []

    def let_go(drag: QDrag, *_actions: Qt.DropAction) -> Qt.DropAction:
        carried_off.append(carried(drag.mimeData()))
        return Qt.DropAction.IgnoreAction

    # There is no desktop here that would carry anything.
    monkeypatch.setattr(QDrag, "exec", let_go)
    view = shown.view.list
    view.setFocus()
    shown.press(Qt.Key.Key_Down, modifiers=SHIFT)
    chosen = view.many.occurrences()
    begin = view.visualRect(view.agenda().index(2)).center()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=begin)
    for step in (15, 30, 45):
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            QPointF(begin + QPoint(step, 0)),
            QPointF(view.viewport().mapToGlobal(begin + QPoint(step, 0))),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(view.viewport(), event)
    assert len(chosen) == 2
    assert carried_off[0] == chosen
