"""The Settings view on a temporary home."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.settings.view import SettingsView
from tests.support.home import clock, core  # noqa: F401  # fixtures
from tests.support.shown import Heard, Shown


def build(context: ViewContext, heard: Heard) -> QWidget:
    services = context.services
    return SettingsView(context.theme, context.jobs, services.settings, services.notifying, services.settings.data_file)


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, core: Core) -> Shown:  # noqa: F811  # the fixture
    """The view."""
    return Shown(qtbot, theme, core, "settings", build)
