"""Whether a deal is left without a next step."""

from __future__ import annotations

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.pipelines import DealState
from crm_desktop.services.pipeline import PipelineService


def without_step(pipeline: PipelineService, deal_id: int | None) -> DealCard | None:
    """The deal, if it is open and nothing is planned for it; None otherwise, and for one that is gone."""
    found = [] if deal_id is None else pipeline.cards([deal_id])
    return next((card for card in found if card.state is DealState.OPEN and card.next_step is None), None)
