"""What happened with a person, a company or in a deal, newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final

from crm_desktop.domain.interactions import SPOKEN, Direction, InteractionKind
from crm_desktop.domain.timeline_entries import (
    CHANGED,
    FILE,
    LOST,
    MOVED,
    REMINDER_DONE,
    REMINDER_SET,
    WON,
    EntryFile,
    OwnerKind,
    TimelineEntry,
    TimelineOwner,
)
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import deal_changes, field_changes
from crm_desktop.storage.queries.instants import instant, instant_or_none
from crm_desktop.storage.queries.timeline_words import words_of

Place = tuple[int, int, int]
"""Where a page begins: (seconds, rank of the kind, id) of the entry before it, so that pages follow without gaps."""

_FAR_FUTURE: Final = 2**62
_START: Final = (_FAR_FUTURE, 9, _FAR_FUTURE)
_RANKS: Final = {MOVED: 1, WON: 2, LOST: 2, REMINDER_SET: 3, REMINDER_DONE: 4, FILE: 5, CHANGED: 6}
_SPOKEN: Final = ", ".join(f"'{kind.value}'" for kind in SPOKEN)

# What each part gives; what it does not name is empty. `word1`, `word2` and `days` are for the words of what is no interaction.
_COLUMNS: Final = {
    "at": "0", "rank": "0", "id": "0", "kind": "''", "subject": "''", "text": "''", "direction": "''", "minutes": "NULL",
    "mood": "''", "state": "''", "state_since": "NULL", "due_day": "''", "pinned": "0", "channel": "''", "talks": "0",
    "contact_id": "NULL", "contact": "''", "files": "NULL", "word1": "''", "word2": "''", "days": "0",
}  # fmt: skip
_PEOPLE: Final = "(SELECT id FROM contacts WHERE company_id = :owner)"
_OWNED: Final = {
    OwnerKind.CONTACT: {
        "i": "i.contact_id = :owner",
        "d": "d.contact_id = :owner",
        "r": "r.contact_id = :owner",
        "f": "(f.contact_id = :owner OR f.deal_id IN (SELECT id FROM deals WHERE contact_id = :owner))",
        # Of somebody who was deleted nothing is told.
        "c": f"c.owner_id = :owner AND c.table_name IN ({field_changes.OF_CONTACTS}) "
        "AND EXISTS (SELECT 1 FROM contacts WHERE id = :owner)",
    },
    OwnerKind.COMPANY: {
        # What several people took part in stands there once, with all their names.
        "i": f"(i.company_id = :owner OR i.contact_id IN {_PEOPLE}) AND (i.event_uid = '' OR i.id = (SELECT min(e.id) "
        f"FROM interactions e WHERE e.event_uid = i.event_uid AND e.event_uid <> '' AND (e.company_id = :owner OR e.contact_id IN {_PEOPLE})))",
        "d": f"(d.company_id = :owner OR d.contact_id IN {_PEOPLE})",
        "r": f"r.contact_id IN {_PEOPLE}",
        "f": f"(f.company_id = :owner OR f.contact_id IN {_PEOPLE} OR f.deal_id IN (SELECT id FROM deals WHERE company_id = :owner))",
        "c": f"c.owner_id = :owner AND c.table_name IN ({field_changes.OF_COMPANIES})",
    },
    OwnerKind.DEAL: {
        # What several people took part in stands there once, with all their names.
        "i": "i.deal_id = :owner AND (i.event_uid = '' OR i.id = (SELECT min(e.id) FROM interactions e "
        "WHERE e.event_uid = i.event_uid AND e.event_uid <> '' AND e.deal_id = :owner))",
        "d": "d.id = :owner",
        "r": "r.deal_id = :owner",
        "f": "f.deal_id = :owner",
        "c": deal_changes.OF_DEAL,
    },
}
_NAMED: Final = {
    OwnerKind.COMPANY: ("", f"AND id IN {_PEOPLE}"),
    # Whom a deal is with goes without saying.
    OwnerKind.DEAL: ("AND id IS NOT (SELECT contact_id FROM deals WHERE id = :owner)", ""),
}
_NAMES: Final = """CASE WHEN i.event_uid = '' THEN (SELECT display_name FROM contacts WHERE id = i.contact_id {0}) ELSE
    (SELECT group_concat(display_name, ', ') FROM contacts WHERE id IN (SELECT e.contact_id FROM interactions e
    WHERE e.event_uid = i.event_uid AND e.event_uid <> '') {1}) END"""


def entries(
    connection: Connection,
    owner: TimelineOwner,
    before: TimelineEntry | None,
    limit: int,
    kinds: frozenset[str] | None = None,
) -> list[TimelineEntry]:
    """The entries older than `before` (None: from the newest on), of some kinds or of all."""
    place = _START if before is None else (int(before.at.timestamp()), _RANKS.get(before.kind, 0), before.id)
    query = _query(owner.kind, kinds)
    found: list[TimelineEntry] = []
    while query and len(found) < limit:
        values = {"owner": owner.id, "at": place[0], "rank": place[1], "id": place[2], "limit": limit}
        rows = connection.execute(query, values).fetchall()
        # Not every note of the journal changed something that is shown: read on until the page is full.
        found.extend(entry for row in rows if (entry := _entry(connection, row)) is not None)
        if len(rows) < limit:
            break
        place = rows[-1][0], rows[-1][1], rows[-1][2]
    return found[:limit]


def pinned(connection: Connection, owner: TimelineOwner) -> list[TimelineEntry]:
    """What is kept on top, newest first."""
    condition = f"{_OWNED[owner.kind]['i']} AND i.pinned = 1"
    query = f"{_interactions(owner.kind, condition)} ORDER BY 1 DESC, 3 DESC"
    return [each for row in connection.execute(query, {"owner": owner.id}) if (each := _entry(connection, row))]


def entry(connection: Connection, interaction_id: int) -> TimelineEntry | None:
    """One interaction; None when it is gone."""
    row = connection.execute(_interactions(OwnerKind.CONTACT, "i.id = ?"), (interaction_id,)).fetchone()
    return _entry(connection, row) if row else None


def latest_interactions(connection: Connection, contact_id: int, limit: int) -> list[TimelineEntry]:
    """Only what was logged, newest first, for exports and briefs."""
    owner = TimelineOwner(OwnerKind.CONTACT, contact_id)
    return entries(connection, owner, None, limit, frozenset(InteractionKind))


def interaction_owner(connection: Connection, interaction_id: int) -> tuple[int, str] | None:
    """Whose interaction it is: (contact id or 0, name of the person or company); None when it is gone."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT coalesce(c.id, 0), coalesce(c.display_name, co.name, '') FROM interactions i "
        "LEFT JOIN contacts c ON c.id = i.contact_id LEFT JOIN companies co ON co.id = i.company_id WHERE i.id = ?",
        (interaction_id,),
    ).fetchone()


def deal_owner(connection: Connection, deal_id: int) -> tuple[str, int | None, int | None] | None:
    """Whom a deal is with: (title, contact id, company id); None when it is gone."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT title, contact_id, company_id FROM deals WHERE id = ?", (deal_id,)
    ).fetchone()


def company_name(connection: Connection, company_id: int) -> str | None:
    """What a company is called; None when it is gone."""
    found = connection.execute("SELECT name FROM companies WHERE id = ?", (company_id,)).fetchone()
    return found[0] if found else None


def same_event(connection: Connection, interaction_id: int) -> list[int]:
    """The entries of everybody who took part in the same event, this one among them."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT ?1 UNION SELECT id FROM interactions WHERE event_uid <> '' AND event_uid = "
            "(SELECT event_uid FROM interactions WHERE id = ?1 AND event_uid <> '')",
            (interaction_id,),
        )
    ]


@lru_cache(maxsize=64)
def _query(owner: OwnerKind, kinds: frozenset[str] | None) -> str:
    """One statement over all parts that are wanted; empty when none is."""
    parts = list(_parts(_OWNED[owner], owner, kinds))
    return " UNION ALL ".join(parts) + " ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT :limit" if parts else ""


def _named(owner: OwnerKind, table: str) -> dict[str, str]:
    """On the page of a company, each entry says whose it is."""
    if owner is not OwnerKind.COMPANY:
        return {}
    whose = f"{table}.contact_id"
    return {"contact_id": whose, "contact": f"(SELECT display_name FROM contacts WHERE id = {whose})"}


def _parts(owned: Mapping[str, str], owner: OwnerKind, kinds: frozenset[str] | None) -> Iterator[str]:
    named = partial(_named, owner)

    def wanted(*names: str) -> bool:
        return kinds is None or not kinds.isdisjoint(names)

    title = "''" if owner is OwnerKind.DEAL else "d.title"
    if kinds is None or not kinds.isdisjoint(InteractionKind):
        # The plus keeps SQLite from reading everybody's entries of a kind instead of this one's of all kinds.
        of_kind = "" if kinds is None else f" AND +i.kind IN ({_listed(kinds & set(InteractionKind))})"
        yield _page("interactions i", f"{owned['i']}{of_kind}", "i.occurred_at", 0, "i.id", _interaction_columns(owner))
    if wanted(MOVED):
        values = {"kind": f"'{MOVED}'", "subject": title, "word1": "m.from_stage", "word2": "m.to_stage", "days": "m.days",
                  "state": "m.outcome", **named("d")}  # fmt: skip
        tables = "stage_moves m JOIN deals d ON d.id = m.deal_id"
        # The end that counts stands there as won or lost; here, how it went before it was opened again.
        moved = f"{owned['d']} AND NOT (m.outcome = d.state AND m.moved_at IS d.closed_at)"
        yield _page(tables, moved, "m.moved_at", 1, "m.id", values)
    if wanted(WON, LOST):
        states = _listed({WON, LOST} & (kinds or {WON, LOST}))
        ended = f"{owned['d']} AND d.closed_at IS NOT NULL AND d.state IN ({states})"
        values = {"kind": "d.state", "subject": title, "word1": "d.lost_reason", **named("d")}
        yield _page("deals d", ended, "d.closed_at", 2, "d.id", values)
    # The reminder of a promise is not told of beside the promise itself.
    by_hand = f"{owned['r']} AND r.interaction_id IS NULL"
    if wanted(REMINDER_SET):
        values = {"kind": f"'{REMINDER_SET}'", "subject": "r.text", **named("r")}
        yield _page("reminders r", f"{by_hand} AND r.kind = 'plain'", "r.created_at", 3, "r.id", values)
    if wanted(REMINDER_DONE):
        tables = "occurrences o JOIN reminders r ON r.id = o.reminder_id"
        ended = "r.kind <> 'touch' AND o.ended_at IS NOT NULL"
        values = {"kind": f"'{REMINDER_DONE}'", "subject": "r.text", "word1": "o.ended_as", **named("r")}
        yield _page(tables, f"{by_hand} AND {ended}", "o.ended_at", 4, "o.id", values)
    if wanted(FILE):
        values = {"kind": f"'{FILE}'", "subject": "f.name", "word1": "f.media_type", "days": "f.size", **named("f")}
        yield _page("files f", f"{owned['f']} AND f.interaction_id IS NULL", "f.added_at", 5, "f.id", values)
    if wanted(CHANGED):
        told = deal_changes if owner is OwnerKind.DEAL else field_changes
        values = {"kind": f"'{CHANGED}'", **told.COLUMNS}
        yield _page(told.TABLES, f"{owned['c']} AND {told.SHOWN}", "g.made_at", 6, "c.id", values)


def _listed(kinds: Iterable[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


def _interaction_columns(owner: OwnerKind) -> dict[str, str]:
    return {
        "kind": "i.kind", "subject": "i.subject", "text": "i.text", "direction": "i.direction",
        "minutes": "i.duration_minutes", "mood": "i.mood", "state": "i.state", "state_since": "i.state_since",
        "due_day": "i.due_day", "pinned": "i.pinned", "channel": "i.channel",
        "talks": f"CASE i.kind WHEN 'ticket' THEN (SELECT count(*) FROM interactions t WHERE t.contact_id = i.contact_id "
        f"AND t.kind IN ({_SPOKEN}) AND t.occurred_at BETWEEN i.occurred_at AND "
        f"CASE i.state WHEN 'solved' THEN coalesce(i.state_since, {_FAR_FUTURE}) ELSE {_FAR_FUTURE} END) ELSE 0 END",
        "contact_id": "i.contact_id", "contact": _NAMES.format(*_NAMED[owner]) if owner in _NAMED else "''",
        "files": "(SELECT json_group_array(json_array(f.id, f.name)) FROM files f WHERE f.interaction_id = i.id)",
    }  # fmt: skip


def _interactions(owner: OwnerKind, condition: str) -> str:
    values = {"at": "i.occurred_at", "id": "i.id", **_interaction_columns(owner)}
    return f"{_select(values)} FROM interactions i WHERE {condition}"


def _page(tables: str, condition: str, at: str, rank: int, row_id: str, values: Mapping[str, str]) -> str:
    """One part: first only which rows stand on the page, then what they hold, which costs more than finding them."""
    chosen = (
        f"SELECT {row_id} AS id, {at} AS at FROM {tables} WHERE {condition} AND ({at}, {rank}, {row_id}) < (:at, :rank, :id) "
        "ORDER BY 2 DESC, 1 DESC LIMIT :limit"
    )
    columns = _select({"at": at, "rank": str(rank), "id": row_id, **values})
    return f"{columns} FROM {tables} WHERE {row_id} IN (SELECT id FROM ({chosen}))"


def _select(values: Mapping[str, str]) -> str:
    return "SELECT " + ", ".join(f"{values.get(name, empty)} AS {name}" for name, empty in _COLUMNS.items())


def _entry(connection: Connection, row: tuple[Any, ...]) -> TimelineEntry | None:
    found = dict(zip(_COLUMNS, row, strict=True))
    words = words_of(connection, found)
    if words is None:
        return None
    heading, detail = words
    interaction = heading is None
    return TimelineEntry(
        kind=found["kind"],
        id=found["id"],
        at=instant(found["at"]),
        heading=heading,
        detail=detail,
        subject="" if found["kind"] == CHANGED else found["subject"],
        text=found["text"] if interaction else "",
        direction=Direction(found["direction"]) if found["direction"] else Direction.NONE,
        duration_minutes=found["minutes"],
        mood=found["mood"],
        state=found["state"],
        state_since=instant_or_none(found["state_since"]),
        due_day=date.fromisoformat(found["due_day"]) if found["due_day"] else None,
        pinned=bool(found["pinned"]),
        channel=found["channel"],
        talks=found["talks"],
        contact_id=found["contact_id"] if found["contact"] else None,
        contact=found["contact"] or "",
        files=tuple(EntryFile(*each) for each in json.loads(found["files"])) if found["files"] else (),
    )
