"""The days of a month in weeks: a cursor moved by keys, days that are pressed, and days on which something is dropped."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.dates import add_months, last_day_of_month
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.reminder_model import carried
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.painting import rounded_box

DAYS_OF_A_WEEK = 7
# 4 January 1971 was a Monday.
_A_MONDAY = date(1971, 1, 4)


class DayGrid(QWidget):
    """Keys: arrows by day and week, Page Up and Down by month, Home and T today, Enter chooses.

    `chosen` carries a day, `month_changed` the first day of the month now shown, `dropped` the occurrences that were carried
    here and the day. Weeks begin as the locale has it. `whole_weeks` shows the days before and after the month, too.
    """

    chosen = Signal(object)
    month_changed = Signal(object)
    dropped = Signal(object, object)
    whole_weeks = False

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = today
        self._cursor = today
        self._month = today.replace(day=1)
        self._hovered: date | None = None
        self._target: date | None = None
        self._column = int(texts.locale().firstDayOfWeek().value) - 1
        self._first: tuple[date, date] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        theme.changed.connect(self.update)

    def month(self) -> date:
        """The first day of the month shown."""
        return self._month

    def cursor_day(self) -> date:
        """The day that Enter would choose."""
        return self._cursor

    def target_day(self) -> date | None:
        """The day on which what is carried would be dropped."""
        return self._target

    def set_today(self, today: date) -> None:
        """The day went on; a calendar left at the old day follows."""
        if today == self._today:
            return
        follows = self._cursor == self._today
        self._today = today
        if follows:
            self.go_to(today)
        self.update()

    def go_to(self, day: date) -> None:
        """Put the cursor on a day, turning to its month."""
        self._cursor = day
        if day.replace(day=1) != self._month:
            self._month = day.replace(day=1)
            self._turned()
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

    def _turned(self) -> None:
        """Another month is shown; what was known of the last one is forgotten."""

    # ----------------------------------------------------------------------------------------------------- geometry

    def first_shown(self) -> date:
        """The day in the first place of the first week."""
        if self._first is None or self._first[0] != self._month:
            before = (self._month.weekday() - self.first_column()) % DAYS_OF_A_WEEK
            # The calendar begins with the year 1.
            self._first = self._month, self._month - timedelta(days=min(before, self._month.toordinal() - 1))
        return self._first[1]

    def last_shown(self) -> date:
        """The last day that is shown."""
        last = last_day_of_month(self._month.year, self._month.month)
        after = self.weeks() * DAYS_OF_A_WEEK - 1 - (last - self.first_shown()).days if self.whole_weeks else 0
        return last + timedelta(days=min(after, date.max.toordinal() - last.toordinal()))

    def weeks(self) -> int:
        """How many weeks the month touches."""
        last = last_day_of_month(self._month.year, self._month.month)
        return (last - self.first_shown()).days // DAYS_OF_A_WEEK + 1

    def first_column(self) -> int:
        """The weekday (0 Monday) with which weeks begin here."""
        return self._column

    def days(self) -> list[date]:
        """The days that are shown."""
        first = self.first_shown() if self.whole_weeks else self._month
        return [first + timedelta(days=number) for number in range((self.last_shown() - first).days + 1)]

    def row_height(self) -> int:
        """How high a week is."""
        raise NotImplementedError

    def head_height(self) -> int:
        """How high the line of weekdays is."""
        return self._theme.scaled(22)

    def day_rect(self, day: date) -> QRect:
        """Where a day is painted."""
        week, column = divmod((day - self.first_shown()).days, DAYS_OF_A_WEEK)
        left, right = self._edges(column)
        return QRect(left, self.head_height() + week * self.row_height(), right - left, self.row_height())

    def _edges(self, column: int) -> tuple[int, int]:
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            column = DAYS_OF_A_WEEK - 1 - column
        return self.width() * column // DAYS_OF_A_WEEK, self.width() * (column + 1) // DAYS_OF_A_WEEK

    def day_at(self, place: QPoint) -> date | None:
        """The day under a point."""
        return next((day for day in self.days() if self.day_rect(day).contains(place)), None)

    def paint_head(self, painter: QPainter) -> None:
        """The names of the weekdays."""
        painter.setFont(self._theme.font(TextRole.SECONDARY))
        painter.setPen(self._theme.colour("secondary"))
        for column in range(DAYS_OF_A_WEEK):
            name = texts.weekday_short(_A_MONDAY + timedelta(days=(self.first_column() + column) % DAYS_OF_A_WEEK))
            left, right = self._edges(column)
            place = QRect(left, 0, right - left, self.head_height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name if self.whole_weeks else name[:2])

    def paint_target(self, painter: QPainter, rect: QRect, day: date) -> None:
        """The sign that what is carried would go to this day; a day that is over is red, nothing can be moved there."""
        if day == self._target:
            tone = "late" if day < self._today else "accent"
            radius = self._theme.scaled(6)
            rounded_box(painter, rect, radius, self._theme.colour(f"{tone}_tint"), self._theme.colour(tone), 2)

    # --------------------------------------------------------------------------------------------- keys and dropping

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, or choose the day it is on."""
        sideways = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        days = {Qt.Key.Key_Left: -sideways, Qt.Key.Key_Right: sideways, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in days:
            self._move(days[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_T):
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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Reminders are welcome."""
        if carried(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show on which day it would be."""
        self._aim(self.day_at(event.position().toPoint()))
        event.setAccepted(self._target is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It was carried elsewhere."""
        super().dragLeaveEvent(event)
        self._aim(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped where; whether the day will do is said by whoever moves it."""
        day, wanted = self.day_at(event.position().toPoint()), carried(event.mimeData())
        self._aim(None)
        if day is not None and wanted:
            event.acceptProposedAction()
            self.dropped.emit(wanted, day)

    def _aim(self, day: date | None) -> None:
        if day != self._target:
            self._target = day
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def words_of(self, day: date) -> str:
        """What is on a day, for tooltips and screen readers."""
        return texts.day_heading(day, self._today)

    def _name(self) -> None:
        self.setAccessibleDescription(self.words_of(self._cursor))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
