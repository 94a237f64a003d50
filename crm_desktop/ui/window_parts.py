"""What the window is built from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QSize

from crm_desktop.ui.ask import Asks
from crm_desktop.ui.drafts import KeepsDrafts
from crm_desktop.ui.key_table import KeyTable
from crm_desktop.ui.palette_items import AnyProvider
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewEntry

SMALLEST: Final = (900, 600)
_FIRST_SIZE, _FRAME = (1280, 800), (16, 48)


def fitting(screen: QSize) -> QSize:
    """The first size of the window, smaller where the screen and the window's frame leave less."""
    return QSize(*_FIRST_SIZE).boundedTo(screen - QSize(*_FRAME)).expandedTo(QSize(*SMALLEST))


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What the window is built from; `ask` is None in the program, where boxes belong to the window itself.

    Without `drafts`, half-typed words are kept as long as the window lives.
    """

    theme: Theme
    jobs: Jobs
    services: Any
    now: Callable[[], datetime]
    entries: Sequence[ViewEntry]
    providers: Sequence[AnyProvider] = ()
    ask: Asks | None = None
    drafts: KeepsDrafts | None = None
    keys: KeyTable | None = None
