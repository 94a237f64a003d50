"""How the text of a file is encoded, as a value, and what the user should be told about it."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.domain.messages import Message, message

SAMPLE_SIZE = 256 * 1024


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
