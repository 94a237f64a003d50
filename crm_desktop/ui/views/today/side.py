"""The right column of the front page: losing touch, stuck deals, and the month so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.front_page import LosingTouchRow, Today
from crm_desktop.domain.money import Money
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.reminder_items import Surroundings
from crm_desktop.ui.dialogs.side_body import SideBody
from crm_desktop.ui.dialogs.timeline.marks import ticket_mark
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.today import wording
from crm_desktop.ui.views.today.losing_touch import losing_row
from crm_desktop.ui.widgets import Card, Chip, ElidedLabel, Label, ListRow, SectionHeading

_CURRENCIES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class SideTarget:
    """What a row leads to: a `contact` or a `deal`; `name` is the person's, `losing` why they stand here, `deal` its card."""

    kind: str
    id: int
    name: str = ""
    losing: LosingTouchRow | None = None
    deal: DealCard | None = None


class SideColumn(SideBody):
    """Cards whose rows are moved in by the same keys as the list; Left goes back to it.

    `opened` carries the SideTarget of the row that was chosen, `menu_asked` the same and the place on the screen.
    """

    opened = Signal(object)
    menu_asked = Signal(object, object)
    left_sideways = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 14, parent)
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._rows: list[tuple[SideTarget, ListRow]] = []

    def show_today(self, today: Today, around: Surroundings) -> None:
        """Show the cards that have something in them; nothing is touched when nothing changed."""
        shown = (
            today.day,
            today.losing_touch,
            today.losing_touch_count,
            (today.stuck, today.stuck_count, today.without_step),
            (today.tickets, today.tickets_count),
            (today.won_count, today.won_sums, today.open_sums, today.weighted_sums),
        )
        if shown == self._shown:
            return
        self._shown = shown
        before = self.current()
        had_focus = self.focused_row() is not None
        self._empty()
        self._add_losing_touch(today)
        self._add_deals(today, around)
        self._add_tickets(today)
        self._add_month(today)
        self.body.addStretch()
        if had_focus:
            self._focus_again(before)

    def current(self) -> SideTarget | None:
        """What the row with the focus leads to."""
        focused = self.focused_row()
        return next((target for target, row in self._rows if row is focused), None)

    def focused_row(self) -> ListRow | None:
        """The row with the focus."""
        focused = QApplication.focusWidget()
        return next((row for _target, row in self._rows if row is focused), None)

    def first_idle(self) -> SideTarget | None:
        """The first deal for which nothing is planned."""
        deals = (target for target, _row in self._rows if target.deal is not None)
        return next((target for target in deals if target.deal is not None and target.deal.next_step is None), None)

    def rows(self) -> list[ListRow]:
        """All rows from top to bottom."""
        return [row for _target, row in self._rows]

    def focus_first(self) -> bool:
        """Go to the first row; False when there is none."""
        if self._rows:
            self._rows[0][1].setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(self._rows)

    def _focus_again(self, before: SideTarget | None) -> None:
        here = None if before is None else (before.kind, before.id)
        again = next((row for target, row in self._rows if (target.kind, target.id) == here), None)
        target = again or (self._rows[0][1] if self._rows else None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _empty(self) -> None:
        self._rows = []
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _add_heading(self, heading: SectionHeading) -> None:
        if self.body.count():
            self.body.addSpacing(self._theme.space(3))
        heading.setMinimumHeight(self._theme.scaled(20))
        self.body.addWidget(heading)

    def _add_losing_touch(self, today: Today) -> None:
        if not today.losing_touch:
            return
        hidden = today.losing_touch_count > len(today.losing_touch)
        self._add_heading(SectionHeading(self._theme, tr("Losing touch"), today.losing_touch_count if hidden else None))
        card = Card(self._theme)
        for losing in today.losing_touch:
            row = losing_row(self._theme, losing)
            self._take(card, row, SideTarget("contact", losing.contact_id, losing.contact, losing))
        self.body.addWidget(card)

    def _add_deals(self, today: Today, around: Surroundings) -> None:
        hidden = today.stuck_count > len(today.stuck)
        self._add_deal_rows(
            tr("Stuck deals"), today.stuck_count if hidden else None, today.stuck, wording.stuck_text, around
        )
        # Those that are stuck are told of above, most of them without a next step, too.
        self._add_deal_rows(tr("Without a next step"), None, today.without_step, wording.idle_text, around)

    def _add_deal_rows(
        self,
        heading: str,
        count: int | None,
        deals: Sequence[DealCard],
        words: Callable[[DealCard], str],
        around: Surroundings,
    ) -> None:
        if not deals:
            return
        self._add_heading(SectionHeading(self._theme, heading, count))
        card = Card(self._theme)
        for deal in deals:
            row = ListRow(self._theme, wording.deal_title(deal), words(deal))
            if deal.next_step is not None:
                row.trailing.addWidget(Chip(self._theme, *wording.step_chip(deal.next_step, around)))
            row.setAccessibleDescription(tr("{why} Plan the next step: P", why=row.subtitle.full_text()))
            row.setToolTip(texts.tooltip(row.accessibleDescription()))
            self._take(card, row, SideTarget("deal", deal.id, deal=deal))
        self.body.addWidget(card)

    def _add_tickets(self, today: Today) -> None:
        if not today.tickets:
            return
        self._add_heading(SectionHeading(self._theme, tr("Open tickets"), today.tickets_count))
        card = Card(self._theme)
        for ticket in today.tickets:
            row = ListRow(self._theme, texts.one_line(ticket.text, 200), ticket.contact)
            row.trailing.addWidget(Chip(self._theme, *ticket_mark(ticket.state)))
            self._take(card, row, SideTarget("contact", ticket.contact_id, ticket.contact))
        self.body.addWidget(card)

    def _take(self, card: Card, row: ListRow, target: SideTarget) -> None:
        row.activated.connect(lambda: self.opened.emit(target))
        row.focused.connect(lambda: self.ensureWidgetVisible(row))
        row.customContextMenuRequested.connect(lambda place: self.menu_asked.emit(target, row.mapToGlobal(place)))
        self._rows.append((target, row))
        card.add_row(row)

    def _add_month(self, today: Today) -> None:
        month = texts.month_heading(today.day).rsplit(" ", 1)[0]
        self._add_heading(SectionHeading(self._theme, tr("{month} so far", month=month)))
        card = Card(self._theme, padding=3.5)
        columns = QHBoxLayout()
        columns.setSpacing(self._theme.space(4))
        won = plural("won, {count} deal", "won, {count} deals", today.won_count) if today.won_count else tr("won")
        weighted = wording.sums_text(today.weighted_sums)
        ahead = tr("open, weighted {sums}", sums=weighted) if weighted else tr("open")
        columns.addLayout(self._number(today.won_sums, won), 1)
        columns.addLayout(self._number(today.open_sums, ahead), 1)
        card.body.addLayout(columns)
        self.body.addWidget(card)

    def _number(self, sums: Sequence[Money], caption: str) -> QVBoxLayout:
        """Large sums, one below the other for each currency, and what they are."""
        column = QVBoxLayout()
        column.setSpacing(0)
        shown = [texts.money(amount.minor, amount.currency) for amount in sums[:_CURRENCIES_SHOWN]] or ["0"]
        for number in shown:
            column.addWidget(ElidedLabel(number, TextRole.NUMBER, weight="bold"))
        if len(sums) > _CURRENCIES_SHOWN:
            others = len(sums) - _CURRENCIES_SHOWN
            column.addWidget(ElidedLabel(plural("{count} more currency", "{count} more currencies", others)))
        column.addWidget(Label(caption, TextRole.SECONDARY, "secondary", wrap=True))
        column.addStretch()
        return column

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and J/K from row to row across the cards, Left back to the list."""
        moves: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Down: lambda: self._step(1),
            Qt.Key.Key_J: lambda: self._step(1),
            Qt.Key.Key_Up: lambda: self._step(-1),
            Qt.Key.Key_K: lambda: self._step(-1),
            Qt.Key.Key_Left: self.left_sideways.emit,
        }
        move = moves.get(event.key())
        if move is not None and self.focused_row() is not None and not event.modifiers():
            move()
        else:
            super().keyPressEvent(event)

    def _step(self, rows: int) -> None:
        order = self.rows()
        focused = self.focused_row()
        if focused is not None:
            order[min(max(order.index(focused) + rows, 0), len(order) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
