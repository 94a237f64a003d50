"""The shape of a language for quick entry: word lists and sentence patterns as data, so that a second one needs no code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class WeekdayPart:
    """A part of a weekday in one word: 0 Monday .. 6 Sunday, and the time that stands for the part."""

    weekday: int
    part: time


class Meaning(Enum):
    """What a pattern says; `meanings.py` has one function for each."""

    RELATIVE_DAY = auto()
    DAYS_AHEAD = auto()
    AHEAD = auto()
    AHEAD_OF_TWO = auto()
    AHEAD_OF_WEEKDAY = auto()
    MINUTES_AHEAD = auto()
    WEEKDAY = auto()
    THIS_WEEKDAY = auto()
    NEXT_WEEKDAY = auto()
    NEXT_WEEKDAY_IF_CLEAR = auto()
    LAST_WEEKDAY = auto()
    WEEKDAY_OF_WEEK = auto()
    WEEKDAY_AHEAD = auto()
    NEXT_WORKING_DAY = auto()
    WEEKDAY_AND_DAY_OF_MONTH = auto()
    NEXT_UNIT = auto()
    START_OF = auto()
    END_OF = auto()
    START_OF_MONTH = auto()
    END_OF_MONTH = auto()
    WEEKEND = auto()
    DAY_OF_MONTH = auto()
    LAST_DAY_OF_MONTH = auto()
    CARRIED_DAY_OF_MONTH = auto()
    MONTH_AND_DAY = auto()
    ORDINAL_DATE = auto()
    NUMERIC_DATE = auto()
    CARRIED_DATE = auto()
    EXACT_DATE = auto()
    NTH_WEEKDAY = auto()
    NTH_WEEKDAY_OF_MONTH = auto()
    NTH_WEEKDAY_OF_UNIT = auto()
    END_OF_DAY = auto()
    CLOCK = auto()
    HOUR = auto()
    HALF_PAST = auto()
    QUARTER_PAST = auto()
    QUARTER_TO = auto()
    MINUTES_PAST = auto()
    MINUTES_TO = auto()
    HOUR_AND_MINUTE = auto()
    HALF_TO = auto()
    MINUTES_PAST_HALF_TO = auto()
    MINUTES_TO_HALF_TO = auto()
    THREE_QUARTERS = auto()
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
    FROM_DONE = auto()
    URGENT = auto()
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
    letters: Mapping[str, str] = field(default_factory=dict)
    """Letters that are also written with others (`ü` as `ue`); the words here have the second form."""
    weekday_parts: Mapping[str, WeekdayPart] = field(default_factory=dict)
    """Weekday and part of the day in one word (`montagabend`)."""
    plural_weekday_parts: Mapping[str, WeekdayPart] = field(default_factory=dict)
    """The same on every such day (`montagabends`)."""
    capital_only: frozenset[str] = frozenset()
    """Weekdays that in small letters and without a dot are another word (`so`)."""
    ordinal_carriers: frozenset[str] = frozenset()
    """Words behind which an ordinal alone is a day of the month (`am 5.`)."""
    dotted_ordinals: bool = False
    """Whether `3.` is an ordinal."""
    clock_endings: frozenset[str] = frozenset()
    """What may be glued to a time on 24 hours: `15uhr`, `15:30h`."""
    times: Mapping[str, int] = field(default_factory=dict)
    """How often in one word (`dreimal`)."""
    times_endings: tuple[str, ...] = ()
    deadlines: frozenset[str] = frozenset()
    """Those of `until` that without a repetition mean "at the latest" and vanish with the day behind them (`bis freitag`)."""
    vague_after: frozenset[str] = frozenset()
    """Words that behind a day or time make it unclear (`friday next`)."""
    between: frozenset[str] = frozenset()
    """Words that open a stretch of days, whatever stands behind them (`between christmas and 3 january`)."""
    alternatives: frozenset[str] = frozenset()
    """Words behind a time that name a second one (`at 9 or 10`)."""
    ranges: frozenset[str] = frozenset()
    """Words between the beginning and the end of a stretch (`friday to monday`)."""
    exceptions: frozenset[str] = frozenset()
    """Words that take something out of a repetition."""
    titles: frozenset[str] = frozenset()
    """Words before a family name, which is never a day (`Frau Montag`)."""
    shared_titles: frozenset[str] = frozenset()
    """Weekdays that, with a dot, are also such a title (`Fr. Winter`)."""
    counted: frozenset[str] = frozenset()
    """Words before which a figure is no time and no day (`um 5 Euro senken`, `am 5. Stock`)."""
    asks_what_is_counted: bool = False
    """Whether `am 5.` and `um 14` are asked about, not left alone, before a word that they may count."""
    things: frozenset[str] = frozenset()
    """Those of `not_names` that a figure may count (`am 3. Angebot arbeiten`)."""
    spoken_by_day: bool = False
    """Whether a time spoken with minutes is in the day when its half is open (`halb vier` is 15:30)."""
    verb_last: bool = False
    """Whether the verb mostly stands at the end."""
    zone_words: frozenset[str] = frozenset()
    """Words that make the city before them a time zone (`tokyo time`, `Londoner Zeit`)."""
    zone_openings: frozenset[str] = frozenset()
    """Words that make the city behind them a time zone (`Ortszeit London`)."""
    city_endings: tuple[str, ...] = ()
    whose_time: frozenset[str] = frozenset()
    """Words before those that name no zone by themselves (`local time`)."""
