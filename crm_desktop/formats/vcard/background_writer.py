"""Writing what is known of a person besides names and ways to reach them: what phones know by their properties, the rest by ours."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence

from crm_desktop.domain.background import NOTHING_ELSE, Background, media_type
from crm_desktop.formats.vcard.properties import escape

_IMAGE_TYPES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def background_lines(more: Background) -> Iterator[tuple[str, str]]:
    """The (head, value) of each content line but the relations that other programs read, see `related_names`."""
    if more is NOTHING_ELSE:
        return
    for head, text in (
        ("X-PHONETIC-FIRST-NAME", more.phonetic_given),
        ("X-PHONETIC-LAST-NAME", more.phonetic_family),
        ("X-CRM-PINNED-NOTE", more.pinned_note),
        ("X-CRM-PAYMENT-TERMS", more.payment_terms),
        ("X-CRM-LIFECYCLE", more.lifecycle),
        ("X-CRM-DO-NOT-CONTACT", "yes" if more.do_not_contact else ""),
    ):
        if text:
            yield head, escape(text)
    for step in more.steps:
        yield "X-CRM-LIFECYCLE-STEP", _joined((step.stage, step.day.isoformat()))
    for role in more.roles:
        yield "X-CRM-ROLE", _joined((role.company, role.title, role.from_day, role.until_day))
    for part in more.relations:
        yield "X-CRM-RELATION", _joined((part.kind, part.uid, part.name, part.note))
    for consent in more.consents:
        given = consent.given_on.isoformat()
        withdrawn = consent.withdrawn_on.isoformat() if consent.withdrawn_on else ""
        yield (
            "X-CRM-CONSENT",
            _joined((consent.purpose, consent.basis, consent.source, consent.wording, given, withdrawn)),
        )
    for own in more.own:
        options = ",".join(escape(option) for option in own.options)
        yield "X-CRM-OWN", f"{_joined((own.name, own.kind, own.text))};{options}"
    if more.photo:
        kind = _IMAGE_TYPES.get(media_type(more.photo), "JPEG")
        yield f"PHOTO;ENCODING=b;TYPE={kind}", base64.b64encode(more.photo).decode("ascii")


def related_names(more: Background) -> Iterator[tuple[str, str]]:
    """(name, label) of each relation as Apple and Google write them."""
    for part in more.relations:
        if part.name:
            yield part.name, part.kind.replace("-", " ")


def _joined(parts: Sequence[str]) -> str:
    return ";".join(escape(part) for part in parts)
