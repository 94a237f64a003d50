"""Lists of people: built by keyboard, kept in the sidebar with a count that follows, shown as a table, changed many at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from crm_desktop.domain.contacts import Address
from crm_desktop.domain.filters import Condition, Operator
from crm_desktop.domain.interactions import InteractionDraft, InteractionKind
from crm_desktop.ui.dialogs.filter_form import FilterForm
from crm_desktop.ui.sidebar_lists import ListEntry
from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock
from tests.support.home import person


def _people(user: User) -> dict[str, int]:
    """Four people: past clients and not, in Berlin and not, spoken with and not."""
    ids = {}
    for name, city, days, tags in (
        ("Hana Bednářová", "Berlin", 98, ("past client",)),
        ("Marta Oliveira", "Berlin", 2, ("past client",)),
        ("Tomás Ruiz", "Madrid", 120, ("past client",)),
        ("王芳", "Berlin", 200, ()),
    ):
        made = user.services.contacts.add(person(name, addresses=(Address(city=city),), tags=tags))
        at = user.clock.now() - timedelta(days=days)
        user.services.timeline.log(made, InteractionDraft(InteractionKind.CALL, "Talked.", at))
        ids[name] = made
    user.settle()
    return ids


def _lists(user: User) -> dict[str, str]:
    """The lists in the sidebar with their counts, from the top."""

    def counted() -> bool:
        return all(entry.accessibleDescription() for entry in _entries(user))

    user.until(counted, "every list is counted")
    return {entry.text(): entry.accessibleDescription() for entry in _entries(user)}


def _entries(user: User) -> list[ListEntry]:
    side = user.window.sidebar.findChildren(ListEntry)
    return sorted(
        (entry for entry in side if entry.isVisible()), key=lambda entry: entry.mapTo(user.window, QPoint()).y()
    )


def _choose_in(user: User, words: str) -> None:
    """Choose an entry of the box that has the keyboard by its first letters."""
    QTest.keyClicks(user.focus(), words)
    user.settle()


def test_the_list_of_the_issue_is_built_by_keyboard_alone_and_kept(user: User) -> None:
    ids = _people(user)
    user.goes_to("C")
    user.press("Shift+F")
    form = user.card()
    assert isinstance(form, FilterForm)
    # The first line begins with the talk one had last.
    user.press("Tab", "Tab")
    user.type("90")
    assert form.words.text() == "Not spoken in 90 days"
    user.press("Return")
    _choose_in(user, "Tag")
    user.press("Tab", "Tab")
    user.type("past client")
    # Once for what is offered below the line, once for the next line.
    user.press("Return", "Return")
    _choose_in(user, "City")
    user.press("Tab", "Tab")
    user.type("berlin")
    assert form.words.text() == "Not spoken in 90 days and tagged “past client” and in berlin"
    user.until(lambda: form.count.text == "1 person", "the people are counted while the list is built")
    user.press("Return")
    form.name.setFocus(Qt.FocusReason.TabFocusReason)
    user.type("Past clients, Berlin")
    user.press("Return")
    assert user.no_card()
    assert user.people_listed() == ["Hana Bednářová"]
    assert _lists(user) == {"Past clients, Berlin": "1"}
    assert user.sees("Not spoken in 90 days and tagged “past client” and in berlin")

    # Logging a talk with her: the count follows, and her page stays as long as one is at it.
    user.services.timeline.log(
        ids["Hana Bednářová"], InteractionDraft(InteractionKind.CALL, "Called.", user.clock.now())
    )
    user.until(lambda: _lists(user)["Past clients, Berlin"] == "0", "the count follows")
    assert user.people_listed() == ["Hana Bednářová"]
    assert user.page().person.contact_id() == ids["Hana Bednářová"]
    user.press("Ctrl+Z")
    user.until(lambda: _lists(user)["Past clients, Berlin"] == "1", "and back")


def test_a_list_is_there_the_next_day_and_its_count_moves_with_the_days(
    look_of_the_application: None, home: Path, clock: FixedClock
) -> None:
    with at_the_desk(home, clock) as user:
        _people(user)
        user.window.resize(1280, 800)
        user.goes_to("C")
        user.press_button("Add a first list")
        user.choose_from_menu("Losing touch")
        assert _lists(user) == {"Losing touch": "3"}
        assert user.people_listed() == ["王芳", "Tomás Ruiz", "Hana Bednářová"]
    clock.advance(days=120)
    with at_the_desk(home, clock) as user:
        assert _lists(user) == {"Losing touch": "4"}


def test_lists_are_renamed_ordered_copied_and_deleted_from_the_sidebar(user: User) -> None:
    _people(user)
    for key, name in (("losing-touch", "Losing touch"), ("past-clients", "Past clients")):
        user.services.people.saved_lists.add_template(key, name)
    user.settle()
    assert list(_lists(user)) == ["Losing touch", "Past clients"]
    entry = _entries(user)[1]
    entry.setFocus()
    user.press("Alt+Up")
    assert list(_lists(user)) == ["Past clients", "Losing touch"]
    user.press("F2")
    user.press("Ctrl+A")
    user.type("LOSING TOUCH")
    user.press("Return")
    assert user.sees("There is a list “LOSING TOUCH” already.")
    user.press("Ctrl+A")
    user.type("Alte Kunden")
    user.press("Return")
    assert list(_lists(user)) == ["Alte Kunden", "Losing touch"]
    _entries(user)[0].menu_wanted.emit(_entries(user)[0].mapToGlobal(QPoint(5, 5)))
    user.choose_from_menu("Duplicate")
    assert list(_lists(user)) == ["Alte Kunden", "Alte Kunden 2", "Losing touch"]
    user.drag(_entries(user)[0], QPoint(20, 10), _entries(user)[2], QPoint(20, 20))
    assert list(_lists(user)) == ["Alte Kunden 2", "Losing touch", "Alte Kunden"]
    user.click(_entries(user)[1])
    assert user.sees("Last spoken more than 90 days ago")
    # Where no window manager is, a menu leaves no window active.
    user.window.activateWindow()
    user.until(user.window.isActiveWindow, "the window is active again")
    _entries(user)[1].setFocus()
    user.press("Del")
    assert list(_lists(user)) == ["Alte Kunden 2", "Alte Kunden"]
    assert len(user.people_listed()) == 4
    user.press_button("Undo")
    assert list(_lists(user)) == ["Alte Kunden 2", "Losing touch", "Alte Kunden"]


def test_a_list_is_opened_by_its_name_by_keys_and_from_the_menu(user: User) -> None:
    _people(user)
    lists = user.services.people.saved_lists
    lists.add("Élodie's friends", Condition("city", Operator.IS, ("Berlin",)))
    lists.add_template("past-clients", "Past clients")
    user.settle()
    user.says_to_palette("elodie")
    assert user.offered() == ["Open list: Élodie's friends"]
    user.press("Return")
    user.until(lambda: len(user.people_listed()) == 3, "the list is shown")
    assert user.sees("In Berlin")
    # The whole name stands first, whatever else the words are found in.
    user.says_to_palette("past clients")
    assert user.offered()[0] == "Open list: Past clients"
    user.press("Esc")
    user.goes_to("L")
    assert user.offered() == ["Élodie's friends", "Past clients"]
    user.type("past")
    assert user.offered() == ["Past clients"]
    user.press("Return")
    user.until(lambda: user.people_listed() == [], "nobody is a past client by lifecycle")
    assert user.window.lists is not None
    menu = QMenu()
    places = user.window.lists.menu_actions(menu)
    assert [(place.text(), place.isChecked()) for place in places] == [
        ("Élodie's friends", False),
        ("Past clients", True),
    ]
    places[0].trigger()
    user.until(lambda: len(user.people_listed()) == 3, "the first list is shown")


def test_many_people_are_chosen_by_keys_and_tagged_reminded_of_and_deleted_at_once(user: User) -> None:
    _people(user)
    user.goes_to("C")
    user.page().pane.list.setFocus()
    user.press("Home", "Shift+Down", "J", "X", "Ctrl+A")
    assert user.sees("4 chosen")
    user.press("Esc")
    assert not user.sees("4 chosen")
    user.press("Home", "Shift+End", "Shift+Up")
    assert user.sees("3 chosen")
    user.press_button("Tag…")
    user.type("friend")
    user.press("Return")
    assert user.said() == "Tagged 3 people “friend”"
    assert user.sees("3 chosen")
    user.press_button("Remind…")
    user.type("write a card tomorrow")
    user.press("Ctrl+Enter")
    assert user.said() == "3 reminders set"
    user.page().pane.list.setFocus()
    user.press("Del")
    assert user.said() == "Deleted 3 people"
    assert len(user.people_listed()) == 1
    user.press("Ctrl+Z")
    assert len(user.people_listed()) == 4
    user.press("Ctrl+Z", "Ctrl+Z")
    assert not user.services.reminders.agenda()
    assert "friend" not in [tag.name for tag in user.services.contacts.tags()]


def test_the_table_shows_the_columns_that_were_chosen_and_sorts_by_them(user: User) -> None:
    _people(user)
    user.goes_to("C")
    user.press("V")
    table = user.page().pane.table
    assert table.isVisible()
    assert not user.page().person.isVisible()
    heads = [table.model().headerData(place, Qt.Orientation.Horizontal) for place in range(table.model().columnCount())]
    assert heads == ["Name", "Company", "Last talk", "Next step", "Tags", "E-mail", "City"]
    table.sort_wanted.emit("city")
    user.settle()
    first = [table.model().index(row, 0).data() for row in range(4)]
    assert first[-1] == "Tomás Ruiz"
    table.sort_wanted.emit("city")
    user.settle()
    assert table.model().index(0, 0).data() == "Tomás Ruiz"
    user.press("Shift+V")
    user.press("Space", "Ctrl+Return")
    heads = [table.model().headerData(place, Qt.Orientation.Horizontal) for place in range(table.model().columnCount())]
    assert heads == ["Name", "Last talk", "Next step", "Tags", "E-mail", "City"]
    table.setFocus()
    user.press("End", "Return")
    assert user.page().person.isVisible()
    assert user.page().person.contact_id() == user.page().pane.list.current_id()


def test_what_was_typed_is_kept_as_a_list(user: User) -> None:
    _people(user)
    user.goes_to("C")
    user.press("Ctrl+F")
    user.type("past berl")
    assert len(user.people_listed()) == 2
    user.page().pane.list.setFocus()
    user.press("Ctrl+S")
    user.type("Old Berlin")
    user.press("Return")
    assert _lists(user) == {"Old Berlin": "2"}
    assert user.page().pane.filter.text() == ""
    assert user.sees("Matching “past berl”")
    user.goes_to("C")
    assert len(user.people_listed()) == 4
    assert not user.sees("Matching “past berl”")


@pytest.mark.parametrize("ending", ["vcf", "csv"])
def test_the_chosen_are_written_into_a_file(user: User, tmp_path: Path, ending: str) -> None:
    _people(user)
    user.goes_to("C")
    user.page().pane.list.setFocus()
    user.press("Home", "Shift+Down")
    user.ask.answers.append(tmp_path / f"some.{ending}")
    user.press_button("Export…")
    assert user.said() == "2 contacts written"
    text = (tmp_path / f"some.{ending}").read_text(encoding="utf-8-sig")
    assert "Marta" in text
    assert "Tomás" not in text
