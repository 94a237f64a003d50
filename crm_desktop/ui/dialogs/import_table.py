"""The columns of a file, one below the other: header, example, where it goes, and what is to be known about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.services.ports import MappingTarget, SourceColumn
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.import_words import remark_chip, target_choices, target_words
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Chip, Divider, ElidedLabel, ScrollBody

_ROW_HEIGHT = 45
_ROWS_SHOWN = 8


class TargetBox(ChoiceBox):
    """A choice that is filled when it is first needed: a file of 200 columns has 200 of these."""

    def __init__(self, ids: Sequence[str], current: str, words: Mapping[str, str], name: str) -> None:
        super().__init__(name)
        self._ids = list(ids)
        self._words = words
        self._filled = False
        self.addItem(words[current], current)

    def target(self) -> str:
        """The id that is chosen."""
        return str(self.currentData())

    def fill(self) -> None:
        """Offer everything; what is chosen stays so, and nobody is told."""
        if self._filled:
            return
        self._filled = True
        chosen = self.target()
        self.blockSignals(True)
        self.clear()
        for target in self._ids:
            self.addItem(self._words[target], target)
        self.setCurrentIndex(max(0, self._ids.index(chosen)))
        self.blockSignals(False)

    def choose(self, target: str) -> None:
        """Choose by id, as the user would."""
        self.fill()
        self.setCurrentIndex(self._ids.index(target))

    def showPopup(self) -> None:
        """Fill before opening."""
        self.fill()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Fill before keys can choose."""
        self.fill()
        super().focusInEvent(event)


class ColumnRow(QWidget):
    """One column of the file."""

    changed = Signal()

    def __init__(
        self, theme: Theme, column: SourceColumn, targets: Sequence[MappingTarget], titles: Mapping[str, Message]
    ) -> None:
        super().__init__()
        self.column = column
        self._new_companies = 0
        ids = target_choices(targets, column)
        words = {target: target_words(target, column.header, titles) for target in ids}
        header = column.header or tr("Column {number}", number=column.index + 1)
        self.box = TargetBox(ids, column.target, words, tr("Where “{column}” goes", column=texts.one_line(header, 60)))
        self.box.setFixedWidth(theme.scaled(190))
        self.chip = Chip(theme, "")
        name = ElidedLabel(header, weight="medium")
        example = ElidedLabel(column.example, TextRole.SECONDARY, "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.scaled(14), 0, theme.scaled(14), 0)
        row.setSpacing(theme.space(3.5))
        row.addWidget(name, 45)
        row.addWidget(example, 50)
        row.addWidget(self.box)
        holder = QHBoxLayout()
        holder.addWidget(self.chip)
        holder.addStretch()
        row.addLayout(holder, 36)
        for label, stretch_width in ((name, 120), (example, 120)):
            label.setMinimumWidth(theme.scaled(stretch_width))
        self.setMinimumHeight(theme.scaled(_ROW_HEIGHT) - 1)
        self.box.currentIndexChanged.connect(self._rechosen)
        self._show_remark()

    def target(self) -> str:
        """Where the column goes."""
        return self.box.target()

    def set_new_companies(self, count: int) -> None:
        """How many companies the file would add, told beside the column they stand in."""
        self._new_companies = count
        self._show_remark()

    def _rechosen(self) -> None:
        self._show_remark()
        self.changed.emit()

    def _show_remark(self) -> None:
        words, tone = remark_chip(self.column, self.target(), self._new_companies)
        self.chip.set_text(words)
        self.chip.set_tone(tone)


class _Body(ScrollBody):
    """A scrolling column without margins that asks for the height of the rows it wants to show."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, margins=(0, 0, 0, 0), spacing=0)
        self.wanted_height = 0

    def sizeHint(self) -> QSize:
        """As wide as the card, as high as wanted."""
        return QSize(super().sizeHint().width(), self.wanted_height)


class ImportTable(QWidget):
    """The rows of all columns; `changed` after the user sent a column elsewhere."""

    changed = Signal()

    def __init__(self, theme: Theme, columns: Sequence[SourceColumn], targets: Sequence[MappingTarget]) -> None:
        super().__init__()
        self.rows: list[ColumnRow] = []
        titles = {target.id: target.title for target in targets}
        body = _Body(theme)
        # Some programs write eighty columns and fill ten of them: those with something in them come first.
        for column in sorted(columns, key=lambda each: not each.example):
            row = ColumnRow(theme, column, targets, titles)
            row.changed.connect(self.changed)
            if self.rows:
                body.body.addWidget(Divider(theme))
            self.rows.append(row)
            body.body.addWidget(row)
        body.body.addStretch()
        body.wanted_height = theme.scaled(_ROW_HEIGHT) * min(len(columns), _ROWS_SHOWN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(body)

    def mapping(self) -> dict[int, str]:
        """Column index -> target id, for all columns."""
        return {row.column.index: row.target() for row in self.rows}

    def set_new_companies(self, count: int) -> None:
        """Tell the rows that hold companies."""
        for row in self.rows:
            row.set_new_companies(count)


class NamesTable(QWidget):
    """For files without columns: the first names with what identifies them, and how many more there are."""

    def __init__(self, theme: Theme, lines: Sequence[tuple[str, str]], more: int) -> None:
        super().__init__()
        body = _Body(theme)
        for position, (name, details) in enumerate(lines):
            if position:
                body.body.addWidget(Divider(theme))
            body.body.addWidget(self._line(theme, name, details))
        if more > 0:
            body.body.addWidget(Divider(theme))
            words = texts.plural("and {count} more", "and {count} more", more)
            body.body.addWidget(self._line(theme, words, "", quiet=True))
        body.body.addStretch()
        body.wanted_height = theme.scaled(34) * min(len(lines) + (more > 0), 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(body)

    @staticmethod
    def _line(theme: Theme, name: str, details: str, *, quiet: bool = False) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(theme.scaled(18), 0, theme.scaled(18), 0)
        title = ElidedLabel(name, colour="secondary" if quiet else "text", weight="" if quiet else "medium")
        row.addWidget(title, 1)
        row.addWidget(ElidedLabel(details, TextRole.SECONDARY, "secondary"), 1)
        line.setMinimumHeight(theme.scaled(34) - 1)
        return line
