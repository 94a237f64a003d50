"""All reminders on one page: typed in words, seen as agenda or month, put off, moved, done and opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.agenda import AgendaState
from crm_desktop.domain.changes import COMPANY, CONTACT, DEAL, INTERACTION, REMINDER, SETTING, Change
from crm_desktop.ui.dialogs.clock_watch import ClockWatch
from crm_desktop.ui.dialogs.reminder_actions import ReminderPaths
from crm_desktop.ui.dialogs.reminder_items import ReminderItem, reminder_item
from crm_desktop.ui.texts import tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.reminders.browsing import RemindersBrowsing, has_focus
from crm_desktop.ui.views.reminders.paged_lines import PagedLines

if TYPE_CHECKING:
    from crm_desktop.ui.views.reminders.month_page import MonthPanel

_WEEK = 7


class RemindersView(RemindersBrowsing):
    """See `ui/view.py` for the contract. `now` of the context is the user's wall clock, aware, in their zone."""

    key = "reminders"

    def __init__(self, context: ViewContext, paths: ReminderPaths, parent: QWidget | None = None) -> None:
        super().__init__(context, paths, parent)
        ClockWatch(self, self.look_at_clock)
        self._connect()
        self._show_snooze(None)
        self._show_mode(monthly=False)

    def _connect(self) -> None:
        self.filters.changed.connect(self._filtered)
        self.chips.cleared.connect(self._clear)
        self.agenda_button.clicked.connect(lambda _checked=False: self.show_agenda())
        self.month_button.clicked.connect(lambda _checked=False: self.show_month())
        self.new_button.clicked.connect(lambda _checked=False: self.focus_entry())
        self.fired_button.clicked.connect(lambda _checked=False: self.show_fired())
        self.entry.added.connect(self._added)
        self.entry.left_downwards.connect(self._focus_stack)
        self.list.left_upwards.connect(self.focus_entry)
        self.list.current.connect(self._show_snooze)
        self.list.offer_pressed.connect(lambda _heading: self.offer_postpone_overdue())
        self.list.many.changed.connect(self._show_bar)
        self.bar.done_pressed.connect(self.list.ask_done)
        self.bar.delete_pressed.connect(self.list.ask_delete)
        self.bar.snooze_pressed.connect(lambda place: self.many.offer_snooze(self.list.many.occurrences(), place))
        self.bar.postpone_pressed.connect(lambda place: self.many.offer_postpone(self.list.many.occurrences(), place))
        self.bar.left.connect(self._choose_one)
        self.calendar.grid.chosen.connect(self._show_day)
        self.calendar.grid.month_changed.connect(lambda _month: self._read_counts())
        self.calendar.grid.dropped.connect(self.many.move_to)
        self.snooze.picked.connect(self._snooze_chosen)

    def _listen_to_month(self, month: MonthPanel) -> None:
        month.board.chosen.connect(self.open_day)
        month.board.month_changed.connect(lambda _month: self._read_month())
        month.board.dropped.connect(self.many.move_to)
        month.board.new_asked.connect(self.new_on)
        month.today.clicked.connect(lambda _checked=False: month.board.go_to(self._today()))

    # ----------------------------------------------------------------------------------------- the contract of views

    def title(self) -> str:
        """Its name in the sidebar."""
        return tr("Reminders")

    def activate(self) -> None:
        """Read anew: moments pass, so what was ahead may be overdue."""
        self._read()

    def refresh(self, change: Change) -> None:
        """Something was committed; a hidden view is read when it comes to the front."""
        if self.isVisible() and change.touches(REMINDER, CONTACT, COMPANY, DEAL, INTERACTION, SETTING):
            self._read()
            if change.touches(CONTACT, SETTING):
                self.entry.read_again()

    def look_at_clock(self) -> None:
        """Called now and then while the page is seen: what was ahead may be overdue, and "in 1 hour" moves on."""
        self.snooze.refresh()
        if self._changes_at is not None and self._now() >= self._changes_at:
            self._read()

    def open(self, kind: str, item_id: int) -> bool:
        """Show one reminder (by its occurrence)."""
        if kind != "reminder":
            return False
        self._show_mode(monthly=False)
        if not self.list.select(("reminder", item_id)):
            self._wanted = lambda: ("reminder", item_id)
            self.filters.show_all_open()
        return True

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The keys of a row, and New reminder in this view's own way."""
        return {
            "reminders.done": lambda: self._do(self.list.ask_done, self.actions_of_rows.done),
            "reminders.snooze": lambda: self._do(self.list.ask_snooze, self._snooze_line),
            "reminders.log": lambda: self._do(self.list.ask_log, self.actions_of_rows.log),
            "reminders.edit": lambda: self._do(self.list.ask_edit, self.actions_of_rows.edit),
            "reminders.delete": lambda: self._do(self.list.ask_delete, self.actions_of_rows.delete),
            "reminders.postpone": lambda: self._do(self.list.ask_postpone, self._postpone_line),
            "reminders.postpone_overdue": self.offer_postpone_overdue,
            "reminders.day_later": lambda: self.shift(1),
            "reminders.day_earlier": lambda: self.shift(-1),
            "reminders.week_later": lambda: self.shift(_WEEK),
            "reminders.week_earlier": lambda: self.shift(-_WEEK),
            "reminders.agenda": self.show_agenda,
            "reminders.month": self.show_month,
            "reminders.filter": self.filters.offer_whom,
            "reminders.fired": self.show_fired,
            "reminder.new": self.focus_entry,
        }

    # ------------------------------------------------------------------------------------------------------- acting

    def show_fired(self) -> None:
        """Lay the log of notifications over the window."""
        from crm_desktop.ui.views.reminders.fired import FiredLog  # when first asked for, to open the view fast

        now = self._now()
        assert now.tzinfo is not None
        card = FiredLog(self._theme, self._notifying, now, now.tzinfo, self._explain)
        self._paths.show_card(card)

    def focus_entry(self) -> None:
        """Begin to type a reminder."""
        self.entry.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def new_on(self, day: date) -> None:
        """Begin to type a reminder for a day, which is written already; the words go before it."""
        if not self.entry.text():
            self.entry.set_text(f" {day.isoformat()}")
        self.focus_entry()
        self.entry.edit.setCursorPosition(0)

    def _added(self, reminder_id: int) -> None:
        """Tell that it is stored, and show where it went, without taking the focus from the line."""
        self._paths.say(tr("Reminder added"), True)
        if not self.is_month():
            self._wanted = lambda: self._agenda.key_of(reminder_id)
            self.filters.show_all_open()

    def _show_day(self, day: date) -> None:
        if self.filters.asked.state is AgendaState.ENDED:
            self.filters.show_state(AgendaState.OPEN)
        # Days that are over stand under Overdue, which carries today's date.
        self.list.show_day(day)

    def _choose_one(self) -> None:
        self.list.many.collapse()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _snooze_chosen(self, day: date, at: time | None) -> None:
        item = self.list.current_item()
        if self.list.many.count() > 1:
            self.many.snooze(self.list.many.occurrences(), day, at)
        elif isinstance(item, ReminderItem) and not item.ended:
            self.actions_of_rows.snooze(item, day, at)
        self.snooze.field.clear()
        self.list.setFocus()

    def _do(self, with_rows: Callable[[], object], with_line: Callable[[ReminderItem], object]) -> None:
        """A key means what is chosen in the agenda, or the line of the month one is at."""
        if not self.is_month():
            with_rows()
            return
        entry = self.month.board.entry()
        # One quick statement: the month knows its lines, but not everything about them.
        row = self._agenda.rows([entry.id])[0] if entry is not None else None
        if row is not None:
            with_line(reminder_item(row, self._around()))

    def _snooze_line(self, item: ReminderItem) -> None:
        self.actions_of_rows.offer_snooze(item, self.month.board.menu_place())

    def _postpone_line(self, item: ReminderItem) -> None:
        self.many.offer_postpone([item.reminder.occurrence_id], self.month.board.menu_place())

    def shift(self, days: int) -> None:
        """Move what is chosen by days: rows of the agenda, or the line of the month one is at."""
        if not self.is_month():
            self.list.ask_shift(days)
            return
        board = self.month.board
        entry = board.entry()
        if entry is not None:
            begin = max(board.cursor_day(), self._today()) if days > 0 else board.cursor_day()
            if begin + timedelta(days=days) >= self._today():
                board.follow(entry.id, begin + timedelta(days=days))
            self.many.shift([entry.id], days)

    def offer_postpone_overdue(self) -> None:
        """Offer days for everything overdue that is shown."""
        lines = self.list.agenda().lines()
        keys = lines.keys(of_overdue=True) if isinstance(lines, PagedLines) and not self.is_month() else []
        if keys:
            corner = QPoint(self.list.width() // 2, self._theme.scaled(28))
            place = self.list.mapToGlobal(corner)
            self.many.offer_postpone([key[1] for key in keys], place, overdue=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right goes from the list to the small month, Esc back to the list, or to the month one came from."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() == Qt.Key.Key_Right and self.list.hasFocus():
            self.calendar.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape and self.list.hasFocus() and self._from_month:
            self.show_month()
        elif event.key() == Qt.Key.Key_Escape and not has_focus(self._stack):
            self._focus_stack()
        else:
            super().keyPressEvent(event)
