"""The words for what stands on a timeline without having been written there: deals, reminders, files, changed fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.domain.files import size_words
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.timeline_entries import CHANGED, FILE, LOST, MOVED, REMINDER_DONE, REMINDER_SET, WON
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import deal_changes, field_changes

Words = tuple[Message | None, Message | None]
"""The heading and the second line; both None for an interaction."""


def words_of(connection: Connection, found: Mapping[str, Any]) -> Words | None:
    """The words for one row of a timeline; None when there is nothing to show of it."""
    kind, title, first = found["kind"], found["subject"], found["word1"]
    if kind == CHANGED:
        words = deal_changes.words if deal_changes.of_these(title) else field_changes.words
        return words(connection, title, found["text"], first, found["word2"])
    if kind == MOVED and found["state"] in ("", "open"):
        return _moved(title, first, found["word2"], found["days"], again=found["state"] == "open")
    if kind in (WON, LOST, MOVED):
        return _ended(title, found["state"] if kind == MOVED else kind, first if kind == LOST else "")
    if kind == REMINDER_SET:
        return message("Reminder set"), message("{text}", text=title)
    if kind == REMINDER_DONE:
        heading = message("Reminder done") if first == "done" else message("Reminder skipped")
        return heading, message("{text}", text=title)
    if kind == FILE:
        return message("File: {name}", name=title), size_words(found["days"])
    return None, None


def _moved(title: str, before: str, after: str, days: int, *, again: bool) -> Words:
    """With a title on the page of a person, who may have several deals; without one on the page of the deal itself."""
    if again:
        heading = message("{title} opened again", title=title) if title else message("Opened again")
        return heading, message("in {stage}", stage=after)
    if not title:
        one, many = "after {count} day in {stage}", "after {count} days in {stage}"
        return message("Moved to {stage}", stage=after), Message(one, {"stage": before}, many, days)
    one, many = "from {stage}, after {count} day", "from {stage}, after {count} days"
    return message("{title} moved to {stage}", title=title, stage=after), Message(one, {"stage": before}, many, days)


def _ended(title: str, how: str, reason: str) -> Words:
    if how == WON:
        return message("{title} won", title=title) if title else message("Won"), None
    heading = message("{title} lost", title=title) if title else message("Lost")
    return heading, message("{reason}", reason=reason) if reason else None
