"""The columns that a list of people can have: built-in ones and the fields that the user made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crm_desktop.domain.filter_fields import BUILT_IN, OWN, OwnFilterField, own_title
from crm_desktop.domain.messages import Message, message


class ColumnKind(StrEnum):
    """How a value is shown: TEXT as it is, SECONDS as days ago, DAY a day (ISO), STAGE and SWITCH in words, NUMBER as such.

    OWN_NUMBER, OWN_MONEY and OWN_YES_NO are texts as the user's fields hold them.
    """

    TEXT = "text"
    SECONDS = "seconds"
    DAY = "day"
    YEARLY = "yearly"
    CHOICE = "choice"
    SWITCH = "switch"
    NUMBER = "number"
    OWN_NUMBER = "own-number"
    OWN_MONEY = "own-money"
    OWN_YES_NO = "own-yes-no"


RIGHT_ALIGNED: Final = frozenset((ColumnKind.NUMBER, ColumnKind.OWN_NUMBER, ColumnKind.OWN_MONEY))


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` is in letters."""

    key: str
    title: Message
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 16
    choices: tuple[tuple[str, Message], ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnsRow:
    """A line of the table: the id, the name, and a value for each column asked for: a text, a number or None."""

    id: int
    name: str
    values: tuple[str | int | float | None, ...]


_TITLES: Final[Mapping[str, Message]] = {each.key: each.title for each in BUILT_IN}
_CHOICES: Final = {each.key: each.choices for each in BUILT_IN}
_WIDTHS: Final = {
    "name": 24,
    "company": 20,
    "email": 26,
    "job-title": 18,
    "tag": 20,
    "note": 30,
    "link": 24,
    "fact": 28,
}
_KINDS: Final = {
    "last-talk": ColumnKind.SECONDS, "added": ColumnKind.SECONDS, "next-step": ColumnKind.DAY,
    "birthday": ColumnKind.YEARLY, "lifecycle": ColumnKind.CHOICE, "do-not-contact": ColumnKind.SWITCH,
    "losing-touch": ColumnKind.SWITCH, "open-promise": ColumnKind.SWITCH, "open-ticket": ColumnKind.SWITCH,
    "talks": ColumnKind.NUMBER,
}  # fmt: skip
_IN_ORDER: Final = (
    "name", "company", "job-title", "last-talk", "next-step", "next-step-text", "tag", "lifecycle", "email", "phone", "city",
    "country", "region", "postal-code", "given", "family", "nickname", "phonetic", "department", "industry", "link", "birthday",
    "language", "time-zone", "preferred-channel", "source", "payment-terms", "talks", "open-promise", "open-ticket",
    "do-not-contact", "consent", "deal-value", "fact", "note", "pinned-note", "added",
)  # fmt: skip
_OWN_TITLES: Final = {
    "next-step-text": message("next step in words"),
    "tag": message("tags"),
    "last-talk": message("last talk"),
    "deal-value": message("open deals"),
}
_KINDS_OF_OWN: Final = {
    "day": ColumnKind.DAY, "number": ColumnKind.OWN_NUMBER, "money": ColumnKind.OWN_MONEY, "yes-no": ColumnKind.OWN_YES_NO,
}  # fmt: skip
DEFAULT_COLUMNS: Final = ("name", "company", "last-talk", "next-step", "tag", "email", "city")
NAME: Final = "name"
_DESCENDING: Final = "-"


def columns(own: Sequence[OwnFilterField]) -> dict[str, Column]:
    """Every column there is, by key, in the order in which they are offered; of a deal's fields a person may have many, and no one."""
    built_in = (
        Column(
            key,
            _OWN_TITLES.get(key) or _TITLES[key],
            _KINDS.get(key, ColumnKind.TEXT),
            _WIDTHS.get(key, 14),
            _CHOICES.get(key, ()),
        )
        for key in _IN_ORDER
    )
    made = (Column(OWN + each.uid, own_title(each), _kind_of_own(each.kind)) for each in own if each.subject != "deal")
    return {column.key: column for column in (*built_in, *made)}


def _kind_of_own(kind: str) -> ColumnKind:
    return _KINDS_OF_OWN.get(kind, ColumnKind.TEXT)


def usable_columns(wanted: Sequence[str], there: Mapping[str, Column]) -> tuple[Column, ...]:
    """The columns of a list that are still there; the usual ones for none. The name always stands first."""
    keys = [key for key in dict.fromkeys(wanted) if key in there and key != NAME]
    return tuple(there[key] for key in (NAME, *(keys if keys or wanted else DEFAULT_COLUMNS[1:])))


def sort_of(text: str) -> tuple[str, bool]:
    """(column key, whether descending) of a stored order."""
    return text.removeprefix(_DESCENDING), text.startswith(_DESCENDING)


def sort_text(key: str, *, descending: bool) -> str:
    """An order as it is stored."""
    return f"{_DESCENDING}{key}" if descending else key
