"""What a person's page shows besides names and ways to reach them."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.background import Consent, LifecycleStep, Relation, Role
from crm_desktop.domain.pages import Stored
from crm_desktop.domain.profile import Profile
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import own_fields
from crm_desktop.storage.queries.instants import day_or_none


def profile(connection: Connection, contact_id: int) -> Profile | None:
    """All of it for one person; None when the person is gone."""
    row = connection.execute(
        "SELECT pinned_note, payment_terms, lifecycle, do_not_contact, photo, phonetic_given, phonetic_family "
        "FROM contacts WHERE id = ?",
        (contact_id,),
    ).fetchone()
    if row is None:
        return None
    return Profile(
        pinned_note=row[0],
        payment_terms=row[1],
        lifecycle=row[2],
        steps=steps(connection, contact_id),
        do_not_contact=bool(row[3]),
        photo=row[4],
        phonetic_given=row[5],
        phonetic_family=row[6],
        roles=roles(connection, contact_id),
        relations=relations(connection, contact_id),
        consents=consents(connection, contact_id),
        own=own_fields.values(connection, "contact", contact_id),
    )


def steps(connection: Connection, contact_id: int) -> tuple[Stored[LifecycleStep], ...]:
    """When the person reached which stage, oldest first."""
    return tuple(
        Stored(row[0], LifecycleStep(row[1], date.fromisoformat(row[2])))
        for row in connection.execute(
            "SELECT id, stage, day FROM lifecycle_steps WHERE contact_id = ? ORDER BY day, id", (contact_id,)
        )
    )


def roles(connection: Connection, contact_id: int) -> tuple[Stored[Role], ...]:
    """Roles besides the main one: those that last before those that ended, the latest first."""
    return tuple(
        Stored(row[0], Role(*row[1:]))
        for row in connection.execute(
            "SELECT r.id, r.company_id, o.name, r.title, r.from_day, r.until_day FROM contact_roles r "
            "JOIN companies o ON o.id = r.company_id WHERE r.contact_id = ? "
            "ORDER BY r.until_day <> '', r.until_day DESC, r.from_day DESC, r.position, r.id",
            (contact_id,),
        )
    )


def relations(connection: Connection, contact_id: int) -> tuple[Stored[Relation], ...]:
    """Other people and what they are to this one, by name."""
    return tuple(
        Stored(row[0], Relation(*row[1:]))
        for row in connection.execute(
            "SELECT r.id, r.other_id, c.display_name, r.kind, r.note FROM relations r JOIN contacts c ON c.id = r.other_id "
            "WHERE r.contact_id = ? ORDER BY c.sort_key, r.id",
            (contact_id,),
        )
    )


def consents(connection: Connection, contact_id: int) -> tuple[Stored[Consent], ...]:
    """What the person agreed to, the latest first."""
    return tuple(
        Stored(row[0], Consent(row[1], row[2], row[3], row[4], date.fromisoformat(row[5]), day_or_none(row[6])))
        for row in connection.execute(
            "SELECT id, purpose, basis, source, wording, given_on, withdrawn_on FROM consents WHERE contact_id = ? "
            "ORDER BY given_on DESC, id DESC",
            (contact_id,),
        )
    )


def relation_rows(connection: Connection, relation_id: int) -> list[tuple[int, int, int, str]]:
    """Both rows of a relation by the id of one of them: (id, contact id, other id, pair), that one first."""
    return [
        tuple(row)
        for row in connection.execute(
            "SELECT id, contact_id, other_id, pair FROM relations WHERE pair = (SELECT pair FROM relations WHERE id = ?1) "
            "ORDER BY id <> ?1",
            (relation_id,),
        )
    ]


def same_relation(connection: Connection, contact_id: int, other_id: int, kind: str) -> int | None:
    """The id of a relation that says this already."""
    row = connection.execute(
        "SELECT id FROM relations WHERE contact_id = ? AND other_id = ? AND kind = ?", (contact_id, other_id, kind)
    ).fetchone()
    return row[0] if row else None


def owner(connection: Connection, table: str, row_id: int) -> int | None:
    """Whose page a row of contact_roles, consents or lifecycle_steps stands on; None when it is gone."""
    row = connection.execute(f"SELECT contact_id FROM {table} WHERE id = ?", (row_id,)).fetchone()
    return row[0] if row else None


def photo(connection: Connection, contact_id: int) -> str:
    """The name of the person's picture in the folder of files, empty for none."""
    row = connection.execute("SELECT photo FROM contacts WHERE id = ?", (contact_id,)).fetchone()
    return row[0] if row else ""
