"""What a person agreed to: since when, on which ground and words, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.background import Consent
from crm_desktop.domain.pages import Stored
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.views.contacts.form_place import FormPlace, Job
from crm_desktop.ui.views.contacts.in_place_form import FormLine, InPlaceForm
from crm_desktop.ui.views.contacts.keyed_column import KeyedColumn
from crm_desktop.ui.views.contacts.page_parts import Tools
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.views.contacts.profile_words import consent_words
from crm_desktop.ui.views.contacts.typed_days import past_day
from crm_desktop.ui.views.contacts.words import date_words
from crm_desktop.ui.widgets import ChipButton, FlowLayout, LinkButton, WrappingLabel

_ADDING = "form/consent"


class ConsentRows(QWidget):
    """A pill for each consent; pressed, it says on which words it was given and offers to note that it was withdrawn."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._person: Person | None = None
        self._open: int | None = None
        self.pills: dict[int, ChipButton] = {}
        holder = QWidget()
        self._flow = FlowLayout(holder, spacing=tools.theme.space(1.5))
        self._more = QWidget()
        self._words = WrappingLabel("", TextRole.SECONDARY, "secondary")
        self.withdraw_button = LinkButton(tools.theme, tr("Withdrawn today"))
        self.withdraw_button.clicked.connect(lambda _checked=False: self._withdraw())
        inner = QVBoxLayout(self._more)
        inner.setContentsMargins(3, 0, 3, 0)
        inner.setSpacing(0)
        inner.addWidget(self._words)
        last = QHBoxLayout()
        last.addWidget(self.withdraw_button)
        last.addStretch()
        inner.addLayout(last)
        self._more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tools.theme.space(1))
        column.addWidget(holder)
        column.addWidget(self._more)
        forms: KeyedColumn[object, QWidget] = KeyedColumn(str, lambda _kind: QWidget(), lambda _row, _key, _value: None)
        column.addWidget(forms)
        self.place = FormPlace(forms, tools.save, tools.drafts, self)

    def show_person(self, person: Person) -> None:
        """Show what somebody agreed to."""
        anew = self._person is None or self._person.page.id != person.page.id
        if anew:
            self.place.close()
            self._open = None
        changed = anew or self._person is None or self._person.profile.consents != person.profile.consents
        self._person = person
        if changed:
            self._fill()

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.place.form is None and (self._person is None or not self._person.profile.consents)

    def add(self, *, focus: bool = True) -> None:
        """Open the lines for another consent."""
        if self._person is None:
            return
        today = self._tools.now().date()
        form = InPlaceForm(
            self._tools.theme,
            tr("Consent"),
            (
                FormLine("purpose", tr("Agreed to"), tr("E-mail"), words=_purposes()),
                FormLine("given_on", tr("On"), "", date_words(today.isoformat())),
                FormLine("basis", tr("Ground"), tr("consent"), words=_grounds()),
                FormLine("source", tr("Said where"), tr("sign-up form")),
                FormLine("wording", tr("Words"), tr("what they were told")),
            ),
        )
        contact_id = self._person.page.id
        self.place.open(form, partial(self._job, contact_id), (contact_id, _ADDING), focus=focus)

    def _job(self, contact_id: int, texts: dict[str, str]) -> Job:
        given_on = past_day(self._tools.services.reminders, texts["given_on"], "given_on", self._tools.now().date())
        consent = Consent(texts["purpose"], texts["basis"], texts["source"], texts["wording"], given_on)
        return partial(self._tools.services.people.profiles.save_consent, contact_id, None, consent)

    def _fill(self) -> None:
        self._flow.clear()
        self.pills.clear()
        consents = self._person.profile.consents if self._person is not None else ()
        today = self._tools.now().date()
        for stored in consents:
            tone = Tone.GOOD if stored.value.withdrawn_on is None else Tone.NEUTRAL
            pill = ChipButton(self._tools.theme, consent_words(stored.value, today), tone)
            pill.clicked.connect(partial(self._turn, stored.id))
            self.pills[stored.id] = pill
            self._flow.addWidget(pill)
            pill.show()
        self._show_more()

    def _turn(self, consent_id: int, _checked: bool = False) -> None:
        self._open = None if self._open == consent_id else consent_id
        self._show_more()

    def _opened(self) -> Stored[Consent] | None:
        consents = self._person.profile.consents if self._person is not None else ()
        return next((stored for stored in consents if stored.id == self._open), None)

    def _show_more(self) -> None:
        stored = self._opened()
        self._more.setVisible(stored is not None)
        if stored is None:
            return
        consent = stored.value
        parts = (
            tr("Ground: {ground}", ground=one_line(consent.basis)) if consent.basis else "",
            tr("Said: {where}", where=one_line(consent.source)) if consent.source else "",
            tr("“{words}”", words=one_line(consent.wording, 400)) if consent.wording else "",
        )
        self._words.setText("\n".join(part for part in parts if part) or tr("Nothing more was noted."))
        self.withdraw_button.setVisible(consent.withdrawn_on is None)
        name = tr("{purpose}: withdrawn today", purpose=one_line(consent.purpose, 60))
        self.withdraw_button.setAccessibleName(name)

    def _withdraw(self) -> None:
        stored = self._opened()
        if stored is None or self._person is None:
            return
        consent = replace(stored.value, withdrawn_on=self._tools.now().date())
        job = partial(self._tools.services.people.profiles.save_consent, self._person.page.id, stored.id, consent)
        self._tools.save(job, "", lambda _error: False, lambda: None)
        self.pills[stored.id].setFocus(Qt.FocusReason.OtherFocusReason)


def _purposes() -> tuple[str, ...]:
    return tr("E-mail"), tr("Phone"), tr("Newsletter"), tr("Post"), tr("Photos"), tr("Keeping data"), tr("Reference")


def _grounds() -> tuple[str, ...]:
    return tr("consent"), tr("contract"), tr("legitimate interest"), tr("legal duty")
