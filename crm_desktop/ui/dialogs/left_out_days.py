"""The days that a repetition leaves out, each a pill that puts its day back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import texts
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import ChipButton, FlowLayout, Label

_SHOWN = 24


class LeftOutDays(QWidget):
    """`put_back` carries the day of a pill that was pressed. `before` is the field that Tab comes from."""

    put_back = Signal(object)

    def __init__(self, theme: Theme, today: Callable[[], date], before: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = today
        self._before = before
        self._days: tuple[date, ...] = ()
        self._flow = FlowLayout(self, spacing=theme.space(1.5))

    def show_days(self, days: Sequence[date]) -> None:
        """Show them, the first two dozen; the focus stays at the place of the pill that went."""
        if tuple(days) == self._days:
            return
        place = next((place for place, chip in enumerate(self.chips()) if chip.hasFocus()), None)
        self._days = tuple(days)
        self._flow.clear()
        chips = [self._chip(day) for day in self._days[:_SHOWN]]
        for before, chip in zip([self._before, *chips], chips, strict=False):
            self._flow.addWidget(chip)
            QWidget.setTabOrder(before, chip)
        if len(days) > _SHOWN:
            more = texts.plural("and {count} more", "and {count} more", len(days) - _SHOWN)
            self._flow.addWidget(Label(more, TextRole.SECONDARY, "secondary"))
        if place is not None:
            target = chips[min(place, len(chips) - 1)] if chips else self._before
            target.show()
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def chips(self) -> list[ChipButton]:
        """The pills, in the order of their days."""
        return [chip for chip in self.findChildren(ChipButton) if not chip.isHidden()]

    def _chip(self, day: date) -> ChipButton:
        words = texts.short_day(day, self._today(), weekday=True)
        chip = ChipButton(self._theme, tr("{day} ×", day=words), Tone.NEUTRAL, parent=self)
        chip.setAccessibleName(tr("Put {day} back", day=words))
        chip.clicked.connect(lambda _checked=False: self.put_back.emit(day))
        return chip
