"""The list of leads with what narrows it: text, step, source, fit; and its order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain.leads import LEAD_STEPS, Fit, LeadFilter, LeadOrder, LeadRow
from crm_desktop.ui.dialogs.lead_words import (
    fit_tone,
    fit_words,
    read_aloud,
    row_words,
    source_words,
    step_explained,
    step_tone,
    step_words,
)
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import RowParts, TwoLineDelegate
from crm_desktop.ui.texts import number, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, ChoiceChips, FlowLayout, Label, SearchField

if TYPE_CHECKING:
    from crm_desktop.services.leads import LeadService

_ANY = "any"
_WITH_DEAL = "deal"
_SOURCES_SHOWN = 20
_READ_KEY = "leads.ids"


class LeadList(QWidget):
    """`chosen(ids)` tells which leads are chosen, `opened(id)` is Enter on one; `shown` after reading whether there ever was one."""

    chosen = Signal(object)
    opened = Signal(int)
    shown = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        leads: LeadService,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._leads = leads
        self._now = now
        self._has_steps = leads.has_steps()
        self._source: str | None = None
        self._fit: Fit | None = None
        self._order = LeadOrder.NEWEST
        self._wanted: int | None = None
        self._rows_by_id: dict[int, LeadRow] = {}
        self.model: PagedListModel[Any] = PagedListModel([], self._fetch, self._spoken, self)
        delegate = TwoLineDelegate(theme, self._parts)
        self.list = PagedListView(theme, self.model, delegate, tr("Leads"), parent=self, takes_many=True)
        self.filter = SearchField(theme, tr("Filter leads"))
        self.steps = ChoiceChips(theme, tr("Step"), self._step_choices())
        for step in LEAD_STEPS:
            self.steps.chip(step.value).setToolTip(tooltip(step_explained(step.value)))
        self.source_button = Button(theme, "")
        self.fit_button = Button(theme, "")
        self.order_button = Button(theme, "")
        self._build(theme)
        self._connect()
        self._show_buttons()

    def _step_choices(self) -> list[tuple[str, str, Tone]]:
        every = (_ANY, tr("All"), Tone.ACCENT)
        steps = ((step.value, step_words(step.value), step_tone(step.value)) for step in LEAD_STEPS)
        return [every, *steps, (_WITH_DEAL, tr("With an open deal"), Tone.ACCENT)]

    def _build(self, theme: Theme) -> None:
        buttons = FlowLayout(spacing=theme.space(1.5))
        for widget in (self.filter, self.source_button, self.fit_button, self.order_button):
            buttons.addWidget(widget)
        self.filter.setFixedWidth(theme.scaled(170))
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._nothing = Label("", TextRole.BODY, "secondary", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(buttons)
        column.addWidget(self.steps)
        column.addWidget(holder, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _text: self.read())
        for signal in (self.filter.left_downwards, self.filter.returnPressed, self.filter.emptied):
            signal.connect(self.focus_list)
        self.steps.chosen.connect(lambda _key: self.read())
        self.list.chosen.connect(lambda _id: self._tell())
        self.list.many.changed.connect(lambda _count: self._tell())
        self.list.opened.connect(lambda contact_id: self.opened.emit(int(contact_id)))
        self.list.installEventFilter(self)
        menus = (
            (self.source_button, self._fill_sources),
            (self.fit_button, self._fill_fits),
            (self.order_button, self._fill_orders),
        )
        for button, fill in menus:
            menu = QMenu(button)
            menu.aboutToShow.connect(partial(fill, menu))
            button.set_menu(menu)

    # ------------------------------------------------------------------------------------------------- reading

    def wanted(self) -> LeadFilter:
        """What the list is narrowed to."""
        step = self.steps.current()
        steps = frozenset({step}) if self._has_steps and step in set(LEAD_STEPS) else frozenset()
        return LeadFilter(self.filter.text(), steps, self._source, self._fit, self._order, step == _WITH_DEAL)

    def is_narrowed(self) -> bool:
        """Whether some leads may be left out."""
        wanted = self.wanted()
        narrowed = wanted.text.strip() or wanted.steps or wanted.with_deal
        return bool(narrowed) or wanted.source is not None or wanted.fit is not None

    def read(self) -> None:
        """Read the list anew, off the GUI thread; of several wishes only the last one counts."""
        self._has_steps = self._leads.has_steps()
        for step in LEAD_STEPS:
            self.steps.chip(step.value).setVisible(self._has_steps)
        wanted = self.wanted()

        def job() -> tuple[list[int], bool]:
            found = self._leads.ids(wanted)
            return found, bool(found) or self._leads.ever()

        self._jobs.read(job, lambda found: self._show_ids(*found), key=_READ_KEY, owner=self)

    def select(self, contact_id: int) -> None:
        """Choose a lead as soon as the list has it."""
        self._wanted = contact_id
        self.read()

    def ids(self) -> list[int]:
        """Which leads are chosen."""
        return self.list.many.ids()

    def row(self, contact_id: int) -> LeadRow | None:
        """A lead as the list shows it."""
        return self._rows_by_id.get(contact_id)

    def focus_list(self) -> None:
        """The keys are for the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ids(self, ids: list[int], ever: bool) -> None:
        position, before = self.list.currentIndex().row(), self.list.many.ids()
        self._rows_by_id = {}
        if ids != list(self.model.ids()):
            self.list.show_ids(ids)
        else:
            self.model.refresh()
        narrowed = tr("No lead is like this.")
        self._nothing.setText(
            narrowed if self.is_narrowed() else tr("No lead waits: each has a deal, or is none any more.")
        )
        self._pages.setCurrentIndex(0 if ids else 1)
        wanted, self._wanted = self._wanted, None
        if len(before) < 2 or wanted is not None:
            kept = next((each for each in (wanted, *before) if each in ids), None)
            nearest = ids[min(max(position, 0), len(ids) - 1)] if ids else None
            target = kept if kept is not None else nearest
            if target is not None:
                self.list.select_id(target)
        self.shown.emit(ever)
        self._tell()

    def _tell(self) -> None:
        self.chosen.emit(self.ids())

    def _fetch(self, ids: Sequence[int]) -> list[LeadRow | None]:
        found = {row.id: row for row in self._leads.rows(ids)}
        self._rows_by_id.update(found)
        return [found.get(each) for each in ids]

    def _spoken(self, row: LeadRow) -> str:
        return read_aloud(row, self._now().date(), steps=self._has_steps)

    def _parts(self, row: LeadRow) -> RowParts:
        chip, tone = "", None
        if row.fit is not Fit.UNKNOWN:
            chip, tone = fit_words(row.fit), fit_tone(row.fit)
        if self._has_steps and row.fit is not Fit.BAD and row.step != LEAD_STEPS[0]:
            chip = f"{step_words(row.step)} · {chip}" if chip else step_words(row.step)
            tone = step_tone(row.step)
        return RowParts(row.name, row_words(row, self._now().date()), row.name, right_text=chip, tone=tone)

    # --------------------------------------------------------------------------------------------- narrowing

    def _fill(
        self, menu: QMenu, choices: Sequence[tuple[Any, str]], current: Any, choose: Callable[[Any], None]
    ) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for value, words in choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == current)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, value=value: choose(value))

    def _fill_sources(self, menu: QMenu) -> None:
        found = self._leads.lead_sources()[:_SOURCES_SHOWN]
        shown = [
            (source, tr("{source} ({count})", source=source_words(source), count=number(n))) for source, n in found
        ]
        self._fill(menu, [(None, tr("Any source")), *shown], self._source, self.find_source)

    def _fill_fits(self, menu: QMenu) -> None:
        choices = [(None, tr("Any fit")), *((fit, fit_words(fit)) for fit in (Fit.GOOD, Fit.BAD, Fit.UNKNOWN))]
        self._fill(menu, choices, self._fit, self.find_fit)

    def _fill_orders(self, menu: QMenu) -> None:
        self._fill(menu, list(_order_words().items()), self._order, self.set_order)

    def find_source(self, source: str | None) -> None:
        """Only leads of one source; None for any."""
        self._source = source
        self._show_buttons()
        self.read()

    def find_fit(self, fit: Fit | None) -> None:
        """Only leads judged so; None for any."""
        self._fit = fit
        self._show_buttons()
        self.read()

    def set_order(self, order: LeadOrder) -> None:
        """Sort by something else."""
        self._order = order
        self._show_buttons()
        self.read()

    def show_all(self) -> None:
        """Narrow the list no more."""
        self._source = self._fit = None
        self.steps.choose(_ANY)
        self.filter.clear()
        self._show_buttons()
        self.read()

    def _show_buttons(self) -> None:
        source = tr("Any source") if self._source is None else source_words(self._source)
        fit = tr("Any fit") if self._fit is None else fit_words(self._fit)
        order = _order_words()[self._order]
        for button, words, spoken in (
            (self.source_button, source, tr("Source: {source}", source=source)),
            (self.fit_button, fit, tr("Fit: {fit}", fit=fit)),
            (self.order_button, order, tr("Order: {order}", order=order)),
        ):
            button.setText(words)
            button.setAccessibleName(spoken)
            button.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the list goes back to all leads when only some are shown."""
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alone = self.list.many.count() < 2
            if event.key() == Qt.Key.Key_Escape and self.is_narrowed() and alone:
                self.show_all()
                return True
        return super().eventFilter(watched, event)


def _order_words() -> dict[LeadOrder, str]:
    return {
        LeadOrder.NEWEST: tr("Newest"),
        LeadOrder.OLDEST: tr("Oldest"),
        LeadOrder.NAME: tr("Name"),
        LeadOrder.STEP: tr("Furthest step"),
        LeadOrder.QUIET: tr("Longest not spoken"),
    }
