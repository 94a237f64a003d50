"""Putting what a file or a form tells of people, besides names and ways to reach them, into the tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from crm_desktop.domain.background import NOTHING_ELSE, Background, OwnText, RelatedName
from crm_desktop.domain.contacts import ContactDraft, Fact, Name, sort_key
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.folding import fold
from crm_desktop.domain.own_fields import (
    HAS_OPTIONS,
    MOST_OPTIONS,
    FieldKind,
    Habits,
    OwnField,
    clean_options,
    parse_value,
    values_of_choices,
)
from crm_desktop.services.own_fields import insert_field, write_value
from crm_desktop.services.profiles import consent_columns, insert_relation, role_columns
from crm_desktop.services.writes import Work, company_for
from crm_desktop.storage.queries import backgrounds, own_fields

_TEXTS: Final = ("phonetic_given", "phonetic_family", "pinned_note", "payment_terms", "lifecycle")


class BackgroundWriting:
    """For one unit of work; `store` keeps a photo and returns its name, None leaves photos out (a preview)."""

    def __init__(self, work: Work, habits: Habits | None = None, store: Callable[[bytes], str] | None = None) -> None:
        self._work = work
        self._habits = habits or Habits()
        self._store = store
        self._fields: dict[str, OwnField] | None = None
        self._grows: set[int] = set()
        self._related: list[tuple[int, RelatedName]] = []

    def understood(self, draft: ContactDraft) -> ContactDraft:
        """The draft with its own texts as they are stored; fields that are not there yet are made.

        What its field does not take is kept as a fact under the field's name, so that nothing is lost.
        """
        if not draft.more.own:
            return draft
        own, facts = [], list(draft.facts)
        for part in draft.more.own:
            field = self._field(part)
            try:
                text, _sort = parse_value(field, part.text, self._habits)
            except InvalidInput:
                facts.append(Fact(field.name, part.text))
            else:
                own.append(OwnText(field.name, text, field.kind.value))
        more = replace(draft.more, own=tuple(own))
        return replace(draft, facts=tuple(facts), more=NOTHING_ELSE if more == NOTHING_ELSE else more)

    def write(self, contact_id: int, said: Background) -> None:
        """Put it all in; for somebody who is there already, `said` are the news. Relations wait for `relate`."""
        if said is NOTHING_ELSE:
            return
        work = self._work
        columns: dict[str, object] = {name: getattr(said, name) for name in _TEXTS if getattr(said, name)}
        if said.do_not_contact:
            columns["do_not_contact"] = 1
        if said.photo and self._store is not None:
            columns["photo"] = self._store(said.photo)
        if columns:
            work.update("contacts", contact_id, **columns)
        for step in said.steps:
            work.insert("lifecycle_steps", contact_id=contact_id, stage=step.stage, day=step.day.isoformat())
        for position, role in enumerate(said.roles):
            company_id = company_for(work, role.company)
            work.insert(
                "contact_roles", contact_id=contact_id, company_id=company_id, position=position, **role_columns(role)
            )
        for consent in said.consents:
            work.insert("consents", contact_id=contact_id, **consent_columns(consent))
        for part in said.own:
            field = self._field(part)
            write_value(work, field, contact_id, *parse_value(field, part.text, self._habits))
        self._related += [(contact_id, part) for part in said.relations]

    def relate(self) -> None:
        """Join people to those whom their relations name, now that all are there; whoever cannot be told stays a fact."""
        for contact_id, part in self._related:
            other_id = self._person(part)
            if other_id is not None and other_id != contact_id:
                insert_relation(self._work, contact_id, other_id, part.kind, part.note)
            elif other_id is None:
                told = part.name or part.uid
                text = f"{told} ({part.note})" if part.note else told
                self._work.insert("facts", contact_id=contact_id, kind=part.kind, text=text, position=1_000_000)
        self._related.clear()

    def _person(self, part: RelatedName) -> int | None:
        if part.uid and (found := backgrounds.person_with_uid(self._work.read, part.uid)) is not None:
            return found
        named = backgrounds.people_named(self._work.read, sort_key(Name(formatted=part.name), part.name))
        return named[0] if len(named) == 1 else None

    def _field(self, part: OwnText) -> OwnField:
        if self._fields is None:
            found = own_fields.plain_fields(self._work.read, "contact")
            self._fields = {fold(field.name): field for field in found}
        field = self._fields.get(fold(part.name)) or self._made(part)
        if field.kind in HAS_OPTIONS:
            field = self._with_options(field, part)
        self._fields[fold(field.name)] = field
        return field

    def _made(self, part: OwnText) -> OwnField:
        kind = FieldKind(part.kind) if part.kind in set(FieldKind) else FieldKind.TEXT
        field_id = insert_field(self._work, "contact", part.name, kind, ())
        self._grows.add(field_id)
        return OwnField(field_id, "contact", part.name, kind)

    def _with_options(self, field: OwnField, part: OwnText) -> OwnField:
        """The field with the choices that its source lists; of one that was made just now, with every one that comes."""
        said = part.options
        if not said and field.id in self._grows:
            said = values_of_choices(part.text) if field.kind is FieldKind.CHOICES else (part.text.replace(";", ","),)
        try:
            options = clean_options([*field.options, *said])
        except InvalidInput:
            return field
        if options == field.options or len(options) > MOST_OPTIONS:
            return field
        self._work.update("own_fields", field.id, options=json.dumps(options, ensure_ascii=False))
        return replace(field, options=options)
