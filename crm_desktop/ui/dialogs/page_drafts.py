"""Half-typed words of the page of a thing, kept until they are saved or taken back, so that a crash does not take them."""

from __future__ import annotations

from typing import Any

from crm_desktop.ui.drafts import DraftStore, Fields


class PageDrafts:
    """One draft for each page of a `subject` ("company"): what is typed, by the field it is typed in."""

    def __init__(self, store: DraftStore, subject: str) -> None:
        self._store = store
        self._subject = subject

    def kept(self, owner_id: int) -> Fields:
        """Everything that was typed on a page and not saved. Quick enough for the GUI thread."""
        return self._store.get(self._place(owner_id))

    def keep(self, owner_id: int, field: str, typed: Any) -> None:
        """Keep what stands in a field now."""
        self._store.put(self._place(owner_id), {**self.kept(owner_id), field: typed})

    def drop(self, owner_id: int, field: str) -> None:
        """It was saved or taken back."""
        kept = self.kept(owner_id)
        if field in kept:
            del kept[field]
            self._store.put(self._place(owner_id), kept or None)
            self._store.flush()

    def _place(self, owner_id: int) -> str:
        return f"{self._subject}/{owner_id}"
