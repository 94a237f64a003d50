"""Which parts of a person's page are folded, remembered from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.services.settings import FOLDED
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.views.contacts.detail_section import FoldSection

if TYPE_CHECKING:
    from crm_desktop.services.settings import SettingsService


class Folds(QObject):
    """Reads the setting once; a part that is folded or unfolded is written behind the user's back, and not undone."""

    def __init__(self, jobs: Jobs, settings: SettingsService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._settings = settings
        self._folded = {key for key in settings.get(FOLDED.name).split(",") if key}

    def is_folded(self, key: str) -> bool:
        """Whether the part was folded when it was last shown."""
        return key in self._folded

    def remember(self, key: str, folded: bool) -> None:
        """The user folded or unfolded a part."""
        if folded == (key in self._folded):
            return
        (self._folded.add if folded else self._folded.discard)(key)
        value = ",".join(sorted(self._folded))
        self._jobs.write(lambda: self._settings.set(FOLDED.name, value), owner=self)

    def watch(self, section: FoldSection) -> None:
        """Fold a section as it was, and remember what becomes of it."""
        section.set_folded(self.is_folded(section.key))
        section.folded.connect(self.remember)
