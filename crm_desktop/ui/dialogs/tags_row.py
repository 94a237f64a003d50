"""The tags of a person or a deal as pills, with a field to add one and a menu to take one off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QMenu, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.domain.pages import TagRow
from crm_desktop.ui.interval_words import every_words
from crm_desktop.ui.texts import one_line, show, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import ChipButton, FlowLayout

_TONES = {tone.value: tone for tone in Tone}


class _Tag(ChipButton):
    """A pill that Del takes off; made once and filled anew for the next person."""

    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", Tone.NEUTRAL, parent=parent)
        self.tag: TagRow | None = None

    def show_tag(self, tag: TagRow) -> None:
        """Be the pill of a tag."""
        self.tag = tag
        name = one_line(tag.name, 40)
        self.setText(name)
        self.set_tone(_TONES.get(tag.colour, Tone.NEUTRAL))
        self.setAccessibleName(tr("Tag {name}", name=name))
        self.setToolTip(tooltip(_help(tag)))
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Del belongs to the tag with the focus, not to whom the page is about."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes the tag off, Enter opens its menu."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class TagsRow(QWidget):
    """`added` carries a name, `removed` the id of a tag, `wanted` the name of a tag whose bearers should be listed.

    `list_words` offer that in the menu of a tag; without words it is not offered. `menu_opened` carries the menu of a tag and its `TagRow`, before it is shown, for others to add to.
    """

    added = Signal(str)
    removed = Signal(int)
    wanted = Signal(str)
    menu_opened = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        known_tags: Callable[[], Sequence[TagRow]],
        list_words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._known_tags = known_tags
        self._list_words = list_words
        self._shown: tuple[TagRow, ...] = ()
        self._tags: list[_Tag] = []
        self._spare: list[_Tag] = []
        self._flow = FlowLayout(self, spacing=theme.space(1.5))
        self.add_button = ChipButton(theme, tr("+ tag"), dashed=True)
        self.add_button.clicked.connect(self.start_adding)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("Tag"))
        self.edit.setAccessibleName(tr("Add a tag"))
        self.edit.setFixedWidth(theme.scaled(130))
        self.edit.installEventFilter(self)
        self.edit.returnPressed.connect(lambda: self._finish(keep=True, again=True))
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self.edit)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.edit.setCompleter(self._completer)
        self.edit.hide()
        self._flow.addWidget(self.add_button)
        self._flow.addWidget(self.edit)

    def set_tags(self, tags: tuple[TagRow, ...]) -> None:
        """Show these tags; the field being typed into stays."""
        if tags == self._shown and self._tags:
            return
        self._shown = tags
        while self._flow.takeAt(0) is not None:
            pass
        pills = [*self._tags, *self._spare]
        pills += [self._make() for _missing in range(len(tags) - len(pills))]
        self._tags, self._spare = pills[: len(tags)], pills[len(tags) :]
        for pill, tag in zip(self._tags, tags, strict=True):
            pill.show_tag(tag)
            pill.show()
        for pill in self._spare:
            pill.hide()
        for widget in (*self._tags, self.add_button, self.edit):
            self._flow.addWidget(widget)
        self.updateGeometry()

    def tag_buttons(self) -> tuple[ChipButton, ...]:
        """The pills in order."""
        return tuple(self._tags)

    def width_in_one_line(self) -> int:
        """The room all pills need side by side, those included that are not shown yet."""
        widths = [pill.sizeHint().width() for pill in (*self._tags, self.add_button)]
        return sum(widths) + self._flow.spacing() * (len(widths) - 1)

    def start_adding(self) -> None:
        """Open the field."""
        self._names.setStringList([tag.name for tag in self._known_tags()])
        self.add_button.hide()
        self.edit.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def show_error(self, typed: str, sentence: Message) -> None:
        """The tag could not be added: what was typed comes back."""
        self.start_adding()
        self.edit.setText(typed)
        self.edit.setToolTip(tooltip(show(sentence)))

    def put_away(self) -> None:
        """Close the field, because somebody else is shown; what was typed is added to whom it was typed for."""
        if not self.edit.isHidden():
            self._finish(keep=True, again=False)

    def _make(self) -> _Tag:
        chip = _Tag(self._theme, self)
        chip.clicked.connect(lambda _checked=False: self._menu(chip, chip.tag) if chip.tag is not None else None)
        chip.removed.connect(lambda: self.removed.emit(chip.tag.id) if chip.tag is not None else None)
        return chip

    def _menu(self, chip: _Tag, tag: TagRow) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Take the tag off")).triggered.connect(lambda: self.removed.emit(tag.id))
        if self._list_words:
            menu.addAction(self._list_words).triggered.connect(lambda: self.wanted.emit(tag.name))
        self.menu_opened.emit(menu, tag)
        self.menu = menu
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _finish(self, *, keep: bool, again: bool) -> None:
        typed = self.edit.text().strip()
        had_focus = self.edit.hasFocus()
        self.edit.clear()
        self.edit.setToolTip("")
        if not (again and typed):
            self.edit.hide()
            self.add_button.show()
            if had_focus:
                self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if keep and typed:
            self.added.emit(typed)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Esc throws the typed tag away; leaving the field keeps it."""
        if watched is self.edit and not self.edit.isHidden():
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_Escape:
                    self._finish(keep=False, again=False)
                    return True
            elif event.type() == QEvent.Type.FocusOut and not self._completing():
                self._finish(keep=True, again=False)
        return super().eventFilter(watched, event)

    def _completing(self) -> bool:
        popup = self._completer.popup()
        return popup is not None and popup.isVisible()


def _help(tag: TagRow) -> str:
    if tag.keep_in_touch_days is None:
        return tr("{name}: Del takes the tag off", name=tag.name)
    interval = every_words(tag.keep_in_touch_days)
    return tr("{name}: keep in touch {interval}. Del takes the tag off", name=tag.name, interval=interval)
