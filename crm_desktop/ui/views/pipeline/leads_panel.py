"""Beside the list of leads: the chosen one, how far it is, whether it suits, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.leads import LEAD_STEPS, Fit, LeadRow
from crm_desktop.ui.dialogs.lead_words import (
    age_words,
    fit_tone,
    fit_words,
    next_words,
    phone_words,
    source_words,
    step_explained,
    step_tone,
    step_words,
)
from crm_desktop.ui.texts import one_line, plural, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, ChoiceChips, ElidedLabel, Label, LinkButton, PrimaryButton, ScrollBody

_WIDTH = 292


class LeadPanel(QWidget):
    """Shows the leads chosen. `step_wanted(step)`, `judged(fit, reason)`; the others ask for what their names say.

    `left` when the line for the reason is left by Enter or Esc, so that the keys go back to the list.
    """

    step_wanted = Signal(str)
    judged = Signal(str, str)
    ask_again_wanted = Signal()
    convert_wanted = Signal()
    open_wanted = Signal()
    no_lead_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[LeadRow, ...] = ()
        self.name = ElidedLabel("", TextRole.FIELD, weight="bold")
        self.about = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.reach = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.reach.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.steps = ChoiceChips(
            theme, tr("How far"), [(step.value, step_words(step.value), step_tone(step.value)) for step in LEAD_STEPS]
        )
        self.help_button = LinkButton(theme, tr("?"))
        self.explained = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        fits = [(fit.value, fit_words(fit), fit_tone(fit)) for fit in (Fit.GOOD, Fit.BAD)]
        self.fits = ChoiceChips(theme, tr("Does it suit?"), fits, optional=True)
        self.reason = QLineEdit()
        self.next = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.convert_button = PrimaryButton(theme, tr("Make a deal…"), "C")
        self.ask_button = Button(theme, tr("Not now, ask again…"), "T")
        self.open_button = Button(theme, tr("Open the person"), tr("Enter"))
        self.no_lead_button = LinkButton(theme, tr("No lead any more"))
        self.setFixedWidth(theme.scaled(_WIDTH))
        self._build(theme)
        self._connect()
        theme.changed.connect(self.update)
        self.show_leads([], 0, date.min, has_steps=True)

    def _build(self, theme: Theme) -> None:
        scroll = ScrollBody(theme, margins=(18, 14, 18, 14), spacing=8)
        body = scroll.body
        for step in LEAD_STEPS:
            self.steps.chip(step.value).setToolTip(tooltip(step_explained(step.value)))
        self.help_button.setAccessibleName(tr("What do MQL and SQL mean?"))
        self.help_button.setToolTip(tooltip(tr("What do MQL and SQL mean?")))
        self.explained.setText("\n\n".join(step_explained(step.value) for step in LEAD_STEPS))
        self.explained.hide()
        self.reason.setPlaceholderText(tr("Why? (Y)"))
        self.reason.setAccessibleName(tr("Why it suits or not"))
        self._step_head = QWidget()
        head = QHBoxLayout(self._step_head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(Label(tr("How far"), TextRole.SECONDARY, "secondary", weight="bold"))
        head.addWidget(self.help_button)
        head.addStretch()
        self._fit_head = Label(tr("Does it suit?"), TextRole.SECONDARY, "secondary", weight="bold")
        self._next_head = Label(tr("Next step"), TextRole.SECONDARY, "secondary", weight="bold")
        self._parts: tuple[QWidget, ...] = (
            self.about, self.reach, self._step_head, self.steps, self.explained, self._fit_head, self.fits, self.reason,
            self._next_head, self.next, self.convert_button, self.ask_button, self.open_button, self.no_lead_button,
        )  # fmt: skip
        body.addWidget(self.name)
        buttons = (self.convert_button, self.ask_button, self.open_button, self.no_lead_button)
        for part in self._parts:
            if part in (self._step_head, self._fit_head, self._next_head, self.convert_button):
                body.addSpacing(theme.space(1))
            body.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if part in buttons else Qt.AlignmentFlag(0))
        body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(scroll)

    def _connect(self) -> None:
        self.steps.chosen.connect(self.step_wanted)
        self.fits.chosen.connect(lambda fit: self.judged.emit(fit, self.reason.text().strip()))
        self.reason.editingFinished.connect(self._reason_left)
        self.reason.returnPressed.connect(self.left)
        self.help_button.clicked.connect(lambda _checked=False: self.toggle_help())
        self.convert_button.clicked.connect(lambda _checked=False: self.convert_wanted.emit())
        self.ask_button.clicked.connect(lambda _checked=False: self.ask_again_wanted.emit())
        self.open_button.clicked.connect(lambda _checked=False: self.open_wanted.emit())
        self.no_lead_button.clicked.connect(lambda _checked=False: self.no_lead_wanted.emit())

    def show_leads(self, rows: Sequence[LeadRow], count: int, today: date, *, has_steps: bool) -> None:
        """Show one lead, several (of many, `rows` are the first ones), or that none is chosen.

        A reason that is being typed about the same ones stays.
        """
        same = [row.id for row in rows] == [row.id for row in self._shown]
        self._shown = tuple(rows)
        for part in self._parts:
            part.setVisible(bool(rows))
        for part in (self._step_head, self.steps):
            part.setVisible(bool(rows) and has_steps)
        if not (same and has_steps and rows):
            self.explained.hide()
        else:
            self.explained.setVisible(self._helps)
        for part in (self.about, self.reach, self._next_head, self.next, self.convert_button, self.open_button):
            part.setVisible(count == 1)
        if not rows:
            self._helps = False
            self.name.set_text("")
            return
        first = rows[0]
        self.steps.choose(first.step if all(row.step == first.step for row in rows) else "")
        self.fits.choose(first.fit.value if all(row.fit is first.fit for row in rows) else "")
        if not (same and self.reason.hasFocus()):
            self.reason.setText(first.fit_reason if all(row.fit_reason == first.fit_reason for row in rows) else "")
        if count == 1:
            self._show_one(first, today)
        else:
            self.name.set_text(plural("{count} lead chosen", "{count} leads chosen", count))

    _helps = False

    def _show_one(self, row: LeadRow, today: date) -> None:
        self.name.set_text(row.name)
        source = tr("from {source}", source=source_words(row.source)) if row.source else source_words("")
        parts = (one_line(row.company, 80), source, age_words(row.since, today), ", ".join(row.tags))
        self.about.setText(" · ".join(part for part in parts if part))
        reach = "\n".join(part for part in (one_line(row.email, 80), phone_words(row.phone)) if part)
        self.reach.setText(reach)
        self.reach.setVisible(bool(reach))
        deals = plural("{count} open deal", "{count} open deals", row.open_deals) if row.open_deals else ""
        self.next.setText(
            "\n".join(part for part in (next_words(row, today) or tr("Nothing is planned."), deals) if part)
        )

    def toggle_help(self) -> None:
        """Say what the steps mean, or no more."""
        self._helps = not self._helps
        self.explained.setVisible(self._helps)

    def focus_reason(self) -> None:
        """Say why."""
        if not self.reason.isHidden():
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.reason.selectAll()

    def _reason_left(self) -> None:
        typed = self.reason.text().strip()
        if self._shown and any(row.fit_reason != typed for row in self._shown):
            fit = self.fits.current()
            # A reason alone says nothing yet.
            if fit:
                self.judged.emit(fit, typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The surface, and the line at its beginning."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.fillRect(self.width() - 1 if right_to_left else 0, 0, 1, self.height(), self._theme.colour("line"))
