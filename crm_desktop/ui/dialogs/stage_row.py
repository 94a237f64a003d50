"""One line of the form of the stages: a grip, the name, the chance, and a button that deletes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.domain.deal_pages import StageColumn
from crm_desktop.ui.texts import one_line, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Label
from crm_desktop.ui.widgets.painting import focus_ring, paint_icon


class Grip(QWidget):
    """Two columns of dots to take a row by; Alt with Up or Down does the same."""

    dragged = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setFixedSize(theme.scaled(16), theme.scaled(26))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the hand is, as a point of the screen."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.globalPosition().toPoint())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("outline"))
        size, step = self._theme.scaled(2), self._theme.scaled(5)
        middle = self.rect().center()
        for column in (-1, 1):
            for row in (-1, 0, 1):
                painter.drawEllipse(middle + QPoint(column * step // 2, row * step), size // 2 + 1, size // 2 + 1)


class IconButton(Button):
    """A button of an icon alone."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon, ringed with the focus."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        colour = tokens.late if self.underMouse() or self.hasFocus() else tokens.secondary
        paint_icon(painter, self.rect(), self._theme, self._icon, colour if self.isEnabled() else tokens.faint, 16)
        if self.hasFocus():
            focus_ring(painter, self.rect(), self._theme.scaled(self._theme.sizes.radius_control), self._theme)


class StageRow(QWidget):
    """One stage: its name and its chance, both saved on leaving the field."""

    renamed = Signal(str)
    rated = Signal(int)
    delete_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(self, theme: Theme, stage: StageColumn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.grip = Grip(theme)
        self.name = QLineEdit(one_line(stage.name, 100))
        self.name.setAccessibleName(tr("Name of the stage"))
        self.name.editingFinished.connect(self._name_left)
        self.chance = QLineEdit()
        self.chance.setMaxLength(5)
        self.chance.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self.chance.setFixedWidth(theme.scaled(52))
        self.chance.setAccessibleName(tr("How likely deals in {stage} are won, in percent", stage=self.name.text()))
        self.chance.editingFinished.connect(self._chance_left)
        self.delete_button = IconButton(theme, "", icon="trash-2")
        self.delete_button.setAccessibleName(tr("Delete {stage}", stage=self.name.text()))
        self.delete_button.setToolTip(tooltip(tr("Delete the stage")))
        self.delete_button.clicked.connect(lambda _checked=False: self.delete_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        for widget in (self.grip, self.name, self.chance, Label("%", TextRole.BODY, "secondary"), self.delete_button):
            row.addWidget(widget, 1 if widget is self.name else 0)

    def show_stage(self, stage: StageColumn) -> None:
        """Take over what is stored; what is being typed stays."""
        if not (self.name.hasFocus() and self.name.text().strip() != self.stage.name):
            self.name.setText(one_line(stage.name, 100))
        if not self.chance.hasFocus() or self.chance.text() == str(self.stage.probability):
            self.chance.setText(str(stage.probability))
        self.stage = stage

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with Up or Down moves the stage; here, because the scroll area above takes these keys for itself."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(step)
        else:
            super().keyPressEvent(event)

    def _name_left(self) -> None:
        if self.name.text().strip() != self.stage.name:
            self.renamed.emit(self.name.text().strip())

    def _chance_left(self) -> None:
        typed = self.chance.text().strip().removesuffix("%").strip()
        # What is no number is refused by the same rule, and the same sentence, as a number that is too large.
        percent = int(typed) if typed.isdecimal() else -1
        if percent != self.stage.probability:
            self.rated.emit(percent)
