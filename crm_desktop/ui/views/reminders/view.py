"""All reminders on one page: typed in words, seen as an agenda beside the month, put off, done and opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.domain.changes import COMPANY, CONTACT, DEAL, INTERACTION, REMINDER, SETTING, Change
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui.dialogs.clock_watch import ClockWatch
from crm_desktop.ui.dialogs.quick_entry import QuickEntry
from crm_desktop.ui.dialogs.reminder_actions import ReminderActions, ReminderPaths
from crm_desktop.ui.dialogs.reminder_items import (
    AgendaItem,
    ReminderItem,
    RowItem,
    Surroundings,
)
from crm_desktop.ui.dialogs.reminder_rows import AgendaList
from crm_desktop.ui.dialogs.side_body import SideBody
from crm_desktop.ui.dialogs.snooze_menu import SnoozeChoices
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.reminders.calendar import MonthCalendar
from crm_desktop.ui.views.reminders.filters import ReminderFilters
from crm_desktop.ui.views.reminders.fired import FiredLog
from crm_desktop.ui.views.reminders.reading import Reading, read
from crm_desktop.ui.widgets import Button, EmptyState, PageHeader, PrimaryButton, SectionHeading

_SIDE_WIDTH, _NARROW_SIDE_WIDTH, _NARROW_BELOW = 296, 256, 900


class RemindersView(QWidget):
    """See `ui/view.py` for the contract. `now` is the user's wall clock, aware, in their zone."""

    key = "reminders"

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        contacts: ContactService,
        notifying: NotifyingService,
        now: Callable[[], datetime],
        paths: ReminderPaths,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._reminders = reminders
        self._notifying = notifying
        self._now = now
        self._paths = paths
        self._wanted: Callable[[ReminderItem], bool] | None = None
        self._changes_at: datetime | None = None
        ClockWatch(self, self.look_at_clock)
        self.header = PageHeader(theme, self.title())
        self.filters = ReminderFilters(theme, self)
        self.fired_button = Button(theme, tr("What fired"))
        self.new_button = PrimaryButton(theme, tr("New reminder"), "R")
        self.entry = QuickEntry(theme, jobs, reminders, self._today)
        self.list = AgendaList(theme, tr("Reminders"))
        self.calendar = MonthCalendar(theme, self._today())
        self.snooze_heading = SectionHeading(theme, tr("Snooze until"))
        self.snooze = SnoozeChoices(theme, reminders, self._today)
        self.empty = EmptyState(
            theme,
            tr("Nothing gets forgotten"),
            tr(
                "Write down what to do, about whom and when, in your own words: “call Marta tue 3pm”. "
                "You see what was understood before it is saved, and you are told when it is due."
            ),
            (tr("First reminder"), "R", self.focus_entry),
        )
        self.nothing_done = EmptyState(
            theme, tr("Nothing done yet"), tr("What you have done or skipped is kept here and can be opened again.")
        )
        self.actions_of_rows = ReminderActions(theme, jobs, reminders, contacts, self._today, self.list, paths)
        self._build(theme)
        self._connect()

    def _build(self, theme: Theme) -> None:
        self.header.add_left(self.filters.state_button)
        self.header.add_left(self.filters.person_button)
        self.header.add_right(self.fired_button)
        self.header.add_right(self.new_button)
        self._stack = QStackedWidget()
        for page in (self.list, self.empty, self.nothing_done):
            self._stack.addWidget(page)
        left = QVBoxLayout()
        left.setContentsMargins(0, theme.scaled(18), 0, 0)
        left.setSpacing(theme.space(2.5))
        entry_line = QHBoxLayout()
        entry_line.setSpacing(0)
        entry_line.addWidget(self.entry)
        entry_line.addSpacing(theme.scaled(10))
        left.addLayout(entry_line)
        left.addWidget(self._stack, 1)
        self._side = SideBody(theme, 18)
        self._side.body.addWidget(self.calendar)
        self._side.body.addSpacing(theme.space(3))
        self._side.body.addWidget(self.snooze_heading)
        self._side.body.addWidget(self.snooze)
        self._side.body.addStretch()
        self._side.setFixedWidth(theme.scaled(_SIDE_WIDTH))
        row = QHBoxLayout()
        row.setSpacing(0)
        # Spacings instead of margins: those are not mirrored for languages written from the right.
        row.addSpacing(theme.scaled(20))
        row.addLayout(left, 1)
        row.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(row, 1)
        self._show_snooze(None)

    def _connect(self) -> None:
        self.filters.changed.connect(self._read)
        self.new_button.clicked.connect(lambda _checked=False: self.focus_entry())
        self.fired_button.clicked.connect(lambda _checked=False: self.show_fired())
        self.entry.added.connect(self._added)
        self.entry.left_downwards.connect(self.list.setFocus)
        self.list.left_upwards.connect(self.focus_entry)
        self.list.current.connect(self._show_snooze)
        self.calendar.grid.chosen.connect(self._show_day)
        self.calendar.grid.month_changed.connect(lambda _month: self._read_month())
        self.snooze.picked.connect(self._snooze_current)

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
        if not self.list.select(("reminder", item_id)):
            self._wanted = lambda item: item.reminder.occurrence_id == item_id
            self.filters.show_all_open()
        return True

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The keys of a row, and New reminder in this view's own way."""
        return {
            "reminders.done": self.list.ask_done,
            "reminders.snooze": self.list.ask_snooze,
            "reminders.log": self.list.ask_log,
            "reminders.fired": self.show_fired,
            "reminders.edit": self.list.ask_edit,
            "reminders.delete": self.list.ask_delete,
            "reminder.new": self.focus_entry,
        }

    def primary_focus(self) -> QWidget | None:
        """The line to type into while something half-typed is in it, else the list or the way to begin."""
        if self.entry.text():
            return self.entry
        shown = self._stack.currentWidget()
        if shown is self.list:
            return self.list
        return self.empty.primary_button if shown is self.empty else self.filters.state_button

    # ------------------------------------------------------------------------------------------------------ reading

    def _today(self) -> date:
        return self._now().date()

    def _around(self) -> Surroundings:
        now = self._now()
        assert now.tzinfo is not None
        return Surroundings.of(now, now.tzinfo)

    def _read(self) -> None:
        around, ended, person = self._around(), self.filters.ended, self.filters.person
        self.calendar.grid.set_today(around.today)
        self.snooze.refresh()

        self._jobs.read(
            lambda: read(self._reminders, around, ended=ended, person=person), self._show, key="reminders", owner=self
        )
        self._read_month()

    def _show(self, found: Reading) -> None:
        self.filters.people = found.people
        self._changes_at = found.changes_at
        opened = plural("{count} open", "{count} open", found.opened)
        late = plural("{count} overdue", "{count} overdue", found.overdue)
        self.header.set_subtitle(tr("{open}, {late}", open=opened, late=late) if found.overdue else opened)
        beginning = self.empty.primary_button
        had_focus = self.list.hasFocus() or (beginning is not None and beginning.hasFocus())
        self.list.set_items(found.items)
        empty = self.nothing_done if self.filters.ended else self.empty
        self._stack.setCurrentWidget(self.list if found.items else empty)
        target = self.primary_focus()
        if had_focus and target is not None and not target.hasFocus():
            # Not the line to type into: there the letters would be text, and none of the keys told would work.
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._select_wanted(found.items)
        self._show_snooze(self.list.current_item())

    def _select_wanted(self, items: list[AgendaItem]) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        item = next((item for item in items if isinstance(item, ReminderItem) and wanted(item)), None)
        if item is not None:
            self.list.select(item.key)

    def _read_month(self) -> None:
        month = self.calendar.grid.month()
        self._jobs.read(
            lambda: self._reminders.month(month), self.calendar.grid.set_counts, key="reminders.month", owner=self
        )

    def show_fired(self) -> None:
        """Lay the log of notifications over the window."""
        now = self._now()
        assert now.tzinfo is not None
        card = FiredLog(self._theme, self._notifying.log(), self._notifying.problem(), now, now.tzinfo)
        self._paths.show_card(card)

    # ------------------------------------------------------------------------------------------------------- acting

    def focus_entry(self) -> None:
        """Begin to type a reminder."""
        self.entry.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _added(self, reminder_id: int) -> None:
        """Tell that it is stored, and show where it went, without taking the focus from the line."""
        self._paths.say(tr("Reminder added"), True)
        self._wanted = lambda item: item.reminder.reminder_id == reminder_id
        self.filters.show_all_open()

    def _show_day(self, day: date) -> None:
        if self.filters.ended:
            self.filters.show_ended(False)
        # Days that are over stand under Overdue, which carries today's date.
        self.list.show_day(day)

    def _show_snooze(self, item: RowItem | None) -> None:
        usable = isinstance(item, ReminderItem) and not item.ended
        self.snooze_heading.setVisible(usable)
        self.snooze.setVisible(usable)

    def _snooze_current(self, day: date, at: time | None) -> None:
        item = self.list.current_item()
        if isinstance(item, ReminderItem) and not item.ended:
            self.actions_of_rows.snooze(item, day, at)
            self.snooze.field.clear()
            self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right goes from the list to the month."""
        if event.key() == Qt.Key.Key_Right and self.list.hasFocus():
            self.calendar.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape and not self.list.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The column beside the list gives way in a small window."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.scaled(_NARROW_BELOW)
        self._side.setFixedWidth(self._theme.scaled(_NARROW_SIDE_WIDTH if narrow else _SIDE_WIDTH))
