"""The words for what stands on a timeline without having been written there: deals, reminders, files, changed fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.domain.files import size_words
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.timeline_entries import CHANGED, FILE, LOST, MOVED, REMINDER_DONE, REMINDER_SET, WON
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import field_changes

Words = tuple[Message | None, Message | None]
"""The heading and the second line; both None for an interaction."""


def words_of(connection: Connection, found: Mapping[str, Any]) -> Words | None:
    """The words for one row of a timeline; None when there is nothing to show of it."""
    kind, title, first = found["kind"], found["subject"], found["word1"]
    if kind == CHANGED:
        return field_changes.words(connection, title, found["text"], first, found["word2"])
    if kind == MOVED:
        one, many = "from {stage}, after {count} day", "from {stage}, after {count} days"
        heading = message("{title} moved to {stage}", title=title, stage=found["word2"])
        return heading, Message(one, {"stage": first}, many, found["days"])
    if kind == WON:
        return message("{title} won", title=title), None
    if kind == LOST:
        return message("{title} lost", title=title), message("{reason}", reason=first) if first else None
    if kind == REMINDER_SET:
        return message("Reminder set"), message("{text}", text=title)
    if kind == REMINDER_DONE:
        heading = message("Reminder done") if first == "done" else message("Reminder skipped")
        return heading, message("{text}", text=title)
    if kind == FILE:
        return message("File: {name}", name=title), size_words(found["days"])
    return None, None
