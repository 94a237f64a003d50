"""Half-typed words survive another view, another person and a refresh; what was acknowledged survives the end of the process."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.domain.contacts import ContactDraft, Name, Point, PointKind
from tests.journeys.killed import killed_while_typing
from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock


def _person(user: User, name: str) -> int:
    given, _, family = name.rpartition(" ")
    made = user.services.contacts.add(ContactDraft(name=Name(given=given, family=family)))
    user.settle()
    return made


@pytest.fixture
def at_marta(user: User) -> User:
    _person(user, "Łukasz Nowak")
    marta = _person(user, "Marta Oliveira")
    user.window.navigate("contact", marta)
    user.settle()
    return user


def _composed(user: User) -> str:
    return str(user.page().person.composer.fields.text.toPlainText())


def test_words_in_the_composer_survive_another_view(at_marta: User) -> None:
    user = at_marta
    user.press("W")
    user.type("She said that the")
    user.press("Esc")
    user.goes_to("T")
    user.goes_to("C")
    assert _composed(user) == "She said that the"
    assert user.timeline() == []


def test_words_in_the_composer_survive_another_person_and_are_not_theirs(at_marta: User) -> None:
    user = at_marta
    user.press("W")
    user.type("She said that the")
    user.press("Esc", "Down" if user.people_listed()[0] == "Marta Oliveira" else "Up")
    assert user.page().person.page().shown == "Łukasz Nowak"
    assert _composed(user) == ""
    user.press("Up" if user.people_listed()[0] == "Marta Oliveira" else "Down")
    assert _composed(user) == "She said that the"


def test_words_in_the_composer_survive_what_another_program_writes(at_marta: User) -> None:
    user = at_marta
    user.press("W")
    user.type("She said that the")
    marta = user.page().person.contact_id()
    user.services.contacts.save_point(marta, None, Point(PointKind.PHONE, "+351 21 555 0100", "work"))
    user.services.contacts.rename(marta, Name(given="Marta", family="Santos"))
    user.settle()
    assert user.sees("Marta Santos")
    assert _composed(user) == "She said that the"
    user.type(" offer is fine")
    assert _composed(user) == "She said that the offer is fine"


def test_a_field_of_a_person_that_is_open_keeps_its_words_in_a_refresh_and_saves_them_when_it_is_left(
    at_marta: User,
) -> None:
    user = at_marta
    user.press("E")
    user.press("End")
    user.type(" Lima")
    _person(user, "王芳")
    assert user.page().person.header.name.text() == "Marta Oliveira Lima"
    user.press("Tab")
    assert "Marta Oliveira Lima" in user.people_listed()


def test_a_click_on_another_person_saves_the_open_field_of_the_first(at_marta: User) -> None:
    user = at_marta
    marta = user.page().person.contact_id()
    user.press_button("+ phone")
    user.type("+351 21 555 0100")
    other = next(name for name in user.people_listed() if name != "Marta Oliveira")
    listed = user.page().pane.list
    place = listed.visualRect(listed.model().index(user.people_listed().index(other), 0)).center()
    user.click(listed.viewport(), place)
    page = user.services.contacts.page(marta)
    assert page is not None
    assert [stored.value.value for stored in page.points] == ["+351 21 555 0100"]


def test_the_line_of_reminders_keeps_its_words(user: User) -> None:
    user.goes_to("R")
    user.press("R")
    user.type("call somebody next")
    user.window.show_view("today")
    _person(user, "Marta Oliveira")
    user.window.show_view("reminders")
    user.settle()
    assert user.page().entry.text() == "call somebody next"


def test_a_log_form_left_with_esc_keeps_a_draft(at_marta: User) -> None:
    user = at_marta
    user.goes_to("T")
    for attempt in range(2):
        user.press("L")
        user.type("marta")
        user.press("Enter")
        if attempt == 0:
            user.type("She said that the")
            user.press("Esc")
            assert user.no_card()
    assert user.sees("She said that the")


_TYPES_AND_WAITS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.journeys.user import at_the_desk
from tests.support.clock import FixedClock

application = QApplication([])
with at_the_desk(Path(sys.argv[1]), FixedClock()) as user:
    user.goes_to("C")
    user.press("N")
    user.type("Marta Oliveira")
    user.press("Ctrl+Enter")
    user.press("W")
    user.type("Met at the fair")
    user.press("Ctrl+Enter")
    user.press("E") if user.focus() is user.page().pane.list else None
    user.type("half of a sent")
    Path(sys.argv[2]).touch()
    sys.stdin.read()
"""


def test_after_kill_9_is_there_what_was_saved(
    look_of_the_application: None, home: Path, clock: FixedClock, tmp_path: Path
) -> None:
    killed_while_typing(_TYPES_AND_WAITS, home, tmp_path / "ready")
    with at_the_desk(home, clock) as user:
        user.goes_to("C")
        assert user.people_listed() == ["Marta Oliveira"]
        assert [line for line in user.timeline() if "Met at the fair" in line] != []
        user.press("Ctrl+Z")
        assert user.said().startswith("Taken back: ")
        assert not user.sees("Met at the fair") or "Met at the fair" in user.said()
