"""Lines of the filter builder that belong together: all of them, any of them, or none of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.filters import AllOf, AnyOf, Condition, Filter, Not
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.filter_row import FilterRow
from crm_desktop.ui.dialogs.filter_value import RowTools
from crm_desktop.ui.texts import tr
from crm_desktop.ui.widgets import Button, Label
from crm_desktop.ui.widgets.painting import rounded_box

ALL, ANY, NONE = "all", "any", "none"


class FilterGroup(QWidget):
    """Lines in a frame; `emptied` when the last one was taken away."""

    changed = Signal()
    emptied = Signal()

    def __init__(self, tools: RowTools, join: str, conditions: tuple[Condition, ...] = ()) -> None:
        super().__init__()
        self._tools = tools
        self._rows: list[FilterRow] = []
        theme = tools.theme
        self.join = ChoiceBox(tr("How the lines of this group belong together"))
        self.join.setMinimumContentsLength(len(tr("none of these")))
        for key, words in ((ANY, tr("any of these")), (ALL, tr("all of these")), (NONE, tr("none of these"))):
            self.join.addItem(words, key)
        self.join.setCurrentIndex(self.join.findData(join))
        self.join.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.add_button = Button(theme, tr("Add a line"), icon="plus")
        self.add_button.clicked.connect(lambda _checked=False: self.add())
        head = QHBoxLayout()
        self.word = Label(tr("and"), colour="secondary")
        head.addWidget(self.word)
        head.addWidget(self.join)
        head.addStretch()
        head.addWidget(self.add_button)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(1.5))
        column = QVBoxLayout(self)
        side = theme.scaled(10)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.space(2))
        column.addLayout(head)
        column.addLayout(self._lines)
        for condition in conditions or (None,):
            self.add(condition, focus=False)

    def rows(self) -> tuple[FilterRow, ...]:
        """The lines, from the top."""
        return tuple(self._rows)

    def add(self, condition: Condition | None = None, *, focus: bool = True) -> FilterRow:
        """Another line at the end."""
        row = FilterRow(self._tools, condition)
        row.changed.connect(self.changed)
        row.remove_wanted.connect(lambda: self.remove(row))
        row.add_wanted.connect(lambda: self.add())  # noqa: PLW0108 - without the signal's arguments
        self._rows.append(row)
        self._lines.addWidget(row)
        if focus:
            row.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()
        return row

    def remove(self, row: FilterRow) -> None:
        """Take a line away; the focus goes to its neighbour."""
        place = self._rows.index(row)
        self._rows.remove(row)
        self._lines.removeWidget(row)
        if self._rows:
            self._rows[min(place, len(self._rows) - 1)].first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        row.hide()
        row.deleteLater()
        self.changed.emit()
        if not self._rows:
            self.emptied.emit()

    def wanted(self, *, only_usable: bool) -> Filter | None:
        """The group as a filter; None while it has nothing in it that can be used."""
        found = [row.usable() if only_usable else row.condition() for row in self._rows]
        parts = tuple(each for each in found if each is not None)
        if not parts:
            return None
        join = self.join.currentData()
        if join == NONE:
            return Not(AnyOf(parts))
        return AllOf(parts) if join == ALL else AnyOf(parts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame."""
        theme = self._tools.theme
        radius = theme.scaled(theme.sizes.radius_control)
        rounded_box(QPainter(self), self.rect(), radius, theme.colour("window"), theme.colour("line"))


def parts_of(wanted: Filter) -> tuple[str, tuple[Condition | tuple[str, tuple[Condition, ...]], ...]] | None:
    """A filter as lines and groups of one level: (all or any, parts); None when it is deeper than the builder shows."""
    if isinstance(wanted, Condition):
        return ALL, (wanted,)
    if isinstance(wanted, Not):
        group = _group(wanted)
        return (ALL, (group,)) if group is not None else None
    parts: list[Condition | tuple[str, tuple[Condition, ...]]] = []
    for part in wanted.parts:
        found = part if isinstance(part, Condition) else _group(part)
        if found is None:
            return None
        parts.append(found)
    return (ALL if isinstance(wanted, AllOf) else ANY), tuple(parts)


def _group(part: Filter) -> tuple[str, tuple[Condition, ...]] | None:
    inner: Filter = part
    join = ""
    if isinstance(part, Not):
        inner, join = part.part, NONE
        if isinstance(inner, Condition):
            return NONE, (inner,)
    if isinstance(inner, Condition | Not) or (join == NONE and not isinstance(inner, AnyOf)):
        return None
    conditions = tuple(each for each in inner.parts if isinstance(each, Condition))
    if len(conditions) != len(inner.parts) or not conditions:
        return None
    return join or (ALL if isinstance(inner, AllOf) else ANY), conditions
