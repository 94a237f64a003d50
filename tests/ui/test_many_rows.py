"""Several rows chosen at once, by keys and pointer, in the list and in the table, however many there are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.ui.tables.column_model import PagedTableModel, TableColumn
from crm_desktop.ui.tables.column_table import ColumnTable
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.many_rows import merged, ranges_of
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import RowParts, TwoLineDelegate
from crm_desktop.ui.theme.theme import Theme

NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
COLUMNS = (TableColumn("name", "Name"), TableColumn("talks", "Talks", 8, True), TableColumn("city", "City"))


def _rows(ids: Sequence[int]) -> list[tuple[str, str, str]]:
    return [(f"Person {each}", str(each), "Łódź") for each in ids]


@pytest.fixture(params=["list", "table"])
def people(request: pytest.FixtureRequest, theme: Theme, qtbot: QtBot) -> PagedListView:
    """A list, then a table, of a hundred thousand."""
    view: PagedListView
    if request.param == "list":
        model: PagedListModel[tuple[str, str, str]] = PagedListModel([], _rows, lambda row: row[0])
        delegate = TwoLineDelegate(theme, lambda row: RowParts(row[0]))
        view = PagedListView(theme, model, delegate, "People", takes_many=True)
    else:
        table: PagedTableModel[tuple[str, str, str]] = PagedTableModel([], _rows, lambda row, column: row[column])
        view = ColumnTable(theme, table, "People")
        view.show_columns(COLUMNS)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    view.show_ids(list(range(1, 100_001)))
    view.select_id(1)
    view.setFocus()
    return view


def _press(view: PagedListView, *keys: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    for key, modifier in keys:
        QTest.keyClick(view, key, modifier)


def test_shift_and_arrows_choose_a_run_and_esc_leaves_one(people: PagedListView) -> None:
    _press(people, (Qt.Key.Key_Down, SHIFT), (Qt.Key.Key_Down, SHIFT), (Qt.Key.Key_Down, SHIFT), (Qt.Key.Key_Up, SHIFT))
    assert people.many.ids() == [1, 2, 3]
    assert people.current_id() == 3
    _press(people, (Qt.Key.Key_Escape, NONE))
    assert people.many.ids() == [3]


def test_the_run_turns_round_where_it_began(people: PagedListView) -> None:
    people.select_id(10)
    _press(people, (Qt.Key.Key_Down, SHIFT), (Qt.Key.Key_Up, SHIFT), (Qt.Key.Key_Up, SHIFT))
    assert people.many.ids() == [9, 10]


_PICK = [(Qt.Key.Key_X, NONE), (Qt.Key.Key_Space, CONTROL)]


@pytest.mark.parametrize("pick", _PICK)
def test_rows_are_picked_one_by_one(people: PagedListView, pick: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    _press(people, pick, (Qt.Key.Key_Down, NONE), (Qt.Key.Key_J, NONE), pick)
    assert people.many.ids() == [1, 3]
    assert people.current_id() == 3
    _press(people, pick)
    assert people.many.ids() == [1]


@pytest.mark.parametrize("pick", _PICK)
def test_escape_ends_the_picking_and_leaves_one(
    people: PagedListView, pick: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    _press(people, pick, (Qt.Key.Key_Down, NONE), (Qt.Key.Key_Escape, NONE), (Qt.Key.Key_Down, NONE))
    assert people.many.ids() == [3]


def test_all_of_a_hundred_thousand_are_one_run_and_read_no_more_rows(people: PagedListView) -> None:
    told: list[int] = []
    people.many.changed.connect(told.append)
    _press(people, (Qt.Key.Key_A, CONTROL))
    assert people.many.ranges() == [(0, 99_999)]
    assert people.many.everything()
    assert told == [100_000]
    assert people._model.loaded_rows() <= 512
    _press(people, (Qt.Key.Key_End, SHIFT))
    assert people.many.count() == 100_000


def test_home_end_and_pages_extend(people: PagedListView) -> None:
    _press(people, (Qt.Key.Key_End, SHIFT))
    assert people.many.count() == 100_000
    _press(people, (Qt.Key.Key_Escape, NONE), (Qt.Key.Key_PageUp, SHIFT))
    page = people.many.count()
    assert 2 < page < 40
    _press(people, (Qt.Key.Key_Home, NONE))
    assert people.many.ids() == [1]
    _press(people, (Qt.Key.Key_PageDown, NONE))
    assert people.many.ids() == [page]


def test_the_pointer_adds_with_ctrl_and_runs_with_shift(people: PagedListView) -> None:
    def click(row: int, modifier: Qt.KeyboardModifier) -> None:
        place = people.visualRect(people.model().index(row, 0)).center()
        QTest.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click(1, NONE)
    click(3, CONTROL)
    assert people.many.ids() == [2, 4]
    click(5, SHIFT)
    assert people.many.ids() == [2, 4, 5, 6]
    click(2, NONE)
    assert people.many.ids() == [3]


def test_runs_are_chosen_again_where_the_same_people_stand_now(people: PagedListView) -> None:
    chosen = frozenset((5, 6, 7, 99))
    people.show_ids([99, 1, 7, 6, 2, 5])
    people.many.restore(ranges_of(people.ids(), chosen))
    assert people.many.ranges() == [(0, 0), (2, 3), (5, 5)]
    assert people.many.ids() == [99, 7, 6, 5]


def test_runs_that_touch_are_one() -> None:
    assert merged([(0, 1), (2, 3), (5, 5)]) == [(0, 3), (5, 5)]
    assert ranges_of([1, 2, 3], frozenset()) == []


def test_the_table_says_heads_cells_and_where_columns_were_put(theme: Theme, qtbot: QtBot) -> None:
    model: PagedTableModel[tuple[str, str, str]] = PagedTableModel([], _rows, lambda row, column: row[column])
    table = ColumnTable(theme, model, "People")
    qtbot.addWidget(table)
    table.show_columns(COLUMNS)
    table.show_ids([7])
    assert model.headerData(2, Qt.Orientation.Horizontal) == "City"
    assert model.index(0, 1).data() == "7"
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Talks: 7"
    moved: list[list[str]] = []
    table.moved.connect(moved.append)
    table.horizontalHeader().moveSection(2, 1)
    assert moved == [["name", "city", "talks"]]
    table.show_columns((COLUMNS[0], COLUMNS[2], COLUMNS[1]))
    assert [table.horizontalHeader().logicalIndex(place) for place in range(3)] == [0, 1, 2]
