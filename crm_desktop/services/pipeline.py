"""What a user can do on the board: add deals, move them, win and lose them, change the stages."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, date, timedelta

from crm_desktop.domain.contacts import NAME_LIMIT, clean_line, clean_text
from crm_desktop.domain.dates import day_start_instant, instant_to_wall, last_day_of_month
from crm_desktop.domain.deal_pages import Board, DealCard, DealPage, StageColumn
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.messages import message
from crm_desktop.domain.money import Money, add_up
from crm_desktop.domain.pipelines import DEFAULT_STAGES, DealDraft, DealState
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.column_order import GAP, after, make_room
from crm_desktop.services.ports import Clock
from crm_desktop.services.reminder_writes import insert_reminder
from crm_desktop.services.scheduling.series import surroundings
from crm_desktop.services.settings import CURRENCY, SettingsService
from crm_desktop.services.writes import Work, company_for
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import deals as queries
from crm_desktop.storage.writing import Writing

_DAY = 86_400


class PipelineService:
    """One pipeline in use; the tables know several."""

    def __init__(self, database: Database, writing: Writing, clock: Clock, settings: SettingsService) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings

    def board(self) -> Board:
        """The columns with their open deals, and what was won this month."""
        connection = self._database.reader()
        pipeline_id, name = self._pipeline()
        cards: dict[int, list[DealCard]] = {}
        for card in queries.open_cards(connection, pipeline_id):
            cards.setdefault(card.stage_id, []).append(card)
        columns = tuple(
            _column(stage_id, stage, probability, tuple(cards.get(stage_id, ())))
            for stage_id, stage, probability, _ in queries.stages(connection, pipeline_id)
        )
        month = self._today().replace(day=1)
        won = tuple(self._won_in(pipeline_id, month))
        return Board(
            pipeline_id=pipeline_id,
            name=name,
            columns=columns,
            won=won,
            won_sums=add_up(_values(won)),
            open_count=sum(len(column.cards) for column in columns),
            open_sums=add_up(total for column in columns for total in column.sums),
            weighted_sums=add_up(total for column in columns for total in column.weighted),
            month=month,
        )

    def page(self, deal_id: int) -> DealPage | None:
        """Everything about one deal; None when it is gone."""
        return queries.page(self._database.reader(), deal_id)

    def default_currency(self) -> str:
        """The currency of an amount typed without one."""
        return self._settings.get(CURRENCY.name)

    def add(self, draft: DealDraft) -> int:
        """Put a deal at the end of its stage; raises InvalidInput (field "title") when it has no name. Returns the id."""
        with self._writing(message("Added deal “{title}”", title=clean_line(draft.title, NAME_LIMIT))) as work:
            return work.insert(
                "deals",
                uid=uuid.uuid4().hex,
                position=after(queries.positions(work.read, draft.stage_id)),
                stage_since=work.now,
                created_at=work.now,
                **_columns(work, draft),
            )

    def edit(self, deal_id: int, draft: DealDraft) -> None:
        """Change a deal; another stage than before is a move."""
        card = self._card(deal_id)
        with self._change(card, "Changed deal “{title}”") as work:
            work.update("deals", deal_id, **_columns(work, draft))
            if card.stage_id != draft.stage_id:
                position = after(queries.positions(work.read, draft.stage_id))
                self._note_move(work, card, draft.stage_id, position)

    def move(self, deal_id: int, stage_id: int, before: int | None = None) -> None:
        """Put a deal into a stage, before another deal there or at the end."""
        card = self._card(deal_id)
        stage = queries.stage_name(self._database.reader(), stage_id)
        if stage is None:
            raise NotFound("This stage is no longer there.")
        with self._writing(message("Moved “{title}” to {stage}", title=card.title, stage=stage)) as work:
            position = make_room(work, stage_id, deal_id, before)
            if card.stage_id == stage_id and card.state is DealState.OPEN:
                work.update("deals", deal_id, position=position)
            else:
                self._note_move(work, card, stage_id, position)

    def win(self, deal_id: int) -> None:
        """The work is ours."""
        card = self._card(deal_id)
        with self._writing(message("Won “{title}”", title=card.title)) as work:
            work.update("deals", deal_id, state=DealState.WON.value, closed_at=work.now, lost_reason="")

    def lose(self, deal_id: int, reason: str, again_on: date | None = None) -> None:
        """It will not happen, and why; `again_on` makes a reminder to try again."""
        card = self._card(deal_id)
        with self._writing(message("Lost “{title}”", title=card.title)) as work:
            cleaned = clean_line(reason, 500)
            work.update("deals", deal_id, state=DealState.LOST.value, closed_at=work.now, lost_reason=cleaned)
            if again_on is not None:
                text = str(message("Try again: {title}", title=card.title))
                draft = ReminderDraft(text=text, day=again_on, contact_id=card.contact_id, deal_id=deal_id)
                insert_reminder(work, draft, surroundings(self._clock, self._settings))

    def reopen(self, deal_id: int) -> None:
        """Open a deal again that was won or lost."""
        card = self._card(deal_id)
        with self._writing(message("Reopened “{title}”", title=card.title)) as work:
            work.update("deals", deal_id, state=DealState.OPEN.value, closed_at=None, lost_reason="")

    def delete(self, deal_id: int) -> None:
        """Delete a deal with its history and reminders."""
        card = self._card(deal_id)
        with self._change(card, "Deleted deal “{title}”") as work:
            work.delete("deals", deal_id)

    def stages(self) -> list[StageColumn]:
        """The stages in order, without their deals."""
        found = queries.stages(self._database.reader(), self._pipeline()[0])
        return [StageColumn(row[0], row[1], row[2], (), (), ()) for row in found]

    def add_stage(self, name: str, probability: int = 50) -> int:
        """Add a stage at the end; returns its id."""
        cleaned, pipeline_id = _stage_name(name), self._pipeline()[0]
        with self._writing(message("Added stage “{name}”", name=cleaned)) as work:
            position = len(queries.stages(work.read, pipeline_id))
            return work.insert(
                "stages",
                pipeline_id=pipeline_id,
                name=cleaned,
                position=position,
                probability=_percent(probability),
            )

    def rename_stage(self, stage_id: int, name: str) -> None:
        """Call a stage otherwise; raises InvalidInput (field "name") for no name."""
        cleaned = _stage_name(name)
        with self._writing(message("Renamed stage “{name}”", name=cleaned)) as work:
            work.update("stages", stage_id, name=cleaned)

    def set_probability(self, stage_id: int, percent: int) -> None:
        """Say how likely a deal in this stage is won, in percent."""
        name = queries.stage_name(self._database.reader(), stage_id) or ""
        with self._writing(message("Changed stage “{name}”", name=name)) as work:
            work.update("stages", stage_id, probability=_percent(percent))

    def move_stage(self, stage_id: int, position: int) -> None:
        """Put a stage at another place (0 is the first)."""
        name = queries.stage_name(self._database.reader(), stage_id) or ""
        with self._writing(message("Moved stage “{name}”", name=name)) as work:
            order = [row[0] for row in queries.stages(work.read, self._pipeline()[0]) if row[0] != stage_id]
            order.insert(max(0, min(position, len(order))), stage_id)
            for place, each in enumerate(order):
                work.update("stages", each, position=place)

    def delete_stage(self, stage_id: int, deals_to: int) -> None:
        """Delete a stage; its deals, ended ones too, go to another. Raises InvalidInput for the last stage."""
        name = queries.stage_name(self._database.reader(), stage_id)
        if name is None or deals_to == stage_id or queries.stage_name(self._database.reader(), deals_to) is None:
            raise InvalidInput("stage", "A pipeline keeps at least one stage; choose another one for the deals.")
        with self._writing(message("Deleted stage “{name}”", name=name)) as work:
            position = after(queries.positions(work.read, deals_to))
            for place, deal_id in enumerate(queries.in_stage(work.read, stage_id)):
                work.update("deals", deal_id, stage_id=deals_to, position=position + place * GAP)
            work.delete("stages", stage_id)

    def ensure_pipeline(self) -> None:
        """Make the first pipeline if there is none; not something to undo."""
        if queries.pipelines(self._database.reader()):
            return
        with self._writing(None) as work:
            pipeline_id = work.insert("pipelines", name="Client work")
            for position, stage in enumerate(DEFAULT_STAGES):
                work.insert(
                    "stages",
                    pipeline_id=pipeline_id,
                    name=stage.name,
                    position=position,
                    probability=stage.probability,
                )

    def _pipeline(self) -> tuple[int, str]:
        found = queries.pipelines(self._database.reader())
        if not found:
            self.ensure_pipeline()
            found = queries.pipelines(self._database.reader())
        return found[0]

    def _won_in(self, pipeline_id: int, month: date) -> list[DealCard]:
        zone = self._clock.zone()
        after = last_day_of_month(month.year, month.month) + timedelta(days=1)
        since, until = (int(day_start_instant(day, zone).timestamp()) for day in (month, after))
        return queries.won_since(self._database.reader(), pipeline_id, since, until)

    def _today(self) -> date:
        return instant_to_wall(self._clock.now(), self._clock.zone()).date()

    def _card(self, deal_id: int) -> DealCard:
        page = queries.page(self._database.reader(), deal_id)
        if page is None:
            raise NotFound("This deal is no longer there.")
        return page.card

    def _change(self, card: DealCard, label: str) -> AbstractContextManager[Work]:
        return self._writing(message(label, title=card.title))

    def _note_move(self, work: Work, card: DealCard, stage_id: int, position: int) -> None:
        work.update(
            "deals",
            card.id,
            stage_id=stage_id,
            position=position,
            stage_since=work.now,
            state=DealState.OPEN.value,
            closed_at=None,
            lost_reason="",
        )
        if card.stage_id != stage_id:
            days = max(0, work.now - int(card.stage_since.astimezone(UTC).timestamp())) // _DAY
            work.insert(
                "stage_moves",
                deal_id=card.id,
                from_stage=card.stage,
                to_stage=queries.stage_name(work.read, stage_id) or "",
                from_stage_id=card.stage_id,
                days=days,
                moved_at=work.now,
            )


def _column(stage_id: int, name: str, probability: int, cards: tuple[DealCard, ...]) -> StageColumn:
    sums = add_up(_values(cards))
    weighted = tuple(Money(round(total.minor * probability / 100), total.currency) for total in sums)
    return StageColumn(stage_id, name, probability, cards, sums, weighted)


def _values(cards: Iterable[DealCard]) -> Iterable[Money]:
    return (card.value for card in cards if card.value is not None)


def _columns(work: Work, draft: DealDraft) -> dict[str, object]:
    title = clean_line(draft.title, NAME_LIMIT)
    if not title:
        raise InvalidInput("title", "A deal needs a name: what is the work?")
    return {
        "title": title,
        "contact_id": draft.contact_id,
        "company_id": company_for(work, draft.company),
        "stage_id": draft.stage_id,
        "amount_minor": draft.value.minor if draft.value else None,
        "currency": draft.value.currency if draft.value else "",
        "expected_close": draft.expected_close.isoformat() if draft.expected_close else None,
        "source": clean_line(draft.source, 200),
        "note": clean_text(draft.note),
    }


def _stage_name(name: str) -> str:
    cleaned = clean_line(name, 100)
    if not cleaned:
        raise InvalidInput("name", "A stage needs a name.")
    return cleaned


def _percent(value: int) -> int:
    if not 0 <= value <= 100:
        raise InvalidInput("probability", "A chance is between 0 and 100 percent.")
    return value
