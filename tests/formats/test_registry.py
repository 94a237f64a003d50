"""The registries: what is offered is understood, and nothing that is matched leads nowhere."""

from __future__ import annotations

import pytest

from crm_desktop.formats import FORMATS
from crm_desktop.formats.csv import PRESETS
from crm_desktop.formats.csv.columns import Column
from crm_desktop.formats.csv.headers import _EXACT, _KINDS, match_header, normalise
from crm_desktop.formats.csv.preset import Preset
from crm_desktop.formats.csv.setters import setter_for
from crm_desktop.formats.targets import is_target

IDS = [target.id for target in FORMATS.targets]


def test_targets_are_distinct_and_have_words() -> None:
    assert len(IDS) == len(set(IDS))
    assert all(str(target.title) for target in FORMATS.targets)


@pytest.mark.parametrize("identifier", IDS)
def test_every_target_can_be_read_into(identifier: str) -> None:
    setter = setter_for(Column(0, "Header", identifier), Preset("csv", FORMATS.targets[0].title))
    assert (setter is None) == (identifier in ("", "label"))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_presets_lead_to_targets_that_exist(preset: Preset) -> None:
    for header, target in preset.targets.items():
        assert header == normalise(header)
        assert is_target(target)
        assert target in IDS or target.startswith("fact:")
    assert all(header == normalise(header) for group in preset.needs for header in group)


def test_known_headers_lead_to_targets_that_exist() -> None:
    assert {target for target in _EXACT.values() if target not in IDS} == set()
    assert {target for target in _KINDS.values() if target not in IDS} == set()


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("First Name", "given"),
        ("firstName", "given"),
        ("first_name*", "given"),
        ("Prénom", "given"),
        ("Nachname", "family"),
        ("Apellidos", "family"),
        ("氏名", "name"),
        ("E-Mail-Adresse", "email"),
        ("Work e-mail", "email:work"),
        ("E-mail 2 Address", "email"),
        ("Téléphone (domicile)", "phone:home"),
        ("Mobiltelefon", "phone:mobile"),
        ("Telefon (geschäftlich)", "phone:work"),
        ("Business Fax", "phone:work fax"),
        ("tel_fax_home", "phone:home fax"),
        ("tel_cell", "phone:mobile"),
        ("Phone (mobile)", "phone:mobile"),
        ("携帯電話", "phone:mobile"),
        ("Home Address PO Box", "address.po_box:home"),
        ("Mailing Zip/Postal Code", "address.postal_code"),
        ("Home Country/Region", "address.country:home"),
        ("PLZ", "address.postal_code"),
        ("Geburtsdatum", "birthday"),
        ("Código postal", "address.postal_code"),
        ("Email Opt Out", ""),
        ("Phone verified at", ""),
        ("Shoe size", ""),
    ],
)
def test_headers_are_matched_by_their_words(header: str, target: str) -> None:
    assert match_header(header) == target
