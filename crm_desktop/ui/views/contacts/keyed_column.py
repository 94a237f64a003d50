"""A column of rows that is brought up to date in place, so that what is being typed in a row survives."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

Value = TypeVar("Value")


class KeyedColumn(QWidget, Generic[Value]):
    """Rows by key: `make(key, value)` makes one, `update(row, value)` shows another value in it."""

    def __init__(
        self,
        make: Callable[[Hashable, Value], QWidget],
        update: Callable[[QWidget, Value], None],
        spacing: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._update = update
        self._rows: dict[Hashable, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)

    def sync(self, items: Iterable[tuple[Hashable, Value]]) -> None:
        """Show these values in this order; rows of other keys go."""
        wanted = list(items)
        for key in self._rows.keys() - {key for key, _value in wanted}:
            self.remove(key)
        for position, (key, value) in enumerate(wanted):
            row = self._rows.get(key)
            if row is None:
                row = self._make(key, value)
                self._rows[key] = row
                self._column.insertWidget(position, row)
            elif self._column.indexOf(row) != position:
                self._column.insertWidget(position, row)
            self._update(row, value)
        self.setVisible(bool(self._rows))

    def remove(self, key: Hashable) -> None:
        """Take one row away."""
        row = self._rows.pop(key, None)
        if row is not None:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()

    def clear(self) -> None:
        """Take all rows away."""
        for key in list(self._rows):
            self.remove(key)

    def row(self, key: Hashable) -> QWidget | None:
        """The row of a key."""
        return self._rows.get(key)

    def rows(self) -> tuple[QWidget, ...]:
        """The rows from top to bottom."""
        return tuple(self._rows[key] for key in self._rows)
