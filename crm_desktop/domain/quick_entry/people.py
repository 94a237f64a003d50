"""Finds the people whom a sentence names, with few and well-chosen questions to the contacts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry.readings import Person, Span, SpanKind
from crm_desktop.domain.quick_entry.vocabulary import Vocabulary
from crm_desktop.domain.quick_entry.words import Word

FindPeople = Callable[[str], Sequence[Person]]
"""The people one of whose names has every word of a phrase as a whole word; case and accents do not matter."""

MOST_QUESTIONS = 6
_LONGEST_NAME = 4
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Named:
    """Whom the sentence means, where they stand, and the question when a name belongs to several."""

    people: tuple[Person, ...]
    spans: tuple[Span, ...]
    problem: Message | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    end: int
    capital: bool
    expected: bool

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """Names are mostly written with capitals, or stand behind a verb or "with"; longer ones say more."""
        return (not self.capital, not self.expected, self.first - self.end, self.first)


def find_named(
    words: Sequence[Word],
    used: set[int],
    vocabulary: Vocabulary,
    find_people: FindPeople,
    most: int = MOST_QUESTIONS,
) -> Named:
    """Ask for likely names among the words not used otherwise, at most `most` times."""
    free = [_may_be_name(number, word, used, vocabulary) for number, word in enumerate(words)]
    people: dict[int, Person] = {}
    spans: list[Span] = []
    problem: Message | None = None
    asked, capital_found = 0, False
    for candidate in sorted(_candidates(words, free, vocabulary), key=lambda each: each.rank):
        taken = not all(free[candidate.first : candidate.end])
        if asked >= most or taken or (people and not candidate.capital and (capital_found or not candidate.expected)):
            continue
        asked += 1
        phrase = " ".join(name_of(word, vocabulary) for word in words[candidate.first : candidate.end])
        found = tuple(find_people(phrase))
        if not found:
            continue
        capital_found = capital_found or candidate.capital
        free[candidate.first : candidate.end] = [False] * (candidate.end - candidate.first)
        people.update((person.contact_id, person) for person in found)
        spans.append(Span(words[candidate.first].start, words[candidate.end - 1].end, SpanKind.PERSON))
        if len({person.contact_id for person in found}) > 1:
            problem = problem or _which(phrase, found)
    return Named(tuple(people.values()), tuple(sorted(spans, key=lambda span: span.start)), problem)


def is_somebody(word: Word, vocabulary: Vocabulary, find_people: FindPeople) -> Message | None:
    """The question whether a word read as a day ("May 5", "Sun 3pm") is the contact of that name."""
    found = find_people(name_of(word, vocabulary))
    return (
        message("Is “{word}” a day or {name}? Write the day in another way.", word=word.raw, name=found[0].name)
        if found
        else None
    )


def _may_be_name(number: int, word: Word, used: set[int], vocabulary: Vocabulary) -> bool:
    letters = any(letter.isalpha() for letter in word.plain)
    known = word.plain in vocabulary.not_names or (word.plain in vocabulary.actions and not word.raw.istitle())
    first_verb = number == 0 and word.plain in vocabulary.actions
    return letters and number not in used and not word.quoted and not known and not first_verb


def _candidates(words: Sequence[Word], free: Sequence[bool], vocabulary: Vocabulary) -> Iterator[_Candidate]:
    for first in range(len(words)):
        for end in range(first + 1, min(first + _LONGEST_NAME, len(words)) + 1):
            if not free[end - 1]:
                break
            yield _Candidate(first, end, _all_capital(words, first, end), _expected(words, first, vocabulary))
            if words[end - 1].pause:
                break


def _all_capital(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether every word begins with a capital, or with a letter of a script that has none."""
    starts = [next((letter for letter in word.raw if letter.isalpha()), "a") for word in words[first:end]]
    return all(not start.islower() for start in starts)


def _expected(words: Sequence[Word], first: int, vocabulary: Vocabulary) -> bool:
    before = words[first - 1].plain if first else ""
    return before in vocabulary.before_names or before in vocabulary.actions


def name_of(word: Word, vocabulary: Vocabulary) -> str:
    """The word as it stands in a name: without punctuation and the ending of a possessive."""
    name = word.raw.strip("([{<¡¿,;:!?)]}>…")
    for ending in vocabulary.possessives:
        name = name.removesuffix(ending)
    return name.rstrip(".") if len(name) > 2 else name


def _which(phrase: str, found: Sequence[Person]) -> Message:
    names = ", ".join(person.name for person in found[:_MOST_NAMED])
    if len(found) > _MOST_NAMED:
        return message("Which {name}? {names} and others", name=phrase, names=names)
    return message("Which {name}? {names}", name=phrase, names=names)
