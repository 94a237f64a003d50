"""The card in which an entry of the timeline is mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionDraft
from crm_desktop.domain.timeline_entries import TimelineEntry
from crm_desktop.ui.dialogs.form_card import FormCard
from crm_desktop.ui.dialogs.interaction_fields import InteractionFields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Label

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService
    from crm_desktop.services.timeline import TimelineService


class EntryEditor(FormCard):
    """Opens with what is stored; `saved` is emitted once the change is written. A failure leaves the card open."""

    saved = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        timeline: TimelineService,
        reminders: ReminderService,
        now: Callable[[], datetime],
        entry: TimelineEntry,
    ) -> None:
        super().__init__(theme, tr("Change what was written down"), (), width=560)
        self._jobs = jobs
        self._timeline = timeline
        self._entry = entry
        self._busy = False
        self.fields = InteractionFields(theme, reminders, now, lines=3, parent=self)
        mood = QWidget()
        row = QHBoxLayout(mood)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(tr("How was it?"), TextRole.SECONDARY, "secondary"))
        row.addWidget(self.fields.moods, 1)
        for widget in (self.fields.kinds, self.fields.text, self.fields.details, mood, self.fields.error):
            self.extra.insertWidget(self.extra.count() - 1, widget)
        self.extra.setSpacing(theme.space(2.5))
        self.fields.edit(draft_of(entry))
        self._before = self.fields.typed()
        self.fields.submitted.connect(self.submitted)
        self.fields.left.connect(self._leave)
        self.submitted.connect(self._save)

    def first_focus(self) -> QWidget:
        """The text."""
        return self.fields.text

    def may_close(self) -> bool:
        """Esc does not throw away what was typed: it saves it, as leaving any field does."""
        if self.fields.typed() == self._before:
            return True
        self._save()
        return False

    def _leave(self) -> None:
        if self.may_close():
            self.close_card()

    def _save(self) -> None:
        draft = None if self._busy else self.fields.draft()
        if draft is None:
            return
        self._busy = True
        self.set_busy(True)
        changed = draft
        self._jobs.write(lambda: self._timeline.edit(self._entry.id, changed), self._saved, self._refused, owner=self)

    def _saved(self, _result: object) -> None:
        self.saved.emit()
        self.close_card()

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.set_busy(False)
        self.fields.show_error(error.sentence)


def draft_of(entry: TimelineEntry) -> InteractionDraft:
    """What is stored, as a draft. Raises ValueError for entries that are no interactions."""
    kind = entry.interaction_kind
    if kind is None:
        raise ValueError(f"a {entry.kind} entry is no interaction")
    return InteractionDraft(
        kind=kind,
        text=entry.text,
        occurred_at=entry.at,
        subject=entry.subject,
        direction=entry.direction,
        duration_minutes=entry.duration_minutes,
        mood=entry.mood,
        channel=entry.channel,
        pinned=entry.pinned,
        state=entry.state,
        due_day=entry.due_day,
    )
