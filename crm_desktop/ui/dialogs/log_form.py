"""Log what happened with somebody and what comes next, in one form by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import Direction, InteractionDraft
from crm_desktop.domain.quick_entry import Understood
from crm_desktop.ui.dialogs.form_draft import FormDraft
from crm_desktop.ui.dialogs.interaction_details import DIRECTED
from crm_desktop.ui.dialogs.interaction_fields import InteractionFields
from crm_desktop.ui.dialogs.interaction_words import form_title
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.dialogs.next_step import NextStepField
from crm_desktop.ui.dialogs.promise_lines import PromiseLines
from crm_desktop.ui.dialogs.quiet_line import QuietLine
from crm_desktop.ui.dialogs.typed_interaction import Typed
from crm_desktop.ui.drafts import DraftStore, Fields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Avatar, Button, Divider, ElidedLabel, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService


_TITLE_WIDTH = 170
"""The room a title needs beside the kinds, in pixels at a 13 px font."""


class LogForm(OverlayCard):
    """A card to lay over the window. Ctrl+Enter saves, Esc keeps what was typed, Cancel throws it away (see `FormDraft`).

    `saved` is emitted once everything is written, in one unit of work, then the card goes; a failure is said in the form
    and nothing typed is lost. An empty text with an occurrence only ends that occurrence.
    """

    saved = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        now: Callable[[], datetime],
        drafts: DraftStore,
        subject: LogSubject,
    ) -> None:
        super().__init__(theme, tr("Log what happened"), width=600)
        self._jobs = jobs
        self._reminders = reminders
        self._subject = subject
        self._saving = False
        self.fields = InteractionFields(theme, reminders, now, lines=3, parent=self)
        self.promises = PromiseLines(theme, reminders, now)
        self.next_step = NextStepField(theme, reminders, now, tr("send the new dates thu 9:00"), jobs=jobs)
        self.next_step.field.edit.setAccessibleName(tr("What comes next?"))
        self.quiet = QuietLine(jobs, reminders.contacts.is_quiet)
        self.save_button = PrimaryButton(theme, tr("Save"), tr("Ctrl Enter"))
        self.cancel_button = Button(theme, tr("Cancel"))
        place = f"log/{subject.contact_id or 0}/{subject.occurrence_id or 0}"
        self.draft = FormDraft(
            theme, self, drafts, place, self._fields, self._put_in, nothing_typed=self._nothing_typed
        )
        self._build(theme)
        self.fields.set_typed(Typed(kind=subject.kind))
        self.draft.restore()
        self._connect()
        self._show_title()
        self._look_whom()

    def _build(self, theme: Theme) -> None:
        column = self.body
        column.addWidget(self._head(theme))
        about_somebody = self._subject.contact_id is not None
        if about_somebody:
            column.addWidget(self._happened(theme))
            column.addWidget(Divider(theme))
        else:
            # The fields are not laid out, but belong to the form, so that they go when it goes.
            for widget in self._widgets_of_fields():
                widget.setParent(self)
                widget.hide()
        column.addWidget(self._comes_next(theme))
        column.addWidget(Divider(theme))
        column.addWidget(self._foot(theme))

    def _widgets_of_fields(self) -> tuple[QWidget, ...]:
        fields = self.fields
        promises = (self.promises, *self.promises.buttons.values())
        return (fields.kinds, fields.text, fields.details, fields.moods, fields.error, *promises)

    def _section(self, theme: Theme, top: float = 3) -> tuple[QWidget, QVBoxLayout]:
        section = QWidget()
        column = QVBoxLayout(section)
        side = theme.scaled(19)
        column.setContentsMargins(side, theme.space(top), side, theme.space(3))
        column.setSpacing(theme.space(2.5))
        return section, column

    def _head(self, theme: Theme) -> QWidget:
        head, column = self._section(theme, 4)
        column.setContentsMargins(theme.scaled(19), theme.space(4.5), theme.scaled(19), theme.space(1))
        self._title = ElidedLabel("", TextRole.FIELD, weight="bold")
        self._summary = ElidedLabel("", TextRole.SECONDARY, "secondary")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._summary)
        person = QHBoxLayout()
        person.setSpacing(theme.scaled(11))
        if self._subject.name:
            person.addWidget(Avatar(theme, self._subject.name))
        person.addLayout(words, 1)
        self._head_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head_row.setSpacing(theme.space(2.5))
        self._head_row.addLayout(person, 1)
        if self._subject.contact_id is not None:
            self._head_row.addWidget(self.fields.kinds)
        column.addLayout(self._head_row)
        column.addWidget(self.draft.line)
        column.addWidget(self.quiet)
        return head

    def _happened(self, theme: Theme) -> QWidget:
        section, column = self._section(theme, 2)
        column.addWidget(self.fields.text)
        column.addWidget(self.fields.details)
        mood = QHBoxLayout()
        mood.setSpacing(theme.space(2))
        mood.addWidget(Label(tr("How was it?"), TextRole.SECONDARY, "secondary"))
        mood.addWidget(self.fields.moods, 1)
        for button in self.promises.buttons.values():
            mood.addWidget(button)
        column.addLayout(mood)
        column.addWidget(self.promises)
        column.addWidget(self.fields.error)
        return section

    def _comes_next(self, theme: Theme) -> QWidget:
        section, column = self._section(theme)
        column.addWidget(Label(tr("What comes next?"), TextRole.SECONDARY, "secondary", weight="bold"))
        column.addWidget(self.next_step)
        self._failure = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._failure.hide()
        column.addWidget(self._failure)
        return section

    def _foot(self, theme: Theme) -> QWidget:
        section, column = self._section(theme)
        row = QHBoxLayout()
        row.setSpacing(theme.space(2.5))
        row.addWidget(ElidedLabel(tr("Tab through, Esc keeps a draft"), TextRole.SECONDARY, "secondary"), 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        column.addLayout(row)
        return section

    def _connect(self) -> None:
        self.fields.changed.connect(self._changed)
        self.promises.changed.connect(self._changed)
        self.fields.submitted.connect(self.save)
        self.fields.left.connect(self.close_card)
        self.next_step.changed.connect(self._changed)
        self.next_step.submitted.connect(self.save)
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.cancel_button.clicked.connect(lambda _checked=False: self.draft.cancel())

    def first_focus(self) -> QWidget:
        """Begin where one types first."""
        return self.next_step.field.edit if self._subject.contact_id is None else self.fields.text

    def save(self) -> None:
        """Write everything, or say what is missing."""
        if self._saving:
            return
        log: InteractionDraft | None = None
        if self._wants_log():
            log = self._log()
            if log is None:
                return
        promises = self.promises.drafts()
        if promises is None or not self.next_step.ready():
            return
        self._saving = True
        self.save_button.setEnabled(False)
        self._failure.hide()
        next_step = self.next_step.value()
        logged = (() if log is None else (log,)) + promises
        self._jobs.write(lambda: self._write(logged, next_step), self._done, self._failed, owner=self)

    def _log(self) -> InteractionDraft | None:
        draft = self.fields.draft()
        if draft is None or self._subject.deal_id is None:
            return draft
        return replace(draft, deal_id=self._subject.deal_id)

    def _wants_log(self) -> bool:
        """A finished reminder may be only that; without one, something has to be said or planned."""
        subject = self._subject
        if subject.contact_id is None:
            return False
        untouched = self.fields.typed().is_empty()
        more = bool(self.next_step.text().strip()) or not self.promises.is_empty()
        return not (untouched and (subject.occurrence_id is not None or more))

    def _write(self, logged: tuple[InteractionDraft, ...], next_step: Understood | None) -> None:
        """In the writer thread, as one unit of work."""
        subject = self._subject
        if subject.occurrence_id is not None:
            self._reminders.done(subject.occurrence_id, logged, next_step)
        elif logged and subject.contact_id is not None:
            self._reminders.log(subject.contact_id, logged, next_step)
        elif next_step is not None:
            self._reminders.add_understood(next_step, contact_id=subject.contact_id, deal_id=subject.deal_id)

    def _done(self, _result: object) -> None:
        self._saving = False
        self.draft.saved()
        self.saved.emit()
        self.close_card()

    def _failed(self, error: UserError) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        self._failure.setText(show(error.sentence))
        self._failure.show()

    def _fields(self) -> Fields:
        return {**self.fields.typed().as_fields(), "next": self.next_step.text(), **self.promises.typed()}

    def _put_in(self, kept: Fields) -> None:
        self.fields.set_typed(Typed.from_fields(kept))
        self.next_step.set_text(str(kept.get("next", "")))
        self.promises.set_typed(kept)
        self._show_title()

    def _nothing_typed(self) -> bool:
        return self.fields.typed().is_empty() and not self.next_step.text().strip() and self.promises.is_empty()

    def _changed(self) -> None:
        self.draft.changed()
        self._show_title()
        self._look_whom()

    def _look_whom(self) -> None:
        """Who is to hear from the user, by what is logged or by what comes next, may have asked for the contrary."""
        logged = self.fields.typed()
        reaches = logged.kind in DIRECTED and logged.direction is Direction.OUTGOING
        meant = reaches or bool(self.next_step.text().strip())
        self.quiet.look(self._subject.contact_id if meant else None, self._subject.name)

    def _show_title(self) -> None:
        subject = self._subject
        if subject.contact_id is None:
            self._title.set_text(subject.about or tr("Done"))
            self._summary.hide()
            return
        self._title.set_text(form_title(self.fields.kind(), subject.name))
        summary = self.fields.summary()
        if subject.about:
            summary = tr("Done: {text}", text=subject.about) + f" · {summary}"
        self._summary.set_text(summary)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The kinds stand beside the title where there is room for both."""
        super().resizeEvent(event)
        around = self._theme.scaled(2 * 19 + self._theme.sizes.avatar + 11 + _TITLE_WIDTH)
        beside = self.fields.kinds.sizeHint().width() + around <= self.width()
        direction = QBoxLayout.Direction
        self._head_row.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        middle = Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag(0)
        self._head_row.setAlignment(self.fields.kinds, middle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter also from the buttons and the line for the next step."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)
