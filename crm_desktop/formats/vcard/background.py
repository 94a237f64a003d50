"""What a card tells of a person besides names and ways to reach them: reading of phonetic names, photo, relations, and our own properties."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import date

from crm_desktop.domain.background import (
    LARGEST_PHOTO,
    Consent,
    LifecycleStep,
    OwnText,
    RelatedName,
    Role,
    media_type,
)
from crm_desktop.domain.messages import Message, message
from crm_desktop.formats.relations import related
from crm_desktop.formats.vcard.properties import Property, split_value, unescape
from crm_desktop.formats.vcard.reading import Reading

PHONETIC = ("X-PHONETIC-LAST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-FIRST-NAME")


def finish_phonetic(reading: Reading) -> None:
    """Put the parts together that the card gave one by one."""
    last, middle, first = (reading.phonetic.get(name, "") for name in PHONETIC)
    if last:
        reading.builder.more["phonetic_family"] = last
    if first or middle:
        reading.builder.more["phonetic_given"] = " ".join(part for part in (first, middle) if part)


def read_phonetic(reading: Reading, found: Property) -> None:
    """X-PHONETIC-FIRST-NAME and its like (Apple, Google)."""
    if text := unescape(found.value).strip():
        reading.phonetic[found.name] = text


def read_sound(reading: Reading, found: Property) -> None:
    """SOUND;X-IRMC-N:family;given: how Japanese phones write the reading of the name."""
    if "x-irmc-n" not in found.types():
        return
    family, _, given = unescape(found.value).partition(";")
    for name, text in zip((PHONETIC[0], PHONETIC[2]), (family, " ".join(given.split(";"))), strict=True):
        if text.strip() and name not in reading.phonetic:
            reading.phonetic[name] = text.strip()


def read_photo(reading: Reading, found: Property) -> None:
    """PHOTO (RFC 2426 3.1.4, RFC 6350 6.2.4): the picture itself. An address is never followed."""
    value = found.value.strip()
    if not value:
        return
    content, why = _picture(found, value)
    if content and "photo" not in reading.builder.more:
        reading.builder.more["photo"] = content
    elif why is not None and why not in reading.builder.remarks:
        reading.builder.remarks.append(why)


def _picture(found: Property, value: str) -> tuple[bytes, Message | None]:
    head, comma, data = value.partition(",")
    is_inline = head[:5].lower() == "data:" and head.lower().endswith(";base64") and bool(comma)
    if not is_inline and (found.parameter("VALUE").lower() in ("uri", "url") or "://" in value[:12]):
        return b"", message("The photo was left out: the file has only a link to it, which is not followed.")
    # What is behind the limit was cut off when the line was read.
    if len(value) > LARGEST_PHOTO // 3 * 4 + 1024:
        return b"", message("The photo was left out: it is larger than {most} MB.", most=LARGEST_PHOTO // 1024 // 1024)
    try:
        content = base64.b64decode(data if is_inline else value, validate=False)
    except (binascii.Error, ValueError):
        content = b""
    if not media_type(content) or len(content) > LARGEST_PHOTO:
        return b"", message("The photo was left out: it is no picture of a kind that is kept.")
    return content, None


def read_related(reading: Reading, found: Property) -> None:
    """RELATED (RFC 6350 6.6.6) and Apple's X-ABRELATEDNAMES: a name, or the identifier of another card."""
    if text := unescape(found.value).strip():
        is_identifier = found.parameter("VALUE").lower() != "text" and text[:4].lower() in ("urn:", "uid:", "crm:")
        name, uid = ("", text) if is_identifier else (text, "")
        _add(reading, "related", related(reading.label(found), name, uid))


def add_related(reading: Reading, label: str, name: str) -> None:
    """One relation that a program wrote in a way of its own."""
    _add(reading, "related", related(label, name))


def _text(name: str) -> Callable[[Reading, Property], None]:
    def read(reading: Reading, found: Property) -> None:
        if text := unescape(found.value).strip():
            reading.builder.more[name] = text

    return read


def _read_do_not_contact(reading: Reading, found: Property) -> None:
    if found.value.strip().lower() in ("yes", "true", "1"):
        reading.builder.more["do_not_contact"] = True


def _read_step(reading: Reading, found: Property) -> None:
    stage, written = _parts(found, 2)
    if (day := _day(written)) is not None:
        _add(reading, "steps", LifecycleStep(stage, day))


def _read_role(reading: Reading, found: Property) -> None:
    _add(reading, "roles", Role(None, *_parts(found, 4)))


def _read_relation(reading: Reading, found: Property) -> None:
    kind, uid, name, note = _parts(found, 4)
    _add(reading, "relations", RelatedName(uid, name, kind, note))


def _read_consent(reading: Reading, found: Property) -> None:
    purpose, basis, source, wording, given, withdrawn = _parts(found, 6)
    if (day := _day(given)) is not None:
        _add(reading, "consents", Consent(purpose, basis, source, wording, day, _day(withdrawn)))


def _read_own(reading: Reading, found: Property) -> None:
    parts = split_value(found.value, ";")
    name, kind, text = (unescape(part).strip() for part in (parts + [""] * 3)[:3])
    options = tuple(unescape(option).strip() for option in split_value(parts[3], ",")) if len(parts) > 3 else ()
    _add(reading, "own", OwnText(name, text, kind, tuple(filter(None, options))))


def _parts(found: Property, count: int) -> list[str]:
    parts = [unescape(part).strip() for part in split_value(found.value, ";")]
    return (parts + [""] * count)[:count]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _add(reading: Reading, name: str, part: object) -> None:
    reading.builder.more.setdefault(name, []).append(part)


HANDLERS: dict[str, Callable[[Reading, Property], None]] = {
    **dict.fromkeys(PHONETIC, read_phonetic),
    "SOUND": read_sound,
    "PHOTO": read_photo,
    "X-MS-CARDPICTURE": read_photo,
    "RELATED": read_related,
    "X-ABRELATEDNAMES": read_related,
    "X-CRM-PINNED-NOTE": _text("pinned_note"),
    "X-CRM-PAYMENT-TERMS": _text("payment_terms"),
    "X-CRM-LIFECYCLE": _text("lifecycle"),
    "X-CRM-LIFECYCLE-STEP": _read_step,
    "X-CRM-DO-NOT-CONTACT": _read_do_not_contact,
    "X-CRM-ROLE": _read_role,
    "X-CRM-RELATION": _read_relation,
    "X-CRM-CONSENT": _read_consent,
    "X-CRM-OWN": _read_own,
}
