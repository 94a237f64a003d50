"""What one is told of a yearly day, as words that open the choices when they are pressed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup, QCursor, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.domain.yearly_days import AS_USUAL, NEVER
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.form_edit import FormEdit
from crm_desktop.ui.views.contacts.words import notice_words, reminder_words

_CHOICES: Final = (AS_USUAL, "0", "1,0", "7", "7,0", "30,7,0", NEVER)


class NoticeEdit(FormEdit):
    """`chosen` carries the notice that was picked, as it is stored."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Reminder"), role=TextRole.SECONDARY, colour="secondary", parent=parent)
        self._notice = ""
        self._occasion = ""
        self.menu: QMenu | None = None
        self.setCursor(QCursor(Qt.CursorShape.PointingHandCursor))
        self.wanted.connect(self.open_menu)

    def show_notice(self, notice: str, label: str) -> None:
        """Say what is stored for a day with that label."""
        self._notice, self._occasion = notice, label
        words = reminder_words(notice, label)
        self.set_text(words)
        self.setAccessibleName(tr("{occasion}: {words}", occasion=label or tr("This day"), words=words))

    def open_menu(self) -> None:
        """Offer the usual notices, and what is stored if it is none of them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for notice in _CHOICES if self._notice in _CHOICES else (self._notice, *_CHOICES):
            words = tr("As usual (see Settings)") if notice == AS_USUAL else notice_words(notice, self._occasion)
            action = menu.addAction(words[:1].upper() + words[1:])
            action.setCheckable(True)
            action.setChecked(notice == self._notice)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, notice=notice: self._pick(notice))
            if notice == self._notice:
                menu.setActiveAction(action)
        self.menu = menu
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _pick(self, notice: str) -> None:
        if notice != self._notice:
            self.chosen.emit(notice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space opens the choices as Enter does."""
        if event.key() == Qt.Key.Key_Space:
            self.open_menu()
        else:
            super().keyPressEvent(event)
