"""Folding text so that case, accents, ligatures and width do not matter when people search and compare."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse

_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d",
        "þ": "th", "Þ": "th", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i", "ħ": "h", "Ħ": "h", "ŧ": "t", "Ŧ": "t",
    }
)  # fmt: skip
_LETTERS |= dict.fromkeys(range(0xD800, 0xE000), "") | {0: " "}
_CJK = re.compile(
    "([\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])"
)
# The keys of `_LETTERS`: looking for one of them is quicker than looking up every letter.
_SPECIAL_LETTER = re.compile("[ßẞøØłŁđĐðÐþÞæÆœŒıħĦŧŦ\x00\ud800-\udfff]")
# Combining every one of them (U+034F is not); with these gone most Latin text is plain.
_LATIN_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """The text without case, accents and width: what is searched and compared, never what is shown.

    NFKC, then letters that have no decomposition (ß ø ł đ æ œ þ), case folding, combining marks dropped. NUL and lone
    surrogates, which no database takes, are left out too.
    """
    if text.isascii():
        return text.lower().replace("\x00", " ")
    wide = unicodedata.normalize("NFKC", text)
    if _SPECIAL_LETTER.search(wide):
        wide = wide.translate(_LETTERS)
    wide = wide.casefold()
    if wide.isascii():
        return wide
    apart = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", wide))
    if apart.isascii():
        return apart
    plain = "".join(filterfalse(unicodedata.combining, apart))
    return unicodedata.normalize("NFC", plain)


def fold_for_index(text: str) -> str:
    """Folded text with a space round each CJK character, so that any part of a CJK name is a phrase of words."""
    folded = fold(text)
    return folded if folded.isascii() else _CJK.sub(r" \1 ", folded)


def words(text: str) -> list[str]:
    """The folded words of a text, as the search index sees them."""
    return _WORD.findall(fold_for_index(text))
