"""The deals behind a bar of the forecast: what each adds to the month, and by which chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.domain.forecast import CountedDeal
from crm_desktop.domain.pipelines import Stage
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.tables.column_model import PagedTableModel, TableColumn
from crm_desktop.ui.tables.column_table import ColumnTable
from crm_desktop.ui.texts import money, number, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.pipeline.deal_list_cells import Around, cell
from crm_desktop.ui.widgets import Button, Card, Divider, ElidedLabel, Label

if TYPE_CHECKING:
    from crm_desktop.services.deal_listing import DealListing

_MOST_ROWS: Final = 10
_KEYS: Final = ("name", "contact", "stage", "close")


class DealsCard(Card):
    """`show_deals` fills it; `opened(deal)` for Enter or a double click, `left` when it is to go."""

    opened = Signal(object)
    left = Signal()

    def __init__(
        self, theme: Theme, listing: DealListing, around: Callable[[], Around], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self._theme = theme
        self._listing = listing
        self._around = around
        self._counted: Mapping[int, CountedDeal] = {}
        self.stages: Sequence[Stage] | None = None
        """What is known of the stages, read beforehand."""
        self.title = Label("", weight="medium")
        self.words = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self.close_button = Button(theme, "", icon="x")
        self.close_button.setAccessibleName(tr("Close the list"))
        self.model: PagedTableModel[Any] = PagedTableModel(
            _columns(), self._fetch, lambda row, place: str(row[place]), self
        )
        self.table = ColumnTable(theme, self.model, tr("Deals of the month"))
        self.table.show_columns(_columns())
        self.table.setMinimumHeight(theme.scaled(120))
        head = QHBoxLayout()
        side = theme.scaled(18)
        head.setContentsMargins(side, theme.space(2), theme.scaled(10), theme.space(2))
        head.setSpacing(theme.space(3))
        head.addWidget(self.title)
        head.addWidget(self.words, 1)
        head.addWidget(self.close_button)
        self.body.addLayout(head)
        self.body.addWidget(Divider(theme))
        self.body.addWidget(self.table)
        self.table.opened.connect(self.opened)
        self.close_button.clicked.connect(lambda _checked=False: self.left.emit())
        for part in (self.table, self.close_button):
            part.installEventFilter(self)
        self.hide()

    def show_deals(self, title: str, deals: Sequence[CountedDeal], words: DealWords) -> None:
        """Show these deals, each once, under a title."""
        self._counted = {deal.deal_id: deal for deal in deals}
        self.title.setText(title)
        self.words.set_text(words.count(len(self._counted)))
        self.table.setAccessibleName(title)
        self.table.show_ids(list(self._counted))
        self.model.refresh()
        if self._counted and self.table.current_id() is None:
            self.table.select_id(next(iter(self._counted)))
        rows = min(max(len(self._counted), 1), _MOST_ROWS)
        row = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(
            rows * row + self.table.horizontalHeader().sizeHint().height() + self._theme.scaled(12)
        )
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the list, unless several are chosen in it."""
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and event.key() == Qt.Key.Key_Escape and self.table.many.count() <= 1:  # type: ignore[attr-defined]
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _fetch(self, ids: Sequence[int]) -> list[tuple[str, ...] | None]:
        around = self._around()
        found = {}
        for line in self._listing.lines(ids, self.stages):
            counted = self._counted.get(line.card.id)
            if counted is not None:
                amount = money(counted.amount.minor, counted.amount.currency) if counted.amount else ""
                chance = (
                    DealWords(around.words.words).won
                    if counted.won
                    else tr("{percent} %", percent=number(counted.chance))
                )
                name, contact, stage, close = (cell(line, key, around) for key in _KEYS)
                found[line.card.id] = (name, amount, chance, contact, stage, close)
        return [found.get(deal_id) for deal_id in ids]


def _columns() -> list[TableColumn]:
    return [
        TableColumn("name", tr("Deal"), 34),
        TableColumn("amount", tr("Counts here"), 14, numbers=True),
        TableColumn("chance", tr("Chance"), 10, numbers=True),
        TableColumn("contact", tr("Contact"), 22),
        TableColumn("stage", tr("Stage"), 18),
        TableColumn("close", tr("Expected close"), 18),
    ]
