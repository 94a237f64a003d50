"""Finding out how the text of a file is encoded, and reading it line by line without holding all of it."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO

from crm_desktop.domain.errors import BadFile
from crm_desktop.domain.messages import Message, message

HEAD_SIZE = 64 * 1024
BLOCK_SIZE = 1024 * 1024
SAMPLE_SIZE = 256 * 1024
LINE_LIMIT = 4 * 1024 * 1024

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
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


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """How a file is encoded: Python's codec, what the user reads, and whether that was a guess.

    `mixed` says that most of the file is UTF-8 and single lines are not; those are read as Windows-1252.
    """

    codec: str
    shown: str
    guessed: bool = False
    mixed: bool = False

    def warnings(self) -> tuple[Message, ...]:
        """What the user should look at before importing."""
        if self.mixed:
            return (
                message("Some lines of this file are damaged (not UTF-8); please look at the accents in the preview."),
            )
        if self.guessed:
            return (
                message(
                    "The file does not say how its letters are encoded; it was read as {encoding}.", encoding=self.shown
                ),
            )
        return ()


UTF_8 = TextEncoding("utf-8", "UTF-8")


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


def guess_legacy(data: bytes) -> TextEncoding:
    """The likeliest encoding from before UTF-8, by which letters its bytes would be.

    Short samples cannot be told apart with certainty, so Windows-1252 wins unless another one fits clearly better.
    """
    lines = [line for line in data.splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:SAMPLE_SIZE]
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    tests = (
        ("Windows-1251", "cp1251", _looks_cyrillic),
        ("KOI8-R", "koi8_r", _looks_cyrillic),
        ("Windows-1253", "cp1253", _looks_greek),
        ("Shift_JIS", "cp932", _looks_japanese),
        ("EUC-JP", "euc_jp", _looks_japanese),
        ("EUC-KR", "cp949", _looks_korean),
        ("GB18030", "gbk", _looks_chinese),
    )
    for shown, codec, looks_right in tests:
        text = _decoded(sample, codec)
        if text and looks_right(text, runs):
            return TextEncoding(codec, shown, guessed=True)
    return _guess_latin(data, sample)


def _guess_latin(data: bytes, sample: bytes) -> TextEncoding:
    high = [byte for byte in sample if byte >= 0x80]
    dos = sum(byte in b"\x81\x82\x84\x85\x87\x88\x8a\x8e\x90\x94\x99\x9a\xa0\xa1\xa2\xa3\xa4\xe1" for byte in high)
    low = sum(byte < 0xA0 for byte in high)
    if b"\r" in data and b"\n" not in data and low * 2 > len(high):
        return TextEncoding("mac_roman", "Mac Roman", guessed=True)
    if low * 2 > len(high) and dos * 5 > len(high) * 4 and re.search(rb"[a-z][\x81\x82\x84\x94\xe1][a-z]", sample):
        return TextEncoding("cp850", "DOS (850)", guessed=True)
    central = len(re.findall(rb"(?:[A-Za-z][\xb3\xb9\xbf\x9f\x9c\xbe\xba]|[\xa3\xaf\x8c\x8f\xa5][a-z])", sample))
    western = len(re.findall(rb"[\xe0\xe8\xea\xf9\xfb\xf1\xe3\xf5\xf8\xe5]", sample))
    if central > western and (text := _decoded(sample, "cp1250")):
        return TextEncoding("cp1250", "Windows-1250", guessed=bool(text))
    if _decoded(sample, "cp1252") or not sample:
        return TextEncoding("cp1252", "Windows-1252", guessed=True)
    return TextEncoding("latin-1", "ISO-8859-1", guessed=True)


def _decoded(sample: bytes, codec: str) -> str:
    """The sample as text, empty when it cannot be that encoding; a letter cut in two at the end does not count."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        return decoder.decode(sample)
    except UnicodeDecodeError:
        return ""


def _share(text: str, *ranges: tuple[str, str]) -> float:
    letters = [character for character in text if character > "\x7f"]
    inside = sum(any(low <= character <= high for low, high in ranges) for character in letters)
    return inside / len(letters) if letters else 0.0


def _looks_japanese(text: str, _runs: list[int]) -> bool:
    kana = _share(text, ("\u3041", "\u30ff"))
    return kana > 0.15 and _share(text, ("\u3000", "\u30ff"), ("\u4e00", "\u9fff"), ("\uff01", "\uff9f")) > 0.95


def _looks_korean(text: str, _runs: list[int]) -> bool:
    return _share(text, ("\uac00", "\ud7a3")) > 0.9


def _looks_chinese(text: str, runs: list[int]) -> bool:
    paired = sum(length % 2 == 0 for length in runs)
    return (
        paired > len(runs) * 0.95
        and _share(text, ("\u4e00", "\u9fff"), ("\u3000", "\u303f"), ("\uff01", "\uff5e")) > 0.95
    )


def _looks_cyrillic(text: str, runs: list[int]) -> bool:
    # Vowels tell Cyrillic from Greek, whose letters have the same bytes but one; the bytes of Chinese make no such words.
    vowels, others = (sum(text.count(letter) for letter in letters) for letters in ("аио", "бйп"))
    return _is_alphabetic(text, runs) and vowels > others and _share(text, ("\u0400", "\u04ff")) > 0.95


def _looks_greek(text: str, runs: list[int]) -> bool:
    return _is_alphabetic(text, runs) and _share(text, ("\u0386", "\u03ce")) > 0.95


def _is_alphabetic(text: str, runs: list[int]) -> bool:
    """Whether the letters make words: long enough, small letters outnumbering capitals, no capital behind a small one."""
    letters = [character for character in text if character > "\x7f"]
    lower = sum(character.islower() for character in letters)
    upper = sum(character.isupper() for character in letters)
    inner = sum(before.islower() and after.isupper() for before, after in itertools.pairwise(text))
    return bool(runs) and sum(runs) / len(runs) >= 3 and lower > upper and inner * 10 < len(letters)


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


# UTF-8 that was once read as Windows-1252: a lead byte of two to four followed by a continuation byte, seen as letters.
_CONTINUATION = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"
_MOJIBAKE = re.compile(f"[Â-ß][{_CONTINUATION}]|[à-ï][{_CONTINUATION}]{{2}}|[ð-ô][{_CONTINUATION}]{{3}}")


def may_be_mojibake(text: str) -> bool:
    """Whether there is anything in the text that could be a letter encoded twice."""
    return _MOJIBAKE.search(text) is not None


def repair_mojibake(text: str) -> str:
    """The text with twice-encoded letters made good (`JosÃ©` → `José`), unchanged unless all of it can be read so."""
    if not _MOJIBAKE.search(text):
        return text
    raw = bytearray()
    for character in text:
        try:
            raw += character.encode("cp1252")
        except UnicodeEncodeError:
            if character > "\xff":
                return text
            raw += character.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text
