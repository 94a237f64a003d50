"""Whom the drafts of a batch may be about: people already there and those of the batch itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crm_desktop.domain.matching import Likeness, same_person
from crm_desktop.domain.phones import SameNumber, same_number
from crm_desktop.services.writes import Work
from crm_desktop.storage import matching_index


class KnownPeople:
    """Whom a batch may be about: people in the file's tables and those of the batch itself (negative ids)."""

    def __init__(self, work: Work, likes: Sequence[Likeness], same: SameNumber = same_number) -> None:
        self._same = same
        self._likes: dict[int, Likeness] = {}
        self._by_key: dict[tuple[str, str], list[int]] = {}
        points = ((kind, key) for like in likes for kind, keys in like.points.items() for key in keys)
        found = matching_index.find(work.read, points, (like.name for like in likes), (like.uid for like in likes))
        for known in found.values():
            numbers = frozenset(known.numbers)
            self.add(Likeness(known.uid, known.sort_key, known.company_key, known.points, numbers), known.id)

    def match(self, like: Likeness) -> int | None:
        """The first, by strength of the sign and then by age, who is surely the same person."""
        for key in _keys(like):
            for contact_id in self._by_key.get(key, ()):
                if same_person(like, self._likes[contact_id], self._same):
                    return contact_id
        return None

    def add(self, like: Likeness, contact_id: int) -> None:
        """One more person to compare with."""
        self._likes[contact_id] = like
        for key in _keys(like):
            self._by_key.setdefault(key, []).append(contact_id)

    def extend(self, contact_id: int, like: Likeness) -> None:
        """The same person said more about themselves."""
        have = self._likes[contact_id]
        points = {
            kind: {*have.points.get(kind, ()), *like.points.get(kind, ())} for kind in {*have.points, *like.points}
        }
        numbers = have.numbers | like.numbers
        self._likes[contact_id] = Likeness(have.uid, have.name, have.company or like.company, points, numbers)
        for key in _keys(like):
            if contact_id not in self._by_key.setdefault(key, []):
                self._by_key[key].append(contact_id)


def _keys(like: Likeness) -> Iterator[tuple[str, str]]:
    if like.uid:
        yield "uid", like.uid
    for kind, keys in like.points.items():
        for key in sorted(keys):
            yield kind, key
    if like.name:
        yield "name", like.name
