"""Writing everything to a file: how far it is, and Cancel, on a card that quick exports never show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.runner import Cancel, Jobs, Progress
from crm_desktop.ui.texts import one_line, plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import ElidedLabel, ProgressStrip
from crm_desktop.ui.widgets.overlay import OverlayCard

Write = Callable[[Progress, Cancel], int]
"""Writes the file and returns how many contacts; it stops, raising a UserError, when Cancel says so."""
_SHOWN_AFTER_MS = 300


class ExportCard(OverlayCard):
    """A card about one file that is being written; it begins when it is made and goes when that is over.

    `lay` shows it, if it takes longer than a moment; `say` gets what became of it. Esc and Cancel stop it: what stood in the
    place of the file is untouched then.
    """

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        path: Path,
        write: Write,
        lay: Callable[[OverlayCard], object],
        say: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, tr("Writing “{file}”", file=one_line(path.name, 60)), width=460)
        self.hide()
        self.setParent(parent)
        self._say = say
        self._cancel = Cancel()
        self._over = False
        self.strip = ProgressStrip(theme)
        self.strip.cancelled.connect(self._cancel.cancel)
        self._build(theme)
        self._patience = QTimer(self, singleShot=True, interval=_SHOWN_AFTER_MS)
        self._patience.timeout.connect(lambda: lay(self))
        self._patience.start()
        self.strip.start(tr("Writing…"))
        report = jobs.reporter(self.strip.progress)
        jobs.slow(lambda: write(report, self._cancel), self._written, self._failed, owner=self)

    def may_close(self) -> bool:
        """Esc asks it to stop first; the card goes when it has."""
        self._cancel.cancel()
        return self._over

    def _build(self, theme: Theme) -> None:
        side = theme.scaled(18)
        column = QVBoxLayout()
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.space(3))
        column.addWidget(ElidedLabel(self.accessibleName(), TextRole.TITLE, weight="bold"))
        column.addWidget(self.strip)
        self.body.addLayout(column)

    def _written(self, count: int) -> None:
        self._end(plural("{count} contact written", "{count} contacts written", count))

    def _failed(self, error: UserError) -> None:
        self._end(show(error.sentence))

    def _end(self, said: str) -> None:
        self._over = True
        self._patience.stop()
        self.strip.finish()
        self._say(said)
        self.close_card()
        self.deleteLater()
