"""Going through the rows of a table whose layout is known: one draft, or the reason for none, after the other."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.domain.contacts import Name, is_east_asian
from crm_desktop.domain.messages import counted, message
from crm_desktop.formats.csv.background import Setter
from crm_desktop.formats.csv.columns import (
    Column,
)
from crm_desktop.formats.csv.dialect import Dialect, Header
from crm_desktop.formats.csv.preset import Preset
from crm_desktop.formats.csv.setters import finish_day_parts, setter_for, unguard
from crm_desktop.formats.drafts import PLACEHOLDERS, DraftBuilder
from crm_desktop.formats.encodings import text_lines
from crm_desktop.formats.mojibake import may_be_mojibake, repair_mojibake
from crm_desktop.formats.relations import join_related
from crm_desktop.formats.text_encoding import TextEncoding
from crm_desktop.services.ports import ReadDraft, Rejected

_MOST_RECOVERIES = 20


@dataclass(frozen=True, slots=True)
class Layout:
    """How one file is to be read: encoding, dialect, where the data begins, whose table it is and where columns go."""

    encoding: TextEncoding
    dialect: Dialect
    header: Header
    preset: Preset
    columns: tuple[Column, ...]
    sample: tuple[list[str], ...]


class _Lines:
    """The lines of a file with those of the present row at hand, so that a row that swallowed others can be undone."""

    __slots__ = ("_lines", "_waiting", "is_at_end", "taken")

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: deque[str] = deque()
        self.is_at_end = False
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._waiting:
            line = self._waiting.popleft()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.is_at_end = True
                raise
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """Put all lines of the present row but the first back in front of the rest."""
        self._waiting.extendleft(reversed(self.taken[1:]))
        self.is_at_end = False


class RowReading:
    """One pass over the rows of a file."""

    def __init__(self, layout: Layout, columns: Sequence[Column]) -> None:
        self._layout = layout
        self._is_own = layout.preset.is_own
        self._width = len(columns)
        self._setters: list[tuple[int, Setter]] = [
            (column.index, setter) for column in columns if (setter := setter_for(column, layout.preset)) is not None
        ]
        self._recoveries = 0

    def drafts(self, path: Path) -> Iterator[ReadDraft | Rejected]:
        """Every row behind the header as a draft or a refusal."""
        lines = _Lines(text_lines(path, self._layout.encoding))
        line = 1
        to_skip = self._layout.header.skipped_rows
        rows = self._layout.dialect.reader(lines)
        while True:
            lines.taken.clear()
            row: list[str] | None = None
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error:
                pass
            begin, count = line, len(lines.taken)
            line += count
            if to_skip:
                to_skip -= 1
            elif count > 1 and self._recoveries < _MOST_RECOVERIES and (row is None or self._swallowed(lines)):
                self._recoveries += 1
                yield _swallowing(begin, count)
                lines.give_back()
                line = begin + 1
                # The reader has seen the end of the file; a new one goes on with the lines that were given back.
                rows = self._layout.dialect.reader(lines)
            elif row is None:
                yield Rejected(begin, message("The row is too long to be read."))
            elif (found := self._draft(begin, row)) is not None:
                yield found

    def _swallowed(self, lines: _Lines) -> bool:
        """Whether a quote that was never closed made one row of many: its inner lines look like rows of their own."""
        if lines.is_at_end and sum(line.count('"') for line in lines.taken) % 2:
            return True
        wanted = self._width - 1
        if wanted < 2 or len(lines.taken) < 4:
            return False
        inner = lines.taken[1:]
        alike = sum(line.count(self._layout.dialect.delimiter) == wanted for line in inner)
        return alike >= 3 and alike * 5 >= len(inner) * 4

    def _draft(self, line: int, row: list[str]) -> ReadDraft | Rejected | None:
        joined = "".join(row)
        if not joined or joined.isspace():
            return None
        builder = DraftBuilder()
        if not self._is_own and not joined.isascii() and may_be_mojibake(joined):
            row = _repaired(row, builder)
        length, is_own = len(row), self._is_own
        for index, put in self._setters:
            if index < length:
                text = row[index].strip()
                if text and (is_own or text not in PLACEHOLDERS):
                    put(builder, unguard(text) if text[0] == "'" else text, row)
        if length > self._width and any(cell.strip() for cell in row[self._width :]):
            builder.remarks.append(
                counted(
                    "{count} cell stood beyond the last header.",
                    "{count} cells stood beyond the last header.",
                    length - self._width,
                )
            )
        return self._finished(line, builder)

    def _finished(self, line: int, builder: DraftBuilder) -> ReadDraft | Rejected:
        if builder.day_parts:
            finish_day_parts(builder)
        if "related" in builder.more:
            join_related(builder.more)
        if not self._is_own:
            _finish(builder, shows_prefix=self._layout.preset.shows_prefix)
        if not self._is_own and not builder.has_name() and not builder.is_reachable():
            if not builder.points and not builder.facts:
                return Rejected(line, message("The row has no text in any of the columns that were chosen."))
            return Rejected(line, message("The row has no name, company, e-mail address or phone number."))
        return ReadDraft(line, builder.build(), tuple(builder.remarks))


def _swallowing(line: int, count: int) -> Rejected:
    return Rejected(
        line,
        message(
            "A quotation mark is opened in line {line} and not closed; the {count} lines behind it were read on their own.",
            line=line,
            count=count - 1,
        ),
    )


def _finish(builder: DraftBuilder, *, shows_prefix: bool) -> None:
    for entry in builder.addresses.values():
        _finish_address(entry.parts)
    if builder.formatted or not builder.family or not (builder.given or builder.prefix):
        return
    if builder.given and is_east_asian(builder.family + builder.given):
        builder.formatted = f"{builder.family} {builder.given}"
    elif builder.prefix and not shows_prefix:
        # "Herr" or "Mme" is how to address somebody, not what lists should sort by.
        builder.formatted = Name(builder.given, builder.family, builder.middle, "", builder.suffix).display()


def _finish_address(parts: dict[str, str]) -> None:
    """`Address` beside `City` is the street; Google's `Formatted` only repeats the other parts."""
    whole = parts.get("formatted", "")
    if not whole or len(parts) < 3:
        return
    if "street" in parts:
        if parts["street"].partition(",")[0] in whole:
            del parts["formatted"]
    elif not any(parts.get(part, whole) in whole for part in ("city", "postal_code") if part in parts):
        parts["street"] = parts.pop("formatted")


def _repaired(row: list[str], builder: DraftBuilder) -> list[str]:
    """The row with cells made good that were encoded twice; each is said."""
    found = []
    for cell in row:
        good = cell if cell.isascii() else repair_mojibake(cell)
        if good != cell and len(builder.remarks) < 5:
            builder.remarks.append(
                message("“{before}” was read as “{after}”.", before=cell.strip()[:80], after=good.strip()[:80])
            )
        found.append(good)
    return found
