"""Every action of the program as one table: menus, shortcuts, the palette, tooltips and the sheet of keys read it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QKeySequence

from crm_desktop.ui.action import GLOBAL, Action
from crm_desktop.ui.actions_of_pipeline import PIPELINE_ACTIONS
from crm_desktop.ui.texts import tr

__all__ = [
    "ACTIONS",
    "GLOBAL",
    "Action",
    "by_id",
    "clashing_key",
    "conflicts",
    "in_view",
    "shown_key",
    "shown_keys",
    "tooltip_text",
]

# What is printed on most keyboards, instead of Qt's names.
_SHORT_NAMES = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def _go(view: str, text: str, letter: str, icon: str) -> Action:
    return Action(f"go.{view}", text, (f"G, {letter}",), icon=icon)


def _list_keys(where: str, opens: str) -> tuple[Action, ...]:
    """The keys that every list of things has."""
    return (
        Action(f"{where}.next", "Next", ("J", "Down"), where, palette=False, by_widget=True),
        Action(f"{where}.previous", "Previous", ("K", "Up"), where, palette=False, by_widget=True),
        Action(f"{where}.open", opens, ("Return",), where, palette=False, by_widget=True),
    )


ACTIONS: tuple[Action, ...] = (
    Action("search", "Search or do…", ("Ctrl+K", "/"), icon="search", palette=False),
    Action("undo", "Undo", ("Ctrl+Z",), icon="undo-2"),
    Action("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo-2"),
    _go("today", "Go to Today", "T", "sun"),
    _go("contacts", "Go to Contacts", "C", "users"),
    _go("companies", "Go to Companies", "O", "building-2"),
    _go("pipeline", "Go to Pipeline", "P", "square-kanban"),
    _go("reminders", "Go to Reminders", "R", "bell"),
    _go("list", "Go to a list…", "L", "list"),
    Action("contact.new", "New contact", ("N",), icon="user-plus"),
    Action("interaction.new", "Log interaction", ("L",), icon="notebook-pen"),
    Action("reminder.new", "New reminder", ("R",), icon="alarm-clock"),
    Action("deal.new", "New deal", ("D",), icon="handshake"),
    Action("lead.new", "New lead…", ("Ctrl+L",), icon="user-plus"),
    Action("import", "Import…", ("Ctrl+I",), icon="upload"),
    Action("export", "Export…", ("Ctrl+E",), icon="download"),
    Action("mail.import", "Import e-mails…", icon="mail"),
    Action("calendar.import", "Import a calendar…", icon="calendar"),
    Action("calendar.export", "Export reminders as a calendar…", icon="calendar-clock"),
    Action("tags.manage", "Tags…", icon="tag"),
    Action("fields.manage", "Own and built-in fields…", icon="list"),
    Action("pipelines.manage", "Pipelines and stages…", icon="square-kanban"),
    Action("rates.manage", "Exchange rates…", icon="list"),
    Action("trash", "Trash…", icon="trash-2"),
    Action("sample", "Try sample data", icon="sparkles"),
    Action("settings", "Settings", ("Ctrl+,",), icon="settings"),
    Action("notifications.test", "Send a test notification", icon="bell"),
    Action("notifications.explain", "Why did nothing appear?", icon="circle-help"),
    Action("keys", "Keys of this view", ("?",), icon="keyboard"),
    Action("keys.change", "Change the keys…", icon="keyboard"),
    Action("theme.light", "Use the light theme", icon="sun"),
    Action("theme.dark", "Use the dark theme", icon="moon"),
    Action("theme.system", "Use the system's theme", icon="monitor"),
    Action("window.close", "Close the window, keep reminding", ("Ctrl+W",), icon="x"),
    Action("quit", "Quit", ("Ctrl+Q",), icon="log-out"),
    *_list_keys("today", "Open"),
    Action("today.done", "Done", ("Space",), "today", "check"),
    Action("today.snooze", "Snooze…", ("S",), "today", "alarm-clock"),
    Action("today.log", "Log and plan what comes next", ("Shift+L",), "today", "notebook-pen"),
    Action("today.edit", "Edit the reminder", ("E",), "today", "pencil"),
    Action("today.delete", "Delete the reminder", ("Del",), "today", "trash-2"),
    Action("today.plan", "Plan the next step of a deal without one", ("P",), "today", "alarm-clock"),
    *_list_keys("contacts", "Open the person"),
    Action("contacts.filter", "Filter contacts", ("Ctrl+F",), "contacts", "search"),
    Action("contacts.edit", "Edit", ("E",), "contacts", "pencil"),
    Action("contacts.delete", "Delete contact", ("Del",), "contacts", "trash-2"),
    Action("contacts.compose", "Write on the timeline", ("W",), "contacts", "notebook-pen"),
    Action("contacts.log", "Log and plan what comes next", ("Shift+L",), "contacts", "notebook-pen"),
    Action("contacts.entry_done", "Timeline: keep a promise, solve a ticket", ("Space",), "contacts", "", False, True),
    Action("contacts.entry_pin", "Timeline: pin on top, or unpin", ("P",), "contacts", "", False, True),
    Action("contacts.entry_kinds", "Timeline: show one kind only", ("F",), "contacts", "", False, True),
    Action("contacts.tag", "Add a tag", ("T",), "contacts", "tag"),
    Action("contacts.name", "All parts of the name", ("Shift+E",), "contacts", "pencil"),
    Action("contacts.brief", "Fold or unfold the brief", ("B",), "contacts", "eye"),
    Action("contacts.call", "Call", ("C",), "contacts", "phone"),
    Action("contacts.email", "Write an e-mail", ("M",), "contacts", "mail"),
    Action("contacts.add", "Add something to the person…", ("A",), "contacts", "plus"),
    Action("contacts.add_email", "Add an e-mail address", (), "contacts", "mail"),
    Action("contacts.add_phone", "Add a phone number", (), "contacts", "phone"),
    Action("contacts.add_address", "Add an address", (), "contacts", "map-pin"),
    Action("contacts.add_link", "Add a link or social profile", (), "contacts", "link"),
    Action("contacts.add_date", "Add a birthday or another day", (), "contacts", "cake"),
    Action("contacts.add_fact", "Add a fact to remember", (), "contacts", "star"),
    Action("contacts.add_file", "Add a file…", ("Shift+A",), "contacts", "file-text"),
    Action("contacts.add_relation", "Relate to another person", (), "contacts", "users"),
    Action("contacts.add_role", "Add a role at another company", (), "contacts", "building-2"),
    Action("contacts.add_consent", "Note a consent", (), "contacts", "check"),
    Action("contacts.add_lifecycle", "Lead, client, past client: say how far they are", (), "contacts", "circle-dot"),
    Action("contacts.add_pinned_note", "Handle with care…", (), "contacts", "triangle-alert"),
    Action(
        "contacts.move_value", "Details: move a value up or down", ("Alt+Up", "Alt+Down"), "contacts", "", False, True
    ),
    Action("contacts.quiet", "Do not contact, or again", (), "contacts", "ban"),
    Action("contacts.photo", "Choose a photo…", (), "contacts", "user"),
    Action("contacts.photo_paste", "Paste a photo", (), "contacts", "user"),
    Action("contacts.photo_remove", "Take the photo away", (), "contacts", "user"),
    Action("contacts.build", "Filter by more…", ("Shift+F",), "contacts", "filter"),
    Action("contacts.save_list", "Save as list…", ("Ctrl+S",), "contacts", "list"),
    Action("contacts.table", "As a table, or beside the page", ("V",), "contacts", "list"),
    Action("contacts.columns", "Choose the columns…", ("Shift+V",), "contacts", "list"),
    Action("contacts.extend", "Choose several", ("Shift+Down", "Shift+Up"), "contacts", "", False, True),
    Action("contacts.toggle", "Choose one more, or one less", ("X", "Ctrl+Space"), "contacts", "", False, True),
    Action("contacts.all", "Choose all", ("Ctrl+A",), "contacts", "", False, True),
    Action("contacts.many_tag", "Tag everybody chosen…", (), "contacts", "tag"),
    Action("contacts.many_untag", "Take a tag off everybody chosen…", (), "contacts", "tag"),
    Action("contacts.many_company", "Change the company of everybody chosen…", (), "contacts", "building-2"),
    Action("contacts.many_remind", "Remind me about everybody chosen…", (), "contacts", "alarm-clock"),
    Action("contacts.many_export", "Export everybody chosen…", (), "contacts", "download"),
    *_list_keys("companies", "Open the company"),
    Action("companies.filter", "Filter companies", ("Ctrl+F",), "companies", "search"),
    Action("companies.new", "New company", ("Shift+N",), "companies", "building-2"),
    Action("companies.edit", "Edit", ("E",), "companies", "pencil"),
    Action("companies.delete", "Delete company", ("Del",), "companies", "trash-2"),
    Action("companies.compose", "Write on the timeline", ("W",), "companies", "notebook-pen"),
    Action("companies.add_person", "Add somebody who works there", ("A",), "companies", "user-plus"),
    Action("companies.merge", "Merge with another company…", ("M",), "companies", "building-2"),
    *PIPELINE_ACTIONS,
    *_list_keys("reminders", "Open"),
    Action("reminders.done", "Done", ("Space",), "reminders", "check"),
    Action("reminders.snooze", "Snooze…", ("S",), "reminders", "alarm-clock"),
    Action("reminders.log", "Log and plan what comes next", ("Shift+L",), "reminders", "notebook-pen"),
    Action("reminders.edit", "Edit the reminder", ("E",), "reminders", "pencil"),
    Action("reminders.delete", "Delete the reminder", ("Del",), "reminders", "trash-2"),
    Action("reminders.postpone", "Move to another day…", ("P",), "reminders", "calendar-clock"),
    Action("reminders.postpone_overdue", "Postpone everything overdue…", ("Shift+P",), "reminders", "calendar-clock"),
    Action("reminders.day_later", "A day later", ("Ctrl+Right",), "reminders", "arrow-right"),
    Action("reminders.day_earlier", "A day earlier", ("Ctrl+Left",), "reminders"),
    Action("reminders.week_later", "A week later", ("Ctrl+Shift+Right",), "reminders", palette=False),
    Action("reminders.week_earlier", "A week earlier", ("Ctrl+Shift+Left",), "reminders", palette=False),
    Action("reminders.extend", "Choose several", ("Shift+Down", "Shift+Up"), "reminders", "", False, True),
    Action("reminders.toggle", "Choose one more, or one less", ("Ctrl+Space",), "reminders", "", False, True),
    Action("reminders.all", "Choose all", ("Ctrl+A",), "reminders", "", False, True),
    Action("reminders.filter", "Show only a person's, company's or deal's", ("Ctrl+F",), "reminders", "filter"),
    Action("reminders.agenda", "Agenda", ("A",), "reminders", "list"),
    Action("reminders.month", "Month", ("M",), "reminders", "calendar"),
    Action("reminders.fired", "What fired", (), "reminders", "history"),
)


def by_id(action_id: str, actions: Iterable[Action] = ACTIONS) -> Action:
    """The action of that id. Raises KeyError when there is none."""
    for action in actions:
        if action.id == action_id:
            return action
    raise KeyError(action_id)


def shown_keys(action: Action) -> str:
    """The first key as the desktop writes it, for hints and menus: `Ctrl K`, `G then T`; empty when it has none."""
    return shown_key(action.keys[0]) if action.keys else ""


def shown_key(portable: str) -> str:
    """One key in words: `Ctrl+Shift+Z` as `Ctrl Shift Z`, `G, T` as `G then T`."""
    return tr(" then ").join(_shown_step(step) for step in portable.split(", "))


def _shown_step(portable: str) -> str:
    native = QKeySequence(portable).toString(QKeySequence.SequenceFormat.NativeText)
    parts = native.split("+") if not native.endswith("+") else [*filter(None, native[:-2].split("+")), "+"]
    return " ".join(tr(_SHORT_NAMES[part]) if part in _SHORT_NAMES else part for part in parts)


def tooltip_text(action: Action) -> str:
    """What a tooltip says: the words and the key."""
    keys = shown_keys(action)
    return f"{tr(action.text)} ({keys})" if keys else tr(action.text)


def in_view(view: str, actions: Iterable[Action] = ACTIONS) -> tuple[Action, ...]:
    """The actions that belong to one view alone; for a part of a view (`pipeline/board`) those of the whole view too."""
    return tuple(action for action in actions if action.where in (view, view.partition("/")[0]))


def conflicts(actions: Iterable[Action] = ACTIONS) -> list[str]:
    """Keys that two actions would want at the same time, and sequences whose beginning is a key of its own."""
    known = list(actions)
    found = [f"two actions are called {action.id}" for index, action in enumerate(known) if action in known[:index]]
    for index, one in enumerate(known):
        for other in known[index + 1 :]:
            clash = clashing_key(one, other)
            if clash:
                found.append(f"{clash} means both {one.id} and {other.id}")
    return found


def _meet(one: str, other: str) -> bool:
    """Whether actions of both places can be in front at the same time: parts of a view meet the view, not each other."""
    if GLOBAL in (one, other) or one == other:
        return True
    return one.partition("/")[0] == other or other.partition("/")[0] == one


def clashing_key(one: Action, other: Action) -> str:
    """The key that two actions would want at the same time; empty when there is none, or when they never meet."""
    if not _meet(one.where, other.where) or one.instead_of == other.id or other.instead_of == one.id:
        return ""
    for key in one.keys:
        for key_of_other in other.keys:
            if key == key_of_other or key.startswith(f"{key_of_other}, ") or key_of_other.startswith(f"{key}, "):
                return key
    return ""
