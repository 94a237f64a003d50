"""How the board looks: its order and its folded columns, remembered from one start to the next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.services.pipeline_settings import BOARD_LOOK
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.views.pipeline.ordering import Order

if TYPE_CHECKING:
    from crm_desktop.services.settings import SettingsService


class BoardLook(QObject):
    """Reads the setting once, and writes it behind the user's back at every change; that is nothing to undo."""

    def __init__(self, jobs: Jobs, settings: SettingsService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._settings = settings
        kept = _read(settings.get(BOARD_LOOK.name))
        self._order = next((order for order in Order if order == kept.get("order")), Order.URGENCY)
        folded = kept.get("folded")
        self._folded = {stage for stage in folded if isinstance(stage, int)} if isinstance(folded, list) else set()

    @property
    def order(self) -> Order:
        """How the cards of each column are sorted."""
        return self._order

    def set_order(self, order: Order) -> None:
        """Sort the cards of each column otherwise."""
        if order is not self._order:
            self._order = order
            self._keep()

    def is_folded(self, stage_id: int) -> bool:
        """Whether the column of a stage is folded; 0 is what was won."""
        return stage_id in self._folded

    def fold(self, stage_id: int, folded: bool) -> None:
        """Fold or unfold the column of a stage; 0 is what was won."""
        if folded != self.is_folded(stage_id):
            (self._folded.add if folded else self._folded.discard)(stage_id)
            self._keep()

    def unfold_all(self) -> None:
        """No column is folded any more, in any pipeline."""
        if self._folded:
            self._folded.clear()
            self._keep()

    def _keep(self) -> None:
        value = json.dumps({"order": self._order.value, "folded": sorted(self._folded)})
        self._jobs.write(lambda: self._settings.set(BOARD_LOOK.name, value), owner=self)


def _read(stored: str) -> dict[str, object]:
    """What is stored; nothing where it cannot be read, so that no setting keeps the board from opening."""
    try:
        found = json.loads(stored) if stored else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
