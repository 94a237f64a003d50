"""What is asked of the board: by words, by the people of a saved list, by a tag, only what is stuck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from crm_desktop.domain.deal_pages import Board
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline.arranging import Arranging
from crm_desktop.ui.views.pipeline.filtering import BoardFilter


class BoardFiltering(QObject):
    """Sets the filter of an arranging and has the board shown anew; the names are for the line above the board."""

    def __init__(
        self,
        context: ViewContext,
        arranging: Arranging,
        board: Callable[[], Board | None],
        show: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._arranging = arranging
        self._board = board
        self._show = show
        self.list_name = ""
        self.tag_name = ""

    @property
    def wanted(self) -> BoardFilter:
        """What is asked for now."""
        return self._arranging.filter

    def clear(self) -> None:
        """Show every deal again."""
        self.list_name = self.tag_name = ""
        self._set(BoardFilter())

    def by_text(self, text: str) -> None:
        """Only cards with all of these words in title, people or tags; case and accents do not matter."""
        self._change(text=text)

    def by_tag(self, tag_id: int | None) -> None:
        """Only deals with this tag, or with any."""
        self.tag_name = dict(self.tags()).get(tag_id, "") if tag_id is not None else ""
        self._change(tag_id=tag_id)

    def flip_stuck(self) -> None:
        """Only stuck deals, or all of them again."""
        self._change(stuck_only=not self.wanted.stuck_only)

    def by_list(self, list_id: int | None) -> None:
        """Only deals with people of this list, or with anybody. Until it is known who is in it, all are shown."""
        lists = self._context.services.people.saved_lists
        saved = lists.one(list_id) if list_id is not None else None
        self.list_name = saved.name if saved is not None else ""
        if saved is None:
            self._change(list_id=None, people=None)
            return

        def arrived(people: frozenset[int]) -> None:
            if self.wanted.list_id == saved.id:
                self._change(people=people)

        kept = self.wanted.people if self.wanted.list_id == saved.id else None
        self._change(list_id=saved.id, people=kept)
        self._context.jobs.read(lambda: frozenset(lists.ids(saved.filter)), arrived, key="board.people", owner=self)

    def read_again(self) -> None:
        """Other people may be in the list by now."""
        if self.wanted.list_id is not None:
            self.by_list(self.wanted.list_id)

    def lists(self) -> Sequence[tuple[int, str]]:
        """The saved lists there are."""
        return [(each.id, each.name) for each in self._context.services.people.saved_lists.lists()]

    def tags(self) -> Sequence[tuple[int, str]]:
        """The tags that stand on the board."""
        board = self._board()
        if board is None:
            return []
        found = {tag.id: tag.name for column in board.columns for card in column.cards for tag in card.tags}
        return sorted(found.items(), key=lambda each: each[1].casefold())

    def _change(self, **asked: Any) -> None:
        self._set(replace(self.wanted, **asked))

    def _set(self, wanted: BoardFilter) -> None:
        if wanted != self.wanted:
            self._arranging.filter = wanted
            self._show()
