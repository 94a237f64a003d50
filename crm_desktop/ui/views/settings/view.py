"""The settings in groups, one line each, and what the user may want to know about notifications and the data file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.changes import SETTING, Change
from crm_desktop.domain.errors import UserError
from crm_desktop.services.alive import AliveService
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.services.setting_kinds import ON, Group, Kind, Setting
from crm_desktop.services.settings import SETTINGS, THEME, SettingsService
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.settings.fields import ChoiceField, Field, field_for
from crm_desktop.ui.views.settings.reach import LoginRow, TestRow
from crm_desktop.ui.views.settings.rows import SettingRow
from crm_desktop.ui.widgets import Button, Card, Label, PageHeader, ScrollBody, SectionHeading

_WIDTH = 680


class SettingsView(QWidget):
    """See `ui/view.py` for the contract. `data_file` is where everything is stored, `explain` opens the diagnosis,
    `change_keys` the list of all keys, `manage_fields` the fields of people, companies and deals, `manage_pipelines` the pipelines,
    `manage_rates` the exchange rates.

    A setting takes effect at once; when it cannot be stored, the choice goes back and the sentence stands below it.
    """

    key = "settings"

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        settings: SettingsService,
        notifying: NotifyingService,
        data_file: Path,
        alive: Callable[[], AliveService],
        explain: Callable[[], object],
        change_keys: Callable[[], object] = lambda: None,
        manage_fields: Callable[[], object] = lambda: None,
        manage_pipelines: Callable[[], object] = lambda: None,
        manage_rates: Callable[[], object] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._settings = settings
        self._notifying = notifying
        self._data_file = data_file
        self.fields: dict[str, Field] = {}
        self.rows: dict[str, SettingRow] = {}
        self.test = TestRow(theme, notifying)
        self.login = LoginRow(theme, jobs, alive)
        self.why_button = Button(theme, tr("Why did nothing appear?"), icon="circle-help")
        self.why_button.clicked.connect(lambda _checked=False: explain())
        self.keys_button = Button(theme, tr("Change the keys…"), icon="keyboard")
        self.keys_button.clicked.connect(lambda _checked=False: change_keys())
        self.fields_button = Button(theme, tr("Fields…"), icon="list")
        self.fields_button.clicked.connect(lambda _checked=False: manage_fields())
        self.pipelines_button = Button(theme, tr("Pipelines…"), icon="square-kanban")
        self.pipelines_button.clicked.connect(lambda _checked=False: manage_pipelines())
        self.rates_button = Button(theme, tr("Exchange rates…"), icon="list")
        self.rates_button.clicked.connect(lambda _checked=False: manage_rates())
        self.copy_button = Button(theme, tr("Copy the path"), icon="copy")
        self.copy_button.clicked.connect(lambda _checked=False: self._copy_path())
        self._build(theme)

    @property
    def boxes(self) -> dict[str, ChoiceField]:
        """The controls that are lists, by the names of their settings."""
        return {name: field for name, field in self.fields.items() if isinstance(field, ChoiceField)}

    def _build(self, theme: Theme) -> None:
        body = ScrollBody(theme, margins=(20, 18, 20, 20))
        # Lines that are too long cannot be read. The column is limited as a whole: a layout that was wider than its rows
        # would reckon their heights for its own width.
        limited = QWidget()
        limited.setMaximumWidth(theme.scaled(_WIDTH))
        self._column = QVBoxLayout(limited)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.scaled(6))
        line = QHBoxLayout()
        line.addWidget(limited, 1)
        line.addStretch()
        body.body.addLayout(line)
        body.body.addStretch()
        self._add_group(tr("How it looks and reads"), self._rows_of(Group.LOOKS))
        keys = SettingRow(
            theme,
            tr("Your own keys"),
            tr("Every action with its key, and how to give it another one."),
            self.keys_button,
        )
        self._add_group(tr("Keyboard"), [keys])
        kept = [self._fields_row(theme), self._pipelines_row(theme), self._rates_row(theme)]
        self._add_group(tr("What you keep"), [*kept, *self._rows_of(Group.KEPT)])
        self._add_group(tr("Reminders"), self._rows_of(Group.REMINDERS))
        self._add_group(tr("Notifications"), self._rows_of(Group.NOTIFICATIONS))
        why = SettingRow(
            theme,
            tr("Nothing appears?"),
            tr("Looks at everything that can keep a notification from you, and says what to do."),
            self.why_button,
        )
        self._add_group(tr("Do they reach you?"), [self.login, self.test, why])
        self._add_group(tr("Your data"), [self._data_row()])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(PageHeader(theme, self.title()))
        outer.addWidget(body, 1)

    def _fields_row(self, theme: Theme) -> SettingRow:
        words = tr("Make fields of your own, and hide built-in ones that you do not need.")
        return SettingRow(theme, tr("Fields of people, companies and deals"), words, self.fields_button)

    def _rates_row(self, theme: Theme) -> SettingRow:
        words = tr("Your own table, by which sums of several currencies are put together.")
        return SettingRow(theme, tr("Exchange rates"), words, self.rates_button)

    def _pipelines_row(self, theme: Theme) -> SettingRow:
        words = tr("The steps that your work goes through: names, words, chances, and when a deal is stuck.")
        return SettingRow(theme, tr("Pipelines and stages"), words, self.pipelines_button)

    def _add_group(self, title: str, rows: list[SettingRow]) -> None:
        if self._column.count():
            self._column.addSpacing(self._theme.space(3))
        self._column.addWidget(SectionHeading(self._theme, title))
        card = Card(self._theme)
        for row in rows:
            card.add_row(row)
        self._column.addWidget(card)

    def _rows_of(self, group: Group) -> list[SettingRow]:
        return [self._setting_row(setting) for setting in SETTINGS if setting.group is group]

    def _setting_row(self, setting: Setting) -> SettingRow:
        field = field_for(self._theme, setting)
        field.show_value(self._settings.get(setting.name))
        field.told.connect(lambda value: self._choose(setting, value))
        wide = setting.kind in (Kind.SEVERAL, Kind.ADDRESSES)
        row = SettingRow(self._theme, show(setting.title), show(setting.help), field, wide=wide)
        self.fields[setting.name], self.rows[setting.name] = field, row
        self._enable(setting)
        return row

    def _data_row(self) -> SettingRow:
        words = tr(
            "Everything is in this one file, and it is yours. To take it along, export it, or quit the program and copy the file."
        )
        self.path_label = Label(str(self._data_file), TextRole.SECONDARY, "secondary", wrap=True)
        self.path_label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.path_label.setAccessibleName(tr("Where the data is"))
        row = SettingRow(self._theme, tr("Where it is"), words, self.copy_button)
        row.add_line(self.path_label)
        return row

    # ----------------------------------------------------------------------------------------- the contract of views

    def title(self) -> str:
        """Its name in the sidebar."""
        return tr("Settings")

    def activate(self) -> None:
        """Show what is stored, and what the desktop has on its list of what it starts."""
        self._show_stored()
        self.login.look()

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
        return next(iter(self.fields.values()), None)

    # ------------------------------------------------------------------------------------------------------- acting

    def _show_stored(self) -> None:
        for setting in SETTINGS:
            if setting.name in self.fields:
                self.fields[setting.name].show_value(self._settings.get(setting.name))
                self._enable(setting)

    def _enable(self, setting: Setting) -> None:
        if setting.needs:
            self.rows[setting.name].setEnabled(self._settings.get(setting.needs) == ON)

    def _choose(self, setting: Setting, value: str) -> None:
        self.rows[setting.name].say("")
        if setting is THEME:
            self._theme.set_mode(value)

        def stored(_nothing: object) -> None:
            self._show_stored()
            self._notifying.check()

        def refused(error: UserError) -> None:
            self.rows[setting.name].say(show(error.sentence))
            self._show_stored()
            if setting is THEME:
                self._theme.set_mode(self._settings.get(setting.name))

        self._jobs.write(lambda: self._settings.set(setting.name, value), stored, refused, owner=self)

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(self._data_file))
