"""Texts as they may be stored, whatever was typed or read from a file."""

from __future__ import annotations

import re
import unicodedata

NAME_LIMIT = 500
TEXT_LIMIT = 1_000_000
VALUE_LIMIT = 2_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def clean_line(text: str, limit: int = VALUE_LIMIT) -> str:
    """One line of text as it may be stored: no control characters, no lone surrogates, white space folded, cut at `limit`."""
    if not text:
        return ""
    if text.isprintable() and len(text) <= limit and "  " not in text and _is_composed(text):
        return text.strip()
    kept = "".join(" " if character in "\t\n\r\v\f\x85\u2028\u2029" else character for character in text[: limit * 4])
    kept = "".join(character for character in kept if unicodedata.category(character) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", " ".join(kept.split()))[:limit].rstrip()


def _is_composed(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def clean_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Text of many lines as it may be stored: line ends unified, control characters and lone surrogates taken out."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")[:limit]
    is_plain = _CONTROLS.search(unified) is None if unified.isascii() else unified.replace("\n", "").isprintable()
    if is_plain and _is_composed(unified):
        return unified.strip()
    kept = (c for c in unified if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept)).strip()
