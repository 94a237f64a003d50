"""Fields that the user makes: making, ordering, hiding and deleting them, and what is put into them."""

from __future__ import annotations

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.filters import AnyOf, Condition, Not, Operator
from crm_desktop.domain.own_fields import FieldKind, OwnField
from crm_desktop.services.own_choices import ChoiceInUse
from crm_desktop.services.own_fields import OwnFieldService
from tests.support.home import deal_draft, person


@pytest.fixture
def fields(core: Core) -> OwnFieldService:
    """The service."""
    return core.services.people.own_fields


def _names(fields: OwnFieldService, subject: str = "contact") -> list[str]:
    return [field.name for field in fields.fields(subject)]


def _texts(fields: OwnFieldService, owner: int, subject: str = "contact") -> dict[str, str]:
    return {value.field.name: value.text for value in fields.values(subject, owner)}


def _field(fields: OwnFieldService, field_id: int, subject: str = "contact") -> OwnField:
    return next(field for field in fields.fields(subject, with_hidden=True) if field.id == field_id)


def test_fields_stand_in_the_order_in_which_they_were_made_until_they_are_moved(fields: OwnFieldService) -> None:
    size, rate, _shoe = (fields.add("contact", name, "text") for name in ("Size", "Rate", "Shoe"))
    assert _names(fields) == ["Size", "Rate", "Shoe"]

    fields.move(size, 2)
    assert _names(fields) == ["Rate", "Shoe", "Size"]
    fields.move(rate, 99)
    assert _names(fields) == ["Shoe", "Size", "Rate"]


def test_two_fields_of_one_subject_cannot_be_called_the_same(fields: OwnFieldService) -> None:
    rate = fields.add("contact", "  Tagessatz ", "money")
    fields.add("deal", "Tagessatz", "money")
    other = fields.add("contact", "Other", "text")

    with pytest.raises(InvalidInput, match="There is a field “Tagessatz” already") as refused:
        fields.add("contact", "TAGESSATZ", "text")
    assert refused.value.field == "name"
    with pytest.raises(InvalidInput, match="already"):
        fields.rename(other, "tagessatz")
    with pytest.raises(InvalidInput, match="needs a name"):
        fields.add("contact", " \n", "text")
    fields.rename(rate, "tagessatz")
    assert _names(fields) == ["tagessatz", "Other"]


def test_what_is_put_into_a_field_is_there_again_and_can_be_taken_out(core: Core, fields: OwnFieldService) -> None:
    marta = core.services.contacts.add(person())
    rate = fields.add("contact", "Rate", "money")

    fields.set_value(rate, marta, "95,50")
    assert _texts(fields, marta) == {"Rate": "95.50 EUR"}
    assert [(value.text, value.sort) for value in fields.values("contact", marta)] == [("95.50 EUR", 9550.0)]
    assert _field(fields, rate).used == 1

    fields.set_value(rate, marta, " ")
    assert _texts(fields, marta) == {"Rate": ""}
    assert _field(fields, rate).used == 0


def test_a_typed_day_is_read_as_in_a_reminder(core: Core, fields: OwnFieldService) -> None:
    marta = core.services.contacts.add(person())
    since = fields.add("contact", "Since", "day")

    fields.set_value(since, marta, "3 March 2027")
    assert _texts(fields, marta) == {"Since": "2027-03-03"}
    with pytest.raises(InvalidInput) as refused:
        fields.set_value(since, marta, "soon-ish")
    assert refused.value.field == "value"
    assert _texts(fields, marta) == {"Since": "2027-03-03"}


def test_companies_and_deals_have_fields_of_their_own(core: Core, fields: OwnFieldService) -> None:
    marta = core.services.contacts.add(person(company="Casa Lume"))
    page = core.services.contacts.page(marta)
    assert page is not None
    assert page.company_id is not None
    stage = core.services.pipeline.stages()[0].id
    deal = core.services.pipeline.add(deal_draft("Website", stage, contact_id=marta))
    staff, hours = fields.add("company", "Staff", "number"), fields.add("deal", "Hours", "number")

    fields.set_value(staff, page.company_id, "1 200")
    fields.set_value(hours, deal, "40")

    assert _texts(fields, page.company_id, "company") == {"Staff": "1200"}
    assert _texts(fields, deal, "deal") == {"Hours": "40"}
    assert _texts(fields, marta) == {}


def test_a_hidden_field_keeps_what_it_holds_and_its_name(core: Core, fields: OwnFieldService) -> None:
    marta = core.services.contacts.add(person())
    size = fields.add("contact", "Size", "text")
    fields.set_value(size, marta, "M")

    fields.hide(size, True)

    assert _names(fields) == []
    assert [field.name for field in fields.fields("contact", with_hidden=True)] == ["Size"]
    with pytest.raises(InvalidInput, match="hidden"):
        fields.add("contact", "size", "text")
    fields.hide(size, False)
    assert _texts(fields, marta) == {"Size": "M"}


def test_deleting_a_field_and_everything_in_it_is_taken_back_by_one_undo(core: Core, fields: OwnFieldService) -> None:
    marta, ana = (core.services.contacts.add(person(name)) for name in ("Marta Oliveira", "Ana Costa"))
    size = fields.add("contact", "Size", "choice", ["S", "M"])
    fields.set_value(size, marta, "m")
    fields.set_value(size, ana, "S")

    fields.delete(size)
    assert fields.values("contact", marta) == ()

    undone = core.services.undoing.undo()
    assert str(undone) == "Deleted the field “Size”"
    assert (_texts(fields, marta), _texts(fields, ana)) == ({"Size": "M"}, {"Size": "S"})


def test_a_choice_in_use_is_not_lost_and_a_renamed_one_is_renamed_everywhere(
    core: Core, fields: OwnFieldService
) -> None:
    marta = core.services.contacts.add(person())
    sizes = fields.add("contact", "Sizes", "choices", ["S", "M", "S "])
    fields.set_value(sizes, marta, "m, s")
    assert _texts(fields, marta) == {"Sizes": "S; M"}

    with pytest.raises(ChoiceInUse, match="“S” is taken in 1 place") as refused:
        fields.set_options(sizes, ["M", "L"])
    assert (refused.value.option, refused.value.count) == ("S", 1)
    fields.set_options(sizes, ["m", "S", "L"])
    assert _texts(fields, marta) == {"Sizes": "m; S"}
    fields.rename_option(sizes, "S", "Small")
    assert _texts(fields, marta) == {"Sizes": "m; Small"}
    assert _field(fields, sizes).options == ("m", "Small", "L")


def test_a_choice_is_taken_out_everywhere_when_one_says_so_and_undo_brings_it_back(
    core: Core, fields: OwnFieldService
) -> None:
    marta, jonas = core.services.contacts.add(person()), core.services.contacts.add(person("Jonas"))
    sizes = fields.add("contact", "Sizes", "choices", ["S", "M"])
    fields.set_value(sizes, marta, "S; M")
    fields.set_value(sizes, jonas, "S")
    fields.set_options(sizes, ["M", "L"], take_out=True)
    assert (_texts(fields, marta), _texts(fields, jonas)) == ({"Sizes": "M"}, {"Sizes": ""})
    core.services.undoing.undo()
    assert (_texts(fields, marta), _texts(fields, jonas)) == ({"Sizes": "S; M"}, {"Sizes": "S"})


def test_a_list_that_asks_for_a_choice_asks_for_it_by_its_new_name(core: Core, fields: OwnFieldService) -> None:
    marta = core.services.contacts.add(person())
    size = fields.add("contact", "Size", "choice", ["S", "M"])
    fields.set_value(size, marta, "S")
    key = f"own:{_field(fields, size).uid}"
    lists = core.services.people.saved_lists
    small = Not(AnyOf((Condition(key, Operator.ANY_OF, ("M", "S")), Condition("name", Operator.IS, ("S",)))))
    made = lists.add("Not small", small)
    fields.rename_option(size, "S", "Small")
    found = lists.one(made)
    assert found is not None
    assert found.filter == Not(
        AnyOf((Condition(key, Operator.ANY_OF, ("M", "Small")), Condition("name", Operator.IS, ("S",))))
    )
    assert lists.problems(found.filter) == []
    core.services.undoing.undo()
    before = lists.one(made)
    assert before is not None
    assert before.filter == small


def test_a_field_of_choices_needs_one(fields: OwnFieldService) -> None:
    with pytest.raises(InvalidInput, match="at least one choice") as refused:
        fields.add("contact", "Size", "choice", ["", " "])
    assert refused.value.field == "options"
    assert fields.fields("contact") == []


@pytest.mark.parametrize("kind", FieldKind)
def test_what_a_field_holds_is_found_by_search(core: Core, fields: OwnFieldService, kind: FieldKind) -> None:
    marta = core.services.contacts.add(person())
    core.services.contacts.add(person("Ana Costa"))
    typed = {
        FieldKind.TEXT: "Zanzibar trip",
        FieldKind.NUMBER: "48151",
        FieldKind.MONEY: "481516 JPY",
        FieldKind.DAY: "2027-03-05",
        FieldKind.CHOICE: "Saxophone",
        FieldKind.CHOICES: "Saxophone; Oud",
        FieldKind.YES_NO: "yes",
        FieldKind.LINK: "https://zanzibar.example",
    }[kind]
    field = fields.add("contact", "Thing", kind.value, ["Oud", "Saxophone"])
    fields.set_value(field, marta, typed)
    looked_for = {FieldKind.TEXT: "zanz", FieldKind.CHOICES: "oud"}.get(kind, typed)

    assert core.services.contacts.ids(looked_for) == [marta]
    fields.delete(field)
    assert core.services.contacts.ids(looked_for) == []


def test_built_in_fields_can_be_hidden_for_one_subject(fields: OwnFieldService) -> None:
    fields.hide_builtin("contact", "department", True)
    fields.hide_builtin("contact", "source", True)
    fields.hide_builtin("company", "industry", True)
    assert fields.hidden_builtin("contact") == {"department", "source"}

    fields.hide_builtin("contact", "source", False)
    assert fields.hidden_builtin("contact") == {"department"}
    assert fields.hidden_builtin("company") == {"industry"}
