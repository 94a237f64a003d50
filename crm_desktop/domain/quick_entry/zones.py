"""Time zones as people name them: `Tokyo time`, `Londoner Zeit`, `UTC`; what may be several zones is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry.said import Reading, ZoneSaid
from crm_desktop.domain.quick_entry.vocabulary import Vocabulary
from crm_desktop.domain.quick_entry.words import Word

_ALONE = {"utc": "UTC", "gmt": "Etc/GMT", "jst": "Asia/Tokyo"}
_ALONE_IN_CAPITALS = {"et": "America/New_York", "pt": "America/Los_Angeles"}
_OPEN = frozenset(
    "ist cst cdt est edt pst pdt mst mdt bst ast akst hst cet cest mez mesz eet eest oez wet west aest acst awst sgt hkt".split()
)
_WITH_OFFSET = re.compile(r"(?:utc|gmt)[+−–-][0-9].*")
_LONGEST_CITY = 3
_AREAS = ("Africa", "America", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_NO_CITIES = frozenset(
    """
    act center christmas cordoba currie easter jersey knox la_rioja lhi marengo merida midway monticello nome norfolk north
    nsw oral petersburg regina resolute san_juan san_luis santa_isabel south stanley truk victoria vincennes virgin wake west yap
    """.split()
)
_ZONES_OF_CITIES = {
    "Africa/Cairo": "kairo",
    "Africa/Johannesburg": "cape_town kapstadt",
    "America/Chicago": "dallas houston austin central",
    "America/Denver": "mountain",
    "America/Los_Angeles": "san_francisco seattle pacific los_angeles la",
    "America/Mexico_City": "mexico mexiko_stadt",
    "America/New_York": "new_york nyc boston miami atlanta washington philadelphia eastern",
    "America/Toronto": "ottawa",
    "Asia/Dubai": "abu_dhabi",
    "Asia/Kolkata": "mumbai delhi new_delhi neu_delhi bangalore bengaluru chennai indian indischer",
    "Asia/Shanghai": "beijing peking shenzhen chinese chinesischer",
    "Asia/Singapore": "singapur",
    "Asia/Tokyo": "tokio tokioter osaka kyoto japanese japanischer japan",
    "Europe/Athens": "athen",
    "Europe/Berlin": """munich muenchen hamburg frankfurt cologne koeln stuttgart leipzig dresden duesseldorf muenchn muenchner
        german deutscher""",
    "Europe/Brussels": "bruessel",
    "Europe/Bucharest": "bukarest",
    "Europe/Copenhagen": "kopenhagen kopenhagn",
    "Europe/Kyiv": "kiew",
    "Europe/Lisbon": "lissabon lissabonn",
    "Europe/London": "uk british britischer edinburgh manchester",
    "Europe/Madrid": "barcelona",
    "Europe/Moscow": "moskau",
    "Europe/Paris": "lyon french franzoesischer",
    "Europe/Prague": "prag",
    "Europe/Rome": "rom milan mailand naples neapel",
    "Europe/Vienna": "wien graz salzburg linz",
    "Europe/Warsaw": "warschau krakow krakau",
    "Europe/Zurich": "zuerich zuerch geneva genf basel bern swiss schweizer",
}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """IANA name by city, made with the first zone that is asked for: listing the zones reads the disk."""
    # The module alone takes a millisecond to load, and few sentences name a zone.
    from zoneinfo import available_timezones

    known = available_timezones()
    names: dict[str, str] = {}
    # Of two names for one zone, the longer one is the one in use (America/Argentina/Buenos_Aires).
    for name in sorted(known, key=lambda each: (len(each), each)):
        area, _, rest = name.partition("/")
        city = rest.rpartition("/")[2].lower()
        if area in _AREAS and city and city not in _NO_CITIES:
            names[city] = name
    for name, cities in _ZONES_OF_CITIES.items():
        if name in known:
            names |= dict.fromkeys(cities.split(), name)
    return names | {"gmt": "Etc/GMT" if "Etc/GMT" in known else "UTC", "utc": "UTC"}


def zone_of(words: Sequence[str], endings: Sequence[str] = ()) -> str:
    """The IANA name for a city in lower case, one of whose `endings` may be too much (`londoner`); empty when unknown."""
    city = "_".join(words)
    for ending in ("", *endings):
        found = _names().get(city.removesuffix(ending)) if city.endswith(ending) else None
        if found:
            return found
    return ""


def may_name_zone(words: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Whether any word belongs to the naming of a zone; most sentences have none."""
    return any(
        word.plain in vocabulary.zone_words
        or word.plain in _ALONE
        or word.plain in _ALONE_IN_CAPITALS
        or word.plain in _OPEN
        or word.plain.startswith(("utc", "gmt"))
        for word in words
    )


def zone_at(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> Reading | None:
    """The zone that the words beginning with number `at` name, or the question which one is meant."""
    word = words[at]
    if word.plain in _ALONE_IN_CAPITALS and word.raw.isupper():
        return Reading(at, at + 1, ZoneSaid(_ALONE_IN_CAPITALS[word.plain]))
    if word.plain in _ALONE:
        return Reading(at, at + 1, ZoneSaid(_ALONE[word.plain]))
    if (word.plain in _OPEN and word.raw.isupper()) or _WITH_OFFSET.fullmatch(word.plain):
        return Reading(at, at + 1, ZoneSaid(problem=which_zone(word.raw)))
    if word.plain in vocabulary.zone_openings:
        found = zone_of([words[at + 1].plain]) if at + 1 < len(words) else ""
        known = ZoneSaid(found) if found else ZoneSaid(problem=which_zone(word.raw))
        return Reading(at, at + 2 if found else at + 1, known)
    for length in range(1, _LONGEST_CITY + 1):
        end = at + length
        if end >= len(words) or not all(each.plain and not each.pause for each in words[at:end]):
            return None
        if words[end].plain in vocabulary.zone_words:
            return _named(words, at, end, vocabulary)
    return None


def _named(words: Sequence[Word], at: int, end: int, vocabulary: Vocabulary) -> Reading | None:
    found = zone_of([word.plain for word in words[at:end]], vocabulary.city_endings)
    if found:
        return Reading(at, end + 1, ZoneSaid(found))
    phrase = " ".join(word.raw for word in words[at : end + 1])
    # "lunch time" is none, "Springfield time" and "local time" cannot be told.
    named = all(word.raw[:1].isupper() for word in words[at:end]) or words[at].plain in vocabulary.whose_time
    return Reading(at, end + 1, ZoneSaid(problem=which_zone(phrase))) if named else None


def which_zone(phrase: str) -> Message:
    """The answer to a zone that is not known, or has a name that others have too."""
    return message("Which time zone is “{phrase}”? Write for example “15:00 New York time”.", phrase=phrase)
