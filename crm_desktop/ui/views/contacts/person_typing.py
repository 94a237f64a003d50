"""The name and the pinned note of a person as they are typed: saved on leaving, kept over a crash, refused where they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message
from crm_desktop.ui.texts import one_line
from crm_desktop.ui.views.contacts.person_drafts import PersonDrafts
from crm_desktop.ui.views.contacts.person_forms import renamed
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.widgets import InlineEdit

if TYPE_CHECKING:
    from crm_desktop.ui.views.contacts.person_page import PersonPage

NAME_FORM: Final = "form/name"
_NAME: Final = "name"
_NOTE: Final = "pinned_note"
_LONGEST_NAME: Final = 500


class OpensParts(Protocol):
    """Opens the form with the parts of a name."""

    def __call__(self, person: Person, *, focus: bool = True) -> None: ...


class PersonTyping(QObject):
    """Listens to both fields of a `PersonPage`; what they hold belongs to whom they show, even while the list has gone on."""

    def __init__(
        self, page: PersonPage, drafts: PersonDrafts, fail: Callable[[Message], None], open_parts: OpensParts
    ) -> None:
        super().__init__(page)
        self._page = page
        self._drafts = drafts
        self._fail = fail
        self._open_parts = open_parts
        self._watch(page.header.name, _NAME, self._rename)
        self._watch(page.strips.note, _NOTE, self._save_note)

    def _watch(self, edit: InlineEdit, field: str, save: Callable[[Person, str], None]) -> None:
        edit.typed.connect(partial(self._keep, field))
        edit.editing_changed.connect(lambda editing: None if editing else self._drop(field))
        edit.committed.connect(lambda typed: self._save(field, save, typed))

    def restore(self, person: Person) -> None:
        """What was typed before the program ended stands there again, without taking the focus."""
        kept = self._drafts.kept(person.page.id)
        name, note = kept.get(_NAME), kept.get(_NOTE)
        if isinstance(name, str) and name.strip():
            self._page.header.name.restore(name)
        if isinstance(note, str) and note.strip():
            self._page.strips.restore_note(note)
        if isinstance(kept.get(NAME_FORM), dict):
            self._open_parts(person, focus=False)

    def _keep(self, field: str, typed: str) -> None:
        person = self._page.shown_person()
        if person is not None:
            self._drafts.keep(person.page.id, field, typed)

    def _drop(self, field: str) -> None:
        person = self._page.shown_person()
        if person is not None:
            self._drafts.drop(person.page.id, field)

    def _save(self, field: str, save: Callable[[Person, str], None], typed: str) -> None:
        # It belongs to whom the field shows, who may be another than whom the list has chosen by now.
        person = self._page.shown_person()
        if person is not None:
            self._keep(field, typed)
            save(person, typed)

    def _rename(self, person: Person, typed: str) -> None:
        name = renamed(person.page.name, one_line(typed, _LONGEST_NAME))
        refused = partial(self._refused, self._page.header.name, person.page.id)
        self._page.writes.rename(person.page.id, name, refused, partial(self._drafts.drop, person.page.id, _NAME))

    def _save_note(self, person: Person, typed: str) -> None:
        refused = partial(self._refused, self._page.strips.note, person.page.id)
        self._page.writes.save_note(person.page.id, typed, refused, partial(self._drafts.drop, person.page.id, _NOTE))

    def _refused(self, edit: InlineEdit, contact_id: int, error: UserError) -> None:
        if self._page.contact_id() == contact_id:
            edit.show_error(error.sentence)
        else:
            self._fail(error.sentence)
