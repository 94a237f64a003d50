"""Sentences for the user, kept as template and values so that the window can translate them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: an English template with `{names}` and the values that go into it.

    `count`, when given, chooses between `template` (one) and `plural` (everything else) and is available as `{count}`.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""
    count: int | None = None

    def __str__(self) -> str:
        """The sentence in English, for the command line and for logs of what a user saw."""
        template = self.plural if self.count is not None and self.count != 1 and self.plural else self.template
        return template.format(**{**self.values, "count": f"{self.count:,}" if self.count is not None else ""})


def message(template: str, **values: object) -> Message:
    """A sentence without a number to decline."""
    return Message(template, values)


def counted(one: str, many: str, count: int, **values: object) -> Message:
    """A sentence that depends on a number: `{count} contact` or `{count} contacts`."""
    return Message(one, values, many, count)
