"""A sentence that becomes a reminder: what was understood is shown while one types, and Enter adds it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.quick_entry import LONGEST_TEXT, DayOrder, Person, Understood
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.date_choice import DateChoice, date_answers
from crm_desktop.ui.dialogs.overlap_line import OverlapLine
from crm_desktop.ui.dialogs.quiet_line import QuietLine
from crm_desktop.ui.dialogs.understood_words import PeopleChoice, asks_who, understood_chips
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Chip, FlowLayout, KeyHint, Label
from crm_desktop.ui.widgets.painting import rounded_box

_CHIPS_BELOW = 620
"""Below this width (pixels at a 13 px font) chips and sentence do not fit into one line."""


class QuickEntry(QWidget):
    """One line with a preview. Enter adds when the sentence was understood and means one person at most.

    A date that may mean two days is asked for; what else is due at that time is said and stops nobody.
    `added` carries the new reminder's id. The text stays until the file has it; a failure is shown under the line. With
    `contact_id` the reminder is about that person if the sentence names nobody.
    """

    added = Signal(int)
    left_downwards = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        today: Callable[[], date],
        *,
        contact_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._reminders = reminders
        self._today = today
        self._contact_id = contact_id
        self._understood: Understood | None = None
        self._person: Person | None = None
        self._busy = False
        self._chips: list[Chip] = []
        self._chips_below = False
        self.edit = QLineEdit()
        self._hint = KeyHint(theme, tr("Enter"))
        self._problem = Label("", TextRole.SECONDARY, "today", wrap=True)
        self._choice = PeopleChoice(theme)
        self._dates = DateChoice(theme, today)
        self._day_order: DayOrder | None = None
        self._overlap = OverlapLine(jobs, reminders, today)
        self.quiet = QuietLine(jobs, reminders.contacts.is_quiet)
        self._build(theme)
        self._connect()

    def _build(self, theme: Theme) -> None:
        self.edit.setProperty("bare", True)
        self.edit.setMaxLength(LONGEST_TEXT)
        self.edit.setPlaceholderText(tr("call Marta tue 3pm"))
        self.edit.setAccessibleName(tr("New reminder: what, who and when"))
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self._line = QHBoxLayout()
        self._line.setSpacing(theme.scaled(10))
        self._line.addWidget(self.edit, 1)
        self._beside, self._below = QWidget(), QWidget()
        beside = QHBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.scaled(10))
        FlowLayout(self._below, spacing=theme.scaled(8))
        self._line.addWidget(self._beside)
        self._below.hide()
        self._beside.hide()
        self._line.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.scaled(14), theme.space(2), theme.scaled(14), theme.space(2) + 1)
        column.setSpacing(theme.space(1.5))
        column.addLayout(self._line)
        column.addWidget(self._below)
        for widget in (self._dates, self._choice, self._problem, self._overlap, self.quiet):
            column.addWidget(widget)
        self._line.setContentsMargins(0, theme.space(0.5), 0, theme.space(0.5))
        self._hint.hide()
        self._problem.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.edit.textChanged.connect(self._read)
        self.edit.returnPressed.connect(self._add)
        self._choice.chosen.connect(self._choose)
        self._dates.chosen.connect(self._choose_day_order)
        self._dates.kept.connect(self._keep_day_order)
        self._theme.changed.connect(self.update)

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put a text in, as if it were typed."""
        self.edit.setText(text)

    def chip_texts(self) -> list[str]:
        """What is shown as understood."""
        return [chip.text for chip in self._chips]

    def problem_text(self) -> str:
        """The sentence under the line; empty when there is none."""
        return "" if self._problem.isHidden() else self._problem.text()

    def keep_drafts(self, store: DraftStore, place: str) -> None:
        """Keep the half-typed sentence at that place until it is added or taken away, and begin with what is there."""
        kept = store.get(place).get("text", "")
        self.set_text(kept if isinstance(kept, str) else "")
        self.edit.textChanged.connect(lambda text: store.put(place, {"text": text} if text.strip() else None))
        self.edit.editingFinished.connect(store.flush)
        self.added.connect(lambda _reminder_id: store.flush())

    # ------------------------------------------------------------------------------------------------ understanding

    def read_again(self) -> None:
        """People or the day changed: look at the same words again."""
        self._read(self.edit.text())

    def _read(self, text: str) -> None:
        self._understood = self._reminders.understand(text) if text.strip() else None
        answers = date_answers(text, self._understood, self._reminders.understand) if self._understood else ()
        answered = next((answer for answer in answers if answer.order is self._day_order), None)
        if answered is not None:
            self._understood = answered.understood
            self._dates.offer_to_keep(answered.order)
        else:
            self._day_order = None
            self._dates.offer(answers)
        people = self._understood.people if self._understood else ()
        if self._person not in people:
            self._person = None
        self._show()

    def _choose_day_order(self, order: DayOrder) -> None:
        self._day_order = order
        self.read_again()
        self.edit.setFocus()

    def _keep_day_order(self, order: DayOrder) -> None:
        reminders = self._reminders
        self._jobs.write(lambda: reminders.keep_day_order(order), lambda _done: self.read_again(), owner=self)
        self.edit.setFocus()

    def _choose(self, person: Person) -> None:
        self._person = person
        self._show()
        self.edit.setFocus()

    def _ambiguous(self) -> bool:
        return self._understood is not None and asks_who(self._understood) and self._person is None

    def _ready(self) -> bool:
        understood = self._understood
        if understood is None or not understood.text or self._ambiguous():
            return False
        # The question who is meant has been answered by choosing.
        return understood.problem is None or asks_who(understood)

    def _show(self) -> None:
        understood = self._understood
        asks_day = self._dates.asks()
        chips = understood_chips(understood, self._person, self._today(), asks_day=asks_day) if understood else []
        self._show_chips(chips)
        self._choice.offer(understood.people if understood is not None and self._ambiguous() else ())
        problem = understood.problem if understood is not None and not asks_who(understood) and not asks_day else None
        self._say(show(problem) if problem is not None else "", "today")
        self._hint.setVisible(self._ready())
        if understood is not None and self._ready():
            self._overlap.look(understood.day or self._today(), understood.time, understood.zone)
        else:
            self._overlap.look(None, None)
        self.quiet.look_at(understood, self._person, self._contact_id)
        self.edit.setAccessibleDescription(", ".join([*self.chip_texts(), self.problem_text()]))

    def _say(self, sentence: str, colour: str) -> None:
        self._problem.setText(sentence)
        self._problem.set_colour(colour)
        self._problem.setVisible(bool(sentence))

    def _show_chips(self, chips: list[tuple[str, Tone]]) -> None:
        if [(chip.text, chip.tone) for chip in self._chips] == [
            (texts.one_line(text, 60), tone) for text, tone in chips
        ]:
            return
        for old in self._chips:
            old.hide()
            old.deleteLater()
        self._chips = [Chip(self._theme, text, tone) for text, tone in chips]
        self._place_chips()

    # ------------------------------------------------------------------------------------------------------- adding

    def _add(self) -> None:
        understood, person = self._understood, self._person
        if understood is None or self._busy or not self._ready():
            return
        typed = self.edit.text()
        contact_id = None if person is not None else self._contact_id
        self._busy = True

        def stored(reminder_id: int) -> None:
            self._busy = False
            if self.edit.text() == typed:
                self.edit.clear()
            self.added.emit(reminder_id)

        def refused(error: UserError) -> None:
            self._busy = False
            self._say(show(error.sentence), "late")

        self._jobs.write(
            lambda: self._reminders.add_understood(understood, contact_id=contact_id, person=person),
            stored,
            refused,
            owner=self,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt and a number choose who is meant; Down goes on to the list; Esc empties the line."""
        if watched is self.edit and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            if isinstance(event, QKeyEvent) and self._key(event, act=event.type() == QEvent.Type.KeyPress):
                event.accept()
                return True
        elif watched is self.edit and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent, *, act: bool) -> bool:
        """Whether the key is meant for this line; done only when it is really pressed."""
        number = event.key() - Qt.Key.Key_0
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and 0 <= number <= 9:
            if not self._dates.isHidden() and (self._dates.asks() or number == 0):
                return not act or self._dates.press_number(number)
            if self._ambiguous():
                return not act or self._choice.press_number(number)
        if event.key() == Qt.Key.Key_Escape and self.edit.text():
            if act:
                self.edit.clear()
            return True
        if event.key() == Qt.Key.Key_Down and act:
            self.left_downwards.emit()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what was understood goes below the sentence."""
        super().resizeEvent(event)
        below = self.width() < self._theme.scaled(_CHIPS_BELOW)
        if below != self._chips_below:
            self._chips_below = below
            self._place_chips()

    def _place_chips(self) -> None:
        home = self._below if self._chips_below else self._beside
        layout = home.layout()
        assert layout is not None
        for chip in self._chips:
            layout.addWidget(chip)
            chip.show()
        self._below.setVisible(self._chips_below and bool(self._chips))
        self._beside.setVisible(not self._chips_below and bool(self._chips))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line as a card of its own."""
        painter = QPainter(self)
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        box = self.rect().adjusted(0, 0, 0, -1)
        border = self._theme.colour("accent" if self.edit.hasFocus() else "line")
        rounded_box(painter, box.translated(0, 1), radius, self._theme.colour("shadow"))
        rounded_box(painter, box, radius, self._theme.colour("surface"), border)
