"""The column with what is known of a person, each value edited in place, and what they have to do with the work."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.contacts import Address, Fact, ImportantDate, Point, PointKind
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.messages import message
from crm_desktop.domain.pages import ContactPage
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.detail_rows import DetailRow, FormEdit
from crm_desktop.ui.views.contacts.keyed_column import KeyedColumn
from crm_desktop.ui.views.contacts.words import age_words, date_words, days_of, every_words, known_zone
from crm_desktop.ui.views.contacts.work_sections import WorkSections
from crm_desktop.ui.widgets import ChipButton, FlowLayout, ScrollBody, SectionHeading

if TYPE_CHECKING:
    from crm_desktop.services.contacts import ContactService
    from crm_desktop.services.reminders import ReminderService

Saves = Callable[[Callable[[], object], "DetailRow", Callable[[], None]], None]
"""Runs a write for a row, which shows the sentence when it fails; the callable at the end is told when it went well."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One row: what it shows and which part of the person it is."""

    part: str
    id: int | None = None
    value: str = ""
    label: str = ""
    after: str = ""
    stored: Any = None


_TEXTS = (
    "job_title", "company", "department", "preferred_channel", "keep_in_touch", "source", "language", "time_zone", "note",
)  # fmt: skip


class DetailsPanel(ScrollBody):
    """Shows a `ContactPage`. `address_wanted` carries the id (None: a new one) and the `Address` for its form."""

    address_wanted = Signal(object, object)

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
        self._pending: list[tuple[Hashable, _Item]] = []
        self._number = 0
        self.setAccessibleName(tr("Details"))
        self._values = KeyedColumn(self._make_row, self._update_row, theme.scaled(1))
        self._facts = KeyedColumn(self._make_row, self._update_row, theme.scaled(1))
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
        if self._page is not None and self._page.id != page.id:
            self._pending.clear()
            self._values.clear()
            self._facts.clear()
            self.verticalScrollBar().setValue(0)
        self._page = page
        self._sync()
        self.work.show_page(page, self._now().date())

    def add(self, part: str) -> None:
        """Open an empty row of that kind, or the form for an address."""
        if self._page is None:
            return
        if part == "address":
            self.address_wanted.emit(None, Address())
            return
        if part in _TEXTS:
            key: Hashable = ("text", part)
        else:
            self._number += 1
            key = ("new", part, self._number)
        column = self._facts if part == "fact" else self._values
        if column.row(key) is None:
            label = tr("Birthday") if part == "date" and not self._page.dates else ""
            self._pending.append((key, _Item(part, label=label)))
            self._sync()
        row = column.row(key)
        if isinstance(row, DetailRow):
            row.start()
            self.ensureWidgetVisible(row)

    def row(self, part: str, part_id: int | None = None) -> DetailRow | None:
        """The row of a stored part ("point", "address", "date", "fact" with its id) or of a text by its name."""
        key: Hashable = ("text", part) if part in _TEXTS else (part, part_id)
        found = (self._facts if part == "fact" else self._values).row(key)
        return found if isinstance(found, DetailRow) else None

    def pending_row(self) -> DetailRow | None:
        """The newest row that is not stored yet."""
        for key, item in reversed(self._pending):
            found = (self._facts if item.part == "fact" else self._values).row(key)
            if isinstance(found, DetailRow):
                return found
        return None

    def _sync(self) -> None:
        page = self._page
        if page is None:
            return
        stored = [*_points(page), *_addresses(page), *_dates(page, self._now().date()), *_texts(page)]
        shown = {key for key, _item in stored}
        self._pending = [(key, item) for key, item in self._pending if key not in shown]
        values = stored + [(key, item) for key, item in self._pending if item.part != "fact"]
        facts = [*_facts(page), *((key, item) for key, item in self._pending if item.part == "fact")]
        self._values.sync(values)
        self._facts.sync(facts)
        self._facts_block.setVisible(bool(facts))

    def _make_row(self, key: Hashable, item: _Item) -> QWidget:
        theme, part = self._theme, item.part
        if part in ("email", "phone", "link"):
            names = {"email": tr("E-mail"), "phone": tr("Phone"), "link": tr("Link")}
            row = DetailRow(theme, names[part], labelled=True)
        elif part == "address":
            row = DetailRow(theme, tr("Address"), by_form=True)
        elif part == "date":
            row = DetailRow(
                theme,
                tr("Date"),
                labelled=True,
                label_first=True,
                label_hint=tr("Birthday"),
                placeholder=tr("3 March 1988"),
            )
        elif part == "fact":
            row = DetailRow(
                theme, tr("Fact"), labelled=True, label_first=True, label_hint=tr("likes"), placeholder=tr("oat milk"),
                multiline=True,
            )  # fmt: skip
        else:
            title, hint = _text_words(part)
            row = DetailRow(theme, title, title=title, placeholder=hint, multiline=part == "note")
        row.set_texts(item.value, item.label, item.after)
        if isinstance(row.value, FormEdit):
            row.value.wanted.connect(lambda: self.address_wanted.emit(item.id, self._stored_address(item.id)))
        row.saved.connect(lambda value, label: self._save_row(key, item, row, value, label))
        row.ended.connect(lambda: self._drop_if_empty(key, row))
        return row

    def _update_row(self, row: QWidget, item: _Item) -> None:
        # A row that is not stored yet keeps what is typed in it.
        if isinstance(row, DetailRow) and (item.id is not None or item.stored is not None):
            row.set_texts(item.value, item.label, item.after)

    def _drop_if_empty(self, key: Hashable, row: DetailRow) -> None:
        """A new row left without a word goes away; with words it waits for the write."""
        if not row.value.text().strip() and any(key == pending for pending, _item in self._pending):
            self._pending = [(other, item) for other, item in self._pending if other != key]
            self._sync()

    def _stored_address(self, address_id: int | None) -> Address:
        addresses = self._page.addresses if self._page is not None else ()
        return next((stored.value for stored in addresses if stored.id == address_id), Address())

    def _save_row(self, key: Hashable, item: _Item, row: DetailRow, value: str, label: str) -> None:
        if self._page is None or (item.id is None and item.part not in _TEXTS and not value):
            return
        try:
            job = self._job(self._page.id, item, value, label)
        except UserError as refused:
            row.show_error(refused.sentence)
            return
        self._save(job, row, partial(self._stored, key))

    def _stored(self, key: Hashable) -> None:
        """A new row is stored: it makes room for the stored one."""
        self._pending = [(other, item) for other, item in self._pending if other != key]
        self._sync()

    def _job(self, contact_id: int, item: _Item, value: str, label: str) -> Callable[[], object]:
        """The write for a row; raises InvalidInput when the value cannot be understood."""
        contacts, part = self._contacts, item.part
        if part in ("email", "phone", "link"):
            return partial(contacts.save_point, contact_id, item.id, Point(PointKind(part), value, label))
        if part == "date":
            day = self._day_of(value) if value else ""
            return partial(contacts.save_date, contact_id, item.id, ImportantDate(label or tr("Birthday"), day))
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
        shown = {key[1] for key, _item in _texts(self._page) if isinstance(key, tuple)}
        for part in _TEXTS:
            if part not in shown:
                menu.addAction(_text_words(part)[0]).triggered.connect(partial(self.add, part))
        chip = self.add_buttons["more"]
        if menu.isEmpty():
            menu.deleteLater()
            return
        self.more_menu = menu
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))


def _points(page: ContactPage) -> list[tuple[Hashable, _Item]]:
    order = (PointKind.EMAIL, PointKind.PHONE, PointKind.LINK)
    points = sorted(page.points, key=lambda stored: order.index(stored.value.kind))
    return [
        (("point", stored.id), _Item(stored.value.kind.value, stored.id, stored.value.value, stored.value.label))
        for stored in points
    ]


def _addresses(page: ContactPage) -> list[tuple[Hashable, _Item]]:
    return [
        (("address", stored.id), _Item("address", stored.id, stored.value.one_line(), "", stored.value.label))
        for stored in page.addresses
    ]


def _dates(page: ContactPage, today: date) -> list[tuple[Hashable, _Item]]:
    return [
        (
            ("date", stored.id),
            _Item(
                "date",
                stored.id,
                date_words(stored.value.value),
                stored.value.label,
                age_words(stored.value.value, today),
            ),
        )
        for stored in page.dates
    ]


def _facts(page: ContactPage) -> list[tuple[Hashable, _Item]]:
    return [
        (("fact", stored.id), _Item("fact", stored.id, stored.value.text, stored.value.kind)) for stored in page.facts
    ]


def _texts(page: ContactPage) -> list[tuple[Hashable, _Item]]:
    values = {part: getattr(page, part, "") for part in _TEXTS if part != "keep_in_touch"}
    values["keep_in_touch"] = every_words(page.keep_in_touch_days)
    return [(("text", part), _Item(part, value=values[part], stored=values[part])) for part in _TEXTS if values[part]]


def _text_words(part: str) -> tuple[str, str]:
    """What a text is called, and an example."""
    return {
        "job_title": (tr("Role"), tr("Owner")),
        "company": (tr("Company"), tr("Casa Azul")),
        "department": (tr("Department"), tr("Marketing")),
        "preferred_channel": (tr("Prefers"), tr("WhatsApp, mornings")),
        "keep_in_touch": (tr("Keep in touch"), tr("every 6 weeks")),
        "source": (tr("Source"), tr("referral")),
        "language": (tr("Language"), tr("Portuguese")),
        "time_zone": (tr("Time zone"), tr("Europe/Lisbon")),
        "note": (tr("Note"), tr("what else there is to know")),
    }[part]
