"""What forecasts are made of: open and won deals with what they are worth and when, and how they became so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from crm_desktop.domain.deal_values import DealValue, read_stored
from crm_desktop.domain.forecast import SURE, ExpectedDeal
from crm_desktop.domain.forecast_past import DealHistory, Move
from crm_desktop.domain.money import Money
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import day_or_none

_VALUE: Final = "d.amount_minor, d.currency, d.amount_period, d.amount_times"
_DayOf = Callable[[int], date]
"""The day of an instant (seconds UTC) in the user's calendar."""


def expected(
    connection: Connection, pipeline_id: int, won_since: int, chances: dict[int, int], day_of: _DayOf
) -> list[ExpectedDeal]:
    """The open deals of a pipeline, and those won that may still bring something: since an instant, or repeating.

    `chances` maps stages to percent.
    """
    found = connection.execute(
        f"SELECT d.id, d.stage_id, d.state, d.expected_close, d.closed_at, {_VALUE} FROM deals d "
        "JOIN stages s ON s.id = d.stage_id WHERE s.pipeline_id = ? AND (d.state = 'open' OR "
        "(d.state = 'won' AND (d.closed_at >= ? OR d.amount_period <> ''))) ORDER BY d.expected_close, d.id",
        (pipeline_id, won_since),
    )
    return [_expected(row, chances, day_of) for row in found]


def histories(connection: Connection, since: int, day_of: _DayOf) -> list[DealHistory]:
    """Every deal that did not end before an instant (seconds UTC), as it is and how it became so."""
    moves = _moves(connection)
    values: dict[int, list[tuple[int, DealValue | None]]] = {}
    closes: dict[int, list[tuple[int, date | None]]] = {}
    for deal_id, field, old, at in connection.execute(
        "SELECT deal_id, field, old, changed_at FROM deal_changes ORDER BY changed_at, id"
    ):
        if field == "amount":
            values.setdefault(deal_id, []).append((at, read_stored(old)))
        elif field == "close":
            closes.setdefault(deal_id, []).append((at, day_or_none(old)))
    found = connection.execute(
        f"SELECT d.id, d.created_at, d.state, d.closed_at, d.stage_id, d.expected_close, {_VALUE} FROM deals d "
        "WHERE d.state = 'open' OR d.closed_at >= ? ORDER BY d.id",
        (since,),
    )
    return [
        DealHistory(
            id=row[0],
            created_at=row[1],
            state=row[2],
            closed_at=row[3],
            won_on=day_of(row[3]) if row[2] == "won" and row[3] is not None else None,
            stage_id=row[4],
            value=_value(row[6:]),
            close=day_or_none(row[5]),
            moves=tuple(moves.get(row[0], ())),
            values=tuple(values.get(row[0], ())),
            closes=tuple(closes.get(row[0], ())),
        )
        for row in found
    ]


def first_deal(connection: Connection) -> int | None:
    """When the first deal was written down (seconds UTC)."""
    return connection.execute("SELECT min(created_at) FROM deals").fetchone()[0]  # type: ignore[no-any-return]


def _moves(connection: Connection) -> dict[int, list[Move]]:
    found: dict[int, list[Move]] = {}
    for deal_id, *parts in connection.execute(
        "SELECT deal_id, moved_at, from_stage_id, to_stage_id, outcome FROM stage_moves ORDER BY moved_at, id"
    ):
        found.setdefault(deal_id, []).append(Move(*parts))
    return found


def _expected(row: tuple[Any, ...], chances: dict[int, int], day_of: _DayOf) -> ExpectedDeal:
    deal_id, stage_id, state, close, closed_at, *value = row
    won = state == "won"
    start = day_of(closed_at) if won and closed_at is not None else day_or_none(close)
    return ExpectedDeal(deal_id, SURE if won else chances.get(stage_id, 0), _value(value), start, won)


def _value(row: tuple[Any, ...] | list[Any]) -> DealValue | None:
    return None if row[0] is None else DealValue(Money(row[0], row[1]), row[2], row[3])
