"""A real home with real services behind the companies view in the real window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.companies.view import CompaniesView
from tests.support.answers import ScriptedAsk
from tests.support.home import clock, core
from tests.support.shown import Heard, Shown

__all__ = ["clock", "core"]


@pytest.fixture
def make_shown(qtbot: QtBot, theme: Theme, core: Core) -> Callable[..., Shown]:
    """Shows the view once there is something in the home."""

    def build(context: ViewContext, heard: Heard) -> CompaniesView:
        def go(kind: str, item_id: int) -> None:
            if kind == "contact":
                heard.contacts.append(item_id)
            elif kind == "deal":
                heard.deals.append(item_id)

        def say(text: str, _undo: bool) -> None:
            heard.said.append(text)

        heard_context = replace(context, navigate=go, say=say, ask=ScriptedAsk(True))
        return CompaniesView(heard_context, TimelineParts.of(heard_context))

    def make(size: tuple[int, int] = (1280, 800)) -> Shown:
        return Shown(qtbot, theme, core, "companies", build, size=size)

    return make
