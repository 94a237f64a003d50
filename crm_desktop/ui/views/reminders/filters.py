"""Which reminders are shown: how they stand, whom they are about, where their days come from; all of it combined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from crm_desktop.domain.agenda import AgendaFilter, AgendaRule, AgendaState, Whom
from crm_desktop.services.agenda import AgendaService
from crm_desktop.ui import texts
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import Button

if TYPE_CHECKING:
    from crm_desktop.ui.views.reminders.whom_panel import WhomPanel

WHOM, RULE, DAY = "whom", "rule", "day"
"""The parts of a filter that have a chip of their own."""
_PART_OF_WHOM = {"contact": "contact_id", "company": "company_id", "deal": "deal_id"}


def state_words(state: AgendaState) -> str:
    """How a state is called."""
    words = {AgendaState.OPEN: tr("Open"), AgendaState.OVERDUE: tr("Overdue"), AgendaState.ENDED: tr("Done")}
    return words[state]


def rule_words(rule: AgendaRule) -> str:
    """How a kind of reminders is called."""
    words = {
        AgendaRule.ANY: tr("Of every kind"),
        AgendaRule.REPEATING: tr("Repeating"),
        AgendaRule.ONCE: tr("Only once"),
        AgendaRule.YEARLY: tr("Birthdays and other days"),
        AgendaRule.NOTICE: tr("Told ahead of a day"),
    }
    return words[rule]


class ReminderFilters(QObject):
    """Two buttons, and what was chosen with them in `asked`; `changed` after any part was set.

    `today` is the user's day, for the words of a chip.
    """

    changed = Signal()

    def __init__(
        self, theme: Theme, jobs: Jobs, agenda: AgendaService, today: Callable[[], date], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._agenda = agenda
        self._today = today
        self.asked = AgendaFilter()
        self.whom: Whom | None = None
        self.state_button = Button(theme, tr("Open"))
        self.state_button.setAccessibleDescription(tr("Which reminders are shown"))
        self.person_button = Button(theme, tr("Everyone"))
        self.person_button.setAccessibleDescription(tr("Whose reminders are shown"))
        self.state_menu = QMenu(self.state_button)
        self.state_button.set_menu(self.state_menu)
        # Not a menu of its own: the panel has a line to type into.
        self.person_button.set_menu(QMenu(self.person_button))
        self.person_button.setMenu(None)  # type: ignore[arg-type]
        self.person_button.clicked.connect(lambda _checked=False: self.offer_whom())
        self._fill()

    def _fill(self) -> None:
        states = QActionGroup(self.state_menu)
        for state in AgendaState:
            action = self.state_menu.addAction(state_words(state))
            action.setCheckable(True)
            action.setChecked(state is self.asked.state)
            action.triggered.connect(lambda _checked=False, state=state: self.show_state(state))
            states.addAction(action)
        self.state_menu.addSeparator()
        rules = QActionGroup(self.state_menu)
        for rule in AgendaRule:
            action = self.state_menu.addAction(rule_words(rule))
            action.setCheckable(True)
            action.setChecked(rule is self.asked.rule)
            action.triggered.connect(lambda _checked=False, rule=rule: self.show_rule(rule))
            rules.addAction(action)

    # ------------------------------------------------------------------------------------------------------ choosing

    def show_state(self, state: AgendaState) -> None:
        """Show what is open, overdue, or done and skipped."""
        self._ask(replace(self.asked, state=state))

    def show_rule(self, rule: AgendaRule) -> None:
        """Show reminders of one kind."""
        self._ask(replace(self.asked, rule=rule))

    def show_whom(self, whom: Whom | None) -> None:
        """Show the reminders about a person, a company or a deal; None for everyone's."""
        self.whom = whom
        parts: dict[str, int | None] = dict.fromkeys(_PART_OF_WHOM.values())
        if whom is not None:
            parts[_PART_OF_WHOM[whom.kind]] = whom.id
        contact_id, company_id, deal_id = parts.values()
        self._ask(replace(self.asked, contact_id=contact_id, company_id=company_id, deal_id=deal_id))

    def show_day(self, day: date | None) -> None:
        """Show what is on one day."""
        self._ask(replace(self.asked, day=day))

    def clear(self, part: str) -> None:
        """Take back one part: WHOM, RULE or DAY."""
        if part == WHOM:
            self.show_whom(None)
        elif part == RULE:
            self.show_rule(AgendaRule.ANY)
        else:
            self.show_day(None)

    def show_all_open(self) -> None:
        """Show everything that is still to be done."""
        self.whom = None
        self._ask(AgendaFilter())

    def _ask(self, asked: AgendaFilter) -> None:
        self.asked = asked
        _name(self.state_button, state_words(asked.state))
        _name(self.person_button, texts.one_line(self.whom.name, 24) if self.whom is not None else tr("Everyone"))
        for action in self.state_menu.actions():
            if action.isCheckable():
                action.setChecked(action.text() in (state_words(asked.state), rule_words(asked.rule)))
        self.changed.emit()

    def offer_whom(self) -> WhomPanel:
        """Open the panel in which one types whom the reminders are to be about."""
        from crm_desktop.ui.views.reminders.whom_panel import WhomPanel  # when first asked for, to open the view fast

        panel = WhomPanel(self._theme, self._jobs, self._agenda, self.person_button)
        panel.picked.connect(self.show_whom)
        panel.open_at(self.person_button.mapToGlobal(QPoint(0, self.person_button.height() + 2)))
        return panel

    def chips(self) -> list[tuple[str, str]]:
        """(part, words) of everything that narrows what is shown."""
        found = []
        if self.whom is not None:
            found.append((WHOM, texts.one_line(self.whom.name, 40)))
        if self.asked.rule is not AgendaRule.ANY:
            found.append((RULE, rule_words(self.asked.rule)))
        if self.asked.day is not None:
            found.append((DAY, texts.day_heading(self.asked.day, self._today())))
        return found


def _name(button: Button, words: str) -> None:
    button.setText(words)
    button.setAccessibleName(words)
    button.updateGeometry()
