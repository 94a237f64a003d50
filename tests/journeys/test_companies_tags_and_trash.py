"""Companies, tags and trash as somebody uses them: everything with the keyboard, and all of it there the next day."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock


def _new_contact(user: User, name: str, company: str = "", email: str = "") -> None:
    user.goes_to("C")
    user.press("N")
    for text in (name, company):
        user.type(text)
        user.press("Tab")
    user.type(email)
    user.press("Ctrl+Enter")
    assert user.no_card()


def _companies(user: User) -> list[str]:
    model = user.page().pane.model
    return [model.index(row).data() for row in range(model.rowCount())]


def test_a_company_appears_with_its_first_person_and_is_renamed_for_all_of_them(user: User) -> None:
    _new_contact(user, "Marta Oliveira", "Casa Azul")
    _new_contact(user, "Rui Santos", "Casa Azul")
    user.goes_to("O")
    assert _companies(user) == ["Casa Azul"]
    assert user.count_of("Companies") == "1"
    assert user.sees("2 people")
    user.press("E", "Ctrl+A")
    user.type("Blue House")
    user.press("Enter")
    assert _companies(user) == ["Blue House"]
    user.goes_to("C")
    assert user.sees("Blue House")
    user.press("Ctrl+Z")
    assert user.sees("Casa Azul")


def test_ctrl_k_opens_a_company_also_one_without_people(user: User) -> None:
    user.goes_to("O")
    user.press("Shift+N")
    user.type("Fjord Robotics")
    user.press("Tab")
    user.type("fjord-robotics.no")
    user.press("Ctrl+Enter")
    user.goes_to("T")
    user.says_to_palette("fjord")
    user.press("Enter")
    assert user.view() == "Companies"
    assert user.page().company.page().name == "Fjord Robotics"


def test_what_is_said_about_a_company_stands_with_what_was_said_to_its_people(user: User) -> None:
    _new_contact(user, "Marta Oliveira", "Casa Azul")
    user.press("L")
    user.type("Wants two languages")
    user.press("Ctrl+Enter", "Esc")
    user.goes_to("O")
    user.press("W")
    user.type("They moved to the harbour")
    user.press("Ctrl+Enter")
    model = user.page().company.timeline.model
    lines = " ".join(model.index(row).data() for row in range(model.rowCount()))
    assert "Wants two languages" in lines
    assert "They moved to the harbour" in lines


def test_the_address_tells_the_company_and_yes_puts_the_person_into_it(user: User) -> None:
    _new_contact(user, "Marta Oliveira", "Casa Azul", "marta@casa-azul.pt")
    _new_contact(user, "Rui Santos", "", "rui@casa-azul.pt")
    assert user.services.people.companies.suggest_for(user.page().person.contact_id()) is not None
    assert user.sees("Casa Azul")


def test_tags_are_looked_after_from_the_palette(user: User) -> None:
    _new_contact(user, "Marta Oliveira")
    user.press("T")
    user.type("clint")
    user.press("Enter", "Esc")
    user.says_to_palette("tags")
    user.press("Enter")
    user.press("Enter")
    user.type("client")
    user.press("Enter", "Esc")
    assert user.no_card()
    assert [tag.name for tag in user.page().person.page().tags] == ["client"]
    user.press("Ctrl+Z")
    assert [tag.name for tag in user.page().person.page().tags] == ["clint"]


def test_what_was_deleted_comes_back_from_the_trash_the_next_day(
    home: Path, clock: FixedClock, look_of_the_application: None
) -> None:
    with at_the_desk(home, clock) as user:
        _new_contact(user, "Marta Oliveira", "Casa Azul")
        user.press("L")
        user.type("Allergic to jargon")
        user.press("Ctrl+Enter")
        user.press("Esc")
        _new_contact(user, "Rui Santos")
        user.says_to_palette("marta")
        user.press("Enter", "Del")
        assert user.people_listed() == ["Rui Santos"]
    with at_the_desk(home, clock) as user:
        user.goes_to("C")
        user.press("E")
        user.type(" Silva")
        user.press("Enter")
        user.says_to_palette("trash")
        user.press("Enter")
        assert user.sees("Marta Oliveira")
        user.press("Enter")
        user.press("Esc")
        assert "Marta Oliveira" in user.people_listed()
        user.says_to_palette("allergic")
        assert user.offered()
        user.press("Esc")
        user.press("Ctrl+Z")
        assert "Marta Oliveira" not in user.people_listed()
