"""Writing contacts as vCard 3.0 (RFC 2426), in the dialect that phones read, and read back here without loss.

3.0 and not 4.0: Android's and Google's import, Outlook and old phones read 3.0 in whole, while 4.0 loses labels and dates
in several of them. What 3.0 has no words for goes the way that Apple and Google go: own labels by `X-ABLabel` groups,
further dates as `X-ABDATE`, days without a year as 1604 with `X-APPLE-OMIT-YEAR`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crm_desktop.domain.contacts import Address, ContactDraft, ImportantDate, Point, PointKind, called
from crm_desktop.formats.labels import ANNIVERSARY, BIRTHDAY
from crm_desktop.formats.vcard.background_writer import background_lines, related_names
from crm_desktop.formats.vcard.properties import escape
from crm_desktop.runtime.whole_file import whole_file

_WIDTH = 75
PRODUCT = "-//crm-desktop//EN"
_TYPES = {
    "work": "WORK",
    "home": "HOME",
    "mobile": "CELL",
    "fax": "FAX",
    "work fax": "WORK,FAX",
    "home fax": "HOME,FAX",
    "pager": "PAGER",
    "car": "CAR",
}
_PROPERTIES = {PointKind.EMAIL: "EMAIL", PointKind.PHONE: "TEL", PointKind.LINK: "URL"}
_NO_YEAR = "1604"


def write_vcards(drafts: Iterator[ContactDraft], path: Path) -> int:
    """Write the contacts, one card each, and return how many; the file appears in whole or not at all."""
    count = 0
    with whole_file(path, newline="") as file:
        for draft in drafts:
            file.write("".join(fold(line) for line in card_lines(draft)))
            count += 1
    return count


def fold(line: str) -> str:
    """The line with its end, folded after at most 75 octets and never inside of a letter (RFC 2426 2.6)."""
    if len(line) <= _WIDTH and (line.isascii() or len(line.encode("utf-8", "replace")) <= _WIDTH):
        return f"{line}\r\n"
    if line.isascii():
        # A photo is a line of millions of letters.
        rest = range(_WIDTH, len(line), _WIDTH - 1)
        return "\r\n ".join([line[:_WIDTH], *(line[start : start + _WIDTH - 1] for start in rest)]) + "\r\n"
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode("utf-8", "replace"))
        if size + width > _WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += width
    return "\r\n".join([*pieces, piece]) + "\r\n"


def card_lines(draft: ContactDraft) -> list[str]:
    """The content lines of one card, not folded yet."""
    writing = _Writing()
    name = draft.name
    parts = (name.family, name.given, name.middle, name.prefix, name.suffix)
    writing.add("N", ";".join(escape(part) for part in parts))
    writing.add("FN", escape(called(draft)))
    writing.text("NICKNAME", name.nickname)
    if draft.company or draft.department:
        writing.add(
            "ORG", ";".join(escape(part) for part in (draft.company, draft.department) if part or part is draft.company)
        )
    writing.text("TITLE", draft.job_title)
    for point in draft.points:
        _write_point(writing, point)
    for address in draft.addresses:
        _write_address(writing, address)
    for date in draft.dates:
        _write_date(writing, date)
    for fact in draft.facts:
        writing.labelled("X-CRM-FACT", escape(fact.text), fact.kind)
    if draft.tags:
        writing.add("CATEGORIES", ",".join(escape(tag) for tag in draft.tags))
    writing.text("NOTE", draft.note)
    writing.text("LANG", draft.language)
    writing.text("TZ;VALUE=text", draft.time_zone)
    writing.text("X-CRM-SOURCE", draft.source)
    writing.text("X-CRM-PREFERRED-CHANNEL", draft.preferred_channel)
    # 0 is "not at all", which is not the same as nothing said.
    every = draft.keep_in_touch_days
    writing.text("X-CRM-KEEP-IN-TOUCH-DAYS", "" if every is None else str(every))
    writing.text("UID", draft.uid)
    for head, value in background_lines(draft.more):
        writing.add(head, value)
    for related, label in related_names(draft.more):
        writing.labelled("X-ABRELATEDNAMES", escape(related), label)
    return ["BEGIN:VCARD", "VERSION:3.0", f"PRODID:{PRODUCT}", *writing.lines, "END:VCARD"]


class _Writing:
    """The lines of one card and the number of its next group."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._group = 0

    def add(self, head: str, value: str) -> None:
        """A line as it is."""
        self.lines.append(f"{head}:{value}")

    def text(self, head: str, value: str) -> None:
        """A line for a text, none for an empty one."""
        if value:
            self.add(head, escape(value))

    def labelled(self, head: str, value: str, label: str) -> None:
        """A line with a label of its own beside it, held together by a group."""
        self._group += 1
        self.add(f"item{self._group}.{head}", value)
        self.add(f"item{self._group}.X-ABLabel", escape(label))


def _write_point(writing: _Writing, point: Point) -> None:
    name = _PROPERTIES[point.kind]
    types = _TYPES.get(point.label)
    if point.kind is not PointKind.PHONE and types not in ("WORK", "HOME"):
        types = None
    if point.label and not types:
        writing.labelled(name, escape(point.value), point.label)
    else:
        writing.add(f"{name};TYPE={types}" if types else name, escape(point.value))


def _write_address(writing: _Writing, address: Address) -> None:
    parts = (
        address.po_box,
        address.extended,
        address.street,
        address.city,
        address.region,
        address.postal_code,
        address.country,
    )
    if any(parts):
        head, value = "ADR", ";".join(escape(part) for part in parts)
    else:
        # Only a block of text is known; phones show it where the street stands.
        head, value = "ADR;X-CRM-FORMATTED=1", f";;{escape(address.formatted)};;;;"
    types = _TYPES.get(address.label)
    if address.label and types not in ("WORK", "HOME"):
        writing.labelled(head, value, address.label)
    else:
        writing.add(f"{head};TYPE={types}" if types else head, value)


def _write_date(writing: _Writing, date: ImportantDate) -> None:
    omitted = date.value.startswith("--")
    value = f"{_NO_YEAR}{date.value[1:]}" if omitted else date.value
    parameter = f";X-APPLE-OMIT-YEAR={_NO_YEAR}" if omitted else ""
    if date.label == BIRTHDAY:
        writing.add(f"BDAY{parameter}", value)
    else:
        label = "_$!<Anniversary>!$_" if date.label == ANNIVERSARY else date.label
        writing.labelled(f"X-ABDATE{parameter}", value, label)
