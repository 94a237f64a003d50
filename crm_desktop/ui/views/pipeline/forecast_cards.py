"""The cards of the forecast: figures, the months ahead, the months that are over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.forecast import ForecastMonth, RowKind
from crm_desktop.domain.forecast_past import PastMonth
from crm_desktop.services.forecast import Forecast
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.pipeline.forecast_bars import Bar, BarRow, Legend, Part
from crm_desktop.ui.views.pipeline.forecast_words import (
    Lens,
    judged_words,
    past_words,
    row_title,
    row_words,
    short_month,
    total,
)
from crm_desktop.ui.widgets import Card, ElidedLabel, FlowLayout, Label, LinkButton, WrappingLabel

_SOON = 3
"""So many months from the present one on are "soon"."""
_BEST, _WEIGHTED, _SURE = Part(1, "empty"), Part(1, "soft"), Part(1, "solid")
_EXPECTED, _CAME = Part(1, "soft", "planned"), Part(1, "solid", "good")


class Figures(Card):
    """Four numbers, each with what it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, padding=4.5, parent=parent)
        row = QHBoxLayout()
        row.setSpacing(theme.space(4))
        self.numbers: list[tuple[ElidedLabel, ElidedLabel]] = []
        for _ in range(4):
            number = ElidedLabel("", TextRole.NUMBER)
            below = ElidedLabel("", TextRole.SECONDARY, "secondary")
            column = QVBoxLayout()
            column.setSpacing(theme.scaled(2))
            column.addWidget(number)
            column.addWidget(below)
            row.addLayout(column, 1)
            self.numbers.append((number, below))
        self.body.addLayout(row)

    def show_forecast(self, forecast: Forecast, lens: Lens) -> None:
        """The numbers as seen through a currency."""
        months = [row for row in forecast.rows if row.kind is RowKind.MONTH]
        overdue = [row for row in forecast.rows if row.kind is RowKind.OVERDUE]
        soon = months[:_SOON]
        figures = (
            (total(months[:1], "sure"), tr("sure this month")),
            (total(soon, "weighted"), tr("weighted, in three months")),
            (total(soon, "best"), tr("best, in three months")),
            (total(overdue, "best"), tr("should have closed")),
        )
        for (number, below), (sums, words) in zip(self.numbers, figures, strict=True):
            number.set_text(lens.text(sums))
            below.set_text(words)
            number.setAccessibleName(f"{lens.text(sums)} {words}")


class AheadCard(Card):
    """The months ahead as bars, and what stands in no month as words to press. `chosen(place)` is a row of the forecast."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, padding=4.5, parent=parent)
        self._theme = theme
        self._shown: Sequence[ForecastMonth] = ()
        self._months: list[int] = []
        self.body.setSpacing(theme.space(2))
        self.body.addWidget(Label(tr("Expected, by month"), weight="medium"))
        legend = Legend(theme, ((_SURE, tr("sure")), (_WEIGHTED, tr("weighted")), (_BEST, tr("best"))))
        self.body.addWidget(legend)
        self.bars = BarRow(theme, tr("Expected, by month"))
        self.bars.chosen.connect(lambda place: self.chosen.emit(self._months[place]))
        self.body.addWidget(self.bars)
        self.body.addWidget(_caption(self.bars))
        holder = QWidget()
        self._others = FlowLayout(holder, spacing=theme.space(3))
        self.links: dict[int, LinkButton] = {}
        self.body.addWidget(holder)

    def show_rows(self, rows: Sequence[ForecastMonth], lens: Lens, words: DealWords, chosen: int | None) -> None:
        """Show these rows; `chosen` is the place of the one looked at."""
        self._shown = rows
        self._months = [place for place, row in enumerate(rows) if row.kind is RowKind.MONTH]
        most = max((lens.of(rows[place].sums.best).minor for place in self._months), default=0) or 1
        bars = []
        for place in self._months:
            row = rows[place]
            assert row.month is not None, "the row of a month"
            parts = tuple(
                Part(lens.of(sums).minor / most, form)
                for sums, form in ((row.sums.best, "empty"), (row.sums.weighted, "soft"), (row.sums.sure, "solid"))
            )
            bars.append(Bar(short_month(row.month), row_words(row, lens, words), parts))
        self.bars.show_bars(bars, self._months.index(chosen) if chosen in self._months else None)
        self._show_links(lens, words)

    def _show_links(self, lens: Lens, words: DealWords) -> None:
        wanted = [place for place, row in enumerate(self._shown) if row.kind is not RowKind.MONTH and row.deals]
        focused = next((place for place, link in self.links.items() if link.hasFocus()), None)
        for link in self.links.values():
            link.hide()
            link.deleteLater()
        self._others.clear()
        self.links = {}
        for place in wanted:
            row = self._shown[place]
            text = tr(
                "{row}: {deals}, {amount}",
                row=row_title(row),
                deals=words.count(len(row.deals)),
                amount=lens.text(row.sums.best),
            )
            link = LinkButton(self._theme, text)
            link.setAccessibleName(row_words(row, lens, words))
            link.setToolTip(tooltip(row_words(row, lens, words)))
            link.clicked.connect(lambda _checked=False, place=place: self._press(place))
            self.links[place] = link
            self._others.addWidget(link)
        if focused in self.links:
            self.links[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def pressed(self, place: int) -> QWidget:
        """What stands for a row: its bar, or its words to press; the bars for one that is gone."""
        if place in self._months:
            return self.bars.bars[self._months.index(place)]
        return self.links.get(place, self.bars)

    def _press(self, place: int) -> None:
        self.bars.choose(None)
        self.chosen.emit(place)


class PastCard(Card):
    """What was expected on the first day of each month, beside what came, and a sentence about it. `chosen(place)` is a month."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, words: DealWords, parent: QWidget | None = None) -> None:
        super().__init__(theme, padding=4.5, parent=parent)
        self._theme = theme
        self.body.setSpacing(theme.space(2))
        self.body.addWidget(Label(tr("Expected before, and what came"), weight="medium"))
        self._legend = Legend(theme, self._meanings(words))
        self.body.addWidget(self._legend)
        self.bars = BarRow(theme, tr("Expected before, and what came"))
        self.bars.chosen.connect(self.chosen)
        self.body.addWidget(self.bars)
        self.body.addWidget(_caption(self.bars))
        self.sentence = WrappingLabel("", TextRole.SECONDARY, "secondary", most_lines=6)
        self.body.addWidget(self.sentence)

    def _meanings(self, words: DealWords) -> tuple[tuple[Part, str], ...]:
        return ((_EXPECTED, tr("expected on the first of the month")), (_CAME, words.won))

    def show_past(self, forecast: Forecast, lens: Lens, words: DealWords, chosen: int | None) -> None:
        """Show the months that are over; `chosen` is the place of the one looked at."""
        self._legend.set_entries(self._meanings(words))
        months = forecast.past
        figures = [self._figures(month, lens) for month in months]
        most = max((figure for pair in figures for figure in pair), default=0) or 1
        bars = [
            Bar(
                short_month(month.month),
                past_words(month, lens, words),
                (Part(expected / most, "soft", "planned"), Part(came / most, "solid", "good")),
                beside=True,
            )
            for month, (expected, came) in zip(months, figures, strict=True)
        ]
        self.bars.show_bars(bars, chosen)
        self.sentence.setText(judged_words(forecast.judgements, months, lens, words))

    def _figures(self, month: PastMonth, lens: Lens) -> tuple[int, int]:
        return lens.of(month.expected_then.weighted).minor, lens.of(month.came_sums).minor


def _caption(bars: BarRow) -> ElidedLabel:
    """A line that says the figures of the month one is at, or how to see them."""
    hint = tr("Point at a month, or go there with the arrow keys; Enter lists its deals.")
    caption = ElidedLabel(hint, TextRole.SECONDARY, "secondary")
    bars.looked_at.connect(lambda words: caption.set_text(words or hint))
    return caption
