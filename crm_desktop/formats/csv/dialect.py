"""How a table file is laid out: delimiter, quoting, and where its header is (RFC 4180 and what programs make of it)."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crm_desktop.formats.csv.headers import OWN_FIELD, is_generic, match_header
from crm_desktop.formats.dates import read_date

DELIMITERS = ",;\t|:"
_WEIGHTS = {",": 1.0, ";": 1.0, "\t": 1.05, "|": 0.95, ":": 0.35}
SAMPLE_ROWS = 60
HEADER_SEARCH = 25
_WIDEST = 5_000
_NUMBER = re.compile(r"[+\-(]?[\d][\d\s.,/()\-]*%?")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What `csv.reader` must know: the delimiter, whether blanks before a quote belong to it, the escape character."""

    delimiter: str = ","
    skip_blanks: bool = False
    escape: str = ""

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """A reader of rows; quotes inside of a cell are taken as they stand."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            skipinitialspace=self.skip_blanks,
            escapechar=self.escape or None,
            strict=False,
        )


def declared_delimiter(first_line: str) -> str:
    """The delimiter of Excel's `sep=;` line, empty when the line is no such line."""
    match = re.fullmatch(r"\ufeff?\"?sep=(.)\"?", first_line.strip("\r\n").strip(","), re.IGNORECASE)
    return match[1] if match else ""


def sniff(lines: Sequence[str]) -> Dialect:
    """The likeliest layout of the sample: the delimiter that cuts most rows into the same number of cells.

    A delimiter under which a known header appears wins over everything else.
    """
    if lines and (declared := declared_delimiter(lines[0])):
        return Dialect(declared, _has_blank_quotes(lines, declared))
    best = max(DELIMITERS, key=lambda delimiter: _score(lines, delimiter))
    if _score(lines, best) <= 0:
        best = ","
    skip = _has_blank_quotes(lines, best)
    escape = "\\" if _backslash_helps(lines, best) else ""
    return Dialect(best, skip, escape)


def _has_blank_quotes(lines: Sequence[str], delimiter: str) -> bool:
    text = "".join(lines)
    spaced = text.count(f'{delimiter} "')
    return spaced > text.count(f'{delimiter}"')


def rows_of(lines: Iterable[str], dialect: Dialect, limit: int) -> list[list[str]]:
    """The first rows of the sample, as far as they can be parsed; the last one may be cut off."""
    found: list[list[str]] = []
    try:
        for row in dialect.reader(lines):
            found.append(row)
            if len(found) >= limit:
                break
    except csv.Error:
        return found
    return found


def _score(lines: Sequence[str], delimiter: str) -> float:
    rows = [row for row in rows_of(lines, Dialect(delimiter), SAMPLE_ROWS) if any(cell.strip() for cell in row)]
    widths = Counter(len(row) for row in rows)
    if not rows or max(widths) < 2:
        return 0.0
    known = max((_known(row) for row in rows[:HEADER_SEARCH]), default=0)
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    if width < 2:
        return 0.0
    return (known * 3 + count / len(rows) * math.log2(width + 1)) * _WEIGHTS[delimiter]


def _backslash_helps(lines: Sequence[str], delimiter: str) -> bool:
    if not any(f"\\{delimiter}" in line or '\\"' in line for line in lines):
        return False
    plain = rows_of(lines, Dialect(delimiter), SAMPLE_ROWS)
    return _in_step(rows_of(lines, Dialect(delimiter, escape="\\"), SAMPLE_ROWS)) > _in_step(plain)


def _in_step(rows: Sequence[Sequence[str]]) -> float:
    """The share of the rows that have as many cells as most: none where that is one cell, as of torn cells of many lines."""
    widths = Counter(len(row) for row in rows)
    width = max(widths, key=lambda width: (widths[width], width), default=0)
    return widths[width] / len(rows) if width > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Header:
    """Where the data begins: how many rows to pass over, and the headers (empty when the file has none)."""

    skipped_rows: int
    headers: tuple[str, ...]
    width: int


def find_header(rows: Sequence[Sequence[str]]) -> Header:
    """The row that names the columns, looked for by known names, else by how it differs from the rows below it.

    Lines before it (notes, titles) are passed over; a file that begins with data has no header.
    """
    width = _usual_width(rows)
    best = max(range(min(len(rows), HEADER_SEARCH)), key=lambda index: (_known(rows[index]), -index), default=0)
    if rows and _known(rows[best]) >= min(2, max(1, sum(1 for cell in rows[best] if cell.strip()))):
        return Header(best + 1, _trimmed(rows[best]), max(width, len(rows[best])))
    first = _first_full_row(rows, width)
    if first < len(rows) and _names_columns(rows[first], rows[first + 1 :]):
        return Header(first + 1, _trimmed(rows[first]), max(width, len(rows[first])))
    return Header(first, (), width)


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in row)


def _known(row: Sequence[str]) -> int:
    if len(row) > _WIDEST or any("@" in cell and not cell.startswith(OWN_FIELD) for cell in row):
        return 0
    return sum(1 for cell in row if len(cell) < 80 and match_header(cell))


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _first_full_row(rows: Sequence[Sequence[str]], width: int) -> int:
    for index, row in enumerate(rows[:HEADER_SEARCH]):
        filled = sum(1 for cell in row if cell.strip())
        if filled and filled * 2 >= width and (width < 3 or filled > 1):
            return index
    return 0


def _names_columns(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row of unknown words is a header: its cells are words where the rows below hold numbers or dates."""
    cells = [cell.strip() for cell in row]
    filled = [cell for cell in cells if cell]
    if len(set(filled)) < len(filled) or any("@" in cell for cell in filled):
        return False
    if any(is_generic(cell) for cell in filled):
        return True
    if any(match_header(cell) for cell in filled) and not any(is_value(cell) for cell in filled):
        return True
    years = [cell for cell in filled if re.fullmatch(r"(?:19|20)\d\d", cell)]
    values = [cell for cell in filled if is_value(cell) and cell not in years]
    if values or len(years) == 1:
        return False
    if len(years) > 1:
        return True
    body = [other for other in below if any(cell.strip() for cell in other)]
    for index, cell in enumerate(cells):
        column = [other[index].strip() for other in body if index < len(other) and other[index].strip()]
        if cell and column and sum(is_value(text) for text in column) * 2 > len(column):
            return True
    return False


def is_value(text: str) -> bool:
    """Whether a cell is a number, a date or an address, which no header is."""
    text = text.strip()
    return "@" in text or "://" in text or bool(_NUMBER.fullmatch(text)) or read_date(text) is not None
