"""The files of a person, a company or a deal as a small list: open, save a copy, delete, add, all by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.files import FileOwner, FileRow, size_words
from crm_desktop.ui.dialogs.file_drop import DropCalls, FileDrops, add_files, take_files
from crm_desktop.ui.dialogs.file_opening import open_file, save_copy
from crm_desktop.ui.texts import one_line, short_day, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import ElidedLabel, LinkButton

_SHOWN = 8
_OWN_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilesList(QWidget):
    """`show_files(owner)` reads and shows; it reads again by `refresh`. Enter opens, Del deletes, Up and Down move.

    Who has read the files already hands them over by `show_rows`. Longer lists show the newest and a button for the rest.
    Files dropped here are added.
    """

    changed = Signal()

    def __init__(self, theme: Theme, calls: DropCalls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._calls = calls
        self._owner: FileOwner | None = None
        self._files: tuple[FileRow, ...] = ()
        self._all = False
        self.rows: list[LinkButton] = []
        self.add_button = LinkButton(theme, tr("Add a file…"))
        self.add_button.clicked.connect(lambda _checked=False: self.choose())
        self.more_button = LinkButton(theme, "")
        self.more_button.setAccessibleName(tr("More files"))
        self.more_button.clicked.connect(lambda _checked=False: self._show_all())
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.space(1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(self._column)
        column.addWidget(self.more_button)
        column.addWidget(self.add_button)
        self.more_button.hide()
        FileDrops(self, self._dropped, calls.fail)

    def show_files(self, owner: FileOwner | None) -> None:
        """Show somebody's files; the same owner again reads anew."""
        if owner != self._owner:
            self._all = False
        self._owner = owner
        self.refresh()

    def show_rows(self, owner: FileOwner, files: Sequence[FileRow]) -> None:
        """Show somebody's files that were read with the rest of the page; the same ones again change nothing."""
        if owner == self._owner and tuple(files) == self._files:
            return
        if owner != self._owner:
            self._all = False
        self._owner = owner
        self._show(files)

    def refresh(self) -> None:
        """Read anew, keeping the focus in its place."""
        owner = self._owner
        if owner is None:
            self._show([])
            return
        files = self._calls.files
        self._calls.jobs.read(lambda: files().rows(owner), self._show, key=f"files.{id(self)}", owner=self)

    def choose(self) -> None:
        """Ask for files and add them."""
        paths = self._calls.ask.open_files(tr("Add files"), [tr("All files (*)")])
        if self._owner is not None and paths:
            add_files(self._calls, self._owner, paths, self)

    def count(self) -> int:
        """How many files there are."""
        return len(self._files)

    def _show(self, files: Sequence[FileRow]) -> None:
        focused = next((place for place, row in enumerate(self.rows) if row.hasFocus()), None)
        self._files = tuple(files)
        self._clear()
        shown = files if self._all else files[:_SHOWN]
        for file in shown:
            self._column.addWidget(self._row(file))
        rest = len(files) - len(shown)
        self.more_button.setText(tr("{count} more", count=rest))
        self.more_button.setVisible(rest > 0)
        if focused is not None:
            place: QWidget = self.rows[min(focused, len(self.rows) - 1)] if self.rows else self.add_button
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _clear(self) -> None:
        self.rows = []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _row(self, file: FileRow) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space(2))
        button = LinkButton(self._theme, one_line(file.name, 60))
        now = self._calls.now()
        day = short_day(_day(file, now), now.date())
        about = f"{show(size_words(file.size))} · {day}"
        button.setAccessibleName(one_line(file.name, 200))
        button.setAccessibleDescription(about)
        button.clicked.connect(lambda _checked=False: open_file(self._calls, file.id, self))
        button.setProperty("file", file.id)
        button.installEventFilter(self)
        self.rows.append(button)
        row.addWidget(button)
        row.addWidget(ElidedLabel(about, TextRole.SECONDARY, "faint"), 1)
        return line

    def _show_all(self) -> None:
        self._all = True
        self._show(self._files)
        self.rows[_SHOWN].setFocus(Qt.FocusReason.OtherFocusReason)

    def _dropped(self, paths: list[Path]) -> None:
        if self._owner is not None:
            take_files(self._theme, self._calls, self._owner, paths, self)

    def _delete(self, file_id: int) -> None:
        def failed(error: UserError) -> None:
            self._calls.fail(error.sentence)

        self._calls.jobs.write(
            lambda: self._calls.files().delete(file_id),
            lambda _result: self._calls.say(tr("Deleted the file"), True),
            failed,
            owner=self,
        )

    def _menu(self, row: LinkButton, event: QContextMenuEvent) -> None:
        file_id = int(row.property("file"))
        menu = QMenu(self)
        for words, run in (
            (tr("Open"), lambda: open_file(self._calls, file_id, self)),
            (tr("Save a copy…"), lambda: save_copy(self._calls, file_id, self)),
            (tr("Delete"), lambda: self._delete(file_id)),
        ):
            menu.addAction(words).triggered.connect(lambda _checked=False, run=run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(row.mapToGlobal(QPoint(0, row.height())) if event.globalPos().isNull() else event.globalPos())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Del, Up, Down, Ctrl+S and the menu on a row."""
        if not isinstance(watched, LinkButton) or watched not in self.rows:
            return False
        if isinstance(event, QContextMenuEvent):
            self._menu(watched, event)
            return True
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and _is_own(event):
            # Del means the file here, not the person or company that the page is about.
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._pressed(watched, event)

    def _pressed(self, row: LinkButton, event: QKeyEvent) -> bool:
        file_id, key = int(row.property("file")), event.key()
        if key == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            save_copy(self._calls, file_id, self)
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        elif key == Qt.Key.Key_Delete:
            self._delete(file_id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            place = self.rows.index(row) + (1 if key == Qt.Key.Key_Down else -1)
            if 0 <= place < len(self.rows):
                self.rows[place].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True


def _is_own(event: QKeyEvent) -> bool:
    if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
        return event.key() == Qt.Key.Key_S
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and event.key() in _OWN_KEYS


def _day(file: FileRow, now: datetime) -> date:
    return file.added_at.astimezone(now.tzinfo).date()
