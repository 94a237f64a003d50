"""The narrow list of people beside a page: name over company, and how long ago one spoke."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.pages import ContactRow
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import RowParts, TwoLineDelegate
from crm_desktop.ui.texts import ago_days, tr
from crm_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services.contacts import ContactService


class PeopleList(PagedListView):
    """Several people can be chosen in it."""

    def __init__(
        self, theme: Theme, contacts: ContactService, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        self._contacts = contacts
        self._now = now
        self.model_of_people: PagedListModel[Any] = PagedListModel([], self._rows, lambda row: row.name, parent)
        delegate = TwoLineDelegate(theme, self.parts)
        super().__init__(theme, self.model_of_people, delegate, tr("Contacts"), parent=parent, takes_many=True)

    def _rows(self, ids: Sequence[int]) -> list[ContactRow | None]:
        found = {row.id: row for row in self._contacts.rows(ids)}
        return [found.get(contact_id) for contact_id in ids]

    def parts(self, row: ContactRow) -> RowParts:
        """What the line of a person shows."""
        days = "" if row.last_spoke is None else ago_days(self._days_since(row.last_spoke))
        return RowParts(title=row.name, subtitle=row.company, avatar_name=row.name, right_text=days)

    def _days_since(self, instant: datetime) -> int:
        now = self._now()
        return (now.date() - instant.astimezone(now.tzinfo).date()).days
