"""Which row of a list is the chosen one, through reading anew, filtering and deleting; and the list's width beside a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.ui.theme.theme import Theme

_LIST_WIDTH, _NARROW_LIST_WIDTH = 330, 286
# The window at 1100 px without its sidebar of 208.
_FOLDED_BELOW = 1100 - 208


class SelectsIds(Protocol):
    """A list whose rows have ids."""

    def select_id(self, item_id: int) -> bool: ...


class OneChosen(QObject):
    """`chosen` carries the id to show beside the list, or None when nothing is left in it.

    `wanted` is what is to be chosen as soon as the list was read, `shown` what was told last.
    """

    chosen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted: int | None = None
        self.shown: int | None = None
        # While one types, the list is painted before the page of what stands first in it is read.
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.timeout.connect(lambda: self.chosen.emit(self.shown))

    def choose(self, item_id: int | None) -> None:
        """Tell it now."""
        self._telling.stop()
        self.shown = item_id
        self.chosen.emit(item_id)

    def want(self, rows: SelectsIds, item_id: int) -> bool:
        """Choose an id at once if it is in the list, else remember it; False when it is not there (yet)."""
        self.wanted = item_id
        if not rows.select_id(item_id):
            return False
        self.wanted = None
        self.choose(item_id)
        return True

    def keep_one(self, rows: SelectsIds, ids: Sequence[int], place: int, *, typing: bool) -> None:
        """Of a list that was read: what is wanted, else what was shown before, else what is now at the same place."""
        for candidate in (self.wanted, self.shown):
            if candidate is not None and rows.select_id(candidate):
                self.wanted = None
                self.choose(candidate)
                return
        self.wanted = None
        if not ids:
            self.choose(None)
            return
        nearest = ids[min(max(place, 0), len(ids) - 1)]
        rows.select_id(nearest)
        if typing:
            self.shown = nearest
            self._telling.start(0)
        else:
            self.choose(nearest)


def width_beside_page(theme: Theme, width: int, least: int) -> tuple[int, bool]:
    """(the width of a list, whether there is little room) in a view of that width; `least` is what its header needs."""
    narrow = width < theme.scaled(_FOLDED_BELOW)
    wanted = theme.scaled(_NARROW_LIST_WIDTH if narrow else _LIST_WIDTH)
    # With a large font the page keeps the larger part of a small window.
    return max(min(wanted, width * 2 // 5), least), narrow
