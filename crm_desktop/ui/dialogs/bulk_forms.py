"""The cards that ask what to do with many people: one line with known values to complete, or one reminder for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.dialogs.form_card import FormCard, FormLine
from crm_desktop.ui.dialogs.next_step import NextStepField
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService

_LINE = "line"


def complete(edit: QLineEdit, values: Sequence[str]) -> None:
    """Offer known values while one types, any part of them."""
    completer = QCompleter(list(values), edit)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setMaxVisibleItems(8)
    edit.setCompleter(completer)


class LineForm(FormCard):
    """A card with one line; `given` carries what was typed. `finish` closes it, `show_error` says why it will not do."""

    given = Signal(str)

    def __init__(
        self,
        theme: Theme,
        title: str,
        label: str,
        *,
        save: str,
        explain: str = "",
        placeholder: str = "",
        text: str = "",
        optional: bool = False,
    ) -> None:
        super().__init__(theme, title, (FormLine(_LINE, label, placeholder, text),), explain=explain, save=save)
        self._optional = optional
        self.submitted.connect(self._give)
        self.lines[_LINE].selectAll()

    @property
    def edit(self) -> QLineEdit:
        """The line."""
        return self.lines[_LINE]

    def refuse(self, error: UserError) -> None:
        """It could not be done: say why at the line, and let it be tried again."""
        self.set_busy(False)
        if getattr(error, "field", ""):
            error.field = _LINE  # type: ignore[attr-defined]
        self.show_error(error)

    def _give(self) -> None:
        text = self.texts()[_LINE]
        if text or self._optional:
            self.given.emit(text)
        else:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


class RemindManyForm(FormCard):
    """A card with the line that reminders are typed into; `given` carries what was understood of it."""

    given = Signal(object)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        now: Callable[[], datetime],
        title: str,
    ) -> None:
        super().__init__(theme, title, (), save=tr("Remind me"), width=480)
        self.step = NextStepField(theme, reminders, now, tr("write a card thu 9:00"), nothing=False, jobs=jobs)
        self.step.field.edit.setAccessibleName(tr("What to remind you of, and when"))
        self.extra.insertWidget(self.extra.count() - 1, self.step)
        self.submitted.connect(self._give)

    def first_focus(self) -> QWidget:
        """The line to type into."""
        return self.step.field.edit

    def _give(self) -> None:
        understood = self.step.value()
        if understood is not None and self.step.ready():
            self.given.emit(understood)
