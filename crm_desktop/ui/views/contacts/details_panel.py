"""The column with what is known of a person: sections that fold, values edited in place, and what can be added."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from crm_desktop.domain.files import FileOwner
from crm_desktop.ui.dialogs.contact_fields import CONTACT_FIELDS, contact_field_words
from crm_desktop.ui.dialogs.file_drop import DropCalls
from crm_desktop.ui.dialogs.files_list import FilesList
from crm_desktop.ui.dialogs.own_field_rows import OwnFieldRows
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.company_guess import CompanyQuestion
from crm_desktop.ui.views.contacts.detail_consents import ConsentRows
from crm_desktop.ui.views.contacts.detail_items import TEXTS, filled_parts
from crm_desktop.ui.views.contacts.detail_lifecycle import Lifecycle
from crm_desktop.ui.views.contacts.detail_relations import RelationRows
from crm_desktop.ui.views.contacts.detail_restoring import OWN, restore_half_typed
from crm_desktop.ui.views.contacts.detail_roles import RoleRows
from crm_desktop.ui.views.contacts.detail_rows import DetailRow
from crm_desktop.ui.views.contacts.detail_section import FoldSection
from crm_desktop.ui.views.contacts.detail_values import DetailValues
from crm_desktop.ui.views.contacts.folds import Folds
from crm_desktop.ui.views.contacts.form_place import FormPlace
from crm_desktop.ui.views.contacts.in_place_form import InPlaceForm
from crm_desktop.ui.views.contacts.page_parts import Tools
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.views.contacts.work_sections import WorkSections
from crm_desktop.ui.widgets import ChipButton, FlowLayout, LinkButton, ScrollBody

_CHIPS = ("email", "phone", "address", "link", "date", "fact")
"""What has a pill of its own as long as there is none of it; everything can be added from the menu at any time."""
_FORMS = ("relation", "role", "consent")


class DetailsPanel(ScrollBody):
    """Shows a `Person`. `link_wanted` carries an address to open, `note_wanted` asks for the pinned note.

    `arranged` says that rows or forms may have come, gone or changed places, `filling` whether a form is open.
    """

    link_wanted = Signal(str)
    note_wanted = Signal()
    arranged = Signal()
    filling = Signal(bool)

    def __init__(self, tools: Tools, jobs: Jobs, folds: Folds, calls: DropCalls, parent: QWidget | None = None) -> None:
        theme = tools.theme
        super().__init__(theme, margins=(0, 4, 12, 20), spacing=4, parent=parent)
        self._tools = tools
        self._person: Person | None = None
        self._revealed = False
        self.more_menu: QMenu | None = None
        self.setAccessibleName(tr("Details"))
        self.values = DetailValues(tools, jobs, self)
        self.own = OwnFieldRows(theme, jobs, tools.services.people.own_fields, "contact")
        self.work = WorkSections(theme, tools.navigate)
        self.lifecycle = Lifecycle(tools)
        self.relations = RelationRows(tools, jobs)
        self.roles = RoleRows(tools)
        self.consents = ConsentRows(tools)
        self.files = FilesList(theme, calls)
        self.question = CompanyQuestion(tools)
        self.add_buttons: dict[str, ChipButton] = {}
        self.hidden_link = LinkButton(theme, "")
        self.sections: dict[str, FoldSection] = {}
        self._lay_out(theme)
        for section in (*self.sections.values(), *self.work.sections):
            folds.watch(section)
        self.values.link_wanted.connect(self.link_wanted)
        self.own.link_wanted.connect(self.link_wanted)
        self.own.typed.connect(lambda owner, field, typed: tools.drafts.keep(owner, f"{OWN}/{field}", typed))
        self.own.settled.connect(lambda owner, field: tools.drafts.drop(owner, f"{OWN}/{field}"))
        self.values.changed.connect(self._show_sections)
        for place in self._places():
            place.turned.connect(lambda _open: self._form_turned())
        self.values.addresses.home = self.add_buttons["more"]
        for form in _FORMS:
            # Near what was just added; where nothing is left of the section, `_form_turned` goes on.
            self._form_rows()[form].place.home = self.sections[f"{form}s"].heading
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._show_form())
        self.hidden_link.clicked.connect(lambda _checked=False: self.reveal())

    def _lay_out(self, theme: Theme) -> None:
        details = self._section("details", tr("Details"), self.values.values, first=True)
        details.body.addWidget(self.question)
        details.body.addWidget(self._adding(theme))
        details.body.addWidget(self.hidden_link)
        self._section("facts", tr("Facts"), self.values.facts)
        self._section("own", tr("Own fields"), self.own)
        self.body.addWidget(self.work)
        self._section("lifecycle", tr("Lifecycle"), self.lifecycle)
        self._section("relations", tr("People"), self.relations)
        self._section("roles", tr("Other roles"), self.roles)
        self._section("consents", tr("Consent"), self.consents)
        self._section("files", tr("Files"), self.files)
        self.body.addStretch()

    def _section(self, key: str, title: str, content: QWidget, *, first: bool = False) -> FoldSection:
        section = FoldSection(self._tools.theme, key, title, first=first)
        section.body.addWidget(content)
        self.sections[key] = section
        self.body.addWidget(section)
        return section

    def _adding(self, theme: Theme) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, spacing=theme.space(1.5))
        words = {
            "email": tr("+ e-mail"),
            "phone": tr("+ phone"),
            "address": tr("+ address"),
            "link": tr("+ link"),
            "date": tr("+ date"),
            "fact": tr("+ fact"),
        }
        for part in _CHIPS:
            chip = ChipButton(theme, words[part], dashed=True)
            chip.clicked.connect(lambda _checked=False, part=part: self.add(part))
            self.add_buttons[part] = chip
            flow.addWidget(chip)
        more = ChipButton(theme, tr("+ more"), dashed=True)
        more.setAccessibleName(tr("Add something else"))
        more.clicked.connect(lambda _checked=False: self.open_more())
        self.add_buttons["more"] = more
        flow.addWidget(more)
        return holder

    def show_person(self, person: Person) -> None:
        """Show this state of a person; what is being typed stays open."""
        anew = self._person is None or self._person.page.id != person.page.id
        self._person = person
        if anew:
            self._revealed = False
            self.verticalScrollBar().setValue(0)
        self.question.show_person(person)
        self.work.show_page(person.page, self._tools.now().date())
        self.own.show_values(person.page.id, person.profile.own)
        self.lifecycle.show_person(person)
        self.relations.show_person(person)
        self.roles.show_person(person)
        self.consents.show_person(person)
        self.files.show_rows(FileOwner(contact_id=person.page.id), person.files)
        self.values.show_person(person)
        if anew:
            restore_half_typed(self, self._tools.drafts.kept(person.page.id))
            self._show_sections()

    def leave(self) -> None:
        """Somebody else is about to be shown: forms that are open are saved for whom they were opened."""
        for place in self._places():
            place.close()

    def _form_rows(self) -> dict[str, RelationRows | RoleRows | ConsentRows]:
        return {"relation": self.relations, "role": self.roles, "consent": self.consents}

    def _places(self) -> tuple[FormPlace, ...]:
        return self.values.addresses, self.relations.place, self.roles.place, self.consents.place

    def add(self, part: str, *, focus: bool = True) -> None:
        """Open what is needed to add something: a row, the lines of a form, the ribbon, or the pinned note."""
        if self._person is None:
            return
        if part == "pinned_note":
            self.note_wanted.emit()
            return
        if part == "file":
            self.files.choose()
            return
        section = self.sections[
            {"fact": "facts", "lifecycle": "lifecycle", **{f: f"{f}s" for f in _FORMS}}.get(part, "details")
        ]
        if section.is_folded():
            section.heading.click()
        section.show()
        if part in _FORMS:
            self._form_rows()[part].add(focus=focus)
        elif part == "lifecycle":
            self.lifecycle.add()
        else:
            self.values.add(part, focus=focus)
        self._show_sections()
        self._bring_into_view(part)

    def row(self, part: str, part_id: int | None = None) -> DetailRow | None:
        """The row of a stored part ("point", "address", "date", "fact" with its id) or of a text by its name."""
        return self.values.row(part, part_id)

    def pending_row(self) -> DetailRow | None:
        """The newest row that is not stored yet."""
        return self.values.pending_row()

    def reveal(self) -> None:
        """Offer the hidden fields, too, as long as this person is shown."""
        self._revealed = True
        self._show_sections()
        self.add_buttons["more"].setFocus()

    def addable(self) -> tuple[str, ...]:
        """What the menu offers, in order: no hidden fields, and of what there is one only, what is not there yet."""
        person = self._person
        if person is None:
            return ()
        hidden = self._hidden()
        there = self.values.shown_texts() | ({"lifecycle"} if not self.lifecycle.is_empty() else frozenset())
        fields = tuple(field for field in CONTACT_FIELDS if field not in hidden and field not in there)
        return (*fields, "file") if person.profile.pinned_note else (*fields, "file", "pinned_note")

    def open_more(self) -> None:
        """Offer everything that can be added."""
        menu = QMenu(self)
        for part in self.addable():
            own = {"pinned_note": tr("Handle with care…"), "file": tr("File…")}
            menu.addAction(own.get(part) or contact_field_words(part)).triggered.connect(partial(self.add, part))
        chip = self.add_buttons["more"]
        self.more_menu = menu
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _hidden(self) -> frozenset[str]:
        person = self._person
        if person is None or self._revealed:
            return frozenset()
        return person.hidden - filled_parts(person)

    def _show_sections(self) -> None:
        person = self._person
        if person is None:
            return
        hidden, filled = self._hidden(), filled_parts(person)
        for part in _CHIPS:
            self.add_buttons[part].setVisible(part not in filled and part not in hidden)
        count = len(hidden & frozenset(CONTACT_FIELDS))
        self.hidden_link.setText(plural("{count} hidden field", "{count} hidden fields", count))
        self.hidden_link.setAccessibleName(tr("Show {fields}", fields=self.hidden_link.text()))
        self.hidden_link.setVisible(count > 0)
        self.hidden_link.updateGeometry()
        self.sections["facts"].setVisible(self.values.has_facts())
        self.sections["facts"].heading.set_more(str(len(person.page.facts)))
        self.sections["own"].setVisible(bool(person.profile.own))
        self.sections["lifecycle"].setVisible(not self.lifecycle.is_empty())
        self.sections["relations"].setVisible(not self.relations.is_empty())
        self.sections["roles"].setVisible(not self.roles.is_empty())
        self.sections["consents"].setVisible(not self.consents.is_empty())
        self.sections["files"].setVisible(bool(person.files))
        self.sections["files"].heading.set_more(str(len(person.files)))
        self.sections["relations"].heading.set_more(str(len(person.profile.relations)))
        self.sections["roles"].heading.set_more(str(len(person.profile.roles)))
        self.sections["consents"].heading.set_more(str(len(person.profile.consents)))
        self.arranged.emit()

    def _form_turned(self) -> None:
        focused = QApplication.focusWidget()
        self._show_sections()
        self.filling.emit(self._form() is not None)
        self._show_form()
        if self._form() is None and focused is not None and self.isAncestorOf(focused):
            home = focused if focused.isVisible() else self.add_buttons["more"]
            home.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(home)

    def _form(self) -> InPlaceForm | None:
        return next((place.form for place in self._places() if place.form is not None), None)

    def _show_form(self) -> None:
        """Where it stands is known once everything was laid out with it, which changes how far one can scroll."""
        form = self._form()
        if form is not None:
            self.ensureWidgetVisible(form)
            focused: QWidget | None = form.focusWidget()
            self.ensureWidgetVisible(form if focused is None else focused)

    def _bring_into_view(self, part: str) -> None:
        row: QWidget | None = self.values.row(part) if part in TEXTS else self.values.pending_row()
        forms = {"relation": self.relations, "role": self.roles, "consent": self.consents, "lifecycle": self.lifecycle}
        target = forms.get(part, row)
        if target is not None:
            self.ensureWidgetVisible(target)
