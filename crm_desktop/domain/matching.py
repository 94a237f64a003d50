"""Whether two descriptions are of the same person, and what the one knows that the other does not."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from crm_desktop.domain.background import Background, background_news, joined_background
from crm_desktop.domain.contacts import ContactDraft, ImportantDate, PointKind, called, compare_key, sort_key
from crm_desktop.domain.folding import fold
from crm_desktop.domain.phones import SameNumber, same_number

_OWN = "crm:"


def own_uid() -> str:
    """An identifier for a person that no other program gave one to; it speaks against no other identifier."""
    return f"{_OWN}{uuid.uuid4().hex}"


def _from_a_source(uid: str) -> bool:
    return bool(uid) and not uid.startswith(_OWN)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a person is compared by: identifier, folded name and company, and the compare keys of each kind of point."""

    uid: str
    name: str
    company: str
    points: Mapping[str, frozenset[str] | set[str]]
    numbers: frozenset[str] = frozenset()
    """The telephone numbers as typed; their keys say only that they may be the same."""


def likeness(draft: ContactDraft) -> Likeness:
    """What a cleaned draft is compared by."""
    points: dict[str, set[str]] = {}
    for point in draft.points:
        points.setdefault(point.kind.value, set()).add(compare_key(point.kind, point.value))
    numbers = frozenset(draft.values(PointKind.PHONE))
    return Likeness(draft.uid, sort_key(draft.name, called(draft)), fold(draft.company), points, numbers)


def same_person(one: Likeness, other: Likeness, same: SameNumber = same_number) -> bool:
    """Whether these are surely the same person.

    The same identifier; or the same e-mail, phone or profile with names that do not contradict each other; or the same
    name with nothing that speaks against it (another identifier, another company, only other addresses).
    """
    if one.uid and one.uid == other.uid:
        return True
    shared = {kind for kind in PointKind if one.points.get(kind, frozenset()) & other.points.get(kind, frozenset())}
    if shared - {PointKind.PHONE} or (shared and any(same(a, b) for a in one.numbers for b in other.numbers)):
        return _names_agree(one.name, other.name)
    if one.name != other.name or not one.name:
        return False
    if _from_a_source(one.uid) and _from_a_source(other.uid):
        return False
    if one.company and other.company and one.company != other.company:
        return False
    return not any(one.points.get(kind) and other.points.get(kind) for kind in PointKind)


def _names_agree(one: str, other: str) -> bool:
    # "Marta" and "Marta Oliveira" under one address are one person; "Marta" and "Ana" share an office.
    first, second = set(one.replace(",", " ").split()), set(other.replace(",", " ").split())
    unnamed = "@" in one or "@" in other or not first or not second
    return unnamed or first <= second or second <= first


def news(have: ContactDraft, said: ContactDraft, same: SameNumber = same_number) -> ContactDraft:
    """What `said` adds to `have`: only that; what is there is never replaced by another value.

    Empty single texts are filled; points, addresses, dates, facts and tags are added when they are not there yet; a
    note is appended. A draft equal to `ContactDraft()` means no news.
    """
    known_points = {(p.kind, compare_key(p.kind, p.value)) for p in have.points if p.kind is not PointKind.PHONE}
    numbers = have.values(PointKind.PHONE)
    known_addresses = {fold(address.one_line()) for address in have.addresses}
    known_dates = {fold(date.label) for date in have.dates if fold(date.label) == "birthday"}
    known_facts = {(fold(fact.kind), fold(fact.text)) for fact in have.facts}
    known_tags = {fold(tag) for tag in have.tags}
    return ContactDraft(
        company=said.company if not have.company else "",
        job_title=said.job_title if not have.job_title else "",
        department=said.department if not have.department else "",
        points=tuple(
            p
            for p in said.points
            if not (
                any(same(p.value, number) for number in numbers)
                if p.kind is PointKind.PHONE
                else (p.kind, compare_key(p.kind, p.value)) in known_points
            )
        ),
        addresses=tuple(a for a in said.addresses if fold(a.one_line()) not in known_addresses),
        dates=tuple(
            d for d in said.dates if d not in have.dates and fold(d.label) not in known_dates and _is_new_day(d, have)
        ),
        facts=tuple(f for f in said.facts if (fold(f.kind), fold(f.text)) not in known_facts),
        tags=tuple(tag for tag in said.tags if fold(tag) not in known_tags),
        note=said.note if said.note and said.note not in have.note else "",
        source=said.source if not have.source else "",
        language=said.language if not have.language else "",
        time_zone=said.time_zone if not have.time_zone else "",
        preferred_channel=said.preferred_channel if not have.preferred_channel else "",
        keep_in_touch_days=said.keep_in_touch_days if have.keep_in_touch_days is None else None,
        more=background_news(have.more, _without_known(said.more, known_facts)),
    )


def _is_new_day(date: ImportantDate, have: ContactDraft) -> bool:
    return not any(fold(date.label) == fold(known.label) and date.value == known.value for known in have.dates)


def _without_known(said: Background, facts: set[tuple[str, str]]) -> Background:
    """Without the relations to people who could not be told, and so were kept as facts."""
    known = [
        part
        for part in said.relations
        for told in (part.name or part.uid,)
        if facts & {(fold(part.kind), fold(text)) for text in (told, f"{told} ({part.note})")}
    ]
    if not known:
        return said
    return replace(said, relations=tuple(part for part in said.relations if part not in known))


def joined(have: ContactDraft, more: ContactDraft) -> ContactDraft:
    """`have` with the news that `news` found put in."""
    return ContactDraft(
        name=have.name,
        company=have.company or more.company,
        job_title=have.job_title or more.job_title,
        department=have.department or more.department,
        points=have.points + more.points,
        addresses=have.addresses + more.addresses,
        dates=have.dates + more.dates,
        facts=have.facts + more.facts,
        tags=have.tags + more.tags,
        note="\n\n".join(note for note in (have.note, more.note) if note),
        source=have.source or more.source,
        language=have.language or more.language,
        time_zone=have.time_zone or more.time_zone,
        preferred_channel=have.preferred_channel or more.preferred_channel,
        keep_in_touch_days=have.keep_in_touch_days if have.keep_in_touch_days is not None else more.keep_in_touch_days,
        uid=have.uid,
        more=joined_background(have.more, more.more),
    )
