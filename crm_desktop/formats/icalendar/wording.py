"""What an entry says in words: what to do, notes, who is on it (RFC 5545 3.8.1, 3.8.4)."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping, Sequence

from crm_desktop.domain.calendar_entries import Moment
from crm_desktop.domain.contacts import clean_line, clean_text
from crm_desktop.formats.icalendar.values import Line, text_of

Lines = Mapping[str, Sequence[Line]]
"""The properties of one component by their names."""

_TEXT_LIMIT, _NOTE_LIMIT, _UID_LIMIT, _MOST_PEOPLE = 500, 20_000, 200, 100
_MARKUP = re.compile(r"<(?:br|p|b|i|u|a|ul|ol|li|div|span|html|body|table|strong|em)\b[^<>]*>|</[a-z]+>", re.IGNORECASE)
_LINE_END = re.compile(r"<(?:br|p|div|li|tr|ul|ol|table)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\",;:]{1,64}@[^\s<>\",;:]{1,255}")
_PLACES = frozenset(("ROOM", "RESOURCE"))
_LAST_URGENT = 4
SEPARATOR = " · "


def first_text(lines: Lines, name: str) -> str:
    """The text of the first property of that name, empty when there is none."""
    found = lines.get(name)
    return text_of(found[0]) if found else ""


def title_of(lines: Lines) -> str:
    """What there is to do, in one line; of an entry of our own making without the name that was put behind it."""
    summary = clean_line(first_text(lines, "SUMMARY"), _TEXT_LIMIT)
    added = first_text(lines, "X-CRM-NAME")
    return summary.removesuffix(SEPARATOR + added) if added else summary


def with_start(text: str, starts: Moment, rings: Moment, *, repeats: bool) -> str:
    """The text with the time of the event behind it when the reminder rings at another moment: `Call Ana · 15:00`.

    Written without words, since it is stored: a time, or a day and a time when the alarm is on another day.
    """
    if rings.day == starts.day:
        said = starts.at.strftime("%H:%M") if starts.at is not None and starts.at != rings.at else ""
    elif repeats:
        said = ""
    else:
        said = starts.day.isoformat() + (starts.at.strftime(" %H:%M") if starts.at else "")
    if not said:
        return text
    return clean_line(text, _TEXT_LIMIT - len(SEPARATOR + said)) + SEPARATOR + said


def note_of(lines: Lines) -> str:
    """Place, description and address, each on lines of its own; markup of programs that write HTML is taken out."""
    description = first_text(lines, "DESCRIPTION")[: 2 * _NOTE_LIMIT].strip()
    if _MARKUP.search(description):
        description = _without_markup(description)
    url = first_text(lines, "URL").strip()
    parts = [first_text(lines, "LOCATION").strip(), description]
    if url and url not in description:
        parts.append(url)
    return clean_text("\n".join(part for part in parts if part), _NOTE_LIMIT)


def _without_markup(text: str) -> str:
    """The words of a text with tags; a parser of HTML can be made to take seconds, and only line ends matter here."""
    lines = _LINE_END.sub("\n", text)
    words = html.unescape(_TAG.sub("", lines))
    return re.sub(r"\n{3,}", "\n\n", words).strip()


def people_of(lines: Lines) -> tuple[str, ...]:
    """The e-mail addresses of those who take part or are named, each once, in the order of the file."""
    found: dict[str, None] = {}
    for name in ("ORGANIZER", "ATTENDEE", "CONTACT"):
        for line in lines.get(name, ()):
            if line.parameters.get("CUTYPE", "").upper() in _PLACES:
                continue
            said = (line.value, line.parameters.get("EMAIL", "")) if name != "CONTACT" else (text_of(line),)
            found.update((address[0].casefold(), None) for text in said if (address := _ADDRESS.search(_bare(text))))
    return tuple(found)[:_MOST_PEOPLE]


def _bare(address: str) -> str:
    return re.sub(r"(?i)^\s*mailto:", "", address[:1000])


def urgent_of(lines: Lines) -> bool | None:
    """Whether the priority is one of the high ones, 1 to 4 (RFC 5545 3.8.1.9); None when the entry has none."""
    said = first_text(lines, "PRIORITY").strip()
    return 1 <= int(said) <= _LAST_URGENT if re.fullmatch("[0-9]", said) else None


def uid_of(lines: Lines) -> str:
    """What tells the entry apart from all others, also when the file is read again; made of its content if it has none."""
    uid = clean_line(first_text(lines, "UID"), _UID_LIMIT + 1)
    if uid and len(uid) <= _UID_LIMIT:
        return uid
    names = ("UID",) if uid else ("SUMMARY", "DTSTART", "DUE", "RRULE", "DESCRIPTION")
    content = "\n".join(f"{name}:{line.value}" for name in names for line in lines.get(name, ()))
    return f"calendar-{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:32]}"
