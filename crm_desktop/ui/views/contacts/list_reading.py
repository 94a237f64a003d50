"""Reading who is in the list, off the GUI thread: ids in order, and where those stand that were chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.ui.tables.many_rows import ranges_of
from crm_desktop.ui.views.contacts.list_state import ORDERS
from crm_desktop.ui.views.contacts.page_parts import PageServices

if TYPE_CHECKING:
    from crm_desktop.domain.filters import Filter


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read: `filter` is None for everybody; `chosen` (or `everything`) stays chosen; `keep` stays in at `place`."""

    text: str
    sort: str
    filter: Filter | None = None
    chosen: frozenset[int] = frozenset()
    everything: bool = False
    keep: int | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The ids in order, and the runs of rows that were chosen before."""

    ids: list[int]
    ranges: tuple[tuple[int, int], ...] = ()


def read_ids(services: PageServices, wanted: Wanted) -> Found:
    """Read the list; called in the reading thread."""
    ids = _ids(services, wanted)
    if wanted.keep is not None and wanted.keep not in ids and services.contacts.rows([wanted.keep]):
        ids.insert(min(max(wanted.place, 0), len(ids)), wanted.keep)
    if wanted.everything:
        return Found(ids, ((0, len(ids) - 1),) if len(ids) > 1 else ())
    return Found(ids, tuple(ranges_of(ids, wanted.chosen)))


def _ids(services: PageServices, wanted: Wanted) -> list[int]:
    if wanted.filter is None and wanted.sort in ORDERS:
        return services.contacts.ids(wanted.text, ORDERS[wanted.sort])
    from crm_desktop.domain.filters import EVERYBODY  # with the first list, to keep start-up fast

    lists = services.people.saved_lists
    return lists.ids(EVERYBODY if wanted.filter is None else wanted.filter, wanted.text, wanted.sort)
