"""A real home with real services behind a timeline pane in the real window, without the rest of a person's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import opened, places
from crm_desktop.domain.changes import Change
from crm_desktop.ui.dialogs.timeline.pane import TimelinePane
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext, ViewEntry
from tests.support.answers import ScriptedAsk
from tests.support.clock import FixedClock
from tests.support.window_place import WindowPlace, open_window


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


@dataclass(kw_only=True)
class Place(WindowPlace):
    """The window, and what a user does in it."""

    page: Page
    ask: ScriptedAsk

    @property
    def pane(self) -> TimelinePane:
        return self.page.pane

    def show(self, contact_id: int) -> None:
        self.pane.show_contact(contact_id)
        self.settle()

    def lines(self) -> list[str]:
        """The timeline as a screen reader would read it."""
        model = self.pane.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def select(self, beginning: str) -> None:
        """Choose an entry of the timeline with the keyboard."""
        row = next(number for number, line in enumerate(self.lines()) if line.startswith(beginning))
        self.pane.list.setFocus()
        self.pane.list.setCurrentIndex(self.pane.model.index(row))


@pytest.fixture
def clock() -> FixedClock:
    """Saturday, 21 November 2026, 14:20 in Berlin."""
    return FixedClock(datetime(2026, 11, 21, 13, 20, tzinfo=UTC))


@pytest.fixture
def place(qtbot: QtBot, theme: Theme, tmp_path: Path, clock: FixedClock) -> Iterator[Place]:
    with opened(places(tmp_path / "home"), clock) as core:
        ask = ScriptedAsk()
        made: list[Page] = []

        def build(context: ViewContext) -> Page:
            made.append(Page(context, ask))
            return made[-1]

        entry = ViewEntry("page", "Page", "users", build)
        window = open_window(qtbot, theme, core, clock, entry, [], (1100, 760))
        place = Place(**window.parts, page=made[-1], ask=ask)
        place.settle()
        yield place
        window.end()
