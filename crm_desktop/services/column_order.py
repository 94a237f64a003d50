"""The order of the cards in a column of the board: whole numbers with gaps, so that a move writes one row."""

from __future__ import annotations

from typing import Final

from crm_desktop.services.writes import Work
from crm_desktop.storage.queries import deals as queries

GAP: Final = 1 << 20


def after(positions: list[tuple[int, int]]) -> int:
    """The position behind all of these (id, position)."""
    return positions[-1][1] + GAP if positions else 0


def make_room(work: Work, stage_id: int, deal_id: int, before: int | None) -> int:
    """A position before that deal; the column is numbered anew only when there is no room between two."""
    others = [row for row in queries.positions(work.read, stage_id) if row[0] != deal_id]
    place = next((index for index, row in enumerate(others) if row[0] == before), len(others))
    if place == len(others):
        return after(others)
    if place == 0:
        return others[0][1] - GAP
    low, high = others[place - 1][1], others[place][1]
    if high - low > 1:
        return (low + high) // 2
    for index, (each, _) in enumerate(others):
        work.update("deals", each, position=(index + (index >= place)) * GAP)
    return place * GAP
