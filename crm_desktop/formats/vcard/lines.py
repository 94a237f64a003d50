"""The lines of a vCard file: unfolding, soft breaks and cards that begin and end (RFC 2425 5.8, RFC 6350 3.2, vCard 2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.domain.background import LARGEST_PHOTO
from crm_desktop.formats.encodings import opened, text_lines
from crm_desktop.formats.text_encoding import TextEncoding
from crm_desktop.formats.vcard.properties import Property, head_end, parse_property

# Longer than any text we keep (a note of a million characters); what is behind it can only be a picture.
VALUE_LIMIT = 1_200_000
PHOTO_LIMIT = LARGEST_PHOTO // 3 * 4 + 512 * 1024
"""Characters of a photo; one that is cut off here is larger than what is kept, and so is left out."""
PROPERTY_LIMIT = 5_000
_LINE_LIMIT = 256 * 1024

_IS_BASE64 = re.compile(rb"[;:](?:ENCODING=)?(?:B|BASE64)(?:[;:]|$)", re.IGNORECASE)
_IS_QUOTED_PRINTABLE = re.compile(rb";(?:ENCODING=)?QUOTED-PRINTABLE(?:[;:]|$)", re.IGNORECASE)
_IS_PHOTO = re.compile(rb"(?:[\w\-]+\.)?(?:PHOTO|X-MS-CARDPICTURE)[;:]", re.IGNORECASE)
_BEGIN = re.compile(rb"\s*BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE)
_END = re.compile(rb"\s*END\s*:\s*VCARD\s*$", re.IGNORECASE)
_VERSION = re.compile(rb"VERSION\s*:", re.IGNORECASE)
_VERSION_2 = re.compile(rb"VERSION\s*:\s*2", re.IGNORECASE)
_MARK = b"\xef\xbb\xbf"
_FOLDS = (b" ", b"\t", b"")


@dataclass(slots=True)
class Card:
    """One card as it stands in the file: the line it begins on (1-based), its properties and what was wrong with it."""

    line: int
    properties: list[Property] = field(default_factory=list)
    is_complete: bool = False
    lost_lines: list[int] = field(default_factory=list)
    too_long: bool = False
    agents: list[str] = field(default_factory=list)


def physical_lines(path: Path, encoding: TextEncoding) -> Iterator[bytes]:
    """The lines of the file without their ends, as bytes; what is longer than 256 KiB in one line is cut off."""
    if encoding.codec.startswith("utf-16") or encoding.codec.startswith("utf-32"):
        for text in text_lines(path, encoding):
            yield text.rstrip("\r\n").encode("utf-8", "replace")
        return
    with opened(path) as file:
        head = file.read(_LINE_LIMIT)
    if b"\r" in head and b"\n" not in head:
        # Files of an old Mac; Latin-1 keeps every byte as it is.
        for text in text_lines(path, TextEncoding("latin-1", "")):
            yield text.rstrip("\r\n").encode("latin-1").replace(b"\0", b"")
        return
    with opened(path) as file:
        while raw := file.readline(_LINE_LIMIT):
            if len(raw) < _LINE_LIMIT and b"\0" not in raw:
                yield raw.rstrip(b"\r\n")
                continue
            whole = raw
            while len(raw) == _LINE_LIMIT and not raw.endswith(b"\n"):
                raw = file.readline(_LINE_LIMIT)
                if len(whole) < VALUE_LIMIT or len(whole) < _limit(whole):
                    whole += raw
            yield whole.replace(b"\0", b"").rstrip(b"\r\n")


def _limit(line: bytes) -> int:
    return PHOTO_LIMIT if _IS_PHOTO.match(line) else VALUE_LIMIT


def logical_lines(lines: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Whole content lines with the number of the line they begin on.

    RFC 2425 folding drops the line end and one white-space character. vCard 2.1 folds only at white space and keeps it,
    but many writers fold 2.1 at a fixed width as 3.0 does, so a line of full width is joined without a gap.
    """
    start, last_width, is_old = 0, 0, False
    current = b""
    # What follows is put behind it only when the line is whole, so that a picture of many lines costs no more than its size.
    rest = bytearray()
    size = 0
    for number, line in enumerate(lines, start=1):
        if current and (line[:1] in _FOLDS or b":" not in line or current.endswith(b"=") or rest):
            ends_soft = (rest or current).endswith(b"=")
            added = _continuation(current, line, last_width, is_old=is_old, ends_soft=ends_soft)
            if added is not None:
                last_width = len(line)
                if ends_soft and _is_soft(current):
                    if rest:
                        del rest[-1:]
                    else:
                        current = current[:-1]
                size += len(added)
                if size < VALUE_LIMIT or size < _limit(current):
                    rest += added
                continue
        if current:
            whole = current + rest if rest else current
            if whole[:1] in b"Vv" and _VERSION.match(whole):
                is_old = bool(_VERSION_2.match(whole))
            rest.clear()
            yield start, whole
        start, last_width = number, len(line)
        size = last_width
        current = line.removeprefix(_MARK)
    if current:
        yield start, current + rest


def _is_soft(current: bytes) -> bool:
    return bool(_IS_QUOTED_PRINTABLE.search(current, 0, head_end(current) + 1))


def _continuation(current: bytes, line: bytes, last_width: int, *, is_old: bool, ends_soft: bool) -> bytes | None:
    """What the line adds to the one that began with `current`, None when it begins a new one."""
    if ends_soft and _is_soft(current):
        return None if _BEGIN.match(line) or _END.match(line) else line
    if line[:1] in (b" ", b"\t"):
        if not is_old or 72 <= last_width <= 78:
            return line[1:]
        return b" " + line.lstrip()
    if line and b":" not in line and _IS_BASE64.search(current, 0, head_end(current[:1000]) + 1):
        return line
    return None


def cards(path: Path, encoding: TextEncoding, fallback: str) -> Iterator[Card]:
    """The cards of a file in order; lines outside of cards are passed over.

    A card without an END is closed by the next BEGIN; a card inside an AGENT is not a card of its own.
    """
    card: Card | None = None
    depth = 0
    for number, line in logical_lines(physical_lines(path, encoding)):
        first = line[:1]
        if first in b"Bb " and _BEGIN.match(line):
            if card is not None and (depth or _opens_agent(card)):
                depth += 1
                continue
            if card is not None:
                yield card
            card = Card(number)
        elif card is None:
            continue
        elif first in b"Ee " and _END.match(line):
            if depth:
                depth -= 1
                continue
            card.is_complete = True
            yield card
            card = None
        elif depth:
            if line[:3].upper() == b"FN:":
                card.agents.append(line[3:].decode("utf-8", "replace"))
        else:
            _take(card, number, line, fallback)
    if card is not None:
        yield card


def _opens_agent(card: Card) -> bool:
    if not card.properties or card.properties[-1].name != "AGENT":
        return False
    return card.properties[-1].value.strip().upper() in ("", "BEGIN:VCARD")


def _take(card: Card, number: int, line: bytes, fallback: str) -> None:
    if len(card.properties) >= PROPERTY_LIMIT:
        card.too_long = True
        return
    found = parse_property(line, fallback)
    if found is not None:
        card.properties.append(found)
        return
    text = line.strip()
    if not text or text.startswith(b"#"):
        return
    if card.properties and card.properties[-1].name == "NOTE":
        # A note whose writer forgot to fold it: nothing of it is lost.
        card.properties[-1].value += "\\n" + text.decode("utf-8", "replace")
    else:
        card.lost_lines.append(number)
