"""Pipelines, their stages, and what is known of the stages from the deals that were there."""

from __future__ import annotations

from crm_desktop.domain.pipelines import Pipeline, PipelineWords, Stage, learned_chance
from crm_desktop.domain.stuck import stuck_after
from crm_desktop.storage.engine import Connection


def pipelines(connection: Connection, with_archived: bool = False) -> list[Pipeline]:
    """The pipelines in use, in order; with the archived ones behind them if wanted."""
    return [
        Pipeline(row[0], row[1], row[2], PipelineWords(*row[3:7]), bool(row[7]), row[8], row[9])
        for row in connection.execute(
            "SELECT p.id, p.name, p.kind, p.word_one, p.word_many, p.word_won, p.word_lost, p.archived, p.position, "
            "(SELECT count(*) FROM deals d JOIN stages s ON s.id = d.stage_id WHERE s.pipeline_id = p.id AND d.state = 'open') "
            "FROM pipelines p WHERE p.archived <= ? ORDER BY p.archived, p.position, p.id",
            (int(with_archived),),
        )
    ]


def stages(connection: Connection, pipeline_id: int | None = None) -> list[Stage]:
    """The stages of a pipeline in order, or of all (None), with what their history teaches."""
    ended = _ended(connection, pipeline_id)
    left = _left_after(connection, pipeline_id)
    found = []
    for row in connection.execute(
        "SELECT s.id, s.pipeline_id, s.name, s.position, s.colour, s.probability, s.learned, s.stuck_days FROM stages s "
        f"WHERE {_of(pipeline_id)} ORDER BY s.pipeline_id, s.position, s.id",
        _values(pipeline_id),
    ):
        deals, won = ended.get(row[0], (0, 0))
        found.append(
            Stage(
                id=row[0],
                pipeline_id=row[1],
                name=row[2],
                position=row[3],
                colour=row[4],
                chance=learned_chance(row[5], bool(row[6]), deals, won),
                set_percent=row[5],
                wants_learned=bool(row[6]),
                stuck=stuck_after(row[7], left.get(row[0], ())),
                set_days=row[7],
            )
        )
    return found


def names(connection: Connection, stage_id: int) -> tuple[str, int, str] | None:
    """(name, id of the pipeline, name of the pipeline) of a stage; None when it is gone."""
    found = connection.execute(
        "SELECT s.name, p.id, p.name FROM stages s JOIN pipelines p ON p.id = s.pipeline_id WHERE s.id = ?", (stage_id,)
    ).fetchone()
    return (found[0], found[1], found[2]) if found else None


def order(connection: Connection, pipeline_id: int) -> list[int]:
    """The ids of the stages of a pipeline, in order."""
    found = connection.execute("SELECT id FROM stages WHERE pipeline_id = ? ORDER BY position, id", (pipeline_id,))
    return [row[0] for row in found]


def stages_with_deals(connection: Connection, pipeline_id: int) -> list[int]:
    """The stages of a pipeline in which deals stand or ended, in order."""
    found = connection.execute(
        "SELECT s.id FROM stages s WHERE s.pipeline_id = ? AND EXISTS (SELECT 1 FROM deals d WHERE d.stage_id = s.id) "
        "ORDER BY s.position, s.id",
        (pipeline_id,),
    )
    return [row[0] for row in found]


def deal_counts(connection: Connection, pipeline_id: int) -> dict[int, tuple[int, int]]:
    """For each stage of a pipeline that has deals: how many are open, and how many ended there."""
    found = connection.execute(
        "SELECT d.stage_id, sum(d.state = 'open'), sum(d.state <> 'open') FROM deals d "
        "WHERE d.stage_id IN (SELECT id FROM stages WHERE pipeline_id = ?) GROUP BY d.stage_id",
        (pipeline_id,),
    )
    return {row[0]: (row[1], row[2]) for row in found}


def lost_reasons(connection: Connection) -> list[tuple[int, str]]:
    """The user's own reasons for losing a deal: (id, name), in order; none while the usual ones hold."""
    return connection.execute("SELECT id, name FROM lost_reasons ORDER BY position, id").fetchall()  # type: ignore[no-any-return]


def _ended(connection: Connection, pipeline_id: int | None) -> dict[int, tuple[int, int]]:
    """For each stage, of the deals that ever were there and have ended: how many, and how many were won."""
    inside = f"SELECT s.id FROM stages s WHERE {_of(pipeline_id)}"
    ended = "JOIN deals d ON d.id = m.deal_id WHERE d.state <> 'open' AND"
    found = connection.execute(
        "SELECT stage_id, count(*), sum(state = 'won') FROM ("
        f"SELECT m.from_stage_id AS stage_id, d.id, d.state FROM stage_moves m {ended} m.from_stage_id IN ({inside}) "
        f"UNION SELECT m.to_stage_id, d.id, d.state FROM stage_moves m {ended} m.to_stage_id IN ({inside}) "
        f"UNION SELECT d.stage_id, d.id, d.state FROM deals d WHERE d.state <> 'open' AND d.stage_id IN ({inside})"
        ") GROUP BY stage_id",
        _values(pipeline_id) * 3,
    )
    return {row[0]: (row[1], row[2]) for row in found}


def _left_after(connection: Connection, pipeline_id: int | None) -> dict[int, list[int]]:
    """For each stage, sorted, after how many quiet days deals left it; all the days where the quiet ones are not known."""
    found: dict[int, list[int]] = {}
    for stage_id, days in connection.execute(
        "SELECT m.from_stage_id, coalesce(m.quiet_days, m.days) AS quiet FROM stage_moves m "
        f"WHERE m.from_stage_id IN (SELECT s.id FROM stages s WHERE {_of(pipeline_id)}) ORDER BY quiet",
        _values(pipeline_id),
    ):
        found.setdefault(stage_id, []).append(days)
    return found


def _of(pipeline_id: int | None) -> str:
    return "1" if pipeline_id is None else "s.pipeline_id = ?"


def _values(pipeline_id: int | None) -> tuple[int, ...]:
    return () if pipeline_id is None else (pipeline_id,)
