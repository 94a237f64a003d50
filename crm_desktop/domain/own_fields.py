"""Fields that the user makes: what kinds there are, and reading what is typed into one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from crm_desktop.domain.cleaning import clean_line, clean_text
from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.folding import fold
from crm_desktop.domain.money import Money, decimals, parse_money
from crm_desktop.domain.plain_numbers import plain_number

SUBJECTS: Final = ("contact", "company", "deal")
FIELD_NAME_LIMIT: Final = 200
OPTION_LIMIT: Final = 200
MOST_OPTIONS: Final = 200
TEXT_IN_FIELD: Final = 20_000
FIELD: Final = "value"
"""The name under which InvalidInput tells of what was typed into an own field."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_MOST_DIGITS: Final = 15
"""More than these a floating-point number, by which fields are ordered, does not tell apart."""
_YES: Final = frozenset("yes y true t 1 on x ✓ ✔ ja j wahr oui o vrai si sì sí sim s tak はい 是 نعم да".split())
_NO: Final = frozenset("no n false f 0 off - ✗ nein falsch non faux não nao nie いいえ 否 لا нет".split())
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_HOST: Final = re.compile(r"[^\s/?#@:]+\.[^\s/?#@:]{2,}(?::\d{1,5})?(?:[/?#]\S*)?")
_SAFE_SCHEMES: Final = frozenset(("http", "https", "mailto", "tel", "ftp", "sftp", "ftps", "ssh", "git"))


class FieldKind(StrEnum):
    """What an own field takes."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes-no"
    LINK = "link"


HAS_OPTIONS: Final = (FieldKind.CHOICE, FieldKind.CHOICES)
"""The kinds whose values are taken from a list that the user wrote."""


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field that the user made: `subject` is contact, company or deal; `used` counts those that have something in it."""

    id: int
    subject: str
    name: str
    kind: FieldKind
    options: tuple[str, ...] = ()
    position: int = 0
    hidden: bool = False
    used: int = 0
    uid: str = ""


@dataclass(frozen=True, slots=True)
class OwnValue:
    """What a field holds: `text` as it is stored (see `parse_value`), empty for nothing; `sort` what it is ordered by."""

    field: OwnField
    text: str = ""
    sort: float | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How the user writes: the currency meant where none is typed, and how a typed day is read (None: as ISO 8601 only).

    `read_day` gives the day, or raises InvalidInput.
    """

    currency: str = "EUR"
    read_day: Callable[[str], date] | None = None


def parse_value(field: OwnField, typed: str, habits: Habits | None = None) -> tuple[str, float | None]:
    """What is typed into a field, as (text to be stored and read, number to be ordered by).

    An empty text means that nothing is held. The text reads back as itself, whatever the habits: numbers have a point and
    no grouping (`1234.5`), money its code (`120.00 EUR`), days are ISO 8601, several choices are joined by `; `, yes and no
    are `yes` and `no`. Days are ordered by the days since 1970-01-01, money by its minor units. Raises InvalidInput
    (field "value") with a sentence that says what the field takes.
    """
    text = clean_text(typed, TEXT_IN_FIELD) if field.kind is FieldKind.TEXT else clean_line(typed)
    if not text:
        return "", None
    return _PARSERS[field.kind](field, text, habits or Habits())


def values_of_choices(text: str) -> tuple[str, ...]:
    """The choices that the stored text of such a field holds."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def clean_options(options: Sequence[str]) -> tuple[str, ...]:
    """The choices as they may be stored: each once, none empty. Raises InvalidInput (field "options")."""
    found: dict[str, str] = {}
    for option in options:
        cleaned = clean_line(option, OPTION_LIMIT)
        if ";" in cleaned:
            raise InvalidInput("options", "A choice cannot have a semicolon in it: “{text}”.", text=cleaned[:40])
        if cleaned:
            found.setdefault(fold(cleaned), cleaned)
    if len(found) > MOST_OPTIONS:
        raise InvalidInput("options", "That are more than {most} choices.", most=MOST_OPTIONS)
    return tuple(found.values())


def day_of(sort: float) -> date:
    """The day that the number of a day field stands for."""
    return date.fromordinal(int(sort) + _EPOCH)


def money_of(text: str) -> Money:
    """The amount that the stored text of a money field says."""
    return parse_money(text, "EUR")


def money_text(amount: Money) -> str:
    """An amount as it is stored: `120.00 EUR`, `1500 JPY`, `0.250 KWD`."""
    places = decimals(amount.currency)
    return f"{Decimal(amount.minor).scaleb(-places):.{places}f} {amount.currency}"


def _text(_field: OwnField, text: str, _habits: Habits) -> tuple[str, float | None]:
    return text, None


def _number(_field: OwnField, text: str, _habits: Habits) -> tuple[str, float | None]:
    sign, digits = ("-", text[1:]) if text[0] in "-−" else ("", text.removeprefix("+"))
    try:
        number = Decimal(sign + plain_number(digits.strip()))
    except InvalidOperation:
        raise InvalidInput(FIELD, "“{text}” is not a number. Write 1234 or 1,234.5.", text=text[:40]) from None
    if len(number.as_tuple().digits) > _MOST_DIGITS or not number.is_finite():
        raise InvalidInput(FIELD, "A number can have {most} digits; a text field takes more.", most=_MOST_DIGITS)
    plain = format(number, "f")
    # Three digits after a point would be read as thousands the next time.
    return (f"{plain}0" if len(plain.partition(".")[2]) == 3 else plain), float(number)


def _money(_field: OwnField, text: str, habits: Habits) -> tuple[str, float | None]:
    try:
        amount = parse_money(text, habits.currency)
    except InvalidInput as error:
        raise InvalidInput(FIELD, error.sentence) from None
    return money_text(amount), float(amount.minor)


def _day(_field: OwnField, text: str, habits: Habits) -> tuple[str, float | None]:
    try:
        day = PartialDate.parse(text).complete()
    except ValueError:
        day = None
    if day is None and habits.read_day is not None:
        day = habits.read_day(text)
    if day is None:
        raise InvalidInput(FIELD, "“{text}” is not a day. Write it like 2026-03-31.", text=text[:40])
    return day.isoformat(), float(day.toordinal() - _EPOCH)


def _choice(field: OwnField, text: str, _habits: Habits) -> tuple[str, float | None]:
    return _chosen(field, text), None


def _choices(field: OwnField, text: str, _habits: Habits) -> tuple[str, float | None]:
    known = {fold(option) for option in field.options}
    parts = [part.strip() for part in text.split(";")]
    # A comma separates too, unless it stands inside of a choice.
    split = [piece for part in parts for piece in ([part] if fold(part) in known else part.split(","))]
    chosen = {_chosen(field, piece.strip()) for piece in split if piece.strip()}
    return "; ".join(option for option in field.options if option in chosen), None


def _chosen(field: OwnField, text: str) -> str:
    for option in field.options:
        if fold(option) == fold(text):
            return option
    if not field.options:
        raise InvalidInput(FIELD, "“{name}” has no choices yet. Write some under “Fields…”.", name=field.name)
    raise InvalidInput(
        FIELD, "“{text}” is no choice here. Take one of: {options}.", text=text[:40], options=_listed(field.options)
    )


def _listed(options: Sequence[str]) -> str:
    shown = ", ".join(options[:8])
    return f"{shown}, …" if len(options) > 8 else shown


def _yes_no(_field: OwnField, text: str, _habits: Habits) -> tuple[str, float | None]:
    word = unicodedata.normalize("NFKC", text).casefold()
    if word in _YES:
        return "yes", 1.0
    if word in _NO:
        return "no", 0.0
    raise InvalidInput(FIELD, "Write yes or no.")


def _link(_field: OwnField, text: str, _habits: Habits) -> tuple[str, float | None]:
    scheme = _SCHEME.match(text)
    if any(character.isspace() for character in text):
        raise InvalidInput(FIELD, "A link has no spaces in it.")
    is_named = scheme is not None and scheme[1].casefold() in _SAFE_SCHEMES and len(text) > scheme.end()
    if not is_named and not _HOST.fullmatch(text):
        raise InvalidInput(FIELD, "“{text}” is not a link. Write it like example.com or https://…", text=text[:40])
    return text, None


_PARSERS: Final[dict[FieldKind, Callable[[OwnField, str, Habits], tuple[str, float | None]]]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.DAY: _day,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.YES_NO: _yes_no,
    FieldKind.LINK: _link,
}
