"""The head of the pipeline view: which pipeline, what it comes to, and the ways to look at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.domain.pipelines import Pipeline
from crm_desktop.ui.actions import by_id, tooltip_text
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import number, one_line, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.pipeline.parts import PartEntry
from crm_desktop.ui.widgets import Button, PageHeader, PrimaryButton


class PipelineHead(PageHeader):
    """`pipeline_chosen(id)`, `part_chosen(key)`, `new_pipeline`, `edit_pipelines` and `new_deal`: what was pressed."""

    pipeline_chosen = Signal(int)
    part_chosen = Signal(str)
    new_pipeline = Signal()
    edit_pipelines = Signal()
    new_deal = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        parts: Sequence[PartEntry],
        pipelines: Callable[[], Sequence[Pipeline]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, parent=parent)
        self._pipelines = pipelines
        self._shown: int | None = None
        self.name_button = Button(theme, "")
        self._menu = QMenu(self.name_button)
        self._menu.aboutToShow.connect(self._fill)
        self.name_button.set_menu(self._menu)
        self.name_button.hide()
        self.add_left(self.name_button)
        self.part_buttons = {entry.key: self._part_button(theme, entry) for entry in parts}
        # One way to look at it is none to choose from.
        for button in self.part_buttons.values() if len(parts) > 1 else ():
            self.add_right(button)
        self.new_button = PrimaryButton(theme, tr("New deal"), "D")
        self.new_button.clicked.connect(lambda _checked=False: self.new_deal.emit())
        self.add_right(self.new_button)

    def _part_button(self, theme: Theme, entry: PartEntry) -> Button:
        button = Button(theme, tr(entry.text))
        button.setCheckable(True)
        button.setToolTip(tooltip(tooltip_text(by_id(f"pipeline.{entry.key}"))))
        button.clicked.connect(lambda _checked=False: self.part_chosen.emit(entry.key))
        return button

    def show_part(self, key: str) -> None:
        """Mark the way of looking that is in front."""
        for other, button in self.part_buttons.items():
            button.setChecked(other == key)
            button.update()

    def show_pipeline(self, pipeline_id: int, name: str, words: DealWords) -> None:
        """Name the pipeline, and call new deals as it does."""
        self._shown = pipeline_id
        shown = one_line(name, 32)
        if self.name_button.text() != shown:
            self.name_button.setText(shown)
            self.name_button.setAccessibleName(tr("Pipeline {name}", name=shown))
            self.name_button.updateGeometry()
        self.name_button.show()
        if self.new_button.text() != words.new():
            self.new_button.setText(words.new())
            self.new_button.setAccessibleName(words.new())
            self.new_button.updateGeometry()

    def open_menu(self) -> None:
        """Offer the pipelines."""
        self._menu.popup(self.name_button.mapToGlobal(QPoint(0, self.name_button.height())))

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for pipeline in self._pipelines():
            words = tr("{name}  ({count} open)", name=one_line(pipeline.name, 60), count=number(pipeline.open_count))
            action = self._menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(pipeline.id == self._shown)
            group.addAction(action)
            action.triggered.connect(partial(self._choose, pipeline.id))
        self._menu.addSeparator()
        self._menu.addAction(tr("New pipeline…")).triggered.connect(lambda _checked=False: self.new_pipeline.emit())
        self._menu.addAction(tr("Edit pipelines…")).triggered.connect(lambda _checked=False: self.edit_pipelines.emit())

    def _choose(self, pipeline_id: int, _checked: bool = False) -> None:
        self.pipeline_chosen.emit(pipeline_id)
