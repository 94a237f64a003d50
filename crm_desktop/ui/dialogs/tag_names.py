"""The tags that something is to bear once it is saved: pills, and a field to add one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.folding import fold
from crm_desktop.domain.pages import TagRow
from crm_desktop.ui.dialogs.tags_row import TagsRow
from crm_desktop.ui.theme.theme import Theme


class TagNames(QWidget):
    """`names()` in the order in which they were added; one that is there already is not added twice."""

    changed = Signal()

    def __init__(self, theme: Theme, known_tags: Callable[[], Sequence[TagRow]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known_tags = known_tags
        self._names: tuple[str, ...] = ()
        self.row = TagsRow(theme, known_tags)
        self.row.added.connect(self._add)
        self.row.removed.connect(lambda place: self._show(self._names[:place] + self._names[place + 1 :]))
        self.setFocusProxy(self.row.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addWidget(self.row)

    def names(self) -> tuple[str, ...]:
        """The tags added so far."""
        return self._names

    def set_names(self, names: Sequence[str]) -> None:
        """Show these instead."""
        if tuple(names) != self._names:
            self._show(tuple(names))

    def _add(self, name: str) -> None:
        if fold(name) not in {fold(each) for each in self._names}:
            self._show((*self._names, name))

    def _show(self, names: tuple[str, ...]) -> None:
        self._names = names
        colours = {fold(tag.name): tag.colour for tag in self._known_tags()}
        self.row.set_tags(tuple(TagRow(place, name, colours.get(fold(name), "")) for place, name in enumerate(names)))
        self.changed.emit()
