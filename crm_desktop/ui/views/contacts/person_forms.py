"""The lines of the small forms of a person's page: the parts of a name, and an address."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.domain.contacts import Address, Name
from crm_desktop.domain.typed_names import name_from
from crm_desktop.ui.texts import tr
from crm_desktop.ui.views.contacts.in_place_form import FormLine
from crm_desktop.ui.views.contacts.person_reading import Person


def name_lines(person: Person) -> tuple[FormLine, ...]:
    """The parts of a name as lines, in the order in which they are filled in most often."""
    name, profile = person.page.name, person.profile
    return (
        FormLine("given", tr("Given name"), "", name.given),
        FormLine("family", tr("Family name"), "", name.family),
        FormLine("middle", tr("Middle name"), "", name.middle),
        FormLine("nickname", tr("Nickname"), "", name.nickname),
        FormLine("prefix", tr("Title"), tr("Dr"), name.prefix),
        FormLine("suffix", tr("Suffix"), tr("Jr"), name.suffix),
        FormLine("phonetic_given", tr("Given name, spoken"), "", profile.phonetic_given),
        FormLine("phonetic_family", tr("Family name, spoken"), "", profile.phonetic_family),
        FormLine("formatted", tr("Shown as"), tr("as the parts say"), name.formatted),
    )


def name_of(texts: dict[str, str]) -> Name:
    """The name as the lines hold it."""
    spoken = ("phonetic_given", "phonetic_family")
    return Name(**{part: text for part, text in texts.items() if part not in spoken})


def renamed(before: Name, typed: str) -> Name:
    """The name after the whole of it was typed anew: the nickname stays, the parts are what the words say.

    Parts that still spell what was typed stay as they are.
    """
    parts = replace(before, formatted="")
    if parts.display() == typed:
        return parts
    return replace(name_from(typed), nickname=before.nickname)


def address_lines(address: Address) -> tuple[FormLine, ...]:
    """The parts of an address as lines; one that came as a block of text keeps it as its street until it is changed."""
    street = address.street or ("" if address.city or address.country else address.one_line())
    return (
        FormLine("label", tr("Label"), tr("work"), address.label, (tr("work"), tr("home"), tr("invoices"))),
        FormLine("street", tr("Street"), tr("Rua da Rosa 44"), street),
        FormLine("extended", tr("Addition"), tr("2nd floor"), address.extended),
        FormLine("postal_code", tr("Postal code"), "", address.postal_code),
        FormLine("city", tr("City"), tr("Lisbon"), address.city),
        FormLine("region", tr("Region"), "", address.region),
        FormLine("country", tr("Country"), "", address.country),
    )


def address_from(before: Address, texts: dict[str, str]) -> Address:
    """The address as the form holds it; a P.O. box, for which it has no line, stays while anything else does."""
    address = Address(**texts)
    if address.is_empty():
        return address
    return replace(address, po_box=before.po_box)
