"""Pipelines and their stages: made, named, ordered, archived, each with one undo."""

from __future__ import annotations

from collections.abc import Iterable

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.messages import message
from crm_desktop.domain.pipeline_templates import PipelineTemplate, StageDraft, template
from crm_desktop.domain.pipelines import Pipeline, PipelineWords, Stage, checked_colour, checked_percent
from crm_desktop.services.column_order import GAP, after
from crm_desktop.services.deal_writing import DealWriting
from crm_desktop.services.ports import Clock
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import deals as deal_queries
from crm_desktop.storage.queries import pipelines as queries
from crm_desktop.storage.writing import Writing

NAME_LIMIT = 100
WORD_LIMIT = 40
MOST_DAYS = 10_000


class PipelineEditing:
    """Pipelines and their stages: made, named, ordered, archived, each with one undo."""

    def __init__(self, database: Database, writing: Writing, clock: Clock) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock

    # -------------------------------------------------------------------------------------------------- pipelines

    def all(self, with_archived: bool = False) -> list[Pipeline]:
        """The pipelines in order, the archived ones last."""
        return queries.pipelines(self._database.reader(), with_archived)

    def add(self, kind: str, name: str = "") -> int:
        """Make a pipeline of a template, the last one in order; returns its id. Its name is the template's for none."""
        made = template(kind)
        cleaned = clean_line(name, NAME_LIMIT) or made.name
        with self._writing(message("Added pipeline “{name}”", name=cleaned)) as work:
            return insert_pipeline(work, made, cleaned)

    def add_empty(self, name: str) -> int:
        """Make a pipeline with one stage to begin with; returns its id. Raises InvalidInput (field "name") for no name."""
        cleaned = _name(name, "A pipeline needs a name.")
        with self._writing(message("Added pipeline “{name}”", name=cleaned)) as work:
            return insert_pipeline(work, PipelineTemplate("", cleaned, PipelineWords(), (StageDraft("New"),)))

    def copy(self, pipeline_id: int, name: str = "") -> int:
        """Make a pipeline with the words and stages of another one, without its deals; returns its id."""
        found, stages = self._pipeline(pipeline_id), self.stages(pipeline_id)
        cleaned = clean_line(name, NAME_LIMIT) or str(message("Copy of {name}", name=found.name))[:NAME_LIMIT]
        drafts = tuple(StageDraft(stage.name, stage.set_percent, stage.colour) for stage in stages)
        with self._writing(message("Added pipeline “{name}”", name=cleaned)) as work:
            made = insert_pipeline(work, PipelineTemplate(found.kind, cleaned, found.words, drafts))
            for stage, copied in zip(stages, queries.order(work.read, made), strict=True):
                work.update("stages", copied, learned=int(stage.wants_learned), stuck_days=stage.set_days)
            return made

    def rename(self, pipeline_id: int, name: str) -> None:
        """Call a pipeline otherwise; raises InvalidInput (field "name") for no name."""
        cleaned = _name(name, "A pipeline needs a name.")
        self._pipeline(pipeline_id)
        with self._writing(message("Renamed pipeline “{name}”", name=cleaned)) as work:
            work.update("pipelines", pipeline_id, name=cleaned)

    def set_words(self, pipeline_id: int, words: PipelineWords) -> None:
        """Say what its deals, winning and losing are called; empty for the usual words."""
        found = self._pipeline(pipeline_id)
        one, many, won, lost = (clean_line(word, WORD_LIMIT) for word in (words.one, words.many, words.won, words.lost))
        with self._writing(message("Changed the words of “{name}”", name=found.name)) as work:
            work.update("pipelines", pipeline_id, word_one=one, word_many=many, word_won=won, word_lost=lost)

    def move(self, pipeline_id: int, position: int) -> None:
        """Put a pipeline at another place among those in use (0 is the first)."""
        found = self._pipeline(pipeline_id)
        with self._writing(message("Moved pipeline “{name}”", name=found.name)) as work:
            for place, each in enumerate(_put((row.id for row in queries.pipelines(work.read)), pipeline_id, position)):
                work.update("pipelines", each, position=place)

    def archive(self, pipeline_id: int, archived: bool) -> None:
        """Put a pipeline out of sight with its deals, or take it back as the last one.

        Raises InvalidInput (field "pipeline") for the last one in use.
        """
        found = self._pipeline(pipeline_id)
        label = message("Archived pipeline “{name}”" if archived else "Took back pipeline “{name}”", name=found.name)
        with self._writing(label) as work:
            others = [row for row in queries.pipelines(work.read) if row.id != pipeline_id]
            if archived and not others:
                raise InvalidInput("pipeline", "At least one pipeline stays in use.")
            place = max((row.position for row in others), default=-1) + 1
            work.update("pipelines", pipeline_id, archived=int(archived), position=place)

    def delete(self, pipeline_id: int, deals_to: int | None) -> None:
        """Delete a pipeline with its stages; its deals, ended ones too, go to another stage.

        Raises InvalidInput (field "pipeline") for the last one in use, and (field "stage") where it has deals and no stage of
        another pipeline is given.
        """
        found = self._pipeline(pipeline_id)
        with self._writing(message("Deleted pipeline “{name}”", name=found.name)) as work:
            if not any(row.id != pipeline_id for row in queries.pipelines(work.read)):
                raise InvalidInput("pipeline", "At least one pipeline stays in use.")
            for stage_id in queries.stages_with_deals(work.read, pipeline_id):
                target = None if deals_to is None else queries.names(work.read, deals_to)
                if deals_to is None or target is None or target[1] == pipeline_id:
                    raise InvalidInput("stage", "Choose a stage of another pipeline for the deals.")
                self._hand_on(work, stage_id, deals_to)
            work.delete("pipelines", pipeline_id)

    # -------------------------------------------------------------------------------------------------- stages

    def stages(self, pipeline_id: int) -> list[Stage]:
        """The stages of a pipeline in order, with what their history teaches."""
        return queries.stages(self._database.reader(), pipeline_id)

    def deal_counts(self, pipeline_id: int) -> dict[int, tuple[int, int]]:
        """For each stage that has deals: how many are open, and how many ended there."""
        return queries.deal_counts(self._database.reader(), pipeline_id)

    def add_stage(self, pipeline_id: int, name: str, percent: int = 50, colour: str = "") -> int:
        """Add a stage at the end; returns its id. Raises InvalidInput (fields "name", "probability", "colour")."""
        cleaned = _name(name, "A stage needs a name.")
        with self._writing(message("Added stage “{name}”", name=cleaned)) as work:
            return work.insert(
                "stages",
                pipeline_id=pipeline_id,
                name=cleaned,
                position=len(queries.order(work.read, pipeline_id)),
                probability=checked_percent(percent),
                colour=checked_colour(colour),
            )

    def rename_stage(self, stage_id: int, name: str) -> None:
        """Call a stage otherwise; raises InvalidInput (field "name") for no name."""
        cleaned = _name(name, "A stage needs a name.")
        self._stage(stage_id)
        with self._writing(message("Renamed stage “{name}”", name=cleaned)) as work:
            work.update("stages", stage_id, name=cleaned)

    def set_chance(self, stage_id: int, percent: int | None) -> None:
        """Say how likely a deal in this stage is won, in percent; None learns it from the deals that ended."""
        if percent is None:
            self._change(stage_id, learned=1)
        else:
            self._change(stage_id, learned=0, probability=checked_percent(percent))

    def set_stuck(self, stage_id: int, days: int | None) -> None:
        """Say after how many quiet days a deal is stuck here; None learns it, 0 is never.

        Raises InvalidInput (field "days").
        """
        if days is not None and not 0 <= days <= MOST_DAYS:
            raise InvalidInput("days", "That is no number of days.")
        self._change(stage_id, stuck_days=days)

    def set_colour(self, stage_id: int, colour: str) -> None:
        """Give a stage a tone, "" for none; raises InvalidInput (field "colour")."""
        self._change(stage_id, colour=checked_colour(colour))

    def move_stage(self, stage_id: int, position: int) -> None:
        """Put a stage at another place in its pipeline (0 is the first)."""
        name, pipeline_id = self._stage(stage_id)
        with self._writing(message("Moved stage “{name}”", name=name)) as work:
            for place, each in enumerate(_put(queries.order(work.read, pipeline_id), stage_id, position)):
                work.update("stages", each, position=place)

    def delete_stage(self, stage_id: int, deals_to: int) -> None:
        """Delete a stage; its deals, ended ones too, go to another one, of another pipeline if wished.

        Raises InvalidInput (field "stage") for the last stage of a pipeline, and for a target that is gone.
        """
        name, pipeline_id = self._stage(stage_id)
        with self._writing(message("Deleted stage “{name}”", name=name)) as work:
            last = queries.order(work.read, pipeline_id) == [stage_id]
            if last or deals_to == stage_id or queries.names(work.read, deals_to) is None:
                raise InvalidInput("stage", "A pipeline keeps at least one stage; choose another one for the deals.")
            self._hand_on(work, stage_id, deals_to)
            work.delete("stages", stage_id)

    def _hand_on(self, work: Work, stage_id: int, deals_to: int) -> None:
        """Open deals move on like any others, with a note in their history; ended ones stay ended."""
        deals = DealWriting(work, self._clock.zone())
        end = after(deal_queries.positions(work.read, deals_to))
        for place, (deal_id, _position) in enumerate(deal_queries.positions(work.read, stage_id)):
            deals.move(deals.card(deal_id), deals_to, position=end + place * GAP)
        for deal_id in deal_queries.in_stage(work.read, stage_id):
            work.update("deals", deal_id, stage_id=deals_to)

    def _change(self, stage_id: int, **values: object) -> None:
        name, _ = self._stage(stage_id)
        with self._writing(message("Changed stage “{name}”", name=name)) as work:
            work.update("stages", stage_id, **values)

    def _pipeline(self, pipeline_id: int) -> Pipeline:
        for each in self.all(with_archived=True):
            if each.id == pipeline_id:
                return each
        raise NotFound("This pipeline is no longer there.")

    def _stage(self, stage_id: int) -> tuple[str, int]:
        found = queries.names(self._database.reader(), stage_id)
        if found is None:
            raise NotFound("This stage is no longer there.")
        return found[0], found[1]


def insert_pipeline(work: Work, made: PipelineTemplate, name: str = "") -> int:
    """Add a pipeline of a template behind the others; returns its id."""
    words = made.words
    position = max((row.position for row in queries.pipelines(work.read)), default=-1) + 1
    pipeline_id = work.insert(
        "pipelines", name=name or made.name, kind=made.kind, position=position,
        word_one=words.one, word_many=words.many, word_won=words.won, word_lost=words.lost,
    )  # fmt: skip
    for place, stage in enumerate(made.stages):
        work.insert(
            "stages", pipeline_id=pipeline_id, name=stage.name, position=place, probability=stage.probability,
            colour=stage.colour,
        )  # fmt: skip
    return pipeline_id


def _put(order: Iterable[int], moved: int, position: int) -> list[int]:
    others = [each for each in order if each != moved]
    others.insert(max(0, min(position, len(others))), moved)
    return others


def _name(name: str, missing: str) -> str:
    cleaned = clean_line(name, NAME_LIMIT)
    if not cleaned:
        raise InvalidInput("name", missing)
    return cleaned
