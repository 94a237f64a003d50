"""The page of a deal: its head, the way, and next step and timeline beside what is known of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.dialogs.file_drop import FileDrops
from crm_desktop.ui.dialogs.timeline.pane import TimelinePane
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline.page.header import DealHeader
from crm_desktop.ui.views.pipeline.page.next_step_card import NextSteps, PlanStep
from crm_desktop.ui.views.pipeline.page.reading import ShownDeal, read_deal
from crm_desktop.ui.views.pipeline.page.side import DealSide
from crm_desktop.ui.views.pipeline.page.steps import StepActions
from crm_desktop.ui.views.pipeline.page.typing import DealTyping
from crm_desktop.ui.views.pipeline.page.way_bar import WayBar
from crm_desktop.ui.views.pipeline.page.writes import DealWrites
from crm_desktop.ui.widgets import SectionHeading, WrappingLabel

_SIDE, _NARROW_SIDE = 274, 236
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
        self.writes = DealWrites(context, self.deal_id, self)
        self.header = DealHeader(theme, lambda: self._shown.others if self._shown is not None else ())
        self.way = WayBar(theme)
        self.steps = NextSteps(theme, PlanStep(theme, jobs, services.reminders, context.now, context.drafts))
        self.step_actions = StepActions(context, self.steps)
        self.timeline = TimelinePane(theme, parts)
        pages = self.writes.pages
        self.side = DealSide(theme, jobs, services, pages, self.typing, parts, lambda: context.now().date())
        self._step_heading = SectionHeading(theme, tr("Next step"))
        self.stuck = WrappingLabel("", TextRole.SECONDARY, "late")
        self._all = QWidget()
        self._build(theme)
        self._connect()
        self._all.hide()

    def _build(self, theme: Theme) -> None:
        main = QVBoxLayout()
        main.setSpacing(theme.space(1.5))
        for each in (self._step_heading, self.steps):
            main.addWidget(each)
        main.addSpacing(theme.space(1))
        main.addWidget(self.timeline, 1)
        body = QHBoxLayout()
        body.setSpacing(theme.scaled(20))
        body.addLayout(main, 1)
        body.addWidget(self.side)
        way = QHBoxLayout()
        way.setContentsMargins(0, 0, theme.scaled(12), 0)
        way.addWidget(self.way)
        below = QVBoxLayout()
        below.setContentsMargins(theme.scaled(22), theme.scaled(16), theme.scaled(10), 0)
        below.setSpacing(theme.scaled(14))
        below.addLayout(way)
        below.addWidget(self.stuck)
        below.addLayout(body, 1)
        column = QVBoxLayout(self._all)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(below, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._all)

    def _connect(self) -> None:
        side, writes = self.side, self.writes
        self.typing.watch(self.header.title, "title", self._rename)
        self.header.plan.connect(self.steps.start_planning)
        self.header.back.connect(self.left)
        self.header.duplicate.connect(self.duplicate)
        self.timeline.left.connect(self.left)
        side.value.value_wanted.connect(writes.set_value)
        side.people.person_opened.connect(lambda contact_id: self._context.navigate("contact", contact_id))
        side.people.main_wanted.connect(writes.set_main)
        side.people.removed.connect(writes.remove_person)
        side.people.adding.added.connect(self._add_person)
        side.details.tags_wanted.connect(writes.set_tags)
        side.details.company_opened.connect(lambda company_id: self._context.navigate("company", company_id))
        side.details.own.link_wanted.connect(self._context.ask.open_link)
        writes.duplicated.connect(self.duplicated)
        FileDrops(self, self.timeline.take_files)

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

    def clock_moved(self) -> None:
        """Chips follow the clock."""
        if self._shown is not None:
            self._show(self._shown)

    def duplicate(self) -> None:
        """Make a copy and show it."""
        self.writes.duplicate(self._shown)

    def focus_first(self) -> None:
        """Go to the next step, or where there is none to where the deal stands."""
        if self._shown is not None and self.steps.rows:
            self.steps.card.words.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._shown is not None:
            self.way.focus_stage()

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
        self._all.show()
        if first:
            self.typing.restore(self.side.details.own.restore)
            self.side.people.restore()
        if self.hasFocus():
            self.focus_first()

    def _show(self, found: ShownDeal) -> None:
        card, now, words = found.profile.card, self._context.now(), DealWords(found.words)
        self.header.show_card(card, found.pipeline or tr("Pipeline"), now, words)
        self.way.show_way(found.way, words.won_ending(), words.lost_ending())
        self.stuck.setText(show(card.stuck) if card.stuck is not None else "")
        self.stuck.setVisible(card.stuck is not None)
        self.steps.plan.show_deal(card.id, card.contact_id)
        self.steps.show_rows(found.steps, now, is_open=card.state is DealState.OPEN)
        self._step_heading.setVisible(not self.steps.isHidden())
        self.side.show_profile(found.profile)
        self.setAccessibleName(tr("Deal {title}", title=one_line(card.title, 80)))

    def _finish_typing(self) -> None:
        """Leaving a field saves it; whatever still has the focus in here is left now."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused) and not self.timeline.isAncestorOf(focused):
            focused.clearFocus()

    def _rename(self, deal_id: int, typed: str) -> None:
        self.writes.pages().set_text(deal_id, "title", typed)

    def _add_person(self, contact_id: int | None, new_name: str, role: str) -> None:
        people = self.side.people
        company = self._shown.profile.card.company if self._shown is not None else ""

        refused = people.adding.show_error
        self.writes.add_person(contact_id, new_name, role, company, people.done_adding, refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from wherever it was not needed."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to what is shown; before it was read, it waits here."""
        super().focusInEvent(event)
        self.focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.scaled(_NARROW_BELOW)
        wanted = self._theme.scaled(_NARROW_SIDE if narrow else _SIDE)
        self.side.setFixedWidth(min(wanted, self.width() * 2 // 5))
