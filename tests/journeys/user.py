"""Somebody who uses the whole program: reads what is on the window, types, presses keys and clicks, and waits for the clock."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QAbstractItemModel, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from crm_desktop.bootstrap import Core
from crm_desktop.services.all_services import Services
from crm_desktop.ui.application import Desk
from crm_desktop.ui.main_window import MainWindow
from tests.support.answers import ScriptedAsk
from tests.support.clock import FixedClock
from tests.support.eventually import eventually
from tests.support.home import do_not_wait_for_the_disk, opened_home
from tests.support.notifications import FakeNotifier

W = TypeVar("W", bound=QWidget)

_ROUNDS = 4
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class _CrashesFail:
    """A bug that the program would write to its crash file ends the test."""

    def record(self, error: BaseException, where: str) -> str:
        raise error


@dataclass(repr=False)
class User:
    """What somebody at the window sees and does; every act waits until all that it began is on the screen."""

    home: Path
    clock: FixedClock
    core: Core
    desk: Desk
    notifier: FakeNotifier
    ask: ScriptedAsk = field(default_factory=ScriptedAsk)

    # ------------------------------------------------------------------------------------------------ the program

    @property
    def services(self) -> Services:
        """For asking what is stored; a user has no such thing."""
        return self.core.services

    @property
    def window(self) -> MainWindow:
        """The window of the program."""
        return self.desk.window

    def settle(self) -> None:
        """Until every job is done, what it announced was read, and that is drawn."""
        for _ in range(_ROUNDS):
            self.desk.runner.drain()
            QApplication.processEvents()

    def until(self, condition: Callable[[], Any], what: str) -> Any:
        """Wait for something that takes its time."""

        def look() -> Any:
            self.settle()
            return condition()

        return eventually(look, what)

    def time_passes(self, **parts: float) -> None:
        """The wall clock goes on, and the program looks at it as it does every few seconds."""
        self.clock.advance(timedelta(**parts))
        self.desk.ticker._tick()
        self.settle()

    # ------------------------------------------------------------------------------------------------- what is seen

    def view(self) -> str:
        """The name of the view in front."""
        return str(self.window.current_view().title())

    def page(self) -> Any:
        """The view in front."""
        return self.window.current_view()

    def card(self) -> Any:
        """The form over the window."""
        card = self.window.overlay.card()
        assert card is not None, f"no card lies over the window; it says: {self.said()!r}"
        return card

    def no_card(self) -> bool:
        """Whether nothing lies over the window."""
        return self.window.overlay.card() is None

    def front(self) -> QWidget:
        """What can be used now: the card, or else the window."""
        return self.window.overlay.card() or self.window

    def said(self) -> str:
        """The line at the bottom of the window; empty when there is none."""
        return self.window.toast.text() if self.window.toast.isVisible() else ""

    def reads(self) -> list[str]:
        """Every text on the window that can be read now, lists as a screen reader says them."""
        found = []
        for widget in self.window.findChildren(QWidget):
            if not widget.isVisible():
                continue
            if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
                found.append(widget.text())
            elif isinstance(widget, QPlainTextEdit):
                found.append(widget.toPlainText())
            elif isinstance(widget, QAbstractItemView):
                found.extend(lines_of(widget.model()))
            elif widget.accessibleName():
                found.append(widget.accessibleName())
        return [text for text in found if text]

    def sees(self, words: str) -> bool:
        """Whether these words stand anywhere on the window."""
        return any(words in text for text in self.reads())

    def count_of(self, view: str) -> str:
        """The number beside an entry of the sidebar."""
        return str(self.button(view, within=self.window.sidebar).accessibleDescription())

    # --------------------------------------------------------------------------------------------- keyboard and mouse

    def focus(self) -> QWidget:
        """What has the keyboard."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each as in `Ctrl+K`, on whatever has the keyboard."""
        for key in keys:
            combination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs know no __getitem__
            QTest.keyClick(self.focus(), combination.key(), combination.keyboardModifiers())
            self.settle()

    def type(self, text: str) -> None:
        """Type letters, of any script, where the cursor is."""
        for letter in text:
            target = self.focus()
            if letter.isascii():
                QTest.keyClicks(target, letter)
            else:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QApplication.sendEvent(target, QKeyEvent(kind, 0, NONE, letter))
        self.settle()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click on something that can be seen."""
        assert widget.isVisible(), f"{widget.accessibleName() or widget} cannot be seen"
        QTest.mouseClick(widget, LEFT, NONE, at if at is not None else widget.rect().center())
        self.settle()

    def press_button(self, name: str) -> None:
        """Click on the button of that name in front."""
        self.click(self.button(name))

    def button(self, name: str, *, within: QWidget | None = None) -> QAbstractButton:
        """The one visible button with this text or accessible name."""
        return self._only(QAbstractButton, name, within, lambda button: button.text())

    def field_named(self, name: str, *, within: QWidget | None = None) -> QWidget:
        """The one visible field with this accessible name."""
        root = within or self.front()
        found = [
            widget
            for kind in (QLineEdit, QPlainTextEdit, QComboBox)
            for widget in root.findChildren(kind)
            if widget.isVisible() and name in (widget.accessibleName(), widget.accessibleName().split(":")[0])
        ]
        assert len(found) == 1, f"{len(found)} fields are called {name!r}; there are {self.names_of_fields(root)}"
        return found[0]

    def names_of_fields(self, root: QWidget) -> list[str]:
        """What the visible fields are called."""
        kinds = (QLineEdit, QPlainTextEdit, QComboBox)
        return [widget.accessibleName() for kind in kinds for widget in root.findChildren(kind) if widget.isVisible()]

    def fill(self, name: str, text: str) -> None:
        """Go to a field and type into it."""
        widget = self.field_named(name)
        self.click(widget)
        self.type(text)

    def choose_from_menu(self, words: str) -> None:
        """Choose an entry of the menu that is open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), "no menu is open"
        action = next((action for action in menu.actions() if action.text() == words), None)
        assert action is not None, f"the menu has {[action.text() for action in menu.actions()]}"
        QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())
        self.settle()

    def drop_file(self, path: Path) -> None:
        """Let a file fall on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        place = self.window.rect().center()
        carried = (Qt.DropAction.CopyAction, data, LEFT, NONE)
        arriving = QDragEnterEvent(place, *carried)
        QApplication.sendEvent(self.window, arriving)
        assert arriving.isAccepted(), "the window wants no files now"
        QApplication.sendEvent(self.window, QDropEvent(QPointF(place), *carried))
        self.settle()

    def drag(self, start: QWidget, at: QPoint, target: QWidget, to: QPoint, *, let_go: bool = True) -> None:
        """Carry something with the mouse, over as many places as a hand would."""
        begin, end = start.mapToGlobal(at), target.mapToGlobal(to)
        _mouse(start, QEvent.Type.MouseButtonPress, begin)
        for step in range(1, 11):
            _mouse(start, QEvent.Type.MouseMove, begin + (end - begin) * step / 10)
            QApplication.processEvents()
        if let_go:
            _mouse(start, QEvent.Type.MouseButtonRelease, end)
        self.settle()

    def closes_the_window(self) -> None:
        """Press the cross of the window."""
        self.window.close()
        self.settle()

    # ------------------------------------------------------------------------------------------------- places

    def goes_to(self, letter: str) -> None:
        """G, then the letter of a view."""
        self.press("G", letter)

    def says_to_palette(self, words: str) -> None:
        """Ctrl+K and words, without Enter."""
        self.press("Ctrl+K")
        self.type(words)

    def offered(self) -> list[str]:
        """What the palette offers, from top to bottom."""
        return [item.title for item in self.card().items()]

    def people_listed(self) -> list[str]:
        """The names in the list of contacts."""
        return lines_of(self.page().pane.model)

    def timeline(self) -> list[str]:
        """The timeline of the person shown, newest first."""
        return lines_of(self.page().person.model)

    def agenda(self) -> list[str]:
        """The rows of Today or Reminders, headings included."""
        return lines_of(self.page().list.model())

    def stage(self, name: str) -> Any:
        """A column of the board."""
        column = next(
            (column for column in self.page().board.columns() if column.list.accessibleName().startswith(name)), None
        )
        assert column is not None, [column.list.accessibleName() for column in self.page().board.columns()]
        return column

    def deals_in(self, stage: str) -> list[str]:
        """The cards of a stage, from above."""
        return lines_of(self.stage(stage).list.model())

    # ---------------------------------------------------------------------------------------------------- inside

    def _only(self, kind: builtins.type[W], name: str, within: QWidget | None, words: Callable[[W], str]) -> W:
        root = within or self.front()
        seen: list[W] = [widget for widget in root.findChildren(kind) if widget.isVisible()]
        found = [widget for widget in seen if name in (words(widget), widget.accessibleName())]
        assert len(found) == 1, f"{len(found)} are called {name!r} of {[words(widget) for widget in seen]}"
        return found[0]


def lines_of(model: QAbstractItemModel) -> list[str]:
    """What a list says, row by row."""
    return [str(model.index(row, 0).data() or "") for row in range(model.rowCount())]


def _mouse(widget: QWidget, kind: QEvent.Type, place: QPoint) -> None:
    buttons = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else LEFT
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else LEFT
    here = QPointF(widget.mapFromGlobal(place))
    QApplication.sendEvent(widget, QMouseEvent(kind, here, QPointF(place), button, buttons, NONE))


@contextmanager
def at_the_desk(home: Path, clock: FixedClock, notifier: FakeNotifier | None = None) -> Iterator[User]:
    """Start the program on a home, as `run_window` does, and leave it in order; again and again on the same home."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    shown = notifier or FakeNotifier()
    ask = ScriptedAsk()
    with opened_home(home, clock) as core:
        do_not_wait_for_the_disk(core)
        desk = Desk(core.services, _CrashesFail(), application, ask)
        begun: list[bool] = []

        def warm_up() -> None:
            core.writing.warm_up()
            begun.append(True)

        user = User(home, clock, core, desk, shown, ask)
        desk.start(warm_up, lambda: shown)
        QTest.qWaitForWindowActive(desk.window)
        user.until(lambda: begun, "the program has begun to remind")
        try:
            yield user
        finally:
            desk.leave()
            window = desk.window
            for thing in (window, desk):
                thing.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            assert not shiboken6.isValid(window)
