"""What the properties of a card mean for a contact (RFC 2426 3, RFC 6350 6, and the X- properties of phones and programs)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from crm_desktop.domain.contacts import Fact, ImportantDate, Point, PointKind
from crm_desktop.domain.messages import message
from crm_desktop.formats.dates import read_date
from crm_desktop.formats.drafts import DraftBuilder, is_east_asian, is_time_zone
from crm_desktop.formats.labels import ANNIVERSARY, BIRTHDAY, date_label, messenger_link, plain_label
from crm_desktop.formats.vcard.lines import Card
from crm_desktop.formats.vcard.properties import Property, split_value, unescape

GROUP_KINDS = ("group", "list")
_ADDRESS_PARTS = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
_SYSTEM_TAGS = frozenset(("mycontacts", "my contacts", "other contacts"))

# Types that say how a number is used, not whose or which it is.
_SILENT_TYPES = frozenset(
    "pref voice internet msg text textphone x400 dom intl postal parcel preferred x-internet smtp vcard".split()
)
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
    "PHOTO": "The photo was left out.",
    "LOGO": "The logo was left out.",
    "X-MS-CARDPICTURE": "The photo was left out.",
}
# What only programs read: bookkeeping, sorting, looks.
_TECHNICAL = frozenset(
    "BEGIN END VERSION PRODID REV CLASS MAILER SORT-STRING SOURCE NAME PROFILE CLIENTPIDMAP XML KIND LABEL AGENT".split()
    + "X-ABUID X-ABADR X-ABSHOWAS X-ABLABEL X-CLASS X-REDUCTION X-NO X-GNO X-GN X-MOZILLA-HTML X-MOZILLA-CPT".split()
    + "X-EVOLUTION-FILE-AS X-EVOLUTION-LIST X-MS-OL-DESIGN X-MS-OL-DEFAULT-POSTAL-ADDRESS X-WAB-GENDER X-REV".split()
    + "X-IMAGEHASH X-IMAGETYPE X-SHARED-PHOTO-DISPLAY-PREF X-ADDRESSBOOKSERVER-KIND X-APPLE-SUBLOCALITY".split()
    + "X-RADICALE-NAME X-CREATED X-MODIFIED X-MS-TEXT X-ACCOUNT X-CRM-FORMAT X-EVOLUTION-WEBDAV-ETAG".split()
    + "X-ABCROP-RECTANGLE X-TIMESTAMP X-PHONETIC-LAST-NAME X-PHONETIC-FIRST-NAME X-PHONETIC-MIDDLE-NAME".split()
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


class _Reading:
    """One card on its way into a draft: the builder, the labels of its groups, and the order of preference."""

    __slots__ = ("builder", "is_old", "labels", "points")

    def __init__(self, card: Card) -> None:
        self.builder = DraftBuilder()
        self.points: list[tuple[int, Point]] = []
        self.labels: dict[str, str] = {}
        self.is_old = False
        for found in card.properties:
            if found.name == "X-ABLABEL" and found.group:
                self.labels[found.group] = unescape(found.value).strip()
            elif found.name == "VERSION":
                self.is_old = found.value.strip().startswith("2")

    def label(self, found: Property) -> str:
        """The label that the card gives a property: its group's own words, else its types."""
        own = self.labels.get(found.group) if found.group else None
        return _own_label(own) if own else type_label(found.types())

    def add_point(self, kind: PointKind, value: str, label: str, found: Property) -> None:
        """Take a way to reach somebody; the preferred one comes first in the end."""
        if value:
            self.points.append((_preference(found), Point(kind, value, label)))


def _own_label(text: str) -> str:
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
    reading = _Reading(card)
    builder = reading.builder
    for found in card.properties:
        handler = _HANDLERS.get(found.name)
        if handler is not None:
            handler(reading, found)
        elif found.name.startswith("X-") and found.name not in _TECHNICAL:
            _read_unknown(reading, found)
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


def _finish(card: Card, reading: _Reading) -> None:
    builder = reading.builder
    if builder.has_name():
        # A card without a name is called by its first address as it stands, so its order is left alone.
        reading.points.sort(key=lambda entry: entry[0])
    builder.points = [point for _, point in reading.points]
    _finish_labels(card, reading)
    phonetic = [
        unescape(found.value).strip()
        for wanted in ("X-PHONETIC-LAST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-FIRST-NAME")
        for found in card.properties
        if found.name == wanted
    ]
    if any(phonetic):
        builder.facts.append(Fact("phonetic name", " ".join(part for part in phonetic if part)))
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


def _finish_labels(card: Card, reading: _Reading) -> None:
    """LABEL gives a whole address as text; it is only needed where there is no ADR."""
    if reading.builder.addresses:
        return
    for found in card.properties:
        if found.name == "LABEL" and (text := unescape(found.value).strip()):
            label = reading.label(found)
            reading.builder.address(f"label {label}", label).parts["formatted"] = text


def _read_formatted(reading: _Reading, found: Property) -> None:
    if not reading.builder.formatted:
        reading.builder.formatted = " ".join(unescape(found.value).split())


def _joined(reading: _Reading, part: str, separator: str) -> str:
    """A component of N or ADR: RFC 2426 lets it be a list, 2.1 knows no lists."""
    if reading.is_old or "," not in part:
        return unescape(part).strip()
    return separator.join(text for text in (unescape(item).strip() for item in split_value(part, ",")) if text)


def _read_name(reading: _Reading, found: Property) -> None:
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


def _read_nickname(reading: _Reading, found: Property) -> None:
    text = _joined(reading, found.value, ", ")
    before = reading.builder.nickname
    reading.builder.nickname = f"{before}, {text}" if before and text else before or text


def _read_organisation(reading: _Reading, found: Property) -> None:
    builder = reading.builder
    parts = [unescape(part).strip() for part in split_value(found.value, ";")]
    department = ", ".join(part for part in parts[1:] if part)
    if not builder.company and not builder.department:
        builder.company, builder.department = parts[0], department
    elif any(parts):
        builder.facts.append(Fact("company", ", ".join(part for part in parts if part)))


def _read_title(reading: _Reading, found: Property) -> None:
    text = unescape(found.value).strip()
    if not reading.builder.job_title:
        reading.builder.job_title = text
    elif text and text != reading.builder.job_title:
        reading.builder.facts.append(Fact("job title", text))


def _read_email(reading: _Reading, found: Property) -> None:
    value = unescape(found.value).strip()
    if value[:7].lower() == "mailto:":
        value = value[7:]
    if value.endswith(">") and (start := value.rfind("<")) >= 0:
        value = value[start + 1 : -1]
    reading.add_point(PointKind.EMAIL, value.strip(), reading.label(found), found)


def _read_phone(reading: _Reading, found: Property) -> None:
    value = unescape(found.value).strip()
    scheme, colon, rest = value.partition(":")
    label = reading.label(found)
    if colon and scheme.lower() in ("sip", "sips", "xmpp"):
        reading.add_point(PointKind.LINK, value, label or scheme.lower(), found)
        return
    reading.add_point(PointKind.PHONE, rest if colon and scheme.lower() in ("tel", "callto") else value, label, found)


def _read_link(reading: _Reading, found: Property) -> None:
    reading.add_point(PointKind.LINK, unescape(found.value).strip(), reading.label(found), found)


def _labelled_link(label: str) -> Callable[[_Reading, Property], None]:
    def read(reading: _Reading, found: Property) -> None:
        reading.add_point(
            PointKind.LINK, unescape(found.value).strip(), reading.labels.get(found.group) or label, found
        )

    return read


def _read_profile(reading: _Reading, found: Property) -> None:
    """X-SOCIALPROFILE;TYPE=twitter;X-USER=ann:https://…; `x-apple:` stands before a name without an address."""
    value = unescape(found.value).strip()
    if value.lower().startswith("x-apple:"):
        value = value[8:].strip("/ ")
    value = value or found.parameter("X-USER")
    named = found.name.removeprefix("X-").lower() if found.name in _PROFILES else ""
    service = found.parameter("SERVICE-TYPE").lower() or named
    reading.add_point(PointKind.LINK, value, service or reading.label(found), found)


def _read_messenger(reading: _Reading, found: Property) -> None:
    value = unescape(found.value).strip()
    if value.lower().startswith("x-apple:"):
        value = value[8:]
    service = _MESSENGERS.get(found.name, "") or found.parameter("X-SERVICE-TYPE").lower()
    label = reading.labels.get(found.group) or service or reading.label(found)
    if value:
        reading.add_point(PointKind.LINK, messenger_link(service, value), _own_label(label), found)


def _read_address(reading: _Reading, found: Property) -> None:
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


def _read_day(reading: _Reading, found: Property, label: str) -> None:
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


def _day(label: str) -> Callable[[_Reading, Property], None]:
    return lambda reading, found: _read_day(reading, found, label)


def _read_labelled_day(reading: _Reading, found: Property) -> None:
    own = reading.labels.get(found.group, "")
    label = date_label(own) if own.startswith("_$!<") else own
    _read_day(reading, found, label or type_label(found.types()) or "date")


def _read_tags(reading: _Reading, found: Property) -> None:
    separator = ";" if reading.is_old and ";" in found.value else ","
    for part in split_value(found.value, separator):
        tag = unescape(part).strip()
        if tag and tag.lower() not in _SYSTEM_TAGS:
            reading.builder.tags.append(tag)


def _read_note(reading: _Reading, found: Property) -> None:
    if text := unescape(found.value).strip():
        reading.builder.notes.append(text)


def _read_language(reading: _Reading, found: Property) -> None:
    text = unescape(found.value).strip()
    if reading.builder.language and text:
        reading.builder.facts.append(Fact("language", text))
    else:
        reading.builder.language = text


def _read_zone(reading: _Reading, found: Property) -> None:
    text = unescape(found.value).strip()
    if is_time_zone(text) and not reading.builder.time_zone:
        reading.builder.time_zone = text
    elif text:
        reading.builder.facts.append(Fact("time zone", text))


def _read_gender(reading: _Reading, found: Property) -> None:
    code, _, text = unescape(found.value).strip().partition(";")
    known = {"M": "male", "F": "female", "O": "other", "N": "", "U": ""}.get(code.strip().upper(), code.strip())
    if whole := ", ".join(part for part in (known, text.strip()) if part):
        reading.builder.facts.append(Fact("gender", whole))


def _read_related(reading: _Reading, found: Property) -> None:
    if text := unescape(found.value).strip():
        label = reading.label(found)
        reading.builder.facts.append(Fact(label if label and label != "other" else "related", text))


def _read_sound(reading: _Reading, found: Property) -> None:
    # Japanese phones write the reading of the name here.
    if "x-irmc-n" in found.types() and (text := " ".join(part for part in unescape(found.value).split(";") if part)):
        reading.builder.facts.append(Fact("phonetic name", text.strip()))


def _read_key(reading: _Reading, found: Property) -> None:
    if found.value[:4].lower() == "http":
        reading.add_point(PointKind.LINK, unescape(found.value).strip(), "key", found)
    else:
        reading.builder.remarks.append(message("The key was left out."))


def _read_identifier(reading: _Reading, found: Property) -> None:
    reading.builder.uid = unescape(found.value).strip()


def _read_agent(reading: _Reading, found: Property) -> None:
    text = unescape(found.value)
    match = re.search(r"(?:^|VCARD|\n)(?:VERSION:[\d.]+)?\s*FN[^:]*:([^\n]+?)(?:\n|$)", text, re.IGNORECASE)
    if match and "VCARD" in text.upper():
        reading.builder.facts.append(Fact("agent", match[1].strip()))


def _fact(kind: str) -> Callable[[_Reading, Property], None]:
    def read(reading: _Reading, found: Property) -> None:
        if text := unescape(found.value).strip():
            reading.builder.facts.append(Fact(reading.labels.get(found.group) or kind, text))

    return read


def _read_left_out(reading: _Reading, found: Property) -> None:
    if found.value.strip():
        remark = message(_LEFT_OUT[found.name])
        if remark not in reading.builder.remarks:
            reading.builder.remarks.append(remark)


def _read_source(reading: _Reading, found: Property) -> None:
    reading.builder.source = unescape(found.value).strip()


def _read_channel(reading: _Reading, found: Property) -> None:
    reading.builder.preferred_channel = unescape(found.value).strip()


def _read_rhythm(reading: _Reading, found: Property) -> None:
    text = found.value.strip()
    if text.isascii() and text.isdigit() and 0 < len(text) < 6:
        reading.builder.keep_in_touch_days = int(text)


def _read_android(reading: _Reading, found: Property) -> None:
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
    elif value:
        reading.builder.facts.append(Fact(own or ("related" if kind == "relation" else kind.replace("_", " ")), value))


def _read_unknown(reading: _Reading, found: Property) -> None:
    """A property of some program that a person can read becomes a fact under its own name."""
    text = unescape(found.value).strip(" ;\n")
    if not text or len(text) > 20_000 or found.parameter("ENCODING").upper() in ("B", "BASE64") or text.startswith("<"):
        return
    heading = reading.labels.get(found.group, "")
    if not heading:
        prefix = next(prefix for prefix in _PREFIXES if found.name.startswith(prefix))
        heading = found.name[len(prefix) :].replace("-", " ").replace("_", " ").lower().strip() or found.name.lower()
    reading.builder.facts.append(Fact(_own_label(heading), text))


_HANDLERS: dict[str, Callable[[_Reading, Property], None]] = {
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
    "RELATED": _read_related,
    "X-ABRELATEDNAMES": _read_related,
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
    "SOUND": _read_sound,
    "KEY": _read_key,
    "UID": _read_identifier,
    "AGENT": _read_agent,
    "X-CRM-SOURCE": _read_source,
    "X-CRM-PREFERRED-CHANNEL": _read_channel,
    "X-CRM-KEEP-IN-TOUCH-DAYS": _read_rhythm,
    "X-CRM-FACT": _fact(""),
    "X-ANDROID-CUSTOM": _read_android,
    **dict.fromkeys(_LEFT_OUT, _read_left_out),
    **dict.fromkeys(_ANNIVERSARIES, _day(ANNIVERSARY)),
    **dict.fromkeys(_MESSENGERS, _read_messenger),
    **dict.fromkeys(_PROFILES, _read_profile),
}
