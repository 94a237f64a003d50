"""The controls of settings: a choice, some of a few, a time of day, a switch. Each tells what the user chose."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.services.setting_kinds import OFF, ON, Kind, Setting
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.texts import clock, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import ChipButton, FlowLayout, Switch

_BOX_WIDTH = 210
_TIME_WIDTH = 92


class ChoiceField(ChoiceBox):
    """One of a few; `told(value)` when the user chose."""

    told = Signal(str)

    def __init__(self, theme: Theme, setting: Setting) -> None:
        super().__init__(show(setting.title))
        self.setFixedWidth(theme.scaled(_BOX_WIDTH))
        for value, words in setting.choices:
            self.addItem(show(words), value)
        self.currentIndexChanged.connect(lambda _index: self.told.emit(str(self.currentData())))

    def show_value(self, value: str) -> None:
        """Show what is stored, without telling."""
        index = self.findData(value)
        if index >= 0 and index != self.currentIndex():
            self.blockSignals(True)
            self.setCurrentIndex(index)
            self.blockSignals(False)


class SwitchField(Switch):
    """On or off; `told(value)` with "on" or "off" when the user pressed it."""

    told = Signal(str)

    def __init__(self, theme: Theme, setting: Setting) -> None:
        super().__init__(theme, "")
        self.setAccessibleName(show(setting.title))
        self.clicked.connect(lambda _checked=False: self.told.emit(ON if self.isChecked() else OFF))

    def show_value(self, value: str) -> None:
        """Show what is stored, without telling."""
        self.setChecked(value == ON)


class _TypedField(QLineEdit):
    """A line of its own; `told(text)` when it was changed and Enter pressed or the field left."""

    told = Signal(str)

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self._shown = ""
        self.setAccessibleName(show(setting.title))
        self.editingFinished.connect(self._tell)

    def show_value(self, value: str) -> None:
        """Show what is stored, unless something else is being typed."""
        typing = self.hasFocus() and self.text() != self._shown
        self._shown = self._written(value)
        if not typing:
            self.setText(self._shown)

    def _written(self, value: str) -> str:
        return value

    def _tell(self) -> None:
        if self.text() != self._shown:
            # What is stored now is shown in the locale's own form, whatever form it was typed in.
            self._shown = self.text()
            self.told.emit(self.text())


class TimeField(_TypedField):
    """A typed time of day, shown as the locale writes it; stored is `08:30`."""

    def __init__(self, theme: Theme, setting: Setting) -> None:
        super().__init__(setting)
        self.setPlaceholderText(tr("8:30"))
        self.setFixedWidth(theme.scaled(_TIME_WIDTH))

    def _written(self, value: str) -> str:
        return clock(time.fromisoformat(value))


class AddressesField(_TypedField):
    """E-mail addresses in one line, with commas between them."""

    def __init__(self, theme: Theme, setting: Setting) -> None:  # noqa: ARG002  # made like the others
        super().__init__(setting)
        self.setPlaceholderText(tr("me@example.com, me@work.example"))


class SeveralField(QWidget):
    """Some of a few, as pills; `told(values)` with what is chosen, joined by commas."""

    told = Signal(str)

    def __init__(self, theme: Theme, setting: Setting) -> None:
        super().__init__()
        self.setAccessibleName(show(setting.title))
        self.pills: dict[str, ChipButton] = {}
        flow = FlowLayout(self, spacing=theme.space(1.5))
        for value, words in setting.choices:
            pill = ChipButton(theme, show(words), Tone.ACCENT, checkable=True)
            pill.setAccessibleDescription(show(setting.title))
            pill.clicked.connect(lambda _checked=False: self._tell())
            self.pills[value] = pill
            flow.addWidget(pill)
        self.setFocusProxy(next(iter(self.pills.values())))

    def show_value(self, value: str) -> None:
        """Show what is stored, without telling."""
        chosen = value.split(",")
        for key, pill in self.pills.items():
            pill.setChecked(key in chosen)

    def _tell(self) -> None:
        self.told.emit(",".join(key for key, pill in self.pills.items() if pill.isChecked()))


Field = ChoiceField | SwitchField | TimeField | AddressesField | SeveralField


def field_for(theme: Theme, setting: Setting) -> Field:
    """The control for a setting; those that the program keeps for itself have none."""
    made: dict[Kind, type[Field]] = {
        Kind.SWITCH: SwitchField,
        Kind.TIME: TimeField,
        Kind.ADDRESSES: AddressesField,
        Kind.SEVERAL: SeveralField,
    }
    field = made.get(setting.kind, ChoiceField)(theme, setting)
    if not isinstance(field, SeveralField):
        field.setAccessibleDescription(show(setting.help))
    return field
