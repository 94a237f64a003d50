"""The column with what is known of a person, each value edited in place, and what they have to do with the work."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.contacts import Address, Fact, ImportantDate, Point, PointKind
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.pages import ContactPage
from crm_desktop.ui.interval_words import days_of
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.detail_items import (
    TEXTS,
    Item,
    address_items,
    date_items,
    fact_items,
    part_of,
    point_items,
    text_items,
    text_words,
    work_items,
)
from crm_desktop.ui.views.contacts.detail_rows import DetailRow, row_for
from crm_desktop.ui.views.contacts.form_edit import FormEdit
from crm_desktop.ui.views.contacts.keyed_column import KeyedColumn
from crm_desktop.ui.views.contacts.words import known_zone
from crm_desktop.ui.views.contacts.work_sections import WorkSections
from crm_desktop.ui.widgets import ChipButton, FlowLayout, ScrollBody, SectionHeading

if TYPE_CHECKING:
    from crm_desktop.services.contacts import ContactService
    from crm_desktop.services.reminders import ReminderService

Saves = Callable[[Callable[[], object], str, Callable[[Message], bool], Callable[[], None]], None]
"""Runs a write of what was typed. A failure goes to the third, which answers whether it could show it; the last one is
told when it went well."""


class DetailsPanel(ScrollBody):
    """Shows a `ContactPage`.

    `address_wanted` carries the id (None: a new one) and the `Address` for its form, `link_wanted` an address to open.
    """

    address_wanted = Signal(object, object)
    link_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        contacts: ContactService,
        reminders: ReminderService,
        now: Callable[[], datetime],
        save: Saves,
        navigate: Callable[[str, int], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, margins=(0, 4, 12, 20), spacing=4, parent=parent)
        self._theme = theme
        self._contacts = contacts
        self._reminders = reminders
        self._now = now
        self._save = save
        self._page: ContactPage | None = None
        self._pending: list[tuple[Hashable, Item]] = []
        self._number = 0
        self.setAccessibleName(tr("Details"))
        self._items: dict[DetailRow, Item] = {}
        self._shown_in: dict[DetailRow, tuple[int | None, Hashable]] = {}
        self._values: KeyedColumn[Item, DetailRow] = KeyedColumn(
            part_of, self._make_row, self._fill_row, theme.scaled(1)
        )
        self._facts: KeyedColumn[Item, DetailRow] = KeyedColumn(
            part_of, self._make_row, self._fill_row, theme.scaled(1)
        )
        self._facts_heading = SectionHeading(theme, tr("Facts"))
        self.work = WorkSections(theme, navigate)
        self.add_buttons: dict[str, ChipButton] = {}
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        self.body.addWidget(SectionHeading(theme, tr("Details")))
        self.body.addWidget(self._values)
        self.body.addSpacing(theme.space(1))
        self.body.addWidget(self._adding(theme))
        self._facts_block = QWidget()
        block = QVBoxLayout(self._facts_block)
        block.setContentsMargins(0, theme.space(2), 0, 0)
        block.setSpacing(theme.space(1))
        block.addWidget(self._facts_heading)
        block.addWidget(self._facts)
        self.body.addWidget(self._facts_block)
        self.body.addWidget(self.work)
        self.body.addStretch()

    def _adding(self, theme: Theme) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, spacing=theme.space(1.5))
        for part, words in (
            ("email", tr("+ e-mail")),
            ("phone", tr("+ phone")),
            ("address", tr("+ address")),
            ("link", tr("+ link")),
            ("date", tr("+ date")),
            ("fact", tr("+ fact")),
            ("more", tr("+ more")),
        ):
            chip = ChipButton(theme, words, dashed=True)
            run = self._open_more if part == "more" else partial(self.add, part)
            chip.clicked.connect(lambda _checked=False, run=run: run())
            self.add_buttons[part] = chip
            flow.addWidget(chip)
        return holder

    def show_page(self, page: ContactPage) -> None:
        """Show this state of a person; rows being edited stay open."""
        anew = self._page is None or self._page.id != page.id
        if anew:
            self._pending.clear()
            self.verticalScrollBar().setValue(0)
        self._page = page
        self._sync(anew=anew)
        self.work.show_page(page, self._now().date())

    def add(self, part: str) -> None:
        """Open an empty row of that kind, or the form for an address."""
        if self._page is None:
            return
        if part == "address":
            self.address_wanted.emit(None, Address())
            return
        if part in TEXTS:
            key: Hashable = ("text", part)
        else:
            self._number += 1
            key = ("new", part, self._number)
        column = self._facts if part == "fact" else self._values
        if column.row(key) is None:
            label = tr("Birthday") if part == "date" and not self._page.dates else ""
            self._pending.append((key, Item(part, label=label)))
            self._sync()
        row = column.row(key)
        if row is not None:
            row.start()
            self.ensureWidgetVisible(row)

    def row(self, part: str, part_id: int | None = None) -> DetailRow | None:
        """The row of a stored part ("point", "address", "date", "fact" with its id) or of a text by its name."""
        key: Hashable = ("text", part) if part in TEXTS else (part, part_id)
        return (self._facts if part == "fact" else self._values).row(key)

    def pending_row(self) -> DetailRow | None:
        """The newest row that is not stored yet."""
        for key, item in reversed(self._pending):
            found = (self._facts if item.part == "fact" else self._values).row(key)
            if found is not None:
                return found
        return None

    def _sync(self, *, anew: bool = False) -> None:
        page = self._page
        if page is None:
            return
        stored = [
            *point_items(page),
            *address_items(page),
            *work_items(page),
            *date_items(page, self._now().date()),
            *text_items(page, self._now()),
        ]
        shown = {key for key, _item in stored}
        self._pending = [(key, item) for key, item in self._pending if key not in shown]
        values = stored + [(key, item) for key, item in self._pending if item.part != "fact"]
        facts = [*fact_items(page), *((key, item) for key, item in self._pending if item.part == "fact")]
        self._values.sync(values, anew=anew)
        self._facts.sync(facts, anew=anew)
        self._facts_block.setVisible(bool(facts))

    def _make_row(self, part: str) -> DetailRow:
        row = row_for(self._theme, part)
        row.open_wanted.connect(self.link_wanted)
        if isinstance(row.value, FormEdit):
            row.value.wanted.connect(partial(self._want_address, row))
        row.saved.connect(partial(self._save_row, row))
        row.ended.connect(partial(self._drop_if_empty, row))
        row.notice_chosen.connect(partial(self._save_notice, row))
        return row

    def _fill_row(self, row: DetailRow, key: Hashable, item: Item) -> None:
        another = self._shown_in.get(row) != (self._page.id if self._page is not None else None, key)
        self._shown_in[row] = (self._page.id if self._page is not None else None, key)
        self._items[row] = item
        # A row that is not stored yet keeps what is typed in it.
        if another or item.id is not None or item.stored is not None:
            row.set_texts(item.value, item.label, item.after, item.below, item.notice)

    def _want_address(self, row: DetailRow) -> None:
        address_id = self._items[row].id
        self.address_wanted.emit(address_id, self._stored_address(address_id))

    def _drop_if_empty(self, row: DetailRow) -> None:
        """A new row left without a word goes away; with words it waits for the write."""
        key = self._shown_in[row][1]
        if not row.value.text().strip() and any(key == pending for pending, _item in self._pending):
            self._pending = [(other, item) for other, item in self._pending if other != key]
            self._sync()

    def _stored_address(self, address_id: int | None) -> Address:
        addresses = self._page.addresses if self._page is not None else ()
        return next((stored.value for stored in addresses if stored.id == address_id), Address())

    def _save_row(self, row: DetailRow, value: str, label: str) -> None:
        item, place = self._items[row], self._shown_in[row]
        if self._page is None or (item.id is None and item.part not in TEXTS and not value):
            return
        try:
            job = self._job(self._page.id, item, value, label)
        except UserError as refused:
            row.show_error(refused.sentence)
            return
        self._save(
            job,
            value,
            lambda sentence: self._show_error(row, place, sentence),
            partial(self._stored, place[1]),
        )

    def _save_notice(self, row: DetailRow, notice: str) -> None:
        date_id = self._items[row].id
        if self._page is not None and date_id is not None:
            job = partial(self._contacts.save_notice, self._page.id, date_id, notice)
            self._save(job, "", lambda _sentence: False, lambda: None)

    def _show_error(self, row: DetailRow, place: tuple[int | None, Hashable], sentence: Message) -> bool:
        """Say it in the row, if that still shows the same value of the same person."""
        if self._shown_in.get(row) != place or row.isHidden():
            return False
        row.show_error(sentence)
        return True

    def _stored(self, key: Hashable) -> None:
        """A new row is stored: it makes room for the stored one."""
        self._pending = [(other, item) for other, item in self._pending if other != key]
        self._sync()

    def _job(self, contact_id: int, item: Item, value: str, label: str) -> Callable[[], object]:
        """The write for a row; raises InvalidInput when the value cannot be understood."""
        contacts, part = self._contacts, item.part
        if part in ("email", "phone", "link"):
            return partial(contacts.save_point, contact_id, item.id, Point(PointKind(part), value, label))
        if part == "date":
            day = self._day_of(value) if value else ""
            return partial(contacts.save_date, contact_id, item.id, ImportantDate(label, day))
        if part == "fact":
            return partial(contacts.save_fact, contact_id, item.id, Fact(label, value))
        if part == "company":
            return partial(contacts.set_company, contact_id, value)
        if part == "keep_in_touch":
            return partial(contacts.set_keep_in_touch, contact_id, days_of(value))
        if part == "time_zone" and value and known_zone(value) is None:
            raise InvalidInput("time_zone", "“{text}” is not a time zone; write Europe/Lisbon.", text=value[:40])
        return partial(contacts.set_text, contact_id, part, value)

    def _day_of(self, text: str) -> str:
        understood = self._reminders.understand_day(text)
        if understood.problem is not None:
            raise InvalidInput("date", understood.problem)
        if understood.partial is not None:
            return understood.partial.isoformat()
        if understood.day is not None:
            return understood.day.isoformat()
        raise InvalidInput("date", message("“{text}” is not a day; write 3 March 1988 or 3 March.", text=text[:40]))

    def _open_more(self) -> None:
        if self._page is None:
            return
        menu = QMenu(self)
        shown = {item.part for _key, item in (*work_items(self._page), *text_items(self._page, self._now()))}
        for part in TEXTS:
            if part not in shown:
                menu.addAction(text_words(part)[0]).triggered.connect(partial(self.add, part))
        chip = self.add_buttons["more"]
        if menu.isEmpty():
            menu.deleteLater()
            return
        self.more_menu = menu
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))
