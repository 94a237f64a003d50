"""Binds a form to its draft: words come back when it is opened again, go when it is saved, and Cancel can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.ui.drafts import DraftStore, Fields
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Label, LinkButton
from crm_desktop.ui.widgets.overlay import OverlayCard


class FormDraft(QObject):
    """For a card whose fields are read by `typed` and filled by `put_in`.

    The card calls `restore` once its fields stand as they are before anything is typed, `changed` after every key,
    `saved` when everything is written, and `cancel` for its Cancel button. Esc and a press beside the card keep the
    draft; Cancel throws it away and offers to bring the card back. `line` says that a draft came back, and begins anew.
    """

    def __init__(
        self,
        theme: Theme,
        card: OverlayCard,
        store: DraftStore,
        place: str,
        typed: Callable[[], Fields],
        put_in: Callable[[Fields], object],
        *,
        nothing_typed: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(card)
        self._card = card
        self._store = store
        self._place = place
        self._typed = typed
        self._put_in = put_in
        self._nothing_typed = nothing_typed or (lambda: self._typed() == self._original)
        self._original: Fields = {}
        self._ready = False
        self.line = self._make_line(theme)
        card.closed.connect(store.flush)
        card.came_back.connect(self.changed)

    def _make_line(self, theme: Theme) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(Label(tr("What you had begun is here again."), TextRole.SECONDARY, "secondary"))
        self.anew_button = LinkButton(theme, tr("Begin anew"))
        self.anew_button.clicked.connect(lambda _checked=False: self.begin_anew())
        row.addWidget(self.anew_button)
        row.addStretch()
        line.hide()
        return line

    def restore(self) -> None:
        """Remember how the fields stand, and put back what was typed before."""
        self._original = self._typed()
        kept = self._store.get(self._place)
        if kept and kept != self._original:
            self._put_in(kept)
            self.line.setVisible(not self._nothing_typed())
        self._ready = True

    def changed(self) -> None:
        """Something was typed, or taken out again."""
        if self._ready:
            self._store.put(self._place, None if self._nothing_typed() else self._typed())

    def is_changed(self) -> bool:
        """Whether the fields hold something that would be a loss."""
        return not self._nothing_typed()

    def saved(self) -> None:
        """Everything is written."""
        self._ready = False
        self._store.forget(self._place)

    def begin_anew(self) -> None:
        """Forget what was typed before and empty the fields."""
        self._put_in(self._original)
        self._store.forget(self._place)
        self.line.hide()
        first = self._card.first_focus()
        if first is not None:
            first.setFocus()

    def cancel(self) -> None:
        """Close the card without keeping what was typed; the bar at the bottom offers to bring it back."""
        self._store.forget(self._place)
        if self._nothing_typed():
            self._card.close_card()
        else:
            self._card.throw_away()
