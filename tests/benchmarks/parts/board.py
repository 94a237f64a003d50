"""The board with 2,000 and with 10,000 open deals: opening it, scrolling a column, and dropping a card."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QWidget

from crm_desktop.bootstrap import Core
from crm_desktop.ui.application import Desk
from crm_desktop.ui.views.pipeline.board import Board
from tests.benchmarks.busy_home import make_busy
from tests.benchmarks.desk import PaintWatch, open_desk, paint, settle, until
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import both_milliseconds, median, milliseconds, percentile

SIZES = (2_000, 10_000)
_DROPS = 60
_OPENINGS = 5
_PAGES = 40
_RAW_CARDS = """SELECT d.*, s.name, c.display_name FROM deals d JOIN stages s ON s.id = d.stage_id
    LEFT JOIN contacts c ON c.id = d.contact_id WHERE d.state = 'open' ORDER BY s.position, d.position"""
_RAW_STEPS = """SELECT r.deal_id, o.due_day, o.wall_time FROM occurrences o JOIN reminders r ON r.id = o.reminder_id
    WHERE o.ended_at IS NULL AND r.deal_id IS NOT NULL"""
_RAW = (_RAW_CARDS, _RAW_STEPS, "SELECT * FROM deal_tags")


@dataclass(slots=True)
class _Times:
    """Milliseconds of the board and of its limits, taken in turn in the same process."""

    openings: list[float] = field(default_factory=list)
    openings_cpu: list[float] = field(default_factory=list)
    bare_openings: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    bare_frames: list[float] = field(default_factory=list)
    drops: list[float] = field(default_factory=list)
    drops_cpu: list[float] = field(default_factory=list)
    bare_drops: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)


def measure(place: Place) -> Sequence[Row]:
    """Each size in windows of their own, the limits between them."""
    rows: list[Row] = []
    for count in SIZES:
        home = place.copy_of_big_home(f"board-{count}")
        make_busy(home, deals=count, reminders=0)
        times = _Times()
        for _ in range(_OPENINGS):
            with open_desk(home) as (desk, core):
                wall, busy = both_milliseconds(lambda desk=desk: _show(desk))  # type: ignore[misc]
                times.openings.append(wall)
                times.openings_cpu.append(busy)
                settle(desk)
                board: Board = desk.window.current_view().board
                bare = _Bare()
                times.bare_openings.append(milliseconds(lambda bare=bare, core=core: bare.open(core)))  # type: ignore[misc]
                _scroll(board, bare, times)
                _drop(desk, board, bare, times)
                bare.window.deleteLater()
        rows += _rows(count, times)
    return rows


def _show(desk: Desk) -> None:
    desk.window.show_view("pipeline")
    # The board is brought to the front when it has its cards, so its first paint is the one with them.
    painted = PaintWatch(desk.window.current_view().board)
    until(lambda: painted.count > 0)


def _scroll(board: Board, bare: _Bare, times: _Times) -> None:
    cards = board.columns()[0].list
    for frames, view in ((times.frames, cards), (times.bare_frames, bare.lists[0])):
        view.verticalScrollBar().setValue(0)
        frames += [milliseconds(lambda view=view: _page_down(view)) for _ in range(_PAGES)]  # type: ignore[misc]


def _page_down(view: QListView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + bar.pageStep())
    paint(view.viewport())


def _drop(desk: Desk, board: Board, bare: _Bare, times: _Times) -> None:
    stages = [column for column in board.columns() if column.stage_id is not None][:2]
    for column in stages:
        column.list.verticalScrollBar().setValue(0)
    paints = [PaintWatch(column.list.viewport()) for column in stages]
    for number in range(_DROPS // _OPENINGS):
        card, target = stages[number % 2].list.cards().deal_at(0), stages[1 - number % 2].stage_id
        before = [watch.count for watch in paints]
        began, busy = time.perf_counter(), time.thread_time()
        board.move_wanted.emit(card, target, None)
        until(lambda before=before: all(w.count > count for w, count in zip(paints, before, strict=True)))  # type: ignore[misc]
        times.drops.append((time.perf_counter() - began) * 1000)
        times.drops_cpu.append((time.thread_time() - busy) * 1000)
        # What follows when the disk has answered and the board was read again, by the same thread.
        busy = time.thread_time()
        settle(desk)
        times.settled.append((time.thread_time() - busy) * 1000)
        times.bare_drops.append(milliseconds(lambda number=number: bare.drop(number % 2)))  # type: ignore[misc]


class _Bare:
    """The least that Qt can do the same with: lists of plain texts side by side, filled by plain statements."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.lists: list[QListView] = []
        self.models: list[QStringListModel] = []

    def open(self, core: Core) -> None:
        """Read what stands on the cards, and paint it."""
        found = [core.database.reader().execute(query).fetchall() for query in _RAW]
        texts: dict[object, list[str]] = {}
        for row in found[0]:
            texts.setdefault(row[-2], []).append(f"{row[2]}\n{row[-1]}")
        line = QHBoxLayout(self.window)
        for column in texts.values():
            view = QListView()
            view.setUniformItemSizes(True)
            view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
            model = QStringListModel(column)
            view.setModel(model)
            line.addWidget(view)
            self.lists.append(view)
            self.models.append(model)
        self.window.resize(1072, 690)
        painted = PaintWatch(self.lists[-1].viewport())
        self.window.show()
        until(lambda: painted.count > 0)

    def drop(self, source: int) -> None:
        """Take the first text of one list to the end of another, and paint both."""
        text = self.models[source].stringList()[0]
        self.models[source].removeRows(0, 1)
        target = self.models[1 - source]
        target.insertRows(target.rowCount(), 1)
        target.setData(target.index(target.rowCount() - 1), text)
        QApplication.sendPostedEvents()
        for view in self.lists[:2]:
            paint(view.viewport())


def _rows(count: int, times: _Times) -> list[Row]:
    what = f"board with {count:,} open deals"
    small = count == SIZES[0]
    return [
        _row(
            f"{what}: open", median, times.openings, times.bare_openings, "the same rows read and painted by bare lists",
            most=100 if small else None, most_ratio=6,
            remark=(
                f"slowest {max(times.openings):.0f} ms of {len(times.openings)}, each in a new window; processor time median "
                f"{median(times.openings_cpu):.0f} ms"
            ),
        ),
        _row(
            f"{what}: scroll one page, p95 frame", _p95, times.frames, times.bare_frames, "bare lists, p95",
            most=16, most_ratio=6, remark=f"median {median(times.frames):.1f} ms, slowest {max(times.frames):.1f} ms",
        ),
        _row(
            f"{what}: drop a card, p95", _p95, times.drops, times.bare_drops, "a text from bare list to bare list, p95",
            most=16 if small else None, most_ratio=12,
            remark=(
                f"median {median(times.drops):.1f} ms; processor time of the window p95 {_p95(times.drops_cpu):.1f} ms, and "
                f"{_p95(times.settled):.1f} ms later, when it is written and read again"
            ),
        ),
    ]  # fmt: skip


def _p95(values: Sequence[float]) -> float:
    return percentile(values, 95)


def _row(
    what: str,
    figure: Callable[[Sequence[float]], float],
    measured: Sequence[float],
    limit: Sequence[float],
    limit_is: str,
    *,
    most: float | None,
    most_ratio: float,
    remark: str,
) -> Row:
    return Row(
        name="board",
        what=what,
        unit="ms",
        measured=figure(measured),
        limit=figure(limit),
        limit_is=limit_is,
        most=most,
        most_ratio=most_ratio,
        remark=remark,
        more={"all": list(measured), "limits": list(limit)},
    )
