"""Where the words that somebody looked for stand in a text that is shown, found on the folded text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from crm_desktop.domain.folding import fold, words
from crm_desktop.domain.search_hits import Ranges
from crm_desktop.domain.search_words import digits_of, national_digits, numbers_in

_LONGEST = 2_000
_ROUND_WORDS = " \"'“”„«»()[]{}<>,;:!?.…"
_JAMO = range(0x1160, 0x1200)
"""Vowels and finals of Korean letters written apart: they belong to the letter before them."""


def terms_of(typed: str) -> tuple[str, ...]:
    """What is to be marked for words that were typed: each folded, telephone numbers as their digits."""
    numbers = numbers_in(typed)
    for number in numbers:
        typed = typed.replace(number, " ")
    plain = [fold(term).strip(_ROUND_WORDS) for term in typed.split()]
    whole = [term for term in plain if words(term)]
    return tuple(dict.fromkeys([*whole, *(national_digits(number) for number in numbers)]))


def marked(text: str, terms: Iterable[str]) -> Ranges:
    """The places of the terms in a text, in order, not overlapping; counted in characters of the text itself.

    A term is marked where it begins a word, or anywhere when no word begins so. Only the first 2,000 characters are
    looked at.
    """
    folded, places = _folded(text[:_LONGEST])
    found: set[tuple[int, int]] = set()
    for term in terms:
        found.update(_places_of(term, folded))
    return _joined(sorted((places[start], places[end - 1] + 1) for start, end in found), text)


def _places_of(term: str, folded: str) -> Iterable[tuple[int, int]]:
    if not term:
        return ()
    if term.isdigit() and len(term) > 3:
        places = _spans(_digits_apart(term), folded)
        if places:
            return places
    for pattern in (_at_word_starts(term), _anywhere(term)):
        places = _spans(pattern, folded)
        if places:
            return places
    parts = words(term)
    return [place for part in parts for place in _spans(_at_word_starts(part), folded)] if len(parts) > 1 else ()


def _spans(pattern: re.Pattern[str], folded: str) -> list[tuple[int, int]]:
    return [found.span() for found in pattern.finditer(folded) if found.end() > found.start()]


@lru_cache(256)
def _at_word_starts(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term)}")


@lru_cache(256)
def _anywhere(term: str) -> re.Pattern[str]:
    return re.compile(re.escape(term))


@lru_cache(64)
def _digits_apart(digits: str) -> re.Pattern[str]:
    return re.compile(r"(?:\(0\)|[ ()/.\u2010-\u2013-])*".join(digits))


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place in the text that it came from."""
    if text.isascii():
        return fold(text), range(len(text))
    pieces: list[str] = []
    places: list[int] = []
    for start, cluster in _clusters(text):
        piece = fold(cluster)
        # Digits of other scripts are marked by the digits that were typed.
        piece = digits_of(piece) if len(piece) == 1 and piece.isdecimal() else piece
        pieces.append(piece)
        places.extend([start] * len(piece))
    return "".join(pieces), places


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each letter with the marks that combine with it."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not (unicodedata.combining(text[position]) or ord(text[position]) in _JAMO):
            yield start, text[start:position]
            start = position


def _joined(places: list[tuple[int, int]], text: str) -> Ranges:
    result: list[tuple[int, int]] = []
    for start, folded_end in places:
        end = _with_marks(folded_end, text)
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def _with_marks(end: int, text: str) -> int:
    # A letter is marked with its accents.
    while end < len(text) and (unicodedata.combining(text[end]) or ord(text[end]) in _JAMO):
        end += 1
    return end
