"""What files tell of people besides names and ways to reach them: own fields, relations, roles, consent, photos."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.background import (
    Background,
    Consent,
    LifecycleStep,
    OwnText,
    RelatedName,
    Role,
)
from crm_desktop.domain.contacts import ContactDraft, Fact
from crm_desktop.domain.profile import Profile
from crm_desktop.storage.queries import everything
from tests.services.test_contacts import FULL
from tests.support.home import opened_home, person

_PNG = b"\x89PNG\r\n\x1a\n" + bytes(300)
EVERYTHING = replace(
    FULL,
    more=Background(
        phonetic_given="マルタ",
        phonetic_family="オリヴェイラ",
        pinned_note="Never before ten",
        payment_terms="30 days net",
        lifecycle="client",
        steps=(LifecycleStep("lead", date(2025, 3, 1)), LifecycleStep("client", date(2026, 1, 2))),
        do_not_contact=True,
        roles=(Role(None, "Old Job", "Draughtswoman", "2010-09", "2015"),),
        consents=(
            Consent("newsletter", "consent", "the fair", "I agree to\nletters", date(2026, 1, 2), date(2026, 5, 6)),
        ),
        own=(
            OwnText("Rate", "95.50 EUR", "money"),
            OwnText("Sizes", "S; M", "choices", ("S", "M", "L")),
            OwnText("Since", "2020-02-29", "day"),
        ),
    ),
)


def _profile(core: Core, contact: int) -> Profile:
    profile = core.services.people.profiles.profile(contact)
    assert profile is not None
    return profile


def _drafts(core: Core) -> list[ContactDraft]:
    return [draft for _id, draft, _more in everything.drafts(core.database.reader())]


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "people.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["vcf", "csv"])
def test_everything_comes_back_in_another_home_and_says_nothing_new_in_the_same(
    ending: str, core: Core, tmp_path: Path
) -> None:
    marta = core.services.contacts.add(EVERYTHING)
    ana = core.services.contacts.add(person("Ana Costa", email="ana@x.example"))
    core.services.people.profiles.save_relation(marta, None, ana, "referred-by", "at the fair")
    core.services.people.profiles.set_photo(ana, _PNG)
    path = tmp_path / f"people.{ending}"
    core.services.exporting.export(path)

    report = core.services.importing.run(path)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)

    with opened_home(tmp_path / "other") as other:
        other.services.importing.run(path)
        mine, theirs = _drafts(core), _drafts(other)
        assert theirs == mine
        assert theirs[0].more == replace(
            EVERYTHING.more, relations=(RelatedName(mine[1].uid, "Ana Costa", "referred-by", "at the fair"),)
        )
        (fields,) = {tuple(other.services.people.own_fields.fields("contact"))}
        assert [(field.name, field.kind, field.options) for field in fields] == [
            ("Rate", "money", ()), ("Sizes", "choices", ("S", "M", "L")), ("Since", "day", ()),
        ]  # fmt: skip
        photo = other.services.people.profiles.photo(other.services.contacts.ids("ana")[0])
        assert photo == (_PNG if ending == "vcf" else None)


def test_a_column_that_is_named_like_an_own_field_goes_there(core: Core, tmp_path: Path) -> None:
    core.services.people.own_fields.add("contact", "Tagessatz", "money")
    path = _file(tmp_path, "Name,tagessatz,Coffee", "Ana Costa,1.200 €,black", "Bo Lund,ask her,tea")

    preview = core.services.importing.preview(path)
    assert [column.target for column in preview.description.columns] == [
        "name", "own.money:Tagessatz", "fact:Coffee",
    ]  # fmt: skip
    core.services.importing.run(path)

    ana, bo = (core.services.contacts.ids(name)[0] for name in ("ana", "bo"))
    assert [value.text for value in _profile(core, ana).own] == ["1200.00 EUR"]
    assert [value.text for value in _profile(core, bo).own] == [""]
    page = core.services.contacts.page(bo)
    assert page is not None
    # What the field does not take is not lost.
    assert {part.value for part in page.facts} == {Fact("Tagessatz", "ask her"), Fact("Coffee", "tea")}


def test_a_column_can_be_made_an_own_field_and_one_undo_takes_it_back(core: Core, tmp_path: Path) -> None:
    path = _file(tmp_path, "Name,Size,Size again", "Ana Costa,M,12", "Bo Lund,L,")
    mapping = {0: "name", 1: "own.choice:Size", 2: "own.number:Shoe"}

    preview = core.services.importing.preview(path, mapping)
    assert (preview.new, core.services.people.own_fields.fields("contact")) == (2, [])
    core.services.importing.run(path, mapping)

    fields = core.services.people.own_fields.fields("contact")
    assert [(field.name, field.kind, field.options, field.used) for field in fields] == [
        ("Size", "choice", ("M", "L"), 2), ("Shoe", "number", (), 1),
    ]  # fmt: skip
    again = core.services.importing.run(path, mapping)
    assert (again.changed, again.unchanged) == (0, 2)
    core.services.undoing.undo()
    assert core.services.people.own_fields.fields("contact") == []
    assert core.services.contacts.ids() == []


def test_the_places_to_choose_from_have_the_own_fields_and_new_ones(core: Core) -> None:
    core.services.people.own_fields.add("contact", "Rate", "money")
    core.services.people.own_fields.add("deal", "Hours", "number")
    ids = [target.id for target in core.services.importing.targets()]
    assert ids[0] == "own.money:Rate"
    assert "own.number" in ids
    assert not any("Hours" in each for each in ids)


def test_relations_join_people_of_the_file_and_those_who_are_there(core: Core, tmp_path: Path) -> None:
    eve = core.services.contacts.add(person("Eve Stone"))
    path = tmp_path / "people.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Stone\nitem1.X-ABRELATEDNAMES:Eve Stone\nitem1.X-ABLabel:_$!<Mother>!$_\n"
        "item2.X-ABRELATEDNAMES:Nobody Known\nitem2.X-ABLabel:_$!<Friend>!$_\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Bob\nUID:urn:uuid:2\nRELATED;TYPE=colleague:urn:uuid:3\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Cid\nUID:urn:uuid:3\nEND:VCARD\n",
        encoding="utf-8",
    )
    core.services.importing.run(path)
    ann, bob, cid = (core.services.contacts.ids(name)[0] for name in ("ann", "bob", "cid"))

    def told(contact: int) -> list[tuple[int, str, str]]:
        return [(p.value.other_id, p.value.kind, p.value.note) for p in _profile(core, contact).relations]

    assert told(ann) == [(eve, "parent", "mother")]
    assert told(eve) == [(ann, "child", "mother")]
    assert (told(bob), told(cid)) == ([(cid, "colleague", "")], [(bob, "colleague", "")])
    page = core.services.contacts.page(ann)
    assert page is not None
    assert [part.value for part in page.facts] == [Fact("friend", "Nobody Known")]

    again = core.services.importing.run(path)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


def test_what_is_known_is_never_replaced_by_a_file(core: Core, tmp_path: Path) -> None:
    marta = core.services.contacts.add(EVERYTHING)
    other = replace(
        EVERYTHING,
        more=Background(
            pinned_note="Other", lifecycle="past", own=(OwnText("Rate", "5 EUR", "money"), OwnText("New", "x", "text"))
        ),
    )
    with opened_home(tmp_path / "other") as home:
        home.services.contacts.add(other)
        home.services.exporting.export(tmp_path / "people.vcf")

    report = core.services.importing.run(tmp_path / "people.vcf")
    assert report.changed == 1
    profile = _profile(core, marta)
    assert (profile.pinned_note, profile.lifecycle) == ("Never before ten", "client")
    assert [value.text for value in profile.own] == ["95.50 EUR", "S; M", "2020-02-29", "x"]


def test_a_preview_keeps_no_photo(core: Core, tmp_path: Path) -> None:
    with opened_home(tmp_path / "other") as home:
        home.services.people.profiles.set_photo(home.services.contacts.add(FULL), _PNG)
        home.services.exporting.export(tmp_path / "people.vcf")

    core.services.importing.preview(tmp_path / "people.vcf")
    folder = core.database.path.parent / "files"
    assert not folder.exists() or list(folder.iterdir()) == []
    core.services.importing.run(tmp_path / "people.vcf")
    assert core.services.people.profiles.photo(core.services.contacts.ids()[0]) == _PNG
