"""Deals without a next step on the front page: listed, told apart, and planned by one key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.ui.dialogs.reminder_actions import ReminderPaths
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.today.view import TodayView
from tests.support.home import TODAY, deal_draft, reminder_draft
from tests.support.shown import Heard, Shown


class Asked:
    """What the page asked for about steps of deals."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.done: list[tuple[int, str]] = []

    def build(self, context: ViewContext, heard: Heard) -> TodayView:
        """The view whose paths about steps lead here."""
        services = context.services
        paths: ReminderPaths = replace(heard.paths(context), step_done=self._done, ask_step=self._ask)
        first = (services.today, services.reminders, services.contacts, context.now, paths)
        return TodayView(context.theme, context.jobs, *first, heard.actions.append, services.keeping)

    def _done(self, deal_id: int, text: str) -> None:
        self.done.append((deal_id, text))

    def _ask(self, deal: DealCard) -> None:
        self.steps.append(deal.title)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def deals(core: Core) -> list[int]:
    """A deal with a step today, and two without any."""
    pipeline = core.services.pipeline
    stage = pipeline.stages()[0].id
    found = [pipeline.add(deal_draft(title, stage)) for title in ("Shop", "Logo", "Poster")]
    core.services.reminders.add(reminder_draft("Call", TODAY, None, deal_id=found[0]))
    return found


def _shown(core: Core, qtbot: QtBot, theme: Theme, asked: Asked) -> Shown:
    return Shown(qtbot, theme, core, "today", asked.build)


def test_p_plans_the_step_of_the_deal_beside_the_list(
    deals: list[int], core: Core, qtbot: QtBot, theme: Theme, asked: Asked
) -> None:
    shown = _shown(core, qtbot, theme, asked)
    rows = shown.view.side.rows()
    assert [row.title.full_text() for row in rows] == ["Logo", "Poster"]
    assert rows[0].accessibleDescription().endswith("Plan the next step: P")
    shown.press(Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_P)
    assert asked.steps == ["Poster"]


def test_p_from_the_list_means_the_first_deal_without_a_step(
    deals: list[int], core: Core, qtbot: QtBot, theme: Theme, asked: Asked
) -> None:
    shown = _shown(core, qtbot, theme, asked)
    shown.press(Qt.Key.Key_P)
    assert asked.steps == ["Logo"]


def test_a_step_that_is_done_tells_its_deal_and_a_reminder_about_none_does_not(
    deals: list[int], core: Core, qtbot: QtBot, theme: Theme, asked: Asked
) -> None:
    core.services.reminders.add(reminder_draft("Buy stamps", TODAY, None))
    shown = _shown(core, qtbot, theme, asked)
    shown.press(Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert asked.done == [(deals[0], "Call")]
    assert core.services.reminders.agenda() == []
