"""The part "Leads" of the pipeline view: caught in one line, judged and moved on by keys, made deals of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.background import LifecycleStage
from crm_desktop.domain.changes import COMPANY, CONTACT, DEAL, REMINDER, SETTING, TAG, Change
from crm_desktop.domain.leads import Fit, SourceReport
from crm_desktop.ui.dialogs.lead_entry import LeadEntry
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.pipeline.leads_actions import LeadActions
from crm_desktop.ui.views.pipeline.leads_list import LeadList
from crm_desktop.ui.views.pipeline.leads_panel import LeadPanel
from crm_desktop.ui.views.pipeline.leads_sources import SourcesCard, best_words
from crm_desktop.ui.widgets import ElidedLabel, EmptyState, LinkButton

if TYPE_CHECKING:
    from crm_desktop.services.leads import LeadService
    from crm_desktop.ui.views.pipeline.parts import PartContext

_LOOKED_AT = 64
_PLACE = "lead/line"
_SHOWN_KINDS = (CONTACT, COMPANY, REMINDER, DEAL, TAG, SETTING)


def make(parts: PartContext) -> LeadsPart:
    """The part, for the registry of parts."""
    return LeadsPart(parts)


class LeadsPart:
    """Keeps the contract `PipelinePart`; leads belong to no pipeline, so every pipeline shows the same ones."""

    def __init__(self, parts: PartContext) -> None:
        self._parts = parts
        self._context = context = parts.context
        self._leads: LeadService = context.services.deals.leads
        self._stale = True
        self._reports: list[SourceReport] = []
        theme = context.theme
        self.entry = LeadEntry(theme, context.jobs, self._leads, compact=True)
        self.list = LeadList(theme, context.jobs, self._leads, context.now)
        self.panel = LeadPanel(theme)
        self.best = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self.sources_button = LinkButton(theme, tr("All sources"))
        self._widget = QWidget()
        self._widget.setFocusProxy(self.list.list)
        self.actions = LeadActions(parts, self._leads, self._widget)
        self._lay_out()
        self._connect()
        self.entry.set_text(str(context.drafts.get(_PLACE).get("line", "")))
        self.entry.changed.connect(self._keep)

    @property
    def widget(self) -> QWidget:
        """What stands below the head of the view."""
        return self._widget

    def _lay_out(self) -> None:
        theme = self._context.theme
        self.empty = EmptyState(
            theme,
            tr("Who may become a client"),
            tr(
                "A lead is somebody who asked, signed up or was recommended. Name and source are enough, typed in the line "
                "above; what becomes of it tells which source is worth your time."
            ),
            (tr("First lead"), "N", self.focus_entry),
            (tr("Try sample data"), "", lambda: self._context.run("sample")),
        )
        report = QHBoxLayout()
        report.setSpacing(theme.space(2))
        report.addWidget(self.best)
        report.addWidget(self.sources_button)
        report.addStretch()
        left = QVBoxLayout()
        side = theme.scaled(20)
        left.setContentsMargins(side, theme.scaled(14), side, theme.scaled(10))
        left.setSpacing(theme.space(3))
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.space(3))
        below.addWidget(self.list, 1)
        below.addLayout(report)
        left.addWidget(self.entry)
        left.addWidget(self._below, 1)
        left.addWidget(self.empty, 1)
        self.empty.hide()
        row = QHBoxLayout(self._widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    def _connect(self) -> None:
        self.entry.added.connect(self._added)
        self.entry.left.connect(self._widget.setFocus)
        self.entry.opened.connect(lambda contact_id: self._context.navigate("contact", contact_id))
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda contact_id: self._context.navigate("contact", contact_id))
        self.list.shown.connect(self._shown)
        self.panel.step_wanted.connect(self.actions.set_step)
        self.panel.judged.connect(lambda fit, reason: self.actions.judge(Fit(fit), reason))
        self.panel.ask_again_wanted.connect(self.actions.ask_again)
        self.panel.convert_wanted.connect(self.actions.convert)
        self.panel.open_wanted.connect(self.actions.open_person)
        self.panel.no_lead_wanted.connect(lambda: self.actions.set_step(""))
        self.panel.left.connect(self.list.focus_list)
        self.sources_button.clicked.connect(lambda _checked=False: self.show_sources())

    # ---------------------------------------------------------------------------------------------- the contract

    def show_pipeline(self, _pipeline_id: int) -> None:
        """Come to the front; the leads are the same for every pipeline."""
        self._say_counts()
        if self._stale:
            self._read()

    def refresh(self, change: Change | None) -> None:
        """Something was committed."""
        if change is not None and not change.touches(*_SHOWN_KINDS):
            return
        if self._widget.isVisible():
            self._read()
        else:
            self._stale = True

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The keys of the list."""
        return {
            "leads.new": self.focus_entry,
            "leads.filter": partial(self.list.filter.setFocus, Qt.FocusReason.ShortcutFocusReason),
            "leads.step_on": lambda: self.actions.step(1),
            "leads.step_back": lambda: self.actions.step(-1),
            "leads.good": lambda: self.actions.judge_by_key(Fit.GOOD),
            "leads.bad": lambda: self.actions.judge_by_key(Fit.BAD),
            "leads.why": self.panel.focus_reason,
            "leads.ask_again": self.actions.ask_again,
            "leads.convert": self.actions.convert,
            "leads.no_lead": lambda: self.actions.set_step(""),
            "leads.sources": self.show_sources,
            "leads.explain": self.panel.toggle_help,
        }

    # -------------------------------------------------------------------------------------------------- reading

    def _read(self) -> None:
        self._stale = False
        self.list.read()
        self._context.jobs.read(self._leads.report, self._show_report, key="leads.report", owner=self._widget)

    def _show_report(self, reports: list[SourceReport]) -> None:
        self._reports = reports
        self.best.set_text(best_words(reports))
        self.best.setVisible(bool(self.best.full_text()))
        self.sources_button.setVisible(bool(reports))

    def _shown(self, ever: bool) -> None:
        """Before the first lead, say what this place is for; the keys are then for the line above."""
        empty = not ever
        had_keys = self.list.list.hasFocus()
        for part in (self._below, self.panel):
            part.setVisible(not empty)
        self.empty.setVisible(empty)
        self._widget.setFocusProxy(self.entry.line if empty else self.list.list)
        if empty and had_keys:
            self.entry.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_counts()

    def _say_counts(self) -> None:
        if not self._widget.isVisible() and self._stale:
            return
        self._context.jobs.read(self._leads.counts, self._show_counts, key="leads.counts", owner=self._widget)

    def _show_counts(self, counts: dict[str, int]) -> None:
        words = [plural("{count} lead", "{count} leads", sum(counts.values()))]
        if self._leads.has_steps():
            words += [part for part in (_interested(counts), _qualified(counts)) if part]
        if self._widget.isVisible():
            self._parts.say_sums(", ".join(words) if counts else "")

    def _choose(self, ids: Sequence[int]) -> None:
        """Of thousands that are chosen, the first ones stand for all in the panel."""
        first = ids[:_LOOKED_AT]
        rows = [row for each in first if (row := self.list.row(each)) is not None]
        if len(rows) < len(first):
            rows = self._leads.rows(first)
        self.actions.choose(ids, rows)
        today = self._context.now().date()
        self.panel.show_leads(rows, len(ids), today, has_steps=self._leads.has_steps())

    # --------------------------------------------------------------------------------------- what a user can do

    def _keep(self) -> None:
        """A line that is half typed outlives the program."""
        typed = self.entry.text()
        self._context.drafts.put(_PLACE, {"line": typed} if typed.strip() else None)

    def focus_entry(self) -> None:
        """Catch a new lead."""
        self.entry.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _added(self, contact_id: int, name: str) -> None:
        self.list.select(contact_id)
        self._context.say(tr("New lead: {name}", name=name), True)

    def show_sources(self) -> None:
        """Which source brings the best leads."""
        if self._reports:
            self._context.show_card(SourcesCard(self._context.theme, self._reports))


def _interested(counts: Mapping[str, int]) -> str:
    found = counts.get(LifecycleStage.INTERESTED, 0)
    return plural("{count} interested", "{count} interested", found) if found else ""


def _qualified(counts: Mapping[str, int]) -> str:
    found = counts.get(LifecycleStage.QUALIFIED, 0)
    return plural("{count} qualified", "{count} qualified", found) if found else ""
