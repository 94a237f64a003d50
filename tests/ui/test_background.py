"""The tray: its icon with a number, one that comes late or goes away, and a window that is never left invisible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.background import Background
from crm_desktop.ui.main_window import MainWindow, WindowParts
from crm_desktop.ui.theme.icons import app_icon
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import LIGHT
from crm_desktop.ui.tray_icon import SIZES, tray_icon
from crm_desktop.ui.view import ViewEntry
from tests.support.immediate_runner import ImmediateRunner


@dataclass
class Panel:
    """A desktop whose tray comes and goes, and the program in it."""

    background: Background
    window: QWidget
    there: list[bool]

    def tray(self, there: bool) -> None:
        """The tray comes or goes, and the program looks round as it does every few seconds."""
        self.there[0] = there
        self.background.look_round()

    def icon(self) -> QSystemTrayIcon | None:
        return self.background._tray


class _Page(QWidget):
    """A view with nothing in it."""

    def title(self) -> str:
        return ""

    def activate(self) -> None: ...

    def commands(self) -> dict[str, Callable[[], object]]:
        return {}

    def primary_focus(self) -> QWidget | None:
        return None


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> MainWindow:
    """The program's window with an empty page, shown."""
    parts = WindowParts(
        theme=theme,
        jobs=ImmediateRunner(),
        services=None,
        now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
        entries=[ViewEntry("page", "Page", "users", lambda _context: _Page())],
    )
    made = MainWindow(parts, "CRM")
    qtbot.addWidget(made, before_close_func=lambda window: window.leave())
    made.show()
    made.show_view("page")
    return made


@pytest.fixture
def panel(window: MainWindow) -> Iterator[Panel]:
    """The window on a desktop without a tray."""
    there = [False]
    background = Background(window, app_icon(), tray_there=lambda: there[0])
    yield Panel(background, window, there)
    background.close()
    window.toast.dismiss()


# --------------------------------------------------------------------------------------------- coming and going


def test_a_tray_that_comes_late_gets_the_icon(panel: Panel) -> None:
    assert panel.icon() is None
    panel.tray(True)
    assert panel.icon() is not None
    assert panel.window.isVisible()


def test_a_tray_that_goes_while_the_window_is_in_it_brings_the_window_back_minimised(panel: Panel) -> None:
    panel.tray(True)
    panel.window.close()
    assert panel.window.isHidden()
    panel.tray(False)
    assert panel.window.isVisible()
    assert panel.window.isMinimized()
    assert panel.icon() is None


def test_when_the_tray_is_back_the_window_goes_into_it_again(panel: Panel) -> None:
    panel.tray(True)
    panel.window.close()
    panel.tray(False)
    panel.tray(True)
    assert panel.window.isHidden()
    assert panel.icon() is not None


def test_a_window_that_the_user_has_taken_out_stays_where_the_user_puts_it(panel: Panel) -> None:
    panel.tray(True)
    panel.window.close()
    panel.tray(False)
    panel.window.showNormal()
    panel.tray(True)
    panel.window.showMinimized()
    panel.tray(True)
    assert panel.window.isVisible()
    assert panel.window.isMinimized()


def test_a_tray_that_goes_leaves_a_shown_window_alone(panel: Panel) -> None:
    panel.tray(True)
    panel.tray(False)
    assert panel.window.isVisible()
    assert not panel.window.isMinimized()


def test_started_hidden_it_waits_minimised_for_the_tray_and_then_goes_into_it(panel: Panel) -> None:
    panel.window.hide()
    panel.background.start_hidden()
    assert panel.window.isMinimized()
    assert panel.window.isVisible()
    panel.tray(True)
    assert panel.window.isHidden()


def test_started_hidden_with_a_tray_no_window_appears(panel: Panel) -> None:
    panel.window.hide()
    panel.there[0] = True
    panel.background.start_hidden()
    assert panel.window.isHidden()
    assert panel.icon() is not None


def test_after_the_start_it_looks_a_few_times_by_itself_and_then_no_more(panel: Panel) -> None:
    panel.window.hide()
    panel.background.start_hidden()
    looks, soon = 0, panel.background._soon
    waited = 0
    while soon.isActive():
        waited += soon.interval()
        soon.stop()
        soon.timeout.emit()
        looks += 1
    assert 3 <= looks <= 10
    assert 10_000 <= waited <= 60_000


def test_a_tray_that_is_found_ends_the_looking(panel: Panel) -> None:
    panel.window.hide()
    panel.background.start_hidden()
    panel.there[0] = True
    panel.background._soon.stop()
    panel.background._soon.timeout.emit()
    assert panel.window.isHidden()
    assert not panel.background._soon.isActive()


def test_a_desktop_that_takes_long_to_answer_is_seldom_asked(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def slowly() -> bool:
        nonlocal asked
        asked += 1
        return False

    panel.background._tray_there = slowly
    monkeypatch.setattr("crm_desktop.ui.background.QElapsedTimer.elapsed", lambda _timer: 25_000)
    for _ in range(42):
        panel.background.look_round()
    assert asked == 2
    monkeypatch.undo()
    for _ in range(30):
        panel.background.look_round()
    assert asked >= 10


# ------------------------------------------------------------------------------------------------- what it tells


def test_the_tooltip_and_the_menu_tell_the_same_number(panel: Panel) -> None:
    panel.tray(True)
    icon = panel.icon()
    assert icon is not None
    for count, overdue, words in (
        (0, 0, "Nothing to do today"),
        (1, 0, "1 thing to do today"),
        (3, 1, "3 things to do today, 1 overdue"),
        (1200, 1200, "1,200 things to do today, 1,200 overdue"),
    ):
        panel.background.set_due(count, overdue)
        assert icon.toolTip() == words
        assert words in [action.text() for action in panel.background.menu().actions()]


def test_an_icon_that_comes_late_has_the_number_at_once(panel: Panel) -> None:
    panel.background.set_due(7)
    panel.tray(True)
    icon = panel.icon()
    assert icon is not None
    assert icon.toolTip() == "7 things to do today"
    assert _image(icon.icon(), 22) == _image(tray_icon(app_icon(), 7), 22)


def test_the_icon_is_drawn_only_when_the_number_is_another(panel: Panel) -> None:
    panel.tray(True)
    panel.background.set_due(4)
    icon = panel.icon()
    assert icon is not None
    before = icon.icon().cacheKey()
    panel.background.set_due(4)
    assert icon.icon().cacheKey() == before
    panel.background.set_due(4, 1)
    assert icon.icon().cacheKey() != before


# ------------------------------------------------------------------------------------------------ how it is drawn


def _image(icon: QIcon, size: int) -> QImage:
    return icon.pixmap(size, size).toImage().convertToFormat(QImage.Format.Format_ARGB32)


def _ink(image: QImage) -> list[tuple[int, int]]:
    """The pixels that are rather the colour of the digits than of the plate."""
    light = QColor(LIGHT.on_accent).lightness()
    return [
        (x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).alpha() > 200 and image.pixelColor(x, y).lightness() > light * 0.6
    ]


@pytest.mark.parametrize("size", [16, 22, 24])
@pytest.mark.parametrize(("due", "highest_part"), [(1, 0.5), (7, 0.5), (42, 0.5), (99, 0.5), (100, 0.35), (4321, 0.35)])
def test_the_number_is_as_large_as_its_place_and_not_cut_off(
    theme: Theme, size: int, due: int, highest_part: float
) -> None:
    image = _image(tray_icon(app_icon(), due), size)
    ink = _ink(image)
    rows = {y for _, y in ink}
    columns = {x for x, _ in ink}
    assert max(rows) - min(rows) + 1 >= size * highest_part
    assert 0 not in columns
    assert size - 1 not in columns
    assert 0 not in rows
    assert size - 1 not in rows


@pytest.mark.parametrize("size", SIZES)
def test_every_number_up_to_99_looks_different(theme: Theme, size: int) -> None:
    seen = {bytes(_image(tray_icon(app_icon(), due), size).constBits()) for due in range(1, 101)}
    assert len(seen) == 100
    assert _image(tray_icon(app_icon(), 100), size) == _image(tray_icon(app_icon(), 5000), size)


def test_overdue_has_a_colour_of_its_own_and_nothing_due_shows_the_sign(theme: Theme) -> None:
    plate = _image(tray_icon(app_icon(), 3), 22).pixelColor(11, 1)
    late = _image(tray_icon(app_icon(), 3, late=True), 22).pixelColor(11, 1)
    assert (plate.name().upper(), late.name().upper()) == (LIGHT.accent, LIGHT.late)
    assert _image(tray_icon(app_icon(), 0, late=True), 22) == _image(app_icon(), 22)


@pytest.mark.parametrize("panel_colour", ["#FFFFFF", "#F0F0F0", "#2E3436", "#000000"])
@pytest.mark.parametrize("late", [False, True])
def test_the_plate_stands_out_from_light_and_dark_panels(theme: Theme, panel_colour: str, late: bool) -> None:
    plate = _image(tray_icon(app_icon(), 3, late=late), 22).pixelColor(11, 1)
    # WCAG asks for less between parts of a picture than between text and ground; the digits within have it all.
    assert _contrast(plate, QColor(panel_colour)) >= 2
    assert _contrast(plate, QColor(LIGHT.on_accent)) >= 4.5


def _contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2's contrast ratio, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
