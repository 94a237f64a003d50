"""What stands above the list of people: the title with its buttons, the line to filter by, and the order."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.menus import choices_menu
from crm_desktop.ui.texts import one_line, plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.list_state import LAST_TALK
from crm_desktop.ui.widgets import Button, Divider, Label, PageHeader, PrimaryButton, SearchField

# So much of what was typed is repeated where nobody matches it.
_SHOWN_OF_TYPED = 60


class ListHead(QWidget):
    """`sort_chosen` carries an order as a saved list says it."""

    sort_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = SearchField(theme, tr("Filter contacts"))
        self.order_button = Button(theme, "")
        self.build_button = Button(theme, "", icon="filter")
        self.import_button = Button(theme, tr("Import"))
        self.new_button = PrimaryButton(theme, tr("New"))
        self.header = PageHeader(theme, tr("Contacts"), margin=12)
        self.header.add_right(self.import_button)
        self.header.add_right(self.new_button)
        self.build_button.setAccessibleName(tr("Filter by more (Shift F)"))
        self.build_button.setToolTip(tr("Filter by more (Shift F)"))
        row = QHBoxLayout()
        side = theme.scaled(12)
        row.setContentsMargins(side, theme.scaled(9), side, theme.scaled(9))
        row.setSpacing(theme.scaled(6))
        row.addWidget(self.filter, 1)
        row.addWidget(self.build_button)
        row.addWidget(self.order_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(row)
        column.addWidget(Divider(theme))
        choices = tuple((words, partial(self.sort_chosen.emit, sort)) for sort, words in _order_words().items())
        self.order_button.set_menu(choices_menu(self.order_button, choices))

    def show_order(self, sort: str) -> None:
        """Say what the list is sorted by."""
        words = _order_words().get(sort) or tr("By column")
        self.order_button.setText(words)
        self.order_button.setAccessibleName(tr("Order: {order}", order=words))
        self.order_button.updateGeometry()

    def show_count(self, count: int) -> None:
        """How many people there are, for the words in the filter."""
        words = plural("Filter {count} contact", "Filter {count} contacts", count)
        self.filter.setPlaceholderText(words)
        self.filter.setAccessibleName(words)


def _order_words() -> dict[str, str]:
    return {LAST_TALK: tr("Last spoke"), "last-talk": tr("Longest ago"), "name": tr("Name"), "-added": tr("Added")}


class PaneSurface(QWidget):
    """The surface that the list lies on, with a line at its end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the ground and draw the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.fillRect(0 if right_to_left else self.width() - 1, 0, 1, self.height(), self._theme.colour("line"))


class NobodyPage(QWidget):
    """What stands in place of the list while nobody is in it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label("", TextRole.BODY, "secondary", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear_button = Button(theme, tr("Show everybody"))
        self.add_button = Button(theme, tr("New contact of that name"))
        column = QVBoxLayout(self)
        side = theme.scaled(12)
        column.setContentsMargins(side, theme.space(8), side, side)
        column.setSpacing(theme.space(2.5))
        column.addWidget(self._words)
        for button in (self.clear_button, self.add_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def show_text(self, text: str) -> None:
        """Say whom nobody matched; without a typed text, that the list is empty for now."""
        self._words.setText(
            tr("Nobody matches “{text}”.", text=one_line(text, _SHOWN_OF_TYPED))
            if text
            else tr("Nobody is in this list now.")
        )
        # Above an empty list stands already how to leave it.
        for button in (self.clear_button, self.add_button):
            button.setVisible(bool(text))
