"""Which actions stand in which menu, in order; None is a line between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.ui.texts import tr

NEW_MENU = ("contact.new", "interaction.new", "reminder.new", "deal.new", "lead.new")
FILES = ("import", "export", "mail.import", "calendar.import", "calendar.export")
MANAGED = ("tags.manage", "fields.manage", "pipelines.manage", "rates.manage")
MENUS: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    ("File", (*NEW_MENU, None, *FILES, None, "settings", None, "window.close", "quit")),
    ("Edit", ("undo", "redo", "trash", None, *MANAGED, None, "search")),
    ("Go", ("go.today", "go.contacts", "go.companies", "go.pipeline", "go.reminders", None, "go.list")),
    ("View", ("theme.system", "theme.light", "theme.dark")),
    ("Help", ("keys", "keys.change", None, "notifications.test", "notifications.explain")),
)


def build_menu(parent: QWidget, title: str, entries: tuple[str | None, ...], actions: Mapping[str, QAction]) -> QMenu:
    """One menu of the actions that exist; ids without an action are left out."""
    menu = QMenu(tr(title), parent)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif entry in actions:
            menu.addAction(actions[entry])
    return menu


def add_menus(parent: QMenu, actions: Mapping[str, QAction], more: Mapping[str, Sequence[QAction]]) -> None:
    """Every menu as one below another menu; `more` are actions that stand at the end of a menu, by its title."""
    for title, entries in MENUS:
        menu = build_menu(parent, title, entries, actions)
        menu.addActions(list(more.get(title, ())))
        parent.addMenu(menu)


def choices_menu(parent: QWidget, choices: tuple[tuple[str, Callable[[], object]], ...]) -> QMenu:
    """A small menu of words, each with what it does; for buttons with an arrow."""
    menu = QMenu(parent)
    for text, run in choices:
        menu.addAction(text).triggered.connect(lambda _checked=False, run=run: run())
    return menu
