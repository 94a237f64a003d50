"""What the Reminders view shows: agenda or month, as the filters say, read away from the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.domain.agenda import AgendaState, Key, MonthDay, MonthPage
from crm_desktop.domain.dates import day_start_instant, wall_to_instant
from crm_desktop.ui.dialogs.reminder_actions import ReminderPaths
from crm_desktop.ui.dialogs.reminder_items import ReminderItem, RowItem, Surroundings
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.reminders.page import RemindersPage
from crm_desktop.ui.views.reminders.reading import Reading, count_text, month_text, read
from crm_desktop.ui.widgets import EmptyState

_MOST_LINES = 12
"""More lines are never read for a day, however large the window is."""


class RemindersBrowsing(RemindersPage):
    """Reads what is asked for and shows it; what can be done with it is in `view.py`."""

    def __init__(self, context: ViewContext, paths: ReminderPaths, parent: QWidget | None = None) -> None:
        super().__init__(context, paths, parent)
        self._wanted: Callable[[], Key | None] | None = None
        self._changes_at: datetime | None = None
        self._from_month = False

    def primary_focus(self) -> QWidget | None:
        """The line to type into while something half-typed is in it, else the list or the way to begin."""
        if self.entry.text():
            return self.entry
        if self.is_month():
            return self.month.board
        shown = self._stack.currentWidget()
        if shown is self.list:
            return self.list
        if isinstance(shown, EmptyState) and shown.primary_button is not None:
            return shown.primary_button
        return self.filters.state_button

    # ------------------------------------------------------------------------------------------------------ reading

    def _around(self) -> Surroundings:
        now = self._now()
        assert now.tzinfo is not None
        return Surroundings.of(now, now.tzinfo)

    def is_month(self) -> bool:
        """Whether the month is shown instead of the agenda."""
        return self.month_button.isChecked()

    def _read(self) -> None:
        around = self._around()
        self.calendar.grid.set_today(around.today)
        if self._month is not None:
            self._month.board.set_today(around.today)
        self.snooze.refresh()
        self.notice.read()
        self._read_counts()
        if self.is_month():
            self._read_month()
            return
        asked, wanted = self.filters.asked, self._wanted
        self._jobs.read(lambda: read(self._agenda, around, asked, wanted), self._show, key="reminders", owner=self)

    def _show(self, found: Reading) -> None:
        if self.is_month() or found.asked != self.filters.asked:
            return
        self._changes_at = found.outline.changes_at
        self.header.set_subtitle(count_text(found))
        had_focus = has_focus(self._stack)
        self.list.set_lines(found.lines)
        self._stack.setCurrentWidget(self._page_for(found))
        target = self.primary_focus()
        if had_focus and target is not None and not target.hasFocus():
            # Not the line to type into: there the letters would be text, and none of the keys told would work.
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        if found.wanted is not None:
            self._wanted = None
            self.list.select(found.wanted)
        self._show_snooze(self.list.current_item())

    def _page_for(self, found: Reading) -> QWidget:
        if len(found.lines):
            return self.list
        if found.asked.narrows:
            return self.nothing_found
        nothing = {AgendaState.ENDED: self.nothing_done, AgendaState.OVERDUE: self.nothing_late}
        return nothing.get(found.asked.state, self.empty)

    def _read_counts(self) -> None:
        month = self.calendar.grid.month()
        self._jobs.read(
            lambda: self._agenda.day_counts(month), self.calendar.grid.set_counts, key="reminders.counts", owner=self
        )

    def _read_month(self) -> None:
        if not self.is_month():
            return
        board, asked = self.month.board, self.filters.asked
        first, last = board.first_shown(), board.last_shown()
        self._jobs.read(
            lambda: self._agenda.month(first, last, asked, _MOST_LINES),
            self._show_page,
            key="reminders.month",
            owner=self,
        )

    def _show_page(self, page: MonthPage) -> None:
        if self.is_month():
            self.month.show_page(page)
            self._changes_at = self._month_changes_at(page)
            self.header.set_subtitle(month_text(page))

    def _month_changes_at(self, page: MonthPage) -> datetime:
        """When the next line of today is due, or the day ends."""
        around = self._around()
        today = page.days.get(around.today, MonthDay())
        times = [
            wall_to_instant(around.today, entry.at, around.here) for entry in today.entries if entry.at is not None
        ]
        tomorrow = day_start_instant(around.today + timedelta(days=1), around.here)
        return min((moment for moment in times if moment > around.now), default=tomorrow)

    # ------------------------------------------------------------------------------------------- agenda or month

    def show_agenda(self) -> None:
        """The reminders one after the other."""
        self._from_month = False
        had_focus = has_focus(self._stack) or self.month_button.hasFocus()
        self._show_mode(monthly=False)
        self._read()
        if had_focus:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_month(self) -> None:
        """The reminders in the days of a month."""
        self._show_mode(monthly=True)
        if self.filters.asked.day is not None:
            self.month.board.go_to(self.filters.asked.day)
            self.filters.show_day(None)
        self._read()
        self.month.board.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_mode(self, *, monthly: bool) -> None:
        self._stack.setCurrentWidget(self.month if monthly else self.list)
        self.month_button.setChecked(monthly)
        self.agenda_button.setChecked(not monthly)
        self._side.setVisible(not monthly)
        self._end_space.setVisible(monthly)
        self._show_bar(0 if monthly else self.list.many.count())

    def open_day(self, day: date) -> None:
        """Everything on one day as an agenda; Esc goes back to the month."""
        self._show_mode(monthly=False)
        self._from_month = True
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.filters.show_day(day)

    def _filtered(self) -> None:
        self.chips.show_parts(self.filters.chips())
        self._read()

    def _clear(self, part: str) -> None:
        if part:
            self.filters.clear(part)
        else:
            self.filters.show_all_open()
        if not self.chips.pills:
            self._focus_stack()

    def _focus_stack(self) -> None:
        (self.month.board if self.is_month() else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_snooze(self, item: RowItem | None) -> None:
        usable = isinstance(item, ReminderItem) and not item.ended
        self.snooze_heading.setVisible(usable)
        self.snooze.setVisible(usable)

    def _show_bar(self, count: int) -> None:
        self.bar.show_count(count, ended=self.filters.asked.state is AgendaState.ENDED)


def has_focus(widget: QWidget) -> bool:
    """Whether the focus is on a widget or inside of it."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))
