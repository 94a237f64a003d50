"""The sentence as words, each with what it can stand for: a number, a weekday, a clock time, a written date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from crm_desktop.domain.quick_entry.vocabulary import Vocabulary

_QUOTED = re.compile(r"""(?<!\w)(?:"[^"]*"|“[^”“]*”|„[^“”„]*[“”]|«[^»«]*»|‘[^’‘]*’|'[^']*'(?!\w))""")
_MASK = "\ufffc"
_WORD = re.compile(r"\S+")
_OPENING = "([{<¡¿"
_CLOSING = ",;:!?)]}>…"
_NUMBER = re.compile(r"[0-9]{1,9}")
_ORDINAL = re.compile(r"([0-9]{1,3})([^\W\d_]+)")
_YEAR = re.compile(r"[12][0-9]{3}")
_AMOUNT = re.compile(r"([0-9]{1,9})([^\W\d_]+)")
_CLOCK = re.compile(r"@?([0-9]{1,2})(?:(:)([0-9]{2})|(h)([0-9]{2}))")
_CLOCK_WITH_MERIDIEM = re.compile(r"@?([0-9]{1,2})(?:[:.]([0-9]{2}))?([^\W\d_][^\W\d_.]*(?:\.[^\W\d_]\.?)?)")
_CLOCK_WITH_ENDING = re.compile(r"@?([0-9]{1,2})(?:[:.]([0-9]{2}))?([^\W\d_]+)")
_DECIMAL = re.compile(r"([01]?[0-9]|2[0-3])\.([0-5][0-9])")
_FRACTION = re.compile(r"[0-9]{1,4}[.,][0-9]{1,2}|[0-9]{0,4}[½¼¾]")
_SHORT_MINUTES = re.compile(r"[0-9]{1,3}(?:m|')")
_SHORTENED = re.compile(r"[0-9]{1,3}m|[0-9]{1,2}[ap]|'[0-9]{2}")
_DAY_MONTH = re.compile(r"(0?[1-9]|[12][0-9]|3[01])\.(0?[1-9]|1[0-2])")
_DAY_AND_NAME = re.compile(r"([0-9]{1,2})\.([^\W\d_]+)")
_SPAN = re.compile(r"[0-9]{1,2}[-–][0-9]{1,2}")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})?\.?")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_LOOKS_LIKE_A_DATE = re.compile(
    r"@?[0-9]{1,2}(?::[0-9]{2}|(?:[.:][0-9]{2})?[ap]m).*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
    r"|[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})|[0-9]{1,2}/[0-9]{1,2}|[0-9]{1,2}-?ish"
    r"|[0-9]{1,2}\.[-–/][0-9]{1,2}(?:\.[0-9]{0,2}\.?)?|[0-9]{1,2}[.:][0-9]{2}[-–][0-9]{1,2}[.:][0-9]{2}"
    r"|[0-9]{1,2}[-–][0-9]{1,2}(?:[ap]m|uhr|h)"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A written time: hour and minute as they stand, and what is known about which half of the day.

    `shift` is 0 for am, 12 for pm, None when not written; `sure` when the writing itself is on 24 hours (`15:00`, `03:30`).
    """

    hour: int
    minute: int
    shift: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in figures; `slashed` ones do not say whether `first` is the day or the month."""

    first: int
    second: int
    year: int | None
    slashed: bool = False
    short_year: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One word: where it stands (`start`, `end` without punctuation), how it reads, and whether a pause follows."""

    raw: str
    plain: str
    start: int
    end: int
    pause: bool
    quoted: bool
    classes: Mapping[str, object] = field(default_factory=dict)
    """Word class of the patterns (`weekday`, `number`, …) to the value."""

    @property
    def is_mark(self) -> bool:
        """Whether it is only a dash or another mark."""
        return not any(letter.isalnum() for letter in self.plain) and not self.quoted

    @property
    def is_figure(self) -> bool:
        """Whether it is a number or ordinal in figures that could be an hour or a day of the month."""
        value = self.classes.get("ordinal", self.classes.get("count"))
        return self.plain[:1].isdecimal() and isinstance(value, int) and value <= 31

    @property
    def is_ordinal_figure(self) -> bool:
        """Whether it is `5th`."""
        return self.is_figure and "ordinal" in self.classes

    @property
    def is_stretch(self) -> bool:
        """Whether it is `9-5`, `9.30`, `30m`, `3p` or `'27`, which beside a day or time belongs to it."""
        return bool({"span", "dottedclock"} & self.classes.keys()) or _SHORTENED.fullmatch(self.plain) is not None

    @property
    def looks_like_a_date(self) -> bool:
        """Whether it is written like a date or time; what is left of these unread is asked about."""
        return not self.quoted and _LOOKS_LIKE_A_DATE.fullmatch(self.plain) is not None


def split_words(text: str, vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words of `text` in order; what stands in quotation marks is kept together with nothing to understand in it."""
    masked = _QUOTED.sub(lambda found: _MASK * len(found[0]), text)
    return tuple(_read_word(text, found, vocabulary) for found in _WORD.finditer(masked))


def _read_word(text: str, found: re.Match[str], vocabulary: Vocabulary) -> Word:
    start, end = found.span()
    raw = text[start:end]
    if _MASK in found[0]:
        return Word(raw, "", start, end, pause=True, quoted=True)
    bare = raw.rstrip(_CLOSING)
    pause = bare != raw or not bare
    start += len(bare) - len(bare.lstrip(_OPENING))
    bare = bare.lstrip(_OPENING)
    end = start + len(bare)
    plain = _spelled(bare, vocabulary)
    if plain.endswith(".") and plain not in vocabulary.meridiems:
        kept = plain.rstrip(".")
        figures = kept.replace(".", "").isdigit()
        if figures and plain.count(".") == 1 and vocabulary.dotted_ordinals:
            kept = plain
        elif figures:
            kept, pause = (plain[:-1], True) if plain.count(".") == 1 else (plain, pause)
        else:
            pause = pause or not (kept in vocabulary.weekdays or kept in vocabulary.months or kept in vocabulary.titles)
        end -= len(plain) - len(kept)
        plain = kept
    classes = _classes(plain, vocabulary)
    if plain in vocabulary.capital_only and raw == plain:
        classes = {name: value for name, value in classes.items() if name != "weekday"}
    return Word(raw, plain, start, end, pause, quoted=False, classes=classes)


def _spelled(bare: str, vocabulary: Vocabulary) -> str:
    """In lower case, with the letters of the vocabulary spelled out."""
    plain = bare.lower().replace("’", "'")
    if plain.isascii() or not vocabulary.letters:
        return plain
    plain = unicodedata.normalize("NFC", plain)
    return "".join(vocabulary.letters.get(letter, letter) for letter in plain)


# While somebody types, the same words are read again with every key.
@lru_cache(maxsize=2048)
def _classes(plain: str, vocabulary: Vocabulary) -> Mapping[str, object]:
    tables: dict[str, object] = {
        "weekday": vocabulary.weekdays.get(plain),
        "weekdays": vocabulary.plural_weekdays.get(plain),
        "month": vocabulary.months.get(plain),
        "unit": vocabulary.units.get(plain),
        "relative": vocabulary.relative_days.get(plain),
        "part": vocabulary.parts.get(plain),
        "weekdaypart": vocabulary.weekday_parts.get(plain),
        "weekdaysparts": vocabulary.plural_weekday_parts.get(plain),
        "meridiem": vocabulary.meridiems.get(plain),
        "count": _count(plain, vocabulary),
        "number": 1 if plain in vocabulary.articles else _count(plain, vocabulary),
        "ordinal": _ordinal(plain, vocabulary),
        "times": vocabulary.times.get(plain),
    }
    if not plain.isalpha():
        tables["range"] = _weekday_range(plain, vocabulary)
        tables |= _figure_classes(plain, vocabulary)
    return {name: value for name, value in tables.items() if value is not None}


def _figure_classes(plain: str, vocabulary: Vocabulary) -> dict[str, object]:
    decimal, day_month = _DECIMAL.fullmatch(plain), _DAY_MONTH.fullmatch(plain)
    figure = plain.removesuffix(".")
    return {
        "dotted": int(figure) if plain != figure and _NUMBER.fullmatch(figure) else None,
        "year": int(figure) if _YEAR.fullmatch(figure) else None,
        "decimal": 1 if decimal else None,
        "dottedclock": Clock(int(decimal[1]), int(decimal[2]), sure=len(decimal[1]) == 2) if decimal else None,
        "daymonth": WrittenDate(int(day_month[1]), int(day_month[2]), None) if day_month else None,
        "shortminutes": 1 if _SHORT_MINUTES.fullmatch(plain) else None,
        "fraction": 1 if _FRACTION.fullmatch(plain) else None,
        "span": 1 if _SPAN.fullmatch(plain) else None,
        "amount": _amount(plain, vocabulary),
        "often": _often(plain, vocabulary),
        "clock": _clock(plain, vocabulary),
        "date": None if plain in vocabulary.not_dates else _written_date(plain),
        "glued": _day_and_name(plain, vocabulary),
    }


def _count(plain: str, vocabulary: Vocabulary) -> int | None:
    figure = plain.removesuffix(".")
    return int(figure) if _NUMBER.fullmatch(figure) else vocabulary.numbers.get(plain)


def _ordinal(plain: str, vocabulary: Vocabulary) -> int | None:
    if vocabulary.dotted_ordinals and plain.endswith(".") and _NUMBER.fullmatch(plain[:-1]):
        return int(plain[:-1])
    found = _ORDINAL.fullmatch(plain)
    if found and found[2] in vocabulary.ordinal_endings:
        return int(found[1])
    return vocabulary.ordinals.get(plain)


def _weekday_range(plain: str, vocabulary: Vocabulary) -> int | None:
    """How many weekdays are joined by a dash or stroke: `tue-thu`."""
    names = [name.rstrip(".") for name in re.split("[-–/+&,]", plain)]
    return len(names) if len(names) > 1 and all(name in vocabulary.weekdays for name in names) else None


def _amount(plain: str, vocabulary: Vocabulary) -> object:
    found = _AMOUNT.fullmatch(plain)
    if found is None or found[2] not in vocabulary.short_units:
        return None
    return int(found[1]), vocabulary.short_units[found[2]]


def _often(plain: str, vocabulary: Vocabulary) -> int | None:
    """`3x`."""
    found = _AMOUNT.fullmatch(plain)
    return int(found[1]) if found and found[2] in vocabulary.times_endings else None


def _day_and_name(plain: str, vocabulary: Vocabulary) -> WrittenDate | None:
    """`3.dezember`."""
    found = _DAY_AND_NAME.fullmatch(plain)
    return (
        WrittenDate(int(found[1]), vocabulary.months[found[2]], None)
        if found and found[2] in vocabulary.months
        else None
    )


def _clock(plain: str, vocabulary: Vocabulary) -> Clock | None:
    found = _CLOCK.fullmatch(plain)
    if found:
        minute = int(found[3] or found[5])
        return Clock(int(found[1]), minute, sure=bool(found[4]) or len(found[1]) == 2)
    found = _CLOCK_WITH_MERIDIEM.fullmatch(plain)
    if found and found[3] in vocabulary.meridiems:
        return Clock(int(found[1]), int(found[2] or 0), shift=vocabulary.meridiems[found[3]])
    found = _CLOCK_WITH_ENDING.fullmatch(plain)
    # "15h" may also be an amount of hours, see the patterns.
    if found and found[3] in vocabulary.clock_endings and (found[2] or len(found[3]) > 1):
        return Clock(int(found[1]), int(found[2] or 0), sure=len(found[1]) == 2)
    return None


def _written_date(plain: str) -> WrittenDate | None:
    found = _YEAR_FIRST.fullmatch(plain)
    if found:
        return WrittenDate(first=int(found[4]), second=int(found[3]), year=int(found[1]))
    dotted = _DOTTED.fullmatch(plain)
    found = dotted or _SLASHED.fullmatch(plain)
    if found is None:
        return None
    year = found[3]
    return WrittenDate(
        first=int(found[1]),
        second=int(found[2]),
        year=None if year is None else int(year),
        slashed=dotted is None,
        short_year=year is not None and len(year) == 2,
    )
