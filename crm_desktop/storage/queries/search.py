"""Finding anything by its words: names first, then what else is known, then parts of words and misspelled names, then long texts."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from crm_desktop.domain.folding import fold, words
from crm_desktop.domain.marking import terms_of
from crm_desktop.domain.search_hits import Rank, SearchHit
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.search_conditions import (
    MOST_RESTRICTED,
    UNRESTRICTED,
    Restriction,
    restricted_query,
)
from crm_desktop.storage.queries.search_hits import Found, named_hits
from crm_desktop.storage.queries.search_vocabulary import Vocabulary
from crm_desktop.storage.search_expressions import any_word_expression, match_expression, phrase_at_start
from crm_desktop.storage.search_index import NAME_KINDS

_MOST_LOOKED_AT: Final = 1_000
"""Of the things that have a common word the newest; ranking all of them would cost time for every one."""
_FEW: Final = 3
"""With fewer names than this, parts of words and misspelled names are looked for as well."""
_SHORTEST_PART: Final = 3
_EMPTY: Final = Vocabulary(())


class NameSearch:
    """One search among names and details, done in steps so that the first hits need not wait for the others."""

    def __init__(
        self,
        connection: Connection,
        text: str,
        limit: int,
        restriction: Restriction = UNRESTRICTED,
        vocabulary: Callable[[], Vocabulary] = lambda: _EMPTY,
    ) -> None:
        self._connection = connection
        self._text = text
        self._limit = limit
        self._restriction = restriction
        self._vocabulary = vocabulary
        self._taken: set[tuple[str, int]] = set()
        self._count: Counter[str] = Counter()
        self._terms = terms_of(text)
        self._hits: list[SearchHit] = []

    def steps(self) -> Iterator[list[SearchHit]]:
        """All hits so far, the best first, at most `limit` of each kind: names, details, parts of words, misspelled names."""
        if not match_expression(self._text):
            yield self._only_restricted() if not self._text.strip() and self._restriction is not UNRESTRICTED else []
            return
        self._add(self._exact(), Rank.EXACT)
        self._add(_numbers(self._connection, phrase_at_start(self._text), self._restriction), Rank.BEGINS)
        self._add(_numbers(self._connection, match_expression(self._text, "name"), self._restriction), Rank.NAME)
        yield list(self._hits)
        if self._count["contact"] < self._limit:
            self._add(_numbers(self._connection, match_expression(self._text), self._restriction), Rank.DETAIL)
            yield list(self._hits)
        if len(self._taken) < _FEW:
            self._look_inside()
            self._forgive()
            yield list(self._hits)

    def _add(self, numbers: Sequence[int], rank: Rank, terms: Sequence[str] | None = None) -> None:
        fresh: list[Found] = []
        for number in numbers:
            key = NAME_KINDS[number % 4], number // 4
            if key not in self._taken and self._count[key[0]] < self._limit:
                self._taken.add(key)
                self._count[key[0]] += 1
                fresh.append((*key, rank))
        self._hits += named_hits(self._connection, fresh, self._terms if terms is None else terms)

    def _exact(self) -> list[int]:
        key = fold(" ".join(self._text.split()))[:200]
        numbers: list[int] = []
        for kind, query in _EXACT.items():
            condition = self._restriction.sql(kind, "id")
            if condition is not None:
                found = self._connection.execute(
                    query.format(condition=condition[0]), (key, *condition[1], self._limit)
                )
                numbers += [row[0] * 4 + NAME_KINDS.index(kind) for row in found]
        return numbers

    def _only_restricted(self) -> list[SearchHit]:
        for kind, query in _RECENT:
            condition = self._restriction.sql(kind, "x.id")
            if condition is not None:
                found = self._connection.execute(query.format(condition=condition[0]), (*condition[1], self._limit))
                self._add([row[0] * 4 + NAME_KINDS.index(kind) for row in found], Rank.DETAIL)
        return self._hits

    def _look_inside(self) -> None:
        vocabulary = self._vocabulary()
        choices = []
        for word in words(self._text):
            inside = vocabulary.inside(word) if len(word) >= _SHORTEST_PART else []
            choices.append([f"{word}*", *inside])
        if any(len(choice) > 1 for choice in choices):
            expression = any_word_expression(choices, "name")
            self._add(_numbers(self._connection, expression, self._restriction), Rank.INSIDE)

    def _forgive(self) -> None:
        vocabulary = self._vocabulary()
        typed = words(self._text)
        unknown = [word for word in typed if not vocabulary.knows(word)] or typed
        choices = [
            vocabulary.similar(word) if word in unknown and not word.isdigit() else [f"{word}*"] for word in typed
        ]
        if len(unknown) == len(typed) and len(typed) > 1 and any(vocabulary.knows(word) for word in typed):
            # Each word is known, but nobody has all of them: one of them may be another word than was meant.
            choices = [[f"{word}*", *also] for word, also in zip(typed, choices, strict=True)]
        if not all(choices):
            return
        # The nearest spellings first: one search for each spelling of the first misspelled word.
        place = next((index for index, choice in enumerate(choices) if len(choice) > 1), 0)
        for spelling in choices[place]:
            chosen = [*choices[:place], [spelling], *choices[place + 1 :]]
            expression = any_word_expression(chosen, "name")
            terms = [word.rstrip("*") for choice in chosen for word in choice]
            self._add(_numbers(self._connection, expression, self._restriction), Rank.SIMILAR, terms)


_EXACT: Final = {
    "contact": "SELECT id FROM contacts WHERE sort_key = ? AND {condition} ORDER BY id DESC LIMIT ?",
    "company": "SELECT id FROM companies WHERE compare_key = ? AND {condition} LIMIT ?",
}
_RECENT: Final = (
    (
        "contact",
        """SELECT x.id FROM (SELECT contact_id AS id, last_spoke_at FROM contact_activity) x WHERE {condition}
        ORDER BY x.last_spoke_at DESC LIMIT ?""",
    ),
    # Those whom one never spoke with, and once more those already found, which count once.
    ("contact", "SELECT x.id FROM contacts x WHERE {condition} ORDER BY x.id DESC LIMIT ?"),
    ("company", "SELECT x.id FROM companies x WHERE {condition} ORDER BY x.compare_key LIMIT ?"),
    ("deal", "SELECT x.id FROM deals x WHERE {condition} ORDER BY x.state = 'open' DESC, x.id DESC LIMIT ?"),
)


def names(connection: Connection, text: str, limit: int) -> list[SearchHit]:
    """Contacts, companies and deals that have all the words in their names or details, best first."""
    return deque(NameSearch(connection, text, limit).steps(), maxlen=1).pop()


def _numbers(connection: Connection, expression: str, restriction: Restriction) -> list[int]:
    """The numbers of the documents that match, those first with whom one spoke last."""
    if not expression:
        return []
    if restriction is UNRESTRICTED:
        query, values = "SELECT n FROM found", ()
        most = _MOST_LOOKED_AT
    else:
        query, values = restricted_query(restriction, NAME_KINDS, "SELECT n FROM found")
        most = MOST_RESTRICTED
    rows = connection.execute(
        "WITH found (n) AS MATERIALIZED (SELECT rowid FROM search_names WHERE search_names MATCH ? ORDER BY rowid DESC LIMIT ?) "
        f"{query}",
        (expression, most, *values),
    ).fetchall()
    return _recent_first(connection, [row[0] for row in rows])


def _recent_first(connection: Connection, numbers: list[int]) -> list[int]:
    if len(numbers) < 2 or len(numbers) >= _MOST_LOOKED_AT:
        return numbers
    spoken = dict(
        connection.execute(
            "SELECT contact_id * 4, last_spoke_at FROM contact_activity WHERE contact_id IN "
            "(SELECT value / 4 FROM json_each(?) WHERE value % 4 = 0)",
            (json.dumps(numbers),),
        ).fetchall()
    )
    return sorted(numbers, key=lambda number: (-spoken.get(number, 0), -number))


def recent_people(connection: Connection, limit: int) -> list[SearchHit]:
    """The people one spoke with last; without any, those that were added last."""
    query = "SELECT contact_id FROM contact_activity ORDER BY last_spoke_at DESC, contact_id DESC LIMIT ?"
    rows = connection.execute(query, (limit,)).fetchall()
    rows = rows or connection.execute("SELECT id FROM contacts ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
    return named_hits(connection, [("contact", row[0], Rank.NAME) for row in rows], ())
