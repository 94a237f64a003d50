"""The line above the board: what is shown of it, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.ui.actions import by_id, tooltip_text
from crm_desktop.ui.texts import number, one_line, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.views.pipeline.deal_menu import show_menu_of
from crm_desktop.ui.views.pipeline.filtering import BoardFilter
from crm_desktop.ui.views.pipeline.ordering import Order
from crm_desktop.ui.widgets import ChipButton, ElidedLabel, LinkButton, SearchField

Choices = Callable[[], Sequence[tuple[int, str]]]
"""The ids and names there are to choose from, asked for each time."""


class BoardLine(QWidget):
    """`text_changed`, `list_chosen(id or None)`, `tag_chosen(id or None)`, `stuck_pressed`, `order_chosen(Order)`, `cleared`,
    and `left` when the keys are to go back to the board.
    """

    text_changed = Signal(str)
    list_chosen = Signal(object)
    tag_chosen = Signal(object)
    stuck_pressed = Signal()
    order_chosen = Signal(object)
    cleared = Signal()
    left = Signal()

    def __init__(self, theme: Theme, lists: Choices, tags: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lists, self._tags = lists, tags
        self.field = SearchField(theme, tr("Filter the board"))
        self.field.setFixedWidth(theme.scaled(170))
        self.list_button = self._chip(tr("List…"), self.choose_list, "pipeline.filter_list")
        self.tag_button = self._chip(tr("Tag…"), self.choose_tag, "pipeline.filter_tag")
        self.stuck_button = self._chip(tr("Stuck"), self.stuck_pressed.emit, "pipeline.filter_stuck")
        self.order_button = self._chip("", self.choose_order, "pipeline.sort")
        self.filtered = ElidedLabel("", TextRole.SECONDARY, "today")
        self.clear_button = LinkButton(theme, tr("clear"))
        self.clear_button.setAccessibleName(tooltip_text(by_id("pipeline.filter_clear")))
        self._lay_out()
        self.field.textChanged.connect(self.text_changed)
        self.field.left_downwards.connect(self.left)
        self.field.returnPressed.connect(self.left)
        self.clear_button.clicked.connect(lambda _checked=False: self.cleared.emit())

    def _chip(self, text: str, press: Callable[[], object], action: str) -> ChipButton:
        chip = ChipButton(self._theme, text, Tone.NEUTRAL)
        chip.setToolTip(tooltip(tooltip_text(by_id(action))))
        chip.clicked.connect(lambda _checked=False: press())
        return chip

    def _lay_out(self) -> None:
        scaled = self._theme.scaled
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(18), scaled(10), scaled(18), 0)
        row.setSpacing(scaled(6))
        row.addWidget(self.field)
        for chip in (self.list_button, self.tag_button, self.stuck_button):
            row.addWidget(chip)
        row.addSpacing(scaled(4))
        row.addWidget(self.filtered)
        row.addWidget(self.clear_button)
        row.addStretch(1)
        row.addWidget(self.order_button)
        self.filtered.setSizePolicy(self.filtered.sizePolicy().Policy.Maximum, self.filtered.sizePolicy().Policy.Fixed)

    def show_filter(self, wanted: BoardFilter, list_name: str, tag_name: str, shown: int, total: int) -> None:
        """What is asked for, and how much of the board is left."""
        if self.field.text() != wanted.text:
            self.field.setText(wanted.text)
        self._mark(self.list_button, wanted.list_id is not None, one_line(list_name, 24) or tr("List…"))
        self._mark(self.tag_button, wanted.tag_id is not None, one_line(tag_name, 24) or tr("Tag…"))
        self._mark(self.stuck_button, wanted.stuck_only, tr("Stuck"))
        filtered = bool(wanted)
        words = tr("Filtered: {shown} of {total} –", shown=number(shown), total=number(total)) if filtered else ""
        if words != self.filtered.full_text():
            self.filtered.set_text(words)
        self.filtered.setVisible(filtered)
        self.clear_button.setVisible(filtered)

    def show_order(self, order: Order) -> None:
        """What the columns are sorted by."""
        words = tr("Sorted by {order}", order=order_words()[order]) if order is not Order.OWN else tr("Own order")
        self._mark(self.order_button, False, f"{words} ▾")
        self.order_button.setAccessibleName(words)

    def _mark(self, chip: ChipButton, chosen: bool, text: str) -> None:
        chip.set_tone(Tone.ACCENT if chosen else Tone.NEUTRAL)
        if chip.text() != text:
            chip.setText(text)
            chip.setAccessibleName(text)
            chip.updateGeometry()

    # ---------------------------------------------------------------------------------------------------- choosing

    def choose_list(self) -> None:
        """Offer the saved lists of people."""
        none = tr("There are no lists of people yet.")
        self._offer(self.list_button, self._lists(), tr("Everybody"), none, self.list_chosen.emit)

    def choose_tag(self) -> None:
        """Offer the tags that stand on the board."""
        none = tr("Nothing on this board has a tag yet.")
        self._offer(self.tag_button, self._tags(), tr("Any tag"), none, self.tag_chosen.emit)

    def _offer(
        self,
        chip: ChipButton,
        choices: Sequence[tuple[int, str]],
        all_of: str,
        none: str,
        choose: Callable[[int | None], object],
    ) -> None:
        entries: list[tuple[str, Callable[[], object]] | None] = [(none, lambda: None)]
        if choices:
            entries = [(all_of, partial(choose, None)), None]
        for each, name in choices:
            entries.append((one_line(name, 60).replace("&", "&&"), partial(choose, each)))
        show_menu_of(self, entries, self._below(chip))

    def choose_order(self) -> None:
        """Offer the orders."""
        entries = tuple((words, partial(self.order_chosen.emit, order)) for order, words in _long_order_words().items())
        show_menu_of(self, entries, self._below(self.order_button))

    def _below(self, chip: QWidget) -> QPoint:
        return chip.mapToGlobal(QPoint(0, chip.height()))


def order_words() -> dict[Order, str]:
    """The orders after "Sorted by"."""
    return {
        Order.URGENCY: tr("urgency"),
        Order.VALUE: tr("value"),
        Order.AGE: tr("age"),
        Order.CLOSE: tr("expected close"),
        Order.OWN: tr("your own order"),
    }


def _long_order_words() -> dict[Order, str]:
    return {
        Order.URGENCY: tr("Urgency: late, today, no next step, planned"),
        Order.VALUE: tr("Value: the largest first"),
        Order.AGE: tr("Age: the oldest first"),
        Order.CLOSE: tr("Expected close: the soonest first"),
        Order.OWN: tr("Own order: arranged by you"),
    }


def sorted_hint(order: Order) -> str:
    """Why a card cannot be put at a place of its column."""
    return tooltip(
        tr("Sorted by {order}. Cards are arranged by hand in your own order (S).", order=order_words()[order])
    )
