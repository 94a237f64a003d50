"""The stages of one pipeline: add, rename in place, how likely, when stuck, colour, order, and where deals of a deleted one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, counted
from crm_desktop.domain.pipelines import Stage
from crm_desktop.ui.ask import Asks
from crm_desktop.ui.dialogs.stage_row import CHANCE_WIDTH, STUCK_WIDTH, StageRow
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, show, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Label

if TYPE_CHECKING:
    from crm_desktop.services.pipelines import PipelineEditing

_READ_KEY = "stages.of"


class StagesEditor(QWidget):
    """Every change is saved at once. `show_pipeline` first; `changed` after the rows were read anew."""

    changed = Signal()

    def __init__(
        self, theme: Theme, jobs: Jobs, ask: Asks, pipelines: PipelineEditing, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._ask = ask
        self._pipelines = pipelines
        self._pipeline_id: int | None = None
        self._counts: dict[int, tuple[int, int]] = {}
        self._rows: list[StageRow] = []
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.scaled(7))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(self._captions(theme))
        column.addLayout(self._lines)
        column.addWidget(self._error)
        column.addLayout(self._adding(theme))

    def _captions(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addSpacing(theme.scaled(16) + theme.scaled(30) + theme.space(2) + 2)
        row.addWidget(Label(tr("Stages"), TextRole.SECONDARY, "secondary", weight="bold"), 1)
        explained = (
            (
                tr("Won"),
                CHANCE_WIDTH,
                tr("How likely a deal is won from here: a percentage, or learned from the deals that ended."),
            ),
            (
                tr("Stuck after"),
                STUCK_WIDTH,
                tr("So many days without a planned step: a number, learned from how long deals stay, or never."),
            ),
        )
        for words, width, explanation in explained:
            label = Label(words, TextRole.SECONDARY, "secondary", weight="bold")
            label.setFixedWidth(theme.scaled(width))
            label.setToolTip(tooltip(explanation))
            row.addWidget(label)
        row.addSpacing(theme.scaled(38))
        return row

    def _adding(self, theme: Theme) -> QHBoxLayout:
        self.new_name = QLineEdit()
        self.new_name.setPlaceholderText(tr("New stage"))
        self.new_name.setAccessibleName(tr("New stage"))
        self.new_name.returnPressed.connect(self.add)
        self.add_button = Button(theme, tr("Add"), tr("Enter"))
        self.add_button.clicked.connect(lambda _checked=False: self.add())
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addSpacing(theme.scaled(16) + theme.scaled(30) + theme.space(2) + 2)
        row.addWidget(self.new_name, 1)
        row.addWidget(self.add_button)
        return row

    def rows(self) -> tuple[StageRow, ...]:
        """The stages in their order."""
        return tuple(self._rows)

    def chain(self) -> list[QWidget]:
        """What Tab goes through."""
        return [*(each for row in self._rows for each in row.widgets()), self.new_name, self.add_button]

    def error(self) -> str:
        """What was refused last, empty when nothing was."""
        return self._error.text() if not self._error.isHidden() else ""

    # ------------------------------------------------------------------------------------------------- showing

    def show_pipeline(self, pipeline_id: int | None) -> None:
        """Show the stages of a pipeline; what is being typed stays where it is the same one."""
        if pipeline_id != self._pipeline_id:
            self._pipeline_id = pipeline_id
            self._error.hide()
            self.new_name.clear()
            self._show([])
        self.read()

    def read(self) -> None:
        """Read the stages anew, off the GUI thread."""
        pipeline_id = self._pipeline_id
        if pipeline_id is None:
            return

        def job() -> tuple[list[Stage], dict[int, tuple[int, int]]]:
            return self._pipelines.stages(pipeline_id), self._pipelines.deal_counts(pipeline_id)

        self._jobs.read(job, partial(self._take, pipeline_id), key=_READ_KEY, owner=self)

    def _take(self, pipeline_id: int, found: tuple[list[Stage], dict[int, tuple[int, int]]]) -> None:
        if pipeline_id == self._pipeline_id:
            stages, self._counts = found
            self._show(stages)
            self.changed.emit()

    def _show(self, stages: Sequence[Stage]) -> None:
        known = {row.stage.id: row for row in self._rows}
        for row in self._rows:
            self._lines.removeWidget(row)
        self._rows = []
        for stage in stages:
            row = known.pop(stage.id) if stage.id in known else self._new_row(stage)
            row.show_stage(stage)
            row.delete_button.setEnabled(len(stages) > 1)
            self._rows.append(row)
            self._lines.addWidget(row)
        for gone in known.values():
            gone.hide()
            gone.deleteLater()
        for one, following in pairwise(self.chain()):
            QWidget.setTabOrder(one, following)

    def _new_row(self, stage: Stage) -> StageRow:
        row = StageRow(self._theme, stage)
        edits = self._pipelines
        row.renamed.connect(lambda name: self._write(partial(edits.rename_stage, row.stage.id, name)))
        row.rated.connect(lambda percent: self._write(partial(edits.set_chance, row.stage.id, percent)))
        row.limited.connect(lambda days: self._write(partial(edits.set_stuck, row.stage.id, days)))
        row.coloured.connect(lambda colour: self._write(partial(edits.set_colour, row.stage.id, colour)))
        row.refused.connect(self._refused)
        row.delete_wanted.connect(lambda: self.delete(row))
        row.move_wanted.connect(lambda step: self.move_stage(row, step))
        row.grip.dragged.connect(lambda point: self._drag(row, point))
        return row

    def _write(self, job: Callable[[], object]) -> None:
        self._jobs.write(job, lambda _result: self._written(), self._refused, owner=self)

    def _written(self) -> None:
        self._error.hide()
        self.read()

    def _refused(self, error: UserError) -> None:
        self._say(error.sentence)

    def _say(self, sentence: Message) -> None:
        self._error.setText(show(sentence))
        self._error.show()
        self.setAccessibleDescription(self._error.text())

    # ------------------------------------------------------------------------------------- what a user can do

    def add(self) -> None:
        """Add the stage typed below, at the end; its name stays in the line when it is refused."""
        name, pipeline_id = self.new_name.text().strip(), self._pipeline_id
        if not name or pipeline_id is None:
            self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)
            return

        def added(_stage_id: object) -> None:
            self.new_name.clear()
            self._written()

        self._jobs.write(partial(self._pipelines.add_stage, pipeline_id, name), added, self._refused, owner=self)

    def move_stage(self, row: StageRow, step: int) -> None:
        """One place up (-1) or down (1); the focus stays in the row."""
        position = self._rows.index(row) + step
        if 0 <= position < len(self._rows):
            self._put_at(row, position)

    def _put_at(self, row: StageRow, position: int) -> None:
        """Show the new order at once, then write it; a refusal brings the stored order back."""
        order = [other.stage for other in self._rows if other is not row]
        order.insert(position, row.stage)
        focus = QApplication.focusWidget()
        self._show(order)
        if focus is not None and row.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

        def refused(error: UserError) -> None:
            self.read()
            self._refused(error)

        job = partial(self._pipelines.move_stage, row.stage.id, position)
        self._jobs.write(job, lambda _result: self._error.hide(), refused, owner=self)

    def _drag(self, row: StageRow, screen_point: QPoint) -> None:
        """The row goes along as soon as the hand is over the middle of another one."""
        own = self._rows.index(row)
        for position, other in enumerate(self._rows):
            y = other.mapFromGlobal(screen_point).y()
            if other is not row and 0 <= y < other.height():
                passed = y > other.height() // 2 if position > own else y < other.height() // 2
                if passed:
                    self._put_at(row, position)
                return

    def delete(self, row: StageRow) -> None:
        """Delete a stage; where it has open deals, ask first which stage they go to."""
        others = [other.stage for other in self._rows if other is not row]
        if not others:
            return
        opened, _ended = self._counts.get(row.stage.id, (0, 0))
        deals_to: int | None = others[max(0, min(self._rows.index(row) - 1, len(others) - 1))].id
        if opened:
            sentence = counted(
                "“{stage}” has {count} deal. Where should it go?",
                "“{stage}” has {count} deals. Where should they go?",
                opened,
                stage=one_line(row.stage.name, 60),
            )
            chosen = self._ask.choose(sentence, [(str(stage.id), one_line(stage.name, 60)) for stage in others])
            deals_to = int(chosen) if chosen is not None else None
        if deals_to is None:
            return

        def deleted(_result: object) -> None:
            self._written()
            self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)

        self._jobs.write(
            partial(self._pipelines.delete_stage, row.stage.id, deals_to), deleted, self._refused, owner=self
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line saves that line and goes no further."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
