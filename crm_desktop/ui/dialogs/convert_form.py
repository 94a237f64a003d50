"""A lead becomes a deal: a title, where it begins, what it is worth; everything known is taken over by itself."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.domain.background import LifecycleStage
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.leads import LEAD_STEPS, Conversion, LeadRow
from crm_desktop.domain.pipelines import Pipeline, Stage
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.deal_value_field import DealValueField
from crm_desktop.ui.dialogs.form_draft import FormDraft
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.dialogs.lead_words import source_words, step_words
from crm_desktop.ui.drafts import DraftStore, Fields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, ChoiceChips, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard


class ConvertForm(OverlayCard):
    """A card; Enter in a line or Ctrl+Enter anywhere makes the deal. `made(deal id, title)` is emitted once it is stored.

    `services` has pipeline and deals. The title is proposed and chosen, so that typing replaces it.
    """

    made = Signal(int, str)

    def __init__(
        self, theme: Theme, jobs: Jobs, services: Any, drafts: DraftStore, row: LeadRow, *, has_steps: bool
    ) -> None:
        super().__init__(theme, tr("Make a deal of {name}", name=one_line(row.name, 60)), width=520)
        self._jobs = jobs
        self._services = services
        self._row = row
        self._busy = False
        self.title = QLineEdit(one_line(row.company or row.name, 100))
        self.title.selectAll()
        self.pipeline = ChoiceBox(tr("Pipeline"))
        self.stage = ChoiceBox(tr("Stage"))
        self.value = DealValueField(theme, services.pipeline.default_currency())
        self.becomes = ChoiceChips(theme, tr("The person is then"), self._lifecycles(has_steps=has_steps))
        self.labelled = {
            "title": Labelled(theme, tr("Title"), self.title),
            "amount": Labelled(theme, tr("Value"), self.value),
        }
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()
        self.draft = FormDraft(theme, self, drafts, f"lead/convert/{row.id}", self._typed, self._put_in)
        self._lay_out(theme)
        self.draft.restore()
        self.title.textChanged.connect(self.draft.changed)
        self.value.changed.connect(self.draft.changed)
        for line in (self.title, self.value.amount, self.value.times):
            line.returnPressed.connect(self.save)
            line.textEdited.connect(lambda _text: self._clear())
        self.pipeline.currentIndexChanged.connect(lambda _index: self._read_stages())
        jobs.read(services.pipeline.pipelines, self._take_pipelines, owner=self)

    def _lifecycles(self, *, has_steps: bool) -> list[tuple[str, str, Tone]]:
        """What the person may be then: what they are, further on, or a client; the most likely one first."""
        stays = (self._row.step, step_words(self._row.step), Tone.ACCENT)
        client = (LifecycleStage.CLIENT.value, step_words(LifecycleStage.CLIENT), Tone.ACCENT)
        qualified = LEAD_STEPS[-1].value
        if not has_steps or self._row.step == qualified:
            return [stays, client]
        return [(qualified, step_words(qualified), Tone.ACCENT), stays, client]

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(22)
        self.body.setContentsMargins(side, theme.scaled(18), side, theme.scaled(16))
        self.body.setSpacing(theme.space(2.5))
        self.body.addWidget(Label(self.accessibleName(), TextRole.TITLE, weight="bold", wrap=True))
        self.taken = Label(self._taken_words(), TextRole.SECONDARY, "secondary", wrap=True)
        self.body.addWidget(self.taken)
        self.body.addWidget(self.draft.line)
        self.body.addWidget(self.labelled["title"])
        self._pipeline_line = Labelled(theme, tr("Pipeline"), self.pipeline)
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        for part in (self._pipeline_line, Labelled(theme, tr("Stage"), self.stage)):
            row.addWidget(part, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.labelled["amount"])
        self.body.addWidget(Label(tr("The person is then"), TextRole.SECONDARY, "secondary"))
        self.body.addWidget(self.becomes)
        self.body.addWidget(self._error)
        self.cancel_button = Button(theme, tr("Cancel"))
        self.cancel_button.clicked.connect(lambda _checked=False: self.draft.cancel())
        self.save_button = PrimaryButton(theme, tr("Make the deal"), tr("Ctrl Enter"))
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(2))
        foot.addStretch()
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        self.body.addLayout(foot)

    def _taken_words(self) -> str:
        row = self._row
        parts = (
            one_line(row.name, 60),
            one_line(row.company, 60),
            tr("source: {source}", source=source_words(row.source)) if row.source else "",
            plural("{count} tag", "{count} tags", len(row.tags)) if row.tags else "",
            tr("the note") if row.note else "",
        )
        return tr("Taken over: {what}.", what=", ".join(part for part in parts if part))

    def first_focus(self) -> QWidget:
        """The title."""
        return self.title

    def _typed(self) -> Fields:
        value = self.value
        return {
            "title": self.title.text(),
            "value": value.amount.text(),
            "period": str(value.period.currentData()),
            "times": value.times.text(),
        }

    def _put_in(self, kept: Fields) -> None:
        self.title.setText(str(kept.get("title", "")))
        self.value.set_typed(*(str(kept.get(part, "")) for part in ("value", "period", "times")))

    # -------------------------------------------------------------------------------------------------- choices

    def _take_pipelines(self, found: list[Pipeline]) -> None:
        current = self._services.pipeline.current()
        self.pipeline.blockSignals(True)
        for pipeline in found:
            self.pipeline.addItem(one_line(pipeline.name, 60), pipeline.id)
        self.pipeline.setCurrentIndex(max(0, self.pipeline.findData(current)))
        self.pipeline.blockSignals(False)
        self._pipeline_line.setVisible(len(found) > 1)
        self._read_stages()

    def _read_stages(self) -> None:
        pipeline_id = self.pipeline.currentData()
        read = partial(self._services.pipeline.stages, pipeline_id)
        self._jobs.read(read, self._take_stages, key="convert.stages", owner=self)

    def _take_stages(self, found: list[Stage]) -> None:
        self.stage.clear()
        for stage in found:
            self.stage.addItem(one_line(stage.name, 60), stage.id)

    # --------------------------------------------------------------------------------------------------- saving

    def conversion(self) -> Conversion:
        """What is typed and chosen; raises InvalidInput with the field that will not do."""
        if not self.title.text().strip():
            raise InvalidInput("title", "A deal needs a name: what is the work?")
        lifecycle = self.becomes.current()
        return Conversion(
            self.title.text(),
            int(self.stage.currentData()),
            self.value.value(),
            lifecycle="" if lifecycle == self._row.step else lifecycle,
        )

    def save(self) -> None:
        """Make the deal, or say what will not do."""
        if self._busy or self.stage.currentData() is None:
            return
        self._clear()
        try:
            wanted = self.conversion()
        except InvalidInput as refused:
            self._refused(refused)
            return
        self._busy = True
        self.save_button.setEnabled(False)
        job = partial(self._services.deals.leads.convert, self._row.id, wanted)
        self._jobs.write(job, partial(self._saved, wanted.title), self._refused, owner=self)

    def _saved(self, title: str, deal_id: int) -> None:
        self.draft.saved()
        self.close_card()
        self.made.emit(deal_id, one_line(title, 60))

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.save_button.setEnabled(True)
        field = error.field if isinstance(error, InvalidInput) else ""
        labelled = self.labelled.get({"times": "amount", "period": "amount"}.get(field, field))
        if labelled is not None:
            labelled.show_error(error.sentence)
            labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._error.setText(show(error.sentence))
        self._error.show()

    def _clear(self) -> None:
        self._error.hide()
        for labelled in self.labelled.values():
            labelled.clear_error()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from anywhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
            event.accept()
            return
        super().keyPressEvent(event)
