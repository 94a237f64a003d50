"""Killed in the middle of writing, 200 times: nothing acknowledged is lost, nothing is torn, the index equals the content."""

from __future__ import annotations

import random
import select
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Address, Fact, ImportantDate
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.storage import database, search_index
from tests.faults.children import forked, wal_of
from tests.support.clock import FixedClock
from tests.support.home import deal_draft, interaction_draft, opened_home, person, reminder_draft

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL"), pytest.mark.no_cover]

_KILLS = 200
_LONGEST_MS = 40
_PARTS = {"contact_points": 2, "addresses": 1, "important_dates": 1, "facts": 1, "contact_tags": 2, "deals": 1,
          "interactions": 1, "reminders": 1}  # fmt: skip
Say = Callable[[str], None]


def _save_people(core: Core, say: Say, first: int, *, before_commit: bool = False) -> None:
    """Save one person after another, each with every kind of part, and acknowledge each by its number."""
    services = core.services
    stage = services.pipeline.stages()[0].id
    number = first
    while True:
        if before_commit:
            say(f"{number}")
        contact = services.contacts.add(
            person(
                f"Person {number:06}",
                email=f"p{number}@x.example",
                phone=f"+49 30 {number:07}",
                company=f"Company {number % 7}",
                addresses=(Address(city="Lisboa", street=f"Street {number}"),),
                dates=(ImportantDate("birthday", "--02-29"),),
                facts=(Fact("likes", f"thing {number}"),),
                tags=("all", f"tag {number % 5}"),
                note=f"note {number}",
            )
        )
        if not before_commit:
            say(f"{number}")
        deal = services.pipeline.add(deal_draft(f"Deal {number}", stage, 100, contact_id=contact))
        services.reminders.add(reminder_draft(f"Remind {number}", contact_id=contact, deal_id=deal))
        services.reminders.done(
            services.reminders.agenda(contact)[0].occurrence_id, log=interaction_draft(f"Talk {number}")
        )
        if number % 5 == 0:
            services.undoing.undo()
            services.undoing.redo()
        say(f"{number} all")
        number += 1


def _run_and_kill(
    home: Path, first: int, milliseconds: int, *, lines: int = 0, before_commit: bool = False
) -> list[str]:
    """Let a child work until it has acknowledged so often, and so long after that; kill it and return what it had said."""

    def work(say: Say) -> None:
        with opened_home(home, FixedClock()) as core:
            say("open")
            _save_people(core, say, first, before_commit=before_commit)

    with forked(work) as child:
        assert child.read_line() == "open"
        said = [child.read_line() for _ in range(lines)]
        # Waiting for a moment that means nothing to the child is the point of it.
        select.select([], [], [], milliseconds / 1000)
        child.kill()
        return [*said, *child.rest()]


def _findings(home: Path, acknowledged: set[str]) -> Iterator[str]:
    """What is wrong with a home after a kill; opens and closes it."""
    with opened_home(home, FixedClock()) as core:
        reader = core.database.reader()
        yield from database.check(core.database.writer)
        yield from search_index.differences(core.database.writer)
        there = {name for (name,) in reader.execute("SELECT CAST(substr(display_name, 8) AS INTEGER) FROM contacts")}
        for line in acknowledged:
            number, _, everything = line.partition(" ")
            if int(number) not in there:
                yield f"person {number} was acknowledged and is gone"
            elif (
                everything
                and not reader.execute(
                    "SELECT 1 FROM interactions i JOIN contacts c ON c.id = i.contact_id WHERE c.display_name = ?",
                    (f"Person {int(number):06}",),
                ).fetchone()
            ):
                yield f"the talk of person {number} was acknowledged and is gone"
        for table, count in _PARTS.items():
            if table in ("deals", "interactions", "reminders"):
                continue  # of their own units of work
            (torn,) = reader.execute(
                f"SELECT count(*) FROM contacts c WHERE (SELECT count(*) FROM {table} p WHERE p.contact_id = c.id) <> {count}"
            ).fetchone()
            if torn:
                yield f"{torn} people without all their {table}"
        (half,) = reader.execute(
            "SELECT count(*) FROM occurrences o WHERE ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM interactions i "
            "JOIN reminders r ON r.id = o.reminder_id WHERE i.contact_id = r.contact_id)"
        ).fetchone()
        if half:
            yield f"{half} reminders done without the talk that was logged with it"
        (open_group,) = reader.execute("SELECT count(group_id) FROM journal_state").fetchone()
        (empty,) = reader.execute(
            "SELECT count(*) FROM change_groups g WHERE state <> 'dropped' "
            "AND NOT EXISTS (SELECT 1 FROM changes WHERE group_id = g.id)"
        ).fetchone()
        if open_group or empty:
            yield f"the journal has {open_group} open and {empty} empty groups"


def _kill_often(home: Path, kills: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    acknowledged: set[str] = set()
    found: list[str] = []
    for attempt in range(kills):
        said = _run_and_kill(home, attempt * 1000, chance.randrange(_LONGEST_MS), lines=attempt % 3)
        acknowledged.update(said)
        # What a kill lost or tore stays so: looking after every tenth finds it as surely as after each.
        if attempt % 10 == 9:
            found += _findings(home, acknowledged)
    assert len(acknowledged) > kills // 2, "too little was saved between the kills"
    return found


def test_two_hundred_kills_lose_nothing_and_tear_nothing(tmp_path: Path) -> None:
    with opened_home(tmp_path / "home") as core:
        core.services.pipeline.ensure_pipeline()
    assert _kill_often(tmp_path / "home", _KILLS, seed=2) == []


def test_all_undone_after_a_kill_is_an_empty_home(tmp_path: Path) -> None:
    with opened_home(tmp_path / "home") as core:
        core.services.pipeline.ensure_pipeline()
    _run_and_kill(tmp_path / "home", 0, 20, lines=7)
    with opened_home(tmp_path / "home") as core:
        assert core.services.contacts.count() > 0
        while core.services.undoing.undo() is not None:
            pass
        counts = {
            table: core.database.reader().execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in (*_PARTS, "contacts", "companies", "tags", "occurrences", "stage_moves")
        }
        assert not any(counts.values()), counts
        assert search_index.differences(core.database.writer) == []


def test_the_loop_sees_what_is_acknowledged_before_it_is_on_the_disk(tmp_path: Path) -> None:
    with opened_home(tmp_path / "home") as core:
        core.services.pipeline.ensure_pipeline()
    chance = random.Random(3)
    for attempt in range(100):
        said = _run_and_kill(tmp_path / "home", attempt * 1000, chance.randrange(4), lines=1, before_commit=True)
        if any("is gone" in found for found in _findings(tmp_path / "home", set(said))):
            return
    pytest.fail("a hundred kills between the acknowledgement and the commit went unseen")


def test_the_loop_sees_a_log_that_never_reached_the_disk(tmp_path: Path) -> None:
    # What synchronous=OFF risks at a power cut: pages of the log that the disk never got.
    home = tmp_path / "home"
    with opened_home(home) as core:
        core.services.pipeline.ensure_pipeline()
    said = _run_and_kill(home, 0, 10, lines=6)
    log = wal_of(home / "crm.db")
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size // 2)
    assert any("is gone" in found for found in _findings(home, set(said)))


def test_the_loop_sees_a_unit_of_work_that_is_torn(tmp_path: Path) -> None:
    with opened_home(tmp_path / "home") as core:
        core.services.contacts.add(person("Person 000001", email="a@x.example"))
    assert [found for found in _findings(tmp_path / "home", set()) if "without all their" in found]


def test_a_second_process_waits_for_its_turn_to_write(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened_home(home) as core:
        core.services.pipeline.ensure_pipeline()

    def add_twenty(offset: int) -> Callable[[Say], None]:
        def work(say: Say) -> None:
            with opened_home(home) as core:
                for number in range(20):
                    core.services.contacts.add(person(f"Person {offset + number:06}", company=f"Company {number}"))
                say("done")

        return work

    with forked(add_twenty(0)) as one, forked(add_twenty(100)) as two:
        assert (one.read_line(), two.read_line()) == ("done", "done")
        assert (one.wait(), two.wait()) == (0, 0)
    with opened_home(home) as core:
        assert core.services.contacts.count() == 40
        assert database.check(core.database.writer) == []
        assert search_index.differences(core.database.writer) == []


def test_who_waits_too_long_for_another_process_is_told_so_and_loses_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened_home(home) as core:
        core.services.contacts.add(person("Person 000001"))

    def hold(say: Say) -> None:
        with opened_home(home) as core:
            core.database.writer.execute("BEGIN IMMEDIATE")
            say("held")
            select.select([], [], [], 60)

    with forked(hold) as child:
        assert child.read_line() == "held"
        with opened_home(home) as core:
            core.database.writer.execute("PRAGMA busy_timeout = 50")
            assert core.services.contacts.count() == 1, "reading does not wait"
            with pytest.raises(StorageFailure, match="in use by another program"):
                core.services.contacts.add(person("Person 000002"))
            child.kill()
            core.services.contacts.add(person("Person 000003"))
            names = [row.name for row in core.services.contacts.rows(core.services.contacts.ids())]
            assert names == ["Person 000001", "Person 000003"]


def test_a_reader_sees_whole_units_of_work_only_while_another_process_writes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened_home(home) as core:
        core.services.pipeline.ensure_pipeline()

    def work(say: Say) -> None:
        with opened_home(home, FixedClock()) as core:
            _save_people(core, say, 0)

    with forked(work) as child:
        child.read_line()
        with opened_home(home) as core:
            reader, seen = core.database.reader(), set()
            for _ in range(30):
                child.read_line()
                torn = reader.execute(
                    "SELECT count(*) FROM contacts c WHERE (SELECT count(*) FROM contact_points WHERE contact_id = c.id) <> 2"
                ).fetchone()
                assert torn == (0,)
                seen.add(core.services.contacts.count())
            child.kill()
        assert len(seen) > 5
