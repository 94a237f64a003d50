"""How likely a deal is won, with every reason and how many closed deals it is taken from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.domain.likelihood import Likelihood
from crm_desktop.ui.texts import number, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.views.pipeline.page.words import from_words, reason_spoken, reason_words, usual_chip
from crm_desktop.ui.widgets import Card, Chip, Label, WrappingLabel
from crm_desktop.ui.widgets.painting import focus_ring


class LikelyCard(Card):
    """Only read; the reasons are said to a screen reader with the percentage."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, padding=3, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # Its height depends on its width (reasons break into lines), which a fixed maximum would cut off.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.percent = Label("", TextRole.NUMBER, weight="bold")
        self.chip = Chip(theme, "", Tone.NEUTRAL)
        self.reasons = WrappingLabel("", TextRole.SECONDARY, "secondary")
        self.whence = WrappingLabel("", TextRole.SECONDARY, "secondary")
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.percent)
        row.addStretch()
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.setSpacing(theme.space(1))
        for widget in (self._head, self.reasons, self.whence):
            self.body.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, with a ring where the keyboard is: it can be stopped at to hear the reasons."""
        super().paintEvent(event)
        if self.hasFocus():
            focus_ring(QPainter(self), self.rect(), self._theme.scaled(self._theme.sizes.radius_card), self._theme)

    def show_likelihood(self, found: Likelihood) -> None:
        """Show what is known, or how much is missing."""
        self._head.setVisible(found.percent is not None)
        self.reasons.setVisible(bool(found.reasons))
        self.whence.setText(from_words(found))
        spoken = [from_words(found)]
        if found.percent is not None:
            words, tone = usual_chip(found)
            self.percent.setText(tr("{percent} %", percent=number(found.percent)))
            self.chip.set_text(words)
            self.chip.set_tone(tone)
            self.reasons.setText("\n".join(reason_words(reason) for reason in found.reasons))
            spoken = [self.percent.text(), words, *(reason_spoken(reason) for reason in found.reasons), *spoken]
        self.setAccessibleName(", ".join((tr("Likely to close"), *spoken)))
