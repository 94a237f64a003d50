"""One e-mail (RFC 5322, MIME by RFC 2045 to 2047): headers, text and files; nothing in it is followed or fetched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from crm_desktop.domain.contacts import clean_line, clean_text
from crm_desktop.domain.files import shown_name
from crm_desktop.domain.mails import Attachment, MailAddress, MailHead, MailPlace
from crm_desktop.formats.html_text import html_to_text
from crm_desktop.formats.legacy_encodings import guess_legacy

LONGEST_TEXT: Final = 100_000
"""Letters of a mail that are kept."""
_MOST_PEOPLE: Final = 200
_MOST_FILES: Final = 100
_DEEPEST: Final = 50
# What the parser of the standard library raises for headers that are none; each was seen with real or random mails.
_GARBAGE: Final = (
    ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, MessageError, HeaderParseError,
)  # fmt: skip
_HEADER: Final = re.compile(rb"^(?:From |[!-9;-~]{1,100}[ \t]*:)")

# Cards and calendars have lines with colons, too.
_KNOWN: Final = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|received|return-path|delivered-to|mime-version|content-type|reply-to|sender)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)


def looks_like_mail(head: bytes) -> bool:
    """Whether a file begins with the headers of a message."""
    text = head.lstrip(b"\xef\xbb\xbf\r\n")
    headers = text.partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
    return bool(_HEADER.match(headers)) and b"\x00" not in headers and bool(_KNOWN.search(headers))


def parse(raw: bytes) -> EmailMessage:
    """The message as the standard library understands it; never raises for garbage."""
    return message_from_bytes(raw, policy=policy.default)


def read_head(raw: bytes, place: MailPlace) -> MailHead:
    """What a message says of itself."""
    found = parse(raw)
    headers = _headers(found)
    recipients = [each for name in ("to", "cc", "bcc") for each in _addresses(headers.get(name, []))]
    senders = _addresses(headers.get("from", [])) or _addresses(headers.get("sender", []))
    return MailHead(
        uid=_uid(headers, raw),
        place=place,
        subject=clean_line(_decoded(_first(headers, "subject")), 500),
        sent_at=_moment(_first(headers, "date")) or _received(headers),
        sender=senders[0] if senders else None,
        recipients=tuple(recipients[:_MOST_PEOPLE]),
        attachments=tuple(name for name, _part in _files(found)),
    )


def read_text(raw: bytes) -> str:
    """What the message says, as plain text; that of an HTML mail without its tags."""
    found = parse(raw)
    plain: list[str] = []
    html: list[str] = []
    for part in _parts(found):
        if part.is_multipart() or _is_file(part):
            continue
        kind = _content_type(part)
        if kind == "text/plain":
            plain.append(_text(part))
        elif kind == "text/html":
            html.append(html_to_text(_text(part)))
    chosen = next((text for text in ("\n".join(plain), "\n".join(html)) if text.strip()), "")
    return clean_text(chosen[: 4 * LONGEST_TEXT], LONGEST_TEXT)


def read_attachments(raw: bytes) -> Iterator[Attachment]:
    """The files that came with the message."""
    for name, part in _files(parse(raw)):
        try:
            content = part.get_payload(decode=True)
        except _GARBAGE:
            continue
        if isinstance(content, bytes) and content:
            yield Attachment(name, content)


def _headers(found: Message) -> dict[str, list[str]]:
    # The raw values: the parsers of the library's headers raise for too much of what real mails have.
    headers: dict[str, list[str]] = {}
    for name, value in found.raw_items():
        headers.setdefault(name.lower(), []).append(str(value))
    return headers


def _first(headers: dict[str, list[str]], name: str) -> str:
    return next(iter(headers.get(name, [])), "")


def _uid(headers: dict[str, list[str]], raw: bytes) -> str:
    written = clean_line("".join(_first(headers, "message-id").split()), 400)
    return f"mid:{written.strip('<>')}" if written.strip("<>") else f"mid:sha256:{hashlib.sha256(raw).hexdigest()}"


def _addresses(values: list[str]) -> list[MailAddress]:
    unfolded = [" ".join(_readable(value).split()) for value in values]
    try:
        pairs = getaddresses(unfolded)
    except _GARBAGE:
        return []
    if not any("@" in address for _name, address in pairs):
        # The library gives up as a whole on what it finds ambiguous; one by one most of it can be read.
        pairs = [pair for value in unfolded for pair in _one_by_one(value)]
    found = [MailAddress(clean_line(address, 320), clean_line(_decoded(name), 200)) for name, address in pairs]
    return [each for each in found if "@" in each.address.strip("@") and " " not in each.address]


def _one_by_one(value: str) -> Iterator[tuple[str, str]]:
    for piece in re.split(r"[,;]", value):
        found = re.search(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+", piece)
        if found is not None:
            yield piece[: found.start()].strip(' "<'), found[0]


def _readable(value: str) -> str:
    """Bytes that are no ASCII come as lone surrogates."""
    if value.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in value):
        return value
    return _from_bytes(value.encode("utf-8", "surrogateescape"), "")


def _decoded(value: str) -> str:
    """A header with its encoded words (RFC 2047) as text."""
    unfolded = _readable(value).replace("\r", "").replace("\n", "")
    if "=?" not in unfolded:
        return unfolded
    try:
        pieces = decode_header(unfolded)
    except _GARBAGE:
        return unfolded
    return "".join(piece if isinstance(piece, str) else _from_bytes(piece, charset or "") for piece, charset in pieces)


def _from_bytes(raw: bytes, charset: str) -> str:
    for codec in (charset, "utf-8"):
        try:
            if codec:
                return raw.decode(codec)
        except (LookupError, ValueError):
            continue
    return raw.decode(guess_legacy(raw[:4096]).codec, "replace")


def _moment(value: str) -> datetime | None:
    """An aware instant (UTC); a time without a zone, or with -0000 (RFC 5322 section 3.3), is taken for UTC."""
    try:
        found = parsedate_to_datetime(value.strip()) if value.strip() else None
        if found is None:
            return None
        aware = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC) if 1970 <= aware.year < 9000 else None
    except (*_GARBAGE, OverflowError):
        return None


def _received(headers: dict[str, list[str]]) -> datetime | None:
    for value in headers.get("received", []):
        found = _moment(value.rpartition(";")[2])
        if found is not None:
            return found
    return None


def _parts(found: Message, depth: int = 0) -> Iterator[Message]:
    """The parts in order; the inside of an attached message belongs to that one."""
    yield found
    if depth < _DEEPEST and found.is_multipart() and _content_type(found) != "message/rfc822":
        payload = found.get_payload()
        for part in payload if isinstance(payload, list) else []:
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)


def _content_type(part: Message) -> str:
    try:
        return part.get_content_type()
    except _GARBAGE:
        return "application/octet-stream"


def _is_file(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(_file_name(part))
    except _GARBAGE:
        return False


def _file_name(part: Message) -> str:
    try:
        return _decoded(part.get_filename() or "")
    except _GARBAGE:
        return ""


def _files(found: Message) -> list[tuple[str, Message]]:
    """What is neither text nor a mere holder of parts, with a name to show."""
    files: list[tuple[str, Message]] = []
    for part in _parts(found):
        kind = _content_type(part)
        holder = part.is_multipart() and kind != "message/rfc822"
        # A text without a name is another way to say the same (RFC 2046 section 5.1.4).
        if holder or ((kind.startswith("text/") or part is found) and not _is_file(part)):
            continue
        name = _file_name(part) or _nameless(kind, len(files) + 1)
        files.append((shown_name(name), part))
        if len(files) == _MOST_FILES:
            break
    return files


def _nameless(kind: str, number: int) -> str:
    endings = {
        "message/rfc822": "eml",
        "image/jpeg": "jpg",
        "image/png": "png",
        "image/gif": "gif",
        "text/calendar": "ics",
    }
    return f"{kind.partition('/')[0]} {number}.{endings.get(kind, 'bin')}"


def _text(part: Message) -> str:
    try:
        payload = part.get_payload(decode=True)
    except _GARBAGE:
        return ""
    try:
        charset = part.get_content_charset() or ""
    except _GARBAGE:
        charset = ""
    return _from_bytes(payload, charset) if isinstance(payload, bytes) else ""
