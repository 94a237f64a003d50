"""Who works at a company, what is being done for it, and what comes next; a row leads to its thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.company_pages import CompanyPage, CompanyPerson
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.texts import due_text, money, plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.views.companies.words import ago, deal_words, due_tone, role_words
from crm_desktop.ui.widgets import Avatar, Card, Chip, Label, LinkButton, ListRow, SectionHeading, WrappingLabel

_ENDED_SHOWN = 3


class CompanySections(QWidget):
    """Rebuilt whenever what it shows is another; a row opens its thing by `navigate(kind, id)`.

    `more_people` asks for the next page of people.
    """

    more_people = Signal()
    person_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        navigate: Callable[[str, int], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._navigate = navigate
        self._shown: object = None
        self.rows: list[ListRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(1.5))

    def show_page(self, page: CompanyPage, people: Sequence[CompanyPerson]) -> None:
        """Show a company; `people` are those read so far, at least those of the page."""
        now = self._now()
        shown = (page.deals, page.others_deals, page.reminders, page.reminder_count, page.open_sums, page.won_sums, tuple(people),
                 page.people_count, page.other_people, page.id, now.date())  # fmt: skip
        if shown == self._shown:
            return
        self._shown = shown
        self._clear()
        self._people(page, people, now)
        self._next(page, now)
        self._deals(page, now)
        self._others(page, now)

    def _clear(self) -> None:
        self.rows.clear()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _people(self, page: CompanyPage, people: Sequence[CompanyPerson], now: datetime) -> None:
        self._heading(tr("People"), page.people_count or None)
        if people:
            self._card([self._person(person, person.title, now) for person in people])
        elif not page.other_people:
            self._words(tr("Nobody yet. Whoever has this company on their page stands here."))
            self._column.addWidget(self._link(tr("Add somebody"), self.person_wanted.emit))
        rest = page.people_count - len(people)
        if rest > 0:
            words = plural("Show {count} more", "Show {count} more", rest)
            self._column.addWidget(self._link(words, self.more_people.emit))

    def _others(self, page: CompanyPage, now: datetime) -> None:
        present = [person for person in page.other_people if not person.is_past]
        past = [person for person in page.other_people if person.is_past]
        for title, others in ((tr("Other roles"), present), (tr("Were here before"), past)):
            if others:
                self._heading(title)
                self._card([self._person(person, role_words(person), now) for person in others])

    def _person(self, person: CompanyPerson, below: str, now: datetime) -> ListRow:
        row = ListRow(self._theme, person.name, below)
        row.leading.addWidget(Avatar(self._theme, person.name))
        spoke = ago(person.last_spoke, now)
        if spoke:
            row.trailing.addWidget(Label(spoke, TextRole.SECONDARY, "secondary"))
        row.activated.connect(lambda: self._navigate("contact", person.contact_id))
        return row

    def _deals(self, page: CompanyPage, now: datetime) -> None:
        open_ones = [deal for deal in page.deals if deal.state is DealState.OPEN]
        ended = [deal for deal in page.deals if deal.state is not DealState.OPEN][:_ENDED_SHOWN]
        if open_ones:
            self._heading(tr("Open deals"), page.open_count)
            self._sums(page.open_sums, "")
            self._card([self._deal(deal, now) for deal in open_ones])
        if page.others_deals:
            self._heading(tr("Takes part in"))
            self._card([self._deal(deal, now) for deal in page.others_deals])
        if ended or page.won_sums:
            self._heading(tr("Worth so far") if page.won_sums else tr("Ended deals"))
            self._sums(page.won_sums, plural("{count} deal won", "{count} deals won", page.won_count))
            if ended:
                self._card([self._deal(deal, now) for deal in ended])

    def _sums(self, sums: Sequence[Money], below: str) -> None:
        if sums:
            text = " + ".join(money(each.minor, each.currency) for each in sums)
            self._column.addWidget(WrappingLabel(text, TextRole.NUMBER, "text"))
            if below:
                self._column.addWidget(Label(below, TextRole.SECONDARY, "secondary"))

    def _deal(self, deal: DealCard, now: datetime) -> ListRow:
        row = ListRow(self._theme, deal.title, deal_words(deal, now.date()))
        if deal.state is DealState.OPEN and deal.next_step is None:
            row.trailing.addWidget(Chip(self._theme, tr("no next step"), Tone.LATE))
        row.activated.connect(lambda: self._navigate("deal", deal.id))
        return row

    def _next(self, page: CompanyPage, now: datetime) -> None:
        if not page.reminders:
            return
        self._heading(tr("Next"))
        self._card([self._reminder(reminder, now) for reminder in page.reminders])
        rest = page.reminder_count - len(page.reminders)
        if rest > 0:
            self._words(plural("and {count} more", "and {count} more", rest))

    def _reminder(self, reminder: ReminderRow, now: datetime) -> ListRow:
        row = ListRow(self._theme, show(reminder.title), reminder.contact)
        due = due_text(reminder.day, reminder.at, now.date())
        row.trailing.addWidget(Chip(self._theme, due, due_tone(reminder.day, now.date())))
        row.activated.connect(lambda: self._navigate("reminder", reminder.occurrence_id))
        return row

    def _heading(self, text: str, count: int | None = None) -> None:
        heading = SectionHeading(self._theme, text, count)
        heading.setContentsMargins(0, self._theme.space(2), 0, 0)
        self._column.addWidget(heading)

    def _words(self, text: str) -> None:
        self._column.addWidget(Label(text, TextRole.SECONDARY, "secondary", wrap=True))

    def _link(self, text: str, run: Callable[[], object]) -> QWidget:
        button = LinkButton(self._theme, text)
        button.clicked.connect(lambda _checked=False: run())
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _card(self, rows: list[ListRow]) -> None:
        card = Card(self._theme)
        for row in rows:
            card.add_row(row)
        self.rows.extend(rows)
        self._column.addWidget(card)
