"""Which column goes where: the plan that a table is read by, made of its headers and its first rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crm_desktop.formats.csv import google
from crm_desktop.formats.csv.dialect import is_value
from crm_desktop.formats.csv.headers import day_comes_first, is_technical, match_header, normalise
from crm_desktop.formats.csv.preset import Preset
from crm_desktop.formats.dates import DateOrder, order_of, read_date
from crm_desktop.formats.drafts import PLACEHOLDERS
from crm_desktop.formats.targets import REPEATABLE, field_of, is_target

# Words that mean the whole name, or the part of it that no other column holds: `Name;Vorname`, `Nome;Cognome`.
_NAMES = frozenset(("name", "nom", "nome", "nombre", "naam", "namn", "navn", "nimi"))
# What stands in programs, settings and mails, but not in names.
_NO_NAME = re.compile(r"[=<>{}\[\]#\\*$%^~`|?!]|[:;]$|^\W+$")
_TITLES = frozenset(("title", "titre", "titel", "titulo", "titolo"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it goes, which column holds its label (-1 for none), and how its dates are to be read.

    `group` keeps the parts of several addresses apart ("Address 1"); `is_skipped` says that it is bookkeeping of the
    other program and was left out by us, not by the user.
    """

    index: int
    header: str
    target: str
    group: str = ""
    label_index: int = -1
    order: DateOrder | None = None
    is_skipped: bool = False


def plan(headers: Sequence[str], preset: Preset, rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns of a table with the targets that their headers mean; unknown headers become new fields."""
    found = [_column(index, header, preset, rows) for index, header in enumerate(headers)]
    found = _with_names(_with_titles(found, preset), rows)
    return _with_labels(_without_repeats(found))


def plan_without_headers(width: int, rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns of a table without headers, guessed by what stands in them."""
    columns = [Column(index, f"Column {index + 1}", "") for index in range(width)]
    contents = [_values(rows, index) for index in range(width)]
    targets = [guess_by_content(values) for values in contents]
    even = sum(len(row) == width for row in rows) * 5 >= len(rows) * 4
    texts = [i for i, target in enumerate(targets) if even and not target and _is_name_like(contents[i])]
    if len(texts) > 1 and texts[1] == texts[0] + 1 and all(_is_one_word(contents[index]) for index in texts[:2]):
        targets[texts[0]], targets[texts[1]] = "given", "family"
    elif texts:
        targets[texts[0]] = "name"
    return [
        replace(column, target=target or f"fact:{column.header}")
        for column, target in zip(columns, targets, strict=True)
    ]


def with_mapping(columns: Sequence[Column], mapping: Mapping[int, str]) -> list[Column]:
    """The columns with the user's targets; a column that the mapping does not name keeps its own."""
    changed = []
    for column in columns:
        target = mapping.get(column.index, column.target)
        if target == column.target or not is_target(target):
            changed.append(column)
            continue
        # A heading that the user typed is not overruled by the label beside it.
        label_index = column.label_index if field_of(target).partition(".")[0] not in ("fact", "own") else -1
        changed.append(replace(column, target=target, label_index=label_index, is_skipped=False))
    labels = {column.index for column in changed if column.target == "label"}
    return [replace(c, label_index=-1) if c.label_index not in labels else c for c in changed]


def with_date_orders(columns: Sequence[Column], preset: Preset, rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns with the order of day and month that their own values prove, else the one that the headers suggest."""
    usual = preset.order or (DateOrder.DAY_FIRST if day_comes_first([column.header for column in columns]) else None)
    return [
        replace(column, order=proven_order(_values(rows, column.index)) or usual) if is_day(column.target) else column
        for column in columns
    ]


def is_day(target: str) -> bool:
    """Whether the values of this target are dates."""
    return field_of(target) in ("birthday", "date", "own.day") or target == "fact:Connected on LinkedIn"


def proven_order(values: Sequence[str]) -> DateOrder | None:
    """The order that the values of one column prove; None when none does or they contradict each other."""
    orders = {order for order in map(order_of, values) if order is not None}
    return orders.pop() if len(orders) == 1 else None


def _column(index: int, header: str, preset: Preset, rows: Sequence[Sequence[str]]) -> Column:
    group = google.group_of(header)
    key = group[0] if group else ""
    plain = normalise(header)
    own = preset.targets.get(plain)
    if own is None and preset.match is not None:
        own = preset.match(header)
    if own is not None:
        return Column(index, header, own, key, is_skipped=own == "")
    if group and (numbered := google.match(header)):
        return Column(index, header, numbered, key)
    if plain in _TITLES:
        return Column(index, header, "title")
    if known := match_header(header):
        return Column(index, header, known, key)
    if not plain or is_technical(header):
        has_text = not plain and any(_values(rows, index))
        return Column(index, header, f"fact:Column {index + 1}" if has_text else "", is_skipped=not has_text)
    guessed = guess_by_content(_values(rows, index))
    return Column(index, header, guessed if guessed == "email" else f"fact:{header}", key)


def _with_titles(columns: list[Column], preset: Preset) -> list[Column]:
    """`Title` is the job where there is no other column for it, else the form of address."""
    has_job = any(column.target == "job_title" for column in columns)
    target = "prefix" if has_job or preset.targets.get("title") == "prefix" else "job_title"
    return [replace(column, target=target) if column.target == "title" else column for column in columns]


def _with_names(columns: list[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """`Name` beside a column for one part of the name only is the other part, unless it repeats what that one says."""
    parts = [column for column in columns if column.target in ("given", "family")]
    if len({column.target for column in parts}) != 1:
        return columns
    part = parts[0]
    missing = "family" if part.target == "given" else "given"

    def is_whole(column: Column) -> bool:
        both = [
            (row[part.index].strip(), row[column.index])
            for row in rows
            if max(part.index, column.index) < len(row) and row[part.index].strip()
        ]
        return sum(text in whole and text != whole for text, whole in both) * 2 > len(both)

    return [
        replace(column, target=missing)
        if column.target == "name" and normalise(column.header) in _NAMES and not is_whole(column)
        else column
        for column in columns
    ]


def _without_repeats(columns: list[Column]) -> list[Column]:
    """A second column for a field that holds one value becomes a new field, so that nothing vanishes."""
    taken: set[str] = set()
    kept = []
    headings: dict[str, int] = {}
    for column in columns:
        target = column.target
        if target in taken and field_of(target).partition(".")[0] not in (*REPEATABLE, "prefix", "", "middle"):
            target = f"fact:{column.header}"
        taken.add(target)
        if target.startswith("fact:"):
            headings[target] = headings.get(target, 0) + 1
            if headings[target] > 1:
                target = f"{target} {headings[target]}"
        kept.append(replace(column, target=target))
    return kept


def _with_labels(columns: list[Column]) -> list[Column]:
    services = {c.group: c.index for c in columns if c.target == "label" and c.group}
    # `IM 1 - Service` says more than `IM 1 - Type`; it stands behind it and so wins.
    return [
        replace(column, label_index=services.get(column.group, -1))
        if column.group and column.target != "label"
        else column
        for column in columns
    ]


def _values(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    cells = (row[index].strip() for row in rows if index < len(row))
    return [cell for cell in cells if cell and cell not in PLACEHOLDERS]


def guess_by_content(values: Sequence[str]) -> str:
    """The target that a column's own values speak for; empty when they speak for none."""
    if not values:
        return ""
    most = len(values) * 0.8
    if (
        sum(
            ("@" in value and "." in value.rpartition("@")[2]) or (value.count("@") == 1 and " " not in value)
            for value in values
        )
        >= most
    ):
        return "email"
    if sum(value.startswith(("http://", "https://", "www.")) for value in values) >= most:
        return "link"
    if sum(_is_phone(value) for value in values) >= most:
        return "phone"
    return ""


def _is_phone(value: str) -> bool:
    digits = sum(character.isdigit() for character in value)
    rest = value.strip("+0123456789 ()-./")
    return (
        7 <= digits <= 15
        and not rest
        and read_date(value) is None
        and (value[:1] in "+0(" or " " in value or "-" in value)
    )


def _is_name_like(values: Sequence[str]) -> bool:
    short = [
        value
        for value in values
        if len(value) <= 60 and len(value.split()) <= 6 and not is_value(value) and not _NO_NAME.search(value)
    ]
    has_letters = any(character.isalpha() for value in short for character in value)
    return has_letters and len(short) * 10 >= len(values) * 9


def _is_one_word(values: Sequence[str]) -> bool:
    words = [value for value in values if " " not in value and value[:1].isupper()]
    return len(words) * 10 >= len(values) * 7
