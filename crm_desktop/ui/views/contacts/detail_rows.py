"""One line of the details: a value edited in place, with its name before it or its label behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.dialogs.contact_fields import contact_field_example, contact_field_words
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.detail_items import WORK_TEXTS
from crm_desktop.ui.views.contacts.detail_menu import row_menu, step_of
from crm_desktop.ui.views.contacts.form_edit import FormEdit
from crm_desktop.ui.views.contacts.notice_edit import NoticeEdit
from crm_desktop.ui.views.contacts.profile_words import date_labels, fact_kinds, point_labels, text_choices
from crm_desktop.ui.widgets import ElidedLabel, InlineEdit, Label, WrappingLabel
from crm_desktop.ui.widgets.icon_button import IconButton

NAME_WIDTH = 84
_LABEL_WIDTH = 96


class DetailRow(QWidget):
    """A value, and if wanted a fixed `title` before it, an editable label beside it, small words at the end and below.

    `saved` carries value and label when either was changed; the owner answers with `set_texts` or `show_error`. With
    `opens`, `open_wanted` carries the value when the word beside it is pressed; with `told`, `notice_chosen` what one
    wants to be told of a day. `moved` carries the new place among rows of its kind (Alt+Up, Alt+Down, the menu), `removed`
    says that the value is to go, `label_typed` and `label_ended` are of the label what `value.typed` and `ended` are of
    the value.
    """

    saved = Signal(str, str)
    open_wanted = Signal(str)
    notice_chosen = Signal(str)
    ended = Signal()
    label_typed = Signal(str)
    label_ended = Signal()
    moved = Signal(int)
    removed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        title: str = "",
        labelled: bool = False,
        label_first: bool = False,
        label_hint: str = "",
        placeholder: str = "",
        multiline: bool = False,
        by_form: bool = False,
        opens: bool = False,
        told: bool = False,
        has_main: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown: tuple[str, ...] | None = None
        self.has_main = has_main
        self.place = (0, 0)
        self.menu: QMenu | None = None
        kind = FormEdit if by_form else InlineEdit
        self.value = kind(
            theme,
            name,
            placeholder=placeholder or name,
            multiline=multiline,
            role=TextRole.SECONDARY,
            most_lines=2 if opens else 0,
            shown=_bare_link if opens else None,
        )
        # A long word without a blank must not push the column wider than it is.
        self.value.setMinimumWidth(theme.scaled(40))
        self.value.committed.connect(lambda _text: self.save())
        self.value.editing_changed.connect(self._editing_changed)
        self.label = self._label(theme, name, label_hint, label_first) if labelled else None
        self.open_button = self._opener(theme, name) if opens else None
        self.after = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self.after.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.after.setMaximumWidth(theme.scaled(_LABEL_WIDTH))
        self.after.setContentsMargins(0, 2, 3, 0)
        self.after.hide()
        self.below = WrappingLabel("", TextRole.SECONDARY, "secondary")
        self.below.setContentsMargins(3, 0, 3, 2)
        self.below.hide()
        self.notice = self._notice_edit(theme) if told else None
        before: list[QWidget | None] = [self._title(theme, title)] if title else []
        behind: list[QWidget | None] = [self.after, self.open_button]
        (before if label_first else behind).append(self.label)
        self._lay_out(theme, before, behind)

    def _lay_out(self, theme: Theme, before: list[QWidget | None], behind: list[QWidget | None]) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        for widget in (*before, self.value, *behind):
            if widget is not None:
                row.addWidget(widget, 1 if widget is self.value else 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        for under in (self.below, self.notice):
            if under is not None:
                indented = QHBoxLayout()
                # A spacing instead of a margin: margins are not mirrored for languages written from the right.
                indented.addSpacing(theme.scaled(NAME_WIDTH) + theme.space(1) if before else 0)
                indented.addWidget(under, 1)
                column.addLayout(indented)

    def _notice_edit(self, theme: Theme) -> NoticeEdit:
        edit = NoticeEdit(theme)
        edit.setMinimumWidth(theme.scaled(40))
        edit.chosen.connect(self.notice_chosen)
        edit.hide()
        return edit

    def _title(self, theme: Theme, title: str) -> QWidget:
        words = Label(title, TextRole.SECONDARY, "secondary", wrap=True)
        words.setContentsMargins(3, 2, 0, 0)
        words.setFixedWidth(theme.scaled(NAME_WIDTH))
        return words

    def _label(self, theme: Theme, name: str, hint: str, first: bool) -> InlineEdit:
        label = InlineEdit(
            theme,
            tr("Label of {name}", name=name),
            placeholder=hint or tr("label"),
            role=TextRole.SECONDARY,
            colour="secondary",
        )
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        label.setMaximumWidth(theme.scaled(_LABEL_WIDTH))
        if first:
            label.setFixedWidth(theme.scaled(NAME_WIDTH))
        else:
            # Most need no label: the offer appears under the pointer and with the focus only.
            label.set_hint_shown(False)
        label.committed.connect(lambda _text: self.save())
        label.typed.connect(self.label_typed)
        label.editing_changed.connect(lambda editing: None if editing else self.label_ended.emit())
        return label

    def _opener(self, theme: Theme, name: str) -> IconButton:
        button = IconButton(theme, "external-link", tr("Open {name}", name=name))
        button.clicked.connect(lambda _checked=False: self.open_wanted.emit(self.value.text().strip()))
        return button

    def set_texts(
        self, value: str, label: str = "", after: str = "", below: str = "", notice: str | None = None
    ) -> None:
        """Show what is stored; a `notice` of None belongs to a day that is not stored yet."""
        shown = (value, label, after, below, repr(notice))
        if self._shown == shown:
            return
        self._shown = shown
        self.value.set_text(value)
        if self.label is not None:
            self.label.set_text(label)
        self.after.set_text(after)
        self.after.setVisible(bool(after))
        self.below.setText(one_line(below))
        self.below.setVisible(bool(below))
        self._describe()
        if self.notice is not None:
            self.notice.show_notice(notice or "", label)
            self.notice.setVisible(notice is not None)

    def set_place(self, place: int, count: int) -> None:
        """It is now the one of that number (from 0) among `count` of its kind; of none where it is not stored yet."""
        self.place = (place, count)
        self._describe()

    def move_to(self, place: int) -> None:
        """Ask to stand in another place, if there is such a place."""
        here, count = self.place
        if place != here and 0 <= place < count:
            # A second press before the first is written goes on from there.
            self.place = (place, count)
            self.moved.emit(place)

    def _describe(self) -> None:
        place, count = self.place
        which = tr("{place} of {count}", place=place + 1, count=count) if count > 1 else ""
        if which and place == 0 and self.has_main:
            which = tr("the main one of {count}", count=count)
        self.value.setAccessibleDescription(". ".join(part for part in (which, self.below.text()) if part))

    def put_away(self) -> None:
        """Close what is open without saving: the row is to show something else."""
        self.value.put_away()
        if self.label is not None:
            self.label.put_away()

    def show_error(self, sentence: Message) -> None:
        """The value was refused; the field opens again with what was typed."""
        self.value.show_error(sentence)

    def start(self) -> None:
        """Open the value for typing."""
        self.value.start_editing()

    def save(self) -> None:
        """Tell what stands in value and label now."""
        # What is stored may be written otherwise than what was typed, even when it is the same as before.
        self._shown = None
        self.saved.emit(self.value.text().strip(), self.label.text().strip() if self.label is not None else "")

    def event(self, event: QEvent) -> bool:
        """Offer to label a value while the pointer is on its line."""
        if self.label is not None and event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.label.set_hint_shown(self.label.maximumWidth() == self.label.minimumWidth() or self.underMouse())
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the value, by mouse and by the menu key."""
        self.menu = row_menu(self)
        self.menu.popup(event.globalPos())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up and Alt+Down put the value in another place."""
        step = step_of(event)
        if step and not self.value.is_editing():
            self.move_to(self.place[0] + step)
        else:
            super().keyPressEvent(event)

    def _editing_changed(self, editing: bool) -> None:
        if not editing:
            self.ended.emit()


def _bare_link(link: str) -> str:
    """An address as people say it: without the scheme and the slash at its end."""
    return link.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def row_for(theme: Theme, part: str) -> DetailRow:
    """An empty row for a part of a person, as `detail_items` names them."""
    words = contact_field_words(part)
    if part in ("email", "phone", "link"):
        row = DetailRow(theme, words, labelled=True, opens=part == "link", has_main=True)
        return _suggesting(row, (), point_labels(part))
    if part == "address":
        return DetailRow(theme, words, by_form=True, has_main=True)
    if part == "date":
        hint = tr("3 March 1988")
        row = DetailRow(
            theme, words, labelled=True, label_first=True, label_hint=tr("occasion"), placeholder=hint, told=True
        )
        return _suggesting(row, (), date_labels())
    if part == "fact":
        row = DetailRow(
            theme, words, labelled=True, label_first=True, label_hint=tr("about"), placeholder=tr("likes: oat milk"),
            multiline=True,
        )  # fmt: skip
        return _suggesting(row, (), fact_kinds())
    if part in WORK_TEXTS:
        return DetailRow(theme, words, placeholder=words)
    hint = contact_field_example(part)
    return _suggesting(
        DetailRow(theme, words, title=words, placeholder=hint, multiline=part == "note"), text_choices(part)
    )


def _suggesting(row: DetailRow, values: Sequence[str], labels: Sequence[str] = ()) -> DetailRow:
    if values:
        row.value.suggest(lambda: values)
    if labels and row.label is not None:
        row.label.suggest(lambda: labels)
    return row
