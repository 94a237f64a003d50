"""What the contacts have to say about a sentence: words that look like a day and are a name, and figures before a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry.draft import Sentence
from crm_desktop.domain.quick_entry.languages import Attempt
from crm_desktop.domain.quick_entry.people import FindPeople, Named, is_somebody, name_of
from crm_desktop.domain.quick_entry.readings import Person, Span, SpanKind
from crm_desktop.domain.quick_entry.said import Situation
from crm_desktop.domain.quick_entry.sentence import read_sentence
from crm_desktop.domain.quick_entry.vocabulary import Vocabulary
from crm_desktop.domain.quick_entry.words import Word, split_words

_MOST_LIKE_DAYS = 2


class Asked:
    """The contacts, asked once for each phrase however many languages read the sentence."""

    def __init__(self, find_people: FindPeople) -> None:
        self._find_people = find_people
        self._answers: dict[str, Sequence[Person]] = {}

    def __call__(self, phrase: str) -> Sequence[Person]:
        """The people one of whose names has every word of the phrase."""
        if phrase not in self._answers:
            self._answers[phrase] = tuple(self._find_people(phrase))
        return self._answers[phrase]

    @property
    def questions(self) -> int:
        """How many different phrases were asked for."""
        return len(self._answers)


def attempt(text: str, situation: Situation, asked: Asked) -> Attempt:
    """The sentence, as far as it may be long, in the language of the situation."""
    vocabulary = situation.vocabulary
    words = split_words(text, vocabulary)
    names = _like_days(words, vocabulary, asked)
    sentence = read_sentence(words, situation, frozenset(names))
    if names and sentence.day is None:
        word = words[next(iter(names))]
        sentence.object_to(_day_or(word, names[min(names)]))
    return Attempt(words, sentence, vocabulary)


def _like_days(words: Sequence[Word], vocabulary: Vocabulary, asked: Asked) -> dict[int, Person]:
    """Weekdays that are the family name of a contact: `Peter Friday`; by their number in the sentence."""
    names: dict[int, Person] = {}
    for number in list(_after_a_name(words, vocabulary))[:_MOST_LIKE_DAYS]:
        phrase = f"{name_of(words[number - 1], vocabulary)} {name_of(words[number], vocabulary)}"
        found = asked(phrase)
        if found:
            names[number] = found[0]
    return names


def _after_a_name(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[int]:
    for number in range(1, len(words)):
        before, word = words[number - 1], words[number]
        if not {"weekday", "relative"} & word.classes.keys() or before.pause or before.quoted:
            continue
        if word.raw[:1].isupper() and before.raw[:1].isupper() and _is_no_word(before, vocabulary):
            yield number


def _is_no_word(word: Word, vocabulary: Vocabulary) -> bool:
    lists = (vocabulary.not_names, vocabulary.actions, vocabulary.carriers, vocabulary.until, vocabulary.starting)
    more = (vocabulary.topical, vocabulary.vague, vocabulary.titles, vocabulary.before_names)
    return not word.classes and not any(word.plain in each for each in (*lists, *more))


def _day_or(word: Word, person: Person) -> Message:
    return message("Is “{word}” a day or {name}? Write the day in another way.", word=word.raw, name=person.name)


def doubts(sentence: Sentence, named: Named, asked: Asked) -> Message | None:
    """The first question that only the contacts can settle: a month that is a name, a figure that may count something."""
    words, vocabulary = sentence.words, sentence.situation.vocabulary
    people = {
        number for number, word in enumerate(words) for span in named.spans if span.start <= word.start < span.end
    }
    for first, end in sentence.counting:
        if end not in people:
            phrase = " ".join(word.raw for word in words[max(first - 1, 0) : end + 1])
            return message("Does “{phrase}” say when? Write the day, time or repetition in another way.", phrase=phrase)
    for number in sentence.doubtful[:1]:
        problem = is_somebody(words[number], vocabulary, asked)
        if problem is not None:
            return problem
    return _name_begins(sentence, asked) or _unread_day(sentence, people)


def _name_begins(sentence: Sentence, asked: Asked) -> Message | None:
    """`am 3. Jan Novák anrufen`: a month that begins the name of a contact."""
    words, vocabulary = sentence.words, sentence.situation.vocabulary
    for number in sorted(sentence.used):
        word = words[number]
        if word.plain not in vocabulary.name_words or "month" not in word.classes or word.pause:
            continue
        if number + 1 < len(words) and number + 1 not in sentence.used and words[number + 1].raw[:1].isupper():
            found = asked(f"{name_of(word, vocabulary)} {name_of(words[number + 1], vocabulary)}")
            return _day_or(word, found[0]) if found else None
    return None


def _unread_day(sentence: Sentence, people: set[int]) -> Message | None:
    """A short weekday that stayed text ("Marta Mo Angebot schicken") and is nobody."""
    vocabulary = sentence.situation.vocabulary
    if not vocabulary.verb_last:
        return None
    for number, word in enumerate(sentence.words):
        if number in sentence.used or number in people or word.plain not in vocabulary.name_words:
            continue
        before = sentence.words[number - 1].plain if number else ""
        if word.plain in vocabulary.capital_only and "weekday" not in word.classes:
            # "am so", "so 15 uhr": in small letters mostly another word, but not there.
            carried = before in vocabulary.carriers | vocabulary.until | vocabulary.starting
            if carried or number + 1 in sentence.used:
                return message("Is “{word}” a weekday? Write it in full.", word=word.raw)
            continue
        titled = number > 0 and sentence.words[number - 1].plain in vocabulary.titles
        followed = number + 1 < len(sentence.words) and sentence.words[number + 1].raw[:1].islower()
        if "weekday" in word.classes and word.raw[:1].isupper() and not titled and not (number == 0 and followed):
            return message("Is “{word}” a weekday? Write it in full.", word=word.raw)
    return None


def action_of(left: Sequence[Word], vocabulary: Vocabulary) -> str | None:
    """What kind of thing there is to do: by the verb in front, or where the language has it at the end."""
    places = [word for word in left[:1] if word.plain in vocabulary.actions]
    if vocabulary.verb_last:
        for number, word in enumerate(left):
            last = all(each.is_mark for each in left[number + 1 :])
            ends = last or word.pause or left[number + 1].plain in vocabulary.connectives
            if ends and word.plain in vocabulary.actions:
                places.append(word)
    return vocabulary.actions[places[0].plain] if places else None


def urgent_mark(text: str) -> tuple[Span, ...]:
    """The exclamation marks at the very end."""
    end = len(text.rstrip())
    begin = len(text.rstrip().rstrip("!"))
    return (Span(begin, end, SpanKind.URGENT),) if begin < end else ()
