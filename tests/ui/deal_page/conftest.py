"""The page of a deal in a real window over a real home, with what it asked the rest of the program for written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.changes import Change
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline import changes
from crm_desktop.ui.views.pipeline.deal_actions import DealActions
from crm_desktop.ui.views.pipeline.page import make
from crm_desktop.ui.views.pipeline.parts import PartContext
from tests.support.answers import ScriptedAsk
from tests.support.home import clock, core
from tests.support.shown import Heard, Shown

__all__ = ["clock", "core", "make_shown"]


class NoBoard:
    """The screen behind the actions of deals, where no board is."""

    def show_now(self) -> None: ...

    def paint_now(self) -> None: ...

    def read(self) -> None: ...

    def show_when_there(self, deal_id: int) -> None: ...

    def current_stage(self) -> int | None:
        return None

    def words(self) -> DealWords:
        return DealWords()


class Desk(QWidget):
    """A view that is nothing but the page; `went_back` counts how often it was left."""

    key = "pipeline"

    def __init__(self, context: ViewContext) -> None:
        super().__init__()
        self.went_back = 0
        self.drafts = context.drafts
        actions = DealActions(context, changes.ShownBoard(), NoBoard(), self)
        self.deal_part = make(PartContext(context, self.show_deal, self._back, actions, lambda _text: None))
        self.page = self.deal_part.view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.deal_part.widget)

    def title(self) -> str:
        return "Pipeline"

    def part(self) -> str:
        return "deal"

    def activate(self) -> None: ...

    def refresh(self, change: Change) -> None:
        self.deal_part.refresh(change)

    def open(self, kind: str, item_id: int) -> bool:
        self.show_deal(item_id)
        return kind == "deal"

    def commands(self) -> dict[str, Callable[[], object]]:
        return dict(self.deal_part.commands())

    def primary_focus(self) -> QWidget | None:
        return None

    def show_deal(self, deal_id: int) -> None:
        self.deal_part.show_deal(deal_id)

    def _back(self) -> None:
        self.went_back += 1


@pytest.fixture
def make_shown(qtbot: QtBot, theme: Theme, core: Core) -> Callable[..., Shown]:
    """Shows the page of a deal once there is something in the home."""

    def build(context: ViewContext, heard: Heard) -> Desk:
        def go(kind: str, item_id: int) -> None:
            if kind == "contact":
                heard.contacts.append(item_id)
            heard.actions.append(f"{kind}/{item_id}")

        def say(text: str, _undo: bool) -> None:
            heard.said.append(text)

        drafts = DraftStore(context.jobs, core.services.drafts)
        return Desk(replace(context, navigate=go, say=say, ask=ScriptedAsk(True), drafts=drafts))

    def open_page(deal_id: int, size: tuple[int, int] = (1280, 800)) -> Shown:
        shown = Shown(qtbot, theme, core, "pipeline", build, size=size)
        view: Any = shown.view
        view.show_deal(deal_id)
        shown.settle()
        return shown

    return open_page
