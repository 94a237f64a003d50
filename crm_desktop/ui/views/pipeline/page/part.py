"""The page of a deal as a part of the pipeline view."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.domain import changes
from crm_desktop.domain.changes import Change
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.views.pipeline.page.page import DealPageView
from crm_desktop.ui.views.pipeline.parts import PartContext

_SHOWN_KINDS = (
    changes.DEAL, changes.STAGE, changes.REMINDER, changes.CONTACT, changes.COMPANY, changes.INTERACTION, changes.FILE,
    changes.TAG, changes.OWN_FIELD,
)  # fmt: skip


class DealPagePart:
    """Keeps the contract `DealPart`."""

    def __init__(self, parts: PartContext) -> None:
        self._parts = parts
        self._stale = False
        self.view = DealPageView(parts.context, TimelineParts.of(parts.context))
        header, view, actions = self.view.header, self.view, parts.actions
        view.left.connect(parts.back)
        view.gone.connect(parts.back)
        view.duplicated.connect(parts.open_deal)
        view.way.stage_wanted.connect(self._move)
        header.stage_wanted.connect(self._move)
        for signal, act in (
            (header.win, actions.win),
            (view.way.won_wanted, actions.win),
            (header.lose, actions.lose),
            (header.reopen, actions.reopen),
            (header.delete, actions.delete),
        ):
            signal.connect(self._for_deal(act))

    @property
    def widget(self) -> QWidget:
        """The page."""
        return self.view

    def show_deal(self, deal_id: int) -> None:
        """Show another deal, or read this one again."""
        self._stale = False
        self.view.show_deal(deal_id)

    def show_pipeline(self, _pipeline_id: int) -> None:
        """The page comes to the front again."""
        if self._stale:
            self._stale = False
            self.view.refresh()

    def refresh(self, change: Change | None) -> None:
        """Read anew what is shown after something about it changed."""
        if change is None:
            self.view.clock_moved()
        elif change.touches(*_SHOWN_KINDS):
            if self.view.isVisible():
                self.view.refresh()
            else:
                self._stale = True

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What the keys of the pipeline mean here."""
        view = self.view
        actions = self._parts.actions
        return {
            "interaction.new": view.timeline.compose,
            "reminder.new": view.steps.start_planning,
            "pipeline.move_focus": self.focus,
            "pipeline.edit": view.header.title.start_editing,
            "pipeline.won": self._for_deal(actions.win),
            "pipeline.lost": self._for_deal(actions.lose),
            "pipeline.delete": self._delete,
        }

    def focus(self) -> None:
        """Go to the next step, or to where one is planned."""
        steps = self.view.steps
        target: QWidget = steps.card.words if steps.rows else self.view.way
        if target is self.view.way:
            self.view.way.focus_stage()
        else:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _delete(self) -> None:
        """The entry of the timeline that has the focus, or else the deal."""
        timeline = self.view.timeline.list
        if timeline.hasFocus():
            timeline.delete_current()
        else:
            self._for_deal(self._parts.actions.delete)()

    def _move(self, stage_id: int) -> None:
        deal_id = self.view.deal_id()
        if deal_id is not None:
            self._parts.actions.move_deal(deal_id, stage_id, None)

    def _for_deal(self, act: Callable[[int], object]) -> Callable[[], object]:
        def run() -> None:
            deal_id = self.view.deal_id()
            if deal_id is not None:
                act(deal_id)

        return run


def make(parts: PartContext) -> DealPagePart:
    """The page of a deal for the pipeline view."""
    return DealPagePart(parts)
