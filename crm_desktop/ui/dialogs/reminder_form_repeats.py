"""The fields for the repetition of a reminder: how often, counted from what, until when, without which days; and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import islice

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry import LONGEST_TEXT
from crm_desktop.domain.recurrence import Frequency, Recurrence
from crm_desktop.domain.reminders import ReminderDraft, RepeatFrom
from crm_desktop.domain.series_edits import RepeatingDays, late_day, when_done_in_time, with_last_day
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.left_out_days import LeftOutDays
from crm_desktop.ui.dialogs.repeat_end import RepeatEnd
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import ChoiceChips, DayField, Label, Understood

_LAST_DAY, _LEFT_OUT = "last", "out"
_NEXT_SHOWN = 3


class RepeatFields(QObject):
    """Holds the widgets; the owner lays out `rows`: a caption and a widget each, of which only those in use are visible.

    `follow` tells the first day as it stands in the form; while nobody touched the repetition, it moves with that day.
    `value()` is the draft's part: (RRULE, counted from, days left out), None while something is not clear.
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        reminders: ReminderService,
        today: Callable[[], date],
        planned: ReminderDraft,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reminders = reminders
        self._today = today
        self._planned = planned
        self._touched = self._putting = False
        self._first = planned.day
        self._known: dict[str, Recurrence] = {}
        self._left_out: tuple[date, ...] = planned.except_days
        self._foreign = ""
        self.field = DayField(theme, self._read, tr("once; or “every 2 weeks”, “every 1st monday”"))
        self.field.edit.setMaxLength(LONGEST_TEXT)
        self.field.edit.setAccessibleName(tr("How often it repeats; empty for once"))
        self.counted = ChoiceChips(
            theme,
            tr("What the repetition counts from"),
            [
                (RepeatFrom.DUE.value, tr("the due date"), Tone.ACCENT),
                (RepeatFrom.DONE.value, tr("when it is done"), Tone.ACCENT),
            ],
        )
        self.counted_note = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.short_months = ChoiceChips(
            theme,
            tr("Months without that day"),
            [(_LAST_DAY, tr("use their last day"), Tone.ACCENT), (_LEFT_OUT, tr("are left out"), Tone.ACCENT)],
        )
        self.end = RepeatEnd(theme, reminders, today)
        self.left_out = LeftOutDays(theme, today, self.end.day.edit)
        self.next_line = Label("", TextRole.SECONDARY, "text", wrap=True)
        self.problem = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.rows = self._make_rows(theme)
        self._connect()

    def _make_rows(self, theme: Theme) -> list[tuple[Label, QWidget]]:
        self.counted_box = QWidget()
        column = QVBoxLayout(self.counted_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.counted)
        column.addWidget(self.counted_note)
        named = (
            (tr("Repeats"), self.field),
            (tr("Counts from"), self.counted_box),
            ("", self.short_months),
            (tr("Ends"), self.end),
            ("", self.problem),
            (tr("Without"), self.left_out),
            (tr("Next"), self.next_line),
        )
        return [(Label(name, TextRole.SECONDARY, "secondary", wrap=True), widget) for name, widget in named]

    def _connect(self) -> None:
        self.field.changed.connect(self._typed)
        self.counted.chosen.connect(lambda _key: self._touch())
        self.short_months.chosen.connect(self._choose_short_months)
        self.end.changed.connect(self._touch)
        self.left_out.put_back.connect(self._put_back)

    def begin(self) -> None:
        """Show the repetition as it is; called once the widgets are laid out, because what is shown before is a window."""
        self._put(self._days_at_first())
        self.counted.choose(self._planned.repeat_from.value)
        self._show()

    # ---------------------------------------------------------------------------------------------------- the values

    def value(self) -> tuple[str, RepeatFrom, tuple[date, ...]] | None:
        """What the fields say; None while that is not clear."""
        if not self.field.text().strip():
            return "", RepeatFrom.DUE, ()
        if self._foreign and self.field.text().strip() == self._foreign:
            return self._planned.rule, self._planned.repeat_from, self._left_out
        days = self._days()
        if days is None or self._end_problem() is not None:
            return None
        return days.rule.rrule(), self._counted_from(), tuple(sorted(days.left_out))

    def touched(self) -> bool:
        """Whether the user changed the repetition itself, beyond what follows from another day."""
        return self._touched

    def first_problem(self) -> QWidget | None:
        """The field that keeps `value` from being clear; what is wrong is said there."""
        if self.value() is not None:
            return None
        wrong = self._end_problem() if self.field.value() is not None else None
        if wrong is None:
            return self.field.edit
        self.problem.setText(show(wrong[1]))
        self.problem.show()
        return wrong[0]

    def _end_problem(self) -> tuple[QWidget, Message] | None:
        last = self.end.end()[1]
        if last is not None and last < self._first:
            return self.end.day.edit, message("It would end before its first day.")
        return self.end.problem()

    def follow(self, first: date) -> None:
        """The first day is another now."""
        if first == self._first:
            return
        self._first = first
        before = self._days_at_first()
        if not self._touched and before is not None and self._counted_from() is RepeatFrom.DUE:
            self._put(before if first == before.start else before.moved(first))
        self._show()

    # ------------------------------------------------------------------------------------------------- understanding

    def _days_at_first(self) -> RepeatingDays | None:
        if not self._planned.rule:
            return None
        try:
            rule = Recurrence.parse(self._planned.rule)
        except ValueError:
            self._foreign = tr("repeats")
            return None
        return RepeatingDays(self._planned.day, rule, frozenset(self._planned.except_days))

    def _put(self, days: RepeatingDays | None) -> None:
        """Show a repetition that the form knows, its end apart from its words."""
        self._putting = True
        if days is None:
            self.field.set_text(self._foreign)
        else:
            base = replace(days.rule, count=None, until=None)
            words = show(base.describe())
            self._known[words] = base
            self._left_out = tuple(sorted(days.left_out))
            self.end.put(days.rule)
            # The same words may stand for another rule now, and are read anew only when they change.
            self.field.clear()
            self.field.set_text(words)
        self._putting = False

    def _read(self, text: str) -> Understood | Message | None:
        words = text.strip()
        if words == self._foreign and words:
            return Understood(None, ((words, Tone.SPECIAL),))
        if words in self._known:
            return Understood(self._known[words], ((words, Tone.SPECIAL),))
        found = self._reminders.understand(f"“x” {text}")
        if found.recurrence is None:
            return found.problem or message("Say how often: “every week”, “every 2nd monday”, “every 3 months”.")
        if found.repeat_from is RepeatFrom.DONE:
            self.counted.choose(RepeatFrom.DONE.value)
        return Understood(found.recurrence, ((show(found.recurrence.describe()), Tone.SPECIAL),))

    def _typed(self) -> None:
        if self._putting:
            return
        rule = self.field.value()
        if isinstance(rule, Recurrence) and (rule.count is not None or rule.until is not None):
            # The end was typed with it: it stands where ends stand.
            self.end.put(rule)
        self._touch()

    def _touch(self) -> None:
        if self._putting:
            return
        self._touched = True
        self.problem.setText("")
        self._show()
        self.changed.emit()

    def _counted_from(self) -> RepeatFrom:
        return RepeatFrom(self.counted.current())

    def _days(self) -> RepeatingDays | None:
        rule = self.field.value()
        if not isinstance(rule, Recurrence):
            return None
        count, until = self.end.end()
        ended = replace(rule, count=count, until=until)
        return RepeatingDays(self._first, ended, frozenset(self._left_out))

    def _choose_short_months(self, key: str) -> None:
        days = self._days()
        if days is not None:
            self._put(with_last_day(days, key == _LAST_DAY))
        self._touch()

    def _put_back(self, day: date) -> None:
        self._left_out = tuple(each for each in self._left_out if each != day)
        self._touch()

    # -------------------------------------------------------------------------------------------------------- showing

    def _show(self) -> None:
        days = self._days()
        late = late_day(days) if days is not None else None
        from_due = self._counted_from() is RepeatFrom.DUE
        self.left_out.show_days(self._left_out)
        visible = {
            self.field: True,
            self.short_months: late is not None,
            self.left_out: days is not None and bool(self._left_out),
            self.problem: days is not None and bool(self.problem.text()),
        }
        for caption, widget in self.rows:
            shown = visible.get(widget, days is not None)
            caption.setVisible(shown)
            widget.setVisible(shown)
        if late is not None and days is not None:
            self.rows[2][0].setText(_lacking(days.rule, late))
            self.short_months.choose(_LAST_DAY if days.rule.clip else _LEFT_OUT)
        self.counted_note.setText(
            tr("It comes on these days, done or not.")
            if from_due
            else tr("It comes again that long after you have done it, so never twice at once.")
        )
        if days is not None:
            self.next_line.setText(self._next_words(days, from_due))

    def _next_words(self, days: RepeatingDays, from_due: bool) -> str:
        today = self._today()
        found = list(islice(days if from_due else when_done_in_time(days), _NEXT_SHOWN + 1))
        if not found:
            return tr("It never comes: there is no such day.")
        words = " · ".join(texts.short_day(day, today, weekday=True) for day in found[:_NEXT_SHOWN])
        if len(found) > _NEXT_SHOWN:
            words = tr("{days} and so on", days=words)
        return words if from_due else tr("{days}, if it is done on its day", days=words)


def _lacking(rule: Recurrence, number: int) -> str:
    if rule.frequency is Frequency.YEARLY:
        return tr("Years without 29 February")
    return tr("Months without a 31st") if number == 31 else tr("Months without a {number}th", number=number)
