"""The board with 2,000 open deals: opening it, and dropping a card."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.busy_home import OPEN_DEALS, make_busy
from tests.benchmarks.desk import open_desk, paint, settle, until
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import median, milliseconds, percentile

_DROPS = 60
_OPENINGS = 5


def measure(place: Place) -> Sequence[Row]:
    """To the painted board; and from the drop to the board painted with the card in its new place."""
    home = place.copy_of_big_home("board")
    make_busy(home, reminders=0)
    openings: list[float] = []
    drops: list[float] = []
    for _ in range(_OPENINGS):
        with open_desk(home) as (desk, _core):

            def show() -> None:
                desk.window.show_view("pipeline")
                view = desk.window.current_view()
                until(lambda: any(column.list.cards().rowCount() for column in view.board.columns()))
                paint(desk.window)

            openings.append(milliseconds(show))
            settle(desk)
            board = desk.window.current_view().board
            open_columns = [column for column in board.columns() if column.stage_id is not None][:2]

            def drop(source: int) -> None:
                card = open_columns[source].list.cards().deal_at(0)
                board.move_wanted.emit(card, open_columns[1 - source].stage_id, None)
                paint(desk.window)

            for number in range(_DROPS // _OPENINGS):
                drops.append(milliseconds(lambda number=number: drop(number % 2)))  # type: ignore[misc]
                settle(desk)
    return [
        Row(
            name="board",
            what=f"board with {OPEN_DEALS:,} open deals: open",
            unit="ms",
            measured=median(openings),
            most=100,
            remark=f"slowest {max(openings):.0f} ms of {len(openings)}, each in a new window",
            more={"all": openings},
        ),
        Row(
            name="board",
            what=f"board with {OPEN_DEALS:,} open deals: drop a card, p95",
            unit="ms",
            measured=percentile(drops, 95),
            most=16,
            remark=f"median {median(drops):.1f} ms; the write goes on behind it",
            more={"median": median(drops), "slowest": max(drops)},
        ),
    ]
