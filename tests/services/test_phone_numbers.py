"""Telephone numbers: kept as typed, the same by E.164 however they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.runtime.region import region_of
from crm_desktop.services.phone_numbers import PhoneNumbers, country_of, e164
from crm_desktop.services.settings import COUNTRY
from tests.support.home import person


@pytest.mark.parametrize(
    ("typed", "country", "form"),
    [
        ("030 123456", "DE", "+4930123456"),
        ("+49 (0)30 / 12 34 56", "", "+4930123456"),
        ("0049 30 123456", "DE", "+4930123456"),
        ("12 34 56 78", "DK", "+4512345678"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("(415) 555-2671 ext. 12", "US", "+14155552671;ext=12"),
        ("٠١٠ ١٢٣٤ ٥٦٧٨", "EG", "+201012345678"),
        ("030 123456", "", ""),
        ("ask Eve", "DE", ""),
        ("7", "DE", ""),
        ("+" + "9" * 5000, "DE", ""),
        ("", "DE", ""),
    ],
)
def test_one_form_for_every_way_of_writing(typed: str, country: str, form: str) -> None:
    assert e164(typed, country) == form


@pytest.mark.parametrize(
    ("one", "other", "country", "same"),
    [
        ("+45 12 34 56 78", "12345678", "DK", True),
        ("+49 30 1234567", "030/1234567", "DE", True),
        # The last seven, even nine digits are no proof where the rules know better.
        ("+49 30 1234567", "+49 40 1234567", "DE", False),
        ("030 123456789", "+43 30 123456789", "DE", False),
        ("+1 415 555 2671 x12", "+1 415 555 2671 x13", "US", False),
        # Without a country there are only the digits.
        ("+351 912 345 678", "912345678", "", True),
        ("ask Eve", "ask Ann", "DE", True),
    ],
)
def test_which_numbers_are_the_same(one: str, other: str, country: str, same: bool) -> None:
    numbers = PhoneNumbers(country)
    assert numbers.same(one, other) is same
    assert numbers.same(other, one) is same


def test_the_country_is_the_chosen_one_or_that_of_the_system(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "de_AT.UTF-8")
    settings = core.services.settings
    assert country_of(settings) == "AT"
    settings.set(COUNTRY.name, "DK")
    assert country_of(settings) == "DK"


@pytest.mark.parametrize(
    ("variables", "country"),
    [
        ({"LANG": "de_DE.UTF-8"}, "DE"),
        ({"LANG": "de_DE.UTF-8", "LC_TELEPHONE": "da_DK.UTF-8"}, "DK"),
        ({"LANG": "de_DE", "LC_ALL": "C.UTF-8"}, "DE"),
        ({"LANG": "zh_Hant_TW"}, "TW"),
        ({"LANG": "C"}, ""),
        ({"LANG": "eo"}, ""),
        ({}, ""),
    ],
)
def test_the_country_of_the_system(variables: dict[str, str], country: str) -> None:
    assert region_of(variables) == country


def _table(folder: Path, *rows: str) -> Path:
    path = folder / "people.csv"
    path.write_text("\n".join(("Name,Phone", *rows)) + "\n", encoding="utf-8")
    return path


def test_a_number_of_the_own_country_is_recognised_in_a_file_and_kept_as_typed(core: Core, tmp_path: Path) -> None:
    core.services.settings.set(COUNTRY.name, "DK")
    ann = core.services.contacts.add(person("Ann Holm", phone="+45 12 34 56 78"))

    report = core.services.importing.run(_table(tmp_path, "Ann,12345678"))

    assert (report.new, report.unchanged) == (0, 1)
    page = core.services.contacts.page(ann)
    assert page is not None
    assert [part.value.value for part in page.points] == ["+45 12 34 56 78"]


def test_another_number_with_the_same_end_is_another_number(core: Core, tmp_path: Path) -> None:
    core.services.settings.set(COUNTRY.name, "DE")
    bo = core.services.contacts.add(person("Bo Lund", phone="+49 30 1234567", email="bo@x.example"))
    path = tmp_path / "people.csv"
    path.write_text("Name,Phone,E-mail\nBo Lund,040 1234567,bo@x.example\nBo,040 1234567,\n", encoding="utf-8")

    core.services.importing.run(path)

    page = core.services.contacts.page(bo)
    assert page is not None
    assert {part.value.value for part in page.points if part.value.kind == "phone"} == {"+49 30 1234567", "040 1234567"}
