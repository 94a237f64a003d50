"""One function for each property of a card: what it adds to the draft.

Longer than most files because vCards have that many properties; every function is short and stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from crm_desktop.domain.contacts import Fact, ImportantDate, PointKind
from crm_desktop.domain.messages import message
from crm_desktop.formats.dates import read_date
from crm_desktop.formats.drafts import is_time_zone
from crm_desktop.formats.labels import ANNIVERSARY, BIRTHDAY, date_label, messenger_link
from crm_desktop.formats.vcard.background import HANDLERS as BACKGROUND
from crm_desktop.formats.vcard.background import add_related
from crm_desktop.formats.vcard.properties import Property, split_value, unescape
from crm_desktop.formats.vcard.reading import Reading, own_label, type_label

_ADDRESS_PARTS = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
_SYSTEM_TAGS = frozenset(("mycontacts", "my contacts", "other contacts"))
_MESSENGERS = {
    "X-SKYPE": "skype",
    "X-SKYPE-USERNAME": "skype",
    "X-KADDRESSBOOK-X-IMADDRESS": "",
    "X-MS-IMADDRESS": "",
    "X-JABBER": "xmpp",
    "X-AIM": "aim",
    "X-ICQ": "icq",
    "X-MSN": "msn",
    "X-YAHOO": "yahoo",
    "X-QQ": "qq",
    "X-GTALK": "gtalk",
    "X-GOOGLE-TALK": "gtalk",
    "X-GADUGADU": "gadugadu",
    "X-GROUPWISE": "groupwise",
    "X-MATRIX": "matrix",
    "X-SIGNAL": "signal",
    "X-TELEGRAM": "telegram",
    "X-THREEMA": "threema",
    "X-WHATSAPP": "whatsapp",
    "X-WECHAT": "wechat",
    "X-LINE": "line",
    "X-SIP": "sip",
}
_PROFILES = ("X-TWITTER", "X-FACEBOOK", "X-LINKEDIN", "X-INSTAGRAM", "X-MASTODON", "X-GITHUB", "X-XING", "X-FLICKR")
_LEFT_OUT = {
    "LOGO": "The logo was left out.",
}
# What only programs read: bookkeeping, sorting, looks.
TECHNICAL = frozenset(
    "BEGIN END VERSION PRODID REV CLASS MAILER SORT-STRING SOURCE NAME PROFILE CLIENTPIDMAP XML KIND LABEL AGENT".split()
    + "X-ABUID X-ABADR X-ABSHOWAS X-ABLABEL X-CLASS X-REDUCTION X-NO X-GNO X-GN X-MOZILLA-HTML X-MOZILLA-CPT".split()
    + "X-EVOLUTION-FILE-AS X-EVOLUTION-LIST X-MS-OL-DESIGN X-MS-OL-DEFAULT-POSTAL-ADDRESS X-WAB-GENDER X-REV".split()
    + "X-IMAGEHASH X-IMAGETYPE X-SHARED-PHOTO-DISPLAY-PREF X-ADDRESSBOOKSERVER-KIND X-APPLE-SUBLOCALITY".split()
    + "X-RADICALE-NAME X-CREATED X-MODIFIED X-MS-TEXT X-ACCOUNT X-CRM-FORMAT X-EVOLUTION-WEBDAV-ETAG".split()
    + "X-ABCROP-RECTANGLE X-TIMESTAMP".split()
)
_PREFIXES = ("X-KADDRESSBOOK-X-", "X-KADDRESSBOOK-", "X-EVOLUTION-", "X-MOZILLA-", "X-MS-OL-", "X-MS-", "X-AB", "X-")
_ANNIVERSARIES = (
    "X-ANNIVERSARY",
    "X-EVOLUTION-ANNIVERSARY",
    "X-KADDRESSBOOK-X-ANNIVERSARY",
    "X-KADDRESSBOOK-ANNIVERSARY",
    "X-MS-ANNIVERSARY",
    "X-WEDDING-ANNIVERSARY",
)


def _read_formatted(reading: Reading, found: Property) -> None:
    if not reading.builder.formatted:
        reading.builder.formatted = " ".join(unescape(found.value).split())


def _joined(reading: Reading, part: str, separator: str) -> str:
    """A component of N or ADR: RFC 2426 lets it be a list, 2.1 knows no lists."""
    if reading.is_old or "," not in part:
        return unescape(part).strip()
    return separator.join(text for text in (unescape(item).strip() for item in split_value(part, ",")) if text)


def _read_name(reading: Reading, found: Property) -> None:
    builder = reading.builder
    if builder.family or builder.given:
        return
    parts = split_value(found.value, ";")
    parts += [""] * (5 - len(parts))
    builder.family = _joined(reading, parts[0], ", ")
    builder.given = _joined(reading, parts[1], " ")
    builder.middle = _joined(reading, parts[2], " ")
    builder.prefix = _joined(reading, parts[3], " ")
    builder.suffix = _joined(reading, parts[4], ", ")


def _read_nickname(reading: Reading, found: Property) -> None:
    text = _joined(reading, found.value, ", ")
    before = reading.builder.nickname
    reading.builder.nickname = f"{before}, {text}" if before and text else before or text


def _read_organisation(reading: Reading, found: Property) -> None:
    builder = reading.builder
    parts = [unescape(part).strip() for part in split_value(found.value, ";")]
    department = ", ".join(part for part in parts[1:] if part)
    if not builder.company and not builder.department:
        builder.company, builder.department = parts[0], department
    elif any(parts):
        builder.facts.append(Fact("company", ", ".join(part for part in parts if part)))


def _read_title(reading: Reading, found: Property) -> None:
    text = unescape(found.value).strip()
    if not reading.builder.job_title:
        reading.builder.job_title = text
    elif text and text != reading.builder.job_title:
        reading.builder.facts.append(Fact("job title", text))


def _read_email(reading: Reading, found: Property) -> None:
    value = unescape(found.value).strip()
    if value[:7].lower() == "mailto:":
        value = value[7:]
    if value.endswith(">") and (start := value.rfind("<")) >= 0:
        value = value[start + 1 : -1]
    reading.add_point(PointKind.EMAIL, value.strip(), reading.label(found), found)


def _read_phone(reading: Reading, found: Property) -> None:
    value = unescape(found.value).strip()
    scheme, colon, rest = value.partition(":")
    label = reading.label(found)
    if colon and scheme.lower() in ("sip", "sips", "xmpp"):
        reading.add_point(PointKind.LINK, value, label or scheme.lower(), found)
        return
    reading.add_point(PointKind.PHONE, rest if colon and scheme.lower() in ("tel", "callto") else value, label, found)


def _read_link(reading: Reading, found: Property) -> None:
    reading.add_point(PointKind.LINK, unescape(found.value).strip(), reading.label(found), found)


def _labelled_link(label: str) -> Callable[[Reading, Property], None]:
    def read(reading: Reading, found: Property) -> None:
        reading.add_point(
            PointKind.LINK, unescape(found.value).strip(), reading.labels.get(found.group) or label, found
        )

    return read


def _read_profile(reading: Reading, found: Property) -> None:
    """X-SOCIALPROFILE;TYPE=twitter;X-USER=ann:https://…; `x-apple:` stands before a name without an address."""
    value = unescape(found.value).strip()
    if value.lower().startswith("x-apple:"):
        value = value[8:].strip("/ ")
    value = value or found.parameter("X-USER")
    named = found.name.removeprefix("X-").lower() if found.name in _PROFILES else ""
    service = found.parameter("SERVICE-TYPE").lower() or named
    reading.add_point(PointKind.LINK, value, service or reading.label(found), found)


def _read_messenger(reading: Reading, found: Property) -> None:
    value = unescape(found.value).strip()
    if value.lower().startswith("x-apple:"):
        value = value[8:]
    service = _MESSENGERS.get(found.name, "") or found.parameter("X-SERVICE-TYPE").lower()
    label = reading.labels.get(found.group) or service or reading.label(found)
    if value:
        reading.add_point(PointKind.LINK, messenger_link(service, value), own_label(label), found)


def _read_address(reading: Reading, found: Property) -> None:
    parts = split_value(found.value, ";")
    texts = {name: _joined(reading, part, ", ") for name, part in zip(_ADDRESS_PARTS, parts, strict=False)}
    texts = {name: text for name, text in texts.items() if text}
    whole = unescape(found.parameter("LABEL")).strip()
    if not texts and not whole:
        return
    builder = reading.builder
    entry = builder.address(f"address {len(builder.addresses)}", reading.label(found))
    for name, text in texts.items():
        entry.add(name, text)
    if len(parts) > len(_ADDRESS_PARTS):
        entry.add("country", ", ".join(unescape(part) for part in parts[len(_ADDRESS_PARTS) :] if part))
    if not texts:
        entry.parts["formatted"] = whole
    elif "X-CRM-FORMATTED" in found.parameters:
        entry.parts["formatted"] = entry.parts.pop("street", "")


def _read_day(reading: Reading, found: Property, label: str) -> None:
    text = unescape(found.value).strip()
    value = read_date(text)
    omitted = found.parameter("X-APPLE-OMIT-YEAR")
    if value and omitted and value.startswith(f"{omitted}-"):
        value = f"-{value[4:]}"
    if value:
        reading.builder.dates.append(ImportantDate(label, value))
    elif text:
        # "circa 1800", 1985-04 or ---12: no day that could come round, but worth keeping.
        reading.builder.facts.append(Fact(label, text))
        reading.builder.remarks.append(message("“{text}” is no full date; it was kept as a fact.", text=text[:80]))


def _day(label: str) -> Callable[[Reading, Property], None]:
    return lambda reading, found: _read_day(reading, found, label)


def _read_labelled_day(reading: Reading, found: Property) -> None:
    own = reading.labels.get(found.group, "")
    label = date_label(own) if own.startswith("_$!<") else own
    _read_day(reading, found, label or type_label(found.types()) or "date")


def _read_tags(reading: Reading, found: Property) -> None:
    separator = ";" if reading.is_old and ";" in found.value else ","
    for part in split_value(found.value, separator):
        tag = unescape(part).strip()
        if tag and tag.lower() not in _SYSTEM_TAGS:
            reading.builder.tags.append(tag)


def _read_note(reading: Reading, found: Property) -> None:
    if text := unescape(found.value).strip():
        reading.builder.notes.append(text)


def _read_language(reading: Reading, found: Property) -> None:
    text = unescape(found.value).strip()
    if reading.builder.language and text:
        reading.builder.facts.append(Fact("language", text))
    else:
        reading.builder.language = text


def _read_zone(reading: Reading, found: Property) -> None:
    text = unescape(found.value).strip()
    if is_time_zone(text) and not reading.builder.time_zone:
        reading.builder.time_zone = text
    elif text:
        reading.builder.facts.append(Fact("time zone", text))


def _read_gender(reading: Reading, found: Property) -> None:
    code, _, text = unescape(found.value).strip().partition(";")
    known = {"M": "male", "F": "female", "O": "other", "N": "", "U": ""}.get(code.strip().upper(), code.strip())
    if whole := ", ".join(part for part in (known, text.strip()) if part):
        reading.builder.facts.append(Fact("gender", whole))


def _read_key(reading: Reading, found: Property) -> None:
    if found.value[:4].lower() == "http":
        reading.add_point(PointKind.LINK, unescape(found.value).strip(), "key", found)
    else:
        reading.builder.remarks.append(message("The key was left out."))


def _read_identifier(reading: Reading, found: Property) -> None:
    reading.builder.uid = unescape(found.value).strip()


def _read_agent(reading: Reading, found: Property) -> None:
    text = unescape(found.value)
    match = re.search(r"(?:^|VCARD|\n)(?:VERSION:[\d.]+)?\s*FN[^:]*:([^\n]+?)(?:\n|$)", text, re.IGNORECASE)
    if match and "VCARD" in text.upper():
        reading.builder.facts.append(Fact("agent", match[1].strip()))


def _fact(kind: str) -> Callable[[Reading, Property], None]:
    def read(reading: Reading, found: Property) -> None:
        if text := unescape(found.value).strip():
            reading.builder.facts.append(Fact(reading.labels.get(found.group) or kind, text))

    return read


def _read_left_out(reading: Reading, found: Property) -> None:
    if found.value.strip():
        remark = message(_LEFT_OUT[found.name])
        if remark not in reading.builder.remarks:
            reading.builder.remarks.append(remark)


def _read_source(reading: Reading, found: Property) -> None:
    reading.builder.source = unescape(found.value).strip()


def _read_channel(reading: Reading, found: Property) -> None:
    reading.builder.preferred_channel = unescape(found.value).strip()


def _read_rhythm(reading: Reading, found: Property) -> None:
    text = found.value.strip()
    if text.isascii() and text.isdigit() and 0 < len(text) < 6:
        reading.builder.keep_in_touch_days = int(text)


def _read_android(reading: Reading, found: Property) -> None:
    """X-ANDROID-CUSTOM:vnd.android.cursor.item/KIND;VALUE;TYPE;OWN LABEL;…"""
    parts = [unescape(part).strip() for part in split_value(found.value, ";")]
    kind = parts[0].rpartition("/")[2]
    value = parts[1] if len(parts) > 1 else ""
    own = parts[3] if len(parts) > 3 else ""
    if kind == "nickname":
        reading.builder.nickname = reading.builder.nickname or value
    elif kind == "contact_event" and (day := read_date(value)):
        label = {"1": ANNIVERSARY, "3": BIRTHDAY}.get(parts[2] if len(parts) > 2 else "", own or "date")
        reading.builder.dates.append(ImportantDate(label, day))
    elif value and kind == "relation":
        add_related(reading, own, value)
    elif value:
        reading.builder.facts.append(Fact(own or kind.replace("_", " "), value))


def read_unknown(reading: Reading, found: Property) -> None:
    """A property of some program that a person can read becomes a fact under its own name."""
    text = unescape(found.value).strip(" ;\n")
    if not text or len(text) > 20_000 or found.parameter("ENCODING").upper() in ("B", "BASE64") or text.startswith("<"):
        return
    heading = reading.labels.get(found.group, "")
    if not heading:
        prefix = next(prefix for prefix in _PREFIXES if found.name.startswith(prefix))
        heading = found.name[len(prefix) :].replace("-", " ").replace("_", " ").lower().strip() or found.name.lower()
    reading.builder.facts.append(Fact(own_label(heading), text))


HANDLERS: dict[str, Callable[[Reading, Property], None]] = {
    "FN": _read_formatted,
    "N": _read_name,
    "NICKNAME": _read_nickname,
    "X-NICKNAME": _read_nickname,
    "ORG": _read_organisation,
    "TITLE": _read_title,
    "ROLE": _fact("role"),
    "EMAIL": _read_email,
    "TEL": _read_phone,
    "URL": _read_link,
    "IMPP": _read_messenger,
    "X-SOCIALPROFILE": _read_profile,
    "SOCIALPROFILE": _read_profile,
    "ADR": _read_address,
    "BDAY": _day(BIRTHDAY),
    "ANNIVERSARY": _day(ANNIVERSARY),
    "DEATHDATE": _day("death"),
    "X-ABDATE": _read_labelled_day,
    "CATEGORIES": _read_tags,
    "X-CATEGORIES": _read_tags,
    "NOTE": _read_note,
    "LANG": _read_language,
    "TZ": _read_zone,
    "GEO": _fact("location"),
    "GENDER": _read_gender,
    "MEMBER": _fact("member"),
    "HOBBY": _fact("hobby"),
    "INTEREST": _fact("interest"),
    "EXPERTISE": _fact("expertise"),
    "BIRTHPLACE": _fact("place of birth"),
    "DEATHPLACE": _fact("place of death"),
    "PRONOUNS": _fact("pronouns"),
    "CALURI": _labelled_link("calendar"),
    "CALADRURI": _labelled_link("calendar"),
    "FBURL": _labelled_link("free/busy"),
    "CONTACT-URI": _labelled_link("contact"),
    "KEY": _read_key,
    "UID": _read_identifier,
    "AGENT": _read_agent,
    "X-CRM-SOURCE": _read_source,
    "X-CRM-PREFERRED-CHANNEL": _read_channel,
    "X-CRM-KEEP-IN-TOUCH-DAYS": _read_rhythm,
    "X-CRM-FACT": _fact(""),
    "X-ANDROID-CUSTOM": _read_android,
    **BACKGROUND,
    **dict.fromkeys(_LEFT_OUT, _read_left_out),
    **dict.fromkeys(_ANNIVERSARIES, _day(ANNIVERSARY)),
    **dict.fromkeys(_MESSENGERS, _read_messenger),
    **dict.fromkeys(_PROFILES, _read_profile),
}
