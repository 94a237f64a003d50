"""Tags as such: what they are called, their colours, and what renaming one to another's name means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.pages import TagRow

TAG_COLOURS: Final = ("", "accent", "good", "planned", "special", "today", "late")
"""The tones that a tag can have, by their names; empty for the neutral one."""
_NAME_LIMIT: Final = 100


@dataclass(frozen=True, slots=True)
class CountedTag:
    """A tag and how many people bear it."""

    tag: TagRow
    people: int


class TagNameTaken(InvalidInput):
    """Another tag (`other_id`) has that name: the two can be merged."""

    def __init__(self, other_id: int, name: str) -> None:
        self.other_id = other_id
        super().__init__("name", "There is a tag “{name}” already. Merge the two?", name=name)


def clean_tag_name(name: str) -> str:
    """A tag's name as it may be stored; raises InvalidInput (field "name") for none."""
    cleaned = clean_line(name, _NAME_LIMIT)
    if not cleaned:
        raise InvalidInput("name", "A tag needs a name.")
    return cleaned


def clean_tag_colour(colour: str) -> str:
    """A tone's name; raises InvalidInput (field "colour") for another word."""
    if colour not in TAG_COLOURS:
        raise InvalidInput("colour", "“{value}” is no colour of a tag.", value=colour[:40])
    return colour
