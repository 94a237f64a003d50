"""Leads: caught, judged, put off, made deals of, and where the best ones come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_values import DealValue, Period
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.leads import Conversion, Fit, KnownPerson, LeadDraft, LeadFilter, LeadOrder, LeadRow
from crm_desktop.domain.money import Money
from crm_desktop.services.leads import LeadService
from crm_desktop.storage import database, search_index
from tests.support.clock import FixedClock
from tests.support.home import person

MARTA = LeadDraft("Marta Oliveira", "Webinar", "marta@casaazul.pt", "+351 912 345 678", "Casa Azul", "wants a new shop")


@pytest.fixture
def leads(core: Core) -> LeadService:
    return core.services.deals.leads


def _row(leads: LeadService, contact_id: int) -> LeadRow:
    (row,) = leads.rows([contact_id])
    return row


def _stage(core: Core) -> int:
    return core.services.pipeline.board().columns[0].id


def test_a_lead_is_a_contact_with_a_source_from_today_on_and_one_undo_takes_it_back(
    core: Core, leads: LeadService, clock: FixedClock
) -> None:
    contact_id = leads.add(MARTA)
    row = _row(leads, contact_id)
    today = clock.now().astimezone(clock.zone()).date()
    assert (row.name, row.company, row.source, row.step, row.since) == (
        "Marta Oliveira", "Casa Azul", "Webinar", "lead", today,
    )  # fmt: skip
    assert (row.email, row.phone, row.note) == ("marta@casaazul.pt", "+351 912 345 678", "wants a new shop")
    profile = core.services.people.profiles.profile(contact_id)
    assert profile is not None
    assert [(step.value.stage, step.value.day) for step in profile.steps] == [("lead", today)]
    core.services.undoing.undo()
    assert leads.ids(LeadFilter()) == []
    assert core.services.contacts.page(contact_id) is None


def test_a_name_and_a_source_are_enough_and_each_is_asked_for(leads: LeadService) -> None:
    leads.add(LeadDraft("Marta", "Webinar"))
    leads.add(LeadDraft("", "Webinar", "ana@example.com"))
    with pytest.raises(InvalidInput) as no_source:
        leads.add(LeadDraft("Marta", "  "))
    assert no_source.value.field == "source"
    with pytest.raises(InvalidInput) as nobody:
        leads.add(LeadDraft("  ", "Webinar"))
    assert nobody.value.field == "name"
    assert len(leads.ids(LeadFilter())) == 2


def test_only_leads_are_listed_and_the_filters_narrow_them(core: Core, leads: LeadService) -> None:
    core.services.contacts.add(person("Nobody Special"))
    marta = leads.add(MARTA)
    piotr = leads.add(LeadDraft("Piotr Dąbrowski", "Fair"))
    leads.set_step([piotr], "interested")
    leads.judge([piotr], Fit.BAD, "no budget")
    assert leads.ids(LeadFilter()) == [piotr, marta]
    assert leads.ids(LeadFilter(order=LeadOrder.OLDEST)) == [marta, piotr]
    assert leads.ids(LeadFilter(text="dabrow")) == [piotr]
    assert leads.ids(LeadFilter(source="Webinar")) == [marta]
    assert leads.ids(LeadFilter(steps=frozenset({"interested", "qualified"}))) == [piotr]
    assert leads.ids(LeadFilter(fit=Fit.BAD)) == [piotr]
    assert leads.ids(LeadFilter(fit=Fit.BAD, source="Webinar")) == []
    assert leads.counts() == {"lead": 1, "interested": 1}
    assert leads.lead_sources() == [("Fair", 1), ("Webinar", 1)]


def test_who_is_there_already_is_found_by_address_number_and_name(core: Core, leads: LeadService) -> None:
    marta = leads.add(MARTA)
    other = core.services.contacts.add(person("Ana Prado"))
    assert leads.known(LeadDraft("M. Oliveira", "x", "MARTA@casaazul.pt")) == [
        KnownPerson(marta, "Marta Oliveira", "Casa Azul", "lead", "email")
    ]
    assert [known.reason for known in leads.known(LeadDraft("M", "x", phone="00351 912345678"))] == ["phone"]
    assert leads.known(LeadDraft("ana  prado", "x")) == [KnownPerson(other, "Ana Prado", "", "", "name")]
    assert leads.known(LeadDraft("Somebody Else", "x", "new@example.com")) == []
    assert leads.known(LeadDraft("", "x")) == []


def test_the_step_of_many_leads_changes_by_one_write_that_undo_takes_back(core: Core, leads: LeadService) -> None:
    ids = [leads.add(LeadDraft(name, "Fair")) for name in ("A", "B", "C")]
    leads.set_step(ids, "qualified")
    assert leads.counts() == {"qualified": 3}
    core.services.undoing.undo()
    assert leads.counts() == {"lead": 3}
    with pytest.raises(InvalidInput):
        leads.set_step(ids, "client")
    leads.set_step(ids[:1], "")
    assert leads.ids(LeadFilter(order=LeadOrder.NAME)) == ids[1:]


def test_a_judgement_has_a_reason_and_taking_it_back_takes_the_reason_too(leads: LeadService) -> None:
    marta = leads.add(MARTA)
    leads.judge([marta], Fit.GOOD, " knows what she   wants ")
    assert (_row(leads, marta).fit, _row(leads, marta).fit_reason) == (Fit.GOOD, "knows what she wants")
    leads.judge([marta], Fit.UNKNOWN, "whatever")
    assert (_row(leads, marta).fit, _row(leads, marta).fit_reason) == (Fit.UNKNOWN, "")


def test_not_now_becomes_a_reminder_about_each(core: Core, leads: LeadService, clock: FixedClock) -> None:
    marta, piotr = leads.add(MARTA), leads.add(LeadDraft("Piotr", "Fair"))
    day = clock.now().date() + timedelta(days=90)
    leads.ask_again([marta, piotr], day)
    assert sorted(row.text for row in core.services.reminders.agenda()) == [
        "Ask Marta Oliveira again", "Ask Piotr again",
    ]  # fmt: skip
    assert (_row(leads, marta).next_day, _row(leads, marta).next_text) == (day, "Ask Marta Oliveira again")
    core.services.undoing.undo()
    assert core.services.reminders.agenda() == []
    assert _row(leads, marta).next_day is None


def test_a_lead_becomes_a_deal_with_everything_known_of_it_and_one_undo_takes_it_back(
    core: Core, leads: LeadService
) -> None:
    marta = leads.add(MARTA)
    core.services.contacts.add_tag(marta, "press")
    before = len(core.services.pipeline.board().columns[0].cards)
    value = DealValue(Money(90_000, "EUR"), Period.MONTH, 6)
    deal_id = leads.convert(marta, Conversion("New shop", _stage(core), value, date(2027, 1, 31), "qualified"))
    page = core.services.pipeline.page(deal_id)
    assert page is not None
    card = page.card
    assert (card.title, card.contact, card.company, page.source, page.note) == (
        "New shop", "Marta Oliveira", "Casa Azul", "Webinar", "wants a new shop",
    )  # fmt: skip
    assert (card.worth, card.expected_close) == (Money(540_000, "EUR"), date(2027, 1, 31))
    (shown,) = [each for each in core.services.pipeline.board().columns[0].cards if each.id == deal_id]
    assert [tag.name for tag in shown.tags] == ["press"]
    assert (_row(leads, marta).step, _row(leads, marta).open_deals) == ("qualified", 1)
    core.services.undoing.undo()
    assert core.services.pipeline.page(deal_id) is None
    assert (_row(leads, marta).step, _row(leads, marta).open_deals) == ("lead", 0)
    assert len(core.services.pipeline.board().columns[0].cards) == before
    assert database.check(core.database.writer) == []
    assert search_index.differences(core.database.writer) == []


def test_a_lead_that_becomes_a_client_leaves_the_list_and_one_may_stay_as_it_is(core: Core, leads: LeadService) -> None:
    marta, piotr = leads.add(MARTA), leads.add(LeadDraft("Piotr", "Fair"))
    leads.convert(marta, Conversion("New shop", _stage(core), lifecycle="client"))
    deal = leads.convert(piotr, Conversion("Booking page", _stage(core)))
    assert leads.ids(LeadFilter()) == []
    assert leads.ids(LeadFilter(with_deal=True)) == [piotr]
    assert leads.counts() == {}
    assert _row(leads, piotr).step == "lead"
    core.services.pipeline.lose(deal, "No answer")
    assert leads.ids(LeadFilter()) == [piotr], "a lead again, with a deal that was lost"


def test_a_deal_without_a_name_is_refused_and_nothing_changes(core: Core, leads: LeadService) -> None:
    marta = leads.add(MARTA)
    with pytest.raises(InvalidInput) as refused:
        leads.convert(marta, Conversion("  ", _stage(core), lifecycle="client"))
    assert refused.value.field == "title"
    assert _row(leads, marta).step == "lead"
    with pytest.raises(NotFound):
        leads.convert(999_999, Conversion("x", _stage(core)))


def test_the_report_says_which_source_brings_the_best_leads_each_currency_apart(core: Core, leads: LeadService) -> None:
    fair = [leads.add(replace(MARTA, name=f"Fair {n}", source="Fair", email="", phone="")) for n in range(3)]
    webinar = leads.add(LeadDraft("Webinar One", "Webinar"))
    core.services.contacts.add(person("No Lead At All"))
    stage = _stage(core)
    euro = leads.convert(fair[0], Conversion("A", stage, DealValue(Money(100, "EUR")), lifecycle="client"))
    yen = leads.convert(fair[0], Conversion("B", stage, DealValue(Money(50, "JPY"), Period.YEAR, 2)))
    leads.convert(fair[1], Conversion("C", stage, DealValue(Money(999, "EUR"))))
    for deal in (euro, yen):
        core.services.pipeline.win(deal)
    by_source = {each.source: each for each in leads.report()}
    assert [each.source for each in leads.report()] == ["Fair", "Webinar"]
    assert (by_source["Fair"].leads, by_source["Fair"].became_deals, by_source["Fair"].won) == (3, 2, 1)
    assert sorted(by_source["Fair"].worth, key=lambda each: each.currency) == [Money(100, "EUR"), Money(100, "JPY")]
    assert (by_source["Webinar"].leads, by_source["Webinar"].won, by_source["Webinar"].worth) == (1, 0, ())
    assert _row(leads, webinar).source == "Webinar"


def test_one_s_own_sources_come_before_the_usual_ones(leads: LeadService) -> None:
    leads.add(LeadDraft("A", "Podcast"))
    leads.add(LeadDraft("B", "Website"))
    leads.add(LeadDraft("C", "Podcast"))
    found = leads.sources()
    assert found[:2] == ["Podcast", "Website"]
    assert found.count("Website") == 1
    assert "Recommendation" in found
