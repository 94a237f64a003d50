"""What a user can do on the board: add deals, move them, win and lose them, change them; and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.domain.contacts import NAME_LIMIT, clean_line
from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.deal_pages import Board, DealCard, DealPage
from crm_desktop.domain.errors import NotFound
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.money import add_up
from crm_desktop.domain.pipelines import DealDraft, DealState, Pipeline, Stage
from crm_desktop.services import board_reading as reading
from crm_desktop.services.pipeline_settings import CURRENT_PIPELINE
from crm_desktop.services.ports import Clock
from crm_desktop.services.settings import CURRENCY, SettingsService
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import deals as queries
from crm_desktop.storage.queries import pipelines as pipeline_queries
from crm_desktop.storage.queries.instants import instant
from crm_desktop.storage.writing import Writing

if TYPE_CHECKING:
    from crm_desktop.domain.deal_history import StageVisit, Standing, WayStep
    from crm_desktop.services.deal_writing import DealWriting
    from crm_desktop.services.writes import Work


class PipelineService:
    """The pipelines, their boards, and the ways of their deals; every write is one undoable step."""

    def __init__(self, database: Database, writing: Writing, clock: Clock, settings: SettingsService) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings

    def pipelines(self) -> list[Pipeline]:
        """The pipelines in use, in order; the first one is made if there is none."""
        found = pipeline_queries.pipelines(self._database.reader())
        if not found:
            self.ensure_pipeline()
            found = pipeline_queries.pipelines(self._database.reader())
        return found

    def current(self) -> int:
        """The id of the pipeline that was shown last; of the first one if that is gone or archived."""
        kept = self._settings.get(CURRENT_PIPELINE.name)
        ids = [pipeline.id for pipeline in self.pipelines()]
        return int(kept) if kept.isdecimal() and int(kept) in ids else ids[0]

    def set_current(self, pipeline_id: int) -> None:
        """Show this pipeline from now on; not part of what Ctrl+Z takes back."""
        self._settings.set(CURRENT_PIPELINE.name, str(pipeline_id))

    def board(self, pipeline_id: int | None = None) -> Board:
        """The columns of a pipeline (None: the current one) with their open deals, and what was won this month.

        Raises NotFound for one that is gone.
        """
        connection, zone = self._database.reader(), self._clock.zone()
        shown = self._pipeline(self.current() if pipeline_id is None else pipeline_id)
        stages = pipeline_queries.stages(connection, shown.id)
        cards = reading.open_cards(connection, stages, self._now(), zone, shown.id)
        columns = reading.columns(stages, cards)
        month = self._today().replace(day=1)
        won = tuple(queries.won_since(connection, shown.id, *reading.month_span(month, zone)))
        return Board(
            pipeline_id=shown.id,
            name=shown.name,
            columns=columns,
            won=won,
            won_sums=add_up(reading.worths(won)),
            open_count=len(cards),
            open_sums=add_up(total for column in columns for total in column.sums),
            weighted_sums=add_up(total for column in columns for total in column.weighted),
            month=month,
            words=shown.words,
        )

    def stages(self, pipeline_id: int | None = None) -> list[Stage]:
        """The stages of a pipeline (None: the current one) in order, with chance and days until stuck."""
        return pipeline_queries.stages(self._database.reader(), self.current() if pipeline_id is None else pipeline_id)

    def page(self, deal_id: int) -> DealPage | None:
        """Everything about one deal for its form; None when it is gone."""
        return queries.page(self._database.reader(), deal_id)

    def cards(self, deal_ids: Iterable[int]) -> list[DealCard]:
        """These deals in this order, with quiet days and why they are stuck; those that are gone are left out."""
        connection = self._database.reader()
        found = queries.cards(connection, tuple(deal_ids))
        stages = pipeline_queries.stages(connection)
        steps = {card.id: queries.planned(connection, card.id).get(card.id, []) for card in found}
        return reading.judged(found, steps, stages, self._now(), self._clock.zone())

    def history(self, deal_id: int) -> tuple[StageVisit, ...]:
        """Every stay of a deal in a stage, the first one first; empty when it is gone."""
        return self._way(deal_id)[1]

    def way(self, deal_id: int) -> tuple[WayStep, ...]:
        """The stages of the deal's pipeline in order, with the days it spent in each; empty when it is gone."""
        from crm_desktop.domain.deal_history import way  # to keep start-up fast

        standing, found = self._way(deal_id)
        if standing is None:
            return ()
        named = pipeline_queries.names(self._database.reader(), standing.stage_id)
        stages = pipeline_queries.stages(self._database.reader(), named[1]) if named else []
        return way([(stage.id, stage.name, stage.colour) for stage in stages], found, standing)

    def default_currency(self) -> str:
        """The currency of an amount typed without one."""
        return self._settings.get(CURRENCY.name)

    def add(self, draft: DealDraft) -> int:
        """Put a deal at the end of its stage; raises InvalidInput (field "title") when it has no name. Returns the id."""
        title = clean_line(draft.title, NAME_LIMIT)
        with self._writing(message("Added deal “{title}”", title=title)) as work:
            return self._deals(work).insert(draft)

    def edit(self, deal_id: int, draft: DealDraft) -> None:
        """Change a deal; another stage than before is a move."""
        with self._change(deal_id, "Changed deal “{title}”") as (deals, card):
            deals.change(card, draft)

    def move(self, deal_id: int, stage_id: int, before: int | None = None) -> None:
        """Put a deal into a stage, of another pipeline too, before another deal there or at the end.

        Raises NotFound when the deal or the stage is gone.
        """
        with self._writing(message("Moved a deal")) as work:
            deals = self._deals(work)
            card, to = deals.card(deal_id), pipeline_queries.names(work.read, stage_id)
            if to is None:
                raise NotFound("This stage is no longer there.")
            work.label = _moved(card, *to)
            deals.move(card, stage_id, before)

    def win(self, deal_id: int) -> None:
        """The work is ours."""
        with self._change(deal_id, "Won “{title}”") as (deals, card):
            deals.end(card, DealState.WON)

    def lose(self, deal_id: int, reason: str, again_on: date | None = None) -> None:
        """It will not happen, and why; `again_on` makes a reminder to try again."""
        with self._writing(message("Lost a deal")) as work:
            deals = self._deals(work)
            card = deals.card(deal_id)
            work.label = message("Lost “{title}”", title=card.title)
            deals.end(card, DealState.LOST, reason)
            if again_on is not None:
                from crm_desktop.services.scheduling.series import surroundings  # to keep start-up fast

                deals.ask_again(card, again_on, surroundings(self._clock, self._settings))

    def reopen(self, deal_id: int) -> None:
        """Open a deal again that was won or lost."""
        with self._change(deal_id, "Reopened “{title}”") as (deals, card):
            deals.reopen(card)

    def delete(self, deal_id: int) -> None:
        """Delete a deal with its history and reminders."""
        with self._writing(message("Deleted a deal")) as work:
            card = self._deals(work).card(deal_id)
            work.label = message("Deleted deal “{title}”", title=card.title)
            work.delete("deals", deal_id)

    def ensure_pipeline(self) -> None:
        """Make the first pipeline if there is none; not something to undo."""
        if pipeline_queries.pipelines(self._database.reader(), with_archived=True):
            return
        with self._writing(None) as work:
            from crm_desktop.domain.pipeline_templates import DEFAULT_KIND, template  # to keep start-up fast
            from crm_desktop.services.pipelines import insert_pipeline

            insert_pipeline(work, template(DEFAULT_KIND))

    def _pipeline(self, pipeline_id: int) -> Pipeline:
        for pipeline in pipeline_queries.pipelines(self._database.reader(), with_archived=True):
            if pipeline.id == pipeline_id:
                return pipeline
        raise NotFound("This pipeline is no longer there.")

    def _way(self, deal_id: int) -> tuple[Standing | None, tuple[StageVisit, ...]]:
        from crm_desktop.domain.deal_history import Move, Standing, visits  # to keep start-up fast

        connection = self._database.reader()
        card = queries.card(connection, deal_id)
        if card is None:
            return None, ()
        outcome = "" if card.state is DealState.OPEN else card.state.value
        created = card.created_at or card.stage_since
        standing = Standing(card.stage_id, card.stage, card.stage_since, created, outcome, card.closed_at)
        moves = [Move(*row[:6], instant(row[6])) for row in queries.moves(connection, deal_id)]
        return standing, visits(moves, standing, self._clock.now())

    @contextmanager
    def _change(self, deal_id: int, label: str) -> Iterator[tuple[DealWriting, DealCard]]:
        with self._writing(message("Changed a deal")) as work:
            deals = self._deals(work)
            card = deals.card(deal_id)
            work.label = message(label, title=card.title)
            yield deals, card

    def _deals(self, work: Work) -> DealWriting:
        from crm_desktop.services.deal_writing import DealWriting  # to keep start-up fast

        return DealWriting(work, self._clock.zone())

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _today(self) -> date:
        return instant_to_wall(self._clock.now(), self._clock.zone()).date()


def _moved(card: DealCard, stage: str, pipeline_id: int, pipeline: str) -> Message:
    if pipeline_id == card.pipeline_id:
        return message("Moved “{title}” to {stage}", title=card.title, stage=stage)
    return message("Moved “{title}” to {stage} in {pipeline}", title=card.title, stage=stage, pipeline=pipeline)
