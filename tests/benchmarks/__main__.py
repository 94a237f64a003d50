"""`python -m tests.benchmarks [NAME ...] [--json]`: measures what was asked for, or all of it, and prints the table."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence

from tests.benchmarks.parts import GROUPS, PARTS
from tests.benchmarks.place import Place, open_place
from tests.benchmarks.table import Part, Row, table, unmeasured


def main(arguments: Sequence[str], parts: Mapping[str, Part] = PARTS, place: Place | None = None) -> int:
    """Returns 0 when everything asked for was measured, whatever came of it, and 1 when something could not be."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure the numbers to keep.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"one of {', '.join((*parts, *GROUPS))}; all of them without a name"
    )
    parser.add_argument("--json", action="store_true", help="for machines")
    options = parser.parse_args(arguments)
    wanted = [part for name in options.names for part in GROUPS.get(name, (name,))]
    unknown = [name for name in wanted if name not in parts]
    if unknown:
        parser.error(f"there is no {' or '.join(unknown)}; there are {', '.join(parts)}")
    if place is None:
        with open_place() as opened:
            rows = _measured(wanted or list(parts), parts, opened)
    else:
        rows = _measured(wanted or list(parts), parts, place)
    if options.json:
        print(json.dumps({"rows": [row.as_json() for row in rows]}, indent=1, ensure_ascii=False))
    else:
        print(table(rows))
    return 0 if all(row.problem == "" for row in rows) else 1


def _measured(names: Sequence[str], parts: Mapping[str, Part], place: Place) -> list[Row]:
    rows: list[Row] = []
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            rows += parts[name](place)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in one part, the others are still wanted
            rows.append(unmeasured(name, error))
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
