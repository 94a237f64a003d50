"""How often one wants to speak with everybody who bears a tag: a menu of the tag, and a card for any interval."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.pages import TagRow
from crm_desktop.ui.dialogs.interval_form import IntervalForm
from crm_desktop.ui.dialogs.tags_row import TagsRow
from crm_desktop.ui.interval_words import USUAL_CHOICES, every_words
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.page_parts import PageCalls

if TYPE_CHECKING:
    from crm_desktop.services.keeping_in_touch import KeepInTouchService


class TagIntervals(QObject):
    """Fills the menu of each tag with intervals and writes the one that is picked; undo takes it back."""

    def __init__(self, theme: Theme, jobs: Jobs, keeping: KeepInTouchService, calls: PageCalls, tags: TagsRow) -> None:
        super().__init__(tags)
        self._theme = theme
        self._jobs = jobs
        self._keeping = keeping
        self._calls = calls
        tags.menu_opened.connect(self.add_to)

    def add_to(self, menu: QMenu, tag: TagRow) -> None:
        """Put the intervals into the menu of a tag, the present one ticked."""
        own = menu.addMenu(tr("Keep in touch"))
        group = QActionGroup(own)
        present = tag.keep_in_touch_days
        choices: list[int | None] = [None, *USUAL_CHOICES]
        if present is not None and present not in choices:
            choices.insert(1, present)
        for days in choices:
            words = every_words(days) or tr("as each person says")
            action = own.addAction(words[:1].upper() + words[1:])
            action.setCheckable(True)
            action.setChecked(days == present)
            group.addAction(action)
            action.triggered.connect(self._picker(tag, days))
        own.addSeparator()
        own.addAction(tr("Another interval…")).triggered.connect(lambda _checked=False: self.ask(tag))

    def ask(self, tag: TagRow) -> None:
        """Ask for any interval in words."""
        self._calls.show_card(
            IntervalForm(
                self._theme,
                self._jobs,
                tr("Keep in touch with everybody tagged “{tag}”", tag=tag.name),
                tr("What a person's own page says goes before it, and the shortest of several tags counts."),
                tag.keep_in_touch_days,
                lambda days: self._keeping.set_for_tag(tag.id, days),
                lambda days: self._say(tag, days),
            )
        )

    def _picker(self, tag: TagRow, days: int | None) -> Callable[..., None]:
        def pick(_checked: bool = False) -> None:
            self._jobs.write(
                lambda: self._keeping.set_for_tag(tag.id, days),
                lambda _none: self._say(tag, days),
                self._tell,
                owner=self,
            )

        return pick

    def _say(self, tag: TagRow, days: int | None) -> None:
        words = every_words(days or None)
        said = tr("“{tag}”: keep in touch {interval}", tag=tag.name, interval=words) if words else ""
        self._calls.say(said or tr("“{tag}”: no interval any more", tag=tag.name), True)

    def _tell(self, error: UserError) -> None:
        self._calls.fail(error.sentence)
