"""Asks why a deal was lost, and whether to try again some day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.pipelines import LOST_REASONS
from crm_desktop.ui.dialogs.form_draft import FormDraft
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.drafts import DraftStore, Fields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, short_day, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, ChoiceChips, DayField, ElidedLabel, Label, PrimaryButton, Understood
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.pipeline import PipelineService
    from crm_desktop.services.reminders import ReminderService


class LostForm(OverlayCard):
    """A card; Enter in a line or Ctrl+Enter anywhere saves. `saved` is emitted once it is written.

    A reason is chosen or written; a day to try again becomes a reminder about the deal. Esc keeps what was typed, Cancel
    throws it away (see `FormDraft`).
    """

    saved = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        pipeline: PipelineService,
        reminders: ReminderService,
        now: Callable[[], datetime],
        drafts: DraftStore,
        deal: DealCard,
    ) -> None:
        super().__init__(theme, tr("Why was it lost?"), width=500)
        self._jobs = jobs
        self._pipeline = pipeline
        self._reminders = reminders
        self._now = now
        self._deal = deal
        self._busy = False
        # The list is short and in the user's own words, so what is stored is what was read.
        self.reasons = ChoiceChips(
            theme, tr("Reason"), [(tr(words), tr(words), Tone.LATE) for words in LOST_REASONS], optional=True
        )
        self.reasons.chosen.connect(lambda _key: self._error.hide())
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("The budget went into the shop"))
        self.words.textEdited.connect(lambda _text: self._error.hide())
        self.again = DayField(theme, self._understand_day, tr("in 6 months"))
        self.again.edit.setAccessibleName(tr("Try again on (if at all)"))
        for line in (self.words, self.again.edit):
            line.returnPressed.connect(self.save)
        self.draft = FormDraft(theme, self, drafts, f"lost/{deal.id}", self._typed, self._put_in)
        self._lay_out(theme)
        self.draft.restore()
        self.reasons.chosen.connect(self.draft.changed)
        self.words.textChanged.connect(self.draft.changed)
        self.again.changed.connect(self.draft.changed)

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(22)
        self.body.setContentsMargins(side, theme.scaled(18), side, theme.scaled(16))
        self.body.setSpacing(theme.space(2.5))
        self.body.addWidget(Label(tr("Why was it lost?"), TextRole.TITLE, weight="bold"))
        about = " · ".join(part for part in (one_line(self._deal.title), one_line(self._deal.contact)) if part)
        self.body.addWidget(ElidedLabel(about, TextRole.SECONDARY, "secondary"))
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()
        self.body.addWidget(self.draft.line)
        self.body.addWidget(self.reasons)
        self.body.addWidget(Labelled(theme, tr("In your words"), self.words))
        self.body.addWidget(Labelled(theme, tr("Try again on (if at all)"), self.again))
        self.body.addWidget(self._error)
        self.cancel_button = Button(theme, tr("Cancel"))
        self.cancel_button.clicked.connect(lambda _checked=False: self.draft.cancel())
        self.save_button = PrimaryButton(theme, tr("Lost"), tr("Ctrl Enter"))
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        self.body.addLayout(row)

    def first_focus(self) -> QWidget:
        """The first reason; Right goes on to the others."""
        return self.reasons.chip(tr(LOST_REASONS[0]))

    def _typed(self) -> Fields:
        return {"reason": self.reasons.current(), "words": self.words.text(), "again": self.again.text()}

    def _put_in(self, kept: Fields) -> None:
        reason = str(kept.get("reason", ""))
        self.reasons.choose(reason if reason in [tr(words) for words in LOST_REASONS] else "")
        self.words.setText(str(kept.get("words", "")))
        self.again.set_text(str(kept.get("again", "")))

    def reason(self) -> str:
        """The reason as it is stored: the one chosen, the words, or both."""
        return ": ".join(part for part in (self.reasons.current(), self.words.text().strip()) if part)

    def error(self) -> str:
        """What is wrong, empty when nothing is."""
        return self._error.text() if not self._error.isHidden() else ""

    def save(self) -> None:
        """Write it; what is missing is said, and nothing typed is lost when it fails."""
        if self._busy:
            return
        if not self.reason():
            self._say(message("Choose a reason, or say it in your words."))
            return
        if self.again.text().strip() and self.again.value() is None:
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        deal_id, reason, again_on = self._deal.id, self.reason(), self.again.value()
        self._busy = True
        self.save_button.setEnabled(False)
        self._jobs.write(lambda: self._pipeline.lose(deal_id, reason, again_on), self._saved, self._refused, owner=self)

    def _saved(self, _result: object) -> None:
        self.draft.saved()
        self.saved.emit()
        self.close_card()

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.save_button.setEnabled(True)
        self._say(error.sentence)

    def _say(self, sentence: Message) -> None:
        self._error.setText(show(sentence))
        self._error.show()
        self.setAccessibleDescription(self._error.text())

    def _understand_day(self, text: str) -> Understood | Message | None:
        meaning = self._reminders.understand_day(text)
        if meaning.problem is not None:
            return meaning.problem
        if meaning.day is None:
            return None
        return Understood(meaning.day, ((short_day(meaning.day, self._now().date(), weekday=True), Tone.PLANNED),))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from anywhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
            event.accept()
            return
        super().keyPressEvent(event)
