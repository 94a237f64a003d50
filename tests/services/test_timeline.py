"""The timeline: what happened with a person, in order, page by page without gaps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.interactions import Direction, InteractionKind
from crm_desktop.domain.timeline_entries import TimelineEntry
from tests.support.clock import FixedClock
from tests.support.home import deal_draft, interaction_draft, person, reminder_draft


def _paged(core: Core, contact: int, limit: int) -> list[TimelineEntry]:
    found: list[TimelineEntry] = []
    while page := core.services.timeline.entries(contact, found[-1] if found else None, limit):
        found += page
    return found


def _eventful(core: Core, clock: FixedClock, *, standing_still: bool) -> int:
    """A person with several entries of every kind; all at one instant, if the clock stands still."""
    services = core.services
    contact = services.contacts.add(person())
    stages = [stage.id for stage in services.pipeline.stages()]

    def pass_time() -> None:
        if not standing_still:
            clock.advance(hours=7)

    for number in range(4):
        deal = services.pipeline.add(deal_draft(f"Deal {number}", stages[0], contact_id=contact))
        pass_time()
        services.pipeline.move(deal, stages[1])
        services.pipeline.move(deal, stages[2])
        if number % 2:
            services.pipeline.lose(deal, "Too expensive" if number == 1 else "")
        else:
            services.pipeline.win(deal)
        services.reminders.add(reminder_draft(f"Ask {number}", contact_id=contact))
        pass_time()
        for kind in InteractionKind:
            services.timeline.log(contact, interaction_draft(f"{kind} {number}", kind, clock.now()))
        row = services.reminders.agenda(contact)[0]
        if number == 2:
            services.reminders.skip(row.occurrence_id)
        else:
            services.reminders.done(row.occurrence_id)
    return contact


@pytest.mark.parametrize("standing_still", [False, True], ids=["over days", "all at one instant"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_follow_each_other_without_gaps_or_repeats(
    limit: int, standing_still: bool, core: Core, clock: FixedClock
) -> None:
    contact = _eventful(core, clock, standing_still=standing_still)
    everything = core.services.timeline.entries(contact, limit=1000)

    assert _paged(core, contact, limit) == everything
    assert (
        len({(entry.kind, entry.id) for entry in everything})
        == len(everything)
        == 4 * (2 + 1 + 1 + len(InteractionKind) + 1)
    )
    assert [entry.at for entry in everything] == sorted((entry.at for entry in everything), reverse=True)
    assert {entry.kind for entry in everything} == {
        *InteractionKind,
        "moved",
        "won",
        "lost",
        "reminder-set",
        "reminder-done",
    }


def test_what_was_not_typed_is_said_in_a_heading(core: Core, clock: FixedClock) -> None:
    contact = _eventful(core, clock, standing_still=False)
    entries = core.services.timeline.entries(contact, limit=1000)
    said = {(str(entry.heading), str(entry.detail or "")) for entry in entries if entry.heading}
    assert {
        ("Deal 0 won", ""), ("Deal 1 lost", "Too expensive"), ("Deal 3 lost", ""), ("Reminder set", "Ask 0"),
        ("Reminder done", "Ask 0"), ("Reminder skipped", "Ask 2"), ("Deal 0 moved to First talk", "from Lead, after 0 days"),
    } <= said  # fmt: skip


def test_an_entry_is_there_as_it_was_typed(core: Core) -> None:
    contact = core.services.contacts.add(person())
    at = datetime(2021, 3, 28, 0, 30, tzinfo=UTC)
    entry_id = core.services.timeline.log(
        contact,
        interaction_draft(
            "We agreed.\r\nSecond line", InteractionKind.MEETING, at, subject="Kick-off", direction=Direction.INCOMING,
            duration_minutes=45, mood="good",
        ),
    )  # fmt: skip
    (entry,) = core.services.timeline.entries(contact)
    assert entry == TimelineEntry(
        kind="meeting", id=entry_id, at=at, subject="Kick-off", text="We agreed.\nSecond line", direction=Direction.INCOMING,
        duration_minutes=45, mood="good",
    )  # fmt: skip


def test_back_dated_entries_take_their_place(core: Core, clock: FixedClock) -> None:
    contact = core.services.contacts.add(person())
    for days in (3, 1, 2, 4000):
        core.services.timeline.log(contact, interaction_draft(f"{days}", at=clock.now() - timedelta(days=days)))
    assert [entry.text for entry in core.services.timeline.entries(contact)] == ["1", "2", "3", "4000"]


def test_a_note_needs_words_and_a_call_does_not(core: Core) -> None:
    contact = core.services.contacts.add(person())
    with pytest.raises(InvalidInput) as refused:
        core.services.timeline.log(contact, interaction_draft(" \n", InteractionKind.NOTE))
    assert refused.value.field == "text"
    core.services.timeline.log(contact, interaction_draft("", InteractionKind.CALL))
    assert len(core.services.timeline.entries(contact)) == 1


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_a_duration_that_makes_no_sense_is_refused(minutes: int, core: Core) -> None:
    contact = core.services.contacts.add(person())
    with pytest.raises(InvalidInput) as refused:
        core.services.timeline.log(contact, interaction_draft(duration_minutes=minutes))
    assert refused.value.field == "duration"


def test_entries_are_edited_deleted_and_brought_back(core: Core) -> None:
    contact = core.services.contacts.add(person())
    entry = core.services.timeline.log(contact, interaction_draft("first"))
    core.services.timeline.edit(entry, interaction_draft("second"))
    assert [each.text for each in core.services.timeline.entries(contact)] == ["second"]
    core.services.timeline.delete(entry)
    assert core.services.timeline.entries(contact) == []
    assert str(core.services.undoing.undo()) == "Deleted an entry about Marta Oliveira"
    assert str(core.services.undoing.undo()) == "Changed an entry about Marta Oliveira"
    assert [each.text for each in core.services.timeline.entries(contact)] == ["first"]
    for change in (
        core.services.timeline.delete,
        lambda number: core.services.timeline.edit(number, interaction_draft()),
    ):
        with pytest.raises(NotFound):
            change(999)


def test_mending_an_entry_keeps_its_deal_and_the_zone_it_was_typed_in(core: Core) -> None:
    contact = core.services.contacts.add(person())
    stage = core.services.pipeline.stages()[0].id
    deal = core.services.pipeline.add(deal_draft("Website", stage, contact_id=contact))
    entry = core.services.timeline.log(contact, interaction_draft("first", deal_id=deal, zone="Asia/Tokyo"))
    core.services.timeline.edit(entry, interaction_draft("second", zone=""))
    stored = core.database.reader().execute("SELECT text, deal_id, zone FROM interactions WHERE id = ?", (entry,))
    assert tuple(stored.fetchone()) == ("second", deal, "Asia/Tokyo")


@pytest.mark.parametrize(
    ("kind", "label"),
    [("note", "Noted something about Ada"), ("call", "Logged a call with Ada"), ("email", "Logged an e-mail with Ada"),
     ("meeting", "Logged a meeting with Ada"), ("message", "Logged a message with Ada")],
)  # fmt: skip
def test_the_label_says_what_was_logged(kind: str, label: str, core: Core) -> None:
    contact = core.services.contacts.add(person("Ada"))
    core.services.timeline.log(contact, interaction_draft("x", InteractionKind(kind)))
    assert str(core.services.undoing.next_undo()) == label


def test_a_day_one_cannot_count_is_no_entry_for_others(core: Core) -> None:
    ada, ben = core.services.contacts.add(person("Ada")), core.services.contacts.add(person("Ben"))
    core.services.timeline.log(ada, interaction_draft("for Ada"))
    assert core.services.timeline.entries(ben) == []


def test_an_instant_before_1970_is_kept(core: Core) -> None:
    contact = core.services.contacts.add(person())
    long_ago = datetime(1969, 7, 20, 20, 17, tzinfo=UTC)
    core.services.timeline.log(contact, interaction_draft("landed", at=long_ago))
    assert core.services.timeline.entries(contact)[0].at == long_ago
