"""What belongs to one deal besides its card, and what is remembered of those that were won or lost."""

from __future__ import annotations

from typing import Any, Final

from crm_desktop.domain.deal_profile import DealChange, DealPerson
from crm_desktop.domain.interactions import SPOKEN, Direction
from crm_desktop.domain.likelihood import ClosedDeal
from crm_desktop.domain.pages import TagRow
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import instant

_MOST_CLOSED: Final = 500
"""The latest closed deals say enough, and nobody waits for them."""
_SPOKEN: Final = ", ".join(f"'{kind.value}'" for kind in SPOKEN)
# How often somebody answered within a day of a call, e-mail or message of one's own, while the deal was open.
_ANSWERS: Final = f"""(SELECT count(*) FROM interactions a WHERE a.contact_id = d.contact_id AND a.direction = '{Direction.INCOMING}'
    AND a.kind IN ({_SPOKEN}) AND a.occurred_at BETWEEN d.created_at AND coalesce(d.closed_at, a.occurred_at)
    AND EXISTS (SELECT 1 FROM interactions o WHERE o.contact_id = a.contact_id AND o.direction = '{Direction.OUTGOING}'
        AND o.occurred_at < a.occurred_at AND o.occurred_at >= a.occurred_at - 86400))"""
# Whether work was won with the same person or company before this deal began.
# The pluses keep SQLite from beginning with all deals that were won, instead of with the few of the client.
_REPEAT: Final = """EXISTS (SELECT 1 FROM deals e WHERE e.contact_id = d.contact_id AND +e.state = 'won' AND +e.closed_at <= d.created_at
        AND e.id <> d.id)
    OR EXISTS (SELECT 1 FROM deals e WHERE e.company_id = d.company_id AND +e.state = 'won' AND +e.closed_at <= d.created_at
        AND e.id <> d.id)"""


def people(connection: Connection, deal_id: int) -> tuple[DealPerson, ...]:
    """The main contact, then the others in their order."""
    found = connection.execute(
        "SELECT c.id, c.display_name, d.contact_role, 1, 0, 0 FROM deals d JOIN contacts c ON c.id = d.contact_id WHERE d.id = ?1 "
        "UNION ALL SELECT c.id, c.display_name, p.role, 0, p.position, p.id FROM deal_contacts p "
        "JOIN contacts c ON c.id = p.contact_id WHERE p.deal_id = ?1 ORDER BY 4 DESC, 5, 6",
        (deal_id,),
    )
    return tuple(DealPerson(row[0], row[1], row[2], bool(row[3])) for row in found)


def tags(connection: Connection, deal_id: int) -> tuple[TagRow, ...]:
    """The tags of a deal by name."""
    found = connection.execute(
        "SELECT t.id, t.name, t.colour, t.keep_in_touch_days FROM deal_tags d JOIN tags t ON t.id = d.tag_id "
        "WHERE d.deal_id = ? ORDER BY t.compare_key, t.id",
        (deal_id,),
    )
    return tuple(TagRow(*row) for row in found)


def changes(connection: Connection, deal_id: int) -> tuple[DealChange, ...]:
    """How amount and expected close changed, the latest first."""
    found = connection.execute(
        "SELECT field, old, new, changed_at FROM deal_changes WHERE deal_id = ? ORDER BY changed_at DESC, id DESC",
        (deal_id,),
    )
    return tuple(DealChange(row[0], row[1], row[2], instant(row[3])) for row in found)


def steps(connection: Connection, deal_id: int) -> tuple[int, ...]:
    """The open occurrences of a deal's reminders, one for each reminder, the earliest first."""
    found = connection.execute(
        "SELECT o.id, min(o.fires_at) FROM occurrences o JOIN reminders r ON r.id = o.reminder_id "
        "WHERE r.deal_id = ? AND o.ended_at IS NULL AND o.kind = 'plain' GROUP BY r.id ORDER BY 2, 1",
        (deal_id,),
    )
    return tuple(row[0] for row in found)


def stage_names(connection: Connection, pipeline_id: int) -> list[tuple[int, str]]:
    """The stages of a pipeline in order as (id, name), without what their history teaches."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT id, name FROM stages WHERE pipeline_id = ? ORDER BY position, id", (pipeline_id,)
    ).fetchall()


def pipeline_of(connection: Connection, stage_id: int) -> int | None:
    """The pipeline of a stage; None when it is gone."""
    row = connection.execute("SELECT pipeline_id FROM stages WHERE id = ?", (stage_id,)).fetchone()
    return row[0] if row else None


def more(connection: Connection, deal_id: int) -> tuple[Any, ...]:
    """What a card does not say.

    (id and name of the deal's own company, whether the chance of its stage is learned, number of files, repeat client, answers)
    """
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT d.company_id, coalesce((SELECT name FROM companies WHERE id = d.company_id), ''), s.learned, "
        f"(SELECT count(*) FROM files WHERE deal_id = d.id), {_REPEAT}, {_ANSWERS} "
        "FROM deals d JOIN stages s ON s.id = d.stage_id WHERE d.id = ?",
        (deal_id,),
    ).fetchone()


def copy_own_values(connection: Connection, deal_id: int, copy_id: int) -> None:
    """Fill the own fields of a copy like those of a deal, inside a unit of work."""
    connection.execute(
        "INSERT INTO deal_values (deal_id, field_id, text, compare_key, sort) "
        "SELECT ?, field_id, text, compare_key, sort FROM deal_values WHERE deal_id = ?",
        (copy_id, deal_id),
    )


def closed_deals(connection: Connection, pipeline_id: int, but: int) -> list[ClosedDeal]:
    """The latest deals of a pipeline that were won or lost, without the deal `but`."""
    order = {
        row[0]: row[1]
        for row in connection.execute("SELECT id, position FROM stages WHERE pipeline_id = ?", (pipeline_id,))
    }
    rows = connection.execute(
        f"SELECT d.id, d.state = 'won', d.source, {_REPEAT}, max(0, (d.closed_at - d.created_at) / 86400), {_ANSWERS}, d.stage_id, "
        "(SELECT sum(quiet_days) FROM stage_moves WHERE deal_id = d.id), "
        "(SELECT group_concat(stage) FROM (SELECT from_stage_id AS stage FROM stage_moves WHERE deal_id = d.id "
        "UNION SELECT to_stage_id FROM stage_moves WHERE deal_id = d.id)) "
        # First only which ones, then what they hold, which costs more than finding them.
        "FROM deals d WHERE d.id IN (SELECT c.id FROM deals c JOIN stages s ON s.id = c.stage_id WHERE s.pipeline_id = ? "
        "AND c.state IN ('won', 'lost') AND c.id <> ? ORDER BY c.closed_at DESC LIMIT ?)",
        (pipeline_id, but, _MOST_CLOSED),
    )
    return [
        ClosedDeal(bool(row[1]), _reached(order, row[6], row[8]), row[2], bool(row[3]), row[4], row[7] or 0, row[5])
        for row in rows
    ]


def _reached(order: dict[int, int], last: int, visited: str | None) -> frozenset[int]:
    """The stages up to the furthest one: who was in a later one has passed those before it."""
    seen = {last, *(int(each) for each in (visited or "").split(",") if each)}
    furthest = max((order[stage] for stage in seen if stage in order), default=0)
    return frozenset(stage for stage, place in order.items() if place <= furthest)
