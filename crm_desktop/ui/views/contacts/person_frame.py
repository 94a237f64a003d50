"""How the parts of a person's page share out its height: the top, what to mind and the brief, and what stands below."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.person_body import PersonBody
from crm_desktop.ui.views.contacts.person_brief import Brief
from crm_desktop.ui.views.contacts.person_header import PersonHeader
from crm_desktop.ui.views.contacts.person_strips import PersonStrips

_SHORT_BELOW = 660
"""A page below this height, in pixels at a 13 px font, would have no room for three lines of the timeline."""
_SIDE, _SIDE_OF_SCROLLBAR = 22, 10


class PersonFrame(QWidget):
    """Lays out what it is given; `set_height` says how high the page is."""

    def __init__(
        self,
        theme: Theme,
        header: PersonHeader,
        strips: PersonStrips,
        brief: Brief,
        body: PersonBody,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strips, self._body = strips, body
        self._short: bool | None = None
        self._between = QWidget()
        between = QVBoxLayout(self._between)
        between.setContentsMargins(0, 0, 0, 0)
        between.addWidget(strips)
        between.addWidget(brief)
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, theme.scaled(_SIDE - _SIDE_OF_SCROLLBAR), 0)
        top.addWidget(header)
        top.addWidget(self._between)
        self._close = (top, between)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(body, 1)
        self.set_height(_SHORT_BELOW * 2)

    def set_height(self, height: int) -> None:
        """In a low page the parts stand closer, and several things to mind fold into one line."""
        theme, short = self._theme, height < self._theme.scaled(_SHORT_BELOW)
        if short == self._short:
            return
        self._short = short
        above = 10 if short else 17
        self._column.setContentsMargins(theme.scaled(_SIDE), theme.scaled(above), theme.scaled(_SIDE_OF_SCROLLBAR), 0)
        self._column.setSpacing(theme.scaled(7 if short else 13))
        for layout in self._close:
            layout.setSpacing(theme.scaled(6 if short else 9))
        self._strips.set_short(short)
        self._body.set_short(short)

    def make_room(self, wanted: bool) -> None:
        """While all parts of a name are open in a small window, what stands below them gives way."""
        self._between.setVisible(not (wanted and self._body.is_folded()))
        self._body.make_room(wanted)
