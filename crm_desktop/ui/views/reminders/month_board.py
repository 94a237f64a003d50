"""A whole month as large as the view: each day with its reminders as small lines, which can be carried to another day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from crm_desktop.domain.agenda import DayEntry, EntryKind, MonthDay, MonthPage
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.reminder_model import carrying
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.reminders.day_grid import DAYS_OF_A_WEEK, DayGrid
from crm_desktop.ui.views.reminders.month_lines import LinePainter, LinePlace, spoken_line
from crm_desktop.ui.widgets.painting import focus_ring, rounded_box

_NOTHING = MonthDay()
_OWN_LETTERS = (Qt.Key.Key_N, Qt.Key.Key_R, Qt.Key.Key_T, Qt.Key.Key_J, Qt.Key.Key_K)


class MonthBoard(DayGrid):
    """See DayGrid for the cursor. J and K go through the lines of a day; N and R ask for a new reminder on it.

    `chosen` (Enter, a double click, "+3") asks for the list of a day. `new_asked` carries a day. The line J and K are at can
    be moved by whoever asks for it with `entry`.
    """

    new_asked = Signal(object)
    whole_weeks = True

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(theme, today, parent)
        self._lines = LinePainter(theme)
        self._page = MonthPage(today, today)
        self._at = -1
        self._followed: int | None = None
        self._pressed: tuple[QPoint, LinePlace] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Month with reminders"))
        self._name()

    def show_page(self, page: MonthPage) -> None:
        """What is on the days that are shown."""
        self._page = page
        self._find_followed()
        self._name()
        self.update()

    def entry(self) -> DayEntry | None:
        """The line of the day that is meant, if it is a stored reminder that is open."""
        entries = self._entries()
        found = entries[self._at] if 0 <= self._at < len(entries) else None
        return found if found is not None and found.kind is EntryKind.REMINDER and not found.ended else None

    def menu_place(self) -> QPoint:
        """Where a menu about the line or day one is at opens (global)."""
        places = self.places_of(self._cursor)
        rect = places[self._at].rect if 0 <= self._at < len(places) else self.day_rect(self._cursor)
        return self.mapToGlobal(rect.bottomLeft())

    def follow(self, occurrence: int, day: date) -> None:
        """A line is being moved to a day: go there with it."""
        self._followed = occurrence
        self.go_to(day)
        self._followed = occurrence

    def go_to(self, day: date) -> None:
        """Put the cursor on a day; no line of it is meant yet."""
        if day != self._cursor:
            self._at = -1
            self._followed = None
        super().go_to(day)

    def _entries(self) -> tuple[DayEntry, ...]:
        return self._page.days.get(self._cursor, _NOTHING).entries

    def _find_followed(self) -> None:
        entries = self._entries()
        wanted = self._followed
        if wanted is not None:
            found = (place for place, entry in enumerate(entries) if entry.id == wanted)
            self._at = next(found, -1)
        self._at = min(self._at, len(entries) - 1)

    # ----------------------------------------------------------------------------------------------------- geometry

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(self._theme.scaled(800), self._theme.scaled(560))

    def minimumSizeHint(self) -> QSize:
        """A number and one line in each day."""
        row = self._number_height() + 2 * self._lines.height()
        return QSize(DAYS_OF_A_WEEK * self._theme.scaled(56), self.head_height() + self.weeks() * row)

    def row_height(self) -> int:
        """The weeks share the height."""
        return max(1, (self.height() - self.head_height()) // self.weeks())

    def _number_height(self) -> int:
        return QFontMetrics(self._theme.font(TextRole.SECONDARY)).height() + self._theme.scaled(6)

    def places_of(self, day: date) -> list[LinePlace]:
        """The lines of a day that there is room for; the last one says how many more there are."""
        found = self._page.days.get(day, _NOTHING)
        if not found.count:
            return []
        cell = self.day_rect(day)
        gap, height = self._theme.scaled(3), self._lines.height()
        room = max(1, (cell.height() - self._number_height()) // height)
        shown = min(len(found.entries), room)
        top = cell.top() + self._number_height()
        rects = [
            QRect(cell.left() + gap, top + place * height, cell.width() - 2 * gap, height) for place in range(room)
        ]
        places = [LinePlace(rects[place], day, found.entries[place]) for place in range(shown)]
        if found.count > shown:
            places.append(LinePlace(self._corner(cell), day, None, found.count - shown))
        return places

    def _corner(self, cell: QRect) -> QRect:
        """The place opposite of the day's number, for how many more there are."""
        width, gap = cell.width() // 2, self._theme.scaled(6)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = cell.left() + gap if mirrored else cell.right() - gap - width
        return QRect(left, cell.top(), width, self._number_height())

    def line_at(self, place: QPoint) -> LinePlace | None:
        """The line under a point."""
        day = self.day_at(place)
        lines = self.places_of(day) if day is not None else []
        return next((line for line in lines if line.rect.contains(place)), None)

    # ----------------------------------------------------------------------------------------------------- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card, names of weekdays, then the days with their lines."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        days = self.days()
        body = QRect(0, self.head_height(), self.width() - 1, self.row_height() * self.weeks())
        rounded_box(painter, body, self._theme.scaled(8), self._theme.colour("surface"), self._theme.colour("line"))
        self.paint_head(painter)
        for day in days:
            self._paint_day(painter, day)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        cell = self.day_rect(day)
        painter.setPen(self._theme.colour("line"))
        number = (day - self.first_shown()).days
        if number >= DAYS_OF_A_WEEK:
            painter.drawLine(cell.topLeft(), cell.topRight())
        if number % DAYS_OF_A_WEEK:
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            edge = cell.right() if mirrored else cell.left()
            painter.drawLine(edge, cell.top(), edge, cell.bottom())
        inner = cell.adjusted(2, 2, -1, -1)
        if day == self._hovered:
            rounded_box(painter, inner, self._theme.scaled(5), self._theme.colour("hover"))
        self.paint_target(painter, inner, day)
        self._paint_number(painter, cell, day)
        self._paint_lines(painter, day)
        if day == self._cursor and self.hasFocus():
            focus_ring(painter, inner, self._theme.scaled(6), self._theme)

    def _paint_number(self, painter: QPainter, cell: QRect, day: date) -> None:
        scaled = self._theme.scaled
        words = texts.number(day.day)
        font = self._theme.font(TextRole.SECONDARY, 600 if day == self._today else 400)
        metrics = QFontMetrics(font)
        width = max(metrics.horizontalAdvance(words) + scaled(8), metrics.height() + scaled(3))
        left = cell.left() + scaled(4)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = cell.right() - scaled(4) - width
        box = QRect(left, cell.top() + scaled(2), width, metrics.height() + scaled(2))
        if day == self._today:
            rounded_box(painter, box, box.height() / 2, self._theme.colour("accent"))
        colour = "on_accent" if day == self._today else "text" if day.month == self._month.month else "faint"
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_lines(self, painter: QPainter, day: date) -> None:
        meant = day == self._cursor and self.hasFocus()
        for number, place in enumerate(self.places_of(day)):
            ringed = meant and place.entry is not None and number == self._at
            self._lines.paint(painter, place, self._today, faded=day.month != self._month.month, ringed=ringed)

    # --------------------------------------------------------------------------------------------- keys and pointer

    def event(self, event: QEvent) -> bool:
        """N and R, which mean a new contact and a reminder elsewhere, mean the day here; J and K its lines."""
        overriding = event.type() == QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and not event.modifiers() and event.key() in _OWN_LETTERS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a DayGrid does, the lines of the day, and a new reminder on it."""
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_N, Qt.Key.Key_R):
            self.new_asked.emit(self._cursor)
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self._step(1 if key == Qt.Key.Key_J else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        shown = [place for place in self.places_of(self._cursor) if place.entry is not None]
        if shown:
            self._at = min(max(self._at + step, 0), len(shown) - 1)
            self._followed = None
            self._name()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the day under the pointer, say what is under it, or begin to carry a line."""
        point = event.position().toPoint()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if (point - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance():
                self._carry(self._pressed[1])
            return
        line, day = self.line_at(point), self.day_at(point)
        entry = None if line is None else line.entry
        words = spoken_line(entry) if entry is not None else "" if day is None else self.words_of(day)
        self.setToolTip(texts.tooltip(words) if words else "")
        if day != self._hovered:
            self._hovered = day
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press puts the cursor on a day and its line; "+3" opens the day."""
        point = event.position().toPoint()
        day, line = self.day_at(point), self.line_at(point)
        if day is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.go_to(day)
        # Turning to the month of a day at the edge moves everything: what is carried has to be pressed there.
        if line is None or self.line_at(point) != line:
            self._at = -1
        elif line.entry is None:
            self.chosen.emit(day)
        else:
            self._at = self._entries().index(line.entry)
            self._pressed = (point, line)
        self._name()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is carried."""
        super().mouseReleaseEvent(event)
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the day."""
        day = self.day_at(event.position().toPoint())
        if day is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(day)

    def _carry(self, line: LinePlace) -> None:
        self._pressed = None
        if self.entry() is None or line.entry is None:
            return
        drag = QDrag(self)
        drag.setMimeData(carrying([line.entry.id]))
        picture = QPixmap(self.grab(line.rect))
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(-self._theme.scaled(8), -self._theme.scaled(4)))
        drag.exec(Qt.DropAction.MoveAction, Qt.DropAction.MoveAction)

    def words_of(self, day: date) -> str:
        """`Tuesday 24 November: 2: 09:30 Call back, overdue; 14:30 Ask how the launch went`."""
        found = self._page.days.get(day, _NOTHING)
        heading = texts.day_heading(day, self._today)
        if not found.count:
            return tr("{day}: {what}", day=heading, what=tr("nothing"))
        if day == self._cursor and 0 <= self._at < len(found.entries):
            return tr("{day}: {what}", day=heading, what=spoken_line(found.entries[self._at]))
        count = plural("{count} thing", "{count} things", found.count)
        lines = "; ".join(spoken_line(entry) for entry in found.entries)
        return tr("{day}, {count}: {what}", day=heading, count=count, what=lines)
