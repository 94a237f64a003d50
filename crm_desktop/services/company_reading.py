"""Puts a company's page together from one statement a figure."""

from __future__ import annotations

from crm_desktop.domain.company_pages import CompanyPage
from crm_desktop.domain.money import Money
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import companies as queries
from crm_desktop.storage.queries import deals, reminders
from crm_desktop.storage.queries.instants import instant, instant_or_none

PEOPLE_SHOWN = 5
_OTHERS_SHOWN = 20
_DEALS_SHOWN = 20
_REMINDERS_SHOWN = 5


def read_page(connection: Connection, company_id: int, now: int) -> CompanyPage | None:
    """The page of one company; None when it is gone. `now` is in seconds UTC."""
    texts = queries.texts(connection, company_id)
    if texts is None:
        return None
    occurrences, reminder_count = queries.open_occurrences(connection, company_id, _REMINDERS_SHOWN)
    rows = reminders.rows_of(connection, occurrences, now) if occurrences else {}
    states = queries.deal_sums(connection, company_id)
    return CompanyPage(
        id=company_id,
        **{name: str(texts[name]) for name in _TEXTS},
        created_at=instant(int(str(texts["created_at"]))),
        people=queries.people(connection, company_id, PEOPLE_SHOWN),
        people_count=queries.people_count(connection, company_id),
        other_people=queries.other_people(connection, company_id, _OTHERS_SHOWN),
        last_spoke=instant_or_none(queries.last_spoke(connection, company_id)),
        deals=deals.cards(connection, queries.deal_ids(connection, company_id, _DEALS_SHOWN)),
        others_deals=deals.cards(connection, queries.deals_taken_part_in(connection, company_id, _DEALS_SHOWN)),
        open_count=_count(states, "open"),
        won_count=_count(states, "won"),
        open_sums=_sums(states, "open"),
        won_sums=_sums(states, "won"),
        reminders=tuple(rows[each] for each in occurrences if each in rows),
        reminder_count=reminder_count,
    )


_TEXTS = ("uid", "name", "domain", "website", "phone", "email", "address", "industry", "note")
_States = list[tuple[str, int, Money | None]]


def _count(states: _States, state: str) -> int:
    return sum(count for of_state, count, _sum in states if of_state == state)


def _sums(states: _States, state: str) -> tuple[Money, ...]:
    return tuple(money for of_state, _count, money in states if of_state == state and money is not None)
