"""Columns for what is known of a person besides names and ways to reach them: setters, and the cells of our own table.

What has several parts and comes several times (roles, relations, consent, days of the lifecycle) stands in our own table
as JSON: a list of lists of texts, which reads back without loss and can still be read by people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from crm_desktop.domain.background import (
    Background,
    Consent,
    LifecycleStage,
    LifecycleStep,
    OwnText,
    RelatedName,
    Role,
)
from crm_desktop.domain.contacts import Fact
from crm_desktop.formats.csv import google
from crm_desktop.formats.csv.columns import Column
from crm_desktop.formats.csv.headers import OWN_FIELD
from crm_desktop.formats.dates import read_date
from crm_desktop.formats.drafts import DraftBuilder
from crm_desktop.formats.relations import related
from crm_desktop.formats.targets import field_of, label_of

Setter = Callable[[DraftBuilder, str, Sequence[str]], None]
SINGLE: Final = {
    "Phonetic First Name": "phonetic_given",
    "Phonetic Last Name": "phonetic_family",
    "Pinned Note": "pinned_note",
    "Payment Terms": "payment_terms",
    "Lifecycle": "lifecycle",
    "Do Not Contact": "do_not_contact",
    "Lifecycle Days": "steps",
    "Roles": "roles",
    "Relations": "relations",
    "Consents": "consents",
}
"""The headers of our own table, each with the target it goes to."""
_TEXTS: Final = ("phonetic_given", "phonetic_family", "pinned_note", "payment_terms")
_LISTS: Final = ("steps", "roles", "relations", "consents")
_OWN_HEADER: Final = re.compile(re.escape(OWN_FIELD) + r"([a-z\-]+)(?: (\[.*\]))?: (.*)", re.DOTALL)
_YES: Final = frozenset(("yes", "true", "1", "x", "y", "ja", "oui", "si", "sí", "on"))
_NO: Final = frozenset(("no", "false", "0", "n", "nein", "non", "off"))
_STAGES: Final = {
    "customer": "client", "subscriber": "lead", "marketingqualifiedlead": "interested", "salesqualifiedlead": "qualified",
    "opportunity": "qualified", "former client": "past", "past client": "past", "repeat client": "repeat",
}  # fmt: skip


def own_match(header: str) -> str | None:
    """The target of a header of our own table; None when it is not one of ours or Google's."""
    if (found := _OWN_HEADER.fullmatch(header)) is not None:
        return f"own.{found[1]}:{found[3]}"
    return SINGLE.get(header) or google.match(header)


def own_header(part: OwnText) -> str:
    """The header under which an own field stands: its kind, its choices as JSON, its name."""
    options = f" {json.dumps(part.options, ensure_ascii=False)}" if part.options else ""
    return f"{OWN_FIELD}{part.kind or 'text'}{options}: {part.name}"


def cells(more: Background) -> dict[str, str]:
    """Header -> cell of everything that our own table has of a background, a photo left out."""
    found = {
        "Phonetic First Name": more.phonetic_given,
        "Phonetic Last Name": more.phonetic_family,
        "Pinned Note": more.pinned_note,
        "Payment Terms": more.payment_terms,
        "Lifecycle": more.lifecycle,
        "Do Not Contact": "yes" if more.do_not_contact else "",
        "Lifecycle Days": _json([step.stage, step.day.isoformat()] for step in more.steps),
        "Roles": _json([role.company, role.title, role.from_day, role.until_day] for role in more.roles),
        "Relations": _json([part.kind, part.uid, part.name, part.note] for part in more.relations),
        "Consents": _json(
            [
                *(each.purpose, each.basis, each.source, each.wording, each.given_on.isoformat()),
                each.withdrawn_on.isoformat() if each.withdrawn_on else "",
            ]
            for each in more.consents
        ),
    }
    return found | {own_header(part): part.text for part in more.own}


def background_setter(column: Column, label: Callable[[Sequence[str]], str]) -> Setter | None:
    """The function that takes a cell of such a column into a draft; None for another column.

    `label` gives what stands in the column for the label beside it.
    """
    field = field_of(column.target)
    if field in _TEXTS:
        return _text(field)
    if field in _LISTS:
        return _list(field)
    if field.startswith("own."):
        return _own(column)
    if field == "relation":
        return lambda builder, text, row: _add(builder, "related", related(label(row), text))
    return {"lifecycle": _lifecycle, "do_not_contact": _do_not_contact}.get(field)


def _text(field: str) -> Setter:
    def put(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
        builder.more[field] = text

    return put


def _lifecycle(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
    word = text.strip().lower()
    stage = _STAGES.get(word, word)
    if stage in set(LifecycleStage):
        builder.more["lifecycle"] = stage
    else:
        builder.facts.append(Fact("lifecycle", text))


def _do_not_contact(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
    word = text.strip().lower()
    if word in _YES:
        builder.more["do_not_contact"] = True
    elif word not in _NO:
        builder.facts.append(Fact("do not contact", text))


def _own(column: Column) -> Setter:
    kind, name = field_of(column.target).partition(".")[2], label_of(column.target) or column.header
    found = _OWN_HEADER.fullmatch(column.header)
    options = _options(found[2]) if found is not None and found[2] else ()

    def put(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
        value = (read_date(text, column.order) or text) if kind == "day" else text
        _add(builder, "own", OwnText(name, value, kind, options))

    return put


def _options(text: str) -> tuple[str, ...]:
    try:
        found = json.loads(text)
    except ValueError:
        return ()
    return tuple(str(option) for option in found) if isinstance(found, list) else ()


def _list(field: str) -> Setter:
    make = _PARTS[field]

    def put(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
        try:
            found = [make(*(str(part) for part in entry)) for entry in json.loads(text)]
        except (ValueError, TypeError):
            # Somebody else's column of this name, or one that was changed by hand: nothing of it is lost.
            builder.facts.append(Fact(field, text))
        else:
            builder.more[field] = [*builder.more.get(field, ()), *found]

    return put


def _step(stage: str, day: str) -> LifecycleStep:
    return LifecycleStep(stage, date.fromisoformat(day))


def _role(company: str, title: str, from_day: str, until_day: str) -> Role:
    return Role(None, company, title, from_day, until_day)


def _relation(kind: str, uid: str, name: str, note: str) -> RelatedName:
    return RelatedName(uid, name, kind, note)


def _consent(purpose: str, basis: str, source: str, wording: str, given: str, withdrawn: str) -> Consent:
    day = date.fromisoformat(withdrawn) if withdrawn else None
    return Consent(purpose, basis, source, wording, date.fromisoformat(given), day)


_PARTS: Final[dict[str, Callable[..., object]]] = {
    "steps": _step,
    "roles": _role,
    "relations": _relation,
    "consents": _consent,
}


def _json(entries: Iterable[list[str]]) -> str:
    found = list(entries)
    return json.dumps(found, ensure_ascii=False) if found else ""


def _add(builder: DraftBuilder, name: str, part: object) -> None:
    builder.more.setdefault(name, []).append(part)
