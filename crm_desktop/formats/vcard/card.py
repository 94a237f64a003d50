"""What the properties of a card mean for a contact (RFC 2426 3, RFC 6350 6, and the X- properties of phones and programs)."""

from __future__ import annotations

from crm_desktop.domain.contacts import Fact, PointKind, is_east_asian
from crm_desktop.domain.messages import message
from crm_desktop.formats.drafts import DraftBuilder
from crm_desktop.formats.relations import join_related
from crm_desktop.formats.vcard.background import finish_phonetic
from crm_desktop.formats.vcard.handlers import HANDLERS, TECHNICAL, read_unknown
from crm_desktop.formats.vcard.lines import Card
from crm_desktop.formats.vcard.properties import unescape
from crm_desktop.formats.vcard.reading import Reading

GROUP_KINDS = ("group", "list")


def kind_of(card: Card) -> str:
    """What the card stands for: "individual", "group", "org", "location" (RFC 6350 6.1.4 and Apple's older property)."""
    for found in card.properties:
        if found.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND"):
            return found.value.strip().lower()
        if found.name == "X-EVOLUTION-LIST" and found.value.strip().upper() == "TRUE":
            return "group"
    return "individual"


def read_card(card: Card) -> DraftBuilder:
    """Everything that the card says about its contact; what could not be taken stands in the builder's remarks."""
    reading = Reading(card)
    builder = reading.builder
    for found in card.properties:
        handler = HANDLERS.get(found.name)
        if handler is not None:
            handler(reading, found)
        elif found.name.startswith("X-") and found.name not in TECHNICAL:
            read_unknown(reading, found)
    _finish(card, reading)
    if card.lost_lines:
        builder.remarks.append(
            message("Line {line} could not be understood and was left out.", line=card.lost_lines[0])
        )
    if card.too_long:
        builder.remarks.append(message("The card is too long; its end was left out."))
    if not card.is_complete:
        builder.remarks.append(message("The card has no end; please look whether something is missing."))
    return builder


def _finish(card: Card, reading: Reading) -> None:
    builder = reading.builder
    if builder.has_name():
        # A card without a name is called by its first address as it stands, so its order is left alone.
        reading.points.sort(key=lambda entry: entry[0])
    builder.points = [point for _, point in reading.points]
    _finish_labels(card, reading)
    if reading.phonetic:
        finish_phonetic(reading)
    if "related" in builder.more:
        join_related(builder.more)
    builder.facts.extend(Fact("agent", unescape(name)) for name in card.agents)
    _finish_name(builder)


def _finish_name(builder: DraftBuilder) -> None:
    has_parts = builder.given or builder.family or builder.middle
    shown = builder.formatted
    if not has_parts and shown and not builder.suffix and not builder.prefix:
        reached = [point.value for point in builder.points if point.kind is not PointKind.LINK]
        if shown in (builder.company, *reached):
            # A company, or a card that is called by its address: no name of a person.
            builder.formatted = ""
    if not shown and builder.family and builder.given and is_east_asian(builder.family + builder.given):
        builder.formatted = f"{builder.family} {builder.given}"


def _finish_labels(card: Card, reading: Reading) -> None:
    """LABEL gives a whole address as text; it is only needed where there is no ADR."""
    if reading.builder.addresses:
        return
    for found in card.properties:
        if found.name == "LABEL" and (text := unescape(found.value).strip()):
            label = reading.label(found)
            reading.builder.address(f"label {label}", label).parts["formatted"] = text
