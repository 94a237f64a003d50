"""Cutting a short piece with the words one looked for out of a long text."""

from __future__ import annotations

import re

from crm_desktop.domain.folding import fold, words

_WORD = re.compile(r"\w+")
_AROUND = 40


def snippet(text: str, query: str, length: int = 120) -> str:
    """About `length` characters of `text` round the first word that the query looks for, with … where it was cut."""
    one_line = " ".join(text.split())
    wanted = words(query)
    start = next((found.start() for found in _WORD.finditer(one_line) if _begins_with_any(found.group(), wanted)), 0)
    first = max(0, start - _AROUND)
    if first:
        first = one_line.find(" ", first, start) + 1 or first
    piece = one_line[first : first + length]
    return f"{'…' if first else ''}{piece}{'…' if first + length < len(one_line) else ''}"


def _begins_with_any(word: str, wanted: list[str]) -> bool:
    folded = fold(word)
    return any(folded.startswith(want) or (not want.isascii() and want in folded) for want in wanted)
