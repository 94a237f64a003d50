"""The form of a deal: who, what, how much, by when; new or changed, won, lost, opened again or deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.domain.contacts import ContactDraft
from crm_desktop.domain.deal_pages import DealPage
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.pipelines import DealDraft, DealState
from crm_desktop.domain.typed_names import name_from
from crm_desktop.ui.dialogs.deal_fields import DealFields, TypedDeal
from crm_desktop.ui.dialogs.form_body import FormBody
from crm_desktop.ui.dialogs.form_draft import FormDraft
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.dialogs.own_field_rows import OwnFieldRows
from crm_desktop.ui.dialogs.own_inputs import OwnInputs
from crm_desktop.ui.drafts import DraftStore, Fields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, Chip, Divider, ElidedLabel, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

_OWN = "own/"


class DealForm(OverlayCard):
    """A card; Ctrl+Enter saves, Esc keeps what was typed, Cancel throws it away (see `FormDraft`).

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
        drafts: DraftStore,
        *,
        page: DealPage | None = None,
        stage_id: int | None = None,
    ) -> None:
        super().__init__(theme, tr("Deal") if page else tr("New deal"), width=600)
        self._jobs = jobs
        self._services = services
        self._page = page
        self._deal_id = page.card.id if page else None
        self._busy = False
        self.fields = DealFields(
            theme, jobs, services, now, is_new=page is None, stage_id=page.card.stage_id if page else stage_id
        )
        # Saved one by one, like on the pages of people and companies: what belongs to a deal that exists.
        self.own = OwnFieldRows(theme, jobs, services.people.own_fields, "deal")
        self.inputs = OwnInputs(theme, services.people.own_fields.fields("deal") if page is None else ())
        place = f"deal/{'new' if page is None else page.card.id}"
        # The stage a new deal begins in is no loss, and is another one each time.
        nothing = None if page is not None else self._nothing_typed
        self.draft = FormDraft(theme, self, drafts, place, self._typed, self._put_in, nothing_typed=nothing)
        self._lay_out(theme)
        self.fields.put_in(self.fields.stored(page, stage_id))
        self.draft.restore()
        if page is not None:
            deal_id = page.card.id
            read = partial(services.people.own_fields.values, "deal", deal_id)
            jobs.read(read, partial(self.own.show_values, deal_id), owner=self)
        self.fields.changed.connect(self.draft.changed)
        self.inputs.changed.connect(self.draft.changed)

    # --------------------------------------------------------------------------------------------------- layout

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(22)
        self.body.addLayout(self._head(theme, side))
        self.draft.line.setContentsMargins(side, 0, side, theme.space(1))
        self.body.addWidget(self.draft.line)
        scroll = FormBody(theme, margins=(22, 2, 22, 14), spacing=10)
        scroll.body.addWidget(self.fields)
        self.failure = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.failure.hide()
        scroll.body.addWidget(self.own)
        scroll.body.addWidget(self.inputs)
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
                row.addWidget(ElidedLabel(one_line(self._page.lost_reason, 60), TextRole.SECONDARY, "secondary"))
        row.addStretch()
        return row

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
        self.cancel_button.clicked.connect(lambda _checked=False: self.draft.cancel())
        self.save_button = PrimaryButton(theme, tr("Save") if self._page else tr("Add"), tr("Ctrl Enter"))
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        return row

    def first_focus(self) -> QWidget:
        """The title, which every deal needs."""
        return self.fields.title

    def _typed(self) -> Fields:
        typed = asdict(self.fields.typed())
        return {**typed, "tags": list(typed["tags"]), "people": self.fields.people.typed(), "own": self.inputs.typed()}

    def _nothing_typed(self) -> bool:
        more = self.fields.people.typed() or self.inputs.typed()
        return not more and replace(self.fields.typed(), stage_id=None) == TypedDeal()

    def _put_in(self, kept: Fields) -> None:
        typed = TypedDeal.from_fields(kept)
        if typed.contact_id is not None and not self._services.contacts.rows([typed.contact_id]):
            typed = replace(typed, contact_id=None)
        self.fields.put_in(typed)
        people, own = kept.get("people"), kept.get("own")
        self.fields.people.put_in(people if isinstance(people, list) else ())
        self.inputs.put_in(own if isinstance(own, dict) else {})

    # ------------------------------------------------------------------------------------------- saving and ending

    def save(self, then: Callable[[int], object] | None = None) -> None:
        """Write what was typed; what will not do is said at its field and stays as it is."""
        if self._busy:
            return
        for labelled in (*self.fields.labelled.values(), *self.inputs.labelled.values()):
            labelled.clear_error()
        self.failure.hide()
        try:
            draft = self.fields.draft()
        except InvalidInput as refused:
            self._refused(refused)
            return
        self._busy = True
        self.save_button.setEnabled(False)
        new_person, others = self.fields.contact.new_name(), self.fields.people.new_people()
        own = self.inputs.values()
        self._jobs.write(
            lambda: self._write(draft, own, new_person, others),
            lambda deal_id: self._saved(int(deal_id), draft.title, then),
            self._refused,
            owner=self,
        )

    def _write(
        self, draft: DealDraft, own: Mapping[int, str], new_person: str, others: Sequence[tuple[str, str]]
    ) -> int:
        """In the writer's thread."""
        if self._deal_id is None:
            return int(self._services.deals.pages.add(draft, own, new_person, others))
        if new_person:
            person = ContactDraft(name=name_from(new_person), company=draft.company)
            draft = replace(draft, contact_id=self._services.contacts.add(person))
        self._services.pipeline.edit(self._deal_id, draft)
        return self._deal_id

    def _saved(self, deal_id: int, title: str, then: Callable[[int], object] | None) -> None:
        self.draft.saved()
        is_new = self._deal_id is None
        self.close_card()
        if then is not None:
            then(deal_id)
        else:
            self.saved.emit(deal_id, one_line(title, 60), is_new)

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.save_button.setEnabled(True)
        labelled = self._labelled(error.field) if isinstance(error, InvalidInput) else None
        if labelled is None:
            self.failure.setText(show(error.sentence))
            self.failure.show()
            return
        labelled.show_error(error.sentence)
        refused = self.fields.people.refused_line() if labelled.field is self.fields.people else None
        (refused or labelled.field).setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(labelled)

    def _labelled(self, field: str) -> Labelled | None:
        """Where a sentence about a field stands."""
        if field.startswith(_OWN):
            return self.inputs.labelled.get(int(field.removeprefix(_OWN)))
        return self.fields.labelled.get("amount" if field in ("times", "period") else field)

    def _end(self, key: str) -> None:
        """Won, lost, open again or deleted; changes made in the form are saved before."""
        assert self._deal_id is not None, "only a deal that exists has these buttons"
        wanted = {
            "win": self.win_wanted,
            "lose": self.lose_wanted,
            "reopen": self.reopen_wanted,
            "delete": self.delete_wanted,
        }[key]
        if key != "delete" and self.draft.is_changed():
            self.save(wanted.emit)
            return
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
