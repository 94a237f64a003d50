"""Finding people, companies, deals and what was said, by a few words."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.domain.pages import SearchHit
from crm_desktop.domain.snippets import snippet
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import search as queries

_FEWEST_LETTERS_FOR_TEXTS = 2


class SearchService:
    """One field for everything; no input is an error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, text: str, limit: int = 30) -> list[SearchHit]:
        """What has all the words: names first, then long texts, each thing once; at most `limit` of each."""
        connection = self._database.reader()
        hits = [replace(hit, snippet="") for hit in queries.names(connection, text, limit)]
        if len(text.strip()) >= _FEWEST_LETTERS_FOR_TEXTS:
            seen = {(hit.kind, hit.id) for hit in hits}
            found = queries.texts(connection, text, limit)
            hits += [
                replace(hit, snippet=snippet(hit.snippet, text)) for hit in found if (hit.kind, hit.id) not in seen
            ]
        return hits
