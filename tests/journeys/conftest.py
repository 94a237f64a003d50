"""The whole program on a temporary home with a user in front of it; only the clock and the notification service are ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock
from tests.support.home import clock

__all__ = ["clock", "home", "look_of_the_application", "user"]

_FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager and no tray and says so; nothing is wrong with the windows."""
    ignored = pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged", extend=True)
    for item in items:
        if item.path.is_relative_to(_FOLDER):
            item.add_marker(ignored)


@pytest.fixture
def look_of_the_application(qapp: QApplication) -> Iterator[None]:
    """Whatever theme the program put on, the next test finds the application as it was."""
    locale, font, palette = QLocale(), qapp.font(), qapp.palette()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(locale)
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the data of the user will be; nothing is there yet."""
    return tmp_path / "home of the user"


@pytest.fixture
def user(look_of_the_application: None, home: Path, clock: FixedClock) -> Iterator[User]:
    """A user who has just started the program for the first time."""
    with at_the_desk(home, clock) as found:
        yield found
