"""A month at a glance: a dot under each day that has reminders, reachable by pointer and by keys, and a place to drop on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui import texts
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.reminders.day_grid import DAYS_OF_A_WEEK, DayGrid
from crm_desktop.ui.widgets import Card, Label, LinkButton
from crm_desktop.ui.widgets.painting import focus_ring, rounded_box

_WEEKS = 6


class MonthGrid(DayGrid):
    """The days of one month; `counts` are open reminders a day. See DayGrid for keys and signals."""

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(theme, today, parent)
        self._counts: Mapping[date, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Month"))
        self._name()

    def set_counts(self, counts: Mapping[date, int]) -> None:
        """How many open reminders each day of the month has."""
        self._counts = dict(counts)
        self._name()
        self.update()

    def _turned(self) -> None:
        self._counts = {}

    def sizeHint(self) -> QSize:
        """Seven columns; as many weeks as the longest month needs, so that turning pages does not move what is below."""
        return QSize(self._theme.scaled(242), self.head_height() + _WEEKS * self.row_height())

    def minimumSizeHint(self) -> QSize:
        """Two digits and a little air for each day."""
        return QSize(DAYS_OF_A_WEEK * self._theme.scaled(26), self.sizeHint().height())

    def row_height(self) -> int:
        """A number with its dot."""
        return max(self._theme.scaled(31), QFontMetrics(self._theme.font()).height() + self._theme.scaled(10))

    # ----------------------------------------------------------------------------------------------------- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names of weekdays, then the days with their dots."""
        painter = QPainter(self)
        self.paint_head(painter)
        for day in self.days():
            self._paint_day(painter, day)

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
        self.paint_target(painter, box, day)
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("on_accent" if today and day != self._target else "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, texts.number(day.day))
        if self._counts.get(day):
            side = scaled(4)
            dot = QRect(cell.center().x() - side // 2 + 1, box.bottom() + scaled(3), side, side)
            rounded_box(painter, dot, side / 2, self._theme.colour(self._dot_colour(day)))

    def _dot_colour(self, day: date) -> str:
        return "late" if day < self._today else "today" if day == self._today else "planned"

    # ------------------------------------------------------------------------------------------------------ pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the day under the pointer and say in words what is on it."""
        day = self.day_at(event.position().toPoint())
        if day != self._hovered:
            self._hovered = day
            self.setToolTip(texts.tooltip(self.words_of(day)) if day is not None else "")
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press chooses the day."""
        day = self.day_at(event.position().toPoint())
        if day is not None and event.button() is Qt.MouseButton.LeftButton:
            self.go_to(day)
            self.chosen.emit(day)

    def words_of(self, day: date) -> str:
        """`Today: 3 reminders`."""
        count = self._counts.get(day, 0)
        what = plural("{count} reminder", "{count} reminders", count) if count else tr("nothing")
        return tr("{day}: {what}", day=texts.day_heading(day, self._today), what=what)


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
