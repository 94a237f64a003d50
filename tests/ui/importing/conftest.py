"""A window to lay the import card over, and files to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.widgets import Label
from tests.support.home import clock, core  # noqa: F401  # fixtures
from tests.support.shown import Heard, Shown


class _Page(Label):
    """A view with nothing in it."""

    def title(self) -> str:
        return ""

    def activate(self) -> None: ...

    def refresh(self, change: object) -> None: ...

    def commands(self) -> dict[str, Callable[[], object]]:
        return {}

    def primary_focus(self) -> QWidget | None:
        return None


def build(context: ViewContext, heard: Heard) -> QWidget:
    """An empty page."""
    return _Page("")


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, core: Core) -> Shown:  # noqa: F811  # the fixture
    """The window."""
    return Shown(qtbot, theme, core, "page", build)


GOOGLE = """\
First Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Organization Name,Labels,Custom Field 1 - Value,Photo
Marta,Oliveira,marta@casaazul.pt,+351 912 345 678,Casa Azul,clients,prefers mornings,https://example.org/1
Jonas,Keller,jonas@keller.de,+49 30 123456,Keller Optik,clients,,
王芳,,fang@lumen.cn,,Lumen Studio,,,
,,,,,,,https://example.org/2
"""


@pytest.fixture
def google_file(tmp_path: Path) -> Path:
    """Three people and one row that holds nobody."""
    path = tmp_path / "contacts.csv"
    path.write_text(GOOGLE, encoding="utf-8")
    return path
