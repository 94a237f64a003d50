"""The built-in fields of a contact by the names that hide them, in the user's words and with an example."""

from __future__ import annotations

from typing import Final

from crm_desktop.ui.texts import tr

CONTACT_FIELDS: Final = (
    "email",
    "phone",
    "link",
    "address",
    "date",
    "fact",
    "job_title",
    "company",
    "department",
    "preferred_channel",
    "keep_in_touch",
    "language",
    "time_zone",
    "source",
    "payment_terms",
    "note",
    "lifecycle",
    "relation",
    "role",
    "consent",
)
"""In the order in which they are offered. A hidden one is shown where something stands in it."""


def contact_field_words(field: str) -> str:
    """What a field is called: `E-mail`, `Time zone`."""
    return {
        "email": tr("E-mail"),
        "phone": tr("Phone"),
        "link": tr("Link"),
        "address": tr("Address"),
        "date": tr("Date"),
        "fact": tr("Fact"),
        "job_title": tr("Role"),
        "company": tr("Company"),
        "department": tr("Department"),
        "preferred_channel": tr("Prefers"),
        "keep_in_touch": tr("Keep in touch"),
        "language": tr("Language"),
        "time_zone": tr("Time zone"),
        "source": tr("Source"),
        "payment_terms": tr("Payment"),
        "note": tr("Note"),
        "lifecycle": tr("Lifecycle"),
        "relation": tr("Relation"),
        "role": tr("Role elsewhere"),
        "consent": tr("Consent"),
    }[field]


def contact_field_example(field: str) -> str:
    """What one might type there; empty for what is no line of its own."""
    return {
        "job_title": tr("Owner"),
        "company": tr("Casa Azul"),
        "department": tr("Marketing"),
        "preferred_channel": tr("WhatsApp, mornings"),
        "keep_in_touch": tr("how often, like 6 weeks"),
        "language": tr("Portuguese"),
        "time_zone": tr("Europe/Lisbon"),
        "source": tr("referral"),
        "payment_terms": tr("14 days"),
        "note": tr("what else there is to know"),
    }.get(field, "")
