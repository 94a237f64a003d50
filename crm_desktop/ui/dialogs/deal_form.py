"""The form of a deal: who, what, how much, by when; new or changed, won, lost, opened again or deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.domain.contacts import ContactDraft
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.money import Money, decimals, parse_money
from crm_desktop.domain.pages import DealPage
from crm_desktop.domain.pipelines import DealDraft, DealState
from crm_desktop.ui.dialogs.contact_field import ContactField
from crm_desktop.ui.dialogs.form_body import FormBody
from crm_desktop.ui.dialogs.growing_text import GrowingText
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.dialogs.new_contact import name_from
from crm_desktop.ui.dialogs.suggest_field import SuggestField
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, short_day, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import (
    Button,
    Chip,
    DayField,
    Divider,
    Label,
    LinkButton,
    PrimaryButton,
    Understood,
)
from crm_desktop.ui.widgets.overlay import OverlayCard


@dataclass(frozen=True, slots=True)
class TypedDeal:
    """What stands in the fields, as typed."""

    title: str = ""
    contact: str = ""
    contact_id: int | None = None
    company: str = ""
    value: str = ""
    stage_id: int | None = None
    close: str = ""
    source: str = ""
    note: str = ""


@dataclass(slots=True)
class DealDrafts:
    """Forms left unfinished, by deal (None for a new one), so that Esc loses nothing."""

    kept: dict[int | None, TypedDeal] = field(default_factory=dict)


class DealForm(OverlayCard):
    """A card; Ctrl+Enter saves, Esc puts it away with what was typed, Cancel forgets that.

    `services` has pipeline, contacts and reminders. `page` None makes a new deal, in the stage given or the first.
    `saved(id, title, is_new)` is emitted once it is written. `win_wanted` and its like name the deal and are emitted
    after what was changed in the form has been saved.
    """

    saved = Signal(int, str, bool)
    win_wanted = Signal(int)
    lose_wanted = Signal(int)
    reopen_wanted = Signal(int)
    delete_wanted = Signal(int)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: Any,
        now: Callable[[], datetime],
        drafts: DealDrafts,
        *,
        page: DealPage | None = None,
        stage_id: int | None = None,
    ) -> None:
        super().__init__(theme, tr("Deal") if page else tr("New deal"), width=600)
        self._jobs = jobs
        self._services = services
        self._now = now
        self._drafts = drafts
        self._page = page
        self._deal_id = page.card.id if page else None
        self._busy = False
        self._finished = False
        self._currency = services.pipeline.default_currency()
        self._make_fields(theme)
        self._lay_out(theme)
        self._original = self._stored(stage_id)
        self._put_in(self._original)
        self._restore_draft()
        self.closed.connect(self._keep_draft)

    # --------------------------------------------------------------------------------------------------- fields

    def _make_fields(self, theme: Theme) -> None:
        self.title = QLineEdit()
        self.title.setPlaceholderText(tr("Website relaunch"))
        self.contact = ContactField(theme, self._jobs, self._services.contacts)
        self.company = SuggestField(theme, tr("Company"))
        self.company.asked.connect(self._suggest_companies)
        self.company.taken.connect(lambda name: self.company.setText(str(name)))
        self.value = QLineEdit()
        self.value.setPlaceholderText(tr("6,400 or 1200 USD"))
        self.stage = QComboBox()
        # A long name of a stage must not take the room of the other fields.
        self.stage.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stage.setMinimumContentsLength(8)
        for stage in self._services.pipeline.stages():
            self.stage.addItem(one_line(stage.name, 60), stage.id)
        self.close_on = DayField(theme, self._understand_day, tr("12 December, in 3 weeks"))
        self.close_on.edit.setAccessibleName(tr("Expected close"))
        self.source = QLineEdit()
        self.source.setPlaceholderText(tr("referral"))
        self.note = GrowingText(theme, tr("Note"), least=2, most=8)
        self.labelled = {
            "title": Labelled(theme, tr("Title"), self.title),
            "contact": Labelled(theme, tr("Contact"), self.contact),
            "company": Labelled(theme, tr("Company"), self.company),
            "amount": Labelled(theme, tr("Value"), self.value),
            "stage": Labelled(theme, tr("Stage"), self.stage),
            "close": Labelled(theme, tr("Expected close"), self.close_on),
            "source": Labelled(theme, tr("Source"), self.source),
            "note": Labelled(theme, tr("Note"), self.note),
        }
        for key, edit in (("title", self.title), ("contact", self.contact), ("amount", self.value)):
            edit.textEdited.connect(lambda _text, key=key: self.labelled[key].clear_error())
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

    # --------------------------------------------------------------------------------------------------- layout

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(22)
        self.body.addLayout(self._head(theme, side))
        self.restored = self._restored_line(theme, side)
        self.body.addWidget(self.restored)
        scroll = FormBody(theme, margins=(22, 2, 22, 14), spacing=10)
        scroll.body.addLayout(self._grid(theme))
        self.failure = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.failure.hide()
        scroll.body.addWidget(self.failure)
        scroll.body.addStretch()
        self._scroll = scroll
        self.body.addWidget(scroll, 1)
        self.body.addWidget(Divider(theme))
        self.body.addLayout(self._foot(theme, side))

    def _head(self, theme: Theme, side: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(side, theme.scaled(16), side, theme.scaled(8))
        row.setSpacing(theme.space(2))
        row.addWidget(Label(tr("Deal") if self._page else tr("New deal"), TextRole.TITLE, weight="bold"))
        if self._page is not None and self._page.card.state is not DealState.OPEN:
            is_won = self._page.card.state is DealState.WON
            row.addWidget(Chip(theme, tr("won") if is_won else tr("lost"), Tone.GOOD if is_won else Tone.LATE))
            if self._page.lost_reason:
                row.addWidget(Label(one_line(self._page.lost_reason, 60), TextRole.SECONDARY, "secondary"))
        row.addStretch()
        return row

    def _restored_line(self, theme: Theme, side: int) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(side, 0, side, theme.space(1))
        row.setSpacing(theme.space(2))
        row.addWidget(Label(tr("What you had begun is here again."), TextRole.SECONDARY, "secondary"))
        again = LinkButton(theme, tr("Begin anew"))
        again.clicked.connect(lambda _checked=False: self._begin_anew())
        row.addWidget(again)
        row.addStretch()
        line.hide()
        return line

    def _grid(self, theme: Theme) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(2.5))
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.labelled["title"], 0, 0, 1, 2)
        for row, pair in enumerate((("contact", "company"), ("amount", "stage"), ("close", "source")), 1):
            for column, key in enumerate(pair):
                grid.addWidget(self.labelled[key], row, column)
        grid.addWidget(self.labelled["note"], 4, 0, 1, 2)
        return grid

    def _foot(self, theme: Theme, side: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(side, theme.space(3), side, theme.space(3))
        row.setSpacing(theme.space(2))
        self.ends: dict[str, Button] = {}
        if self._page is not None:
            is_open = self._page.card.state is DealState.OPEN
            chosen = (
                (("win", tr("Won")), ("lose", tr("Lost…")), ("delete", tr("Delete")))
                if is_open
                else (("reopen", tr("Open again")), ("delete", tr("Delete")))
            )
            for key, words in chosen:
                button = Button(theme, words)
                button.clicked.connect(lambda _checked=False, key=key: self._end(key))
                self.ends[key] = button
                row.addWidget(button)
        row.addStretch()
        self.cancel_button = Button(theme, tr("Cancel"))
        self.cancel_button.clicked.connect(lambda _checked=False: self._cancel())
        self.save_button = PrimaryButton(theme, tr("Save") if self._page else tr("Add"), tr("Ctrl Enter"))
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        return row

    def first_focus(self) -> QWidget:
        """The title, which every deal needs."""
        return self.title

    # -------------------------------------------------------------------------------------------------- contents

    def _stored(self, stage_id: int | None) -> TypedDeal:
        """The fields as they are before anything is typed."""
        if self._page is None:
            return TypedDeal(stage_id=stage_id if stage_id is not None else self.stage.itemData(0))
        card = self._page.card
        return TypedDeal(
            title=card.title,
            contact=card.contact,
            contact_id=card.contact_id,
            company=card.company,
            value=money_to_type(card.value, self._currency),
            stage_id=card.stage_id,
            # The one way of writing a day that is read alike everywhere; the chip beside it says it in words.
            close=card.expected_close.isoformat() if card.expected_close else "",
            source=self._page.source,
            note=self._page.note,
        )

    def typed(self) -> TypedDeal:
        """What stands in the fields now."""
        return TypedDeal(
            title=self.title.text(),
            contact=self.contact.text(),
            contact_id=self.contact.contact_id(),
            company=self.company.text(),
            value=self.value.text(),
            stage_id=self.stage.currentData(),
            close=self.close_on.text(),
            source=self.source.text(),
            note=self.note.toPlainText(),
        )

    def _put_in(self, typed: TypedDeal) -> None:
        self.title.setText(typed.title)
        self.title.setCursorPosition(0)
        self.contact.set_contact(typed.contact_id, typed.contact)
        self.company.setText(typed.company)
        self.value.setText(typed.value)
        self.stage.setCurrentIndex(max(0, self.stage.findData(typed.stage_id)))
        self.close_on.set_text(typed.close)
        self.source.setText(typed.source)
        self.note.setPlainText(typed.note)

    def _restore_draft(self) -> None:
        kept = self._drafts.kept.pop(self._deal_id, None)
        # Fields clean what is put into them, so the comparison is with what they hold.
        self._original = self.typed()
        if kept is not None and kept != self._original:
            self._put_in(kept)
            self.restored.show()

    def _begin_anew(self) -> None:
        self._put_in(self._original)
        self.restored.hide()
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_draft(self) -> None:
        if not self._finished and self.typed() != self._original:
            self._drafts.kept[self._deal_id] = self.typed()

    def _cancel(self) -> None:
        self._finished = True
        self.close_card()

    # ------------------------------------------------------------------------------------------- saving and ending

    def draft(self) -> DealDraft:
        """The fields as a draft; raises InvalidInput with the field that will not do."""
        typed = self.typed()
        if not typed.title.strip():
            raise InvalidInput("title", "A deal needs a name: what is the work?")
        if typed.close.strip() and self.close_on.value() is None:
            raise InvalidInput("close", message("“{text}” is not a day.", text=typed.close.strip()[:40]))
        assert typed.stage_id is not None, "a pipeline keeps at least one stage"
        return DealDraft(
            title=typed.title,
            stage_id=typed.stage_id,
            contact_id=self.contact.settled(),
            company=typed.company,
            value=parse_money(typed.value, self._currency) if typed.value.strip() else None,
            expected_close=self.close_on.value(),
            source=typed.source,
            note=typed.note,
        )

    def save(self, then: Callable[[int], object] | None = None) -> None:
        """Write what was typed; what will not do is said at its field and stays as it is."""
        if self._busy:
            return
        for labelled in self.labelled.values():
            labelled.clear_error()
        self.failure.hide()
        try:
            draft = self.draft()
        except InvalidInput as refused:
            self._refused(refused)
            return
        self._busy = True
        self.save_button.setEnabled(False)
        new_person = self.contact.new_name()
        self._jobs.write(
            lambda: self._write(draft, new_person),
            lambda deal_id: self._saved(int(deal_id), draft.title, then),
            self._refused,
            owner=self,
        )

    def _write(self, draft: DealDraft, new_person: str) -> int:
        """In the writer's thread."""
        pipeline = self._services.pipeline
        if new_person:
            person = ContactDraft(name=name_from(new_person), company=draft.company)
            draft = replace(draft, contact_id=self._services.contacts.add(person))
        if self._deal_id is None:
            return int(pipeline.add(draft))
        pipeline.edit(self._deal_id, draft)
        return self._deal_id

    def _saved(self, deal_id: int, title: str, then: Callable[[int], object] | None) -> None:
        self._finished = True
        is_new = self._deal_id is None
        self.close_card()
        if then is not None:
            then(deal_id)
        else:
            self.saved.emit(deal_id, one_line(title, 60), is_new)

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.save_button.setEnabled(True)
        labelled = self.labelled.get(error.field) if isinstance(error, InvalidInput) else None
        if labelled is None:
            self.failure.setText(show(error.sentence))
            self.failure.show()
            return
        labelled.show_error(error.sentence)
        labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(labelled)

    def _end(self, key: str) -> None:
        """Won, lost, open again or deleted; changes made in the form are saved before."""
        assert self._deal_id is not None, "only a deal that exists has these buttons"
        wanted = {
            "win": self.win_wanted,
            "lose": self.lose_wanted,
            "reopen": self.reopen_wanted,
            "delete": self.delete_wanted,
        }[key]
        if key != "delete" and self.typed() != self._original:
            self.save(wanted.emit)
            return
        self._finished = True
        self.close_card()
        wanted.emit(self._deal_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from every field; a plain Enter does not, so that a half-filled form is not sent by chance."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
            event.accept()
            return
        super().keyPressEvent(event)


def money_to_type(amount: Money | None, default_currency: str) -> str:
    """An amount as one would type it: `6400`, `6400.50`, with the code of a currency that is not the usual one."""
    if amount is None:
        return ""
    places = decimals(amount.currency)
    unit = int(10**places)
    whole, rest = divmod(amount.minor, unit)
    figure = f"{whole}.{rest:0{places}}" if rest else str(whole)
    return figure if amount.currency == default_currency else f"{figure} {amount.currency}"
