"""Tokens, contrast, palette, icons, and switching between light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QCompleter, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.sidebar import SearchButton, SideEntry
from crm_desktop.ui.tables.two_line_delegate import TwoLineDelegate
from crm_desktop.ui.theme.icons import app_icon, icon_folder
from crm_desktop.ui.theme.theme import Mode, Theme
from crm_desktop.ui.theme.tokens import DARK, LIGHT, TextRole, Tokens, Tone, with_high_contrast
from crm_desktop.ui.view import ViewEntry
from crm_desktop.ui.widgets import Button, CheckBox, Chip, ChipButton, PageHeader


def _luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return 0.2126 * linear(made.redF()) + 0.7152 * linear(made.greenF()) + 0.0722 * linear(made.blueF())


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK, with_high_contrast(LIGHT), with_high_contrast(DARK)])
def test_text_has_the_contrast_of_wcag_aa(tokens: Tokens) -> None:
    grounds = (tokens.window, tokens.surface, tokens.sidebar, tokens.hover, tokens.accent_tint)
    pairs = [(tokens.text, ground) for ground in grounds] + [(tokens.secondary, ground) for ground in grounds]
    pairs += [tokens.tone(tone) for tone in Tone] + [(tokens.on_accent, tokens.accent), (tokens.on_toast, tokens.toast)]
    too_weak = [(text, ground) for text, ground in pairs if _contrast(text, ground) < 4.5]
    assert too_weak == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_edges_of_things_to_press_can_be_seen(tokens: Tokens) -> None:
    assert _contrast(tokens.outline, tokens.surface) >= 3


def test_switching_the_mode_changes_palette_and_tells(theme: Theme, qapp: QApplication) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.tokens.dark))
    theme.set_mode("dark")
    assert told == [True]
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert qapp.palette().color(QPalette.ColorRole.Link) == QColor(DARK.accent)
    theme.set_mode(Mode.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)


def test_sizes_follow_a_large_desktop_font(qapp: QApplication) -> None:
    before = qapp.font()
    large = QFont(before)
    large.setPixelSize(26)
    qapp.setFont(large)
    theme = Theme(Mode.LIGHT)
    theme.apply(qapp)
    try:
        assert theme.scaled(50) == 100
        assert theme.font(TextRole.SECONDARY).pixelSize() == 24
        assert qapp.font().pixelSize() == 26
        _nothing_is_cut(theme)
    finally:
        qapp.setFont(before)
        qapp.setStyleSheet("")
        theme.deleteLater()


def _nothing_is_cut(theme: Theme) -> None:
    """Everything that paints its own words is as high as they are."""
    entry = ViewEntry("today", "Today", "sun", lambda _context: None)
    for made in (
        Chip(theme, "2 days late", Tone.LATE),
        ChipButton(theme, "Note"),
        Button(theme, "Log", "L"),
        CheckBox(theme, "Words"),
        SideEntry(theme, entry),
        SearchButton(theme, "Search", "search"),
    ):
        assert made.sizeHint().height() >= QFontMetrics(theme.font(TextRole.SECONDARY)).height(), made
        made.deleteLater()
    header = PageHeader(theme, "Pipeline")
    assert header.height() >= QFontMetrics(theme.font(TextRole.TITLE)).height()
    header.deleteLater()
    lines = QFontMetrics(theme.font()).height() + QFontMetrics(theme.font(TextRole.SECONDARY)).height()
    assert TwoLineDelegate(theme, lambda row: row).row_height() > lines


def test_a_small_desktop_font_does_not_go_below_the_drawn_sizes(theme: Theme) -> None:
    assert theme.font(TextRole.SECONDARY).pixelSize() >= 12


def test_icons_take_the_colour_of_the_scheme(theme: Theme) -> None:
    before = theme.icon("bell", "text").pixmap(16, 16).toImage()
    theme.set_mode("dark")
    after = theme.icon("bell", "text").pixmap(16, 16).toImage()
    assert before != after
    assert not after.isNull()


def test_an_icon_that_does_not_exist_is_a_mistake(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon")


def test_every_icon_named_in_the_interface_exists_and_is_drawn_with_the_current_colour() -> None:
    names = {path.stem for path in icon_folder().glob("*.svg")}
    source = Path(__file__).parents[2] / "crm_desktop" / "ui"
    used = set()
    for path in source.rglob("*.py"):
        used |= set(re.findall(r'\bicon="([a-z0-9-]+)"', path.read_text("utf-8")))
    assert used - names == set()
    assert (icon_folder() / "LICENSE.txt").is_file()
    for path in icon_folder().glob("*.svg"):
        assert "currentColor" in path.read_text("utf-8")


def test_no_style_names_a_font_family(theme: Theme, qapp: QApplication) -> None:
    assert "font-family" not in qapp.styleSheet()
    label = QLabel("x")
    assert label.font().family() == qapp.font().family()
    label.deleteLater()


def test_the_sign_of_the_program_can_be_drawn_in_every_size(qapp: QApplication) -> None:
    icon = app_icon()
    assert not icon.pixmap(16, 16).isNull()
    assert icon.pixmap(256, 256).toImage().pixelColor(20, 128) == QColor(LIGHT.accent)


def test_motion_is_never_longer_than_200_ms(theme: Theme) -> None:
    assert 0 <= theme.animation_ms(500) <= 200


def test_the_words_offered_below_a_field_have_an_edge_and_lists_in_a_window_have_none(
    theme: Theme, qtbot: QtBot
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    inside, field = QListView(), QLineEdit()
    field.setCompleter(QCompleter(["one", "two"], field))
    offered = field.completer().popup()
    assert offered is not None
    column.addWidget(inside)
    column.addWidget(field)
    page.show()
    offered.show()
    assert inside.viewport().width() == inside.width()
    assert offered.viewport().width() < offered.width()
    offered.hide()
