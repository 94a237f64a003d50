"""Very many reminders: the page shows them all and reads only those that are looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.services.agenda import AgendaService
from crm_desktop.storage import reckoning_queue
from crm_desktop.ui.theme.theme import Theme
from tests.support.home import TODAY
from tests.support.shown import Shown
from tests.ui.reminders.conftest import build

MANY = 10_000
_REMINDER = ("id", "uid", "text", "start_day", "zone", "rule", "repeat_from", "action", "note", "created_at")
_OCCURRENCE = ("id", "reminder_id", "due_day", "planned_day", "fires_at", "snoozed", "ended_as")


@pytest.fixture
def ten_thousand(core: Core) -> None:
    """One whole-day reminder after the other, fifty a day, from a hundred days ago on."""
    days = [TODAY + timedelta(days=number // 50 - 100) for number in range(MANY)]
    begin = int(core.services.clock.now().timestamp())
    reminders = [
        (number + 1, f"uid {number}", f"Thing {number}", day.isoformat(), "", "", "due", "", "", 0)
        for number, day in enumerate(days)
    ]
    occurrences = [
        (number + 1, number + 1, day.isoformat(), day.isoformat(), begin + (day - TODAY).days * 86_400 - 3_600, 0, "")
        for number, day in enumerate(days)
    ]
    with core.writing(None) as work:
        work.insert_many("reminders", _REMINDER, reminders)
        work.insert_many("occurrences", _OCCURRENCE, occurrences)
        # They stand where they belong already, and reckoning ten thousand takes longer than all else here.
        reckoning_queue.finish(work.read, [("reminder", row[0]) for row in reminders])


def test_all_are_counted_and_only_a_page_or_two_is_read(
    ten_thousand: None, core: Core, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    rows = AgendaService.rows

    def counted(service: AgendaService, wanted: list[int]) -> object:
        read.append(len(wanted))
        return rows(service, wanted)

    monkeypatch.setattr(AgendaService, "rows", counted)
    shown = Shown(qtbot, theme, core, "reminders", build)
    model = shown.view.list.agenda()
    assert shown.view.header.subtitle.full_text() == "10,000 open, 5,000 overdue"
    assert model.rowCount() == MANY + 101
    assert sum(read) <= 256
    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_End)
    assert shown.view.list.current_item().title == "Thing 9999"
    assert sum(read) <= 512
    shown.press(Qt.Key.Key_A, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert shown.view.list.many.count() == MANY
    assert sum(read) <= 512


def test_a_change_leaves_the_place_and_the_chosen_row(
    ten_thousand: None, core: Core, qtbot: QtBot, theme: Theme
) -> None:
    shown = Shown(qtbot, theme, core, "reminders", build)
    view = shown.view.list
    view.show_day(TODAY + timedelta(days=50))
    before, place = view.current_item().key, view.verticalScrollBar().value()
    shown.view.activate()
    shown.settle()
    assert view.current_item().key == before
    assert view.verticalScrollBar().value() == place
    core.services.reminders.done(before[1])
    shown.settle()
    assert view.current_item().key == ("reminder", before[1] + 1)


def test_who_scrolled_away_from_the_chosen_row_stays_there(
    ten_thousand: None, core: Core, qtbot: QtBot, theme: Theme
) -> None:
    shown = Shown(qtbot, theme, core, "reminders", build)
    view = shown.view.list
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    core.services.reminders.done(9_000)
    shown.settle()
    assert bar.value() == place
    assert view.current_item().key == ("reminder", 1)


def test_shift_goes_on_from_where_page_down_led(ten_thousand: None, core: Core, qtbot: QtBot, theme: Theme) -> None:
    shown = Shown(qtbot, theme, core, "reminders", build)
    shown.view.list.setFocus()
    shown.press(Qt.Key.Key_PageDown)
    shown.press(Qt.Key.Key_Down, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert shown.view.list.many.count() == 2
