"""A person's page: header, what to mind, brief, timeline, details beside or below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.pages import ContactPage
from crm_desktop.ui.dialogs.file_drop import FileDrops
from crm_desktop.ui.dialogs.timeline.pane import TimelinePane
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.details_panel import DetailsPanel
from crm_desktop.ui.views.contacts.folds import Folds
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices, Tools, timeline_parts
from crm_desktop.ui.views.contacts.person_actions import PersonActions
from crm_desktop.ui.views.contacts.person_body import PersonBody
from crm_desktop.ui.views.contacts.person_brief import Brief
from crm_desktop.ui.views.contacts.person_drafts import PersonDrafts
from crm_desktop.ui.views.contacts.person_frame import PersonFrame
from crm_desktop.ui.views.contacts.person_header import PersonHeader
from crm_desktop.ui.views.contacts.person_reading import Person, read_person, read_photo
from crm_desktop.ui.views.contacts.person_strips import PersonStrips
from crm_desktop.ui.views.contacts.person_writes import PersonWrites
from crm_desktop.ui.widgets.tab_order import TabOrder

_BUTTONS_BELOW, _BUTTONS_UNDER_TAGS = 640, 440
# Until then the page keeps the last picture of somebody else, so that going down the list does not flicker.
_PATIENCE_MS = 150


class PersonPage(QWidget):
    """Shows one person, or nothing. `left` is Esc, `gone` says that the person is no longer there.

    Everything is read in one go in the reader thread; whoever is chosen meanwhile makes the older reading void.
    """

    left = Signal()
    gone = Signal()
    delete_wanted = Signal()
    tag_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: PageServices,
        now: Callable[[], datetime],
        calls: PageCalls,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._services = services
        self._wanted: int | None = None
        self._person: Person | None = None
        self._waiting: list[Callable[[Person], object]] = []
        self._photo_shown: tuple[int, str] | None = None
        self.writes = PersonWrites(jobs, services, calls, self)
        drafts = PersonDrafts(services.drafts)
        tools = Tools(
            theme, services, now, self.writes.save, calls.navigate, drafts, lambda each: each == self._wanted, calls.say
        )
        self.folds = Folds(jobs, services.settings, self)
        self.header = PersonHeader(theme, now, services.contacts.tags)
        self.strips = PersonStrips(theme, now)
        self.brief = Brief(theme, now)
        parts = timeline_parts(jobs, services, now, calls)
        self.pane = TimelinePane(theme, parts)
        self.composer, self.model, self.timeline = self.pane.composer, self.pane.model, self.pane.list
        FileDrops(self, self.pane.take_files)
        self.details = DetailsPanel(tools, jobs, self.folds, parts)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_nothing)
        self._build(theme)
        self.actions_of_person = PersonActions(self, tools, jobs, calls)
        self.pane.left.connect(self.left)
        self.brief.folded.connect(self._brief_folded)
        self.set_folded(False)
        self._all.hide()
        self._tab_order = TabOrder(self)
        self.details.arranged.connect(self._tab_order.refresh)
        self.details.filling.connect(self._body.set_filling)

    def _build(self, theme: Theme) -> None:
        self._body = PersonBody(theme, self.pane, self.details)
        self._all = PersonFrame(theme, self.header, self.strips, self.brief, self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._all)

    def contact_id(self) -> int | None:
        """Who is shown, or about to be."""
        return self._wanted

    def person(self) -> Person | None:
        """What is shown; None while somebody else is still being read."""
        person = self._person
        return person if person is not None and person.page.id == self._wanted else None

    def shown_person(self) -> Person | None:
        """Whom the fields show, who may be another than whom the list has chosen by now."""
        return self._person

    def page(self) -> ContactPage | None:
        """The names and ways to reach whom is shown; None while somebody else is still being read."""
        person = self.person()
        return person.page if person is not None else None

    def show_contact(self, contact_id: int | None) -> None:
        """Show somebody; the same person again changes nothing. What is being typed is saved first."""
        if contact_id == self._wanted and contact_id is not None:
            return
        self._finish_typing()
        self._wanted = contact_id
        self._waiting.clear()
        if contact_id is not None:
            # What is on the screen stays there until all of the next person can be painted.
            self._all.setUpdatesEnabled(False)
            self._patience.start()
        self.pane.show_contact(contact_id)
        if contact_id is None:
            self._person = None
            self._all.hide()
        else:
            self._read(contact_id)

    def refresh(self, *, timeline: bool = True) -> None:
        """Something about the person may be different: read anew, keeping place, focus and what is being typed.

        `timeline` False leaves out the timeline, of which thousands of entries may be on the screen's list.
        """
        if self._wanted is None:
            return
        self._read(self._wanted)
        if timeline:
            self.pane.refresh()

    def look_at_clock(self) -> None:
        """Time has moved on: where they are, and in the words for days."""
        if self._all.isVisible():
            self.header.refresh_line()
            self.brief.look_at_clock()

    def when_shown(self, action: Callable[[Person], object]) -> None:
        """Do something with the person, at once or as soon as they are read."""
        person = self.person()
        if person is not None:
            action(person)
        elif self._wanted is not None:
            self._waiting.append(action)

    def set_folded(self, folded: bool) -> None:
        """With little room the details stand below the timeline."""
        self._body.set_folded(folded)
        self.brief.set_folded(self.folds.is_folded("brief") if not folded else not self.folds.is_folded("short-brief"))

    def is_folded(self) -> bool:
        """Whether the details stand below the timeline."""
        return self._body.is_folded()

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The actions that this page answers for, by their ids."""
        return self.actions_of_person.commands()

    def edit_name(self) -> None:
        """Open the name for typing."""
        self.when_shown(lambda _person: self.header.name.start_editing())

    def compose(self, kind: InteractionKind | None = None) -> None:
        """Begin to write on the timeline."""
        if self._wanted is not None:
            self._all.show()
            self.pane.compose(kind)

    def add_tag(self) -> None:
        """Open the field for a tag."""
        self.when_shown(lambda _person: self.header.tags.start_adding())

    def remind(self) -> None:
        """Ask for a reminder about this person."""
        self.when_shown(self.actions_of_person.remind)

    def log(self) -> None:
        """Log what happened and what comes next in one form."""
        self.when_shown(self.actions_of_person.log)

    def name_in_parts(self) -> None:
        """Open the parts of the name."""
        self.when_shown(self.actions_of_person.name_in_parts)

    def make_room(self, wanted: bool) -> None:
        """While all parts of a name are open in a small window, what stands below them gives way."""
        self._all.make_room(wanted)

    def turn_brief(self) -> None:
        """Fold or unfold the brief."""
        self.brief.fold_button.click()

    def _brief_folded(self, folded: bool) -> None:
        # In a small window it begins folded, so there it is the unfolded state that is remembered.
        if self.is_folded():
            self.folds.remember("short-brief", not folded)
        else:
            self.folds.remember("brief", folded)

    def _read(self, contact_id: int) -> None:
        self._jobs.read(
            partial(read_person, self._services, contact_id),
            partial(self._arrived, contact_id),
            key="person.page",
            owner=self,
        )

    def _arrived(self, contact_id: int, person: Person | None) -> None:
        if contact_id != self._wanted:
            return
        if person is None:
            self._show_nothing()
            self.gone.emit()
            return
        anew = self._person is None or self._person.page.id != contact_id
        if anew and self._person is not None:
            self._finish_typing()
        self._person = person
        self.header.show_person(person)
        self.strips.show_person(person)
        self.brief.show_person(person)
        self.details.show_person(person)
        self._show_photo(person)
        if anew:
            self.actions_of_person.typing.restore(person)
        self._patience.stop()
        self._all.show()
        self._all.setUpdatesEnabled(True)
        self._tab_order.refresh()
        waiting, self._waiting = self._waiting, []
        for action in waiting:
            action(person)

    def _show_nothing(self) -> None:
        """Rather nobody than the wrong person."""
        self._patience.stop()
        self._all.hide()
        self._all.setUpdatesEnabled(True)

    def _show_photo(self, person: Person) -> None:
        shown = (person.page.id, person.profile.photo)
        if shown == self._photo_shown:
            return
        self._photo_shown = shown
        self.header.photo.set_photo(None)
        if person.profile.photo:
            self._jobs.read(
                partial(read_photo, self._services, person.page.id),
                partial(self._photo_arrived, shown),
                key="person.photo",
                owner=self,
            )

    def _photo_arrived(self, shown: tuple[int, str], photo: QImage | None) -> None:
        if shown == self._photo_shown:
            self.header.photo.set_photo(photo)

    def _finish_typing(self) -> None:
        """Leaving a field saves it; whatever still has the focus in here is left now."""
        self.header.tags.put_away()
        self.details.leave()
        self.actions_of_person.leave()
        focused = QApplication.focusWidget()
        if focused is None or self.composer.isAncestorOf(focused) or focused is self.timeline:
            return
        if self.isAncestorOf(focused):
            focused.clearFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons go below the name where both do not fit; in a low window what stands above the timeline is low, too."""
        super().resizeEvent(event)
        self._all.set_height(self.height())
        width = self.width()
        very = width < self._theme.scaled(_BUTTONS_UNDER_TAGS)
        self.header.set_narrow(width < self._theme.scaled(_BUTTONS_BELOW), very=very)
