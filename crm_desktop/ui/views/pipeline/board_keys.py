"""The keys of the board, before the list under them and before shortcuts of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from crm_desktop.ui.views.pipeline.board import Board

# A row past the end means the last one.
_FAR_DOWN = 1 << 30
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class BoardKeys(QObject):
    """A filter for every list and strip of the board."""

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self._board = board

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that mean something here, unless a card is in the hand."""
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and isinstance(event, QKeyEvent):
            act = self._meaning(event) if self._board.carried() is None else None
            if act is not None:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    act()
                return True
        return super().eventFilter(watched, event)

    def _meaning(self, event: QKeyEvent) -> Callable[[], object] | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.NoModifier:
            return self._plain().get(event.key())
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        sideways = event.key() in _ARROWS[2:]
        if modifiers == control or (modifiers == control | shift and not sideways):
            return self._moves().get(event.key())
        return None

    def _onward(self) -> int:
        # Left and right are directions on the screen, which a right-to-left layout turns round.
        return -1 if self._board.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1

    def _moves(self) -> dict[int, Callable[[], object]]:
        board, onward = self._board, self._onward()
        return {
            Qt.Key.Key_Right: lambda: board.move_to_stage(onward),
            Qt.Key.Key_Left: lambda: board.move_to_stage(-onward),
            Qt.Key.Key_Up: lambda: board.move_in_column(-1),
            Qt.Key.Key_Down: lambda: board.move_in_column(1),
        }

    def _plain(self) -> dict[int, Callable[[], object]]:
        board, choice, onward = self._board, self._board.choice, self._onward()
        return {
            Qt.Key.Key_Right: lambda: choice.focus_column(onward),
            Qt.Key.Key_Left: lambda: choice.focus_column(-onward),
            Qt.Key.Key_Up: lambda: choice.focus_row(choice.row - 1),
            Qt.Key.Key_Down: lambda: choice.focus_row(choice.row + 1),
            Qt.Key.Key_Home: lambda: choice.focus_row(0),
            Qt.Key.Key_End: lambda: choice.focus_row(_FAR_DOWN),
            Qt.Key.Key_Return: board.open_current,
            Qt.Key.Key_Enter: board.open_current,
        }
