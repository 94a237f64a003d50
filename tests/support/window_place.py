"""A window with real services on a real home, and what a user does in it with keys and mouse; views come from the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ContactDraft, Name
from crm_desktop.domain.interactions import Direction, InteractionDraft, InteractionKind
from crm_desktop.services.all_services import Services
from crm_desktop.ui.change_bridge import ChangeBridge
from crm_desktop.ui.main_window import MainWindow, WindowParts
from crm_desktop.ui.runner import Runner
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewEntry
from tests.support.clock import FixedClock


@dataclass(kw_only=True)
class WindowPlace:
    """The window, and what a user does in it."""

    services: Services
    clock: FixedClock
    runner: Runner
    window: MainWindow
    failed: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Until every job is done and what it announced has been drawn."""
        for _round in range(4):
            self.runner.drain()
            QApplication.processEvents()

    def person(self, name: str = "Marta Oliveira", **more: Any) -> int:
        """Somebody in the file."""
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

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key pressed where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Letters typed where the focus is."""
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        for letter in text:
            # QTest knows the keys of Latin letters only.
            press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(target, press)
            # Between two letters of a real keyboard, lists of suggestions come and go.
            QApplication.processEvents()
        self.settle()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """A press of the left button on a widget, in its middle unless told where."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or QPoint())
        self.settle()

    def undo(self) -> None:
        """Take the last thing back."""
        self.runner.write(self.services.undoing.undo)
        self.settle()

    def card(self) -> Any:
        """The card that lies over the window."""
        card = self.window.overlay.card()
        assert card is not None, "no card lies over the window"
        return card


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window that was made, and how to end it; `parts` fit the fields of `WindowPlace`."""

    parts: dict[str, Any]
    end: Callable[[], None]


def open_window(
    qtbot: QtBot,
    theme: Theme,
    core: Core,
    clock: FixedClock,
    entry: ViewEntry,
    failed: list[str],
    size: tuple[int, int] | None = None,
) -> OpenWindow:
    """The real window with one view, shown; `failed` gets what nobody took, a bug in a job is raised where it is delivered."""
    runner = Runner(lambda error: failed.append(str(error)), _raise_again)
    parts = WindowParts(
        theme,
        runner,
        core.services,
        lambda: clock.now().astimezone(clock.zone()),
        [entry],
        drafts=core.services.drafts,
    )
    window = MainWindow(parts, "CRM")
    bridge = ChangeBridge(core.services.feed.subscribe, window)
    bridge.changed.connect(window.refresh)
    window.commands.register({"undo": lambda: runner.write(core.services.undoing.undo)})
    qtbot.addWidget(window)
    if size is not None:
        window.resize(*size)
    window.show()
    window.show_view(entry.key)

    def end() -> None:
        window.leave()
        bridge.close()
        runner.close()

    return OpenWindow(
        {"services": core.services, "clock": clock, "runner": runner, "window": window, "failed": failed}, end
    )


def _raise_again(error: BaseException) -> None:
    raise error
