"""The front page: one list of what is due with a column of hints beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.domain.changes import COMPANY, CONTACT, DEAL, INTERACTION, REMINDER, SETTING, STAGE, Change
from crm_desktop.domain.front_page import Today
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.keeping_in_touch import KeepInTouchService
from crm_desktop.services.reminders import ReminderService
from crm_desktop.services.today import TodayService
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.clock_watch import ClockWatch
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.dialogs.notice_strip import NoticeStrip
from crm_desktop.ui.dialogs.reminder_actions import ReminderActions, ReminderPaths, subject_of
from crm_desktop.ui.dialogs.reminder_items import AgendaItem, Surroundings, next_change
from crm_desktop.ui.dialogs.reminder_rows import AgendaList
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.today import wording
from crm_desktop.ui.views.today.losing_touch import TouchActions
from crm_desktop.ui.views.today.offer import LogOffer
from crm_desktop.ui.views.today.side import SideColumn, SideTarget
from crm_desktop.ui.widgets import Button, EmptyState, PageHeader, PrimaryButton

_SIDE_WIDTH, _NARROW_SIDE_WIDTH, _NARROW_BELOW = 346, 280, 900


class TodayView(QWidget):
    """What to do, in the order in which it matters; see `ui/view.py` for the contract.

    `now` is the user's wall clock, aware, in their zone; `run` starts a global action; `show_reminders` leads to the
    view with all of them.
    """

    key = "today"

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        today: TodayService,
        reminders: ReminderService,
        contacts: ContactService,
        now: Callable[[], datetime],
        paths: ReminderPaths,
        run: Callable[[str], object],
        keeping: KeepInTouchService,
        notice: NoticeStrip | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._service = today
        self._now = now
        self._paths = paths
        self._run = run
        self._changes_at: datetime | None = None
        self.notice = notice
        ClockWatch(self, self.look_at_clock)
        self.header = PageHeader(theme, "")
        self.list = AgendaList(theme, tr("What is due"))
        self.side = SideColumn(theme)
        self.offer = LogOffer(theme, self)
        self.empty = EmptyState(
            theme,
            tr("Your day, on one page"),
            tr(
                "What is overdue, what is due today and in the next days, whose birthday it is and with whom you are "
                "losing touch. Bring in your contacts, or write down the first thing to remember."
            ),
            (tr("Import contacts"), tr("Ctrl I"), lambda: run("import")),
            (tr("First reminder"), "R", lambda: run("reminder.new")),
        )
        self.actions_of_rows = ReminderActions(theme, jobs, reminders, contacts, self._today, self.list, paths)
        self.touch = TouchActions(theme, jobs, keeping, contacts, reminders, self._today, paths, self)
        self._build(theme)
        self._connect()

    def _build(self, theme: Theme) -> None:
        log = Button(theme, tr("Log interaction"), "L")
        log.clicked.connect(lambda: self._run("interaction.new"))
        new = PrimaryButton(theme, tr("New reminder"), "R")
        new.clicked.connect(lambda: self._run("reminder.new"))
        self.header.add_right(log)
        self.header.add_right(new)
        left = QVBoxLayout()
        left.setContentsMargins(0, theme.scaled(14), 0, 0)
        left.setSpacing(theme.space(2))
        if self.notice is not None:
            line = QHBoxLayout()
            line.addWidget(self.notice)
            # It ends where the cards of the list do, which keeps a place free for its scroll bar.
            line.addSpacing(theme.scaled(10))
            left.addLayout(line)
        left.addWidget(self.offer)
        left.addWidget(self.list, 1)
        self._page = QWidget()
        row = QHBoxLayout(self._page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        # A spacing instead of a margin: margins are not mirrored for languages written from the right.
        row.addSpacing(theme.scaled(20))
        row.addLayout(left, 1)
        row.addWidget(self.side)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._page)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)
        self.side.setFixedWidth(theme.scaled(_SIDE_WIDTH))

    def _connect(self) -> None:
        self.actions_of_rows.ended.connect(self.offer.offer)
        self.actions_of_rows.more.connect(lambda: self._run("go.reminders"))
        self.offer.accepted.connect(self._log_afterwards)
        self.side.opened.connect(self._open_target)
        self.side.left_sideways.connect(self.list.setFocus)
        self.side.menu_asked.connect(self._open_menu)

    # ----------------------------------------------------------------------------------------- the contract of views

    def title(self) -> str:
        """Its name in the sidebar."""
        return tr("Today")

    def activate(self) -> None:
        """Read anew if anything changed meanwhile; moments pass, so the page is read each time it comes to the front."""
        self._read()

    def refresh(self, change: Change) -> None:
        """Something was committed."""
        if not change.touches(REMINDER, CONTACT, COMPANY, DEAL, STAGE, INTERACTION, SETTING):
            return
        # A hidden page is read when it comes to the front.
        if self.isVisible():
            self._read()

    def look_at_clock(self) -> None:
        """Called now and then while the page is seen: what was ahead may have become due, or the day is another one."""
        if self._changes_at is not None and self._now() >= self._changes_at:
            self._read()

    def open(self, kind: str, item_id: int) -> bool:
        """Show one reminder (by its occurrence)."""
        return kind == "reminder" and self.list.select(("reminder", item_id))

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The keys of a row."""
        return {
            "today.done": lambda: self._for_list(self.list.ask_done),
            "today.snooze": self._snooze,
            "today.log": self._log,
            "today.edit": self._edit,
            "today.delete": lambda: self._for_list(self.list.ask_delete),
            "today.plan": self._plan,
        }

    def primary_focus(self) -> QWidget | None:
        """The list, so that every key works at once."""
        return self.list if self._stack.currentWidget() is self._page else self.empty.primary_button

    # ------------------------------------------------------------------------------------------------------ reading

    def _today(self) -> date:
        return self._now().date()

    def _around(self) -> Surroundings:
        now = self._now()
        assert now.tzinfo is not None
        return Surroundings.of(now, now.tzinfo)

    def _read(self) -> None:
        around = self._around()
        self.header.set_title(texts.day_title(around.today))
        if self.notice is not None:
            self.notice.read()

        def job() -> tuple[Today, list[AgendaItem]]:
            page = self._service.today()
            return page, wording.agenda_items(page, around)

        self._jobs.read(job, lambda found: self._show(found[0], found[1], around), key="today", owner=self)

    def _show(self, page: Today, items: list[AgendaItem], around: Surroundings) -> None:
        had_focus = any(button is not None and button.hasFocus() for button in self.empty_buttons())
        self._changes_at = next_change((*page.today, *page.next_days), around)
        reminders = page.overdue or page.today or page.next_days or page.days
        others = page.losing_touch or page.stuck or page.without_step or page.won_count or page.open_sums
        if not reminders and not others:
            self.header.set_subtitle("")
            self._stack.setCurrentWidget(self.empty)
            return
        self.header.set_subtitle(wording.summary(page))
        self.list.set_items(items)
        self.side.show_today(page, around)
        self._stack.setCurrentWidget(self._page)
        if had_focus:
            self.list.setFocus()

    def empty_buttons(self) -> tuple[Button | None, ...]:
        """The ways to begin when there is nothing yet."""
        return self.empty.primary_button, self.empty.secondary_button

    # ------------------------------------------------------------------------------------------------------- acting

    def _for_list(self, act: Callable[[], object]) -> None:
        """Keys of rows mean the list, unless the focus is on a row beside it."""
        if self.side.focused_row() is None:
            act()

    def _log(self) -> None:
        target = self.side.current()
        if target is None:
            self.list.ask_log()
        elif target.kind == "contact":
            self._paths.open_log(LogSubject(target.id, target.name))

    def _snooze(self) -> None:
        target, row = self.side.current(), self.side.focused_row()
        if target is not None and target.losing is not None and row is not None:
            self.touch.put_off(target.losing, row.mapToGlobal(QPoint(0, row.height())))
        else:
            self._for_list(self.list.ask_snooze)

    def _edit(self) -> None:
        target = self.side.current()
        if target is not None and target.losing is not None:
            self.touch.ask_interval(target.losing)
        else:
            self._for_list(self.list.ask_edit)

    def _plan(self) -> None:
        """The next step of the deal beside the list that has the focus, or of the first one without any."""
        target = self.side.current() or self.side.first_idle()
        if target is not None and target.deal is not None:
            self._paths.ask_step(target.deal)

    def _open_menu(self, target: SideTarget, place: QPoint) -> None:
        if target.losing is not None:
            self.touch.open_menu(target.losing, place)

    def _log_afterwards(self, row: ReminderRow) -> None:
        self._paths.open_log(subject_of(row, ends=False))

    def _open_target(self, target: SideTarget) -> None:
        if target.kind == "contact":
            self._paths.open_contact(target.id)
        else:
            self._paths.open_deal(target.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right goes from the list to the column beside it, Esc leaves the question what happened."""
        if event.key() == Qt.Key.Key_Right and self.list.hasFocus():
            self.side.focus_first()
        elif event.key() == Qt.Key.Key_Escape and self.offer.about() is not None:
            self.offer.dismiss()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The column beside the list gives way in a small window."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.scaled(_NARROW_BELOW)
        self.side.setFixedWidth(self._theme.scaled(_NARROW_SIDE_WIDTH if narrow else _SIDE_WIDTH))
