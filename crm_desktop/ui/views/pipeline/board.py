"""The board: columns side by side, one current card for all of them, and carrying cards between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.domain.deal_pages import Board as BoardRow
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.pipeline.card_delegate import CardDelegate
from crm_desktop.ui.views.pipeline.carrier import Carrier
from crm_desktop.ui.views.pipeline.carrying import DropBars
from crm_desktop.ui.views.pipeline.column import Column

# A row past the end means the last one.
_FAR_DOWN = 1 << 30


class Board(QWidget):
    """Shows a board and says what the user wants of it; it changes nothing itself.

    `move_wanted(deal, stage, before)`: to another place, `before` is a deal's id or None for the end. `win_wanted`,
    `lose_wanted`, `open_wanted` name a deal; `new_wanted` a stage. `menu_wanted(deal, point)` has a point of the screen.
    """

    move_wanted = Signal(int, int, object)
    win_wanted = Signal(int)
    lose_wanted = Signal(int)
    open_wanted = Signal(int)
    new_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._delegate = CardDelegate(theme, self)
        self._columns: list[Column] = []
        self._active: Column | None = None
        self._chosen: int | None = None
        self._row = 0
        self._showing = False
        self._build()

    def _build(self) -> None:
        theme = self._theme
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("scrollBody", True)
        self._line = QHBoxLayout(inner)
        self._line.setContentsMargins(theme.scaled(18), theme.scaled(14), theme.scaled(18), theme.scaled(8))
        self._line.setSpacing(theme.scaled(12))
        self.area.setWidget(inner)
        for ground in (self.area.viewport(), inner):
            ground.setAutoFillBackground(False)
        self.bars = DropBars(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self.bars)
        self._carrier = Carrier(theme, self, self.area, self._line, self.bars, self._delegate)
        carrier = self._carrier
        carrier.move_wanted.connect(self.move_wanted)
        carrier.win_wanted.connect(self.win_wanted)
        carrier.lose_wanted.connect(self.lose_wanted)

    # -------------------------------------------------------------------------------------------------- showing

    def show_board(self, board: BoardRow, now: datetime) -> None:
        """Show these deals; the current card stays the current one wherever it stands now."""
        had_focus = self.has_keys()
        self._showing = True
        self._match_columns([column.id for column in board.columns])
        for column, row in zip(self._columns, board.columns, strict=False):
            column.show_stage(row, now)
        self._columns[-1].show_won(board, now)
        self._showing = False
        self._choose_again(had_focus)
        carried = self._carrier.carried()
        if carried is not None and self._column_of(carried) is None:
            self._carrier.put_back()

    def _match_columns(self, stages: list[int]) -> None:
        """One column a stage in this order and the won one; columns that stay keep their place and scrolling."""
        wanted: list[int | None] = [*stages, None]
        if [column.stage_id for column in self._columns] == wanted:
            return
        known = {column.stage_id: column for column in self._columns}
        for column in self._columns:
            self._line.removeWidget(column)
        self._columns = [
            known.pop(stage_id) if stage_id in known else self._new_column(stage_id) for stage_id in wanted
        ]
        for column in self._columns:
            self._line.addWidget(column, 1)
        self._carrier.take_over(tuple(self._columns))
        for column in known.values():
            if self._active is column:
                self._active = None
            column.hide()
            column.deleteLater()
        if self._active is None:
            self._activate(self._columns[0])

    def _new_column(self, stage_id: int | None) -> Column:
        column = Column(self._theme, self._delegate, stage_id)
        cards = column.list
        cards.installEventFilter(self)
        cards.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        cards.opened.connect(self.open_wanted)
        cards.got_focus.connect(lambda by_mouse: self._column_got_focus(column, by_mouse))
        cards.selectionModel().currentChanged.connect(lambda *_: self._note_choice(column))
        self._carrier.attach(column)
        cards.menu_wanted.connect(self.menu_wanted)
        return column

    # ------------------------------------------------------------------------------------------- the current card

    def columns(self) -> tuple[Column, ...]:
        """From the first stage to what was won."""
        return tuple(self._columns)

    def current_deal(self) -> int | None:
        """The deal of the current card; None when there is none."""
        return self._chosen

    def current_stage(self) -> int | None:
        """The stage that a new deal would go to: that of the current column, or the first one."""
        if self._active is not None and self._active.stage_id is not None:
            return self._active.stage_id
        return self._columns[0].stage_id if self._columns else None

    def has_keys(self) -> bool:
        """Whether the keyboard is on the board."""
        return any(column.list.hasFocus() for column in self._columns)

    def focus_list(self) -> QWidget | None:
        """The list that takes the focus of the board."""
        return self._active.list if self._active is not None else None

    def choose(self, deal_id: int, *, focus: bool = True) -> bool:
        """Make a deal the current one and bring it into sight; False when it is not on the board."""
        column = self._column_of(deal_id)
        if column is None:
            return False
        self._activate(column)
        column.list.choose_row(column.list.cards().row_of(deal_id))
        self._chosen = deal_id
        if focus:
            column.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(column, self._theme.scaled(18), 0)
        return True

    def _column_of(self, deal_id: int | None) -> Column | None:
        if deal_id is None:
            return None
        return next((column for column in self._columns if column.list.cards().row_of(deal_id) >= 0), None)

    def _activate(self, column: Column) -> None:
        """The keys are for this column: the others have no current card and are passed over by Tab."""
        self._active = column
        for other in self._columns:
            if other is not column:
                other.list.forget_choice()
                other.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _column_got_focus(self, column: Column, by_mouse: bool) -> None:
        self._activate(column)
        self.area.ensureWidgetVisible(column, self._theme.scaled(18), 0)
        # A click says itself which card it means.
        if not by_mouse:
            column.list.choose_row(max(0, column.list.currentIndex().row()))
        self._note_choice(column)

    def _note_choice(self, column: Column) -> None:
        if self._showing or column is not self._active:
            return
        self._chosen = column.list.current_deal()
        if self._chosen is not None:
            self._row = column.list.currentIndex().row()

    def _choose_again(self, had_focus: bool) -> None:
        """After other deals are shown: the same card, or the one that took its place."""
        if self._chosen is not None and self.choose(self._chosen, focus=had_focus):
            return
        if self._active is None:
            return
        if self._chosen is not None:
            self._active.list.choose_row(self._row)
            self._chosen = self._active.list.current_deal()
        if had_focus:
            self._active.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # ----------------------------------------------------------------------------------------------------- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the board, before the list under them and before shortcuts of the window (N is its new contact)."""
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and isinstance(event, QKeyEvent):
            act = self._meaning(event) if self._carrier.carried() is None else None
            if act is not None:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    act()
                return True
        return super().eventFilter(watched, event)

    def _meaning(self, event: QKeyEvent) -> Callable[[], object] | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        # Left and right are directions on the screen, which a right-to-left layout turns round.
        onward = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        key = Qt.Key
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            moves: dict[int, Callable[[], object]] = {
                key.Key_Right: lambda: self.move_to_stage(onward),
                key.Key_Left: lambda: self.move_to_stage(-onward),
                key.Key_Up: lambda: self.move_in_column(-1),
                key.Key_Down: lambda: self.move_in_column(1),
            }
            return moves.get(event.key())
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return None
        plain: dict[int, Callable[[], object]] = {
            key.Key_Right: lambda: self._focus_column(onward),
            key.Key_Left: lambda: self._focus_column(-onward),
            key.Key_Up: lambda: self._focus_row(self._row - 1),
            key.Key_Down: lambda: self._focus_row(self._row + 1),
            key.Key_Home: lambda: self._focus_row(0),
            key.Key_End: lambda: self._focus_row(_FAR_DOWN),
            key.Key_Return: self.open_current,
            key.Key_Enter: self.open_current,
            key.Key_N: self.begin_deal,
        }
        return plain.get(event.key())

    def _focus_row(self, row: int) -> None:
        assert self._active is not None, "keys come from a column"
        self._active.list.choose_row(max(0, row))

    def _focus_column(self, step: int) -> None:
        column = self._beside(step)
        if column is not None:
            row = self._row
            self._activate(column)
            column.list.choose_row(row)
            column.list.setFocus(Qt.FocusReason.OtherFocusReason)
            # A shorter column in between does not change the row one walks along.
            self._row = row

    def _beside(self, step: int) -> Column | None:
        if self._active is None:
            return None
        position = self._columns.index(self._active) + step
        return self._columns[position] if 0 <= position < len(self._columns) else None

    def open_current(self) -> None:
        """Ask for the form of the current deal."""
        if self._chosen is not None:
            self.open_wanted.emit(self._chosen)

    def begin_deal(self) -> None:
        """Ask for a new deal in the current column."""
        stage = self.current_stage()
        if stage is not None:
            self.new_wanted.emit(stage)

    def move_to_stage(self, step: int) -> None:
        """Move the current card to the stage `step` columns on, at the same height; past the last one it is won."""
        column = self._beside(step)
        if self._chosen is None or column is None:
            return
        if column.stage_id is None:
            self.win_wanted.emit(self._chosen)
            return
        self.move_wanted.emit(self._chosen, column.stage_id, column.list.cards().deal_at(self._row))

    def move_in_column(self, step: int) -> None:
        """Move the current card one place up (-1) or down (1)."""
        column = self._active
        if self._chosen is None or column is None or column.stage_id is None:
            return
        cards = column.list.cards()
        row = cards.row_of(self._chosen)
        if 0 <= row + step < cards.rowCount():
            before = cards.deal_at(row - 1 if step < 0 else row + 2)
            self.move_wanted.emit(self._chosen, column.stage_id, before)

    def describe(self, name: str) -> None:
        """Name the board for screen readers."""
        self.area.setAccessibleName(tr("Board of {pipeline}", pipeline=name))
