"""From what people type to an expression of the full-text index that cannot be an error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from crm_desktop.domain.folding import fold_for_index, words
from crm_desktop.domain.search_words import LONGEST, number_beginnings, numbers_in

SHORTEST_TEXT_PREFIX: Final = 2
"""The shortest prefix that the index of long texts knows; see the migration that made it."""
_MOST_WORDS: Final = 20


def match_expression(text: str, column: str = "", *, shortest_prefix: int = 1) -> str:
    """What people typed as an FTS5 query that cannot be an error: every word quoted, each as a prefix, all wanted.

    A Latin word of fewer letters than `shortest_prefix` has to stand there as it is: where the index has no prefixes of
    that length, it would have to read every word that begins so. What may be a telephone number is looked for by its
    digits as well. Empty when nothing in the text can be searched.
    """
    typed = text[:LONGEST]
    parts: list[str] = []
    for number in numbers_in(typed):
        typed = typed.replace(number, " ", 1)
        groups = _all_of(_words(number, shortest_prefix))
        parts.append(any_of([groups, *(f'"{digits}"*' for digits in number_beginnings(number))]))
    return in_column(_all_of([*_words(typed, shortest_prefix), *parts][:_MOST_WORDS]), column)


def any_word_expression(choices: Iterable[Sequence[str]], column: str = "") -> str:
    """Of each choice one word, as it stands in the index; the words are whole, but for a `*` at their end."""
    return in_column(_all_of([any_of([_quoted(word) for word in words_]) for words_ in choices]), column)


def phrase_at_start(text: str) -> str:
    """Names that begin with just these words, the last of them perhaps longer; empty when nothing can be searched."""
    found = words(text[:LONGEST])[:_MOST_WORDS]
    return f'{{name}} : ^ "{" ".join(found)}"*' if found else ""


def any_of(parts: Sequence[str]) -> str:
    """One of these expressions, each once."""
    distinct = list(dict.fromkeys(parts))
    return distinct[0] if len(distinct) == 1 else f"({' OR '.join(f'({part})' for part in distinct)})"


def in_column(expression: str, column: str) -> str:
    """The same, looked for in one column only; an empty expression or column changes nothing."""
    return f"{{{column}}} : ({expression})" if column and expression else expression


def _all_of(parts: Sequence[str]) -> str:
    return " AND ".join(parts)


def _quoted(word: str) -> str:
    # A word that is to be a beginning is marked by a star at its end, which no word of the index has.
    stem = word.rstrip("*").replace('"', " ")
    return f'"{" ".join(fold_for_index(stem).split())}"{"*" if word.endswith("*") else ""}'


def _words(text: str, shortest_prefix: int) -> list[str]:
    terms = (fold_for_index(term).split() for term in text.split())
    phrases = [" ".join(term).replace('"', " ") for term in terms if words(" ".join(term))]
    return [
        f'"{phrase}"' if phrase.isascii() and len(phrase) < shortest_prefix else f'"{phrase}"*'
        for phrase in phrases[:_MOST_WORDS]
    ]
