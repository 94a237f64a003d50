"""A cleaned draft of a person as rows: the name with what lists show and sort by, and everything that hangs on it."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.domain.background import NOTHING_ELSE
from crm_desktop.domain.contacts import ContactDraft, Name, called, sort_key
from crm_desktop.domain.folding import fold
from crm_desktop.domain.matching import own_uid
from crm_desktop.services.writes import Details, Work, company_for, tag_for


def insert_contact(work: Work, draft: ContactDraft, origin: str) -> int:
    """Put a cleaned draft, but for a photo, into the tables, inside a unit of work; returns the id."""
    if draft.more is NOTHING_ELSE:
        return _insert_contact(work, draft, origin)
    # Files of other programs and samples have it, forms hardly ever: it is not loaded at the start.
    from crm_desktop.services.background_writes import BackgroundWriting

    background = BackgroundWriting(work)
    understood = background.understood(draft)
    contact_id = _insert_contact(work, understood, origin)
    background.write(contact_id, understood.more)
    background.relate()
    return contact_id


def _insert_contact(work: Work, draft: ContactDraft, origin: str) -> int:
    contact_id = work.insert(
        "contacts",
        uid=draft.uid or own_uid(),
        company_id=company_for(work, draft.company),
        job_title=draft.job_title,
        department=draft.department,
        note=draft.note,
        source=draft.source,
        language=draft.language,
        time_zone=draft.time_zone,
        preferred_channel=draft.preferred_channel,
        keep_in_touch_days=draft.keep_in_touch_days,
        origin=origin,
        created_at=work.now,
        **name_columns(draft.name, called(draft)),
    )
    details = Details.of(contact_id, draft)
    for table, columns, rows in details.tables():
        work.insert_many(table, columns, rows)
    for name in draft.tags:
        work.insert("contact_tags", contact_id=contact_id, tag_id=tag_for(work, name))
    return contact_id


def name_columns(name: Name, shown: str) -> dict[str, str]:
    """The columns that hold a name, with what lists show and sort by."""
    columns = {field: getattr(name, field) for field in ("prefix", "given", "middle", "family", "suffix", "nickname")}
    # A formatted name that says what the parts say would hide the next change of a part.
    formatted = name.formatted
    if formatted and formatted == replace(name, formatted="").display():
        formatted = ""
    return {
        **columns,
        "formatted": formatted,
        "display_name": shown,
        "sort_key": sort_key(name, shown) or fold(name.nickname),
    }
