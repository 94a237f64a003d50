"""A deal from the first word to won or lost, by mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint

from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock


def _new_deal(user: User, title: str, value: str = "") -> None:
    user.press("G", "P")
    user.press("D")
    user.type(title)
    if value:
        user.fill("Value", value)
    user.press("Ctrl+Enter")
    assert user.no_card(), user.reads()


def _stages(user: User) -> list[str]:
    return [stage.name for stage in user.services.pipeline.stages()]


def _drag(user: User, title: str, stage: str) -> None:
    source = next(column.list for column in user.page().board.columns() if title in _titles(column))
    deal = next(card.id for card in source.cards().cards() if card.title == title)
    target = user.stage(stage).list.viewport()
    user.drag(source.viewport(), source.card_rect(deal).center(), target, QPoint(target.width() // 2, 12))


def _titles(column: object) -> list[str]:
    return [card.title for card in column.list.cards().cards()]  # type: ignore[attr-defined]


def _in(user: User, stage: str) -> list[str]:
    return _titles(user.stage(stage))


def test_a_deal_is_carried_to_another_stage_with_the_mouse_and_undo_brings_it_back(user: User) -> None:
    _new_deal(user, "Website relaunch", "6400")
    first, second, *_ = _stages(user)
    assert _in(user, first) == ["Website relaunch"]
    assert user.sees("6,400")
    _drag(user, "Website relaunch", second)
    assert (_in(user, first), _in(user, second)) == ([], ["Website relaunch"])
    assert user.said() == f"Moved “Website relaunch” to {second}"
    user.press("Ctrl+Z")
    assert _in(user, first) == ["Website relaunch"]
    assert user.said().startswith("Taken back: ")


def test_a_deal_goes_through_the_stages_with_ctrl_and_arrows_until_it_is_won(user: User) -> None:
    _new_deal(user, "Website relaunch", "6400")
    stages = _stages(user)
    for stage in stages[1:]:
        user.press("Ctrl+Right")
        assert _in(user, stage) == ["Website relaunch"]
    user.press("Ctrl+Left")
    assert _in(user, stages[-2]) == ["Website relaunch"]
    user.press("W")
    assert user.services.pipeline.board().won[0].title == "Website relaunch"
    assert user.said() == "Won “Website relaunch”"


def test_two_deals_change_places_with_ctrl_and_arrows(user: User) -> None:
    _new_deal(user, "First")
    _new_deal(user, "Second")
    user.press("Ctrl+K")
    user.type("> sort in your own order")
    user.press("Enter")
    stage = _stages(user)[0]
    before = _in(user, stage)
    user.press("Ctrl+Up" if before[-1] == "Second" else "Ctrl+Down")
    assert _in(user, stage) == before[::-1]


def test_a_lost_deal_asks_why_and_may_be_tried_again_on_a_day(user: User) -> None:
    _new_deal(user, "Website relaunch", "6400")
    user.press("X")
    assert user.sees("Why was it lost?")
    user.press("Ctrl+Enter")
    assert not user.no_card(), "a deal was lost without a reason"
    user.fill("In your words", "no money before spring")
    user.fill("Try again on (if at all)", "in 3 weeks")
    user.press("Ctrl+Enter")
    assert user.no_card()
    assert user.said() == "Lost “Website relaunch”"
    assert user.services.pipeline.board().columns[0].cards == ()
    (again,) = user.services.reminders.agenda()
    assert again.day.isoformat() == "2026-12-15"
    assert again.deal == "Website relaunch"
    user.press("Ctrl+Z")
    assert [card.title for card in user.services.pipeline.board().columns[0].cards] == ["Website relaunch"]
    assert user.services.reminders.agenda() == []


def test_a_half_filled_deal_is_kept_when_the_form_is_left_with_esc(user: User) -> None:
    user.goes_to("P")
    user.press("D")
    user.type("Website")
    user.press("Esc")
    assert user.no_card()
    user.goes_to("T")
    user.goes_to("P")
    user.press("D")
    assert user.sees("Website")


def test_the_board_is_the_same_after_closing_and_opening(
    look_of_the_application: None, home: Path, clock: FixedClock
) -> None:
    with at_the_desk(home, clock) as user:
        _new_deal(user, "Website relaunch", "6400")
        stages = _stages(user)
        _drag(user, "Website relaunch", stages[2])
    with at_the_desk(home, clock) as user:
        user.goes_to("P")
        assert _in(user, stages[2]) == ["Website relaunch"]
        user.press("Ctrl+Z")
        assert _in(user, stages[0]) == ["Website relaunch"]
