"""The parts of the table, in its order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.benchmarks.parts import board, burst, contact_list, due, edit, idle, importing, memory, sample, search, start
from tests.benchmarks.table import Part

PARTS: Final[Mapping[str, Part]] = {
    # First, because it makes the database that the others read.
    "sample": sample.measure,
    "start": start.measure,
    "memory": memory.measure,
    "search": search.measure,
    "list": contact_list.measure,
    "import": importing.measure,
    "edit": edit.measure,
    "board": board.measure,
    "due": due.measure,
    "burst": burst.measure,
    "idle": idle.measure,
}
