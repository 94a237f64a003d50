"""Sums of several currencies put together by the user's own rates, in words, with a way to the rates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.domain.exchange_rates import Converted, Rates
from crm_desktop.domain.money import Money
from crm_desktop.ui.dialogs.rate_words import rate_words, whole
from crm_desktop.ui.texts import money, one_line, short_day, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import ElidedLabel, LinkButton


class TogetherLine(QWidget):
    """Hidden while all is in the one currency meant; `rates_wanted` when the user asks for the table."""

    rates_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self.button = LinkButton(theme, tr("Exchange rates…"))
        self.button.clicked.connect(lambda _checked=False: self.rates_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self.words)
        row.addWidget(self.button)
        row.addStretch()
        self.hide()

    def show_sums(self, what: str, sums: Sequence[Money], rates: Rates, base: str, today: date) -> None:
        """Say what these sums are together in `base`; `what` names them ("weighted"), empty for no name."""
        several = any(each.currency != base for each in sums)
        self.setVisible(several)
        if not several:
            self.words.set_text("")
            return
        words, explained = together_words(sums, rates, base, today)
        self.words.set_text(tr("{what}: {words}", what=what, words=words) if what else words)
        self.words.setToolTip(tooltip(explained))
        self.words.setAccessibleDescription(explained)


def together_words(sums: Sequence[Money], rates: Rates, base: str, today: date) -> tuple[str, str]:
    """`≈ €41,200 together, rates of 3 Nov`, and how each currency got there; or which rates are missing."""
    together = rates.total(sums, base)
    if together is None:
        missing = ", ".join(rates.missing(sums, base))
        words = tr("No rate from {currencies} to {base} yet, so there is no sum of all.", currencies=missing, base=base)
        return words, words
    words = tr("≈ {amount} together, {rates}", amount=whole(together.total), rates=rates_of(together, today))
    return words, "; ".join(parts_words(together, today))


def rates_of(together: Converted, today: date) -> str:
    """`rates of 3 Nov`, `rates of 3 Nov to 20 Nov`."""
    if together.oldest is None or together.newest is None:
        return tr("no rates needed")
    if together.oldest == together.newest:
        return tr("rates of {day}", day=short_day(together.oldest, today))
    return tr(
        "rates of {first} to {last}", first=short_day(together.oldest, today), last=short_day(together.newest, today)
    )


def parts_words(together: Converted, today: date) -> list[str]:
    """How each currency got there: `$200 is €184 (1 USD = 0.92 EUR, 3 Nov)`; says where a rate was read the other way round."""
    found = []
    for amount, part in together.parts:
        if part.rate is None or part.day is None:
            continue
        one, other = (part.money.currency, amount.currency) if part.inverse else (amount.currency, part.money.currency)
        how = tr("{rate}, {day}", rate=rate_words(one, other, part.rate), day=short_day(part.day, today))
        if part.inverse:
            how = tr("{rate}, read the other way round", rate=how)
        found.append(
            tr(
                "{amount} is {converted} ({how})",
                amount=money(amount.minor, amount.currency),
                converted=money(part.money.minor, part.money.currency),
                how=how,
            )
        )
    return [one_line(each) for each in found]
