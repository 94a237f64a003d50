"""A real home with real services behind a timeline pane in the real window, without the rest of a person's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import opened, places
from crm_desktop.domain.changes import Change
from crm_desktop.domain.contacts import ContactDraft, Name
from crm_desktop.domain.interactions import Direction, InteractionDraft, InteractionKind
from crm_desktop.services.all_services import Services
from crm_desktop.ui.change_bridge import ChangeBridge
from crm_desktop.ui.dialogs.timeline.pane import TimelinePane
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.main_window import MainWindow, WindowParts
from crm_desktop.ui.runner import Runner
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext, ViewEntry
from tests.support.answers import ScriptedAsk
from tests.support.clock import FixedClock


class Page(QWidget):
    """A view that holds a timeline and nothing else."""

    key = "page"

    def __init__(self, context: ViewContext, ask: ScriptedAsk) -> None:
        super().__init__()
        parts = TimelineParts.of(context)
        self.parts = TimelineParts(
            **{name: getattr(parts, name) for name in TimelineParts.__slots__ if name != "ask"}, ask=ask
        )
        self.pane = TimelinePane(context.theme, self.parts)
        column = QVBoxLayout(self)
        column.addWidget(self.pane)

    def title(self) -> str:
        return "Page"

    def activate(self) -> None:
        self.pane.refresh()

    def refresh(self, _change: Change) -> None:
        self.pane.refresh()

    def open(self, _kind: str, _item_id: int) -> bool:
        return False

    def commands(self) -> Mapping[str, Callable[[], object]]:
        return {}

    def primary_focus(self) -> QWidget | None:
        return self.pane.list


@dataclass
class Place:
    """The window, and what a user does in it."""

    services: Services
    clock: FixedClock
    runner: Runner
    window: MainWindow
    page: Page
    ask: ScriptedAsk
    failed: list[str] = field(default_factory=list)

    @property
    def pane(self) -> TimelinePane:
        return self.page.pane

    def settle(self) -> None:
        """Until every job is done and what it announced has been drawn."""
        for _round in range(4):
            self.runner.drain()
            QApplication.processEvents()

    def person(self, name: str = "Marta Oliveira", **more: Any) -> int:
        made = self.services.contacts.add(ContactDraft(name=Name(formatted=name), **more))
        self.settle()
        return made

    def talk(self, contact_id: int, text: str, days_ago: float = 0, kind: str = "note", **more: Any) -> int:
        """Something on somebody's timeline."""
        at = self.clock.now() - timedelta(days=days_ago)
        direction = more.pop("direction", Direction.NONE if kind in ("note", "ticket") else Direction.OUTGOING)
        draft = InteractionDraft(InteractionKind(kind), text, at, direction=direction, **more)
        made = self.services.timeline.log(contact_id, draft)
        self.settle()
        return made

    def show(self, contact_id: int) -> None:
        self.pane.show_contact(contact_id)
        self.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key pressed where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Letters typed where the focus is."""
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        for letter in text:
            QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
        self.settle()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or QPoint())
        self.settle()

    def undo(self) -> None:
        self.runner.write(self.services.undoing.undo)
        self.settle()

    def card(self) -> Any:
        card = self.window.overlay.card()
        assert card is not None, "no card lies over the window"
        return card

    def lines(self) -> list[str]:
        """The timeline as a screen reader would read it."""
        model = self.pane.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def select(self, beginning: str) -> None:
        """Choose an entry of the timeline with the keyboard."""
        row = next(number for number, line in enumerate(self.lines()) if line.startswith(beginning))
        self.pane.list.setFocus()
        self.pane.list.setCurrentIndex(self.pane.model.index(row))


def raise_again(error: BaseException) -> None:
    raise error


@pytest.fixture
def clock() -> FixedClock:
    """Saturday, 21 November 2026, 14:20 in Berlin."""
    return FixedClock(datetime(2026, 11, 21, 13, 20, tzinfo=UTC))


@pytest.fixture
def place(qtbot: QtBot, theme: Theme, tmp_path: Path, clock: FixedClock) -> Iterator[Place]:
    with opened(places(tmp_path / "home"), clock) as core:
        failed: list[str] = []
        runner = Runner(lambda error: failed.append(str(error)), raise_again)
        ask = ScriptedAsk()
        made: list[Page] = []

        def build(context: ViewContext) -> Page:
            made.append(Page(context, ask))
            return made[-1]

        parts = WindowParts(
            theme,
            runner,
            core.services,
            lambda: clock.now().astimezone(clock.zone()),
            [ViewEntry("page", "Page", "users", build)],
            drafts=core.services.drafts,
        )
        window = MainWindow(parts, "CRM")
        bridge = ChangeBridge(core.services.feed.subscribe, window)
        bridge.changed.connect(window.refresh)
        window.commands.register({"undo": lambda: runner.write(core.services.undoing.undo)})
        qtbot.addWidget(window)
        window.resize(1100, 760)
        window.show()
        window.show_view("page")
        place = Place(core.services, clock, runner, window, made[-1], ask, failed)
        place.settle()
        yield place
        window.leave()
        bridge.close()
        runner.close()
