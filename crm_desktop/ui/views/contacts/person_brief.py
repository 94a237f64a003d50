"""The brief: what to know before a talk, in a few lines that fold into one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.texts import tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.brief_words import BriefLine, brief_lines, short_brief
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.widgets import Card, Chip, ElidedLabel, Label, RoundCheck
from crm_desktop.ui.widgets.painting import focus_ring, paint_icon

_ABOUT_WIDTH = 92


class _FoldButton(QAbstractButton):
    """A small arrow; `checked` means open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Large enough to be hit."""
        side = self._theme.scaled(22)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the arrow."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        icon = "chevron-up" if self.isChecked() else "chevron-down"
        colour = tokens.text if self.underMouse() else tokens.secondary
        paint_icon(painter, QRect(self.rect()), self._theme, icon, colour, self._theme.scaled(14))
        if self.hasFocus():
            focus_ring(painter, self.rect(), self._theme.scaled(tokens.sizes.radius_hint), self._theme)


class BriefRow(QWidget):
    """One line of the brief; made once and filled anew, because making labels costs more than all the rest."""

    kept = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._promise: int | None = None
        self.about = Label("", TextRole.SECONDARY, "secondary")
        self.about.setFixedWidth(theme.scaled(_ABOUT_WIDTH))
        self.words = ElidedLabel("", TextRole.BODY)
        self.chip = Chip(theme, "")
        self.check = RoundCheck(theme, tr("Kept"))
        self.check.setToolTip(tooltip(tr("The promise was kept")))
        self.check.clicked.connect(lambda _checked=False: self._keep())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self.about)
        row.addWidget(self.words, 1)
        row.addWidget(self.chip)
        row.addWidget(self.check)

    def show_line(self, line: BriefLine) -> None:
        """Say it."""
        self._promise = line.promise
        self.about.setText(line.about)
        self.words.set_text(line.words)
        self.chip.set_text(line.chip)
        self.chip.set_tone(line.tone)
        self.chip.setVisible(bool(line.chip))
        self.check.setChecked(False)
        self.check.setAccessibleName(tr("Kept: {promise}", promise=line.words))
        self.check.setVisible(line.promise is not None)

    def _keep(self) -> None:
        if self._promise is not None:
            self.kept.emit(self._promise)


class Brief(Card):
    """Shows a `Person`, and nothing at all where nothing is known.

    `folded` says that the user folded or unfolded it, `kept` carries the id of a promise that was kept.
    """

    folded = Signal(bool)
    kept = Signal(int)

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._now = now
        self._person: Person | None = None
        self._lines: tuple[BriefLine, ...] = ()
        self.setAccessibleName(tr("Before you talk"))
        self.fold_button = _FoldButton(theme)
        self.fold_button.toggled.connect(self._toggled)
        self.short = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self._body = QWidget()
        self._made: list[BriefRow] = []
        self.checks: dict[int, RoundCheck] = {}
        self._build(theme)
        self._describe_button()

    def _build(self, theme: Theme) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        side = theme.space(3)
        line = QHBoxLayout()
        line.setContentsMargins(side, theme.space(1.5), theme.space(1.5), theme.space(1.5))
        line.setSpacing(theme.space(2))
        inner = QVBoxLayout()
        inner.setSpacing(0)
        inner.addWidget(self.short)
        inner.addWidget(self._body)
        line.addLayout(inner, 1)
        line.addWidget(self.fold_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, theme.space(0.5), 0, theme.space(0.5))
        self._column.setSpacing(theme.space(0.5))
        self.short.hide()

    def show_person(self, person: Person) -> None:
        """Show what is known of somebody now."""
        self._person = person
        lines = brief_lines(person, self._now())
        self.short.set_text(short_brief(person, self._now()))
        self.setVisible(bool(lines))
        if lines == self._lines:
            return
        self._lines = lines
        self.setAccessibleDescription(". ".join(_read_out(line) for line in lines))
        self._fill(lines)

    def _fill(self, lines: tuple[BriefLine, ...]) -> None:
        while len(self._made) < len(lines):
            row = BriefRow(self._theme)
            row.kept.connect(self.kept)
            self._made.append(row)
            self._column.addWidget(row)
        self.checks = {}
        for place, row in enumerate(self._made):
            row.setVisible(place < len(lines))
            if place < len(lines):
                row.show_line(lines[place])
                if lines[place].promise is not None:
                    self.checks[lines[place].promise or 0] = row.check

    def look_at_clock(self) -> None:
        """Another day has other words."""
        if self._person is not None:
            self.show_person(self._person)

    def lines(self) -> tuple[BriefLine, ...]:
        """What it says, in order."""
        return self._lines

    def set_folded(self, folded: bool) -> None:
        """Fold or unfold from the program, without `folded`."""
        before = self.fold_button.blockSignals(True)
        self.fold_button.setChecked(not folded)
        self.fold_button.blockSignals(before)
        self._show_fold()

    def is_folded(self) -> bool:
        """Whether only the one line shows."""
        return not self.fold_button.isChecked()

    def _toggled(self, _open: bool) -> None:
        self._show_fold()
        self.folded.emit(self.is_folded())

    def _show_fold(self) -> None:
        self._body.setVisible(not self.is_folded())
        self.short.setVisible(self.is_folded())
        self._describe_button()

    def _describe_button(self) -> None:
        words = tr("Unfold the brief (B)") if self.is_folded() else tr("Fold the brief (B)")
        self.fold_button.setAccessibleName(words)
        self.fold_button.setToolTip(tooltip(words))


def _read_out(line: BriefLine) -> str:
    return " ".join(part for part in (line.about, line.words, line.chip) if part)
