"""The line that asks, after something was done by one key, what happened and what comes next; it can be left alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.domain.pages import ReminderRow
from crm_desktop.ui import texts
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import Button, Card, ElidedLabel


class LogOffer(Card):
    """Shown for the reminder done last, if it was about somebody. `accepted` carries its row."""

    accepted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, padding=0, parent=parent)
        self._row: ReminderRow | None = None
        self._text = ElidedLabel("")
        self.log_button = Button(theme, tr("Log & next…"), tr("Ctrl Enter"))
        self.dismiss_button = Button(theme, tr("No, thanks"))
        line = QHBoxLayout()
        line.setContentsMargins(theme.scaled(13), theme.space(2), theme.scaled(13), theme.space(2))
        line.setSpacing(theme.scaled(10))
        line.addWidget(self._text, 1)
        line.addWidget(self.log_button)
        line.addWidget(self.dismiss_button)
        self.body.addLayout(line)
        self.log_button.clicked.connect(self._accept)
        self.dismiss_button.clicked.connect(self.dismiss)
        self._shortcut = QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), parent)
        self._shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._shortcut.activated.connect(self._accept)
        self._shortcut.setEnabled(False)
        self.hide()

    def offer(self, row: ReminderRow) -> None:
        """Ask about a reminder that was just done; one about nobody asks nothing."""
        if row.contact_id is None:
            self.dismiss()
            return
        self._row = row
        sentence = tr("Done: {text}. What happened with {name}?", text=show(row.title), name=row.contact)
        self._text.set_text(texts.one_line(sentence))
        self.setAccessibleName(self._text.full_text())
        self._shortcut.setEnabled(True)
        self.show()

    def dismiss(self) -> None:
        """Ask no more."""
        self._row = None
        self._shortcut.setEnabled(False)
        self.hide()

    def about(self) -> ReminderRow | None:
        """The reminder it asks about."""
        return self._row

    def _accept(self) -> None:
        row = self._row
        self.dismiss()
        if row is not None:
            self.accepted.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
