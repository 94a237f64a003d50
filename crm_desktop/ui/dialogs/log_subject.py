"""Whom a log form is about, and what was half typed into it; known where forms are asked for, without loading the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_desktop.domain.interactions import InteractionKind

if TYPE_CHECKING:
    from crm_desktop.ui.dialogs.typed_interaction import Typed


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


@dataclass(slots=True)
class LogDrafts:
    """Half-typed forms by contact and occurrence, so that Esc and a click beside the form lose nothing."""

    kept: dict[tuple[int | None, int | None], tuple[Typed, str]] = field(default_factory=dict)
