"""What one knows of a person besides names and ways to reach them: lifecycle, roles, relations, consent, own fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from crm_desktop.domain.cleaning import NAME_LIMIT, clean_line, clean_text
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.folding import fold


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

LARGEST_PHOTO: Final = 10 * 1024 * 1024
"""In bytes."""
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


def clean_background(said: Background) -> Background:
    """What was said as it may be stored; parts without their main text, repeated ones and impossible days are left out."""
    cleaned = Background(
        phonetic_given=clean_line(said.phonetic_given, NAME_LIMIT),
        phonetic_family=clean_line(said.phonetic_family, NAME_LIMIT),
        pinned_note=clean_text(said.pinned_note),
        payment_terms=clean_line(said.payment_terms, 500),
        lifecycle=said.lifecycle if said.lifecycle in set(LifecycleStage) else "",
        steps=tuple(dict.fromkeys(step for step in said.steps if step.stage in set(LifecycleStage))),
        do_not_contact=said.do_not_contact,
        roles=tuple(dict.fromkeys(role for role in map(clean_role, said.roles) if role.company)),
        relations=_clean_relations(said.relations),
        consents=tuple(dict.fromkeys(consent for consent in map(clean_consent, said.consents) if consent.purpose)),
        own=_clean_own(said.own),
        photo=said.photo if media_type(said.photo) and len(said.photo) <= LARGEST_PHOTO else b"",
    )
    return NOTHING_ELSE if cleaned == NOTHING_ELSE else cleaned


def clean_role(role: Role) -> Role:
    """The role as it may be stored; days that are none are left out."""
    days = []
    for written in (role.from_day, role.until_day):
        try:
            days.append(partial_day(written, ""))
        except InvalidInput:
            days.append("")
    return Role(None, clean_line(role.company, NAME_LIMIT), clean_line(role.title, NAME_LIMIT), *days)


def clean_consent(consent: Consent) -> Consent:
    """The consent as it may be stored."""
    return Consent(
        purpose=clean_line(consent.purpose, 500),
        basis=clean_line(consent.basis, 200),
        source=clean_line(consent.source, 500),
        wording=clean_text(consent.wording, 20_000),
        given_on=consent.given_on,
        withdrawn_on=consent.withdrawn_on,
    )


def media_type(content: bytes) -> str:
    """The media type of a picture that the first bytes prove: PNG, JPEG or WebP; empty for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return ""


def background_news(have: Background, said: Background) -> Background:
    """What `said` adds to `have`; a value that is there is never replaced by another one."""
    if said is NOTHING_ELSE:
        return NOTHING_ELSE
    known_relations = {(part.kind, key) for part in have.relations for key in (part.uid, part.name) if key}
    known_fields = {fold(part.name) for part in have.own}
    found = Background(
        phonetic_given=said.phonetic_given if not have.phonetic_given else "",
        phonetic_family=said.phonetic_family if not have.phonetic_family else "",
        pinned_note=said.pinned_note if not have.pinned_note else "",
        payment_terms=said.payment_terms if not have.payment_terms else "",
        lifecycle=said.lifecycle if not have.lifecycle else "",
        steps=tuple(step for step in said.steps if step not in have.steps),
        do_not_contact=said.do_not_contact and not have.do_not_contact,
        roles=tuple(role for role in said.roles if role not in have.roles),
        relations=tuple(
            part
            for part in said.relations
            if (part.kind, part.uid) not in known_relations and (part.kind, part.name) not in known_relations
        ),
        consents=tuple(consent for consent in said.consents if consent not in have.consents),
        own=tuple(part for part in said.own if fold(part.name) not in known_fields),
        photo=said.photo if not have.photo else b"",
    )
    return NOTHING_ELSE if found == NOTHING_ELSE else found


def joined_background(have: Background, more: Background) -> Background:
    """`have` with the news that `background_news` found put in."""
    if more is NOTHING_ELSE:
        return have
    return Background(
        phonetic_given=have.phonetic_given or more.phonetic_given,
        phonetic_family=have.phonetic_family or more.phonetic_family,
        pinned_note=have.pinned_note or more.pinned_note,
        payment_terms=have.payment_terms or more.payment_terms,
        lifecycle=have.lifecycle or more.lifecycle,
        steps=have.steps + more.steps,
        do_not_contact=have.do_not_contact or more.do_not_contact,
        roles=have.roles + more.roles,
        relations=have.relations + more.relations,
        consents=have.consents + more.consents,
        own=have.own + more.own,
        photo=have.photo or more.photo,
    )


def _clean_relations(relations: tuple[RelatedName, ...]) -> tuple[RelatedName, ...]:
    cleaned = [
        RelatedName(
            clean_line(part.uid, 300),
            clean_line(part.name, NAME_LIMIT),
            clean_line(part.kind, 100) or "related",
            clean_line(part.note),
        )
        for part in relations
    ]
    found: dict[tuple[str, str], RelatedName] = {}
    # The same relation is written with and without an identifier where one form is for other programs.
    for part in sorted(cleaned, key=lambda part: not part.uid):
        if part.uid or part.name:
            found.setdefault((part.kind, part.name or part.uid), part)
    return tuple(sorted(found.values(), key=cleaned.index))


def _clean_own(texts: tuple[OwnText, ...]) -> tuple[OwnText, ...]:
    found: dict[str, OwnText] = {}
    for part in texts:
        name, text = clean_line(part.name, 200), clean_text(part.text, 20_000)
        if name and text:
            options = tuple(filter(None, (clean_line(option, 200) for option in part.options)))
            found.setdefault(fold(name), OwnText(name, text, part.kind, options))
    return tuple(found.values())
