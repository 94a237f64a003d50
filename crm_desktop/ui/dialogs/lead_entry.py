"""The line a lead is caught with: shows what was understood, asks where they come from, and who is there already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.background import LifecycleStage
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.folding import fold
from crm_desktop.domain.lead_line import read_lead
from crm_desktop.domain.leads import KnownPerson, LeadDraft
from crm_desktop.domain.messages import Message
from crm_desktop.ui.dialogs.lead_words import known_words, phone_words
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, Chip, ChoiceChips, FlowLayout, Label

if TYPE_CHECKING:
    from crm_desktop.services.leads import LeadService

_SOURCES_SHOWN = 6
_READ_KEY = "lead-entry.known"


class LeadEntry(QWidget):
    """`added(id, name)` once a lead is stored, `opened(id)` when somebody who is there already is to be shown.

    Enter stores. A source is typed into the line or chosen below it, and stays chosen for the next one. Somebody with the same
    address, number or name is shown; a second Enter adds another one all the same. Where `takes_enter` is off, the owner calls
    `add`; `compact` shows the sources only while something is typed. `left`: Esc in an empty line.
    """

    added = Signal(int, str)
    opened = Signal(int)
    changed = Signal()
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        leads: LeadService,
        *,
        takes_enter: bool = True,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._takes_enter = takes_enter
        self._compact = compact
        self._jobs = jobs
        self._leads = leads
        self._busy = False
        self._sources: list[str] = []
        self._source = ""
        self._found: list[KnownPerson] = []
        self._confirmed = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Marta Oliveira, Casa Azul, webinar, marta@casaazul.pt"))
        self.line.setAccessibleName(tr("New lead: name, source, e-mail, phone"))
        self.line.textChanged.connect(self._read)
        self.setFocusProxy(self.line)
        self.sources: ChoiceChips | None = None
        self._chips = FlowLayout(spacing=theme.space(1.5))
        self.error_label = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.error_label.hide()
        self._known = QWidget()
        self._known_column = QVBoxLayout(self._known)
        self._known_column.setContentsMargins(0, 0, 0, 0)
        self._known_column.setSpacing(theme.space(1))
        self._known.hide()
        self._build(theme)
        self.read_sources()

    def _build(self, theme: Theme) -> None:
        self._chip_holder = QWidget()
        self._chip_holder.setLayout(self._chips)
        self._chip_holder.hide()
        self._source_holder = QWidget()
        self._source_row = QHBoxLayout(self._source_holder)
        self._source_row.setContentsMargins(0, 0, 0, 0)
        self._source_row.setSpacing(theme.space(2))
        self._source_row.addWidget(Label(tr("From"), TextRole.SECONDARY, "secondary"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        for widget in (self.line, self._chip_holder, self._source_holder, self.error_label, self._known):
            column.addWidget(widget)

    def read_sources(self) -> None:
        """Read where people came from so far, off the GUI thread."""
        self._jobs.read(self._leads.sources, self._take_sources, key="lead-entry.sources", owner=self)

    def _take_sources(self, sources: list[str]) -> None:
        shown = [] if self.sources is None else self._sources[:_SOURCES_SHOWN]
        self._sources = sources
        if shown != sources[:_SOURCES_SHOWN] or self.sources is None:
            self._make_chips()
        self._read()

    def _make_chips(self) -> None:
        if self.sources is not None:
            self._source_row.removeWidget(self.sources)
            self.sources.hide()
            self.sources.deleteLater()
        choices = [
            (source, one_line(tr(source) if source.isascii() else source, 28), Tone.ACCENT)
            for source in self._sources[:_SOURCES_SHOWN]
        ]
        self.sources = ChoiceChips(self._theme, tr("Where they come from"), choices, optional=True)
        if self._source in [key for key, _text, _tone in choices]:
            self.sources.choose(self._source)
        self.sources.chosen.connect(self._choose_source)
        self._source_row.addWidget(self.sources, 1)

    # ------------------------------------------------------------------------------------------------- reading

    def draft(self) -> LeadDraft:
        """What is typed and chosen."""
        read = read_lead(self.line.text(), self._sources)
        return read if read.source else replace(read, source=self._source)

    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Put a half-typed lead back."""
        self.line.setText(text)

    def source(self) -> str:
        """The source chosen below the line, which the next lead has as well."""
        return self._source

    def set_source(self, source: str) -> None:
        """Choose a source below the line."""
        self._choose_source(source)
        if self.sources is not None and source in self._sources[:_SOURCES_SHOWN]:
            self.sources.choose(source)

    def _choose_source(self, source: str) -> None:
        self._source = source
        self.error_label.hide()
        self._read()

    def _read(self) -> None:
        typed = read_lead(self.line.text(), self._sources)
        self._show_chips(typed)
        self._source_holder.setVisible(not typed.source and not (self._compact and not self.line.text().strip()))
        self.error_label.hide()
        if self.line.text().strip():
            draft = self.draft()
            self._jobs.read(partial(self._leads.known, draft), self._show_known, key=_READ_KEY, owner=self)
        else:
            self._show_known([])
        self.changed.emit()

    def _show_chips(self, typed: LeadDraft) -> None:
        self._chips.clear()
        shown = (
            (typed.name, Tone.ACCENT),
            (typed.company and tr("at {company}", company=one_line(typed.company, 40)), Tone.NEUTRAL),
            (typed.source and tr("from {source}", source=one_line(typed.source, 40)), Tone.PLANNED),
            (typed.email, Tone.NEUTRAL),
            (phone_words(typed.phone), Tone.NEUTRAL),
            (typed.note and tr("note: {text}", text=one_line(typed.note, 40)), Tone.NEUTRAL),
        )
        texts = [(text, tone) for text, tone in shown if text]
        for text, tone in texts:
            self._chips.addWidget(Chip(self._theme, text, tone))
        self._chip_holder.setVisible(bool(texts))
        self.line.setAccessibleDescription(", ".join(text for text, _tone in texts))

    def _show_known(self, found: Sequence[KnownPerson]) -> None:
        if list(found) == self._found:
            return
        self._found = list(found)
        while (item := self._known_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for known in found:
            self._known_column.addWidget(self._known_row(known))
        self._known.setVisible(bool(found))

    def _known_row(self, known: KnownPerson) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.space(2))
        line.addWidget(Label(known_words(known), TextRole.SECONDARY, "today", wrap=True), 1)
        name = one_line(known.name, 60)
        offers: list[tuple[str, str, Callable[[], object]]] = [
            (tr("Open"), tr("Open {name}", name=name), partial(self.opened.emit, known.id))
        ]
        if not known.lifecycle:
            offers.append((tr("Make a lead"), tr("Make {name} a lead", name=name), partial(self._make_lead, known)))
        for words, spoken, act in offers:
            button = Button(self._theme, words)
            button.setAccessibleName(spoken)
            button.clicked.connect(lambda _checked=False, act=act: act())
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    # ------------------------------------------------------------------------------------------------- storing

    def add(self) -> None:
        """Store it, or say what is missing or who is there already. A source that has the focus counts as chosen."""
        focused = self._focused_source()
        if focused and not self._source:
            self.set_source(focused)
        text = self.line.text().strip()
        if self._busy or not text:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        draft, confirmed = self.draft(), self._confirmed == fold(text)

        def write() -> int | list[KnownPerson]:
            found = [] if confirmed else self._leads.known(draft)
            return found or self._leads.add(draft)

        self._busy = True
        self._jobs.write(write, partial(self._written, draft, text), self._refused, owner=self)

    def _focused_source(self) -> str:
        chips = self.sources
        shown = self._sources[:_SOURCES_SHOWN]
        return next((source for source in shown if chips is not None and chips.chip(source).hasFocus()), "")

    def _written(self, draft: LeadDraft, text: str, result: int | list[KnownPerson]) -> None:
        self._busy = False
        if isinstance(result, list):
            self._confirmed = fold(text)
            self._show_known(result)
            self._say(Message("Press Enter once more to add another one all the same."))
            return
        self._end(result, draft.name or draft.email)

    def _make_lead(self, known: KnownPerson) -> None:
        job = partial(self._leads.set_step, [known.id], LifecycleStage.LEAD.value)
        self._jobs.write(job, lambda _result: self._end(known.id, known.name), self._refused, owner=self)

    def _end(self, contact_id: int, name: str) -> None:
        self._confirmed = ""
        self.line.clear()
        self.read_sources()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.added.emit(contact_id, one_line(name, 60))

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self._say(error.sentence)
        first = self.sources
        if isinstance(error, InvalidInput) and error.field == "source" and first is not None:
            first.chip(self._sources[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def error(self) -> str:
        """What is missing, empty when nothing is."""
        return self.error_label.text() if not self.error_label.isHidden() else ""

    def _say(self, sentence: Message) -> None:
        self.error_label.setText(show(sentence))
        self.error_label.show()
        self.line.setAccessibleDescription(self.error_label.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter stores, from the line and from the sources; Esc in an empty line leaves it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._takes_enter:
            self.add()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and not self.line.text() and self._takes_enter:
            self.left.emit()
            event.accept()
        else:
            super().keyPressEvent(event)
