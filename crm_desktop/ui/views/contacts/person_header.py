"""The top of a person's page: sign, name edited in place, who and where, buttons, tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.pages import ContactPage, TagRow
from crm_desktop.ui.texts import one_line, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.tags_row import TagsRow
from crm_desktop.ui.views.contacts.words import person_line
from crm_desktop.ui.widgets import Avatar, Button, ElidedLabel, InlineEdit


class PersonHeader(QWidget):
    """Shows a `ContactPage`; the buttons only say that they were pressed."""

    call = Signal()
    write = Signal()
    remind = Signal()
    log = Signal()
    name_in_parts = Signal()
    delete = Signal()

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
        self.avatar = Avatar(theme, size=theme.sizes.avatar_large)
        self.name = InlineEdit(theme, tr("Name"), placeholder=tr("Name"), role=TextRole.NAME, most_lines=2)
        self.line = ElidedLabel("", TextRole.BODY, "secondary")
        self.tags = TagsRow(theme, known_tags)
        self._buttons = QWidget()
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.timeout.connect(self.refresh_line)
        self._build(theme)

    def _build(self, theme: Theme) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self.name)
        indented = QHBoxLayout()
        indented.setContentsMargins(3, 0, 0, 0)
        indented.addWidget(self.line, 1)
        words.addLayout(indented)
        words.addStretch()
        person = QHBoxLayout()
        person.setSpacing(theme.scaled(10))
        person.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        person.addLayout(words, 1)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(theme.space(2.5))
        for button in self._make_buttons(theme):
            buttons.addWidget(button)
        buttons.addStretch()
        self._buttons.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.name.setMinimumWidth(theme.scaled(120))
        self._top, self._bottom = QHBoxLayout(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for line in (self._top, self._bottom):
            line.setSpacing(theme.space(2))
        self._top.addLayout(person, 1)
        self._top.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignVCenter)
        self._bottom.addWidget(self.tags, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addLayout(self._top)
        column.addLayout(self._bottom)

    def _make_buttons(self, theme: Theme) -> tuple[Button, ...]:
        self.call_button = Button(theme, tr("Call"))
        self.email_button = Button(theme, tr("E-mail"))
        self.remind_button = Button(theme, tr("Remind me"))
        self.more_button = Button(theme, "⋯")
        self.more_button.setAccessibleName(tr("More about this person"))
        self.remind_button.setToolTip(tooltip(tr("Remind me about this person (R)")))
        self.call_button.setToolTip(tooltip(tr("Call and write down what was said")))
        self.email_button.setToolTip(tooltip(tr("Write an e-mail and keep it on the timeline")))
        for button, signal in (
            (self.call_button, self.call),
            (self.email_button, self.write),
            (self.remind_button, self.remind),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self.more_button.clicked.connect(lambda _checked=False: self._open_menu())
        return self.call_button, self.email_button, self.remind_button, self.more_button

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Log and plan what comes next…")).triggered.connect(self.log)
        menu.addAction(tr("Name in parts…")).triggered.connect(self.name_in_parts)
        menu.addSeparator()
        menu.addAction(tr("Delete contact")).triggered.connect(self.delete)
        self.menu = menu
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 2)))

    def show_page(self, page: ContactPage) -> None:
        """Show this state of a person; a name being typed stays."""
        self._page = page
        self.avatar.set_name(page.shown)
        self.name.set_text(page.shown)
        self.tags.set_tags(page.tags)
        self._arrange()
        self.setAccessibleName(one_line(page.shown))
        self.refresh_line()

    def refresh_line(self) -> None:
        """The time there has moved on."""
        if self._page is not None:
            self.line.set_text(person_line(self._page, self._now()))
        self._start_clock()

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

    def _start_clock(self) -> None:
        """Tick at the next full minute, but only while a foreign clock is on the screen."""
        if self._page is not None and self._page.time_zone and self.isVisible():
            now = self._now()
            self._minute.start((60 - now.second) * 1000 + 50)
        else:
            self._minute.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """The clock of the person goes on."""
        super().showEvent(event)
        self.refresh_line()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the clock."""
        super().hideEvent(event)
        self._minute.stop()
