"""The words that say which e-mail address, phone number or date is meant, made the same for all formats."""

from __future__ import annotations

import re

_APPLE = re.compile(r"_\$!<(.*)>!\$_")

_SAME: dict[str, str] = {}
for _label, _words in (
    (
        "work",
        "work business office company arbeit geschäftlich dienstlich büro travail bureau professionnel pro trabajo",
    ),
    (
        "home",
        "home private personal privat zuhause domicile personnel privé casa particular personale privé thuis 自宅",
    ),
    ("mobile", "mobile cell cellular cellphone iphone handy mobil móvil movil portable celular mobiel 携帯 gsm"),
    ("other", "other andere sonstige autre otro altro outro overig その他 sonstiges"),
    ("main", "main haupt principal primary"),
    ("home page", "homepage"),
    ("home fax", "homefax"),
    ("work fax", "workfax"),
):
    _SAME.update(dict.fromkeys(_words.split(), _label))
_SAME["仕事"] = _SAME["勤務先"] = "work"

BIRTHDAY = "birthday"
ANNIVERSARY = "anniversary"
_DATE_LABELS = {
    "birthday": BIRTHDAY,
    "geburtstag": BIRTHDAY,
    "anniversary": ANNIVERSARY,
    "wedding": ANNIVERSARY,
    "wedding anniversary": ANNIVERSARY,
    "hochzeitstag": ANNIVERSARY,
    "jahrestag": ANNIVERSARY,
}


def plain_label(text: str) -> str:
    """A label without the wrapping of the program it comes from: `* Work` and `_$!<Work>!$_` are `work`.

    Known words become the one word we use; anything else stays as it was typed.
    """
    inner = text.strip()
    if wrapped := _APPLE.fullmatch(inner):
        inner = wrapped[1]
    inner = inner.removeprefix("*").strip()
    lower = inner.lower()
    if lower in _SAME:
        return _SAME[lower]
    return lower if wrapped or lower in KNOWN_LABELS else inner


def date_label(text: str) -> str:
    """The label of a date: "birthday", "anniversary" or the source's own words."""
    inner = plain_label(text)
    return _DATE_LABELS.get(inner.lower(), inner)


KNOWN_LABELS = frozenset(
    (
        *"work home mobile other main fax pager car assistant school messenger video isdn callback radio".split(),
        *("home fax", "work fax", "other fax", "work mobile", "home mobile", "home page", "work pager"),
    )
)


def messenger_link(service: str, value: str) -> str:
    """A messenger name as a link that says its service: ("skype", "ann") is `skype:ann`; what has a scheme stays."""
    if not service or re.match(r"[a-z][a-z0-9+.\-]*:", value, re.IGNORECASE):
        return value
    return f"{re.sub(r'[^a-z0-9]+', '', service.lower())}:{value}"
