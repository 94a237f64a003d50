"""The rows of the details: ways to reach somebody, addresses, days, texts and facts, each saved from where it stands."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.contacts import Address
from crm_desktop.domain.errors import UserError
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.views.contacts.detail_items import TEXTS, Item, fact_items, part_of, places_of, value_items
from crm_desktop.ui.views.contacts.detail_jobs import job_for, moving, removing
from crm_desktop.ui.views.contacts.detail_rows import DetailRow, row_for
from crm_desktop.ui.views.contacts.detail_sent import Place, SentRows
from crm_desktop.ui.views.contacts.form_edit import FormEdit
from crm_desktop.ui.views.contacts.form_place import FormPlace
from crm_desktop.ui.views.contacts.in_place_form import InPlaceForm
from crm_desktop.ui.views.contacts.keyed_column import KeyedColumn
from crm_desktop.ui.views.contacts.page_parts import Tools
from crm_desktop.ui.views.contacts.person_drafts import LABEL, field_name
from crm_desktop.ui.views.contacts.person_forms import address_from, address_lines
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.views.contacts.words import zone_names

Rows = KeyedColumn[Item, DetailRow]


class DetailValues(QObject):
    """Fills the columns `values` and `facts`. `link_wanted` carries an address to open, `changed` says that rows came or went."""

    link_wanted = Signal(str)
    changed = Signal()

    def __init__(self, tools: Tools, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._jobs = jobs
        self._person: Person | None = None
        self._pending: list[tuple[Hashable, Item]] = []
        self._sent = SentRows()
        self._number = 0
        self._zones: tuple[str, ...] = ()
        self._items: dict[DetailRow, Item] = {}
        self._shown_in: dict[DetailRow, Place] = {}
        spacing = tools.theme.scaled(1)
        self.values: Rows = KeyedColumn(part_of, self._make_row, self._fill_row, spacing)
        self.facts: Rows = KeyedColumn(part_of, self._make_row, self._fill_row, spacing)
        self.addresses = FormPlace(self.values, tools.save, tools.drafts, self)

    def show_person(self, person: Person) -> None:
        """Show this state of a person; rows being edited stay open."""
        anew = self._person is None or self._person.page.id != person.page.id
        if anew:
            self._pending.clear()
            self.addresses.close()
        self._person = person
        goes_on = self._sent.goes_on
        self._pending = [each for each in self._pending if not goes_on((person.page.id, each[0]), person.page.id)]
        self._sync(anew=anew)
        for row in self._sent.read(self._shown_in, anew=anew):
            row.save()

    def has_facts(self) -> bool:
        """Whether there is a fact to show, or one being typed."""
        facts = self._person.page.facts if self._person is not None else ()
        return bool(facts) or any(item.part == "fact" for _key, item in self._pending)

    def shown_texts(self) -> frozenset[str]:
        """The texts that have a row."""
        return frozenset(part for part in TEXTS if self.values.row(("text", part)) is not None)

    def add(self, part: str, *, typed: str = "", focus: bool = True) -> DetailRow | None:
        """An empty row of that kind, open for typing; the form for an address."""
        if self._person is None:
            return None
        if part == "address":
            self.open_address(None, focus=focus)
            return None
        if part in TEXTS:
            key: Hashable = ("text", part)
        else:
            self._number += 1
            key = ("new", part, self._number)
        column = self.facts if part == "fact" else self.values
        if column.row(key) is None:
            label = tr("Birthday") if part == "date" and not self._person.page.dates else ""
            self._pending.append((key, Item(part, label=label)))
            self._sync()
        row = column.row(key)
        if row is not None:
            row.value.restore(typed) if typed and not focus else row.start()
        return row

    def row(self, part: str, part_id: int | None = None) -> DetailRow | None:
        """The row of a stored part ("point", "address", "date", "fact" with its id) or of a text by its name."""
        key: Hashable = ("text", part) if part in TEXTS else (part, part_id)
        return (self.facts if part == "fact" else self.values).row(key)

    def pending_row(self) -> DetailRow | None:
        """The newest row that is not stored yet."""
        for key, item in reversed(self._pending):
            found = (self.facts if item.part == "fact" else self.values).row(key)
            if found is not None:
                return found
        return None

    def open_address(self, address_id: int | None, *, focus: bool = True) -> None:
        """Open the lines of an address below it, or those of a new one."""
        person = self._person
        if person is None:
            return
        contact_id = person.page.id
        stored = (each.value for each in person.page.addresses if each.id == address_id)
        address = next(stored, Address())
        save = self._tools.services.contacts.save_address
        form = InPlaceForm(self._tools.theme, tr("Address"), address_lines(address))
        self.addresses.open(
            form,
            lambda texts: partial(save, contact_id, address_id, address_from(address, texts)),
            (contact_id, f"form/address/{address_id or 'new'}"),
            below=("address", address_id),
            back=self.row("address", address_id),
            focus=focus,
        )

    def restore(self, field: str, typed: str) -> None:
        """Open a row again with what was typed before the program ended, without taking the focus."""
        kind, _slash, rest = field.partition("/")
        if kind == "new":
            self._restore_new(field, typed)
        elif kind == LABEL:
            part, _slash, part_id = rest.partition("/")
            row = self.row(part, int(part_id)) if part_id.isdecimal() else None
            if row is not None and row.label is not None:
                row.label.restore(typed)
        elif kind == "text" and rest in TEXTS:
            self.add(rest, typed=typed, focus=False)
        else:
            row = self.row(kind, int(rest)) if rest.isdecimal() else None
            if row is not None:
                row.value.restore(typed)

    def _restore_new(self, field: str, typed: str) -> None:
        """A row that was not stored yet, with its label; it is kept on under the number that it has now."""
        drafts, contact_id = self._tools.drafts, self._contact_id()
        part, _slash, number = field.removeprefix("new/").partition("/")
        self._number = max(self._number, int(number) if number.isdecimal() else 0)
        label = drafts.kept(contact_id).get(f"{LABEL}/{field}", "")
        for gone in (field, f"{LABEL}/{field}"):
            drafts.drop(contact_id, gone)
        row = self.add(part, typed=typed, focus=False)
        if row is None:
            return
        self._keep(row, typed)
        if isinstance(label, str) and label and row.label is not None:
            row.label.restore(label)
            self._keep(row, label, LABEL)

    def _contact_id(self) -> int:
        return self._person.page.id if self._person is not None else 0

    def _sync(self, *, anew: bool = False) -> None:
        person = self._person
        if person is None:
            return
        stored = value_items(person, self._tools.now())
        shown = {key for key, _item in stored}
        self._pending = [(key, item) for key, item in self._pending if key not in shown]
        values = stored + [(key, item) for key, item in self._pending if item.part != "fact"]
        facts = [*fact_items(person.page), *((key, item) for key, item in self._pending if item.part == "fact")]
        self.values.sync(values, anew=anew)
        self.facts.sync(facts, anew=anew)
        for key, place in places_of([*stored, *facts]):
            row = self.values.row(key) or self.facts.row(key)
            if row is not None:
                row.set_place(*place)
        self.changed.emit()

    def _make_row(self, part: str) -> DetailRow:
        row = row_for(self._tools.theme, part)
        row.open_wanted.connect(self.link_wanted)
        if isinstance(row.value, FormEdit):
            row.value.wanted.connect(lambda: self.open_address(self._items[row].id))
        row.saved.connect(partial(self._save_row, row))
        row.ended.connect(partial(self._ended, row))
        row.notice_chosen.connect(partial(self._save_notice, row))
        row.value.typed.connect(lambda typed: self._keep(row, typed))
        row.label_typed.connect(lambda typed: self._keep(row, typed, LABEL))
        row.label_ended.connect(lambda: self._drop(self._shown_in[row], LABEL))
        row.moved.connect(lambda place: self._write(row, moving(self._tools.services, self._items[row], place)))
        row.removed.connect(lambda: self._remove(row))
        if part == "time_zone":
            row.value.suggest(lambda: self._zones)
            self._jobs.read(zone_names, self._take_zones, key="zone-names", owner=self)
        if part == "company":
            row.value.suggest_for(self._tools.services.contacts.company_names)
        return row

    def _take_zones(self, names: tuple[str, ...]) -> None:
        self._zones = names
        row = self.row("time_zone")
        if row is not None:
            row.value.suggest_again()

    def _fill_row(self, row: DetailRow, key: Hashable, item: Item) -> None:
        before = self._shown_in.get(row)
        # A new row that was stored goes on as the row of what is stored: the focus and what is typed in it stay.
        another = before != (self._contact_id(), key) and not self._sent.goes_on(before, self._contact_id())
        self._shown_in[row] = (self._contact_id(), key)
        self._items[row] = item
        if another:
            # What was refused for somebody else stays theirs: it is kept, and stands there again on their page.
            row.put_away()
        # A row that is not stored yet keeps what is typed in it.
        if another or (not self._sent.is_late(row) and (item.id is not None or item.stored is not None)):
            row.set_texts(item.value, item.label, item.after, item.below, item.notice)

    def _keep(self, row: DetailRow, typed: str, *of: str) -> None:
        contact_id, key = self._shown_in[row]
        if contact_id is not None:
            self._tools.drafts.keep(contact_id, "/".join((*of, field_name(key))), typed)

    def _drop(self, place: Place, *of: str) -> None:
        contact_id, key = place
        if contact_id is not None:
            self._tools.drafts.drop(contact_id, "/".join((*of, field_name(key))))

    def _remove(self, row: DetailRow) -> None:
        removed = tr("Removed “{value}”", value=one_line(row.value.text(), 60))
        job = removing(self._tools.services, self._items[row])
        self._write(row, job, lambda: self._tools.say(removed, True))

    def _write(self, row: DetailRow, job: Callable[[int], object], done: Callable[[], None] = lambda: None) -> None:
        """What needs no typing: another place, or none at all."""
        contact_id = self._shown_in[row][0]
        if contact_id is not None:
            self._tools.save(partial(job, contact_id), "", lambda _error: False, done)

    def _ended(self, row: DetailRow) -> None:
        """A new row left without a word goes away; with words it waits for the write."""
        key = self._shown_in[row][1]
        self._drop(self._shown_in[row])
        if not row.value.text().strip() and any(key == pending for pending, _item in self._pending):
            self._pending = [(other, item) for other, item in self._pending if other != key]
            self._sync()

    def _save_row(self, row: DetailRow, value: str, label: str) -> None:
        item, place = self._items[row], self._shown_in[row]
        contact_id, key = place
        if self._sent.postpone(row, place):
            return
        if contact_id is None or (item.id is None and item.part not in TEXTS and not value):
            return
        try:
            job = job_for(self._tools.services, contact_id, item, value, label)
        except UserError as refused:
            row.show_error(refused.sentence)
            return
        self._tools.drafts.keep(contact_id, field_name(key), value)
        if item.id is None and item.part not in TEXTS:
            self._sent.send(place)
        if label != item.label:
            self._keep(row, label, LABEL)
        self._tools.save(job, value, partial(self._show_error, row, place), partial(self._stored, place))

    def _save_notice(self, row: DetailRow, notice: str) -> None:
        date_id = self._items[row].id
        if self._person is not None and date_id is not None:
            save: Callable[[], object] = partial(
                self._tools.services.contacts.save_notice, self._person.page.id, date_id, notice
            )
            self._tools.save(save, "", lambda _error: False, lambda: None)

    def _show_error(self, row: DetailRow, place: Place, error: UserError) -> bool:
        """Say it in the row, if that still shows the same value of the same person."""
        contact_id, _key = place
        self._sent.forget(place)
        if self._shown_in.get(row) != place or row.isHidden() or not self._tools.is_shown(contact_id or 0):
            return False
        row.show_error(error.sentence)
        return True

    def _stored(self, place: Place) -> None:
        """A new row is stored: it makes room for the stored one."""
        contact_id, key = place
        self._drop(place)
        self._drop(place, LABEL)
        if contact_id != self._contact_id() or all(key != other for other, _item in self._pending):
            self._sent.forget(place)
            return
        row = next((row for row, shown in self._shown_in.items() if shown == place and not row.isHidden()), None)
        focused = QApplication.focusWidget()
        in_use = row is not None and focused is not None and row.isAncestorOf(focused)
        if not self._sent.keep(place, row, in_use=in_use):
            self._pending = [(other, item) for other, item in self._pending if other != key]
            self._sync()
