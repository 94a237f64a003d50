"""The fields that the user made, on the page of a person, a company or a deal: each edited in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.own_fields import FieldKind, OwnField, OwnValue, money_of, values_of_choices
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import locale, money, one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import InlineEdit, Label, LinkButton

if TYPE_CHECKING:
    from crm_desktop.services.own_fields import OwnFieldService

_NAME_WIDTH = 84


class ValueEdit(InlineEdit):
    """A value edited in place that is read in other words than it is typed in: `€120` for `120.00 EUR`."""

    def __init__(self, theme: Theme, field: OwnField) -> None:
        self._kind = field.kind
        super().__init__(
            theme,
            one_line(field.name, 60),
            placeholder=value_hint(field.kind),
            multiline=field.kind is FieldKind.TEXT,
            role=TextRole.SECONDARY,
        )

    def _show_label(self) -> None:
        stored = self._text
        self._text = value_words(self._kind, stored)
        super()._show_label()
        self._text = stored


class OwnFieldRow(QWidget):
    """One field: its name, its value, and what can be done with it. `saved` carries what was typed."""

    saved = Signal(str)
    link_wanted = Signal(str)

    def __init__(self, theme: Theme, field: OwnField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.value = ValueEdit(theme, field)
        # A long word without a blank must not push the column wider than it is.
        self.value.setMinimumWidth(theme.scaled(40))
        self.value.committed.connect(self.saved)
        name = Label(one_line(field.name, 200), TextRole.SECONDARY, "secondary", wrap=True)
        name.setContentsMargins(3, 2, 0, 0)
        name.setFixedWidth(theme.scaled(_NAME_WIDTH))
        self.button = self._button(theme)
        if field.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
            self.value.suggest(lambda: _choices(self.field))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        for widget in (name, self.value, self.button):
            if widget is not None:
                row.addWidget(widget, 1 if widget is self.value else 0, Qt.AlignmentFlag.AlignTop)

    def show_value(self, value: OwnValue) -> None:
        """Show what is stored; what is being typed stays."""
        self.field = value.field
        self.value.set_text(value.text)
        if self.button is not None:
            self.button.setVisible(self.field.kind is FieldKind.CHOICES or bool(value.text))

    def _button(self, theme: Theme) -> LinkButton | None:
        name = one_line(self.field.name, 60)
        if self.field.kind is FieldKind.LINK:
            button = LinkButton(theme, tr("open"))
            button.setAccessibleName(tr("Open {name}", name=name))
            button.clicked.connect(lambda _checked=False: self.link_wanted.emit(self.value.text().strip()))
            return button
        if self.field.kind is FieldKind.CHOICES:
            button = LinkButton(theme, tr("choose"))
            button.setAccessibleName(tr("Choose {name}", name=name))
            button.clicked.connect(lambda _checked=False: self.choose())
            return button
        return None

    def choose(self) -> None:
        """Open the list of choices, each of which can be taken and left."""
        taken = set(values_of_choices(self.value.text()))
        menu = QMenu(self)
        for option in self.field.options:
            action = QAction(one_line(option, 80).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(option in taken)
            action.toggled.connect(lambda taken, option=option: self._take(option, taken))
            menu.addAction(action)
        self.menu = menu
        place = self.button if self.button is not None else self.value
        menu.popup(place.mapToGlobal(QPoint(0, place.height() + 2)))

    def _take(self, option: str, taken: bool) -> None:
        now = {*values_of_choices(self.value.text())} - {option} | ({option} if taken else set())
        typed = "; ".join(each for each in self.field.options if each in now)
        self.value.set_text(typed)
        self.saved.emit(typed)


class OwnFieldRows(QWidget):
    """All fields of one owner. Saved on leaving a field; Esc takes back; what will not do is said under it.

    `link_wanted` carries an address to open. `saved` comes after each write. For who keeps drafts, `typed` carries owner,
    field and what stands in it with every change, `settled` owner and field once it is saved or taken back.
    """

    link_wanted = Signal(str)
    saved = Signal()
    typed = Signal(int, int, str)
    settled = Signal(int, int)

    def __init__(
        self, theme: Theme, jobs: Jobs, own_fields: OwnFieldService, subject: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._service = own_fields
        self._owner_id: int | None = None
        self._rows: dict[int, OwnFieldRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.scaled(1))
        self.subject = subject
        self.hide()

    def rows(self) -> tuple[OwnFieldRow, ...]:
        """The fields in their order."""
        return tuple(self._rows.values())

    def show_values(self, owner_id: int, values: Sequence[OwnValue]) -> None:
        """Show these values; of the same owner, what is being typed stays."""
        same = [self._shape(row.field) for row in self.rows()] == [self._shape(value.field) for value in values]
        if not same:
            self._make(owner_id, values)
        elif owner_id != self._owner_id:
            # Making rows anew for everybody would be felt when one goes down a list.
            self._owner_id = owner_id
            for row in self.rows():
                row.value.put_away()
        for value in values:
            self._rows[value.field.id].show_value(value)
        self.setVisible(bool(values))

    @staticmethod
    def _shape(field: OwnField) -> tuple[int, str, FieldKind]:
        return field.id, field.name, field.kind

    def _make(self, owner_id: int, values: Sequence[OwnValue]) -> None:
        """New rows for another owner or other fields; a row that is being typed in goes along."""
        kept = {} if owner_id != self._owner_id else {self._shape(row.field): row for row in self.rows()}
        for row in self.rows():
            self._column.removeWidget(row)
            if self._shape(row.field) not in {self._shape(value.field) for value in values} or not kept:
                row.hide()
                row.deleteLater()
        self._owner_id = owner_id
        self._rows = {value.field.id: kept.get(self._shape(value.field)) or self._row(value.field) for value in values}
        for row in self.rows():
            self._column.addWidget(row)

    def _row(self, field: OwnField) -> OwnFieldRow:
        row = OwnFieldRow(self._theme, field, self)
        row.saved.connect(partial(self._save, row))
        row.link_wanted.connect(self.link_wanted)
        row.value.typed.connect(lambda typed: self.typed.emit(self._owner_id or 0, row.field.id, typed))
        row.value.editing_changed.connect(
            lambda editing: None if editing else self.settled.emit(self._owner_id or 0, row.field.id)
        )
        return row

    def restore(self, field_id: int, typed: str) -> None:
        """Open a field again with what was typed before the program ended, without taking the focus."""
        row = self._rows.get(field_id)
        if row is not None:
            row.value.restore(typed)

    def _save(self, row: OwnFieldRow, typed: str) -> None:
        owner_id = self._owner_id
        if owner_id is None:
            return

        def refused(error: UserError) -> None:
            if owner_id == self._owner_id and self._rows.get(row.field.id) is row:
                row.value.show_error(error.sentence)

        def stored(_result: object) -> None:
            self.settled.emit(owner_id, row.field.id)
            self._reread(owner_id)

        self.typed.emit(owner_id, row.field.id, typed)
        self._jobs.write(
            partial(self._service.set_value, row.field.id, owner_id, typed),
            stored,
            refused,
            owner=self,
        )

    def _reread(self, owner_id: int) -> None:
        self.saved.emit()
        key = f"own-fields-{self.subject}-{owner_id}"
        self._jobs.read(
            partial(self._service.values, self.subject, owner_id),
            partial(self._show_again, owner_id),
            key=key,
            owner=self,
        )

    def _show_again(self, owner_id: int, values: tuple[OwnValue, ...]) -> None:
        if owner_id == self._owner_id:
            self.show_values(owner_id, values)


def value_words(kind: FieldKind, text: str) -> str:
    """A stored value as one reads it; what is no stored value (because it is just being typed) as it is."""
    reader = _WORDS.get(kind)
    if reader is None or not text:
        return text
    try:
        return reader(text)
    except (UserError, ValueError):
        return text


def _money_words(text: str) -> str:
    amount = money_of(text)
    return money(amount.minor, amount.currency)


def _day_words(text: str) -> str:
    day = date.fromisoformat(text)
    return str(locale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy"))


def _yes_no_words(text: str) -> str:
    return {"yes": tr("Yes"), "no": tr("No")}.get(text, text)


_WORDS: dict[FieldKind, Callable[[str], str]] = {
    FieldKind.MONEY: _money_words,
    FieldKind.DAY: _day_words,
    FieldKind.YES_NO: _yes_no_words,
}


def _choices(field: OwnField) -> Sequence[str]:
    return field.options if field.kind is FieldKind.CHOICE else (tr("yes"), tr("no"))


def value_hint(kind: FieldKind) -> str:
    """What may be typed into a field of a kind."""
    return {
        FieldKind.TEXT: tr("write something"),
        FieldKind.NUMBER: tr("a number"),
        FieldKind.MONEY: tr("an amount, like 95 EUR"),
        FieldKind.DAY: tr("a day, like 3 March 2027"),
        FieldKind.CHOICE: tr("one of the choices"),
        FieldKind.CHOICES: tr("none chosen"),
        FieldKind.YES_NO: tr("yes or no"),
        FieldKind.LINK: tr("example.com"),
    }[kind]
