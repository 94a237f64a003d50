"""The built-in fields of a company by the names that hide them, in the user's words and with an example."""

from __future__ import annotations

from crm_desktop.ui.texts import tr


def company_field_words(field: str) -> tuple[str, str]:
    """What a text of a company (`COMPANY_TEXTS`) is called, and an example."""
    return {
        "domain": (tr("Domain"), "casa-azul.pt"),
        "website": (tr("Website"), "https://casa-azul.pt"),
        "phone": (tr("Phone"), "+351 21 555 0100"),
        "email": (tr("E-mail"), tr("office@casa-azul.pt")),
        "address": (tr("Address"), tr("Rua da Rosa 44, Lisbon")),
        "industry": (tr("Industry"), tr("Hospitality")),
        "note": (tr("Note"), tr("what else there is to know")),
    }[field]
