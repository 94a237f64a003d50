"""Searching through the service: any part of anything, the best first, with conditions, forgiving what is mistyped."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Address, Fact, ImportantDate, Name
from crm_desktop.domain.search_hits import Rank, SearchHit
from crm_desktop.storage import search_index
from tests.support.home import deal_draft, interaction_draft, opened_home, person, reminder_draft

_SPOKEN = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def _people(core: Core, typed: str) -> list[str]:
    return [hit.name for hit in core.services.search.find(typed) if hit.kind == "contact"]


def _first(core: Core, typed: str) -> SearchHit:
    return core.services.search.find(typed)[0]


def test_the_whole_name_comes_before_its_beginning_and_that_before_a_later_word_and_a_detail(core: Core) -> None:
    add = core.services.contacts.add
    add(person("Zoe Peters", company="Anna Ltd"))
    add(person("Peter Anna"))
    add(person("Anna Peters"))
    add(person("Anna"))
    hits = [hit for hit in core.services.search.find("anna") if hit.kind == "contact"]
    assert [hit.name for hit in hits] == ["Anna", "Anna Peters", "Peter Anna", "Zoe Peters"]
    assert [hit.rank for hit in hits] == [Rank.EXACT, Rank.BEGINS, Rank.NAME, Rank.DETAIL]


def test_of_equals_the_one_spoken_with_last_comes_first(core: Core) -> None:
    ids = [core.services.contacts.add(person(f"Anna N{number}")) for number in range(3)]
    core.services.timeline.log(ids[1], interaction_draft(at=_SPOKEN))
    assert _people(core, "anna") == ["Anna N1", "Anna N2", "Anna N0"]


def test_the_detail_that_has_the_words_is_told(core: Core) -> None:
    core.services.contacts.add(
        person("Marta", tags=("hospitality",), addresses=(Address(street="Rua da Prata 12", city="Lisboa"),))
    )
    assert _first(core, "hospi").because == "hospitality"
    assert "Lisboa" in _first(core, "lisboa").because
    assert _first(core, "marta").because == ""


@pytest.mark.parametrize(
    "typed",
    [
        "+49 30 1234567", "+49 (0)30 1234567", "0049301234567", "030 1234567", "030-1234567", "(030) 123 45 67", "301234567",
        "1234567", "4567", "0301234", "030/123", "+49301",
    ],
)  # fmt: skip
@pytest.mark.parametrize("stored", ["+49 30 1234567", "+49 (0)30 1234567", "0049 30 1234567"])
def test_a_number_is_found_in_any_formatting_and_by_any_part(core: Core, stored: str, typed: str) -> None:
    core.services.contacts.add(person("Marta", phone=stored))
    core.services.contacts.add(person("Somebody", phone="+49 89 7654321"))
    assert _people(core, typed) == ["Marta"]


@pytest.mark.parametrize("typed", ["+49 30 1234567", "030 1234567", "+49301234567"])
def test_a_number_stored_without_its_country_is_found_with_it(core: Core, typed: str) -> None:
    core.services.contacts.add(person("Marta", phone="030 1234567"))
    assert _people(core, typed) == ["Marta"]


def test_a_number_beside_words_is_looked_for_in_both_ways(core: Core) -> None:
    contact = core.services.contacts.add(person("Marta", phone="+49 30 1234567"))
    core.services.timeline.log(contact, interaction_draft("invoice 2026-027 sent"))
    assert _people(core, "marta 030 1234") == ["Marta"]
    assert [hit.kind for hit in core.services.search.find("2026-027")] == ["interaction"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("olivera", "Marta Oliveira"), ("marta olivera", "Marta Oliveira"), ("olviera", "Marta Oliveira"), ("oliveria", "Marta Oliveira"),
        ("oliviera marta", "Marta Oliveira"), ("wagnerr", "Jürgen Wagner"), ("wanger", "Jürgen Wagner"), ("jurgn", "Jürgen Wagner"),
        ("olivei", "Marta Oliveira"), ("olibei", "Marta Oliveira"),
    ],
)  # fmt: skip
def test_a_mistyped_name_is_forgiven(core: Core, typed: str, name: str) -> None:
    for each in ("Marta Oliveira", "Jürgen Wagner", "Somebody Else"):
        core.services.contacts.add(person(each))
    hits = core.services.search.find(typed)
    assert [hit.name for hit in hits] == [name]
    assert hits[0].marked, "the word that was meant is marked"


def test_a_name_spelled_right_stands_before_one_spelled_nearly_so(core: Core) -> None:
    for each in ("Hans Meyer", "Hans Meier", "Hans Maier"):
        core.services.contacts.add(person(each))
    hits = core.services.search.find("hans meier")
    assert [hit.name for hit in hits] == ["Hans Meier", "Hans Maier", "Hans Meyer"] or hits[0].name == "Hans Meier"
    assert hits[0].rank is not Rank.SIMILAR
    assert {hit.rank for hit in hits[1:]} <= {Rank.SIMILAR}


def test_short_words_and_numbers_are_not_forgiven(core: Core) -> None:
    core.services.contacts.add(person("Ana Oli", phone="+49 30 1234567"))
    assert core.services.search.find("and") == []
    assert core.services.search.find("7654321") == []


def test_what_is_new_is_forgiven_too(core: Core) -> None:
    core.services.contacts.add(person("Marta Oliveira"))
    assert _people(core, "olivera") == ["Marta Oliveira"]
    core.services.contacts.add(person("Zoltan Szabados"))
    assert _people(core, "szabdos") == ["Zoltan Szabados"]


@pytest.mark.parametrize("typed", ["veira", "artin", "LIVE", "marta veira"])
def test_any_part_of_a_name_is_found(core: Core, typed: str) -> None:
    core.services.contacts.add(person("Marta Martins Oliveira"))
    core.services.contacts.add(person("Somebody Else"))
    assert _people(core, typed) == ["Marta Martins Oliveira"]


def test_the_middle_of_a_word_of_a_text_is_the_last_resort(core: Core) -> None:
    contact = core.services.contacts.add(person())
    core.services.timeline.log(contact, interaction_draft("The lighthouse keeper 100%"))
    core.services.timeline.log(contact, interaction_draft("Nothing of it"))
    (hit,) = core.services.search.find("ghthou")
    assert hit.snippet[slice(*hit.marked[0])] == "ghthou"
    assert len(core.services.search.find("00%")) == 1
    assert core.services.search.find("ghth%use") == []


def test_the_words_of_a_text_are_marked(core: Core) -> None:
    contact = core.services.contacts.add(person())
    core.services.timeline.log(contact, interaction_draft("x " * 300 + "Straße nach Süden " + "y " * 300))
    (hit,) = core.services.search.find("strasse suden")
    assert [hit.snippet[start:end] for start, end in hit.marked] == ["Straße", "Süden"]


def test_everything_known_of_a_person_is_searched(core: Core) -> None:
    services = core.services
    contact = services.contacts.add(
        person("Marta", facts=(Fact("allergy", "hazelnuts"),), addresses=(Address(city="Porto", country="Portugal"),))
    )
    services.contacts.set_text(contact, "source", "fair Bilbao")
    services.contacts.set_text(contact, "department", "Kitchen")
    for typed in ("hazelnut", "porto", "portug", "bilbao", "kitch"):
        assert [hit.id for hit in services.search.find(typed)] == [contact], typed
    assert search_index.differences(core.database.writer) == []


# ------------------------------------------------------------------------------------------------------- conditions


@pytest.fixture
def berlin(core: Core) -> Core:
    """Four people, with tags, companies, places and talks."""
    services = core.services
    marta = services.contacts.add(
        person("Marta", company="Casa Lume", tags=("past client",), addresses=(Address(city="Berlin"),))
    )
    jonas = services.contacts.add(
        person("Jonas", tags=("client",), addresses=(Address(city="München"),), phone="123456")
    )
    zoe = services.contacts.add(person("Zoe", company="Lumen", addresses=(Address(formatted="Main St 1\nBerlin"),)))
    for each, label in ((jonas, "Birthday"), (zoe, "Geburtstag"), (marta, "met")):
        services.contacts.save_date(each, None, ImportantDate(label, "1985-03-09"))
    services.contacts.add(person("Nobody"))
    services.timeline.log(marta, interaction_draft("about the offer", at=_SPOKEN))
    services.timeline.log(jonas, interaction_draft("about the offer", at=datetime(2026, 9, 1, 12, 0, tzinfo=UTC)))
    services.pipeline.add(deal_draft("Website", services.pipeline.stages()[0].id, contact_id=marta))
    services.reminders.add(reminder_draft("send the offer", contact_id=jonas))
    return core


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("tag:client", {"Jonas"}),
        ("tag:past", {"Marta"}),
        ('tag:"past client"', {"Marta"}),
        ("tag:nothing", set()),
        ("company:lume", {"Marta", "Zoe"}),
        ('company:"casa lume"', {"Marta"}),
        ("in:berlin", {"Marta", "Zoe"}),
        ("in:munchen", {"Jonas"}),
        ("in:berlin marta", {"Marta"}),
        ("in:berlin jonas", set()),
        ("has:deal", {"Marta"}),
        ("has:reminder", {"Jonas"}),
        ("has:phone", {"Jonas"}),
        ("has:birthday", {"Jonas", "Zoe"}),
        ("before:2026-05", {"Marta"}),
        ("after:2026-05", {"Jonas"}),
        ("in:berlin before:2026-05", {"Marta"}),
        ("is:client", set()),
    ],
)
def test_conditions_restrict_who_is_found(berlin: Core, typed: str, names: set[str]) -> None:
    assert set(_people(berlin, typed)) == names


def test_a_deal_that_has_ended_says_how_in_place_of_its_stage(berlin: Core) -> None:
    pipeline = berlin.services.pipeline
    stage = pipeline.stages()[0]
    assert _first(berlin, "website").detail == stage.name
    pipeline.win(_first(berlin, "website").id)
    assert _first(berlin, "website").detail == "won"


def test_conditions_restrict_what_was_said_too(berlin: Core) -> None:
    def said(typed: str) -> list[str]:
        return [hit.name for hit in berlin.services.search.find(typed) if hit.kind == "interaction"]

    assert sorted(said("offer")) == ["Jonas", "Marta"]
    assert said("offer tag:client") == ["Jonas"]
    assert said("offer before:2026-05") == ["Marta"]
    assert said("offer company:casa") == ["Marta"]
    assert said("offer in:nowhere") == []


def test_a_lifecycle_and_how_a_deal_stands_are_conditions(berlin: Core) -> None:
    with berlin.writing(None) as work:
        work.update("contacts", 1, lifecycle="client")
    assert _people(berlin, "is:client") == ["Marta"]
    assert [hit.name for hit in berlin.services.search.find("is:open")] == ["Website"]
    assert berlin.services.search.find("is:won") == []


def test_a_condition_can_be_completed_with_what_there_is(berlin: Core) -> None:
    suggestions = berlin.services.search.suggestions
    assert suggestions("tag", "") == [("client", 1), ("past client", 1)]
    assert suggestions("tag", "cl") == [("client", 1), ("past client", 1)]
    assert suggestions("tag", "pa") == [("past client", 1)]
    assert suggestions("company", "cas") == [("Casa Lume", 1)]
    assert suggestions("in", "mun") == [("München", 1)]
    assert ("won", 0) in suggestions("is", "")
    assert suggestions("before", "") == []


def test_recent_people_are_those_one_spoke_with_last(berlin: Core) -> None:
    assert [hit.name for hit in berlin.services.search.recent_people(5)] == ["Jonas", "Marta"]


def test_the_first_step_has_the_names_and_each_step_all_that_the_one_before_had(berlin: Core) -> None:
    steps = [[(hit.kind, hit.id) for hit in step] for step in berlin.services.search.steps("marta")]
    assert steps[0][0][0] == "contact"
    for before, after in pairwise(steps):
        assert before == after[: len(before)]


# --------------------------------------------------------------------------------------------------------- no errors


@settings(max_examples=300)
@given(text=st.text(max_size=60))
def test_no_text_is_an_error(shared: Core, text: str) -> None:
    shared.services.search.find(text)


@pytest.mark.parametrize("seed", range(4))
def test_ten_thousand_random_texts_are_no_error(shared: Core, seed: int) -> None:
    search_ten_thousand(shared, seed, 2_500)


def search_ten_thousand(core: Core, seed: int, count: int) -> None:
    """So many searches for signs of query languages, words that are there, conditions, and letters of all planes."""
    chance = random.Random(seed)
    pieces = [
        *"\"'*()+-^:{}[]<>|&\\%_!/.,;#@~\x00\x1f\t\n\u202e\ud800\udfff\ufffe漢字한글ßøłéا",
        "AND ", " OR ", "NOT ", "NEAR(", "marta ", "oliveira", "tag:", "company:", "in:", "before:", "after:2026", "is:", "has:deal",
        '"', "2026-", "+49 (0)", "030", "1234567", "offer ", "lime",
    ]  # fmt: skip
    for _ in range(count):
        length = chance.randrange(1, 12)
        text = "".join(
            chance.choice(pieces) if chance.random() < 0.8 else chr(chance.randrange(0x110000)) for _ in range(length)
        )
        core.services.search.find(text, 5)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]  # a generator fixture of the module
    """One small home for all the random searches."""
    with opened_home(tmp_path_factory.mktemp("search") / "home") as core:
        contact = core.services.contacts.add(
            person("Marta Oliveira", phone="+49 30 1234567", tags=("lime",), note="lime")
        )
        core.services.contacts.add(person("Jürgen Groß", company="Lime Ltd"))
        core.services.contacts.rename(contact, Name(given="Marta", family="Oliveira"))
        core.services.timeline.log(contact, interaction_draft("the offer with lime 2026-027"))
        yield core
