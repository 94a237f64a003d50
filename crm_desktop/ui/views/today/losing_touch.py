"""Whom one is losing touch with: the rows, why each stands there, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.front_page import LosingTouchRow
from crm_desktop.domain.touch import TouchSource
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.dialogs.reminder_actions import ReminderPaths
from crm_desktop.ui.interval_words import every_words
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.views.today import wording
from crm_desktop.ui.widgets import Avatar, ChipButton, ListRow

if TYPE_CHECKING:  # menus and cards are imported where they open, to keep start-up fast
    from crm_desktop.services.contacts import ContactService
    from crm_desktop.services.keeping_in_touch import KeepInTouchService
    from crm_desktop.services.reminders import ReminderService
    from crm_desktop.ui.dialogs.snooze_menu import SnoozeMenu


def losing_row(theme: Theme, losing: LosingTouchRow) -> ListRow:
    """The row of somebody: who, why, and for how long."""
    why = wording.losing_text(losing)
    row = ListRow(theme, losing.contact, why)
    row.leading.addWidget(Avatar(theme, losing.contact))
    row.trailing.addWidget(_days_button(theme, losing, row))
    row.setToolTip(tooltip(wording.losing_help(losing)))
    row.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    return row


def _days_button(theme: Theme, losing: LosingTouchRow, row: ListRow) -> ChipButton:
    """For how long, and the row's menu when it is pressed; by keyboard that is the menu key, so that Tab goes from row to row."""
    button = ChipButton(theme, texts.whole_days(losing.days_since), Tone.NEUTRAL)
    button.setAccessibleDescription(tr("More about {name}", name=losing.contact))
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(lambda _checked=False: row.customContextMenuRequested.emit(button.geometry().bottomLeft()))
    return button


class TouchActions(QObject):
    """What the keys and the menu of such a row do; all of it but opening can be undone."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        keeping: KeepInTouchService,
        contacts: ContactService,
        reminders: ReminderService,
        today: Callable[[], date],
        paths: ReminderPaths,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._keeping = keeping
        self._contacts = contacts
        self._reminders = reminders
        self._today = today
        self._paths = paths
        self._parent = parent

    def open_menu(self, losing: LosingTouchRow, place: QPoint) -> None:
        """Everything that can be done, at a place of the screen."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in (
            (tr("Log and plan what comes next…"), lambda: self.log(losing)),
            (tr("Not now…"), lambda: self.put_off(losing, place)),
            (tr("How often…"), lambda: self.ask_interval(losing)),
            (tr("Open"), lambda: self._paths.open_contact(losing.contact_id)),
        ):
            menu.addAction(words).triggered.connect(lambda _checked=False, act=act: act())
        self.menu = menu
        menu.popup(place)

    def log(self, losing: LosingTouchRow) -> None:
        """One has talked, and what comes next."""
        self._paths.open_log(LogSubject(losing.contact_id, losing.contact))

    def put_off(self, losing: LosingTouchRow, place: QPoint) -> SnoozeMenu:
        """Not now, but then."""
        from crm_desktop.ui.dialogs.snooze_menu import SnoozeMenu  # not at start-up, see above

        menu = SnoozeMenu(self._theme, self._reminders, self._today, self._parent)
        menu.picked.connect(lambda day, at: self._put_off_to(losing, day, at))
        menu.open_at(place)
        self.snooze_menu = menu
        return menu

    def ask_interval(self, losing: LosingTouchRow) -> None:
        """How often one wants to speak with them."""
        from crm_desktop.ui.dialogs.interval_form import IntervalForm  # not at start-up, see above

        days = losing.every_days if losing.source is TouchSource.OWN else None
        explain = (
            wording.losing_text(losing)
            + ". "
            + tr("“off” takes them out of this list, an empty line leaves it to their tags.")
        )
        self._paths.show_card(
            IntervalForm(
                self._theme,
                self._jobs,
                tr("Keep in touch with {name}", name=losing.contact),
                explain,
                days,
                lambda typed: self._contacts.set_keep_in_touch(losing.contact_id, typed),
                lambda typed: self._say_interval(losing, typed),
            )
        )

    def _put_off_to(self, losing: LosingTouchRow, day: date, at: time | None) -> None:
        from crm_desktop.ui.dialogs.snooze_menu import moment_text  # not at start-up, see above

        said = tr("Not before {when}: {name}", when=moment_text(day, at, self._today()), name=losing.contact)
        self._jobs.write(
            lambda: self._keeping.not_now(losing.contact_id, day, at),
            lambda _none: self._paths.say(said, True),
            self._tell,
            owner=self,
        )

    def _say_interval(self, losing: LosingTouchRow, days: int | None) -> None:
        words = every_words(days)
        said = tr("Keep in touch with {name}: {interval}", name=losing.contact, interval=words)
        self._paths.say(said if words else tr("No own interval: {name}", name=losing.contact), True)

    def _tell(self, error: UserError) -> None:
        self._paths.fail(error.sentence)
