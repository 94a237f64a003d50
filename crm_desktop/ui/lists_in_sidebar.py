"""Keeps the lists of the sidebar: reads them, counts them one at a time in the background, and changes them as asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from crm_desktop.domain import changes
from crm_desktop.domain.changes import Change
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.saved_lists import TEMPLATES, SavedList
from crm_desktop.services.saved_lists import SavedListService
from crm_desktop.ui.palette_lists import choosing
from crm_desktop.ui.sidebar import Count, Sidebar
from crm_desktop.ui.sidebar_lists import SideList, SideLists
from crm_desktop.ui.texts import number, one_line, show, tr
from crm_desktop.ui.view import ViewContext

if TYPE_CHECKING:
    from crm_desktop.ui.dialogs.bulk_forms import LineForm

_COUNT_AFTER_MS = 400
"""Several writes that follow each other are counted once."""
_LOOK_EVERY_MS = 60_000
"""What a list lets through changes with the day, also while nobody writes anything."""
_WORDS = (changes.SAVED_LIST, changes.OWN_FIELD, changes.TAG, changes.STAGE)


class ListsInSidebar(QObject):
    """`refresh` tells of writes, `mark` which list is shown (0: none)."""

    def __init__(self, context: ViewContext, side: SideLists) -> None:
        super().__init__(side)
        self._context = context
        self._side = side
        self._lists: dict[int, SavedList] = {}
        self._counted: dict[int, tuple[object, int]] = {}
        self._waiting: deque[int] = deque()
        self._counting = False
        self._round = 0
        self._counted_in: dict[int, int] = {}
        self._marked = 0
        self._soon = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._soon.timeout.connect(self.count)
        self._look = QTimer(self, interval=_LOOK_EVERY_MS)
        self._look.timeout.connect(self.count)
        side.chosen.connect(lambda list_id: context.navigate("list", list_id))
        side.add_wanted.connect(self._offer_new)
        side.menu_wanted.connect(self._open_menu)
        side.moved.connect(lambda list_id, place: self._write(lambda service: service.move(list_id, place)))
        side.rename_wanted.connect(self.rename)
        side.delete_wanted.connect(self.delete)
        self._look.start()
        self.read()

    @property
    def _service(self) -> SavedListService:
        service: SavedListService = self._context.services.people.saved_lists
        return service

    def read(self) -> None:
        """Read the lists with their sentences, then count who is in them."""

        def find() -> list[tuple[SavedList, str]]:
            return [(each, show(self._service.sentence(each.filter))) for each in self._service.lists()]

        self._context.jobs.read(find, self._show, key="sidebar.lists", owner=self)

    def refresh(self, change: Change) -> None:
        """Something was written: read the lists anew if they or their words changed; count in any case."""
        # What waits to be counted would have to be counted again, and so is not counted now.
        self._round += 1
        self._waiting.clear()
        if change.touches(*_WORDS):
            self.read()
        elif not self._soon.isActive():
            # Not put off by each write: where much is written for long, the lists are counted meanwhile.
            self._soon.start()

    def mark(self, list_id: int) -> None:
        """Mark the list that is shown; 0 for none."""
        self._marked = list_id
        self._side.mark(list_id)

    def _show(self, found: list[tuple[SavedList, str]]) -> None:
        self._lists = {each.id: each for each, _words in found}
        self._side.show_lists([SideList(each.id, each.name, words) for each, words in found])
        self._side.mark(self._marked)
        self.count()

    def choose(self) -> None:
        """Ask which list to go to, by its name."""
        from crm_desktop.ui.palette import Palette  # when first asked for, to keep start-up fast

        provider = choosing(lambda: self._service, self._context.navigate)
        self._context.show_card(Palette(self._context.theme, self._context.jobs, (provider,), hint=tr("Which list?")))

    def menu_actions(self, menu: QMenu) -> list[QAction]:
        """An action for each list, in their order, for the menu of places to go to."""
        actions = []
        for each in self._lists.values():
            action = QAction(one_line(each.name, 60).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(each.id == self._marked)
            action.triggered.connect(lambda _checked=False, list_id=each.id: self._context.navigate("list", list_id))
            actions.append(action)
        return actions

    # --------------------------------------------------------------------------------------------------- counting

    def count(self) -> None:
        """Count all lists anew, one after the other, so that what the screen asks for meanwhile waits for one at most."""
        self._soon.stop()
        if not self._side.isVisible() and self._counted:
            return
        # Those first that have waited longest: a round that a write ends early goes on there.
        self._waiting = deque(sorted(self._lists, key=lambda list_id: self._counted_in.get(list_id, -1)))
        if not self._counting:
            self._count_next()

    def _count_next(self) -> None:
        self._counting = bool(self._waiting)
        if not self._waiting:
            return
        wanted = self._lists.get(self._waiting.popleft())
        if wanted is None:
            self._count_next()
            return
        known, service, counted_in = self._counted.get(wanted.id), self._service, self._round

        def job() -> tuple[object, int] | None:
            if counted_in != self._round:
                return None
            seen = (service.version(), wanted.filter)
            if known is not None and known[0] == seen:
                return known
            return seen, service.count(wanted.filter) if wanted.readable else 0

        self._context.jobs.read(job, partial(self._show_count, wanted, counted_in), self._count_failed, owner=self)

    def _show_count(self, wanted: SavedList, counted_in: int, found: tuple[object, int] | None) -> None:
        if found is not None:
            self._counted[wanted.id] = found
            self._counted_in[wanted.id] = counted_in
            self._side.show_counts({wanted.id: Count(number(found[1])) if wanted.readable else None})
        # A turn of the event loop between two of them lets the screen ask first.
        QTimer.singleShot(0, self, self._count_next)

    def _count_failed(self, error: UserError) -> None:
        self._counting = False
        self._context.fail(error.sentence)

    # --------------------------------------------------------------------------------------------------- changing

    def _open_menu(self, list_id: int, point: QPoint) -> None:
        entries = self._side.entries()
        place = next((place for place, entry in enumerate(entries) if entry.list_id == list_id), 0)
        menu = QMenu(self._side)
        for words, run, there in (
            (tr("Edit…"), lambda: self._edit(list_id), True),
            (tr("Rename…"), lambda: self.rename(list_id), True),
            (tr("Duplicate"), lambda: self._write(lambda service: service.duplicate(list_id)), True),
            (tr("Move up"), lambda: self._write(lambda service: service.move(list_id, place - 1)), place > 0),
            (
                tr("Move down"),
                lambda: self._write(lambda service: service.move(list_id, place + 1)),
                place + 1 < len(entries),
            ),
            (tr("Delete"), lambda: self.delete(list_id), True),
        ):
            action = menu.addAction(words)
            action.setEnabled(there)
            action.triggered.connect(lambda _checked=False, run=run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _offer_new(self, point: QPoint) -> None:
        menu = QMenu(self._side)
        menu.addAction(tr("New list…")).triggered.connect(lambda _checked=False: self._edit(0))
        taken = {each.name for each in self._lists.values()}
        offered = [(template.key, show(template.name)) for template in TEMPLATES]
        offered = [(key, name) for key, name in offered if name not in taken]
        if offered:
            menu.addSeparator()
        for key, name in offered:
            menu.addAction(name).triggered.connect(lambda _checked=False, key=key, name=name: self._add(key, name))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _edit(self, list_id: int) -> None:
        self._context.navigate("list", list_id)
        # The list is read first: the builder opens on what is shown then.
        self._context.jobs.read(lambda: None, lambda _done: self._context.run("contacts.build"), owner=self)

    def _add(self, key: str, name: str) -> None:
        self._context.jobs.write(
            lambda: self._service.add_template(key, name),
            lambda list_id: self._context.navigate("list", list_id),
            self._tell,
            owner=self,
        )

    def rename(self, list_id: int) -> None:
        """Ask for another name."""
        from crm_desktop.ui.dialogs.bulk_forms import LineForm

        before = self._lists.get(list_id)
        if before is None:
            return
        form: LineForm = LineForm(
            self._context.theme, tr("Rename the list"), tr("Name"), save=tr("Rename"), text=before.name
        )
        form.given.connect(
            lambda name: self._context.jobs.write(
                lambda: self._service.rename(list_id, name), lambda _done: form.close_card(), form.refuse, owner=form
            )
        )
        self._context.show_card(form)

    def delete(self, list_id: int) -> None:
        """Delete a list at once; Undo brings it back."""
        before = self._lists.get(list_id)
        if before is None:
            return
        words = tr("Deleted the list “{name}”", name=one_line(before.name, 60))
        if self._marked == list_id:
            self._context.navigate("list", 0)
        self._context.jobs.write(
            lambda: self._service.delete(list_id), lambda _done: self._context.say(words, True), self._tell, owner=self
        )

    def _write(self, change: Callable[[SavedListService], object]) -> None:
        self._context.jobs.write(lambda: change(self._service), None, self._refused, owner=self)

    def _refused(self, error: UserError) -> None:
        self._tell(error)
        self.read()

    def _tell(self, error: UserError) -> None:
        self._context.fail(error.sentence)


def lists_in_sidebar(context: ViewContext, sidebar: Sidebar) -> ListsInSidebar:
    """Put the lists into a sidebar and keep them."""
    side = SideLists(context.theme)
    sidebar.add_lists(side)
    return ListsInSidebar(context, side)
