"""Makes one company of several inside a unit of work, without losing what they say differently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.domain.company_pages import COMPANY_TEXTS
from crm_desktop.domain.contacts import clean_text
from crm_desktop.domain.messages import message
from crm_desktop.storage import company_merging
from crm_desktop.storage.queries import companies as queries

if TYPE_CHECKING:  # SQLModel stays unloaded until the first write, see storage/writing.py
    from crm_desktop.storage.unit_of_work import Work

_CALLED = {
    "domain": "Domain: {value}",
    "website": "Website: {value}",
    "phone": "Phone: {value}",
    "email": "E-mail: {value}",
    "address": "Address: {value}",
    "industry": "Industry: {value}",
}


def merge_into(work: Work, into: int, others: Sequence[int]) -> None:
    """Move everything of the others to `into` and delete them."""
    kept = queries.texts(work.read, into) or {}
    for other in others:
        said = queries.texts(work.read, other) or {}
        notes = _take_texts(kept, said)
        notes += [f"{field}: {text}" for field, text in company_merging.move_values(work.read, into, other)]
        note = str(said.get("note", ""))
        if note and note not in str(kept["note"]):
            notes.insert(0, note)
        if notes:
            kept["note"] = clean_text("\n".join(part for part in (str(kept["note"]), *notes) if part))
    company_merging.move_all(work.read, into, others)
    work.update("companies", into, **{field: kept[field] for field in COMPANY_TEXTS})
    for other in others:
        work.delete("companies", other)


def _take_texts(kept: dict[str, object], said: dict[str, object]) -> list[str]:
    """Fill what is empty; returns what both say differently, in words for the note."""
    differing = []
    for field, template in _CALLED.items():
        theirs = str(said.get(field, ""))
        if theirs and not kept[field]:
            kept[field] = theirs
        elif theirs and theirs != kept[field]:
            differing.append(str(message(template, value=theirs)))
    return differing
