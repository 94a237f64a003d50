"""The line below what happened: subject, when, how long, who began it, by which way, and by when something is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.domain.interactions import TALKS, Direction, InteractionKind
from crm_desktop.domain.messages import Message
from crm_desktop.ui.dialogs.interaction_words import direction_words, kind_title
from crm_desktop.ui.dialogs.typed_interaction import past_moment
from crm_desktop.ui.texts import short_day, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import ChipButton, ChoiceChips, DayField, FlowLayout, Understood

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService

TIMED = (InteractionKind.CALL, InteractionKind.MEETING, InteractionKind.VISIT)
WITH_SUBJECT = (InteractionKind.EMAIL, InteractionKind.MEETING, InteractionKind.PURCHASE, InteractionKind.TICKET)
DIRECTED = (InteractionKind.CALL, InteractionKind.EMAIL, InteractionKind.MESSAGE, InteractionKind.PROMISE)
WITH_CHANNEL = (InteractionKind.MESSAGE, InteractionKind.MEETING)
USUAL_KINDS = (InteractionKind.NOTE, *TALKS)
RARE_KINDS = (
    InteractionKind.PROMISE, InteractionKind.TICKET, InteractionKind.FEEDBACK, InteractionKind.VISIT, InteractionKind.PURCHASE,
)  # fmt: skip


class KindChips(ChoiceChips):
    """The kinds of interactions: the usual ones, and the others behind a pill of their own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        kinds = [(kind.value, kind_title(kind), Tone.ACCENT) for kind in (*USUAL_KINDS, *RARE_KINDS)]
        self._more = ChipButton(theme, "…", Tone.NEUTRAL)
        self._more.setAccessibleName(tr("More kinds"))
        self._more.setToolTip(tr("Promise, ticket, feedback, visit, purchase"))
        super().__init__(theme, tr("What happened"), kinds, parent=parent)
        self._more.clicked.connect(lambda _checked=False: self._show_all())
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._more)
        for kind in RARE_KINDS:
            self.chip(kind.value).hide()

    def choose(self, key: str) -> None:
        """Choose from the program; a kind that was hidden is shown."""
        super().choose(key)
        if key in RARE_KINDS:
            self._reveal()

    def offer_more(self, offered: bool) -> None:
        """Where room is short and nobody writes, the rare kinds and the pill for them go."""
        rare = [self.chip(kind.value) for kind in RARE_KINDS]
        if not offered and self.current() not in RARE_KINDS:
            for chip in rare:
                chip.hide()
        self._more.setVisible(offered and rare[0].isHidden())

    def _show_all(self) -> None:
        self._reveal()
        self.chip(RARE_KINDS[0].value).setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal(self) -> None:
        self._more.hide()
        for kind in RARE_KINDS:
            self.chip(kind.value).show()
        self.updateGeometry()


class InteractionDetails(QWidget):
    """Shows what a kind has; `changed` is emitted while one types."""

    changed = Signal()

    def __init__(self, theme: Theme, reminders: ReminderService, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme = theme
        self._reminders = reminders
        self._now = now
        self.subject = self._line(tr("Subject"), 150)
        self.channel = self._line(tr("By which way"), 110)
        self.duration = self._line(tr("How long"), 84)
        self.directions = ChoiceChips(theme, tr("Who began it"), _direction_choices(InteractionKind.CALL))
        self.when = DayField(theme, self._understand_when, tr("When: now"))
        self.when.edit.setAccessibleName(tr("When it happened; empty means now"))
        self.when.setMinimumWidth(theme.scaled(150))
        self.due = DayField(theme, self._understand_due, tr("By when: fri, in 3 days"))
        self.due.edit.setAccessibleName(tr("By when it was promised; empty for no day"))
        self.due.setMinimumWidth(theme.scaled(190))
        flow = FlowLayout(self, spacing=theme.space(2))
        for widget in (
            self.subject, self._centred(self.directions), self.due, self.when, self.duration, self.channel,
        ):  # fmt: skip
            flow.addWidget(widget)
        for line in (self.subject, self.duration, self.channel):
            line.textChanged.connect(lambda _text: self.changed.emit())
        for field in (self.when, self.due):
            field.changed.connect(self.changed)
        self.directions.chosen.connect(lambda _key: self.changed.emit())

    def lines(self) -> tuple[QLineEdit, ...]:
        """Everything to type into."""
        return (self.subject, self.duration, self.channel, self.when.edit, self.due.edit)

    def show_kind(self, kind: InteractionKind) -> None:
        """Show what a kind has and hide the rest."""
        self.duration.setVisible(kind in TIMED)
        self._directions_place.setVisible(kind in DIRECTED)
        self.subject.setVisible(kind in WITH_SUBJECT)
        self.channel.setVisible(kind in WITH_CHANNEL)
        self.due.setVisible(kind is InteractionKind.PROMISE)
        if kind in DIRECTED:
            for key, words, _tone in _direction_choices(kind):
                chip = self.directions.chip(key)
                chip.setText(words)
                chip.setAccessibleName(words)
                chip.updateGeometry()
        self.updateGeometry()

    def due_day(self) -> date | None:
        """By when it is owed; None without a day."""
        found: date | None = self.due.value()
        return found

    def _line(self, name: str, width: int) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setFixedWidth(self._theme.scaled(width))
        return line

    def _centred(self, chips: ChoiceChips) -> QWidget:
        """Pills are lower than fields; beside them they stand in the middle."""
        self._directions_place = QWidget()
        self._directions_place.setMinimumHeight(self.when.sizeHint().height())
        row = QHBoxLayout(self._directions_place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(chips, 0, Qt.AlignmentFlag.AlignVCenter)
        return self._directions_place

    def _understand_when(self, text: str) -> Understood | Message | None:
        return past_moment(self._reminders.understand_moment(text, past_allowed=True), self._now())

    def _understand_due(self, text: str) -> Understood | Message | None:
        return understood_day(self._reminders, text, self._now().date())


def understood_day(reminders: ReminderService, text: str, today: date) -> Understood | Message | None:
    """A day to come, by the grammar of reminders, as value and pill; or why it will not do."""
    meaning = reminders.understand_day(text)
    if meaning.problem is not None or meaning.day is None:
        return meaning.problem
    return Understood(meaning.day, ((short_day(meaning.day, today, weekday=True), Tone.PLANNED),))


def _direction_choices(kind: InteractionKind) -> list[tuple[str, str, Tone]]:
    outgoing, incoming = direction_words(kind)
    return [(Direction.OUTGOING.value, outgoing, Tone.ACCENT), (Direction.INCOMING.value, incoming, Tone.PLANNED)]
