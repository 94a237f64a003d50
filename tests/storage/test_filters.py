"""Filters as SQL let through exactly whom a plain reading of the same data lets through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.bootstrap import Core
from crm_desktop.domain.filter_fields import FilterKind, Known
from crm_desktop.domain.filters import AllOf, AnyOf, Condition, Filter, Not, Operator, from_json, reference, to_json
from crm_desktop.domain.messages import message
from crm_desktop.storage.queries import filters
from tests.storage import people_for_filters as people
from tests.storage.people_for_filters import Person, holds
from tests.support.clock import FixedClock
from tests.support.home import opened_home

_READ_PLAINLY = (
    "last-talk", "tag", "lifecycle", "name", "company", "job-title", "email", "phone", "city", "language", "birthday",
    "added", "talks", "talk-kind", "mood", "direction", "next-step", "deal", "deal-stage", "deal-value", "note", "fact", "do-not-contact",
    *(f"own:{name}" for made in people.ALL_OWN.values() for name, _kind in made),
)  # fmt: skip
_WORDS = (
    *(
        "marta",
        "ELODIE",
        "王",
        "o",
        "",
        "'",
        "%",
        "_",
        "casa azul",
        "öko",
        "OKO GMBH",
        "owner",
        "geschaft",
        "berlin",
        "Łódź",
    ),
    *("keller.example", "@", "jargon", "apfel", "cello", "likes", "german", "portugues", "blog", "x" * 50, '"', "ä"),
)
_DIGITS = ("5557", "+49 30", "030 5557 1200", "0161", "1200", "no digits", "0")


@dataclass
class Filled:
    """The file, and the same as plain values."""

    core: Core
    people: list[Person]
    known: Known


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    clock = FixedClock()
    folder: Path = tmp_path_factory.mktemp("filters")
    with opened_home(folder / "home", clock) as core:
        made = people.make()
        people.store(core, clock, made)
        yield Filled(core, made, core.services.people.saved_lists.known())


def _values(known: Known, key: str, operator: Operator) -> st.SearchStrategy[tuple[str, ...]]:
    field = known.fields[key]
    if operator in (Operator.FILLED, Operator.EMPTY, Operator.YES, Operator.NO, Operator.THIS_MONTH):
        return st.just(())
    if operator in (Operator.WITHIN_DAYS, Operator.NOT_WITHIN_DAYS, Operator.OVER_DAYS_AGO, Operator.NEXT_DAYS):
        return st.sampled_from(("0", "1", "7", "29", "30", "90", "400", "36500")).map(lambda days: (days,))
    if operator in (Operator.ON, Operator.BEFORE, Operator.AFTER):
        return st.sampled_from(("2026-11-24", "2026-10-25", "0001-01-01", "9999-12-31", "2025-10-20")).map(
            lambda d: (d,)
        )
    if field.kind is FilterKind.NUMBER:
        return st.sampled_from(("-1", "0", "1", "2", "42.5")).map(lambda number: (number,))
    if field.kind is FilterKind.MONEY:
        return st.sampled_from(("0", "99900", "100000", "100")).map(lambda minor: (minor, "EUR"))
    one: st.SearchStrategy[str] = st.sampled_from(_DIGITS if key == "phone" else _WORDS)
    if field.refers:
        one = st.sampled_from([reference(*pair) for pair in known.names_of(field.refers).items()])
    elif field.choices:
        one = st.sampled_from([value for value, _words in field.choices])
    most = 3 if operator is Operator.ANY_OF else 1
    return st.lists(one, min_size=1, max_size=most).map(tuple)


def _conditions(known: Known) -> st.SearchStrategy[Filter]:
    def with_operator(key: str) -> st.SearchStrategy[Filter]:
        return st.sampled_from(known.fields[key].operators).flatmap(
            lambda operator: st.builds(
                lambda values, days: Condition(key, operator, values, days),
                _values(known, key, operator),
                st.sampled_from((None, 0, 1, 30, 90, 36_500)) if known.fields[key].spans else st.none(),
            )
        )

    return st.sampled_from(_READ_PLAINLY).flatmap(with_operator).filter(_has_value)


def _has_value(wanted: Filter) -> bool:
    assert isinstance(wanted, Condition)
    return not wanted.values or any(value.strip() for value in wanted.values)


def _filters(known: Known) -> st.SearchStrategy[Filter]:
    return st.recursive(
        _conditions(known),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: AllOf(tuple(parts))),
            st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
            inner.map(Not),
        ),
        max_leaves=6,
    )


def test_a_filter_lets_through_whom_a_plain_reading_lets_through(filled: Filled) -> None:
    lists, known = filled.core.services.people.saved_lists, filled.known

    @settings(max_examples=400)
    @given(_filters(known))
    def check(wanted: Filter) -> None:
        expected = {each.id for each in filled.people if holds(wanted, each, dict(known.tags), dict(known.stages))}
        assert set(lists.ids(wanted)) == expected
        assert lists.count(wanted) == len(expected)
        assert from_json(to_json(wanted)) == wanted
        assert str(lists.sentence(wanted))

    check()


def test_each_field_and_operator_divides_people_into_those_it_holds_for_and_the_others(filled: Filled) -> None:
    lists, known = filled.core.services.people.saved_lists, filled.known
    everybody = len(filled.people)
    for field in known.fields.values():
        for operator in field.operators:
            wanted = Condition(field.key, operator, _first_value(known, field.key, operator))
            # What is NULL would be neither here nor there.
            assert lists.count(wanted) + lists.count(Not(wanted)) == everybody, wanted


def _first_value(known: Known, key: str, operator: Operator) -> tuple[str, ...]:
    field = known.fields[key]
    if field.refers:
        return (reference(*next(iter(known.names_of(field.refers).items()))),)
    if field.kind is FilterKind.MONEY:
        return ("1", "EUR")
    if operator in (Operator.ON, Operator.BEFORE, Operator.AFTER):
        return ("2026-11-24",)
    return (field.choices[0][0] if field.choices else "3",)


def test_no_value_becomes_part_of_the_statement(filled: Filled) -> None:
    lists = filled.core.services.people.saved_lists
    nasty = "x' OR 1=1; DROP TABLE contacts; --"
    around = filters.Around(people.TODAY, FixedClock().zone(), 0, filled.known)
    for field in filled.known.fields.values():
        for operator in field.operators:
            compiled = filters.condition(Condition(field.key, operator, (nasty,)), around)
            assert "DROP" not in compiled.text
    assert lists.count(Condition("name", Operator.CONTAINS, (nasty,))) == 0
    assert lists.count(Condition("anything", Operator.CONTAINS, ('" OR * NEAR( (',))) == 0


@pytest.mark.parametrize("wrap", [lambda each: each, Not, lambda each: Not(Not(each))])
def test_a_condition_about_something_deleted_lets_nobody_in_however_it_is_turned(
    filled: Filled, wrap: Callable[[Filter], Filter]
) -> None:
    lists = filled.core.services.people.saved_lists
    for gone in (
        Condition("own:gone", Operator.IS, ("x",)),
        Condition("tag", Operator.IS_NOT, ("99:former",)),
        Condition("last-talk", Operator.WITHIN_DAYS, ("soon",)),
    ):
        assert lists.count(wrap(gone)) == 0
        assert lists.problems(wrap(gone))


def test_a_renamed_tag_stays_in_the_filter_and_a_merged_one_is_found_by_its_name(tmp_path: Path) -> None:
    with opened_home(tmp_path / "home") as core:
        contact = core.services.contacts.add(people.draft(Person("Marta", tags=frozenset({"client"}))))
        lists = core.services.people.saved_lists
        tag_id = next(iter(lists.known().tags))
        wanted = Condition("tag", Operator.IS, (reference(tag_id, "client"),))
        assert lists.ids(wanted) == [contact]
        with core.writing(message("renamed")) as work:
            work.update("tags", tag_id, name="customer", compare_key="customer")
        assert lists.ids(wanted) == [contact]
        assert str(lists.sentence(wanted)) == "tagged “customer”"
        by_name = Condition("tag", Operator.IS, (reference(tag_id + 50, "Customer"),))
        assert lists.ids(by_name) == [contact]


def test_days_are_those_of_the_users_zone(tmp_path: Path) -> None:
    clock = FixedClock()
    with opened_home(tmp_path / "home", clock) as core:
        contact = core.services.contacts.add(people.draft(Person("Marta")))
        # 23:30 in UTC on the 22nd is the 23rd in Berlin.
        at = int(datetime(2026, 11, 22, 23, 30, tzinfo=UTC).timestamp())
        with core.writing(message("talk")) as work:
            work.insert("interactions", contact_id=contact, kind="call", occurred_at=at, created_at=at)
        lists = core.services.people.saved_lists
        assert lists.count(Condition("last-talk", Operator.ON, ("2026-11-23",))) == 1
        assert lists.count(Condition("last-talk", Operator.WITHIN_DAYS, ("1",))) == 1
        clock.travel("America/New_York")
        assert lists.count(Condition("last-talk", Operator.ON, ("2026-11-22",))) == 1
        clock.advance(days=1)
        assert lists.count(Condition("last-talk", Operator.WITHIN_DAYS, ("1",))) == 0


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Condition("city", Operator.IS, ("Berlin",)), "addresses_by_city"),
        (Condition("email", Operator.CONTAINS, ("casa",)), "COVERING INDEX contact_points_by_key"),
        (Condition("email", Operator.EMPTY), "COVERING INDEX contact_points_by_contact"),
        (Condition("tag", Operator.IS, ("1:client",)), "contact_tags_by_tag"),
        (Condition("talk-kind", Operator.IS, ("meeting",)), "COVERING INDEX interactions_by_kind"),
        (Condition("mood", Operator.IS, ("bad",)), "COVERING INDEX interactions_by_mood"),
        (Condition("mood", Operator.IS, ("bad",), 30), "INDEX interactions_by_mood (mood=?"),
        (Condition("talk-kind", Operator.ANY_OF, ("call", "visit"), 30), "INDEX interactions_by_kind (kind=?"),
        (Condition("talk-kind", Operator.EMPTY, (), 30), "COVERING INDEX interactions_by_contact"),
        (Condition("direction", Operator.IS, ("incoming",), 30), "INDEX interactions_by_contact"),
        (Condition("last-talk", Operator.NOT_WITHIN_DAYS, ("90",)), "SEARCH a USING INTEGER PRIMARY KEY"),
        (Condition("next-step", Operator.EMPTY), "INDEX occurrences_open_of_reminder"),
        (Condition("birthday", Operator.THIS_MONTH), "important_dates_by_day"),
        (Condition("lifecycle", Operator.IS, ("past",)), "contacts_by_lifecycle"),
        (Condition("do-not-contact", Operator.YES), "contacts_not_to_contact"),
        (Condition("open-promise", Operator.YES), "interactions_promised"),
        (Condition("open-ticket", Operator.YES), "interactions_tickets"),
        (Condition("own:shoe", Operator.MORE, ("40",)), "contact_values_by_sort"),
        (Condition("own:staff", Operator.MORE, ("40",)), "company_values_by_sort"),
        (Condition("own:pages", Operator.MORE, ("40",)), "deal_values_by_sort"),
    ],
)
def test_an_index_serves_what_a_list_asks_for(filled: Filled, wanted: Condition, index: str) -> None:
    around = filters.Around(people.TODAY, FixedClock().zone(), 0, filled.known)
    compiled = filters.condition(wanted, around)
    connection = filled.core.database.reader()
    plan = connection.execute(
        f"EXPLAIN QUERY PLAN SELECT count(*) FROM contacts c WHERE {compiled.text}", compiled.parameters
    ).fetchall()
    steps = [row[3] for row in plan]
    assert any(index in step for step in steps), steps
    # A million interactions are never read through.
    assert not any(step.startswith("SCAN interactions") and "INDEX" not in step for step in steps)
