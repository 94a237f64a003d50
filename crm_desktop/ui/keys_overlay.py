"""The sheet of keys that `?` shows: what works everywhere, and what works in the view in front."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.actions import ACTIONS, GLOBAL, Action, in_view, shown_key
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import KeyHint, Label
from crm_desktop.ui.widgets.overlay import OverlayCard
from crm_desktop.ui.widgets.page import ScrollBody


class KeysOverlay(OverlayCard):
    """Two columns: this view first, then everywhere. `run` starts an action by its id: the one that changes keys."""

    def __init__(
        self,
        theme: Theme,
        view: str,
        view_title: str,
        actions: tuple[Action, ...] = ACTIONS,
        run: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(theme, tr("Keys"), width=760, modal=False)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(5), theme.space(4), theme.space(4), theme.space(2))
        head.setSpacing(theme.space(2))
        head.addWidget(Label(tr("Keys"), TextRole.TITLE))
        head.addStretch()
        if run is not None:
            self.change_button = Button(theme, tr("Change the keys…"))
            self.change_button.clicked.connect(lambda _checked=False: self._leave_for(run))
            head.addWidget(self.change_button)
        self._close = Button(theme, tr("Close"), tr("Esc"))
        self._close.clicked.connect(self.close_card)
        head.addWidget(self._close)
        self.body.addLayout(head)
        columns = QHBoxLayout()
        columns.setSpacing(theme.space(8))
        here = in_view(view, actions)
        taken = {action.instead_of for action in here}
        for title, chosen in ((view_title, here), (tr("Everywhere"), in_view(GLOBAL, actions))):
            with_keys = [action for action in chosen if action.keys and action.id not in taken]
            if with_keys:
                columns.addWidget(_column(theme, title, with_keys), 1, Qt.AlignmentFlag.AlignTop)
        scroll = ScrollBody(theme, margins=(20, 4, 20, 16))
        scroll.body.addLayout(columns)
        scroll.body.addStretch()
        self.body.addWidget(scroll)

    def _leave_for(self, run: Callable[[str], object]) -> None:
        self.close_card()
        run("keys.change")

    def first_focus(self) -> QWidget:
        """Close, so that Enter and Space take the sheet away as well."""
        return self._close


def _column(theme: Theme, title: str, actions: Iterable[Action]) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(Label(title, TextRole.SECONDARY, "secondary", weight="bold"))
    grid = QGridLayout()
    grid.setColumnStretch(0, 1)
    grid.setVerticalSpacing(theme.space(1.5))
    for row, action in enumerate(actions):
        grid.addWidget(Label(tr(action.text), wrap=True), row, 0)
        keys = QHBoxLayout()
        keys.setSpacing(theme.space(1))
        keys.addStretch()
        for key in action.keys:
            keys.addWidget(KeyHint(theme, shown_key(key), "secondary", literal=True))
        grid.addLayout(keys, row, 1)
    layout.addLayout(grid)
    return column
