"""The Reminders view on a temporary home."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.ui.dialogs.reminder_items import HeadingItem, MoreItem
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.reminders.view import RemindersView
from tests.support.home import clock, core  # noqa: F401  # fixtures
from tests.support.shown import Heard, Shown


def build(context: ViewContext, heard: Heard) -> QWidget:
    """The view with its collaborators."""
    return RemindersView(context, heard.paths(context))


def titles(shown: Shown) -> list[str]:
    """What is to be done, row by row."""
    items = shown.view.list.agenda().items()
    return [item.title for item in items if not isinstance(item, HeadingItem | MoreItem)]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, core: Core) -> Shown:  # noqa: F811  # the fixture
    """The view over whatever the test puts into the home."""
    return Shown(qtbot, theme, core, "reminders", build)
