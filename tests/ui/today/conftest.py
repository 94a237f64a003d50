"""The Today view on a temporary home."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.today.view import TodayView
from tests.support.home import clock, core  # noqa: F401  # fixtures
from tests.support.shown import Heard, Shown


def build(context: ViewContext, heard: Heard) -> QWidget:
    """The view with its collaborators."""
    services = context.services
    return TodayView(
        context.theme,
        context.jobs,
        services.today,
        services.reminders,
        services.contacts,
        context.now,
        heard.paths(context),
        heard.actions.append,
        services.keeping,
    )


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, core: Core) -> Shown:  # noqa: F811  # the fixture
    """The view over whatever the test puts into the home."""
    return Shown(qtbot, theme, core, "today", build)
