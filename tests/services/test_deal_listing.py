"""The list of deals: which are in it, in which order, what a line says, and what they come to."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_columns import EVERY_STATE, DealFilter
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.filters import Condition, Operator
from crm_desktop.domain.money import Money
from crm_desktop.domain.own_fields import FieldKind
from crm_desktop.domain.pipelines import DealState
from crm_desktop.services.deal_export import export_deals
from tests.support.clock import FixedClock
from tests.support.home import TODAY, deal_draft, person, reminder_draft

_OPEN = DealFilter()


@pytest.fixture
def stages(core: Core) -> list[int]:
    return [stage.id for stage in core.services.pipeline.stages()]


def titles(core: Core, wanted: DealFilter = _OPEN, sort: str = "") -> list[str]:
    listing = core.services.deals.listing
    return [line.card.title for line in listing.lines(listing.ids(wanted, sort))]


def add(core: Core, title: str, stage: int, amount: int | None = None, currency: str = "EUR", **more: object) -> int:
    return core.services.pipeline.add(deal_draft(title, stage, amount, currency, **more))


def test_states_stages_words_tags_and_ids_narrow_the_list(core: Core, stages: list[int]) -> None:
    marta = core.services.contacts.add(person("Marta Oliveira", company="Casa Azul"))
    first = add(core, "Website relaunch", stages[0], contact_id=marta, tags=("hot",))
    second = add(core, "Menü, winter", stages[1], source="Referral")
    third = add(core, "Logo", stages[1])
    core.services.pipeline.win(third)
    assert titles(core) == ["Website relaunch", "Menü, winter"]
    assert titles(core, DealFilter(states=EVERY_STATE), "name") == ["Logo", "Menü, winter", "Website relaunch"]
    assert titles(core, DealFilter(states=frozenset((DealState.WON,)))) == ["Logo"]
    assert titles(core, DealFilter(stages=(stages[1],))) == ["Menü, winter"]
    assert titles(core, DealFilter(text="MENU ref")) == ["Menü, winter"]
    assert titles(core, DealFilter(text="azul marta")) == titles(core, DealFilter(text="hot")) == ["Website relaunch"]
    ((tag, name),) = core.services.deals.listing.tags()
    assert name == "hot"
    assert titles(core, DealFilter(tags=(tag,))) == ["Website relaunch"]
    assert titles(core, DealFilter(ids=(second, third))) == ["Menü, winter"]
    assert titles(core, DealFilter(ids=())) == []
    assert core.services.deals.listing.lines([first, 999, second])[1].card.id == second


def test_a_list_of_people_lets_in_the_deals_in_which_they_take_part(core: Core, stages: list[int]) -> None:
    from crm_desktop.domain.pipelines import PersonInDeal

    contacts = core.services.contacts
    marta, jonas = (contacts.add(person(name, company=firm)) for name, firm in (("Marta", "Azul"), ("Jonas", "")))
    add(core, "hers", stages[0], contact_id=marta)
    add(core, "hers too", stages[0], contact_id=jonas, people=(PersonInDeal(marta, "decides"),))
    add(core, "his", stages[0], contact_id=jonas)
    add(core, "nobody's", stages[0])
    people = core.services.people.saved_lists.add("Azul", Condition("company", Operator.IS, ("Azul",)))
    assert titles(core, DealFilter(list_id=people), "name") == ["hers", "hers too"]
    assert core.services.deals.listing.people_lists() == [(people, "Azul")]
    core.services.people.saved_lists.delete(people)
    assert titles(core, DealFilter(list_id=people)) == []


def test_another_pipeline_has_its_own_list_and_an_archived_one_none(core: Core, stages: list[int]) -> None:
    editing = core.services.deals.pipelines
    other = editing.add("candidates", "Candidates")
    add(core, "work", stages[0])
    add(core, "Ann", editing.stages(other)[0].id)
    assert titles(core, DealFilter(pipeline_id=other)) == ["Ann"]
    assert titles(core, DealFilter(), "name") == ["Ann", "work"]
    editing.archive(other, archived=True)
    assert titles(core) == ["work"]


def test_amounts_are_ordered_within_their_currency_and_none_last(core: Core, stages: list[int]) -> None:
    for title, amount, currency in (("a", 5, "USD"), ("b", 9_000, "JPY"), ("c", 7, "EUR"), ("d", 8, "EUR")):
        add(core, title, stages[0], amount, currency)
    add(core, "e", stages[0])
    add(core, "f", stages[0], 4, period="month")
    for sort, expected in (("value", "fcdbae"), ("-value", "dcfbae"), ("-worth", "fdcbae"), ("worth", "cdfbae")):
        assert "".join(titles(core, sort=sort)) == expected, sort


def test_every_column_orders_the_list_both_ways_without_losing_a_deal(core: Core, stages: list[int]) -> None:
    field = core.services.people.own_fields.add("deal", "Budget", FieldKind.NUMBER)
    marta = core.services.contacts.add(person(company="Casa Azul"))
    for number in range(6):
        deal = add(
            core, f"deal {number}", stages[number % 3], number * 100 or None, "EUR" if number % 2 else "USD",
            contact_id=marta if number % 2 else None, tags=("a", "b")[: number % 3],
            expected_close=TODAY + timedelta(days=number) if number % 3 else None, source="x" * (number % 2),
        )  # fmt: skip
        if number % 2:
            core.services.people.own_fields.set_value(field, deal, str(number))
            core.services.reminders.add(reminder_draft(f"step {number}", TODAY, deal_id=deal))
        if number == 4:
            core.services.pipeline.lose(deal, "No answer")
    listing = core.services.deals.listing
    assert len(listing.columns()) > 20
    for key in listing.columns():
        for sort in (key, f"-{key}"):
            assert len(set(listing.ids(DealFilter(states=EVERY_STATE), sort))) == 6, sort
    own = next(key for key in listing.columns() if key.startswith("own"))
    assert titles(core, sort=f"-{own}")[:3] == ["deal 5", "deal 3", "deal 1"]
    assert listing.lines(listing.ids(DealFilter(), f"-{own}"))[0].own == {own: "5"}


def test_a_line_counts_days_by_the_calendar_and_weighs_by_the_stage(
    core: Core, clock: FixedClock, stages: list[int]
) -> None:
    deal = add(core, "Shop", stages[0], 1_001, expected_close=date(2026, 12, 1), source="Web")
    clock.advance(timedelta(days=3))
    core.services.pipeline.move(deal, stages[2])
    clock.advance(timedelta(days=40))
    (line,) = core.services.deals.listing.lines([deal])
    assert (line.days_open, line.days_in_stage, line.chance, line.source) == (43, 40, 50, "Web")
    assert line.weighted == Money(500, "EUR")  # 500.5, to the even one
    assert line.card.stuck is not None
    add(core, "Fresh", stages[2])
    assert titles(core, sort="stuck") == ["Shop", "Fresh"]
    core.services.pipeline.lose(deal, "Too expensive")
    clock.advance(timedelta(days=9))
    (line,) = core.services.deals.listing.lines([deal])
    assert (line.days_open, line.lost_reason, line.weighted) == (43, "Too expensive", Money(0, "EUR"))


def test_sums_are_each_currency_apart(core: Core, stages: list[int]) -> None:
    ids = [add(core, "a", stages[2], 101), add(core, "b", stages[2], 100, "USD"), add(core, "c", stages[0])]
    ids.append(add(core, "d", stages[2], 10, period="week"))
    sums = core.services.deals.listing.sums(ids)
    assert sums.count == 4
    assert sums.worth == (Money(621, "EUR"), Money(100, "USD"))
    assert sums.weighted == (Money(310, "EUR"), Money(50, "USD"))
    assert core.services.deals.listing.sums([]).worth == ()


@pytest.mark.parametrize("seed", range(6))
def test_sums_of_random_deals_never_mix_currencies(core: Core, stages: list[int], seed: int) -> None:
    chance = random.Random(seed)
    percent = {stage.id: stage.probability for stage in core.services.pipeline.stages()}
    worth: Counter[str] = Counter()
    weighted: Counter[str] = Counter()
    ids = []
    for number in range(25):
        stage, minor, currency = (
            chance.choice(stages),
            chance.randrange(10**9),
            chance.choice(("EUR", "USD", "JPY", "KWD")),
        )
        period, times = chance.choice((("", None), ("month", None), ("week", 3), ("quarter", None), ("year", 7)))
        deal = add(core, f"deal {number}", stage, minor, currency, period=period, times=times)
        counted = minor * (times or {"": 1, "month": 12, "quarter": 4}.get(period, 1))
        ended = chance.choice(("", "", "win", "lose"))
        if ended == "win":
            core.services.pipeline.win(deal)
        elif ended == "lose":
            core.services.pipeline.lose(deal, "x")
        ids.append(deal)
        worth[currency] += counted
        weighted[currency] += counted * {"": percent[stage], "win": 100, "lose": 0}[ended]
    sums = core.services.deals.listing.sums(ids)
    assert {money.currency: money.minor for money in sums.worth} == worth
    assert [money.currency for money in sums.weighted] == [money.currency for money in sums.worth]
    assert all(abs(money.minor * 100 - weighted[money.currency]) <= 50 for money in sums.weighted)


def test_a_table_that_cannot_be_written_is_said_and_leaves_nothing(
    core: Core, stages: list[int], tmp_path: Path
) -> None:
    deal = add(core, "a", stages[0])
    with pytest.raises(StorageFailure, match="could not be written"):
        export_deals(
            core.services.deals.listing, [deal], [("name", "Deal")], ZoneInfo("UTC"), tmp_path / "no" / "a.csv"
        )
    assert not (tmp_path / "no").exists()
