"""A month at a glance: a dot under each day that has reminders, reachable by pointer and by keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.dates import add_months, last_day_of_month
from crm_desktop.ui import texts
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Card, Label, LinkButton
from crm_desktop.ui.widgets.painting import focus_ring, rounded_box

_WEEKS = 6


class MonthGrid(QWidget):
    """The days of one month. Keys: arrows by day and week, Page Up and Down by month, Home today, Enter chooses.

    `chosen` carries a day, `month_changed` the first day of the month now shown. `counts` are open reminders a day.
    """

    chosen = Signal(object)
    month_changed = Signal(object)

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = today
        self._cursor = today
        self._month = today.replace(day=1)
        self._counts: Mapping[date, int] = {}
        self._hovered: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._name()

    def month(self) -> date:
        """The first day of the month shown."""
        return self._month

    def cursor_day(self) -> date:
        """The day that Enter would choose."""
        return self._cursor

    def set_today(self, today: date) -> None:
        """The day went on; a calendar left at the old day follows."""
        if today == self._today:
            return
        follows = self._cursor == self._today
        self._today = today
        if follows:
            self.go_to(today)
        self.update()

    def set_counts(self, counts: Mapping[date, int]) -> None:
        """How many open reminders each day of the month has."""
        self._counts = dict(counts)
        self._name()
        self.update()

    def go_to(self, day: date) -> None:
        """Put the cursor on a day, turning to its month."""
        self._cursor = day
        if day.replace(day=1) != self._month:
            self._month = day.replace(day=1)
            self._counts = {}
            self.month_changed.emit(self._month)
            self.updateGeometry()
        self._name()
        self.update()

    def turn(self, months: int) -> None:
        """Show another month, with the cursor on the same day of it."""
        try:
            self.go_to(add_months(self._cursor, months))
        except ValueError:
            return

    # ----------------------------------------------------------------------------------------------------- geometry

    def sizeHint(self) -> QSize:
        """Seven columns; as many weeks as the longest month needs, so that turning pages does not move what is below."""
        return QSize(self._theme.scaled(242), self._head() + _WEEKS * self._row())

    def minimumSizeHint(self) -> QSize:
        """Two digits and a little air for each day."""
        return QSize(7 * self._theme.scaled(26), self.sizeHint().height())

    def _row(self) -> int:
        return max(self._theme.scaled(31), QFontMetrics(self._theme.font()).height() + self._theme.scaled(10))

    def _head(self) -> int:
        return self._theme.scaled(22)

    def _first_column(self) -> int:
        return texts.locale().firstDayOfWeek().value - 1

    def day_rect(self, day: date) -> QRect:
        """Where a day of this month is painted."""
        offset = (self._month.weekday() - self._first_column()) % 7
        week, column = divmod(offset + day.day - 1, 7)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            column = 6 - column
        left, right = (self.width() * edge // 7 for edge in (column, column + 1))
        return QRect(left, self._head() + week * self._row(), right - left, self._row())

    def _day_at(self, place: QPoint) -> date | None:
        last = last_day_of_month(self._month.year, self._month.month)
        days = (self._month + timedelta(days=number) for number in range(last.day))
        return next((day for day in days if self.day_rect(day).contains(place)), None)

    # ----------------------------------------------------------------------------------------------------- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names of weekdays, then the days with their dots."""
        painter = QPainter(self)
        painter.setFont(self._theme.font(TextRole.SECONDARY))
        painter.setPen(self._theme.colour("secondary"))
        for column in range(7):
            shown = 6 - column if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else column
            # 4 January 1971 was a Monday.
            name = texts.weekday_short(date(1971, 1, 4) + timedelta(days=(self._first_column() + column) % 7))
            left, right = (self.width() * edge // 7 for edge in (shown, shown + 1))
            painter.drawText(QRect(left, 0, right - left, self._head()), Qt.AlignmentFlag.AlignCenter, name[:2])
        for number in range(last_day_of_month(self._month.year, self._month.month).day):
            self._paint_day(painter, self._month + timedelta(days=number))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        scaled = self._theme.scaled
        cell = self.day_rect(day)
        height = cell.height() - scaled(9)
        box = QRect(cell.left() + 1, cell.top() + scaled(1), cell.width() - 2, height)
        today = day == self._today
        if today:
            rounded_box(painter, box, scaled(6), self._theme.colour("accent"))
        elif day == self._hovered:
            rounded_box(painter, box, scaled(6), self._theme.colour("hover"))
        if day == self._cursor and self.hasFocus():
            focus_ring(painter, box.adjusted(-1, -1, 1, 1), scaled(7), self._theme)
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("on_accent" if today else "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, texts.number(day.day))
        if self._counts.get(day):
            side = scaled(4)
            dot = QRect(cell.center().x() - side // 2 + 1, box.bottom() + scaled(3), side, side)
            rounded_box(painter, dot, side / 2, self._theme.colour(self._dot_colour(day)))

    def _dot_colour(self, day: date) -> str:
        return "late" if day < self._today else "today" if day == self._today else "planned"

    # --------------------------------------------------------------------------------------------- keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, or choose the day it is on."""
        sideways = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        days = {Qt.Key.Key_Left: -sideways, Qt.Key.Key_Right: sideways, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        if key in days:
            self._move(days[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Home:
            self.go_to(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def _move(self, days: int) -> None:
        try:
            self.go_to(self._cursor + timedelta(days=days))
        except OverflowError:
            return

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the day under the pointer and say in words what is on it."""
        day = self._day_at(event.position().toPoint())
        if day != self._hovered:
            self._hovered = day
            self.setToolTip(texts.tooltip(self._words(day)) if day is not None else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press chooses the day."""
        day = self._day_at(event.position().toPoint())
        if day is not None and event.button() is Qt.MouseButton.LeftButton:
            self.go_to(day)
            self.chosen.emit(day)

    def _words(self, day: date) -> str:
        count = self._counts.get(day, 0)
        what = plural("{count} reminder", "{count} reminders", count) if count else tr("nothing")
        return tr("{day}: {what}", day=texts.day_heading(day, self._today), what=what)

    def _name(self) -> None:
        self.setAccessibleName(tr("Month"))
        self.setAccessibleDescription(self._words(self._cursor))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))


class MonthCalendar(Card):
    """The grid under its name, with the ways to the months before and after."""

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(theme, padding=3, parent=parent)
        self.grid = MonthGrid(theme, today)
        self._title = Label("", weight="bold")
        self.before = LinkButton(theme, "‹")
        self.after = LinkButton(theme, "›")
        self.before.setAccessibleName(tr("The month before"))
        self.after.setAccessibleName(tr("The month after"))
        self.before.clicked.connect(lambda _checked=False: self.grid.turn(-1))
        self.after.clicked.connect(lambda _checked=False: self.grid.turn(1))
        self.grid.month_changed.connect(self._show_title)
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(self._title, 1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        column = QVBoxLayout()
        column.setSpacing(theme.space(1.5))
        column.addLayout(head)
        column.addWidget(self.grid)
        self.body.addLayout(column)
        self._show_title(self.grid.month())

    def title_text(self) -> str:
        """The name of the month shown."""
        return self._title.text()

    def _show_title(self, month: date) -> None:
        self._title.setText(texts.month_heading(month))
