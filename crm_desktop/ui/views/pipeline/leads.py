"""The part "Leads" of the pipeline view: caught in one line, judged and moved on by keys, made deals of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.background import LifecycleStage
from crm_desktop.domain.changes import COMPANY, CONTACT, DEAL, REMINDER, SETTING, TAG, Change
from crm_desktop.domain.leads import LEAD_STEPS, Fit, LeadRow, SourceReport
from crm_desktop.ui.dialogs.lead_entry import LeadEntry
from crm_desktop.ui.dialogs.lead_words import fit_words, step_words
from crm_desktop.ui.texts import one_line, plural, tr
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.pipeline.leads_list import LeadList
from crm_desktop.ui.views.pipeline.leads_panel import LeadPanel
from crm_desktop.ui.views.pipeline.leads_sources import SourcesCard, best_words
from crm_desktop.ui.widgets import ElidedLabel, EmptyState, LinkButton

if TYPE_CHECKING:
    from crm_desktop.services.leads import LeadService
    from crm_desktop.ui.views.pipeline.parts import PartContext

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
        self._rows: list[LeadRow] = []
        self._reports: list[SourceReport] = []
        theme = context.theme
        self.entry = LeadEntry(theme, context.jobs, self._leads, compact=True)
        self.list = LeadList(theme, context.jobs, self._leads, context.now)
        self.panel = LeadPanel(theme)
        self.best = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self.sources_button = LinkButton(theme, tr("All sources"))
        self._widget = QWidget()
        self._widget.setFocusProxy(self.list.list)
        self._lay_out()
        self._connect()

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
        self.entry.opened.connect(lambda contact_id: self._context.navigate("contact", contact_id))
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda contact_id: self._context.navigate("contact", contact_id))
        self.list.shown.connect(self._shown)
        self.panel.step_wanted.connect(self.set_step)
        self.panel.judged.connect(lambda fit, reason: self.judge(Fit(fit), reason))
        self.panel.ask_again_wanted.connect(self.ask_again)
        self.panel.convert_wanted.connect(self.convert)
        self.panel.open_wanted.connect(self.open_person)
        self.panel.no_lead_wanted.connect(lambda: self.set_step(""))
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
            "leads.step_on": lambda: self._step(1),
            "leads.step_back": lambda: self._step(-1),
            "leads.good": lambda: self._judge_by_key(Fit.GOOD),
            "leads.bad": lambda: self._judge_by_key(Fit.BAD),
            "leads.why": self.panel.focus_reason,
            "leads.ask_again": self.ask_again,
            "leads.convert": self.convert,
            "leads.no_lead": lambda: self.set_step(""),
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
        if any(self.list.row(each) is None for each in ids):
            self._rows = self._leads.rows(ids)
        else:
            self._rows = [row for each in ids if (row := self.list.row(each)) is not None]
        self.panel.show_leads(self._rows, self._context.now().date(), has_steps=self._leads.has_steps())

    # --------------------------------------------------------------------------------------- what a user can do

    def focus_entry(self) -> None:
        """Catch a new lead."""
        self.entry.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _added(self, contact_id: int, name: str) -> None:
        self.list.select(contact_id)
        self._context.say(tr("New lead: {name}", name=name), True)

    def _write(self, job: Callable[[], object], said: str) -> None:
        def done(_result: object) -> None:
            self._context.say(said, True)

        self._context.jobs.write(job, done, lambda error: self._context.fail(error.sentence), owner=self._widget)

    def _ids(self) -> list[int]:
        return [row.id for row in self._rows]

    def _named(self) -> str:
        if len(self._rows) == 1:
            return one_line(self._rows[0].name, 60)
        return plural("{count} lead", "{count} leads", len(self._rows))

    def set_step(self, step: str) -> None:
        """Say how far those chosen are; "" for no leads any more."""
        if not self._rows or all(row.step == step for row in self._rows):
            return
        words = step_words(step) if step else tr("no lead any more")
        job = partial(self._leads.set_step, self._ids(), step)
        self._write(job, tr("{name}: {step}", name=self._named(), step=words))

    def _step(self, onward: int) -> None:
        if not self._rows or not self._leads.has_steps():
            return
        steps = [step.value for step in LEAD_STEPS]
        first = self._rows[0].step
        place = steps.index(first) + onward if first in steps else 0
        if place == len(steps) and len(self._rows) == 1:
            # Past the last step a lead is a deal.
            self.convert()
        elif 0 <= place < len(steps):
            self.set_step(steps[place])

    def judge(self, fit: Fit, reason: str = "") -> None:
        """Say whether those chosen suit, and why."""
        if self._rows:
            words = tr("{name}: {judged}", name=self._named(), judged=fit_words(fit))
            self._write(partial(self._leads.judge, self._ids(), fit, reason), words)

    def _judge_by_key(self, fit: Fit) -> None:
        """The same key again takes the judgement back; a reason given for the other one goes."""
        if not self._rows:
            return
        again = all(row.fit is fit for row in self._rows)
        self.judge(Fit.UNKNOWN if again else fit)

    def ask_again(self) -> None:
        """Not now: choose the day on which those chosen are asked again."""
        if not self._rows:
            return
        from crm_desktop.ui.dialogs.ask_again_form import AskAgainForm  # where it opens, to keep start-up fast

        context = self._context
        title = tr("When is {name} asked again?", name=self._named())
        services = (self._leads, context.services.reminders)
        form = AskAgainForm(context.theme, context.jobs, *services, context.now, self._ids(), title)
        said = tr("Not now: {name}", name=self._named())
        form.saved.connect(lambda: context.say(said, True))
        context.show_card(form)

    def convert(self) -> None:
        """Make a deal of the lead."""
        if len(self._rows) != 1:
            return
        from crm_desktop.ui.dialogs.convert_form import ConvertForm  # where it opens, to keep start-up fast

        context = self._context
        steps = self._leads.has_steps()
        form = ConvertForm(context.theme, context.jobs, context.services, self._rows[0], has_steps=steps)
        form.made.connect(self._made)
        context.show_card(form)

    def _made(self, deal_id: int, title: str) -> None:
        self._context.say(tr("New deal: {title}", title=title), True)
        self._parts.open_deal(deal_id)

    def open_person(self) -> None:
        """Show the page of the person."""
        if len(self._rows) == 1:
            self._context.navigate("contact", self._rows[0].id)

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
