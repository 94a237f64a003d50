"""The panel in which one types whom reminders are to be about: any person, company or deal there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.domain.agenda import Whom
from crm_desktop.services.agenda import AgendaService
from crm_desktop.ui.dialogs.popup_place import show_within_screen
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import Card

_ROWS = 9


class WhomPanel(QFrame):
    """A line to type into over what was found; `picked` carries a Whom, or None for everyone. Esc closes."""

    picked = Signal(object)

    def __init__(self, theme: Theme, jobs: Jobs, agenda: AgendaService, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(tr("Whose reminders are shown"))
        self._jobs = jobs
        self._agenda = agenda
        self._found: list[Whom | None] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("A person, company or deal"))
        self.field.setAccessibleName(tr("A person, company or deal"))
        self.field.textChanged.connect(lambda _text: self._look_up())
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(tr("What was found"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSpacing(theme.scaled(2))
        self.list.itemClicked.connect(lambda item: self._take(self.list.row(item)))
        card = Card(theme, padding=2)
        card.body.setSpacing(theme.space(1.5))
        card.body.addWidget(self.field)
        card.body.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        line = self.fontMetrics().height() + theme.scaled(10)
        self.list.setFixedHeight(_ROWS * line)
        self.setFixedWidth(theme.scaled(320))

    def open_at(self, place: QPoint) -> None:
        """Show it with its corner at a place (global), as far as the screen allows, ready to be typed into."""
        show_within_screen(self, place)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._look_up()

    def _look_up(self) -> None:
        text = self.field.text()
        self._jobs.read(
            lambda: self._agenda.whom(text), lambda found: self._show(found, text), key="reminders.whom", owner=self
        )

    def _show(self, found: Sequence[Whom], text: str) -> None:
        self._found = [*found] if text.strip() else [None, *found]
        self.list.clear()
        for whom in self._found:
            self.list.addItem(QListWidgetItem(_words(whom)))
        if not self._found:
            nothing = QListWidgetItem(tr("Nobody and nothing is called so."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0 if self._found else -1)
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter of the line belong to the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), len(self._found) - 1))
                self._tell()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentRow())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        row = self.list.currentRow()
        self.field.setAccessibleDescription(self.list.item(row).text() if row >= 0 else "")

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._found):
            whom = self._found[row]
            self.close()
            self.picked.emit(whom)


def _words(whom: Whom | None) -> str:
    if whom is None:
        return tr("Everyone")
    kinds = {"company": tr("company"), "deal": tr("deal")}
    parts = [whom.name, whom.detail, kinds.get(whom.kind, "")]
    return one_line(" · ".join(part for part in parts if part), 100)
