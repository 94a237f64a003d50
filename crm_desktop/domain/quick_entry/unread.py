"""Asks about what a sentence holds that looks like a day or time and was not understood, so that nothing is lost in silence."""

from __future__ import annotations

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry.draft import Sentence
from crm_desktop.domain.quick_entry.words import Word


def ask_about_unread(sentence: Sentence) -> None:
    """Object to the first word that was not understood and looks like a day or time."""
    for number, word in enumerate(sentence.words):
        if word.plain in sentence.situation.vocabulary.vague_after and {number, number - 1} & sentence.used == {
            number - 1
        }:
            phrase = f"{sentence.words[number - 1].raw} {word.raw}"
            sentence.object_to(leaves_open(phrase))
            return
        if _goes_on(sentence, number):
            sentence.object_to(unreadable(word))
            return
        if word.plain in sentence.situation.vocabulary.between and sentence.spans and number not in sentence.used:
            sentence.object_to(leaves_open(word.raw))
            return
        if number in sentence.used or word.plain in sentence.situation.vocabulary.not_dates:
            continue
        beside = number - 1 in sentence.used or number + 1 in sentence.used
        if (
            (word.is_stretch and beside)
            or word.looks_like_a_date
            or _may_be_date(sentence, number)
            or (word.is_figure and _stands_for_a_time(sentence, number))
        ):
            sentence.object_to(unreadable(word))
            return


def _goes_on(sentence: Sentence, number: int) -> bool:
    """Whether "to four" stands behind a time."""
    words = sentence.words
    if (
        words[number].plain not in sentence.situation.vocabulary.ranges
        or number in sentence.used
        or number + 1 >= len(words)
    ):
        return False
    return number - 1 in sentence.used and "count" in words[number + 1].classes


def _may_be_date(sentence: Sentence, number: int) -> bool:
    """Whether `3.12` or `24.` stands where a day would ("Marta 24. anrufen") and not where a number of something would."""
    words, vocabulary = sentence.words, sentence.situation.vocabulary
    if "dottedclock" in words[number].classes and number + 1 < len(words):
        return words[number + 1].plain in vocabulary.actions and vocabulary.dotted_ordinals
    if not vocabulary.dotted_ordinals or not {"daymonth", "dotted"} & words[number].classes.keys():
        return False
    ends = number + 1 == len(words) or words[number + 1].plain in vocabulary.actions or number + 1 in sentence.used
    begins = number == 0 or number - 1 in sentence.used or words[number - 1].plain in vocabulary.actions
    return ends if "dotted" in words[number].classes else begins or ends


def _stands_for_a_time(sentence: Sentence, number: int) -> bool:
    """Whether an unread figure is no number of things: "tomorrow 3", "at 10 or 11", "call Marta 24th", "9 am Montag"."""
    words, joining = sentence.words, sentence.situation.vocabulary.joining
    before = number - 2 if number and words[number - 1].plain in joining else number - 1
    last = all(word.is_mark for word in words[number + 1 :])
    followed = number + 1 in sentence.used
    vocabulary = sentence.situation.vocabulary
    around = vocabulary.vague | vocabulary.until | vocabulary.starting | vocabulary.carriers | vocabulary.topical
    opens = number == 0 or words[number - 1].plain in vocabulary.actions
    return (
        (last and words[number].is_ordinal_figure)
        or (before in sentence.used and (last or followed))
        or (opens and followed)
        or ((last or followed) and number > 0 and words[number - 1].plain in around)
        or (before in sentence.used and _names_another(sentence, number))
    )


def _names_another(sentence: Sentence, number: int) -> bool:
    """Whether a figure behind a time is a second one: "at 9 or 10 call Marta", "um 9, 10 anrufen", "tomorrow 9 to 5",
    "friday 10 with Marta".
    """
    words, vocabulary = sentence.words, sentence.situation.vocabulary
    following = words[number + 1] if number + 1 < len(words) else None
    if following is None or words[number - 1].plain in vocabulary.alternatives or following.plain in vocabulary.actions:
        return True
    if following.plain in vocabulary.not_names - vocabulary.things and not words[number - 1].pause:
        return True
    return following.plain in vocabulary.ranges and number + 2 < len(words) and words[number + 2].is_figure


def leaves_open(phrase: str) -> Message:
    """The answer to a day or time with a word that makes it unclear."""
    return message("“{phrase}” leaves the time open. Write a day or a time without it.", phrase=phrase)


def unreadable(word: Word) -> Message:
    """The answer to what looks like a day or time and is none."""
    return message("“{phrase}” cannot be read as a day or time.", phrase=word.raw)
