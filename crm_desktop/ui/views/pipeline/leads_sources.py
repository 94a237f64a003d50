"""Which source brings the best leads: a line that says it, and a card with all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from crm_desktop.domain.leads import SourceReport
from crm_desktop.ui.dialogs.lead_words import source_words
from crm_desktop.ui.texts import money, number, plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Divider, ElidedLabel, Label, PrimaryButton, ScrollBody
from crm_desktop.ui.widgets.overlay import OverlayCard

_ENOUGH = 3
"""From so few leads nothing can be told."""


def worth_words(report: SourceReport) -> str:
    """`€12,400 + $900`; empty when nothing was won."""
    return " + ".join(money(each.minor, each.currency) for each in report.worth)


def best_words(reports: Sequence[SourceReport]) -> str:
    """`Best source: Recommendation: 12 leads, 5 became deals, 3 won, €12,400`; empty while nothing can be told."""
    best = reports[0] if reports else None
    if best is None or not best.won or sum(each.leads for each in reports) < _ENOUGH:
        return ""
    parts = (
        plural("{count} lead", "{count} leads", best.leads),
        plural("{count} became a deal", "{count} became deals", best.became_deals),
        plural("{count} won", "{count} won", best.won),
        worth_words(best),
    )
    facts = ", ".join(part for part in parts if part)
    return tr("Best source: {source} ({facts})", source=source_words(best.source), facts=facts)


class SourcesCard(OverlayCard):
    """A table of the sources, the one that brought most won deals first."""

    def __init__(self, theme: Theme, reports: Sequence[SourceReport]) -> None:
        super().__init__(theme, tr("Where leads come from"), width=620)
        side = theme.scaled(22)
        head = QHBoxLayout()
        head.setContentsMargins(side, theme.scaled(16), side, theme.space(2))
        head.addWidget(Label(tr("Where leads come from"), TextRole.TITLE, weight="bold"))
        self.body.addLayout(head)
        explain = QHBoxLayout()
        explain.setContentsMargins(side, 0, side, theme.space(2))
        words = tr(
            "Everybody who ever was a lead, by source: how many there were, how many of them got a deal, how many won one, and "
            "what the won deals are worth. What goes on and on counts for twelve months; currencies stay apart."
        )
        explain.addWidget(Label(words, TextRole.SECONDARY, "secondary", wrap=True))
        self.body.addLayout(explain)
        scroll = ScrollBody(theme, margins=(22, 4, 22, 12))
        scroll.body.addWidget(self._table(theme, reports))
        scroll.body.addStretch()
        self.body.addWidget(scroll, 1)
        self.body.addWidget(Divider(theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(3), side, theme.space(3))
        foot.addStretch()
        self.done_button = PrimaryButton(theme, tr("Done"), tr("Esc"))
        self.done_button.clicked.connect(lambda _checked=False: self.close_card())
        foot.addWidget(self.done_button)
        self.body.addLayout(foot)

    def _table(self, theme: Theme, reports: Sequence[SourceReport]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(5))
        grid.setVerticalSpacing(theme.space(2))
        grid.setColumnStretch(0, 1)
        heads = (tr("Source"), tr("Leads"), tr("Deals"), tr("Won"), tr("Worth"))
        end = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        for place, words in enumerate(heads):
            label = Label(words, TextRole.SECONDARY, "secondary", weight="bold")
            grid.addWidget(label, 0, place, end if place else Qt.AlignmentFlag(0))
        for line, report in enumerate(reports, 1):
            grid.addWidget(ElidedLabel(source_words(report.source)), line, 0)
            numbers = (
                number(report.leads),
                number(report.became_deals),
                number(report.won),
                worth_words(report) or "–",
            )
            for place, words in enumerate(numbers, 1):
                cell = Label(words)
                cell.setAccessibleName(tr("{column}: {value}", column=heads[place], value=words))
                grid.addWidget(cell, line, place, end)
        return table

    def first_focus(self) -> QWidget:
        """Done, so that Enter closes."""
        return self.done_button
