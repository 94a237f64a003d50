"""Several e-mails, phones, addresses, days and facts in an order of one's own: the first one is the one that lists show."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Address, ContactDraft, Fact, ImportantDate, Name, Point, PointKind
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.list_columns import columns
from crm_desktop.domain.pages import ContactPage

MARTA = ContactDraft(
    name=Name("Marta", "Oliveira"),
    points=(
        Point(PointKind.EMAIL, "one@x.example"),
        Point(PointKind.PHONE, "1"),
        Point(PointKind.EMAIL, "two@x.example"),
        Point(PointKind.EMAIL, "three@x.example"),
    ),
    addresses=(Address(city="Lisbon"), Address(city="Porto")),
    dates=(ImportantDate("birthday", "1985-03-09"), ImportantDate("met", "--11-24")),
    facts=(Fact("likes", "coffee"), Fact("pets", "a dog")),
)


@pytest.fixture
def marta(core: Core) -> int:
    return core.services.contacts.add(MARTA)


def _page(core: Core, contact: int) -> ContactPage:
    page = core.services.contacts.page(contact)
    assert page is not None
    return page


def _mails(core: Core, contact: int) -> list[str]:
    return [each.value.value.partition("@")[0] for each in _page(core, contact).points if "@" in each.value.value]


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [
        ("three", 0, ["three", "one", "two"]),
        ("one", 1, ["two", "one", "three"]),
        ("one", 99, ["two", "three", "one"]),
        ("two", -5, ["two", "one", "three"]),
        ("two", 1, ["one", "two", "three"]),
    ],
)
def test_a_part_is_put_into_another_place_among_its_kind(
    core: Core, marta: int, moved: str, place: int, order: list[str]
) -> None:
    part = next(each.id for each in _page(core, marta).points if each.value.value.startswith(moved))
    core.services.contacts.move_part(marta, "email", part, place)
    assert _mails(core, marta) == order
    assert [each.value.value for each in _page(core, marta).points if each.value.kind is PointKind.PHONE] == ["1"]


def test_moving_is_one_step_and_staying_is_none(core: Core, marta: int) -> None:
    first, *_others, last = [each.id for each in _page(core, marta).points]
    core.services.contacts.move_part(marta, "email", last, 0)
    core.services.contacts.move_part(marta, "email", first, 1)
    label = core.services.undoing.undo()
    assert str(label) == "Changed the order of the e-mail addresses of Marta Oliveira"
    assert _mails(core, marta) == ["one", "two", "three"]
    assert str(core.services.undoing.undo()) == "Added Marta Oliveira", "the second was where it was"


@pytest.mark.parametrize("part", ["address", "date", "fact"])
def test_addresses_days_and_facts_have_an_order_too(core: Core, marta: int, part: str) -> None:
    def stored() -> list[int]:
        page = _page(core, marta)
        return {
            "address": [each.id for each in page.addresses],
            "date": [each.id for each in page.dates],
            "fact": [each.id for each in page.facts],
        }[part]

    first, second = stored()
    core.services.contacts.move_part(marta, part, second, 0)
    assert stored() == [second, first]
    core.services.undoing.undo()
    assert stored() == [first, second]


def test_what_is_added_later_stands_at_the_end_of_the_new_order(core: Core, marta: int) -> None:
    contacts = core.services.contacts
    contacts.move_part(marta, "email", [each.id for each in _page(core, marta).points][-1], 0)
    contacts.save_point(marta, None, Point(PointKind.EMAIL, "four@x.example"))
    assert _mails(core, marta) == ["three", "one", "two", "four"]


def test_a_part_that_is_gone_or_of_somebody_else_moves_nothing(core: Core, marta: int) -> None:
    jonas = core.services.contacts.add(
        ContactDraft(name=Name("Jonas"), points=(Point(PointKind.EMAIL, "j@x.example"),))
    )
    of_marta = _page(core, marta).points[0].id
    core.services.contacts.move_part(marta, "email", 9_999, 0)
    core.services.contacts.move_part(jonas, "email", of_marta, 0)
    assert _mails(core, marta) == ["one", "two", "three"]
    assert _mails(core, jonas) == ["j"]


def test_the_timeline_does_not_speak_of_the_order(core: Core, marta: int) -> None:
    before = len(core.services.timeline.entries(marta))
    core.services.contacts.move_part(marta, "email", [each.id for each in _page(core, marta).points][-1], 0)
    assert len(core.services.timeline.entries(marta)) == before


def test_a_name_and_how_it_is_said_are_one_step(core: Core, marta: int) -> None:
    contacts, profiles = core.services.contacts, core.services.people.profiles
    contacts.rename(marta, Name("Martha", "Keller"), {"phonetic_given": "MAR-ta", "phonetic_family": " KEL-ler "})
    profile = profiles.profile(marta)
    assert profile is not None
    assert (profile.phonetic_given, profile.phonetic_family) == ("MAR-ta", "KEL-ler")
    assert str(core.services.undoing.undo()) == "Renamed Marta Oliveira"
    profile = profiles.profile(marta)
    assert profile is not None
    assert (_page(core, marta).shown, profile.phonetic_given) == ("Marta Oliveira", "")


def test_a_refused_name_leaves_how_it_is_said_alone(core: Core, marta: int) -> None:
    with pytest.raises(InvalidInput):
        core.services.contacts.rename(marta, Name(), {"phonetic_given": "MAR-ta"})
    profile = core.services.people.profiles.profile(marta)
    assert profile is not None
    assert profile.phonetic_given == ""


def test_the_main_one_is_what_lists_and_exports_show(core: Core, marta: int, tmp_path: Path) -> None:
    core.services.contacts.move_part(marta, "email", [each.id for each in _page(core, marta).points][-1], 0)
    (row,) = core.services.people.saved_lists.rows([marta], [columns(())["email"]])
    assert row.values == ("three@x.example",)
    core.services.exporting.export(tmp_path / "people.csv", [marta])
    with (tmp_path / "people.csv").open(newline="", encoding="utf-8-sig") as file:
        (line,) = csv.DictReader(file)
    assert next(value for name, value in line.items() if "mail" in name.lower() and "@" in value) == "three@x.example"
