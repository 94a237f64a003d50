"""Ctrl+K: one field that finds people, notes and deals, and does what is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.marking import marked
from crm_desktop.ui.actions import shown_keys
from crm_desktop.ui.commands import Commands
from crm_desktop.ui.palette_items import AnyProvider, InSteps, PaletteItem, Provider
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import RowParts, TwoLineDelegate
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets.card import Divider
from crm_desktop.ui.widgets.labels import Label
from crm_desktop.ui.widgets.overlay import OverlayCard

_MOST_ROWS_SEEN = 8
_ROW_HEIGHT = 54
COMMANDS_ONLY = ">"


def command_provider(commands: Commands, most: int = 6) -> Provider:
    """Offers the actions that would do something now, all of them after `>`; make it anew each time the palette opens."""
    offered = [(tr(action.text), action, shown_keys(action)) for action in commands.available() if action.palette]
    # What one comes for most often stands first while nothing is typed; the sort keeps the order of the table otherwise.
    by_use = sorted(offered, key=lambda entry: not entry[1].id.endswith(".new"))

    def provide(text: str) -> list[PaletteItem]:
        only = text.startswith(COMMANDS_ONLY)
        words = text.removeprefix(COMMANDS_ONLY).casefold().split()
        chosen = offered if only or words else by_use
        found = [entry for entry in chosen if all(_begins_a_word(entry[0], word) for word in words)]
        return [
            PaletteItem(
                title,
                partial(commands.run, action.id),
                "",
                action.icon or "command",
                Tone.NEUTRAL,
                keys=keys,
                marked=marked(title, words),
            )
            for title, action, keys in (found if only else found[:most])
        ]

    return provide


def _begins_a_word(title: str, typed: str) -> bool:
    return any(word.startswith(typed) for word in title.casefold().replace(",", " ").split())


def _in_steps(providers: Sequence[AnyProvider], text: str) -> Iterator[list[PaletteItem]]:
    """What all providers offer, in their order; those that find things in steps go on while the others stand."""
    groups: list[Sequence[PaletteItem]] = [() if isinstance(each, InSteps) else each(text) for each in providers]
    running = {place: each.provide(text) for place, each in enumerate(providers) if isinstance(each, InSteps)}
    while running:
        for place, steps in list(running.items()):
            step = next(steps, None)
            if step is None:
                del running[place]
            else:
                groups[place] = step
        if running:
            yield [item for group in groups for item in group]
    yield [item for group in groups for item in group]


class Palette(OverlayCard):
    """The card with the field and what was found, groups in the order of `providers`.

    Providers run in the reader thread at every key, step by step: what is found quickly is shown at once, and whoever
    types on leaves the rest. Only the newest answer is shown, with its first item chosen. Up, Down and Enter work from the
    field. Enter pressed before there is anything waits for it. After `>` only `commands` are offered.
    """

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        providers: Sequence[AnyProvider],
        text: str = "",
        commands: Provider | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(theme, tr("Search or do…"), width=560, top=110, modal=False)
        self._jobs = jobs
        self._providers = tuple(providers) if commands is None else (*providers, commands)
        self._commands = commands
        self._items: list[PaletteItem] = []
        self._answered: str | None = None
        self._run_first = False
        self.field = QLineEdit()
        self.field.setProperty("bare", True)
        self.field.setProperty("textRole", TextRole.FIELD.value)
        self.field.setPlaceholderText(hint or tr("Search or do…"))
        self.field.setAccessibleName(tr("Search or do…"))
        self.field.setTextMargins(theme.scaled(15), 0, theme.scaled(15), 0)
        self.field.setFixedHeight(theme.scaled(48))
        self.field.installEventFilter(self)
        self._nothing = Label("", TextRole.BODY, "secondary")
        self._nothing.setContentsMargins(theme.scaled(16), theme.space(4), theme.scaled(16), theme.space(4))
        self._build(theme)
        self.field.textChanged.connect(self._ask)
        self.field.setText(text)
        if not text:
            self._ask("")

    def _build(self, theme: Theme) -> None:
        self._model: PagedListModel[Any] = PagedListModel(range(0), self._rows, _title_of, self)
        delegate = TwoLineDelegate(theme, self._parts_of, row_height=_ROW_HEIGHT)
        self.list = PagedListView(theme, self._model, delegate, tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda _index: self._choose())
        self._row_height = delegate.row_height()
        self._line = Divider(theme)
        for widget in (self.field, self._line, self.list, self._nothing):
            self.body.addWidget(widget)
        self._nothing.hide()
        self._show([])
        # The square corners of the list would stick out of the round ones of the card.
        self.body.setContentsMargins(1, 1, 1, theme.scaled(theme.sizes.radius_card) // 2 + 1)

    def first_focus(self) -> QWidget:
        """The field."""
        return self.field

    def items(self) -> tuple[PaletteItem, ...]:
        """What is offered now, from top to bottom."""
        return tuple(self._items)

    def _ask(self, text: str) -> None:
        self._answered = None
        self._run_first = False
        only_commands = self._commands is not None and text.startswith(COMMANDS_ONLY)
        providers = (self._commands,) if only_commands and self._commands is not None else self._providers
        # The end may matter: `tag:` and a blank is no condition that is being typed.
        self._go_on(text, _in_steps(providers, text.lstrip() if text.strip() else ""), None)

    def _go_on(self, text: str, steps: Iterator[list[PaletteItem]], before: list[PaletteItem] | None) -> None:
        def answer(items: list[PaletteItem] | None) -> None:
            self._answer(text, items, before)
            if items is not None:
                self._go_on(text, steps, items)

        self._jobs.read(lambda: next(steps, None), answer, self._failed, key="palette", owner=self)

    def _answer(self, text: str, items: list[PaletteItem] | None, before: list[PaletteItem] | None) -> None:
        """Show one step; None after the last."""
        done = items is None
        found = items if items is not None else before or []
        if found or done:
            self._answered = text
        if not done and found and _shown(found) != _shown(self._items):
            self._show(found, keep=before is not None)
        elif done and found:
            self._fit()
        elif done:
            self._show([])
        self._nothing.setText(tr("Nothing found."))
        self._nothing.setVisible(done and not found and bool(text.strip()))
        if self._run_first and self._answered == text:
            self._run_first = False
            self._choose()

    def _failed(self, error: UserError) -> None:
        self._show([])
        self._nothing.setText(show(error.sentence))
        self._nothing.show()

    def _show(self, items: list[PaletteItem], *, keep: bool = False) -> None:
        chosen = self._chosen() if keep else None
        self._items = items
        self._model.set_ids(range(len(items)))
        self.list.setVisible(bool(items))
        self._line.setVisible(bool(items))
        # While more may come it only grows: each other size has the window behind painted anew.
        self.list.setFixedHeight(max(self._height_for(items), self.list.height() if items and self._answered else 0))
        if items:
            self._select(next((place for place, item in enumerate(items) if chosen and _same(item, chosen)), 0))

    def _height_for(self, items: Sequence[PaletteItem]) -> int:
        return self._row_height * min(len(items), _MOST_ROWS_SEEN)

    def _fit(self) -> None:
        """Everything was found: no room is left over."""
        if self.list.height() != self._height_for(self._items):
            self.list.setFixedHeight(self._height_for(self._items))

    def _chosen(self) -> PaletteItem | None:
        """The item that was moved to; None for the first, which stays the first whatever that becomes."""
        position = self.list.currentIndex().row()
        return self._items[position] if 0 < position < len(self._items) else None

    def _rows(self, positions: Sequence[int]) -> list[tuple[int, PaletteItem]]:
        return [(position, self._items[position]) for position in positions]

    def _parts_of(self, row: tuple[int, PaletteItem]) -> RowParts:
        position, item = row
        chosen = position == self.list.currentIndex().row()
        keys = tr("Enter") if chosen and not item.keys else item.keys
        return RowParts(
            item.title,
            item.subtitle,
            item.avatar_name,
            item.icon,
            item.tone,
            keys=keys,
            marked=item.marked,
            marked_below=item.marked_below,
        )

    def _select(self, position: int) -> None:
        index = self._model.index(position)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)
        item = self._items[position]
        # The field keeps the focus, so a screen reader hears the chosen item as the field's description.
        self.field.setAccessibleDescription(", ".join(part for part in (item.title, item.subtitle) if part))

    def _choose(self) -> None:
        if self._answered != self.field.text():
            self._run_first = True
            return
        position = self.list.currentIndex().row()
        if not 0 <= position < len(self._items):
            return
        item = self._items[position]
        if item.completes:
            self.field.setText(item.completes)
            return
        self.close_card()
        item.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list while the field has the focus."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
            return True
        step = steps.get(Qt.Key(key))
        if step is None:
            return False
        if self._items:
            position = self.list.currentIndex().row() + step
            self._select(min(max(position, 0), len(self._items) - 1))
        return True


def _same(one: PaletteItem, other: PaletteItem) -> bool:
    return (one.title, one.subtitle, one.icon) == (other.title, other.subtitle, other.icon)


def _shown(items: Sequence[PaletteItem]) -> list[tuple[object, ...]]:
    return [(item.title, item.subtitle, item.icon, item.marked, item.marked_below) for item in items]


def _title_of(row: tuple[int, PaletteItem]) -> str:
    return row[1].title
