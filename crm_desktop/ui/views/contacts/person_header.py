"""The top of a person's page: photo, name edited in place, who and where, buttons, tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.pages import ContactPage, TagRow
from crm_desktop.ui.dialogs.tags_row import TagsRow
from crm_desktop.ui.texts import one_line, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.keyed_column import KeyedColumn
from crm_desktop.ui.views.contacts.person_line import PersonLine
from crm_desktop.ui.views.contacts.person_photo import PhotoButton
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.widgets import Button, ElidedLabel, InlineEdit, LinkButton


class PersonHeader(QWidget):
    """Shows a `Person`; the buttons only say that they were pressed. `parts` takes the form with the parts of the name."""

    call = Signal()
    write = Signal()
    remind = Signal()
    menu_wanted = Signal(QMenu)
    name_in_parts = Signal()

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        known_tags: Callable[[], Sequence[TagRow]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._page: ContactPage | None = None
        self._room = (False, False)
        self.photo = PhotoButton(theme)
        self.name = InlineEdit(theme, tr("Name"), placeholder=tr("Name"), role=TextRole.NAME, most_lines=2)
        self.parts_button = LinkButton(theme, tr("in parts"))
        self.spoken = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self.line = PersonLine(theme)
        self.tags = TagsRow(theme, known_tags, tr("Show everybody with this tag"))
        self.parts: KeyedColumn[object, QWidget] = KeyedColumn(str, lambda _kind: QWidget(), lambda _r, _k, _v: None)
        self._buttons = QWidget()
        self._build(theme)

    def _build(self, theme: Theme) -> None:
        self.name.setMinimumWidth(theme.scaled(120))
        self.name.editing_changed.connect(self.parts_button.setVisible)
        # Taking the focus would close the name, and with it take this away before the press has ended.
        self.parts_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.parts_button.clicked.connect(lambda _checked=False: self.name_in_parts.emit())
        self.parts_button.setToolTip(tooltip(tr("All parts of the name (Shift+E)")))
        self.parts_button.hide()
        self.spoken.hide()
        self._top, self._bottom = QHBoxLayout(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for line in (self._top, self._bottom):
            line.setSpacing(theme.space(2))
        self._top.addLayout(self._person(theme), 1)
        self._fill_buttons(theme)
        self._top.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignVCenter)
        self._bottom.addWidget(self.tags, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addLayout(self._top)
        column.addWidget(self.parts)
        column.addLayout(self._bottom)
        self.parts.hide()

    def _person(self, theme: Theme) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        name = QHBoxLayout()
        name.setSpacing(theme.space(1))
        name.addWidget(self.name, 1)
        name.addWidget(self.parts_button)
        words.addLayout(name)
        self.spoken.setContentsMargins(3, 0, 0, 0)
        words.addWidget(self.spoken)
        words.addWidget(self.line)
        words.addStretch()
        person = QHBoxLayout()
        person.setSpacing(theme.scaled(10))
        person.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        person.addLayout(words, 1)
        return person

    def _fill_buttons(self, theme: Theme) -> None:
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(theme.space(2.5))
        for button in self._make_buttons(theme):
            buttons.addWidget(button)
        buttons.addStretch()
        self._buttons.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _make_buttons(self, theme: Theme) -> tuple[Button, ...]:
        self.call_button = Button(theme, tr("Call"))
        self.email_button = Button(theme, tr("E-mail"))
        self.remind_button = Button(theme, tr("Remind me"))
        self.more_button = Button(theme, "⋯")
        self.more_button.setAccessibleName(tr("More about this person"))
        self.remind_button.setToolTip(tooltip(tr("Remind me about this person (R)")))
        for button, signal in (
            (self.call_button, self.call),
            (self.email_button, self.write),
            (self.remind_button, self.remind),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self.more_button.clicked.connect(lambda _checked=False: self._open_menu())
        self._describe_reach(quiet=False)
        return self.call_button, self.email_button, self.remind_button, self.more_button

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_wanted.emit(menu)
        self.menu = menu
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 2)))

    def _describe_reach(self, *, quiet: bool) -> None:
        asked = tr("They asked not to be contacted.")
        self.call_button.setToolTip(tooltip(asked if quiet else tr("Call and write down what was said")))
        self.email_button.setToolTip(tooltip(asked if quiet else tr("Write an e-mail and keep it on the timeline")))
        for button in (self.call_button, self.email_button):
            button.setEnabled(not quiet)
            button.update()

    def show_person(self, person: Person) -> None:
        """Show this state of a person; a name being typed stays."""
        page, profile = person.page, person.profile
        if self._page is None or self._page.id != page.id:
            self.photo.set_photo(None)
            self.name.put_away()
            self.parts_button.hide()
        self._page = page
        self.photo.set_name(page.shown)
        self.name.set_text(page.shown)
        spoken = " ".join(part for part in (profile.phonetic_given, profile.phonetic_family) if part)
        nickname = page.name.nickname if page.name.nickname != page.shown else ""
        nickname = tr("called {nickname}", nickname=one_line(nickname, 60)) if nickname else ""
        self.spoken.set_text(" · ".join(part for part in (spoken, nickname) if part))
        self.spoken.setVisible(bool(spoken or nickname))
        self.tags.set_tags(page.tags)
        self._describe_reach(quiet=profile.do_not_contact)
        self._arrange()
        self.setAccessibleName(one_line(page.shown))
        self.refresh_line()

    def refresh_line(self) -> None:
        """The time there has moved on."""
        if self._page is not None:
            self.line.show_page(self._page, self._now())

    def set_narrow(self, narrow: bool, *, very: bool = False) -> None:
        """With little room the buttons stand beside the tags, below the name; with very little or many tags, below these."""
        self._room = (narrow, very)
        self._arrange()

    def _arrange(self) -> None:
        narrow, very = self._room
        beside = self.tags.width_in_one_line() + self._buttons.sizeHint().width() + self._bottom.spacing()
        below = very or (narrow and beside > self.width())
        self._bottom.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        place = self._bottom if narrow else self._top
        if place.indexOf(self._buttons) < 0:
            (self._top if narrow else self._bottom).removeWidget(self._buttons)
            place.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignTop if narrow else Qt.AlignmentFlag.AlignVCenter)
