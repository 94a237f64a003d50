"""What was deleted and can be brought back, read from the change journal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from crm_desktop.domain.errors import NotFound
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.trash import Restored, Thrown, TrashKind, TrashRow
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.storage import restoring
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import trash as queries
from crm_desktop.storage.queries.instants import instant_or_none
from crm_desktop.storage.writing import Writing

_EVERY_PLACE = 2**62
_NOTHING_LEFT = message("What this belonged to was deleted as well. Bring that back first.")


class TrashService:
    """Deleted things as long as the journal remembers them; bringing back is an undoable unit of work of its own."""

    def __init__(self, database: Database, writing: Writing, reckoning: Reckoning) -> None:
        self._database = database
        self._writing = writing
        self._reckoning = reckoning

    def rows(
        self, before: TrashRow | None = None, limit: int = 50, kinds: Collection[TrashKind] = tuple(TrashKind)
    ) -> list[TrashRow]:
        """What was deleted and was not brought back, the newest first; the next page begins behind `before`."""
        place = before.place if before is not None else _EVERY_PLACE
        return queries.rows(self._database.reader(), place, limit, kinds)

    def since(self) -> datetime | None:
        """How far back the trash goes, as an aware instant (UTC); None while nothing was written at all."""
        return instant_or_none(queries.oldest_note(self._database.reader()))

    def restore(self, things: Sequence[Thrown]) -> Restored:
        """Bring things back under their old numbers, with everything that went with them, as one undoable unit of work.

        What a thing belonged to and is gone by now is left out. Raises NotFound when nothing could be brought back.
        """
        wanted = [(queries.TABLES[thing.kind], thing.id) for thing in dict.fromkeys(things)]
        with self._writing(message("Brought back")) as work:
            back = restoring.restore(work.read, wanted)
            if not back:
                raise NotFound(_NOTHING_LEFT)
            work.label = _label(len(back), self._name_of(back[0], things))
            self._reckoning.settle_changed(work)
        # As after undoing: what is derived comes back as it was reckoned then, and the zone may have changed.
        self._reckoning.realign()
        self._reckoning.reckon()
        return Restored(len(back), len(wanted) - len(back))

    def _name_of(self, back: tuple[str, int], things: Sequence[Thrown]) -> str:
        found = (thing for thing in things if (queries.TABLES[thing.kind], thing.id) == back)
        return next((queries.name(self._database.reader(), thing) for thing in found), "")


def _label(count: int, name: str) -> Message:
    if not name:
        return counted("Brought back {count} thing", "Brought back {count} things", count)
    return counted("Brought back {name}", "Brought back {count} things", count, name=name)
