"""The page of a deal: its head, the way, and next step and timeline beside what is known of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.contacts import ContactDraft
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.dialogs.new_contact import name_from
from crm_desktop.ui.dialogs.timeline.pane import TimelinePane
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline.page.details import DealDetails
from crm_desktop.ui.views.pipeline.page.header import DealHeader
from crm_desktop.ui.views.pipeline.page.likely_card import LikelyCard
from crm_desktop.ui.views.pipeline.page.next_step_card import NextSteps, PlanStep
from crm_desktop.ui.views.pipeline.page.people_card import PeopleCard
from crm_desktop.ui.views.pipeline.page.reading import ShownDeal, read_deal
from crm_desktop.ui.views.pipeline.page.steps import StepActions
from crm_desktop.ui.views.pipeline.page.typing import DealTyping
from crm_desktop.ui.views.pipeline.page.value_box import ValueBox
from crm_desktop.ui.views.pipeline.page.way_bar import WayBar
from crm_desktop.ui.widgets import ScrollBody, SectionHeading

_SIDE, _NARROW_SIDE = 262, 226
_NARROW_BELOW = 900
_READ_KEY = "pipeline.deal"


class DealPageView(QWidget):
    """Shows one deal, or nothing. `left` is Esc, `gone` says that the deal is no longer there; `duplicated` names a copy."""

    left = Signal()
    gone = Signal()
    duplicated = Signal(int)

    def __init__(self, context: ViewContext, parts: TimelineParts) -> None:
        super().__init__()
        self._context = context
        self._theme = theme = context.theme
        self._id: int | None = None
        self._shown: ShownDeal | None = None
        services, jobs = context.services, context.jobs
        self.typing = DealTyping(jobs, context.drafts, context.fail, self._read_if, self)
        self.header = DealHeader(theme, lambda: self._shown.others if self._shown is not None else ())
        self.way = WayBar(theme)
        self.steps = NextSteps(theme, PlanStep(theme, jobs, services.reminders, context.now, context.drafts))
        self.step_actions = StepActions(context, self.steps)
        self.timeline = TimelinePane(theme, parts)

        def pages() -> object:
            return services.deals.pages

        self.value = ValueBox(theme, pages, services, self.typing, lambda: context.now().date())  # type: ignore[arg-type]
        self.likely = LikelyCard(theme)
        self.people = PeopleCard(theme, jobs, services.contacts, pages, self.typing)  # type: ignore[arg-type]
        self.details = DealDetails(theme, jobs, services, pages, self.typing, parts)  # type: ignore[arg-type]
        self._build()
        self._connect()

    def _build(self) -> None:
        theme = self._theme
        self.side = ScrollBody(theme, margins=(0, 0, 12, 20), spacing=6)
        self._likely_heading = SectionHeading(theme, tr("Likely to close"))
        self.side.body.addWidget(self.value)
        for heading, widget in (
            (self._likely_heading, self.likely),
            (SectionHeading(theme, tr("People")), self.people),
            (SectionHeading(theme, tr("Details")), self.details),
        ):
            heading.setContentsMargins(0, theme.space(2.5), 0, 0)
            self.side.body.addWidget(heading)
            self.side.body.addWidget(widget)
        self.side.body.addStretch()
        main = QVBoxLayout()
        main.setSpacing(theme.space(1.5))
        self._step_heading = SectionHeading(theme, tr("Next step"))
        for each in (self._step_heading, self.steps):
            main.addWidget(each)
        main.addSpacing(theme.space(1))
        main.addWidget(self.timeline, 1)
        body = QHBoxLayout()
        body.setSpacing(theme.scaled(22))
        body.addLayout(main, 1)
        body.addWidget(self.side)
        below = QVBoxLayout()
        below.setContentsMargins(theme.scaled(22), theme.scaled(16), theme.scaled(10), 0)
        below.setSpacing(theme.scaled(14))
        way = QHBoxLayout()
        way.setContentsMargins(0, 0, theme.scaled(12), 0)
        way.addWidget(self.way)
        below.addLayout(way)
        below.addLayout(body, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self.typing.watch(
            self.header.title, "title", lambda deal_id, typed: self._pages().set_text(deal_id, "title", typed)
        )
        self.header.plan.connect(self.steps.start_planning)
        self.header.back.connect(self.left)
        self.header.duplicate.connect(self._duplicate)
        self.timeline.left.connect(self.left)
        self.value.value_wanted.connect(self._set_value)
        self.people.person_opened.connect(lambda contact_id: self._context.navigate("contact", contact_id))
        self.people.main_wanted.connect(
            lambda contact_id: self._write(lambda deal_id: self._pages().set_main(deal_id, contact_id))
        )
        self.people.removed.connect(
            lambda contact_id: self._write(lambda deal_id: self._pages().remove_person(deal_id, contact_id))
        )
        self.people.adding.added.connect(self._add_person)
        self.details.tags_wanted.connect(self._set_tags)
        self.details.company_opened.connect(lambda company_id: self._context.navigate("company", company_id))
        self.details.own.link_wanted.connect(self._context.ask.open_link)

    # -------------------------------------------------------------------------------------------------- showing

    def deal_id(self) -> int | None:
        """Which deal is shown."""
        return self._id

    def shown(self) -> ShownDeal | None:
        """What is shown; None until it was read."""
        return self._shown

    def show_deal(self, deal_id: int | None) -> None:
        """Show a deal; the same one again is read anew. What is being typed is saved first."""
        if deal_id == self._id:
            self.refresh()
            return
        self._finish_typing()
        self._id, self._shown = deal_id, None
        self.typing.show_deal(deal_id)
        self.timeline.show_deal(deal_id)
        self.side.verticalScrollBar().setValue(0)
        if deal_id is not None:
            self._read()

    def refresh(self, *, timeline: bool = True) -> None:
        """Something about the deal may be different: read anew, keeping place, focus and what is being typed."""
        if self._id is not None:
            self._read()
            if timeline:
                self.timeline.refresh()

    def _read(self) -> None:
        deal_id, services = self._id, self._context.services
        assert deal_id is not None, "there is a deal to read"
        self._context.jobs.read(
            lambda: read_deal(services, deal_id), lambda found: self._arrived(deal_id, found), key=_READ_KEY, owner=self
        )

    def _read_if(self, deal_id: int) -> None:
        if deal_id == self._id:
            self._read()

    def _arrived(self, deal_id: int, found: ShownDeal | None) -> None:
        if deal_id != self._id:
            return
        if found is None:
            self.gone.emit()
            return
        first = self._shown is None
        self._shown = found
        self._show(found)
        if first:
            self.typing.restore(self.details.own.restore)

    def _show(self, found: ShownDeal) -> None:
        profile, now, words = found.profile, self._context.now(), DealWords(found.words)
        card = profile.card
        is_open = card.state is DealState.OPEN
        self.header.show_card(card, found.pipeline or tr("Pipeline"), now, words)
        self.way.show_way(found.way, words.won_ending())
        self.steps.plan.show_deal(card.id, card.contact_id)
        self.steps.show_rows(found.steps, now, is_open=is_open)
        self._step_heading.setVisible(not self.steps.isHidden())
        self.value.show_profile(profile)
        self._likely_heading.setVisible(profile.likelihood is not None)
        self.likely.setVisible(profile.likelihood is not None)
        if profile.likelihood is not None:
            self.likely.show_likelihood(profile.likelihood)
        self.people.show_people(card.id, profile.people)
        self.details.show_profile(profile)
        self.setAccessibleName(tr("Deal {title}", title=one_line(card.title, 80)))

    def clock_moved(self) -> None:
        """Chips follow the clock."""
        if self._shown is not None:
            self._show(self._shown)

    def _finish_typing(self) -> None:
        """Leaving a field saves it; whatever still has the focus in here is left now."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused) and not self.timeline.isAncestorOf(focused):
            focused.clearFocus()

    # -------------------------------------------------------------------------------------------------- writing

    def _pages(self):  # type: ignore[no-untyped-def]
        return self._context.services.deals.pages

    def _write(
        self, job: Callable[[int], object], said: str = "", then: Callable[[object], object] | None = None
    ) -> None:
        deal_id = self._id
        if deal_id is None:
            return

        def done(result: object) -> None:
            if said:
                self._context.say(said, True)
            if then is not None:
                then(result)

        self._context.jobs.write(
            lambda: job(deal_id), done, lambda error: self._context.fail(error.sentence), owner=self
        )

    def _set_value(self, value: DealValue) -> None:
        self._write(lambda deal_id: self._pages().set_value(deal_id, value))

    def _set_tags(self, names: tuple[str, ...]) -> None:
        self._write(lambda deal_id: self._pages().set_tags(deal_id, names))

    def _duplicate(self) -> None:
        shown = self._shown
        if shown is not None:
            said = tr("Duplicated “{title}”", title=one_line(shown.profile.card.title, 60))
            self._write(
                lambda deal_id: self._pages().duplicate(deal_id),
                said,
                lambda made: self.duplicated.emit(int(str(made))),
            )

    def _add_person(self, contact_id: int | None, new_name: str, role: str) -> None:
        deal_id, contacts = self._id, self._context.services.contacts
        company = self._shown.profile.card.company if self._shown is not None else ""
        if deal_id is None:
            return

        def write() -> None:
            who = contact_id
            if who is None:
                who = contacts.add(ContactDraft(name=name_from(new_name), company=company))
            self._pages().add_person(deal_id, who, role)

        def added(_result: object) -> None:
            self.people.adding.clear()
            self.people.stop_adding()

        def refused(error: UserError) -> None:
            self.people.adding.show_error(error.sentence)

        self._context.jobs.write(write, added, refused, owner=self)

    # --------------------------------------------------------------------------------------------- keys and size

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from wherever it was not needed."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.scaled(_NARROW_BELOW)
        wanted = self._theme.scaled(_NARROW_SIDE if narrow else _SIDE)
        self.side.setFixedWidth(min(wanted, self.width() * 2 // 5))
