"""All words that names have, in memory: for parts of words and for words that were typed wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from crm_desktop.storage.engine import Connection

_MOST_INSIDE: Final = 200
_MOST_SIMILAR: Final = 12
_SHORTEST_FORGIVEN: Final = 4
_LETTERS_FOR_TWO_ERRORS: Final = 7
_SHORTEST_BEGINNING: Final = 5


class Vocabulary:
    """The distinct words of the names in the index, as they were when it was made.

    Made by one walk over the words of the index that begin with a letter: a tenth of a second for 100,000 people, since
    their e-mail addresses are among the words walked over. Everything after that takes a few milliseconds.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._words = tuple(names)
        # One text with a line for each word: to look through it is a hundred times quicker than through the words.
        self._lines = "\n" + "\n".join(names) + "\n"
        self._beginnings: dict[int, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._words)

    def knows(self, word: str) -> bool:
        """Whether any word begins so."""
        return f"\n{word}" in self._lines

    def inside(self, part: str) -> list[str]:
        """The words that have this part anywhere but at their beginning; not more than 200."""
        return list(self._holding(part))

    def _holding(self, part: str) -> Iterator[str]:
        place, found = 0, 0
        while part and found < _MOST_INSIDE and (place := self._lines.find(part, place)) >= 0:
            start, end = self._lines.rfind("\n", 0, place + 1) + 1, self._lines.find("\n", place)
            if place > start:
                found += 1
                yield self._lines[start:end]
            place = end

    def similar(self, word: str) -> list[str]:
        """Words that are nearly spelled so, the nearest first, or that begin nearly so (those end with a star).

        Letters left out, doubled, changed or swapped with the next one are one error each; four letters may have one,
        seven may have two.
        """
        # Loaded when somebody first mistypes, to keep start-up fast.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(word) < _SHORTEST_FORGIVEN or not word.isalpha():
            return []
        most = 1 if len(word) < _LETTERS_FOR_TWO_ERRORS else 2
        found = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=most, limit=_MOST_SIMILAR)
        result: list[tuple[float, str]] = [(distance, known) for known, distance, _ in found if distance]
        if len(word) >= _SHORTEST_BEGINNING:
            begun = self._of_length(len(word))
            near = process.extract(word, begun, scorer=OSA.distance, score_cutoff=1, limit=_MOST_SIMILAR)
            result += [(distance + 0.5, f"{known}*") for known, distance, _ in near if distance]
        return [known for _, known in sorted(result)]

    def _of_length(self, length: int) -> tuple[str, ...]:
        if length not in self._beginnings:
            cut = [word[:length] for word in self._words if len(word) > length]
            # In order, so that equal ones stand beside each other.
            self._beginnings[length] = tuple(one for one, other in pairwise([*cut, ""]) if one != other)
        return self._beginnings[length]


def vocabulary(connection: Connection) -> Vocabulary:
    """The words of the names as the index has them now; those that begin with a digit are left out."""
    _make_table(connection)
    rows = connection.execute("SELECT term FROM temp.search_words WHERE term >= 'a' AND col = 'name'").fetchall()
    return Vocabulary([row[0] for row in rows])


def _make_table(connection: Connection) -> None:
    # A view on the index that keeps nothing; the connection refuses to make even this while it may only read.
    connection.execute("PRAGMA query_only = OFF")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab (main, search_names, col)"
        )
    finally:
        connection.execute("PRAGMA query_only = ON")
