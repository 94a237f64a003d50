"""A real home with real services behind the contacts view in the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import opened, places
from crm_desktop.domain.contacts import ContactDraft, Name
from crm_desktop.domain.interactions import Direction, InteractionDraft, InteractionKind
from crm_desktop.services.all_services import Services
from crm_desktop.ui.change_bridge import ChangeBridge
from crm_desktop.ui.main_window import MainWindow, WindowParts
from crm_desktop.ui.runner import Runner
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext, ViewEntry
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices
from crm_desktop.ui.views.contacts.view import ContactsView
from tests.support.clock import FixedClock


@dataclass
class Place:
    """The window with the contacts view, and what it asked of the rest of the program."""

    services: Services
    clock: FixedClock
    runner: Runner
    window: MainWindow
    links: list[str] = field(default_factory=list)
    went_to: list[tuple[str, int]] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def view(self) -> ContactsView:
        view = self.window.current_view()
        assert isinstance(view, ContactsView)
        return view

    def settle(self) -> None:
        """Until every job is done and what it announced has been drawn."""
        for _round in range(4):
            self.runner.drain()
            QApplication.processEvents()

    def person(self, name: str, **more: Any) -> int:
        """Somebody in the file, shown in the list."""
        made = self.services.contacts.add(ContactDraft(name=Name(formatted=name), **more))
        self.settle()
        return made

    def talk(self, contact_id: int, text: str, days_ago: float = 0, kind: str = "note") -> int:
        """Something on somebody's timeline."""
        at = self.clock.now() - timedelta(days=days_ago)
        direction = Direction.NONE if kind == "note" else Direction.OUTGOING
        made = self.services.timeline.log(
            contact_id, InteractionDraft(InteractionKind(kind), text, at, direction=direction)
        )
        self.settle()
        return made

    def show(self, contact_id: int) -> None:
        self.view.open("contact", contact_id)
        self.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key pressed where the focus is."""
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)
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
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or QPoint())
        self.settle()

    def undo(self) -> None:
        self.runner.write(self.services.undoing.undo)
        self.settle()

    def card(self) -> Any:
        card = self.window.overlay.card()
        assert card is not None, "no card lies over the window"
        return card

    def names(self) -> list[str]:
        model = self.view.pane.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def lines(self) -> list[str]:
        """The timeline as a screen reader would read it."""
        model = self.view.person.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def select_line(self, beginning: str) -> QListView:
        """Choose an entry of the timeline with the keyboard."""
        timeline = self.view.person.timeline
        row = next(number for number, line in enumerate(self.lines()) if line.startswith(beginning))
        timeline.setFocus()
        timeline.setCurrentIndex(self.view.person.model.index(row))
        return timeline


def raise_again(error: BaseException) -> None:
    raise error


@pytest.fixture
def clock() -> FixedClock:
    """Saturday, 21 November 2026, 14:20 in Berlin."""
    return FixedClock(datetime(2026, 11, 21, 13, 20, tzinfo=UTC))


@pytest.fixture
def make_place(qtbot: QtBot, theme: Theme, tmp_path: Path, clock: FixedClock) -> Iterator[Callable[[], Place]]:
    ends: list[Callable[[], object]] = []
    with opened(places(tmp_path / "home"), clock) as core:

        def make() -> Place:
            failed: list[str] = []
            runner = Runner(lambda error: failed.append(str(error)), raise_again)
            links: list[str] = []
            went_to: list[tuple[str, int]] = []
            begun: list[str] = []

            def build(context: ViewContext) -> ContactsView:
                services = core.services
                return ContactsView(
                    context.theme,
                    context.jobs,
                    PageServices(
                        services.contacts,
                        services.timeline,
                        services.reminders,
                        context.drafts,
                        services.keeping,
                        services.people,
                        services.settings,
                        lambda: services.mail_files,
                    ),
                    context.now,
                    PageCalls(
                        context.say,
                        lambda sentence: failed.append(str(sentence)),
                        lambda kind, item_id: went_to.append((kind, item_id)),
                        context.show_card,
                        links.append,
                        context.ask,
                    ),
                    lambda: begun.append("import"),
                    lambda: begun.append("sample"),
                )

            parts = WindowParts(
                theme,
                runner,
                core.services,
                lambda: clock.now().astimezone(clock.zone()),
                [ViewEntry("contacts", "Contacts", "users", build, ("contact",))],
                drafts=core.services.drafts,
            )
            window = MainWindow(parts, "CRM")
            bridge = ChangeBridge(core.services.feed.subscribe, window)
            bridge.changed.connect(window.refresh)
            window.commands.register({"undo": lambda: runner.write(core.services.undoing.undo)})
            qtbot.addWidget(window)
            window.show()
            window.show_view("contacts")
            place = Place(core.services, clock, runner, window, links, went_to, begun, failed)
            place.settle()
            ends.extend((window.leave, bridge.close, runner.close))
            return place

        yield make
        for end in ends:
            end()


@pytest.fixture
def place(make_place: Callable[[], Place]) -> Place:
    return make_place()
