"""What the palette offers; known to those who provide it without loading the palette itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm_desktop.ui.theme.tokens import Tone


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """One thing to choose: `run` is called on the GUI thread after the palette is gone.

    `avatar_name` or `icon` is the sign before it; `keys` the shortcut that does the same.
    """

    title: str
    run: Callable[[], object]
    subtitle: str = ""
    icon: str = ""
    tone: Tone = Tone.NEUTRAL
    avatar_name: str = ""
    keys: str = ""


Provider = Callable[[str], Sequence[PaletteItem]]
