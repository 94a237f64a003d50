"""A column of rows that is brought up to date in place, so that what is being typed in a row survives."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

Value = TypeVar("Value")
RowWidget = TypeVar("RowWidget", bound=QWidget)


class KeyedColumn(QWidget, Generic[Value, RowWidget]):
    """Rows by key. `make(kind)` makes a row, `fill(row, key, value)` shows a value in it.

    Rows cost a millisecond each, so a row that is no longer needed is kept for the next value of its kind.
    """

    def __init__(
        self,
        kind_of: Callable[[Value], str],
        make: Callable[[str], RowWidget],
        fill: Callable[[RowWidget, Hashable, Value], None],
        spacing: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind_of = kind_of
        self._make = make
        self._fill = fill
        self._rows: dict[Hashable, tuple[str, RowWidget]] = {}
        self._spare: dict[str, list[RowWidget]] = {}
        self._inset: tuple[Hashable, QWidget] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)

    def sync(self, items: Iterable[tuple[Hashable, Value]], *, anew: bool = False) -> None:
        """Show these values in this order. Rows keep their keys, unless `anew`: then it is about something else."""
        wanted = list(items)
        keys = set() if anew else {key for key, _value in wanted}
        free: dict[str, list[RowWidget]] = {}
        for key in [key for key in self._rows if key not in keys]:
            kind, row = self._rows.pop(key)
            free.setdefault(kind, []).append(row)
        rows: dict[Hashable, tuple[str, RowWidget]] = {}
        for key, value in wanted:
            kind = self._kind_of(value)
            kept = self._rows.get(key)
            rows[key] = (kind, kept[1] if kept is not None else self._take(kind, free))
        self._rows = rows
        self._arrange()
        for key, value in wanted:
            self._fill(rows[key][1], key, value)
            if rows[key][1].isHidden():
                rows[key][1].show()
        for kind, left in free.items():
            for row in left:
                row.hide()
            self._spare.setdefault(kind, []).extend(left)
        self._show_any()

    def row(self, key: Hashable) -> RowWidget | None:
        """The row of a key."""
        found = self._rows.get(key)
        return found[1] if found is not None else None

    def inset(self, key: Hashable, widget: QWidget) -> None:
        """Put something below the row of a key, or at the end where there is no such row; it stays until `take_out`."""
        self._inset = (key, widget)
        self._arrange()
        self._show_any()

    def take_out(self, widget: QWidget) -> None:
        """Take out what was put in by `inset`."""
        if self._inset is not None and self._inset[1] is widget:
            self._inset = None
            self._column.removeWidget(widget)
            self._show_any()

    def _arrange(self) -> None:
        order: list[QWidget] = []
        inset = self._inset
        for key, (_kind, row) in self._rows.items():
            order.append(row)
            if inset is not None and inset[0] == key:
                order.append(inset[1])
        if inset is not None and inset[1] not in order:
            order.append(inset[1])
        for position, widget in enumerate(order):
            if self._column.indexOf(widget) != position:
                self._column.insertWidget(position, widget)

    def _show_any(self) -> None:
        self.setVisible(bool(self._rows) or self._inset is not None)

    def _take(self, kind: str, free: dict[str, list[RowWidget]]) -> RowWidget:
        for store in (free, self._spare):
            if store.get(kind):
                return store[kind].pop(0)
        return self._make(kind)
