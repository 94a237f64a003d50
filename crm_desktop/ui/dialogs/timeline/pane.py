"""The timeline of a person, a company or a deal: a card to write in, pills that narrow it down, and the list of entries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.timeline_entries import KIND_GROUPS, OwnerKind, TimelineOwner
from crm_desktop.ui.dialogs.file_drop import FileDrops, take_files
from crm_desktop.ui.dialogs.timeline.composer import Composer
from crm_desktop.ui.dialogs.timeline.entry_actions import EntryActions
from crm_desktop.ui.dialogs.timeline.model import TimelineModel
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.dialogs.timeline.view import TimelineView
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import ChoiceChips, Label

_ALL = "all"


class TimelinePane(QWidget):
    """Shows one owner, or nothing; `left` is Esc. F in the list goes to the pills."""

    left = Signal()

    def __init__(self, theme: Theme, parts: TimelineParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts = parts
        self._owner: TimelineOwner | None = None
        self.composer = Composer(
            theme, parts.jobs, parts.timeline, parts.reminders, parts.now, parts.drafts, parts.fail
        )
        self.model = TimelineModel(parts.timeline, parts.now, self)
        self.list = TimelineView(theme, self.model)
        self.actions_of_entries = EntryActions(theme, parts, self.list)
        self.kinds = ChoiceChips(theme, tr("Show only"), [(key, words, Tone.ACCENT) for key, words in _groups()])
        self._quiet = Label("", TextRole.BODY, "secondary", wrap=True)
        self._quiet.setContentsMargins(2, theme.space(3), 2, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.composer)
        column.addWidget(self.kinds)
        column.addWidget(self._quiet)
        column.addWidget(self.list, 1)
        self._connect()
        FileDrops(self, self.take_files, parts.fail)

    def _connect(self) -> None:
        self.composer.left.connect(self.left)
        self.list.left.connect(self.left)
        self.list.filter_wanted.connect(self.focus_filter)
        self.kinds.chosen.connect(lambda _key: self._narrow())
        for signal in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(lambda *_where: self._show_quiet())

    def owner(self) -> TimelineOwner | None:
        """Whose timeline is shown."""
        return self._owner

    def show_owner(self, owner: TimelineOwner | None) -> None:
        """Show somebody's timeline from its newest end, all kinds of entries."""
        self._owner = owner
        self.kinds.choose(_ALL)
        self.composer.show_for(owner)
        self.model.show(owner)
        self._show_kinds()
        self.list.scrollToTop()

    def show_contact(self, contact_id: int | None) -> None:
        """The same for a person by id."""
        self.show_owner(TimelineOwner(OwnerKind.CONTACT, contact_id) if contact_id is not None else None)

    def show_company(self, company_id: int | None) -> None:
        """The same for a company by id."""
        self.show_owner(TimelineOwner(OwnerKind.COMPANY, company_id) if company_id is not None else None)

    def show_deal(self, deal_id: int | None) -> None:
        """The same for a deal by id."""
        self.show_owner(TimelineOwner(OwnerKind.DEAL, deal_id) if deal_id is not None else None)

    def refresh(self) -> None:
        """Read anew, keeping place, focus and what is being typed."""
        self.list.refresh()
        self._show_kinds()

    def compose(self, kind: InteractionKind | None = None) -> None:
        """Begin to write."""
        self.composer.start(kind)

    def focus_filter(self) -> None:
        """Go to the pills that narrow the list down."""
        self.kinds.chip(self.kinds.current()).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Add files to whoever is shown; e-mails are offered to be logged."""
        owner = self._owner
        if owner is not None:
            take_files(self._theme, self._parts, FileOwner(**{f"{owner.kind}_id": owner.id}), paths, self)

    def choose_files(self) -> None:
        """Ask for files and add them to whoever is shown."""
        paths = self._parts.ask.open_files(tr("Add files"), [tr("All files (*)")]) if self._owner is not None else []
        if paths:
            self.take_files(paths)

    def _narrow(self) -> None:
        self.model.show(self._owner, dict(KIND_GROUPS).get(self.kinds.current()))
        self.list.scrollToTop()

    def _show_kinds(self) -> None:
        """Only pills that lead to something, and none where there is only one kind."""
        owner = self._owner
        if owner is not None:
            timeline = self._parts.timeline
            self._parts.jobs.read(
                lambda: timeline.groups(owner), self._take_groups, key=f"timeline.groups.{id(self)}", owner=self
            )

    def _take_groups(self, groups: frozenset[str]) -> None:
        for name, _kinds in KIND_GROUPS:
            self.kinds.chip(name).setVisible(name in groups or name == self.kinds.current())
        self.kinds.setVisible(len(groups) > 1 or self.kinds.current() != _ALL)

    def _show_quiet(self) -> None:
        narrowed = self.kinds.current() != _ALL
        nothing = tr("Nothing yet. Write down what happened, and it stands here in order.")
        self._quiet.setText(tr("Nothing of this kind.") if narrowed else nothing)
        self._quiet.setVisible(not self.model.rowCount())


def _groups() -> list[tuple[str, str]]:
    words = {
        "notes": tr("Notes"),
        "talks": tr("Talks"),
        "promises": tr("Promises"),
        "tickets": tr("Tickets"),
        "deals": tr("Deals"),
        "reminders": tr("Reminders"),
        "files": tr("Files"),
        "changes": tr("Changes"),
    }
    return [(_ALL, tr("All")), *((key, words[key]) for key, _kinds in KIND_GROUPS)]
