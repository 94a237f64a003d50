"""One line of the filter builder: a field, how it is compared, with what, and a sentence below when that will not do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.filter_check import check
from crm_desktop.domain.filter_fields import FilterField, FilterGroup
from crm_desktop.domain.filter_words import OPERATOR_WORDS
from crm_desktop.domain.filters import Condition, Operator
from crm_desktop.domain.messages import Message
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.filter_value import FilterValue, RowTools, upper
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Label
from crm_desktop.ui.widgets.buttons import Button


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
        self.value = FilterValue(tools, self)
        self.line, self.box, self.chips, self.span = self.value.line, self.value.box, self.value.chips, self.value.span
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
        self.value.changed.connect(self._touched)
        self.line.editingFinished.connect(self._left)
        self.remove_button.clicked.connect(lambda _checked=False: self.remove_wanted.emit())

    def _lay_out(self, theme: Theme) -> None:
        # The span stands below what it belongs to: behind the field, before the button.
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(theme.space(1))
        for place, (widget, share) in enumerate(
            ((self.field, 5), (self.operator, 4), (self.value.stack, 6), (self.remove_button, 0))
        ):
            grid.addWidget(widget, 0, place)
            grid.setColumnStretch(place, share)
        grid.addWidget(self.span.choice, 1, 1)
        grid.addWidget(self.span.number, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(grid)
        column.addWidget(self.chips)
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
        operator = self._operator()
        return Condition(field.key, operator, self.value.values(field, operator), self.value.days(field))

    def _operator(self) -> Operator:
        return Operator(self.operator.currentData() or Operator.IS.value)

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
                self.field.addItem(upper(one_line(show(field.title), 60)), field.key)

    def _show(self, condition: Condition | None) -> None:
        wanted = condition or Condition("last-talk", Operator.NOT_WITHIN_DAYS)
        place = self.field.findData(wanted.field)
        if place < 0:
            self._unknown = wanted
            self.field.insertItem(0, tr("(deleted field)"), wanted.field)
            place = 0
        self.field.setCurrentIndex(place)
        self._fill_operators(wanted.operator)
        self.value.fit(self.current_field(), wanted.operator, wanted)
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

    # ------------------------------------------------------------------------------------------------- changes

    def _field_changed(self) -> None:
        self._error.hide()
        self.value.clear()
        self._fill_operators()
        self.value.fit(self.current_field(), self._operator())
        self.changed.emit()

    def _operator_changed(self) -> None:
        self._error.hide()
        self.value.fit(self.current_field(), self._operator())
        self.changed.emit()

    def _touched(self) -> None:
        self._error.hide()
        self.changed.emit()

    def _left(self) -> None:
        # An empty line is not wrong yet; it is only asked for when the list is to be shown.
        typed = bool(self.line.text().strip())
        if typed and not self.line.hasFocus():
            self.value.take_typed()
        if typed:
            self.show_problem()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Del takes the line away; Enter takes a value of several, else goes on to another line."""
        control = Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.remove_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & control:
            if not self.value.take_typed():
                self.add_wanted.emit()
        else:
            super().keyPressEvent(event)
