"""Sentences such as "call Marta tue 3pm" read as who, what, when and how often; ambiguous ones are refused with a question."""

from __future__ import annotations

from crm_desktop.domain.quick_entry.reader import understand, understand_day, understand_moment
from crm_desktop.domain.quick_entry.readings import (
    LONGEST_TEXT,
    DayOrder,
    DayUnderstood,
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
    "MomentUnderstood",
    "Person",
    "Span",
    "SpanKind",
    "Understood",
    "understand",
    "understand_day",
    "understand_moment",
)
