"""The page of a deal as a part of the pipeline view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.domain import changes
from crm_desktop.domain.changes import Change
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.views.pipeline.page.page import DealPageView

_SHOWN_KINDS = (
    changes.DEAL, changes.STAGE, changes.REMINDER, changes.CONTACT, changes.COMPANY, changes.INTERACTION, changes.FILE,
    changes.TAG, changes.OWN_FIELD,
)  # fmt: skip

if TYPE_CHECKING:
    from crm_desktop.ui.views.pipeline.parts import PartContext


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
        """What the keys mean on the page of a deal."""
        view, actions = self.view, self._parts.actions
        side, steps = view.side, view.step_actions
        return {
            "deal.back": self._parts.back,
            "deal.rename": self._edit,
            "deal.way": view.way.focus_stage,
            "deal.stage_forward": lambda: self._along(1),
            "deal.stage_back": lambda: self._along(-1),
            "deal.won": self._for_deal(actions.win),
            "deal.lost": self._for_deal(actions.lose),
            "deal.reopen": self._for_deal(actions.reopen),
            "deal.plan": view.steps.start_planning,
            "deal.done": steps.done,
            "deal.snooze": steps.offer_snooze,
            "deal.log": steps.log,
            "deal.compose": view.timeline.compose,
            "deal.value": side.value.amount.start_editing,
            "deal.close": side.value.close_on.start_editing,
            "deal.person": side.people.start_adding,
            "deal.tag": side.details.tags.start_adding,
            "deal.file": side.details.files.choose,
            "deal.duplicate": view.duplicate,
            "deal.delete": self._delete,
        }

    def _edit(self) -> None:
        """The entry of the timeline that has the focus, or else the name."""
        timeline = self.view.timeline.list
        if timeline.hasFocus() and timeline.current_entry() is not None:
            timeline.edit_current()
        else:
            self.view.header.title.start_editing()

    def _along(self, steps: int) -> None:
        """Move an open deal to a neighbour of its stage."""
        shown = self.view.shown()
        way = shown.way if shown is not None else ()
        at = next((place for place, step in enumerate(way) if step.state == "now"), None)
        if at is not None and 0 <= at + steps < len(way):
            self._move(way[at + steps].stage_id)

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
            self._parts.actions.move(deal_id, stage_id)

    def _for_deal(self, act: Callable[[int], object]) -> Callable[[], object]:
        def run() -> None:
            deal_id = self.view.deal_id()
            if deal_id is not None:
                act(deal_id)

        return run


def make(parts: PartContext) -> DealPagePart:
    """The page of a deal for the pipeline view."""
    return DealPagePart(parts)
