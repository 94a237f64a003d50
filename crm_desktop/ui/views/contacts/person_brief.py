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
        self._clear()
        for line in lines:
            self._column.addWidget(self._row(line))

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

    def _clear(self) -> None:
        self.checks.clear()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _row(self, line: BriefLine) -> QWidget:
        theme = self._theme
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        about = Label(line.about, TextRole.SECONDARY, "secondary")
        about.setFixedWidth(theme.scaled(_ABOUT_WIDTH))
        row.addWidget(about)
        row.addWidget(ElidedLabel(line.words, TextRole.BODY), 1)
        if line.chip:
            row.addWidget(Chip(theme, line.chip, line.tone))
        if line.promise is not None:
            check = RoundCheck(theme, tr("Kept: {promise}", promise=line.words))
            check.setToolTip(tooltip(tr("The promise was kept")))
            check.clicked.connect(lambda _checked=False, promise=line.promise: self.kept.emit(promise))
            self.checks[line.promise] = check
            row.addWidget(check)
        return holder


def _read_out(line: BriefLine) -> str:
    return " ".join(part for part in (line.about, line.words, line.chip) if part)
