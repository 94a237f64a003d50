"""One line of the form of the stages: a grip, colour, name, chance, days until stuck, and a button that deletes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.pipelines import STAGE_COLOURS, Stage
from crm_desktop.ui.dialogs.stage_words import (
    chance_words,
    colour_words,
    learned_words,
    percent_words,
    stage_tone,
    stuck_words,
    typed_chance,
    typed_stuck,
)
from crm_desktop.ui.dialogs.typed_choice import TypedChoice
from crm_desktop.ui.texts import one_line, tooltip, tr, whole_days
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Label
from crm_desktop.ui.widgets.painting import focus_ring, paint_icon, rounded_box

CHANCE_WIDTH: Final = 96
STUCK_WIDTH: Final = 104


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


class ColourButton(Button):
    """A dot in the colour of a stage; pressed, it offers the others. `chosen(colour)` carries the name of a tone."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, colour: str = "") -> None:
        super().__init__(theme, "")
        self._colour = colour
        self.setFixedWidth(theme.scaled(30))
        self.clicked.connect(lambda _checked=False: self.open_menu())
        self.offered: QMenu | None = None

    def set_colour(self, colour: str, stage: str) -> None:
        """Show another colour."""
        self._colour = colour
        words = tr("Colour of {stage}: {colour}", stage=stage, colour=colour_words(colour))
        self.setAccessibleName(words)
        self.setToolTip(tooltip(words))
        self.update()

    def open_menu(self) -> None:
        """Offer the colours."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for colour in STAGE_COLOURS:
            action = menu.addAction(colour_words(colour))
            action.setCheckable(True)
            action.setChecked(colour == self._colour)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, colour=colour: self.chosen.emit(colour))
        self.offered = menu
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dot; without a colour an empty ring."""
        painter = QPainter(self)
        side = self._theme.scaled(14)
        rect = QRect(0, 0, side, side)
        rect.moveCenter(self.rect().center())
        text, _tint = self._theme.tone(stage_tone(self._colour))
        fill = text if self._colour else self._theme.colour("surface")
        rounded_box(painter, rect, side / 2, fill, text if self._colour else self._theme.colour("outline"))
        if self.hasFocus():
            focus_ring(painter, self.rect(), self._theme.scaled(self._theme.sizes.radius_control), self._theme)


class StageRow(QWidget):
    """One stage: name, chance and days, each saved on leaving its field; below them what is learned.

    `rated` and `limited` carry what was typed, as read by `stage_words`; what cannot be read is told by `refused`.
    """

    renamed = Signal(str)
    rated = Signal(object)
    limited = Signal(object)
    coloured = Signal(str)
    refused = Signal(object)
    delete_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(self, theme: Theme, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.grip = Grip(theme)
        self.colour = ColourButton(theme, stage.colour)
        self.colour.chosen.connect(self.coloured)
        self.name = QLineEdit(one_line(stage.name, 100))
        self.name.setAccessibleName(tr("Name of the stage"))
        self.name.editingFinished.connect(self._name_left)
        self.chance = TypedChoice("", (tr("learned"), percent_words(10), percent_words(50), percent_words(90)))
        self.chance.setFixedWidth(theme.scaled(CHANCE_WIDTH))
        self.chance.told.connect(self._chance_told)
        self.stuck = TypedChoice("", (tr("learned"), tr("never"), whole_days(7), whole_days(14), whole_days(30)))
        self.stuck.setFixedWidth(theme.scaled(STUCK_WIDTH))
        self.stuck.told.connect(self._stuck_told)
        self.delete_button = IconButton(theme, "", icon="trash-2")
        self.delete_button.setToolTip(tooltip(tr("Delete the stage")))
        self.delete_button.clicked.connect(lambda _checked=False: self.delete_wanted.emit())
        self.learned = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        for widget in (self.grip, self.colour, self.name, self.chance, self.stuck, self.delete_button):
            row.addWidget(widget, 1 if widget is self.name else 0)
        below = QHBoxLayout()
        below.addSpacing(theme.scaled(16) + theme.scaled(30) + 2 * theme.space(2) + 2)
        below.addWidget(self.learned, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(2))
        column.addLayout(row)
        column.addLayout(below)
        self.show_stage(stage)

    def widgets(self) -> tuple[QWidget, ...]:
        """What Tab goes through."""
        return (self.colour, self.name, self.chance, self.stuck, self.delete_button)

    def show_stage(self, stage: Stage) -> None:
        """Take over what is stored; what is being typed stays."""
        if not (self.name.hasFocus() and self.name.text().strip() != one_line(self.stage.name, 100)):
            self.name.setText(one_line(stage.name, 100))
        self.stage = stage
        shown = one_line(stage.name, 60)
        self.colour.set_colour(stage.colour, shown)
        self.chance.set_name(tr("How likely deals in {stage} are won: percent, or learned", stage=shown))
        self.stuck.set_name(tr("After how many days deals in {stage} are stuck: days, learned or never", stage=shown))
        self.delete_button.setAccessibleName(tr("Delete {stage}", stage=shown))
        self.chance.show_text(chance_words(stage))
        self.stuck.show_text(stuck_words(stage))
        words = learned_words(stage)
        self.learned.setText(words)
        self.learned.setVisible(bool(words))
        self.setAccessibleDescription(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with Up or Down moves the stage; here, because the scroll area above takes these keys for itself."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(step)
        else:
            super().keyPressEvent(event)

    def _name_left(self) -> None:
        if self.name.text().strip() != one_line(self.stage.name, 100):
            self.renamed.emit(self.name.text().strip())

    def _chance_told(self, text: str) -> None:
        try:
            percent = typed_chance(text)
        except InvalidInput as error:
            self.refused.emit(error)
            return
        if percent is None and self.stage.wants_learned:
            self.chance.take_back()
        else:
            self.rated.emit(percent)

    def _stuck_told(self, text: str) -> None:
        try:
            days = typed_stuck(text)
        except InvalidInput as error:
            self.refused.emit(error)
            return
        if days == self.stage.set_days:
            self.stuck.take_back()
        else:
            self.limited.emit(days)
