"""People: adding, changing in place, marking, listing and deleting them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Address, ContactDraft, Fact, ImportantDate, Name, Point, PointKind
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.pages import ContactPage
from crm_desktop.services.contacts import ContactOrder
from tests.support.clock import FixedClock
from tests.support.home import deal_draft, interaction_draft, person


def _page(core: Core, contact: int) -> ContactPage:
    page = core.services.contacts.page(contact)
    assert page is not None
    return page


FULL = ContactDraft(
    name=Name("Marta", "Oliveira", "Sofia", "Dr.", "PhD", "Mia"),
    company="Casa Lume",
    job_title="Architect",
    department="Design",
    points=(
        Point(PointKind.EMAIL, "marta@x.example", "work"),
        Point(PointKind.PHONE, "+351 912 345 678", "mobile"),
        Point(PointKind.LINK, "https://x.example", ""),
    ),
    addresses=(Address("home", "Rua 1", "2nd floor", "PO 5", "Lisboa", "LX", "1100", "Portugal"),),
    dates=(ImportantDate("birthday", "1985-03-09"), ImportantDate("met", "--11-24")),
    facts=(Fact("likes", "coffee"), Fact("", "plays the oud")),
    tags=("vip", "press"),
    note="First line\nsecond line",
    source="fair",
    language="pt",
    time_zone="Europe/Lisbon",
    preferred_channel="phone",
    keep_in_touch_days=30,
    uid="urn:uuid:1",
)


def test_everything_that_is_said_about_a_person_is_there_again(core: Core, clock: FixedClock) -> None:
    page = _page(core, core.services.contacts.add(FULL, "by hand"))

    assert page.shown == "Dr. Marta Sofia Oliveira, PhD"
    assert (page.name, page.uid, page.company, page.origin) == (FULL.name, "urn:uuid:1", "Casa Lume", "by hand")
    assert [part.value for part in page.points] == list(FULL.points)
    assert [part.value for part in page.addresses] == list(FULL.addresses)
    assert [part.value for part in page.dates] == list(FULL.dates)
    assert [part.value for part in page.facts] == list(FULL.facts)
    assert [tag.name for tag in page.tags] == ["press", "vip"]
    for field in (
        "job_title",
        "department",
        "note",
        "source",
        "language",
        "time_zone",
        "preferred_channel",
        "keep_in_touch_days",
    ):
        assert getattr(page, field) == getattr(FULL, field), field
    assert page.created_at == clock.now()
    assert page.last_spoke is None


def test_a_person_without_a_name_is_called_by_company_email_or_phone(core: Core) -> None:
    contacts = core.services.contacts
    for draft, shown in (
        (ContactDraft(company="Casa Lume"), "Casa Lume"),
        (ContactDraft(points=(Point(PointKind.EMAIL, "a@x.example"),)), "a@x.example"),
        (ContactDraft(points=(Point(PointKind.PHONE, "+49 30 1"),)), "+49 30 1"),
    ):
        assert _page(core, contacts.add(draft)).shown == shown
    with pytest.raises(InvalidInput) as refused:
        contacts.add(ContactDraft(note="nobody"))
    assert refused.value.field == "name"
    assert contacts.count() == 3


def test_renaming_changes_what_lists_show_and_sort_by(core: Core) -> None:
    contact = core.services.contacts.add(person("Zoe Zander"))
    core.services.contacts.add(person("Max Muster"))
    core.services.contacts.rename(contact, Name(given="Änne", family="Adler"))

    rows = core.services.contacts.rows(core.services.contacts.ids())
    assert [row.name for row in rows] == ["Änne Adler", "Max Muster"]


def test_a_change_of_a_part_of_the_name_is_seen_when_the_source_gave_the_whole(core: Core) -> None:
    contact = core.services.contacts.add(ContactDraft(name=Name("Marta", "Oliveira", formatted="Marta Oliveira")))
    stored = _page(core, contact).name
    core.services.contacts.rename(contact, Name("Marta", "Costa", formatted=stored.formatted))
    assert _page(core, contact).shown == "Marta Costa"


def test_a_name_cannot_become_empty(core: Core) -> None:
    contact = core.services.contacts.add(person())
    with pytest.raises(InvalidInput):
        core.services.contacts.rename(contact, Name(given=" \u200b\n".replace("\u200b", "")))
    assert _page(core, contact).shown == "Marta Oliveira"


@pytest.mark.parametrize(
    "field", ["job_title", "department", "note", "source", "language", "time_zone", "preferred_channel"]
)
def test_texts_are_changed_in_place_and_cleaned(field: str, core: Core) -> None:
    contact = core.services.contacts.add(person())
    core.services.contacts.set_text(contact, field, "  Neu\x00es \ud800 ")
    assert getattr(_page(core, contact), field) == "Neues"


def test_parts_are_added_changed_and_removed_by_emptying(core: Core) -> None:
    contacts, contact = core.services.contacts, core.services.contacts.add(person())
    contacts.save_point(contact, None, Point(PointKind.EMAIL, "a@x.example", "work"))
    contacts.save_address(contact, None, Address(city="Lisboa"))
    contacts.save_date(contact, None, ImportantDate("birthday", "--02-29"))
    contacts.save_fact(contact, None, Fact("likes", "tea"))
    page = _page(core, contact)
    (point,), (address,), (date,), (fact,) = page.points, page.addresses, page.dates, page.facts

    contacts.save_point(contact, point.id, Point(PointKind.EMAIL, "b@x.example"))
    contacts.save_address(contact, address.id, Address(city="Porto", country="Portugal"))
    contacts.save_date(contact, date.id, ImportantDate("birthday", "1990-02-28"))
    contacts.save_fact(contact, fact.id, Fact("likes", "coffee"))
    page = _page(core, contact)
    assert [part.value.value for part in page.points] == ["b@x.example"]
    assert [part.value.one_line() for part in page.addresses] == ["Porto, Portugal"]
    assert [part.value.value for part in page.dates] == ["1990-02-28"]
    assert [part.value.text for part in page.facts] == ["coffee"]

    contacts.save_point(contact, point.id, Point(PointKind.EMAIL, "  "))
    contacts.save_address(contact, address.id, Address(label="home"))
    contacts.save_date(contact, date.id, ImportantDate("birthday", ""))
    contacts.save_fact(contact, fact.id, Fact("likes", ""))
    page = _page(core, contact)
    assert (page.points, page.addresses, page.dates, page.facts) == ((), (), (), ())


def test_a_new_part_without_content_makes_nothing_to_undo(core: Core) -> None:
    contact = core.services.contacts.add(person())
    before = core.services.undoing.next_undo()
    core.services.contacts.save_point(contact, None, Point(PointKind.PHONE, " "))
    assert core.services.undoing.next_undo() == before


def test_a_day_that_is_none_is_refused(core: Core) -> None:
    contact = core.services.contacts.add(person())
    for value in ("1990-02-30", "--13-01", "tomorrow", "0000-00-00"):
        with pytest.raises(InvalidInput) as refused:
            core.services.contacts.save_date(contact, None, ImportantDate("birthday", value))
        assert refused.value.field == "date"


def test_a_company_is_made_once_whatever_its_case(core: Core) -> None:
    contacts = core.services.contacts
    one, two = contacts.add(person("One", company="Groß & Söhne")), contacts.add(person("Two", company="GROSS & SOHNE"))
    assert _page(core, one).company_id == _page(core, two).company_id
    contacts.set_company(two, "  ")
    assert (_page(core, two).company, _page(core, one).company) == ("", "Groß & Söhne")
    assert contacts.company_names("gro") == ["Groß & Söhne"]
    assert contacts.company_names("%") == []


def test_a_tag_is_put_on_once_and_taken_off(core: Core) -> None:
    contacts, contact = core.services.contacts, core.services.contacts.add(person())
    contacts.add_tag(contact, "VIP")
    contacts.add_tag(contact, "vip")
    assert [tag.name for tag in _page(core, contact).tags] == ["VIP"]
    contacts.remove_tag(contact, _page(core, contact).tags[0].id)
    assert _page(core, contact).tags == ()
    with pytest.raises(InvalidInput):
        contacts.add_tag(contact, " ")


def test_tags_that_differ_in_case_only_do_not_hinder_adding(core: Core) -> None:
    contact = core.services.contacts.add(person(tags=("VIP", "vip")))
    assert len(_page(core, contact).tags) == 1


@pytest.mark.parametrize("days", [-1, 3661])
def test_an_interval_that_makes_no_sense_is_refused(days: int, core: Core) -> None:
    contact = core.services.contacts.add(person())
    with pytest.raises(InvalidInput):
        core.services.contacts.set_keep_in_touch(contact, days)


def test_people_are_listed_by_whom_one_spoke_with_last(core: Core, clock: FixedClock) -> None:
    contacts, timeline = core.services.contacts, core.services.timeline
    never, long_ago, lately, noted = (contacts.add(person(name)) for name in ("Ada", "Ben", "Cem", "Dan"))
    timeline.log(long_ago, interaction_draft(at=datetime(2020, 1, 1, tzinfo=UTC)))
    timeline.log(lately, interaction_draft(at=clock.now() - timedelta(days=1)))
    timeline.log(noted, interaction_draft("to myself", InteractionKind.NOTE, clock.now()))

    assert contacts.ids(order=ContactOrder.LAST_SPOKE) == [lately, long_ago, never, noted]
    assert contacts.ids(order=ContactOrder.ADDED) == [noted, lately, long_ago, never]
    assert contacts.ids(order=ContactOrder.NAME) == [never, long_ago, lately, noted]


def test_last_spoke_follows_editing_and_deleting_an_entry(core: Core, clock: FixedClock) -> None:
    contact = core.services.contacts.add(person())
    old, new = clock.now() - timedelta(days=30), clock.now() - timedelta(days=1)
    core.services.timeline.log(contact, interaction_draft(at=old))
    entry = core.services.timeline.log(contact, interaction_draft(at=new))
    assert _page(core, contact).last_spoke == new
    core.services.timeline.edit(entry, interaction_draft("x", InteractionKind.NOTE, new))
    assert _page(core, contact).last_spoke == old
    core.services.timeline.edit(entry, interaction_draft("x", InteractionKind.CALL, new))
    assert _page(core, contact).last_spoke == new
    core.services.timeline.delete(entry)
    assert _page(core, contact).last_spoke == old


def test_rows_come_in_the_order_asked_and_those_gone_are_left_out(core: Core) -> None:
    contacts = core.services.contacts
    first, second = contacts.add(person("Ada", company="Lime")), contacts.add(person("Ben"))
    assert [(row.name, row.company) for row in contacts.rows([second, 999, first])] == [("Ben", ""), ("Ada", "Lime")]
    assert contacts.rows([]) == []


def test_deleting_several_is_one_step_with_their_number(core: Core) -> None:
    contacts = core.services.contacts
    ids = [contacts.add(person(name)) for name in ("Ada", "Ben", "Cem")]
    contacts.delete(ids[:2])
    assert str(core.services.undoing.undo()) == "Deleted 2 contacts"
    contacts.delete(ids[:1])
    assert str(core.services.undoing.undo()) == "Deleted Ada"
    assert contacts.count() == 3


def test_a_deleted_person_leaves_the_deal_and_takes_timeline_and_reminders(core: Core) -> None:
    services = core.services
    contact = services.contacts.add(person())
    deal = services.pipeline.add(deal_draft("Website", services.pipeline.stages()[0].id, contact_id=contact))
    services.timeline.log(contact, interaction_draft(deal_id=deal))
    services.contacts.delete([contact])
    page = services.pipeline.page(deal)
    assert page is not None
    assert (page.card.contact_id, page.card.contact) == (None, "")


def test_whoever_is_gone_is_said_to_be_gone(core: Core) -> None:
    contacts = core.services.contacts
    assert contacts.page(5) is None
    for change in (
        lambda: contacts.rename(5, Name(given="x")),
        lambda: contacts.set_text(5, "note", "x"),
        lambda: contacts.set_company(5, "x"),
        lambda: contacts.add_tag(5, "x"),
        lambda: contacts.save_fact(5, None, Fact("x", "x")),
        lambda: core.services.timeline.log(5, interaction_draft()),
    ):
        with pytest.raises(NotFound):
            change()


def test_people_meant_by_a_phrase_have_all_its_words_as_whole_words(core: Core) -> None:
    for name in ("Marta Oliveira", "Marta Costa", "Martaba Costa", "山田 太郎"):
        core.services.contacts.add(person(name))
    assert [found.name for found in core.services.contacts.find_people("marta")] == ["Marta Costa", "Marta Oliveira"]
    assert [found.name for found in core.services.contacts.find_people("costa MARTA")] == ["Marta Costa"]
    assert [found.name for found in core.services.contacts.find_people("山田")] == ["山田 太郎"]
    assert core.services.contacts.find_people('"') == []


def test_what_a_person_is_worth_is_one_sum_for_each_currency(core: Core) -> None:
    services = core.services
    contact, stage = services.contacts.add(person()), services.pipeline.stages()[0].id
    for amount, currency in ((100, "EUR"), (250, "EUR"), (5000, "JPY"), (7, "USD")):
        services.pipeline.win(services.pipeline.add(deal_draft("x", stage, amount, currency, contact_id=contact)))
    services.pipeline.add(deal_draft("open", stage, 999, contact_id=contact))
    assert {(money.minor, money.currency) for money in _page(core, contact).worth} == {
        (350, "EUR"),
        (5000, "JPY"),
        (7, "USD"),
    }


def test_a_list_is_narrowed_by_the_same_words_as_a_search(core: Core) -> None:
    contacts = core.services.contacts
    marta, jonas, zoe = (contacts.add(person(name)) for name in ("Marta", "Jonas", "Zoe"))
    for each, tag in ((marta, "client"), (jonas, "client"), (zoe, "lead")):
        contacts.add_tag(each, tag)
    contacts.save_point(jonas, None, Point(PointKind.LINK, "https://x.example", ""))
    assert contacts.ids("tag:client") == [jonas, marta]
    assert contacts.ids("tag:client mar") == [marta]
    assert contacts.ids("has:link") == [jonas]
    assert contacts.ids("tag:client tag:lead") == []
    assert contacts.ids("tag:") == contacts.ids("before:nonsense") == []
    assert contacts.ids("https:") == [jonas]
