"""Keeping in touch: intervals of people and of tags, the usual rhythm, what moves the reminder, and whom one is losing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.front_page import LosingTouchRow
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.messages import message
from crm_desktop.domain.touch import NOT_AT_ALL, TouchPlan, TouchSource
from crm_desktop.storage import search_index
from tests.services.scheduling.hearing import hear
from tests.support.clock import FixedClock
from tests.support.home import TODAY, interaction_draft, person


def _person(core: Core, name: str = "Tomás Ruiz", *, spoke: tuple[int, ...] = (), **more: Any) -> int:
    """A person with whom one spoke so many days ago."""
    contact = core.services.contacts.add(person(name, **more))
    for days in sorted(spoke, reverse=True):
        _talk(core, contact, days)
    core.services.reckoning.catch_up()
    return contact


def _talk(core: Core, contact: int, days_ago: int, **more: Any) -> int:
    at = core.services.clock.now() - timedelta(days=days_ago)
    return core.services.timeline.log(contact, interaction_draft(at=at, **more))


def _plan(core: Core, contact: int) -> TouchPlan | None:
    core.services.reckoning.catch_up()
    page = core.services.contacts.page(contact)
    assert page is not None
    return page.touch


def _stands(core: Core, contact: int) -> date | None:
    plan = _plan(core, contact)
    return None if plan is None else plan.next_day


def _losing(core: Core) -> list[LosingTouchRow]:
    core.services.reckoning.catch_up()
    return list(core.services.today.today().losing_touch)


def _tag(core: Core, name: str, days: int | None) -> int:
    tag = next(tag.id for tag in core.services.contacts.tags() if tag.name == name)
    core.services.keeping.set_for_tag(tag, days)
    return tag


def _open_touches(core: Core) -> int:
    core.services.reckoning.catch_up()
    query = "SELECT count(*) FROM occurrences WHERE kind = 'touch' AND ended_at IS NULL"
    return int(core.database.reader().execute(query).fetchone()[0])


def test_the_reminder_stands_on_the_day_of_the_last_talk_plus_the_interval(core: Core) -> None:
    contact = _person(core, spoke=(10, 40), keep_in_touch_days=42)
    plan = _plan(core, contact)
    assert plan is not None
    assert (plan.every_days, plan.source, plan.next_day) == (42, TouchSource.OWN, TODAY + timedelta(days=32))


def test_never_spoken_counts_from_the_day_they_were_added_and_notes_are_no_talk(core: Core, clock: FixedClock) -> None:
    contact = _person(core, keep_in_touch_days=30)
    assert _stands(core, contact) == TODAY + timedelta(days=30)
    clock.advance(days=3)
    _talk(core, contact, 0, kind=InteractionKind.NOTE)
    assert _stands(core, contact) == TODAY + timedelta(days=30)


def test_whatever_is_logged_changed_taken_out_undone_or_redone_moves_it(core: Core) -> None:
    contact = _person(core, spoke=(20,), keep_in_touch_days=30)
    assert _stands(core, contact) == TODAY + timedelta(days=10)
    entry = _talk(core, contact, 5)
    assert _stands(core, contact) == TODAY + timedelta(days=25)
    core.services.timeline.edit(entry, interaction_draft(at=core.services.clock.now() - timedelta(days=8)))
    assert _stands(core, contact) == TODAY + timedelta(days=22)
    core.services.timeline.delete(entry)
    assert _stands(core, contact) == TODAY + timedelta(days=10)
    for step, ahead in (("undo", 22), ("undo", 25), ("undo", 10), ("redo", 25), ("redo", 22), ("redo", 10)):
        getattr(core.services.undoing, step)()
        assert _stands(core, contact) == TODAY + timedelta(days=ahead), step
    assert _open_touches(core) == 1


def test_the_shortest_of_the_tags_counts_and_the_own_interval_before_all(core: Core) -> None:
    contact = _person(core, spoke=(5,), tags=("client", "press"))
    assert _plan(core, contact) is None
    _tag(core, "client", 30)
    _tag(core, "press", 14)
    plan = _plan(core, contact)
    assert plan is not None
    assert (plan.every_days, plan.source, plan.tag) == (14, TouchSource.TAG, "press")
    assert plan.next_day == TODAY + timedelta(days=9)
    core.services.contacts.set_keep_in_touch(contact, 90)
    assert _stands(core, contact) == TODAY + timedelta(days=85)
    core.services.contacts.set_keep_in_touch(contact, NOT_AT_ALL)
    assert (_plan(core, contact), _open_touches(core)) == (None, 0)
    core.services.contacts.set_keep_in_touch(contact, None)
    core.services.contacts.remove_tag(contact, next(t.id for t in core.services.contacts.tags() if t.name == "press"))
    assert _stands(core, contact) == TODAY + timedelta(days=25)


def test_the_interval_of_a_tag_is_taken_back_by_undo_and_ends_with_the_tag(core: Core) -> None:
    contact = _person(core, spoke=(5,), tags=("client",))
    tag = _tag(core, "client", 30)
    core.services.undoing.undo()
    assert (_plan(core, contact), _open_touches(core)) == (None, 0)
    core.services.undoing.redo()
    assert _stands(core, contact) == TODAY + timedelta(days=25)
    core.services.keeping.set_for_tag(tag, None)
    assert (_plan(core, contact), _open_touches(core)) == (None, 0)


def test_people_are_found_by_a_tag_whose_interval_changed_and_by_its_new_name(core: Core) -> None:
    _person(core, tags=("client",))
    tag = _tag(core, "client", 30)
    assert [hit.name for hit in core.services.search.find("client")] == ["Tomás Ruiz"]
    assert search_index.differences(core.database.writer) == []
    with core.writing(message("Renamed a tag")) as work:
        work.update("tags", tag, name="customer", compare_key="customer", keep_in_touch_days=14)
    assert [hit.name for hit in core.services.search.find("customer")] == ["Tomás Ruiz"]
    assert search_index.differences(core.database.writer) == []
    core.services.undoing.undo()
    assert search_index.differences(core.database.writer) == []


@pytest.mark.parametrize("days", [-1, 3661])
def test_an_interval_of_a_tag_that_makes_no_sense_is_refused(days: int, core: Core) -> None:
    _person(core, tags=("client",))
    with pytest.raises(InvalidInput):
        _tag(core, "client", days)


def test_it_is_heard_in_the_morning_and_stands_until_one_has_talked(core: Core, clock: FixedClock) -> None:
    contact = _person(core, spoke=(28,), keep_in_touch_days=30)
    assert hear(core) == []
    clock.set(datetime(2026, 11, 26, 9))  # noqa: DTZ001 - wall time
    assert hear(core) == ["Get in touch with Tomás Ruiz"]
    clock.advance(days=3)
    assert hear(core) == []
    assert (_stands(core, contact), _open_touches(core)) == (date(2026, 11, 26), 1)
    _talk(core, contact, 0)
    assert (_stands(core, contact), _open_touches(core)) == (date(2026, 12, 29), 1)
    assert [(row.text, row.ended_as) for row in core.services.reminders.ended()] == [
        ("Get in touch with Tomás Ruiz", "done")
    ]
    core.services.undoing.undo()
    assert (_stands(core, contact), _open_touches(core)) == (date(2026, 11, 26), 1)
    assert hear(core) == []  # it was heard before
    core.services.undoing.redo()
    assert (_stands(core, contact), _open_touches(core)) == (date(2026, 12, 29), 1)


def test_the_reminder_stands_again_when_the_talk_that_ended_it_is_taken_out(core: Core, clock: FixedClock) -> None:
    contact = _person(core, spoke=(30,), keep_in_touch_days=30)
    clock.advance(hours=1)
    hear(core)
    clock.advance(days=2)
    entry = _talk(core, contact, 1)
    assert _stands(core, contact) == TODAY + timedelta(days=31)
    core.services.timeline.edit(entry, interaction_draft(at=clock.now()))
    assert _stands(core, contact) == TODAY + timedelta(days=32)
    core.services.timeline.delete(entry)
    stands = _stands(core, contact)
    assert stands is not None
    assert stands <= TODAY + timedelta(days=1)
    assert _open_touches(core) == 1


def test_a_talk_of_long_ago_that_is_written_down_late_ends_nothing(core: Core, clock: FixedClock) -> None:
    contact = _person(core, spoke=(29,), keep_in_touch_days=30)
    clock.advance(days=1)
    hear(core)
    _talk(core, contact, 200)
    assert _stands(core, contact) == TODAY + timedelta(days=1)
    assert [row.contact_id for row in _losing(core)] == [contact]


def test_done_without_a_talk_counts_from_that_day(core: Core, clock: FixedClock) -> None:
    contact = _person(core, spoke=(29,), keep_in_touch_days=30)
    clock.advance(days=4)
    hear(core)
    (occurrence,) = (
        row[0] for row in core.database.reader().execute("SELECT id FROM occurrences WHERE ended_at IS NULL")
    )
    core.services.reminders.done(occurrence)
    assert _stands(core, contact) == TODAY + timedelta(days=34)
    assert _losing(core) == []


def test_an_own_interval_set_too_late_is_heard_next_morning_and_is_in_today_at_once(
    core: Core, clock: FixedClock
) -> None:
    contact = _person(core, spoke=(71,))
    core.services.contacts.set_keep_in_touch(contact, 42)
    assert [(row.contact_id, row.days_since, row.every_days) for row in _losing(core)] == [(contact, 71, 42)]
    assert hear(core) == []
    for _ in range(3):
        core.services.reckoning.ask_for_all("contact")
        assert _stands(core, contact) == TODAY + timedelta(days=1)
    clock.set(datetime(2026, 11, 25, 9))  # noqa: DTZ001 - wall time
    assert hear(core) == ["Get in touch with Tomás Ruiz"]


def test_a_tags_interval_set_too_late_is_in_today_only(core: Core) -> None:
    for number in range(3):
        _person(core, f"Person {number}", spoke=(71,), tags=("client",))
    _tag(core, "client", 30)
    assert [(row.source, row.tag, row.every_days) for row in _losing(core)] == [(TouchSource.TAG, "client", 30)] * 3
    assert _open_touches(core) == 0


def test_put_off_it_keeps_still_until_it_is_heard(core: Core, clock: FixedClock) -> None:
    contact = _person(core, spoke=(71,), keep_in_touch_days=42)
    assert [row.contact_id for row in _losing(core)] == [contact]
    core.services.keeping.not_now(contact, TODAY + timedelta(days=7), time(15))
    assert _losing(core) == []
    core.services.contacts.set_keep_in_touch(contact, 60)
    assert (_stands(core, contact), _open_touches(core)) == (TODAY + timedelta(days=7), 1)
    clock.set(datetime(2026, 12, 1, 15))  # noqa: DTZ001 - wall time
    assert hear(core) == ["Get in touch with Tomás Ruiz"]
    assert [row.contact_id for row in _losing(core)] == [contact]
    _talk(core, contact, 0)
    assert _stands(core, contact) == date(2027, 1, 30)


def test_who_is_put_off_by_the_usual_rhythm_is_heard_then_too(core: Core, clock: FixedClock) -> None:
    contact = _person(core, spoke=(50, 71, 92, 113))
    (row,) = _losing(core)
    assert (row.source, row.every_days, row.days_since) == (TouchSource.USUAL, 21, 50)
    assert _open_touches(core) == 0
    core.services.keeping.not_now(contact, TODAY + timedelta(days=3), None)
    assert (_losing(core), _open_touches(core)) == ([], 1)
    core.services.undoing.undo()
    assert (len(_losing(core)), _open_touches(core)) == (1, 0)
    core.services.undoing.redo()
    clock.set(datetime(2026, 11, 27, 9))  # noqa: DTZ001 - wall time
    assert hear(core) == ["Get in touch with Tomás Ruiz"]
    assert len(_losing(core)) == 1
    _talk(core, contact, 0)
    assert (_losing(core), _open_touches(core)) == ([], 0)


def test_putting_off_to_a_moment_that_has_passed_is_refused(core: Core) -> None:
    contact = _person(core, spoke=(71,), keep_in_touch_days=42)
    with pytest.raises(InvalidInput):
        core.services.keeping.not_now(contact, TODAY, time(9))


def test_to_keep_in_touch_no_more_takes_what_was_put_off_and_undo_brings_it_back(core: Core) -> None:
    contact = _person(core, spoke=(71,), keep_in_touch_days=42)
    core.services.keeping.not_now(contact, TODAY + timedelta(days=7), None)
    core.services.contacts.set_keep_in_touch(contact, None)
    assert _open_touches(core) == 0
    core.services.undoing.undo()
    assert (_stands(core, contact), _open_touches(core)) == (TODAY + timedelta(days=7), 1)


def test_who_has_not_been_spoken_with_for_years_is_gone_unless_one_wanted_to(core: Core) -> None:
    _person(core, "Gone", spoke=(900, 930, 960, 990))
    kept = _person(core, "Kept", spoke=(900, 930, 960, 990), keep_in_touch_days=30)
    assert [row.contact_id for row in _losing(core)] == [kept]


def test_chosen_intervals_come_first_and_the_latest_by_its_interval(core: Core) -> None:
    usual = _person(core, "Usual", spoke=(70, 77, 84, 91))
    own = _person(core, "Own", spoke=(45,), keep_in_touch_days=30)
    weekly = _person(core, "Weekly", spoke=(21,), keep_in_touch_days=7)
    tagged = _person(core, "Tagged", spoke=(100,), tags=("client",))
    _tag(core, "client", 30)
    assert [row.contact_id for row in _losing(core)] == [tagged, weekly, own, usual]
    assert core.services.today.today().losing_touch_count == 4


def test_the_day_of_a_talk_is_that_of_where_it_was_written_down(core: Core, clock: FixedClock) -> None:
    contact = core.services.contacts.add(person(keep_in_touch_days=30))
    late_in_berlin = datetime(2026, 11, 23, 23, 30, tzinfo=clock.zone())
    core.services.timeline.log(contact, interaction_draft(at=late_in_berlin, zone="Europe/Berlin"))
    assert _stands(core, contact) == date(2026, 12, 23)
    clock.travel("Asia/Tokyo")
    core.services.reckoning.ask_for_all("contact")
    assert _stands(core, contact) == date(2026, 12, 23)


def test_a_deleted_person_comes_back_with_the_reminder_and_the_rhythm(core: Core) -> None:
    contact = _person(core, spoke=(10, 31, 52, 73), keep_in_touch_days=42)
    before = _plan(core, contact)
    core.services.contacts.delete([contact])
    assert _open_touches(core) == 0
    core.services.undoing.undo()
    assert (_plan(core, contact), _open_touches(core)) == (before, 1)


def test_a_renamed_person_is_called_by_the_new_name(core: Core, clock: FixedClock) -> None:
    from crm_desktop.domain.contacts import Name

    contact = _person(core, spoke=(29,), keep_in_touch_days=30)
    core.services.contacts.rename(contact, Name(given="Tom", family="Ruiz"))
    core.services.reckoning.catch_up()
    clock.advance(days=1)
    assert hear(core) == ["Get in touch with Tom Ruiz"]


def test_what_an_import_brings_is_reckoned_and_ends_what_was_heard(core: Core, clock: FixedClock) -> None:
    contact = _person(core, spoke=(29,), keep_in_touch_days=30)
    clock.advance(days=1)
    hear(core)
    with core.writing(None) as work:
        columns = ("contact_id", "kind", "direction", "occurred_at", "zone", "mood", "subject", "text", "created_at")
        now = int(clock.now().timestamp())
        work.insert_many("interactions", columns, [(contact, "call", "outgoing", now, "", "", "", "x", now)])
    assert (_stands(core, contact), _open_touches(core)) == (TODAY + timedelta(days=31), 1)
    assert hear(core) == []


def test_reckoning_twice_changes_nothing(core: Core) -> None:
    _person(core, "Own", spoke=(45,), keep_in_touch_days=30)
    _person(core, "Usual", spoke=(70, 77, 84, 91))
    _open_touches(core)
    query = "SELECT id, planned_day, fires_at FROM occurrences UNION ALL SELECT contact_id, source, lose_at FROM contact_rhythm"
    before = core.database.reader().execute(query).fetchall()
    core.services.reckoning.ask_for_all("contact")
    core.services.reckoning.catch_up()
    assert core.database.reader().execute(query).fetchall() == before
