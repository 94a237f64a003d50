"""What a deal is worth, how often, weighted, and by when: each edited in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.deal_profile import DealProfile
from crm_desktop.domain.deal_values import DealValue, Period, checked_value
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.money import parse_money
from crm_desktop.ui.dialogs.deal_fields import money_to_type
from crm_desktop.ui.dialogs.deal_value_words import period_text
from crm_desktop.ui.texts import money, plural, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.views.pipeline.page.typing import DealTyping
from crm_desktop.ui.views.pipeline.page.words import (
    close_words,
    moved_words,
    value_of,
    weighted_explained,
    weighted_words,
)
from crm_desktop.ui.widgets import ChipButton, InlineEdit, Label, WrappingLabel

if TYPE_CHECKING:
    from crm_desktop.services.deal_pages import DealPageService

_USUAL_TIMES = (3, 6, 12, 24)


class ValueBox(QWidget):
    """Shows a `DealProfile`; `value_wanted` carries the value with another period or number of times."""

    value_wanted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        pages: Callable[[], DealPageService],
        services: Any,
        typing: DealTyping,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self._pipeline = services.pipeline
        self._reminders = services.reminders
        self._today = today
        self._profile: DealProfile | None = None
        self.amount = InlineEdit(
            theme, tr("Value"), placeholder=tr("no value yet"), role=TextRole.NUMBER, shown=self._amount_words
        )
        self.period = ChipButton(theme, tr("once"), Tone.NEUTRAL)
        self.times = InlineEdit(theme, tr("How many times"), placeholder=tr("on and on"), role=TextRole.SECONDARY)
        self.weighted = WrappingLabel("", TextRole.SECONDARY, "secondary")
        self.close_on = InlineEdit(
            theme,
            tr("Expected close"),
            placeholder=tr("when? in 3 weeks"),
            role=TextRole.SECONDARY,
            shown=lambda text: close_words(text, self._today()),
        )
        self.moved = WrappingLabel("", TextRole.SECONDARY, "secondary")
        self._build(theme)
        self.period.clicked.connect(lambda _checked=False: self._open_menu())
        typing.watch(self.amount, "amount", self._save_amount)
        typing.watch(self.times, "times", self._save_times)
        typing.watch(self.close_on, "close", self._save_close)
        self.times.editing_changed.connect(self.times.setVisible)

    def _build(self, theme: Theme) -> None:
        self.times.hide()
        self.weighted.setContentsMargins(3, theme.space(0.5), 0, 0)
        self._top = top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.setSpacing(theme.space(1))
        top.addWidget(self.amount, 1)
        top.addWidget(self.period, 0, Qt.AlignmentFlag.AlignVCenter)
        expected = QHBoxLayout()
        expected.setSpacing(theme.space(1))
        words = Label(tr("expected"), TextRole.SECONDARY, "secondary")
        words.setContentsMargins(3, 2, 0, 0)
        words.setBuddy(self.close_on)
        expected.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        expected.addWidget(self.close_on, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(1))
        column.addLayout(top)
        column.addWidget(self.times)
        column.addWidget(self.weighted)
        column.addLayout(expected)
        self.moved.setContentsMargins(3, 0, 0, 0)
        column.addWidget(self.moved)

    def show_profile(self, profile: DealProfile) -> None:
        """Show this state of a deal; what is being typed stays."""
        self._profile = profile
        card = profile.card
        self.amount.set_text(money_to_type(card.value, self._pipeline.default_currency()))
        self.period.setVisible(card.value is not None)
        self.period.setText(period_text(Period(card.period), card.times))
        self.period.setAccessibleName(tr("How often it comes: {period}", period=self.period.text()))
        self.period.updateGeometry()
        # The longer words stand below, where they leave the amount its line.
        again = bool(card.period)
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if again else QBoxLayout.Direction.LeftToRight)
        self._top.setAlignment(self.period, Qt.AlignmentFlag.AlignLeft if again else Qt.AlignmentFlag.AlignVCenter)
        if not self.times.is_editing():
            self.times.set_text(str(card.times) if card.times is not None else "")
        weighted = weighted_words(profile)
        self.weighted.setText(weighted)
        self.weighted.setVisible(bool(weighted))
        self.weighted.setToolTip(tooltip(weighted_explained(profile)))
        self.close_on.set_text(card.expected_close.isoformat() if card.expected_close else "")
        self.moved.setText(moved_words(profile))
        self.moved.setVisible(bool(self.moved.text()))

    def _amount_words(self, typed: str) -> str:
        """What is stored as the locale writes it; what was just typed as it is, until it is read."""
        try:
            amount = parse_money(typed, self._pipeline.default_currency())
        except InvalidInput:
            return typed
        return money(amount.minor, amount.currency)

    def _save_amount(self, deal_id: int, typed: str) -> None:
        """In the writer's thread, like those below: what is stored is asked for, another deal may be shown by then."""
        value = self._stored(deal_id)
        amount = parse_money(typed, self._pipeline.default_currency()) if typed.strip() else None
        period, times = (value.period, value.times) if value is not None else (Period.ONCE, None)
        self._pages().set_value(deal_id, checked_value(amount, period, times))

    def _save_times(self, deal_id: int, typed: str) -> None:
        value = self._stored(deal_id)
        if value is None:
            return
        if typed.strip() and not typed.strip().isdecimal():
            raise InvalidInput("times", "Write a number, or nothing for on and on.")
        times = int(typed) if typed.strip() else None
        self._pages().set_value(deal_id, checked_value(value.money, value.period or Period.MONTH, times))

    def _stored(self, deal_id: int) -> DealValue | None:
        page = self._pipeline.page(deal_id)
        return value_of(page.card) if page is not None else None

    def _save_close(self, deal_id: int, typed: str) -> None:
        day = None
        if typed.strip():
            meaning = self._reminders.understand_day(typed)
            if meaning.problem is not None:
                raise InvalidInput("close", meaning.problem)
            if meaning.day is None:
                raise InvalidInput("close", "“{text}” is not a day.", text=typed.strip()[:40])
            day = meaning.day
        self._pages().set_close(deal_id, day)

    def _value(self) -> DealValue | None:
        return value_of(self._profile.card) if self._profile is not None else None

    def _open_menu(self) -> None:
        value = self._value()
        if value is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        periods = QActionGroup(menu)
        for period in Period:
            times = None if period is Period.ONCE else value.times
            wanted = DealValue(value.money, period, times)
            self._offer(menu, periods, period_text(period), wanted, period == value.period)
        if value.period:
            menu.addSeparator()
            how_often = QActionGroup(menu)
            for times in (None, *_USUAL_TIMES):
                words = tr("on and on") if times is None else plural("{count} time", "{count} times", times)
                self._offer(menu, how_often, words, DealValue(value.money, value.period, times), times == value.times)
            menu.addAction(tr("Another number…")).triggered.connect(self._type_times)
        self.menu = menu
        menu.popup(self.period.mapToGlobal(QPoint(0, self.period.height() + 2)))

    def _offer(self, menu: QMenu, group: QActionGroup, words: str, value: DealValue, chosen: bool) -> None:
        action = QAction(words, menu)
        action.setCheckable(True)
        action.setChecked(chosen)
        group.addAction(action)
        menu.addAction(action)
        action.triggered.connect(lambda _checked=False: self.value_wanted.emit(value))

    def _type_times(self) -> None:
        self.times.show()
        self.times.start_editing()
