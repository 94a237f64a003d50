"""The keys in use: those of the table of actions, but for the ones that the user chose; told to all who show or obey them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from crm_desktop.ui.actions import ACTIONS, GLOBAL, Action, clashing_key, shown_key

_NEEDED_BY_FIELDS = frozenset(("Esc", "Tab", "Backtab", "Shift+Tab", "Return", "Enter", "Backspace"))
"""Nobody could leave a field, finish or correct one without these."""
_MOST_KEYS = 4
_CHANGEABLE_IN_LISTS = ("next", "previous", "open")


class KeyTable(QObject):
    """What each action's keys are now. `stored` is what `as_text` gave, `defaults` the table of actions.

    Keys that were chosen win over default ones: an action whose default key went to another one is left without it. What
    cannot be read, unknown actions and impossible keys are left out, so that no setting keeps the program from starting.
    """

    changed = Signal()

    def __init__(self, stored: str = "", defaults: Iterable[Action] = ACTIONS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._defaults = {action.id: action for action in defaults}
        self._own = self._read(stored)
        self._actions: dict[str, Action] = {}
        self._work_out()

    def _read(self, stored: str) -> dict[str, tuple[str, ...]]:
        try:
            found = json.loads(stored) if stored else {}
        except ValueError:
            return {}
        if not isinstance(found, dict):
            return {}
        return {
            name: tuple(key for key in keys if isinstance(key, str) and is_possible(key))[:_MOST_KEYS]
            for name, keys in found.items()
            if name in self._defaults and isinstance(keys, list) and self.may_change(name)
        }

    def _work_out(self) -> None:
        own = [replace(self._defaults[name], keys=keys) for name, keys in self._own.items()]
        self._actions = {
            name: replace(action, keys=self._own[name]) if name in self._own else _without_taken(action, own)
            for name, action in self._defaults.items()
        }

    def actions(self) -> tuple[Action, ...]:
        """The whole table with the keys in use."""
        return tuple(self._actions.values())

    def action(self, action_id: str) -> Action:
        """One action with the keys in use. Raises KeyError for an id that there is not."""
        return self._actions[action_id]

    def default(self, action_id: str) -> Action:
        """One action with the keys it comes with."""
        return self._defaults[action_id]

    def is_own(self, action_id: str) -> bool:
        """Whether the keys of the action are other ones than it comes with."""
        return self._actions[action_id].keys != self._defaults[action_id].keys

    def may_change(self, action_id: str) -> bool:
        """Whether the action can have other keys; some belong to lists as such, like Shift with the arrows."""
        action = self._defaults[action_id]
        return not action.by_widget or action_id.rpartition(".")[2] in _CHANGEABLE_IN_LISTS

    def taken_by(self, action_id: str, keys: Sequence[str]) -> Action | None:
        """The first action that could not have its key any more if this one had those; None when nobody minds."""
        wished = replace(self._actions[action_id], keys=tuple(keys))
        others = (action for action in self._actions.values() if action.id != action_id)
        return next((action for action in others if action.keys and clashing_key(wished, action)), None)

    def set_keys(self, action_id: str, keys: Sequence[str]) -> None:
        """Give an action other keys, perhaps none; others that had one of them go without it. Raises ValueError.

        The ValueError is for keys that are impossible and for actions that cannot have other ones.
        """
        if not self.may_change(action_id) or not all(map(is_possible, keys)) or len(keys) > _MOST_KEYS:
            raise ValueError(action_id)
        wished = replace(self._defaults[action_id], keys=tuple(keys))
        for other in self._actions.values():
            left = _without_taken(other, [wished]).keys
            if other.id != action_id and other.id in self._own and left != other.keys:
                self._own[other.id] = left
        self._own[action_id] = tuple(keys)
        self._tell()

    def reset(self, action_id: str | None = None) -> None:
        """Back to the keys that one action, or every one, comes with; who took them meanwhile goes without."""
        if action_id is None:
            self._own.clear()
        else:
            self._own.pop(action_id, None)
            default = self._defaults[action_id]
            for name, keys in list(self._own.items()):
                self._own[name] = _without_taken(replace(self._defaults[name], keys=keys), [default]).keys
        self._tell()

    def as_text(self) -> str:
        """What is stored: the chosen keys in JSON, by the ids of the actions; empty when none were chosen."""
        kept = {name: list(keys) for name, keys in self._own.items() if keys != self._defaults[name].keys}
        return json.dumps(kept, sort_keys=True) if kept else ""

    def hints(self) -> dict[str, str]:
        """What key hints say instead: the words for a default key of an action that works everywhere, and for the key in use."""
        words = {}
        for action in self._actions.values():
            default = self._defaults[action.id].keys
            if action.where == GLOBAL and default and action.keys[:1] != default[:1]:
                words[shown_key(default[0])] = shown_key(action.keys[0]) if action.keys else ""
        return words

    def load(self, stored: str) -> None:
        """Take what is stored in place of the keys in use, such as after it could not be stored."""
        self._own = self._read(stored)
        self._tell()

    def _tell(self) -> None:
        self._work_out()
        self.changed.emit()


def is_possible(portable: str) -> bool:
    """Whether this is a key, or two keys one after the other, that an action can have."""
    steps = portable.split(", ")
    if not 1 <= len(steps) <= 2 or any(step in _NEEDED_BY_FIELDS for step in steps):
        return False
    sequence = QKeySequence(portable)
    return not sequence.isEmpty() and sequence.toString(QKeySequence.SequenceFormat.PortableText) == portable


def _without_taken(action: Action, takers: Sequence[Action]) -> Action:
    rivals = [taker for taker in takers if taker.id != action.id]
    kept = tuple(
        key for key in action.keys if not any(clashing_key(replace(action, keys=(key,)), rival) for rival in rivals)
    )
    return action if kept == action.keys else replace(action, keys=kept)
