"""What the trash has to do, as a plain model: dictionaries and sets, without tables, journal or index."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

Key = tuple[str, int]
"""Kind ("contact", "company", "deal", "reminder", "interaction", "tag") and id."""


@dataclass(frozen=True)
class Thing:
    """One thing: what it is called, and what it points to by the name of the pointer; None points to nothing."""

    name: str
    points: dict[str, Key | None] = field(default_factory=dict)


@dataclass
class Deletion:
    """What one deletion took away, and who pointed to the thing and was left without it."""

    thing: Thing
    went_along: dict[Key, Thing] = field(default_factory=dict)
    pointed: list[tuple[Key, str]] = field(default_factory=list)


_GOES_WITH = {
    ("interaction", "contact"),
    ("reminder", "contact"),
    ("reminder", "deal"),
}
"""(kind, pointer): such a thing goes with what it points to."""
_NEEDED = {("interaction", "contact")}


@dataclass
class Model:
    """The things that are there, the deletions that count, and the marks (contact, tag)."""

    there: dict[Key, Thing] = field(default_factory=dict)
    deleted: dict[Key, Deletion] = field(default_factory=dict)
    marks: set[tuple[int, int]] = field(default_factory=set)
    lost_marks: set[tuple[int, int]] = field(default_factory=set)

    def delete(self, *keys: Key) -> None:
        """Delete things together, as one step."""
        for key in keys:
            thing = self.there.pop(key)
            deletion = Deletion(thing)
            for other, pointing in list(self.there.items()):
                for pointer, target in pointing.points.items():
                    if target != key:
                        continue
                    if (other[0], pointer) in _GOES_WITH:
                        deletion.went_along[other] = self.there.pop(other)
                        self.deleted.pop(other, None)
                        break
                    deletion.pointed.append((other, pointer))
                    self._point(other, pointer, None)
            place = {"contact": 0, "tag": 1}.get(key[0])
            if place is not None:
                lost = {mark for mark in self.marks if mark[place] == key[1]}
                self.marks -= lost
                self.lost_marks |= lost
            self.deleted[key] = deletion

    def restore(self, keys: set[Key]) -> set[Key]:
        """Bring things back together; returns those that could be."""
        wanted = {key: self.deleted[key] for key in keys}
        coming = {key: deletion.thing for key, deletion in wanted.items()}
        for deletion in wanted.values():
            coming |= deletion.went_along
        back: set[Key] = set()
        for key in sorted(coming, key=lambda key: (_ORDER.index(key[0]), key[1])):
            thing = coming[key]
            points = {pointer: self._if_there(target) for pointer, target in thing.points.items()}
            if any((key[0], pointer) in _NEEDED and target is None for pointer, target in points.items()):
                continue
            self.there[key] = replace(thing, points=points)
            back.add(key)
        for key, deletion in wanted.items():
            if key in back:
                for other, pointer in deletion.pointed:
                    if other in self.there and self.there[other].points[pointer] is None:
                        self._point(other, pointer, key)
                del self.deleted[key]
        again = {mark for mark in self.lost_marks if self._both(mark)}
        self.marks |= again
        self.lost_marks -= again
        return back & keys

    def _both(self, mark: tuple[int, int]) -> bool:
        return ("contact", mark[0]) in self.there and ("tag", mark[1]) in self.there

    def _if_there(self, target: Key | None) -> Key | None:
        return target if target in self.there else None

    def _point(self, key: Key, pointer: str, target: Key | None) -> None:
        thing = self.there[key]
        self.there[key] = replace(thing, points={**thing.points, pointer: target})


_ORDER = ("company", "tag", "contact", "deal", "interaction", "reminder")
