"""The board with 2,000 open deals: opening it, and dropping a card."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.ui.application import Desk
from tests.benchmarks.busy_home import OPEN_DEALS, make_busy
from tests.benchmarks.desk import PaintWatch, open_desk, settle, until
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import both_milliseconds, median, milliseconds, percentile

_DROPS = 60
_OPENINGS = 5


def measure(place: Place) -> Sequence[Row]:
    """To the painted board; and from the drop to both columns painted with the card in its new place."""
    home = place.copy_of_big_home("board")
    make_busy(home, reminders=0)
    openings: list[float] = []
    both: list[tuple[float, float]] = []
    for _ in range(_OPENINGS):
        with open_desk(home) as (desk, _core):
            openings.append(milliseconds(lambda desk=desk: _show(desk)))  # type: ignore[misc]
            settle(desk)
            both += _drops(desk)
    drops, busy = [wall for wall, _ in both], [cpu for _, cpu in both]
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
            remark=(
                f"median {median(drops):.1f} ms; processor time p95 {percentile(busy, 95):.1f} ms, "
                f"median {median(busy):.1f} ms; the write goes on behind it"
            ),
            more={"median": median(drops), "slowest": max(drops), "cpu": percentile(busy, 95)},
        ),
    ]


def _show(desk: Desk) -> None:
    desk.window.show_view("pipeline")
    # The board is brought to the front when it has its cards, so its first paint is the one with them.
    painted = PaintWatch(desk.window.current_view().board)
    until(lambda: painted.count > 0)


def _drops(desk: Desk) -> list[tuple[float, float]]:
    board = desk.window.current_view().board
    stages = [column for column in board.columns() if column.stage_id is not None][:2]
    paints = [PaintWatch(column.list.viewport()) for column in stages]
    found = []
    for number in range(_DROPS // _OPENINGS):
        card = stages[number % 2].list.cards().deal_at(0)
        target = stages[1 - number % 2].stage_id

        def drop(card: int = card, target: int = target) -> None:
            before = [watch.count for watch in paints]
            board.move_wanted.emit(card, target, None)
            until(lambda: all(watch.count > count for watch, count in zip(paints, before, strict=True)))

        found.append(both_milliseconds(drop))
        settle(desk)
    return found
