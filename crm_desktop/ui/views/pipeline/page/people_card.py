"""Who takes part in a deal, and as what: opened, given a role in place, made the main one, taken out, added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.deal_profile import COMMON_ROLES, DealPerson
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.messages import Message
from crm_desktop.ui.dialogs.contact_field import ContactField
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.pipeline.page.typing import DealTyping
from crm_desktop.ui.widgets import Avatar, Button, Card, InlineEdit, LinkButton
from crm_desktop.ui.widgets.icon_button import IconButton

if TYPE_CHECKING:
    from crm_desktop.services.deal_pages import DealPageService

_LONGEST_NAME = 40
_ADDING = "adding"


class PersonRow(QWidget):
    """One person: the name leads to their page, the role is edited in place, and a menu has the rest."""

    opened = Signal()
    main_wanted = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, person: DealPerson, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person = person
        name = one_line(person.name, _LONGEST_NAME)
        self.name = LinkButton(theme, name)
        self.name.setAccessibleName(tr("Open {name}", name=name))
        self.name.clicked.connect(lambda _checked=False: self.opened.emit())
        self.role = InlineEdit(
            theme,
            tr("Role of {name}", name=name),
            person.role,
            placeholder=tr("main contact") if person.main else tr("role"),
            role=TextRole.SECONDARY,
            colour="secondary",
            most_lines=2,
        )
        self.role.setMinimumWidth(theme.scaled(40))
        self.role.suggest(lambda: [tr(role) for role in COMMON_ROLES])
        self.more = IconButton(theme, "ellipsis", tr("More about {name}", name=name))
        self.more.clicked.connect(lambda _checked=False: self._open_menu())
        words = QVBoxLayout()
        words.setSpacing(0)
        first = QHBoxLayout()
        first.setContentsMargins(3, 0, 0, 0)
        first.addWidget(self.name, 0, Qt.AlignmentFlag.AlignLeft)
        words.addLayout(first)
        words.addWidget(self.role)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.scaled(13), theme.space(1.5), theme.space(2), theme.space(1.5))
        row.setSpacing(theme.scaled(9))
        row.addWidget(Avatar(theme, person.name))
        row.addLayout(words, 1)
        row.addWidget(self.more)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open")).triggered.connect(self.opened)
        menu.addAction(tr("Change the role")).triggered.connect(self.role.start_editing)
        if not self.person.main:
            menu.addAction(tr("Make the main contact")).triggered.connect(self.main_wanted)
        menu.addSeparator()
        menu.addAction(tr("Take out of the deal")).triggered.connect(self.removed)
        self.menu = menu
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))


class AddPerson(QWidget):
    """A line to choose somebody and one for the role; Enter adds, Esc goes back. `added` carries id, new name and role."""

    added = Signal(object, str, str)
    changed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, jobs: Jobs, contacts: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.contact = ContactField(theme, jobs, contacts)
        self.line = Labelled(theme, tr("Who takes part?"), self.contact)
        self.role = QLineEdit()
        self.role.setPlaceholderText(tr("role: decides, pays…"))
        self.role.setAccessibleName(tr("Role"))
        self.add_button = Button(theme, tr("Add"))
        self.add_button.clicked.connect(lambda _checked=False: self.submit())
        below = QHBoxLayout()
        below.setSpacing(theme.space(1.5))
        below.addWidget(self.role, 1)
        below.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.space(1))
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.line)
        column.addLayout(below)
        self.contact.textEdited.connect(lambda _text: self.line.clear_error())
        for edit in (self.contact, self.role):
            edit.textEdited.connect(lambda _text: self.changed.emit())

    def submit(self) -> None:
        """Add who was chosen, or say that nobody is."""
        try:
            contact_id = self.contact.settled()
        except InvalidInput as refused:
            self.show_error(refused.sentence)
            return
        if contact_id is None and not self.contact.new_name():
            self.contact.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.added.emit(contact_id, self.contact.new_name(), self.role.text().strip())

    def clear(self) -> None:
        """Empty both lines."""
        self.contact.set_contact(None, "")
        self.role.clear()
        self.line.clear_error()

    def show_error(self, sentence: Message) -> None:
        """Say under the name why it will not do."""
        self.line.show_error(sentence)
        self.contact.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds, Esc goes back; what was typed stays until something is added."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class PeopleCard(QWidget):
    """The people of a deal as a card, and a line to add one. `person_opened`, `main_wanted` and `removed` carry an id."""

    person_opened = Signal(int)
    main_wanted = Signal(int)
    removed = Signal(int)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        contacts: Any,
        pages: Callable[[], DealPageService],
        typing: DealTyping,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pages = pages
        self._typing = typing
        self._shown: tuple[int, tuple[DealPerson, ...]] = (0, ())
        self.rows: list[PersonRow] = []
        self.card = Card(theme)
        self.add_button = LinkButton(theme, tr("Add somebody…"))
        self.add_button.clicked.connect(lambda _checked=False: self.start_adding())
        self.adding = AddPerson(theme, jobs, contacts)
        self.adding.left.connect(self.stop_adding)
        self.adding.changed.connect(self._keep_adding)
        self.adding.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        for widget in (self.card, self.adding):
            column.addWidget(widget)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_people(self, deal_id: int, people: Sequence[DealPerson]) -> None:
        """Show who takes part; a role that is being typed stays."""
        shown = (deal_id, tuple(people))
        if shown == self._shown:
            return
        same = deal_id == self._shown[0] and [row.person.contact_id for row in self.rows] == [
            each.contact_id for each in people
        ]
        same = same and [row.person.main for row in self.rows] == [each.main for each in people]
        if deal_id != self._shown[0]:
            self.stop_adding()
            self.adding.clear()
        self._shown = shown
        if same:
            for row, person in zip(self.rows, people, strict=True):
                row.person = person
                row.role.set_text(person.role)
        else:
            self._make(people)
        self.card.setVisible(bool(people))

    def restore(self) -> None:
        """Somebody who was half typed before the program ended stands there again, without taking the focus."""
        kept = self._typing.kept(_ADDING)
        if isinstance(kept, dict):
            self.adding.contact.set_contact(None, str(kept.get("name", "")))
            self.adding.role.setText(str(kept.get("role", "")))
            self.adding.show()
            self.add_button.hide()

    def done_adding(self) -> None:
        """Whoever was typed takes part now."""
        self._typing.drop(_ADDING)
        self.adding.clear()
        self.stop_adding()

    def _keep_adding(self) -> None:
        name, role = self.adding.contact.text(), self.adding.role.text()
        if name.strip() or role.strip():
            self._typing.keep(_ADDING, {"name": name, "role": role})
        else:
            self._typing.drop(_ADDING)

    def start_adding(self) -> None:
        """Open the lines."""
        self.adding.show()
        self.add_button.hide()
        self.adding.contact.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_adding(self) -> None:
        """Put the lines away."""
        had_focus = _has_focus(self.adding)
        self.adding.hide()
        self.add_button.show()
        if had_focus:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, people: Sequence[DealPerson]) -> None:
        focused = next((row.person.contact_id for row in self.rows if _has_focus(row)), None)
        for row in self.rows:
            self._typing.forget(_field(row.person))
        self.card.clear()
        self.rows = [self._row(person) for person in people]
        for row in self.rows:
            self.card.add_row(row)
            if row.person.contact_id == focused:
                row.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, person: DealPerson) -> PersonRow:
        row = PersonRow(self._theme, person)
        contact_id = person.contact_id
        row.opened.connect(lambda: self.person_opened.emit(contact_id))
        row.main_wanted.connect(lambda: self.main_wanted.emit(contact_id))
        row.removed.connect(lambda: self.removed.emit(contact_id))
        self._typing.watch(
            row.role, _field(person), lambda deal_id, typed: self._pages().set_role(deal_id, contact_id, typed)
        )
        return row


def _has_focus(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and widget.isAncestorOf(focused)


def _field(person: DealPerson) -> str:
    return f"role/{person.contact_id}"
