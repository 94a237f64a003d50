"""The shape of a language for quick entry: word lists and sentence patterns as data, so that a second one needs no code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import Enum, auto

from crm_desktop.domain.messages import Message


class Unit(Enum):
    """Stretches of time that people count in."""

    MINUTE = auto()
    HOUR = auto()
    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    QUARTER = auto()
    YEAR = auto()


class Meaning(Enum):
    """What a pattern says; `meanings.py` has one function for each."""

    RELATIVE_DAY = auto()
    DAYS_AHEAD = auto()
    AHEAD = auto()
    AHEAD_OF_WEEKDAY = auto()
    MINUTES_AHEAD = auto()
    WEEKDAY = auto()
    THIS_WEEKDAY = auto()
    NEXT_WEEKDAY = auto()
    LAST_WEEKDAY = auto()
    WEEKDAY_OF_WEEK = auto()
    WEEKDAY_AND_DAY_OF_MONTH = auto()
    NEXT_UNIT = auto()
    START_OF = auto()
    END_OF = auto()
    START_OF_MONTH = auto()
    END_OF_MONTH = auto()
    WEEKEND = auto()
    DAY_OF_MONTH = auto()
    LAST_DAY_OF_MONTH = auto()
    MONTH_AND_DAY = auto()
    NUMERIC_DATE = auto()
    NTH_WEEKDAY = auto()
    NTH_WEEKDAY_OF_MONTH = auto()
    NTH_WEEKDAY_OF_UNIT = auto()
    END_OF_DAY = auto()
    CLOCK = auto()
    HOUR = auto()
    HALF_PAST = auto()
    QUARTER_PAST = auto()
    QUARTER_TO = auto()
    NOON = auto()
    MIDNIGHT = auto()
    PART = auto()
    BARE_PART = auto()
    PART_OF_TODAY = auto()
    EVERY_UNIT = auto()
    EVERY_WEEKDAY = auto()
    EVERY_NTH_WEEKDAY = auto()
    EVERY_NTH_WEEKDAY_OF_MONTH = auto()
    EVERY_WORKING_DAY = auto()
    EVERY_DAY_OF_MONTH = auto()
    EVERY_LAST_DAY_OF_MONTH = auto()
    EVERY_DATE = auto()
    EVERY_PART = auto()
    TIMES = auto()
    FOR_UNITS = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of saying something.

    `pattern` is made of words (`next`), alternatives (`in|within`), word classes (`<weekday>`, `<weekday>+` for a list of
    them), each optional with a question mark (`the?`). `number` is what the words leave unsaid (`fortnightly` is 2), `unit`
    likewise, `problem` the question with which a `REFUSED` phrase is answered.
    """

    pattern: str
    meaning: Meaning
    number: int = 1
    unit: Unit | None = None
    problem: Message | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Every word and pattern of one language, in lower case; weekdays are 0 Monday .. 6 Sunday, `last` counts as -1."""

    weekdays: Mapping[str, int]
    plural_weekdays: Mapping[str, int]
    months: Mapping[str, int]
    units: Mapping[str, Unit]
    short_units: Mapping[str, Unit]
    """Units that are glued to a number: `2w`, `90min`."""
    numbers: Mapping[str, int]
    articles: frozenset[str]
    """Words that count as one before a unit (`in a week`), and nowhere else."""
    ordinals: Mapping[str, int]
    ordinal_endings: tuple[str, ...]
    relative_days: Mapping[str, int]
    parts: Mapping[str, time]
    """Parts of the day and the time they stand for when no other is said."""
    meridiems: Mapping[str, int]
    """What is added to the hour: 0 for am, 12 for pm."""
    phrases: tuple[Phrase, ...]
    now: frozenset[str]
    """What says "now" when it fills a field alone; within a sentence it is just a word."""
    name_words: frozenset[str]
    """Words that are also names or verbs: no day behind a verb ("call Sun"), and asked about if a contact has that name."""
    carriers: frozenset[str]
    """Prepositions that belong to the day or time behind them and vanish with it."""
    until: frozenset[str]
    starting: frozenset[str]
    topical: frozenset[str]
    """Words after which a day is a subject, not an appointment (`about friday`, `the friday meeting`)."""
    vague: frozenset[str]
    """Words that make a day or time unclear (`before friday`), so that it is asked for."""
    joining: frozenset[str]
    connectives: frozenset[str]
    """Words that may follow `the 5th` or `at 14`; before any other word those are `the 5th floor`, `at 14 Main Street`."""
    openings: tuple[tuple[str, ...], ...]
    """Beginnings that say nothing (`remind me to`), longest first."""
    actions: Mapping[str, str]
    before_names: frozenset[str]
    """Words after which a name is likely (`with`, `to`)."""
    not_names: frozenset[str]
    possessives: tuple[str, ...]
    not_dates: frozenset[str]
    """Written like a date, but none (`24/7`)."""
