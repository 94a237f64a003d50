"""Tags as such: colour, new name, merging, and how many bear them."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.domain.errors import NotFound
from crm_desktop.domain.folding import fold
from crm_desktop.domain.messages import counted, message
from crm_desktop.domain.pages import TagRow
from crm_desktop.domain.tags import CountedTag, TagNameTaken, clean_tag_colour, clean_tag_name
from crm_desktop.domain.trash import MERGED_TAGS
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts
from crm_desktop.storage.queries import tags as queries
from crm_desktop.storage.writing import Writing


class TagService:
    """All tags there are; every write is one undoable unit of work, and the search index follows."""

    def __init__(self, database: Database, writing: Writing, reckoning: Reckoning) -> None:
        self._database = database
        self._writing = writing
        self._reckoning = reckoning

    def tags(self) -> list[CountedTag]:
        """All tags by name, each with the number of people who bear it."""
        return queries.counted(self._database.reader())

    def add(self, name: str, colour: str = "") -> int:
        """Make a tag; raises InvalidInput (field "name") for no name, TagNameTaken for one that is there. Returns the id."""
        cleaned, tone = clean_tag_name(name), clean_tag_colour(colour)
        self._check_free(cleaned, None)
        with self._writing(message("Added tag “{name}”", name=cleaned)) as work:
            return work.insert("tags", name=cleaned, compare_key=fold(cleaned), colour=tone)

    def rename(self, tag_id: int, name: str) -> None:
        """Call a tag otherwise; raises TagNameTaken where another one is called so: `merge` makes one of the two."""
        cleaned, tag = clean_tag_name(name), self._tag(tag_id)
        self._check_free(cleaned, tag_id)
        with self._writing(message("Renamed tag “{before}” to “{name}”", before=tag.name, name=cleaned)) as work:
            work.update("tags", tag_id, name=cleaned, compare_key=fold(cleaned))

    def set_colour(self, tag_id: int, colour: str) -> None:
        """Give a tag one of TAG_COLOURS."""
        tone, tag = clean_tag_colour(colour), self._tag(tag_id)
        with self._writing(message("Changed the colour of tag “{name}”", name=tag.name)) as work:
            work.update("tags", tag_id, colour=tone)

    def merge(self, into: int, others: Sequence[int]) -> None:
        """Make one tag of several: whoever bears one of the others bears `into`, and the others go.

        Where `into` has no interval or colour of its own, it takes the shortest interval and the first colour of the others.
        """
        kept, gone = self._tag(into), [self._tag(each) for each in dict.fromkeys(others) if each != into]
        if not gone:
            return
        days = [tag.keep_in_touch_days for tag in gone if tag.keep_in_touch_days is not None]
        names = ", ".join(f"“{tag.name}”" for tag in gone)
        with self._writing(message(MERGED_TAGS, others=names, name=kept.name)) as work:
            queries.give_to_bearers(work.read, into, [tag.id for tag in gone])
            for tag in gone:
                work.delete("tags", tag.id)
            if kept.keep_in_touch_days is None and days:
                work.update("tags", into, keep_in_touch_days=min(days))
            if not kept.colour:
                work.update("tags", into, colour=next((tag.colour for tag in gone if tag.colour), ""))
            self._reckoning.settle_changed(work)

    def delete(self, ids: Sequence[int]) -> None:
        """Delete tags and take them off everybody; one undo brings all of it back."""
        name = self._tag(ids[0]).name if len(ids) == 1 else ""
        with self._writing(counted("Deleted tag “{name}”", "Deleted {count} tags", len(ids), name=name)) as work:
            for tag_id in ids:
                work.delete("tags", tag_id)
            self._reckoning.settle_changed(work)

    def _tag(self, tag_id: int) -> TagRow:
        found = queries.tag(self._database.reader(), tag_id)
        if found is None:
            raise NotFound("This tag is no longer there.")
        return found

    def _check_free(self, name: str, tag_id: int | None) -> None:
        other = contacts.tag_id(self._database.reader(), fold(name))
        if other is not None and other != tag_id:
            raise TagNameTaken(other, name)
