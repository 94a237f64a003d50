"""The list of deals: which ids it has, a page of lines at a time, what they come to, and the same as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.deal_columns import DealFilter, DealLine, ListSums, columns, usable_columns
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import NotFound
from crm_desktop.domain.filter_fields import OWN
from crm_desktop.domain.list_columns import Column, sort_of
from crm_desktop.domain.own_fields import FieldKind, OwnField
from crm_desktop.domain.pipelines import DealState, Stage
from crm_desktop.services import board_reading
from crm_desktop.services.planned_days import local_day
from crm_desktop.services.ports import Clock
from crm_desktop.services.settings import CURRENCY, SettingsService
from crm_desktop.storage.database import Database
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import deal_list as queries
from crm_desktop.storage.queries import deals, filters, lists, own_fields, pipelines
from crm_desktop.storage.queries.filter_sql import Sql

_SORTED_BY_NUMBER = frozenset((FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DAY, FieldKind.YES_NO))


class DealListing:
    """Reads the list of deals; a page of lines is a few quick statements, however many deals there are."""

    def __init__(self, database: Database, clock: Clock, settings: SettingsService) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings

    def columns(self) -> dict[str, Column]:
        """The columns there are, by key."""
        return columns(self._own())

    def shown_columns(self, wanted: Sequence[str]) -> tuple[Column, ...]:
        """The columns wanted that are still there, the title first; the usual ones for none."""
        return usable_columns(wanted, self.columns())

    def ids(self, wanted: DealFilter, sort: str = "") -> list[int]:
        """The deals that a filter lets through, in order; `sort` is the key of a column, with `-` for the other direction.

        A saved list that is gone lets nobody in.
        """
        connection = self._database.reader()
        people = None if wanted.list_id is None else self._people(connection, wanted.list_id)
        return queries.ids(connection, wanted, people, sort, self._around(connection, sort))

    def sums(self, ids: Sequence[int]) -> ListSums:
        """What these deals come to, each currency apart."""
        connection = self._database.reader()
        return ListSums(*queries.sums(connection, ids, self._around(connection)))

    def stages(self) -> list[Stage]:
        """All stages with what their history teaches: for `lines`, which then need not learn it for each page."""
        return pipelines.stages(self._database.reader())

    def lines(self, ids: Sequence[int], learned: Sequence[Stage] | None = None) -> list[DealLine]:
        """The lines for these ids (a page of them), in the order asked; ids that are gone are left out.

        `learned` are the `stages` as they were read before; None reads them anew.
        """
        connection, zone, now = self._database.reader(), self._clock.zone(), self._now()
        stages = pipelines.stages(connection) if learned is None else learned
        cards = deals.cards(connection, ids)
        steps = {card.id: deals.planned(connection, card.id).get(card.id, []) for card in cards if _is_open(card)}
        more, own = queries.more(connection, ids), self._own_values(connection, ids)
        chances, today = {stage.id: stage.chance.percent for stage in stages}, local_day(now, zone)
        return [
            DealLine(
                card,
                chances.get(card.stage_id, 0),
                *more.get(card.id, ("", "")),
                *_days(card, today, zone),
                own.get(card.id, {}),
            )
            for card in board_reading.judged(cards, steps, stages, now, zone)
        ]

    def tags(self) -> list[tuple[int, str]]:
        """The tags that deals bear: (id, name), by name."""
        return queries.tags_in_use(self._database.reader())

    def field_of(self, key: str) -> int:
        """The own field of a column; raises NotFound when it is gone."""
        found = next((each.id for each in self._own() if OWN + each.uid == key), None)
        if found is None:
            raise NotFound("This field is no longer there.")
        return found

    def people_lists(self) -> list[tuple[int, str]]:
        """The saved lists of people: (id, name), in their order."""
        return [(each.id, each.name) for each in lists.saved(self._database.reader())]

    def _around(self, connection: Connection, sort: str = "") -> queries.ListAround:
        stages = pipelines.stages(connection)
        return queries.ListAround(
            now=self._now(),
            chances={stage.id: stage.chance.percent for stage in stages},
            stuck=self._stuck(connection, stages) if sort_of(sort)[0] == "stuck" else (),
            currency=self._settings.get(CURRENCY.name),
            own={OWN + each.uid: (each.id, each.kind in _SORTED_BY_NUMBER) for each in self._own()},
        )

    def _stuck(self, connection: Connection, stages: Sequence[Stage]) -> list[int]:
        cards = board_reading.open_cards(connection, stages, self._now(), self._clock.zone())
        return [card.id for card in cards if card.stuck is not None]

    def _people(self, connection: Connection, list_id: int) -> Sql:
        found = lists.saved_one(connection, list_id)
        if found is None:
            return Sql("0")
        now, zone = self._now(), self._clock.zone()
        around = filters.Around(local_day(now, zone), zone, now, lists.what_is_known(connection))
        return filters.condition(found.filter, around)

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _own(self) -> list[OwnField]:
        return own_fields.plain_fields(self._database.reader(), "deal")

    def _own_values(self, connection: Connection, ids: Sequence[int]) -> dict[int, Mapping[str, str]]:
        keys = {field.id: OWN + field.uid for field in self._own()}
        if not keys or not ids:
            return {}
        found = own_fields.stored(connection, "deal", ids)
        return {deal: {keys[field]: text for field, text in held if field in keys} for deal, held in found.items()}


def _is_open(card: DealCard) -> bool:
    return card.state is DealState.OPEN


def _days(card: DealCard, today: date, zone: tzinfo) -> tuple[int, int]:
    """The days since the deal was made and since it came to its stage, up to its end or today."""
    end = _day(card.closed_at, zone) if card.closed_at is not None else today
    made = _day(card.created_at, zone) if card.created_at is not None else end
    return max(0, (end - made).days), max(0, (end - _day(card.stage_since, zone)).days)


def _day(instant: datetime, zone: tzinfo) -> date:
    return instant_to_wall(instant, zone).date()
