"""A line in which one chooses a person by typing a part of the name, or names somebody new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.folding import fold
from crm_desktop.domain.pages import ContactRow
from crm_desktop.ui.dialogs.suggest_field import SuggestField
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services.contacts import ContactService

_SHOWN = 5
_NEW = "new"


class ContactField(SuggestField):
    """`contact_id()` is the person chosen; `new_name()` somebody to be added; neither while the name is only typed.

    `chose_company(name)` tells the company of a person who was chosen.
    """

    chose_company = Signal(str)

    def __init__(self, theme: Theme, jobs: Jobs, contacts: ContactService, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Contact"), tr("Part of a name"), parent)
        self._jobs = jobs
        self._contacts = contacts
        self._id: int | None = None
        self._new = ""
        self._found: dict[int, ContactRow] = {}
        self.asked.connect(self._look_up)
        self.taken.connect(self._choose)

    def contact_id(self) -> int | None:
        """The person that was chosen; None when nobody is."""
        return self._id

    def new_name(self) -> str:
        """The name of a person to be added, empty when nobody is."""
        return self._new

    def set_contact(self, contact_id: int | None, name: str, *, is_new: bool = False) -> None:
        """Show a person; without an id, a name that was only typed, or somebody to be added."""
        self._id = contact_id
        self._new = one_line(name) if is_new and contact_id is None else ""
        self.setText(one_line(name))
        self.setCursorPosition(0)

    def settled(self) -> int | None:
        """The id to save, None for nobody or somebody new; raises InvalidInput (field "contact") for an open choice.

        A name typed in full counts as chosen when exactly one person found has it.
        """
        typed = self.text().strip()
        if not typed or self._id is not None or self._new:
            return self._id
        same = [row.id for row in self._found.values() if fold(row.name) == fold(typed)]
        if len(same) == 1:
            return same[0]
        raise InvalidInput("contact", "Choose a person from the list, or empty this line.")

    def _look_up(self, text: str) -> None:
        self._id = None
        self._new = ""
        typed = text.strip()
        if not typed:
            self.offer([])
            return
        self._jobs.read(
            lambda: self._contacts.rows(self._contacts.ids(typed)[:_SHOWN]),
            lambda rows: self._show(typed, rows),
            key="deal-form.contact",
            owner=self,
        )

    def _show(self, typed: str, rows: Sequence[ContactRow]) -> None:
        self._found = {row.id: row for row in rows}
        if self.text().strip() != typed or self._id is not None:
            return
        options: list[tuple[Any, str]] = [
            (row.id, tr("{name} · {company}", name=row.name, company=row.company) if row.company else row.name)
            for row in rows
        ]
        options.append((_NEW, tr("New contact: {name}", name=typed)))
        self.offer(options)

    def _choose(self, key: object) -> None:
        if key == _NEW:
            self._new = self.text().strip()
            return
        row = self._found[int(str(key))]
        self.set_contact(row.id, row.name)
        if row.company:
            self.chose_company.emit(row.company)
