"""The board of the real program on a real screen: cards carried with a real mouse, let go, put back, and taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop import PrivateBus, Screen, on_screen, own_bus
from tests.support.eventually import eventually
from tests.support.program import PATIENCE, Program, program

__all__ = ["on_screen", "own_bus"]

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

_COLUMNS = 5
_NARROWEST_CARD, _LOWEST_CARD = 120, 40
_WHITE = b"\xff\xff\xff"


@dataclass
class Mouse:
    """A pointer on the window of a program; points are of the window."""

    app: Program

    def _run(self, *words: str) -> None:
        self.app.screen.run("xdotool", *words)

    def go(self, x: int, y: int) -> None:
        self._run("mousemove", "--sync", "--window", self.app.window(), str(x), str(y))

    def take(self, point: tuple[int, int]) -> None:
        """Press, and move at once: a card need not be held first."""
        self.go(*point)
        self._run("mousedown", "1")
        self.go(point[0] + 12, point[1] + 8)

    def let_go(self) -> None:
        self._run("mouseup", "1")

    def carry(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Take a card, carry it there on a straight way, and let it go."""
        self.take(start)
        for step in range(1, 6):
            self.go(start[0] + (end[0] - start[0]) * step // 5, start[1] + (end[1] - start[1]) * step // 5)
        self.app.settled()
        self.let_go()


@pytest.fixture
def app(tmp_path: Path, on_screen: Screen, own_bus: PrivateBus) -> Iterator[Program]:
    """The program on its board with the sample data; nothing it wrote to the terminal goes unnoticed."""
    with program(tmp_path / "home", on_screen, own_bus.environment) as made:
        made.command("sample")
        made.start()
        made.key("g", "p")
        made.settled()
        yield made
    assert made.complaints() == ""


@pytest.fixture
def stored(app: Program, tmp_path: Path) -> Callable[[], dict[str, tuple[str, str]]]:
    """Each deal's stage and state as the file has them, by its title."""

    def read() -> dict[str, tuple[str, str]]:
        path = tmp_path / "everything.json"
        path.unlink(missing_ok=True)
        app.command("export", str(path))
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        names = {stage["id"]: stage["name"] for stage in found["stages"]}
        return {deal["title"]: (names[deal["stage_id"]], deal["state"]) for deal in found["deals"]}

    return read


def _first_cards(app: Program) -> list[tuple[int, int]]:
    """The middles of the first cards of all columns, from left to right: white boxes side by side, low and broad."""
    picture = app.screen.run("import", "-silent", "-window", app.window(), "-depth", "8", "ppm:-")
    head = picture.split(maxsplit=4)
    width, height = int(head[1]), int(head[2])
    pixels = picture[-width * height * 3 :]

    def white(x: int, y: int) -> bool:
        at = 3 * (y * width + x)
        return pixels[at : at + 3] == _WHITE

    for y in range(60, height - _LOWEST_CARD):
        runs = _runs([white(x, y) for x in range(width)])
        if len(runs) == _COLUMNS:
            return [((first + last) // 2, y + _LOWEST_CARD) for first, last in runs]
    return []


def _runs(marks: list[bool]) -> list[tuple[int, int]]:
    """Where a line is marked for at least as long as a card is broad: (first, last)."""
    runs, began = [], None
    for place, marked in enumerate([*marks, False]):
        if marked and began is None:
            began = place
        elif not marked and began is not None:
            if place - began >= _NARROWEST_CARD:
                runs.append((began, place - 1))
            began = None
    return runs


def _bottom_bar(app: Program, part: float) -> tuple[int, int]:
    """A point on the bars at the bottom of the board, so far across the window."""
    geometry = app.screen.run("xdotool", "getwindowgeometry", "--shell", app.window()).decode()
    sizes = dict(line.split("=", 1) for line in geometry.splitlines() if "=" in line)
    return int(int(sizes["WIDTH"]) * part), int(sizes["HEIGHT"]) - 36


Stored = Callable[[], dict[str, tuple[str, str]]]


def _changed(stored: Stored, before: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """What is otherwise in the file than before, waited for."""
    return eventually(lambda: dict(stored().items() - before.items()), "a change in the file", within=PATIENCE)


def test_a_card_is_carried_to_another_column_and_taken_back(app: Program, stored: Stored) -> None:
    cards = eventually(lambda: _first_cards(app), "the cards", within=PATIENCE)
    before = stored()
    Mouse(app).carry(cards[3], cards[1])
    ((title, place),) = _changed(stored, before).items()
    assert (before[title], place) == (("Negotiation", "open"), ("First talk", "open"))
    app.key("ctrl+z")
    eventually(lambda: stored() == before, "the move taken back", within=PATIENCE)


def test_escape_in_the_middle_puts_the_card_back(app: Program, stored: Stored) -> None:
    cards = eventually(lambda: _first_cards(app), "the cards", within=PATIENCE)
    before, mouse = stored(), Mouse(app)
    mouse.take(cards[0])
    mouse.go(*cards[2])
    # Not by `Program.key`, which lets go of everything that is pressed first, the mouse too.
    app.screen.run("xdotool", "key", "Escape")
    mouse.let_go()
    # Something that is written for certain: whatever the mouse did came before.
    mouse.carry(cards[0], cards[1])
    assert set(_changed(stored, before).values()) == {("First talk", "open")}


def test_dropped_on_the_bar_at_the_bottom_a_deal_is_won(app: Program, stored: Stored) -> None:
    cards = eventually(lambda: _first_cards(app), "the cards", within=PATIENCE)
    before = stored()
    Mouse(app).carry(cards[3], _bottom_bar(app, 0.4))
    ((title, place),) = _changed(stored, before).items()
    assert (before[title], place) == (("Negotiation", "open"), ("Negotiation", "won"))


def test_by_keys_alone_a_deal_goes_on_and_is_won(app: Program, stored: Stored) -> None:
    before = stored()
    # The keys are on the most urgent card of the first column.
    app.key("ctrl+Right", "ctrl+Right", "w")
    eventually(
        lambda: "won" in {state for _, state in _changed(stored, before).values()}, "won in the file", within=PATIENCE
    )
    ((title, place),) = _changed(stored, before).items()
    assert (before[title], place) == (("Lead", "open"), ("Proposal sent", "won"))
