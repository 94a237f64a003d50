"""Asks why a deal was lost, and whether to try again some day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.pipelines import LostReason
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.dialogs.form_body import FormBody
from crm_desktop.ui.dialogs.form_draft import FormDraft
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.dialogs.later_day import LaterDay
from crm_desktop.ui.dialogs.reasons_editor import ReasonsEditor
from crm_desktop.ui.drafts import DraftStore, Fields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, ChoiceChips, ElidedLabel, Label, LinkButton, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.lost_reasons import LostReasonService
    from crm_desktop.services.reminders import ReminderService

Lose = Callable[[str, date | None], object]
_KEYED = 9
_WIDTH, _SIDE = 500, 22


@dataclass(frozen=True, slots=True)
class Losing:
    """What is lost: `about` is the line that names it, `place` where half-typed words are kept, `lose` writes it."""

    about: str
    place: str
    lose: Lose
    words: DealWords

    @classmethod
    def of(cls, deal: DealCard, lose: Lose, words: DealWords) -> Losing:
        """One deal."""
        about = " · ".join(part for part in (one_line(deal.title), one_line(deal.contact)) if part)
        return cls(about, f"lost/{deal.id}", lose, words)


class _Body(FormBody):
    """Pills need more lines than their hint says; the width of the card is known, so their height is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, margins=(_SIDE, 4, _SIDE, 8), spacing=10)
        self._width = theme.scaled(_WIDTH) - 2

    def sizeHint(self) -> QSize:
        """As high as everything is at that width."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.body.totalHeightForWidth(self._width) + 2))


class LostForm(OverlayCard):
    """A card; Enter or Ctrl+Enter saves. `saved` is emitted once it is written.

    A reason of the user's own list is chosen (by its number as well) or written; a day to try again becomes a reminder about
    the deal. The list can be changed where it is. Esc keeps what was typed, Cancel throws it away (see `FormDraft`).
    """

    saved = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reasons: LostReasonService,
        reminders: ReminderService,
        now: Callable[[], datetime],
        drafts: DraftStore,
        losing: Losing,
    ) -> None:
        title = tr("Why was it {lost}?", lost=losing.words.lost)
        super().__init__(theme, title, width=_WIDTH)
        self._jobs = jobs
        self._service = reasons
        self._losing = losing
        self._busy = False
        self._names: list[str] = []
        self.reasons = ChoiceChips(theme, tr("Reason"), [("", "", Tone.LATE)], optional=True)
        self.editor = ReasonsEditor(theme, jobs, reasons)
        self.editor.changed.connect(self._read_reasons)
        self.editor.hide()
        self.edit_button = LinkButton(theme, tr("Edit the list"))
        self.edit_button.clicked.connect(lambda _checked=False: self.edit_reasons())
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("The budget went into the shop"))
        self.again = LaterDay(theme, reminders, now, tr("Try again on (if at all)"), tr("in 6 months"))
        self.words.returnPressed.connect(self.save)
        self.again.submitted.connect(self.save)
        self.draft = FormDraft(theme, self, drafts, losing.place, self._typed, self._put_in)
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._lay_out(theme, title)
        # The list is short and one statement: with it there at once, the first key chooses.
        self._take_reasons(reasons.reasons())
        self.draft.restore()
        self.words.textEdited.connect(lambda _text: self._error.hide())
        self.words.textChanged.connect(self.draft.changed)
        self.again.changed.connect(self.draft.changed)

    def _lay_out(self, theme: Theme, title: str) -> None:
        side = theme.scaled(_SIDE)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.scaled(18), side, theme.space(1))
        head.setSpacing(theme.space(2))
        head.addWidget(Label(title, TextRole.TITLE, weight="bold"))
        head.addWidget(ElidedLabel(self._losing.about, TextRole.SECONDARY, "secondary"))
        head.addWidget(self.draft.line)
        self._error.hide()
        scroll = _Body(theme)
        self._chips = QVBoxLayout()
        self._chips.addWidget(self.reasons)
        scroll.body.addLayout(self._chips)
        line = QHBoxLayout()
        line.addWidget(self.edit_button)
        line.addStretch()
        scroll.body.addLayout(line)
        scroll.body.addWidget(self.editor)
        scroll.body.addWidget(Labelled(theme, tr("In your words"), self.words))
        scroll.body.addWidget(Labelled(theme, tr("Try again on (if at all)"), self.again))
        scroll.body.addWidget(self._error)
        scroll.body.addStretch()
        self.cancel_button = Button(theme, tr("Cancel"))
        self.cancel_button.clicked.connect(lambda _checked=False: self.draft.cancel())
        self.save_button = PrimaryButton(theme, self._losing.words.lost_ending(), tr("Ctrl Enter"))
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        row = QHBoxLayout()
        row.setContentsMargins(side, theme.space(2), side, theme.scaled(16))
        row.setSpacing(theme.space(2))
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        self.body.addLayout(head)
        self.body.addWidget(scroll, 1)
        self.body.addLayout(row)

    def first_focus(self) -> QWidget:
        """The first reason; Right goes on to the others."""
        return self.reasons.chip(self._names[0])

    # -------------------------------------------------------------------------------------------------- reasons

    def edit_reasons(self) -> None:
        """Change the list where it is, or be done with that."""
        opens = self.editor.isHidden()
        self.editor.setVisible(opens)
        self.edit_button.setText(tr("The list is right") if opens else tr("Edit the list"))
        self.edit_button.updateGeometry()
        if opens:
            self.editor.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_reasons(self) -> None:
        self._jobs.read(self._service.reasons, self._take_reasons, key="lost.reasons", owner=self)

    def _take_reasons(self, found: Sequence[LostReason]) -> None:
        """Show the list; a reason that was chosen stays so, as long as it is on it."""
        names = [tr(reason.name) if reason.id == 0 else reason.name for reason in found]
        self.editor.show_reasons(found)
        if names == self._names:
            return
        chosen, before = self.reasons.current(), self.reasons
        self._names = names
        choices = [(name, one_line(name, 60), Tone.LATE) for name in names]
        self.reasons = ChoiceChips(self._theme, tr("Reason"), choices, optional=True)
        self.reasons.choose(chosen if chosen in names else "")
        self.reasons.chosen.connect(lambda _key: self._error.hide())
        self.reasons.chosen.connect(lambda _key: self.draft.changed())
        self._chips.replaceWidget(before, self.reasons)
        before.hide()
        before.deleteLater()

    def _typed(self) -> Fields:
        return {"reason": self.reasons.current(), "words": self.words.text(), "again": self.again.text()}

    def _put_in(self, kept: Fields) -> None:
        reason = str(kept.get("reason", ""))
        self.reasons.choose(reason if reason in self._names else "")
        self.words.setText(str(kept.get("words", "")))
        self.again.set_text(str(kept.get("again", "")))

    def reason(self) -> str:
        """The reason as it is stored: the one chosen, the words, or both."""
        return ": ".join(part for part in (self.reasons.current(), self.words.text().strip()) if part)

    # --------------------------------------------------------------------------------------------------- saving

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
        if self.again.is_open():
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        reason, again_on = self.reason(), self.again.value()
        self._busy = True
        self.save_button.setEnabled(False)
        self._jobs.write(lambda: self._losing.lose(reason, again_on), self._saved, self._refused, owner=self)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from anywhere, Enter from the reasons too; a number chooses the reason at that place."""
        on_reasons = any(self.reasons.chip(name).hasFocus() for name in self._names)
        number = event.key() - Qt.Key.Key_0
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if on_reasons or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
            event.accept()
        elif on_reasons and 1 <= number <= min(_KEYED, len(self._names)) and not event.modifiers():
            self.reasons.choose(self._names[number - 1])
            self.reasons.chip(self._names[number - 1]).setFocus(Qt.FocusReason.OtherFocusReason)
            self.reasons.chosen.emit(self._names[number - 1])
        else:
            super().keyPressEvent(event)
