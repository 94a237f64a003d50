"""What can be done with the person on the page: by its buttons, its menu, keys and the palette."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from crm_desktop.domain.contacts import PointKind
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.views.contacts.form_place import FormPlace, Job
from crm_desktop.ui.views.contacts.in_place_form import InPlaceForm
from crm_desktop.ui.views.contacts.page_parts import PageCalls, Tools, link_of
from crm_desktop.ui.views.contacts.person_cards import PersonCards
from crm_desktop.ui.views.contacts.person_forms import name_lines, name_of
from crm_desktop.ui.views.contacts.person_photo import PhotoSource
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.views.contacts.person_typing import NAME_FORM, PersonTyping

if TYPE_CHECKING:
    from crm_desktop.ui.views.contacts.person_page import PersonPage

_ADDABLE = (
    "email", "phone", "address", "link", "date", "fact", "relation", "role", "consent", "lifecycle", "pinned_note",
)  # fmt: skip


class PersonActions(QObject):
    """Listens to the parts of a `PersonPage` and does what they ask for, always about whom they show."""

    def __init__(self, page: PersonPage, tools: Tools, jobs: Jobs, calls: PageCalls) -> None:
        super().__init__(page)
        self._page = page
        self._tools = tools
        self._calls = calls
        self._jobs = jobs
        self._cards = PersonCards(tools.theme, jobs, tools.services, tools.now)
        self._names = FormPlace(page.header.parts, tools.save, tools.drafts, self)
        self._names.turned.connect(page.make_room)
        self.typing = PersonTyping(page, tools.drafts, calls.fail, self.name_in_parts)
        self._listen()

    def _listen(self) -> None:
        page, header = self._page, self._page.header
        header.call.connect(lambda: self._reach(PointKind.PHONE))
        header.write.connect(lambda: self._reach(PointKind.EMAIL))
        header.remind.connect(page.remind)
        header.menu_wanted.connect(self._fill_menu)
        header.name_in_parts.connect(page.name_in_parts)
        header.tags.added.connect(self._add_tag)
        header.tags.removed.connect(lambda tag: page.when_shown(lambda p: page.writes.remove_tag(p.page.id, tag)))
        header.tags.wanted.connect(page.tag_wanted)
        header.line.company_wanted.connect(lambda company_id: self._calls.navigate("company", company_id))
        header.photo.given.connect(self._set_photo)
        header.photo.choose_wanted.connect(self.choose_photo)
        header.photo.removed.connect(self._remove_photo)
        page.strips.allowed.connect(lambda: self._set_quiet(False))
        page.strips.solved.connect(page.writes.solve_ticket)
        page.brief.kept.connect(page.writes.keep_promise)
        page.details.link_wanted.connect(self._calls.open_link)
        page.details.note_wanted.connect(page.strips.add_note)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The ids of the table of actions that are about the person shown."""
        page = self._page
        adding = {f"contacts.add_{part}": partial(self._add, part) for part in _ADDABLE}
        return {
            "contacts.brief": page.turn_brief,
            "contacts.name": page.name_in_parts,
            "contacts.call": lambda: page.when_shown(lambda _person: self._reach(PointKind.PHONE)),
            "contacts.email": lambda: page.when_shown(lambda _person: self._reach(PointKind.EMAIL)),
            "contacts.log": page.log,
            "contacts.add": lambda: page.when_shown(lambda _person: page.details.open_more()),
            "contacts.photo": self.choose_photo,
            "contacts.photo_paste": lambda: page.when_shown(lambda _person: page.header.photo.paste()),
            "contacts.photo_remove": self._remove_photo,
            "contacts.quiet": self._turn_quiet,
            "contacts.add_file": page.pane.choose_files,
            **adding,
        }

    def leave(self) -> None:
        """Somebody else is about to be shown: the parts of a name that are open are saved for whom they were opened."""
        self._names.close()

    def remind(self, person: Person) -> None:
        """Ask for a reminder."""
        self._calls.show_card(self._cards.remind(person.page))

    def log(self, person: Person) -> None:
        """Log what happened and what comes next."""
        self._calls.show_card(self._cards.log(person.page))

    def name_in_parts(self, person: Person, *, focus: bool = True) -> None:
        """Open the parts of the name below it."""
        form = InPlaceForm(self._tools.theme, tr("Name in parts"), name_lines(person), columns=2)
        contact_id = person.page.id
        draft, back = (contact_id, NAME_FORM), self._page.header.name
        self._names.open(form, partial(self._name_job, person), draft, back=back, focus=focus)

    def _name_job(self, person: Person, texts: dict[str, str]) -> Job:
        spoken = {part: texts[part] for part in ("phonetic_given", "phonetic_family")}
        return self._page.writes.rename_in_parts(person, name_of(texts), spoken)

    def _add(self, part: str) -> None:
        self._page.when_shown(lambda _person: self._page.details.add(part))

    def _add_tag(self, name: str) -> None:
        person, page = self._page.shown_person(), self._page
        if person is None:
            return
        contact_id = person.page.id

        def refused(error: UserError) -> None:
            if page.contact_id() == contact_id:
                page.header.tags.show_error(name, error.sentence)
            self._calls.fail(error.sentence)

        page.writes.add_tag(contact_id, name, refused)

    def _reach(self, kind: PointKind) -> None:
        """Call or write, and have the composer ready for what comes of it."""
        person = self._page.person()
        if person is None or person.profile.do_not_contact:
            return
        values = [stored.value for stored in person.page.points if stored.value.kind is kind]
        if not values:
            self._page.details.add(kind.value)
        elif len(values) == 1:
            self._open(kind, values[0].value)
        else:
            header = self._page.header
            button = header.call_button if kind is PointKind.PHONE else header.email_button
            menu = QMenu(button)
            for point in values:
                words = (
                    f"{one_line(point.value, 60)} · {one_line(point.label, 30)}"
                    if point.label
                    else one_line(point.value, 60)
                )
                menu.addAction(words.replace("&", "&&")).triggered.connect(partial(self._open, kind, point.value))
            self.reach_menu = menu
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _open(self, kind: PointKind, value: str, _checked: bool = False) -> None:
        self._page.compose(InteractionKind.CALL if kind is PointKind.PHONE else InteractionKind.EMAIL)
        self._calls.open_link(link_of(kind, value))

    def choose_photo(self) -> None:
        """Ask for a file with a photo."""
        person = self._page.person()
        if person is None:
            return
        paths = self._calls.ask.open_files(tr("Choose a photo"), [tr("Pictures (*.png *.jpg *.jpeg *.webp)")])
        if paths:
            self._page.writes.set_photo(person.page.id, paths[0])

    def _set_photo(self, source: PhotoSource) -> None:
        self._page.when_shown(lambda person: self._page.writes.set_photo(person.page.id, source))

    def _remove_photo(self) -> None:
        person = self._page.person()
        if person is not None and person.profile.photo:
            self._page.writes.remove_photo(person.page.id)

    def _turn_quiet(self) -> None:
        person = self._page.person()
        if person is not None:
            self._set_quiet(not person.profile.do_not_contact)

    def _set_quiet(self, on: bool) -> None:
        self._page.when_shown(lambda person: self._page.writes.set_do_not_contact(person.page.id, on))

    def manage_fields(self) -> None:
        """Open the card in which fields are made, ordered and hidden."""
        # Loaded when it is first asked for, to keep start-up fast.
        from crm_desktop.ui.dialogs.own_fields_form import OwnFieldsForm

        tools = self._tools
        fields = tools.services.people.own_fields
        self._calls.show_card(OwnFieldsForm(tools.theme, self._jobs, fields, self._calls.say))

    def _fill_menu(self, menu: QMenu) -> None:
        person = self._page.person()
        quiet = person is not None and person.profile.do_not_contact
        menu.addAction(tr("Log and plan what comes next…")).triggered.connect(self._page.log)
        menu.addAction(tr("Name in parts…")).triggered.connect(self._page.name_in_parts)
        menu.addAction(tr("Photo…")).triggered.connect(self.choose_photo)
        menu.addAction(tr("Handle with care…")).triggered.connect(self._page.strips.add_note)
        words = tr("May be contacted again") if quiet else tr("Do not contact")
        menu.addAction(words).triggered.connect(self._turn_quiet)
        menu.addAction(tr("Fields…")).triggered.connect(self.manage_fields)
        menu.addSeparator()
        menu.addAction(tr("Delete contact")).triggered.connect(self._page.delete_wanted)
