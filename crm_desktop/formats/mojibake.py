"""Finding and repairing letters that were encoded twice."""

from __future__ import annotations

import re

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
