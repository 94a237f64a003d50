"""The model behind the agenda: what is a row, what can be chosen, and where things stand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.domain.pages import ReminderRow
from crm_desktop.ui.dialogs.reminder_delegate import EDGE_ROLE
from crm_desktop.ui.dialogs.reminder_items import (
    AgendaItem,
    HeadingItem,
    MoreItem,
    ReminderItem,
    Surroundings,
    agenda,
    ended_agenda,
    next_change,
    reminder_item,
)
from crm_desktop.ui.dialogs.reminder_model import AgendaModel
from crm_desktop.ui.theme.tokens import Tone

HERE = ZoneInfo("Europe/Berlin")
AROUND = Surroundings.of(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), HERE)


def row(number: int, day: date, at: time | None = None, **more: Any) -> ReminderRow:
    """A reminder in Berlin, unless `zone` says otherwise."""
    zone = ZoneInfo(more.get("zone") or "Europe/Berlin")
    fires = datetime.combine(day, at or time(9), zone).astimezone(UTC)
    return ReminderRow(number, number, f"Thing {number}", day, at, fires, **more)


def described(items: list[AgendaItem]) -> list[tuple[str, str]]:
    return [
        (item.title, "") if isinstance(item, HeadingItem) else (item.title, item.chip)
        for item in items
        if not isinstance(item, MoreItem)
    ]


def test_each_later_day_has_its_heading_and_all_day_comes_after_times() -> None:
    rows = [
        row(1, date(2026, 11, 22)),
        row(2, date(2026, 11, 24), time(9, 30)),
        row(3, date(2026, 11, 24)),
        row(4, date(2026, 11, 24), time(18)),
        row(5, date(2026, 11, 25)),
        row(6, date(2027, 1, 4), time(12)),
    ]
    assert described(agenda(rows, AROUND)) == [
        ("Overdue", ""),
        ("Thing 1", "2 days late"),
        ("Thing 2", "09:30"),
        ("Today", ""),
        ("Thing 4", "18:00"),
        ("Thing 3", "All day"),
        ("Tomorrow", ""),
        ("Thing 5", "All day"),
        ("Monday 4 January 2027", ""),
        ("Thing 6", "12:00"),
    ]


def test_a_time_fixed_to_another_zone_stands_at_its_local_time_and_says_the_other_one() -> None:
    item = reminder_item(row(1, date(2026, 11, 24), time(23, 30), zone="America/New_York"), AROUND)
    assert item.chip == "Wed 05:30"
    assert item.subtitle == "23:30 in New York"


def test_repeats_and_snoozes_are_said_in_words() -> None:
    item = reminder_item(row(1, date(2026, 11, 25), rule="FREQ=WEEKLY;INTERVAL=2", snoozed=2, contact="Lea"), AROUND)
    assert item.subtitle == "Lea · every 2 weeks · snoozed twice"


def test_a_rule_nobody_understands_is_shown_as_repeating() -> None:
    assert reminder_item(row(1, date(2026, 11, 25), rule="FREQ=HOURLY"), AROUND).subtitle == "repeats"


def test_ended_reminders_say_how_and_when() -> None:
    ended = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    items = ended_agenda(
        [
            row(1, date(2026, 11, 20), ended_at=ended, ended_as="done"),
            row(2, date(2026, 11, 20), ended_at=ended, ended_as="skipped"),
        ],
        AROUND,
    )
    # 23:30 in UTC is the next day in Berlin.
    assert described(items) == [
        ("Saturday 21 November", ""),
        ("Thing 1", "done Sat 21 Nov"),
        ("Thing 2", "skipped Sat 21 Nov"),
    ]
    assert [item.tone for item in items if isinstance(item, ReminderItem)] == [Tone.GOOD, Tone.NEUTRAL]


def test_the_page_changes_when_the_next_reminder_is_due_or_the_day_ends() -> None:
    due = row(1, date(2026, 11, 24), time(14, 30))
    assert next_change([due], AROUND) == due.fires_at
    assert next_change([], AROUND) == datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


def test_the_model_keeps_the_rules_of_models(qtmodeltester: Any, qtbot: QtBot) -> None:
    model = AgendaModel()
    model.set_items(agenda([row(1, date(2026, 11, 22)), row(2, date(2026, 11, 25))], AROUND))
    qtmodeltester.check(model)


def test_headings_cannot_be_chosen_and_rows_know_their_place_in_the_card(qtbot: QtBot) -> None:
    model = AgendaModel()
    model.set_items(
        agenda([row(1, date(2026, 11, 22)), row(2, date(2026, 11, 23)), row(3, date(2026, 11, 25))], AROUND)
    )
    chosen = [bool(model.index(number).flags() & Qt.ItemFlag.ItemIsSelectable) for number in range(model.rowCount())]
    assert chosen == [False, True, True, False, True]
    edges = [model.index(number).data(EDGE_ROLE) for number in (1, 2, 4)]
    assert edges == [(True, False), (False, True), (True, True)]


def test_a_day_is_found_among_the_overdue_ones_and_else_the_next_day_is(qtbot: QtBot) -> None:
    model = AgendaModel()
    model.set_items(
        agenda([row(1, date(2026, 11, 22)), row(2, date(2026, 11, 23)), row(3, date(2026, 11, 27))], AROUND)
    )
    assert model.index_of_day(date(2026, 11, 23)).row() == 2
    assert model.index_of_day(date(2026, 11, 26)).row() == 3
    assert not model.index_of_day(date(2026, 12, 1)).isValid()


def test_what_was_just_done_is_marked_until_the_list_is_read_anew(qtbot: QtBot) -> None:
    model = AgendaModel()
    items = agenda([row(1, date(2026, 11, 22))], AROUND)
    model.set_items(items)
    model.set_leaving(("reminder", 1), True)
    assert model.is_leaving(("reminder", 1))
    model.set_items(items)
    assert not model.is_leaving(("reminder", 1))
