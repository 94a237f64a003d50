"""A list of people that is kept: its filter, its columns and its order, and those that are offered to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crm_desktop.domain.filters import AllOf, Condition, Filter, Operator
from crm_desktop.domain.messages import Message, message

NAME_LIMIT: Final = 100


@dataclass(frozen=True, slots=True)
class SavedList:
    """One list; `sort` is a key of a column, with `-` before it for the other direction, empty for the usual order.

    `readable` is False when what is stored cannot be read; `filter` lets nobody through then.
    """

    id: int
    name: str
    filter: Filter
    columns: tuple[str, ...] = ()
    sort: str = ""
    position: int = 0
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Template:
    """A list that is offered while there are none."""

    key: str
    name: Message
    filter: Filter
    sort: str = ""


TEMPLATES: Final = (
    Template(
        "losing-touch",
        message("Losing touch"),
        Condition("last-talk", Operator.OVER_DAYS_AGO, ("90",)),
        "last-talk",
    ),
    Template("past-clients", message("Past clients"), Condition("lifecycle", Operator.IS, ("past",))),
    Template("no-next-step", message("No next step"), Condition("next-step", Operator.EMPTY)),
    Template(
        "birthdays",
        message("Birthdays this month"),
        Condition("birthday", Operator.THIS_MONTH),
        "birthday",
    ),
    Template("do-not-contact", message("Do not contact"), Condition("do-not-contact", Operator.YES)),
)


def flat(wanted: Filter) -> AllOf:
    """The filter as something that more conditions can be added to."""
    return wanted if isinstance(wanted, AllOf) else AllOf((wanted,))
