"""Reading contacts from vCard files of any version, one card at a time (vCard 2.1, RFC 2426, RFC 6350)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from crm_desktop.domain.errors import BadFile
from crm_desktop.domain.messages import Message, message
from crm_desktop.formats.drafts import DraftBuilder
from crm_desktop.formats.encodings import detect, opened, read_head, refuse_binary, utf_16_codec
from crm_desktop.formats.legacy_encodings import guess_legacy
from crm_desktop.formats.mojibake import repair_mojibake
from crm_desktop.formats.text_encoding import TextEncoding
from crm_desktop.formats.vcard.card import GROUP_KINDS, kind_of, read_card
from crm_desktop.formats.vcard.lines import Card, cards
from crm_desktop.formats.vcard.writer import PRODUCT
from crm_desktop.services.ports import FileDescription, ReadDraft, Rejected

_BEGIN = re.compile(rb"BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE)
_VERSION = re.compile(rb"VERSION[ \t]*:[ \t]*([234]\.\d)", re.IGNORECASE)
_HAS_CHARSET = re.compile(rb";CHARSET=", re.IGNORECASE)


class VCardReader:
    """Reads vCards; mixed versions in one file are fine. `mapping` of `read` has no meaning here and is not looked at."""

    name = "vcard"

    def recognises(self, path: Path, head: bytes) -> bool:  # noqa: ARG002 - the contract of readers
        """Whether a card begins in the first bytes; the file's name alone proves nothing."""
        return bool(_BEGIN.search(_plain(head)))

    def describe(self, path: Path) -> FileDescription:
        """Versions and encoding; raises BadFile when no card begins in the file."""
        head = read_head(path)
        refuse_binary(head)
        if not _BEGIN.search(_plain(head)) and not _begins_later(path):
            raise BadFile("This is not a contact file: no card (BEGIN:VCARD) was found in {name}.", name=path.name)
        versions = sorted({match.decode("ascii") for match in _VERSION.findall(_plain(head))})
        _, fallback = _encoding(path)
        title = (
            message("vCard file, version {versions}", versions=", ".join(versions))
            if versions
            else message("vCard file")
        )
        return FileDescription("vcard", title, warnings=_warnings(fallback))

    def read(self, path: Path, mapping: Mapping[int, str] | None = None) -> Iterator[ReadDraft | Rejected]:
        """The contacts in order; cards of groups and cards without anything to call them by are rejected."""
        del mapping
        self.describe(path)
        encoding, fallback = _encoding(path)
        for card in cards(path, encoding, fallback.codec):
            yield _read(card)


def _read(card: Card) -> ReadDraft | Rejected:
    if kind_of(card) in GROUP_KINDS:
        named = next((found.value for found in card.properties if found.name == "FN"), "")
        return Rejected(
            card.line, message("The card is a list of contacts (“{name}”), not a contact.", name=named[:80])
        )
    builder = read_card(card)
    if not (builder.has_name() or builder.prefix or builder.suffix or builder.is_reachable() or _has_point(builder)):
        return Rejected(card.line, message("The card has no name, company, e-mail address or phone number."))
    if not any(found.name == "PRODID" and found.value == PRODUCT for found in card.properties):
        _repair(builder)
    return ReadDraft(card.line, builder.build(), tuple(builder.remarks))


def _has_point(builder: DraftBuilder) -> bool:
    return any(point.kind != "link" for point in builder.points)


def _repair(builder: DraftBuilder) -> None:
    """Names that were encoded twice on their way into the file are made good, and that is said."""
    for part in ("given", "family", "middle", "formatted", "company", "job_title", "department"):
        before: str = getattr(builder, part)
        if before.isascii():
            continue
        after = repair_mojibake(before)
        if after != before:
            setattr(builder, part, after)
            builder.remarks.append(message("“{before}” was read as “{after}”.", before=before[:80], after=after[:80]))


def _plain(head: bytes) -> bytes:
    codec = utf_16_codec(head)
    return head.decode(codec, "replace").encode("utf-8", "replace") if codec else head


def _begins_later(path: Path) -> bool:
    tail = b""
    with opened(path) as file:
        while block := file.read(1024 * 1024):
            if _BEGIN.search(tail + block):
                return True
            tail = block[-32:]
    return False


def _encoding(path: Path) -> tuple[TextEncoding, TextEncoding]:
    """How to read the lines, and what to take for a line that is neither UTF-8 nor names its CHARSET."""
    encoding = detect(path)
    if not encoding.guessed and not encoding.mixed:
        return encoding, TextEncoding("cp1252", "Windows-1252")
    bad = b"\n".join(_undeclared_lines(path))
    return encoding, guess_legacy(bad) if bad else TextEncoding("cp1252", "Windows-1252")


def _undeclared_lines(path: Path) -> Iterator[bytes]:
    size = 0
    with opened(path) as file:
        while (line := file.readline(4096)) and size < 256 * 1024:
            if line.isascii() or _HAS_CHARSET.search(line):
                continue
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                size += len(line)
                yield line


def _warnings(fallback: TextEncoding) -> tuple[Message, ...]:
    # Cards that say their CHARSET are not guessed, even though the file as a whole is not UTF-8.
    return fallback.warnings() if fallback.guessed else ()
