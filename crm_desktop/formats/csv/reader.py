"""Reading contacts from tables of any program: recognise the layout, match the headers, then one row after the other."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from crm_desktop.domain.errors import BadFile
from crm_desktop.domain.messages import Message, message
from crm_desktop.formats.csv import GENERAL, PRESETS
from crm_desktop.formats.csv.columns import (
    Column,
    is_day,
    plan,
    plan_without_headers,
    proven_order,
    with_date_orders,
    with_mapping,
)
from crm_desktop.formats.csv.dialect import Dialect, declared_delimiter, find_header, rows_of, sniff
from crm_desktop.formats.csv.headers import normalise
from crm_desktop.formats.csv.rows import Layout, RowReading
from crm_desktop.formats.csv.setters import unguard
from crm_desktop.formats.dates import is_no_date, needs_order, read_date
from crm_desktop.formats.drafts import PLACEHOLDERS
from crm_desktop.formats.encodings import detect, read_head, refuse_binary, text_lines
from crm_desktop.formats.targets import field_of
from crm_desktop.formats.text_encoding import TextEncoding
from crm_desktop.services.ports import FileDescription, ReadDraft, Rejected, SourceColumn

LOOKED_AT = 2_000
FIELD_LIMIT = 16 * 1024 * 1024
MOST_COLUMNS = 5_000
_SNIFFED_LINES = 300
_SNIFFED_SIZE = 256 * 1024
_LDIF = re.compile(rb"^dn::? [^\r\n]*=", re.MULTILINE)
_MAIL = re.compile(
    rb"^(?:From |(?:Received|Return-Path|Message-ID|MIME-Version|Content-Type|Subject|From|To|Date|X-Mailer|Delivered-To): )",
    re.MULTILINE | re.IGNORECASE,
)
_DELIMITER_WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", ":": "colon"}


class CsvReader:
    """Reads tables of text with any delimiter and encoding; nothing is ever held in whole."""

    name = "csv"

    def recognises(self, path: Path, head: bytes) -> bool:  # noqa: ARG002 - the contract of readers
        """Whether the bytes are text that is no card, calendar, web page or the like."""
        try:
            refuse_binary(head)
        except BadFile:
            return False
        start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:20].upper()
        return not start.startswith((b"BEGIN:", b"<", b"{", b"[{"))

    def describe(self, path: Path) -> FileDescription:
        """Whose table it is and where its columns go; the remarks come from the first 2,000 rows."""
        layout = _inspect(path)
        columns = tuple(_described(column, layout) for column in layout.columns)
        warnings = list(layout.encoding.warnings())
        if not layout.header.headers:
            warnings.append(message("The file has no headers; the columns were guessed by what is in them."))
        if not any(field_of(column.target) in _CALLED_BY for column in layout.columns):
            warnings.append(
                message("No column holds a name, company, e-mail address or phone number; please choose one.")
            )
        if len(layout.sample) + layout.header.skipped_rows >= LOOKED_AT:
            warnings.append(
                message("The remarks on the columns come from the first {count} rows.", count=f"{LOOKED_AT:,}")
            )
        return FileDescription(
            layout.preset.id,
            layout.preset.title,
            layout.encoding.shown,
            _DELIMITER_WORDS.get(layout.dialect.delimiter, layout.dialect.delimiter),
            columns,
            tuple(warnings),
        )

    def read(self, path: Path, mapping: Mapping[int, str] | None = None) -> Iterator[ReadDraft | Rejected]:
        """The rows in order; blank rows are passed over, rows without anything to call a contact by are rejected."""
        layout = _inspect(path)
        columns = list(layout.columns)
        if mapping:
            columns = with_date_orders(with_mapping(columns, mapping), layout.preset, layout.sample)
        columns = _with_proven_orders(path, layout, columns)
        yield from RowReading(layout, columns).drafts(path)


_CALLED_BY = ("name", "given", "family", "middle", "nickname", "company", "email", "phone")


def _inspect(path: Path) -> Layout:
    head = read_head(path)
    refuse_binary(head)
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"{", b"[{", b"begin:vcalendar")):
        raise BadFile("This is not a contact file: {name} is no table and no vCard.", name=path.name)
    if _LDIF.search(head[:8192]):
        raise BadFile(
            "{name} is an LDIF address book, which cannot be read; please export it as vCard or CSV.", name=path.name
        )
    if len(_MAIL.findall(head[:8192])) >= 2:
        raise BadFile("This is not a contact file: {name} holds e-mails.", name=path.name)
    csv.field_size_limit(FIELD_LIMIT)
    encoding = detect(path)
    lines = _first_lines(path, encoding)
    if not any(line.strip("\ufeff \r\n\t,;") for line in lines):
        raise BadFile("There is nothing in the file {name}.", name=path.name)
    dialect = sniff(lines)
    rows = _first_rows(path, encoding, dialect)
    header = find_header(
        [[] if declared_delimiter(lines[0]) and not index else row for index, row in enumerate(rows[:200])]
    )
    body = tuple(row for row in rows[header.skipped_rows :] if any(row))
    if header.width > MOST_COLUMNS:
        raise BadFile("This is not a contact file: {name} has {count} columns.", name=path.name, count=header.width)
    if not header.headers:
        found = plan_without_headers(header.width, body)
        return Layout(encoding, dialect, header, GENERAL, tuple(with_date_orders(found, GENERAL, body)), body)
    known = frozenset(normalise(name) for name in header.headers)
    preset = next((preset for preset in PRESETS if preset.fits(known)), GENERAL)
    columns = with_date_orders(plan(header.headers, preset, body), preset, body)
    return Layout(encoding, dialect, header, preset, tuple(columns), body)


def _first_lines(path: Path, encoding: TextEncoding) -> list[str]:
    lines, size = [], 0
    for line in itertools.islice(text_lines(path, encoding), _SNIFFED_LINES):
        lines.append(line)
        size += len(line)
        if size > _SNIFFED_SIZE:
            break
    return lines


def _first_rows(path: Path, encoding: TextEncoding, dialect: Dialect) -> list[list[str]]:
    def limited() -> Iterator[str]:
        size = 0
        for line in text_lines(path, encoding):
            yield line
            size += len(line)
            if size > 8 * 1024 * 1024:
                return

    return rows_of(limited(), dialect, LOOKED_AT)


def _described(column: Column, layout: Layout) -> SourceColumn:
    values = [row[column.index].strip() for row in layout.sample if column.index < len(row)]
    values = [value for value in values if value and value not in PLACEHOLDERS]
    example = next(iter(values), "")
    return SourceColumn(column.index, column.header, unguard(example)[:200], column.target, _remark(column, values))


def _remark(column: Column, values: Sequence[str]) -> Message | None:
    """What the user should know about a column; the counts are over the rows that were looked at."""
    if column.is_skipped:
        return message("skipped")
    if not values and column.target:
        return message("empty")
    field = field_of(column.target)
    bad, sentence = 0, ""
    if field == "email":
        bad, sentence = sum("@" not in value for value in values), "{bad} of {all} not an e-mail address"
    elif field == "phone":
        bad = sum(not any(character.isdigit() for character in value) for value in values)
        sentence = "{bad} of {all} not a number"
    elif is_day(column.target) and not column.target.startswith("fact"):
        unclear = sum(needs_order(value) for value in values) if column.order is None else 0
        if unclear:
            return message("{bad} of {all} could have day or month first", bad=unclear, all=len(values))
        bad = sum(read_date(value, column.order) is None and not is_no_date(value) for value in values)
        sentence = "{bad} of {all} not a date"
    return message(sentence, bad=bad, all=len(values)) if bad else None


def _with_proven_orders(path: Path, layout: Layout, columns: list[Column]) -> list[Column]:
    """Look through the whole file for the order of dates that the first rows left open."""
    open_columns = [c for c in columns if is_day(c.target) and c.order is None and _has_open_dates(c, layout.sample)]
    if not open_columns or len(layout.sample) + layout.header.skipped_rows < LOOKED_AT:
        return columns
    proofs: dict[int, set[str]] = {column.index: set() for column in open_columns}
    rows = layout.dialect.reader(text_lines(path, layout.encoding))
    try:
        for row in rows:
            for index, orders in proofs.items():
                if index < len(row) and (order := proven_order([row[index]])):
                    orders.add(row[index] if len(orders) < 50 else "")
                    orders.add(order)
    except csv.Error:
        return columns
    proven = {index: proven_order(sorted(values)) for index, values in proofs.items()}
    return [replace(c, order=proven.get(c.index)) if c.index in proven else c for c in columns]


def _has_open_dates(column: Column, sample: Sequence[Sequence[str]]) -> bool:
    return any(column.index < len(row) and needs_order(row[column.index]) for row in sample)
