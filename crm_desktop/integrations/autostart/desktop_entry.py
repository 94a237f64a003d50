"""Desktop Entry files by the freedesktop.org specification (1.5): reading, and writing a command with its quoting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_GROUP = "[Desktop Entry]"
_BLANKS = " \t"
# "Possible value types": escapes of every string.
_STRING_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_STRING_UNESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
# "The Exec key": characters that need quotes, and those that need a backslash within them.
_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")
_ESCAPED_IN_QUOTES = frozenset('"`$\\')


def written(values: Mapping[str, str]) -> str:
    """A file with these keys; the values are strings as they are meant, `Exec` already made by `command_line`."""
    lines = [f"{key}={value if key == 'Exec' else escaped(value)}" for key, value in values.items()]
    return "\n".join([_GROUP, *lines, ""])


def parsed(text: str) -> dict[str, str]:
    """The keys of the main group, values still escaped; of a key that stands there twice the last counts, as in GLib."""
    values: dict[str, str] = {}
    inside = False
    # Other characters that end a line elsewhere are part of a value here.
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith("["):
            inside = line.rstrip(_BLANKS) == _GROUP
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            values[key.strip(_BLANKS)] = value.strip(_BLANKS)
    return values


def escaped(text: str) -> str:
    """A string value. Spaces at its beginning would be dropped, so the first is written as an escape."""
    value = "".join(_STRING_ESCAPES.get(character, character) for character in text)
    return "\\s" + value[1:] if value.startswith(" ") else value


def unescaped(value: str) -> str:
    """What a string value means; an escape that does not exist stands for itself."""
    text, rest = "", iter(value)
    for character in rest:
        if character == "\\":
            following = next(rest, "")
            text += _STRING_UNESCAPES.get(following, "\\" + following)
        else:
            text += character
    return text


def command_line(words: Sequence[str]) -> str:
    """The value of `Exec` that starts exactly these words; "%" would begin a field code and is doubled.

    Quoted first and escaped as a string after that, so that a backslash within a word is written four times.
    """
    return escaped(" ".join(_quoted(word.replace("%", "%%")) for word in words))


def command_words(value: str) -> list[str]:
    """The words that a value of `Exec` starts, without field codes; empty when a quote is left open."""
    text = unescaped(value)
    words: list[str] = []
    word: str | None = None
    quoted = False
    rest = iter(text)
    for character in rest:
        if character == '"':
            quoted, word = not quoted, word or ""
        elif character == "\\" and quoted:
            word = (word or "") + next(rest, "")
        elif character == " " and not quoted:
            words, word = _with(words, word), None
        else:
            word = (word or "") + character
    return [] if quoted else [_without_codes(each) for each in _with(words, word)]


def _quoted(word: str) -> str:
    if word and not _RESERVED.intersection(word):
        return word
    return '"' + "".join(f"\\{each}" if each in _ESCAPED_IN_QUOTES else each for each in word) + '"'


def _with(words: list[str], word: str | None) -> list[str]:
    # %f, %U and the like stand for files; at login there are none.
    is_code = word is not None and len(word) == 2 and word[0] == "%" and word != "%%"
    return words if word is None or is_code else [*words, word]


def _without_codes(word: str) -> str:
    return word.replace("%%", "%")
