"""The head of the pipeline view: which pipeline, what it comes to, and the ways to look at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.domain.pipelines import Pipeline
from crm_desktop.ui.actions import by_id, tooltip_text
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.menus import choices_menu
from crm_desktop.ui.texts import number, one_line, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.pipeline.parts import PartEntry
from crm_desktop.ui.widgets import Button, PageHeader, PrimaryButton

_LONGEST, _SHORT, _SHORTEST = 32, 18, 10
_LEAST_WORDS = 24


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
        self._theme_of_head = theme
        self._pipelines = pipelines
        self._shown: int | None = None
        self._name, self._words = "", DealWords()
        self.name_button = Button(theme, "")
        self._menu = QMenu(self.name_button)
        self._menu.aboutToShow.connect(self._fill)
        self.name_button.set_menu(self._menu)
        self.name_button.hide()
        self.add_left(self.name_button)
        self.part_buttons = {entry.key: self._part_button(theme, entry) for entry in parts}
        for button in self.part_buttons.values():
            self.add_right(button)
        self.parts_button = Button(theme, "")
        choices = tuple((tr(entry.text), partial(self.part_chosen.emit, entry.key)) for entry in parts)
        self.parts_button.set_menu(choices_menu(self.parts_button, choices))
        self.parts_button.hide()
        self.add_right(self.parts_button)
        self.new_button = PrimaryButton(theme, tr("New deal"), "D")
        self.new_button.clicked.connect(lambda _checked=False: self.new_deal.emit())
        self.add_right(self.new_button)
        theme.changed.connect(self._fit)

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
        self.parts_button.setText(self.part_buttons[key].text())
        self.parts_button.setAccessibleName(tr("Shown as: {part}", part=self.parts_button.text()))
        self._fit()

    def show_pipeline(self, pipeline_id: int, name: str, words: DealWords) -> None:
        """Name the pipeline, and call new deals as it does."""
        self._shown = pipeline_id
        if (name, words) != (self._name, self._words) or self.name_button.isHidden():
            self._name, self._words = name, words
            self.name_button.setAccessibleName(tr("Pipeline {name}", name=one_line(name, 60)))
            self.name_button.setToolTip(tooltip(name))
            self.new_button.setAccessibleName(words.new())
            self.name_button.show()
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names give way where there is little room, then the buttons of the parts become one with a menu."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        new = self._words.new()
        in_menu = False
        for limit, in_menu, new_words in (
            (_LONGEST, False, new),
            (_SHORT, False, new),
            (_SHORT, True, new),
            (_SHORT, True, tr("New")),
            (_SHORTEST, True, tr("New")),
        ):
            _set(self.name_button, one_line(self._name, limit))
            _set(self.new_button, new_words)
            if self._wanted(in_menu) <= self.width():
                break
        # Only now, and only where something changes: showing and hiding lays out at once, which leads here again.
        if self.parts_button.isHidden() == in_menu:
            self.parts_button.setVisible(in_menu)
            for button in self.part_buttons.values():
                button.setVisible(not in_menu)

    def _wanted(self, in_menu: bool) -> int:
        """The width of title and buttons; the words between them may be cut."""
        scaled = self._theme_of_head.scaled
        parts = (self.parts_button,) if in_menu else tuple(self.part_buttons.values())
        widths = [widget.sizeHint().width() for widget in (self.title, self.name_button, self.new_button, *parts)]
        return sum(widths) + scaled(10) * (len(widths) + 1) + 2 * scaled(20) + scaled(_LEAST_WORDS)

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


def _set(button: Button, text: str) -> None:
    if button.text() != text:
        button.setText(text)
        button.updateGeometry()
