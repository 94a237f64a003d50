"""A new person: written down, edited in place, tagged, deleted and brought back, and all of it there the next day."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock


def _new_contact(user: User, name: str, company: str = "") -> None:
    user.goes_to("C")
    user.press("N")
    user.type(name)
    user.press("Tab")
    user.type(company)
    user.press("Ctrl+Enter")
    assert user.no_card()


def test_a_new_contact_is_shown_at_once_and_edited_in_place(user: User) -> None:
    _new_contact(user, "Marta Oliveira", "Casa Azul")
    assert user.people_listed() == ["Marta Oliveira"]
    assert user.sees("Casa Azul")
    user.press("E")
    user.press("End")
    user.type(" Santos")
    user.press("Enter")
    assert user.people_listed() == ["Marta Oliveira Santos"]

    user.press("E")
    user.press("Ctrl+A")
    user.type("Somebody else")
    user.press("Esc")
    assert user.people_listed() == ["Marta Oliveira Santos"]
    assert not user.sees("Somebody else")


def test_a_field_of_the_details_is_added_by_its_pill_and_changed_by_a_click(user: User) -> None:
    _new_contact(user, "Marta Oliveira")
    user.press_button("+ phone")
    user.type("+351 21 555 0100")
    user.press("Enter")
    assert [stored.value.value for stored in user.page().person.page().points] == ["+351 21 555 0100"]
    row = user.page().person.details.row("point", user.page().person.page().points[0].id)
    user.click(row.value)
    user.press("Ctrl+A")
    user.type("+351 21 555 0199")
    user.press("Enter")
    assert [stored.value.value for stored in user.page().person.page().points] == ["+351 21 555 0199"]
    user.press("Ctrl+Z")
    assert user.said().startswith("Taken back: ")
    assert user.sees("+351 21 555 0100")


def test_a_tag_is_added_and_taken_off_with_the_keyboard(user: User) -> None:
    _new_contact(user, "Marta Oliveira")
    user.press("T")
    user.type("client")
    user.press("Enter", "Esc")
    assert [tag.name for tag in user.page().person.page().tags] == ["client"]
    (tag,) = user.page().person.header.tags.tag_buttons()
    tag.setFocus(Qt.FocusReason.TabFocusReason)
    user.press("Del")
    assert user.page().person.page().tags == ()
    assert user.people_listed() == ["Marta Oliveira"], "Del on a tag deleted the person"


def test_deleting_is_taken_back_and_done_again_with_a_line_that_says_what(user: User) -> None:
    _new_contact(user, "Marta Oliveira")
    _new_contact(user, "Łukasz Nowak")
    user.press("Del")
    assert user.people_listed() == ["Marta Oliveira"]
    assert user.said() == "Deleted Łukasz Nowak"
    user.press("Ctrl+Z")
    assert user.said() == "Taken back: Deleted Łukasz Nowak"
    assert sorted(user.people_listed()) == ["Marta Oliveira", "Łukasz Nowak"]
    user.press("Ctrl+Shift+Z")
    assert user.said() == "Done again: Deleted Łukasz Nowak"
    assert user.people_listed() == ["Marta Oliveira"]
    user.press("Ctrl+Z")
    assert len(user.people_listed()) == 2


def test_undo_goes_all_the_way_back_to_an_empty_home_and_forward_again(user: User) -> None:
    _new_contact(user, "Marta Oliveira", "Casa Azul")
    user.press("W")
    user.type("Met at the fair")
    user.press("Ctrl+Enter")
    assert any("Met at the fair" in line for line in user.timeline())
    for _ in range(2):
        user.press("Ctrl+Z")
    assert user.sees("The people you work with")
    user.press("Ctrl+Z")
    assert user.said() == "There is nothing to undo."
    for _ in range(2):
        user.press("Ctrl+Shift+Z")
    assert user.people_listed() == ["Marta Oliveira"]
    assert any("Met at the fair" in line for line in user.timeline())


def test_everything_is_found_again_after_closing_and_opening(
    look_of_the_application: None, home: Path, clock: FixedClock
) -> None:
    with at_the_desk(home, clock) as user:
        _new_contact(user, "Marta Oliveira", "Casa Azul")
        user.press("T")
        user.type("client")
        user.press("Enter", "Esc")
        user.press("W")
        user.type("Met at the fair")
        user.press("Ctrl+Enter", "Esc", "Del")
    with at_the_desk(home, clock) as user:
        user.goes_to("C")
        assert user.people_listed() == []
        user.press("Ctrl+Z")
        assert user.said() == "Taken back: Deleted Marta Oliveira"
        assert user.people_listed() == ["Marta Oliveira"]
        assert [tag.name for tag in user.page().person.page().tags] == ["client"]
        assert any("Met at the fair" in line for line in user.timeline())
        user.says_to_palette("fair")
        user.until(lambda: any("Met at the fair" in title for title in user.offered()), "the note found")


def test_a_click_on_a_name_in_the_list_shows_that_person(user: User) -> None:
    _new_contact(user, "Marta Oliveira")
    _new_contact(user, "Łukasz Nowak")
    listed = user.page().pane.list
    row = user.people_listed().index("Marta Oliveira")
    place = listed.visualRect(listed.model().index(row, 0)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    user.settle()
    assert user.page().person.page().shown == "Marta Oliveira"
