"""A name typed into one field as the parts of a name."""

from __future__ import annotations

from crm_desktop.domain.contacts import Name
from crm_desktop.domain.folding import fold


def name_from(whole: str) -> Name:
    """A name typed into one field: kept as typed, and split only where that is hardly a guess.

    Exactly two words in a Latin, Cyrillic or Greek script are given and family name; everything else stays whole,
    because titles, particles, double names and other orders cannot be told apart by counting.
    """
    words = whole.split()
    if len(words) == 2 and all(_western(word) for word in words):
        return Name(given=words[0], family=words[1], formatted=" ".join(words))
    return Name(formatted=" ".join(words))


def _western(word: str) -> bool:
    letters = [letter for letter in fold(word) if letter.isalpha()]
    return bool(letters) and all(letter < "\u0530" for letter in letters)
