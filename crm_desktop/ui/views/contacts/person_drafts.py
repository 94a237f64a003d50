"""Half-typed words of a person's page, kept until they are saved or taken back, so that a crash does not take them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

from crm_desktop.ui.drafts import DraftStore, Fields

LABEL: Final = "label"
"""Before the name of a row: what is typed as its label."""


class PersonDrafts:
    """One draft a person: what is typed by the field it is typed in, a text or the texts of a form by their names."""

    def __init__(self, store: DraftStore) -> None:
        self._store = store

    def kept(self, contact_id: int) -> Fields:
        """Everything that was typed on the page of somebody and not saved. Quick enough for the GUI thread."""
        return self._store.get(_place(contact_id))

    def keep(self, contact_id: int, field: str, typed: Any) -> None:
        """Keep what stands in a field now."""
        self._store.put(_place(contact_id), {**self.kept(contact_id), field: typed})

    def drop(self, contact_id: int, field: str) -> None:
        """It was saved or taken back."""
        kept = self.kept(contact_id)
        if field in kept:
            del kept[field]
            self._store.put(_place(contact_id), kept or None)
            self._store.flush()


def field_name(key: Hashable) -> str:
    """The key of a row as the draft names it: `point/12`, `text/source`, `new/email/1`."""
    return "/".join(str(part) for part in key) if isinstance(key, tuple) else str(key)


def _place(contact_id: int) -> str:
    return f"person/{contact_id}"
