"""Whom a log form is about; known where forms are asked for, without loading the form."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.domain.interactions import InteractionKind


@dataclass(frozen=True, slots=True)
class LogSubject:
    """Whom and what the form is about.

    `contact_id` None: a reminder about nobody, so only what comes next is asked. With `occurrence_id`, saving ends that
    occurrence of a reminder as done; `about` is its text.
    """

    contact_id: int | None
    name: str = ""
    occurrence_id: int | None = None
    deal_id: int | None = None
    kind: InteractionKind = InteractionKind.CALL
    about: str = ""
