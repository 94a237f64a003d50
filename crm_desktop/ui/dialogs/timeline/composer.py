"""The card on top of the timeline: one types what happened, and it is on the timeline with Ctrl+Enter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionDraft, InteractionKind
from crm_desktop.domain.messages import Message
from crm_desktop.domain.timeline_entries import OwnerKind, TimelineOwner
from crm_desktop.ui.dialogs.interaction_fields import InteractionFields
from crm_desktop.ui.dialogs.typed_interaction import Typed
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Card, ElidedLabel, KeyHint, PrimaryButton

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService
    from crm_desktop.services.timeline import TimelineService


class Composer(Card):
    """Small until it is used. What was typed for a person is kept in `drafts` until it is saved, also when the program ends.

    `left` is Esc. A failed save leaves the text where it was, with the sentence below it, or tells `fail` when another
    person is shown by then.
    """

    left = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        timeline: TimelineService,
        reminders: ReminderService,
        now: Callable[[], datetime],
        drafts: DraftStore,
        fail: Callable[[Message], None],
    ) -> None:
        super().__init__(theme, padding=3)
        self._jobs = jobs
        self._timeline = timeline
        self._fail = fail
        self._owner: TimelineOwner | None = None
        self._drafts = drafts
        self._saving: set[TimelineOwner] = set()
        self.setAccessibleName(tr("Write on the timeline"))
        # Its height depends on its width (pills break into lines), which a fixed maximum would cut off.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.fields = InteractionFields(theme, reminders, now, bare=True, parent=self)
        self.save_button = PrimaryButton(theme, tr("Save"), tr("Ctrl Enter"))
        self._hint = KeyHint(theme, "L")
        self._build(theme)
        self.fields.text.let_shrink()
        self.fields.changed.connect(self._changed)
        self.fields.submitted.connect(self.save)
        self.fields.left.connect(self._leave)
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self._open(False)

    def _build(self, theme: Theme) -> None:
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(theme.space(1.5))
        self._top.addWidget(self.fields.kinds, 0, Qt.AlignmentFlag.AlignVCenter)
        self._top.addWidget(self.fields.text, 1)
        self._top.addWidget(self._hint)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(theme.space(2.5))
        foot.addWidget(ElidedLabel(tr("Esc keeps a draft"), TextRole.SECONDARY, "secondary"), 1)
        foot.addWidget(self.save_button)
        # The mood is asked for in the log form only; here it has no place, but goes with the card.
        self.fields.moods.setParent(self)
        self.fields.moods.hide()
        self.body.setSpacing(theme.space(2))
        self.body.addLayout(self._top)
        for widget in (self.fields.details, self.fields.error, self._foot):
            self.body.addWidget(widget)

    def show_for(self, owner: TimelineOwner | None) -> None:
        """Write about somebody else; what was typed about the former one is put away."""
        if owner == self._owner:
            return
        self._drafts.flush()
        self._owner = owner
        self.fields.set_typed(self._kept(owner) if owner is not None else Typed())
        self._show_saving()
        self._open(self._in_use())

    def start(self, kind: InteractionKind | None = None) -> None:
        """Begin to write, as a note or another kind."""
        if kind is not None:
            self.fields.set_kind(kind)
        self._open(True)
        self.fields.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self) -> None:
        """Put it on the timeline, or say what is missing."""
        owner = self._owner
        if owner is None or owner in self._saving:
            return
        draft = self.fields.draft()
        if draft is None:
            return
        typed = self.fields.typed()
        self._saving.add(owner)
        self._show_saving()
        self._jobs.write(
            lambda: self._log(owner, draft),
            lambda _result: self._saved(owner, typed),
            lambda error: self._refused(owner, error),
            owner=self,
        )

    def _leave(self) -> None:
        """Esc: words are kept as a draft, a mere choice of kind is not."""
        if self.fields.typed().is_empty():
            self.fields.set_kind(InteractionKind.NOTE)
        self.left.emit()

    def _log(self, owner: TimelineOwner, draft: InteractionDraft) -> int:
        """In the writer thread."""
        if owner.kind is OwnerKind.COMPANY:
            return self._timeline.log_for_company(owner.id, draft)
        if owner.kind is OwnerKind.DEAL:
            return self._timeline.log_for_deal(owner.id, draft)
        return self._timeline.log(owner.id, draft)

    def _saved(self, owner: TimelineOwner, typed: Typed) -> None:
        self._saving.discard(owner)
        # Only what was saved goes; words typed since then stay.
        if self._kept(owner) == typed:
            self._drafts.forget(_place(owner))
        if owner == self._owner:
            if self.fields.typed() == typed:
                self.fields.set_typed(Typed())
            self._open(self._in_use())
        self._show_saving()

    def _refused(self, owner: TimelineOwner, error: UserError) -> None:
        self._saving.discard(owner)
        self._show_saving()
        if owner == self._owner:
            self._open(True)
            self.fields.show_error(error.sentence)
        else:
            self._fail(error.sentence)

    def _show_saving(self) -> None:
        self.save_button.setEnabled(self._owner not in self._saving)

    def _changed(self) -> None:
        if self._owner is None:
            return
        typed = self.fields.typed()
        nothing = typed.is_empty() and typed.kind is InteractionKind.NOTE
        self._drafts.put(_place(self._owner), None if nothing else typed.as_fields())
        self._open(self._in_use())

    def _in_use(self) -> bool:
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        return inside or not self.fields.typed().is_empty() or self.fields.kind() is not InteractionKind.NOTE

    def _kept(self, owner: TimelineOwner) -> Typed:
        return Typed.from_fields(self._drafts.get(_place(owner)))

    def _focus_moved(self, before: QWidget | None, _now: QWidget | None) -> None:
        if before is not None and self.isAncestorOf(before):
            self._drafts.flush()
        self._open(self._in_use())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pills and text stand in one line only where both fit."""
        super().resizeEvent(event)
        self._open(not self._foot.isHidden())

    def _cramped(self) -> bool:
        fields = self.fields
        words = fields.text.fontMetrics().horizontalAdvance(fields.text.placeholderText())
        spaces = 3 * self._top.spacing() + self._hint.sizeHint().width()
        margins = self.body.contentsMargins()
        return fields.kinds.sizeHint().width() + words + spaces + margins.left() + margins.right() > self.width()

    def _open(self, opened: bool) -> None:
        self.fields.kinds.offer_more(opened)
        below = opened or self._cramped()
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._top.direction() != direction or self._foot.isHidden() == opened:
            self._top.setDirection(direction)
            # Aligned pills would keep the height of one line, also where they need two.
            middle = Qt.AlignmentFlag(0) if below else Qt.AlignmentFlag.AlignVCenter
            self._top.setAlignment(self.fields.kinds, middle)
            self.fields.text.set_least(2 if opened else 1)
            self.fields.details.setVisible(opened)
            self._foot.setVisible(opened)
            self._hint.setVisible(not below)


def _place(owner: TimelineOwner) -> str:
    return f"composer/{owner.id}" if owner.kind is OwnerKind.CONTACT else f"composer/{owner.kind}/{owner.id}"
