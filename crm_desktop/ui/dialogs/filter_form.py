"""The filter builder: lines and groups of lines, the sentence they make, and how many people it lets through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.filter_words import sentence
from crm_desktop.domain.filters import AllOf, AnyOf, Condition, Filter
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.filter_group import ALL, ANY, FilterGroup, parts_of
from crm_desktop.ui.dialogs.filter_row import FilterRow
from crm_desktop.ui.dialogs.filter_value import RowTools, read_day_by
from crm_desktop.ui.dialogs.form_body import FormBody
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, Chip, Divider, Label, PrimaryButton, WrappingLabel
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.saved_lists import SavedListService

_COUNT_AFTER_MS = 200
_COUNT_KEY = "filter.count"
_WIDTH = 720


class FilterForm(OverlayCard):
    """A card. `applied(filter)`: show these people; `saved(list id)`: a list was kept or changed.

    Enter in a value goes on to another line, Alt+Del takes a line away, Ctrl+Enter shows the people.
    """

    applied = Signal(object)
    saved = Signal(int)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        lists: SavedListService,
        now: Callable[[], datetime],
        wanted: Filter | None,
        currency: str = "EUR",
    ) -> None:
        super().__init__(theme, tr("Filter people"), width=_WIDTH)
        self._jobs = jobs
        self._lists = lists
        self._list_id: int | None = None
        self._parts: list[FilterRow | FilterGroup] = []
        self._known = lists.known()
        self._tools = RowTools(theme, self._known, currency, read_day_by(lambda: now().date()), self._complete)
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._counting.timeout.connect(self._count)
        self._kept: Filter | None = None
        self._make(theme)
        self._lay_out(theme)
        self._connect()
        self._show(wanted)

    def _make(self, theme: Theme) -> None:
        self.words = WrappingLabel("", TextRole.FIELD, most_lines=3)
        self.count = Chip(theme, "", Tone.ACCENT)
        self.count.hide()
        self.join = ChoiceBox(tr("How the lines belong together"))
        self.join.setMinimumContentsLength(len(tr("all of these")))
        for key, words in ((ALL, tr("all of these")), (ANY, tr("any of these"))):
            self.join.addItem(words, key)
        self.add_button = Button(theme, tr("Add a line"), tr("Enter"), icon="plus")
        self.group_button = Button(theme, tr("Add a group"), icon="plus")
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("Name of the list"))
        self.name.setAccessibleName(tr("Name of the list"))
        self.save_button = Button(theme, tr("Save as list"))
        self.apply_button = PrimaryButton(theme, tr("Show"), tr("Ctrl Enter"))
        self.cancel_button = Button(theme, tr("Cancel"))
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(20)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.space(4), side, theme.space(2))
        head.setSpacing(theme.space(2))
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        joined = QHBoxLayout()
        joined.addWidget(Label(tr("People who match"), colour="secondary"))
        joined.addWidget(self.join)
        joined.addStretch()
        head.addLayout(line)
        head.addLayout(joined)
        self.body.addLayout(head)
        self._scroll = FormBody(theme, margins=(20, 4, 20, 8), spacing=8)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(2))
        self._scroll.body.addLayout(self._lines)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(2))
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.group_button)
        buttons.addStretch()
        self._scroll.body.addLayout(buttons)
        self._scroll.body.addStretch()
        self.body.addWidget(self._scroll, 1)
        self._error.setContentsMargins(side, 0, side, theme.space(2))
        self.body.addWidget(self._error)
        self.body.addWidget(Divider(theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(3), side, theme.space(3))
        foot.setSpacing(theme.space(2))
        foot.addWidget(self.name, 1)
        for button in (self.save_button, self.cancel_button, self.apply_button):
            foot.addWidget(button)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        self.join.currentIndexChanged.connect(lambda _place: self._changed())
        self.add_button.clicked.connect(lambda _checked=False: self.add())
        self.group_button.clicked.connect(lambda _checked=False: self.add_group())
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.name.returnPressed.connect(self.save)
        self.name.textChanged.connect(lambda _text: self._error.hide())
        self.apply_button.clicked.connect(lambda _checked=False: self.apply())
        self.cancel_button.clicked.connect(lambda _checked=False: self.close_card())

    # ------------------------------------------------------------------------------------------------- contents

    def set_saved(self, list_id: int | None, name: str) -> None:
        """The filter is that of a saved list: saving under the same name changes it."""
        self._list_id = list_id
        self.name.setText(name)
        self.name.setCursorPosition(0)
        self.save_button.setText(tr("Save the list") if list_id is not None else tr("Save as list"))
        self.save_button.setAccessibleName(self.save_button.text())

    def rows(self) -> tuple[FilterRow | FilterGroup, ...]:
        """Lines and groups, from the top."""
        return tuple(self._parts)

    def error(self) -> str:
        """What was refused last, empty when nothing was."""
        return "" if self._error.isHidden() else self._error.text()

    def first_focus(self) -> QWidget:
        """The field of the first line."""
        first = self._parts[0] if self._parts else None
        if isinstance(first, FilterGroup):
            return first.join
        return first.first_focus() if first is not None else self.add_button

    def _show(self, wanted: Filter | None) -> None:
        found = parts_of(wanted) if wanted is not None else (ALL, ())
        if found is None:
            # Deeper than this card shows: it stays whole, and what is built here is added to it.
            self._kept = wanted
            found = (ALL, ())
        self.join.setCurrentIndex(self.join.findData(found[0]))
        for part in found[1]:
            if isinstance(part, Condition):
                self.add(part, focus=False)
            else:
                self._put(FilterGroup(self._tools, part[0], part[1]))
        if not self._parts and self._kept is None:
            self.add(focus=False)
        self._changed()

    def add(self, condition: Condition | None = None, *, focus: bool = True) -> FilterRow:
        """Another line at the end."""
        row = FilterRow(self._tools, condition)
        row.add_wanted.connect(lambda: self.add())  # noqa: PLW0108 - without the signal's arguments
        row.remove_wanted.connect(lambda: self._remove(row))
        self._put(row)
        if focus:
            row.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(row)
            self._changed()
        return row

    def add_group(self) -> FilterGroup:
        """Another group at the end, of which any line is enough."""
        group = FilterGroup(self._tools, ANY)
        self._put(group)
        group.rows()[0].first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(group)
        self._changed()
        return group

    def _put(self, part: FilterRow | FilterGroup) -> None:
        part.changed.connect(self._changed)
        if isinstance(part, FilterGroup):
            part.emptied.connect(lambda: self._remove(part))
        self._parts.append(part)
        self._lines.addWidget(part)

    def _remove(self, part: FilterRow | FilterGroup) -> None:
        place = self._parts.index(part)
        self._parts.remove(part)
        self._lines.removeWidget(part)
        part.hide()
        part.deleteLater()
        near = self._parts[min(place, len(self._parts) - 1)] if self._parts else None
        target = near.first_focus() if isinstance(near, FilterRow) else self.add_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed()

    def wanted(self, *, only_usable: bool = False) -> Filter:
        """The filter that stands on the card; with `only_usable`, without the lines that are not finished."""
        parts: list[Filter] = [self._kept] if self._kept is not None else []
        for part in self._parts:
            found: Filter | None
            if isinstance(part, FilterGroup):
                found = part.wanted(only_usable=only_usable)
            else:
                found = part.usable() if only_usable else part.condition()
            if found is not None:
                parts.append(found)
        if self.join.currentData() == ANY and parts:
            return AnyOf(tuple(parts))
        return AllOf(tuple(parts))

    # ------------------------------------------------------------------------------------------------- live words

    def _changed(self) -> None:
        self._error.hide()
        words = show(sentence(self.wanted(only_usable=True), self._known))
        self.words.setText(words[:1].upper() + words[1:])
        for group in (part for part in self._parts if isinstance(part, FilterGroup)):
            group.word.setText(tr("or") if self.join.currentData() == ANY else tr("and"))
        self._counting.start()
        self._scroll.updateGeometry()

    def _count(self) -> None:
        wanted, lists = self.wanted(only_usable=True), self._lists
        self._jobs.read(lambda: lists.count(wanted), self._show_count, key=_COUNT_KEY, owner=self)

    def _show_count(self, count: int) -> None:
        self.count.set_text(plural("{count} person", "{count} people", count))
        self.count.show()

    def _complete(self, what: str, done: Callable[[list[str]], object]) -> None:
        lists = self._lists
        self._jobs.read(lambda: lists.completions(what), done, owner=self)

    # ------------------------------------------------------------------------------------------------- what it does

    def _finished(self) -> bool:
        """Whether every line can be used; what cannot says why."""
        rows = [row for part in self._parts for row in (part.rows() if isinstance(part, FilterGroup) else (part,))]
        wrong = [row for row in rows if row.show_problem()]
        if wrong:
            wrong[0].line.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def apply(self) -> None:
        """Show the people."""
        if self._finished():
            self.applied.emit(self.wanted())
            self.close_card()

    def save(self) -> None:
        """Keep the list under the name that is typed."""
        if not self._finished():
            return
        wanted, name, list_id, lists = self.wanted(), self.name.text().strip(), self._list_id, self._lists

        def write() -> int:
            if list_id is None:
                return lists.add(name, wanted)
            lists.change(list_id, name, wanted)
            return list_id

        self._jobs.write(write, self._saved, self._refused, owner=self)

    def _saved(self, list_id: int) -> None:
        self.saved.emit(list_id)
        self.close_card()

    def _refused(self, error: UserError) -> None:
        self._error.setText(show(error.sentence))
        self._error.show()
        if isinstance(error, InvalidInput):
            self.name.setAccessibleDescription(self._error.text())
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter shows the people; Enter in a line stays inside the card."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.apply()
