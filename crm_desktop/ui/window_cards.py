"""The two cards that every window lays over itself: the palette and the sheet of keys; loaded when first asked for."""

from __future__ import annotations

from typing import Any

from crm_desktop.ui.commands import Commands
from crm_desktop.ui.keys_overlay import KeysOverlay
from crm_desktop.ui.palette import Palette, command_provider
from crm_desktop.ui.texts import tr
from crm_desktop.ui.view import place_of
from crm_desktop.ui.widgets.overlay import OverlayCard
from crm_desktop.ui.window_parts import WindowParts


def palette_card(parts: WindowParts, commands: Commands) -> OverlayCard:
    """Search and commands in one field."""
    hint = tr("Search or do… ( > for commands only )")
    return Palette(parts.theme, parts.jobs, parts.providers, "", command_provider(commands), hint)


def keys_card(parts: WindowParts, commands: Commands, current: str, view: Any) -> OverlayCard:
    """The keys of the view in front (`current` is its key), from the table that the shortcuts are made of."""
    title = view.title() if view is not None else ""
    return KeysOverlay(parts.theme, place_of(current, view), title, commands.keys.actions(), commands.run)
