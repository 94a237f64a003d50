"""What can be changed of one pipeline: its name, its words and its stages; copied, archived, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.pipelines import Pipeline, PipelineWords
from crm_desktop.ui.ask import Asks
from crm_desktop.ui.dialogs.form_body import FormBody
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.dialogs.stages_form import StagesEditor
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Label

if TYPE_CHECKING:
    from crm_desktop.services.pipelines import PipelineEditing


class PipelineEditor(QWidget):
    """Shows one pipeline; every change is saved at once, then `written(words)` tells of it. The buttons ask the owner."""

    written = Signal(str)
    copy_wanted = Signal()
    archive_wanted = Signal(bool)
    delete_wanted = Signal()

    def __init__(
        self, theme: Theme, jobs: Jobs, ask: Asks, pipelines: PipelineEditing, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pipelines = pipelines
        self._shown: Pipeline | None = None
        self.name = QLineEdit()
        self.name_line = Labelled(theme, tr("Name"), self.name)
        self.words: dict[str, QLineEdit] = {}
        self.stages = StagesEditor(theme, jobs, ask, pipelines)
        self.copy_button = Button(theme, tr("Copy"))
        self.archive_button = Button(theme, "")
        self.delete_button = Button(theme, tr("Delete…"))
        self.failure = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.failure.hide()
        self._lay_out(theme)
        self._connect()

    def _lay_out(self, theme: Theme) -> None:
        scroll = FormBody(theme, margins=(18, 14, 18, 14), spacing=10)
        scroll.body.addWidget(self.name_line)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(2))
        for place, (key, label, usual) in enumerate(
            (
                ("one", tr("One is called"), tr("deal")),
                ("many", tr("Several are"), tr("deals")),
                ("won", tr("Winning is"), tr("won")),
                ("lost", tr("Losing is"), tr("lost")),
            )
        ):
            edit = QLineEdit()
            edit.setPlaceholderText(usual)
            edit.editingFinished.connect(self._words_left)
            self.words[key] = edit
            grid.addWidget(Labelled(theme, label, edit), 0, place)
            grid.setColumnStretch(place, 1)
        scroll.body.addLayout(grid)
        scroll.body.addWidget(self.stages)
        scroll.body.addWidget(self.failure)
        scroll.body.addStretch()
        buttons = QHBoxLayout()
        buttons.setContentsMargins(theme.scaled(18), 0, theme.scaled(18), theme.space(3))
        buttons.setSpacing(theme.space(2))
        for button in (self.copy_button, self.archive_button, self.delete_button):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._name_left)
        self.name.textEdited.connect(lambda _text: self.name_line.clear_error())
        self.copy_button.clicked.connect(lambda _checked=False: self.copy_wanted.emit())
        self.archive_button.clicked.connect(lambda _checked=False: self._archive())
        self.delete_button.clicked.connect(lambda _checked=False: self.delete_wanted.emit())

    def start(self) -> None:
        """Go to the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def show_pipeline(self, pipeline: Pipeline | None, *, alone: bool) -> None:
        """Show a pipeline, or none; what is being typed about the same one stays. The last one in use cannot go."""
        same = pipeline is not None and self._shown is not None and pipeline.id == self._shown.id
        self._shown = pipeline
        self.setEnabled(pipeline is not None)
        if pipeline is None:
            return
        if not same:
            self.name_line.clear_error()
            self.failure.hide()
        if not (same and self.name.hasFocus()):
            self.name.setText(one_line(pipeline.name, 100))
        words = pipeline.words
        for key, text in (("one", words.one), ("many", words.many), ("won", words.won), ("lost", words.lost)):
            if not (same and self.words[key].hasFocus()):
                self.words[key].setText(one_line(text, 60))
        self.archive_button.setText(tr("Bring back") if pipeline.archived else tr("Archive"))
        self.archive_button.setAccessibleName(self.archive_button.text())
        self.archive_button.updateGeometry()
        self.archive_button.setEnabled(not alone)
        self.delete_button.setEnabled(not alone)
        self.stages.show_pipeline(pipeline.id)

    # -------------------------------------------------------------------------------------- what a user can do

    def _name_left(self) -> None:
        pipeline, typed = self._shown, self.name.text().strip()
        if pipeline is not None and typed != one_line(pipeline.name, 100):
            words = tr("Renamed to “{name}”", name=one_line(typed, 60))
            self._write(partial(self._pipelines.rename, pipeline.id, typed), words, self._name_refused)

    def _name_refused(self, error: UserError) -> None:
        self.name_line.show_error(error.sentence)

    def _words_left(self) -> None:
        pipeline = self._shown
        typed = PipelineWords(**{key: edit.text().strip() for key, edit in self.words.items()})
        if pipeline is not None and typed != pipeline.words:
            words = tr("Changed the words of “{name}”", name=one_line(pipeline.name, 60))
            self._write(partial(self._pipelines.set_words, pipeline.id, typed), words, self.refuse)

    def _archive(self) -> None:
        if self._shown is not None:
            self.archive_wanted.emit(not self._shown.archived)

    def refuse(self, error: UserError) -> None:
        """Say below the stages why something will not do."""
        self.failure.setText(show(error.sentence))
        self.failure.show()

    def _write(self, job: Callable[[], object], words: str, refused: Callable[[UserError], object]) -> None:
        def done(_result: object) -> None:
            self.failure.hide()
            self.name_line.clear_error()
            self.written.emit(words)

        self._jobs.write(job, done, refused, owner=self)
