"""What hangs on what is read from the tables themselves, in an order in which rows can be put back."""

from __future__ import annotations

from crm_desktop.bootstrap import Core
from crm_desktop.storage.journal import JOURNALED
from crm_desktop.storage.queries.trash import TABLES
from crm_desktop.storage.references import ORDER, references


def test_every_table_of_the_journal_has_its_place_behind_what_it_points_to(core: Core) -> None:
    assert sorted(ORDER) == sorted(JOURNALED)
    for reference in references(core.database.reader()):
        assert ORDER.index(reference.parent) < ORDER.index(reference.table), reference


def test_what_goes_with_a_contact_is_known_from_the_tables(core: Core) -> None:
    goes = {(each.table, each.column) for each in references(core.database.reader()) if each.goes_with_it}
    assert {("contact_points", "contact_id"), ("relations", "other_id"), ("files", "deal_id")} <= goes
    assert ("deals", "contact_id") not in goes


def test_every_kind_of_the_trash_has_a_table(core: Core) -> None:
    assert set(TABLES.values()) <= set(JOURNALED)
    assert core.services.people.trash.rows(kinds=tuple(TABLES)) == []


def test_the_trash_finds_deletions_by_an_index(core: Core) -> None:
    """The list says which index it goes by: SQLite refuses a statement whose index cannot be used."""
    names = {row[0] for row in core.database.reader().execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    assert {"changes_deleted", "changes_deleted_row", "changes_deleted_owner"} <= names
