"""Sentences such as "call Marta tue 3pm" read as who, what, when and how often; ambiguous ones are refused with a question.

Only the values that come of it are loaded here. The grammar is in `reader`, which is imported where a sentence is read:
its vocabulary and patterns would hold up every start of the program.
"""

from __future__ import annotations

from crm_desktop.domain.quick_entry.readings import (
    LONGEST_TEXT,
    DayOrder,
    DayUnderstood,
    Language,
    MomentUnderstood,
    Person,
    Span,
    SpanKind,
    Understood,
)

__all__ = (
    "LONGEST_TEXT",
    "DayOrder",
    "DayUnderstood",
    "Language",
    "MomentUnderstood",
    "Person",
    "Span",
    "SpanKind",
    "Understood",
)
