"""The form of the stages: add, rename in place, how likely, their order, and where the deals of a deleted one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.deal_pages import StageColumn
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, counted
from crm_desktop.ui.ask import Asks
from crm_desktop.ui.dialogs.form_body import FormBody
from crm_desktop.ui.dialogs.stage_row import StageRow
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Divider, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.pipeline import PipelineService


class StagesForm(OverlayCard):
    """A card in which every change is saved at once. `counts` has the number of open deals by stage."""

    def __init__(
        self, theme: Theme, jobs: Jobs, ask: Asks, pipeline: PipelineService, counts: Mapping[int, int]
    ) -> None:
        super().__init__(theme, tr("Stages"), width=520)
        self._theme_of_form = theme
        self._jobs = jobs
        self._ask = ask
        self._pipeline = pipeline
        self._counts = dict(counts)
        self._rows: list[StageRow] = []
        self._lay_out(theme)
        self._show(pipeline.stages())

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(22)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.scaled(16), side, theme.space(2))
        head.addWidget(Label(tr("Stages"), TextRole.TITLE, weight="bold"))
        head.addWidget(
            Label(
                tr(
                    "The steps a deal goes through, and how likely it is won from there. Alt+Up and Alt+Down move a stage."
                ),
                TextRole.SECONDARY,
                "secondary",
                wrap=True,
            )
        )
        self.body.addLayout(head)
        self._scroll = FormBody(theme, margins=(22, 2, 22, 6), spacing=6)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.scaled(6))
        self._scroll.body.addLayout(self._lines)
        self._scroll.body.addStretch()
        self.body.addWidget(self._scroll, 1)
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.setContentsMargins(side, 0, side, theme.space(2))
        self._error.hide()
        self.body.addWidget(self._error)
        self.body.addLayout(self._adding(theme, side))
        self.body.addWidget(Divider(theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(3), side, theme.space(3))
        foot.addStretch()
        self.done_button = PrimaryButton(theme, tr("Done"), tr("Esc"))
        self.done_button.clicked.connect(lambda _checked=False: self.close_card())
        foot.addWidget(self.done_button)
        self.body.addLayout(foot)

    def _adding(self, theme: Theme, side: int) -> QHBoxLayout:
        self.new_name = QLineEdit()
        self.new_name.setPlaceholderText(tr("New stage"))
        self.new_name.setAccessibleName(tr("New stage"))
        self.new_name.returnPressed.connect(self.add)
        self.add_button = Button(theme, tr("Add"), tr("Enter"))
        self.add_button.clicked.connect(lambda _checked=False: self.add())
        row = QHBoxLayout()
        row.setContentsMargins(side, 0, side, theme.space(4))
        row.setSpacing(theme.space(2))
        row.addWidget(self.new_name, 1)
        row.addWidget(self.add_button)
        return row

    def first_focus(self) -> QWidget:
        """The name of the first stage."""
        return self._rows[0].name

    def rows(self) -> tuple[StageRow, ...]:
        """The stages in their order."""
        return tuple(self._rows)

    def error(self) -> str:
        """What was refused last, empty when nothing was."""
        return self._error.text() if not self._error.isHidden() else ""

    # ------------------------------------------------------------------------------------------------- showing

    def _show(self, stages: Sequence[StageColumn]) -> None:
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
        self._order_tab()
        self._scroll.updateGeometry()

    def _order_tab(self) -> None:
        chain: list[QWidget] = []
        for row in self._rows:
            chain += [row.name, row.chance, row.delete_button]
        chain += [self.new_name, self.add_button, self.done_button]
        for one, following in pairwise(chain):
            QWidget.setTabOrder(one, following)

    def _new_row(self, stage: StageColumn) -> StageRow:
        row = StageRow(self._theme_of_form, stage)
        row.renamed.connect(lambda name: self._write(lambda: self._pipeline.rename_stage(row.stage.id, name)))
        row.rated.connect(lambda percent: self._write(lambda: self._pipeline.set_probability(row.stage.id, percent)))
        row.delete_wanted.connect(lambda: self.delete(row))
        row.move_wanted.connect(lambda step: self.move_stage(row, step))
        row.grip.dragged.connect(lambda point: self._drag(row, point))
        return row

    def _write(self, job: Callable[[], object]) -> None:
        self._jobs.write(job, lambda _result: self._written(), self._refused, owner=self)

    def _written(self) -> None:
        self._error.hide()
        self._show(self._pipeline.stages())

    def _refused(self, error: UserError) -> None:
        self._say(error.sentence)

    def _say(self, sentence: Message) -> None:
        self._error.setText(show(sentence))
        self._error.show()
        self.setAccessibleDescription(self._error.text())

    # ------------------------------------------------------------------------------------- what a user can do

    def add(self) -> None:
        """Add the stage typed below, at the end; its name stays in the line when it is refused."""
        name = self.new_name.text().strip()
        if not name:
            self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)
            return

        def added(_stage_id: object) -> None:
            self.new_name.clear()
            self._written()

        self._jobs.write(lambda: self._pipeline.add_stage(name), added, self._refused, owner=self)

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
        stage_id = row.stage.id

        def refused(error: UserError) -> None:
            self._show(self._pipeline.stages())
            self._refused(error)

        self._jobs.write(
            lambda: self._pipeline.move_stage(stage_id, position),
            lambda _result: self._error.hide(),
            refused,
            owner=self,
        )

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
        """Delete a stage; where it has deals, ask first which stage they go to."""
        others = [other.stage for other in self._rows if other is not row]
        if not others:
            return
        count = self._counts.get(row.stage.id, 0)
        deals_to: int | None = others[max(0, min(self._rows.index(row) - 1, len(others) - 1))].id
        if count:
            sentence = counted(
                "“{stage}” has {count} deal. Where should it go?",
                "“{stage}” has {count} deals. Where should they go?",
                count,
                stage=one_line(row.stage.name, 60),
            )
            chosen = self._ask.choose(sentence, [(str(stage.id), one_line(stage.name, 60)) for stage in others])
            deals_to = int(chosen) if chosen is not None else None
        if deals_to is None:
            return
        target, stage_id = deals_to, row.stage.id

        def deleted(_result: object) -> None:
            self._counts[target] = self._counts.get(target, 0) + self._counts.pop(stage_id, 0)
            self._written()
            self._rows[0].name.setFocus(Qt.FocusReason.OtherFocusReason)

        self._jobs.write(lambda: self._pipeline.delete_stage(stage_id, target), deleted, self._refused, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line saves that line and goes no further."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
