"""What an action is: one row of the table that menus, shortcuts, the palette and the sheet of keys read."""

from __future__ import annotations

from dataclasses import dataclass

GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a user can do.

    `id`: what views and the window register their callables under. `text`: English, translated where it is shown.
    `keys`: in Qt's portable form (`Ctrl+K`, `G, T`), the first one is the one that is told. `where`: `GLOBAL`, or the
    key of the view it belongs to; `pipeline/board` for a part of a view that shows one of several parts at a time. `palette`: whether Ctrl+K offers it. `by_widget`: the widget with the focus handles
    the key itself (arrows in a list), so no shortcut is made and the entry only explains it. `instead_of`: the global
    action whose key means this one while its view is in front.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    where: str = GLOBAL
    icon: str = ""
    palette: bool = True
    by_widget: bool = False
    instead_of: str = ""
