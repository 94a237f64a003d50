"""The trash: what was deleted, the newest first, and bringing one or several of it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.trash import Restored, TrashKind, TrashRow
from crm_desktop.ui.dialogs.list_holder import ListHolder
from crm_desktop.ui.dialogs.patience import Patience
from crm_desktop.ui.dialogs.trash_words import KIND_GROUPS, group_words, parts_of, restored_words, since_words
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import RowParts, TwoLineDelegate
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, ChoiceChips, Divider, EmptyState, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.trash import TrashService

_PAGE = 100
_LIST_HEIGHT = 400
_NEAR_THE_END = 400
_READ_KEY = "trash.rows"


class TrashForm(OverlayCard):
    """A card with a list that reads on as one scrolls; Enter brings back what is chosen, Esc leaves."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        trash: TrashService,
        now: Callable[[], datetime],
        say: Callable[[str, bool], None],
    ) -> None:
        super().__init__(theme, tr("Trash"), width=640, top=60)
        self._jobs = jobs
        self._trash = trash
        self._now = now
        self._say = say
        self._rows: dict[int, TrashRow] = {}
        self._more = False
        self._reading = False
        self.model: PagedListModel[TrashRow] = PagedListModel(
            [], lambda ids: [self._rows.get(place) for place in ids], self._spoken, self
        )
        delegate = TwoLineDelegate(theme, self._parts)
        self.list = PagedListView(theme, self.model, delegate, tr("Deleted things"), parent=self, takes_many=True)
        self.kinds = ChoiceChips(
            theme, tr("Show only"), [(key, group_words(key), Tone.ACCENT) for key, _kinds in KIND_GROUPS]
        )
        self._since = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.status = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self._patience = Patience(self.status)
        self.restore_button = PrimaryButton(theme, tr("Bring back"), tr("Enter"))
        self.close_button = Button(theme, tr("Close"), tr("Esc"))
        self._lay_out(theme)
        self._connect()
        self._read_anew()

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(20)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.scaled(16), side, theme.space(3))
        head.setSpacing(theme.space(1.5))
        for widget in (Label(tr("Trash"), TextRole.TITLE, weight="bold"), self._since, self.kinds):
            head.addWidget(widget)
        self.body.addLayout(head)
        self.body.addWidget(Divider(theme))
        holder = ListHolder(theme, _LIST_HEIGHT)
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.list)
        self._pages.addWidget(
            EmptyState(
                theme,
                tr("Nothing deleted"),
                tr(
                    "People, companies, deals, reminders, entries, tags and lists that you delete stand here, and come back "
                    "with everything that was about them, whenever you want."
                ),
            )
        )
        self.body.addWidget(holder, 1)
        self.body.addWidget(Divider(theme))
        self.body.addLayout(self._foot(theme, side))

    def _foot(self, theme: Theme, side: int) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(3), side, theme.space(3))
        foot.setSpacing(theme.space(2.5))
        foot.addWidget(self.status, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.restore_button)
        return foot

    def _connect(self) -> None:
        self.kinds.chosen.connect(lambda _key: self._read_anew())
        self.list.opened.connect(lambda _place: self.restore())
        self.list.many.changed.connect(lambda _count: self._show_buttons())
        self.list.verticalScrollBar().valueChanged.connect(lambda _value: self._read_on_if_near())
        self.restore_button.clicked.connect(lambda _checked=False: self.restore())
        self.close_button.clicked.connect(lambda _checked=False: self.close_card())

    def first_focus(self) -> QWidget:
        """The list, or without anything in it the way out."""
        return self.list if self._rows else self.close_button

    def shown(self) -> list[TrashRow]:
        """The rows read so far."""
        return list(self._rows.values())

    # -------------------------------------------------------------------------------------------- reading

    def _chosen_kinds(self) -> frozenset[TrashKind]:
        return dict(KIND_GROUPS)[self.kinds.current()]

    def _read_anew(self) -> None:
        kinds, position = self._chosen_kinds(), self.list.currentIndex().row()

        def read() -> tuple[list[TrashRow], datetime | None]:
            return self._trash.rows(None, _PAGE, kinds), self._trash.since()

        def done(found: tuple[list[TrashRow], datetime | None]) -> None:
            rows, since = found
            self._rows = {row.place: row for row in rows}
            self._more = len(rows) == _PAGE
            self._reading = False
            self._since.setText(since_words(since, self._now()))
            self._show_rows(position)

        self._jobs.read(read, done, key=_READ_KEY, owner=self)

    def _show_rows(self, position: int) -> None:
        had_focus = self.list.hasFocus()
        self.list.show_ids(list(self._rows))
        self._pages.setCurrentIndex(0 if self._rows else 1)
        if self._rows:
            row = min(max(position, 0), len(self._rows) - 1)
            self.list.select_id(list(self._rows)[row])
            if self.close_button.hasFocus():
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_focus:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_buttons()

    def _read_on_if_near(self) -> None:
        bar = self.list.verticalScrollBar()
        if self._more and not self._reading and bar.value() > bar.maximum() - self._theme.scaled(_NEAR_THE_END):
            self._read_on()

    def _read_on(self) -> None:
        self._reading = True
        last, kinds = next(reversed(self._rows.values())), self._chosen_kinds()

        def done(rows: Sequence[TrashRow]) -> None:
            self._reading = False
            self._more = len(rows) == _PAGE
            chosen = self.list.many.ranges()
            self._rows.update((row.place, row) for row in rows)
            self.list.show_ids(list(self._rows))
            self.list.many.restore(chosen)

        self._jobs.read(lambda: self._trash.rows(last, _PAGE, kinds), done, key=_READ_KEY, owner=self)

    def _parts(self, row: TrashRow) -> RowParts:
        return parts_of(row, self._now())

    def _spoken(self, row: TrashRow) -> str:
        parts = self._parts(row)
        return ", ".join(part for part in (parts.title, parts.subtitle, parts.right_text) if part)

    def _show_buttons(self) -> None:
        count = len(self.list.many.ids())
        self.restore_button.setEnabled(count > 0)
        self.restore_button.setText(
            tr("Bring back") if count < 2 else plural("Bring back", "Bring back {count}", count)
        )

    # ------------------------------------------------------------------------------------------ bringing back

    def restore(self) -> None:
        """Bring back what is chosen, as one step that can be undone."""
        rows = [self._rows[place] for place in self.list.many.ids() if place in self._rows]
        if not rows or not self.restore_button.isEnabled():
            return
        self.restore_button.setEnabled(False)
        self._patience.begin()

        def done(restored: Restored) -> None:
            self._patience.end()
            words = restored_words(rows, restored)
            self.status.set_colour("secondary")
            self.status.setText(words)
            self._say(words, True)
            self._read_anew()

        self._jobs.write(lambda: self._trash.restore([row.thing for row in rows]), done, self._refused, owner=self)

    def _refused(self, error: UserError) -> None:
        self._patience.end()
        self.status.set_colour("late")
        self.status.setText(show(error.sentence))
        self._show_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter brings back, wherever the focus is in the card."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.restore()
        else:
            super().keyPressEvent(event)
