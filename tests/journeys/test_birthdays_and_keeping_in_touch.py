"""Not to forget people: a birthday that is told a week ahead, and somebody one wants to speak with every month."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from crm_desktop.domain.interactions import InteractionKind
from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock


def _marta(user: User) -> None:
    user.goes_to("C")
    user.press("N")
    user.type("Marta Oliveira")
    user.press("Ctrl+Enter")
    assert user.no_card()


def _bubbles(user: User) -> list[str]:
    return [notice.title for notice in user.desk._notifier.bubbles.values()]  # type: ignore[union-attr]


def test_a_birthday_is_told_a_week_ahead_and_on_the_day_and_done_for_the_year(user: User) -> None:
    _marta(user)
    user.press_button("+ date")
    user.type("3 December 1986")
    user.press("Enter")
    (stored,) = user.page().person.page().dates
    row = user.page().person.details.row("date", stored.id)
    assert row.notice.text() == "reminder as usual"
    row.notice.setFocus(Qt.FocusReason.TabFocusReason)
    user.press("Space")
    user.choose_from_menu("7 days before and on the day")
    assert user.sees("reminder 7 days before and on the day")
    assert _bubbles(user) == []

    user.time_passes(days=2)  # Thursday, 26 November, 10:00
    user.until(lambda: any("Marta Oliveira" in title for title in _bubbles(user)), "the notice a week ahead")
    user.goes_to("T")
    assert any("in 7 days" in line for line in user.agenda())
    user.press("Space")
    assert not any("in 7 days" in line for line in user.agenda())
    assert any(line.startswith("Birthday: Marta Oliveira") and "turns 40" in line for line in user.agenda())

    user.time_passes(days=7)
    user.goes_to("T")
    assert any(line.startswith("Birthday: Marta Oliveira") for line in user.agenda())
    user.press("Space")
    assert not user.sees("turns 40")
    user.press("Ctrl+Z")
    assert any(line.startswith("Birthday: Marta Oliveira") for line in user.agenda())


def test_whom_one_wants_to_speak_with_is_told_of_and_a_logged_talk_moves_it(user: User) -> None:
    _marta(user)
    user.page().person.details.add("keep_in_touch")
    user.type("monthly")
    user.press("Enter")
    assert user.sees("next Thu 24 Dec")

    user.time_passes(days=31)
    user.until(lambda: any("Get in touch with Marta Oliveira" in title for title in _bubbles(user)), "the notice")
    user.goes_to("T")
    assert user.sees("Losing touch")
    user.press("Right", "Enter")
    assert user.view() == "Contacts"
    user.page().person.compose(InteractionKind.CALL)
    user.type("Talked about the spring")
    user.press("Ctrl+Enter")
    assert user.sees("next Sun 24 Jan 2027")
    user.press("Esc")
    user.goes_to("T")
    assert user.view() == "Today"
    assert not user.sees("Losing touch")
    user.press("Ctrl+Z")
    assert user.sees("Losing touch")


def test_all_of_it_is_there_the_next_day(home: Path, clock: FixedClock, look_of_the_application: None) -> None:
    with at_the_desk(home, clock) as user:
        _marta(user)
        user.press_button("+ date")
        user.type("25 November")
        user.press("Enter")
    clock.advance(days=1)
    with at_the_desk(home, clock) as user:
        user.until(lambda: any("Marta Oliveira" in title for title in _bubbles(user)), "the notice of the birthday")
        assert any(line.startswith("Birthday: Marta Oliveira") for line in user.agenda())
