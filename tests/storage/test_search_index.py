"""The search index: what is typed finds what was meant in any script, nothing typed is an error, and it equals the content."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Address, Fact, Name, Point, PointKind
from crm_desktop.domain.folding import fold_for_index
from crm_desktop.storage import search_index
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts as contact_queries
from crm_desktop.storage.queries import search as search_queries
from crm_desktop.storage.queries import search_texts
from crm_desktop.storage.search_index import match_expression
from tests.support.home import deal_draft, interaction_draft, person, reminder_draft


def _found(core: Core, text: str) -> set[str]:
    """The names of the contacts found, by the list and by the search field, which agree on names."""
    listed = {row.name for row in core.services.contacts.rows(core.services.contacts.ids(text))}
    searched = {hit.name for hit in core.services.search.find(text) if hit.kind == "contact"}
    assert searched <= listed
    return searched


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Jürgen Groß", "jurgen gross"),
        ("Jürgen Groß", "JÜRGEN GROSS"),
        ("Jürgen Groß", "Gro"),
        ("Søren Kjærgaard", "soren kjaergaard"),
        ("Łukasz Wałęsa", "lukasz walesa"),
        ("Łukasz Wałęsa", "Łukasz"),
        ("José Núñez", "jose nunez"),
        ("José Núñez", "Jose\u0301"),
        ("Jose\u0301 Nunez", "José"),
        ("Þórdís Ævarsdóttir", "thordis aevarsdottir"),
        ("Đặng Thị Mỹ", "dang thi my"),
        ("İbrahim Çelik", "ibrahim celik"),
        ("Иван Петров", "иван"),
        ("Йоана Стоянова", "йоана"),
        ("Γιώργος Παπαδόπουλος", "γιωργος παπαδοπουλος"),
        ("ΓΙΩΡΓΟΣ", "γιώργος"),
        ("山田太郎", "山田"),
        ("山田太郎", "田太"),
        ("山田太郎", "太郎"),
        ("山田太郎", "郎"),
        ("ヤマダ", "ヤマ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("ＡＢＣ商事", "abc"),
        ("김민수", "민수"),
        ("김민수", "김"),
        ("محمد الأحمد", "محمد"),
        ("محمد الأحمد", "الأحمد"),
        ("مُحَمَّد", "محمد"),
        ("דוד לוי", "לוי"),
        ("अनिता शर्मा", "अनिता"),
        ("สมชาย", "สมชาย"),
        ("Anne-Marie O'Brien", "anne"),
        ("Anne-Marie O'Brien", "marie"),
        ("Anne-Marie O'Brien", "o'brien"),
        ("Anne-Marie O'Brien", "brien"),
        ("Anne-Marie O'Brien", "anne-marie o'brien"),
        ("Anne-Marie O’Brien", "o'brien"),
        ("Anne-Marie O'Brien", "OBrien"),
    ],
)
def test_a_person_is_found_as_they_type(name: str, typed: str, core: Core) -> None:
    core.services.contacts.add(person("Somebody Else"))
    core.services.contacts.add(person(name))
    assert len(_found(core, typed)) == 1
    assert "Somebody Else" not in _found(core, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "o'brien", "foo-bar", "c++", '"', '""', "'", "*", "a*", "NEAR", "AND", "a OR", "NOT x", "(", "name:x", "^x", "-", "{x}",
        "@", "a@b.c", "+49 30", "a\x00b", "\x00", "\ud800", "a\udcffb", "\ufffe", "%", "_", "\\", "col : x", "x" * 10_000,
        "word " * 5_000, "\u202e", "\u0301", "a\u0301" * 300, "漢" * 600, "😀", "\ue000", "a\x1fb",
    ],
)  # fmt: skip
def test_nothing_typed_is_an_error(typed: str, core: Core) -> None:
    core.services.contacts.add(person("Anne O'Brien", note="c++ and foo-bar"))
    core.services.search.find(typed)
    core.services.contacts.ids(typed)
    core.services.contacts.find_people(typed)
    core.services.contacts.company_names(typed)


@pytest.mark.parametrize("typed", ["c++", "foo-bar", "o'brien", 'say "hello"', "a@b.example", "1+1=2", "x_y", "50%"])
def test_everyday_words_with_signs_in_them_are_found(typed: str, core: Core) -> None:
    contact = core.services.contacts.add(person())
    core.services.timeline.log(contact, interaction_draft(f"We spoke about {typed} at length"))
    core.services.timeline.log(contact, interaction_draft("Nothing of it"))

    assert [hit.kind for hit in core.services.search.find(typed)] == ["interaction"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """One database for ten thousand searches, with every kind of thing in it."""
    return Database.open(tmp_path_factory.mktemp("search") / "crm.db")


def _search_everywhere(database: Database, text: str) -> list[object]:
    connection = database.reader()
    return [
        *search_queries.names(connection, text, 5),
        *search_texts.texts(connection, text, 5),
        *contact_queries.matching_ids(connection, text),
        *contact_queries.named(connection, text, 5),
        *contact_queries.company_names(connection, text),
    ]


@settings(max_examples=500)
@given(st.text(max_size=60))
@example("\x00")
@example("\ud800")
@example('a"b')
def test_no_generated_text_is_an_error(shared: Database, text: str) -> None:
    assert _search_everywhere(shared, text) == []


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(4))
def test_ten_thousand_random_texts_are_no_error(shared: Database, seed: int) -> None:
    # Signs that the query language knows, beside letters of all planes; hypothesis finds the small ones, this the many.
    chance = random.Random(seed)
    signs = "\"'*()+-^:{}[] ANDORNOTNEAR\x00\x1f\t\n%_\\\ud800\udfff\ufffe漢字한글ßøłéا"
    for _ in range(2_500):
        length = chance.randrange(1, 40)
        text = "".join(
            chance.choice(signs) if chance.random() < 0.7 else chr(chance.randrange(0x110000)) for _ in range(length)
        )
        assert _search_everywhere(shared, text) == [], text


@settings(max_examples=300)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20))
def test_whatever_has_a_letter_finds_itself(shared: Database, text: str) -> None:
    expression = match_expression(text)
    if not any(character.isalnum() for character in text):
        return
    writer = shared.writer
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO search_texts (rowid, body) VALUES (1, ?)", (fold_for_index(text),))
    found = writer.execute("SELECT rowid FROM search_texts WHERE search_texts MATCH ?", (expression,)).fetchall()
    writer.execute("ROLLBACK")
    assert found == [(1,)]


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("", ""),
        ("   ", ""),
        ('"', ""),
        ("-", ""),
        ("Marta", '"marta"*'),
        ("marta oli", '"marta"* AND "oli"*'),
        ("o'brien", '"o\'brien"*'),
        ('a"b', '"a b"*'),
        ("山田", '"山 田"*'),
        ("+ marta +", '"marta"*'),
    ],
)
def test_what_is_typed_becomes_quoted_words(typed: str, expression: str) -> None:
    assert match_expression(typed) == expression


def test_an_expression_for_one_column_holds_all_words_to_it() -> None:
    assert match_expression("marta oli", "name") == '{name} : ("marta"* AND "oli"*)'


def test_all_words_are_wanted(core: Core) -> None:
    core.services.contacts.add(person("Marta Oliveira"))
    core.services.contacts.add(person("Marta Costa"))
    assert _found(core, "marta cos") == {"Marta Costa"}
    assert _found(core, "cos marta") == {"Marta Costa"}


def test_people_are_found_by_everything_on_their_card(core: Core) -> None:
    services = core.services
    contact = services.contacts.add(
        person(
            email="marta.oliveira@casalume.example",
            phone="+351 912 345 678",
            company="Casa Lume",
            job_title="Architect",
            tags=("vip guest",),
            addresses=(Address(street="Rua da Prata 12", city="Lisboa"),),
            facts=(Fact("likes", "black coffee"),),
            note="Met at the fair",
        )
    )
    for typed in (
        "casalume", "marta.oliveira@casalume.example", "912345678", "+351 912", "2345678", "351912345678", "casa lume", "archit",
        "vip", "rua da prata", "lisb", "marta lisboa",
    ):  # fmt: skip
        assert services.contacts.ids(typed) == [contact], typed
    for typed in ("black coffee", "fair"):
        assert services.contacts.ids(typed) == [contact], typed
        assert [hit.kind for hit in services.search.find(typed)] == ["contact"], typed


def test_people_are_listed_by_what_was_talked_about(core: Core) -> None:
    contact = core.services.contacts.add(person())
    core.services.timeline.log(contact, interaction_draft("The lighthouse keeper"))
    assert core.services.contacts.ids("lighthouse") == [contact]


def test_any_part_of_a_name_will_do_when_no_word_begins_so(core: Core) -> None:
    contact = core.services.contacts.add(person("Marta Oliveira"))
    assert core.services.contacts.ids("veira") == [contact]
    assert core.services.contacts.ids("100%_") == []


def test_names_come_before_texts_and_everything_is_found_once(core: Core) -> None:
    services = core.services
    stage = services.pipeline.stages()[0].id
    contact = services.contacts.add(person("Lime Baker", company="Lime Ltd", note="lime lime lime"))
    services.pipeline.add(deal_draft("Lime website", stage, contact_id=contact, note="lime"))
    services.timeline.log(contact, interaction_draft("all about lime"))
    services.reminders.add(reminder_draft("ask for lime"))

    hits = services.search.find("lime")

    assert sorted(hit.kind for hit in hits) == ["company", "contact", "deal", "interaction", "reminder"]
    assert {hit.kind for hit in hits[:3]} == {"contact", "company", "deal"}
    assert [hit.snippet for hit in hits if hit.kind == "interaction"] == ["all about lime"]


def test_the_index_follows_every_kind_of_change(core: Core) -> None:
    services = core.services
    contact = services.contacts.add(person(company="Old Company", tags=("oldtag",)))
    stage = services.pipeline.stages()[0].id
    deal = services.pipeline.add(deal_draft("Website", stage, contact_id=contact, company="Old Company"))
    services.contacts.rename(contact, Name(given="Ana", family="Costa"))
    assert [hit.kind for hit in services.search.find("costa")] == ["contact", "deal"]
    assert services.search.find("oliveira") == []
    services.contacts.set_company(contact, "New Company")
    services.contacts.save_point(contact, None, Point(PointKind.EMAIL, "ana@new.example"))
    entry = services.timeline.log(contact, interaction_draft("first words"))
    services.timeline.edit(entry, interaction_draft("second thoughts"))
    reminder = services.reminders.add(reminder_draft("send parcel", contact_id=contact))
    services.reminders.edit(reminder, reminder_draft("send letter", contact_id=contact))
    services.pipeline.edit(deal, deal_draft("Shop", stage, contact_id=contact))
    (tag,) = services.contacts.tags()
    services.contacts.remove_tag(contact, tag.id)
    with core.writing(None) as work:
        work.update("pipelines", 1, name="unrelated")

    for gone in ("first", "parcel", "website", "oldtag"):
        assert services.search.find(gone) == [], gone
    for there in ("second", "letter", "shop", "ana@new.example", "new company"):
        assert services.search.find(there), there
    assert search_index.differences(core.database.writer) == []


def test_renaming_a_company_or_a_tag_reaches_the_people_in_it(core: Core) -> None:
    contact = core.services.contacts.add(person(company="Casa Lume", tags=("vip",)))
    for table, row in (("companies", 1), ("tags", 1)):
        with core.writing(core.services.undoing.next_undo()) as work:
            work.update(table, row, name="Quartz")  # type: ignore[arg-type]
        assert [hit.id for hit in core.services.search.find("quartz") if hit.kind == "contact"] == [contact]
        core.services.undoing.undo()
        assert core.services.search.find("quartz") == []
    assert search_index.differences(core.database.writer) == []


def test_a_difference_between_index_and_content_is_seen(core: Core) -> None:
    core.services.contacts.add(person(note="a long note"))
    writer = core.database.writer
    assert search_index.differences(writer) == []
    writer.execute("DELETE FROM search_texts WHERE rowid = 5")
    assert search_index.differences(writer) == ["search_texts: 3 words missing"]
    writer.execute("INSERT INTO search_names (rowid, name, details) VALUES (4000, 'ghost', '')")
    assert "search_names: 1 words too many" in search_index.differences(writer)
    core.writing.rebuild_index()
    assert search_index.differences(writer) == []


def test_damage_inside_the_index_is_seen_and_mended_by_making_it_anew(core: Core) -> None:
    core.services.contacts.add(person(note="a long note"))
    writer = core.database.writer
    assert search_index.damage(writer) == []
    writer.execute("PRAGMA trusted_schema = ON")
    writer.execute("UPDATE search_texts_data SET block = zeroblob(length(block)) WHERE id > 10")
    writer.execute("PRAGMA trusted_schema = OFF")
    assert search_index.damage(writer)
