"""What is typed on the page of a deal: kept over a crash, saved on leaving, refused under its field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, message
from crm_desktop.ui.dialogs.page_drafts import PageDrafts
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line
from crm_desktop.ui.widgets import InlineEdit

Save = Callable[[int, str], object]
"""Writes what was typed for a deal, in the writer's thread; raises UserError for what will not do."""
_OWN = "own/"


class DealTyping(QObject):
    """Listens to the fields of a page; what they hold belongs to the deal that they show.

    `written` is called once something is stored, which may be written otherwise than it was typed.
    """

    def __init__(
        self,
        jobs: Jobs,
        drafts: DraftStore,
        fail: Callable[[Message], None],
        written: Callable[[int], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._drafts = PageDrafts(drafts, "deal-page")
        self._fail = fail
        self._written = written
        self._deal_id: int | None = None
        self._edits: dict[str, InlineEdit] = {}

    def show_deal(self, deal_id: int | None) -> None:
        """The fields belong to this deal from now on; what was refused for the former one is kept as its draft."""
        if deal_id != self._deal_id:
            self._deal_id = None
            for edit in self._edits.values():
                if edit.is_editing():
                    edit.put_away()
        self._deal_id = deal_id

    def watch(self, edit: InlineEdit, field: str, save: Save) -> None:
        """Save what is typed into a field, and keep it until then."""
        self._edits[field] = edit
        edit.typed.connect(partial(self.keep, field))
        edit.editing_changed.connect(lambda editing: None if editing else self.drop(field))
        edit.committed.connect(lambda typed: self.save(edit, field, typed, save))

    def forget(self, field: str) -> None:
        """The field is gone."""
        self._edits.pop(field, None)

    def restore(self, own: Callable[[int, str], object]) -> None:
        """What was typed before the program ended stands there again; `own` gets what belongs to fields of the user's."""
        for field, typed in self._kept().items():
            if not isinstance(typed, str) or not typed.strip():
                continue
            if field.startswith(_OWN):
                own(int(field.removeprefix(_OWN)), typed)
            elif field in self._edits:
                self._edits[field].restore(typed)

    def kept(self, field: str) -> Any:
        """What was typed at a place of the page and not saved."""
        return self._kept().get(field)

    def keep(self, field: str, typed: Any) -> None:
        """Something was typed."""
        if self._deal_id is not None:
            self._drafts.keep(self._deal_id, field, typed)

    def drop(self, field: str) -> None:
        """It was saved or taken back."""
        if self._deal_id is not None:
            self._drafts.drop(self._deal_id, field)

    def keep_own(self, deal_id: int, field_id: int, typed: str) -> None:
        """The same for a field of the user's own."""
        self._drafts.keep(deal_id, f"{_OWN}{field_id}", typed)

    def drop_own(self, deal_id: int, field_id: int) -> None:
        """The same for a field of the user's own."""
        self._drafts.drop(deal_id, f"{_OWN}{field_id}")

    def save(self, edit: InlineEdit, field: str, typed: str, save: Save) -> None:
        """Write it; refused, the field opens again with what was typed and says why, if its deal is still shown."""
        deal_id = self._deal_id
        if deal_id is None:
            return
        self.keep(field, typed)

        def stored(_result: object) -> None:
            self._drafts.drop(deal_id, field)
            self._written(deal_id)

        def refused(error: UserError) -> None:
            if self._deal_id == deal_id and self._edits.get(field) is edit:
                edit.show_error(error.sentence)
            else:
                self._fail(message("“{text}” was not saved. {why}", text=one_line(typed, 60), why=error.sentence))

        self._jobs.write(partial(save, deal_id, typed), stored, refused, owner=self)

    def _kept(self) -> dict[str, Any]:
        return self._drafts.kept(self._deal_id) if self._deal_id is not None else {}
