"""The Settings view on a temporary home."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.services.alive import AliveService
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.settings.view import SettingsView
from tests.support.at_login import AtLoginHere, Desktop
from tests.support.home import clock, core  # noqa: F401  # fixtures
from tests.support.shown import Heard, Shown

AT_LOGIN = AtLoginHere()
ALIVE = AliveService(AT_LOGIN, Desktop())


@pytest.fixture(autouse=True)
def at_login() -> AtLoginHere:
    """What starts at login: nothing, at first."""
    AT_LOGIN.__init__()  # type: ignore[misc]
    return AT_LOGIN


def build(context: ViewContext, heard: Heard) -> QWidget:
    services = context.services
    return SettingsView(
        context.theme,
        context.jobs,
        services.settings,
        services.notifying,
        services.settings.data_file,
        lambda: ALIVE,
        lambda: heard.actions.append("notifications.explain"),
    )


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, core: Core) -> Shown:  # noqa: F811  # the fixture
    """The view."""
    return Shown(qtbot, theme, core, "settings", build)
