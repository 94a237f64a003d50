"""A few lines edited where they stand: saved on leaving them, Esc takes back, what is wrong is said under the line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QCompleter, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Label, LinkButton
from crm_desktop.ui.widgets.painting import rounded_box

_NAME_WIDTH = 80


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line: its key, the words before it, a hint in it, what stands in it, words to complete it with.

    `field` is a line made elsewhere, such as one that looks for people.
    """

    key: str
    label: str
    hint: str = ""
    text: str = ""
    words: Sequence[str] = ()
    field: QLineEdit | None = None


class InPlaceForm(QWidget):
    """`saved` carries the texts by key when the form is left with something changed; `ended` comes when it is to go away.

    The owner answers `saved` with `finish` or `show_error`. `typed` comes with every change, for who keeps drafts.
    """

    saved = Signal(object)
    ended = Signal()
    typed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        lines: Sequence[FormLine],
        *,
        columns: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.lines: dict[str, QLineEdit] = {}
        self._errors: dict[str, Label] = {}
        self._failure = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._failure.hide()
        self._busy = False
        self._over = False
        self._refused: dict[str, str] | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space(1.5))
        self._grid.setVerticalSpacing(theme.space(1))
        for side in range(columns):
            self._grid.setColumnStretch(2 * side + 1, 1)
        for place, line in enumerate(lines):
            self._add(theme, line, *divmod(place, columns))
        self._before = self.texts()
        column = QVBoxLayout(self)
        margin = theme.space(2)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(theme.space(1))
        column.addLayout(self._grid)
        column.addWidget(self._failure)
        column.addLayout(self._foot(theme))
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]  # there is one
        theme.changed.connect(self.update)

    def _add(self, theme: Theme, line: FormLine, row: int, column: int) -> None:
        edit = line.field or QLineEdit()
        edit.setText(line.text)
        edit.setCursorPosition(0)
        edit.setPlaceholderText(line.hint)
        edit.setAccessibleName(line.label)
        edit.installEventFilter(self)
        if line.words:
            completer = QCompleter(QStringListModel(list(line.words), edit), edit)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            edit.setCompleter(completer)
        label = Label(line.label, TextRole.SECONDARY, "secondary", wrap=True)
        label.setFixedWidth(theme.scaled(_NAME_WIDTH))
        label.setBuddy(edit)
        error = Label("", TextRole.SECONDARY, "late", wrap=True)
        error.hide()
        edit.textChanged.connect(lambda _text: self._changed(line.key))
        self.lines[line.key] = edit
        self._errors[line.key] = error
        self._grid.addWidget(label, 2 * row, 2 * column, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(edit, 2 * row, 2 * column + 1)
        self._grid.addWidget(error, 2 * row + 1, 2 * column, 1, 2)

    def _foot(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        self.done_button = LinkButton(theme, tr("Done"))
        self.done_button.clicked.connect(lambda _checked=False: self.leave())
        row.addWidget(self.done_button)
        row.addStretch()
        return row

    def texts(self) -> dict[str, str]:
        """What stands in the lines, without blanks around it."""
        return {key: edit.text().strip() for key, edit in self.lines.items()}

    def restore(self, texts: Mapping[str, Any]) -> None:
        """Put back what was typed before and not saved."""
        for key, edit in self.lines.items():
            if isinstance(texts.get(key), str):
                edit.setText(texts[key])

    def start(self) -> None:
        """Begin in the first line."""
        first = next(iter(self.lines.values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.selectAll()

    def finish(self) -> None:
        """It is saved, or not wanted: nothing is heard from it any more."""
        self._over = True
        self.ended.emit()

    def is_over(self) -> bool:
        """Whether it waits for nothing but to be put away."""
        return self._over

    def show_error(self, error: UserError) -> None:
        """What was typed was refused: say why under the line it is about, and keep the form open."""
        self._busy = False
        self._refused = self.texts()
        key = error.field if isinstance(error, InvalidInput) else ""
        label = self._errors.get(key, self._failure)
        label.setText(show(error.sentence))
        label.show()
        if key in self.lines:
            self.lines[key].setAccessibleDescription(label.text())
        self.updateGeometry()

    def error(self) -> str:
        """The sentence shown, empty when nothing is wrong."""
        shown = [label.text() for label in (*self._errors.values(), self._failure) if not label.isHidden()]
        return shown[0] if shown else ""

    def _changed(self, key: str) -> None:
        self._errors[key].hide()
        self._failure.hide()
        self.lines[key].setAccessibleDescription("")
        if not self._over:
            self.typed.emit(self.texts())

    def leave(self) -> None:
        """Save what is different; what was refused is not sent a second time as it is."""
        if self._busy or self._over:
            return
        texts = self.texts()
        if texts == self._before:
            self.finish()
        elif texts != self._refused:
            self._busy = True
            self.saved.emit(texts)

    def _take_back(self) -> None:
        self._over = True
        for key, edit in self.lines.items():
            edit.setText(self._before[key])
        self.finish()

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        # No widget: another window is in front. A list of suggestions or a menu lies over the form and belongs to it.
        if new is None or old is None or QApplication.activePopupWidget() is not None:
            return
        if self.isAncestorOf(old) and not self.isAncestorOf(new):
            self.leave()

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Esc takes everything back; Enter goes on, and saves from the last line or with Ctrl."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if self._is_offering(watched):
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            self._take_back()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            edits = list(self.lines.values())
            place = edits.index(watched) if watched in edits else len(edits)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or place >= len(edits) - 1:
                self.leave()
            else:
                edits[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _is_offering(self, watched: Any) -> bool:
        offers: Callable[[], bool] | None = getattr(watched, "is_offering", None)
        return offers is not None and offers()

    def event(self, event: QEvent) -> bool:
        """Lines are never squeezed: whatever is around the form gives way."""
        done = bool(super().event(event))
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            self._keep_height()
        return done

    def _keep_height(self) -> None:
        layout = self.layout()
        if layout is not None:
            wanted = layout.totalHeightForWidth(max(self.width(), 1))
            if wanted > 0 and wanted != self.minimumHeight():
                self.setMinimumHeight(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc on one of the buttons takes back, too."""
        if event.key() == Qt.Key.Key_Escape:
            self._take_back()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A surface, so that the open form stands out from what is only shown."""
        theme = self._theme
        radius = theme.scaled(theme.sizes.radius_control)
        rounded_box(QPainter(self), self.rect(), radius, theme.colour("surface"), theme.colour("line"))
