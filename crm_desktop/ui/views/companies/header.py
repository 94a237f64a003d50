"""The top of a company's page: sign, name edited in place, what it is, and buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.company_pages import CompanyPage
from crm_desktop.ui.texts import one_line, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.companies.words import header_words
from crm_desktop.ui.widgets import Avatar, Button, ElidedLabel, InlineEdit


class CompanyHeader(QWidget):
    """Shows a `CompanyPage`; the buttons only say that they were pressed."""

    call = Signal()
    write = Signal()
    add_person = Signal()
    merge = Signal()
    delete = Signal()

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self.avatar = Avatar(theme, size=theme.sizes.avatar_large)
        self.name = InlineEdit(theme, tr("Name"), placeholder=tr("Name"), role=TextRole.NAME, most_lines=2)
        self.name.setMinimumWidth(theme.scaled(120))
        self.line = ElidedLabel("", TextRole.BODY, "secondary")
        self._buttons = QWidget()
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
        company = QHBoxLayout()
        company.setSpacing(theme.scaled(10))
        company.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        company.addLayout(words, 1)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(theme.space(2.5))
        for button in self._make_buttons(theme):
            buttons.addWidget(button)
        self._buttons.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._top, self._below = QHBoxLayout(), QHBoxLayout()
        for line in (self._top, self._below):
            line.setSpacing(theme.space(2))
        self._top.addLayout(company, 1)
        self._top.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addLayout(self._top)
        column.addLayout(self._below)

    def _make_buttons(self, theme: Theme) -> tuple[Button, ...]:
        self.call_button = Button(theme, tr("Call"))
        self.email_button = Button(theme, tr("E-mail"))
        self.person_button = Button(theme, tr("Add person"))
        self.more_button = Button(theme, "⋯")
        self.more_button.setAccessibleName(tr("More about this company"))
        self.person_button.setToolTip(tooltip(tr("Somebody who works there")))
        for button, signal in (
            (self.call_button, self.call),
            (self.email_button, self.write),
            (self.person_button, self.add_person),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self.more_button.clicked.connect(lambda _checked=False: self._open_menu())
        return self.call_button, self.email_button, self.person_button, self.more_button

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Merge with another company…")).triggered.connect(self.merge)
        menu.addSeparator()
        menu.addAction(tr("Delete company")).triggered.connect(self.delete)
        self.menu = menu
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 2)))

    def show_page(self, page: CompanyPage) -> None:
        """Show this state of a company; a name being typed stays."""
        self.avatar.set_name(page.name)
        self.name.set_text(page.name)
        self.line.set_text(header_words(page, self._now()))
        self.setAccessibleName(one_line(page.name))

    def set_narrow(self, narrow: bool) -> None:
        """With little room the buttons stand below the name."""
        wanted, other = (self._below, self._top) if narrow else (self._top, self._below)
        if wanted.indexOf(self._buttons) < 0:
            other.removeWidget(self._buttons)
            side = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignVCenter
            wanted.addWidget(self._buttons, 0, side)
