"""Who a person knows: other people, each with what they are to this one, one press away."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.background import Relation
from crm_desktop.domain.contacts import ContactDraft
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.pages import Stored
from crm_desktop.domain.typed_names import name_from
from crm_desktop.ui.dialogs.contact_field import ContactField
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.detail_rows import NAME_WIDTH
from crm_desktop.ui.views.contacts.form_place import FormPlace, Job
from crm_desktop.ui.views.contacts.in_place_form import FormLine, InPlaceForm
from crm_desktop.ui.views.contacts.keyed_column import KeyedColumn
from crm_desktop.ui.views.contacts.own_keys import takes_key
from crm_desktop.ui.views.contacts.page_parts import Tools
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.views.contacts.profile_words import relation_choices, relation_kind, relation_words
from crm_desktop.ui.widgets import InlineEdit, LinkButton
from crm_desktop.ui.widgets.icon_button import IconButton

_ADDING = "form/relation"


class RelationRow(QWidget):
    """What the other is, edited in place, and the other's name, which leads there. Del takes the relation away."""

    opened = Signal()
    kind_typed = Signal(str)
    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = InlineEdit(theme, tr("Relation"), role=TextRole.SECONDARY, colour="secondary")
        self.kind.suggest(relation_choices)
        self.kind.setFixedWidth(theme.scaled(NAME_WIDTH))
        self.kind.committed.connect(self.kind_typed)
        self.name = LinkButton(theme, "")
        self.name.clicked.connect(lambda _checked=False: self.opened.emit())
        self.remove_button = IconButton(theme, "x", "")
        self.remove_button.clicked.connect(lambda _checked=False: self.removed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        row.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.name, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        row.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_relation(self, relation: Relation) -> None:
        """Show what is stored."""
        name = one_line(relation.other)
        words = relation_words(relation.kind)
        self.kind.set_text(words)
        self.name.setText(name)
        self.name.setAccessibleName(tr("{kind}: {name}", kind=words, name=name))
        self.remove_button.set_words(tr("Take the relation to {name} away", name=name))
        self.name.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Del belongs to what has the focus, not to the person."""
        return takes_key(event, Qt.Key.Key_Delete) or bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes it away."""
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class RelationRows(QWidget):
    """All relations of one person, and the form to add one."""

    def __init__(self, tools: Tools, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._jobs = jobs
        self._person: Person | None = None
        self.rows: KeyedColumn[Stored[Relation], RelationRow] = KeyedColumn(
            lambda _stored: "relation", self._make, self._fill, tools.theme.scaled(1)
        )
        self._stored: dict[RelationRow, Stored[Relation]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tools.theme.space(1))
        column.addWidget(self.rows)
        self.place = FormPlace(self.rows, tools.save, tools.drafts, self)

    def show_person(self, person: Person) -> None:
        """Show whom somebody knows."""
        anew = self._person is None or self._person.page.id != person.page.id
        if anew:
            self.place.close()
        self._person = person
        self.rows.sync((((stored.id), stored) for stored in person.profile.relations), anew=anew)

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.place.form is None and (self._person is None or not self._person.profile.relations)

    def add(self, *, focus: bool = True) -> None:
        """Open the lines for another relation."""
        person = self._person
        if person is None:
            return
        other = ContactField(self._tools.theme, self._jobs, self._tools.services.contacts)
        form = InPlaceForm(
            self._tools.theme,
            tr("Relation"),
            (
                FormLine("relation", tr("They are"), tr("referred by"), words=relation_choices()),
                FormLine("contact", tr("Person"), tr("Part of a name"), field=other),
            ),
        )
        contact_id = person.page.id
        self.place.open(form, partial(self._job, contact_id, other), (contact_id, _ADDING), focus=focus)

    def _job(self, contact_id: int, other: ContactField, texts: dict[str, str]) -> Job:
        kind = relation_kind(texts["relation"])
        contacts, profiles = self._tools.services.contacts, self._tools.services.people.profiles
        new_name = other.new_name()
        other_id = other.settled()
        if other_id is None and not new_name:
            raise InvalidInput("contact", "Who is it? Type a part of the name.")

        def write() -> None:
            found = contacts.add(ContactDraft(name=name_from(new_name))) if other_id is None else other_id
            profiles.save_relation(contact_id, None, found, kind)

        return write

    def _make(self, _kind: str) -> RelationRow:
        row = RelationRow(self._tools.theme)
        row.opened.connect(lambda: self._tools.navigate("contact", self._stored[row].value.other_id))
        row.kind_typed.connect(partial(self._rename, row))
        row.removed.connect(partial(self._remove, row))
        return row

    def _fill(self, row: RelationRow, _key: Hashable, stored: Stored[Relation]) -> None:
        before = self._stored.get(row)
        if before is None or before.id != stored.id:
            row.kind.put_away()
        self._stored[row] = stored
        row.show_relation(stored.value)

    def _rename(self, row: RelationRow, words: str) -> None:
        if self._person is None:
            return
        stored, contact_id = self._stored[row], self._person.page.id
        profiles, relation = self._tools.services.people.profiles, stored.value
        kind = relation_kind(words)
        job = partial(profiles.save_relation, contact_id, stored.id, relation.other_id, kind, relation.note)
        if not words:
            job = partial(profiles.remove_relation, contact_id, stored.id)
        self._tools.save(job, words, partial(self._show_error, row, contact_id), lambda: None)

    def _remove(self, row: RelationRow) -> None:
        if self._person is None:
            return
        stored = self._stored[row]
        job = partial(self._tools.services.people.profiles.remove_relation, self._person.page.id, stored.id)
        self._tools.save(job, "", lambda _error: False, lambda: None)

    def _show_error(self, row: RelationRow, contact_id: int, error: UserError) -> bool:
        if not self._tools.is_shown(contact_id):
            return False
        row.kind.show_error(error.sentence)
        return True
