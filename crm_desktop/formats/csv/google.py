"""Google Contacts, the header of 2024 and the one before it: numbered groups (`E-mail 1 - Label`, `E-mail 1 - Value`)."""

from __future__ import annotations

import re

from crm_desktop.domain.messages import message
from crm_desktop.formats.csv.headers import normalise
from crm_desktop.formats.csv.preset import Preset, headers

_GROUP = re.compile(r"(.+?) (\d+) - (.+)")
_KINDS = {
    "email": "email",
    "phone": "phone",
    "website": "link",
    "im": "link",
    "event": "date",
    "relation": "relation",
    "custom field": "fact",
    "jot": "note",
}
_ADDRESS = {
    "formatted": "formatted",
    "street": "street",
    "city": "city",
    "po box": "po_box",
    "region": "region",
    "postal code": "postal_code",
    "country": "country",
    "extended address": "extended",
}
_ORGANISATION = {"name": "company", "title": "job_title", "department": "department", "type": ""}


def group_of(header: str) -> tuple[str, str] | None:
    """The group and the part of a numbered header: ("Phone 2", "value") of `Phone 2 - Value`; None for any other."""
    match = _GROUP.fullmatch(header.strip())
    return (f"{match[1]} {match[2]}", normalise(match[3])) if match else None


def match(header: str) -> str | None:
    """The target of a numbered header; None when it is not one of Google's."""
    found = group_of(header)
    if found is None:
        return None
    group, part = found
    kind = normalise(group).rpartition(" ")[0]
    if kind == "organization":
        return (
            _ORGANISATION.get(part, f"fact:{header}") if group.endswith(" 1") else f"fact:{header}" * (part != "type")
        )
    if part in ("label", "type", "service"):
        return "label"
    if kind == "address":
        return f"address.{_ADDRESS[part]}" if part in _ADDRESS else None
    if kind in _KINDS and part == "value":
        field = _KINDS[kind]
        return f"fact:{group}" if field == "fact" else field
    return None


_COMMON = {
    "labels": "tags",
    "organization name": "company",
    "organization title": "job_title",
    "organization department": "department",
    "group membership": "tags",
    "photo": "",
    "file as": "",
    "birthday": "birthday",
    "notes": "note",
    "occupation": "fact:Occupation",
    "location": "fact:Location",
    "short name": "fact:Short Name",
}

NEW = Preset(
    id="google",
    title=message("Google Contacts export"),
    needs=(headers("first name, last name, labels, organization name"), headers("first name, labels, email 1 value")),
    targets=_COMMON,
    match=match,
    separator=" ::: ",
    shows_prefix=True,
)
OLD = Preset(
    id="google",
    title=message("Google Contacts export (older layout)"),
    needs=(
        headers("given name, family name, group membership"),
        headers("given name, family name, email 1 type, email 1 value"),
        headers("name, given name, yomi name"),
    ),
    targets=_COMMON,
    match=match,
    separator=" ::: ",
    shows_prefix=True,
)
