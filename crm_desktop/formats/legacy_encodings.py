"""Guessing which encoding from before UTF-8 a text is in, by which letters its bytes would be."""

from __future__ import annotations

import codecs
import itertools
import re

from crm_desktop.formats.text_encoding import SAMPLE_SIZE, TextEncoding

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")


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
