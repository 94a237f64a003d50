"""The parts of the pipeline view: what each has to be able to do, what it is given, and the registry of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.changes import Change
from crm_desktop.ui.view import ViewContext

if TYPE_CHECKING:
    from crm_desktop.ui.views.pipeline.deal_actions import DealActions

BOARD: Final = "board"
DEAL: Final = "deal"


class PipelinePart(Protocol):
    """One way to look at the deals of a pipeline: the board, the list, the forecast, the leads.

    `widget` is what stands below the head of the view; it gets the focus when the part comes to the front, so it has a focus
    proxy. The actions of a part stand in `ui/actions.py` with `where` `pipeline/<key>`; those that every part has (another
    part, another pipeline, a new deal) are answered by the view.
    """

    @property
    def widget(self) -> QWidget: ...

    def show_pipeline(self, pipeline_id: int) -> None:
        """The part comes to the front, or another pipeline is to be shown: read what is shown if it is stale."""

    def refresh(self, change: Change | None) -> None:
        """After every commit, in front or not, as `View.refresh`; None when only the clock went on or all may have changed."""

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The actions that the part answers for while it is in front, by their ids."""


class DealPart(PipelinePart, Protocol):
    """The page of one deal. It lies over the whole view, its head included."""

    def show_deal(self, deal_id: int) -> None:
        """Show another deal, or read this one again."""


@dataclass(frozen=True, slots=True)
class PartContext:
    """What the view gives to each part.

    `open_deal(id)` shows the page of a deal, `back()` leads from there to the part it was opened from. `actions` win, lose,
    move and delete deals from anywhere, each with the bar that offers undo. `say_sums(text)` puts other words than the sums
    of the open deals into the head of the view, as long as the part is in front.
    """

    context: ViewContext
    open_deal: Callable[[int], None]
    back: Callable[[], None]
    actions: DealActions
    say_sums: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A button in the head of the view: `text` is on it; `make` imports and makes the part when it is first asked for."""

    key: str
    text: str
    make: Callable[[PartContext], PipelinePart]


def _list(parts: PartContext) -> PipelinePart:
    from crm_desktop.ui.views.pipeline.deal_list import make

    return make(parts)


def _forecast(parts: PartContext) -> PipelinePart:
    from crm_desktop.ui.views.pipeline.forecast import make

    return make(parts)


def _leads(parts: PartContext) -> PipelinePart:
    from crm_desktop.ui.views.pipeline.leads import make

    return make(parts)


PARTS: Final[tuple[PartEntry, ...]] = (
    PartEntry("list", "List", _list),
    PartEntry("forecast", "Forecast", _forecast),
    PartEntry("leads", "Leads", _leads),
)
"""The parts beside the board, in the order of their buttons: list, forecast, leads.

Each stands here by a function of this module that imports the part's own `make` and calls it, to keep start-up fast: a start
shows one part. Its button is then in the head of the view, and `pipeline.<key>` in `ui/actions.py` brings it to the front.
"""


def _deal(parts: PartContext) -> DealPart:
    from crm_desktop.ui.views.pipeline.page import make

    return make(parts)


DEAL_PAGE: Final[Callable[[PartContext], DealPart]] = _deal
"""Makes the page of a deal, when the first one is opened."""
