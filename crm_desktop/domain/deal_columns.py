"""The list of deals: which deals it shows, the columns it can have, and what a line of it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.filter_fields import OWN
from crm_desktop.domain.list_columns import NAME, Column, ColumnKind
from crm_desktop.domain.messages import message
from crm_desktop.domain.money import Money
from crm_desktop.domain.own_fields import FieldKind, OwnField
from crm_desktop.domain.pipelines import DealState

OPEN: Final = frozenset((DealState.OPEN,))
EVERY_STATE: Final = frozenset(DealState)


@dataclass(frozen=True, slots=True)
class DealFilter:
    """Which deals a list shows; what is empty lets everything through.

    `pipeline_id` None is every pipeline in use. Of `tags` a deal bears at least one; `list_id` is a saved list of people of whom
    one takes part; `stages` are ids; `ids` are those deals only, None for any. Every word of `text` stands somewhere in title,
    people, company, tags, source or reason.
    """

    pipeline_id: int | None = None
    states: frozenset[DealState] = OPEN
    text: str = ""
    tags: tuple[int, ...] = ()
    list_id: int | None = None
    stages: tuple[int, ...] = ()
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class DealLine:
    """A line of the list: the card, the chance of its stage in percent, and what a card does not show.

    `days_open` are the days from its making to its end or today, `days_in_stage` those in its stage, both by the user's
    calendar; `own` what its own fields hold, by the key of the column.
    """

    card: DealCard
    chance: int
    source: str
    lost_reason: str
    days_open: int
    days_in_stage: int
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def weighted(self) -> Money | None:
        """What it is worth by its chance: all of it when it is won, nothing when it is lost."""
        worth = self.card.worth
        if worth is None:
            return None
        chance = {DealState.WON: 100, DealState.LOST: 0}.get(self.card.state, self.chance)
        return Money(_part(worth.minor, chance), worth.currency)


@dataclass(frozen=True, slots=True)
class ListSums:
    """What the deals of a list come to: how many, their worth and that by their chances, each currency apart."""

    count: int
    worth: tuple[Money, ...]
    weighted: tuple[Money, ...]


_BUILT_IN: Final = (
    Column(NAME, message("deal"), width=28),
    Column("value", message("value"), ColumnKind.NUMBER, 15),
    Column("stage", message("stage"), width=16),
    Column("next-step", message("next step"), width=15),
    Column("close", message("expected close"), width=20),
    Column("contact", message("contact"), width=20),
    Column("company", message("company"), width=20),
    Column("days-in-stage", message("days in stage"), ColumnKind.NUMBER, 13),
    Column("tags", message("tags"), width=18),
    Column("weighted", message("weighted"), ColumnKind.NUMBER, 14),
    Column("worth", message("worth"), ColumnKind.NUMBER, 14),
    Column("chance", message("chance"), ColumnKind.NUMBER, 9),
    Column("next-step-text", message("next step in words"), width=28),
    Column("stuck", message("stuck"), width=30),
    Column("age", message("age in days"), ColumnKind.NUMBER, 12),
    Column("created", message("added"), width=12),
    Column("state", message("state"), width=10),
    Column("closed", message("closed"), width=12),
    Column("lost-reason", message("lost because"), width=22),
    Column("source", message("source"), width=16),
)
USUAL_COLUMNS: Final = (NAME, "value", "stage", "next-step", "close", "contact", "company", "days-in-stage", "tags")
GREATEST_FIRST: Final = frozenset(("value", "worth", "weighted", "days-in-stage", "age", "created", "closed", "chance"))
"""Columns of which the first press on the head wants the greatest first."""
_NUMBERS: Final = frozenset((FieldKind.NUMBER, FieldKind.MONEY))


def columns(own: Sequence[OwnField]) -> dict[str, Column]:
    """Every column there is, by key, in the order in which they are offered; `own` are the own fields of deals."""
    made = (
        Column(OWN + each.uid, message("{name}", name=each.name), _kind(each.kind))
        for each in own
        if each.subject == "deal" and not each.hidden
    )
    return {column.key: column for column in (*_BUILT_IN, *made)}


def usable_columns(wanted: Sequence[str], there: Mapping[str, Column]) -> tuple[Column, ...]:
    """The columns that are still there, the usual ones for none; the title always stands first."""
    keys = [key for key in dict.fromkeys(wanted) if key in there and key != NAME]
    return tuple(there[key] for key in (NAME, *(keys if keys or wanted else USUAL_COLUMNS[1:])))


def _kind(kind: FieldKind) -> ColumnKind:
    return ColumnKind.NUMBER if kind in _NUMBERS else ColumnKind.TEXT


def _part(minor: int, percent: int) -> int:
    """So many percent of an amount, rounded half to even."""
    whole, rest = divmod(minor * percent, 100)
    return whole + (rest > 50 or (rest == 50 and whole % 2 == 1))
