"""The menus of the list of deals: the columns to sort by, and what can be done with the deals chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from crm_desktop.ui.texts import tr
from crm_desktop.ui.views.pipeline.deal_list_bulk import ManyDeals
from crm_desktop.ui.views.pipeline.deal_list_table import DealTable
from crm_desktop.ui.views.pipeline.deal_menu import show_menu_of


def show_sort_menu(table: DealTable, sort: str, take: Callable[[str], object]) -> None:
    """The columns shown, to sort by; the same one again turns the order round."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for column in table.model_of_deals.columns():
        entry = menu.addAction(column.title.replace("&", "&&"))
        entry.setCheckable(True)
        entry.setChecked(sort.removeprefix("-") == column.key)
        entry.triggered.connect(lambda _checked=False, key=column.key: take(key))
    menu.popup(table.mapToGlobal(QPoint(0, table.horizontalHeader().height())))


def show_chosen_menu(
    table: DealTable, many: ManyDeals, open_deal: Callable[[int], object], edit: Callable[[int], object], point: QPoint
) -> None:
    """What can be done with the deals chosen, at a point of the table; nothing without any."""
    deal_id = table.current_id()
    if deal_id is None:
        return
    one = ((tr("Open"), partial(open_deal, deal_id)), (tr("Edit…"), partial(edit, deal_id)))
    entries = [(button.text(), partial(many.ask, what)) for what, button in many.bar.buttons.items()]
    shown = (*(one if table.many.count() <= 1 else ()), *entries)
    show_menu_of(table, shown, table.viewport().mapToGlobal(point))
