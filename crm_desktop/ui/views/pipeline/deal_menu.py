"""The menus of the board: what can be done with a card, and with a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.domain.deal_pages import Board as BoardRow
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.views.pipeline.deal_actions import DealActions


def show_deal_menu(
    owner: QWidget,
    card: DealCard,
    board: BoardRow,
    actions: DealActions,
    open_deal: Callable[[int], object],
    point: QPoint,
) -> None:
    """What can be done with a card, at a point of the screen."""
    menu = QMenu(owner)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    words = DealWords(board.words)
    ended = card.state is not DealState.OPEN
    _add(menu, tr("Open"), lambda: open_deal(card.id))
    _add(menu, tr("Edit…"), lambda: actions.edit(card.id))
    if ended:
        _add(menu, tr("Open again"), lambda: actions.reopen(card.id))
    else:
        _add(menu, words.won_ending(), lambda: actions.win(card.id))
        _add(menu, tr("{lost}…", lost=words.lost_ending()), lambda: actions.lose(card.id))
        _add(menu, tr("Plan the next step…"), lambda: actions.remind(card.id))
    _add(menu, tr("Log what happened…"), lambda: actions.log(card.id))
    stages = menu.addMenu(tr("Move to"))
    for column in board.columns:
        if ended or column.id != card.stage_id:
            _add(stages, _plain(column.name), partial(actions.move, card.id, column.id, None))
    menu.addSeparator()
    _add(menu, tr("Delete"), lambda: actions.delete(card.id))
    menu.popup(point)


def show_menu_of(owner: QWidget, entries: Sequence[tuple[str, Callable[[], object]] | None], point: QPoint) -> QMenu:
    """A menu of words, each with what it does; None is a line between them."""
    menu = QMenu(owner)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            _add(menu, *entry)
    menu.popup(point)
    return menu


def _plain(name: str) -> str:
    """A name as a menu shows it: an ampersand would mark a letter."""
    return one_line(name, 60).replace("&", "&&")


def _add(menu: QMenu, text: str, run: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda _checked=False: run())
