"""The reasons that are offered when a deal is lost."""

from __future__ import annotations

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.pipelines import LOST_REASONS, LostReason
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import pipelines as queries
from crm_desktop.storage.writing import Writing

NAME_LIMIT = 100


class LostReasonService:
    """The user's own list of reasons, each change with one undo; the usual ones hold until the first change.

    A reason is known by its place in the list (0 is the first): the usual ones stand in no table yet.
    """

    def __init__(self, database: Database, writing: Writing) -> None:
        self._database = database
        self._writing = writing

    def reasons(self) -> list[LostReason]:
        """The reasons in order; the usual ones have the id 0."""
        return _reasons(queries.lost_reasons(self._database.reader()))

    def add(self, name: str) -> None:
        """Add a reason at the end; raises InvalidInput (field "name") for none, or one that is there."""
        cleaned = self._new(name)
        with self._writing(message("Added the reason “{name}”", name=cleaned)) as work:
            work.insert("lost_reasons", name=cleaned, position=len(_own(work)))

    def rename(self, place: int, name: str) -> None:
        """Call a reason otherwise; deals that were lost keep what was written. Raises InvalidInput (field "name")."""
        old = self._at(place)
        cleaned = self._new(name, old.name)
        with self._writing(message("Renamed the reason “{name}”", name=old.name)) as work:
            work.update("lost_reasons", _own(work)[place].id, name=cleaned)

    def move(self, place: int, position: int) -> None:
        """Put a reason at another place."""
        with self._writing(self._label("Moved the reason “{name}”", place)) as work:
            order = _own(work)
            moved = order.pop(place)
            order.insert(max(0, min(position, len(order))), moved)
            for number, each in enumerate(order):
                work.update("lost_reasons", each.id, position=number)

    def delete(self, place: int) -> None:
        """Take a reason off the list; raises InvalidInput (field "reason") for the last one."""
        with self._writing(self._label("Deleted the reason “{name}”", place)) as work:
            order = _own(work)
            if len(order) == 1:
                raise InvalidInput("reason", "At least one reason stays on the list.")
            work.delete("lost_reasons", order[place].id)

    def _label(self, label: str, place: int) -> Message:
        return message(label, name=self._at(place).name)

    def _at(self, place: int) -> LostReason:
        found = self.reasons()
        if not 0 <= place < len(found):
            raise NotFound("This reason is no longer there.")
        return found[place]

    def _new(self, name: str, but: str = "") -> str:
        cleaned = clean_line(name, NAME_LIMIT)
        if not cleaned:
            raise InvalidInput("name", "A reason needs words.")
        taken = {reason.name.casefold() for reason in self.reasons() if reason.name != but}
        if cleaned.casefold() in taken:
            raise InvalidInput("name", "“{name}” is on the list already.", name=cleaned)
        return cleaned


def _own(work: Work) -> list[LostReason]:
    """The reasons as rows of the table: the first change writes the usual ones down."""
    if not queries.lost_reasons(work.read):
        for position, name in enumerate(LOST_REASONS):
            work.insert("lost_reasons", name=name, position=position)
    return _reasons(queries.lost_reasons(work.read))


def _reasons(rows: list[tuple[int, str]]) -> list[LostReason]:
    if not rows:
        return [LostReason(0, name) for name in LOST_REASONS]
    return [LostReason(row[0], row[1]) for row in rows]
