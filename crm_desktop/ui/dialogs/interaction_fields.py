"""The fields that say what happened (kind, text, direction, duration, moment, mood), for composer, log form and editor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.dates import wall_to_instant
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.interactions import UNSPOKEN, Direction, InteractionDraft, InteractionKind
from crm_desktop.domain.messages import Message, message
from crm_desktop.ui.dialogs.interaction_details import (
    DIRECTED,
    TIMED,
    WITH_CHANNEL,
    WITH_SUBJECT,
    InteractionDetails,
    KindChips,
)
from crm_desktop.ui.dialogs.interaction_words import (
    MOOD_TONES,
    MOODS,
    duration_words,
    minutes_of,
    mood_words,
    shown_mood,
)
from crm_desktop.ui.dialogs.typed_interaction import Typed, zone_name
from crm_desktop.ui.texts import moment, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import ChoiceChips, GrowingText, Label

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService


class InteractionFields(QObject):
    """Holds the widgets; the owner lays them out: `kinds`, `text`, `details` (one line), `mood_row`, `error`.

    `draft()` gives what was typed as a value, or shows what is wrong and gives None. `submitted` is Ctrl+Enter in any
    of the fields, `left` is Esc.
    """

    changed = Signal()
    submitted = Signal()
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        reminders: ReminderService,
        now: Callable[[], datetime],
        *,
        placeholder: str = "",
        bare: bool = False,
        lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reminders = reminders
        self._now = now
        self._draft: InteractionDraft | None = None
        self.kinds = KindChips(theme)
        self.text = GrowingText(theme, placeholder or tr("What happened?"), least=lines, bare=bare)
        self.text.setPlaceholderText(placeholder or tr("What happened?"))
        self.details = InteractionDetails(theme, reminders, now)
        self.subject, self.duration, self.channel = self.details.subject, self.details.duration, self.details.channel
        self.directions, self.when, self.due = self.details.directions, self.details.when, self.details.due
        self.moods = ChoiceChips(
            theme, tr("How was it?"), [(mood, mood_words(mood), MOOD_TONES[mood]) for mood in MOODS], optional=True
        )
        self.error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.error.hide()
        self._connect()
        self._kind_changed()

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._kind_changed)
        for chips in (self.kinds, self.moods):
            chips.chosen.connect(lambda _key: self.changed.emit())
        self.text.textChanged.connect(self._typed_something)
        self.details.changed.connect(self._typed_something)
        for line in (self.text, *self.details.lines()):
            line.installEventFilter(self)
        for chips in (self.kinds, self.directions, self.moods):
            for chip in chips.findChildren(QWidget):
                chip.installEventFilter(self)

    def kind(self) -> InteractionKind:
        """The kind chosen."""
        return InteractionKind(self.kinds.current())

    def set_kind(self, kind: InteractionKind) -> None:
        """Choose another kind; what was typed stays."""
        self.kinds.choose(kind.value)
        self._kind_changed()
        self.changed.emit()

    def typed(self) -> Typed:
        """Everything as it stands."""
        return Typed(
            kind=self.kind(),
            text=self.text.toPlainText(),
            subject=self.subject.text(),
            direction=Direction(self.directions.current()),
            duration=self.duration.text(),
            when=self.when.text(),
            mood=self.moods.current(),
            channel=self.channel.text(),
            due=self.due.text(),
        )

    def set_typed(self, typed: Typed) -> None:
        """Put everything back as it stood, without saying that something changed."""
        blocked = self.blockSignals(True)
        self._draft = None
        self.kinds.choose(typed.kind.value)
        self.text.setPlainText(typed.text)
        self.subject.setText(typed.subject)
        self.directions.choose(typed.direction.value)
        self.duration.setText(typed.duration)
        self.when.set_text(typed.when)
        self.channel.setText(typed.channel)
        self.due.set_text(typed.due)
        self.moods.choose(shown_mood(typed.mood))
        self._kind_changed()
        self._hide_error()
        self.blockSignals(blocked)

    def edit(self, draft: InteractionDraft) -> None:
        """Fill in something stored; an empty moment then means the one it has."""
        self.set_typed(Typed.of(draft))
        self._draft = draft
        wall = draft.occurred_at.astimezone(self._now().tzinfo)
        self.when.edit.setPlaceholderText(moment(wall, self._now().date()))
        self.when.edit.setAccessibleName(tr("When it happened; empty leaves it as it is"))

    def summary(self) -> str:
        """The small words under a title: `now · 14 minutes · outgoing`."""
        kind, parts = self.kind(), []
        understood = self.when.value()
        parts.append(moment(understood, self._now().date()) if understood is not None else tr("now"))
        if kind in TIMED:
            try:
                minutes = minutes_of(self.duration.text())
            except InvalidInput:
                minutes = None
            if minutes:
                parts.append(duration_words(minutes))
        if kind in DIRECTED:
            incoming = self.directions.current() == Direction.INCOMING.value
            parts.append(tr("incoming") if incoming else tr("outgoing"))
        return " · ".join(parts)

    def draft(self) -> InteractionDraft | None:
        """What was typed; None after showing what is wrong. A note needs words, the other kinds may go without."""
        self._hide_error()
        kind, text = self.kind(), self.text.toPlainText().strip()
        subject = self.subject.text().strip() if kind in WITH_SUBJECT else ""
        if not text and not subject and kind in UNSPOKEN:
            self._refuse(message("Write a few words first."), self.text)
            return None
        try:
            minutes = minutes_of(self.duration.text()) if kind in TIMED else None
        except InvalidInput as refused:
            self._refuse(refused.sentence, self.duration)
            return None
        due_day = self.details.due_day() if kind is InteractionKind.PROMISE else None
        if kind is InteractionKind.PROMISE and due_day is None and self.due.text().strip():
            self._refuse(message("“{text}” is not a day.", text=self.due.text().strip()[:40]), self.due)
            return None
        occurred_at = self._occurred_at()
        if occurred_at is None:
            return None
        return replace(
            self._draft or InteractionDraft(kind, text, occurred_at),
            kind=kind,
            text=text,
            occurred_at=occurred_at,
            zone=zone_name(self._now()),
            subject=subject,
            direction=Direction(self.directions.current()) if kind in DIRECTED else Direction.NONE,
            duration_minutes=minutes,
            mood=self.moods.current(),
            channel=self.channel.text().strip() if kind in WITH_CHANNEL else "",
            due_day=due_day,
        )

    def show_error(self, sentence: Message) -> None:
        """Say below the fields why it could not be saved; what was typed stays."""
        self.error.setText(show(sentence))
        self.error.show()
        self.text.setAccessibleDescription(self.error.text())

    def _occurred_at(self) -> datetime | None:
        now = self._now()
        wall: datetime | None = self.when.value()
        if wall is None:
            if self.when.text().strip():
                self._refuse(message("“{text}” is not a moment.", text=self.when.text().strip()[:40]), self.when)
                return None
            return self._draft.occurred_at if self._draft is not None else now.astimezone(UTC)
        zone = now.tzinfo
        assert zone is not None
        return min(wall_to_instant(wall.date(), wall.time(), zone), now.astimezone(UTC))

    def _refuse(self, sentence: Message, place: QWidget) -> None:
        self.show_error(sentence)
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hide_error(self) -> None:
        self.error.hide()
        self.text.setAccessibleDescription("")

    def _kind_changed(self, _key: str = "") -> None:
        self.details.show_kind(self.kind())

    def _typed_something(self) -> None:
        if not self.error.isHidden():
            self._hide_error()
        self.changed.emit()

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Ctrl+Enter saves and Esc leaves, in whatever field the focus is."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    self.submitted.emit()
                    return True
            elif event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
