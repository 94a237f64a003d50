"""A sentence while it is put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.messages import Message
from crm_desktop.domain.quick_entry.readings import Span, SpanKind
from crm_desktop.domain.quick_entry.said import DaySaid, EndSaid, RepeatSaid, Situation, TimeSaid
from crm_desktop.domain.quick_entry.words import Word
from crm_desktop.domain.recurrence import Recurrence


@dataclass(slots=True)
class Sentence:
    """The sentence while it is put together; `used` are the numbers of the words that became a day, time or repetition."""

    words: Sequence[Word]
    situation: Situation
    used: set[int] = field(default_factory=set)
    doubtful: list[int] = field(default_factory=list)
    """Words read as a day that a contact might be called by."""
    spans: list[Span] = field(default_factory=list)
    day_said: DaySaid | None = None
    repeat: RepeatSaid | None = None
    end: EndSaid | None = None
    until: date | None = None
    starting: date | None = None
    clock: TimeSaid | None = None
    part: time | None = None
    day: date | None = None
    time: time | None = None
    partial: PartialDate | None = None
    recurrence: Recurrence | None = None
    problem: Message | None = None
    zone: str = ""
    urgent: bool = False
    from_done: bool = False
    counting: list[tuple[int, int]] = field(default_factory=list)
    """Where readings begin and end whose figure may count the next word (`am 3. Angebot`), asked unless that is a person."""

    def object_to(self, problem: Message | None) -> None:
        """Keep the first problem: it is the leftmost, which is where the user looks."""
        if self.problem is None:
            self.problem = problem

    def use(self, first: int, end: int, kind: SpanKind | None) -> None:
        """Take the words out of the text and mark them for highlighting."""
        self.used.update(range(first, end))
        if kind is not None:
            self.spans.append(Span(self.words[first].start, self.words[end - 1].end, kind))
