"""The line above the list of deals: words to look for, state, stage, tag, people; says what is looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.deal_columns import EVERY_STATE, OPEN, DealFilter
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import Button, ChoiceChips, FlowLayout, LinkButton, SearchField

_ALL = "all"
_STATES = {
    DealState.OPEN.value: OPEN, DealState.WON.value: frozenset((DealState.WON,)),
    DealState.LOST.value: frozenset((DealState.LOST,)), _ALL: EVERY_STATE,
}  # fmt: skip
_LONGEST = 28


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen: stages of the pipeline, tags that deals bear, lists of people; (id, name) each."""

    stages: Sequence[tuple[int, str]] = ()
    tags: Sequence[tuple[int, str]] = ()
    people: Sequence[tuple[int, str]] = ()


class DealFilters(QWidget):
    """`changed` is emitted when something else is looked for; `left_downwards` when the keys go on to the list."""

    changed = Signal()
    left_downwards = Signal()

    def __init__(self, theme: Theme, words: DealWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wanted = DealFilter()
        self._choices = Choices()
        self.text = SearchField(theme, tr("Filter deals"))
        self.states = self._state_chips(words)
        self.stage_button, self.tag_button, self.people_button = (Button(theme, "") for _ in range(3))
        self.clear_button = LinkButton(theme, tr("Clear filters"))
        self._row = FlowLayout(self, spacing=theme.space(2))
        self.text.setFixedWidth(theme.scaled(210))
        for widget in (
            self.text,
            self._centred(self.states),
            self.stage_button,
            self.tag_button,
            self.people_button,
            self.clear_button,
        ):
            self._row.addWidget(widget)
        self.text.textChanged.connect(lambda text: self._take(replace(self._wanted, text=text)))
        self.text.left_downwards.connect(self.left_downwards)
        self.text.returnPressed.connect(self.left_downwards)
        self.clear_button.clicked.connect(lambda _checked=False: self.clear())
        self._say()

    def _centred(self, chips: ChoiceChips) -> QWidget:
        """Pills are lower than buttons: in the middle of the line."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(chips, 0, Qt.AlignmentFlag.AlignVCenter)
        holder.setFixedHeight(self.text.sizeHint().height())
        holder.setMinimumWidth(chips.sizeHint().width())
        return holder

    def _state_chips(self, words: DealWords) -> ChoiceChips:
        named = (
            (DealState.OPEN.value, tr("Open"), Tone.ACCENT),
            (DealState.WON.value, words.won_ending(), Tone.GOOD),
            (DealState.LOST.value, words.lost_ending(), Tone.NEUTRAL),
            (_ALL, tr("All"), Tone.ACCENT),
        )
        chips = ChoiceChips(self._theme, tr("State"), named)
        chips.chosen.connect(lambda key: self._take(replace(self._wanted, states=_STATES[key])))
        return chips

    def set_words(self, words: DealWords) -> None:
        """Another pipeline has its own words for won and lost."""
        for key, text in ((DealState.WON.value, words.won_ending()), (DealState.LOST.value, words.lost_ending())):
            self.states.chip(key).setText(one_line(text, _LONGEST))
            self.states.chip(key).setAccessibleName(text)
            self.states.chip(key).updateGeometry()

    def wanted(self) -> DealFilter:
        """What is looked for; the pipeline is for the owner to add."""
        return self._wanted

    def narrows(self) -> bool:
        """Whether anything but the usual is asked for."""
        return self._wanted != DealFilter()

    def set_choices(self, choices: Choices) -> None:
        """Offer these; a stage, tag or list that is gone is looked for no more."""
        self._choices = choices
        wanted = replace(
            self._wanted,
            stages=tuple(each for each in self._wanted.stages if each in dict(choices.stages)),
            tags=tuple(each for each in self._wanted.tags if each in dict(choices.tags)),
            list_id=self._wanted.list_id if self._wanted.list_id in dict(choices.people) else None,
        )
        self._take(wanted)
        self._say()

    def clear(self) -> None:
        """Show the open deals, whatever they are called."""
        self._take(DealFilter())
        self.text.setFocus()

    def _take(self, wanted: DealFilter) -> None:
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if self.text.text() != wanted.text:
            self.text.setText(wanted.text)
        self.states.choose(next(key for key, states in _STATES.items() if states == wanted.states))
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        wanted, choices = self._wanted, self._choices
        self._offer(
            self.stage_button, tr("Stage"), choices.stages, wanted.stages[0] if wanted.stages else None,
            lambda each: self._take(replace(self._wanted, stages=() if each is None else (each,))),
        )  # fmt: skip
        self._offer(
            self.tag_button, tr("Tag"), choices.tags, wanted.tags[0] if wanted.tags else None,
            lambda each: self._take(replace(self._wanted, tags=() if each is None else (each,))),
        )  # fmt: skip
        self._offer(
            self.people_button, tr("People"), choices.people, wanted.list_id,
            lambda each: self._take(replace(self._wanted, list_id=each)),
        )  # fmt: skip
        self.clear_button.setVisible(self.narrows())
        self._row.invalidate()

    def _offer(
        self,
        button: Button,
        what: str,
        choices: Sequence[tuple[int, str]],
        chosen: int | None,
        take: Callable[[int | None], None],
    ) -> None:
        name = one_line(dict(choices).get(chosen, ""), _LONGEST) if chosen is not None else ""
        button.setText(name or what)
        button.setAccessibleName(tr("{what}: {chosen}", what=what, chosen=name or tr("any")))
        button.setVisible(bool(choices))
        menu = QMenu(button)
        entries = [(None, tr("Any")), *choices]
        for each, text in entries:
            action = menu.addAction(one_line(text, 60).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(each == chosen)
            action.triggered.connect(partial(lambda each, _checked=False: take(each), each))
        before = button.menu()
        button.set_menu(menu)
        if before is not None:
            before.deleteLater()
        button.updateGeometry()
