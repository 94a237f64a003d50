"""Sample data: the same for the same seed and day, of many scripts, whole, and taken back in one step."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.reminders import ReminderKind
from crm_desktop.domain.touch import TouchSource
from crm_desktop.services.sampling import MOST_UNDOABLE
from crm_desktop.services.sampling.story import STORY
from crm_desktop.storage import database, search_index
from tests.storage.dump import canonical_dump
from tests.support.clock import FixedClock
from tests.support.home import deal_draft, opened_home, person


def _content(core: Core) -> list[tuple[object, ...]]:
    """What was made, without the identifiers, which are drawn anew for each person."""
    reader = core.database.reader()
    found: list[tuple[object, ...]] = []
    for query in (
        "SELECT display_name, job_title, note, keep_in_touch_days, created_at FROM contacts ORDER BY id",
        "SELECT kind, value, contact_id FROM contact_points ORDER BY id",
        "SELECT occurred_at, kind, subject, text, contact_id FROM interactions ORDER BY id",
        "SELECT title, amount_minor, currency, state, stage_since FROM deals ORDER BY id",
        "SELECT text, start_day, wall_time, rule FROM reminders ORDER BY id",
        "SELECT due_day, fires_at, ended_at FROM occurrences ORDER BY id",
    ):
        found += reader.execute(query).fetchall()
    return found


def _made(folder: Path, seed: int) -> list[tuple[object, ...]]:
    with opened_home(folder) as core:
        core.services.sampling.fill(contacts=80, seed=seed)
        return _content(core)


def test_the_same_seed_makes_the_same_people_and_another_one_others(tmp_path: Path) -> None:
    first = _made(tmp_path / "a", 5)
    assert first == _made(tmp_path / "b", 5)
    assert first != _made(tmp_path / "c", 6)


def test_a_sample_is_whole_and_about_as_large_as_asked(core: Core) -> None:
    interactions = core.services.sampling.fill(contacts=200, seed=2)
    assert core.services.contacts.count() == 200
    assert core.database.reader().execute("SELECT count(*) FROM interactions").fetchone() == (interactions,)
    assert 1_500 <= interactions <= 2_500
    assert database.check(core.database.writer) == []
    assert search_index.differences(core.database.writer) == []


def test_names_come_in_several_scripts_and_people_in_several_zones(core: Core) -> None:
    core.services.sampling.fill(contacts=300, seed=2)
    names = "".join(row.name for row in core.services.contacts.rows(core.services.contacts.ids()))
    for first, last in (("а", "я"), ("\u4e00", "\u9fff"), ("\u0600", "\u06ff"), ("a", "z")):
        assert any(first <= character <= last for character in names), first
    zones = core.database.reader().execute("SELECT count(DISTINCT time_zone) FROM contacts").fetchone()[0]
    assert zones > 3


def test_one_undo_takes_the_sample_back(core: Core) -> None:
    core.services.contacts.add(person())
    core.services.pipeline.ensure_pipeline()
    before = canonical_dump(core.database.writer)
    core.services.sampling.fill(contacts=50)
    assert str(core.services.undoing.undo()) == "Added 50 sample contacts"
    assert canonical_dump(core.database.writer) == before


def test_a_sample_too_large_for_the_journal_is_indexed_and_not_to_be_undone(core: Core) -> None:
    core.services.sampling.fill(contacts=MOST_UNDOABLE + 1, seed=1)
    assert core.services.undoing.next_undo() is None
    assert core.services.search.find("marta")
    assert search_index.differences(core.database.writer) == []


def test_the_story_is_told_whenever_it_begins(core: Core, clock: FixedClock) -> None:
    clock.set(datetime(2028, 2, 29, 8, 0))  # noqa: DTZ001 - wall time; a leap day
    core.services.sampling.fill()
    assert core.services.contacts.count() == len(STORY)
    today = core.services.today.today()
    assert today.overdue or today.today
    assert core.services.pipeline.board().open_count > 0
    assert all(
        row.last_spoke is None or row.last_spoke <= clock.now()
        for row in core.services.contacts.rows(core.services.contacts.ids())
    )


@pytest.mark.parametrize("contacts", [1, 2, len(STORY)])
def test_as_many_people_as_asked_for(contacts: int, core: Core) -> None:
    core.services.sampling.fill(contacts=contacts)
    assert core.services.contacts.count() == contacts


def test_progress_is_told(core: Core) -> None:
    told: list[int] = []
    core.services.sampling.fill(contacts=1_500, progress=told.append)
    assert told == sorted(told)
    assert told


def test_the_story_has_people_one_is_losing_for_each_reason_and_birthdays(core: Core) -> None:
    core.services.sampling.fill()
    core.services.reckoning.catch_up()
    today = core.services.today.today()
    assert {row.source for row in today.losing_touch} >= {TouchSource.OWN, TouchSource.USUAL}
    assert [row.label for row in (*today.today, *today.next_days) if row.kind is ReminderKind.DATE] == ["birthday"] * 2
    assert {tag.name: tag.keep_in_touch_days for tag in core.services.contacts.tags()}["client"] == 90


def test_the_story_has_something_for_every_view_of_deals(core: Core) -> None:
    core.services.sampling.fill()
    pipeline, today = core.services.pipeline, core.services.today.today()
    boards = [pipeline.board(each.id) for each in pipeline.pipelines()]
    assert len(boards) == 2
    assert all(board.open_count and board.won for board in boards)
    assert boards[1].words.one == "student"
    cards = [card for board in boards for column in board.columns for card in column.cards]
    assert {card.worth.currency for card in cards if card.worth} >= {"EUR", "USD", "GBP"}
    assert {card.period for card in cards} >= {"", "month", "week"}
    assert any(card.tags for card in cards)
    assert today.stuck
    assert today.without_step
    stages = pipeline.stages(boards[0].pipeline_id)
    assert any(stage.chance.learned for stage in stages)
    assert all(stage.stuck.learned for stage in stages)
    read = core.database.reader()
    for query in (
        "SELECT count(*) FROM deal_contacts WHERE role <> ''",
        "SELECT count(*) FROM deals WHERE contact_role <> ''",
        "SELECT count(*) FROM deals WHERE state = 'lost' AND lost_reason <> ''",
        "SELECT count(DISTINCT field) - 1 FROM deal_changes",
        "SELECT count(*) FROM exchange_rates",
        "SELECT count(*) FROM contacts WHERE lead_fit = 'good'",
        "SELECT count(*) FROM contacts WHERE lifecycle = 'qualified'",
        "SELECT count(*) FROM interactions WHERE deal_id IS NOT NULL",
    ):
        assert read.execute(query).fetchone()[0], query


def test_every_deal_of_the_story_has_a_way_without_gaps(core: Core, clock: FixedClock) -> None:
    core.services.sampling.fill()
    for (deal,) in core.database.reader().execute("SELECT id FROM deals").fetchall():
        visits = core.services.pipeline.history(deal)
        assert [visit.until for visit in visits[:-1]] == [visit.since for visit in visits[1:]]
        assert all(visit.days == ((visit.until or clock.now()) - visit.since).days for visit in visits)


def test_a_sample_leaves_pipelines_alone_that_are_in_use(core: Core) -> None:
    pipeline = core.services.pipeline
    core.services.pipeline.add(deal_draft("Mine", pipeline.stages()[0].id))
    core.services.sampling.fill()
    assert [(stage.wants_learned, stage.colour) for stage in pipeline.stages()] == [(False, "")] * 4
    core.services.sampling.fill()
    assert len(pipeline.pipelines()) == 2
