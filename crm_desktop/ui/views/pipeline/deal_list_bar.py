"""The bar under the list of deals: how many are chosen, what they come to, and what can be done with all of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.deal_columns import ListSums
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import plural, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.pipeline.wording import sums_text
from crm_desktop.ui.widgets import Button, ElidedLabel, FlowLayout, ProgressStrip

ASKS = ("move", "close", "tag", "untag", "win", "lose", "remind", "export", "delete")


class DealBar(QWidget):
    """Shown while more than one deal is chosen; `asked` carries one of ASKS, `left` that only one is wanted."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, strip: ProgressStrip, words: DealWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words = ElidedLabel("", weight="medium")
        self.leave = Button(theme, "", icon="x")
        self.leave.setAccessibleName(tr("Choose only one (Esc)"))
        self.leave.setToolTip(tooltip(tr("Choose only one (Esc)")))
        self.leave.clicked.connect(lambda _checked=False: self.left.emit())
        self.buttons: dict[str, Button] = {}
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.leave)
        column = QVBoxLayout(self)
        side = theme.scaled(20)
        column.setContentsMargins(side, theme.space(2), side, theme.space(2.5))
        column.setSpacing(theme.space(1.5))
        column.addLayout(head)
        column.addWidget(strip)
        column.addWidget(self._actions(theme))
        self.set_words(words)
        theme.changed.connect(self.update)
        self.hide()

    def _actions(self, theme: Theme) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, spacing=theme.space(1.5))
        texts = (
            tr("Move to…"), tr("Expected close…"), tr("Tag…"), tr("Take a tag off…"), "", "", tr("Remind…"),
            tr("Export…"), tr("Delete"),
        )  # fmt: skip
        for key, text in zip(ASKS, texts, strict=True):
            button = Button(theme, text)
            # The list keeps the focus, so that the next key is meant for what is chosen there.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, key=key: self.asked.emit(key))
            self.buttons[key] = button
            flow.addWidget(button)
        return holder

    def set_words(self, words: DealWords) -> None:
        """What winning and losing are called."""
        for key, text in (("win", words.won_ending()), ("lose", tr("{lost}…", lost=words.lost_ending()))):
            self.buttons[key].setText(text)
            self.buttons[key].setAccessibleName(text)
            self.buttons[key].updateGeometry()

    def show_count(self, count: int) -> None:
        """How many are chosen; one is nothing special."""
        self.words.set_text(plural("{count} chosen", "{count} chosen", count))
        self.setAccessibleName(self.words.full_text())
        self.setVisible(count > 1)

    def show_sums(self, sums: ListSums) -> None:
        """What those chosen come to, each currency apart."""
        if sums.worth:
            chosen = plural("{count} chosen", "{count} chosen", sums.count)
            weighted = tr("weighted {sums}", sums=sums_text(sums.weighted))
            self.words.set_text(", ".join((chosen, sums_text(sums.worth), weighted)))
            self.setAccessibleName(self.words.full_text())

    def set_busy(self, busy: bool) -> None:
        """While something is being written, nothing else can begin."""
        for button in self.buttons.values():
            button.setEnabled(not busy)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line"))
