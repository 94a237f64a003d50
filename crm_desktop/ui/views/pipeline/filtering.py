"""Which cards of the board are shown: those whose words, tags and people fit what the user asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.folding import fold


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What is asked for; an empty one asks for nothing. `people` are those of the saved list `list_id`, once it was read."""

    text: str = ""
    tag_id: int | None = None
    list_id: int | None = None
    people: frozenset[int] | None = None
    stuck_only: bool = False

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.text.split()) or self.tag_id is not None or self.list_id is not None or self.stuck_only


class Sieve:
    """Lets cards through. What a card says is folded once and kept as long as the card stays the same."""

    def __init__(self) -> None:
        self._folded: dict[int, tuple[DealCard, str]] = {}

    def passed(self, cards: Sequence[DealCard], wanted: BoardFilter) -> tuple[DealCard, ...]:
        """The cards that fit, in their order."""
        if not wanted:
            return tuple(cards)
        words = fold(wanted.text).split()
        return tuple(card for card in cards if self._fits(card, wanted, words))

    def _fits(self, card: DealCard, wanted: BoardFilter, words: Sequence[str]) -> bool:
        if wanted.stuck_only and card.stuck is None:
            return False
        if wanted.tag_id is not None and all(tag.id != wanted.tag_id for tag in card.tags):
            return False
        # A list that was not read yet hides nobody.
        if wanted.people is not None and card.contact_id not in wanted.people:
            return False
        text = self._text(card) if words else ""
        return all(word in text for word in words)

    def _text(self, card: DealCard) -> str:
        kept = self._folded.get(card.id)
        if kept is None or kept[0] is not card:
            parts = (card.title, card.contact, card.company, *(tag.name for tag in card.tags))
            kept = (card, fold("\n".join(parts)))
            self._folded[card.id] = kept
        return kept[1]
