"""The next step of a deal: what and when, with what can be done about it; where there is none, the line to plan one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.ui.dialogs.next_step import NextStepField
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import due_text, one_line, short_day, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import Avatar, Button, Card, Chip, ListRow, PrimaryButton, RoundCheck
from crm_desktop.ui.widgets.painting import rounded_box

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService

_WITHOUT_CHIP, _BUTTONS_BELOW = 640, 500


class _Tinted(QWidget):
    """A card in the tint of what is to be done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the surface."""
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        rounded_box(QPainter(self), self.rect(), radius, self._theme.colour("accent_tint"), self._theme.colour("line"))


class StepCard(_Tinted):
    """The earliest step. `done`, `log`, `snooze` and `edit` say that it was pressed; the owner knows the step."""

    done = Signal()
    log = Signal()
    snooze = Signal()
    edit = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.check = RoundCheck(theme, tr("Done"))
        self.avatar = Avatar(theme, "")
        self.words = ListRow(theme, "")
        self.words.layout().setContentsMargins(theme.space(1), theme.space(1), theme.space(1), theme.space(1))  # type: ignore[union-attr]
        self.chip = Chip(theme, "", Tone.NEUTRAL)
        self.log_button = Button(theme, tr("Log & next…"))
        self.snooze_button = Button(theme, tr("Snooze"))
        self.done_button = Button(theme, tr("Done"))
        for button, signal in (
            (self.check, self.done),
            (self.log_button, self.log),
            (self.snooze_button, self.snooze),
            (self.done_button, self.done),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self.words.activated.connect(self.edit)
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(theme.scaled(11))
        for button in (self.log_button, self.snooze_button, self.done_button):
            buttons.addWidget(button)
        words = QHBoxLayout()
        words.setSpacing(theme.space(2))
        words.addWidget(self.check)
        words.addWidget(self.avatar)
        words.addWidget(self.words, 1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(theme.scaled(14), theme.space(0.5), theme.scaled(14), theme.space(0.5))
        self._box.setSpacing(theme.scaled(11))
        self._box.addLayout(words, 1)
        self._box.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignVCenter)
        self._box.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_step(self, row: ReminderRow, now: datetime) -> None:
        """Show a step as it stands at `now`, the user's wall clock (aware)."""
        today = now.date()
        late = row.day < today or (row.day == today and row.at is not None and row.fires_at <= now)
        due = due_text(row.day, row.at, today)
        day = short_day(row.day, today, weekday=True)
        title = one_line(show(row.title))
        below = tr("was due {day}", day=day) if row.day < today else tr("due {day}", day=day)
        self.words.set_texts(title, f"{below} · {one_line(row.contact, 40)}" if row.contact else below)
        self.words.setAccessibleName(tr("Next step: {text}, {due}", text=title, due=due))
        self.check.setAccessibleName(tr("Done: {text}", text=title))
        self.avatar.set_name(row.contact or row.deal)
        self.chip.set_text(due)
        self.chip.set_tone(Tone.LATE if late else Tone.TODAY if row.day == today else Tone.PLANNED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space on the words is Done, as in every list of reminders."""
        if event.key() == Qt.Key.Key_Space and self.words.hasFocus():
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stand below the words where both do not fit."""
        super().resizeEvent(event)
        below = self.width() < self._theme.scaled(_BUTTONS_BELOW)
        # The second line says the day, too, and the head of the page whether it is late.
        self.chip.setVisible(self.width() >= self._theme.scaled(_WITHOUT_CHIP))
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != direction:
            self._box.setDirection(direction)
            side = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignVCenter
            self._box.setAlignment(self._buttons, side)


class PlanStep(Card):
    """The line in which the next step of a deal is typed; `planned` comes once it is stored. The words outlive a crash."""

    planned = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        now: Callable[[], datetime],
        drafts: DraftStore,
    ) -> None:
        super().__init__(theme, padding=3)
        self._jobs = jobs
        self._reminders = reminders
        self._drafts = drafts
        self._about: tuple[int, int | None] | None = None
        self._busy = False
        self.step = NextStepField(
            theme, reminders, now, tr("What comes next? send the proposal thu 9:00"), jobs=jobs, nothing=False
        )
        self.step.field.edit.setAccessibleName(tr("Next step: what, and when"))
        self.save_button = PrimaryButton(theme, tr("Plan"), tr("Enter"))
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addWidget(self.step, 1)
        row.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.step.submitted.connect(self.save)
        self.step.changed.connect(self._changed)

    def show_deal(self, deal_id: int, contact_id: int | None) -> None:
        """Plan for this deal from now on; what was typed for the former one is kept."""
        if self._about is not None and self._about[0] == deal_id:
            self._about = (deal_id, contact_id)
            return
        self._about = None
        kept = self._drafts.get(_place(deal_id)).get("text", "")
        self.step.set_text(kept if isinstance(kept, str) else "")
        self._about = (deal_id, contact_id)

    def is_typed(self) -> bool:
        """Whether something stands in the line."""
        return bool(self.step.text().strip())

    def save(self) -> None:
        """Store what was understood, or say what is missing."""
        understood, about = self.step.value(), self._about
        if about is None or self._busy:
            return
        if understood is None:
            self.step.field.show_error(message("Say what to do, for example: send the new dates thu 9:00."))
            return
        if not self.step.ready():
            return
        deal_id, contact_id = about
        self._busy = True
        self._jobs.write(
            lambda: self._reminders.add_understood(understood, contact_id=contact_id, deal_id=deal_id),
            lambda _result: self._saved(deal_id),
            self._refused,
            owner=self,
        )

    def _saved(self, deal_id: int) -> None:
        self._busy = False
        self._drafts.forget(_place(deal_id))
        if self._about is not None and self._about[0] == deal_id:
            self.step.set_text("")
        self.planned.emit()

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.step.field.show_error(error.sentence)

    def _changed(self) -> None:
        if self._about is not None:
            self._drafts.put(_place(self._about[0]), {"text": self.step.text()} if self.is_typed() else None)


class LaterSteps(Card):
    """What is planned after the next step; `opened` carries the row that was pressed."""

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._shown: tuple[object, ...] = ()
        self.hide()

    def show_steps(self, rows: Sequence[ReminderRow], now: datetime) -> None:
        """Show them, or nothing."""
        shown = (tuple(rows), now.date())
        if shown != self._shown:
            self._shown = shown
            self.clear()
            for row in rows:
                self.add_row(self._line(row, now))
        self.setVisible(bool(rows))

    def _line(self, row: ReminderRow, now: datetime) -> ListRow:
        line = ListRow(self._theme, one_line(show(row.title)))
        line.trailing.addWidget(Chip(self._theme, due_text(row.day, row.at, now.date()), Tone.PLANNED))
        line.activated.connect(lambda: self.opened.emit(row))
        return line


class NextSteps(QWidget):
    """Puts the card of the next step, the later ones and the line to plan one together."""

    def __init__(self, theme: Theme, plan: PlanStep) -> None:
        super().__init__()
        self.rows: tuple[ReminderRow, ...] = ()
        self.card, self.later, self.plan = StepCard(theme), LaterSteps(theme), plan
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        for widget in (self.card, self.later, self.plan):
            column.addWidget(widget)

    def show_rows(self, rows: Sequence[ReminderRow], now: datetime, *, is_open: bool) -> None:
        """Show the open steps, the earliest first; an open deal without any has the line to plan one."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.card.isAncestorOf(focused)
        self.rows = tuple(rows)
        if rows:
            self.card.show_step(rows[0], now)
        self.card.setVisible(bool(rows))
        self.later.show_steps(rows[1:], now)
        self.plan.setVisible(is_open and (not rows or self.plan.is_typed()))
        self.setVisible(bool(rows) or is_open)
        if had_focus and not rows and is_open:
            # A step was finished: the next one can be typed at once.
            self.plan.step.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_planning(self) -> None:
        """Open the line, also beside a step that is planned."""
        self.plan.show()
        self.plan.step.setFocus(Qt.FocusReason.OtherFocusReason)


def _place(deal_id: int) -> str:
    return f"deal-step/{deal_id}"
