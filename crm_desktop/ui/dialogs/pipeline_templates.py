"""The card for a new pipeline: made from a template, of which one sees the stages and words, empty, or like another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.pipeline_templates import TEMPLATES, StageDraft
from crm_desktop.domain.pipelines import Pipeline, PipelineWords
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.dialogs.list_holder import ListHolder
from crm_desktop.ui.dialogs.pipeline_words import spoken_stages, stage_line, words_line
from crm_desktop.ui.dialogs.stage_words import stage_tone
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Chip, Divider, FlowLayout, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.pipelines import PipelineEditing

_HEIGHT = 330
_LIST_WIDTH = 250


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a pipeline can begin as: `make(name)` makes it and returns its id."""

    title: str
    name: str
    words: PipelineWords
    stages: tuple[StageDraft, ...]
    make: Callable[[str], int]


class NewPipelineForm(OverlayCard):
    """Arrows choose a beginning, Enter makes it. `made(id, name)` is emitted once it is stored."""

    made = Signal(int, str)

    def __init__(self, theme: Theme, jobs: Jobs, pipelines: PipelineEditing) -> None:
        super().__init__(theme, tr("New pipeline"), width=740)
        self._jobs = jobs
        self._pipelines = pipelines
        self._busy = False
        self._beginnings: list[Beginning] = []
        self._proposed = ""
        self.choices = QListWidget()
        self.choices.setAccessibleName(tr("What it begins with"))
        self.choices.setFrameShape(QListWidget.Shape.NoFrame)
        self.choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.choices.setSpacing(theme.scaled(2))
        self.choices.currentRowChanged.connect(lambda _row: self._preview())
        self.choices.itemDoubleClicked.connect(lambda _item: self.save())
        self.name = QLineEdit()
        self.name_line = Labelled(theme, tr("Name"), self.name)
        self.name.textEdited.connect(lambda _text: self.name_line.clear_error())
        self.words = Label("", TextRole.BODY, "secondary", wrap=True)
        self._stages = FlowLayout(spacing=theme.space(1.5))
        self.stages = QWidget()
        self.stages.setLayout(self._stages)
        self._lay_out(theme)
        jobs.read(partial(pipelines.all, with_archived=True), self._take, owner=self)

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(20)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.scaled(16), side, theme.space(3))
        head.setSpacing(theme.space(1))
        head.addWidget(Label(tr("New pipeline"), TextRole.TITLE, weight="bold"))
        explain = tr("A template gives stages and words to begin with; all of it can be changed afterwards.")
        head.addWidget(Label(explain, TextRole.SECONDARY, "secondary", wrap=True))
        holder = ListHolder(theme, _HEIGHT, _LIST_WIDTH)
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(theme.space(1), theme.space(1), 0, theme.space(1))
        inside.addWidget(self.choices)
        right = QVBoxLayout()
        right.setContentsMargins(theme.scaled(18), theme.scaled(14), theme.scaled(18), theme.scaled(14))
        right.setSpacing(theme.space(2.5))
        self.name_line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        right.addWidget(self.name_line)
        right.addWidget(Label(tr("Stages, and how likely a deal is won from there"), TextRole.SECONDARY, "secondary"))
        right.addWidget(self.stages)
        right.addWidget(self.words)
        right.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(holder)
        middle.addWidget(Divider(theme, vertical=True))
        middle.addLayout(right, 1)
        self.cancel_button = Button(theme, tr("Cancel"), tr("Esc"))
        self.cancel_button.clicked.connect(lambda _checked=False: self.close_card())
        self.save_button = PrimaryButton(theme, tr("Make it"), tr("Enter"))
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(3), side, theme.space(3))
        foot.setSpacing(theme.space(2))
        foot.addStretch()
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        self.body.addLayout(head)
        self.body.addWidget(Divider(theme))
        self.body.addLayout(middle, 1)
        self.body.addWidget(Divider(theme))
        self.body.addLayout(foot)

    def first_focus(self) -> QWidget:
        """The list of what it may begin with."""
        return self.choices

    def _take(self, found: list[Pipeline]) -> None:
        self._beginnings = [*self._templates(), self._empty(), *self._copies(found)]
        self.choices.addItems([one_line(beginning.title, 80) for beginning in self._beginnings])
        self.choices.setCurrentRow(0)

    def _templates(self) -> Sequence[Beginning]:
        return [
            Beginning(tr(each.name), tr(each.name), each.words, each.stages, partial(self._pipelines.add, each.kind))
            for each in TEMPLATES
        ]

    def _empty(self) -> Beginning:
        return Beginning(tr("Empty"), "", PipelineWords(), (), self._pipelines.add_empty)

    def _copies(self, found: Sequence[Pipeline]) -> list[Beginning]:
        copies = []
        for each in found:
            title = tr("Like “{name}”", name=one_line(each.name, 60))
            stages = tuple(
                StageDraft(stage.name, stage.set_percent, stage.colour) for stage in self._pipelines.stages(each.id)
            )
            name = tr("Copy of {name}", name=one_line(each.name, 80))
            copies.append(Beginning(title, name, each.words, stages, partial(self._pipelines.copy, each.id)))
        return copies

    def current(self) -> Beginning | None:
        """What is chosen."""
        row = self.choices.currentRow()
        return self._beginnings[row] if 0 <= row < len(self._beginnings) else None

    def _preview(self) -> None:
        beginning = self.current()
        if beginning is None:
            return
        # A name of one's own stays, whatever is chosen afterwards.
        if self.name.text() == self._proposed:
            self._proposed = beginning.name
            self.name.setText(beginning.name)
        self.name_line.clear_error()
        self._stages.clear()
        for stage in beginning.stages:
            self._stages.addWidget(Chip(self._theme, stage_line(stage), stage_tone(stage.colour)))
        if not beginning.stages:
            self._stages.addWidget(Chip(self._theme, tr("One stage, to which you add yours")))
        self.words.setText(words_line(beginning.words))
        self.stages.setAccessibleName(spoken_stages(beginning.stages))
        self.choices.setAccessibleDescription(f"{spoken_stages(beginning.stages)}. {self.words.text()}")

    def save(self) -> None:
        """Make it, or say what is missing."""
        beginning = self.current()
        if beginning is None or self._busy:
            return
        self._busy = True
        name = self.name.text().strip()
        self._jobs.write(
            partial(beginning.make, name), partial(self._saved, name or beginning.name), self._refused, owner=self
        )

    def _saved(self, name: str, pipeline_id: int) -> None:
        self.close_card()
        self.made.emit(pipeline_id, one_line(name, 60))

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.name_line.show_error(error.sentence)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter makes it, from the list and from the name."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
            event.accept()
        else:
            super().keyPressEvent(event)
