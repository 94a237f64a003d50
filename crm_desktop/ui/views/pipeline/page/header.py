"""The head of a deal's page: the way back, the name edited in place, how it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.views.pipeline.wording import chip_of
from crm_desktop.ui.widgets import Button, Chip, InlineEdit, LinkButton


@dataclass(frozen=True, slots=True)
class OtherPipeline:
    """A pipeline that a deal could go to, with its stages as (id, name)."""

    name: str
    stages: tuple[tuple[int, str], ...]


class DealHeader(QWidget):
    """Shows a card; the buttons only say that they were pressed. `stage_wanted` carries a stage of another pipeline."""

    back = Signal()
    win = Signal()
    lose = Signal()
    reopen = Signal()
    duplicate = Signal()
    delete = Signal()
    plan = Signal()
    stage_wanted = Signal(int)

    def __init__(
        self, theme: Theme, pipelines: Callable[[], Sequence[OtherPipeline]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pipelines = pipelines
        self._is_open = True
        self.back_button = LinkButton(theme, tr("Pipeline"))
        self.title = InlineEdit(
            theme, tr("Name of the deal"), placeholder=tr("Name"), role=TextRole.TITLE, most_lines=1
        )
        self.chip = Chip(theme, "", Tone.NEUTRAL)
        self.won_button = Button(theme, tr("Won"))
        self.lost_button = Button(theme, tr("Lost…"))
        self.reopen_button = Button(theme, tr("Open again"))
        self.more_button = Button(theme, "⋯")
        self.more_button.setAccessibleName(tr("More about this deal"))
        self._build(theme)

    def _build(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.scaled(20), 0, theme.scaled(20), 1)
        row.setSpacing(theme.scaled(8))
        row.addWidget(self.back_button)
        row.addWidget(self.title)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        # Only a long name gives way.
        for fixed in (self.back_button, self.chip):
            fixed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._take_room(False)
        self.title.editing_changed.connect(self._take_room)
        for button, signal in (
            (self.won_button, self.win),
            (self.lost_button, self.lose),
            (self.reopen_button, self.reopen),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
            row.addWidget(button)
        self.more_button.clicked.connect(lambda _checked=False: self._open_menu())
        row.addWidget(self.more_button)
        self.back_button.clicked.connect(lambda _checked=False: self.back.emit())
        self.setMinimumHeight(theme.scaled(theme.sizes.header_height))

    def show_card(self, card: DealCard, pipeline: str, now: datetime, words: DealWords) -> None:
        """Show how a deal stands at `now`, the user's wall clock (aware); a name being typed stays."""
        self._is_open = card.state is DealState.OPEN
        self.back_button.setText(tr("{pipeline} ›", pipeline=one_line(pipeline, 30)))
        self.back_button.setAccessibleName(tr("Back to {pipeline}", pipeline=one_line(pipeline, 60)))
        self.title.set_text(card.title)
        chip, tone = self._standing(card, now, words)
        self.chip.set_text(chip)
        self.chip.set_tone(tone)
        self.chip.setVisible(bool(chip))
        self.won_button.setText(words.won_ending())
        self.lost_button.setText(tr("{ending}…", ending=words.lost_ending()))
        for button in (self.won_button, self.lost_button):
            button.setAccessibleName(button.text())
            button.updateGeometry()
            button.setVisible(self._is_open)
        self.reopen_button.setVisible(not self._is_open)

    def _take_room(self, editing: bool) -> None:
        """A name takes what it needs; while it is typed, what there is."""
        policy = QSizePolicy.Policy.Expanding if editing else QSizePolicy.Policy.Maximum
        self.title.setSizePolicy(policy, QSizePolicy.Policy.Minimum)

    @staticmethod
    def _standing(card: DealCard, now: datetime, words: DealWords) -> tuple[str, Tone]:
        if card.state is DealState.LOST:
            return words.lost, Tone.LATE
        chip, tone = chip_of(card, now, words)
        if card.state is DealState.OPEN and card.next_step is not None:
            return (tr("next step {when}", when=chip), tone) if tone is Tone.LATE else ("", tone)
        return chip, tone

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Rename")).triggered.connect(self.title.start_editing)
        if self._is_open:
            menu.addAction(tr("Plan another step…")).triggered.connect(self.plan)
        others = self._pipelines()
        if others:
            target = menu.addMenu(tr("Move to another pipeline"))
            for pipeline in others:
                stages = target.addMenu(_plain(pipeline.name))
                for stage_id, name in pipeline.stages:
                    action = stages.addAction(_plain(name))
                    action.triggered.connect(lambda _checked=False, stage=stage_id: self.stage_wanted.emit(stage))
        menu.addAction(tr("Duplicate")).triggered.connect(self.duplicate)
        menu.addSeparator()
        menu.addAction(tr("Delete")).triggered.connect(self.delete)
        self.menu = menu
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 2)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line below."""
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line"))


def _plain(name: str) -> str:
    """A name for a menu, where an ampersand would underline a letter."""
    return one_line(name, 60).replace("&", "&&")
