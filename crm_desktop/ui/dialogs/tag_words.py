"""What the card of the tags says of each."""

from __future__ import annotations

from typing import Final

from crm_desktop.domain.tags import TAG_COLOURS, CountedTag
from crm_desktop.ui.interval_words import every_words
from crm_desktop.ui.tables.two_line_delegate import RowParts
from crm_desktop.ui.texts import number, tr
from crm_desktop.ui.theme.tokens import Tone

TONES: Final = {tone.value: tone for tone in Tone}


def tone_of(colour: str) -> Tone:
    """The tone of a stored colour; an unknown one is neutral."""
    return TONES.get(colour, Tone.NEUTRAL)


def parts_of(row: CountedTag) -> RowParts:
    """The row: sign in the tag's colour, name, interval, how many bear it."""
    days = row.tag.keep_in_touch_days
    return RowParts(
        title=row.tag.name,
        subtitle=tr("keep in touch {interval}", interval=every_words(days)) if days is not None else "",
        icon="tag",
        icon_tone=tone_of(row.tag.colour),
        right_text=number(row.people),
    )


def colour_choices() -> list[tuple[str, str, Tone]]:
    """The colours a tag can have, each as a pill in that colour."""
    words = {
        "": tr("Grey"),
        "accent": tr("Teal"),
        "good": tr("Green"),
        "planned": tr("Blue"),
        "special": tr("Violet"),
        "today": tr("Amber"),
        "late": tr("Red"),
    }
    # A pill needs a key that is not empty.
    return [(colour or Tone.NEUTRAL.value, words[colour], tone_of(colour)) for colour in TAG_COLOURS]
