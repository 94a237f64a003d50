"""Cards of the board, the deals of a person, and what a deal went through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from crm_desktop.domain.deal_pages import DealCard, DealPage, NextStep
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.messages import Message
from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import TagRow
from crm_desktop.domain.pipelines import DealState
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import day_or_none, instant, instant_or_none, marks, time_or_none

_CARD: Final = """SELECT d.id, d.title, d.stage_id, s.name, d.position, d.contact_id, coalesce(c.display_name, ''),
    coalesce(o.name, co.name, ''), d.amount_minor, d.currency, d.state, d.stage_since, d.expected_close, d.closed_at,
    s.pipeline_id, d.amount_period, d.amount_times, d.created_at
    FROM deals d JOIN stages s ON s.id = d.stage_id LEFT JOIN contacts c ON c.id = d.contact_id
    LEFT JOIN companies o ON o.id = d.company_id LEFT JOIN companies co ON co.id = c.company_id"""
_STEPS: Final = """SELECT r.deal_id, o.id, r.text, o.due_day, o.wall_time, min(o.fires_at) FROM occurrences o
    JOIN reminders r ON r.id = o.reminder_id WHERE o.ended_at IS NULL AND o.kind = 'plain' AND r.deal_id IS NOT NULL"""
_TAGS: Final = """SELECT dt.deal_id, t.id, t.name, t.colour, t.keep_in_touch_days FROM deal_tags dt
    JOIN tags t ON t.id = dt.tag_id"""
_IN_USE: Final = "s.pipeline_id IN (SELECT id FROM pipelines WHERE archived = 0)"
_STATES: Final = {state.value: state for state in DealState}
Tags = Mapping[int, tuple[TagRow, ...]]


Judge = Callable[[int, int, str, int], tuple[int, Message | None]]
"""Of a deal (id, id and name of its stage, there since: seconds UTC): how many quiet days it has, and why it is stuck."""


def open_cards(connection: Connection, pipeline_id: int | None, judge: Judge) -> list[DealCard]:
    """The open deals of a pipeline, or of all in use (None), in the order of the board, each with next step and tags."""
    steps, tags = next_steps(connection), tags_of_open(connection)
    where, values = (_IN_USE, ()) if pipeline_id is None else ("s.pipeline_id = ?", (pipeline_id,))
    return [
        _card(row, steps.get(row[0]), tags.get(row[0], ()), *judge(row[0], row[2], row[3], row[11]))
        for row in connection.execute(
            f"{_CARD} WHERE d.state = 'open' AND {where} ORDER BY s.pipeline_id, s.position, d.position, d.id", values
        )
    ]


def standing(connection: Connection) -> list[tuple[int, int, str, int]]:
    """Where every open deal of the pipelines in use stands: (id, id and name of the stage, since: seconds UTC)."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT d.id, d.stage_id, s.name, d.stage_since FROM deals d JOIN stages s ON s.id = d.stage_id "
        f"WHERE d.state = 'open' AND {_IN_USE}"
    ).fetchall()


def open_values(connection: Connection) -> list[tuple[int, DealValue]]:
    """What the open deals of the pipelines in use bring: (id of the stage, the sum of all that come alike)."""
    return [
        (row[0], DealValue(Money(row[1], row[2]), row[3], row[4]))
        for row in connection.execute(
            "SELECT d.stage_id, sum(d.amount_minor), d.currency, d.amount_period, d.amount_times FROM deals d "
            f"JOIN stages s ON s.id = d.stage_id WHERE d.state = 'open' AND d.amount_minor IS NOT NULL AND {_IN_USE} "
            "GROUP BY d.stage_id, d.currency, d.amount_period, d.amount_times"
        )
    ]


def won_since(connection: Connection, pipeline_id: int | None, since: int, until: int) -> list[DealCard]:
    """The deals of a pipeline, or of all in use (None), won from one instant (seconds UTC) up to another, newest first."""
    where, values = (_IN_USE, ()) if pipeline_id is None else ("s.pipeline_id = ?", (pipeline_id,))
    found = connection.execute(
        f"{_CARD} WHERE d.state = 'won' AND d.closed_at >= ? AND d.closed_at < ? AND {where} "
        "ORDER BY d.closed_at DESC, d.id DESC",
        (since, until, *values),
    ).fetchall()
    tags = tags_of(connection, [row[0] for row in found])
    return [_card(row, None, tags.get(row[0], ())) for row in found]


def of_contact(connection: Connection, contact_id: int) -> tuple[DealCard, ...]:
    """The open deals in which a person takes part, with their next steps, then those that ended, newest first."""
    roles = dict(
        connection.execute(
            "SELECT deal_id, role FROM deal_contacts WHERE contact_id = ?1 "
            "UNION ALL SELECT id, contact_role FROM deals WHERE contact_id = ?1",
            (contact_id,),
        ).fetchall()
    )
    cards = [
        replace(_card(row), role=roles[row[0]])
        for row in connection.execute(
            f"{_CARD} WHERE d.contact_id = ?1 OR d.id IN (SELECT deal_id FROM deal_contacts WHERE contact_id = ?1) "
            "ORDER BY d.state <> 'open', d.closed_at DESC, d.id DESC",
            (contact_id,),
        )
    ]
    return tuple(
        replace(card, next_step=next_step(connection, card.id)) if card.state is DealState.OPEN else card
        for card in cards
    )


def cards(connection: Connection, wanted: Sequence[int]) -> tuple[DealCard, ...]:
    """These deals in the order asked, with their tags, open ones with their next steps; ids that are gone are left out."""
    if not wanted:
        return ()
    query = f"{_CARD} WHERE d.id IN ({marks(len(wanted))})"
    tags = tags_of(connection, wanted)
    found = {row[0]: _card(row, None, tags.get(row[0], ())) for row in connection.execute(query, tuple(wanted))}
    return tuple(
        replace(card, next_step=next_step(connection, card.id)) if card.state is DealState.OPEN else card
        for card in (found[each] for each in wanted if each in found)
    )


def card(connection: Connection, deal_id: int) -> DealCard | None:
    """One deal with its next step and tags; None when it is gone."""
    row = connection.execute(f"{_CARD} WHERE d.id = ?", (deal_id,)).fetchone()
    if row is None:
        return None
    return _card(row, next_step(connection, deal_id), tags_of(connection, [deal_id]).get(deal_id, ()))


def page(connection: Connection, deal_id: int) -> DealPage | None:
    """Everything about one deal; None when it is gone. The probability is that set for its stage."""
    found = card(connection, deal_id)
    if found is None:
        return None
    more = connection.execute(
        "SELECT d.source, d.note, d.lost_reason, s.probability, d.created_at FROM deals d "
        "JOIN stages s ON s.id = d.stage_id WHERE d.id = ?",
        (deal_id,),
    ).fetchone()
    return DealPage(found, more[0], more[1], more[2], more[3], instant(more[4]))


def next_steps(connection: Connection) -> dict[int, NextStep]:
    """The earliest open reminder of every deal that has one."""
    return {row[0]: _step(row) for row in connection.execute(f"{_STEPS} GROUP BY r.deal_id")}


def next_step(connection: Connection, deal_id: int) -> NextStep | None:
    """The earliest open reminder of one deal."""
    # CROSS JOIN: from the reminders of the deal on, never through all that is open.
    row = connection.execute(
        "SELECT r.deal_id, o.id, r.text, o.due_day, o.wall_time, min(o.fires_at) FROM reminders r CROSS JOIN occurrences o "
        "ON o.reminder_id = r.id WHERE r.deal_id = ? AND o.ended_at IS NULL AND o.kind = 'plain' GROUP BY r.deal_id",
        (deal_id,),
    ).fetchone()
    return _step(row) if row else None


def tags_of_open(connection: Connection) -> Tags:
    """The tags of every open deal that bears some, by name."""
    return _tags(
        connection.execute(f"{_TAGS} JOIN deals d ON d.id = dt.deal_id WHERE d.state = 'open' ORDER BY t.name")
    )


def tags_of(connection: Connection, wanted: Sequence[int]) -> Tags:
    """The tags of these deals, by name."""
    if not wanted:
        return {}
    query = f"{_TAGS} WHERE dt.deal_id IN ({marks(len(wanted))}) ORDER BY t.name"
    return _tags(connection.execute(query, tuple(wanted)))


def planned(connection: Connection, deal_id: int | None = None) -> dict[int, list[tuple[int, str, int | None]]]:
    """The steps ever planned for open deals, or for one deal, that reach into their present stage.

    For each deal: when it was planned (seconds UTC), the day it is for, when it ended (None: still open). A step that comes
    again counts from the end of the one before.
    """
    where = "d.state = 'open'" if deal_id is None else "d.id = ?"
    found: dict[int, list[tuple[int, str, int | None]]] = {}
    for row in connection.execute(
        "SELECT d.id, coalesce((SELECT max(p.ended_at) FROM occurrences p WHERE p.reminder_id = r.id AND p.id < o.id), "
        "r.created_at), o.due_day, o.ended_at FROM deals d JOIN reminders r ON r.deal_id = d.id "
        f"JOIN occurrences o ON o.reminder_id = r.id WHERE {where} AND o.kind = 'plain' "
        "AND o.due_day >= date(d.stage_since, 'unixepoch', '-1 day')",
        () if deal_id is None else (deal_id,),
    ):
        found.setdefault(row[0], []).append((row[1], row[2], row[3]))
    return found


def moves(connection: Connection, deal_id: int) -> list[tuple[int | None, str, int | None, str, str, int, int]]:
    """The way of a deal: (from id, from, to id, to, outcome, days, moved at in seconds UTC), the first one first."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT from_stage_id, from_stage, to_stage_id, to_stage, outcome, days, moved_at FROM stage_moves "
        "WHERE deal_id = ? ORDER BY moved_at, id",
        (deal_id,),
    ).fetchall()


def value_and_close(connection: Connection, deal_id: int) -> tuple[DealValue | None, str]:
    """What a deal is worth, and its expected close as `YYYY-MM-DD` (empty for none)."""
    row = connection.execute(
        "SELECT amount_minor, currency, amount_period, amount_times, expected_close FROM deals WHERE id = ?", (deal_id,)
    ).fetchone()
    value = None if row[0] is None else DealValue(Money(row[0], row[1]), row[2], row[3])
    return value, row[4] or ""


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
    """How many deals are open, those in archived pipelines not counted."""
    query = f"SELECT count(*) FROM deals d JOIN stages s ON s.id = d.stage_id WHERE d.state = 'open' AND {_IN_USE}"
    return int(connection.execute(query).fetchone()[0])


def tag_rows(connection: Connection, deal_id: int) -> dict[int, int]:
    """The tags of a deal: id of the tag to id of the row that says so."""
    return dict(connection.execute("SELECT tag_id, id FROM deal_tags WHERE deal_id = ?", (deal_id,)).fetchall())


def people_rows(connection: Connection, deal_id: int) -> dict[int, int]:
    """Who takes part besides the main contact: id of the contact to id of the row that says so."""
    found = connection.execute("SELECT contact_id, id FROM deal_contacts WHERE deal_id = ?", (deal_id,))
    return dict(found.fetchall())


def _card(
    row: tuple[Any, ...],
    step: NextStep | None = None,
    tags: tuple[TagRow, ...] = (),
    quiet: int = 0,
    stuck: Message | None = None,
) -> DealCard:
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
        state=_STATES[row[10]],
        stage_since=instant(row[11]),
        expected_close=day_or_none(row[12]),
        closed_at=instant_or_none(row[13]),
        next_step=step,
        pipeline_id=row[14],
        period=row[15],
        times=row[16],
        created_at=instant(row[17]),
        tags=tags,
        quiet_days=quiet,
        stuck=stuck,
    )


def _step(row: tuple[Any, ...]) -> NextStep:
    due = day_or_none(row[3])
    assert due is not None  # the column is NOT NULL
    return NextStep(row[1], row[2], due, time_or_none(row[4]))


def _tags(found: Any) -> Tags:
    tags: dict[int, tuple[TagRow, ...]] = {}
    known: dict[int, TagRow] = {}
    for deal_id, tag_id, *words in found:
        if tag_id not in known:
            known[tag_id] = TagRow(tag_id, *words)
        tags[deal_id] = (*tags.get(deal_id, ()), known[tag_id])
    return tags
