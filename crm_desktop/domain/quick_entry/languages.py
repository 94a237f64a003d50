"""Which language a sentence is in: each one reads it, and where two understand different things it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crm_desktop.domain.messages import message
from crm_desktop.domain.quick_entry.draft import Sentence
from crm_desktop.domain.quick_entry.readings import Language, SpanKind
from crm_desktop.domain.quick_entry.vocabulary import Vocabulary
from crm_desktop.domain.quick_entry.words import Word


def vocabularies(languages: Sequence[Language]) -> list[Vocabulary]:
    """The vocabularies of the languages, each once, in this order; English when there are none."""
    return [_vocabulary(language) for language in dict.fromkeys(languages or (Language.ENGLISH,))]


def _vocabulary(language: Language) -> Vocabulary:
    # Here, not above, so that only those languages are loaded that somebody writes in.
    if language is Language.GERMAN:
        from crm_desktop.domain.quick_entry.german import GERMAN

        return GERMAN
    from crm_desktop.domain.quick_entry.english import ENGLISH

    return ENGLISH


@dataclass(slots=True)
class Attempt:
    """The sentence as one language understands it."""

    words: Sequence[Word]
    sentence: Sentence
    vocabulary: Vocabulary

    def outcome(self) -> tuple[object, ...]:
        """What it comes to, to compare it with another language."""
        read = self.sentence
        return (read.day, read.time, read.recurrence, read.zone, read.from_done, read.problem is None)

    def kinds(self) -> dict[int, SpanKind | None]:
        """As what each understood word was understood."""
        kinds: dict[int, SpanKind | None] = dict.fromkeys(self.sentence.used)
        for span in self.sentence.spans:
            for number in self.sentence.used:
                if span.start <= self.words[number].start < span.end:
                    kinds[number] = span.kind
        return kinds

    def holds(self, other: Attempt) -> bool:
        """Whether it understands all that the other one does, and as the same, or more."""
        mine, theirs = self.kinds(), other.kinds()
        same = all(number in mine and mine[number] in (kind, None) for number, kind in theirs.items())
        return same and (len(mine) > len(theirs) or self.outcome() == other.outcome())


def choose(attempts: Sequence[Attempt]) -> Attempt:
    """The reading in the language that the sentence is in; with a problem when it means different things in two.

    A language that understands more than the other one, and nothing differently, has read it. Words of one language alone
    decide when the understood ones are words of both ("so", "am", "do"). The first one wins where there is no difference.
    """
    best = attempts[0]
    for other in attempts[1:]:
        best = _better(best, other)
    return best


def _better(first: Attempt, second: Attempt) -> Attempt:
    own, others = _evidence(first, second)
    if first.outcome() == second.outcome() and first.kinds() == second.kinds():
        return second if others > own else first
    winner, loser = (second, first) if second.holds(first) and not first.holds(second) else (first, second)
    for_winner, for_loser = (others, own) if winner is second else (own, others)
    if winner.holds(loser):
        if for_winner or not for_loser:
            return winner
        # Only words that both languages have, in a sentence of the other one: "if you think so", "Rechnung vom 3.12.".
        figures = {winner.words[number].plain[:1].isdecimal() for number in winner.sentence.used}
        if loser.sentence.problem is not None or (not loser.sentence.used and len(figures) == 1):
            return loser
        winner = loser
    elif not own or not others:
        if own != others:
            return first if own else second
        asking = [each for each in (first, second) if each.sentence.problem is not None]
        if len(asking) == 1 and not (first if asking[0] is second else second).sentence.used:
            return asking[0]
    winner.sentence.object_to(message("This can be read in two languages. Write it in one of them."))
    return winner


def _evidence(first: Attempt, second: Attempt) -> tuple[int, int]:
    """How many words of the sentence only the one language has, and only the other."""
    one, other = known_words(first.vocabulary), known_words(second.vocabulary)
    ours = sum(_known(word, one) and not _known(also, other) for word, also in _pairs(first, second))
    theirs = sum(_known(also, other) and not _known(word, one) for word, also in _pairs(first, second))
    return ours, theirs


def _pairs(first: Attempt, second: Attempt) -> Iterator[tuple[Word, Word]]:
    return zip(first.words, second.words, strict=True)


def _known(word: Word, known: frozenset[str]) -> bool:
    return word.plain in known or (bool(word.classes) and not word.plain[:1].isdecimal())


@lru_cache(maxsize=4)
def known_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Every word that a vocabulary has, whatever for."""
    tables = (vocabulary.weekdays, vocabulary.plural_weekdays, vocabulary.months, vocabulary.units, vocabulary.numbers)
    more = (vocabulary.ordinals, vocabulary.relative_days, vocabulary.parts, vocabulary.weekday_parts, vocabulary.times)
    lists = (vocabulary.carriers, vocabulary.until, vocabulary.starting, vocabulary.topical, vocabulary.vague)
    others = (vocabulary.joining, vocabulary.connectives, vocabulary.actions, vocabulary.not_names, vocabulary.titles)
    patterns = {
        word
        for phrase in vocabulary.phrases
        for part in phrase.pattern.split()
        for word in part.strip("?").split("|")
        if not word.startswith("<")
    }
    openings = {word for opening in vocabulary.openings for word in opening}
    marks = {*vocabulary.meridiems, *vocabulary.articles, *vocabulary.before_names, *vocabulary.zone_words}
    return frozenset(patterns | openings | marks).union(*tables, *more, *lists, *others)
