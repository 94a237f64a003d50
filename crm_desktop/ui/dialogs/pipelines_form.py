"""The card of the pipelines: made, renamed, put in order, archived, deleted; with the words and the stages of each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.changes import DEAL, STAGE, Change
from crm_desktop.domain.messages import counted, message
from crm_desktop.domain.pipelines import Pipeline
from crm_desktop.ui.ask import Asks
from crm_desktop.ui.dialogs.list_holder import ListHolder
from crm_desktop.ui.dialogs.pipeline_editor import PipelineEditor
from crm_desktop.ui.dialogs.pipeline_words import parts_of
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import TwoLineDelegate
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Divider, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.pipelines import PipelineEditing

_LIST_WIDTH = 196
_HEIGHT = 440
_ROW = 44


class PipelinesForm(OverlayCard):
    """A list to choose from and, beside it, everything about the one chosen. Every change is saved at once.

    `wanted` is the pipeline that is chosen at first; `new_wanted` when a new one is to be made, which has a card of its own.
    """

    new_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        ask: Asks,
        pipelines: PipelineEditing,
        say: Callable[[str, bool], None],
        wanted: int | None = None,
    ) -> None:
        super().__init__(theme, tr("Pipelines and stages"), width=860, top=40)
        self._jobs = jobs
        self._ask = ask
        self._pipelines = pipelines
        self._say = say
        self._all: dict[int, Pipeline] = {}
        self._wanted = wanted
        self.model: PagedListModel[Pipeline] = PagedListModel(
            [], lambda ids: [self._all.get(each) for each in ids], lambda row: row.name, self
        )
        delegate = TwoLineDelegate(theme, parts_of, row_height=_ROW)
        self.list = PagedListView(theme, self.model, delegate, tr("Pipelines"), parent=self)
        self.new_button = Button(theme, tr("New pipeline…"), icon="plus")
        self.editor = PipelineEditor(theme, jobs, ask, pipelines)
        self.status = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.done_button = PrimaryButton(theme, tr("Done"), tr("Esc"))
        self._lay_out(theme)
        self._connect()
        self.read()

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(20)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.scaled(14), side, theme.space(3))
        head.setSpacing(theme.space(1))
        head.addWidget(Label(tr("Pipelines and stages"), TextRole.TITLE, weight="bold"))
        explain = tr(
            "The steps that your work goes through. Alt+Up and Alt+Down put a pipeline or a stage in another place."
        )
        head.addWidget(Label(explain, TextRole.SECONDARY, "secondary", wrap=True))
        left = QVBoxLayout()
        left.setSpacing(0)
        new = QHBoxLayout()
        new.setContentsMargins(theme.scaled(12), theme.scaled(9), theme.scaled(12), theme.scaled(9))
        new.addWidget(self.new_button)
        new.addStretch()
        left.addLayout(new)
        left.addWidget(Divider(theme))
        holder = ListHolder(theme, _HEIGHT, _LIST_WIDTH)
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.list)
        left.addWidget(holder, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left)
        middle.addWidget(Divider(theme, vertical=True))
        middle.addWidget(self.editor, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(3), side, theme.space(3))
        foot.addWidget(self.status, 1)
        foot.addWidget(self.done_button)
        for part in (head, Divider(theme), middle, Divider(theme), foot):
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part, 1 if part is middle else 0)

    def _connect(self) -> None:
        self.list.installEventFilter(self)
        self.list.chosen.connect(lambda _id: self._show_chosen())
        self.list.opened.connect(lambda _id: self.editor.start())
        self.new_button.clicked.connect(lambda _checked=False: self.new_wanted.emit())
        self.editor.written.connect(self._written)
        self.editor.stages.changed.connect(self._order_tab)
        self.editor.copy_wanted.connect(self.copy)
        self.editor.archive_wanted.connect(self.archive)
        self.editor.delete_wanted.connect(self.delete)
        self.done_button.clicked.connect(lambda _checked=False: self.close_card())

    def first_focus(self) -> QWidget:
        """The list, so that arrows go at once."""
        return self.list

    def _order_tab(self) -> None:
        editor = self.editor
        chain = [self.list, editor.name, *editor.words.values(), *editor.stages.chain()]
        chain += [editor.copy_button, editor.archive_button, editor.delete_button, self.done_button, self.new_button]
        for place, one in enumerate(chain[:-1]):
            QWidget.setTabOrder(one, chain[place + 1])

    # ------------------------------------------------------------------------------------------------- showing

    def refresh(self, change: Change) -> None:
        """Something was written, here, by Undo or elsewhere; what is being typed stays."""
        if change.touches(STAGE, DEAL):
            self.read()

    def read(self) -> None:
        """Read the pipelines anew, off the GUI thread."""
        self._jobs.read(partial(self._pipelines.all, with_archived=True), self._take, key="pipelines.all", owner=self)

    def _take(self, found: list[Pipeline]) -> None:
        position, before = self.list.currentIndex().row(), self.list.current_id()
        self._all = {pipeline.id: pipeline for pipeline in found}
        ids = list(self._all)
        if ids != list(self.model.ids()):
            self.list.show_ids(ids)
        else:
            self.model.refresh()
        nearest = ids[min(max(position, 0), len(ids) - 1)] if ids else None
        chosen = next((each for each in (self._wanted, before) if each in self._all), nearest)
        self._wanted = None
        if chosen is not None:
            self.list.select_id(chosen)
        self._show_chosen()

    def current(self) -> Pipeline | None:
        """The pipeline chosen."""
        chosen = self.list.current_id()
        return None if chosen is None else self._all.get(chosen)

    def _in_use(self) -> list[Pipeline]:
        return [pipeline for pipeline in self._all.values() if not pipeline.archived]

    def _show_chosen(self) -> None:
        pipeline = self.current()
        alone = pipeline is not None and [each.id for each in self._in_use()] == [pipeline.id]
        self.editor.show_pipeline(pipeline, alone=alone)

    # -------------------------------------------------------------------------------------- what a user can do

    def copy(self) -> None:
        """Make a pipeline with the same words and stages."""
        pipeline = self.current()
        if pipeline is not None:
            words = tr("Copied “{name}”", name=one_line(pipeline.name, 60))
            self._write(partial(self._pipelines.copy, pipeline.id), words, self._choose_new)

    def _choose_new(self, pipeline_id: object) -> None:
        self._wanted = int(str(pipeline_id))

    def archive(self, archived: bool) -> None:
        """Put the pipeline out of sight with its deals, or take it back."""
        pipeline = self.current()
        if pipeline is not None:
            name = one_line(pipeline.name, 60)
            words = tr("Archived “{name}”", name=name) if archived else tr("Brought back “{name}”", name=name)
            self._write(partial(self._pipelines.archive, pipeline.id, archived), words)

    def delete(self) -> None:
        """Delete the pipeline; where it has deals, ask first where they go."""
        pipeline = self.current()
        if pipeline is None:
            return
        counts = self._pipelines.deal_counts(pipeline.id)
        total = sum(opened + ended for opened, ended in counts.values())
        deals_to = self._stage_for(pipeline, total) if total else None
        if total and deals_to is None:
            return
        words = tr("Deleted “{name}”", name=one_line(pipeline.name, 60))
        self._write(partial(self._pipelines.delete, pipeline.id, deals_to), words)

    def _stage_for(self, pipeline: Pipeline, total: int) -> int | None:
        """Ask for the pipeline, then for the stage, that the deals go to; open ones and those that ended."""
        others = [each for each in self._in_use() if each.id != pipeline.id]
        sentence = counted(
            "“{name}” has {count} deal. To which pipeline should it go?",
            "“{name}” has {count} deals, ended ones too. To which pipeline should they go?",
            total,
            name=one_line(pipeline.name, 60),
        )
        chosen = self._ask.choose(sentence, [(str(each.id), one_line(each.name, 60)) for each in others])
        if chosen is None:
            return None
        stages = self._pipelines.stages(int(chosen))
        question = message("And into which stage?")
        stage = self._ask.choose(question, [(str(each.id), one_line(each.name, 60)) for each in stages])
        return int(stage) if stage is not None else None

    def move_pipeline(self, step: int) -> None:
        """Put the pipeline one place up (-1) or down (1) among those in use."""
        pipeline, order = self.current(), [each.id for each in self._in_use()]
        if pipeline is None or pipeline.id not in order:
            return
        position = order.index(pipeline.id) + step
        if 0 <= position < len(order):
            words = tr("Moved “{name}”", name=one_line(pipeline.name, 60))
            self._write(partial(self._pipelines.move, pipeline.id, position), words)

    def _write(self, job: Callable[[], object], words: str, then: Callable[[object], object] | None = None) -> None:
        def done(result: object) -> None:
            if then is not None:
                then(result)
            self._written(words)

        self._jobs.write(job, done, self.editor.refuse, owner=self)

    def _written(self, words: str) -> None:
        self.status.setText(words)
        self._say(words, True)
        self.read()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt with Up or Down moves the pipeline, before the list goes to another row by them."""
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.move_pipeline(step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del deletes the pipeline chosen in the list."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.delete()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
