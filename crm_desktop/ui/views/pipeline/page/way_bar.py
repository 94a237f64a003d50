"""The way of a deal through the stages as a line of buttons: a bar, the name, the days; pressing one moves the deal there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.domain.deal_history import WayStep
from crm_desktop.ui.texts import one_line, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.pipeline.page.words import way_spoken, way_words
from crm_desktop.ui.widgets.painting import focus_ring, rounded_box

_BAR, _GAP, _ROUND = 6, 10, 3
_PAST_STRENGTH = 0.55
_KEYS_OF_THE_WAY = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
_END = {False: Qt.AlignmentFlag.AlignRight | _LINE, True: Qt.AlignmentFlag.AlignLeft | _LINE}
"""Where a text ends in the window's reading direction: the right edge, mirrored (True) the left one."""


class WayButton(QAbstractButton):
    """One stage of the way; the one where the deal is has the stronger bar and the darker name."""

    def __init__(self, theme: Theme, step: WayStep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.step = step
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_step(self, step: WayStep, hint: str) -> None:
        """Be that stage; `hint` says what pressing it does."""
        self.step = step
        self.setAccessibleName(way_spoken(step))
        self.setAccessibleDescription(hint)
        self.setToolTip(tooltip(f"{way_spoken(step)}. {hint}" if hint else way_spoken(step)))
        self.update()

    def sizeHint(self) -> QSize:
        """The bar and one line of words."""
        metrics = QFontMetrics(self._theme.font(TextRole.SECONDARY))
        return QSize(self._theme.scaled(60), self._theme.scaled(_BAR + 8) + metrics.height())

    def minimumSizeHint(self) -> QSize:
        """The names are cut before a stage is."""
        return QSize(self._theme.scaled(20), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Enter belong to the whole way; a button would go to whatever Tab goes to."""
        if event.key() in _KEYS_OF_THE_WAY:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar, the name at its beginning and the days at its end."""
        painter = QPainter(self)
        theme, is_now = self._theme, self.step.state in ("now", "won", "lost")
        bar = QRect(0, theme.scaled(2), self.width(), theme.scaled(_BAR))
        if self.step.state == "past":
            painter.setOpacity(_PAST_STRENGTH)
        rounded_box(painter, bar, theme.scaled(_ROUND), theme.colour(self._bar_colour()))
        painter.setOpacity(1)
        top = bar.bottom() + theme.scaled(4)
        words = QRect(0, top, self.width(), self.height() - top)
        self._paint_words(painter, words, is_now)
        if self.hasFocus():
            focus_ring(painter, self.rect(), theme.scaled(theme.sizes.radius_hint), theme)

    def _bar_colour(self) -> str:
        if self.step.state == "ahead":
            return "hover" if self.underMouse() else "accent_tint"
        return {"won": "good", "lost": "late"}.get(self.step.state, "accent")

    def _paint_words(self, painter: QPainter, rect: QRect, is_now: bool) -> None:
        """Both in the reading direction of the window."""
        theme, gap = self._theme, self._theme.space(1)
        days = way_words(self.step)
        plain = QFontMetrics(theme.font(TextRole.SECONDARY))
        room = plain.horizontalAdvance(days) + gap if days else 0
        if room > rect.width() // 2:
            days, room = "", 0
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        before = QRect(rect.left(), rect.top(), rect.width() - room, rect.height())
        behind = QRect(rect.right() - room + 1, rect.top(), room, rect.height())
        if mirrored:
            before.moveRight(rect.right())
            behind.moveLeft(rect.left())
        painter.setPen(theme.colour("secondary"))
        painter.setFont(theme.font(TextRole.SECONDARY))
        painter.drawText(behind, _END[mirrored], days)
        font = theme.font(TextRole.SECONDARY, 500 if is_now else 400)
        painter.setFont(font)
        painter.setPen(theme.colour("text" if is_now else "secondary"))
        name = QFontMetrics(font).elidedText(one_line(self.step.stage, 60), Qt.TextElideMode.ElideRight, before.width())
        painter.drawText(before, _END[not mirrored], name)


class WayBar(QWidget):
    """`stage_wanted` carries the stage that was pressed, `won_wanted` is the end. Arrows go along, Enter or Space moves.

    One stop for Tab: where the deal is, or where one was last.
    """

    stage_wanted = Signal(int)
    won_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.buttons: list[WayButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.scaled(_GAP))
        self.setAccessibleName(tr("The way through the stages"))

    def show_way(self, way: Sequence[WayStep], won: str, lost: str) -> None:
        """Show the stages, and behind them the end: as it came, or the good one, to press. `won` and `lost` are its words."""
        steps = [replace(step, state="past") if step.state in ("won", "lost") else step for step in way]
        end = next((step.state for step in way if step.state in ("won", "lost")), "ahead")
        steps.append(WayStep(0, lost if end == "lost" else won, "", 0, end, 0))
        while len(self.buttons) > len(steps):
            gone = self.buttons.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.buttons) < len(steps):
            self._add(steps[len(self.buttons)])
        for button, step in zip(self.buttons, steps, strict=True):
            button.show_step(step, self._hint(step))
        here = next((button for button in self.buttons if button.step.state == "now"), None)
        self._make_stop(next((button for button in self.buttons if button.hasFocus()), here))

    def focus_stage(self) -> None:
        """Go to where the deal is."""
        for button in self.buttons:
            if button.focusPolicy() is Qt.FocusPolicy.StrongFocus:
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add(self, step: WayStep) -> None:
        button = WayButton(self._theme, step, self)
        button.clicked.connect(lambda _checked=False: self._press(button))
        self.buttons.append(button)
        self._row.addWidget(button, 1)

    @staticmethod
    def _hint(step: WayStep) -> str:
        if step.state in ("now", "won", "lost"):
            return ""
        return tr("Press to move the deal there") if step.stage_id else tr("Press when the work is yours")

    def _press(self, button: WayButton) -> None:
        self._make_stop(button)
        if button.step.state in ("now", "won", "lost"):
            return
        if button.step.stage_id:
            self.stage_wanted.emit(button.step.stage_id)
        else:
            self.won_wanted.emit()

    def _make_stop(self, stop: WayButton | None) -> None:
        for button in self.buttons:
            wanted = button is (stop or self.buttons[0])
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if wanted else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go along the way as it is seen, Home and End to its ends; Enter moves the deal."""
        at = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), None)
        if at is None:
            super().keyPressEvent(event)
            return
        onward = 1 if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else -1
        ways = {
            Qt.Key.Key_Right: at + onward,
            Qt.Key.Key_Left: at - onward,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.buttons) - 1,
        }
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.buttons[at].click()
        elif event.key() in ways and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            target = self.buttons[max(0, min(len(self.buttons) - 1, ways[Qt.Key(event.key())]))]
            self._make_stop(target)
            target.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
