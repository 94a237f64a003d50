"""What a person has to do with the work: next reminders, open deals, and what they were worth so far."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.pages import ContactPage, ReminderRow
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.texts import due_text, money, plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.views.contacts.detail_section import FoldSection
from crm_desktop.ui.views.contacts.words import deal_words
from crm_desktop.ui.widgets import Card, Chip, Label, ListRow

_REMINDERS_SHOWN = 5


class WorkSections(QWidget):
    """Each part is filled anew whenever what it shows is another; a row opens its thing by `navigate(kind, id)`."""

    def __init__(self, theme: Theme, navigate: Callable[[str, int], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._navigate = navigate
        self._shown: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.next = FoldSection(theme, "next", tr("Next"))
        self.deals = FoldSection(theme, "deals", tr("Open deals"))
        self.worth = FoldSection(theme, "worth", tr("Worth so far"))
        self.sections = (self.next, self.deals, self.worth)
        for section in self.sections:
            section.body.setSpacing(theme.space(1.5))
            section.hide()
            column.addWidget(section)
        self.rows: list[ListRow] = []

    def show_page(self, page: ContactPage, today: date) -> None:
        """Show what this person has to do with the work on `today`."""
        deals = tuple(deal for deal in page.deals if deal.state is DealState.OPEN)
        won = sum(1 for deal in page.deals if deal.state is DealState.WON and deal.contact_id == page.id)
        shown = (page.reminders, deals, page.worth, won, today)
        if shown == self._shown:
            return
        self._shown = shown
        self.rows.clear()
        for section in self.sections:
            section.clear()
        self._show_next(page, today)
        for deal in deals:
            self._card(self.deals, [self._deal(deal, today)])
        self._show_worth(page, won)
        self.deals.heading.setText(tr("Open deal") if len(deals) == 1 else tr("Open deals"))
        self.next.heading.set_more(str(len(page.reminders)))
        self.deals.heading.set_more(str(len(deals)))
        self.next.setVisible(bool(page.reminders))
        self.deals.setVisible(bool(deals))
        self.worth.setVisible(bool(page.worth))

    def _show_next(self, page: ContactPage, today: date) -> None:
        if not page.reminders:
            return
        self._card(self.next, [self._reminder(row, today) for row in page.reminders[:_REMINDERS_SHOWN]])
        rest = len(page.reminders) - _REMINDERS_SHOWN
        if rest > 0:
            words = plural("and {count} more", "and {count} more", rest)
            self.next.body.addWidget(Label(words, TextRole.SECONDARY, "secondary"))

    def _card(self, section: FoldSection, rows: list[ListRow]) -> None:
        card = Card(self._theme)
        for row in rows:
            card.add_row(row)
        self.rows.extend(rows)
        section.body.addWidget(card)

    def _reminder(self, reminder: ReminderRow, today: date) -> ListRow:
        row = ListRow(self._theme, show(reminder.title))
        row.trailing.addWidget(
            Chip(self._theme, due_text(reminder.day, reminder.at, today), due_tone(reminder.day, today))
        )
        row.activated.connect(lambda: self._navigate("reminder", reminder.occurrence_id))
        return row

    def _deal(self, deal: DealCard, today: date) -> ListRow:
        row = ListRow(self._theme, deal.title, deal_words(deal, today))
        if deal.next_step is None:
            row.trailing.addWidget(Chip(self._theme, tr("no next step"), Tone.LATE))
        row.activated.connect(lambda: self._navigate("deal", deal.id))
        return row

    def _show_worth(self, page: ContactPage, won: int) -> None:
        for sum_ in page.worth:
            self.worth.body.addWidget(Label(money(sum_.minor, sum_.currency), TextRole.NUMBER, weight="bold"))
        if won:
            words = plural("{count} deal won", "{count} deals won", won)
            self.worth.body.addWidget(Label(words, TextRole.SECONDARY, "secondary"))


def due_tone(day: date, today: date) -> Tone:
    """Red when late, amber today, blue ahead; the chip says it in words as well."""
    return Tone.LATE if day < today else Tone.TODAY if day == today else Tone.PLANNED
