"""What a preset says about the table of one program: how it is recognised and which of its headers mean something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from crm_desktop.domain.messages import Message
from crm_desktop.formats.dates import DateOrder


@dataclass(frozen=True, slots=True)
class Preset:
    """The table of one program.

    `needs` are groups of normalised headers, one of which must be there in whole. `targets` maps normalised headers,
    `match` raw ones; both win over the general matching. `separator` stands between several values in one cell.
    `shows_prefix` says that the name prefix is part of the name ("Dr. Ann Lee"), not a form of address ("Frau").
    `is_own` says that the file is one of ours: cells are taken as they stand.
    """

    id: str
    title: Message
    needs: tuple[frozenset[str], ...] = ()
    targets: Mapping[str, str] = field(default_factory=dict)
    match: Callable[[str], str | None] | None = None
    clean: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    separator: str = ""
    order: DateOrder | None = None
    shows_prefix: bool = False
    is_own: bool = False

    def fits(self, headers: frozenset[str]) -> bool:
        """Whether a table with these normalised headers comes from this program."""
        return any(group <= headers for group in self.needs)


def headers(text: str) -> frozenset[str]:
    """A group of headers for `needs`, written with commas between them."""
    return frozenset(part.strip() for part in text.split(","))
