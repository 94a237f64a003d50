"""Finding out how the text of a file is encoded, and reading it line by line without holding all of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO

from crm_desktop.domain.errors import BadFile
from crm_desktop.formats.legacy_encodings import guess_legacy
from crm_desktop.formats.text_encoding import UTF_8, TextEncoding

HEAD_SIZE = 64 * 1024
BLOCK_SIZE = 1024 * 1024
LINE_LIMIT = 4 * 1024 * 1024

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "This is not a contact file: it is a spreadsheet or an archive. Save it as CSV and try again."),
    (b"\xd0\xcf\x11\xe0", "This is not a contact file: it is an old Office document. Save it as CSV and try again."),
    (b"%PDF", "This is not a contact file: it is a PDF document."),
    (b"\x89PNG", "This is not a contact file: it is a picture."),
    (b"\xff\xd8\xff", "This is not a contact file: it is a picture."),
    (b"GIF8", "This is not a contact file: it is a picture."),
    (b"SQLite format 3", "This is not a contact file: it is a database."),
    (b"\x1f\x8b", "This is not a contact file: it is packed. Unpack it and try again."),
    (b"{\\rtf", "This is not a contact file: it is a text document (RTF). Save it as CSV and try again."),
)


def read_head(path: Path) -> bytes:
    """The first 64 KiB of a file; a file that cannot be opened is a BadFile with the system's reason."""
    with opened(path) as file:
        return file.read(HEAD_SIZE)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading bytes; everything that the disk refuses becomes a BadFile."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise BadFile(
            "The file {name} cannot be read: {reason}.", name=path.name, reason=error.strerror or str(error)
        ) from error


def refuse_binary(head: bytes) -> None:
    """Raise BadFile with a sentence when the first bytes belong to a file that holds no text."""
    for signature, sentence in _SIGNATURES:
        if head.startswith(signature):
            raise BadFile(sentence)
    if utf_16_codec(head):
        return
    controls = sum(head.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13, 26, 27))
    if controls > len(head) // 50 and controls > 4:
        raise BadFile("This is not a contact file: it holds no readable text.")


def utf_16_codec(head: bytes) -> str:
    """The codec of UTF-16 or UTF-32 text, by its mark or by where its zero bytes stand; empty for other text."""
    marks = (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    )
    for mark, codec in marks:
        if head.startswith(mark):
            return codec
    sample = head[:4096]
    half = len(sample) // 2
    if half < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.1 else ""


def detect(path: Path) -> TextEncoding:
    """How the text is encoded: its mark, else UTF-16 by its zero bytes, else strict UTF-8, else a guess that is said."""
    head = read_head(path)
    if head.startswith(codecs.BOM_UTF8):
        found = TextEncoding("utf-8-sig", "UTF-8")
    elif codec := utf_16_codec(head):
        return TextEncoding(codec, "UTF-16" if "16" in codec else "UTF-32")
    else:
        found = UTF_8
    bad = _first_bad_block(path)
    if bad is None:
        return found
    text = bad.decode("utf-8", "surrogateescape")
    invalid = sum(1 for character in text if "\udc80" <= character <= "\udcff")
    valid = sum(1 for character in text if character > "\x7f") - invalid
    if found.codec == "utf-8-sig" or valid > invalid * 3:
        return TextEncoding(found.codec, "UTF-8", mixed=True)
    return guess_legacy(bad)


def _first_bad_block(path: Path) -> bytes | None:
    """The first block around bytes that are not UTF-8, None when the whole file is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as file:
        while block := file.read(BLOCK_SIZE):
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return block
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            # The file was cut off in the middle of a letter.
            return b"\xff" if file.tell() > BLOCK_SIZE else _whole(path)
    return None


def _whole(path: Path) -> bytes:
    with opened(path) as file:
        return file.read(BLOCK_SIZE)


def text_lines(path: Path, encoding: TextEncoding) -> Iterator[str]:
    """The lines with their ends kept as they are, as `csv.reader` wants them; CR, LF and CRLF all end a line."""
    if encoding.mixed:
        yield from _mixed_lines(path)
        return
    try:
        with path.open("r", encoding=encoding.codec, errors="replace", newline="") as file:
            for line in iter(partial(file.readline, LINE_LIMIT), ""):
                yield line if len(line) < LINE_LIMIT else line + _rest_of_line(file, line)
    except OSError as error:
        raise BadFile(
            "The file {name} cannot be read: {reason}.", name=path.name, reason=error.strerror or str(error)
        ) from error


def _rest_of_line(file: TextIO, piece: str) -> str:
    """What follows of a line that is longer than a piece; what no reader takes anyway is dropped, not held."""
    pieces: list[str] = []
    while piece and not piece.endswith(("\n", "\r")):
        piece = file.readline(LINE_LIMIT)
        if len(pieces) < 4:
            pieces.append(piece)
    return "".join(pieces)


def _mixed_lines(path: Path) -> Iterator[str]:
    with opened(path) as file:
        first = True
        while raw := file.readline(BLOCK_SIZE):
            for match in _LINE.finditer(raw.removeprefix(codecs.BOM_UTF8) if first else raw):
                first = False
                if match.group():
                    yield decode_line(match.group(), "cp1252")


def decode_line(raw: bytes, fallback: str) -> str:
    """One line as UTF-8 if it is that, else in the fallback encoding; bytes that mean nothing become U+FFFD."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(fallback, "replace")
