"""A calm line that says that somebody asked not to be contacted; it never stops anybody."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.quick_entry import Person, Understood
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Label

_LONGEST_NAME = 60


class QuietLine(Label):
    """`look` asks `is_quiet` in the reader thread and shows what comes of it; of several questions only the newest counts."""

    def __init__(self, jobs: Jobs, is_quiet: Callable[[int], bool], parent: QWidget | None = None) -> None:
        super().__init__("", TextRole.SECONDARY, "today", wrap=True, parent=parent)
        self._jobs = jobs
        self._is_quiet = is_quiet
        self._asked: int | None = None
        self._answered: tuple[int, bool] | None = None
        self.hide()

    def look(self, contact_id: int | None, name: str = "") -> None:
        """Speak of this person from now on, if they asked for it; of nobody for None."""
        self._asked = contact_id
        self.setText(tr("{name} asked not to be contacted.", name=one_line(name, _LONGEST_NAME) or tr("This person")))
        self.setAccessibleName(self.text())
        answered = self._answered
        if contact_id is None or (answered is not None and answered[0] == contact_id):
            self._show()
            return
        self.hide()
        self._jobs.read(
            lambda: (contact_id, self._is_quiet(contact_id)), self._take, key=f"quiet/{id(self)}", owner=self
        )

    def look_at(self, understood: Understood | None, person: Person | None, otherwise: int | None) -> None:
        """Speak of whom a sentence means: `person` if that was chosen, `otherwise` where it names nobody."""
        named = understood.people if understood is not None else ()
        meant = person or (named[0] if len(named) == 1 else None)
        if meant is not None:
            self.look(meant.contact_id, meant.name)
        else:
            self.look(otherwise if understood is not None and not named else None)

    def _take(self, answer: tuple[int, bool]) -> None:
        self._answered = answer
        self._show()

    def _show(self) -> None:
        self.setVisible(self._asked is not None and self._answered == (self._asked, True))
