"""What one knows of a person besides names and ways to reach them: lifecycle, roles, relations, consent, own fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from crm_desktop.domain.errors import InvalidInput


class LifecycleStage(StrEnum):
    """How far somebody has come with the user, in the usual order."""

    LEAD = "lead"
    INTERESTED = "interested"
    QUALIFIED = "qualified"
    CLIENT = "client"
    REPEAT = "repeat"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class LifecycleStep:
    """The day on which somebody reached a stage."""

    stage: str
    day: date


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is or was at a company besides the present main role.

    The days are as much as is known: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or empty. A role with an end is a past one.
    """

    company_id: int | None
    company: str
    title: str = ""
    from_day: str = ""
    until_day: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What another person is to this one: `kind` is a key of `RELATION_KINDS` or the user's own words."""

    other_id: int
    other: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RelatedName:
    """A relation as a file tells it: the other person by identifier, name, or both."""

    uid: str
    name: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """That somebody agreed to something: for what, on which ground, said where, on which words, and until when."""

    purpose: str
    basis: str
    source: str
    wording: str
    given_on: date
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwnText:
    """What an own field holds as a file tells it; `kind` and `options` are empty where the file does not say."""

    name: str
    text: str
    kind: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Background:
    """All of this for one person, as importers read it and exports write it; `photo` is the picture itself."""

    phonetic_given: str = ""
    phonetic_family: str = ""
    pinned_note: str = ""
    payment_terms: str = ""
    lifecycle: str = ""
    steps: tuple[LifecycleStep, ...] = ()
    do_not_contact: bool = False
    roles: tuple[Role, ...] = ()
    relations: tuple[RelatedName, ...] = ()
    consents: tuple[Consent, ...] = ()
    own: tuple[OwnText, ...] = ()
    photo: bytes = b""


NOTHING_ELSE: Final = Background()
"""Of most people a file says nothing of the kind; telling so by `is` costs nothing in an import of 100,000."""

RELATION_KINDS: Final = {
    "referred-by": "referred",
    "referred": "referred-by",
    "partner": "partner",
    "spouse": "spouse",
    "parent": "child",
    "child": "parent",
    "sibling": "sibling",
    "friend": "friend",
    "colleague": "colleague",
    "assistant": "assists",
    "assists": "assistant",
    "manager": "report",
    "report": "manager",
}
"""What the other is to this person -> what this person is to the other."""

_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/. ](\d{4})")


def inverse_relation(kind: str) -> str:
    """What the one is to the other when the other is `kind` to the one; own words say the same both ways."""
    return RELATION_KINDS.get(kind, kind)


def partial_day(typed: str, field: str) -> str:
    """As much of a day as is known, as it is stored: `2019`, `2019-03` or `2019-03-31`; empty for nothing typed.

    `3/2019` and `03.2019` are a month, too. Raises InvalidInput for the field named.
    """
    text = typed.strip()
    if not text:
        return ""
    if (found := _YEAR_FIRST.fullmatch(text)) is not None:
        year, month, day = found.groups()
    elif (found := _YEAR_LAST.fullmatch(text)) is not None:
        year, month, day = found[2], found[1], None
    else:
        raise InvalidInput(field, "Write a year, a month or a day: 2019, 2019-03 or 2019-03-31.")
    parts = [int(part) for part in (year, month, day) if part is not None]
    try:
        date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    except ValueError:
        raise InvalidInput(field, "The calendar has no “{text}”.", text=text[:40]) from None
    return "-".join(f"{part:0{4 if place == 0 else 2}}" for place, part in enumerate(parts))
