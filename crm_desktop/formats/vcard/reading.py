"""One card on its way into a draft: the labels of its groups, its types, and which of its addresses are preferred."""

from __future__ import annotations

from functools import lru_cache

from crm_desktop.domain.contacts import Point, PointKind
from crm_desktop.formats.drafts import DraftBuilder
from crm_desktop.formats.labels import plain_label
from crm_desktop.formats.vcard.lines import Card
from crm_desktop.formats.vcard.properties import Property, unescape

# Types that say how a number is used, not whose or which it is.
_SILENT_TYPES = frozenset(
    "pref voice internet msg text textphone x400 dom intl postal parcel preferred x-internet smtp vcard".split()
)


class Reading:
    """One card on its way into a draft: the builder, the labels of its groups, and the order of preference."""

    __slots__ = ("builder", "is_old", "labels", "phonetic", "points")

    def __init__(self, card: Card) -> None:
        self.builder = DraftBuilder()
        self.points: list[tuple[int, Point]] = []
        self.labels: dict[str, str] = {}
        self.phonetic: dict[str, str] = {}
        self.is_old = False
        for found in card.properties:
            if found.name == "X-ABLABEL" and found.group:
                self.labels[found.group] = unescape(found.value).strip()
            elif found.name == "VERSION":
                self.is_old = found.value.strip().startswith("2")

    def label(self, found: Property) -> str:
        """The label that the card gives a property: its group's own words, else its types."""
        own = self.labels.get(found.group) if found.group else None
        return own_label(own) if own else type_label(found.types())

    def add_point(self, kind: PointKind, value: str, label: str, found: Property) -> None:
        """Take a way to reach somebody; the preferred one comes first in the end."""
        if value:
            self.points.append((_preference(found), Point(kind, value, label)))


def own_label(text: str) -> str:
    """A label that the card gives in words; those of Apple's own list are made ours, all others stay as typed."""
    return plain_label(text) if text.startswith("_$!<") else text


@lru_cache(maxsize=1024)
def type_label(types: tuple[str, ...]) -> str:
    """One label of the TYPE words: `work` and `fax` are "work fax", `cell` is "mobile"; unknown words stay."""
    words = {plain_label(word.removeprefix("x-")) for word in types if word and word not in _SILENT_TYPES}
    words.discard("")
    places = [word for word in ("work", "home", "other", "main") if word in words]
    for kind in ("fax", "pager", "mobile", "car", "video", "isdn"):
        if kind in words:
            return (
                f"{places[0]} {kind}" if places and places[0] != "main" and kind in ("fax", "pager", "mobile") else kind
            )
    rest = sorted(words.difference(places))
    return (places or rest or [""])[0]


def _preference(found: Property) -> int:
    number = found.parameter("PREF")
    if number:
        return int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 1
    return 1 if "pref" in found.types() else 101
