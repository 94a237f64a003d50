"""The text of an HTML mail, without fetching anything: what a person would read, line by line."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

LONGEST_HTML: Final = 2 * 1024 * 1024
"""Letters of HTML that are looked at; the text of a longer mail ends there."""
_BLOCKS: Final = frozenset(
    "address article aside blockquote br center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
    "section table tr ul".split()
)
_SILENT: Final = frozenset(("head", "script", "style", "title", "noscript", "template", "svg", "object"))
_BLANKS: Final = re.compile(r"[ \t\f\v\u00a0]+")
_EMPTY_LINES: Final = re.compile(r"\n[ \n]*\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n• " if tag == "li" else "\n")
        elif tag == "td":
            self.parts.append(" ")

    def handle_startendtag(self, tag: str, _attributes: object) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        # A body begins even where the head was never closed.
        if not self._silent:
            self.parts.append(data.replace("\r", " ").replace("\n", " "))


def html_to_text(html: str) -> str:
    """Plain text; tags, scripts, styles, comments and pictures are gone, paragraphs and lists are lines."""
    reader = _Reader()
    reader.feed(html[:LONGEST_HTML])
    reader.close()
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(reader.parts).split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
