"""Saved lists: kept, renamed, ordered, copied and deleted with undo; who is in them, counted and sorted; columns of a table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Address
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.filters import EVERYBODY, AllOf, Condition, Operator, reference
from crm_desktop.domain.interactions import InteractionDraft, InteractionKind
from crm_desktop.domain.messages import message
from crm_desktop.services.contacts import ContactOrder
from crm_desktop.services.saved_lists import SavedListService
from tests.support.clock import FixedClock
from tests.support.home import person, reminder_draft

BERLIN = Condition("city", Operator.IS, ("berlin",))


def _lists(core: Core) -> SavedListService:
    return core.services.people.saved_lists


def _names(core: Core) -> list[str]:
    return [each.name for each in _lists(core).lists()]


def _talk(clock: FixedClock, days_ago: int) -> InteractionDraft:
    return InteractionDraft(InteractionKind.CALL, "Talked.", clock.now() - timedelta(days=days_ago))


def test_a_list_is_kept_with_filter_columns_and_order(core: Core) -> None:
    made = _lists(core).add("Berlin", BERLIN, ("city", "tag"), "-city")
    (found,) = _lists(core).lists()
    assert (found.id, found.name, found.filter, found.columns, found.sort) == (
        made,
        "Berlin",
        BERLIN,
        ("city", "tag"),
        "-city",
    )
    core.services.undoing.undo()
    assert not _lists(core).lists()
    core.services.undoing.redo()
    assert _names(core) == ["Berlin"]


def test_a_name_must_be_there_and_be_free(core: Core) -> None:
    lists = _lists(core)
    first = lists.add("Größe", BERLIN)
    for name in ("", "  ", "\x00", "GROSSE"):
        with pytest.raises(InvalidInput) as refused:
            lists.add(name, BERLIN)
        assert refused.value.field == "name"
    lists.rename(first, "größe")
    assert _names(core) == ["größe"]


def test_lists_are_moved_copied_and_deleted_each_with_one_undo(core: Core) -> None:
    lists = _lists(core)
    ids = [lists.add(name, BERLIN) for name in ("A", "B", "C")]
    lists.move(ids[2], 0)
    assert _names(core) == ["C", "A", "B"]
    lists.move(ids[2], 99)
    assert _names(core) == ["A", "B", "C"]
    lists.duplicate(ids[0])
    assert _names(core) == ["A", "A 2", "B", "C"]
    lists.duplicate(ids[0])
    assert _names(core) == ["A", "A 3", "A 2", "B", "C"]
    lists.delete(ids[1])
    assert _names(core) == ["A", "A 3", "A 2", "C"]
    for expected in (
        ["A", "A 3", "A 2", "B", "C"],
        ["A", "A 2", "B", "C"],
        ["A", "B", "C"],
        ["C", "A", "B"],
        ["A", "B", "C"],
    ):
        core.services.undoing.undo()
        assert _names(core) == expected
    with pytest.raises(NotFound):
        lists.rename(ids[0] + 50, "X")


def test_a_list_that_cannot_be_read_stays_and_says_so(core: Core) -> None:
    made = _lists(core).add("Broken", BERLIN)
    with core.writing(message("spoil")) as work:
        work.update("saved_lists", made, filter='{"from": "a newer version"}', columns="{")
    found = _lists(core).one(made)
    assert found is not None
    assert not found.readable
    assert _lists(core).ids(found.filter) == []
    with pytest.raises(InvalidInput):
        _lists(core).duplicate(made)


def test_the_issues_list_finds_past_clients_in_berlin_not_spoken_with_for_90_days(
    core: Core, clock: FixedClock
) -> None:
    contacts, lists = core.services.contacts, _lists(core)
    ids = {}
    for name, city, days in (
        ("Far", "Berlin", 100),
        ("Near", "Berlin", 5),
        ("Other", "Paris", 100),
        ("Never", "berlin", None),
    ):
        ids[name] = contacts.add(person(name, addresses=(Address(city=city),), tags=("past client",)))
        if days is not None:
            core.services.timeline.log(ids[name], _talk(clock, days))
    ids["No client"] = contacts.add(person("No client", addresses=(Address(city="Berlin"),)))
    tag = next(iter(lists.known().tags))
    wanted = AllOf((
        Condition("last-talk", Operator.NOT_WITHIN_DAYS, ("90",)),
        Condition("tag", Operator.IS, (reference(tag, "past client"),)),
        BERLIN,
    ))  # fmt: skip
    assert set(lists.ids(wanted)) == {ids["Far"], ids["Never"]}
    clock.advance(days=86)
    assert set(lists.ids(wanted)) == {ids["Far"], ids["Never"], ids["Near"]}


def test_the_usual_orders_are_those_of_the_list_of_everybody(core: Core, clock: FixedClock) -> None:
    for number, name in enumerate(("Cleo", "amara", "Élodie", "Björn")):
        made = core.services.contacts.add(person(name))
        if number % 2:
            core.services.timeline.log(made, _talk(clock, number))
    lists, contacts = _lists(core), core.services.contacts
    assert lists.ids(EVERYBODY, sort="name") == contacts.ids(order=ContactOrder.NAME)
    assert lists.ids(EVERYBODY) == contacts.ids(order=ContactOrder.LAST_SPOKE)
    assert lists.ids(EVERYBODY, sort="-added") == contacts.ids(order=ContactOrder.ADDED)
    assert lists.ids(EVERYBODY, sort="-name") == contacts.ids(order=ContactOrder.NAME)[::-1]


@pytest.mark.parametrize("sort", ["city", "-city", "last-talk", "next-step", "-next-step", "tag", "company"])
def test_who_has_no_value_stands_last_in_either_direction(core: Core, clock: FixedClock, sort: str) -> None:
    contacts = core.services.contacts
    nothing = contacts.add(person("Aaron"))
    for name, days in (("Zoe", 3), ("Mia", 30)):
        made = contacts.add(person(name, company=f"{name} Ltd", addresses=(Address(city=f"ö{name}"),), tags=(name,)))
        core.services.timeline.log(made, _talk(clock, days))
        core.services.reminders.add(reminder_draft("Call", contact_id=made))
    found = _lists(core).ids(EVERYBODY, sort=sort)
    assert len(found) == 3
    assert found[-1] == nothing


def test_what_is_typed_narrows_a_list_and_its_order_stays(core: Core) -> None:
    contacts = core.services.contacts
    ids = [
        contacts.add(person(name, addresses=(Address(city=city),)))
        for name, city in (("Zoe A", "B"), ("Amy Zoe", "C"), ("Bo", "A"))
    ]
    assert _lists(core).ids(EVERYBODY, "zoe", "city") == ids[:2]
    assert _lists(core).ids(Condition("city", Operator.IS, ("C",)), "zoe") == [ids[1]]


def test_words_typed_above_the_list_can_be_kept_in_it(core: Core) -> None:
    marta = core.services.contacts.add(person("Marta", note="Plays the cello"))
    core.services.contacts.add(person("Jonas"))
    assert _lists(core).ids(Condition("anything", Operator.CONTAINS, ("mar cell",))) == []
    assert _lists(core).ids(Condition("anything", Operator.CONTAINS, ("cello",))) == [marta]
    assert _lists(core).count(Condition("anything", Operator.LACKS, ("cello",))) == 1


def test_every_column_has_a_value_or_none_and_can_be_sorted_by(core: Core, clock: FixedClock) -> None:
    made = core.services.contacts.add(
        person(
            "Marta Oliveira",
            email="m@x.example",
            phone="+351 1",
            company="Casa",
            tags=("b", "A"),
            addresses=(Address(city="Lisbon"),),
        )
    )
    core.services.timeline.log(made, _talk(clock, 4))
    core.services.reminders.add(reminder_draft("Send the offer", contact_id=made))
    lists = _lists(core)
    there = lists.columns()
    (row,) = lists.rows([made, made + 1], tuple(there.values()))
    values = dict(zip(there, row.values, strict=True))
    assert values["name"] == row.name == "Marta Oliveira"
    assert (values["company"], values["email"], values["city"], values["tag"]) == (
        "Casa",
        "m@x.example",
        "Lisbon",
        "A, b",
    )
    assert values["talks"] == 1
    assert values["next-step-text"] == "Send the offer"
    for key in there:
        assert lists.ids(EVERYBODY, sort=key) == [made]


def test_own_fields_of_each_kind_are_columns_that_sort_as_one_expects(core: Core) -> None:
    own, lists, companies = core.services.people.own_fields, _lists(core), core.services.people.companies
    names = ("Ana", "Bea", "Cem", "Dan")
    ids = [core.services.contacts.add(person(name, company=f"{name} Ltd")) for name in names]
    sorts: dict[str, list[str]] = {}
    for kind, values, order in (
        ("number", ("10", "9", "-1", "2.5"), "Cem Dan Bea Ana"),
        ("money", ("20 EUR", "1500 JPY", "3.50 USD", "100 EUR"), "Cem Ana Dan Bea"),
        ("day", ("2027-01-02", "2026-12-31", "1999-01-01", "2027-01-01"), "Cem Bea Dan Ana"),
        ("choice", ("large", "small", "medium", "large"), "Bea Cem Ana Dan"),
        ("choices", ("medium; large", "large", "small", "small; large"), "Cem Dan Ana Bea"),
        ("yes-no", ("yes", "no", "no", "yes"), "Bea Cem Ana Dan"),
        ("text", ("b", "a", "Ä", "c"), "Bea Cem Ana Dan"),
    ):
        for subject in ("contact", "company"):
            field = own.add(subject, f"{kind} {subject}", kind, ["small", "medium", "large"])
            for owner, value in zip(ids, values, strict=True):
                page = core.services.contacts.page(owner)
                assert page is not None
                assert page.company_id is not None
                own.set_value(field, owner if subject == "contact" else page.company_id, value)
            uid = next(each.uid for each in own.fields(subject) if each.id == field)
            sorts[f"own:{uid}"] = order.split()
    there = lists.columns()
    for key, expected in sorts.items():
        found = lists.rows(lists.ids(EVERYBODY, sort=key), (there[key],))
        assert [row.name for row in found] == expected, there[key].title
        assert all(row.values[0] for row in found)
    without = core.services.contacts.add(person("Nobody"))
    assert all(lists.ids(EVERYBODY, sort=key)[-1] == without for key in sorts)
    assert companies.find("Ana Ltd") is not None


def test_a_deals_field_is_no_column_because_one_may_have_many_deals(core: Core) -> None:
    core.services.people.own_fields.add("deal", "Pages", "number")
    assert not any(key.startswith("own:") for key in _lists(core).columns())


def test_the_templates_are_kept_under_names_in_the_users_language(core: Core) -> None:
    made = _lists(core).add_template("losing-touch", "Kontakt verloren")
    found = _lists(core).one(made)
    assert found is not None
    assert (found.name, str(_lists(core).sentence(found.filter))) == (
        "Kontakt verloren",
        "last spoken more than 90 days ago",
    )


def test_losing_touch_is_what_the_front_page_says(core: Core, clock: FixedClock) -> None:
    for name, days in (("Gone", 40), ("Fine", 3)):
        made = core.services.contacts.add(person(name, keep_in_touch_days=14))
        core.services.timeline.log(made, _talk(clock, days))
    core.services.reckoning.catch_up()
    front = core.services.today.today()
    found = _lists(core).ids(Condition("losing-touch", Operator.YES))
    assert found == [row.contact_id for row in front.losing_touch]
    assert len(found) == 1
