"""From a key pressed in the filter of the contacts, and in the palette, to what it found on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.bootstrap import Core
from crm_desktop.storage.search_index import match_expression
from crm_desktop.ui.application import Desk
from crm_desktop.ui.palette import Palette
from tests.benchmarks.desk import PaintWatch, open_desk, settle, until
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import both_milliseconds, median, milliseconds, percentile

WORDS = ("marta", "oliveira", "soren", "anna schm", "yuki", "architect", "offer", "lisboa", "mail12", "nguyen")
_RAW = "SELECT rowid FROM search_names WHERE search_names MATCH ?"


def measure(place: Place) -> Sequence[Row]:
    """Words typed letter by letter into the real window; after each letter the raw query for the same letters."""
    with open_desk(place.big_home()) as (desk, core):
        return [_row("filter of the contacts", *_filter(desk, core)), _row("palette", *_palette(desk, core))]


def _row(where: str, keys: list[float], busy: list[float], raw: list[float]) -> Row:
    return Row(
        name="search",
        what=f"key pressed in the {where} → results painted, p95",
        unit="ms",
        measured=percentile(keys, 95),
        limit=percentile(raw, 95),
        limit_is="the raw FTS5 query, p95",
        most=16,
        most_ratio=3,
        remark=f"median {median(keys):.1f} ms, slowest {max(keys):.1f} ms of {len(keys)} keys; processor time p95 {percentile(busy, 95):.1f} ms, median {median(busy):.1f} ms",
        more={
            "median": median(keys),
            "slowest": max(keys),
            "cpu": percentile(busy, 95),
            "raw_median": median(raw),
            "keys": len(keys),
        },
    )


def _filter(desk: Desk, core: Core) -> tuple[list[float], list[float], list[float]]:
    desk.window.show_view("contacts")
    settle(desk)
    pane = desk.window.current_view().pane
    paints = PaintWatch(pane.list.viewport())
    # How often the list had been painted when each reading was done.
    readings: list[int] = []
    pane.ready.connect(lambda: readings.append(paints.count))

    def press(letter: str) -> None:
        before = len(readings)
        QTest.keyClicks(pane.filter, letter)
        until(lambda: len(readings) > before)
        until(lambda: paints.count > readings[-1] or not pane.list.isVisible())

    def clear() -> None:
        pane.filter.clear()
        settle(desk)

    pane.filter.setFocus()
    return _typed(core, press, lambda: settle(desk), clear)


def _palette(desk: Desk, core: Core) -> tuple[list[float], list[float], list[float]]:
    desk.window.open_palette()
    settle(desk)
    palette = desk.window.overlay.card()
    assert isinstance(palette, Palette)

    paints = PaintWatch(palette.list.viewport())

    def press(letter: str) -> None:
        before, shown = paints.count, palette._items
        QTest.keyClicks(palette.field, letter)
        # The first step: what is found later is added below it.
        until(lambda: palette._answered == palette.field.text())
        # The same rows with the same marks need no painting.
        until(lambda: paints.count > before or not palette.list.isVisible() or palette._items is shown)

    def clear() -> None:
        palette.field.clear()
        settle(desk)

    palette.field.setFocus(Qt.FocusReason.OtherFocusReason)
    return _typed(core, press, lambda: settle(desk), clear)


def _typed(
    core: Core, press: Callable[[str], None], rest: Callable[[], None], clear: Callable[[], None]
) -> tuple[list[float], list[float], list[float]]:
    keys, busy, raw = [], [], []
    connection = core.database.reader()
    for word in WORDS:
        for length, letter in enumerate(word, start=1):
            wall, cpu = both_milliseconds(lambda letter=letter: press(letter))  # type: ignore[misc]
            keys.append(wall)
            busy.append(cpu)
            rest()
            expression = match_expression(word[:length])
            raw.append(milliseconds(lambda asked=expression: connection.execute(_RAW, (asked,)).fetchall()))  # type: ignore[misc]
        clear()
    return keys, busy, raw
