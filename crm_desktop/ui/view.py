"""The contract of a view, what it is given, and how it stands in the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.changes import Change
from crm_desktop.domain.messages import Message
from crm_desktop.ui.ask import Asks
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.theme.theme import Theme


class View(Protocol):
    """A page of the main window; in fact a QWidget that has these.

    The window makes a view when it is shown for the first time and keeps it. It then calls, always on the GUI thread:

    - `activate()` each time the view comes to the front: read what is shown (through `Jobs.read`) if it is stale.
    - `refresh(change)` after every commit of the program, in front or not: read anew if `change.touches(...)` concerns
      what is shown, keeping selection, scroll position and what is being typed. A hidden view may only mark itself
      stale and wait for `activate`.
    - `open(kind, id)` to show one thing (`contact`, `deal`, `reminder`, …); False when the view does not show such.
    - `commands()` after `activate`: the ids of `ui/actions.py` this view answers for, with the callables. All of its
      own (`<key>.…`), and any global one that it does in its own way (`reminder.new` about the chosen person). The
      mapping is asked for once each time the view comes to the front, so the callables look at the selection
      themselves and do nothing when there is none.
    - `primary_focus()` the widget that gets the focus when the view comes to the front; None leaves it.

    A view that shows one of several parts at a time has `part()`: its key, for the actions whose `where` is
    `<view>/<part>`. It calls `ViewContext.commands_changed` when another part comes to the front.

    A view that shows what time it is somewhere may have `clock_moved()`: called every 20 s or so while it is in front of a
    visible window, so that it needs no timer of its own.

    `key` is the name in the registry and the `where` of its actions; `title()` is its translated name. A view never
    opens a box (it uses `ViewContext.ask`), never reads the clock (`ViewContext.now`), and knows no other view
    (`ViewContext.navigate`).
    """

    key: str

    def title(self) -> str: ...

    def activate(self) -> None: ...

    def refresh(self, change: Change) -> None: ...

    def open(self, kind: str, item_id: int) -> bool: ...

    def commands(self) -> Mapping[str, Callable[[], object]]: ...

    def primary_focus(self) -> QWidget | None: ...


@dataclass(frozen=True, slots=True)
class ViewContext:
    """What the window gives to every view.

    `say(text, undo)`: the bar at the bottom, with Undo when True. `navigate(kind, id)`: show a thing wherever it is
    shown. `run(action_id)`: start a global action (`reminder.new`). `show_card(widget, title)`: lay a form over the
    window; the widget's own `closed` signal or Esc takes it away. `now()`: the wall clock, aware, in the user's zone.
    `services`: the services bootstrap built, each by its name. `drafts`: where forms keep half-typed words.
    `mark(key)`: the entry of the sidebar that stands for what the view shows, where it has several (lists).
    `commands_changed()`: the view in front shows another part of itself and answers for other actions now.
    """

    theme: Theme
    jobs: Jobs
    ask: Asks
    services: Any
    now: Callable[[], datetime]
    say: Callable[[str, bool], None]
    fail: Callable[[Message], None]
    navigate: Callable[[str, int], None]
    run: Callable[[str], None]
    show_card: Callable[[QWidget], None]
    drafts: DraftStore
    mark: Callable[[str], None] = lambda _key: None
    commands_changed: Callable[[], None] = lambda: None


def place_of(key: str, view: object) -> str:
    """Where the actions of a view belong: its key, with the part of it that is shown (`pipeline/board`)."""
    part = getattr(view, "part", None)
    return f"{key}/{part()}" if part is not None else key


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """One line of the registry `ui/views/__init__.py`: what the sidebar shows and how the view is made.

    `key` is also the key of its number in the sidebar; `kinds` are the things `navigate` opens here; `section` is
    `main`, `more` or `bottom`. `build` gets the context and returns a widget that keeps the contract `View`.
    """

    key: str
    text: str
    icon: str
    build: Callable[[ViewContext], Any]
    kinds: tuple[str, ...] = ()
    section: str = "main"
