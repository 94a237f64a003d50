"""What deals are called in a pipeline, in whole phrases: the usual words in the user's language, or the pipeline's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm_desktop.domain.pipelines import PipelineWords
from crm_desktop.ui.texts import one_line, plural, tr

_LONGEST = 40
_ON_A_BUTTON = 20


@dataclass(frozen=True, slots=True)
class DealWords:
    """Phrases made of a pipeline's words; those that are empty are the usual ones (deal, deals, won, lost)."""

    words: PipelineWords = field(default_factory=PipelineWords)

    @property
    def one(self) -> str:
        """`deal`, `candidate`."""
        return one_line(self.words.one, _LONGEST) or tr("deal")

    @property
    def many(self) -> str:
        """`deals`, `candidates`."""
        return one_line(self.words.many, _LONGEST) or (self.one if self.words.one else tr("deals"))

    @property
    def won(self) -> str:
        """`won`, `hired`."""
        return one_line(self.words.won, _LONGEST) or tr("won")

    @property
    def lost(self) -> str:
        """`lost`, `declined`."""
        return one_line(self.words.lost, _LONGEST) or tr("lost")

    def count(self, count: int) -> str:
        """`1 deal`, `5 candidates`."""
        if not self.words.one:
            return plural("{count} deal", "{count} deals", count)
        return plural("{count} {noun}", "{count} {nouns}", count, noun=self.one, nouns=self.many)

    def new(self) -> str:
        """`New deal`, for a button."""
        return tr("New {one}", one=one_line(self.words.one, _ON_A_BUTTON)) if self.words.one else tr("New deal")

    def first(self) -> str:
        """`First deal`, for the button of an empty view."""
        return tr("First {one}", one=one_line(self.words.one, _ON_A_BUTTON)) if self.words.one else tr("First deal")

    def none_here(self) -> str:
        """`No deals here`."""
        return tr("No {many} here", many=self.many) if self.words.one else tr("No deals here")

    def won_ending(self) -> str:
        """`Won`, at the beginning of a line."""
        return capital(self.won)

    def lost_ending(self) -> str:
        """`Lost`, at the beginning of a line."""
        return capital(self.lost)

    def said_won(self, title: str) -> str:
        """`Won “Website relaunch”`, or `“Ada Stone”: hired`."""
        return (
            tr("“{title}”: {ending}", title=title, ending=self.won)
            if self.words.won
            else tr("Won “{title}”", title=title)
        )

    def said_lost(self, title: str) -> str:
        """`Lost “Website relaunch”`, or `“Ada Stone”: declined`."""
        if self.words.lost:
            return tr("“{title}”: {ending}", title=title, ending=self.lost)
        return tr("Lost “{title}”", title=title)


def capital(word: str) -> str:
    """The word with a capital first letter, where its script has such."""
    return word[:1].upper() + word[1:]
