"""Finds the patterns of a vocabulary in a row of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time
from functools import lru_cache
from itertools import product

from crm_desktop.domain.quick_entry.vocabulary import Phrase, Unit, Vocabulary, WeekdayPart
from crm_desktop.domain.quick_entry.words import Clock, Word, WrittenDate


@dataclass(slots=True)
class Captured:
    """What the word classes of a pattern stood for, in the order of the sentence."""

    integers: dict[str, list[int]] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    dates: list[WrittenDate] = field(default_factory=list)
    times: list[time] = field(default_factory=list)

    def add(self, name: str, value: object) -> None:
        """Keep the value that a word has for the word class `name`."""
        if isinstance(value, int):
            self.integers.setdefault(name, []).append(value)
        elif isinstance(value, Unit):
            self.units.append(value)
        elif isinstance(value, Clock):
            self.clocks.append(value)
        elif isinstance(value, WrittenDate):
            self.dates.append(value)
        elif isinstance(value, time):
            self.times.append(value)
        elif isinstance(value, WeekdayPart):
            self.add("weekday", value.weekday)
            self.add("part", value.part)
        elif isinstance(value, tuple):
            number, unit = value
            self.add("number", number)
            self.add("unit", unit)

    def first(self, *names: str) -> int | None:
        """The first number of any of these word classes, or None."""
        return next((self.integers[name][0] for name in names if self.integers.get(name)), None)


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in the words from `first` up to, not including, `end`."""

    phrase: Phrase
    first: int
    end: int
    captured: Captured


@dataclass(frozen=True, slots=True)
class _Element:
    words: frozenset[str] = frozenset()
    word_class: str = ""
    many: bool = False


_Variant = tuple[tuple[_Element, ...], Phrase]


@lru_cache(maxsize=4)
def _variants_by_first(vocabulary: Vocabulary) -> dict[str, list[_Variant]]:
    """Every pattern with its optional words spelled out, by each word or word class that it can begin with."""
    index: dict[str, list[_Variant]] = {}
    for phrase in vocabulary.phrases:
        choices = [
            ((), (_element(part[:-1]),)) if part.endswith("?") else ((_element(part),),)
            for part in phrase.pattern.split()
        ]
        for chosen in product(*choices):
            elements = tuple(element for part in chosen for element in part)
            for key in elements[0].words or (f"<{elements[0].word_class}>",):
                index.setdefault(key, []).append((elements, phrase))
    return index


def _element(part: str) -> _Element:
    if part.startswith("<"):
        return _Element(word_class=part.strip("<>+"), many=part.endswith("+"))
    return _Element(words=frozenset(part.split("|")))


def matches_at(words: Sequence[Word], first: int, vocabulary: Vocabulary) -> Iterator[Match]:
    """Every pattern that fits the words beginning with number `first`, the longest first."""
    index = _variants_by_first(vocabulary)
    word = words[first]
    keys = (word.plain, *(f"<{name}>" for name in word.classes))
    found = (_match(words, first, variant, vocabulary) for key in keys for variant in index.get(key, ()))
    yield from sorted((match for match in found if match), key=lambda match: -match.end)


def _match(words: Sequence[Word], first: int, variant: _Variant, vocabulary: Vocabulary) -> Match | None:
    elements, phrase = variant
    captured, at = Captured(), first
    for element in elements:
        if at >= len(words):
            return None
        word = words[at]
        if element.words:
            if word.plain not in element.words:
                return None
        elif element.word_class in word.classes:
            captured.add(element.word_class, word.classes[element.word_class])
        else:
            return None
        at += 1
        if element.many:
            at = _take_list(words, at, element.word_class, captured, vocabulary)
    return Match(phrase, first, at, captured)


def _take_list(words: Sequence[Word], at: int, name: str, captured: Captured, vocabulary: Vocabulary) -> int:
    """Take further words of the class, with or without a joining word before each: `mon, wed and fri`."""
    while at < len(words):
        following = at + 1 if words[at].plain in vocabulary.joining else at
        if following >= len(words) or name not in words[following].classes:
            break
        captured.add(name, words[following].classes[name])
        at = following + 1
    return at
