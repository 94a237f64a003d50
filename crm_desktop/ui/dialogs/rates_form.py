"""The card with the user's own exchange rates: written down with their day, changed, taken away; each change saved at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.exchange_rates import ExchangeRate
from crm_desktop.ui.dialogs.list_holder import ListHolder
from crm_desktop.ui.dialogs.rate_entry import RateEntry, Written
from crm_desktop.ui.dialogs.rate_words import row_of, spoken_row
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import TwoLineDelegate
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Divider, EmptyState, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.exchange_rates import ExchangeRateService
    from crm_desktop.services.pipeline import PipelineService
    from crm_desktop.services.reminders import ReminderService

_HEIGHT, _WIDTH, _ROW = 230, 560, 42


@dataclass(frozen=True, slots=True)
class _Read:
    rates: list[ExchangeRate]
    currencies: tuple[str, ...]
    base: str
    missing: tuple[str, ...]


class RatesForm(OverlayCard):
    """A line to write a rate into and the rates below it. Enter on a rate puts it into the line, Del takes it away."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        rates: ExchangeRateService,
        pipeline: PipelineService,
        reminders: ReminderService,
        now: Callable[[], datetime],
        say: Callable[[str, bool], None],
    ) -> None:
        super().__init__(theme, tr("Exchange rates"), width=_WIDTH, top=60)
        self._jobs = jobs
        self._rates = rates
        self._pipeline = pipeline
        self._now = now
        self._say = say
        self._all: dict[int, ExchangeRate] = {}
        self.entry = RateEntry(theme, reminders, self._today)
        self.model: PagedListModel[ExchangeRate] = PagedListModel(
            [],
            lambda ids: [self._all.get(rate_id) for rate_id in ids],
            lambda rate: spoken_row(rate, self._today()),
            self,
        )
        delegate = TwoLineDelegate(theme, lambda rate: row_of(rate, self._today()), row_height=_ROW)
        self.list = PagedListView(theme, self.model, delegate, tr("Exchange rates"), parent=self)
        self.missing = Label("", TextRole.SECONDARY, "today", wrap=True)
        self.missing.hide()
        self.edit_button = Button(theme, tr("Change"), tr("Enter"))
        self.delete_button = Button(theme, tr("Delete"), tr("Del"))
        self.done_button = PrimaryButton(theme, tr("Done"), tr("Esc"))
        self._lay_out(theme)
        self._connect()
        self.read()

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(20)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.scaled(16), side, theme.space(3))
        head.setSpacing(theme.space(1.5))
        head.addWidget(Label(tr("Exchange rates"), TextRole.TITLE, weight="bold"))
        explain = tr(
            "Your own rates: each counts from its day on until the next one of the two currencies. Sums of several "
            "currencies are put together only with these, and a rate is never made out of two others."
        )
        head.addWidget(Label(explain, TextRole.SECONDARY, "secondary", wrap=True))
        head.addWidget(self.missing)
        head.addWidget(self.entry)
        self.body.addLayout(head)
        self.body.addWidget(Divider(theme))
        holder = ListHolder(theme, _HEIGHT, _WIDTH - 2)
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.list)
        words = tr("Write down what one unit of a currency is worth, as your bank or tax office says it.")
        self._pages.addWidget(EmptyState(theme, tr("No rates yet"), words))
        self.body.addWidget(holder, 1)
        self.body.addWidget(Divider(theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(3), side, theme.space(3))
        foot.setSpacing(theme.space(2))
        foot.addWidget(self.edit_button)
        foot.addWidget(self.delete_button)
        foot.addStretch()
        foot.addWidget(self.done_button)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        self.entry.written.connect(self.save)
        self.list.opened.connect(self._change)
        self.edit_button.clicked.connect(lambda _checked=False: self._change(self.list.current_id()))
        self.delete_button.clicked.connect(lambda _checked=False: self.delete())
        self.done_button.clicked.connect(lambda _checked=False: self.close_card())

    def first_focus(self) -> QWidget:
        """The currency."""
        return self.entry.currency

    def _today(self) -> date:
        return self._now().date()

    # -------------------------------------------------------------------------------------------------- reading

    def read(self) -> None:
        """Read the rates, and of which currencies there is none."""
        service, pipeline = self._rates, self._pipeline

        def job() -> _Read:
            base, currencies = pipeline.default_currency(), service.currencies()
            known = service.table()
            missing = tuple(each for each in currencies if each != base and known.missing_of(each, base))
            return _Read(service.rates(), currencies, base, missing)

        self._jobs.read(job, self._show, key="rates", owner=self)

    def _show(self, found: _Read) -> None:
        self._all = {rate.id: rate for rate in found.rates}
        self.list.show_ids(list(self._all))
        if self._all and self.list.current_id() is None:
            self.list.select_id(next(iter(self._all)))
        self._pages.setCurrentIndex(0 if self._all else 1)
        for button in (self.edit_button, self.delete_button):
            button.setEnabled(bool(self._all))
        self.entry.offer(found.currencies, found.base, found.missing[0] if found.missing else "")
        self.missing.setVisible(bool(found.missing))
        names = ", ".join(found.missing)
        self.missing.setText(
            plural(
                "Deals have amounts in {names}, of which there is no rate to {base}.",
                "Deals have amounts in {names}, of which there are no rates to {base}.",
                len(found.missing),
                names=names,
                base=found.base,
            )
        )

    # -------------------------------------------------------------------------------------------------- writing

    def save(self, written: Written) -> None:
        """Write a rate down; why it will not do stands below the line."""
        service = self._rates

        def done(_rate_id: int) -> None:
            self.entry.clear()
            self._say(
                tr("Rate of {currency} in {base}", currency=written.currency.upper(), base=written.base.upper()), True
            )
            self.read()

        self._jobs.write(
            lambda: service.set(written.currency, written.base, written.day, written.rate, written.rate_id),
            done,
            self._refused,
            owner=self,
        )

    def delete(self) -> None:
        """Take the rate chosen away; Undo brings it back."""
        rate_id = self.list.current_id()
        if rate_id is None:
            return

        def done(_result: object) -> None:
            self._say(tr("Rate deleted"), True)
            self.read()

        self._jobs.write(lambda: self._rates.delete(rate_id), done, self._refused, owner=self)

    def _change(self, rate_id: object) -> None:
        rate = self._all.get(rate_id) if isinstance(rate_id, int) else None
        if rate is not None:
            self.entry.change(rate)

    def _refused(self, error: UserError) -> None:
        self.entry.refuse(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes the rate chosen away."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.delete()
        else:
            super().keyPressEvent(event)
