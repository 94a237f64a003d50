"""What is known of a company itself, each text edited in place, with pills for those that are empty."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.company_pages import COMPANY_TEXTS, CompanyPage
from crm_desktop.domain.messages import Message
from crm_desktop.ui.dialogs.company_fields import company_field_words
from crm_desktop.ui.texts import one_line, plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.companies.words import link_of
from crm_desktop.ui.widgets import ChipButton, FlowLayout, InlineEdit, Label, LinkButton

_NAME_WIDTH = 84


class TextRow(QWidget):
    """A name, the value, and for what can be opened a word that opens it."""

    open_wanted = Signal(str)

    def __init__(self, theme: Theme, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        title, example = company_field_words(field)
        self.value = InlineEdit(
            theme, title, placeholder=example, multiline=field == "note", role=TextRole.SECONDARY, most_lines=12
        )
        self.value.setMinimumWidth(theme.scaled(40))
        name = Label(title, TextRole.SECONDARY, "secondary", wrap=True)
        name.setContentsMargins(3, 2, 0, 0)
        name.setFixedWidth(theme.scaled(_NAME_WIDTH))
        self.open_button = LinkButton(theme, tr("open"))
        self.open_button.setAccessibleName(tr("Open {name}", name=title))
        self.open_button.clicked.connect(lambda _checked=False: self._open())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        for widget in (name, self.value, self.open_button):
            row.addWidget(widget, 1 if widget is self.value else 0, Qt.AlignmentFlag.AlignTop)
        self.value.editing_changed.connect(lambda _editing: self._show_opener())

    def set_value(self, value: str) -> None:
        """Show what is stored."""
        self.value.set_text(value)
        self._show_opener()

    def _show_opener(self) -> None:
        value = self.value.text()
        self.open_button.setVisible(bool(value and link_of(self.field, value)) and not self.value.is_editing())

    def _open(self) -> None:
        self.open_wanted.emit(link_of(self.field, self.value.text()))


class TextRows(QWidget):
    """Shows the texts of a `CompanyPage`. `saved(field, value)` when one was typed; `link_wanted` carries an address to open.

    For who keeps drafts, `typed(field, text)` comes with every change, `taken_back(field)` when Esc ended it. Hidden fields
    have no pill until one asks for them. `domain_taken` and `domain_declined` answer the domain that is suggested. `adding` holds the pills; the owner gives it a
    place.
    """

    saved = Signal(str, str)
    typed = Signal(str, str)
    taken_back = Signal(str)
    link_wanted = Signal(str)
    domain_taken = Signal(str)
    domain_declined = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: CompanyPage | None = None
        self._opened: set[str] = set()
        self._hidden: frozenset[str] = frozenset()
        self._revealed = False
        self.rows = {field: self._row(theme, field) for field in COMPANY_TEXTS}
        self.chips = {field: self._chip(theme, field) for field in COMPANY_TEXTS}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self.rows.values():
            column.addWidget(row)
        column.addWidget(self._suggestion(theme))
        self.adding = QWidget()
        flow = FlowLayout(self.adding, spacing=theme.space(1))
        for chip in self.chips.values():
            flow.addWidget(chip)
        self.hidden_link = LinkButton(theme, "")
        self.hidden_link.clicked.connect(lambda _checked=False: self._reveal())
        flow.addWidget(self.hidden_link)

    def _row(self, theme: Theme, field: str) -> TextRow:
        row = TextRow(theme, field)
        row.value.typed.connect(partial(self.typed.emit, field))
        row.value.committed.connect(partial(self.saved.emit, field))
        row.value.editing_changed.connect(lambda editing: self._ended(field, editing))
        row.open_wanted.connect(self.link_wanted)
        return row

    def _chip(self, theme: Theme, field: str) -> ChipButton:
        title = company_field_words(field)[0]
        words = tr("+ {field}", field=title[:1].lower() + title[1:])
        chip = ChipButton(theme, words, dashed=True)
        chip.clicked.connect(lambda _checked=False: self.start(field))
        return chip

    def _suggestion(self, theme: Theme) -> QWidget:
        self.suggestion = QWidget()
        self._suggestion_words = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.take_button = LinkButton(theme, tr("Use it"))
        self.decline_button = LinkButton(theme, tr("No"))
        self.take_button.clicked.connect(lambda _checked=False: self._take())
        self.decline_button.clicked.connect(lambda _checked=False: self.domain_declined.emit())
        row = QHBoxLayout(self.suggestion)
        row.setContentsMargins(3, theme.space(1), 3, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self._suggestion_words, 1)
        row.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.decline_button, 0, Qt.AlignmentFlag.AlignTop)
        return self.suggestion

    def show_page(self, page: CompanyPage, hidden: frozenset[str] = frozenset()) -> None:
        """Show the texts of a company; what is being typed stays. Of `hidden` fields only those that are filled in."""
        if self._shown is None or self._shown.id != page.id:
            self._opened.clear()
            self._revealed = False
            for row in self.rows.values():
                row.value.put_away()
        self._shown, self._hidden = page, hidden
        for field, row in self.rows.items():
            row.set_value(getattr(page, field))
        words = tr("Its people write from {domain}. Is that its domain?", domain=one_line(page.suggested_domain, 80))
        self._suggestion_words.setText(words)
        self.suggestion.setVisible(bool(page.suggested_domain))
        self._sync()

    def start(self, field: str) -> None:
        """Open a field for typing."""
        self._opened.add(field)
        self._sync()
        self.rows[field].value.start_editing()

    def restore(self, field: str, typed: str) -> None:
        """Open a field again with what was typed before the program ended, without taking the focus."""
        if field in self.rows:
            self._opened.add(field)
            self._sync()
            self.rows[field].value.restore(typed)

    def show_error(self, field: str, sentence: Message) -> None:
        """A value was refused; its field opens again with what was typed."""
        self._opened.add(field)
        self._sync()
        self.rows[field].value.show_error(sentence)

    def _ended(self, field: str, editing: bool) -> None:
        """An empty row that was left goes away again; the pill takes the focus that it had."""
        if not editing:
            self.taken_back.emit(field)
        if editing or self.rows[field].value.text().strip():
            return
        self._opened.discard(field)
        had_focus = self.rows[field].value.hasFocus()
        self._sync()
        if had_focus:
            self.chips[field].setFocus(Qt.FocusReason.OtherFocusReason)

    def _sync(self) -> None:
        for field, row in self.rows.items():
            wanted = field in self._opened or bool(row.value.text()) or row.value.is_editing()
            row.setVisible(wanted)
            self.chips[field].setVisible(not wanted and (self._revealed or field not in self._hidden))
        count = sum(field in self._hidden and row.isHidden() for field, row in self.rows.items())
        self.hidden_link.setText(plural("{count} hidden field", "{count} hidden fields", count))
        self.hidden_link.setAccessibleName(tr("Show {fields}", fields=self.hidden_link.text()))
        self.hidden_link.setVisible(count > 0 and not self._revealed)
        self.adding.setVisible(any(not each.isHidden() for each in (*self.chips.values(), self.hidden_link)))

    def _reveal(self) -> None:
        """Offer the hidden fields, too, as long as this company is shown."""
        self._revealed = True
        self._sync()
        offered = next(
            (self.chips[field] for field in self.rows if field in self._hidden and not self.chips[field].isHidden()),
            None,
        )
        if offered is not None:
            offered.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        if self._shown is not None:
            self.domain_taken.emit(self._shown.suggested_domain)
