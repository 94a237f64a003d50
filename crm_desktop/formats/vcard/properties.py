"""One property of a vCard: group, name, parameters and value (RFC 2425 5.8.2, RFC 6350 3.3 to 3.4, RFC 6868)."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from dataclasses import dataclass, field
from functools import lru_cache

_NAME = re.compile(rb"(?:([A-Za-z0-9_\-]+)\.)?([A-Za-z][A-Za-z0-9\-_/]*)$")
_TYPE = "TYPE"
_BARE_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT", "BINARY"}
_BARE_VALUES = {"INLINE", "URL", "URI", "CONTENT-ID", "CID"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CARET = re.compile(r"\^([n'^])")
_CARETS = {"n": "\n", "'": '"', "^": "^"}


@dataclass(slots=True)
class Property:
    """One property: name and parameter names in capitals, parameter values as written, the value still escaped.

    `is_plain` says that the value was quoted-printable or base64 text, in which only 2.1's escapes mean anything.
    """

    name: str
    value: str
    group: str = ""
    parameters: dict[str, list[str]] = field(default_factory=dict)

    def types(self) -> tuple[str, ...]:
        """The words of all TYPE parameters in lower case: `TYPE="voice,cell"`, `TYPE=a;TYPE=b` and bare ones alike."""
        words = self.parameters.get(_TYPE)
        return tuple(word.strip().lower() for entry in words for word in entry.split(",")) if words else ()

    def parameter(self, name: str) -> str:
        """The first value of a parameter, empty when it is not there."""
        return self.parameters.get(name, [""])[0]


def parse_property(line: bytes, fallback: str) -> Property | None:
    """The property on a whole content line; None when the line is none.

    The value is decoded by its CHARSET, else as UTF-8, else in the fallback encoding of the file.
    """
    end = head_end(line)
    if end < 0:
        return None
    known = _head(line[:end], fallback)
    if known is None:
        return None
    found = Property(known[0], "", known[1], known[2])
    found.value = _value(line[end + 1 :], found, fallback) if known[2] else _text(line[end + 1 :], "", fallback)
    return found


# The same few heads come again with every card; their parameters are shared and never changed.
@lru_cache(maxsize=2048)
def _head(head: bytes, fallback: str) -> tuple[str, str, dict[str, list[str]]] | None:
    name, separator, rest = head.partition(b";")
    match = _NAME.match(name.strip())
    if match is None:
        return None
    parameters: dict[str, list[str]] = {}
    if separator:
        _parse_parameters(_text(rest, "", fallback), parameters)
    return match[2].decode("ascii").upper(), match[1].decode("ascii").lower() if match[1] else "", parameters


def head_end(line: bytes) -> int:
    """Where the first colon outside of quotes stands, -1 without any; a quote that is never closed does not count."""
    end = line.find(b":")
    quote = line.find(b'"', 0, end) if end >= 0 else -1
    if quote < 0:
        return end
    quoted = False
    for position, code in enumerate(line[:10_000]):
        if code == 0x22:
            quoted = not quoted
        elif code == 0x3A and not quoted:
            return position
    return end


def _parse_parameters(text: str, into: dict[str, list[str]]) -> None:
    for part in _split_outside_quotes(text) if '"' in text else text.split(";"):
        name, equals, value = part.strip().partition("=")
        if not equals:
            bare = name.strip()
            upper = bare.upper()
            if upper in _BARE_ENCODINGS:
                into.setdefault("ENCODING", []).append(upper)
            elif upper in _BARE_VALUES:
                into.setdefault("VALUE", []).append(upper)
            elif bare:
                into.setdefault(_TYPE, []).append(bare)
            continue
        value = value.strip()
        if "\\" in value:
            value = value.replace('\\"', '"')
        value = value.replace('"', "") if '"' in value else value
        if "^" in value:
            value = _CARET.sub(lambda match: _CARETS[match[1]], value)
        into.setdefault(name.strip().upper(), []).append(value)


def _split_outside_quotes(text: str) -> list[str]:
    parts, start, quoted = [], 0, False
    for position, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def _value(raw: bytes, found: Property, fallback: str) -> str:
    if "ENCODING" not in found.parameters and "CHARSET" not in found.parameters:
        return _text(raw, "", fallback)
    encoding = found.parameter("ENCODING").upper()
    charset = found.parameter("CHARSET")
    if encoding == "QUOTED-PRINTABLE":
        return _text(binascii.a2b_qp(raw), charset, fallback).replace("\r\n", "\n")
    if encoding in ("B", "BASE64") and found.name not in BINARY:
        try:
            return _text(base64.b64decode(raw, validate=False), charset, fallback)
        except binascii.Error:
            return _text(raw, charset, fallback)
    return _text(raw, charset, fallback)


BINARY = frozenset(("PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE", "CALURI"))


def _text(raw: bytes, charset: str, fallback: str) -> str:
    if charset and not (raw.isascii() and b"\x1b" not in raw and "7" not in charset):
        try:
            return raw.decode(_codec(charset))
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(fallback, "replace")


def _codec(charset: str) -> str:
    name = charset.strip().lower()
    # What is called Latin-1, Shift_JIS or GB2312 is in practice the larger code page of Windows.
    name = {
        "iso-8859-1": "cp1252",
        "latin1": "cp1252",
        "us-ascii": "cp1252",
        "shift_jis": "cp932",
        "shift-jis": "cp932",
        "sjis": "cp932",
        "x-sjis": "cp932",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "ks_c_5601-1987": "cp949",
    }.get(name, name)
    if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - the only way to tell text codecs from hex, zip, rot13
        raise LookupError(charset)
    return name


def split_value(value: str, separator: str) -> list[str]:
    """The parts of a structured value, split at separators that are not escaped; the parts are still escaped."""
    if "\\" not in value:
        return value.split(separator)
    parts, start, position = [], 0, 0
    while position < len(value):
        if value[position] == "\\":
            position += 2
            continue
        if value[position] == separator:
            parts.append(value[start:position])
            start = position + 1
        position += 1
    return [*parts, value[start:]]


def unescape(value: str) -> str:
    """The text without its backslashes: n is a line end; comma, semicolon, colon and backslash stand for themselves.

    A backslash before anything else is kept: it belongs to a Windows path that its writer did not escape.
    """
    return _ESCAPE.sub(_unescaped, value) if "\\" in value else value


def _unescaped(match: re.Match[str]) -> str:
    character = match[1]
    if character in "nN":
        return "\n"
    return character if character in "\\,;:" else match[0]


def escape(value: str) -> str:
    """The text as RFC 2426 4 writes it: line ends, commas, semicolons and backslashes behind a backslash."""
    text = value.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")
