"""Fields that the user makes for contacts, companies and deals, and what they hold."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from typing import Final

from crm_desktop.domain.changes import OWN_FIELD, Change
from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.folding import fold
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.own_fields import (
    FIELD_NAME_LIMIT,
    HAS_OPTIONS,
    SUBJECTS,
    FieldKind,
    OwnField,
    OwnValue,
    clean_options,
    parse_value,
)
from crm_desktop.services import own_choices
from crm_desktop.services.ports import Clock
from crm_desktop.services.reading_days import habits
from crm_desktop.services.settings import HIDDEN_FIELDS, SettingsService
from crm_desktop.services.writes import VALUE_TABLES, Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import own_fields as queries
from crm_desktop.storage.writing import Writing

_GONE: Final = "This field is no longer there."


class OwnFieldService:
    """Reads are one statement each; every change is one undoable unit of work."""

    def __init__(
        self,
        database: Database,
        writing: Writing,
        settings: SettingsService,
        clock: Clock,
        publish: Callable[[Change], None],
    ) -> None:
        self._database = database
        self._writing = writing
        self._settings = settings
        self._clock = clock
        self._publish = publish

    def fields(self, subject: str, *, with_hidden: bool = False) -> list[OwnField]:
        """The fields of "contact", "company" or "deal" in the user's order."""
        return queries.fields(self._database.reader(), subject, with_hidden=with_hidden)

    def add(self, subject: str, name: str, kind: str, options: Sequence[str] = ()) -> int:
        """Make a field at the end; returns its id. Raises InvalidInput (fields "name", "options")."""
        assert subject in SUBJECTS
        cleaned = self._checked_name(subject, name, None)
        chosen = _checked_options(FieldKind(kind), options)
        with self._writing(message("Made the field “{field}”", field=cleaned)) as work:
            return insert_field(work, subject, cleaned, FieldKind(kind), chosen)

    def rename(self, field_id: int, name: str) -> None:
        """Call a field otherwise; raises InvalidInput (field "name")."""
        field = self._field(field_id)
        cleaned = self._checked_name(field.subject, name, field_id)
        with self._writing(message("Renamed the field “{field}”", field=field.name)) as work:
            work.update("own_fields", field_id, name=cleaned, compare_key=fold(cleaned))

    def set_options(self, field_id: int, options: Sequence[str], *, take_out: bool = False) -> None:
        """Say what may be chosen; raises ChoiceInUse when one that was taken would be lost, unless it is to be taken out.

        A choice that is only written otherwise (case, accents) is written so everywhere. InvalidInput (field "options").
        """
        field = self._field(field_id)
        chosen = _checked_options(field.kind, options)
        with self._writing(message("Changed the choices of “{field}”", field=field.name)) as work:
            work.update("own_fields", field_id, options=json.dumps(chosen, ensure_ascii=False))
            own_choices.rewrite(work, field, chosen, {}, take_out=take_out)

    def rename_option(self, field_id: int, old: str, new: str) -> None:
        """Call one choice otherwise, also where it was taken; raises InvalidInput (field "options")."""
        field = self._field(field_id)
        if old not in field.options:
            raise NotFound("This choice is no longer there.")
        options = clean_options([new if option == old else option for option in field.options])
        if len(options) != len(field.options):
            raise InvalidInput("options", "There is “{text}” already.", text=clean_line(new, 40))
        with self._writing(message("Changed the choices of “{field}”", field=field.name)) as work:
            work.update("own_fields", field_id, options=json.dumps(options, ensure_ascii=False))
            own_choices.rewrite(work, field, options, {old: options[field.options.index(old)]})

    def move(self, field_id: int, position: int) -> None:
        """Put a field at this place (0 for the first) among those of its subject."""
        field = self._field(field_id)
        ordered = [each for each in self.fields(field.subject, with_hidden=True) if each.id != field_id]
        ordered.insert(max(0, min(position, len(ordered))), field)
        with self._writing(message("Moved the field “{field}”", field=field.name)) as work:
            for place, each in enumerate(ordered):
                if each.position != place:
                    work.update("own_fields", each.id, position=place)

    def hide(self, field_id: int, hidden: bool) -> None:
        """Show a field no longer, or again; what it holds stays."""
        field = self._field(field_id)
        label = "Hid the field “{field}”" if hidden else "Showed the field “{field}” again"
        with self._writing(message(label, field=field.name)) as work:
            work.update("own_fields", field_id, hidden=int(hidden))

    def delete(self, field_id: int) -> None:
        """Delete a field with everything in it; one undo brings all of it back."""
        field = self._field(field_id)
        with self._writing(message("Deleted the field “{field}”", field=field.name)) as work:
            work.delete("own_fields", field_id)

    def values(self, subject: str, owner_id: int) -> tuple[OwnValue, ...]:
        """Every shown field in order with what it holds for one owner; an empty text where that is nothing."""
        return queries.values(self._database.reader(), subject, owner_id)

    def set_value(self, field_id: int, owner_id: int, typed: str) -> None:
        """Put what was typed into a field of one owner; nothing typed empties it. Raises InvalidInput (field "value")."""
        field = self._field(field_id)
        owner = queries.owner_name(self._database.reader(), field.subject, owner_id)
        if owner is None:
            raise NotFound("What this belongs to is no longer there.")
        text, sort = self.checked(field, typed)
        with self._writing(message("Changed {field} of {name}", field=field.name, name=owner)) as work:
            write_value(work, field, owner_id, text, sort)

    def checked(self, field: OwnField, typed: str) -> tuple[str, float | None]:
        """What is typed as it would be stored; raises InvalidInput (field "value")."""
        return parse_value(field, typed, habits(self._settings, self._clock))

    def hidden_builtin(self, subject: str) -> frozenset[str]:
        """The built-in fields that are not to be shown, by the names that their pages give them."""
        prefix = f"{subject}."
        hidden = self._settings.get(HIDDEN_FIELDS.name).split(",")
        return frozenset(name.removeprefix(prefix) for name in hidden if name.startswith(prefix))

    def hide_builtin(self, subject: str, name: str, hidden: bool) -> None:
        """Show a built-in field no longer, or again; what stands in it stays, and is shown where it is filled in."""
        kept = {each for each in self._settings.get(HIDDEN_FIELDS.name).split(",") if each}
        changed = kept | {f"{subject}.{name}"} if hidden else kept - {f"{subject}.{name}"}
        self._settings.set(HIDDEN_FIELDS.name, ",".join(sorted(changed)))
        # A setting is told to nobody by itself; the pages that are open show other fields now.
        self._publish(Change({OWN_FIELD: frozenset((0,))}))

    def _field(self, field_id: int) -> OwnField:
        field = queries.field(self._database.reader(), field_id)
        if field is None:
            raise NotFound(_GONE)
        return field

    def _checked_name(self, subject: str, name: str, own_id: int | None) -> str:
        cleaned = clean_line(name, FIELD_NAME_LIMIT)
        if not cleaned:
            raise InvalidInput("name", "A field needs a name.")
        for field in self.fields(subject, with_hidden=True):
            if fold(field.name) == fold(cleaned) and field.id != own_id:
                sentence: Message = message("There is a field “{field}” already.", field=field.name)
                if field.hidden:
                    sentence = message("There is a field “{field}” already; it is hidden.", field=field.name)
                raise InvalidInput("name", sentence)
        return cleaned


def insert_field(work: Work, subject: str, name: str, kind: FieldKind, options: Sequence[str]) -> int:
    """Make a field at the end, inside a unit of work; name and options are clean. Returns its id."""
    position = 1 + max((field.position for field in queries.plain_fields(work.read, subject)), default=-1)
    return work.insert(
        "own_fields",
        uid=uuid.uuid4().hex,
        subject=subject,
        name=name,
        compare_key=fold(name),
        kind=kind.value,
        options=json.dumps(list(options), ensure_ascii=False),
        position=position,
        created_at=work.now,
    )


def write_value(work: Work, field: OwnField, owner_id: int, text: str, sort: float | None) -> None:
    """Put a value that `parse_value` made into a field of one owner, inside a unit of work; an empty text empties it."""
    table = VALUE_TABLES[field.subject]
    have = queries.value_row(work.read, field.subject, owner_id, field.id)
    if not text:
        if have is not None:
            work.delete(table, have[0])
        return
    columns: dict[str, object] = {"text": text, "compare_key": value_key(text), "sort": sort}
    if have is None:
        work.insert(table, **{f"{field.subject}_id": owner_id}, field_id=field.id, **columns)
    elif have[1] != text:
        work.update(table, have[0], **columns)


def value_key(text: str) -> str:
    """What the values of a field are compared by."""
    return fold(text)[:200]


def _checked_options(kind: FieldKind, options: Sequence[str]) -> tuple[str, ...]:
    if kind not in HAS_OPTIONS:
        return ()
    chosen = clean_options(options)
    if not chosen:
        raise InvalidInput("options", "Write at least one choice.")
    return chosen
