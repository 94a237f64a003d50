"""Cutting a short piece with the words one looked for out of a long text."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.domain.marking import marked, terms_of

_AROUND = 40
_STEP = 1_500
_OVERLAP = 100


def snippet(text: str, query: str | Sequence[str], length: int = 120) -> str:
    """About `length` characters of `text` round the first word that the query looks for, with … where it was cut.

    `query` is what was typed, or the folded terms that `marking.terms_of` made of it.
    """
    one_line = " ".join(text.split())
    start = _first_place(one_line, terms_of(query) if isinstance(query, str) else query)
    first = max(0, start - _AROUND)
    if first:
        first = one_line.find(" ", first, start) + 1 or first
    piece = one_line[first : first + length]
    return f"{'…' if first else ''}{piece}{'…' if first + length < len(one_line) else ''}"


def _first_place(text: str, terms: Sequence[str]) -> int:
    # Piece by piece: what was looked for stands mostly near the beginning.
    for offset in range(0, len(text), _STEP):
        places = marked(text[offset : offset + _STEP + _OVERLAP], terms)
        if places:
            return offset + places[0][0]
    return 0
