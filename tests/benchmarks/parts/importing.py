"""Importing 100,000 contacts from a CSV file, against csv.reader and one executemany into the same index."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random

from crm_desktop.services.sampling import words
from tests.benchmarks.place import Place
from tests.benchmarks.programs import run_module, run_program
from tests.benchmarks.table import Row

_HEADER = (
    "First Name", "Last Name", "Company", "Job Title", "E-mail Address", "Mobile Phone", "Business City", "Notes",
)  # fmt: skip


def measure(place: Place) -> Sequence[Row]:
    """Both in processes of their own, so that the memory of each is known too."""
    file = place.scratch / "contacts.csv"
    write_contacts(file, place.contacts)
    raw = run_module("tests.benchmarks.probes.raw_import", [str(file), str(place.scratch / "raw.db")])
    program = run_program(["--home", str(place.scratch / "import"), "import", str(file)])
    if f"{place.contacts} new" not in program.output:
        raise RuntimeError(f"not everybody was imported: {program.output.strip()[:200]}")
    return [
        Row(
            name="import",
            what=f"import of {place.contacts:,} contacts (CSV), index and journal",
            unit="s",
            measured=program.wall,
            limit=raw.wall,
            limit_is="csv.reader and one executemany of the same rows with the same FTS5 table",
            most_ratio=4,
            remark=(
                f"processor time {program.cpu:.1f} s, limit {raw.cpu:.1f} s, {program.cpu / max(raw.cpu, 0.001):.2f} ×; "
                f"most memory {f'{program.peak / 1e6:.0f} MB' if program.peak else 'known when run alone'}"
            ),
            more={"cpu": program.cpu, "cpu_limit": raw.cpu, "peak": program.peak, "peak_limit": raw.peak},
        )
    ]


def write_contacts(file: Path, count: int) -> None:
    """So many different people in a table as other programs export it."""
    chance = Random(7)
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(_HEADER)
        for number in range(count):
            region = chance.choices(words.REGIONS, words.WEIGHTS)[0]
            family = chance.choice(region.family)
            company = f"{chance.choice(words.REGIONS[0].family)} {chance.choice(words.TRADES)}"
            writer.writerow(
                (
                    chance.choice(region.given), f"{family} {number}", company, chance.choice(words.JOBS),
                    f"person.{number}@mail{number % 97}.example", f"+49 30 {1_000_000 + number}",
                    chance.choice(region.cities)[0], f"Met at the fair, wants {chance.choice(words.OBJECTS)}",
                )
            )  # fmt: skip
