"""What stands below the top of a person's page: the timeline with the details beside it, or below it."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import Divider

_DETAILS_WIDTH, _DETAILS_HEIGHT, _SHORT_DETAILS_HEIGHT = 244, 132, 100
_FORM_HEIGHT = 210
_ANY_WIDTH = 16_777_215


class PersonBody(QWidget):
    """Takes the height that is left: what it holds would like more, and would squeeze the lines above it."""

    def __init__(self, theme: Theme, timeline: QWidget, details: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._details = details
        self._short = False
        self._filling = False
        self._line = Divider(theme)
        self._column = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(timeline, 1)
        self._column.addWidget(self._line)
        self._column.addWidget(details)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def hasHeightForWidth(self) -> bool:
        """No height is wanted at any width."""
        return False

    def set_folded(self, folded: bool) -> None:
        """With little room the details stand below the timeline."""
        direction = QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight
        self._column.setDirection(direction)
        self._column.setSpacing(self._theme.scaled(6 if folded else 22))
        self._share()
        self._line.setVisible(folded)
        width = self._theme.scaled(_DETAILS_WIDTH)
        self._details.setMinimumWidth(0 if folded else width)
        self._details.setMaximumWidth(_ANY_WIDTH if folded else width)
        self.make_room(False)

    def set_short(self, short: bool) -> None:
        """In a low window the timeline gets a larger share of what is left."""
        self._short = short
        self._share()
        self.make_room(False)

    def set_filling(self, filling: bool) -> None:
        """While a form is open in the details, below the timeline they get room for most of it."""
        self._filling = filling
        self.make_room(False)

    def _share(self) -> None:
        timeline, details = (5, 1) if self._short else (3, 2)
        self._column.setStretch(0, timeline if self.is_folded() else 1)
        self._column.setStretch(2, details if self.is_folded() else 0)

    def is_folded(self) -> bool:
        """Whether the details stand below the timeline."""
        return self._column.direction() is QBoxLayout.Direction.TopToBottom

    def make_room(self, wanted: bool) -> None:
        """Something above needs more height for a while: below the timeline, the details give way."""
        least = self._theme.scaled(_SHORT_DETAILS_HEIGHT if self._short else _DETAILS_HEIGHT)
        least = self._theme.scaled(_FORM_HEIGHT) if self._filling else least
        height = least if self.is_folded() and not wanted else 0
        self._details.setMinimumHeight(height)
