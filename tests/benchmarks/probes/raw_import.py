"""The limit for the import: `FILE DATABASE`, csv.reader and one executemany into one table and the same FTS5 table."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from crm_desktop.storage import engine
from crm_desktop.storage.migrations import step_0001


def main() -> None:
    """Read and write everything in one transaction with the pragmas of the program."""
    connection = engine.connect_for_writing(sys.argv[2])
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as source:
        rows = csv.reader(source)
        header = next(rows)
        columns = ", ".join(f"c{place} TEXT" for place in range(len(header)))
        marks = ", ".join("?" * len(header))
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"CREATE TABLE people (id INTEGER PRIMARY KEY, {columns})")
        for statement in step_0001.STATEMENTS:
            if "search_" in statement:
                connection.execute(statement)
        connection.executemany(f"INSERT INTO people VALUES (NULL, {marks})", rows)
    details = " || ' ' || ".join(f"c{place}" for place in range(2, len(header) - 1))
    people = f"SELECT id * 4, c0 || ' ' || c1, {details}, c{len(header) - 1} FROM people"
    read = connection.execute(people).fetchall()
    connection.executemany(
        "INSERT INTO search_names (rowid, name, details) VALUES (?, ?, ?)", [row[:3] for row in read]
    )
    connection.executemany(
        "INSERT INTO search_texts (rowid, body) VALUES (?, ?)", [(row[0] + 1, row[3]) for row in read]
    )
    connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    main()
