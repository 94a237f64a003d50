"""The model behind the agenda: what is a row, what can be chosen, and where things stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.domain.agenda import Outline, OutlineGroup
from crm_desktop.domain.pages import DayRow, ReminderRow
from crm_desktop.domain.reminders import OccurrenceState
from crm_desktop.ui.dialogs.reminder_delegate import EDGE_ROLE
from crm_desktop.ui.dialogs.reminder_items import (
    AgendaItem,
    HeadingItem,
    MoreItem,
    Surroundings,
    next_change,
    reminder_item,
)
from crm_desktop.ui.dialogs.reminder_model import AgendaModel
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.views.reminders.paged_lines import PagedLines

HERE = ZoneInfo("Europe/Berlin")
AROUND = Surroundings.of(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), HERE)


def row(number: int, day: date, at: time | None = None, **more: Any) -> ReminderRow:
    """A reminder in Berlin, unless `zone` says otherwise."""
    zone = ZoneInfo(more.get("zone") or "Europe/Berlin")
    fires = datetime.combine(day, at or time(9), zone).astimezone(UTC)
    return ReminderRow(number, number, f"Thing {number}", day, at, fires, **more)


class Stored:
    """Reminders at hand, and which of them were read together."""

    def __init__(self, *rows: ReminderRow) -> None:
        self._rows = {row.occurrence_id: row for row in rows}
        self.read: list[list[int]] = []

    def rows(self, occurrences: Sequence[int]) -> list[ReminderRow | None]:
        self.read.append(list(occurrences))
        return [self._rows.get(number) for number in occurrences]

    def yearly(self, dates: Sequence[int], _day: date) -> list[DayRow | None]:
        return [None for _ in dates]

    def planned(self, series_ids: Sequence[int], _day: date) -> list[ReminderRow | None]:
        return [None for _ in series_ids]

    def lines(self, *groups: tuple[date | None, Sequence[int]]) -> PagedLines:
        """An agenda with these occurrences under these headings; None is Overdue."""
        made = [
            OutlineGroup(
                day,
                tuple(("reminder", number) for number in numbers),
                tuple(day or self._rows[number].day for number in numbers),
            )
            for day, numbers in groups
        ]
        return PagedLines(self, Outline(tuple(made), 0, 0, 0, AROUND.now), AROUND)


def two_late_and_one_ahead() -> PagedLines:
    stored = Stored(row(1, date(2026, 11, 22)), row(2, date(2026, 11, 23)), row(3, date(2026, 11, 27)))
    return stored.lines((None, [1, 2]), (date(2026, 11, 27), [3]))


def described(lines: PagedLines) -> list[tuple[str, str]]:
    items = [lines.item(position) for position in range(len(lines))]
    return [(item.title, getattr(item, "chip", "")) for item in items if not isinstance(item, MoreItem)]


def test_under_overdue_the_chip_says_the_day_and_elsewhere_the_heading_does() -> None:
    stored = Stored(
        row(1, date(2026, 11, 22)),
        row(2, date(2026, 11, 24), time(9, 30)),
        row(3, date(2026, 11, 24), time(18)),
        row(4, date(2026, 11, 25)),
        row(5, date(2027, 1, 4), time(12)),
    )
    lines = stored.lines((None, [1, 2]), (date(2026, 11, 24), [3]), (date(2026, 11, 25), [4]), (date(2027, 1, 4), [5]))
    assert described(lines) == [
        ("Overdue", ""),
        ("Thing 1", "2 days late"),
        ("Thing 2", "09:30"),
        ("Today", ""),
        ("Thing 3", "18:00"),
        ("Tomorrow", ""),
        ("Thing 4", "All day"),
        ("Monday 4 January 2027", ""),
        ("Thing 5", "12:00"),
    ]


def test_rows_are_read_page_by_page_as_they_are_looked_at_and_few_are_kept() -> None:
    stored = Stored(*(row(number, date(2026, 11, 25)) for number in range(1, 2001)))
    lines = stored.lines((date(2026, 11, 25), range(1, 2001)))
    assert len(stored.read) == 1
    assert lines.rows_in_memory() < 64
    for position in range(1, len(lines)):
        lines.item(position)
    assert max(len(page) for page in stored.read) <= 64
    assert lines.rows_in_memory() < 1_000
    assert len(stored.read) == 32
    lines.item(2000)
    assert len(stored.read) == 32


def test_a_row_that_is_gone_meanwhile_is_said_to_be_so() -> None:
    stored = Stored(row(1, date(2026, 11, 25)))
    lines = stored.lines((date(2026, 11, 25), [1, 99]))
    assert lines.item(2) == MoreItem("No longer there", leads_on=False)


def test_the_keys_under_overdue_are_told_apart() -> None:
    lines = two_late_and_one_ahead()
    assert lines.keys(of_overdue=True) == [("reminder", 1), ("reminder", 2)]
    assert len(lines.keys()) == 3
    ahead = Stored(row(1, date(2026, 11, 25))).lines((date(2026, 11, 25), [1]))
    assert ahead.keys(of_overdue=True) == []


def test_a_time_fixed_to_another_zone_stands_at_its_local_time_and_says_the_other_one() -> None:
    item = reminder_item(row(1, date(2026, 11, 24), time(23, 30), zone="America/New_York"), AROUND)
    assert item.chip == "Wed 05:30"
    assert item.subtitle == "Tue 24 Nov, 23:30 in New York, 05:30 here"


def test_repeats_and_snoozes_are_said_in_words() -> None:
    item = reminder_item(row(1, date(2026, 11, 25), rule="FREQ=WEEKLY;INTERVAL=2", snoozed=2, contact="Lea"), AROUND)
    assert item.subtitle == "Lea · every 2 weeks · snoozed twice"


def test_a_rule_nobody_understands_is_shown_as_repeating() -> None:
    assert reminder_item(row(1, date(2026, 11, 25), rule="FREQ=HOURLY"), AROUND).subtitle == "repeats"


def test_ended_reminders_say_how_and_when() -> None:
    # 23:30 in UTC is the next day in Berlin.
    ended = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    rows = [row(1, date(2026, 11, 20), ended_at=ended, ended_as=how) for how in ("done", "skipped")]
    items = [reminder_item(each, AROUND) for each in rows]
    assert [(item.chip, item.tone) for item in items] == [
        ("done Sat 21 Nov", Tone.GOOD),
        ("skipped Sat 21 Nov", Tone.NEUTRAL),
    ]
    assert reminder_item(rows[0], AROUND, dated=False).chip == "done 00:30"


def test_how_it_stands_is_said_in_the_tooltip() -> None:
    def hint(**more: Any) -> str:
        return reminder_item(row(1, date(2026, 11, 26), time(14), **more), AROUND).hint

    assert hint() == "Not told yet"
    assert hint(state=OccurrenceState.SHOWN, urgent=True) == "A notification was shown · urgent"
    assert hint(snoozed=1, state=OccurrenceState.SNOOZED) == "Snoozed until Thu 26 Nov, 14:00"
    assert hint(moved=True, planned_day=date(2026, 11, 24)) == "Not told yet · moved from Tue 24 Nov"


def test_what_came_due_several_times_says_since_when() -> None:
    item = reminder_item(row(1, date(2026, 11, 3), rule="FREQ=DAILY", open_count=5), AROUND)
    assert item.subtitle == "every day · 5 times since 3 Nov"
    assert item.repeats


def test_the_page_changes_when_the_next_reminder_is_due_or_the_day_ends() -> None:
    due = row(1, date(2026, 11, 24), time(14, 30))
    assert next_change([due], AROUND) == due.fires_at
    assert next_change([], AROUND) == datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


def test_the_model_keeps_the_rules_of_models(qtmodeltester: Any, qtbot: QtBot) -> None:
    model = AgendaModel()
    model.set_lines(two_late_and_one_ahead())
    qtmodeltester.check(model)


def test_headings_cannot_be_chosen_and_rows_know_their_place_in_the_card(qtbot: QtBot) -> None:
    model = AgendaModel()
    model.set_lines(two_late_and_one_ahead())
    chosen = [bool(model.index(number).flags() & Qt.ItemFlag.ItemIsSelectable) for number in range(model.rowCount())]
    assert chosen == [False, True, True, False, True]
    edges = [model.index(number).data(EDGE_ROLE) for number in (1, 2, 4)]
    assert edges == [(True, False), (False, True), (True, True)]


def test_a_day_is_found_among_the_overdue_ones_and_else_the_next_day_is(qtbot: QtBot) -> None:
    model = AgendaModel()
    model.set_lines(two_late_and_one_ahead())
    assert model.index_of_day(date(2026, 11, 23)).row() == 2
    assert model.index_of_day(date(2026, 11, 26)).row() == 3
    assert not model.index_of_day(date(2026, 12, 1)).isValid()


def test_what_was_just_done_is_marked_until_the_list_is_read_anew(qtbot: QtBot) -> None:
    model = AgendaModel()
    items: list[AgendaItem] = [HeadingItem("Overdue"), reminder_item(row(1, date(2026, 11, 22)), AROUND)]
    model.set_items(items)
    model.set_leaving(("reminder", 1), True)
    assert model.is_leaving(("reminder", 1))
    model.set_items(items)
    assert not model.is_leaving(("reminder", 1))
