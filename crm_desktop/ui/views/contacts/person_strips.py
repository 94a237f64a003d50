"""Lines on a tint above everything else about a person: do not contact, an open ticket, handle with care."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.interactions import TicketState
from crm_desktop.domain.promises import TicketRow
from crm_desktop.ui.texts import one_line, plural, tr, whole_days
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.views.contacts.person_leads import StripLeads
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.widgets import ElidedLabel, InlineEdit, Label, LinkButton
from crm_desktop.ui.widgets.painting import rounded_box


class Strip(QWidget):
    """A tinted line: bold words that say what it is, then `middle`, then buttons."""

    def __init__(self, theme: Theme, tone: Tone, lead: str, middle: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tone = tone
        self.lead = Label(lead, TextRole.BODY, tone.value, weight="bold")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.space(3), theme.space(1), theme.space(3), theme.space(1))
        self._row.setSpacing(theme.space(2))
        self._row.addWidget(self.lead, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(middle, 1, Qt.AlignmentFlag.AlignTop)
        # The words of both begin on one line, whether the middle can be edited or not.
        self.lead.setContentsMargins(0, 2, 0, 2)
        theme.changed.connect(self.update)

    def add_button(self, words: str) -> LinkButton:
        """Something to press at the end."""
        button = LinkButton(self._theme, words)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return button

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tint; with an edge where a desktop of high contrast has no tints."""
        text, tint = self._theme.tone(self.tone)
        radius = self._theme.scaled(self._theme.sizes.radius_control)
        rounded_box(QPainter(self), self.rect(), radius, tint, text if self._theme.tokens.high_contrast else None)


class PersonStrips(QWidget):
    """Shows those that apply, in little room (`set_short`) as pills. `allowed` takes "do not contact" back, `solved` carries the id of a ticket.

    `note` is the pinned note, edited in place; its owner saves what it tells.
    """

    allowed = Signal()
    solved = Signal(int)

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._tickets: tuple[TicketRow, ...] = ()
        self._contact_id = 0
        self._is_quiet = False
        self.note = InlineEdit(theme, tr("Handle with care"), placeholder=tr("what to mind"), multiline=True)
        self.quiet = Strip(theme, Tone.LATE, tr("Do not contact"), _said(tr("They do not want to hear from you.")))
        self.allow_button = self.quiet.add_button(tr("Allow again"))
        self.allow_button.clicked.connect(lambda _checked=False: self.allowed.emit())
        self.care = Strip(theme, Tone.SPECIAL, tr("Handle with care"), self.note)
        self.ticket_strips: list[Strip] = []
        self.leads = StripLeads(theme)
        self._short = False
        self._opened: Strip | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(1.5))
        for widget in (self.leads, self.quiet, self.care):
            self._column.addWidget(widget)
        self.leads.pressed.connect(self._press)
        self.note.editing_changed.connect(lambda _editing: self._arrange())
        self.hide()

    def show_person(self, person: Person) -> None:
        """Show what applies to somebody."""
        if person.page.id != self._contact_id:
            self._contact_id = person.page.id
            self._opened = None
            self.note.put_away()
        self._is_quiet = person.profile.do_not_contact
        self.note.set_text(person.profile.pinned_note)
        self._show_tickets(person.tickets)
        self._arrange()

    def set_short(self, short: bool) -> None:
        """In little room several strips are pills, and of the strips only the one that was pressed is shown."""
        if short != self._short:
            self._short = short
            self._arrange()

    def add_note(self) -> None:
        """Open the note, whether there is one already or not."""
        self._open_note()
        self.note.start_editing()

    def restore_note(self, typed: str) -> None:
        """Open the note with what was typed before the program ended, without taking the focus."""
        self._open_note()
        self.note.restore(typed)

    def _open_note(self) -> None:
        # What is hidden would not take the focus.
        self.care.show()
        self.show()

    def _applying(self) -> list[Strip]:
        note = bool(self.note.text().strip()) or self.note.is_editing()
        return [
            *([self.quiet] if self._is_quiet else []),
            *self.ticket_strips,
            *([self.care] if note else []),
        ]

    def _press(self, place: int) -> None:
        pressed = self._applying()[place]
        self._opened = None if pressed is self._opened else pressed
        self._arrange()

    def _arrange(self) -> None:
        """Show what applies: each strip, or in little room a pill for each and one strip at most."""
        strips = self._applying()
        if self.note.is_editing():
            self._opened = self.care
        pills = self._short and len(strips) > 1
        opened = self._opened if self._opened in strips else None
        for strip in (self.quiet, self.care, *self.ticket_strips):
            strip.setVisible(strip in strips and (not pills or strip is opened))
        chosen = strips.index(opened) if opened is not None else None
        self.leads.show_leads([(strip.lead.text(), strip.tone) for strip in strips] if pills else [], chosen)
        self.leads.setVisible(pills)
        self.setVisible(bool(strips))

    def _show_tickets(self, tickets: tuple[TicketRow, ...]) -> None:
        if tickets == self._tickets:
            return
        self._tickets = tickets
        for old in self.ticket_strips:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.ticket_strips = [self._ticket(ticket) for ticket in tickets[:2]]
        for place, strip in enumerate(self.ticket_strips):
            self._column.insertWidget(2 + place, strip)

    def _ticket(self, ticket: TicketRow) -> Strip:
        lead = tr("Waiting ticket") if ticket.state == TicketState.WAITING else tr("Open ticket")
        words = " · ".join(part for part in (one_line(ticket.text, 160), _age(ticket, self._now())) if part)
        strip = Strip(self._theme, Tone.TODAY, lead, _said(words))
        button = strip.add_button(tr("Solved"))
        button.setAccessibleName(tr("Solved: {ticket}", ticket=one_line(ticket.text, 60)))
        button.clicked.connect(lambda _checked=False: self.solved.emit(ticket.id))
        return strip


def _said(words: str) -> ElidedLabel:
    label = ElidedLabel(words, TextRole.BODY)
    label.setContentsMargins(3, 2, 0, 2)
    return label


def _age(ticket: TicketRow, now: datetime) -> str:
    days = (now - ticket.opened_at).days
    age = whole_days(days) if days > 0 else tr("today")
    if ticket.talks:
        return tr("{age}, {talks}", age=age, talks=plural("{count} talk", "{count} talks", ticket.talks))
    return age
