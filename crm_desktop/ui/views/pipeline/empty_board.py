"""What an empty board says: what the place is for, in the words of its pipeline, and how to begin."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.domain.deal_pages import Board
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.widgets import EmptyState


def empty_board(context: ViewContext, board: Board, new_deal: Callable[[], object]) -> EmptyState:
    """For a pipeline without anything open or won; only the usual one offers sample data."""
    words = DealWords(board.words)
    title, text = _teaching(words)
    own = bool(board.words.one)
    sample = None if own else (tr("Try sample data"), "", lambda: context.run("sample"))
    return EmptyState(context.theme, title, text, (words.first(), "D", new_deal), sample)


def _teaching(words: DealWords) -> tuple[str, str]:
    if not words.words.one:
        return tr("Where the work stands"), tr(
            "A deal is a possible piece of work: who, what, how much, and the next step. "
            "Put in the ones you are waiting for; the board shows what to do about them."
        )
    return tr("Where your {many} stand", many=words.many), tr(
        "Each {one} is a card that moves from stage to stage until it is {won} or {lost}. "
        "Put in the ones you have now; the board shows what to do about them.",
        one=words.one,
        won=words.won,
        lost=words.lost,
    )
