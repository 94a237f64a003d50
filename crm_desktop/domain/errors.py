"""Failures that the user can understand and act on; everything else is a bug and goes to the crash file."""

from __future__ import annotations

from crm_desktop.domain.messages import Message, message


class UserError(Exception):
    """The world's failure or a wrong input, as one sentence with a way out."""

    def __init__(self, sentence: Message | str, **values: object) -> None:
        self.sentence = sentence if isinstance(sentence, Message) else message(sentence, **values)
        super().__init__(str(self.sentence))


class InvalidInput(UserError):
    """What was typed will not do; `field` names the place where the sentence belongs."""

    def __init__(self, field: str, sentence: Message | str, **values: object) -> None:
        self.field = field
        super().__init__(sentence, **values)


class NotFound(UserError):
    """What was asked for is not (or no longer) there."""


class BadFile(UserError):
    """A file that cannot be read as what it claims to be."""


class NewerFile(UserError):
    """The data was written by a newer version of the program; nothing was changed."""


class StorageFailure(UserError):
    """The data file cannot be opened, read or written: disk full, locked by somebody else, read-only, damaged."""
