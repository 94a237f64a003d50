"""Further programs whose tables need little more than to be recognised."""

from __future__ import annotations

import re

from crm_desktop.domain.messages import message
from crm_desktop.formats.csv.headers import match_header, normalise
from crm_desktop.formats.csv.preset import Preset, headers

_ENTITY = re.compile(
    r"(Person|Personne|Persona|Pessoa|Organi[sz]ation|Organización|Deal|Activity|Note|Lead) - (.+)", re.IGNORECASE
)


def match_pipedrive(header: str) -> str | None:
    """The target of `Person - Email - Work` and its kin; columns of deals and activities are left out."""
    found = _ENTITY.fullmatch(header.strip().rstrip("*"))
    if found is None:
        return None
    entity, rest = found[1].lower()[:4], found[2]
    if entity.startswith("pers") or entity == "pess":
        return "company" if normalise(rest) in ("organization", "organisation") else match_header(rest) or None
    if entity == "orga":
        if normalise(rest) in ("name", "nom", "nombre", "nome"):
            return "company"
        target = match_header(rest.removesuffix(" of Address"))
        return f"{target.partition(':')[0]}:work" if target.startswith("address") else ""
    return "note" if entity == "note" else ""


PIPEDRIVE = Preset(
    id="pipedrive",
    title=message("Pipedrive people"),
    needs=(headers("person name"), headers("person first name, person last name")),
    match=match_pipedrive,
    targets={"person owner": "", "person labels": "tags", "person phone": "phone"},
)
ZOHO = Preset(
    id="zoho",
    title=message("Zoho CRM contacts"),
    needs=(headers("record id, contact owner id"), headers("first name, last name, account name id")),
    targets={
        "record id": "uid",
        "title": "job_title",
        "full name": "",
        "contact name": "",
        "vendor name": "fact:Vendor",
    },
)
SALESFORCE = Preset(
    id="salesforce",
    title=message("Salesforce contacts"),
    needs=(
        headers("first name, last name, account name"),
        headers("first name, last name, mobile phone, lead source, owner id"),
    ),
    targets={"title": "job_title", "last activity": ""},
)
MAILCHIMP = Preset(
    id="mailchimp",
    title=message("Mailchimp audience"),
    needs=(headers("email address, member rating"), headers("email address, first name, last name, leid")),
    targets={"region": "", "timezone": "", "cc": ""},
)
THUNDERBIRD = Preset(
    id="thunderbird",
    title=message("Thunderbird address book"),
    needs=(headers("display name, primary email"), headers("first name, last name, primary email")),
    targets={
        "screen name": "link:messenger",
        "web page 1": "link:work",
        "web page 2": "link:home",
        "work address": "address.street:work",
        "home address": "address.street:home",
        "work address 2": "address.extended:work",
        "home address 2": "address.extended:home",
    },
    shows_prefix=True,
)
ATOMIC = Preset(
    id="atomic",
    title=message("Atomic CRM contacts"),
    needs=(headers("first name, last name, email work, background"),),
    targets={"title": "job_title", "background": "note", "status": "fact:Status", "has newsletter": ""},
)
