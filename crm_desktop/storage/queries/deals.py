"""Cards of the board, deals of a person, sums and what is stuck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from crm_desktop.domain.deal_pages import DealCard, DealPage, NextStep
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import day_or_none, instant, instant_or_none, marks, time_or_none

_CARD: Final = """SELECT d.id, d.title, d.stage_id, s.name, d.position, d.contact_id, coalesce(c.display_name, ''),
    coalesce(o.name, co.name, ''), d.amount_minor, d.currency, d.state, d.stage_since, d.expected_close, d.closed_at
    FROM deals d JOIN stages s ON s.id = d.stage_id LEFT JOIN contacts c ON c.id = d.contact_id
    LEFT JOIN companies o ON o.id = d.company_id LEFT JOIN companies co ON co.id = c.company_id"""
_STEPS: Final = """SELECT r.deal_id, o.id, r.text, o.due_day, o.wall_time, min(o.fires_at) FROM occurrences o
    JOIN reminders r ON r.id = o.reminder_id WHERE o.ended_at IS NULL AND o.kind = 'plain' AND r.deal_id IS NOT NULL"""


def open_cards(connection: Connection, pipeline_id: int) -> list[DealCard]:
    """The open deals of a pipeline in the order of the board, each with its next step."""
    cards = [
        _card(row)
        for row in connection.execute(
            f"{_CARD} WHERE d.state = 'open' AND s.pipeline_id = ? ORDER BY s.position, d.position, d.id",
            (pipeline_id,),
        )
    ]
    steps = next_steps(connection)
    return [replace(card, next_step=steps[card.id]) if card.id in steps else card for card in cards]


def won_since(connection: Connection, pipeline_id: int, since: int, until: int) -> list[DealCard]:
    """The deals of a pipeline won from one instant (seconds UTC) up to another, newest first."""
    return [
        _card(row)
        for row in connection.execute(
            f"{_CARD} WHERE d.state = 'won' AND d.closed_at >= ? AND d.closed_at < ? AND s.pipeline_id = ? "
            "ORDER BY d.closed_at DESC, d.id DESC",
            (since, until, pipeline_id),
        )
    ]


def of_contact(connection: Connection, contact_id: int) -> tuple[DealCard, ...]:
    """The open deals of a person, with their next steps, then those that ended, newest first."""
    cards = [
        _card(row)
        for row in connection.execute(
            f"{_CARD} WHERE d.contact_id = ? ORDER BY d.state <> 'open', d.closed_at DESC, d.id DESC", (contact_id,)
        )
    ]
    return tuple(
        replace(card, next_step=next_step(connection, card.id)) if card.state is DealState.OPEN else card
        for card in cards
    )


def cards(connection: Connection, wanted: Sequence[int]) -> tuple[DealCard, ...]:
    """These deals in the order asked, open ones with their next steps; ids that are gone are left out."""
    if not wanted:
        return ()
    query = f"{_CARD} WHERE d.id IN ({marks(len(wanted))})"
    found = {row[0]: _card(row) for row in connection.execute(query, tuple(wanted))}
    return tuple(
        replace(card, next_step=next_step(connection, card.id)) if card.state is DealState.OPEN else card
        for card in (found[each] for each in wanted if each in found)
    )


def page(connection: Connection, deal_id: int) -> DealPage | None:
    """Everything about one deal; None when it is gone."""
    row = connection.execute(f"{_CARD} WHERE d.id = ?", (deal_id,)).fetchone()
    if row is None:
        return None
    more = connection.execute(
        "SELECT d.source, d.note, d.lost_reason, s.probability, d.created_at FROM deals d "
        "JOIN stages s ON s.id = d.stage_id WHERE d.id = ?",
        (deal_id,),
    ).fetchone()
    card = replace(_card(row), next_step=next_step(connection, deal_id))
    return DealPage(card, more[0], more[1], more[2], more[3], instant(more[4]))


def next_steps(connection: Connection) -> dict[int, NextStep]:
    """The earliest open reminder of every deal that has one."""
    return {row[0]: _step(row) for row in connection.execute(f"{_STEPS} GROUP BY r.deal_id")}


def next_step(connection: Connection, deal_id: int) -> NextStep | None:
    """The earliest open reminder of one deal."""
    row = connection.execute(f"{_STEPS} AND r.deal_id = ? GROUP BY r.deal_id", (deal_id,)).fetchone()
    return _step(row) if row else None


def pipelines(connection: Connection) -> list[tuple[int, str]]:
    """The pipelines in use: (id, name), in order."""
    return connection.execute("SELECT id, name FROM pipelines WHERE archived = 0 ORDER BY position, id").fetchall()  # type: ignore[no-any-return]


def stages(connection: Connection, pipeline_id: int) -> list[tuple[int, str, int, int]]:
    """The stages of a pipeline: (id, name, probability in percent, position), in order."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT id, name, probability, position FROM stages WHERE pipeline_id = ? ORDER BY position, id", (pipeline_id,)
    ).fetchall()


def stage_name(connection: Connection, stage_id: int) -> str | None:
    """The name of a stage; None when it is gone."""
    row = connection.execute("SELECT name FROM stages WHERE id = ?", (stage_id,)).fetchone()
    return row[0] if row else None


def positions(connection: Connection, stage_id: int) -> list[tuple[int, int]]:
    """The open deals of a stage in order: (id, position)."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT id, position FROM deals WHERE stage_id = ? AND state = 'open' ORDER BY position, id", (stage_id,)
    ).fetchall()


def in_stage(connection: Connection, stage_id: int) -> list[int]:
    """All deals that stand in a stage or ended in it."""
    return [
        row[0]
        for row in connection.execute("SELECT id FROM deals WHERE stage_id = ? ORDER BY position, id", (stage_id,))
    ]


def open_count(connection: Connection) -> int:
    """How many deals are open."""
    return int(connection.execute("SELECT count(*) FROM deals WHERE state = 'open'").fetchone()[0])


def days_in_stages(connection: Connection) -> dict[int, list[int]]:
    """For each stage the days that deals spent in it before they moved on, sorted."""
    found: dict[int, list[int]] = {}
    for stage_id, days in connection.execute(
        "SELECT from_stage_id, days FROM stage_moves WHERE from_stage_id IS NOT NULL ORDER BY days"
    ):
        found.setdefault(stage_id, []).append(days)
    return found


def stuck_days(connection: Connection) -> dict[int, int]:
    """For each stage the days after which the user calls a deal stuck, where that is set."""
    return dict(connection.execute("SELECT id, stuck_days FROM stages WHERE stuck_days IS NOT NULL").fetchall())


def _card(row: tuple[Any, ...]) -> DealCard:
    return DealCard(
        id=row[0],
        title=row[1],
        stage_id=row[2],
        stage=row[3],
        position=row[4],
        contact_id=row[5],
        contact=row[6],
        company=row[7],
        value=None if row[8] is None else Money(row[8], row[9]),
        state=DealState(row[10]),
        stage_since=instant(row[11]),
        expected_close=day_or_none(row[12]),
        closed_at=instant_or_none(row[13]),
    )


def _step(row: tuple[Any, ...]) -> NextStep:
    due = day_or_none(row[3])
    assert due is not None  # the column is NOT NULL
    return NextStep(row[1], row[2], due, time_or_none(row[4]))
