"""Every action with its key: press a new one, hear what it would take away, go back to how it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.actions import GLOBAL, Action, shown_key
from crm_desktop.ui.key_table import KeyTable, is_possible
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.card import Divider
from crm_desktop.ui.widgets.key_capture import KeyCapture
from crm_desktop.ui.widgets.labels import Label, WrappingLabel
from crm_desktop.ui.widgets.overlay import OverlayCard
from crm_desktop.ui.widgets.page import ScrollBody

_WIDTH = 700


class KeysForm(OverlayCard):
    """All actions by where they work, with a field that narrows them down; a change is obeyed and stored at once.

    `save` stores what the table says, in the writer thread; `titles` are the names of views by their keys.
    """

    def __init__(
        self, theme: Theme, jobs: Jobs, keys: KeyTable, save: Callable[[str], object], titles: Mapping[str, str]
    ) -> None:
        super().__init__(theme, tr("Keys"), width=_WIDTH, top=40, modal=False)
        self._jobs = jobs
        self._keys = keys
        self._save = save
        self._stored = keys.as_text()
        self.rows: dict[str, KeyRow] = {}
        self.said = WrappingLabel("", TextRole.SECONDARY, "late")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Find an action or a key"))
        self.filter.setAccessibleName(tr("Find an action or a key"))
        self.filter.textChanged.connect(self._narrow)
        self._groups: list[tuple[QWidget, list[KeyRow]]] = []
        self._build(theme, titles)
        keys.changed.connect(self._follow)
        self._follow()

    def first_focus(self) -> QWidget:
        """The field that narrows the list down."""
        return self.filter

    def _build(self, theme: Theme, titles: Mapping[str, str]) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(5), theme.space(4), theme.space(4), theme.space(2))
        head.setSpacing(theme.space(2))
        head.addWidget(Label(tr("Keys"), TextRole.TITLE))
        head.addStretch()
        self.all_back = Button(theme, tr("All back to default"))
        self.all_back.clicked.connect(lambda _checked=False: self._change(self._keys.reset))
        self.close_button = Button(theme, tr("Close"), tr("Esc"))
        self.close_button.clicked.connect(self.close_card)
        head.addWidget(self.all_back)
        head.addWidget(self.close_button)
        self.body.addLayout(head)
        below = QVBoxLayout()
        below.setContentsMargins(theme.space(5), 0, theme.space(5), theme.space(3))
        below.setSpacing(theme.space(2))
        hint = tr("Press a key's button, then the new key. Backspace takes the key away.")
        below.addWidget(WrappingLabel(hint, TextRole.SECONDARY, "secondary"))
        below.addWidget(self.filter)
        below.addWidget(self.said)
        self.said.hide()
        self.body.addLayout(below)
        self.body.addWidget(Divider(theme))
        self.body.addWidget(self._list(theme, titles))

    def _list(self, theme: Theme, titles: Mapping[str, str]) -> ScrollBody:
        scroll = ScrollBody(theme, margins=(20, 8, 20, 16), spacing=4)
        openings = self._openings()
        for where, title in ((GLOBAL, tr("Everywhere")), *titles.items()):
            actions = [action for action in self._keys.actions() if action.where.partition("/")[0] == where]
            if not actions:
                continue
            group = QWidget()
            column = QVBoxLayout(group)
            column.setContentsMargins(0, theme.space(2), 0, 0)
            column.setSpacing(theme.space(1))
            column.addWidget(Label(title, TextRole.SECONDARY, "secondary", weight="bold"))
            rows = [self._row(theme, action, openings) for action in actions]
            for row in rows:
                column.addWidget(row)
            scroll.body.addWidget(group)
            self._groups.append((group, rows))
        scroll.body.addStretch()
        return scroll

    def _openings(self) -> frozenset[str]:
        """Letters after which a second one is awaited."""
        return frozenset(
            key.split(", ")[0]
            for action in self._keys.actions()
            for key in self._keys.default(action.id).keys
            if ", " in key
        )

    def _row(self, theme: Theme, action: Action, openings: frozenset[str]) -> KeyRow:
        row = KeyRow(theme, action, openings, changeable=self._keys.may_change(action.id))
        row.capture.captured.connect(lambda key, row=row: self._wished(row, key))
        row.capture.given_up.connect(lambda row=row: row.ask("", None))
        row.back.clicked.connect(lambda _checked=False, row=row: self._change(self._keys.reset, row.action_id))
        self.rows[action.id] = row
        return row

    # ---------------------------------------------------------------------------------------------------- changing

    def _wished(self, row: KeyRow, key: str) -> None:
        if key and not is_possible(key):
            row.ask(tr("{key} cannot be the key of an action: fields need it.", key=shown_key(key)), None)
            return
        keys = (key,) if key else ()
        rival = self._keys.taken_by(row.action_id, keys)
        if rival is None:
            self._change(self._keys.set_keys, row.action_id, keys)
        elif not self._keys.may_change(rival.id):
            row.ask(
                tr("{key} already means “{action}”, which needs it.", key=shown_key(key), action=tr(rival.text)), None
            )
        else:
            question = tr("{key} already means “{action}”.", key=shown_key(key), action=tr(rival.text))
            row.ask(question, lambda: self._change(self._keys.set_keys, row.action_id, keys))

    def _change(self, change: Callable[..., None], *arguments: object) -> None:
        change(*arguments)
        text = self._keys.as_text()

        def stored(_nothing: object) -> None:
            self._stored = text
            self._say("")

        def refused(error: UserError) -> None:
            self._keys.load(self._stored)
            self._say(show(error.sentence))

        self._jobs.write(lambda: self._save(text), stored, refused, owner=self)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def _follow(self) -> None:
        for action in self._keys.actions():
            if action.id in self.rows:
                self.rows[action.id].show_keys(action.keys, own=self._keys.is_own(action.id))
        self.all_back.setEnabled(any(self._keys.is_own(action_id) for action_id in self.rows))

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for group, rows in self._groups:
            found = [row for row in rows if all(word in row.searched() for word in words)]
            for row in rows:
                row.setVisible(row in found)
            group.setVisible(bool(found))


class KeyRow(QWidget):
    """One action: its words, the button with its key, and the way back; below them what is to be said or asked."""

    def __init__(self, theme: Theme, action: Action, openings: frozenset[str], *, changeable: bool) -> None:
        super().__init__()
        self.action_id = action.id
        self._title = tr(action.text)
        self._use: Callable[[], object] | None = None
        self.capture = KeyCapture(theme, "", tr("Key of “{action}”", action=self._title), openings)
        self.capture.setEnabled(changeable)
        self.back = Button(theme, tr("Back to default"))
        self.back.setAccessibleDescription(self._title)
        self.asked = WrappingLabel("", TextRole.SECONDARY, "late")
        self.use_button = Button(theme, tr("Use it here instead"))
        self.keep_button = Button(theme, tr("Keep"))
        for button in (self.use_button, self.keep_button):
            # Whoever came by keyboard answers with Enter.
            button.setAutoDefault(True)
        self.use_button.clicked.connect(lambda _checked=False: self._answer(use=True))
        self.keep_button.clicked.connect(lambda _checked=False: self._answer(use=False))
        self._lay_out(theme)
        self.ask("", None)

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        line = QHBoxLayout()
        line.setSpacing(theme.space(2))
        line.addWidget(WrappingLabel(self._title), 1)
        line.addWidget(self.back)
        line.addWidget(self.capture)
        column.addLayout(line)
        below = QHBoxLayout()
        below.setSpacing(theme.space(2))
        below.addWidget(self.asked, 1)
        below.addWidget(self.keep_button)
        below.addWidget(self.use_button)
        column.addLayout(below)

    def searched(self) -> str:
        """What the field above looks in."""
        return f"{self._title} {self.capture.words()}".casefold()

    def show_keys(self, keys: Sequence[str], *, own: bool) -> None:
        """Show the keys in use, and the way back when they are the user's own."""
        self.capture.set_words(tr(" or ").join(map(shown_key, keys)) if keys else tr("no key"))
        had_focus = self.back.hasFocus()
        self.back.setVisible(own)
        if had_focus and not own:
            self.capture.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask("", None)

    def ask(self, sentence: str, use: Callable[[], object] | None) -> None:
        """Say something below, with the choice to go on when there is one; nothing for an empty sentence."""
        self._use = use
        self.asked.setText(sentence)
        self.asked.setVisible(bool(sentence))
        self.use_button.setVisible(use is not None)
        self.keep_button.setVisible(use is not None)
        if use is not None:
            self.use_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, *, use: bool) -> None:
        wanted = self._use if use else None
        self.capture.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask("", None)
        if wanted is not None:
            wanted()
