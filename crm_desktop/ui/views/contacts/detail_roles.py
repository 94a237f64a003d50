"""What a person is or was at other companies, with from when until when."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.background import Role
from crm_desktop.domain.pages import Stored
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.form_edit import FormEdit
from crm_desktop.ui.views.contacts.form_place import FormPlace, Job
from crm_desktop.ui.views.contacts.in_place_form import FormLine, InPlaceForm
from crm_desktop.ui.views.contacts.keyed_column import KeyedColumn
from crm_desktop.ui.views.contacts.own_keys import takes_key
from crm_desktop.ui.views.contacts.page_parts import Tools
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.views.contacts.profile_words import role_words
from crm_desktop.ui.widgets import LinkButton
from crm_desktop.ui.widgets.icon_button import IconButton

_NO_ROLE = Role(None, "")


class RoleRow(QWidget):
    """The company, which leads there, and below it what the person was, which opens the lines to change it."""

    opened = Signal()
    wanted = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.company = LinkButton(theme, "")
        self.company.clicked.connect(lambda _checked=False: self.opened.emit())
        self.words = FormEdit(theme, tr("Role"), placeholder=tr("role and years"), role=TextRole.SECONDARY)
        self.words.wanted.connect(self.wanted)
        self.remove_button = IconButton(theme, "x", "")
        self.remove_button.clicked.connect(lambda _checked=False: self.removed.emit())
        top = QHBoxLayout()
        top.setSpacing(theme.space(1))
        # The link begins where the text of what can be edited does.
        top.addSpacing(3)
        top.addWidget(self.company)
        top.addStretch(1)
        top.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.words)
        self.setFocusProxy(self.words)

    def show_role(self, role: Role) -> None:
        """Show what is stored."""
        name = one_line(role.company)
        self.company.setText(name)
        self.company.setAccessibleName(name)
        self.company.updateGeometry()
        self.words.set_text(role_words(role))
        self.remove_button.set_words(tr("Take the role at {company} away", company=name))

    def event(self, event: QEvent) -> bool:
        """Del belongs to what has the focus, not to the person."""
        return takes_key(event, Qt.Key.Key_Delete) or bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes it away."""
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class RoleRows(QWidget):
    """All other roles of one person, and the form for one."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._person: Person | None = None
        self._stored: dict[RoleRow, Stored[Role]] = {}
        self.rows: KeyedColumn[Stored[Role], RoleRow] = KeyedColumn(
            lambda _stored: "role", self._make, self._fill, tools.theme.scaled(1)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tools.theme.space(1))
        column.addWidget(self.rows)
        self.place = FormPlace(self.rows, tools.save, tools.drafts, self)

    def show_person(self, person: Person) -> None:
        """Show the roles of somebody."""
        anew = self._person is None or self._person.page.id != person.page.id
        if anew:
            self.place.close()
        self._person = person
        self.rows.sync(((stored.id, stored) for stored in person.profile.roles), anew=anew)

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.place.form is None and (self._person is None or not self._person.profile.roles)

    def add(self, *, focus: bool = True) -> None:
        """Open the lines for another role."""
        self._open(None, _NO_ROLE, None, focus=focus)

    def open(self, role_id: int, *, focus: bool = True) -> None:
        """Open the lines of a role that is there."""
        row = self.rows.row(role_id)
        if row is not None:
            self._open(role_id, self._stored[row].value, row, focus=focus)

    def _open(self, role_id: int | None, role: Role, row: RoleRow | None, *, focus: bool = True) -> None:
        if self._person is None:
            return
        company = QLineEdit()
        names = QStringListModel(company)
        completer = QCompleter(names, company)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        company.setCompleter(completer)
        contacts = self._tools.services.contacts
        company.textEdited.connect(
            lambda typed: names.setStringList(contacts.company_names(typed.strip()) if typed.strip() else [])
        )
        form = InPlaceForm(
            self._tools.theme,
            tr("Role"),
            (
                FormLine("company", tr("Company"), "", role.company, field=company),
                FormLine("title", tr("Role"), tr("Head of sales"), role.title),
                FormLine("from_day", tr("From"), tr("2019 or 2019-03"), role.from_day),
                FormLine("until_day", tr("Until"), tr("empty: still so"), role.until_day),
            ),
        )
        contact_id = self._person.page.id
        draft = (contact_id, f"form/role/{role_id or 'new'}")
        self.place.open(form, partial(self._job, contact_id, role_id), draft, below=role_id, back=row, focus=focus)

    def _job(self, contact_id: int, role_id: int | None, texts: dict[str, str]) -> Job:
        profiles = self._tools.services.people.profiles
        if role_id is not None and not any(texts.values()):
            return partial(profiles.remove_role, contact_id, role_id)
        role = Role(None, texts["company"], texts["title"], texts["from_day"], texts["until_day"])
        return partial(profiles.save_role, contact_id, role_id, role)

    def _make(self, _kind: str) -> RoleRow:
        row = RoleRow(self._tools.theme)
        row.opened.connect(lambda: self._go(row))
        row.wanted.connect(lambda: self.open(self._stored[row].id))
        row.removed.connect(lambda: self._remove(row))
        return row

    def _fill(self, row: RoleRow, _key: Hashable, stored: Stored[Role]) -> None:
        self._stored[row] = stored
        row.show_role(stored.value)

    def _go(self, row: RoleRow) -> None:
        company_id = self._stored[row].value.company_id
        if company_id is not None:
            self._tools.navigate("company", company_id)

    def _remove(self, row: RoleRow) -> None:
        if self._person is None:
            return
        job = partial(self._tools.services.people.profiles.remove_role, self._person.page.id, self._stored[row].id)
        self._tools.save(job, "", lambda _error: False, lambda: None)
