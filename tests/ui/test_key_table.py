"""Keys that the user chose: they win, nothing else keeps one of them, and what cannot be read does no harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.actions import ACTIONS, Action, conflicts
from crm_desktop.ui.key_table import KeyTable, is_possible

_ACTIONS = (
    Action("new", "New", ("N",)),
    Action("go", "Go", ("G, T",)),
    Action("undo", "Undo", ("Ctrl+Z", "Alt+Z")),
    Action("list.next", "Next", ("J", "Down"), "list", by_widget=True),
    Action("list.extend", "Several", ("Shift+Down",), "list", by_widget=True),
    Action("list.edit", "Edit", ("E",), "list"),
    Action("board.edit", "Edit", ("E",), "board"),
)


def _table(stored: str = "") -> KeyTable:
    return KeyTable(stored, _ACTIONS)


def test_without_own_keys_it_is_the_table_of_actions() -> None:
    assert KeyTable().actions() == ACTIONS
    assert KeyTable().as_text() == ""


def test_a_key_that_was_chosen_is_in_use_and_comes_back_after_a_restart() -> None:
    table = _table()
    told: list[str] = []
    table.changed.connect(lambda: told.append("changed"))
    table.set_keys("new", ("Ctrl+N",))
    assert table.action("new").keys == ("Ctrl+N",)
    assert table.is_own("new")
    assert told == ["changed"]
    assert _table(table.as_text()).action("new").keys == ("Ctrl+N",)


def test_who_had_the_key_goes_without_it_and_keeps_the_others() -> None:
    table = _table()
    table.set_keys("list.edit", ("Ctrl+Z",))
    assert table.action("undo").keys == ("Alt+Z",)
    again = _table(table.as_text())
    assert (again.action("undo").keys, again.action("list.edit").keys) == (("Alt+Z",), ("Ctrl+Z",))


def test_the_one_that_would_lose_its_key_is_told_before() -> None:
    table = _table()
    assert table.taken_by("list.edit", ("N",)) == table.action("new")
    assert table.taken_by("list.edit", ("G",)) == table.action("go"), "the beginning of a sequence is taken as well"
    assert table.taken_by("list.edit", ("F5",)) is None
    assert table.taken_by("list.edit", ("E",)) is None, "another view may use the same key"


def test_two_keys_can_change_places() -> None:
    table = _table()
    table.set_keys("new", ("E",))
    assert table.action("list.edit").keys == table.action("board.edit").keys == ()
    table.set_keys("list.edit", ("N",))
    assert (table.action("new").keys, table.action("list.edit").keys) == (("E",), ("N",))


def test_back_to_default_takes_the_key_back_from_whoever_has_it() -> None:
    table = _table()
    table.set_keys("new", ("F2",))
    table.set_keys("undo", ("N",))
    table.reset("new")
    assert (table.action("new").keys, table.action("undo").keys) == (("N",), ())
    table.reset()
    assert table.actions() == _ACTIONS
    assert table.as_text() == ""


def test_a_key_can_be_taken_away_altogether() -> None:
    table = _table()
    table.set_keys("new", ())
    assert _table(table.as_text()).action("new").keys == ()


@pytest.mark.parametrize(
    "key", ["", "Esc", "Tab", "Return", "Backspace", "G, Esc", "A, B, C", "nonsense key", "ctrl+n", "G,T"]
)
def test_a_key_that_fields_need_or_that_is_none_is_impossible(key: str) -> None:
    assert not is_possible(key)
    with pytest.raises(ValueError, match="new"):
        _table().set_keys("new", (key,))


def test_what_belongs_to_lists_as_such_cannot_be_changed() -> None:
    table = _table('{"list.extend": ["X"]}')
    assert table.action("list.extend").keys == ("Shift+Down",)
    assert table.may_change("list.next")
    assert not table.may_change("list.extend")
    with pytest.raises(ValueError, match="extend"):
        table.set_keys("list.extend", ("X",))


@pytest.mark.parametrize(
    "stored",
    [
        "[",
        "[]",
        "null",
        "1",
        '"x"',
        '{"new": "N"}',
        '{"nobody": ["N"]}',
        '{"new": [1, null, "Esc", "?!"]}',
        '{"new": {}}',
    ],
)
def test_what_cannot_be_read_is_left_out(stored: str) -> None:
    assert {action.id for action in _table(stored).actions()} == {action.id for action in _ACTIONS}
    assert _table(stored).action("undo").keys == ("Ctrl+Z", "Alt+Z")


_KEYS = st.sampled_from(["N", "E", "J", "G", "G, T", "G, X", "Ctrl+Z", "F5", "Down", "Shift+L"])
_CHANGES = st.lists(
    st.tuples(st.sampled_from(["new", "go", "undo", "list.next", "list.edit", "board.edit"]), _KEYS), max_size=12
)


@given(_CHANGES)
def test_whatever_is_chosen_no_two_actions_want_one_key_and_it_is_the_same_after_a_restart(
    changes: list[tuple[str, str]],
) -> None:
    table = _table()
    for action_id, key in changes:
        rival = table.taken_by(action_id, (key,))
        if rival is None or table.may_change(rival.id):
            table.set_keys(action_id, (key,))
    assert conflicts(table.actions()) == []
    assert _table(table.as_text()).actions() == table.actions()


def test_hints_say_the_key_in_use() -> None:
    table = _table()
    table.set_keys("new", ("Ctrl+B",))
    table.set_keys("go", ())
    table.set_keys("list.edit", ("F5",))
    assert table.hints() == {"N": "Ctrl B", "G then T": ""}
