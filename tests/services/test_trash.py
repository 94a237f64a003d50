"""The trash: what was deleted is listed truthfully and comes back with everything about it, whatever changed since."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Address, Fact, ImportantDate, Point, PointKind
from crm_desktop.domain.errors import NotFound
from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.filters import EVERYBODY
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.messages import message
from crm_desktop.domain.pages import Stored
from crm_desktop.domain.profile import Relation, Role
from crm_desktop.domain.trash import Restored, Thrown, TrashKind
from crm_desktop.services.trash import TrashService
from crm_desktop.storage import database, search_index
from tests.storage.dump import canonical_dump
from tests.support.clock import FixedClock
from tests.support.home import deal_draft, interaction_draft, person, reminder_draft


@pytest.fixture
def trash(core: Core) -> TrashService:
    return core.services.people.trash


def _lines(trash: TrashService) -> list[tuple[str, str]]:
    return [(row.thing.kind.value, row.name) for row in trash.rows()]


def _dump(core: Core) -> str:
    return canonical_dump(core.database.writer)


def _whole(core: Core) -> None:
    assert search_index.differences(core.database.writer) == []
    assert database.check(core.database.writer) == []


def _of(core: Core, contact_id: int) -> tuple[str, list[str]]:
    page = core.services.contacts.page(contact_id)
    assert page is not None
    return page.company, [tag.name for tag in page.tags]


def _relations(core: Core, contact_id: int) -> tuple[Stored[Relation], ...]:
    profile = core.services.people.profiles.profile(contact_id)
    assert profile is not None
    return profile.relations


def test_nothing_is_in_the_trash_of_a_new_home(trash: TrashService) -> None:
    assert trash.rows() == []
    assert trash.since() is None


def test_everything_that_can_be_deleted_stands_in_it_the_newest_first(
    core: Core, trash: TrashService, clock: FixedClock
) -> None:
    services, people = core.services, core.services.people
    began = clock.now()
    marta = services.contacts.add(person("Marta Oliveira", company="Casa Azul", tags=("client",)))
    deal = services.pipeline.add(deal_draft("Website", services.pipeline.stages()[0].id, contact_id=marta))
    call = services.timeline.log(marta, interaction_draft("Talked\nabout it"))
    services.reminders.add(reminder_draft("Call back", contact_id=marta))
    field = people.own_fields.add("contact", "Shoe size", "number")
    clock.advance(timedelta(days=3))
    people.tags.delete([people.tags.tags()[0].tag.id])
    people.own_fields.delete(field)
    services.timeline.delete(call)
    services.reminders.delete(services.reminders.agenda()[0].reminder_id)
    services.pipeline.delete(deal)
    people.companies.delete(people.companies.ids())
    services.contacts.delete([marta])

    assert _lines(trash) == [
        ("contact", "Marta Oliveira"),
        ("company", "Casa Azul"),
        ("deal", "Website"),
        ("reminder", "Call back"),
        ("interaction", "Talked\nabout it"),
        ("own-field", "Shoe size"),
        ("tag", "client"),
    ]
    assert {row.deleted_at for row in trash.rows()} == {clock.now()}
    assert trash.since() == began
    assert [row.entry_kind for row in trash.rows(kinds={TrashKind.INTERACTION})] == ["call"]
    assert trash.rows(kinds=()) == []


def test_pages_follow_without_gaps(core: Core, trash: TrashService) -> None:
    ids = [core.services.contacts.add(person(f"Person {number:02}")) for number in range(10)]
    for contact_id in ids:
        core.services.contacts.delete([contact_id])
    seen, last = [], None
    while page := trash.rows(last, 3):
        seen += [row.thing.id for row in page]
        last = page[-1]
    assert seen == ids[::-1]


def test_a_person_comes_back_with_everything(core: Core, trash: TrashService, tmp_path: Path) -> None:
    services, people = core.services, core.services.people
    contacts = services.contacts
    hana = contacts.add(person("Hana Bednářová"))
    marta = contacts.add(
        person(
            "Marta Oliveira", email="m@x.example", company="Casa Azul", tags=("client", "press"), note="note",
            facts=(Fact("likes", "coffee"),), dates=(ImportantDate("birthday", "1988-03-03"),),
            addresses=(Address(city="Lisboa"),), keep_in_touch_days=30,
        )
    )  # fmt: skip
    people.profiles.save_relation(marta, None, hana, "partner")
    people.profiles.save_role(marta, None, Role(None, "Bednář & Co", "Advisor", "2015", ""))
    people.profiles.set_lifecycle(marta, "client", services.reminders.now().date())
    own = people.own_fields.add("contact", "Shoe size", "number")
    people.own_fields.set_value(own, marta, "38")
    (tmp_path / "offer.txt").write_text("the offer", encoding="utf-8")
    file = people.files.add(FileOwner(contact_id=marta), tmp_path / "offer.txt")
    deal = services.pipeline.add(deal_draft("Website", services.pipeline.stages()[0].id, contact_id=marta))
    services.timeline.log(marta, interaction_draft("Talked about the sea", deal_id=deal))
    services.reminders.add(reminder_draft("Call back", contact_id=marta, rule="FREQ=DAILY"))
    services.reckoning.catch_up()
    before, page = _dump(core), contacts.page(marta)

    contacts.delete([marta])
    assert contacts.ids("sea") == []
    contacts.rename(hana, contacts.page(hana).name)  # type: ignore[union-attr]  # something else happens meanwhile
    assert trash.restore([Thrown(TrashKind.CONTACT, marta)]) == Restored(1)
    assert _dump(core) == before
    services.reckoning.catch_up()
    assert contacts.page(marta) == page
    assert contacts.ids("sea") == [marta]
    assert people.files.open_path(file).read_text(encoding="utf-8") == "the offer"
    assert [each.value.other for each in _relations(core, hana)] == ["Marta Oliveira"]
    assert trash.rows() == []
    _whole(core)


def test_one_of_many_that_were_deleted_together_comes_back_alone(core: Core, trash: TrashService) -> None:
    contacts = core.services.contacts
    ids = [contacts.add(person(name, tags=("client",))) for name in ("Ana A", "Eva B", "Ida C")]
    for contact_id in ids:
        core.services.timeline.log(contact_id, interaction_draft(f"About {contact_id}"))
    contacts.delete(ids)
    assert _lines(trash) == [("contact", "Ida C"), ("contact", "Eva B"), ("contact", "Ana A")]
    trash.restore([Thrown(TrashKind.CONTACT, ids[1])])
    assert contacts.ids() == [ids[1]]
    assert [entry.text for entry in core.services.timeline.entries(ids[1])] == [f"About {ids[1]}"]
    assert _lines(trash) == [("contact", "Ida C"), ("contact", "Ana A")]
    _whole(core)


def test_bringing_back_is_one_step_that_can_be_taken_back(core: Core, trash: TrashService) -> None:
    contacts = core.services.contacts
    marta = contacts.add(person("Marta Oliveira", company="Casa Azul", tags=("client",)))
    core.services.people.companies.delete(core.services.people.companies.ids())
    contacts.delete([marta])
    before = _dump(core)
    rows = trash.rows()
    trash.restore([row.thing for row in rows])
    assert str(core.services.undoing.next_undo()) == "Brought back 2 things"
    after = _dump(core)
    core.services.undoing.undo()
    assert _dump(core) == before
    assert [row.thing for row in trash.rows()] == [row.thing for row in rows]
    core.services.undoing.redo()
    assert _dump(core) == after
    assert trash.rows() == []


def test_what_is_gone_since_is_left_out(core: Core, trash: TrashService) -> None:
    services, people = core.services, core.services.people
    marta = services.contacts.add(person("Marta Oliveira", company="Casa Azul", tags=("client", "press")))
    services.contacts.delete([marta])
    people.companies.delete(people.companies.ids())
    people.tags.delete([each.tag.id for each in people.tags.tags() if each.tag.name == "press"])
    trash.restore([Thrown(TrashKind.CONTACT, marta)])
    assert _of(core, marta) == ("", ["client"])
    _whole(core)


@pytest.mark.parametrize("first", ["contact", "tag"])
@pytest.mark.parametrize("back_first", ["contact", "tag"])
def test_a_mark_comes_back_when_both_are_there_in_whatever_order(
    core: Core, trash: TrashService, first: str, back_first: str
) -> None:
    services, tags = core.services, core.services.people.tags
    marta = services.contacts.add(person("Marta Oliveira", tags=("client",)))
    client = tags.tags()[0].tag.id
    for each in (first, "tag" if first == "contact" else "contact"):
        if each == "contact":
            services.contacts.delete([marta])
        else:
            tags.delete([client])
    things = {"contact": Thrown(TrashKind.CONTACT, marta), "tag": Thrown(TrashKind.TAG, client)}
    trash.restore([things.pop(back_first)])
    trash.restore(list(things.values()))
    assert _of(core, marta) == ("", ["client"])
    _whole(core)


def test_what_the_user_took_off_stays_off(core: Core, trash: TrashService) -> None:
    services, tags = core.services, core.services.people.tags
    marta = services.contacts.add(person("Marta Oliveira", tags=("client", "press")))
    services.contacts.remove_tag(marta, tags.tags()[0].tag.id)
    tags.delete([tags.tags()[0].tag.id])
    services.contacts.delete([marta])
    trash.restore([row.thing for row in trash.rows()])
    assert _of(core, marta) == ("", ["press"])


def test_a_relation_comes_back_once_both_are_there(core: Core, trash: TrashService) -> None:
    contacts, profiles = core.services.contacts, core.services.people.profiles
    marta, hana = (contacts.add(person(name)) for name in ("Marta Oliveira", "Hana Bednářová"))
    profiles.save_relation(marta, None, hana, "partner")
    contacts.delete([marta])
    contacts.delete([hana])
    trash.restore([Thrown(TrashKind.CONTACT, marta)])
    assert _relations(core, marta) == ()
    trash.restore([Thrown(TrashKind.CONTACT, hana)])
    assert [each.value for each in _relations(core, hana)] == [Relation(marta, "Marta Oliveira", "partner", "")]
    assert len(_relations(core, marta)) == 1
    _whole(core)


def test_a_deal_comes_back_into_the_first_stage_when_its_own_is_gone(core: Core, trash: TrashService) -> None:
    pipeline = core.services.pipeline
    stages = pipeline.stages()
    deal = pipeline.add(deal_draft("Website", stages[2].id, 640000))
    pipeline.move(deal, stages[3].id)
    core.services.reminders.add(reminder_draft("Ask", deal_id=deal))
    pipeline.delete(deal)
    core.services.deals.pipelines.delete_stage(stages[3].id, stages[1].id)
    trash.restore([Thrown(TrashKind.DEAL, deal)])
    page = pipeline.page(deal)
    assert page is not None
    assert (page.card.stage_id, page.card.next_step is not None) == (stages[0].id, True)
    _whole(core)


def test_an_entry_needs_its_person(core: Core, trash: TrashService) -> None:
    contacts, timeline = core.services.contacts, core.services.timeline
    marta = contacts.add(person())
    call = timeline.log(marta, interaction_draft("Talked"))
    timeline.delete(call)
    contacts.delete([marta])
    with pytest.raises(NotFound):
        trash.restore([Thrown(TrashKind.INTERACTION, call)])
    other = contacts.add(person("Ana Costa"))
    contacts.delete([other])
    call_back = [Thrown(TrashKind.INTERACTION, call), Thrown(TrashKind.CONTACT, other)]
    assert trash.restore(call_back) == Restored(1, 1)
    assert trash.restore([Thrown(TrashKind.INTERACTION, call), Thrown(TrashKind.CONTACT, marta)]) == Restored(2)
    assert [entry.text for entry in timeline.entries(marta)] == ["Talked"]
    _whole(core)


def test_a_talk_that_comes_back_ends_the_reminder_that_it_had_ended(
    core: Core, trash: TrashService, clock: FixedClock
) -> None:
    services = core.services
    marta = services.contacts.add(person(keep_in_touch_days=7))
    services.reckoning.catch_up()
    clock.advance(timedelta(days=8))
    call = services.timeline.log(marta, interaction_draft(at=clock.now()))
    ended = "SELECT count(*) FROM occurrences WHERE kind = 'touch' AND ended_at IS NOT NULL"
    assert core.database.reader().execute(ended).fetchone() == (1,)
    services.timeline.delete(call)
    assert core.database.reader().execute(ended).fetchone() == (0,)
    trash.restore([Thrown(TrashKind.INTERACTION, call)])
    assert core.database.reader().execute(ended).fetchone() == (1,)


def test_a_tag_field_or_list_whose_name_is_taken_gets_a_number(core: Core, trash: TrashService) -> None:
    services, people = core.services, core.services.people
    marta = services.contacts.add(person(tags=("client",)))
    field = people.own_fields.add("contact", "Size", "number")
    people.own_fields.set_value(field, marta, "38")
    people.tags.delete([people.tags.tags()[0].tag.id])
    people.own_fields.delete(field)
    people.saved_lists.delete(people.saved_lists.add("Berlin", EVERYBODY))
    people.saved_lists.add("BERLIN", EVERYBODY)
    people.tags.add("Client")
    people.tags.add("client (2)")
    people.own_fields.add("contact", "SIZE", "text")
    people.own_fields.add("company", "Size (2)", "text")
    trash.restore([row.thing for row in trash.rows()])
    assert _of(core, marta)[1] == ["client (3)"]
    values = {value.field.name: value.text for value in people.own_fields.values("contact", marta)}
    assert values == {"SIZE": "", "Size (2)": "38"}
    assert sorted(each.name for each in people.saved_lists.lists()) == ["BERLIN", "Berlin (2)"]
    _whole(core)


def test_an_event_with_several_people_is_one_line_and_comes_back_as_one(core: Core, trash: TrashService) -> None:
    contacts, timeline = core.services.contacts, core.services.timeline
    ids = [contacts.add(person(name)) for name in ("Ana A", "Eva B")]
    first, second = (
        timeline.log(each, interaction_draft("Workshop", InteractionKind.MEETING, event_uid="mid:1")) for each in ids
    )
    with core.writing(message("Deleted an entry")) as work:
        work.delete("interactions", first)
        work.delete("interactions", second)
    assert _lines(trash) == [("interaction", "Workshop")]
    trash.restore([row.thing for row in trash.rows()])
    assert [len(timeline.entries(each)) for each in ids] == [1, 1]


def test_what_was_merged_is_not_in_the_trash(core: Core, trash: TrashService) -> None:
    people = core.services.people
    one, other = people.companies.add("Casa Azul"), people.companies.add("Casa Azul Lda")
    people.companies.merge(one, [other])
    client, clients = people.tags.add("client"), people.tags.add("clients")
    people.tags.merge(client, [clients])
    assert trash.rows() == []


def test_what_was_taken_back_is_not_in_the_trash(core: Core, trash: TrashService) -> None:
    contacts, undoing = core.services.contacts, core.services.undoing
    marta = contacts.add(person())
    undoing.undo()
    assert trash.rows() == [], "it can be done again, but nobody deleted it"
    undoing.redo()
    contacts.delete([marta])
    undoing.undo()
    assert trash.rows() == []
    undoing.redo()
    assert len(trash.rows()) == 1


def test_a_second_deletion_is_what_counts(core: Core, trash: TrashService) -> None:
    contacts = core.services.contacts
    marta = contacts.add(person())
    contacts.delete([marta])
    trash.restore([Thrown(TrashKind.CONTACT, marta)])
    contacts.save_point(marta, None, Point(PointKind.EMAIL, "new@x.example"))
    contacts.delete([marta])
    assert len(trash.rows()) == 1
    trash.restore([Thrown(TrashKind.CONTACT, marta)])
    page = contacts.page(marta)
    assert page is not None
    assert [stored.value.value for stored in page.points] == ["new@x.example"]


def test_what_is_not_in_the_trash_cannot_be_brought_back(core: Core, trash: TrashService) -> None:
    marta = core.services.contacts.add(person())
    before, step = _dump(core), core.services.undoing.next_undo()
    for things in ([], [Thrown(TrashKind.CONTACT, marta)], [Thrown(TrashKind.TAG, 999)]):
        with pytest.raises(NotFound):
            trash.restore(things)
    assert (_dump(core), core.services.undoing.next_undo()) == (before, step)


def test_a_row_from_before_a_column_was_added_takes_its_default(core: Core, trash: TrashService) -> None:
    marta = core.services.contacts.add(person())
    core.services.contacts.delete([marta])
    with core.writing(None) as work:
        work.read.execute(
            "UPDATE changes SET old = json_set(json_remove(old, '$.lifecycle'), '$.gone_column', 1) WHERE table_name = 'contacts'"
        )
    trash.restore([Thrown(TrashKind.CONTACT, marta)])
    assert core.database.reader().execute("SELECT lifecycle FROM contacts").fetchone() == ("",)
