"""What the page of a deal shows, read in one go in the reader's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crm_desktop.domain.deal_history import WayStep
from crm_desktop.domain.deal_profile import DealProfile
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.pipelines import PipelineWords
from crm_desktop.ui.views.pipeline.page.header import OtherPipeline

_STEPS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class ShownDeal:
    """One deal as its page shows it; `others` are the pipelines it could go to."""

    profile: DealProfile
    way: tuple[WayStep, ...]
    steps: tuple[ReminderRow, ...]
    pipeline: str
    words: PipelineWords
    others: tuple[OtherPipeline, ...] = ()


def read_deal(services: Any, deal_id: int) -> ShownDeal | None:
    """Everything but the timeline, which reads by pages; None for a deal that is gone."""
    profile = services.deals.pages.page(deal_id)
    if profile is None:
        return None
    steps = (services.reminders.row(each) for each in profile.steps[:_STEPS_SHOWN])
    pipelines = services.pipeline.pipelines()
    own = next((each for each in pipelines if each.id == profile.card.pipeline_id), None)
    return ShownDeal(
        profile=profile,
        way=services.pipeline.way(deal_id),
        steps=tuple(row for row in steps if row is not None),
        pipeline=own.name if own is not None else "",
        words=own.words if own is not None else PipelineWords(),
        others=tuple(
            OtherPipeline(each.name, tuple(services.deals.pages.stage_names(each.id)))
            for each in pipelines
            if each.id != profile.card.pipeline_id
        ),
    )
