"""What every test of the interface needs: a theme that is put on the application, and a known locale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.theme.theme import Mode, Theme

_FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager and no tray and says so; nothing is wrong with the windows."""
    ignored = pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged", extend=True)
    for item in items:
        if item.path.is_relative_to(_FOLDER):
            item.add_marker(ignored)


@pytest.fixture(autouse=True)
def _known_locale() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme, applied; the application looks as before afterwards."""
    font, palette = qapp.font(), qapp.palette()
    made = Theme(Mode.LIGHT)
    made.apply(qapp)
    yield made
    made.deleteLater()
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)
