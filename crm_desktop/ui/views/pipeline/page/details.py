"""What else is known of a deal: company, source, tags, own fields, note, files; each edited in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.deal_profile import DealProfile
from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.files_list import FilesList
from crm_desktop.ui.dialogs.own_field_rows import OwnFieldRows
from crm_desktop.ui.dialogs.tags_row import TagsRow
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.pipeline.page.typing import DealTyping
from crm_desktop.ui.widgets import InlineEdit, Label, LinkButton, SectionHeading

if TYPE_CHECKING:
    from crm_desktop.services.deal_pages import DealPageService

_NAME_WIDTH = 84
_SUBJECT = "deal"


class DetailRow(QWidget):
    """A name and a value that is edited in place; `open_wanted` where the value leads somewhere."""

    open_wanted = Signal()

    def __init__(self, theme: Theme, title: str, example: str, *, multiline: bool = False, opens: str = "") -> None:
        super().__init__()
        self.value = InlineEdit(
            theme, title, placeholder=example, multiline=multiline, role=TextRole.SECONDARY, most_lines=12
        )
        self.value.setMinimumWidth(theme.scaled(40))
        name = Label(title, TextRole.SECONDARY, "secondary", wrap=True)
        name.setContentsMargins(3, 2, 0, 0)
        name.setFixedWidth(theme.scaled(_NAME_WIDTH))
        self.open_button = LinkButton(theme, tr("open"))
        self.open_button.setAccessibleName(opens)
        self.open_button.clicked.connect(lambda _checked=False: self.open_wanted.emit())
        self.open_button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        for widget in (name, self.value, self.open_button):
            row.addWidget(widget, 1 if widget is self.value else 0, Qt.AlignmentFlag.AlignTop)


class DealDetails(QWidget):
    """Shows a `DealProfile`. `tags_wanted` carries the names of all tags that the deal is to bear."""

    tags_wanted = Signal(object)
    company_opened = Signal(int)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: Any,
        pages: Callable[[], DealPageService],
        typing: DealTyping,
        parts: TimelineParts,
    ) -> None:
        super().__init__()
        self._services = services
        self._pages = pages
        self._profile: DealProfile | None = None
        self.company = DetailRow(theme, tr("Company"), tr("which company it is for"), opens=tr("Open the company"))
        self.source = DetailRow(theme, tr("Source"), tr("where it came from: referral, website"))
        self.reason = DetailRow(theme, tr("Lost because"), tr("why it did not happen"))
        self.note = DetailRow(theme, tr("Note"), tr("what else there is to know"), multiline=True)
        self.tags = TagsRow(theme, services.contacts.tags)
        self.own = OwnFieldRows(theme, jobs, services.people.own_fields, _SUBJECT)
        self.files = FilesList(theme, parts)
        self._build(theme)
        self._connect(typing)

    def _build(self, theme: Theme) -> None:
        tags = QHBoxLayout()
        tags.setContentsMargins(0, theme.space(0.5), 0, theme.space(0.5))
        tags.setSpacing(theme.space(1))
        name = Label(tr("Tags"), TextRole.SECONDARY, "secondary")
        name.setContentsMargins(3, 2, 0, 0)
        name.setFixedWidth(theme.scaled(_NAME_WIDTH))
        tags.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        tags.addWidget(self.tags, 1)
        self._files_heading = files = SectionHeading(theme, tr("Files"))
        files.setContentsMargins(0, theme.space(2.5), 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(1))
        for row in (self.company, self.source, self.reason):
            column.addWidget(row)
        column.addLayout(tags)
        for widget in (self.own, self.note, files, self.files):
            column.addWidget(widget)

    def _connect(self, typing: DealTyping) -> None:
        contacts = self._services.contacts
        self.company.value.suggest_for(lambda typed: contacts.company_names(typed.strip())[:8] if typed.strip() else [])
        self.company.open_wanted.connect(self._open_company)
        typing.watch(self.company.value, "company", lambda deal_id, typed: self._pages().set_company(deal_id, typed))
        for field, row in (("source", self.source), ("lost_reason", self.reason), ("note", self.note)):
            typing.watch(row.value, field, partial(self._save_text, field))
        self.tags.added.connect(lambda name: self._tag(name, None))
        self.tags.removed.connect(lambda tag_id: self._tag("", tag_id))
        self.own.typed.connect(typing.keep_own)
        self.own.settled.connect(typing.drop_own)

    def _save_text(self, field: str, deal_id: int, typed: str) -> None:
        self._pages().set_text(deal_id, field, typed)

    def show_profile(self, profile: DealProfile) -> None:
        """Show this state of a deal; what is being typed stays."""
        if self._profile is not None and self._profile.card.id != profile.card.id:
            self.tags.put_away()
        self._profile = profile
        # The board shows the contact's company where the deal has none of its own; so does the page, as what it is.
        of_contact = "" if profile.own_company else profile.card.company
        hint = tr("{company}, by the contact", company=of_contact) if of_contact else tr("which company it is for")
        self.company.value.set_placeholder(hint)
        self.company.value.set_text(profile.own_company)
        self.company.open_button.setVisible(profile.company_id is not None)
        self.source.value.set_text(profile.source)
        self.reason.value.set_text(profile.lost_reason)
        self.reason.setVisible(profile.card.state is DealState.LOST)
        self.note.value.set_text(profile.note)
        self.tags.set_tags(profile.tags)
        self.own.show_values(profile.card.id, profile.own)
        self._files_heading.set_count(profile.files or None)
        self.files.show_files(FileOwner(deal_id=profile.card.id))

    def _open_company(self) -> None:
        if self._profile is not None and self._profile.company_id is not None:
            self.company_opened.emit(self._profile.company_id)

    def _tag(self, added: str, removed: int | None) -> None:
        if self._profile is not None:
            names = [tag.name for tag in self._profile.tags if tag.id != removed]
            self.tags_wanted.emit((*names, added) if added else tuple(names))
