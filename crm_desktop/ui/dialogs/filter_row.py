"""One line of the filter builder: a field, how it is compared, with what, and a sentence below when that will not do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.filter_check import check
from crm_desktop.domain.filter_fields import (
    COUNTS_DAYS,
    ON_A_DAY,
    WITHOUT_VALUE,
    FilterField,
    FilterGroup,
    FilterKind,
    Known,
)
from crm_desktop.domain.filter_words import OPERATOR_WORDS
from crm_desktop.domain.filters import Condition, Operator
from crm_desktop.domain.messages import Message
from crm_desktop.ui.dialogs.bulk_forms import complete
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.filter_values import ReadDay, text_of, values_of
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Label
from crm_desktop.ui.widgets.buttons import Button

_LINE, _BOX, _NOTHING = range(3)


@dataclass(frozen=True, slots=True)
class RowTools:
    """What every line needs: what there is to filter by, how days and amounts are read, and known values of a field."""

    theme: Theme
    known: Known
    currency: str
    read_day: ReadDay
    completions: Callable[[str, Callable[[list[str]], object]], None]


class FilterRow(QWidget):
    """`changed` with each change, `remove_wanted` and `add_wanted` when another line is to go or to come."""

    changed = Signal()
    remove_wanted = Signal()
    add_wanted = Signal()

    def __init__(self, tools: RowTools, condition: Condition | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._unknown: Condition | None = None
        self.field = ChoiceBox(tr("Field"))
        self.operator = ChoiceBox(tr("How it is compared"))
        self.line = QLineEdit()
        self.line.setAccessibleName(tr("Value"))
        self.box = ChoiceBox(tr("Value"))
        self.remove_button = Button(tools.theme, "", icon="x")
        self.remove_button.setAccessibleName(tr("Take this line away (Alt Del)"))
        self.remove_button.setToolTip(tr("Take this line away (Alt Del)"))
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()
        self._lay_out(tools.theme)
        self._fill_fields()
        self._show(condition)
        self.field.currentIndexChanged.connect(lambda _place: self._field_changed())
        self.operator.currentIndexChanged.connect(lambda _place: self._operator_changed())
        self.box.currentIndexChanged.connect(lambda _place: self._touched())
        self.line.textChanged.connect(lambda _text: self._touched())
        self.line.editingFinished.connect(self._left)
        self.remove_button.clicked.connect(lambda _checked=False: self.remove_wanted.emit())

    def _lay_out(self, theme: Theme) -> None:
        self._values = QStackedWidget()
        for widget in (self.line, self.box, QWidget()):
            self._values.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(theme.space(1.5))
        for widget, share in ((self.field, 5), (self.operator, 4), (self._values, 6), (self.remove_button, 0)):
            row.addWidget(widget, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(row)
        column.addWidget(self._error)

    # ------------------------------------------------------------------------------------------------- the value

    def current_field(self) -> FilterField | None:
        """The field that is chosen; None for one that was deleted."""
        return self._tools.known.fields.get(str(self.field.currentData()))

    def condition(self) -> Condition:
        """What the line says, whether it can be used or not."""
        field = self.current_field()
        if field is None:
            return self._unknown or Condition("", Operator.IS)
        operator = Operator(self.operator.currentData())
        if operator in WITHOUT_VALUE:
            return Condition(field.key, operator)
        if self._values.currentIndex() == _BOX:
            return Condition(field.key, operator, (str(self.box.currentData()),))
        tools = self._tools
        values = values_of(field, operator, self.line.text(), tools.known, tools.currency, tools.read_day)
        return Condition(field.key, operator, values)

    def usable(self) -> Condition | None:
        """The condition, if it can be used."""
        try:
            check(self.condition(), self._tools.known)
        except InvalidInput:
            return None
        return self.condition()

    def show_problem(self) -> bool:
        """Say under the line why it cannot be used; False when it can."""
        try:
            check(self.condition(), self._tools.known)
        except InvalidInput as error:
            self._say(error.sentence)
            return True
        self._error.hide()
        return False

    def error(self) -> str:
        """The sentence below the line, empty when there is none."""
        return "" if self._error.isHidden() else self._error.text()

    def first_focus(self) -> QWidget:
        """The field to choose."""
        return self.field

    def _say(self, sentence: Message) -> None:
        self._error.setText(show(sentence))
        self._error.show()
        self.line.setAccessibleDescription(self._error.text())

    # ------------------------------------------------------------------------------------------------- showing

    def _fill_fields(self) -> None:
        fields = self._tools.known.fields
        for group in FilterGroup:
            members = [field for field in fields.values() if field.group is group]
            if self.field.count() and members:
                self.field.insertSeparator(self.field.count())
            for field in members:
                self.field.addItem(_upper(one_line(show(field.title), 60)), field.key)

    def _show(self, condition: Condition | None) -> None:
        wanted = condition or Condition("last-talk", Operator.NOT_WITHIN_DAYS)
        place = self.field.findData(wanted.field)
        if place < 0:
            self._unknown = wanted
            self.field.insertItem(0, tr("(deleted field)"), wanted.field)
            place = 0
        self.field.setCurrentIndex(place)
        self._fill_operators(wanted.operator)
        self._fit_value(wanted)
        if self._unknown is not None:
            self.show_problem()

    def _fill_operators(self, wanted: Operator | None = None) -> None:
        field = self.current_field()
        self.operator.blockSignals(True)
        self.operator.clear()
        for operator in field.operators if field is not None else ():
            self.operator.addItem(tr(OPERATOR_WORDS[operator]), operator.value)
        self.operator.setCurrentIndex(max(self.operator.findData(wanted.value if wanted else None), 0))
        self.operator.setEnabled(field is not None)
        self.operator.blockSignals(False)

    def _fit_value(self, wanted: Condition | None = None) -> None:
        """Show the way in which a value of this field is given."""
        field = self.current_field()
        if field is None or Operator(self.operator.currentData()) in WITHOUT_VALUE:
            self._values.setCurrentIndex(_NOTHING)
            return
        operator = Operator(self.operator.currentData())
        chosen = bool(field.choices) and operator in (Operator.IS, Operator.IS_NOT)
        self._values.setCurrentIndex(_BOX if chosen else _LINE)
        if chosen:
            self.box.blockSignals(True)
            self.box.clear()
            for key, words in field.choices:
                self.box.addItem(_upper(show(words)), key)
            self.box.setCurrentIndex(max(self.box.findData(wanted.value if wanted else None), 0))
            self.box.blockSignals(False)
            return
        if wanted is not None:
            self.line.setText(text_of(wanted, field, self._tools.known))
        self.line.setPlaceholderText(_hint(field, operator, self._tools.currency))
        self._offer_completions(field, operator)

    def _offer_completions(self, field: FilterField, operator: Operator) -> None:
        self.line.setCompleter(None)  # type: ignore[arg-type]
        if operator in COUNTS_DAYS or operator in ON_A_DAY:
            return
        if field.refers:
            complete(self.line, list(self._tools.known.names_of(field.refers).values()))
        elif field.choices:
            complete(self.line, [show(words) for _key, words in field.choices])
        elif field.completes:
            key = field.key

            def offer(found: list[str]) -> None:
                current = self.current_field()
                if current is not None and current.key == key:
                    complete(self.line, found)

            self._tools.completions(field.completes, offer)

    # ------------------------------------------------------------------------------------------------- changes

    def _field_changed(self) -> None:
        self._error.hide()
        self.line.clear()
        self._fill_operators()
        self._fit_value()
        self.changed.emit()

    def _operator_changed(self) -> None:
        self._error.hide()
        self._fit_value()
        self.changed.emit()

    def _touched(self) -> None:
        self._error.hide()
        self.changed.emit()

    def _left(self) -> None:
        # An empty line is not wrong yet; it is only asked for when the list is to be shown.
        if self.line.text().strip():
            self.show_problem()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Del takes the line away; Enter in a value goes on to another line."""
        control = Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.remove_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & control:
            self.add_wanted.emit()
        else:
            super().keyPressEvent(event)


def _hint(field: FilterField, operator: Operator, currency: str) -> str:
    if operator in COUNTS_DAYS:
        return "90"
    if operator in ON_A_DAY:
        return tr("1 March, or 2026-03-01")
    if field.kind is FilterKind.MONEY:
        return f"1000 {currency}"
    if operator is Operator.ANY_OF:
        return tr("one, another")
    return ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def read_day_by(today: Callable[[], date]) -> ReadDay:
    """Reading a day as it is typed in other fields: `1 March`, `tomorrow`, `next friday`."""
    from crm_desktop.domain.quick_entry.reader import understand_day  # with the first builder, to keep start-up fast

    return lambda text: understand_day(text, today()).day
