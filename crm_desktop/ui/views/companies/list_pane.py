"""The list of companies: title, button, filter, order, and a row for each company however many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain.company_pages import CompanyOrder, CompanyRow
from crm_desktop.ui.menus import choices_menu
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.one_chosen import OneChosen
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import RowParts, TwoLineDelegate
from crm_desktop.ui.texts import one_line, plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.companies.words import ago, row_words
from crm_desktop.ui.widgets import Button, Divider, Label, PageHeader, PrimaryButton, SearchField

if TYPE_CHECKING:
    from crm_desktop.services.companies import CompanyService

_READ_KEY = "companies.ids"
# So much of what was typed is repeated where no company matches it.
_SHOWN_OF_TYPED = 60


class CompanyList(QWidget):
    """`chosen` carries the id of the company to show, or None when none is left in the list.

    `opened` is Enter or a double click on a company; `new_wanted` carries the name that was looked for.
    """

    chosen = Signal(object)
    opened = Signal()
    new_wanted = Signal(str)
    delete_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        companies: CompanyService,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._companies = companies
        self._now = now
        self._order = CompanyOrder.NAME
        self._one = OneChosen(self)
        self._one.chosen.connect(self.chosen)
        self.model: PagedListModel[Any] = PagedListModel([], self._rows, lambda row: row.name, self)
        self.list = PagedListView(theme, self.model, TwoLineDelegate(theme, self._parts), tr("Companies"), parent=self)
        self.filter = SearchField(theme, tr("Filter companies"))
        self.order_button = Button(theme, "")
        self.new_button = PrimaryButton(theme, tr("New"))
        self._build(theme)
        self._connect()
        self._show_order()

    def _build(self, theme: Theme) -> None:
        self._header = PageHeader(theme, tr("Companies"), margin=12)
        self._header.add_right(self.new_button)
        row = QHBoxLayout()
        side = theme.scaled(12)
        row.setContentsMargins(side, theme.scaled(9), side, theme.scaled(9))
        row.setSpacing(theme.scaled(6))
        row.addWidget(self.filter, 1)
        row.addWidget(self.order_button)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._nothing_found(theme, side))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.setSpacing(0)
        outer.addWidget(self._header)
        outer.addLayout(row)
        outer.addWidget(Divider(theme))
        outer.addWidget(holder, 1)

    def _nothing_found(self, theme: Theme, side: int) -> QWidget:
        self._nothing = Label("", TextRole.BODY, "secondary", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear_button = Button(theme, tr("Show all companies"))
        self.add_button = Button(theme, tr("New company of that name"))
        none = QWidget()
        column = QVBoxLayout(none)
        column.setContentsMargins(side, theme.space(8), side, side)
        column.setSpacing(theme.space(2.5))
        column.addWidget(self._nothing)
        for button in (self.clear_button, self.add_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        return none

    def _connect(self) -> None:
        choices = tuple((words, partial(self.set_order, order)) for order, words in _order_words().items())
        self.order_button.set_menu(choices_menu(self.order_button, choices))
        self.new_button.clicked.connect(lambda _checked=False: self.new_wanted.emit(""))
        self.add_button.clicked.connect(lambda _checked=False: self.new_wanted.emit(self.filter.text().strip()))
        self.clear_button.clicked.connect(lambda _checked=False: self._show_all())
        self.filter.textChanged.connect(lambda _text: self.read())
        for signal in (self.filter.left_downwards, self.filter.returnPressed, self.filter.emptied):
            signal.connect(self._enter_list)
        self.list.chosen.connect(self._one.choose)
        self.list.opened.connect(lambda _id: self.opened.emit())
        self._theme.changed.connect(self.update)

    def order(self) -> CompanyOrder:
        """What the list is sorted by."""
        return self._order

    def set_order(self, order: CompanyOrder) -> None:
        """Sort by something else."""
        self._order = order
        self._show_order()
        self.read()

    def read(self) -> None:
        """Read the list anew, off the GUI thread; of several wishes only the last one counts."""
        text, order = self.filter.text(), self._order
        self._jobs.read(lambda: self._companies.ids(text, order), self._show_ids, key=_READ_KEY, owner=self)

    def select(self, company_id: int) -> None:
        """Choose a company, at once or as soon as the list was read; a filter that hides it is taken away."""
        if self._one.want(self.list, company_id):
            return
        if self.filter.text():
            self.filter.clear()
        else:
            self.read()

    def least_width(self) -> int:
        """Room for the title and the button, in whatever font."""
        return self._header.minimumSizeHint().width()

    def set_count(self, count: int) -> None:
        """How many companies there are, for the words in the filter."""
        words = plural("Filter {count} company", "Filter {count} companies", count)
        self.filter.setPlaceholderText(words)
        self.filter.setAccessibleName(words)

    def refresh_rows(self) -> None:
        """Companies look different now."""
        self.model.refresh()

    def _rows(self, ids: Sequence[int]) -> list[CompanyRow | None]:
        found = {row.id: row for row in self._companies.rows(ids)}
        return [found.get(company_id) for company_id in ids]

    def _parts(self, row: CompanyRow) -> RowParts:
        days = ago(row.last_spoke, self._now())
        return RowParts(title=row.name, subtitle=row_words(row), avatar_name=row.name, right_text=days)

    def _show_ids(self, ids: list[int]) -> None:
        position = self.list.currentIndex().row()
        if ids != self.model.ids():
            self.list.show_ids(ids)
        else:
            self.model.refresh()
        self._nothing.setText(tr("No company matches “{text}”.", text=one_line(self.filter.text(), _SHOWN_OF_TYPED)))
        self._pages.setCurrentIndex(1 if not ids and self.filter.text().strip() else 0)
        self._one.keep_one(self.list, ids, position, typing=bool(self.filter.text()))

    def _show_all(self) -> None:
        self.filter.clear()
        self._enter_list()

    def _enter_list(self) -> None:
        if not self.filter.text():
            # Where nothing matched, the list is hidden until it was read, and could not take the focus.
            self._pages.setCurrentIndex(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_order(self) -> None:
        words = _order_words()[self._order]
        self.order_button.setText(words)
        self.order_button.setAccessibleName(tr("Order: {order}", order=words))
        self.order_button.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del deletes the chosen company, also where no window routes the key."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The surface of the pane and the line at its end."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.fillRect(0 if right_to_left else self.width() - 1, 0, 1, self.height(), self._theme.colour("line"))


def _order_words() -> dict[CompanyOrder, str]:
    return {
        CompanyOrder.NAME: tr("Name"),
        CompanyOrder.LAST_SPOKE: tr("Last spoke"),
        CompanyOrder.PEOPLE: tr("Most people"),
        CompanyOrder.ADDED: tr("Added"),
    }
