"""Who else takes part in a new deal, and as what: a line for each, and a word that adds one more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.deal_profile import COMMON_ROLES
from crm_desktop.domain.pipelines import PersonInDeal
from crm_desktop.ui.dialogs.contact_field import ContactField
from crm_desktop.ui.drafts import Fields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import LinkButton
from crm_desktop.ui.widgets.icon_button import IconButton


def role_edit() -> QLineEdit:
    """A field for a role, with the usual ones to complete it."""
    edit = QLineEdit()
    edit.setPlaceholderText(tr("role: decides, pays…"))
    edit.setAccessibleName(tr("Role"))
    completer = QCompleter([tr(role) for role in COMMON_ROLES], edit)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    edit.setCompleter(completer)
    return edit


class _Line(QWidget):
    """One person with a role; `gone` asks to take the line away."""

    changed = Signal()
    gone = Signal()

    def __init__(self, theme: Theme, jobs: Jobs, contacts: Any) -> None:
        super().__init__()
        self.contact = ContactField(theme, jobs, contacts)
        self.contact.setAccessibleName(tr("Who else takes part"))
        self.role = role_edit()
        remove = IconButton(theme, "x", tr("Take this person out"))
        remove.clicked.connect(lambda _checked=False: self.gone.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1.5))
        row.addWidget(self.contact, 3)
        row.addWidget(self.role, 2)
        row.addWidget(remove)
        for edit in (self.contact, self.role):
            edit.textChanged.connect(lambda _text: self.changed.emit())
        self.contact.taken.connect(lambda _key: self.changed.emit())


class DealPeople(QWidget):
    """`people()` are those chosen, `new_people()` those to be added first. `changed` follows every key."""

    changed = Signal()

    def __init__(self, theme: Theme, jobs: Jobs, contacts: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._contacts = contacts
        self.lines: list[_Line] = []
        self.add_button = LinkButton(theme, tr("Somebody else takes part…"))
        self.add_button.clicked.connect(lambda _checked=False: self._begin_line())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(1.5))
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def add(self) -> _Line:
        """One more line."""
        line = _Line(self._theme, self._jobs, self._contacts)
        line.changed.connect(self.changed)
        line.gone.connect(lambda: self._remove(line))
        self.lines.append(line)
        self._column.insertWidget(len(self.lines) - 1, line)
        return line

    def _begin_line(self) -> None:
        line = self.add()
        # A layout shows what it was given a turn later; nothing hidden gets the focus.
        line.show()
        line.contact.setFocus(Qt.FocusReason.OtherFocusReason)

    def people(self) -> tuple[PersonInDeal, ...]:
        """Who was chosen, with their roles; raises InvalidInput (field "contact") for a name that is only typed."""
        found = ((line.contact.settled(), line.role.text()) for line in self.lines)
        return tuple(PersonInDeal(contact_id, role) for contact_id, role in found if contact_id is not None)

    def new_people(self) -> tuple[tuple[str, str], ...]:
        """(name, role) of those that nobody knows yet."""
        return tuple((line.contact.new_name(), line.role.text()) for line in self.lines if line.contact.new_name())

    def refused_line(self) -> QWidget | None:
        """The first field in which a name is typed that nobody was chosen for."""
        for line in self.lines:
            typed = line.contact.text().strip()
            if typed and line.contact.contact_id() is None and not line.contact.new_name():
                return line.contact
        return None

    def typed(self) -> list[Fields]:
        """What stands in the lines, for a draft."""
        return [
            {
                "id": line.contact.contact_id(),
                "name": line.contact.text(),
                "new": bool(line.contact.new_name()),
                "role": line.role.text(),
            }
            for line in self.lines
            if line.contact.text().strip() or line.role.text().strip()
        ]

    def put_in(self, lines: Sequence[object]) -> None:
        """Show these lines instead; what another version of the program kept otherwise is left out."""
        for line in list(self.lines):
            self._remove(line)
        for kept in lines:
            if not isinstance(kept, dict):
                continue
            contact_id = kept.get("id")
            line = self.add()
            known = isinstance(contact_id, int) and self._contacts.rows([contact_id])
            line.contact.set_contact(
                contact_id if known else None, str(kept.get("name", "")), is_new=kept.get("new") is True
            )
            line.role.setText(str(kept.get("role", "")))

    def _remove(self, line: _Line) -> None:
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.changed.emit()
