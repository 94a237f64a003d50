"""How the list of deals looks: its columns and its order, remembered from one start to the next."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QObject

from crm_desktop.domain.deal_columns import GREATEST_FIRST
from crm_desktop.services.pipeline_settings import DEAL_LIST
from crm_desktop.ui.view import ViewContext


class ListLook(QObject):
    """Reads the setting once, and writes it behind the user's back at every change; that is nothing to undo.

    `sort` is the key of a column, with `-` for the other direction, empty for the order of the board; `keys` are the columns,
    none for the usual ones.
    """

    def __init__(self, context: ViewContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        kept = _read(context.services.settings.get(DEAL_LIST.name))
        columns = kept.get("columns")
        self.sort = str(kept.get("sort", ""))
        self.keys: tuple[str, ...] = tuple(map(str, columns)) if isinstance(columns, list) else ()

    def sort_by(self, key: str) -> None:
        """Sort by a column; the same one again turns the order round."""
        first = f"-{key}" if key in GREATEST_FIRST else key
        turned = key if first.startswith("-") else f"-{key}"
        self.sort = turned if self.sort == first else first
        self._keep()

    def take_columns(self, keys: list[str]) -> None:
        """Show these columns."""
        self.keys = tuple(keys)
        self._keep()

    def _keep(self) -> None:
        value = json.dumps({"sort": self.sort, "columns": list(self.keys)})
        settings = self._context.services.settings
        self._context.jobs.write(lambda: settings.set(DEAL_LIST.name, value), owner=self)


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
