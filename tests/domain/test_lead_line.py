"""A lead typed in one line."""

from __future__ import annotations

import pytest

from crm_desktop.domain.lead_line import read_lead
from crm_desktop.domain.leads import LeadDraft

SOURCES = ("Webinar", "Trade fair", "Recommendation")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Marta Oliveira, webinar", LeadDraft("Marta Oliveira", "Webinar")),
        ("Marta Oliveira, a podcast", LeadDraft("Marta Oliveira", "a podcast")),
        ("Marta Oliveira, Casa Azul, webinar", LeadDraft("Marta Oliveira", "Webinar", company="Casa Azul")),
        ("Marta Oliveira, webinar, Casa Azul", LeadDraft("Marta Oliveira", "Webinar", company="Casa Azul")),
        ("Marta Oliveira trade fair", LeadDraft("Marta Oliveira", "Trade fair")),
        ("Marta Oliveira via Instagram", LeadDraft("Marta Oliveira", "Instagram")),
        ("Marta Oliveira at Casa Azul, webinar", LeadDraft("Marta Oliveira", "Webinar", company="Casa Azul")),
        ("Marta Oliveira", LeadDraft("Marta Oliveira", "")),
        ("marta@casaazul.pt, webinar", LeadDraft("", "Webinar", "marta@casaazul.pt")),
        (
            "Marta Oliveira <marta@casaazul.pt>, webinar, +351 912 345 678",
            LeadDraft("Marta Oliveira", "Webinar", "marta@casaazul.pt", "+351 912 345 678"),
        ),
        (
            "Marta, Casa Azul, wants a new shop, webinar",
            LeadDraft("Marta", "Webinar", company="Casa Azul", note="wants a new shop"),
        ),
        ("王芳，推荐", LeadDraft("王芳", "推荐")),
        ("ليلى ناصر، ندوة", LeadDraft("ليلى ناصر", "ندوة")),
        ("", LeadDraft("", "")),
        (" , ,", LeadDraft("", "")),
    ],
)
def test_a_line_says_who_it_is_and_where_they_come_from(typed: str, meant: LeadDraft) -> None:
    assert read_lead(typed, SOURCES) == meant


def test_a_name_that_is_a_source_stays_a_name() -> None:
    assert read_lead("Webinar", SOURCES).name == "Webinar"


def test_a_year_or_a_short_number_is_no_telephone_number() -> None:
    assert read_lead("Studio 54, fair 2026", SOURCES) == LeadDraft("Studio 54", "fair 2026")


@pytest.mark.parametrize("typed", ["@", "a@b", "via", "+", "((((", "x" * 100_000, "\x00\u202e, \ud800", ",;,;" * 500])
def test_nothing_typed_is_too_strange(typed: str) -> None:
    read_lead(typed, SOURCES)
