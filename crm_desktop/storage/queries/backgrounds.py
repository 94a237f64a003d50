"""What is known of people besides names and ways to reach them, read for many at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from crm_desktop.domain.background import Background, Consent, LifecycleStep, OwnText, RelatedName, Role
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import day_or_none, marks

_COLUMNS: Final = (
    "phonetic_given", "phonetic_family", "pinned_note", "payment_terms", "lifecycle", "do_not_contact",
)  # fmt: skip
_SAYS_SOMETHING: Final = " OR ".join(f"{column} NOT IN ('', 0)" for column in _COLUMNS)


def backgrounds(connection: Connection, ids: Sequence[int]) -> dict[int, Background]:
    """The background of those of these people (at most some hundreds) who have one, but for their photos."""
    texts = {
        row[0]: row[1:]
        for row in connection.execute(
            f"SELECT id, {', '.join(_COLUMNS)} FROM contacts WHERE id IN ({marks(len(ids))}) AND ({_SAYS_SOMETHING})",
            tuple(ids),
        )
    }
    steps, roles, consents = _steps(connection, ids), _roles(connection, ids), _consents(connection, ids)
    relations, own = _relations(connection, ids), _own(connection, ids)
    found: dict[int, Background] = {}
    for owner in {*texts, *steps, *roles, *consents, *relations, *own}:
        given, family, pinned, terms, lifecycle, is_quiet = texts.get(owner, ("", "", "", "", "", 0))
        found[owner] = Background(
            phonetic_given=given,
            phonetic_family=family,
            pinned_note=pinned,
            payment_terms=terms,
            lifecycle=lifecycle,
            do_not_contact=bool(is_quiet),
            steps=tuple(steps.get(owner, ())),
            roles=tuple(roles.get(owner, ())),
            relations=tuple(relations.get(owner, ())),
            consents=tuple(consents.get(owner, ())),
            own=tuple(own.get(owner, ())),
        )
    return found


def photos(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The names of the pictures of these people in the folder of files, for those who have one."""
    query = f"SELECT id, photo FROM contacts WHERE id IN ({marks(len(ids))}) AND photo <> ''"
    return dict(connection.execute(query, tuple(ids)))


def people_named(connection: Connection, sort_key: str) -> list[int]:
    """At most two of the people of that sort key: whether a name means one person."""
    return [row[0] for row in connection.execute("SELECT id FROM contacts WHERE sort_key = ? LIMIT 2", (sort_key,))]


def person_with_uid(connection: Connection, uid: str) -> int | None:
    """The person of that identifier."""
    row = connection.execute("SELECT id FROM contacts WHERE uid = ?", (uid,)).fetchone()
    return row[0] if row else None


def _steps(connection: Connection, ids: Sequence[int]) -> dict[int, list[LifecycleStep]]:
    rows = _parts(connection, "contact_id, stage, day FROM lifecycle_steps", "day, id", ids)
    return {
        owner: [LifecycleStep(row[0], date.fromisoformat(row[1])) for row in found] for owner, found in rows.items()
    }


def _roles(connection: Connection, ids: Sequence[int]) -> dict[int, list[Role]]:
    rows = _parts(
        connection,
        "p.contact_id, o.name, p.title, p.from_day, p.until_day FROM contact_roles p JOIN companies o ON o.id = p.company_id",
        "p.position, p.id",
        ids,
        "p.contact_id",
    )
    return {owner: [Role(None, *row) for row in found] for owner, found in rows.items()}


def _consents(connection: Connection, ids: Sequence[int]) -> dict[int, list[Consent]]:
    what = "contact_id, purpose, basis, source, wording, given_on, withdrawn_on FROM consents"
    return {
        owner: [
            Consent(row[0], row[1], row[2], row[3], date.fromisoformat(row[4]), day_or_none(row[5])) for row in found
        ]
        for owner, found in _parts(connection, what, "id", ids).items()
    }


def _relations(connection: Connection, ids: Sequence[int]) -> dict[int, list[RelatedName]]:
    rows = _parts(
        connection,
        "p.contact_id, c.uid, c.display_name, p.kind, p.note FROM relations p JOIN contacts c ON c.id = p.other_id",
        "p.id",
        ids,
        "p.contact_id",
    )
    return {owner: [RelatedName(*row) for row in found] for owner, found in rows.items()}


def _own(connection: Connection, ids: Sequence[int]) -> dict[int, list[OwnText]]:
    rows = _parts(
        connection,
        "p.contact_id, f.name, p.text, f.kind, f.options FROM contact_values p JOIN own_fields f ON f.id = p.field_id",
        "f.position, f.id",
        ids,
        "p.contact_id",
    )
    return {
        owner: [OwnText(row[0], row[1], row[2], tuple(json.loads(row[3]))) for row in found]
        for owner, found in rows.items()
    }


def _parts(
    connection: Connection, what: str, order: str, ids: Sequence[int], owner: str = "contact_id"
) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    query = f"SELECT {what} WHERE {owner} IN ({marks(len(ids))}) ORDER BY {owner}, {order}"
    for row in connection.execute(query, tuple(ids)):
        found.setdefault(row[0], []).append(row[1:])
    return found
