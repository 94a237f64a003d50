"""Putting the text of a cell into the draft: one prepared function per column, so that a row costs little."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crm_desktop.domain.contacts import Fact, ImportantDate, Point, PointKind
from crm_desktop.domain.messages import message
from crm_desktop.formats.csv.background import Setter, background_setter
from crm_desktop.formats.csv.columns import Column
from crm_desktop.formats.csv.preset import Preset
from crm_desktop.formats.dates import is_no_date, read_date
from crm_desktop.formats.drafts import DraftBuilder, is_time_zone
from crm_desktop.formats.labels import BIRTHDAY, date_label, messenger_link, plain_label
from crm_desktop.formats.targets import field_of, label_of

_KINDS = {"email": PointKind.EMAIL, "phone": PointKind.PHONE, "link": PointKind.LINK}
_SYSTEM_GROUPS = frozenset(
    ("* mycontacts", "* my contacts", "mycontacts", "my contacts", "* other contacts", "* chathidden")
)
_BETWEEN_EMAILS = re.compile(r":::|[;,|\n]| (?=[^\s<>@]+@)")
_BETWEEN_PHONES = re.compile(r":::|[|\n]|;(?! ?(?:ext|isub|phone-context)=)")
_ANGLED = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
_DIGIT = re.compile(r"\d")
_LONGEST_LIST = 4_000
_FORMULA = re.compile(r"'*[\s\"]*[=+\-@\t\r]")


def guard(text: str) -> str:
    """The text so that a spreadsheet does not take it for a formula: an apostrophe goes before = + - @ TAB CR.

    Text that already looks guarded gets one more, so that `unguard` gives back exactly what went in.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text without the apostrophe that `guard` (or another careful program) put before a formula."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text, 1) else text


def setter_for(column: Column, preset: Preset) -> Setter | None:
    """The function that takes a cell of this column into a draft; None for a column that is left out."""
    field, label = field_of(column.target), label_of(column.target)
    if field in ("", "label"):
        return None
    if field in _KINDS:
        return _points(column, preset, field, label)
    if field.startswith("address."):
        return _address(column, preset, field.partition(".")[2], label)
    if field.startswith("birthday."):
        return _day_part(field.partition(".")[2])
    if (background := background_setter(column, lambda row: _label(column, row, label, preset))) is not None:
        return background
    special: dict[str, Callable[[], Setter]] = {
        "birthday": lambda: _day(column, preset, BIRTHDAY),
        "date": lambda: _day(column, preset, label),
        "tags": lambda: _tags(preset),
        "note": lambda: _note,
        "fact": lambda: _fact(column, preset, label or column.header),
        "time_zone": lambda: _time_zone,
        "keep_in_touch_days": lambda: _rhythm,
        "uid": lambda: _identifier(preset),
    }
    return special[field]() if field in special else _text(field, preset)


def _text(field: str, preset: Preset) -> Setter:
    attribute = "formatted" if field == "name" else field
    clean = preset.clean.get(field)

    def put(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
        before = getattr(builder, attribute)
        value = clean(text) if clean else text
        if clean and ";" in value:
            # Several associations in one cell: the first is the one that counts, the others are kept.
            value, *others = (part.strip() for part in value.split(";"))
            builder.facts.extend(Fact(field, other) for other in others if other)
        setattr(builder, attribute, f"{before} {value}" if before else value)

    return put


def _label(column: Column, row: Sequence[str], static: str, preset: Preset) -> str:
    if column.label_index < 0 or column.label_index >= len(row):
        return static
    text = row[column.label_index].strip()
    if preset.is_own:
        return unguard(text)
    return plain_label(text) or static


def _points(column: Column, preset: Preset, field: str, static: str) -> Setter:
    kind = _KINDS[field]
    has_label = column.label_index >= 0
    is_messenger = field == "link" and column.group.startswith("IM ")

    def put(builder: DraftBuilder, text: str, row: Sequence[str]) -> None:
        label = _label(column, row, static, preset) if has_label else static
        if preset.is_own:
            builder.points.append(Point(kind, text, label))
        elif kind is PointKind.EMAIL:
            _put_emails(builder, text, label, column.header)
        elif kind is PointKind.PHONE:
            _put_phones(builder, text, label)
        else:
            for part in text.split(" ::: ") if ":::" in text else (text,):
                value = messenger_link(label, part) if is_messenger else part
                builder.points.append(Point(kind, value, label.lower() if is_messenger else label))

    return put


def _put_emails(builder: DraftBuilder, text: str, label: str, header: str) -> None:
    if text.count("@") == 1 and text.isascii() and not _BETWEEN_EMAILS.search(text) and "<" not in text:
        builder.points.append(Point(PointKind.EMAIL, text[7:] if text[:7].lower() == "mailto:" else text, label))
        return
    found: list[str] = []
    # What is longer than a list of addresses can be is text, whatever its header says.
    if len(text) < _LONGEST_LIST:
        found = _ANGLED.findall(text) or [part for part in _BETWEEN_EMAILS.split(text) if "@" in part]
    for part in found:
        builder.points.append(Point(PointKind.EMAIL, part.strip().removeprefix("mailto:"), label))
    if not found:
        builder.facts.append(Fact(header, text))
        builder.remarks.append(message("“{text}” is no e-mail address; it was kept as a fact.", text=text[:80]))


def _put_phones(builder: DraftBuilder, text: str, label: str) -> None:
    parts = [part.strip() for part in _BETWEEN_PHONES.split(text)] if _BETWEEN_PHONES.search(text) else [text]
    for part in parts:
        if not part:
            continue
        value = part[4:] if part[:4].lower() == "tel:" else part
        builder.points.append(Point(PointKind.PHONE, value, label))
        if not _DIGIT.search(value):
            builder.remarks.append(message("“{text}” is no phone number; please look at it.", text=value[:80]))


def _address(column: Column, preset: Preset, part: str, static: str) -> Setter:
    key = column.group or static

    def put(builder: DraftBuilder, text: str, row: Sequence[str]) -> None:
        value = text if part == "formatted" else text.replace("\r\n", "\n").replace("\n", ", ")
        builder.address(key, _label(column, row, static, preset)).add(part, value)

    return put


def _day(column: Column, preset: Preset, static: str) -> Setter:
    order = column.order
    known: dict[str, str | None] = {}

    def put(builder: DraftBuilder, text: str, row: Sequence[str]) -> None:
        label = _label(column, row, static, preset)
        label = label if preset.is_own else date_label(label)
        if text not in known:
            if len(known) > 5000:
                known.clear()
            known[text] = read_date(text, order)
        value = known[text]
        if value:
            builder.dates.append(ImportantDate(label if label or preset.is_own else column.header, value))
        elif not is_no_date(text):
            builder.facts.append(Fact(label or column.header, text))
            builder.remarks.append(
                message("“{text}” could be read as more than one day, or none; it was kept as a fact.", text=text[:80])
            )

    return put


def _day_part(part: str) -> Setter:
    def put(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
        builder.day_parts[part] = text

    return put


def finish_day_parts(builder: DraftBuilder) -> None:
    """Make one birthday of the columns for day, month and year."""
    parts = builder.day_parts
    if parts.get("month") and parts.get("day"):
        year = parts.get("year", "")
        text = (
            f"{year.zfill(4)}-{parts['month'].zfill(2)}-{parts['day'].zfill(2)}"
            if year
            else (f"--{parts['month'].zfill(2)}-{parts['day'].zfill(2)}")
        )
        value = read_date(text)
        if value:
            builder.dates.append(ImportantDate(BIRTHDAY, value))
            return
    if given := " ".join(parts[name] for name in ("year", "month", "day") if parts.get(name)):
        builder.facts.append(Fact(BIRTHDAY, given))


def _tags(preset: Preset) -> Setter:
    def put(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
        if preset.is_own:
            builder.tags += [unguard(tag) for tag in text.split(" ::: ")]
            return
        for tag in split_tags(text):
            if tag.lower() not in _SYSTEM_GROUPS:
                builder.tags.append(tag.removeprefix("* "))

    return put


def split_tags(text: str) -> list[str]:
    """The tags of one cell, whichever of ` ::: `, semicolon, bar, line end or comma stands between them."""
    separator = next((mark for mark in (":::", ";", "|", "\n", ",") if mark in text), None)
    parts = text.split(separator) if separator else [text]
    return [tag for tag in (part.strip().strip('"').strip() for part in parts) if tag]


def _note(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
    builder.notes.append(text)


def _fact(column: Column, preset: Preset, heading: str) -> Setter:
    reads_day = column.target == "fact:Connected on LinkedIn"
    has_label = column.label_index >= 0

    def put(builder: DraftBuilder, text: str, row: Sequence[str]) -> None:
        kind = _label(column, row, heading, preset) if has_label else heading
        builder.facts.append(Fact(kind, (read_date(text, column.order) or text) if reads_day else text))

    return put


def _identifier(preset: Preset) -> Setter:
    # Record numbers of different programs must not be taken for the same person.
    begin = "" if preset.is_own or preset.id == "csv" else f"{preset.id}:"

    def put(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
        builder.uid = f"{begin}{text}"

    return put


def _time_zone(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
    if is_time_zone(text):
        builder.time_zone = text
    else:
        builder.facts.append(Fact("time zone", text))


def _rhythm(builder: DraftBuilder, text: str, _row: Sequence[str]) -> None:
    if text.isascii() and text.isdigit() and 0 < len(text) < 6:
        builder.keep_in_touch_days = int(text)
    else:
        builder.facts.append(Fact("keep in touch", text))
