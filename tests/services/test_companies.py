"""Companies: listing, changing, deleting, merging, and guessing them from mail addresses."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.company_pages import CompanyGuess, CompanyOrder, CompanyPage
from crm_desktop.domain.contacts import Name
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.money import Money
from crm_desktop.domain.profile import Role
from crm_desktop.services.companies import CompanyService
from crm_desktop.storage import database, search_index
from tests.support.home import deal_draft, interaction_draft, person, reminder_draft


@pytest.fixture
def companies(core: Core) -> CompanyService:
    return core.services.people.companies


def _page(companies: CompanyService, company_id: int | None) -> CompanyPage:
    assert company_id is not None
    page = companies.page(company_id)
    assert page is not None
    return page


def _of(core: Core, contact_id: int) -> str:
    page = core.services.contacts.page(contact_id)
    assert page is not None
    return page.company


def _names(companies: CompanyService, text: str = "", order: CompanyOrder = CompanyOrder.NAME) -> list[str]:
    return [row.name for row in companies.rows(companies.ids(text, order))]


def _whole(core: Core) -> None:
    assert search_index.differences(core.database.writer) == []
    assert database.check(core.database.writer) == []


def test_the_list_says_how_many_people_when_one_last_spoke_and_what_is_open(
    core: Core, companies: CompanyService
) -> None:
    contacts, stage = core.services.contacts, core.services.pipeline.stages()[0].id
    marta = contacts.add(person("Marta Oliveira", company="Casa Azul"))
    rui = contacts.add(person("Rui Santos", company="Casa Azul"))
    contacts.add(person("Jonas Keller", company="Keller Optik"))
    core.services.timeline.log(marta, interaction_draft(at=datetime(2026, 11, 1, 9, tzinfo=UTC)))
    core.services.timeline.log(rui, interaction_draft(at=datetime(2026, 11, 3, 9, tzinfo=UTC)))
    core.services.timeline.log(rui, interaction_draft("to myself", InteractionKind.NOTE))
    core.services.pipeline.add(deal_draft("Website", stage, company="Casa Azul"))
    core.services.pipeline.add(deal_draft("Menu", stage, contact_id=rui))
    won = core.services.pipeline.add(deal_draft("Cards", stage, contact_id=rui))
    core.services.pipeline.win(won)
    core.services.pipeline.add(deal_draft("Elsewhere", stage, contact_id=rui, company="Keller Optik"))

    azul, keller = companies.rows(companies.ids())
    assert (azul.name, azul.people, azul.open_deals) == ("Casa Azul", 2, 2)
    assert azul.last_spoke == datetime(2026, 11, 3, 9, tzinfo=UTC)
    assert (keller.name, keller.people, keller.open_deals, keller.last_spoke) == ("Keller Optik", 1, 1, None)
    assert companies.count() == 2
    assert companies.rows([999, keller.id]) == [keller]


def test_the_list_is_ordered_as_asked(core: Core, companies: CompanyService) -> None:
    contacts = core.services.contacts
    for name, company in (("A B", "Zeta"), ("C D", "Zeta"), ("E F", "alpha"), ("G H", "Öl")):
        contacts.add(person(name, company=company))
    core.services.timeline.log(contacts.ids("G")[0], interaction_draft())
    assert _names(companies) == ["alpha", "Öl", "Zeta"]
    assert _names(companies, order=CompanyOrder.PEOPLE) == ["Zeta", "alpha", "Öl"]
    assert _names(companies, order=CompanyOrder.LAST_SPOKE) == ["Öl", "alpha", "Zeta"]
    assert _names(companies, order=CompanyOrder.ADDED) == ["Öl", "alpha", "Zeta"]


def test_anything_that_is_known_of_a_company_finds_it(core: Core, companies: CompanyService) -> None:
    azul = companies.add("Casa Azul", "casa-azul.pt")
    companies.add("Keller Optik")
    for field, value in (
        ("website", "https://blue.example/menu"),
        ("phone", "+351 912 345 678"),
        ("email", "office@azul.example"),
        ("address", "Rua da Rosa 44"),
        ("industry", "Hospitality"),
        ("note", "pays late"),
    ):
        companies.set_text(azul, field, value)
    for typed in (
        "casa",
        "azul ca",
        "casa-azul.pt",
        "blue",
        "912",
        "office@azul",
        "rosa",
        "hospi",
        "pays lat",
        "sa Az",
    ):
        assert _names(companies, typed) == ["Casa Azul"], typed
    for typed in ('"', "*", "NEAR(", "\x00", "\ud800", "' OR 1=1 --", "%", "_"):
        assert _names(companies, typed) in ([], ["Casa Azul", "Keller Optik"]), typed
    _whole(core)


def test_a_page_gathers_people_roles_deals_and_reminders(core: Core, companies: CompanyService) -> None:
    contacts, pipeline = core.services.contacts, core.services.pipeline
    stage = pipeline.stages()[0].id
    marta = contacts.add(person("Marta Oliveira", company="Casa Azul", job_title="Owner"))
    hana = contacts.add(person("Hana Bednářová", company="Bednář & Co"))
    core.services.people.profiles.save_role(hana, None, Role(None, "Casa Azul", "Advisor", "2015", "2019-03"))
    azul = companies.find("casa azul")
    open_deal = pipeline.add(deal_draft("Website", stage, 640000, contact_id=marta))
    for title, amount, currency in (("Cards", 90000, "EUR"), ("Landing page", 120000, "USD")):
        pipeline.win(pipeline.add(deal_draft(title, stage, amount, currency, company="Casa Azul")))
    core.services.reminders.add(reminder_draft("Call Marta", date(2026, 11, 26), contact_id=marta))
    core.services.reminders.add(reminder_draft("Ask about the deal", deal_id=open_deal))
    core.services.reminders.add(reminder_draft("Not about them", contact_id=hana))

    page = _page(companies, azul)
    assert [(each.name, each.title) for each in page.people] == [("Marta Oliveira", "Owner")]
    (former,) = page.other_people
    assert (former.name, former.title, former.from_day, former.until_day) == (
        "Hana Bednářová",
        "Advisor",
        "2015",
        "2019-03",
    )
    assert former.is_past
    assert [deal.title for deal in page.deals] == ["Website", "Landing page", "Cards"]
    assert (page.open_sums, page.open_count) == ((Money(640000, "EUR"),), 1)
    assert (set(page.won_sums), page.won_count) == ({Money(90000, "EUR"), Money(120000, "USD")}, 2)
    assert [row.text for row in page.reminders] == ["Ask about the deal", "Call Marta"]
    assert page.reminder_count == 2
    assert companies.page(999) is None


def test_people_come_in_pages_those_one_spoke_with_first(core: Core, companies: CompanyService) -> None:
    for number in range(12):
        core.services.contacts.add(person(f"Person {number:02}", company="Casa Azul"))
    last = core.services.contacts.ids()[-1]
    core.services.timeline.log(last, interaction_draft())
    page = _page(companies, companies.find("Casa Azul"))
    assert page.people_count == 12
    assert page.people[0].name == "Person 11"
    rest = companies.people(page.id, 50, len(page.people))
    assert [each.name for each in (*page.people, *rest)] == [
        "Person 11",
        *(f"Person {number:02}" for number in range(11)),
    ]


def test_a_company_is_written_down_once(companies: CompanyService) -> None:
    azul = companies.add("  Casa\nAzul ", "https://www.casa-azul.pt/x")
    page = _page(companies, azul)
    assert (page.name, page.domain) == ("Casa Azul", "casa-azul.pt")
    for name in ("CASA  azul", "", " \u0000"):
        with pytest.raises(InvalidInput) as refused:
            companies.add(name)
        assert refused.value.field == "name"
    with pytest.raises(InvalidInput) as refused:
        companies.add("Another", "no domain")
    assert refused.value.field == "domain"
    assert companies.count() == 1


def test_renaming_reaches_the_people_the_search_and_can_be_taken_back(core: Core, companies: CompanyService) -> None:
    marta = core.services.contacts.add(person("Marta Oliveira", company="Casa Azul"))
    azul = companies.ids()[0]
    companies.rename(azul, "Blue House")
    assert _of(core, marta) == "Blue House"
    assert core.services.contacts.ids("blue house") == [marta]
    assert core.services.contacts.ids("azul") == []
    _whole(core)
    core.services.undoing.undo()
    assert _of(core, marta) == "Casa Azul"
    assert core.services.contacts.ids("azul") == [marta]
    with pytest.raises(InvalidInput):
        companies.rename(azul, " ")
    with pytest.raises(NotFound):
        companies.rename(999, "x")
    _whole(core)


@pytest.mark.parametrize("field", ["website", "phone", "email", "address", "industry", "note"])
def test_texts_are_changed_in_place_and_cleaned(field: str, companies: CompanyService) -> None:
    azul = companies.add("Casa Azul")
    companies.set_text(azul, field, "  Neu\x00es \ud800 ")
    assert getattr(_page(companies, azul), field) == "Neues"
    companies.set_text(azul, field, "x" * 3_000_000)
    assert len(getattr(_page(companies, azul), field)) <= 1_000_000


def test_deleting_leaves_people_and_deals_and_takes_what_is_about_it_alone(
    core: Core, companies: CompanyService
) -> None:
    stage = core.services.pipeline.stages()[0].id
    marta = core.services.contacts.add(person("Marta Oliveira", company="Casa Azul"))
    azul = companies.ids()[0]
    deal = core.services.pipeline.add(deal_draft("Website", stage, company="Casa Azul"))
    field = core.services.people.own_fields.add("company", "VAT", "text")
    core.services.people.own_fields.set_value(field, azul, "PT 1")
    with core.writing(None) as work:
        work.insert("interactions", company_id=azul, kind="note", occurred_at=1, text="alone", created_at=1)
    companies.delete([azul])
    assert companies.page(azul) is None
    assert _of(core, marta) == ""
    deal_page = core.services.pipeline.page(deal)
    assert deal_page is not None
    assert deal_page.card.company == ""
    assert core.database.reader().execute("SELECT count(*) FROM interactions").fetchone() == (0,)
    _whole(core)
    core.services.undoing.undo()
    assert _of(core, marta) == "Casa Azul"
    assert [value.text for value in core.services.people.own_fields.values("company", azul)] == ["PT 1"]
    assert core.database.reader().execute("SELECT text, company_id FROM interactions").fetchall() == [("alone", azul)]
    _whole(core)


def test_merging_moves_everything_and_loses_nothing_that_was_said_differently(
    core: Core, companies: CompanyService
) -> None:
    contacts, stage = core.services.contacts, core.services.pipeline.stages()[0].id
    marta = contacts.add(person("Marta Oliveira", company="Casa Azul"))
    rui = contacts.add(person("Rui Santos", company="Casa Azul Lda"))
    hana = contacts.add(person("Hana Bednářová"))
    azul, lda = companies.find("Casa Azul"), companies.find("Casa Azul Lda")
    assert azul is not None
    assert lda is not None
    deal = core.services.pipeline.add(deal_draft("Website", stage, company="Casa Azul Lda"))
    core.services.people.profiles.save_role(hana, None, Role(None, "Casa Azul Lda", "Advisor", "2015", "2019"))
    for company, phone, website, note in (
        (azul, "+351 1", "", "first"),
        (lda, "+351 2", "https://x.example", "second"),
    ):
        companies.set_text(company, "phone", phone)
        companies.set_text(company, "website", website)
        companies.set_text(company, "note", note)
    fields = core.services.people.own_fields
    vat, size = fields.add("company", "VAT", "text"), fields.add("company", "Size", "number")
    for field, company, value in ((vat, azul, "PT 1"), (vat, lda, "PT 2"), (size, lda, "40")):
        fields.set_value(field, company, value)

    companies.merge(azul, [lda, azul])
    page = _page(companies, azul)
    assert companies.ids() == [azul]
    assert {_of(core, marta), _of(core, rui)} == {"Casa Azul"}
    assert [each.name for each in page.other_people] == ["Hana Bednářová"]
    assert [each.title for each in page.deals] == ["Website"]
    assert (page.phone, page.website) == ("+351 1", "https://x.example")
    assert page.note == "first\nsecond\nPhone: +351 2\nVAT: PT 2"
    assert {value.field.name: value.text for value in fields.values("company", azul)} == {"VAT": "PT 1", "Size": "40"}
    assert contacts.ids("lda") == []
    _whole(core)

    label = core.services.undoing.undo()
    assert str(label) == "Merged Casa Azul Lda into Casa Azul"
    assert _of(core, rui) == "Casa Azul Lda"
    deal_page = core.services.pipeline.page(deal)
    assert deal_page is not None
    assert deal_page.card.company == "Casa Azul Lda"
    assert _page(companies, azul).note == "first"
    _whole(core)


def test_merging_with_what_is_gone_says_so(companies: CompanyService) -> None:
    azul = companies.add("Casa Azul")
    with pytest.raises(NotFound):
        companies.merge(azul, [999])


# -------------------------------------------------------------------------------------------------- guessing


def test_an_address_leads_to_the_company_of_its_domain(core: Core, companies: CompanyService) -> None:
    fjord = companies.add("Fjord AS", "fjord-robotics.no")
    assert companies.guess_for("ana@fjord-robotics.no") == CompanyGuess(fjord, "Fjord AS", "ana@fjord-robotics.no")
    assert companies.guess_for("ana@MAIL.Fjord-Robotics.no") == CompanyGuess(
        fjord, "Fjord AS", "ana@MAIL.Fjord-Robotics.no"
    )


def test_an_address_leads_to_where_most_of_those_work_who_write_from_there(
    core: Core, companies: CompanyService
) -> None:
    for name, company in (("A B", "Fjord AS"), ("C D", "Fjord AS"), ("E F", "Other")):
        core.services.contacts.add(person(name, email=f"{name[0]}@fjord-robotics.no", company=company))
    fjord = companies.find("Fjord AS")
    assert companies.guess_for("new@fjord-robotics.no") == CompanyGuess(fjord, "Fjord AS", "new@fjord-robotics.no")
    core.services.contacts.add(person("G H", email="g@fjord-robotics.no", company="Other"))
    guessed = companies.guess_for("new@fjord-robotics.no")
    assert guessed == CompanyGuess(None, "Fjord Robotics", "new@fjord-robotics.no"), "half is no majority"


def test_an_unknown_domain_suggests_a_name_and_a_known_name_its_company(companies: CompanyService) -> None:
    assert companies.guess_for("a@casa-azul.pt") == CompanyGuess(None, "Casa Azul", "a@casa-azul.pt")
    azul = companies.add("CASA azul")
    assert companies.guess_for("a@casa-azul.pt") == CompanyGuess(azul, "CASA azul", "a@casa-azul.pt")


@pytest.mark.parametrize(
    "email", ["a@gmail.com", "a@web.de", "nonsense", "", "a@\x00.de", '"@x*".de', "a@" + "x" * 9000 + ".de"]
)
def test_nothing_is_guessed_from_free_mail_or_nonsense(email: str, companies: CompanyService) -> None:
    guessed = companies.guess_for(email)
    assert guessed is None or guessed.company_id is None
    if len(email) < 100:
        assert guessed is None


def test_a_person_is_asked_about_once(core: Core, companies: CompanyService) -> None:
    contacts = core.services.contacts
    marta = contacts.add(person("Marta Oliveira", email="m@casa-azul.pt"))
    rui = contacts.add(person("Rui Santos", email="r@casa-azul.pt"))
    placed = contacts.add(person("Ana Costa", email="a@elsewhere.pt", company="Elsewhere"))
    guessed = companies.suggest_for(marta)
    assert guessed == CompanyGuess(None, "Casa Azul", "m@casa-azul.pt")
    assert companies.suggest_for(placed) is None, "who has a company is not asked about"
    before = core.services.undoing.next_undo()
    companies.decline_suggestion(marta)
    assert companies.suggest_for(marta) is None
    assert core.services.undoing.next_undo() == before, "a no is nothing to undo"

    other = companies.suggest_for(rui)
    assert other is not None
    companies.take_suggestion(rui, other)
    assert _of(core, rui) == "Casa Azul"
    assert _page(companies, companies.find("Casa Azul")).domain == "casa-azul.pt"
    core.services.undoing.undo()
    assert (_of(core, rui), companies.find("Casa Azul")) == ("", None)


def test_a_company_without_a_domain_is_offered_the_one_its_people_share(core: Core, companies: CompanyService) -> None:
    contacts = core.services.contacts
    marta = contacts.add(person("Marta Oliveira", email="m@casa-azul.pt", company="Casa Azul"))
    azul = companies.find("Casa Azul")
    assert _page(companies, azul).suggested_domain == "", "one address is not enough"
    contacts.add(person("Rui Santos", email="R@Casa-Azul.pt", company="Casa Azul"))
    contacts.add(person("Ana Costa", email="ana@gmail.com", company="Casa Azul"))
    contacts.add(person("Eva Costa", email="eva@gmail.com", company="Casa Azul"))
    assert _page(companies, azul).suggested_domain == "casa-azul.pt"
    assert azul is not None
    companies.decline_domain(azul)
    assert _page(companies, azul).suggested_domain == ""
    contacts.rename(marta, Name(given="Marta"))


# A scan of a table that grows with the home, or an index that gives all open deals or all addresses there are.
_TOO_MUCH = re.compile(
    r"SCAN (c|d|i|o|p|r|x|contacts|deals|interactions|reminders)( |$)|deals_by_end|contact_points_by_key \(kind=\?\)",
    re.MULTILINE,
)


def test_reading_companies_begins_with_the_few_it_is_about(core: Core, companies: CompanyService) -> None:
    azul = companies.add("Casa Azul")
    deal = core.services.pipeline.add(deal_draft("Website", core.services.pipeline.stages()[0].id, company="Casa Azul"))
    core.services.reminders.add(reminder_draft("Ask", deal_id=deal))
    statements: list[str] = []
    connection = core.database.reader()
    connection.set_trace_callback(statements.append)
    companies.rows([azul])
    companies.page(azul)
    companies.guess_for("a@casa-azul.pt")
    companies.count()
    connection.set_trace_callback(None)
    selects = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(selects) > 10
    for statement in selects:
        plan = "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
        assert not _TOO_MUCH.search(plan), f"{statement}\n{plan}"
