"""The card of an export: seen only when it takes long, stopped by Esc, and gone with a sentence when it is over."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.services.export_archive import ExportStopped
from crm_desktop.ui.dialogs.export_card import ExportCard, Write
from crm_desktop.ui.runner import Cancel, Progress, Runner
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets.overlay import Overlay, OverlayCard


class _Place:
    """A window with an overlay, and what was said."""

    def __init__(self, theme: Theme, qtbot: QtBot) -> None:
        self.theme = theme
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(900, 600)
        self.window.show()
        self.overlay = Overlay(theme, self.window)
        self.said: list[str] = []
        self.bugs: list[BaseException] = []
        self.runner = Runner(lambda error: self.said.append(f"not taken: {error}"), self.bugs.append)

    def lay(self, card: OverlayCard) -> None:
        self.overlay.open_card(card)

    def begin(self, write: Write) -> ExportCard:
        return ExportCard(
            self.theme,
            self.runner,
            Path("all.zip"),
            write,
            self.lay,
            self.said.append,
            self.window,
        )


@pytest.fixture
def place(theme: Theme, qtbot: QtBot) -> Iterator[_Place]:
    made = _Place(theme, qtbot)
    yield made
    made.runner.close()
    assert made.bugs == []


def test_a_quick_one_shows_no_card(place: _Place) -> None:
    card = place.begin(lambda _progress, _cancel: 2)
    assert not card.isVisible()
    place.runner.drain()
    assert place.said == ["2 contacts written"]
    assert place.overlay.card() is None


def test_a_long_one_says_how_far_it_is_and_goes_when_it_is_over(place: _Place, qtbot: QtBot) -> None:
    gate = threading.Event()

    def write(progress: Progress, _cancel: Cancel) -> int:
        progress(1, 4)
        gate.wait(10)
        return 1

    card = place.begin(write)
    qtbot.waitUntil(lambda: place.overlay.card() is card and card.strip.isVisible())
    assert card.accessibleName() == "Writing “all.zip”"
    gate.set()
    qtbot.waitUntil(lambda: place.said == ["1 contact written"])
    assert place.overlay.card() is None


def test_escape_stops_it_and_the_card_goes_when_it_has(place: _Place, qtbot: QtBot) -> None:
    def write(_progress: Progress, cancel: Cancel) -> int:
        while not cancel.cancelled:
            pass
        raise ExportStopped("Stopped. Nothing was written.")

    card = place.begin(write)
    qtbot.waitUntil(lambda: place.overlay.card() is card)
    QTest.keyClick(card, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: place.said == ["Stopped. Nothing was written."])
    assert place.overlay.card() is None


def test_the_list_answers_while_it_is_written(place: _Place, qtbot: QtBot) -> None:
    gate = threading.Event()
    place.begin(lambda _progress, _cancel: int(gate.wait(10)))
    rows: list[str] = []
    place.runner.read(lambda: "rows", rows.append)
    qtbot.waitUntil(lambda: rows == ["rows"])
    assert place.said == []
    gate.set()
    place.runner.drain()
