"""The timeline: what happened with a person, in order, page by page without gaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.background import Consent, Role
from crm_desktop.domain.contacts import Name, Point, PointKind
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.interactions import Direction, InteractionKind
from crm_desktop.domain.timeline_entries import OwnerKind, TimelineEntry, TimelineOwner
from crm_desktop.storage.queries import timeline as timeline_queries
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


def test_a_company_has_the_entries_of_all_its_people_and_its_own(core: Core, clock: FixedClock) -> None:
    services = core.services
    ada = services.contacts.add(person("Ada", company="Lime"))
    ben = services.contacts.add(person("Ben", company="Lime"))
    other = services.contacts.add(person("Zoe", company="Other"))
    page = services.contacts.page(ada)
    assert page is not None
    assert page.company_id is not None
    services.timeline.log(ada, interaction_draft("with Ada", at=clock.now() - timedelta(days=3)))
    services.timeline.log(ben, interaction_draft("with Ben", at=clock.now() - timedelta(days=2)))
    services.timeline.log(other, interaction_draft("with Zoe"))
    services.timeline.log_for_company(
        page.company_id, interaction_draft("about Lime", InteractionKind.NOTE, clock.now())
    )
    for contact in (ada, ben):
        services.timeline.log(
            contact,
            interaction_draft("with both", InteractionKind.MEETING, clock.now() - timedelta(days=1), event_uid="one"),
        )
    entries = services.timeline.entries_of_company(page.company_id)
    assert [(entry.text, entry.contact) for entry in entries if entry.interaction_kind] == [
        ("about Lime", ""), ("with both", "Ada, Ben"), ("with Ben", "Ben"), ("with Ada", "Ada"),
    ]  # fmt: skip
    services.reminders.add(reminder_draft("Ask Ben", contact_id=ben))
    entries = services.timeline.entries_of_company(page.company_id)
    assert [entry.contact for entry in entries if entry.kind == "reminder-set"] == ["Ben"]
    paged: list[TimelineEntry] = []
    while found := services.timeline.entries_of_company(page.company_id, paged[-1] if paged else None, 2):
        paged += found
    assert paged == entries
    with pytest.raises(NotFound):
        services.timeline.log_for_company(999, interaction_draft("x"))


def test_only_the_kinds_that_are_wanted_are_read_and_pages_follow(core: Core, clock: FixedClock) -> None:
    contact = _eventful(core, clock, standing_still=True)
    everything = core.services.timeline.entries(contact, limit=1000)
    for kinds in ({"call"}, {"call", "moved"}, {"won"}, {"reminder-done", "file"}, set(InteractionKind), {"changed"}):
        wanted = [entry for entry in everything if entry.kind in kinds]
        assert core.services.timeline.entries(contact, None, 1000, frozenset(kinds)) == wanted
        paged: list[TimelineEntry] = []
        while found := core.services.timeline.entries(contact, paged[-1] if paged else None, 3, frozenset(kinds)):
            paged += found
        assert paged == wanted
    assert core.services.timeline.entries(contact, kinds=frozenset()) == []


def _changes(core: Core, contact: int) -> list[tuple[str, str]]:
    return [
        (str(entry.heading), str(entry.detail or ""))
        for entry in core.services.timeline.entries(contact, kinds=frozenset({"changed"}))
    ]


def test_changed_fields_say_from_what_to_what(core: Core) -> None:
    contacts = core.services.contacts
    contact = contacts.add(person("Ada Lovelace", phone="030 1234567", company="Lime"))
    assert _changes(core, contact) == []  # what the person was added with is no change
    page = contacts.page(contact)
    assert page is not None
    contacts.save_point(contact, page.points[0].id, Point(PointKind.PHONE, "030 7654321", "work"))
    contacts.set_company(contact, "Lemon")
    contacts.save_point(contact, None, Point(PointKind.EMAIL, "ada@lemon.org"))
    contacts.save_point(contact, page.points[0].id, Point(PointKind.PHONE, "", ""))
    contacts.rename(contact, Name(given="Ada", family="King"))
    assert _changes(core, contact) == [
        ("Name changed", "from “Ada Lovelace” to “Ada King”"),
        ("Phone number removed", "030 7654321"),
        ("E-mail address added", "ada@lemon.org"),
        ("Company changed", "from “Lime” to “Lemon”"),
        ("Phone number changed", "from “030 1234567” to “030 7654321”"),
    ]


def test_tags_roles_relations_and_consents_are_told_in_plain_words(core: Core) -> None:
    contacts, profiles = core.services.contacts, core.services.people.profiles
    contact = contacts.add(person("Ada Lovelace"))
    other = contacts.add(person("Charles Babbage"))
    contacts.add_tag(contact, "client")
    profiles.save_role(contact, None, Role(None, "Lime", "Adviser", "2019", "2021-03"))
    profiles.save_relation(contact, None, other, "friend", "from school")
    profiles.save_consent(contact, None, Consent("news", "consent", "fair", "I agree", date(2026, 1, 2)))
    assert _changes(core, contact) == [
        ("Consent added", "news, consent, fair, 2026-01-02"),
        ("Relation added", "Charles Babbage (friend), from school"),
        ("Role added", "Adviser, Lime, 2019 – 2021-03"),
        ("Tag added", "client"),
    ]
    # The other one is told of the same relation.
    assert _changes(core, other) == [("Relation added", "Ada Lovelace (friend), from school")]
    page = contacts.page(contact)
    assert page is not None
    contacts.remove_tag(contact, page.tags[0].id)
    profile = profiles.profile(contact)
    assert profile is not None
    consent = profile.consents[0]
    profiles.save_consent(contact, consent.id, replace(consent.value, withdrawn_on=date(2026, 2, 3)))
    assert _changes(core, contact)[:2] == [
        ("Consent changed", "from “news, consent, fair, 2026-01-02” to “news, consent, fair, 2026-01-02, 2026-02-03”"),
        ("Tag removed", "client"),
    ]
    core.services.undoing.undo()
    assert _changes(core, contact)[0] == ("Tag removed", "client")


def test_a_tag_that_many_were_given_at_once_is_told_of_each(core: Core) -> None:
    people = [core.services.contacts.add(person(name)) for name in ("Ada", "Grace")]
    core.services.people.bulk.tag(people, "client", lambda _done, _total: None, lambda: False)
    assert [_changes(core, each) for each in people] == [[("Tag added", "client")]] * 2


def test_changes_that_were_taken_back_are_gone_and_come_again_with_redo(core: Core) -> None:
    contact = core.services.contacts.add(person("Ada"))
    for title in ("one", "two", "three"):
        core.services.contacts.set_text(contact, "job_title", title)
    whole = _changes(core, contact)
    assert len(whole) == 3
    core.services.undoing.undo()
    core.services.undoing.undo()
    assert _changes(core, contact) == [("Job title added", "one")]
    core.services.undoing.redo()
    core.services.undoing.redo()
    assert _changes(core, contact) == whole


def test_what_an_import_brings_is_no_change_on_the_timeline(core: Core, tmp_path: Path) -> None:
    contact = core.services.contacts.add(person("Ada Lovelace", email="ada@lime.org"))
    (tmp_path / "a.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nEMAIL:ada@lime.org\nTITLE:Owner\nTEL:+49 30 7654321\nEND:VCARD\n",
        encoding="utf-8",
    )
    report = core.services.importing.run(tmp_path / "a.vcf")
    assert report.changed == 1
    assert _changes(core, contact) == []


def test_changes_of_a_company_stand_on_its_timeline_and_not_on_its_peoples(core: Core) -> None:
    contact = core.services.contacts.add(person("Ada", company="Lime"))
    page = core.services.contacts.page(contact)
    assert page is not None
    assert page.company_id is not None
    core.services.people.companies.set_text(page.company_id, "phone", "030 1234567")
    found = core.services.timeline.entries_of_company(page.company_id, kinds=frozenset({"changed"}))
    assert [str(entry.heading) for entry in found] == ["Phone number added"]
    assert _changes(core, contact) == []


def test_the_timeline_reads_no_table_from_end_to_end(core: Core) -> None:
    owners = (TimelineOwner(OwnerKind.CONTACT, 1), TimelineOwner(OwnerKind.COMPANY, 1))
    for owner in owners:
        query = timeline_queries._query(owner.kind, None)
        values = {"owner": 1, "at": 1 << 40, "rank": 9, "id": 1 << 40, "limit": 50}
        plan = [row[3] for row in core.database.reader().execute(f"EXPLAIN QUERY PLAN {query}", values)]
        scanned = [step for step in plan if step.startswith("SCAN ") and not step.startswith("SCAN (subquery")]
        assert scanned == []
        assert any("changes_of_fields" in step for step in plan)


def test_what_is_pinned_stands_in_both_places(core: Core) -> None:
    contact = core.services.contacts.add(person())
    entry = core.services.timeline.log(contact, interaction_draft("Door code"))
    core.services.timeline.pin(entry, True)
    owner = TimelineOwner(OwnerKind.CONTACT, contact)
    assert [each.id for each in core.services.timeline.pinned(owner)] == [entry]
    assert core.services.timeline.entries(contact)[0].pinned
    assert str(core.services.undoing.undo()) == "Pinned an entry about Marta Oliveira"
    assert core.services.timeline.pinned(owner) == []
