"""The parts of the table, in its order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.benchmarks.parts import (
    board,
    burst,
    company_list,
    contact_list,
    due,
    edit,
    finding,
    idle,
    importing,
    memory,
    person,
    sample,
    saved_lists,
    search,
    start,
)
from tests.benchmarks.table import Part

PARTS: Final[Mapping[str, Part]] = {
    # First, because it makes the database that the others read.
    "sample": sample.measure,
    "start": start.measure,
    "memory": memory.measure,
    "search": search.measure,
    "finding": finding.measure,
    "list": contact_list.measure,
    "person": person.measure,
    "lists": saved_lists.measure,
    "companies": company_list.measure,
    "import": importing.measure,
    "edit": edit.measure,
    "board": board.measure,
    "due": due.measure,
    "burst": burst.measure,
    "idle": idle.measure,
}
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("list", "search", "finding", "person", "lists", "companies"),
    "pipeline": ("board",),
}
"""Names for several parts together."""
