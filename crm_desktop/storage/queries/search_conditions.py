"""The conditions of a search (`tag:`, `company:`, `before:` …) as SQL: which contacts they mean, and what hangs on those."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, Final

from crm_desktop.domain.dates import day_start_instant
from crm_desktop.domain.folding import fold
from crm_desktop.domain.search_words import Condition
from crm_desktop.domain.yearly_days import BIRTHDAYS
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import marks
from crm_desktop.storage.search_expressions import match_expression

MOST_RESTRICTED: Final = 20_000
"""So many of the newest things that have the words are asked for the conditions."""
_MOST_COMPANIES: Final = 500
_MOST_PLACES: Final = 500
_HAS: Final[Mapping[str, str]] = {
    "email": "SELECT contact_id FROM contact_points WHERE kind = 'email'",
    "phone": "SELECT contact_id FROM contact_points WHERE kind = 'phone'",
    "link": "SELECT contact_id FROM contact_points WHERE kind = 'link'",
    "address": "SELECT contact_id FROM addresses",
    "birthday": "SELECT contact_id FROM important_dates WHERE lower(trim(label)) IN ("
    + ", ".join(f"'{label}'" for label in sorted(BIRTHDAYS))
    + ")",
    "note": "SELECT id FROM contacts WHERE note <> ''",
    "tag": "SELECT contact_id FROM contact_tags",
    "deal": "SELECT contact_id FROM deals WHERE contact_id IS NOT NULL",
    "reminder": "SELECT r.contact_id FROM reminders r JOIN occurrences o ON o.reminder_id = r.id "
    "WHERE o.ended_at IS NULL AND r.kind = 'plain' AND r.contact_id IS NOT NULL",
    "file": "SELECT contact_id FROM files WHERE contact_id IS NOT NULL",
    "photo": "SELECT id FROM contacts WHERE photo <> ''",
    "promise": "SELECT contact_id FROM interactions WHERE kind = 'promise' AND state = '' AND contact_id IS NOT NULL",
    "ticket": "SELECT contact_id FROM interactions WHERE kind = 'ticket' AND state <> 'solved' AND contact_id IS NOT NULL",
}
_DEAL_STATES: Final = ("open", "won", "lost")
# The thing itself by its id, for what hangs on a contact.
_OF_CONTACT: Final[Mapping[str, str]] = {
    "deal": "SELECT 1 FROM deals d WHERE d.id = {id} AND d.contact_id IN ({contacts})",
    "interaction": "SELECT 1 FROM interactions i WHERE i.id = {id} AND i.contact_id IN ({contacts})",
    "reminder": "SELECT 1 FROM reminders r WHERE r.id = {id} AND r.contact_id IN ({contacts})",
}

Part = tuple[str, tuple[Any, ...]]
"""A piece of SQL in which `{id}` stands for the id of the thing, and its parameters."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """What every thing of a kind has to fulfil; kinds that are missing cannot fulfil it and are not found at all."""

    parts: Mapping[str, tuple[Part, ...]]

    def sql(self, kind: str, id_sql: str) -> Part | None:
        """The condition for one kind, "1" when there is none to fulfil; None when nothing of the kind can be meant."""
        if kind not in self.parts:
            return None
        parts = self.parts[kind]
        text = " AND ".join(f"({part.format(id=id_sql)})" for part, _ in parts) or "1"
        return text, tuple(value for _, values in parts for value in values)


_KINDS: Final = ("contact", "company", "deal", "interaction", "reminder")
UNRESTRICTED: Final = Restriction(dict.fromkeys(_KINDS, ()))


def restriction(connection: Connection, conditions: Sequence[Condition], zone: tzinfo = UTC) -> Restriction:
    """All conditions together. Days begin at midnight in `zone`."""
    made = [_MAKERS[condition.name](connection, condition, zone) for condition in conditions]
    kinds = [kind for kind in _KINDS if all(kind in each for each in made)]
    return Restriction({kind: tuple(each[kind] for each in made) for kind in kinds})


def contacts_that(connection: Connection, conditions: Sequence[Condition], zone: tzinfo = UTC) -> frozenset[int]:
    """The ids of all contacts that fulfil the conditions. Days begin at midnight in `zone`."""
    condition = restriction(connection, conditions, zone).sql("contact", "x.id")
    if condition is None:
        return frozenset()
    return frozenset(
        row[0] for row in connection.execute(f"SELECT x.id FROM contacts x WHERE {condition[0]}", condition[1])
    )


def restricted_query(restriction: Restriction, kinds: Sequence[str], query: str) -> Part:
    """A query for numbers `n` of the index, where the kinds stand in the order of their remainders, restricted."""
    parts: list[str] = []
    values: list[Any] = []
    for place, kind in enumerate(kinds):
        condition = restriction.sql(kind, "n / 4")
        if condition is not None:
            parts.append(f"(n % 4 = {place} AND {condition[0]})")
            values += condition[1]
    return f"{query} WHERE {' OR '.join(parts) or '0'}", tuple(values)


_Made = dict[str, Part]


def _hanging_on(contacts: str, values: Sequence[Any]) -> _Made:
    made: _Made = {"contact": (f"{{id}} IN ({contacts})", tuple(values))}
    for kind, query in _OF_CONTACT.items():
        made[kind] = (f"EXISTS ({query.format(id='{id}', contacts=contacts)})", tuple(values))
    return made


def _tag(connection: Connection, condition: Condition, _zone: tzinfo) -> _Made:
    known = connection.execute("SELECT id, compare_key FROM tags").fetchall()
    same = [row[0] for row in known if row[1] == condition.value]
    ids = same or [row[0] for row in known if row[1].startswith(condition.value)]
    return _hanging_on(f"SELECT contact_id FROM contact_tags WHERE tag_id IN ({marks(len(ids))})", ids)


def _company(connection: Connection, condition: Condition, _zone: tzinfo) -> _Made:
    expression = match_expression(condition.value, "name")
    ids = [
        row[0]
        for row in connection.execute(
            "SELECT rowid / 4 FROM search_names WHERE search_names MATCH ? AND rowid % 4 = 1 LIMIT ?",
            (expression or '""', _MOST_COMPANIES),
        )
    ]
    own = marks(len(ids))
    contacts = f"SELECT id FROM contacts WHERE company_id IN ({own})"
    made = _hanging_on(contacts, ids)
    made["company"] = (f"{{id}} IN ({own})", tuple(ids))
    for kind, table in (("deal", "deals"), ("interaction", "interactions")):
        inner, values = made[kind]
        made[kind] = (
            f"{inner} OR EXISTS (SELECT 1 FROM {table} x WHERE x.id = {{id}} AND x.company_id IN ({own}))",
            (*values, *ids),
        )
    return made


def _place(connection: Connection, condition: Condition, _zone: tzinfo) -> _Made:
    # The index knows who has the word at all, folded; the distinct spellings of the place are then few.
    found = connection.execute(
        "SELECT DISTINCT city, region, country, CASE WHEN city = '' THEN formatted ELSE '' END FROM addresses WHERE contact_id IN "
        "(SELECT rowid / 4 FROM search_names WHERE search_names MATCH ? AND rowid % 4 = 0) LIMIT ?",
        (match_expression(condition.value, "details") or '""', _MOST_PLACES),
    ).fetchall()
    spelled = sorted({text for row in found for text in row if _is_in(condition.value, text)})
    places = marks(len(spelled))
    contacts = (
        f"SELECT contact_id FROM addresses WHERE city IN ({places}) OR region IN ({places}) OR country IN ({places}) "
        f"OR (city = '' AND formatted IN ({places}))"
    )
    made = _hanging_on(contacts, spelled * 4)
    made["company"] = (
        "EXISTS (SELECT 1 FROM companies o WHERE o.id = {id} AND o.address LIKE ? ESCAPE '\\')",
        (_like(condition.value),),
    )
    return made


def _is_in(wanted: str, text: str) -> bool:
    return f" {wanted}" in " " + fold(text).replace(",", " ").replace("\n", " ")


def _like(text: str) -> str:
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _time(_connection: Connection, condition: Condition, zone: tzinfo) -> _Made:
    if condition.day is None:
        raise ValueError("a condition of time without a day")
    moment = int(day_start_instant(condition.day, zone).timestamp())
    sign, day = ("<" if condition.name == "before" else ">="), condition.day.isoformat()
    return {
        "contact": (f"{{id}} IN (SELECT contact_id FROM contact_activity WHERE last_spoke_at {sign} ?)", (moment,)),
        "interaction": (
            f"EXISTS (SELECT 1 FROM interactions i WHERE i.id = {{id}} AND i.occurred_at {sign} ?)",
            (moment,),
        ),
        "deal": (
            f"EXISTS (SELECT 1 FROM deals d WHERE d.id = {{id}} AND coalesce(d.closed_at, d.created_at) {sign} ?)",
            (moment,),
        ),
        "reminder": (f"EXISTS (SELECT 1 FROM reminders r WHERE r.id = {{id}} AND r.start_day {sign} ?)", (day,)),
    }


def _is(_connection: Connection, condition: Condition, _zone: tzinfo) -> _Made:
    if condition.value in _DEAL_STATES:
        return {"deal": ("EXISTS (SELECT 1 FROM deals d WHERE d.id = {id} AND d.state = ?)", (condition.value,))}
    return _hanging_on("SELECT id FROM contacts WHERE lifecycle = ?", (condition.value,))


def _has(_connection: Connection, condition: Condition, _zone: tzinfo) -> _Made:
    return _hanging_on(_HAS[condition.value], ())


_MAKERS: Final[Mapping[str, Callable[[Connection, Condition, tzinfo], _Made]]] = {
    "tag": _tag, "company": _company, "in": _place, "before": _time, "after": _time, "is": _is, "has": _has,
}  # fmt: skip
