"""Pipelines in words: what they are made of, and what their deals are called."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.domain.pipeline_templates import StageDraft
from crm_desktop.domain.pipelines import Pipeline, PipelineWords
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.dialogs.stage_words import percent_words
from crm_desktop.ui.tables.two_line_delegate import RowParts
from crm_desktop.ui.texts import one_line, tr


def parts_of(row: Pipeline) -> RowParts:
    """The row of a list: name, how many are open, whether it is archived."""
    opened = tr("{deals} open", deals=DealWords(row.words).count(row.open_count))
    subtitle = tr("archived, {open}", open=opened) if row.archived else opened
    return RowParts(one_line(row.name, 100), subtitle)


def words_line(words: PipelineWords) -> str:
    """`They are called candidates; won is hired, lost is declined.`"""
    said = DealWords(words)
    if words == PipelineWords():
        return tr("They are called deals; they are won or lost.")
    return tr(
        "Each is called {one}, several are {many}; won is “{won}”, lost is “{lost}”.",
        one=said.one,
        many=said.many,
        won=said.won,
        lost=said.lost,
    )


def stage_line(stage: StageDraft) -> str:
    """`Proposal sent, 50 %`."""
    return tr("{stage}, {chance}", stage=one_line(stage.name, 60), chance=percent_words(stage.probability))


def spoken_stages(stages: Sequence[StageDraft]) -> str:
    """All stages for a screen reader."""
    return "; ".join(stage_line(stage) for stage in stages)
