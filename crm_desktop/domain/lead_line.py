"""One typed line as a lead: who, from which company, how to reach them, and where they come from."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from crm_desktop.domain.cleaning import clean_line
from crm_desktop.domain.folding import fold
from crm_desktop.domain.leads import LeadDraft

_EMAIL: Final = re.compile(r"<?(?:mailto:)?([^\s<>,;\"()]+@[^\s<>,;\"()@]+\.[^\s<>,;\"()@.]{2,})>?", re.IGNORECASE)
_PHONE: Final = re.compile(r"(?<![\w+])\+?\(?\d[\d\s()/.\-]{4,24}\d(?!\w)")
_FEWEST_DIGITS, _MOST_DIGITS = 6, 15
# German beside English, as in the quick entry of reminders; "von" and "from" could be part of a name or lead to a company.
_SOURCE_WORDS: Final = re.compile(r"(?:^|\s)(?:via|source:?|über|quelle:?)\s+(\S.*)$", re.IGNORECASE)
_COMPANY_WORDS: Final = re.compile(r"(?:^|\s)(?:at|@|bei)\s+(\S.*)$", re.IGNORECASE)
_LONGEST = 500
_LAST_WORDS = 4


def read_lead(text: str, sources: Collection[str]) -> LeadDraft:
    """What a line such as `Marta Oliveira, Casa Azul, webinar, marta@casaazul.pt` says; nothing is refused.

    E-mail address and telephone number may stand anywhere. Of the parts between commas the first is the name; one that is a
    known source, or follows "via", is the source; without any of these the last part is. One part between them is the
    company, what is left over is the note. Without commas, a known source at the end of the line counts.
    """
    rest, email = _taken(_EMAIL, clean_line(text, _LONGEST))
    rest, phone = _phone(rest)
    known = {fold(source): source for source in sources}
    parts = [part for part in (clean_line(piece, _LONGEST) for piece in re.split(r"[,;，、；،؛]", rest)) if part]
    if parts and (email or phone) and fold(parts[0]) in known:
        # An address alone is enough of a name.
        parts.insert(0, "")
    name, *others = parts or [""]
    name, source = _marked(name, _SOURCE_WORDS)
    name, company = _marked(name, _COMPANY_WORDS)
    if not source and not others:
        name, source = _known_at_the_end(name, known)
    return _with_others(name, source, company, email, phone, others, known)


def _with_others(
    name: str, source: str, company: str, email: str, phone: str, others: Sequence[str], known: dict[str, str]
) -> LeadDraft:
    """The parts behind the first comma, each for what it is."""
    left = []
    for part in others:
        before, marked = _marked(part, _SOURCE_WORDS)
        said = marked or known.get(fold(part), "")
        if source or not said:
            left.append(part)
            continue
        source = said
        if marked and before:
            left.append(before)
    if not source and left:
        source = left.pop()
    if not company and left:
        first = left.pop(0)
        company = _marked(first, _COMPANY_WORDS)[1] or first
    return LeadDraft(name, known.get(fold(source), source), email, phone, company, ", ".join(left))


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """The text without the first match, and what was matched."""
    found = pattern.search(text)
    if found is None:
        return text, ""
    return f"{text[: found.start()]} , {text[found.end() :]}", found[1].rstrip(".")


def _phone(text: str) -> tuple[str, str]:
    for found in _PHONE.finditer(text):
        digits = sum(letter.isdecimal() for letter in found[0])
        if _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
            return f"{text[: found.start()]} , {text[found.end() :]}", " ".join(found[0].split())
    return text, ""


def _marked(part: str, words: re.Pattern[str]) -> tuple[str, str]:
    """What stands before the words, and what they mark; an empty text where there are none."""
    found = words.search(part)
    return (part, "") if found is None else (part[: found.start()].strip(), found[1].strip())


def _known_at_the_end(name: str, known: dict[str, str]) -> tuple[str, str]:
    words = name.split()
    for count in range(min(_LAST_WORDS, len(words) - 1), 0, -1):
        source = known.get(fold(" ".join(words[-count:])))
        if source is not None:
            return " ".join(words[:-count]), source
    return name, ""
