"""Pipelines and stages: made of templates, named, ordered, archived, deleted with the question where deals go; each one undo."""

from __future__ import annotations

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.changes import STAGE, Change
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.pipeline_templates import TEMPLATES, template
from crm_desktop.domain.pipelines import DealState, PipelineWords
from crm_desktop.services.pipelines import PipelineEditing
from tests.storage.dump import canonical_dump
from tests.support.clock import FixedClock
from tests.support.home import deal_draft


@pytest.fixture
def editing(core: Core) -> PipelineEditing:
    """The service, in a home that has its first pipeline."""
    core.services.pipeline.ensure_pipeline()
    return core.services.deals.pipelines


def _names(editing: PipelineEditing, with_archived: bool = False) -> list[str]:
    return [pipeline.name for pipeline in editing.all(with_archived)]


def _stage_ids(core: Core, pipeline: int | None = None) -> list[int]:
    return [stage.id for stage in core.services.pipeline.stages(pipeline)]


def _order(core: Core, stage: int, pipeline: int | None = None) -> list[int]:
    board = core.services.pipeline.board(pipeline)
    return next([card.id for card in column.cards] for column in board.columns if column.id == stage)


def _card(core: Core, deal: int) -> DealCard:
    (card,) = core.services.pipeline.cards([deal])
    return card


@pytest.mark.parametrize("kind", [each.kind for each in TEMPLATES])
def test_a_pipeline_is_made_of_its_template_in_one_step(kind: str, core: Core, editing: PipelineEditing) -> None:
    before = canonical_dump(core.database.writer)
    made = editing.add(kind)
    found = editing.all()[-1]
    wanted = template(kind)
    assert (found.id, found.name, found.kind, found.words) == (made, wanted.name, kind, wanted.words)
    assert [(stage.name, stage.set_percent) for stage in editing.stages(made)] == [
        (stage.name, stage.probability) for stage in wanted.stages
    ]
    core.services.undoing.undo()
    assert canonical_dump(core.database.writer) == before


def test_templates_differ_and_their_chances_rise(core: Core) -> None:
    assert len({each.kind for each in TEMPLATES}) == len({each.name for each in TEMPLATES}) == len(TEMPLATES)
    for each in TEMPLATES:
        chances = [stage.probability for stage in each.stages]
        assert chances == sorted(chances)
        assert all(0 < chance < 100 for chance in chances)


def test_a_pipeline_has_a_name_and_words_of_its_own(core: Core, editing: PipelineEditing) -> None:
    made = editing.add("candidates", "  Assistants ")
    editing.rename(made, "Helping hands")
    editing.set_words(made, PipelineWords(" person", "people ", "hired", ""))
    board = core.services.pipeline.board(made)
    assert (board.name, board.words) == ("Helping hands", PipelineWords("person", "people", "hired", ""))
    with pytest.raises(InvalidInput):
        editing.rename(made, " ")
    with pytest.raises(NotFound):
        editing.rename(99, "x")
    with pytest.raises(NotFound):
        editing.archive(99, True)
    with pytest.raises(NotFound):
        editing.delete(99, None)


def test_pipelines_stand_in_the_order_one_puts_them_in(core: Core, editing: PipelineEditing) -> None:
    donors, projects = editing.add("donors"), editing.add("projects")
    editing.move(projects, 0)
    assert _names(editing) == ["Projects", "Client work", "Supporters"]
    editing.move(projects, 99)
    assert _names(editing) == ["Client work", "Supporters", "Projects"]
    core.services.undoing.undo()
    assert _names(editing) == ["Projects", "Client work", "Supporters"]
    assert donors in [pipeline.id for pipeline in editing.all()]


def test_an_archived_pipeline_is_out_of_sight_and_comes_back_as_the_last(core: Core, editing: PipelineEditing) -> None:
    first = core.services.pipeline.current()
    deal = core.services.pipeline.add(deal_draft("Website", _stage_ids(core)[0]))
    donors = editing.add("donors")
    core.services.pipeline.set_current(first)
    editing.archive(first, True)
    assert _names(editing) == ["Supporters"]
    assert [(each.name, each.archived, each.open_count) for each in editing.all(with_archived=True)][-1] == (
        "Client work", True, 1,
    )  # fmt: skip
    assert core.services.pipeline.current() == donors
    assert core.services.today.counts().open_deals == 0
    assert core.services.today.today().without_step_count == 0
    assert [card.id for card in core.services.pipeline.board(first).columns[0].cards] == [deal]
    editing.archive(first, False)
    assert _names(editing) == ["Supporters", "Client work"]
    assert core.services.pipeline.current() == first


def test_the_last_pipeline_in_use_stays(core: Core, editing: PipelineEditing) -> None:
    first, donors = core.services.pipeline.current(), editing.add("donors")
    editing.archive(donors, True)
    with pytest.raises(InvalidInput) as told:
        editing.archive(first, True)
    assert told.value.field == "pipeline"
    with pytest.raises(InvalidInput) as told:
        editing.delete(first, None)
    assert told.value.field == "pipeline"
    editing.delete(donors, None)
    assert _names(editing, with_archived=True) == ["Client work"]


def test_a_deleted_pipeline_asks_where_its_deals_go(core: Core, editing: PipelineEditing) -> None:
    pipeline = core.services.pipeline
    donors = editing.add("donors")
    here, there = _stage_ids(core), _stage_ids(core, donors)
    stays = pipeline.add(deal_draft("stays", here[1]))
    first, second, won = (pipeline.add(deal_draft(name, there[at])) for name, at in (("a", 2), ("b", 0), ("won", 1)))
    pipeline.win(won)
    before = canonical_dump(core.database.writer)
    for target in (None, there[0], 999):
        with pytest.raises(InvalidInput) as told:
            editing.delete(donors, target)
        assert told.value.field == "stage"
    assert canonical_dump(core.database.writer) == before
    editing.delete(donors, here[1])
    assert _names(editing, with_archived=True) == ["Client work"]
    assert _order(core, here[1]) == [stays, second, first]
    assert (_card(core, won).state, _card(core, won).stage_id) == (DealState.WON, here[1])
    assert [(visit.stage, visit.outcome) for visit in pipeline.history(first)] == [("Asked", ""), ("First talk", "")]
    core.services.undoing.undo()
    assert canonical_dump(core.database.writer) == before


def test_stages_are_added_renamed_moved_and_weighed(core: Core, editing: PipelineEditing) -> None:
    pipeline = core.services.pipeline.current()
    stage = editing.add_stage(pipeline, "  Contract ", 90, "good")
    editing.rename_stage(stage, "Signing")
    editing.move_stage(stage, 1)
    editing.set_chance(stage, 95)
    editing.set_colour(stage, "late")
    assert [(each.name, each.chance.percent, each.colour) for each in editing.stages(pipeline)][:3] == [
        ("Lead", 10, ""), ("Signing", 95, "late"), ("First talk", 30, ""),
    ]  # fmt: skip
    assert core.services.pipeline.board().columns[1].colour == "late"
    editing.move_stage(stage, 99)
    assert editing.stages(pipeline)[-1].id == stage
    editing.move_stage(stage, -5)
    assert editing.stages(pipeline)[0].id == stage


def test_what_no_stage_can_have_is_refused(core: Core, editing: PipelineEditing) -> None:
    pipeline, stage = core.services.pipeline.current(), _stage_ids(core)[0]
    for refused, field in (
        (lambda: editing.add_stage(pipeline, " "), "name"), (lambda: editing.rename_stage(stage, ""), "name"),
        (lambda: editing.set_chance(stage, 101), "probability"), (lambda: editing.add_stage(pipeline, "x", -1), "probability"),
        (lambda: editing.set_colour(stage, "#ff0000"), "colour"), (lambda: editing.set_stuck(stage, -1), "days"),
        (lambda: editing.add_stage(pipeline, "x", 5, "blue"), "colour"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput) as told:
            refused()
        assert told.value.field == field
    assert core.services.undoing.next_undo() is None


def test_a_deleted_stage_hands_its_deals_on_in_their_order_ended_ones_too(core: Core, editing: PipelineEditing) -> None:
    pipeline, stages = core.services.pipeline, _stage_ids(core)
    there = pipeline.add(deal_draft("there", stages[1]))
    first, second, won = (pipeline.add(deal_draft(name, stages[0])) for name in ("first", "second", "won"))
    pipeline.move(second, stages[0], first)
    pipeline.win(won)
    editing.delete_stage(stages[0], stages[1])
    assert _order(core, stages[1]) == [there, second, first]
    assert (_card(core, won).stage_id, _card(core, won).state) == (stages[1], DealState.WON)
    core.services.undoing.undo()
    assert _order(core, stages[0]) == [second, first]
    assert len(pipeline.history(first)) == 1


def test_the_days_in_a_deleted_stage_stay_in_the_history(
    core: Core, editing: PipelineEditing, clock: FixedClock
) -> None:
    pipeline, stages = core.services.pipeline, _stage_ids(core)
    deal = pipeline.add(deal_draft("Website", stages[0]))
    clock.advance(days=6)
    editing.delete_stage(stages[0], stages[2])
    clock.advance(days=2)
    assert [(visit.stage, visit.days) for visit in pipeline.history(deal)] == [("Lead", 6), ("Proposal sent", 2)]
    assert [(step.stage, step.days, step.state) for step in pipeline.way(deal)] == [
        ("First talk", 0, "past"), ("Proposal sent", 2, "now"), ("Negotiation", 0, "ahead"),
    ]  # fmt: skip


def test_the_last_stage_stays(core: Core, editing: PipelineEditing) -> None:
    for stage in _stage_ids(core)[1:]:
        editing.delete_stage(stage, _stage_ids(core)[0])
    (last,) = _stage_ids(core)
    elsewhere = _stage_ids(core, editing.add("donors"))[0]
    for target in (last, 999, elsewhere):
        with pytest.raises(InvalidInput):
            editing.delete_stage(last, target)


def test_a_change_of_a_stage_is_announced(core: Core, editing: PipelineEditing) -> None:
    heard: list[Change] = []
    core.services.feed.subscribe(heard.append)
    editing.set_stuck(_stage_ids(core)[0], 9)
    editing.add("donors")
    assert all(change.touches(STAGE) for change in heard)
    assert len(heard) == 2
