"""Keeps people's data out of logs and crash files: what an exception or a log line may say about a value."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_EMAIL = re.compile(r"[^\s<>\",;]+@[^\s<>\",;]+")
_NUMBER = re.compile(r"\+?\(?\d[\d\s()./-]{4,}\d")
_DAY_OR_TIME = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2})?")
_PHONE_DIGITS = 7
_PLAIN_NUMBER_DIGITS = 10


def redacted(text: str) -> str:
    """`text` with e-mail-like and phone-like parts masked and the user's home folder written as `~`.

    Days (2026-11-21) and plain numbers of up to nine digits (ids, counts) stay.
    """
    text = _NUMBER.sub(_masked_number, _EMAIL.sub("[e-mail]", text))
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


def _masked_number(found: re.Match[str]) -> str:
    text = found.group()
    digits = sum(character.isdigit() for character in text)
    if digits < _PHONE_DIGITS or _DAY_OR_TIME.match(text):
        return text
    if text.isdigit() and digits < _PLAIN_NUMBER_DIGITS:
        return text
    return "[number]"


def traceback_without_values(error: BaseException) -> str:
    """Where an exception came from, with its causes, but without its text: that often quotes what a user typed."""
    parts = []
    for link, introduction in _chain(error):
        frames = "".join(_frames(link.__traceback__))
        parts.append(f"{introduction}Traceback (most recent call last):\n{frames}{_name(link)}\n")
    return redacted("\n".join(reversed(parts)))


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    """The exception and what led to it, newest first, each with the words that join it to the one before."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        if link.__cause__ is not None:
            yield link, "It caused this:\n"
            link = link.__cause__
        elif link.__context__ is not None and not link.__suppress_context__:
            yield link, "While it was handled:\n"
            link = link.__context__
        else:
            yield link, ""
            link = None


def _frames(trace: TracebackType | None) -> list[str]:
    return traceback.format_tb(trace)


def _name(error: BaseException) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    # These say what the machine answered, never what was in a field.
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name}: errno {error.errno}"
    database_code = getattr(error, "sqlite_errorname", None)
    return f"{name}: {database_code}" if isinstance(database_code, str) else name
