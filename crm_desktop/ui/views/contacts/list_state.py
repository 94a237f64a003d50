"""What the list of people shows: everybody or a filter, saved or not, in which order and with which columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crm_desktop.services.contacts import ContactOrder

if TYPE_CHECKING:  # loaded with the first list, to keep start-up fast
    from crm_desktop.domain.filters import Filter
    from crm_desktop.services.saved_lists import SavedListService

LAST_TALK: Final = "-last-talk"
ORDERS: Final = {LAST_TALK: ContactOrder.LAST_SPOKE, "name": ContactOrder.NAME, "-added": ContactOrder.ADDED}
"""The orders that the list of everybody has ready, by what they are called in a saved list."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as it is shown: `list_id` is None for a filter that was not saved, `words` its sentence, `trouble` what is wrong."""

    filter: Filter
    list_id: int | None = None
    name: str = ""
    columns: tuple[str, ...] = ()
    sort: str = LAST_TALK
    words: str = ""
    trouble: str = ""


def read_saved(lists: SavedListService, list_id: int) -> Shown | None:
    """A saved list with its words; None when it is gone."""
    from crm_desktop.ui.texts import show, tr

    found = lists.one(list_id)
    if found is None:
        return None
    if not found.readable:
        trouble = tr("What is stored of this list cannot be read. Build it anew or delete it.")
        return Shown(found.filter, list_id, found.name, trouble=trouble)
    problems = lists.problems(found.filter)
    trouble = tr("A line of this list cannot be used any more. {why}", why=show(problems[0])) if problems else ""
    words = show(lists.sentence(found.filter))
    return Shown(found.filter, list_id, found.name, found.columns, found.sort or LAST_TALK, words, trouble)


def read_unsaved(lists: SavedListService, wanted: Filter, before: Shown | None) -> Shown:
    """A filter that was built just now, with its words; columns and order stay as they were."""
    from crm_desktop.ui.texts import show

    columns, sort = (before.columns, before.sort) if before is not None else ((), LAST_TALK)
    return Shown(wanted, columns=columns, sort=sort, words=show(lists.sentence(wanted)))


def read_again(lists: SavedListService, shown: Shown) -> Shown | None:
    """What is shown, as it is by now; None when it is gone."""
    if shown.list_id is not None:
        return read_saved(lists, shown.list_id)
    return read_unsaved(lists, shown.filter, shown)
