"""The window: sidebar, the views as they are asked for, the bar that offers undo, and cards over all of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QDragEnterEvent, QDropEvent, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QWidget

from crm_desktop.domain.changes import Change
from crm_desktop.domain.messages import Message
from crm_desktop.domain.quick_entry import Person
from crm_desktop.ui.actions import shown_keys
from crm_desktop.ui.ask import Ask
from crm_desktop.ui.commands import Commands
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.menus import add_menus
from crm_desktop.ui.sidebar import Count, Sidebar
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.view import ViewContext, place_of
from crm_desktop.ui.widgets.overlay import Overlay, OverlayCard
from crm_desktop.ui.widgets.toast import Toast
from crm_desktop.ui.window_parts import SMALLEST, WindowParts, fitting

__all__ = ["MainWindow", "WindowParts"]

if TYPE_CHECKING:
    from crm_desktop.ui.lists_in_sidebar import ListsInSidebar

_COMPACT_BELOW = 960


class MainWindow(QMainWindow):
    """The frame around the views; what its actions do is registered at `commands` by whoever built it.

    Closing it emits `close_requested` and leaves it open, unless `leave` was called: whether it goes to the tray or is
    minimised is not its business. Files dropped on it are told as `files_dropped(list[Path])`.
    """

    close_requested = Signal()
    files_dropped = Signal(list)

    def __init__(self, parts: WindowParts, title: str) -> None:
        super().__init__()
        self._parts = parts
        self._leaving = False
        self._views: dict[str, Any] = {}
        self._current = ""
        self._marks: dict[str, str] = {}
        self.lists: ListsInSidebar | None = None
        self.setWindowTitle(title)
        self.resize(fitting(self.screen().availableSize()))
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.commands = Commands(self, keys=parts.keys)
        self.commands.keys.changed.connect(self._show_own_keys)
        self._show_own_keys()
        self.sidebar = Sidebar(parts.theme, parts.entries)
        self._stack = QStackedWidget()
        self._lay_out()
        self.toast = Toast(parts.theme, self._stack)
        self.overlay = Overlay(parts.theme, self)
        self.overlay.opened.connect(lambda: self.commands.pause(True))
        self.overlay.dismissed.connect(lambda: self.commands.pause(False))
        self.overlay.thrown_away.connect(self._offer_back)
        self.context = self._make_context(parts)
        self._register(parts)

    def _lay_out(self) -> None:
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self._stack, 1)
        self.setCentralWidget(middle)

    def _make_context(self, parts: WindowParts) -> ViewContext:
        return ViewContext(
            theme=parts.theme,
            jobs=parts.jobs,
            ask=parts.ask if parts.ask is not None else Ask(self),
            services=parts.services,
            now=parts.now,
            say=self.say,
            fail=self.fail,
            navigate=self.navigate,
            run=self.commands.run,
            show_card=self.show_card,
            drafts=DraftStore(parts.jobs, parts.drafts, self),
            mark=self.mark,
            commands_changed=self.tell_commands,
        )

    def _register(self, parts: WindowParts) -> None:
        self.sidebar.chosen.connect(self.go_to)
        self.sidebar.search.connect(self.open_palette)
        self.commands.register(
            {
                **{f"go.{entry.key}": partial(self.go_to, entry.key) for entry in parts.entries},
                "search": self.open_palette,
                "keys": self.open_keys,
                "window.close": self.close,
                **{f"theme.{mode}": partial(parts.theme.set_mode, mode) for mode in ("light", "dark", "system")},
            }
        )
        if any(entry.key == "settings" for entry in parts.entries):
            self.commands.register({"settings": lambda: self.show_view("settings")})

    def go_to(self, key: str) -> None:
        """Bring a view to the front as the user asks for it: as a whole, not one of its lists."""
        self.show_view(key)
        if any(entry.key == key and "list" in entry.kinds for entry in self._parts.entries):
            self._views[key].open("list", 0)
        show_whole = getattr(self._views[key], "show_whole", None)
        if show_whole is not None:
            show_whole()

    def show_lists(self) -> None:
        """Put the saved lists into the sidebar; called behind the first painted window."""
        from crm_desktop.ui.lists_in_sidebar import lists_in_sidebar  # to keep start-up fast

        self.lists = lists_in_sidebar(self.context, self.sidebar)
        self.commands.register({"go.list": self.lists.choose})

    def mark(self, key: str) -> None:
        """Mark the entry of the sidebar that stands for what a view shows: the view's own key, or `list/7`."""
        owner = next((entry.key for entry in self._parts.entries if "list" in entry.kinds), "") if "/" in key else key
        self._marks[owner] = key
        if owner == self._current:
            self.sidebar.set_current(key)
            if self.lists is not None:
                self.lists.mark(int(key.partition("/")[2] or 0))

    def show_view(self, key: str) -> None:
        """Bring a view to the front; it is made when it is first asked for. Raises KeyError for an unknown one."""
        view = self._view(key)
        self._current = key
        self._stack.setCurrentWidget(view)
        # A view made just now would lie over the bar.
        self.toast.raise_()
        self.mark(self._marks.get(key, key))
        view.activate()
        self.tell_commands()
        if self.overlay.card() is None:
            (view.primary_focus() or view).setFocus()

    def tell_commands(self) -> None:
        """Ask the view in front for its commands, when it came there or shows another part of itself."""
        view = self.current_view()
        if view is not None:
            self.commands.show_view(place_of(self._current, view), view.commands())

    def current_view(self) -> Any:
        """The view in front, None before the first one."""
        return self._views.get(self._current)

    def about(self) -> Person | None:
        """Whose page is open in the view in front; None for views that show nobody."""
        about = getattr(self.current_view(), "about", None)
        found: Person | None = about() if about is not None else None
        return found

    def _view(self, key: str) -> Any:
        if key not in self._views:
            entry = next((entry for entry in self._parts.entries if entry.key == key), None)
            if entry is None:
                raise KeyError(key)
            view = entry.build(self.context)
            self._views[key] = view
            self._stack.addWidget(view)
        return self._views[key]

    def navigate(self, kind: str, item_id: int) -> None:
        """Show one thing in the view that shows such things."""
        for entry in self._parts.entries:
            if kind in entry.kinds:
                self.show_view(entry.key)
                self._views[entry.key].open(kind, item_id)
                return

    def refresh(self, change: Change) -> None:
        """Something was committed: tell every view that exists, and a card that shows what is stored."""
        for view in self._views.values():
            view.refresh(change)
        if self.lists is not None:
            self.lists.refresh(change)
        if (read_anew := getattr(self.overlay.card(), "refresh", None)) is not None:
            read_anew(change)

    def set_counts(self, counts: Mapping[str, Count | None]) -> None:
        """The numbers in the sidebar, by view key."""
        self.sidebar.set_counts(counts)

    def say(self, text: str, undo: bool = False) -> None:
        """Say what just happened, with Undo if it can be taken back."""
        if not undo:
            self.toast.say(text)
            return
        keys = shown_keys(self.commands.keys.action("undo"))
        self.toast.say(text, tr("Undo"), keys, lambda: self.commands.run("undo"))

    def _offer_back(self) -> None:
        self.toast.say(tr("Left without saving"), tr("Undo"), "", self.overlay.bring_back)

    def fail(self, sentence: Message) -> None:
        """Say what the world refused; for failures that belong to no field."""
        self.toast.say(show(sentence))

    def show_card(self, card: QWidget) -> None:
        """Lay a card over the window."""
        if not isinstance(card, OverlayCard):
            raise TypeError("only an OverlayCard can be laid over the window")
        self.overlay.open_card(card)

    def open_palette(self) -> None:
        """Ctrl+K."""
        from crm_desktop.ui.window_cards import palette_card  # when first asked for, to keep start-up fast

        self.overlay.open_card(palette_card(self._parts, self.commands))

    def open_keys(self) -> None:
        """The sheet of keys for the view in front."""
        from crm_desktop.ui.window_cards import keys_card  # when first asked for, to keep start-up fast

        self.overlay.open_card(keys_card(self._parts, self.commands, self._current, self.current_view()))

    def _show_own_keys(self) -> None:
        self._parts.theme.set_hints(self.commands.keys.hints())

    def bring_to_front(self) -> None:
        """Show the window again from the tray, minimised, or behind others."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def geometry_text(self) -> str:
        """Size and place as text, for the settings."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def restore_geometry(self, text: str) -> None:
        """Take the size and place that `geometry_text` gave; nonsense is left alone."""
        self.restoreGeometry(QByteArray.fromBase64(text.encode("ascii", "ignore")))

    def leave(self) -> None:
        """Close for good."""
        self._leaving = True
        self.context.drafts.flush()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask what closing means, unless the program or the session ends."""
        application = QApplication.instance()
        session_ends = isinstance(application, QApplication) and application.isSavingSession()
        if self._leaving or session_ends:
            event.accept()
        else:
            event.ignore()
            self.close_requested.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Half-typed words are in the file before the window goes to the tray."""
        super().hideEvent(event)
        self.context.drafts.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar when there is little room."""
        super().resizeEvent(event)
        self.sidebar.set_compact(self.width() < self._parts.theme.scaled(_COMPACT_BELOW))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this computer are welcome, unless something lies over the window."""
        if _local_files(event) and self.overlay.card() is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Pass the files on."""
        event.acceptProposedAction()
        self.files_dropped.emit(_local_files(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Every menu at the place of the pointer, for those who look for menus."""
        menu = QMenu(self)
        lists = self.lists.menu_actions(menu) if self.lists is not None else ()
        add_menus(menu, self.commands.actions, {"Go": lists})
        menu.exec(event.globalPos())
        menu.deleteLater()


def _local_files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
