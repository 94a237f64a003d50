"""Telling a calendar file from others by its content."""

from __future__ import annotations

import re
from pathlib import Path

from crm_desktop.formats.encodings import opened, utf_16_codec

_BEGIN = re.compile(rb"BEGIN[ \t]*:[ \t]*VCALENDAR", re.IGNORECASE)
_BLOCK = 1024 * 1024


def looks_like_calendar(head: bytes) -> bool:
    """Whether a calendar begins in these bytes, in UTF-8 or UTF-16."""
    codec = utf_16_codec(head)
    plain = head.decode(codec, "replace").encode("utf-8", "replace") if codec else head
    return bool(_BEGIN.search(plain))


def calendar_begins_later(path: Path) -> bool:
    """Whether a calendar begins anywhere in the file."""
    tail = b""
    with opened(path) as file:
        while block := file.read(_BLOCK):
            if _BEGIN.search(tail + block):
                return True
            tail = block[-40:]
    return False
