"""The main job: a file of contacts, a call written down, a follow-up that fires, Done on the notice, and all taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock

_GOOGLE = (
    "First Name,Middle Name,Last Name,Organization Name,Organization Title,Birthday,Notes,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n"
    "Marta,,Oliveira,Casa Azul,Owner,--12-03,Likes oat milk,* myContacts ::: client,"
    "* Work,marta@casaazul.example,Mobile,+351 21 555 0100\n"
    "Łukasz,,Nowak,Dom Kultury,,,,* myContacts,* Work,lukasz@dom.example,Work,+48 22 555 0101\n"
    "芳,,王,Lumen Studio,,,,* myContacts,* Work,fang@lumen.example,,\n"
    ",,,,,,,,,,,\n"
)


@pytest.fixture
def contacts_file(tmp_path: Path) -> Path:
    file = tmp_path / "contacts from Google.csv"
    file.write_text(_GOOGLE, encoding="utf-8")
    return file


def test_from_a_file_of_contacts_to_a_follow_up_that_fires_and_back(user: User, contacts_file: Path) -> None:
    user.drop_file(contacts_file)
    assert user.sees("Google Contacts")
    assert user.services.contacts.count() == 0, "something was written before the last button"
    user.press_button("Import 3")
    assert user.no_card()
    assert "3" in user.said()

    user.goes_to("C")
    assert len(user.people_listed()) == 3
    user.press("Ctrl+F")
    user.type("lukasz")
    assert user.people_listed() == ["Łukasz Nowak"]
    user.press("Ctrl+A")
    user.type("oat milk")
    assert user.people_listed() == ["Marta Oliveira"]
    user.press("Enter", "Enter")
    assert user.page().person.page().shown == "Marta Oliveira"
    assert user.sees("+351 21 555 0100")

    user.goes_to("T")
    user.press("L")
    user.type("marta")
    user.press("Enter")
    user.type("Wants the offer again")
    user.fill("What comes next?", "send the offer tomorrow 9:00")
    user.press("Ctrl+Enter")
    assert user.no_card()
    user.goes_to("C")
    assert any("Wants the offer again" in line for line in user.timeline())
    assert user.sees("send the offer")

    assert user.notifier.shown == []
    user.time_passes(hours=22, minutes=59)
    assert user.notifier.shown == []
    user.time_passes(minutes=1)
    (notice,) = user.notifier.bubbles.values()
    assert "offer" in notice.title
    assert "Marta Oliveira" in notice.body
    assert "Casa Azul" in notice.body

    user.notifier.press("done")
    user.settle()
    assert user.notifier.bubbles == {}
    assert user.services.reminders.due() == []
    assert user.said().startswith("Done: send the offer")

    user.press("Ctrl+Z")
    assert user.said().startswith("Taken back: ")
    (due,) = user.services.reminders.due()
    assert due.contact == "Marta Oliveira"


def test_one_undo_takes_an_import_back_and_the_same_file_again_changes_nothing(user: User, contacts_file: Path) -> None:
    user.ask.answers.append([contacts_file])
    user.press("Ctrl+I")
    assert user.ask.asked == ["Import contacts"]
    user.press_button("Import 3")
    user.goes_to("C")
    before = user.people_listed()
    user.drop_file(contacts_file)
    assert not user.button("Nothing new").isEnabled()
    user.press("Esc")
    assert user.people_listed() == before
    user.press("Ctrl+Z")
    assert user.people_listed() == []
    assert user.said() == "Taken back: Imported contacts from Google.csv"
    user.press("Ctrl+Shift+Z")
    assert user.people_listed() == before


def test_snooze_on_the_notice_puts_it_off_by_an_hour_and_it_comes_again(user: User) -> None:
    user.goes_to("R")
    user.press("R")
    user.type("water the plants today 11:00")
    user.press("Enter")
    user.time_passes(hours=1)
    user.notifier.press("snooze-1h")
    user.settle()
    assert user.services.reminders.due() == []
    user.time_passes(minutes=59)
    assert user.notifier.bubbles == {}
    user.time_passes(minutes=1)
    assert [notice.title for notice in user.notifier.bubbles.values()] == ["water the plants"]


def test_open_on_the_notice_brings_the_window_to_the_front_on_that_person(user: User, contacts_file: Path) -> None:
    user.services.importing.run(contacts_file)
    user.services.reminders.add_understood(user.services.reminders.understand("call lukasz today 11:00"))
    user.closes_the_window()
    assert user.window.isMinimized()
    user.time_passes(hours=1)
    user.notifier.press("open")
    user.settle()
    assert not user.window.isMinimized()
    assert (user.view(), user.page().person.page().shown) == ("Contacts", "Łukasz Nowak")


def test_several_due_at_once_are_one_summary_that_opens_today(user: User) -> None:
    for number in range(7):
        user.services.reminders.add_understood(user.services.reminders.understand(f"thing {number} today 11:0{number}"))
    user.goes_to("P")
    user.time_passes(hours=2)
    (notice,) = user.notifier.bubbles.values()
    assert notice.title == "7 follow-ups came due while you were away"
    assert "and 2 more" in notice.body
    user.notifier.press("open")
    user.settle()
    assert user.view() == "Today"
    assert user.count_of("Today") == "7"


def test_without_a_notification_service_what_is_due_stands_in_the_window_and_is_shown_when_one_appears(
    user: User,
) -> None:
    user.notifier.disappear()
    user.services.reminders.add_understood(user.services.reminders.understand("water the plants today 11:00"))
    user.time_passes(hours=1, minutes=1)
    assert user.notifier.shown == []
    assert user.count_of("Today") == "1"
    assert user.window.windowTitle().startswith("(1)")
    assert user.sees("water the plants")
    user.notifier.appear()
    user.settle()
    assert [notice.title for notice in user.notifier.bubbles.values()] == ["water the plants"]


def test_what_came_due_while_the_program_was_not_running_is_shown_at_the_next_start(
    look_of_the_application: None, home: Path, clock: FixedClock
) -> None:
    with at_the_desk(home, clock) as user:
        user.goes_to("R")
        user.press("R")
        user.type("water the plants tomorrow 9:00")
        user.press("Enter")
    clock.advance(days=90)
    with at_the_desk(home, clock) as user:
        assert [notice.title for notice in user.notifier.shown] == ["water the plants"]
        user.notifier.press("done")
        user.settle()
    with at_the_desk(home, clock) as user:
        assert user.notifier.shown == []
