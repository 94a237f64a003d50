"""What the page of a deal writes besides typed texts: value, tags, people, a copy; what will not do is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.domain.contacts import ContactDraft
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.messages import Message
from crm_desktop.domain.typed_names import name_from
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline.page.reading import ShownDeal

if TYPE_CHECKING:
    from crm_desktop.services.deal_pages import DealPageService


class DealWrites(QObject):
    """Each method writes for the deal that `deal_id` gives. `duplicated` carries the id of a copy."""

    duplicated = Signal(int)

    def __init__(self, context: ViewContext, deal_id: Callable[[], int | None], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._deal_id = deal_id

    def pages(self) -> DealPageService:
        """Made when the first page asks for it."""
        found: DealPageService = self._context.services.deals.pages
        return found

    def set_value(self, value: DealValue) -> None:
        """Another period, or another number of times."""
        self._write(lambda deal_id: self.pages().set_value(deal_id, value))

    def set_tags(self, names: tuple[str, ...]) -> None:
        """Exactly these tags."""
        self._write(lambda deal_id: self.pages().set_tags(deal_id, names))

    def set_main(self, contact_id: int) -> None:
        """Whom the deal is with."""
        self._write(lambda deal_id: self.pages().set_main(deal_id, contact_id))

    def remove_person(self, contact_id: int) -> None:
        """Somebody takes no part any more; the bar offers undo."""
        self._write(
            lambda deal_id: self.pages().remove_person(deal_id, contact_id),
            lambda _result: self._context.say(tr("Taken out of the deal"), True),
        )

    def duplicate(self, shown: ShownDeal | None) -> None:
        """Make a copy."""
        if shown is None:
            return
        title = one_line(shown.profile.card.title, 60)

        def made(copy_id: object) -> None:
            self._context.say(tr("Duplicated “{title}”", title=title), True)
            self.duplicated.emit(int(str(copy_id)))

        self._write(self.pages().duplicate, made)

    def add_person(
        self,
        contact_id: int | None,
        new_name: str,
        role: str,
        company: str,
        added: Callable[[], object],
        refused: Callable[[Message], object],
    ) -> None:
        """Somebody takes part, from now on known under `new_name` where there is no id; of the deal's company then."""
        contacts, deal_id = self._context.services.contacts, self._deal_id()
        if deal_id is None:
            return

        def write() -> None:
            who = contact_id
            if who is None:
                who = contacts.add(ContactDraft(name=name_from(new_name), company=company))
            self.pages().add_person(deal_id, who, role)

        self._context.jobs.write(
            write, lambda _result: added(), lambda error: refused(error.sentence), owner=self.parent()
        )

    def _write(self, job: Callable[[int], object], done: Callable[[object], object] | None = None) -> None:
        deal_id = self._deal_id()
        if deal_id is not None:
            fail = self._context.fail
            self._context.jobs.write(
                lambda: job(deal_id), done, lambda error: fail(error.sentence), owner=self.parent()
            )
