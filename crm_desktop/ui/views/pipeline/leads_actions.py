"""What a user can do with the leads chosen: moved on, judged, put off, made a deal of; each with the bar that offers undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.leads import LEAD_STEPS, Fit, LeadRow
from crm_desktop.ui.dialogs.lead_words import fit_words, step_words
from crm_desktop.ui.texts import one_line, plural, tr

if TYPE_CHECKING:
    from crm_desktop.services.leads import LeadService
    from crm_desktop.ui.views.pipeline.parts import PartContext

# The forms are imported where they open, to keep start-up fast.


class LeadActions:
    """One method for each thing; they do nothing while no lead is chosen. `owner` is the widget that they are for."""

    def __init__(self, parts: PartContext, leads: LeadService, owner: QWidget) -> None:
        self._parts = parts
        self._context = parts.context
        self._leads = leads
        self._owner = owner
        self._ids: tuple[int, ...] = ()
        self._rows: tuple[LeadRow, ...] = ()

    def choose(self, ids: Sequence[int], rows: Sequence[LeadRow]) -> None:
        """These are chosen; of many, `rows` are the first ones."""
        self._ids, self._rows = tuple(ids), tuple(rows)

    def _write(self, job: Callable[[], object], said: str) -> None:
        def done(_result: object) -> None:
            self._context.say(said, True)

        self._context.jobs.write(job, done, lambda error: self._context.fail(error.sentence), owner=self._owner)

    def _named(self) -> str:
        if len(self._ids) == 1:
            return one_line(self._rows[0].name, 60)
        return plural("{count} lead", "{count} leads", len(self._ids))

    def _all(self, holds: Callable[[LeadRow], bool]) -> bool:
        """Whether this holds for each of them, as far as they are known."""
        return len(self._rows) == len(self._ids) and all(holds(row) for row in self._rows)

    def set_step(self, step: str) -> None:
        """Say how far those chosen are; "" for no leads any more."""
        if not self._rows or self._all(lambda row: row.step == step):
            return
        words = step_words(step) if step else tr("no lead any more")
        job = partial(self._leads.set_step, self._ids, step)
        self._write(job, tr("{name}: {step}", name=self._named(), step=words))

    def step(self, onward: int) -> None:
        """A step on (1) or back (-1); past the last one a lead is a deal."""
        if not self._rows or not self._leads.has_steps():
            return
        steps = [step.value for step in LEAD_STEPS]
        first = self._rows[0].step
        place = steps.index(first) + onward if first in steps else 0
        if place == len(steps) and len(self._ids) == 1:
            self.convert()
        elif 0 <= place < len(steps):
            self.set_step(steps[place])

    def judge(self, fit: Fit, reason: str = "") -> None:
        """Say whether those chosen suit, and why."""
        if self._rows:
            words = tr("{name}: {judged}", name=self._named(), judged=fit_words(fit))
            self._write(partial(self._leads.judge, self._ids, fit, reason), words)

    def judge_by_key(self, fit: Fit) -> None:
        """The same key again takes the judgement back; a reason given for the other one goes."""
        if not self._rows:
            return
        again = self._all(lambda row: row.fit is fit)
        self.judge(Fit.UNKNOWN if again else fit)

    def ask_again(self) -> None:
        """Not now: choose the day on which those chosen are asked again."""
        if not self._rows:
            return
        from crm_desktop.ui.dialogs.ask_again_form import AskAgainForm

        context = self._context
        title = tr("When is {name} asked again?", name=self._named())
        services = (self._leads, context.services.reminders)
        form = AskAgainForm(context.theme, context.jobs, *services, context.now, context.drafts, self._ids, title)
        said = tr("Not now: {name}", name=self._named())
        form.saved.connect(lambda: context.say(said, True))
        context.show_card(form)

    def convert(self) -> None:
        """Make a deal of the lead."""
        if len(self._ids) != 1:
            return
        from crm_desktop.ui.dialogs.convert_form import ConvertForm

        context = self._context
        steps = self._leads.has_steps()
        one = (context.services, context.drafts, self._rows[0])
        form = ConvertForm(context.theme, context.jobs, *one, has_steps=steps)
        form.made.connect(self._made)
        context.show_card(form)

    def _made(self, deal_id: int, title: str) -> None:
        self._context.say(tr("New deal: {title}", title=title), True)
        self._parts.open_deal(deal_id)

    def open_person(self) -> None:
        """Show the page of the person."""
        if len(self._ids) == 1:
            self._context.navigate("contact", self._rows[0].id)
