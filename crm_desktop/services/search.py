"""Finding people, companies, deals and what was said, by a few words."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from datetime import date

from crm_desktop.domain.search_hits import SearchHit
from crm_desktop.domain.search_words import HAS, IS, Asked, asked
from crm_desktop.services.ports import Clock
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import search_suggestions, search_texts
from crm_desktop.storage.queries.search import NameSearch, recent_people
from crm_desktop.storage.queries.search_conditions import UNRESTRICTED, Restriction, restriction
from crm_desktop.storage.queries.search_vocabulary import Vocabulary, vocabulary

_FEWEST_LETTERS_FOR_TEXTS = 2


class SearchService:
    """One field for everything; no input is an error."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._vocabulary: Vocabulary | None = None
        self._seen = (0, 0)

    def find(self, text: str, limit: int = 30) -> list[SearchHit]:
        """What has all the words: names first, then long texts, each thing once; at most `limit` of each.

        `tag:`, `company:`, `in:`, `before:`, `after:`, `is:` and `has:` restrict what is found; see domain/search_words.py.
        """
        hits = deque(self.steps(text, limit), maxlen=1).pop()
        return hits or deque(self.inside_texts(text, limit), maxlen=1).pop()

    def steps(self, text: str, limit: int = 30) -> Iterator[list[SearchHit]]:
        """The same in steps: each gives all that was found so far, first what is found quickly.

        Every step is short, so that whoever types on can leave the rest. To be asked for in one thread.
        """
        connection = self._database.reader()
        question = asked(text, self._today())
        conditions = self._restriction(question)
        hits: list[SearchHit] = []
        search = NameSearch(connection, question.words, limit, conditions, self._words)
        for hits in search.steps():
            yield hits
        if len(question.words) < _FEWEST_LETTERS_FOR_TEXTS:
            return
        seen = {(hit.kind, hit.id) for hit in hits}
        found = search_texts.texts(connection, question.words, limit, conditions)
        yield [*hits, *(hit for hit in found if (hit.kind, hit.id) not in seen)]

    def inside_texts(self, text: str, limit: int = 30) -> Iterator[list[SearchHit]]:
        """The last resort, where `steps` found nothing: words that stand inside of other words of what was said.

        In many short steps as well, the newest first; all of it takes a third of a second for a million texts.
        """
        question = asked(text, self._today())
        yield []
        yield from search_texts.parts_of_texts(
            self._database.reader(), question.words, limit, self._restriction(question)
        )

    def suggestions(self, operator: str, begun: str, limit: int = 12) -> list[tuple[str, int]]:
        """What an operator can be completed with, and how many people that means; 0 where that is not counted."""
        connection = self._database.reader()
        if operator in ("is", "has"):
            return [(word, 0) for word in (IS if operator == "is" else HAS) if word.startswith(begun.casefold())]
        known = {
            "tag": search_suggestions.tags,
            "company": search_suggestions.companies,
            "in": search_suggestions.places,
        }
        return known[operator](connection, begun, limit) if operator in known else []

    def recent_people(self, limit: int = 5) -> list[SearchHit]:
        """The people one spoke with last, the latest first."""
        return recent_people(self._database.reader(), limit)

    def prepare(self) -> None:
        """Read what parts of words and misspelled names are looked for in, so that the first search need not."""
        self._words()

    def _restriction(self, question: Asked) -> Restriction:
        if not question.conditions:
            return UNRESTRICTED
        return restriction(self._database.reader(), question.conditions, self._clock.zone())

    def _words(self) -> Vocabulary:
        # Each reading connection counts the commits of others by itself, so versions of two threads cannot be compared.
        seen = (threading.get_ident(), self._database.version())
        if self._vocabulary is None or self._seen != seen:
            self._vocabulary, self._seen = vocabulary(self._database.reader()), seen
        return self._vocabulary

    def _today(self) -> date:
        return self._clock.now().astimezone(self._clock.zone()).date()
