"""The part "List" of the pipeline view: the same deals as on the board, in columns, filtered, sorted, changed together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain.changes import COMPANY, CONTACT, DEAL, OWN_FIELD, RATE, REMINDER, SAVED_LIST, STAGE, TAG, Change
from crm_desktop.domain.deal_columns import DealFilter, ListSums
from crm_desktop.domain.exchange_rates import Rates
from crm_desktop.domain.list_columns import Column
from crm_desktop.domain.pipelines import Stage
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.dialogs.rates_line import TogetherLine
from crm_desktop.ui.texts import tr
from crm_desktop.ui.views.pipeline.deal_list_bulk import ManyDeals
from crm_desktop.ui.views.pipeline.deal_list_cells import Around
from crm_desktop.ui.views.pipeline.deal_list_edit import CellEditing
from crm_desktop.ui.views.pipeline.deal_list_filters import Choices, DealFilters
from crm_desktop.ui.views.pipeline.deal_list_look import ListLook
from crm_desktop.ui.views.pipeline.deal_list_menus import show_chosen_menu, show_sort_menu
from crm_desktop.ui.views.pipeline.deal_list_table import DealTable
from crm_desktop.ui.views.pipeline.wording import sums_text
from crm_desktop.ui.widgets import Button, EmptyState

if TYPE_CHECKING:
    from crm_desktop.services.deal_listing import DealListing
    from crm_desktop.ui.views.pipeline.parts import PartContext

_SHOWN_KINDS = (DEAL, STAGE, REMINDER, CONTACT, COMPANY, TAG, OWN_FIELD, SAVED_LIST, RATE)
_READ = "deals.list"


@dataclass(frozen=True, slots=True)
class _Read:
    ids: list[int]
    sums: ListSums
    stages: list[Stage]
    rates: Rates
    currency: str


def make(parts: PartContext) -> DealListPart:
    """The part, for the registry of parts."""
    return DealListPart(parts)


class DealListPart:
    """Keeps the contract `PipelinePart`."""

    def __init__(self, parts: PartContext) -> None:
        self._parts = parts
        self._context = context = parts.context
        self._listing: DealListing = context.services.deals.listing
        self._pipeline_id = 0
        self._words = DealWords()
        self._stale = True
        self._columns: tuple[Column, ...] = ()
        self._sums: ListSums | None = None
        theme = context.theme
        self._widget = QWidget()
        self.look = ListLook(context, self._widget)
        self.table = DealTable(theme, self._listing, lambda: Around(context.now(), self._words))
        self.filters = DealFilters(theme, self._words)
        self.columns_button = Button(theme, tr("Columns…"))
        self.together = TogetherLine(theme)
        self.none = EmptyState(
            theme,
            tr("No deals here"),
            tr("No deal fits what is looked for. Ask for less, or make a new one."),
            (tr("Clear filters"), "", self.filters.clear),
        )
        self.first = EmptyState(
            theme,
            tr("No open deals"),
            tr("Here they stand in columns, to be sorted, filtered and changed together."),
            (tr("New deal"), "D", lambda: context.run("deal.new")),
        )
        self.many = ManyDeals(context, self.table.many.ids, self.export)
        self.many.setParent(self._widget)
        self._stages: Sequence[tuple[int, str]] = ()
        self.editing = CellEditing(context, self._listing, self.table, lambda: self._stages)
        self._lay_out()
        self._connect()
        self._widget.setFocusProxy(self.table)

    @property
    def widget(self) -> QWidget:
        """What stands below the head of the view."""
        return self._widget

    def _lay_out(self) -> None:
        theme, side = self._context.theme, self._context.theme.scaled(20)
        head = QHBoxLayout()
        head.setContentsMargins(side, theme.scaled(10), side, theme.scaled(10))
        head.setSpacing(theme.space(2))
        head.addWidget(self.filters, 1)
        head.addWidget(self.columns_button, 0, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.none)
        self._pages.addWidget(self.first)
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(1), side, theme.space(1))
        foot.addWidget(self.together, 1)
        column = QVBoxLayout(self._widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(holder, 1)
        column.addLayout(foot)
        column.addWidget(self.many.bar)

    def _connect(self) -> None:
        self.filters.changed.connect(self.read)
        self.filters.left_downwards.connect(self._focus_table)
        self.columns_button.clicked.connect(lambda _checked=False: self.choose_columns())
        self.table.opened.connect(self._parts.open_deal)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self.show_menu)
        self.table.sort_wanted.connect(self._sort_by)
        self.table.moved.connect(self._take_columns)
        self.table.many.changed.connect(self._count_changed)
        self.many.bar.left.connect(self.table.many.collapse)
        self.together.rates_wanted.connect(lambda: self._context.run("rates.manage"))

    # ---------------------------------------------------------------------------------------------- the contract

    def show_pipeline(self, pipeline_id: int) -> None:
        """Come to the front, with the deals of this pipeline."""
        if pipeline_id != self._pipeline_id:
            self._pipeline_id, self._stale = pipeline_id, True
        if self._stale:
            self._read_all()
        else:
            self._say_sums()

    def refresh(self, change: Change | None) -> None:
        """Something was committed, or the clock went on."""
        if change is not None and not change.touches(*_SHOWN_KINDS):
            return
        if self._widget.isVisible():
            self._read_all()
        else:
            self._stale = True

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the list."""
        return {
            "deals.filter": partial(self.filters.text.setFocus, Qt.FocusReason.ShortcutFocusReason),
            "deals.filter_clear": self.filters.clear,
            "deals.columns": self.choose_columns,
            "deals.sort": self.choose_sort,
            "deals.edit_cell": self.editing.begin_here,
            "deals.all": self.table.many.choose_all,
            "deals.export": self.export,
            "deals.edit": lambda: self._with_deal(self._parts.actions.edit),
            **{f"deals.many_{what}": partial(self.many.ask, what) for what in self.many.bar.buttons},
        }

    # -------------------------------------------------------------------------------------------------- reading

    def _read_all(self) -> None:
        """The columns and what can be chosen, too: own fields, stages, tags and lists may be others now."""
        self._stale = False
        listing, keys, pipeline_id = self._listing, self.look.keys, self._pipeline_id
        editing = self._context.services.deals.pipelines

        def job() -> tuple[tuple[Column, ...], Choices, DealWords]:
            stages = [(stage.id, stage.name) for stage in editing.stages(pipeline_id)]
            words = next((each.words for each in editing.all(with_archived=True) if each.id == pipeline_id), None)
            choices = Choices(stages, listing.tags(), listing.people_lists())
            return listing.shown_columns(keys), choices, DealWords(words) if words is not None else DealWords()

        self._context.jobs.read(job, self._show_head, key="deals.list.head", owner=self._widget)

    def _show_head(self, found: tuple[tuple[Column, ...], Choices, DealWords]) -> None:
        self._columns, choices, words = found
        self._stages = choices.stages
        if words != self._words:
            self._words = words
            self.filters.set_words(words)
            self.many.bar.set_words(words)
        self.table.show_list(self._columns, self.look.sort)
        self.filters.blockSignals(True)
        self.filters.set_choices(choices)
        self.filters.blockSignals(False)
        self.read()

    def wanted(self) -> DealFilter:
        """What is looked for, in the pipeline shown."""
        return replace(self.filters.wanted(), pipeline_id=self._pipeline_id)

    def read(self) -> None:
        """Read which deals there are; of several readings under way the last one counts."""
        listing, wanted, sort = self._listing, self.wanted(), self.look.sort
        rates, currency = self._context.services.deals.rates, self._context.services.pipeline.default_currency

        def job() -> _Read:
            ids = listing.ids(wanted, sort)
            return _Read(ids, listing.sums(ids), listing.stages(), rates.table(), currency())

        self._context.jobs.read(job, self._arrived, key=_READ, owner=self._widget)

    def _arrived(self, found: _Read) -> None:
        ids, self._sums, self.table.stages = found.ids, found.sums, found.stages
        chosen = frozenset(self.table.many.ids()) if self.table.many.count() > 1 else frozenset()
        if list(self.table.ids()) == ids:
            self.table.model_of_deals.refresh()
        else:
            self.table.show_ids(ids)
            self._choose_again(ids, chosen)
        empty = self.none if self.filters.narrows() else self.first
        self._pages.setCurrentWidget(self.table if ids else empty)
        today = self._context.now().date()
        self.together.show_sums("", found.sums.worth, found.rates, found.currency, today)
        self._say_sums()

    def _choose_again(self, ids: list[int], chosen: frozenset[int]) -> None:
        from crm_desktop.ui.tables.many_rows import ranges_of

        if len(chosen) > 1 and (ranges := ranges_of(ids, chosen)):
            self.table.many.restore(ranges)
        elif ids and self.table.current_id() is None:
            self.table.select_id(ids[0])

    def _say_sums(self) -> None:
        if self._sums is None or not self._widget.isVisible():
            return
        parts = [self._words.count(self._sums.count)]
        if self._sums.worth:
            parts += [sums_text(self._sums.worth), tr("weighted {sums}", sums=sums_text(self._sums.weighted))]
        self._parts.say_sums(", ".join(parts))

    def _count_changed(self, count: int) -> None:
        self.many.bar.show_count(count)
        if count > 1:
            ids, listing = self.table.many.ids(), self._listing
            self._context.jobs.read(
                lambda: listing.sums(ids), self.many.bar.show_sums, key="deals.chosen", owner=self._widget
            )

    # ------------------------------------------------------------------------------------------ order and columns

    def _sort_by(self, key: str) -> None:
        self.look.sort_by(key)
        self.table.show_list(self._columns, self.look.sort)
        self.read()

    def choose_sort(self) -> None:
        """Choose the column to sort by from a menu."""
        show_sort_menu(self.table, self.look.sort, self._sort_by)

    def choose_columns(self) -> None:
        """Ask which columns the list has, and in which order."""
        from crm_desktop.ui.dialogs.columns_form import ColumnsForm

        def show(there: dict[str, Column]) -> None:
            form = ColumnsForm(self._context.theme, there, [column.key for column in self._columns])
            form.chosen.connect(self._take_columns)
            self._context.show_card(form)

        self._context.jobs.read(self._listing.columns, show, owner=self._widget)

    def _take_columns(self, keys: list[str]) -> None:
        self.look.take_columns(keys)
        self._read_all()

    # ------------------------------------------------------------------------------------------ what else one does

    def export(self, ids: Sequence[int] = ()) -> None:
        """Write the deals chosen, or all that are shown, into a CSV file with the columns shown."""
        from crm_desktop.ui.views.pipeline.deal_list_export import ask_and_export

        chosen = self.table.many.ids() if self.table.many.count() > 1 else list(self.table.ids())
        ask_and_export(self._context, self._listing, ids or chosen, self._columns, self._widget)

    def show_menu(self, point: QPoint) -> None:
        """What can be done with the deals chosen, at a point of the table."""
        show_chosen_menu(self.table, self.many, self._parts.open_deal, self._parts.actions.edit, point)

    def _with_deal(self, run: Callable[[int], object]) -> None:
        deal_id = self.table.current_id()
        if deal_id is not None:
            run(deal_id)

    def _focus_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
