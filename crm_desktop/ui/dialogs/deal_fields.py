"""The fields of a deal: who, what, how much, by when; what is typed, and the draft it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from crm_desktop.domain.deal_pages import DealPage
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.money import Money, decimals
from crm_desktop.domain.pipelines import DealDraft, PersonInDeal
from crm_desktop.ui.dialogs.contact_field import ContactField
from crm_desktop.ui.dialogs.deal_people import DealPeople, role_edit
from crm_desktop.ui.dialogs.deal_value_field import DealValueField
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.dialogs.suggest_field import SuggestField
from crm_desktop.ui.dialogs.tag_names import TagNames
from crm_desktop.ui.drafts import Fields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, short_day, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import DayField, GrowingText, Understood


@dataclass(frozen=True, slots=True)
class TypedDeal:
    """What stands in the fields, as typed."""

    title: str = ""
    contact: str = ""
    contact_id: int | None = None
    contact_is_new: bool = False
    company: str = ""
    value: str = ""
    stage_id: int | None = None
    close: str = ""
    source: str = ""
    note: str = ""
    period: str = ""
    times: str = ""
    role: str = ""
    tags: tuple[str, ...] = ()

    @classmethod
    def from_fields(cls, kept: Fields) -> TypedDeal:
        """From a draft; what this version of the program does not know, or was another thing, is left out."""
        empty = asdict(cls())
        kinds = {"contact_id": (int, type(None)), "stage_id": (int, type(None)), "contact_is_new": (bool,), "tags": ()}
        known = cls(**{name: kept[name] for name in empty if isinstance(kept.get(name), kinds.get(name, (str,)))})
        tags = kept.get("tags")
        return replace(known, tags=tuple(str(tag) for tag in tags)) if isinstance(tags, list | tuple) else known


class DealFields(QWidget):
    """`changed` follows every key. `labelled` has each field with its name and room for an error, by the name that InvalidInput uses."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: Any,
        now: Callable[[], datetime],
        *,
        is_new: bool,
        stage_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_new = is_new
        self._stage_id = stage_id
        self._jobs = jobs
        self._services = services
        self._now = now
        self._currency = services.pipeline.default_currency()
        self._make_fields(theme)
        self._lay_out(theme)
        for edit in (self.title, self.contact, self.company, self.source, self.note, self.role):
            edit.textChanged.connect(lambda *_text: self.changed.emit())
        for parts in (self.worth, self.tags, self.people):
            parts.changed.connect(self.changed)
        self.close_on.changed.connect(self.changed)
        self.contact.taken.connect(lambda _key: self.changed.emit())
        self.stage.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def _make_fields(self, theme: Theme) -> None:
        self.title = QLineEdit()
        self.title.setPlaceholderText(tr("Website relaunch"))
        self.contact = ContactField(theme, self._jobs, self._services.contacts)
        self.company = SuggestField(theme, tr("Company"))
        self.company.asked.connect(self._suggest_companies)
        self.company.taken.connect(lambda name: self.company.setText(str(name)))
        self.worth = DealValueField(theme, self._currency)
        self.value = self.worth.amount
        self.stage = QComboBox()
        # A long name of a stage must not take the room of the other fields.
        self.stage.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stage.setMinimumContentsLength(8)
        for stage_id, name in self._services.deals.pages.stage_names(beside=self._stage_id):
            self.stage.addItem(one_line(name, 60), stage_id)
        self.close_on = DayField(theme, self._understand_day, tr("12 December, in 3 weeks"))
        self.close_on.edit.setAccessibleName(tr("Expected close"))
        self.source = QLineEdit()
        self.source.setPlaceholderText(tr("referral"))
        self.note = GrowingText(theme, tr("Note"), least=2, most=8)
        self.role = role_edit()
        self.tags = TagNames(theme, self._services.contacts.tags)
        self.people = DealPeople(theme, self._jobs, self._services.contacts)
        self._name_fields(theme)

    def _name_fields(self, theme: Theme) -> None:
        self.labelled = {
            "title": Labelled(theme, tr("Title"), self.title),
            "contact": Labelled(theme, tr("Contact"), self.contact),
            "company": Labelled(theme, tr("Company"), self.company),
            "amount": Labelled(theme, tr("Value"), self.worth),
            "stage": Labelled(theme, tr("Stage"), self.stage),
            "close": Labelled(theme, tr("Expected close"), self.close_on),
            "source": Labelled(theme, tr("Source"), self.source),
            "role": Labelled(theme, tr("Role of the contact"), self.role),
            "tags": Labelled(theme, tr("Tags"), self.tags),
            "people": Labelled(theme, tr("Who else takes part"), self.people),
            "note": Labelled(theme, tr("Note"), self.note),
        }
        # What is said about the value is said at the amount, which one types into.
        self.labelled["amount"].field = self.value
        for key, edit in (("title", self.title), ("contact", self.contact), ("amount", self.value)):
            edit.textEdited.connect(lambda _text, key=key: self.labelled[key].clear_error())
        self.worth.times.textEdited.connect(lambda _text: self.labelled["amount"].clear_error())
        self.people.changed.connect(self.labelled["people"].clear_error)
        self.contact.chose_company.connect(self._take_company)

    def _suggest_companies(self, text: str) -> None:
        names = self._services.contacts.company_names(text.strip()) if text.strip() else []
        self.company.offer([(name, name) for name in names[:6] if name != text.strip()])

    def _take_company(self, name: str) -> None:
        """The company of a person who was chosen, unless another one was typed."""
        if not self.company.text().strip():
            self.company.setText(name)

    def _understand_day(self, text: str) -> Understood | Message | None:
        meaning = self._services.reminders.understand_day(text)
        if meaning.problem is not None:
            return meaning.problem  # type: ignore[no-any-return]  # services come without types
        if meaning.day is None:
            return None
        return Understood(meaning.day, ((short_day(meaning.day, self._now().date(), weekday=True), Tone.PLANNED),))

    def _lay_out(self, theme: Theme) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(2.5))
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.labelled["title"], 0, 0, 1, 2)
        pairs = (("contact", "company"), ("amount", "stage"), ("close", "source"), ("role", "tags"))
        for row, pair in enumerate(pairs, 1):
            for column, key in enumerate(pair):
                grid.addWidget(self.labelled[key], row, column)
        grid.addWidget(self.labelled["people"], 5, 0, 1, 2)
        grid.addWidget(self.labelled["note"], 6, 0, 1, 2)
        # What a deal that exists has of these is edited on its page.
        for key in ("role", "tags", "people"):
            self.labelled[key].setVisible(self._is_new)

    def stored(self, page: DealPage | None, stage_id: int | None) -> TypedDeal:
        """The fields as they are before anything is typed."""
        if page is None:
            return TypedDeal(stage_id=stage_id if stage_id is not None else self.stage.itemData(0))
        card = page.card
        return TypedDeal(
            title=card.title,
            contact=card.contact,
            contact_id=card.contact_id,
            company=card.company,
            value=money_to_type(card.value, self._currency),
            stage_id=card.stage_id,
            # The one way of writing a day that is read alike everywhere; the chip beside it says it in words.
            close=card.expected_close.isoformat() if card.expected_close else "",
            source=page.source,
            note=page.note,
            period=card.period,
            times=str(card.times) if card.times is not None else "",
        )

    def typed(self) -> TypedDeal:
        """What stands in the fields now."""
        return TypedDeal(
            title=self.title.text(),
            contact=self.contact.text(),
            contact_id=self.contact.contact_id(),
            contact_is_new=bool(self.contact.new_name()),
            company=self.company.text(),
            value=self.value.text(),
            stage_id=self.stage.currentData(),
            close=self.close_on.text(),
            source=self.source.text(),
            note=self.note.toPlainText(),
            period=str(self.worth.period.currentData()),
            times=self.worth.times.text(),
            role=self.role.text(),
            tags=self.tags.names(),
        )

    def put_in(self, typed: TypedDeal) -> None:
        """Show these texts."""
        self.title.setText(typed.title)
        self.title.setCursorPosition(0)
        self.contact.set_contact(typed.contact_id, typed.contact, is_new=typed.contact_is_new)
        self.company.setText(typed.company)
        self.worth.set_typed(typed.value, typed.period, typed.times)
        self.stage.setCurrentIndex(max(0, self.stage.findData(typed.stage_id)))
        self.close_on.set_text(typed.close)
        self.source.setText(typed.source)
        self.note.setPlainText(typed.note)
        self.role.setText(typed.role)
        self.tags.set_names(typed.tags)

    def draft(self) -> DealDraft:
        """The fields as a draft; raises InvalidInput with the field that will not do."""
        typed = self.typed()
        if not typed.title.strip():
            raise InvalidInput("title", "A deal needs a name: what is the work?")
        if typed.close.strip() and self.close_on.value() is None:
            raise InvalidInput("close", message("“{text}” is not a day.", text=typed.close.strip()[:40]))
        assert typed.stage_id is not None, "a pipeline keeps at least one stage"
        value = self.worth.value()
        return DealDraft(
            title=typed.title,
            stage_id=typed.stage_id,
            contact_id=self.contact.settled(),
            company=typed.company,
            value=value.money if value else None,
            expected_close=self.close_on.value(),
            source=typed.source,
            note=typed.note,
            period=value.period if value else "",
            times=value.times if value else None,
            role=typed.role if self._is_new else None,
            people=self._people() if self._is_new else None,
            tags=typed.tags if self._is_new else None,
        )

    def _people(self) -> tuple[PersonInDeal, ...]:
        try:
            return self.people.people()
        except InvalidInput as refused:
            raise InvalidInput("people", refused.sentence) from refused


def money_to_type(amount: Money | None, default_currency: str) -> str:
    """An amount as one would type it: `6400`, `6400.50`, with the code of a currency that is not the usual one."""
    if amount is None:
        return ""
    places = decimals(amount.currency)
    unit = int(10**places)
    whole, rest = divmod(amount.minor, unit)
    figure = f"{whole}.{rest:0{places}}" if rest else str(whole)
    return figure if amount.currency == default_currency else f"{figure} {amount.currency}"
