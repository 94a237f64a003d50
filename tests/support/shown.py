"""One view in a real window over a real home, with what it asked the rest of the program for written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.messages import Message
from crm_desktop.ui.change_bridge import ChangeBridge
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.dialogs.reminder_actions import ReminderPaths
from crm_desktop.ui.main_window import MainWindow, WindowParts
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext, ViewEntry
from tests.support.immediate_runner import ImmediateRunner


@dataclass
class Heard:
    """What the view asked for: log forms, contacts and deals to open, sentences, failures, actions."""

    logs: list[LogSubject] = field(default_factory=list)
    contacts: list[int] = field(default_factory=list)
    deals: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)

    def paths(self, context: ViewContext) -> ReminderPaths:
        """Paths that lead here; cards are laid over the real window."""
        return ReminderPaths(
            open_log=self.logs.append,
            open_contact=self.contacts.append,
            open_deal=self.deals.append,
            show_card=context.show_card,
            fail=lambda sentence: self.failed.append(str(sentence)),
            say=lambda text, _undo: self.said.append(text),
        )


class Shown:
    """The window with one view in it. `settle` delivers everything that is waiting; `press` types keys where the focus is."""

    def __init__(
        self,
        qtbot: QtBot,
        theme: Theme,
        core: Core,
        key: str,
        build: Callable[[ViewContext, Heard], QWidget],
        *,
        jobs: Jobs | None = None,
        size: tuple[int, int] = (1280, 800),
    ) -> None:
        self.heard = Heard()
        self.core = core
        self.jobs = jobs or ImmediateRunner()
        services = core.services
        entry = ViewEntry(key, key.title(), "sun", lambda context: build(context, self.heard))
        self.window = MainWindow(WindowParts(theme, self.jobs, services, self.now, [entry]), "test")
        qtbot.addWidget(self.window)
        self.bridge = ChangeBridge(services.feed.subscribe, self.window)
        self.bridge.changed.connect(self.window.refresh)
        self.window.commands.register(
            {name: partial(self.heard.actions.append, name) for name in ("import", "go.reminders")}
        )
        self.window.resize(*size)
        self.window.show()
        self.window.show_view(key)
        self.settle()
        # The first window of a process is activated and deactivated again while it is being shown.
        if QApplication.activeWindow() is not self.window:
            with qtbot.waitActive(self.window):
                self.window.activateWindow()
            self.settle()

    @property
    def view(self) -> Any:
        """The view."""
        return self.window.current_view()

    def now(self) -> datetime:
        """The wall clock, aware."""
        clock = self.core.services.clock
        return clock.now().astimezone(clock.zone())

    def fail(self, sentence: Message) -> None:
        """A failure nobody took."""
        self.heard.failed.append(str(sentence))

    def settle(self) -> None:
        """Deliver queued signals, finished jobs and deferred deletions until nothing is waiting."""
        for _round in range(3):
            drain = getattr(self.jobs, "drain", None)
            if drain is not None:
                drain()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)
            QApplication.processEvents()

    def press(self, *keys: Qt.Key | str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys, or type texts, into whatever has the focus."""
        for key in [part for given in keys for part in (given if isinstance(given, str) else (given,))]:
            # Asked anew for each letter: the first one may move the focus, as it does for a user.
            target = QApplication.activePopupWidget() or QApplication.focusWidget() or self.window
            inner: QWidget | None = target.focusWidget()
            QTest.keyClick(target if inner is None else inner, key, modifiers)  # type: ignore[arg-type]
            self.settle()
