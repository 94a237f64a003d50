"""Own fields of companies and deals are found like the rest of them, also when the deal or company is brought back."""

from __future__ import annotations

from crm_desktop.bootstrap import Core
from crm_desktop.storage import search_index
from tests.support.home import deal_draft, person


def test_companies_and_deals_are_found_by_their_own_fields(core: Core) -> None:
    services, fields = core.services, core.services.people.own_fields
    marta = services.contacts.add(person(company="Casa Lume"))
    page = services.contacts.page(marta)
    assert page is not None
    assert page.company_id is not None
    deal = services.pipeline.add(deal_draft("Website", services.pipeline.stages()[0].id, contact_id=marta))
    vat, place = fields.add("company", "VAT", "text"), fields.add("deal", "Place", "choice", ["Funchal", "Porto"])
    fields.set_value(vat, page.company_id, "PT509442013")
    fields.set_value(place, deal, "Funchal")

    assert [(hit.kind, hit.id) for hit in services.search.find("pt509442013")] == [("company", page.company_id)]
    assert ("deal", deal) in [(hit.kind, hit.id) for hit in services.search.find("funchal")]

    fields.rename_option(place, "Funchal", "Madeira")
    assert services.search.find("funchal") == []
    assert ("deal", deal) in [(hit.kind, hit.id) for hit in services.search.find("madeira")]
    fields.delete(place)
    assert services.search.find("madeira") == []
    services.undoing.undo()
    assert ("deal", deal) in [(hit.kind, hit.id) for hit in services.search.find("madeira")]
    assert search_index.differences(core.database.writer) == []
