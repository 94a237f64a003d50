"""One row for each number to keep: what, goal, measured, limit, ratio and whether the goal is met."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.place import Place

_HEAD = ("name", "what", "goal", "measured", "limit", "ratio", "met")


@dataclass(frozen=True, slots=True)
class Row:
    """`measured` and `limit` are numbers in `unit`; `ratio` is the one by the other.

    The goal is `most` (in `unit`), `most_ratio`, or both; a `limit` of None has no ratio. `more` are further numbers
    for machines and `remark` a few words for people. A row with a `problem` could not be measured.
    """

    name: str
    what: str
    unit: str = ""
    measured: float | None = None
    limit: float | None = None
    limit_is: str = ""
    most: float | None = None
    most_ratio: float | None = None
    remark: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the limit; None without one."""
        return None if self.measured is None or not self.limit else self.measured / self.limit

    @property
    def met(self) -> bool | None:
        """Whether every part of the goal is met; None when it was not measured."""
        if self.measured is None:
            return None
        in_unit = self.most is None or self.measured <= self.most
        return in_unit and (self.most_ratio is None or (self.ratio is not None and self.ratio <= self.most_ratio))

    def goal(self) -> str:
        """The goal in words."""
        parts = []
        if self.most is not None:
            parts.append(f"≤ {self.most:g} {self.unit}".strip())
        if self.most_ratio is not None:
            parts.append(f"≤ {self.most_ratio:g} ×")
        return " and ".join(parts)

    def as_json(self) -> dict[str, Any]:
        """The row for machines."""
        return {
            "name": self.name,
            "what": self.what,
            "unit": self.unit,
            "goal": self.goal(),
            "measured": self.measured,
            "limit": self.limit,
            "limit_is": self.limit_is,
            "ratio": self.ratio,
            "met": self.met,
            "remark": self.remark,
            "problem": self.problem,
            **({"more": dict(self.more)} if self.more else {}),
        }

    def cells(self) -> tuple[str, ...]:
        """The row for people, without its remark."""
        if self.problem:
            return (self.name, self.what, self.goal(), "not measured", "", "", "")
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} ×"
        return (
            self.name, self.what, self.goal(), _amount(self.measured, self.unit), _amount(self.limit, self.unit), ratio,
            "yes" if self.met else "NO",
        )  # fmt: skip


Part = Callable[[Place], Sequence[Row]]
"""Measures one part of the table; raises when it cannot."""


def unmeasured(name: str, error: BaseException) -> Row:
    """The row of a part that could not be measured."""
    said = str(error).strip().splitlines()
    return Row(name=name, what=name, problem=f"{type(error).__name__}: {said[-1] if said else ''}"[:300])


def table(rows: Sequence[Row]) -> str:
    """All rows in aligned columns, the remarks below their rows."""
    lines = [_HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_HEAD))]

    def aligned(cells: Sequence[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()

    text = [aligned(_HEAD), aligned(["-" * width for width in widths])]
    for row in rows:
        text.append(aligned(row.cells()))
        limit = f"limit: {row.limit_is}" if row.limit_is else ""
        said = "; ".join(part for part in (limit, row.remark, row.problem) if part)
        if said:
            text.append(" " * (widths[0] + 2) + said)
    return "\n".join(text)


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3
    return f"{value:,.{digits}f} {unit}".rstrip()
