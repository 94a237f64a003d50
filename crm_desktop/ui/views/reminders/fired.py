"""What fired: which notifications were shown when, what became of them, and why none can appear, if so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.messages import Message
from crm_desktop.domain.pages import DeliveryRow
from crm_desktop.ui import texts
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import RowParts, TwoLineDelegate
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, Divider, Label
from crm_desktop.ui.widgets.overlay import OverlayCard


def outcome_text(row: DeliveryRow) -> tuple[str, Tone]:
    """What became of a notification, in words and a tone."""
    known = {
        "done": (tr("done"), Tone.GOOD),
        "snoozed": (tr("snoozed"), Tone.PLANNED),
        "opened": (tr("opened"), Tone.ACCENT),
        "dismissed": (tr("closed by you"), Tone.NEUTRAL),
        "expired": (tr("went by itself"), Tone.NEUTRAL),
        "closed": (tr("closed"), Tone.NEUTRAL),
    }
    if row.outcome in known:
        return known[row.outcome]
    return (tr("shown"), Tone.NEUTRAL) if row.shown_at is not None else (tr("not shown"), Tone.LATE)


class FiredLog(OverlayCard):
    """A card with the log, newest first; instants are shown on the user's clock."""

    def __init__(
        self, theme: Theme, rows: Sequence[DeliveryRow], problem: Message | None, now: datetime, here: tzinfo
    ) -> None:
        super().__init__(theme, tr("What fired"), width=620, modal=False)
        self._rows = rows
        self._here = here
        self._today = instant_to_wall(now, here).date()
        margin = theme.scaled(18)
        head = QHBoxLayout()
        head.setContentsMargins(margin, margin, margin, theme.space(3))
        head.addWidget(Label(tr("What fired"), TextRole.TITLE, weight="bold"), 1)
        close = Button(theme, tr("Close"), tr("Esc"))
        close.clicked.connect(lambda _checked=False: self.close_card())
        head.addWidget(close)
        self.body.addLayout(head)
        self.problem = Label(show(problem) if problem is not None else "", colour="today", wrap=True)
        self.problem.setContentsMargins(margin, 0, margin, theme.space(3))
        self.problem.setVisible(problem is not None)
        self.body.addWidget(self.problem)
        self.body.addWidget(Divider(theme))
        model: PagedListModel[Any] = PagedListModel(
            range(len(rows)), lambda ids: [rows[number] for number in ids], self._words
        )
        self.list = PagedListView(theme, model, TwoLineDelegate(theme, self._parts), tr("What fired"))
        model.setParent(self.list)
        self.list.setMinimumHeight(theme.scaled(320))
        self.empty = Label(
            tr("Nothing has fired yet. When a reminder is due, it shows here what became of it."),
            colour="secondary",
            wrap=True,
        )
        self.empty.setContentsMargins(margin, margin, margin, margin)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.empty)
        # Only now they have a parent: shown before, they would be windows of their own for a moment.
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        # The list is square; the card's round corners stay free below it.
        self.body.addSpacing(theme.scaled(theme.sizes.radius_card))

    def first_focus(self) -> QWidget | None:
        """The list, so that it can be scrolled by keys."""
        return self.list if self._rows else None

    def _when(self, row: DeliveryRow) -> str:
        return texts.moment(instant_to_wall(row.shown_at or row.claimed_at, self._here), self._today)

    def _parts(self, row: DeliveryRow) -> RowParts:
        words, tone = outcome_text(row)
        return RowParts(row.title, self._when(row), icon="bell", icon_tone=tone, right_text=words, tone=tone)

    def _words(self, row: DeliveryRow) -> str:
        return ", ".join((row.title, self._when(row), outcome_text(row)[0]))
