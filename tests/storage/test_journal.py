"""The change journal: what it notes, what it leaves out, and that flipping it gives back exactly what was there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import SQLModel

from crm_desktop.bootstrap import Core
from crm_desktop.domain.changes import Change
from crm_desktop.domain.contacts import Name, Point, PointKind
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.messages import message
from crm_desktop.storage import journal, search_index
from crm_desktop.storage import tables as _registered  # noqa: F401 - defines the tables in the metadata
from tests.storage.dump import canonical_dump
from tests.support.clock import FixedClock
from tests.support.home import deal_draft, interaction_draft, opened_home, person, reminder_draft

_NOT_JOURNALED = {
    "deliveries": "what was shown is a log, and is not taken back",
}


def _groups(core: Core) -> list[tuple[str, int]]:
    found = core.database.writer.execute(
        "SELECT state, (SELECT count(*) FROM changes WHERE group_id = change_groups.id) FROM change_groups ORDER BY id"
    )
    return list(found.fetchall())


def _dump(core: Core) -> str:
    return canonical_dump(core.database.writer)


def test_every_table_is_journaled_or_has_a_reason_not_to_be() -> None:
    assert set(SQLModel.metadata.tables) == set(journal.JOURNALED) | set(_NOT_JOURNALED)


def test_each_journaled_table_has_its_three_triggers_and_they_name_every_column(core: Core) -> None:
    for table in journal.JOURNALED:
        for operation in ("insert", "update", "delete"):
            (sql,) = core.database.writer.execute(
                "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", (f"journal_{table}_{operation}",)
            ).fetchone()
            if operation != "insert":
                missing = [name for name in journal.columns(core.database.writer, table) if f"OLD.{name}" not in sql]
                assert not missing, (table, operation)


def test_the_triggers_follow_a_column_that_a_later_step_adds(core: Core) -> None:
    contact = core.services.contacts.add(person())
    writer = core.database.writer
    writer.execute("ALTER TABLE facts ADD COLUMN later TEXT NOT NULL DEFAULT ''")
    journal.install_triggers(writer)
    with core.writing(message("One")) as work:
        fact = work.insert("facts", contact_id=contact, text="x", kind="y")
        writer.execute("UPDATE facts SET later = 'kept' WHERE id = ?", (fact,))
    with core.writing(message("Two")) as work:
        work.delete("facts", fact)

    core.services.undoing.undo()

    assert writer.execute("SELECT later FROM facts").fetchall() == [("kept",)]


def test_undo_brings_back_a_deleted_person_with_everything_that_hung_on_them(core: Core) -> None:
    services = core.services
    contact = services.contacts.add(
        person(email="marta@example.org", company="Casa Lume", tags=("friend",), note="Likes tea")
    )
    deal = services.pipeline.add(deal_draft("Website", services.pipeline.stages()[0].id, 100_00, contact_id=contact))
    services.timeline.log(contact, interaction_draft(deal_id=deal))
    services.reminders.add(reminder_draft(contact_id=contact, rule="FREQ=WEEKLY"))
    services.contacts.add_tag(contact, "press")
    before = _dump(core)

    services.contacts.delete([contact])
    assert services.contacts.page(contact) is None
    assert services.timeline.entries(contact) == []
    assert services.search.find("marta") == []
    services.undoing.undo()

    assert _dump(core) == before
    assert [hit.name for hit in services.search.find("marta") if hit.kind == "contact"] == ["Marta Oliveira"]


def test_undo_and_redo_work_across_restarts(tmp_path: Path) -> None:
    dumps = []
    with opened_home(tmp_path / "home") as core:
        dumps.append(_dump(core))
        contact = core.services.contacts.add(person())
        dumps.append(_dump(core))
        core.services.contacts.rename(contact, Name(given="Ana"))
        dumps.append(_dump(core))
    for expected in reversed(dumps[:-1]):
        with opened_home(tmp_path / "home") as core:
            assert core.services.undoing.undo() is not None
            assert _dump(core) == expected
    with opened_home(tmp_path / "home") as core:
        assert core.services.undoing.next_undo() is None
    for expected in dumps[1:]:
        with opened_home(tmp_path / "home") as core:
            assert core.services.undoing.redo() is not None
            assert _dump(core) == expected
    with opened_home(tmp_path / "home") as core:
        assert core.services.undoing.redo() is None


def test_the_label_says_what_is_taken_back_before_and_after(core: Core) -> None:
    core.services.contacts.add(person())

    assert str(core.services.undoing.next_undo()) == "Added Marta Oliveira"
    assert str(core.services.undoing.undo()) == "Added Marta Oliveira"
    assert core.services.undoing.next_undo() is None
    assert str(core.services.undoing.next_redo()) == "Added Marta Oliveira"


def test_new_work_ends_what_could_have_been_done_again(core: Core) -> None:
    core.services.contacts.add(person())
    core.services.undoing.undo()
    core.services.contacts.add(person("Ana Costa"))

    assert core.services.undoing.next_redo() is None
    assert core.services.undoing.redo() is None
    assert [state for state, _ in _groups(core)] == ["dropped", "done"]
    assert _groups(core)[0] == ("dropped", 0)


def test_work_that_changes_nothing_keeps_what_can_be_done_again(core: Core) -> None:
    contact = core.services.contacts.add(person())
    core.services.contacts.rename(contact, Name(given="Ana"))
    core.services.undoing.undo()
    core.services.contacts.set_text(contact, "job_title", "")

    assert core.services.undoing.next_redo() is not None


def test_work_without_a_label_leaves_no_trace_in_the_journal(core: Core) -> None:
    with core.writing(None) as work:
        work.insert("tags", name="x", compare_key="x")

    assert _groups(core) == []
    assert core.database.writer.execute("SELECT count(*) FROM changes").fetchone() == (0,)


def test_work_that_changes_nothing_leaves_no_group(core: Core) -> None:
    contact = core.services.contacts.add(person())
    core.services.contacts.rename(contact, Name(given="Marta", family="Oliveira"))
    core.services.contacts.delete([])
    with core.writing(message("Nothing")):
        pass

    assert len(_groups(core)) == 1


def test_a_failure_in_the_middle_leaves_nothing_of_the_rows_the_journal_and_the_index(core: Core) -> None:
    core.services.contacts.add(person())
    before, groups = _dump(core), _groups(core)
    told: list[object] = []
    core.services.feed.subscribe(told.append)

    def broken() -> None:
        with core.writing(message("Broken")) as work:
            work.insert("companies", uid="u", name="Broken Ltd", compare_key="broken ltd", created_at=0)
            work.update("contacts", 1, note="half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()

    assert (_dump(core), _groups(core), told) == (before, groups, [])
    assert core.database.writer.execute("SELECT group_id FROM journal_state").fetchone() == (None,)
    core.services.contacts.add(person("Ana Costa"))
    assert search_index.differences(core.database.writer) == []


def test_what_the_domain_refuses_leaves_nothing(core: Core) -> None:
    stage = core.services.pipeline.stages()[0].id
    before = _dump(core)
    with pytest.raises(InvalidInput):
        core.services.pipeline.add(deal_draft("  ", stage, company="New company"))

    assert _dump(core) == before
    assert _groups(core) == []


def test_undoing_one_step_is_one_announcement_of_what_it_touched(core: Core) -> None:
    contact = core.services.contacts.add(person())
    core.services.contacts.save_point(contact, None, Point(PointKind.PHONE, "+49 30 1234567"))
    told: list[Change] = []
    core.services.feed.subscribe(told.append)

    core.services.undoing.undo()

    (change,) = told
    assert change.ids == {"contact": frozenset({contact})}
    assert str(change.label) == "Changed Marta Oliveira"


def test_texts_come_back_to_the_byte(core: Core) -> None:
    hard = "quote ' double \" back \\ tab \t new\nline é 漢字 \U0001f600 \u202e \ufeff {} [1, null] \u00ad"
    contact = core.services.contacts.add(person(note=hard))
    stored = core.services.contacts.page(contact)
    assert stored is not None
    core.services.contacts.delete([contact])
    core.services.undoing.undo()

    assert core.services.contacts.page(contact) == stored


def test_more_changes_than_one_batch_of_the_journal_come_back(core: Core) -> None:
    with core.writing(message("Many")) as work:
        for number in range(1203):
            work.insert("tags", name=f"tag {number}", compare_key=f"tag {number}")
    with core.writing(message("None left")) as work:
        for (tag,) in work.read.execute("SELECT id FROM tags").fetchall():
            work.delete("tags", tag)
    core.services.undoing.undo()
    assert len(core.services.contacts.tags()) == 1203
    core.services.undoing.undo()
    assert core.services.contacts.tags() == []


def test_undo_in_a_zone_travelled_to_reckons_floating_reminders_there(core: Core, clock: FixedClock) -> None:
    core.services.reminders.add(reminder_draft())
    row = core.services.reminders.agenda()[0]
    core.services.reminders.done(row.occurrence_id)
    clock.travel("America/New_York")
    core.services.reckoning.realign()

    core.services.undoing.undo()

    (again,) = core.services.reminders.agenda()
    assert (again.day, again.at) == (row.day, row.at)
    assert (again.fires_at - row.fires_at).total_seconds() == 6 * 3600


def test_what_an_import_adds_is_noted_by_ranges_and_comes_and_goes_with_everything_else(core: Core) -> None:
    known = core.services.contacts.add(person(email="marta@example.org"))
    before = _dump(core)
    with core.writing(message("Import")) as work:
        first = work.last_id("contacts") + 1
        columns = [name for name in journal.columns(work.read, "contacts") if name != "id"]
        row = work.read.execute(f"SELECT {', '.join(columns)} FROM contacts WHERE id = ?", (known,)).fetchone()
        work.insert_fresh("contacts", ("id", *columns), [(first + place, *row) for place in range(3)])
        work.insert_fresh("facts", ("contact_id", "kind", "text", "position"), [(first, "likes", "tea", 0)])
        work.update("contacts", first + 1, note="changed in the same import")
        work.insert("facts", contact_id=known, kind="likes", text="coffee")
        notes = work.read.execute("SELECT table_name, operation FROM changes ORDER BY id DESC LIMIT 4").fetchall()
        touched = {(row.table, row.row_id) for row in journal.touched(work.read, _running_group(core))}
    after = _dump(core)

    assert [tuple(note) for note in reversed(notes)] == [
        ("contacts", "insert-range"),
        ("facts", "insert-range"),
        ("contacts", "update"),
        ("facts", "insert"),
    ]
    assert {("contacts", first), ("contacts", first + 1), ("contacts", first + 2)} <= touched
    for _ in range(2):
        assert search_index.differences(core.database.writer) == []
        core.services.undoing.undo()
        assert _dump(core) == before
        assert search_index.differences(core.database.writer) == []
        core.services.undoing.redo()
        assert _dump(core) == after
    assert search_index.differences(core.database.writer) == []


def _running_group(core: Core) -> int:
    return int(core.database.writer.execute("SELECT group_id FROM journal_state").fetchone()[0])
