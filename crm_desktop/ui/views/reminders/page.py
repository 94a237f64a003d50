"""What the Reminders view consists of and where it stands; what it does is in `view.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.services.agenda import AgendaService
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui.dialogs.notice_strip import NoticeStrip
from crm_desktop.ui.dialogs.quick_entry import QuickEntry
from crm_desktop.ui.dialogs.reminder_actions import ReminderActions, ReminderPaths
from crm_desktop.ui.dialogs.reminder_many import ManyActions
from crm_desktop.ui.dialogs.reminder_rows import AgendaList
from crm_desktop.ui.dialogs.side_body import SideBody
from crm_desktop.ui.dialogs.snooze_menu import SnoozeChoices
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.reminders.calendar import MonthCalendar
from crm_desktop.ui.views.reminders.filter_chips import FilterChips
from crm_desktop.ui.views.reminders.filters import ReminderFilters
from crm_desktop.ui.views.reminders.selection_bar import SelectionBar
from crm_desktop.ui.widgets import Button, EmptyState, LinkButton, PageHeader, PrimaryButton, SectionHeading

if TYPE_CHECKING:
    from crm_desktop.ui.views.reminders.month_page import MonthPanel

_SIDE_WIDTH, _NARROW_SIDE_WIDTH, _NARROW_BELOW = 296, 256, 900


class RemindersPage(QWidget):
    """Header, line to type into, agenda or month, and the column beside the agenda."""

    def __init__(self, context: ViewContext, paths: ReminderPaths, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        services = context.services
        self._theme = context.theme
        self._jobs = context.jobs
        self._now: Callable[[], datetime] = context.now
        self._paths = paths
        self._agenda: AgendaService = services.agenda
        self._reminders: ReminderService = services.reminders
        self._notifying: NotifyingService = services.notifying
        self._explain = lambda: context.run("notifications.explain")
        theme, jobs = context.theme, context.jobs
        self.header = PageHeader(theme, tr("Reminders"))
        self.filters = ReminderFilters(theme, jobs, self._agenda, self._today, self)
        self.chips = FilterChips(theme)
        self.agenda_button = Button(theme, tr("Agenda"))
        self.month_button = Button(theme, tr("Month"))
        self.new_button = PrimaryButton(theme, tr("New reminder"), tr("R"))
        self.entry = QuickEntry(theme, jobs, self._reminders, self._today)
        self.notice = NoticeStrip(theme, jobs, services.reckoning, services.clock_guard.notice)
        self.list = AgendaList(theme, tr("Reminders"), many=True)
        self.bar = SelectionBar(theme)
        self._month: MonthPanel | None = None
        self.calendar = MonthCalendar(theme, self._today())
        self.snooze_heading = SectionHeading(theme, tr("Snooze until"))
        self.snooze = SnoozeChoices(theme, self._reminders, self._today)
        self.fired_button = LinkButton(theme, tr("What fired"))
        self._make_empty_states(theme)
        self.actions_of_rows = ReminderActions(
            theme, jobs, self._reminders, services.contacts, self._today, self.list, paths
        )
        self.many = ManyActions(theme, jobs, self._reminders, services.bulk, self._today, self.list, paths)
        self._build(theme)

    def _today(self) -> date:
        return self._now().date()

    def _make_empty_states(self, theme: Theme) -> None:
        self.empty = EmptyState(
            theme,
            tr("Nothing gets forgotten"),
            tr(
                "Write down what to do, about whom and when, in your own words: “call Marta tue 3pm”. "
                "You see what was understood before it is saved, and you are told when it is due."
            ),
            (tr("First reminder"), tr("R"), self.focus_entry),
        )
        self.nothing_done = EmptyState(
            theme, tr("Nothing done yet"), tr("What you have done or skipped is kept here and can be opened again.")
        )
        self.nothing_late = EmptyState(theme, tr("Nothing is overdue"), tr("Everything that has come due is done."))
        self.nothing_found = EmptyState(
            theme,
            tr("No reminder is like that"),
            tr("Nothing fits everything that is filtered above."),
            (tr("Clear the filter"), "", self.filters.show_all_open),
        )

    def focus_entry(self) -> None:
        """Begin to type a reminder."""
        raise NotImplementedError

    @property
    def month(self) -> MonthPanel:
        """The month, made when it is first looked at."""
        if self._month is None:
            from crm_desktop.ui.views.reminders.month_page import MonthPanel  # see above: to open the view fast

            self._month = MonthPanel(self._theme, self._today())
            self._stack.addWidget(self._month)
            self._listen_to_month(self._month)
        return self._month

    def _listen_to_month(self, month: MonthPanel) -> None:
        raise NotImplementedError

    def _build(self, theme: Theme) -> None:
        self.header.add_left(self.filters.state_button)
        self.header.add_left(self.filters.person_button)
        for button in (self.agenda_button, self.month_button):
            button.setCheckable(True)
            self.header.add_right(button)
        self.header.add_right(self.new_button)
        self._stack = QStackedWidget()
        for page in (self.list, self.empty, self.nothing_done, self.nothing_late, self.nothing_found):
            self._stack.addWidget(page)
        row = QHBoxLayout()
        row.setSpacing(0)
        # Spacings instead of margins: those are not mirrored for languages written from the right.
        row.addSpacing(theme.scaled(20))
        row.addLayout(self._left(theme), 1)
        row.addWidget(self._beside(theme))
        self._end_space = QWidget()
        self._end_space.setFixedWidth(theme.scaled(10))
        row.addWidget(self._end_space)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(row, 1)

    def _left(self, theme: Theme) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setContentsMargins(0, theme.scaled(18), 0, 0)
        left.setSpacing(theme.space(2.5))
        for widget in (self.notice, self.entry, self.chips):
            left.addLayout(_as_wide_as_cards(theme, widget))
        left.addWidget(self._stack, 1)
        left.addLayout(_as_wide_as_cards(theme, self.many.strip))
        left.addLayout(_as_wide_as_cards(theme, self.bar))
        return left

    def _beside(self, theme: Theme) -> SideBody:
        self._side = SideBody(theme, 18)
        self._side.body.addWidget(self.calendar)
        self._side.body.addSpacing(theme.space(3))
        self._side.body.addWidget(self.snooze_heading)
        self._side.body.addWidget(self.snooze)
        self._side.body.addSpacing(theme.space(2))
        self._side.body.addWidget(self.fired_button)
        self._side.body.addStretch()
        self._side.setFixedWidth(theme.scaled(_SIDE_WIDTH))
        return self._side

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The column beside the list gives way in a small window."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.scaled(_NARROW_BELOW)
        self._side.setFixedWidth(self._theme.scaled(_NARROW_SIDE_WIDTH if narrow else _SIDE_WIDTH))


def _as_wide_as_cards(theme: Theme, widget: QWidget) -> QHBoxLayout:
    """The list keeps a place free for its scroll bar; what stands above and below ends where its cards do."""
    line = QHBoxLayout()
    line.setSpacing(0)
    line.addWidget(widget)
    line.addSpacing(theme.scaled(10))
    return line
