"""What fired: which reminders were due when, when a notification showed them, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.pages import DeliveryRow
from crm_desktop.domain.reminders import OccurrenceState
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.ui import texts
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import RowParts, TwoLineDelegate
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, Divider, Label, LinkButton
from crm_desktop.ui.widgets.overlay import OverlayCard

_ON_TIME = timedelta(minutes=1)
_HOUR, _DAY = 60, 1440


def outcome_text(row: DeliveryRow) -> tuple[str, Tone]:
    """What became of a reminder that was heard, in words and a tone."""
    ended = {
        OccurrenceState.DONE: (tr("done"), Tone.GOOD),
        OccurrenceState.SKIPPED: (tr("left out"), Tone.NEUTRAL),
    }
    if row.state in ended:
        return ended[row.state]
    known = {
        "snoozed": (tr("snoozed"), Tone.PLANNED),
        "opened": (tr("opened"), Tone.ACCENT),
        "dismissed": (tr("closed by you"), Tone.NEUTRAL),
        "expired": (tr("went by itself"), Tone.NEUTRAL),
        "closed": (tr("withdrawn"), Tone.NEUTRAL),
        "withdrawn": (tr("withdrawn"), Tone.NEUTRAL),
        "replaced": (tr("shown again"), Tone.NEUTRAL),
        "unknown": (tr("service ended"), Tone.NEUTRAL),
    }
    if row.outcome in known:
        return known[row.outcome]
    if row.moved_on:
        return tr("put off"), Tone.PLANNED
    return (tr("shown"), Tone.NEUTRAL) if row.shown_at is not None else (tr("not shown yet"), Tone.LATE)


def lateness(row: DeliveryRow) -> str:
    """`12 min late`, `3 h late`, `2 days late`; empty within a minute, and for what was not shown."""
    late = row.shown_at - row.fires_at if row.shown_at is not None else timedelta()
    if late <= _ON_TIME:
        return ""
    minutes = int(late.total_seconds()) // 60
    if minutes < _HOUR:
        return tr("{minutes} min late", minutes=minutes)
    if minutes < _DAY:
        return tr("{hours} h late", hours=minutes // _HOUR)
    return plural("{count} day late", "{count} days late", minutes // _DAY)


class FiredLog(OverlayCard):
    """A card with the log, newest first; instants are shown on the user's clock, rows read as they come into view.

    `explain` opens the diagnosis of why nothing appeared.
    """

    def __init__(
        self,
        theme: Theme,
        notifying: NotifyingService,
        now: datetime,
        here: tzinfo,
        explain: Callable[[], object],
    ) -> None:
        super().__init__(theme, tr("What fired"), width=680, modal=False)
        self._notifying = notifying
        self._explain = explain
        self._here = here
        self._today = instant_to_wall(now, here).date()
        ids = notifying.log_ids()
        model = PagedListModel(ids, notifying.log_rows, self._words)
        self.list = PagedListView(theme, model, TwoLineDelegate(theme, self._parts), tr("What fired"))
        model.setParent(self.list)
        self._build(theme, len(ids))

    def _build(self, theme: Theme, count: int) -> None:
        margin = theme.scaled(18)
        head = QHBoxLayout()
        head.setContentsMargins(margin, margin, margin, theme.space(2))
        head.addWidget(Label(tr("What fired"), TextRole.TITLE, weight="bold"), 1)
        close = Button(theme, tr("Close"), tr("Esc"))
        close.clicked.connect(lambda _checked=False: self.close_card())
        head.addWidget(close)
        self.body.addLayout(head)
        problem = self._notifying.problem()
        self.problem = Label(show(problem) if problem is not None else "", colour="today", wrap=True)
        self.problem.setContentsMargins(margin, 0, margin, theme.space(2))
        self.body.addWidget(self.problem)
        line = QHBoxLayout()
        line.setContentsMargins(margin, 0, margin, theme.space(3))
        counted = plural("{count} line, newest first", "{count} lines, newest first", count) if count else ""
        line.addWidget(Label(counted, TextRole.SECONDARY, "secondary"), 1)
        self.explain_button = LinkButton(theme, tr("Why did nothing appear?"))
        self.explain_button.clicked.connect(lambda _checked=False: self._why())
        line.addWidget(self.explain_button)
        self.body.addLayout(line)
        self.body.addWidget(Divider(theme))
        self.list.setMinimumHeight(theme.scaled(320))
        words = tr("Nothing has fired yet. When a reminder is due, it shows here what became of it.")
        self.empty = Label(words, colour="secondary", wrap=True)
        self.empty.setContentsMargins(margin, margin, margin, margin)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.empty)
        # Only now they have a parent: shown before, they would be windows of their own for a moment.
        self.problem.setVisible(problem is not None)
        self.empty.setVisible(not count)
        self.list.setVisible(bool(count))
        # The list is square; the card's round corners stay free below it.
        self.body.addSpacing(theme.scaled(theme.sizes.radius_card))

    def first_focus(self) -> QWidget | None:
        """The list, so that it can be scrolled by keys."""
        return self.list if self.list.model().rowCount() else None

    def _why(self) -> None:
        self.close_card()
        self._explain()

    def _moment(self, instant: datetime) -> str:
        return texts.moment(instant_to_wall(instant, self._here), self._today)

    def _when(self, row: DeliveryRow) -> str:
        parts = [tr("due {when}", when=self._moment(row.fires_at))]
        if row.shown_at is not None:
            parts.append(tr("shown {when}", when=self._moment(row.shown_at)))
        return ", ".join(part for part in (*parts, lateness(row)) if part)

    def _parts(self, row: DeliveryRow) -> RowParts:
        words, tone = outcome_text(row)
        icon = "sun" if row.occurrence_id == 0 else "bell"
        return RowParts(row.title, self._when(row), icon=icon, icon_tone=tone, right_text=words, tone=tone)

    def _words(self, row: DeliveryRow) -> str:
        return ", ".join((row.title, self._when(row), outcome_text(row)[0]))
