"""Long lists: only what is looked at is read, the keys move in them, and Qt's own tester finds nothing wrong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.paged_model import ID_ROLE, ROW_ROLE, PagedListModel
from crm_desktop.ui.tables.two_line_delegate import RowParts, TwoLineDelegate
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone


class _Source:
    def __init__(self) -> None:
        self.asked: list[int] = []
        self.suffix = ""

    def rows(self, ids: Sequence[int]) -> list[str]:
        self.asked.append(len(ids))
        return [f"Person {item}{self.suffix}" for item in ids]


@pytest.fixture
def source() -> _Source:
    return _Source()


def _model(source: _Source, ids: Sequence[int]) -> PagedListModel[str]:
    return PagedListModel(ids, source.rows, str)


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: ModelTester, source: _Source) -> None:
    model = _model(source, range(1000))
    qtmodeltester.check(model, force_py=True)
    model.set_ids(range(10, 20))
    model.refresh()
    model.set_ids([])
    model.deleteLater()


def test_only_the_pages_looked_at_are_read_and_few_are_kept(source: _Source) -> None:
    model = _model(source, range(100_000))
    assert model.rowCount() == 100_000
    assert source.asked == []
    assert model.data(model.index(99_999), ROW_ROLE) == "Person 99999"
    assert source.asked == [100_000 % 256]
    for row in range(0, 100_000, 256):
        model.data(model.index(row))
    assert model.loaded_rows() <= 8 * 256


def test_ids_rows_and_texts_belong_together(source: _Source) -> None:
    model = _model(source, [30, 10, 20])
    index = model.index_of(10)
    assert (index.row(), model.id_at(index), model.row_at(index)) == (1, 10, "Person 10")
    assert model.data(index, ID_ROLE) == 10
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole.value) == "Person 10"
    assert model.data(index, Qt.ItemDataRole.DecorationRole.value) is None
    assert not model.index_of(99).isValid()
    assert model.row_at(QModelIndex()) is None
    assert model.id_at(QModelIndex()) is None


def test_a_refresh_reads_only_the_pages_that_hold_what_changed(qtbot: QtBot, source: _Source) -> None:
    model = _model(source, range(1000))
    for row in (0, 300):
        model.data(model.index(row))
    source.suffix = "!"
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.refresh({299})
    assert (changed.args[0].row(), changed.args[1].row()) == (256, 511)
    assert model.data(model.index(0)) == "Person 0"
    assert model.data(model.index(299)) == "Person 299!"


def test_a_row_that_is_gone_is_empty(qtbot: QtBot) -> None:
    model: PagedListModel[str] = PagedListModel([1, 2], lambda _ids: [None, "Ana"], str)
    assert model.data(model.index(0)) == ""
    assert model.data(model.index(1)) == "Ana"


def _parts(row: str) -> RowParts:
    return RowParts(row, "Casa <b>Azul</b>", row, right_text="3 d", tone=Tone.LATE if "1" in row else None)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, source: _Source) -> PagedListView:
    made = PagedListView(
        theme,
        _model(source, range(1000)),
        TwoLineDelegate(theme, _parts),
        "People",
        find_ahead=lambda typed: {"m": 500, "ma": 600}.get(typed.lower()),
    )
    qtbot.addWidget(made)
    made.resize(330, 500)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


def test_j_k_home_end_and_enter(view: PagedListView, qtbot: QtBot) -> None:
    chosen: list[int] = []
    opened: list[int] = []
    view.chosen.connect(chosen.append)
    view.opened.connect(opened.append)
    view.select_id(0)
    qtbot.keyClicks(view, "jjk")
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_K)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen == [1, 2, 1, 999, 0]
    assert opened == [0]


def test_typing_ahead_goes_to_a_name_by_one_question(view: PagedListView, source: _Source, qtbot: QtBot) -> None:
    view.grab()
    source.asked.clear()
    qtbot.keyClicks(view, "ma")
    assert view.current_id() == 600
    assert len(source.asked) <= 4
    view._typing.timeout.emit()
    view._typing.stop()
    qtbot.keyClick(view, Qt.Key.Key_J)
    assert view.current_id() == 601


def test_another_list_keeps_who_is_chosen_and_the_place_on_the_screen(view: PagedListView) -> None:
    chosen: list[int] = []
    view.chosen.connect(chosen.append)
    view.select_id(400)
    place = view.visualRect(view.currentIndex()).top()
    view.show_ids([item for item in range(1000) if item not in (3, 4, 5)])
    assert view.current_id() == 400
    assert view.visualRect(view.currentIndex()).top() == place
    view.show_ids([1, 2, 3])
    assert view.current_id() is None
    assert chosen == []
    assert not view.select_id(400)


def test_painting_a_screen_reads_one_page(view: PagedListView, source: _Source) -> None:
    view.grab()
    assert source.asked == [256]


def test_the_list_paints_in_the_dark_and_from_the_right(view: PagedListView, theme: Theme) -> None:
    before = view.grab().toImage()
    theme.set_mode("dark")
    dark = view.grab().toImage()
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored = view.grab().toImage()
    assert before != dark != mirrored


def _repeated(name: str, ids: Sequence[int]) -> list[str]:
    return [name] * len(ids)


def test_names_of_a_megabyte_are_painted_as_the_short_ones_they_are_shown_as(qtbot: QtBot, theme: Theme) -> None:
    long, short = "Ana " * 250_000, "Ana " * 300
    pictures = []
    for name in (long, short):
        model: PagedListModel[str] = PagedListModel(range(20), partial(_repeated, name), str)
        view = PagedListView(theme, model, TwoLineDelegate(theme, lambda row: RowParts(row, row, row)), "People")
        qtbot.addWidget(view)
        view.resize(330, 500)
        pictures.append(view.grab().toImage())
    assert pictures[0] == pictures[1]
