"""Opening the list of 100,000 contacts and scrolling it page by page, each frame painted by the real widgets."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.desk import open_desk, paint, settle, until
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import both_milliseconds, median, milliseconds, percentile

_PAGES = 400
_FRAME_MS = 16


def measure(place: Place) -> Sequence[Row]:
    """The 95th percentile of the frames while paging down, and how long the view takes to show its first people."""
    with open_desk(place.big_home()) as (desk, _core):

        def show() -> None:
            desk.window.show_view("contacts")
            pane = desk.window.current_view().pane
            until(lambda: pane.model.rowCount() > 0)
            paint(pane.list.viewport())

        opening = milliseconds(show)
        settle(desk)
        people = desk.window.current_view().pane.list
        bar = people.verticalScrollBar()

        def page_down() -> None:
            bar.setValue(bar.value() + bar.pageStep())
            paint(people.viewport())

        # From page to page through the list, so that most frames have to read their rows first.
        both = [both_milliseconds(page_down) for _ in range(_PAGES)]
    frames, busy = [wall for wall, _ in both], [cpu for _, cpu in both]
    return [
        Row(
            name="list",
            what="contacts list: scroll one page, p95 frame",
            unit="ms",
            measured=percentile(frames, 95),
            limit=1000 / 60,
            limit_is="one frame at 60 Hz",
            most=_FRAME_MS,
            remark=(
                f"median {median(frames):.1f} ms, slowest {max(frames):.1f} ms; processor time p95 {percentile(busy, 95):.1f} ms, "
                f"median {median(busy):.1f} ms; opened in {opening:.0f} ms"
            ),
            more={
                "opening": opening,
                "median": median(frames),
                "slowest": max(frames),
                "cpu": percentile(busy, 95),
                "frames": len(frames),
            },
        )
    ]
