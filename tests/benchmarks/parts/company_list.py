"""The list of companies: opening it, and scrolling page by page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView

from tests.benchmarks.desk import open_desk, paint, settle, until
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import both_milliseconds, median, milliseconds, percentile

_PAGES = 200


def measure(place: Place) -> Sequence[Row]:
    """The 95th percentile of the frames while paging down, and how long the view takes to show its first companies."""
    with open_desk(place.big_home()) as (desk, _core):

        def show() -> None:
            desk.window.show_view("companies")
            companies: QAbstractItemView = desk.window.current_view().pane.list
            until(lambda: companies.model().rowCount() > 0)
            paint(companies.viewport())

        opening = milliseconds(show)
        settle(desk)
        companies = desk.window.current_view().pane.list
        bar = companies.verticalScrollBar()

        def page_down() -> None:
            bar.setValue(bar.value() + bar.pageStep())
            paint(companies.viewport())

        both = [both_milliseconds(page_down) for _ in range(_PAGES)]
    frames, busy = [wall for wall, _ in both], [cpu for _, cpu in both]
    return [
        Row(
            name="companies",
            what="list of companies: scroll one page, p95 frame",
            unit="ms",
            measured=percentile(frames, 95),
            limit=1000 / 60,
            limit_is="one frame at 60 Hz",
            most=16,
            remark=f"median {median(frames):.1f} ms; processor time p95 {percentile(busy, 95):.1f} ms; opened in {opening:.0f} ms",
            more={"opening": opening, "median": median(frames), "cpu": percentile(busy, 95)},
        )
    ]
