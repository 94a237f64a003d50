"""The current card of the board: one for all columns, kept wherever it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from crm_desktop.ui.views.pipeline.column import Column


class BoardChoice:
    """Which column the keys are for, and which card of it. `bring` brings a column into sight, `unfold` opens a folded one."""

    def __init__(self, bring: Callable[[Column], object], unfold: Callable[[Column], object]) -> None:
        self._bring = bring
        self._unfold = unfold
        self._columns: Sequence[Column] = ()
        self._showing = False
        self.active: Column | None = None
        self.deal: int | None = None
        self.row = 0
        self.followed: int | None = None
        """A deal on its way to another column, which unfolds for it."""

    def take_over(self, columns: Sequence[Column]) -> None:
        """These are the columns from now on."""
        self._columns = columns
        if self.active not in columns:
            self.active = None
            self.activate(columns[0])

    def watch(self, column: Column) -> None:
        """Follow what is chosen in a new column."""
        column.list.got_focus.connect(lambda by_mouse: self._got_focus(column, by_mouse))
        column.strip.got_focus.connect(lambda _by_mouse: self._got_focus(column, True))
        column.list.selectionModel().currentChanged.connect(lambda *_: self._note(column))

    def showing(self, showing: bool) -> None:
        """While other cards are shown, what Qt makes the current one meanwhile does not count."""
        self._showing = showing

    def column_of(self, deal_id: int | None) -> Column | None:
        """The column that shows a deal."""
        if deal_id is None:
            return None
        return next((column for column in self._columns if column.list.cards().row_of(deal_id) >= 0), None)

    def choose(self, deal_id: int, *, focus: bool = True) -> bool:
        """Make a deal the current one and bring it into sight; False when it is not on the board."""
        column = self.column_of(deal_id)
        if column is None:
            return False
        if column.folded:
            self._unfold(column)
        self.activate(column)
        column.list.choose_row(column.list.cards().row_of(deal_id))
        self.deal = deal_id
        if focus:
            column.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring(column)
        return True

    def activate(self, column: Column) -> None:
        """The keys are for this column: the others have no current card and are passed over by Tab."""
        self.active = column
        for other in self._columns:
            if other is not column:
                other.list.forget_choice()
            for widget in (other.list, other.strip):
                widget.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column.keys_widget().setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _got_focus(self, column: Column, by_mouse: bool) -> None:
        self.activate(column)
        self._bring(column)
        # A click says itself which card it means.
        if not by_mouse and not column.folded:
            column.list.choose_row(max(0, column.list.currentIndex().row()))
        self._note(column)

    def _note(self, column: Column) -> None:
        if self._showing or column is not self.active:
            return
        self.deal = None if column.folded else column.list.current_deal()
        if self.deal is not None:
            self.row = column.list.currentIndex().row()

    def again(self, had_focus: bool) -> None:
        """After other deals are shown: the same card, or the one that took its place."""
        column = self.column_of(self.deal)
        # What was dropped on a folded column leaves it folded; what went there by key is followed.
        if column is not None and (not column.folded or self.followed == self.deal) and self.deal is not None:
            self.choose(self.deal, focus=had_focus)
            return
        if self.active is None:
            return
        if self.deal is not None:
            self.active.list.choose_row(self.row)
            self.deal = None if self.active.folded else self.active.list.current_deal()
        if had_focus:
            self.active.keys_widget().setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_row(self, row: int) -> None:
        """Make a row of the column the current one; rows past the end mean the last one."""
        if self.active is not None and not self.active.folded:
            self.active.list.choose_row(max(0, row))

    def focus_column(self, step: int) -> None:
        """Go `step` columns on, to the card at the same height."""
        column = self.beside(step)
        if column is not None:
            row = self.row
            self.activate(column)
            if not column.folded:
                column.list.choose_row(row)
            column.keys_widget().setFocus(Qt.FocusReason.OtherFocusReason)
            # A shorter column in between does not change the row one walks along.
            self.row = row

    def beside(self, step: int) -> Column | None:
        """The column `step` further on; None past the edges."""
        if self.active is None:
            return None
        position = list(self._columns).index(self.active) + step
        return self._columns[position] if 0 <= position < len(self._columns) else None

    def refocus(self, column: Column, had_focus: bool) -> None:
        """The column was folded or unfolded: the keys stay with it."""
        if column is not self.active:
            return
        self.activate(column)
        if column.folded:
            self.deal = None
        elif column.list.cards().rowCount():
            column.list.choose_row(self.row)
            self.deal = column.list.current_deal()
        if had_focus:
            column.keys_widget().setFocus(Qt.FocusReason.OtherFocusReason)
