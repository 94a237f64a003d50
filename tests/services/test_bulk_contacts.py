"""The same for many people at once: one unit of work, one undo, stopped in the middle without a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.bulk_contacts import BulkContacts, StoppedByUser
from crm_desktop.storage import search_index
from tests.support.home import person


def _quiet(_done: int, _total: int) -> None:
    pass


def _go_on() -> bool:
    return False


@pytest.fixture
def people(core: Core) -> list[int]:
    """Three people, the first of whom bears a tag and has a company."""
    first = core.services.contacts.add(person("Marta", company="Casa Azul", tags=("client",), email="m@x.example"))
    return [first, *(core.services.contacts.add(person(name)) for name in ("Jonas", "王芳"))]


@pytest.fixture
def bulk(core: Core) -> BulkContacts:
    return core.services.people.bulk


def _tags(core: Core, contact_id: int) -> list[str]:
    page = core.services.contacts.page(contact_id)
    assert page is not None
    return [tag.name for tag in page.tags]


def test_a_tag_goes_to_those_who_do_not_bear_it_and_one_undo_takes_it_back(
    core: Core, people: list[int], bulk: BulkContacts
) -> None:
    assert bulk.tag(people, "Client", _quiet, _go_on) == 2
    assert [_tags(core, each) for each in people] == [["client"]] * 3
    assert len(core.services.contacts.ids("client")) == 3
    assert str(core.services.undoing.undo()) == "Tagged 3 people “Client”"
    assert [_tags(core, each) for each in people] == [["client"], [], []]
    assert not search_index.differences(core.database.writer)


def test_a_tag_is_taken_off_all(core: Core, people: list[int], bulk: BulkContacts) -> None:
    bulk.tag(people, "VIP", _quiet, _go_on)
    tag = next(tag.id for tag in core.services.contacts.tags() if tag.name == "VIP")
    assert bulk.untag(people, tag, _quiet, _go_on) == 3
    assert _tags(core, people[0]) == ["client"]
    core.services.undoing.undo()
    assert _tags(core, people[1]) == ["VIP"]


def test_all_are_put_into_a_company_or_out_of_theirs(core: Core, people: list[int], bulk: BulkContacts) -> None:
    assert bulk.set_company(people, "CASA AZUL", _quiet, _go_on) == 2
    assert {row.company for row in core.services.contacts.rows(people)} == {"Casa Azul"}
    assert bulk.set_company(people, " ", _quiet, _go_on) == 3
    core.services.undoing.undo()
    core.services.undoing.undo()
    assert [row.company for row in core.services.contacts.rows(people)] == ["Casa Azul", "", ""]
    assert not search_index.differences(core.database.writer)


def test_each_of_them_gets_a_reminder_of_their_own(core: Core, people: list[int], bulk: BulkContacts) -> None:
    draft = ReminderDraft("write a card", date(2026, 12, 1), rule="FREQ=YEARLY")
    assert bulk.remind([*people, 999], draft, _quiet, _go_on) == 3
    core.services.reckoning.catch_up()
    rows = core.services.reminders.agenda()
    assert {(row.contact_id, row.text, row.day) for row in rows} == {
        (each, "write a card", date(2026, 12, 1)) for each in people
    }
    core.services.reminders.done(rows[0].occurrence_id)
    assert len({row.reminder_id for row in core.services.reminders.agenda()}) == 3
    core.services.undoing.undo()
    core.services.undoing.undo()
    assert not core.services.reminders.agenda()
    with pytest.raises(InvalidInput):
        bulk.remind(people, ReminderDraft(" ", date(2026, 12, 1)), _quiet, _go_on)


def test_all_are_deleted_and_one_undo_brings_them_back_whole(core: Core, people: list[int], bulk: BulkContacts) -> None:
    assert bulk.delete([*people, 999], _quiet, _go_on) == 3
    assert not core.services.contacts.ids()
    core.services.undoing.undo()
    assert sorted(core.services.contacts.ids()) == sorted(people)
    assert _tags(core, people[0]) == ["client"]
    assert core.services.contacts.ids("m@x.example") == [people[0]]


def test_what_changes_nothing_leaves_nothing_to_undo(core: Core, people: list[int], bulk: BulkContacts) -> None:
    assert bulk.tag(people[:1], "client", _quiet, _go_on) == 0
    assert str(core.services.undoing.undo()).startswith("Added")


@pytest.mark.parametrize(
    "act",
    [
        lambda bulk, ids, stop: bulk.tag(ids, "New", _quiet, stop),
        lambda bulk, ids, stop: bulk.set_company(ids, "New", _quiet, stop),
        lambda bulk, ids, stop: bulk.remind(ids, ReminderDraft("x", date(2026, 12, 1)), _quiet, stop),
        lambda bulk, ids, stop: bulk.delete(ids, _quiet, stop),
    ],
)
def test_stopped_in_the_middle_nothing_was_changed(
    core: Core, people: list[int], bulk: BulkContacts, act: Callable[[BulkContacts, list[int], Callable[[], bool]], int]
) -> None:
    asked = iter((False, True, True))
    many = people + list(range(10_000, 12_500))
    with pytest.raises(StoppedByUser):
        act(bulk, many, lambda: next(asked))
    assert sorted(core.services.contacts.ids()) == sorted(people)
    assert [tag.name for tag in core.services.contacts.tags()] == ["client"]
    assert not core.services.reminders.agenda()
    assert {row.company for row in core.services.contacts.rows(people)} == {"Casa Azul", ""}


def test_progress_goes_on_while_the_search_index_follows(core: Core, people: list[int], bulk: BulkContacts) -> None:
    more = [core.services.contacts.add(person(f"Number {number}")) for number in range(10)]
    told: list[float] = []
    bulk.tag([*people, *more], "New", lambda done, total: told.append(done / total), _go_on)
    assert told[0] == 0
    assert told == sorted(told)
    assert told[-1] >= 0.5


@pytest.mark.parametrize("times", [1, 2])
def test_stopped_while_the_search_index_follows_nothing_was_changed(
    core: Core, people: list[int], bulk: BulkContacts, times: int
) -> None:
    before = core.services.undoing.next_undo()
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > times

    with pytest.raises(StoppedByUser):
        bulk.tag(people, "New", _quiet, stopped)
    assert asked == times + 1
    assert [tag.name for tag in core.services.contacts.tags()] == ["client"]
    assert core.services.undoing.next_undo() == before
    assert not search_index.differences(core.database.writer)
    # Nobody watches any more: the next write is not stopped.
    core.services.contacts.add(person("Later"))
    assert len(core.services.contacts.ids("later")) == 1


def test_a_tag_leaves_the_long_texts_of_the_index_alone(core: Core, people: list[int], bulk: BulkContacts) -> None:
    core.services.contacts.set_text(people[0], "note", "collects stamps")
    before = core.database.writer.execute("SELECT id, sz FROM search_texts_docsize").fetchall()
    segments = core.database.writer.execute("SELECT id, block FROM search_texts_data").fetchall()
    bulk.tag(people, "New", _quiet, _go_on)
    assert core.database.writer.execute("SELECT id, sz FROM search_texts_docsize").fetchall() == before
    assert core.database.writer.execute("SELECT id, block FROM search_texts_data").fetchall() == segments


def test_the_chosen_are_exported_in_the_order_of_the_list(core: Core, people: list[int], tmp_path: Path) -> None:
    folder = tmp_path
    wanted = [people[2], people[0], 999]
    assert core.services.exporting.export(folder / "some.vcf", wanted) == 2
    text = (folder / "some.vcf").read_text(encoding="utf-8")
    assert text.index("王芳") < text.index("Marta")
    assert "Jonas" not in text
    with pytest.raises(InvalidInput):
        core.services.exporting.export(folder / "some.json", wanted)
