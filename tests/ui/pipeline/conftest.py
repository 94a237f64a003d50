"""A window with the Pipeline view over a real file, filled with the deals of a small studio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.domain.contacts import ContactDraft, Name
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.all_services import Services
from crm_desktop.services.pipeline_settings import BOARD_LOOK
from crm_desktop.ui.change_bridge import ChangeBridge
from crm_desktop.ui.main_window import MainWindow, WindowParts
from crm_desktop.ui.runner import Runner
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewEntry
from crm_desktop.ui.views.pipeline import PipelineView
from crm_desktop.ui.views.pipeline.column import Column
from tests.support.answers import ScriptedAsk
from tests.support.clock import FixedClock
from tests.support.home import do_not_wait_for_the_disk, opened_home

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

Step = tuple[int, time | None] | None
# Stage, title, contact, company, euros, next step in days from today with its time.
DEALS: tuple[tuple[int, str, str, str, int, Step], ...] = (
    (0, "Logo refresh", "Antonín Novák", "", 1200, (2, None)),
    (0, "Workshop, autumn", "Юлия Ковалёва", "", 2400, None),
    (0, "Landing page", "Sam Whitfield", "", 3200, (0, time(8, 0))),
    (1, "Booking page", "Piotr Dąbrowski", "Dom Kultury", 3800, (6, time(10, 0))),
    (2, "Spring workshops", "王芳", "Lumen Studio", 4500, (0, None)),
    (3, "Website relaunch", "Marta Oliveira", "Casa Azul", 6400, (-2, None)),
    (3, "Shop photos", "", "Maison Lune", 2900, (0, time(15, 0))),
)


@dataclass
class Bench:
    """Everything a test of the view touches; `settle` waits until all that was begun has reached the screen."""

    window: MainWindow
    services: Any
    runner: Runner
    bridge: ChangeBridge
    clock: FixedClock
    ask: ScriptedAsk
    said: list[str] = field(default_factory=list)

    @property
    def view(self) -> PipelineView:
        view = self.window.current_view()
        assert isinstance(view, PipelineView)
        return view

    def settle(self) -> None:
        for _ in range(4):
            self.runner.drain()
            QApplication.processEvents()

    def column(self, number: int) -> Column:
        return self.view.board.columns()[number]

    def titles(self, number: int) -> list[str]:
        return [card.title for card in self.column(number).list.cards().cards()]

    def stored(self) -> list[list[str]]:
        """The titles by column as the file has them."""
        board = self.services.pipeline.board()
        return [[card.title for card in column.cards] for column in board.columns] + [[c.title for c in board.won]]

    def deal(self, title: str) -> int:
        for column in self.view.board.columns():
            for card in column.list.cards().cards():
                if card.title == title:
                    return card.id
        raise AssertionError(f"{title} is not on the board")

    def choose(self, title: str) -> int:
        deal = self.deal(title)
        assert self.view.board.choose(deal)
        return deal

    def current(self) -> str:
        deal = self.view.board.current_deal()
        return next(
            (c.title for column in self.view.board.columns() for c in column.list.cards().cards() if c.id == deal), ""
        )

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, as the desktop would deliver it, and wait for what it does."""
        QTest.keyClick(self.focused(), key, modifiers)
        self.settle()

    def focused(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None, "no widget has the focus"
        return focused

    def control(self, key: Qt.Key) -> None:
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def shown_words(self, words: str) -> bool:
        """Whether some label on the screen says exactly this."""
        labels = [label for label in self.view.findChildren(QLabel) if label.isVisible()]
        return any(words == getattr(label, "full_text", label.text)() for label in labels)

    def toast(self) -> str:
        return self.window.toast.text()

    def card(self) -> Any:
        """The form that lies over the window."""
        return self.window.overlay.card()


class Hand:
    """A mouse that takes one card and carries it about; points are of the screen."""

    def __init__(self, bench: Bench, title: str) -> None:
        self._bench = bench
        column = next(c for c in bench.view.board.columns() if title in [d.title for d in c.list.cards().cards()])
        self.list = column.list
        self.target: QWidget = column.list.viewport()
        rect = self.list.card_rect(bench.deal(title))
        self.start = self.target.mapToGlobal(rect.center())
        self._send(QEvent.Type.MouseButtonPress, self.start, Qt.MouseButton.LeftButton)

    def _send(self, kind: QEvent.Type, point: QPoint, button: Qt.MouseButton) -> None:
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        local = QPointF(self.target.mapFromGlobal(point))
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.target, QMouseEvent(kind, local, QPointF(point), button, held, none))

    def move(self, point: QPoint) -> None:
        self._send(QEvent.Type.MouseMove, point, Qt.MouseButton.NoButton)

    def drop(self, point: QPoint) -> None:
        self.move(point)
        # The bars at the bottom take their place first.
        QApplication.processEvents()
        self.move(point)
        self._send(QEvent.Type.MouseButtonRelease, point, Qt.MouseButton.LeftButton)
        self._bench.settle()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    with opened_home(tmp_path / "home", clock) as core:
        do_not_wait_for_the_disk(core)
        core.services.pipeline.ensure_pipeline()
        core.services.settings.set(BOARD_LOOK.name, '{"order": "own"}')
        yield core.services


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


def fill(services: Any, clock: FixedClock) -> None:
    """Seven open deals, and one won five days ago."""
    stages = [stage.id for stage in services.pipeline.stages()]
    for stage, title, person, company, euros, step in DEALS:
        contact = services.contacts.add(ContactDraft(name=Name(formatted=person), company=company)) if person else None
        deal = services.pipeline.add(
            DealDraft(title, stages[stage], contact, "" if person else company, Money(euros * 100, "EUR"))
        )
        if step is not None:
            day = TODAY + timedelta(days=step[0])
            services.reminders.add(ReminderDraft("Call", day, step[1], deal_id=deal, contact_id=contact))
    deal = services.pipeline.add(DealDraft("Packaging", stages[3], None, "Sesay Ceramics", Money(410000, "EUR")))
    clock.advance(days=-5)
    services.pipeline.win(deal)
    clock.advance(days=5)


@pytest.fixture
def open_window(qtbot: QtBot, theme: Theme, services: Any, clock: FixedClock) -> Iterator[Callable[[], Bench]]:
    """Opens the window over what the file holds by then."""
    opened: list[Bench] = []

    def make() -> Bench:
        unhandled: list[UserError] = []
        bugs: list[BaseException] = []
        runner = Runner(unhandled.append, bugs.append)
        ask = ScriptedAsk()
        entries = (ViewEntry("pipeline", "Pipeline", "square-kanban", PipelineView, ("deal",)),)

        def now() -> datetime:
            return clock.now().astimezone(clock.zone())

        window = MainWindow(WindowParts(theme, runner, services, now, entries, ask=ask, drafts=services.drafts), "CRM")
        window.commands.register({"undo": lambda: runner.write(services.undoing.undo)})
        bridge = ChangeBridge(services.feed.subscribe)
        bridge.changed.connect(window.refresh)
        bench = Bench(window, services, runner, bridge, clock, ask)
        opened.append(bench)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.show_view("pipeline")
        bench.settle()
        return bench

    yield make
    for bench in opened:
        bench.settle()
        bench.window.toast.dismiss()
        bench.window.leave()
        bench.bridge.close()
        bench.runner.close()
        bench.window.deleteLater()


@pytest.fixture
def bench(open_window: Callable[[], Bench], services: Any, clock: FixedClock) -> Bench:
    """The window over the filled file, the cards in the order of their user."""
    fill(services, clock)
    return open_window()


@pytest.fixture
def fresh_bench(open_window: Callable[[], Bench], services: Any, clock: FixedClock) -> Bench:
    """The window over the filled file, as it is for somebody who chose nothing."""
    services.settings.set(BOARD_LOOK.name, "")
    fill(services, clock)
    return open_window()
