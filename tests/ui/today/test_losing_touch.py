"""Whom one is losing touch with: why each stands there, and what the keys and the menu of such a row do."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.ui.theme.theme import Theme
from tests.support.clock import FixedClock
from tests.support.home import TODAY, interaction_draft, person
from tests.support.shown import Shown
from tests.ui.today.conftest import build

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def people(core: Core, clock: FixedClock) -> dict[str, int]:
    """One by an own interval, one by a tag's, one by the usual rhythm."""
    found = {}
    for name, tags, talks in (
        ("Tomás Ruiz", (), (71,)),
        ("Hana Bednářová", ("client",), (50,)),
        ("ليلى ناصر", (), (50, 71, 92, 113)),
    ):
        contact = found[name] = core.services.contacts.add(person(name, tags=tags))
        for days in reversed(talks):
            core.services.timeline.log(contact, interaction_draft(at=clock.now() - timedelta(days=days)))
    core.services.contacts.set_keep_in_touch(found["Tomás Ruiz"], 42)
    core.services.keeping.set_for_tag(core.services.contacts.tags()[0].id, 30)
    core.services.reckoning.catch_up()
    return found


@pytest.fixture
def shown(people: dict[str, int], core: Core, qtbot: QtBot, theme: Theme) -> Shown:
    return Shown(qtbot, theme, core, "today", build)


def _rows(shown: Shown) -> list[tuple[str, str]]:
    shown.core.services.reckoning.catch_up()
    shown.settle()
    return [(row.title.full_text(), row.subtitle.full_text()) for row in shown.view.side.rows()]


def _card(shown: Shown) -> Any:
    card = shown.window.overlay.card()
    assert card is not None, "no card lies over the window"
    return card


def test_each_row_says_why_it_stands_there(shown: Shown) -> None:
    assert _rows(shown) == [
        ("Tomás Ruiz", "You like to talk every 6 weeks"),
        ("Hana Bednářová", "Tag “client”: every month"),
        ("ليلى ناصر", "Usually about every 3 weeks"),
    ]
    assert "last spoke 71 days ago" in next(
        row.toolTip() for row in shown.view.side.rows() if row.title.full_text() == "Tomás Ruiz"
    )


def test_not_now_takes_the_row_away_until_then_and_undo_brings_it_back(shown: Shown) -> None:
    shown.press(Qt.Key.Key_Right)
    first = _rows(shown)[0]
    shown.press(Qt.Key.Key_S)
    menu = shown.view.touch.snooze_menu
    menu.close()
    menu.picked.emit(TODAY + timedelta(days=7), time(9))
    assert first not in _rows(shown)
    assert shown.heard.said[-1].startswith("Not before ")
    shown.core.services.undoing.undo()
    assert _rows(shown)[0] == first


def test_how_often_is_typed_in_words_and_off_takes_them_out(shown: Shown, people: dict[str, int]) -> None:
    shown.press(Qt.Key.Key_Right, Qt.Key.Key_E)
    card = _card(shown)
    card.lines["keep_in_touch"].setText("now and then")
    QTest.keyClick(card.lines["keep_in_touch"], Qt.Key.Key_Return)
    assert "not an interval" in card._errors["keep_in_touch"].text()
    card.lines["keep_in_touch"].setText("off")
    before = _rows(shown)
    QTest.keyClick(card.lines["keep_in_touch"], Qt.Key.Key_Return)
    assert _rows(shown) == before[1:]
    assert shown.window.overlay.card() is None
    shown.core.services.undoing.undo()
    assert _rows(shown) == before


def test_log_and_open_are_about_the_person(shown: Shown, people: dict[str, int]) -> None:
    shown.press(Qt.Key.Key_Right)
    target = shown.view.side.current()
    shown.press(Qt.Key.Key_L, modifiers=SHIFT)
    shown.press(Qt.Key.Key_Return)
    assert [(each.contact_id, each.occurrence_id) for each in shown.heard.logs] == [(target.id, None)]
    assert shown.heard.contacts == [target.id]


def test_the_menu_of_a_row_offers_the_same(shown: Shown, people: dict[str, int]) -> None:
    shown.press(Qt.Key.Key_Right)
    row = shown.view.side.focused_row()
    row.customContextMenuRequested.emit(QPoint(4, 4))
    QApplication.processEvents()
    menu = shown.view.touch.menu
    words = [action.text() for action in menu.actions()]
    assert words == ["Log and plan what comes next…", "Not now…", "How often…", "Open"]
    menu.actions()[0].trigger()
    menu.actions()[3].trigger()
    menu.close()
    assert (len(shown.heard.logs), len(shown.heard.contacts)) == (1, 1)


def test_talking_takes_the_row_away(shown: Shown, people: dict[str, int], core: Core, clock: FixedClock) -> None:
    for name in ("Tomás Ruiz", "ليلى ناصر"):
        core.services.timeline.log(people[name], interaction_draft(at=clock.now()))
    assert _rows(shown) == [("Hana Bednářová", "Tag “client”: every month")]
