"""Years of use by chance, against plain counting of days: no birthday missed or doubled, nobody out of sight."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ImportantDate
from tests.services.scheduling.hearing import hear
from tests.support.clock import FixedClock
from tests.support.home import interaction_draft, opened_home, person

pytestmark = pytest.mark.no_cover

_ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "Pacific/Auckland",
    "America/St_Johns",
    "Africa/Casablanca",
)


def _rows(core: Core, query: str) -> list[tuple[object, ...]]:
    return core.database.reader().execute(query).fetchall()  # type: ignore[no-any-return]


def _today(core: Core) -> date:
    return core.services.today.today().day


def _kept(month_day: str, first: date, last: date, lead: int) -> list[str]:
    """Every day from the first to the last on which a notice stands, by looking at each day of the calendar."""
    found, each = [], first
    while each <= last:
        kept = each + timedelta(days=lead)
        feb_28_instead = (
            month_day == "02-29" and kept.strftime("%m-%d") == "02-28" and (kept + timedelta(days=1)).month == 3
        )
        if kept.strftime("%m-%d") == month_day or feb_28_instead:
            found.append(each.isoformat())
        each += timedelta(days=1)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_no_yearly_day_is_missed_or_comes_twice(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    clock = FixedClock(datetime(2026, 1, 15, 8, 30, tzinfo=UTC))
    days = ("02-29", "12-31", "01-01", f"{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}")
    with opened_home(tmp_path / "home", clock) as core:
        for month_day in days:
            core.services.contacts.add(person(month_day, dates=(ImportantDate("birthday", f"--{month_day}", "7,0"),)))
        begun = _today(core)
        for _ in range(120):
            clock.advance(hours=chance.choice((1, 5, 24, 24 * 9, 24 * 25, 24 * 60)))
            if chance.random() < 0.2:
                clock.travel(chance.choice(_ZONES))
            heard = hear(core) if chance.random() < 0.8 else []
            if heard and chance.random() < 0.7:
                row = chance.choice(core.services.reminders.agenda())
                core.services.reminders.done(row.occurrence_id)
            if chance.random() < 0.1:
                core.services.undoing.undo()
                core.services.undoing.redo()
        hear(core)
        query = (
            "SELECT d.month_day, r.lead_days, group_concat(o.planned_day) FROM occurrences o JOIN reminders r "
            "ON r.id = o.reminder_id JOIN important_dates d ON d.id = r.date_id WHERE o.planned_day <= ? GROUP BY 1, 2"
        )
        today = _today(core)
        found = core.database.reader().execute(query, (today.isoformat(),)).fetchall()
        assert len(found) == 2 * len(days)
        for month_day, lead, planned in found:
            assert sorted(planned.split(",")) == _kept(month_day, begun, today, lead), (month_day, lead)


@pytest.mark.parametrize("seed", range(6))
def test_the_reminder_stands_where_the_last_talk_and_the_interval_say(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    clock = FixedClock(datetime(2026, 1, 15, 8, 30, tzinfo=UTC))
    with opened_home(tmp_path / "home", clock) as core:
        contact = core.services.contacts.add(person(keep_in_touch_days=30))
        added, every = _today(core), 30
        for _ in range(80):
            clock.advance(hours=chance.choice((1, 5, 24, 24 * 9, 24 * 25)))
            if chance.random() < 0.7:
                hear(core)
            act = chance.random()
            entries = core.services.timeline.entries(contact, limit=500)
            talks = [entry for entry in entries if entry.interaction_kind is not None]
            if act < 0.25:
                core.services.timeline.log(
                    contact, interaction_draft(at=clock.now() - timedelta(days=chance.choice((0, 0, 3, 50))))
                )
            elif act < 0.35 and talks:
                core.services.timeline.delete(chance.choice(talks).id)
            elif act < 0.45 and talks:
                moved = clock.now() - timedelta(days=chance.randrange(60))
                core.services.timeline.edit(chance.choice(talks).id, interaction_draft(at=moved))
            elif act < 0.55:
                every = chance.choice((7, 30, 42))
                core.services.contacts.set_keep_in_touch(contact, every)
            elif act < 0.65:
                core.services.undoing.undo()
                core.services.undoing.redo()
            core.services.reckoning.catch_up()
            _check(core, contact, added, every)


def _check(core: Core, contact: int, added: date, every: int) -> None:
    zone = core.services.clock.zone()
    entries = core.services.timeline.entries(contact, limit=500)
    talked = [entry.at.astimezone(zone).date() for entry in entries if entry.interaction_kind is not None]
    due = max(talked, default=added) + timedelta(days=every)
    opened = _rows(core, "SELECT planned_day, fires_at FROM occurrences WHERE ended_at IS NULL")
    assert len(opened) == 1, opened
    planned = date.fromisoformat(str(opened[0][0]))
    morning = datetime(due.year, due.month, due.day, 9, tzinfo=zone)
    if core.services.clock.now() < morning:
        assert planned == due
        assert core.services.today.today().losing_touch == () or _today(core) == due
    else:
        # Late: it has been told or will be by the next morning, and stands in Today meanwhile.
        assert due <= planned <= _today(core) + timedelta(days=1)
        assert [row.contact_id for row in core.services.today.today().losing_touch] == [contact]
