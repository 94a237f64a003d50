"""What is known of a person besides names and addresses: days in part, relations both ways, what a second source adds."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from crm_desktop.domain.background import (
    NOTHING_ELSE,
    RELATION_KINDS,
    Background,
    Consent,
    LifecycleStep,
    OwnText,
    RelatedName,
    Role,
    background_news,
    clean_background,
    inverse_relation,
    joined_background,
    media_type,
    partial_day,
)
from crm_desktop.domain.contacts import ContactDraft, Fact, Name
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.matching import news

PNG = b"\x89PNG\r\n\x1a\n"
FULL = Background(
    phonetic_given="a", phonetic_family="b", pinned_note="c", payment_terms="d", lifecycle="lead",
    steps=(LifecycleStep("lead", date(2026, 1, 2)),), do_not_contact=True, roles=(Role(None, "Old", "Baker", "2019", ""),),
    relations=(RelatedName("", "Ana", "friend"),),
    consents=(Consent("news", "", "", "", date(2026, 1, 2)),), own=(OwnText("Size", "M", "text"),), photo=PNG,
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""), ("2019", "2019"), (" 2019-3 ", "2019-03"), ("3/2019", "2019-03"), ("12.2019", "2019-12"),
        ("2020-02-29", "2020-02-29"), ("2020/2/9", "2020-02-09"),
    ],
)  # fmt: skip
def test_as_much_of_a_day_as_is_known(typed: str, stored: str) -> None:
    assert partial_day(typed, "from_day") == stored


@pytest.mark.parametrize("typed", ["19", "2019-13", "2019-02-29", "yesterday", "0000", "2019-00"])
def test_what_is_no_day_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        partial_day(typed, "from_day")
    assert refused.value.field == "from_day"


def test_every_relation_leads_back_to_itself() -> None:
    assert [kind for kind in RELATION_KINDS if inverse_relation(inverse_relation(kind)) != kind] == []
    assert inverse_relation("plays chess with") == "plays chess with"


def test_what_was_said_in_full_adds_nothing_a_second_time() -> None:
    assert background_news(FULL, FULL) is NOTHING_ELSE
    assert background_news(FULL, NOTHING_ELSE) is NOTHING_ELSE
    assert joined_background(NOTHING_ELSE, background_news(NOTHING_ELSE, FULL)) == FULL


@pytest.mark.parametrize("name", [field.name for field in fields(Background)])
def test_every_part_is_news_to_who_did_not_have_it_and_replaces_nothing(name: str) -> None:
    without = replace(FULL, **{name: getattr(NOTHING_ELSE, name)})
    added = background_news(without, FULL)
    assert added == replace(NOTHING_ELSE, **{name: getattr(FULL, name)})
    assert joined_background(without, added) == FULL


def test_another_value_for_what_is_there_is_no_news() -> None:
    other = replace(
        FULL,
        pinned_note="x",
        lifecycle="past",
        own=(OwnText("SIZE", "L", "text"),),
        photo=PNG + b"x",
        payment_terms="y",
    )
    assert background_news(FULL, other) is NOTHING_ELSE


def test_a_relation_that_was_kept_as_a_fact_is_known() -> None:
    have = ContactDraft(name=Name(family="A"), facts=(Fact("friend", "Ana"), Fact("Parent", "Eve (mother)")))
    said = ContactDraft(
        more=Background(relations=(RelatedName("", "Ana", "friend"), RelatedName("u1", "Eve", "parent", "mother")))
    )
    assert news(have, said) == ContactDraft()


def test_cleaning_leaves_out_what_says_nothing_and_what_cannot_be() -> None:
    said = Background(
        lifecycle="wizard",
        steps=(LifecycleStep("wizard", date(2026, 1, 2)),),
        roles=(Role(None, " ", "Baker"), Role(None, "A\x00B", "x", "19", "2020")),
        relations=(RelatedName("", "", "friend"), RelatedName("", "Ana", ""), RelatedName("u", "Ana", "related")),
        consents=(Consent(" ", "", "", "", date(2026, 1, 2)),),
        own=(OwnText("", "x"), OwnText("Size", ""), OwnText("Size", "M"), OwnText("size", "L")),
        photo=b"GIF89a",
    )
    assert clean_background(said) == Background(
        roles=(Role(None, "AB", "x", "", "2020"),),
        relations=(RelatedName("u", "Ana", "related"),),
        own=(OwnText("Size", "M"),),
    )
    assert clean_background(Background(pinned_note=" \n")) is NOTHING_ELSE
    assert clean_background(clean_background(FULL)) == FULL


def test_pictures_are_told_by_their_first_bytes() -> None:
    assert media_type(PNG) == "image/png"
    assert media_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert media_type(b"RIFF1234WEBPVP8 ") == "image/webp"
    for content in (b"", b"GIF89a", b"<svg", b"RIFF1234WAVE", b"BM", PNG[1:]):
        assert media_type(content) == ""
