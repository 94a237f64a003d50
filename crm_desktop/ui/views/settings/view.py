"""The settings, one line each, and what the user may want to know about notifications and the data file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.changes import SETTING, Change
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.services.settings import SHOWN, THEME, Setting, SettingsService
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Card, Label, PageHeader, ScrollBody, SectionHeading

_WIDTH = 680


class SettingsView(QWidget):
    """See `ui/view.py` for the contract. `data_file` is where everything is stored.

    A setting takes effect at once; when it cannot be stored, the choice goes back and the sentence stands below it.
    """

    key = "settings"

    _told = Signal(str, str)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        settings: SettingsService,
        notifying: NotifyingService,
        data_file: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._settings = settings
        self._notifying = notifying
        self._data_file = data_file
        self.boxes: dict[str, ChoiceBox] = {}
        self._errors: dict[str, Label] = {}
        self.test_button = Button(theme, tr("Send a test notification"), icon="bell")
        self.test_result = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.copy_button = Button(theme, tr("Copy the path"), icon="copy")
        self._build(theme)
        # Notifiers may answer from a thread of their own; a signal brings the answer to this one.
        self._told.connect(self._tell)
        self.test_button.clicked.connect(lambda _checked=False: self.send_test())
        self.copy_button.clicked.connect(lambda _checked=False: self._copy_path())

    def _build(self, theme: Theme) -> None:
        body = ScrollBody(theme, margins=(20, 18, 20, 20), spacing=6)
        column = body.body
        column.addWidget(self._limited(SectionHeading(theme, tr("How it looks and reads"))))
        card = Card(theme)
        for setting in SHOWN:
            card.add_row(self._setting_row(theme, setting))
        column.addWidget(self._limited(card))
        column.addSpacing(theme.space(3))
        column.addWidget(self._limited(SectionHeading(theme, tr("Notifications"))))
        card = Card(theme)
        words = tr("A notification as a due reminder shows it. If none can appear, it says here why.")
        card.add_row(self._row(theme, tr("Does it reach you?"), words, self.test_button, self.test_result))
        column.addWidget(self._limited(card))
        column.addSpacing(theme.space(3))
        column.addWidget(self._limited(SectionHeading(theme, tr("Your data"))))
        card = Card(theme)
        self.path_label = Label(str(self._data_file), TextRole.SECONDARY, "secondary", wrap=True)
        self.path_label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words = tr(
            "Everything is in this one file, and it is yours. To take it along, export it, or quit the program and copy the file."
        )
        card.add_row(self._row(theme, tr("Where it is"), words, self.copy_button, self.path_label))
        column.addWidget(self._limited(card))
        column.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(PageHeader(theme, self.title()))
        outer.addWidget(body, 1)

    def _limited(self, widget: QWidget) -> QWidget:
        """Lines that are too long cannot be read."""
        widget.setMaximumWidth(self._theme.scaled(_WIDTH))
        return widget

    def _setting_row(self, theme: Theme, setting: Setting) -> QWidget:
        box = ChoiceBox(show(setting.title))
        box.setAccessibleDescription(show(setting.help))
        box.setFixedWidth(theme.scaled(190))
        for value, words in setting.choices:
            box.addItem(show(words), value)
        box.setCurrentIndex(max(0, box.findData(self._settings.get(setting.name))))
        box.currentIndexChanged.connect(lambda _index: self._choose(setting.name))
        error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.boxes[setting.name] = box
        self._errors[setting.name] = error
        return self._row(theme, show(setting.title), show(setting.help), box, error)

    @staticmethod
    def _row(theme: Theme, title: str, help_text: str, control: QWidget, below: Label) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(theme.scaled(14), theme.space(2.5), theme.scaled(14), theme.space(2.5))
        line.setSpacing(theme.space(4))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, weight="medium"))
        words.addWidget(Label(help_text, TextRole.SECONDARY, "secondary", wrap=True))
        words.addWidget(below)
        line.addLayout(words, 1)
        # Only now it has a parent: shown before, it would be a window of its own for a moment.
        below.setVisible(bool(below.text()))
        line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    # ----------------------------------------------------------------------------------------- the contract of views

    def title(self) -> str:
        """Its name in the sidebar."""
        return tr("Settings")

    def activate(self) -> None:
        """Show what is stored."""
        self._show_stored()

    def refresh(self, change: Change) -> None:
        """Settings may change elsewhere, such as the theme by a command."""
        if change.touches(SETTING):
            self._show_stored()

    def open(self, kind: str, item_id: int) -> bool:  # noqa: ARG002  # the contract; there are no things here
        """There is nothing to open here."""
        return False

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """None of its own: everything is a control with Tab."""
        return {}

    def primary_focus(self) -> QWidget | None:
        """The first setting."""
        return next(iter(self.boxes.values()), None)

    # ------------------------------------------------------------------------------------------------------- acting

    def _show_stored(self) -> None:
        for name, box in self.boxes.items():
            index = box.findData(self._settings.get(name))
            if index >= 0 and index != box.currentIndex():
                box.blockSignals(True)
                box.setCurrentIndex(index)
                box.blockSignals(False)

    def _choose(self, name: str) -> None:
        value = str(self.boxes[name].currentData())
        self._errors[name].hide()
        if name == THEME.name:
            self._theme.set_mode(value)

        def refused(error: UserError) -> None:
            self._errors[name].setText(show(error.sentence))
            self._errors[name].show()
            self._show_stored()
            if name == THEME.name:
                self._theme.set_mode(self._settings.get(name))

        self._jobs.write(lambda: self._settings.set(name, value), None, refused, owner=self)

    def send_test(self) -> None:
        """Show a notification, or say why none can appear."""
        problem = self._notifying.problem()
        if problem is not None:
            self._tell(show(problem), "late")
            return
        self._tell(tr("Sending…"), "secondary")
        self._notifying.send_test(self._test_shown, self._test_failed)

    def _test_shown(self) -> None:
        self._told.emit(tr("It was shown. If you did not see it, the desktop may be set to “do not disturb”."), "good")

    def _test_failed(self, why: Message) -> None:
        self._told.emit(show(why), "late")

    def _tell(self, sentence: str, colour: str) -> None:
        self.test_result.setText(one_line(sentence, 300))
        self.test_result.set_colour(colour)
        self.test_result.show()
        self.test_button.setAccessibleDescription(sentence)

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(self._data_file))
