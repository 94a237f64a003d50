"""The list of deals: the ids that a filter lets through, sorted by a column, their sums, and what cards do not show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crm_desktop.domain.deal_columns import DealFilter
from crm_desktop.domain.filter_fields import OWN
from crm_desktop.domain.folding import fold
from crm_desktop.domain.list_columns import sort_of
from crm_desktop.domain.money import Money
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.filter_sql import Sql, folded, one_of

_FROM: Final = """deals d JOIN stages s ON s.id = d.stage_id LEFT JOIN contacts c ON c.id = d.contact_id
    LEFT JOIN companies o ON o.id = d.company_id LEFT JOIN companies co ON co.id = c.company_id"""
_TAGS: Final = (
    "(SELECT group_concat(name, ', ') FROM (SELECT t.name FROM deal_tags dt JOIN tags t ON t.id = dt.tag_id "
    "WHERE dt.deal_id = d.id ORDER BY t.compare_key))"
)
_WORTH: Final = """(d.amount_minor * CASE d.amount_period WHEN '' THEN 1 ELSE coalesce(d.amount_times,
    CASE d.amount_period WHEN 'week' THEN 52 WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 ELSE 1 END) END)"""
"""What a deal is worth in sums, as `DealValue.worth` has it."""
_CHANCE: Final = (
    "(CASE d.state WHEN 'won' THEN 100 WHEN 'lost' THEN 0 ELSE "
    "coalesce((SELECT value FROM json_each(?) WHERE key = CAST(d.stage_id AS TEXT)), 0) END)"
)
# Read once for all of them: looking for the step of each deal would take a hundred times as long.
_STEPS: Final = (
    "steps AS MATERIALIZED (SELECT r.deal_id, n.due_day || coalesce(n.wall_time, '24') AS due, r.text, min(n.fires_at) "
    "FROM occurrences n INDEXED BY occurrences_open_of_reminder JOIN reminders r ON r.id = n.reminder_id "
    "WHERE n.ended_at IS NULL AND n.kind = 'plain' AND r.deal_id IS NOT NULL GROUP BY r.deal_id), "
)
_STEP: Final = "(SELECT {value} FROM steps WHERE deal_id = d.id)"
_SOUGHT: Final = (
    f"(d.title || ' ' || coalesce(c.display_name, '') || ' ' || coalesce(o.name, co.name, '') || ' ' || "
    f"coalesce({_TAGS}, '') || ' ' || d.source || ' ' || d.lost_reason || ' ' || coalesce((SELECT "
    "group_concat(p.display_name, ' ') FROM deal_contacts dc JOIN contacts p ON p.id = dc.contact_id "
    "WHERE dc.deal_id = d.id), ''))"
)
_COMPANY: Final = "coalesce(o.compare_key, co.compare_key, '')"
_PLAIN: Final = {
    "name": folded("d.title"), "contact": "coalesce(c.sort_key, '')", "company": _COMPANY, "close": "d.expected_close",
    "next-step": _STEP.format(value="due"),
    "next-step-text": f"(SELECT {folded('text')} FROM (SELECT coalesce({_STEP.format(value='text')}, '') AS text))",
    "state": "CASE d.state WHEN 'open' THEN 0 WHEN 'won' THEN 1 ELSE 2 END", "created": "d.created_at",
    "closed": "d.closed_at", "source": folded("d.source"), "lost-reason": folded("d.lost_reason"),
    "tags": f"(SELECT {folded('names')} FROM (SELECT coalesce({_TAGS}, '') AS names))",
    # Longer ago is more days: turned round, the greatest number of days comes last like any other.
    "age": "coalesce(d.closed_at, ?) - d.created_at", "days-in-stage": "coalesce(d.closed_at, ?) - d.stage_since",
    "stage": "s.pipeline_id * 10000 + s.position",
}  # fmt: skip
_OF_MONEY: Final = {"value": "d.amount_minor", "worth": _WORTH, "weighted": f"{_WORTH} * {_CHANCE}"}


@dataclass(frozen=True, slots=True)
class ListAround:
    """What a list is reckoned with besides the file: the instant (seconds UTC), the chances of the stages in percent, the
    stuck deals, the currency that comes first, and the own fields of deals by the key of their column: (id, whether a number).
    """

    now: int
    chances: Mapping[int, int]
    stuck: Sequence[int] = ()
    currency: str = ""
    own: Mapping[str, tuple[int, bool]] | None = None


def ids(connection: Connection, wanted: DealFilter, people: Sql | None, sort: str, around: ListAround) -> list[int]:
    """The deals that a filter lets through, sorted by a column; those without a value last, ties by title.

    Amounts of several currencies are never compared with each other: each currency stands for itself, that of `around` first.
    `people` is a condition about `contacts c`. An unknown column sorts by the order of the board.
    """
    key, descending = sort_of(sort)
    value, group = _sorted_by(key, around)
    condition = _condition(wanted, people)
    steps = _STEPS if key.startswith("next-step") else ""
    found = connection.execute(
        f"WITH {steps}valued AS MATERIALIZED (SELECT d.id, {folded('d.title')} AS title, {value.text} AS value, {group.text} AS kind "
        f"FROM {_FROM} WHERE {condition.text}) SELECT json_group_array(id) FROM (SELECT id FROM valued "
        f"ORDER BY value IS NULL OR value = '', kind, value {'DESC' if descending else 'ASC'}, title, id)",
        (*value.parameters, *group.parameters, *condition.parameters),
    )
    return list(json.loads(found.fetchone()[0]))


def sums(
    connection: Connection, wanted: Sequence[int], around: ListAround
) -> tuple[int, tuple[Money, ...], tuple[Money, ...]]:
    """How many of these deals there are, what they are worth, and that by their chances (rounded half to even per currency)."""
    found = connection.execute(
        f"SELECT d.currency, count(*), coalesce(sum({_WORTH}), 0), coalesce(sum({_WORTH} * {_CHANCE}), 0), "
        "count(d.amount_minor) FROM deals d WHERE d.id IN (SELECT value FROM json_each(?)) GROUP BY d.currency "
        "ORDER BY 3 DESC, 1",
        (_chances(around), json.dumps(list(wanted))),
    ).fetchall()
    with_amount = [row for row in found if row[4]]
    worth = tuple(Money(row[2], row[0]) for row in with_amount)
    weighted = tuple(Money(_hundredth(row[3]), row[0]) for row in with_amount)
    return sum(row[1] for row in found), worth, weighted


def more(connection: Connection, wanted: Sequence[int]) -> dict[int, tuple[str, str]]:
    """(source, why it was lost) of deals."""
    found = connection.execute(
        "SELECT id, source, lost_reason FROM deals WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(wanted)),),
    )
    return {row[0]: (row[1], row[2]) for row in found}


def tags_in_use(connection: Connection) -> list[tuple[int, str]]:
    """The tags that deals bear: (id, name), by name."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT id, name FROM tags WHERE id IN (SELECT tag_id FROM deal_tags) ORDER BY compare_key, id"
    ).fetchall()


def _condition(wanted: DealFilter, people: Sql | None) -> Sql:
    parts = [
        Sql("s.pipeline_id = ?", (wanted.pipeline_id,))
        if wanted.pipeline_id is not None
        else Sql("s.pipeline_id IN (SELECT id FROM pipelines WHERE archived = 0)"),
        one_of("d.state", sorted(wanted.states)),
        *(Sql(f"instr({folded(_SOUGHT)}, ?) > 0", (fold(word),)) for word in wanted.text.split()),
    ]
    if wanted.stages:
        parts.append(one_of("d.stage_id", wanted.stages))
    if wanted.tags:
        inner = one_of("tag_id", wanted.tags)
        parts.append(Sql(f"d.id IN (SELECT deal_id FROM deal_tags WHERE {inner.text})", inner.parameters))
    if wanted.ids is not None:
        parts.append(one_of("d.id", wanted.ids))
    if people is not None:
        among = f"(SELECT c.id FROM contacts c WHERE {people.text})"
        parts.append(
            Sql(
                f"(d.contact_id IN {among} OR d.id IN (SELECT deal_id FROM deal_contacts WHERE contact_id IN {among}))",
                people.parameters * 2,
            )
        )
    return Sql(" AND ".join(f"({part.text})" for part in parts), tuple(x for part in parts for x in part.parameters))


def _sorted_by(key: str, around: ListAround) -> tuple[Sql, Sql]:
    """What a column is ordered by, and what keeps currencies apart."""
    if key in _OF_MONEY:
        chances = (_chances(around),) if key == "weighted" else ()
        return Sql(_OF_MONEY[key], chances), Sql(
            "CASE d.currency WHEN ? THEN '' ELSE d.currency END", (around.currency,)
        )
    none = Sql("''")
    if key == "chance":
        return Sql(_CHANCE, (_chances(around),)), none
    if key == "stuck":
        stuck = one_of("d.id", around.stuck)
        return Sql(f"CASE WHEN {stuck.text} THEN d.stage_since END", stuck.parameters), none
    if key in _PLAIN:
        return Sql(_PLAIN[key], (around.now,) * _PLAIN[key].count("?")), none
    own = (around.own or {}).get(key) if key.startswith(OWN) else None
    if own is not None:
        column = "sort" if own[1] else "compare_key"
        return Sql(f"(SELECT {column} FROM deal_values WHERE deal_id = d.id AND field_id = ?)", (own[0],)), none
    return Sql("s.position"), Sql("d.position")


def _chances(around: ListAround) -> str:
    return json.dumps({str(stage_id): percent for stage_id, percent in around.chances.items()})


def _hundredth(total: int) -> int:
    whole, rest = divmod(total, 100)
    return whole + (rest > 50 or (rest == 50 and whole % 2 == 1))
