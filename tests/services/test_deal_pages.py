"""The page of a deal: what it shows, every change with one undo, people and their roles, a copy, and how likely it is won."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_profile import DealProfile
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.interactions import Direction, InteractionKind
from crm_desktop.domain.money import Money
from crm_desktop.domain.own_fields import FieldKind
from crm_desktop.domain.pipelines import DealDraft, PersonInDeal
from crm_desktop.domain.timeline_entries import OwnerKind, TimelineOwner
from tests.support.clock import FixedClock
from tests.support.home import TODAY, clock, core, deal_draft, interaction_draft, person, reminder_draft

__all__ = ["clock", "core"]


@pytest.fixture
def deal(core: Core) -> int:
    return core.services.pipeline.add(deal_draft("Website relaunch", stages(core)[0], 640000))


def stages(core: Core) -> list[int]:
    return [stage.id for stage in core.services.pipeline.stages()]


def page(core: Core, deal_id: int) -> DealProfile:
    found = core.services.deals.pages.page(deal_id)
    assert found is not None
    return found


def people(core: Core, deal_id: int) -> list[tuple[str, str, bool]]:
    return [(each.name, each.role, each.main) for each in page(core, deal_id).people]


def headings(core: Core, deal_id: int) -> list[str]:
    entries = core.services.timeline.entries_of_deal(deal_id)
    return [str(entry.heading) if entry.heading is not None else entry.text for entry in entries]


def test_a_deal_that_is_gone_has_no_page_and_takes_no_change(core: Core, deal: int) -> None:
    core.services.pipeline.delete(deal)
    assert core.services.deals.pages.page(deal) is None
    with pytest.raises(NotFound):
        core.services.deals.pages.set_text(deal, "note", "x")


def test_texts_are_cleaned_and_each_change_is_one_undo(core: Core, deal: int) -> None:
    pages = core.services.deals.pages
    pages.set_text(deal, "title", "  New \n name ")
    pages.set_text(deal, "note", "two\nlines")
    pages.set_text(deal, "source", "referral")
    found = page(core, deal)
    assert (found.card.title, found.note, found.source) == ("New name", "two\nlines", "referral")
    core.services.undoing.undo()
    core.services.undoing.undo()
    core.services.undoing.undo()
    found = page(core, deal)
    assert (found.card.title, found.note, found.source) == ("Website relaunch", "", "")


def test_a_deal_keeps_a_name_and_has_no_other_fields_than_its_own(core: Core, deal: int) -> None:
    for field, value, refused in (("title", "  ", "title"), ("state", "won", "state")):
        with pytest.raises(InvalidInput) as raised:
            core.services.deals.pages.set_text(deal, field, value)
        assert raised.value.field == refused


def test_value_and_close_are_noted_for_forecasts_as_of_an_earlier_day(core: Core, deal: int, clock: FixedClock) -> None:
    pages = core.services.deals.pages
    pages.set_value(deal, DealValue(Money(90000, "EUR"), "month", 12))
    clock.advance(days=1)
    pages.set_close(deal, date(2026, 12, 12))
    pages.set_close(deal, date(2026, 12, 12))
    found = page(core, deal)
    assert found.card.worth == Money(12 * 90000, "EUR")
    assert [(each.field, each.old, each.new) for each in found.changes] == [
        ("close", "", "2026-12-12"),
        ("amount", "640000 EUR", "90000 EUR month 12"),
    ]
    core.services.undoing.undo()
    core.services.undoing.undo()
    assert page(core, deal).changes == ()
    assert page(core, deal).card.value == Money(640000, "EUR")


def test_a_value_of_yen_or_dinar_stays_as_it_is_and_none_takes_it_away(core: Core, deal: int) -> None:
    pages = core.services.deals.pages
    for money in (Money(120000, "JPY"), Money(1234567, "BHD")):
        pages.set_value(deal, DealValue(money))
        assert page(core, deal).card.value == money
    pages.set_value(deal, None)
    assert page(core, deal).card.value is None
    with pytest.raises(InvalidInput):
        pages.set_value(deal, DealValue(Money(1, "EUR"), "fortnight"))


def test_the_first_person_is_the_main_one_and_the_next_one_follows_when_they_go(core: Core, deal: int) -> None:
    pages = core.services.deals.pages
    marta, rui, hana = (core.services.contacts.add(person(name)) for name in ("Marta O", "Rui S", "Hana B"))
    pages.add_person(deal, marta, "decides")
    pages.add_person(deal, rui, "pays the invoice")
    pages.add_person(deal, hana)
    assert people(core, deal) == [
        ("Marta O", "decides", True),
        ("Rui S", "pays the invoice", False),
        ("Hana B", "", False),
    ]
    pages.remove_person(deal, marta)
    assert people(core, deal) == [("Rui S", "pays the invoice", True), ("Hana B", "", False)]
    core.services.undoing.undo()
    assert people(core, deal)[0] == ("Marta O", "decides", True)


def test_making_somebody_else_the_main_contact_keeps_both_with_their_roles(core: Core, deal: int) -> None:
    pages = core.services.deals.pages
    marta, rui = (core.services.contacts.add(person(name)) for name in ("Marta O", "Rui S"))
    pages.add_person(deal, marta, "decides")
    pages.add_person(deal, rui, "pays")
    pages.set_main(deal, rui)
    assert people(core, deal) == [("Rui S", "pays", True), ("Marta O", "decides", False)]
    pages.set_role(deal, marta, "uses it")
    pages.set_role(deal, rui, "")
    assert people(core, deal) == [("Rui S", "", True), ("Marta O", "uses it", False)]
    pages.set_main(deal, None)
    assert [main for _name, _role, main in people(core, deal)] == [False, False]


def test_adding_somebody_twice_only_changes_the_role_and_a_stranger_is_refused(core: Core, deal: int) -> None:
    pages = core.services.deals.pages
    marta = core.services.contacts.add(person("Marta O"))
    pages.add_person(deal, marta)
    pages.add_person(deal, marta, "decides")
    assert people(core, deal) == [("Marta O", "decides", True)]
    with pytest.raises(InvalidInput):
        pages.add_person(deal, 999)


def test_tags_are_exactly_those_named_and_new_ones_are_made(core: Core, deal: int) -> None:
    pages = core.services.deals.pages
    pages.set_tags(deal, ("relaunch", "Hospitality"))
    pages.set_tags(deal, ("hospitality", "urgent"))
    assert [tag.name for tag in page(core, deal).tags] == ["Hospitality", "urgent"]
    core.services.undoing.undo()
    assert [tag.name for tag in page(core, deal).tags] == ["Hospitality", "relaunch"]
    with pytest.raises(InvalidInput):
        pages.set_tags(deal, (" ",))


def test_the_company_is_made_if_new_and_its_own_only(core: Core, deal: int) -> None:
    pages = core.services.deals.pages
    marta = core.services.contacts.add(person("Marta O", company="Casa Azul"))
    pages.add_person(deal, marta)
    found = page(core, deal)
    assert (found.own_company, found.card.company) == ("", "Casa Azul")
    pages.set_company(deal, "Hotel Mar")
    found = page(core, deal)
    assert (found.own_company, found.card.company) == ("Hotel Mar", "Hotel Mar")
    assert found.company_id is not None
    pages.set_company(deal, "")
    assert page(core, deal).company_id is None


def test_a_new_deal_with_people_tags_and_own_fields_is_one_undo(core: Core) -> None:
    services = core.services
    marta, rui = (services.contacts.add(person(name)) for name in ("Marta O", "Rui S"))
    field = services.people.own_fields.add("deal", "Payment", FieldKind.TEXT.value)
    draft = DealDraft(
        "Shop", stages(core)[1], marta, "", Money(50000, "EUR"), period="month", role="decides",
        people=(PersonInDeal(rui, "pays"),), tags=("shop",),
    )  # fmt: skip
    deal = services.deals.pages.add(draft, {field: "half up front"})
    found = page(core, deal)
    assert [value.text for value in found.own] == ["half up front"]
    assert [tag.name for tag in found.tags] == ["shop"]
    assert people(core, deal) == [("Marta O", "decides", True), ("Rui S", "pays", False)]
    services.undoing.undo()
    assert services.deals.pages.page(deal) is None
    services.undoing.redo()
    assert page(core, deal) == found


def test_what_an_own_field_does_not_take_is_refused_by_its_name_and_nothing_is_added(core: Core) -> None:
    field = core.services.people.own_fields.add("deal", "Hours", FieldKind.NUMBER.value)
    with pytest.raises(InvalidInput) as raised:
        core.services.deals.pages.add(deal_draft("Shop", stages(core)[0]), {field: "many"})
    assert raised.value.field == f"own/{field}"
    assert core.services.pipeline.board().open_count == 0


def test_a_copy_has_everything_but_the_history(core: Core, deal: int, clock: FixedClock) -> None:
    services, pages = core.services, core.services.deals.pages
    marta, rui = (services.contacts.add(person(name)) for name in ("Marta O", "Rui S"))
    field = services.people.own_fields.add("deal", "Payment", FieldKind.TEXT.value)
    pages.add_person(deal, marta, "decides")
    pages.add_person(deal, rui, "pays")
    pages.set_tags(deal, ("relaunch",))
    services.people.own_fields.set_value(field, deal, "half")
    services.pipeline.move(deal, stages(core)[2])
    clock.advance(days=3)
    services.pipeline.lose(deal, "Too expensive")
    copy = page(core, pages.duplicate(deal))
    assert (copy.card.title, copy.card.value, copy.card.state) == ("Website relaunch", Money(640000, "EUR"), "open")
    assert people(core, copy.card.id) == people(core, deal)
    assert [tag.name for tag in copy.tags] == ["relaunch"]
    assert [value.text for value in copy.own] == ["half"]
    assert copy.lost_reason == ""
    assert len(services.pipeline.history(copy.card.id)) == 1
    services.undoing.undo()
    assert services.deals.pages.page(copy.card.id) is None


def test_the_steps_of_a_deal_are_its_open_reminders_the_earliest_first(core: Core, deal: int) -> None:
    reminders = core.services.reminders
    reminders.add(reminder_draft("Later", TODAY + timedelta(days=5), None, deal_id=deal))
    reminders.add(reminder_draft("Sooner", TODAY + timedelta(days=1), None, deal_id=deal))
    reminders.add(reminder_draft("Another deal's", TODAY, None))
    rows = [reminders.row(each) for each in page(core, deal).steps]
    assert [row.text for row in rows if row is not None] == ["Sooner", "Later"]


def test_deleting_and_restoring_from_the_trash_keeps_everything(core: Core, deal: int, tmp_path: Path) -> None:
    services, pages = core.services, core.services.deals.pages
    marta, rui = (services.contacts.add(person(name)) for name in ("Marta O", "Rui S"))
    field = services.people.own_fields.add("deal", "Payment", FieldKind.TEXT.value)
    pages.add_person(deal, marta, "decides")
    pages.add_person(deal, rui, "pays")
    pages.set_tags(deal, ("relaunch",))
    pages.set_value(deal, DealValue(Money(90000, "EUR"), "month", 12))
    pages.set_close(deal, date(2026, 12, 12))
    services.people.own_fields.set_value(field, deal, "half")
    services.reminders.add(reminder_draft("Call", deal_id=deal, contact_id=marta))
    services.pipeline.move(deal, stages(core)[2])
    path = tmp_path / "offer.pdf"
    path.write_bytes(b"%PDF")
    services.people.files.add(FileOwner(deal_id=deal), path)
    before, way = page(core, deal), services.pipeline.way(deal)
    services.pipeline.delete(deal)
    (row,) = services.people.trash.rows()
    services.people.trash.restore([row.thing])
    assert page(core, deal) == before
    assert services.pipeline.way(deal) == way
    assert services.people.files.rows(FileOwner(deal_id=deal))


def test_a_person_who_comes_back_takes_part_in_the_deal_again(core: Core, deal: int) -> None:
    services, pages = core.services, core.services.deals.pages
    marta, rui = (services.contacts.add(person(name)) for name in ("Marta O", "Rui S"))
    pages.add_person(deal, marta)
    pages.add_person(deal, rui, "pays")
    services.contacts.delete([rui])
    assert people(core, deal) == [("Marta O", "", True)]
    (row,) = services.people.trash.rows()
    services.people.trash.restore([row.thing])
    assert people(core, deal) == [("Marta O", "", True), ("Rui S", "pays", False)]


def test_who_was_deleted_after_the_deal_takes_part_again_once_both_are_back(core: Core, deal: int) -> None:
    services, pages = core.services, core.services.deals.pages
    marta, rui = (services.contacts.add(person(name)) for name in ("Marta O", "Rui S"))
    pages.add_person(deal, marta)
    pages.add_person(deal, rui, "pays")
    services.pipeline.delete(deal)
    services.contacts.delete([rui])
    things = {row.name: row.thing for row in services.people.trash.rows()}
    services.people.trash.restore([things["Website relaunch"]])
    assert people(core, deal) == [("Marta O", "", True)]
    services.people.trash.restore([things["Rui S"]])
    assert people(core, deal) == [("Marta O", "", True), ("Rui S", "pays", False)]


def test_a_tag_that_comes_back_is_on_the_deal_again(core: Core, deal: int) -> None:
    services = core.services
    services.deals.pages.set_tags(deal, ("relaunch",))
    services.people.tags.delete([page(core, deal).tags[0].id])
    assert page(core, deal).tags == ()
    (row,) = services.people.trash.rows()
    services.people.trash.restore([row.thing])
    assert [tag.name for tag in page(core, deal).tags] == ["relaunch"]


# ------------------------------------------------------------------------------------------------------ timeline


def test_the_timeline_of_a_deal_tells_of_it_alone(core: Core, deal: int, clock: FixedClock, tmp_path: Path) -> None:
    services, pages = core.services, core.services.deals.pages
    marta = services.contacts.add(person("Marta O"))
    pages.add_person(deal, marta, "decides")
    clock.advance(days=1)
    services.timeline.log_for_deal(deal, interaction_draft("About the deal", at=clock.now()))
    services.timeline.log(marta, interaction_draft("About the weather", at=clock.now()))
    clock.advance(days=2)
    services.pipeline.move(deal, stages(core)[1])
    clock.advance(days=1)
    pages.set_close(deal, date(2026, 12, 12))
    path = tmp_path / "offer.pdf"
    path.write_bytes(b"%PDF")
    services.people.files.add(FileOwner(deal_id=deal), path)
    clock.advance(days=1)
    services.pipeline.win(deal)
    assert headings(core, deal) == [
        "Won", "Expected close added", "File: offer.pdf", "Moved to First talk", "About the deal", "Main contact added",
    ]  # fmt: skip
    moved = services.timeline.entries_of_deal(deal)[3]
    assert str(moved.detail) == "after 3 days in Lead"


def test_what_is_written_without_anybody_is_refused_until_the_deal_is_with_somebody(core: Core, deal: int) -> None:
    timeline = core.services.timeline
    with pytest.raises(InvalidInput) as raised:
        timeline.log_for_deal(deal, interaction_draft("Who?"))
    assert raised.value.field == "text"
    core.services.deals.pages.set_company(deal, "Casa Azul")
    timeline.log_for_deal(deal, interaction_draft("With the company"))
    assert "With the company" in headings(core, deal)


def test_reopened_and_lost_again_the_whole_story_stands_there(core: Core, deal: int, clock: FixedClock) -> None:
    pipeline = core.services.pipeline
    clock.advance(days=1)
    pipeline.lose(deal, "No answer")
    clock.advance(days=1)
    pipeline.reopen(deal)
    clock.advance(days=1)
    pipeline.lose(deal, "Too expensive")
    entries = core.services.timeline.entries_of_deal(deal)
    assert [str(entry.heading) for entry in entries] == ["Lost", "Opened again", "Lost"]
    assert str(entries[0].detail) == "Too expensive"
    assert entries[2].detail is None


def test_a_change_taken_back_leaves_the_timeline(core: Core, deal: int) -> None:
    core.services.deals.pages.set_text(deal, "source", "referral")
    assert headings(core, deal) == ["Source added"]
    core.services.undoing.undo()
    assert headings(core, deal) == []


def test_a_talk_with_several_people_stands_in_the_deal_once_with_those_besides_the_main_contact(
    core: Core, deal: int
) -> None:
    services = core.services
    marta, rui = (services.contacts.add(person(name)) for name in ("Marta O", "Rui S"))
    services.deals.pages.add_person(deal, marta)
    for who in (marta, rui):
        services.timeline.log(who, interaction_draft("All of us", deal_id=deal, event_uid="meeting-1"))
    owner = TimelineOwner(OwnerKind.DEAL, deal)
    talks = services.timeline.entries_of(owner, kinds=frozenset({InteractionKind.CALL}))
    assert [(entry.text, entry.contact) for entry in talks] == [("All of us", "Marta O, Rui S")]


# ------------------------------------------------------------------------------------------------- how likely


def test_below_eight_closed_deals_the_page_says_how_many_there_are(core: Core, deal: int) -> None:
    first = stages(core)[0]
    for number in range(3):
        core.services.pipeline.win(core.services.pipeline.add(deal_draft(f"Old {number}", first)))
    found = page(core, deal).likelihood
    assert found is not None
    assert (found.percent, found.deals) == (None, 3)


def test_what_is_remembered_of_closed_deals_makes_the_reasons(core: Core, clock: FixedClock) -> None:
    services = core.services
    first, second, *_ = stages(core)
    marta = services.contacts.add(person("Marta O"))
    clock.advance(days=-100)
    for number in range(12):
        source = "referral" if number % 2 else "fair"
        old = services.pipeline.add(
            deal_draft(f"Old {number}", first, contact_id=marta if number == 1 else None, source=source)
        )
        clock.advance(days=2)
        if source == "referral":
            services.pipeline.move(old, second)
            services.pipeline.win(old)
        else:
            services.pipeline.lose(old, "No answer")
    clock.advance(days=76)
    deal = services.pipeline.add(deal_draft("New", second, contact_id=marta, source="Referral"))
    for days, direction in (
        (0, Direction.OUTGOING),
        (0, Direction.INCOMING),
        (1, Direction.OUTGOING),
        (0, Direction.INCOMING),
    ):
        clock.advance(days=days, hours=1)
        draft = interaction_draft("Hello", InteractionKind.EMAIL, clock.now(), direction=direction)
        services.timeline.log(marta, draft)
    found = page(core, deal).likelihood
    assert found is not None
    said = [str(reason.text) for reason in found.reasons]
    assert said[:2] == ["First talk (you win 6 of 6)", "Referral (you win 6 of 6)"]
    assert said[2].startswith("no next step")
    assert (found.usual, found.deals) == (50, 12)
    assert found.percent is not None
    assert found.percent > 80


def test_a_deal_is_weighted_with_the_chance_that_the_board_weights_with(core: Core, deal: int) -> None:
    services, first = core.services, stages(core)[0]
    assert page(core, deal).percent == 10
    services.deals.pipelines.set_chance(first, None)
    for number in range(8):
        old = services.pipeline.add(deal_draft(f"Old {number}", first))
        (services.pipeline.win if number < 4 else lambda each: services.pipeline.lose(each, ""))(old)
    (column, *_others) = services.pipeline.board().columns
    assert page(core, deal).percent == column.chance.percent == 50


def test_a_deal_that_has_ended_is_neither_likely_nor_unlikely(core: Core, deal: int) -> None:
    core.services.pipeline.win(deal)
    assert page(core, deal).likelihood is None


def test_deals_of_another_pipeline_do_not_count(core: Core, deal: int) -> None:
    other = core.services.deals.pipelines.add("candidates", "Candidates")
    stage = core.services.pipeline.stages(other)[0].id
    for number in range(9):
        core.services.pipeline.win(core.services.pipeline.add(deal_draft(f"Old {number}", stage)))
    found = page(core, deal).likelihood
    assert found is not None
    assert found.deals == 0


# ---------------------------------------------------------------------------------------------- pages of people


def test_the_page_of_a_person_lists_the_deals_in_which_they_only_take_part(core: Core, deal: int) -> None:
    services = core.services
    marta, rui = (services.contacts.add(person(name)) for name in ("Marta O", "Rui S"))
    services.deals.pages.add_person(deal, marta)
    services.deals.pages.add_person(deal, rui, "pays the invoice")
    found = services.contacts.page(rui)
    assert found is not None
    assert [(card.title, card.role) for card in found.deals] == [("Website relaunch", "pays the invoice")]
    services.pipeline.win(deal)
    found = services.contacts.page(rui)
    assert found is not None
    assert found.worth == ()


def test_the_page_of_a_company_lists_the_deals_in_which_its_people_only_take_part(core: Core, deal: int) -> None:
    services = core.services
    marta = services.contacts.add(person("Marta O", company="Casa Azul"))
    rui = services.contacts.add(person("Rui S", company="Tax & Co"))
    services.deals.pages.add_person(deal, marta)
    services.deals.pages.add_person(deal, rui, "pays")
    tax, casa = (services.people.companies.find(name) for name in ("Tax & Co", "Casa Azul"))
    assert tax is not None
    assert casa is not None
    theirs, own = services.people.companies.page(tax), services.people.companies.page(casa)
    assert theirs is not None
    assert own is not None
    assert ([card.title for card in theirs.others_deals], theirs.open_count) == (["Website relaunch"], 0)
    assert ([card.title for card in own.deals], own.others_deals) == (["Website relaunch"], ())


def test_what_comes_every_month_counts_in_the_worth_of_a_person_as_often_as_it_comes(core: Core, deal: int) -> None:
    services = core.services
    marta = services.contacts.add(person("Marta O", company="Casa Azul"))
    services.deals.pages.add_person(deal, marta)
    services.deals.pages.set_value(deal, DealValue(Money(90000, "EUR"), "month", 10))
    services.pipeline.win(deal)
    found = services.contacts.page(marta)
    assert found is not None
    assert found.worth == (Money(900000, "EUR"),)
    company = services.people.companies.find("Casa Azul")
    assert company is not None
    page_of_company = services.people.companies.page(company)
    assert page_of_company is not None
    assert page_of_company.won_sums == (Money(900000, "EUR"),)
