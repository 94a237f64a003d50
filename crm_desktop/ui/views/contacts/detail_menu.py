"""The menu of a row of the details: edit, copy, open, put it in another place, remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMenu

from crm_desktop.ui.actions import shown_key
from crm_desktop.ui.texts import tr

if TYPE_CHECKING:
    from crm_desktop.ui.views.contacts.detail_rows import DetailRow

_STEPS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}


def row_menu(row: DetailRow) -> QMenu:
    """What can be done with the value of a row; it goes when it is closed."""
    menu = QMenu(row)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    value = row.value.text().strip()
    _offer(menu, tr("Edit"), row.start)
    if value:
        _offer(menu, tr("Copy"), lambda: QGuiApplication.clipboard().setText(value))
    if value and row.open_button is not None:
        _offer(menu, tr("Open"), lambda: row.open_wanted.emit(value))
    place, count = row.place
    if count > 1:
        menu.addSeparator()
        first = tr("Make it the main one") if row.has_main else tr("Move to the top")
        _offer(menu, first, lambda: row.move_to(0), enabled=place > 0)
        _offer(menu, tr("Move up"), lambda: row.move_to(place - 1), key="Alt+Up", enabled=place > 0)
        _offer(menu, tr("Move down"), lambda: row.move_to(place + 1), key="Alt+Down", enabled=place < count - 1)
    if value:
        menu.addSeparator()
        _offer(menu, tr("Remove"), row.removed.emit)
    return menu


def step_of(event: QKeyEvent) -> int:
    """-1 for Alt+Up, 1 for Alt+Down, 0 for every other key."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _STEPS.get(event.key(), 0) if modifiers == Qt.KeyboardModifier.AltModifier else 0


def _offer(menu: QMenu, words: str, run: Callable[[], object], *, key: str = "", enabled: bool = True) -> None:
    # The key stands there to be read only: the row itself listens to it.
    action = menu.addAction(f"{words}\t{shown_key(key)}" if key else words)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _checked=False: run())
