"""Writing contacts as a table: Google's header of 2024 plus columns of our own, read back here without loss."""

from __future__ import annotations

import csv
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from crm_desktop.domain.background import NOTHING_ELSE
from crm_desktop.domain.contacts import Address, ContactDraft, PointKind
from crm_desktop.formats.csv.background import SINGLE, cells, own_header
from crm_desktop.formats.csv.setters import guard
from crm_desktop.formats.labels import BIRTHDAY
from crm_desktop.runtime.whole_file import whole_file

_MARK = "\ufeff"
_SEPARATOR = " ::: "
_FIRST = (
    "First Name",
    "Middle Name",
    "Last Name",
    "Name Prefix",
    "Name Suffix",
    "Nickname",
    "Display Name",
    "Organization Name",
    "Organization Title",
    "Organization Department",
    "Birthday",
    "Notes",
    "Labels",
)
_LAST = (*SINGLE, "Source", "Language", "Time Zone", "Preferred Channel", "Keep In Touch Days", "UID")
_ADDRESS = {
    "Formatted": "formatted",
    "Street": "street",
    "City": "city",
    "PO Box": "po_box",
    "Region": "region",
    "Postal Code": "postal_code",
    "Country": "country",
    "Extended Address": "extended",
}
_GROUPS = {
    "E-mail": ("Label", "Value"),
    "Phone": ("Label", "Value"),
    "Address": ("Label", *_ADDRESS),
    "Website": ("Label", "Value"),
    "Event": ("Label", "Value"),
    "Relation": ("Label", "Value"),
    "Custom Field": ("Label", "Value"),
}
_KINDS = {PointKind.EMAIL: "E-mail", PointKind.PHONE: "Phone", PointKind.LINK: "Website"}

# One contact on its way: its single values, and for each group the cells of each of its entries.
_Entry = tuple[dict[str, str], dict[str, list[list[str]]]]


def write_csv(drafts: Iterator[ContactDraft], path: Path) -> int:
    """Write the contacts, one row each, and return how many; the file appears in whole or not at all.

    The header depends on the fullest contact, so the rows wait in an unnamed temporary file until it is known.
    """
    most: Counter[str] = Counter()
    own: dict[str, None] = {}
    count = 0
    with (
        whole_file(path, newline="") as file,
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=path.parent) as waiting,
    ):
        for draft in drafts:
            single, groups = _cells(draft)
            own.update(dict.fromkeys(map(own_header, draft.more.own)))
            for group, entries in groups.items():
                most[group] = max(most[group], len(entries))
            waiting.write(json.dumps([single, groups]) + "\n")
            count += 1
        file.write(_MARK)
        _write_rows(file, waiting, most, tuple(own))
    return count


def _write_rows(file: IO[str], waiting: IO[str], most: Counter[str], own: tuple[str, ...]) -> None:
    rows = csv.writer(file, lineterminator="\r\n")
    middle = [
        f"{group} {number} - {part}"
        for group, parts in _GROUPS.items()
        for number in range(1, most[group] + 1)
        for part in parts
    ]
    rows.writerow([*_FIRST, *middle, *own, *_LAST])
    waiting.seek(0)
    for line in waiting:
        single, groups = json.loads(line)
        row = [single.get(header, "") for header in _FIRST]
        for group, parts in _GROUPS.items():
            entries = groups.get(group, [])
            empty = [[""] * len(parts)] * (most[group] - len(entries))
            row += [cell for entry in (*entries, *empty) for cell in entry]
        row += [single.get(header, "") for header in (*own, *_LAST)]
        rows.writerow([guard(cell) if cell else "" for cell in row])


def _cells(draft: ContactDraft) -> _Entry:
    name = draft.name
    birthdays = [date.value for date in draft.dates if date.label == BIRTHDAY]
    single = {
        "First Name": name.given,
        "Middle Name": name.middle,
        "Last Name": name.family,
        "Name Prefix": name.prefix,
        "Name Suffix": name.suffix,
        "Nickname": name.nickname,
        "Display Name": name.formatted,
        "Organization Name": draft.company,
        "Organization Title": draft.job_title,
        "Organization Department": draft.department,
        "Birthday": birthdays[0] if birthdays else "",
        "Notes": draft.note,
        "Labels": _SEPARATOR.join(guard(tag) for tag in draft.tags),
        "Source": draft.source,
        "Language": draft.language,
        "Time Zone": draft.time_zone,
        "Preferred Channel": draft.preferred_channel,
        "Keep In Touch Days": "" if draft.keep_in_touch_days is None else str(draft.keep_in_touch_days),
        "UID": draft.uid,
    }
    if draft.more is not NOTHING_ELSE:
        single |= cells(draft.more)
    groups: dict[str, list[list[str]]] = {}
    for relation in draft.more.relations:
        if relation.name:
            groups.setdefault("Relation", []).append([relation.kind.replace("-", " "), relation.name])
    for point in draft.points:
        groups.setdefault(_KINDS[point.kind], []).append([point.label, point.value])
    for address in draft.addresses:
        groups.setdefault("Address", []).append(_address_cells(address))
    later_birthdays = birthdays[1:]
    for date in draft.dates:
        if date.label != BIRTHDAY or date.value in later_birthdays:
            groups.setdefault("Event", []).append([date.label, date.value])
    for fact in draft.facts:
        groups.setdefault("Custom Field", []).append([fact.kind, fact.text])
    return single, groups


def _address_cells(address: Address) -> list[str]:
    return [address.label, *(str(getattr(address, part)) for part in _ADDRESS.values())]
