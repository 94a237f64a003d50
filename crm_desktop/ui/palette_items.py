"""What the palette offers; known to those who provide it without loading the palette itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from crm_desktop.domain.search_hits import Ranges
from crm_desktop.ui.theme.tokens import Tone


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """One thing to choose: `run` is called on the GUI thread after the palette is gone.

    `avatar_name` or `icon` is the sign before it; `keys` the shortcut that does the same. `marked` and `marked_below` are
    where the words that were looked for stand in title and subtitle. With `completes` the palette stays and has that text
    in its field instead.
    """

    title: str
    run: Callable[[], object]
    subtitle: str = ""
    icon: str = ""
    tone: Tone = Tone.NEUTRAL
    avatar_name: str = ""
    keys: str = ""
    marked: Ranges = ()
    marked_below: Ranges = ()
    completes: str = ""


Provider = Callable[[str], Sequence[PaletteItem]]


@dataclass(frozen=True, slots=True)
class InSteps:
    """A provider that finds some things at once and others later: each step gives all that was found so far."""

    provide: Callable[[str], Iterator[Sequence[PaletteItem]]]


AnyProvider = Provider | InSteps
