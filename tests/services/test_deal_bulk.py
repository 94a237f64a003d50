"""The same for many deals at once: one unit of work, one undo, stopped in the middle without a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_columns import EVERY_STATE, DealFilter, DealLine
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.pipelines import DealState
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.bulk_contacts import StoppedByUser
from crm_desktop.services.deal_bulk import DealBulk
from crm_desktop.storage import search_index
from tests.storage.dump import canonical_dump
from tests.support.home import TODAY, deal_draft, person

_DAY = date(2026, 12, 24)


def _quiet(_done: int, _total: int) -> None:
    pass


def _go_on() -> bool:
    return False


@pytest.fixture
def stages(core: Core) -> list[int]:
    return [stage.id for stage in core.services.pipeline.stages()]


@pytest.fixture
def ids(core: Core, stages: list[int]) -> list[int]:
    """Three deals: one of Marta in the second stage with a day, one that is tagged, one that was won."""
    marta = core.services.contacts.add(person())
    pipeline = core.services.pipeline
    first = pipeline.add(deal_draft("Shop", stages[1], 100, contact_id=marta, expected_close=TODAY))
    second = pipeline.add(deal_draft("Logo", stages[0], 200, "USD", tags=("Hot",)))
    third = pipeline.add(deal_draft("Menu", stages[0], 300))
    pipeline.win(third)
    return [first, second, third]


@pytest.fixture
def bulk(core: Core) -> DealBulk:
    return core.services.deals.bulk


def lines(core: Core, ids: list[int]) -> list[DealLine]:
    return core.services.deals.listing.lines(ids)


@pytest.mark.parametrize(
    ("write", "changed", "label"),
    [
        (lambda bulk, ids, stages: bulk.move(ids, stages[1], _quiet, _go_on), 2, "Moved 3 deals to First talk"),
        (lambda bulk, ids, _stages: bulk.set_close(ids, _DAY, _quiet, _go_on), 3, "Changed when 3 deals close"),
        (lambda bulk, ids, _stages: bulk.set_close(ids, None, _quiet, _go_on), 1, "Changed when 3 deals close"),
        (lambda bulk, ids, _stages: bulk.shift_close(ids, 14, _quiet, _go_on), 1, "Changed when 3 deals close"),
        (lambda bulk, ids, _stages: bulk.tag(ids, "hot", _quiet, _go_on), 2, "Tagged 3 deals “hot”"),
        (lambda bulk, ids, _stages: bulk.tag(ids, "new", _quiet, _go_on), 3, "Tagged 3 deals “new”"),
        (lambda bulk, ids, _stages: bulk.untag(ids, "HOT", _quiet, _go_on), 1, "Took a tag off 3 deals"),
        (lambda bulk, ids, _stages: bulk.win(ids, _quiet, _go_on), 2, "Won 3 deals"),
        (lambda bulk, ids, _stages: bulk.lose(ids, "No answer", _quiet, _go_on, _DAY), 2, "Lost 3 deals"),
        (lambda bulk, ids, _stages: bulk.remind(ids, ReminderDraft("Ask", TODAY), _quiet, _go_on), 3, "Reminders about 3 deals"),
        (lambda bulk, ids, _stages: bulk.delete(ids, _quiet, _go_on), 3, "Deleted 3 deals"),
    ],
)  # fmt: skip
def test_each_is_one_step_and_one_undo_leaves_no_trace(
    core: Core,
    bulk: DealBulk,
    ids: list[int],
    stages: list[int],
    write: Callable[[DealBulk, list[int], list[int]], int],
    changed: int,
    label: str,
) -> None:
    before = canonical_dump(core.database.writer)
    assert write(bulk, ids, stages) == changed
    after = canonical_dump(core.database.writer)
    assert after != before
    assert str(core.services.undoing.undo()) == label
    assert canonical_dump(core.database.writer) == before
    assert not search_index.differences(core.database.writer)
    core.services.undoing.redo()
    assert canonical_dump(core.database.writer) == after


def test_the_history_is_kept_as_for_single_deals(core: Core, bulk: DealBulk, ids: list[int], stages: list[int]) -> None:
    bulk.move(ids, stages[2], _quiet, _go_on)
    assert [line.card.stage_id for line in lines(core, ids)] == [stages[2]] * 3
    assert [line.card.state for line in lines(core, ids)] == [DealState.OPEN] * 3
    assert core.services.deals.listing.ids(DealFilter(stages=(stages[2],))) == ids
    bulk.lose(ids[:2], "No answer", _quiet, _go_on, _DAY)
    assert [line.lost_reason for line in lines(core, ids)] == ["No answer", "No answer", ""]
    ends = core.database.reader().execute("SELECT deal_id FROM stage_moves WHERE outcome = 'lost' ORDER BY id")
    assert [row[0] for row in ends] == ids[:2]
    agenda = core.services.reminders.agenda()
    assert [(row.deal_id, row.day, row.text) for row in agenda] == [
        (ids[0], _DAY, "Try again: Shop"),
        (ids[1], _DAY, "Try again: Logo"),
    ]


def test_days_are_shifted_from_each_own_day(core: Core, bulk: DealBulk, ids: list[int]) -> None:
    bulk.set_close(ids[1:2], _DAY, _quiet, _go_on)
    assert bulk.shift_close(ids, -7, _quiet, _go_on) == 2
    assert [line.card.expected_close for line in lines(core, ids)] == [
        TODAY - timedelta(days=7), _DAY - timedelta(days=7), None,
    ]  # fmt: skip
    with pytest.raises(InvalidInput):
        bulk.shift_close(ids, 10**9, _quiet, _go_on)
    assert bulk.shift_close(ids, 0, _quiet, _go_on) == 0


def test_a_reminder_is_about_the_deal_and_its_person(core: Core, bulk: DealBulk, ids: list[int]) -> None:
    bulk.remind(ids[:1], ReminderDraft("Ask", TODAY), _quiet, _go_on)
    (row,) = core.services.reminders.agenda()
    assert (row.deal, row.contact) == ("Shop", "Marta Oliveira")


def test_what_is_stopped_leaves_nothing(core: Core, bulk: DealBulk, ids: list[int]) -> None:
    before = canonical_dump(core.database.writer)
    with pytest.raises(StoppedByUser):
        bulk.delete(ids, _quiet, lambda: True)
    assert canonical_dump(core.database.writer) == before


def test_deals_and_stages_that_are_gone_are_passed_by(core: Core, bulk: DealBulk, ids: list[int]) -> None:
    core.services.pipeline.delete(ids[0])
    assert bulk.tag(ids, "x", _quiet, _go_on) == 2
    with pytest.raises(NotFound):
        bulk.move(ids, 999, _quiet, _go_on)
    with pytest.raises(InvalidInput):
        bulk.tag(ids, " ", _quiet, _go_on)
    assert bulk.untag(ids, "nobody", _quiet, _go_on) == 0
    assert len(core.services.deals.listing.ids(DealFilter(states=EVERY_STATE))) == 2
