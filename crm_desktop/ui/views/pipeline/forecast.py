"""The part "Forecast" of the pipeline view: figures first, then the months as bars, then a sentence on how good forecasts are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from crm_desktop.domain.changes import DEAL, RATE, SETTING, STAGE, Change
from crm_desktop.domain.forecast import CountedDeal, RowKind
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import Stage
from crm_desktop.services.forecast import Forecast
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.dialogs.rates_line import TogetherLine
from crm_desktop.ui.texts import month_heading, plural, tr
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.views.pipeline.deal_list_cells import Around
from crm_desktop.ui.views.pipeline.forecast_cards import AheadCard, Figures, PastCard
from crm_desktop.ui.views.pipeline.forecast_deals import DealsCard
from crm_desktop.ui.views.pipeline.forecast_words import Lens, counted_words, lens_name, lenses, row_title, total
from crm_desktop.ui.widgets import Button, ChoiceChips, EmptyState, LinkButton, ScrollBody, WrappingLabel

if TYPE_CHECKING:
    from crm_desktop.services.forecast import ForecastService
    from crm_desktop.ui.views.pipeline.parts import PartContext

_SHOWN_KINDS: Final = (DEAL, STAGE, RATE, SETTING)
_SHORT, _LONG = 6, 12
_SIDE_BY_SIDE: Final = 860


def make(parts: PartContext) -> ForecastPart:
    """The part, for the registry of parts."""
    return ForecastPart(parts)


class ForecastPart(QObject):
    """Keeps the contract `PipelinePart`."""

    def __init__(self, parts: PartContext) -> None:
        super().__init__()
        self._parts = parts
        self._context = context = parts.context
        self._service: ForecastService = context.services.deals.forecast
        self._pipeline_id = 0
        self._months = _LONG
        self._words = DealWords()
        self._stale = True
        self._forecast: Forecast | None = None
        self._base = ""
        self._lens: Lens | None = None
        self._chosen: tuple[str, int] | None = None
        self._offered: list[str] = []
        theme = context.theme
        self._body = ScrollBody(theme, spacing=14)
        self._body.installEventFilter(self)
        self.setParent(self._body)
        self.figures = Figures(theme)
        self.ahead = AheadCard(theme)
        self.past = PastCard(theme, self._words)
        self.deals = DealsCard(theme, context.services.deals.listing, lambda: Around(context.now(), self._words))
        self.months_button = Button(theme, "")
        self.together = TogetherLine(theme)
        self.explain = LinkButton(theme, tr("How this is counted"))
        self.explained = WrappingLabel(counted_words(), TextRole.SECONDARY, "secondary", most_lines=12)
        self.explained.hide()
        self.currencies: ChoiceChips | None = None
        self.none = EmptyState(
            theme,
            tr("Nothing to expect yet"),
            tr("Say what a deal is worth and when you expect it to close; then the months ahead stand here."),
        )
        self._lay_out()
        self._connect()
        self._body.setFocusProxy(self.ahead.bars)

    @property
    def widget(self) -> QWidget:
        """What stands below the head of the view."""
        return self._body

    def _lay_out(self) -> None:
        theme = self._context.theme
        self._top = QHBoxLayout()
        self._top.setSpacing(theme.space(3))
        self._top.addStretch(1)
        self._top.addWidget(self.explain)
        self._top.addWidget(self.months_button)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(theme.scaled(18))
        for card in (self.ahead, self.past):
            self._pair.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        body = self._body.body
        body.addLayout(self._top)
        body.addWidget(self.explained)
        body.addWidget(self.figures)
        body.addWidget(self.together)
        body.addLayout(self._pair)
        body.addWidget(self.deals)
        body.addWidget(self.none)
        body.addStretch()

    def _connect(self) -> None:
        self.ahead.chosen.connect(lambda place: self._choose("ahead", place))
        self.past.chosen.connect(lambda place: self._choose("past", place))
        self.deals.opened.connect(self._parts.open_deal)
        self.deals.left.connect(self.leave_deals)
        self.months_button.clicked.connect(lambda _checked=False: self.toggle_months())
        self.together.rates_wanted.connect(lambda: self._context.run("rates.manage"))
        self.explain.clicked.connect(lambda _checked=False: self.explained.setVisible(self.explained.isHidden()))

    # ---------------------------------------------------------------------------------------------- the contract

    def show_pipeline(self, pipeline_id: int) -> None:
        """Come to the front, with this pipeline."""
        if pipeline_id != self._pipeline_id:
            self._pipeline_id, self._stale = pipeline_id, True
            self._chosen = None
            self.deals.hide()
        if self._stale:
            self._read()
        else:
            self._parts.say_sums("")

    def refresh(self, change: Change | None) -> None:
        """Something was committed, or the clock went on."""
        if change is not None and not change.touches(*_SHOWN_KINDS):
            return
        if self._body.isVisible():
            self._read()
        else:
            self._stale = True

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the forecast."""
        return {"forecast.months": self.toggle_months, "forecast.explain": self.explain.click}

    # -------------------------------------------------------------------------------------------------- reading

    def _read(self) -> None:
        self._stale = False
        service, pipeline_id, months = self._service, self._pipeline_id, self._months
        services = self._context.services

        listing = services.deals.listing

        def job() -> tuple[Forecast, str, DealWords, list[Stage]]:
            found = [each for each in services.deals.pipelines.all(with_archived=True) if each.id == pipeline_id]
            words = DealWords(found[0].words) if found else DealWords()
            currency = services.pipeline.default_currency()
            return service.read(pipeline_id, months, months), currency, words, listing.stages()

        self._context.jobs.slow(job, self._arrived, key="forecast", owner=self._body)

    def _arrived(self, found: tuple[Forecast, str, DealWords, list[Stage]]) -> None:
        self._forecast, self._base, self._words, self.deals.stages = found
        offered = lenses(self._forecast, self._base)
        before = self._lens.key if self._lens is not None else ""
        self._lens = next((lens for lens in offered if lens.key == before), offered[0])
        self._offer(offered)
        self._show()

    def _offer(self, offered: Sequence[Lens]) -> None:
        if self.currencies is not None:
            self._top.removeWidget(self.currencies)
            self.currencies.hide()
            self.currencies.deleteLater()
            self.currencies = None
        self._offered = [lens.key for lens in offered]
        if len(offered) < 2:
            return
        self.currencies = ChoiceChips(
            self._context.theme, tr("Currency"), [(lens.key, lens_name(lens), Tone.ACCENT) for lens in offered]
        )
        assert self._lens is not None, "one of these"
        self.currencies.choose(self._lens.key)
        by_key = {lens.key: lens for lens in offered}
        self.currencies.chosen.connect(lambda key: self._look_through(by_key[key]))
        self._top.insertWidget(0, self.currencies, 3, Qt.AlignmentFlag.AlignVCenter)

    def _look_through(self, lens: Lens) -> None:
        self._lens = lens
        self._show()

    def _show(self) -> None:
        forecast, lens = self._forecast, self._lens
        assert forecast is not None
        assert lens is not None
        anything = any(row.deals for row in forecast.rows) or any(month.counts for month in forecast.past)
        for card in (self.figures, self.ahead, self.past, self.explain, self.months_button):
            card.setVisible(anything)
        self.none.setVisible(not anything)
        other = _SHORT if self._months == _LONG else _LONG
        self.months_button.setText(plural("Show {count} month", "Show {count} months", other))
        self.months_button.setAccessibleName(self.months_button.text())
        self.months_button.updateGeometry()
        self.figures.show_forecast(forecast, lens)
        kind, place = self._chosen or ("", 0)
        self.ahead.show_rows(forecast.rows, lens, self._words, place if kind == "ahead" else None)
        self.past.show_past(forecast, lens, self._words, place if kind == "past" else None)
        sums = self._weighted() if lens.rates is None else []
        self.together.show_sums(tr("Weighted, all months"), sums, forecast.rates, self._base, forecast.today)
        self._show_deals()
        self._order_keys()
        self._parts.say_sums("")

    def _order_keys(self) -> None:
        """Tab goes as one reads: bars and words to press are made anew, and would come last."""
        chips = [] if self.currencies is None else [self.currencies.chip(key) for key in self._offered]
        order: list[QWidget] = [*chips, self.explain, self.months_button, self.together.button, *self.ahead.bars.bars]
        order += [*self.ahead.links.values(), *self.past.bars.bars, self.deals.close_button, self.deals.table]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _weighted(self) -> list[Money]:
        assert self._forecast is not None
        return total((row for row in self._forecast.rows if row.kind is RowKind.MONTH), "weighted")

    # --------------------------------------------------------------------------------------- what a user can do

    def toggle_months(self) -> None:
        """Look at six months, or at twelve."""
        self._months = _SHORT if self._months == _LONG else _LONG
        self._chosen = None
        self._read()

    def _choose(self, kind: str, place: int) -> None:
        self._chosen = (kind, place)
        (self.past if kind == "ahead" else self.ahead).bars.choose(None)
        self._show_deals()
        if not self.deals.isHidden():
            # Where it stands is known once the card was laid out.
            QTimer.singleShot(0, self.deals, self._show_card)

    def _show_card(self) -> None:
        self.deals.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._body.ensureWidgetVisible(self.deals, 0, self._context.theme.scaled(20))

    def leave_deals(self) -> None:
        """No month is looked at any more; the keys go back to where they were."""
        kind, place = self._chosen or ("ahead", 0)
        self._chosen = None
        self._show_deals()
        for card in (self.ahead, self.past):
            card.bars.choose(None)
        target = self.past.bars.bars[place] if kind == "past" else self.ahead.pressed(place)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_deals(self) -> None:
        title, deals = self._looked_at(*self._chosen) if self._chosen is not None else ("", ())
        if deals:
            self.deals.show_deals(title, deals, self._words)
        else:
            self.deals.hide()
        # Whoever comes back from the page of a deal goes on in the list.
        self._body.setFocusProxy(self.deals.table if deals else self.ahead.bars)

    def _looked_at(self, kind: str, place: int) -> tuple[str, Sequence[CountedDeal]]:
        assert self._forecast is not None
        if kind == "ahead":
            row = self._forecast.rows[place]
            return row_title(row), row.deals
        month = self._forecast.past[place]
        came = {deal.deal_id: deal for deal in month.came}
        both = [came.get(deal.deal_id, deal) for deal in month.expected]
        expected = {deal.deal_id for deal in month.expected}
        return month_heading(month.month), [*both, *(deal for deal in month.came if deal.deal_id not in expected)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The two pictures stand side by side where there is room."""
        if watched is self._body and event.type() == QEvent.Type.Resize:
            wide = self._body.width() >= self._context.theme.scaled(_SIDE_BY_SIDE)
            way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
            if self._pair.direction() != way:
                self._pair.setDirection(way)
        return super().eventFilter(watched, event)
