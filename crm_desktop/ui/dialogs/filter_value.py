"""The value of a line of the filter builder: typed, chosen from a few, or several of them, with how far back it looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from crm_desktop.domain.filter_fields import COUNTS_DAYS, ON_A_DAY, OWN, WITHOUT_VALUE, FilterField, FilterKind, Known
from crm_desktop.domain.filters import Condition, Operator
from crm_desktop.ui.dialogs.bulk_forms import complete
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.filter_chips import ValueChips
from crm_desktop.ui.dialogs.filter_span import SpanChoice
from crm_desktop.ui.dialogs.filter_values import ReadDay, several, texts_of, values_of
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme

_LINE, _BOX, _NOTHING = range(3)


@dataclass(frozen=True, slots=True)
class RowTools:
    """What every line needs: what there is to filter by, how days and amounts are read, and known values of a field."""

    theme: Theme
    known: Known
    currency: str
    read_day: ReadDay
    completions: Callable[[str, Callable[[list[str]], object]], None]


class _ValueLine(QLineEdit):
    """`back` is Backspace where there is nothing to take back in the line."""

    back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace goes on to what was taken before."""
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.back.emit()
        else:
            super().keyPressEvent(event)


class FilterValue(QObject):
    """Holds the widgets that a line lays out: `stack` with `line` and `box` in the line, `chips` and `span` below it."""

    changed = Signal()

    def __init__(self, tools: RowTools, parent: QObject) -> None:
        super().__init__(parent)
        self._tools = tools
        self._field: FilterField | None = None
        self._operator = Operator.FILLED
        self._offered: list[str] = []
        self.line = _ValueLine()
        self.line.setAccessibleName(tr("Value"))
        self.box = ChoiceBox(tr("Value"))
        self.chips = ValueChips(tools.theme)
        self.span = SpanChoice(self)
        self.stack = QStackedWidget()
        for widget in (self.line, self.box, QWidget()):
            self.stack.addWidget(widget)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.back.connect(self.chips.take_last)
        self.box.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.span.changed.connect(self.changed)
        self.chips.changed.connect(self.changed)
        self.chips.left.connect(lambda: self.line.setFocus(Qt.FocusReason.OtherFocusReason))

    def clear(self) -> None:
        """Another field takes other values."""
        self.line.clear()
        self.chips.show_values(())

    def days(self, field: FilterField) -> int | None:
        """How far back a condition about a field looks; None for ever."""
        return self.span.days() if field.spans else None

    def values(self, field: FilterField, operator: Operator) -> tuple[str, ...]:
        """What is typed, picked or chosen, as a condition holds it."""
        if operator in WITHOUT_VALUE:
            return ()
        if self.stack.currentIndex() == _BOX:
            return (str(self.box.currentData()),)
        tools, typed = self._tools, [self.line.text()]
        if operator is Operator.ANY_OF:
            typed = [*self.chips.values(), *several(self.line.text(), self._offered)]
        found = (values_of(field, operator, each, tools.known, tools.currency, tools.read_day) for each in typed)
        return tuple(dict.fromkeys(value for values in found for value in values))

    def fit(self, field: FilterField | None, operator: Operator, wanted: Condition | None = None) -> None:
        """Show the way in which a value of this field is given, and the value of a condition; None keeps what is typed."""
        self._field, self._operator = field, operator
        if wanted is not None:
            self.span.show_days(wanted.days)
        self.span.offer(field is not None and field.spans)
        self._fit_chips(operator)
        if field is None or operator in WITHOUT_VALUE:
            self.stack.setCurrentIndex(_NOTHING)
            return
        chosen = bool(field.choices) and operator in (Operator.IS, Operator.IS_NOT)
        self.stack.setCurrentIndex(_BOX if chosen else _LINE)
        if chosen:
            self.box.blockSignals(True)
            self.box.clear()
            for key, words in field.choices:
                self.box.addItem(show(words) if field.key.startswith(OWN) else upper(show(words)), key)
            self.box.setCurrentIndex(max(self.box.findData(wanted.value if wanted else None), 0))
            self.box.blockSignals(False)
            return
        texts = texts_of(wanted, field, self._tools.known) if wanted is not None else []
        if operator is Operator.ANY_OF:
            self.chips.show_values(texts or self.chips.values())
        elif texts:
            self.line.setText(texts[0])
        self.line.setPlaceholderText(_hint(field, operator, self._tools.currency))
        self._offer_completions(field, operator)

    def _fit_chips(self, operator: Operator) -> None:
        """Only any of several has more than one value; the first stays when there can be one only."""
        kept = self.chips.values()
        if operator is Operator.ANY_OF or not kept:
            return
        self.chips.show_values(())
        if not self.line.text().strip():
            self.line.setText(kept[0])

    def _offer_completions(self, field: FilterField, operator: Operator) -> None:
        self.line.setCompleter(None)  # type: ignore[arg-type]
        self._offered = []
        if operator in COUNTS_DAYS or operator in ON_A_DAY:
            return
        if field.refers:
            self._offer(list(self._tools.known.names_of(field.refers).values()))
        elif field.choices:
            self._offer([show(words) for _key, words in field.choices])
        elif field.completes:
            key = field.key

            def offer(found: list[str]) -> None:
                if self._field is not None and self._field.key == key:
                    self._offer(found)

            self._tools.completions(field.completes, offer)

    def _offer(self, values: list[str]) -> None:
        self._offered = values
        complete(self.line, values)
        # What was picked stands in the line only after this signal.
        self.line.completer().activated.connect(lambda _text: QTimer.singleShot(0, self, self.take_typed))

    def take_typed(self) -> bool:
        """What is typed becomes a pill, where there can be several; False when there was nothing to take."""
        typed = several(self.line.text(), self._offered) if self._takes_several() else []
        if not typed:
            return False
        self.line.clear()
        self.chips.add(typed)
        return True

    def _takes_several(self) -> bool:
        return self._operator is Operator.ANY_OF and self.stack.currentIndex() == _LINE


def _hint(field: FilterField, operator: Operator, currency: str) -> str:
    if operator in COUNTS_DAYS:
        return "90"
    if operator in ON_A_DAY:
        return tr("1 March, or 2026-03-01")
    if field.kind is FilterKind.MONEY:
        return f"1000 {currency}"
    if operator is Operator.ANY_OF:
        return tr("one, Enter, another")
    return ""


def upper(text: str) -> str:
    """The words with a capital at the beginning, as they stand in a list to choose from."""
    return text[:1].upper() + text[1:]


def read_day_by(today: Callable[[], date]) -> ReadDay:
    """Reading a day as it is typed in other fields: `1 March`, `tomorrow`, `next friday`."""
    from crm_desktop.domain.quick_entry.reader import understand_day  # with the first builder, to keep start-up fast

    return lambda text: understand_day(text, today()).day
