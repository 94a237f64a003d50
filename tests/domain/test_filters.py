"""Filters as values: JSON there and back, sentences that people read, conditions that cannot be used."""

from __future__ import annotations

import pytest

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.filter_check import check, problems
from crm_desktop.domain.filter_fields import BUILT_IN, OwnFilterField, known
from crm_desktop.domain.filter_words import sentence
from crm_desktop.domain.filters import AllOf, AnyOf, Condition, Filter, Not, Operator, from_json, reference, to_json
from crm_desktop.domain.list_columns import columns, sort_of, sort_text, usable_columns
from crm_desktop.domain.saved_lists import TEMPLATES

O = Operator  # noqa: E741 - the table below is read as a table
KNOWN = known(
    [
        OwnFilterField(1, "c1", "Colour", "choice", ("red", "green")),
        OwnFilterField(2, "b1", "Budget", "money"),
        OwnFilterField(3, "s1", "Staff", "number", subject="company"),
        OwnFilterField(4, "d1", "Paper", "text", subject="deal"),
        OwnFilterField(5, "d2", "Printing", "day", subject="deal"),
    ],
    {3: "VIP", 4: "friend"},
    {1: "Proposal"},
)
SPOKEN = Condition("last-talk", O.NOT_WITHIN_DAYS, ("90",))
PAST = Condition("lifecycle", O.IS, ("past",))
BERLIN = Condition("city", O.IS, ("Berlin",))


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (AllOf((SPOKEN, PAST, BERLIN)), "not spoken in 90 days and past client and in Berlin"),
        (AllOf(()), "everybody"),
        (AnyOf((SPOKEN, BERLIN)), "not spoken in 90 days or in Berlin"),
        (AllOf((PAST, AnyOf((SPOKEN, BERLIN)))), "past client and (not spoken in 90 days or in Berlin)"),
        (Not(AnyOf((PAST, BERLIN))), "none of (past client, in Berlin)"),
        (Not(BERLIN), "not (in Berlin)"),
        (Condition("last-talk", O.NOT_WITHIN_DAYS, ("1",)), "not spoken in a day"),
        (Condition("last-talk", O.EMPTY), "never spoken"),
        (Condition("last-talk", O.BEFORE, ("2026-03-01",)), "last spoken before 1 March 2026"),
        (Condition("next-step", O.EMPTY), "no next step"),
        (Condition("next-step", O.OVER_DAYS_AGO, ("0",)), "next step overdue"),
        (Condition("tag", O.IS, (reference(3, "old name"),)), "tagged “VIP”"),
        (Condition("tag", O.ANY_OF, (reference(3, "VIP"), reference(4, "friend"))), "tagged VIP or friend"),
        (Condition("tag", O.IS, (reference(9, "Gone"),)), "tag “Gone” (deleted)"),
        (Condition("own:c1", O.IS, ("red",)), "Colour is “red”"),
        (Condition("own:gone", O.IS, ("red",)), "(a field that was deleted)"),
        (Condition("own:s1", O.MORE, ("50",)), "Staff of the company more than 50"),
        (Condition("own:d1", O.IS, ("matt",)), "with a deal whose Paper is “matt”"),
        (Condition("own:d1", O.IS_NOT, ("matt",)), "without a deal whose Paper is “matt”"),
        (Condition("own:d2", O.NEXT_DAYS, ("30",)), "with a deal whose Printing is in the next 30 days"),
        (Condition("talk-kind", O.IS, ("call",)), "call ever logged"),
        (Condition("talk-kind", O.IS, ("call",), 30), "call logged in the last 30 days"),
        (Condition("talk-kind", O.EMPTY, (), 30), "nothing logged in the last 30 days"),
        (Condition("mood", O.IS, ("bad",)), "ever a bad talk"),
        (Condition("mood", O.IS_NOT, ("bad",), 1), "no bad talk in the last day"),
        (Condition("direction", O.IS, ("incoming",)), "ever a talk that came from them"),
        (Condition("direction", O.IS_NOT, ("outgoing",), 90), "no talk that came from you in the last 90 days"),
        (Condition("deal-value", O.MORE, ("100050", "EUR")), "with an open deal of more than EUR 1,000.50"),
        (Condition("deal", O.IS, ("won",)), "with a won deal"),
        (Condition("birthday", O.THIS_MONTH), "birthday this month"),
        (Condition("company", O.ANY_OF, ("Casa Azul", "Dom")), "at Casa Azul or Dom"),
        (Condition("email", O.EMPTY), "without an e-mail address"),
        (Condition("job-title", O.CONTAINS, ("{braces}",)), "job title contains “{braces}”"),
    ],
)
def test_a_filter_reads_as_a_sentence(wanted: Filter, words: str) -> None:
    assert str(sentence(wanted, KNOWN)) == words


def test_every_field_has_words_for_each_of_its_operators() -> None:
    for field in KNOWN.fields.values():
        for operator in field.operators:
            assert str(sentence(Condition(field.key, operator, ("5", "EUR")), KNOWN))


@pytest.mark.parametrize("each", [*(template.filter for template in TEMPLATES), AllOf((SPOKEN, Not(AnyOf((PAST,)))))])
def test_a_filter_comes_back_from_json_as_it_was(each: Filter) -> None:
    assert from_json(to_json(each)) == each


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "1", "null", '{"all": 1}', '{"field": "city"}', '{"field": "city", "is": "near"}', '{"not": []}',
        '{"any": [{"field": 1, "is": "is", "values": 7}]}', '{"all": [' * 50 + "]}" * 50, "{" * 100_000,
        '{"all": [' + ",".join(['{"field": "city", "is": "filled"}'] * 300) + "]}",
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        from_json(text)
    assert refused.value.field == "filter"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Condition("own:gone", O.IS, ("x",)), "field"),
        (Condition("last-talk", O.CONTAINS, ("x",)), "operator"),
        (Condition("last-talk", O.NOT_WITHIN_DAYS), "value"),
        (Condition("last-talk", O.NOT_WITHIN_DAYS, ("soon",)), "value"),
        (Condition("last-talk", O.NOT_WITHIN_DAYS, ("99999999999",)), "value"),
        (Condition("last-talk", O.ON, ("2026-02-30",)), "value"),
        (Condition("city", O.IS, ("  ",)), "value"),
        (Condition("talks", O.MORE, ("NaN",)), "value"),
        (Condition("deal-value", O.MORE, ("1000",)), "value"),
        (Condition("lifecycle", O.IS, ("astronaut",)), "value"),
        (Condition("tag", O.IS, ("99:x",)), "value"),
    ],
)
def test_what_cannot_be_used_says_why_and_where(wanted: Condition, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check(wanted, KNOWN)
    assert refused.value.field == field
    assert list(problems(Not(wanted), KNOWN)) == [(wanted, refused.value.sentence)]


def test_the_templates_can_be_used_as_they_are() -> None:
    for template in TEMPLATES:
        assert not list(problems(template.filter, KNOWN))


def test_columns_that_are_gone_are_left_out_and_the_name_stands_first() -> None:
    there = columns(tuple(KNOWN.own.values()))
    assert [column.key for column in usable_columns(("city", "own:gone", "own:c1", "city"), there)] == [
        "name",
        "city",
        "own:c1",
    ]
    assert [column.key for column in usable_columns((), there)][:2] == ["name", "company"]
    assert [column.key for column in usable_columns(("name",), there)] == ["name"]


def test_an_order_goes_both_ways() -> None:
    assert sort_of(sort_text("city", descending=True)) == ("city", True)
    assert sort_of("city") == ("city", False)


def test_keys_of_fields_are_unique() -> None:
    assert len({field.key for field in BUILT_IN}) == len(BUILT_IN)
