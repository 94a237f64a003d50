"""What may be stored about a person, what they are called, and what is compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.contacts import (
    TEXT_LIMIT,
    VALUE_LIMIT,
    Address,
    ContactDraft,
    Fact,
    ImportantDate,
    Name,
    Point,
    PointKind,
    called,
    clean_draft,
    clean_line,
    clean_name,
    clean_text,
    compare_key,
    sort_key,
)
from crm_desktop.domain.errors import InvalidInput

any_text = st.text(alphabet=st.characters(), max_size=200)


@given(any_text)
def test_a_cleaned_line_is_one_line_that_any_database_takes(text: str) -> None:
    cleaned = clean_line(text)
    assert cleaned == clean_line(cleaned)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in cleaned)
    assert not set(cleaned) & set("\u2028\u2029")
    cleaned.encode()


@given(any_text)
def test_a_cleaned_text_is_text_that_any_database_takes(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned == clean_text(cleaned)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in cleaned if c not in "\n\t")
    assert "\r" not in cleaned
    cleaned.encode()


def test_lines_and_texts_are_cut_at_their_limits() -> None:
    assert len(clean_line("x" * 10_000)) == VALUE_LIMIT
    assert len(clean_line("é" * 10_000, 50)) == 50
    assert len(clean_text("x" * (TEXT_LIMIT + 5))) == TEXT_LIMIT
    assert clean_line("a" * 9 + " b", 10) == "a" * 9


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (" a\tb\n c ", "a b c"),
        ("a\x00b", "ab"),
        ("Jose\u0301", "José"),
        ("a\u2028b", "a b"),
        ("\ud800a", "a"),
        ("\x1b[31mred", "[31mred"),
    ],
)
def test_lines_are_cleaned(typed: str, line: str) -> None:
    assert clean_line(typed) == line


def test_texts_keep_their_lines() -> None:
    assert clean_text(" one\r\ntwo\rthree\n\n\tfour\x00\x07 ") == "one\ntwo\nthree\n\n\tfour"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (Name("Marta", "Oliveira"), "Marta Oliveira"),
        (Name("Marta", "Oliveira", "Sofia", "Dr.", "PhD"), "Dr. Marta Sofia Oliveira, PhD"),
        (Name(family="Oliveira"), "Oliveira"),
        (Name(suffix="PhD"), "PhD"),
        (Name(nickname="Mia"), "Mia"),
        (Name("Marta", nickname="Mia"), "Marta"),
        (Name("Taro", "Yamada", formatted="山田太郎"), "山田太郎"),
        (Name(), ""),
    ],
)
def test_a_name_as_lists_show_it(name: Name, shown: str) -> None:
    assert name.display() == shown
    assert name.is_empty() == (not shown)


def test_a_name_of_white_space_is_empty() -> None:
    assert clean_name(Name(" ", "\n", "\t", "\x00", "\u2028", "\ud800", " ")).is_empty()


def test_a_draft_is_cleaned_all_over() -> None:
    cleaned = clean_draft(
        ContactDraft(
            name=Name(" Marta ", "Oliveira\n"),
            company=" Casa\tLume ",
            points=(
                Point(PointKind.EMAIL, " a@x.example "),
                Point(PointKind.EMAIL, "A@X.example", "twice"),
                Point(PointKind.PHONE, "  "),
            ),
            addresses=(Address(label="home"), Address(street="Rua 1\n2nd floor", city=" Lisboa ")),
            dates=(ImportantDate(" birthday ", "1985-03-09"),),
            facts=(Fact("likes", " "), Fact(" likes ", " tea ")),
            tags=("vip", " VIP ", "", "press"),
            note=" a\r\nb ",
        )
    )
    assert (cleaned.name, cleaned.company, cleaned.note) == (Name("Marta", "Oliveira"), "Casa Lume", "a\nb")
    assert cleaned.points == (Point(PointKind.EMAIL, "a@x.example"),)
    assert [address.one_line() for address in cleaned.addresses] == ["Rua 1, 2nd floor, Lisboa"]
    assert cleaned.dates == (ImportantDate("birthday", "1985-03-09"),)
    assert cleaned.facts == (Fact("likes", "tea"),)
    assert cleaned.tags == ("vip", "press")


def test_cleaning_a_draft_twice_changes_nothing_more() -> None:
    once = clean_draft(ContactDraft(name=Name(" a  b ", "c\x00"), note=" x\r\n", tags=("a ", "A")))
    assert clean_draft(once) == once


@pytest.mark.parametrize(
    ("draft", "shown"),
    [
        (ContactDraft(company="Lime"), "Lime"),
        (ContactDraft(points=(Point(PointKind.PHONE, "1"), Point(PointKind.EMAIL, "a@x.example"))), "a@x.example"),
        (ContactDraft(points=(Point(PointKind.PHONE, "1"),)), "1"),
        (ContactDraft(points=(Point(PointKind.LINK, "x.example"),), note="x"), ""),
    ],
)
def test_what_a_person_is_called(draft: ContactDraft, shown: str) -> None:
    assert called(draft) == shown
    if not shown:
        with pytest.raises(InvalidInput):
            clean_draft(draft)


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        (PointKind.EMAIL, "A@X.example", "a@x.EXAMPLE", True),
        (PointKind.EMAIL, "mailto:a@x.example", "a@x.example", True),
        (PointKind.EMAIL, "a@x.example", "b@x.example", False),
        (PointKind.PHONE, "+49 30 1234567", "030/1234567", True),
        (PointKind.PHONE, "+49 (0)30 1234567", "0049 30 123 45 67", True),
        (PointKind.PHONE, "+351 912 345 678", "912345678", True),
        (PointKind.PHONE, "+1 555 010 9999", "+1 555 010 9998", False),
        (PointKind.PHONE, "٠٣٠١٢٣٤٥٦٧", "0301234567", True),
        (PointKind.PHONE, "110", "112", False),
        (PointKind.LINK, "https://www.x.example/a/", "x.example/a", True),
        (PointKind.LINK, "http://x.example", "https://x.example", True),
        (PointKind.LINK, "x.example/a", "x.example/b", False),
    ],
)
def test_when_two_ways_to_reach_somebody_are_the_same(kind: PointKind, one: str, other: str, same: bool) -> None:
    assert (compare_key(kind, one) == compare_key(kind, other)) is same


@given(any_text)
def test_every_name_has_a_place_in_the_list(text: str) -> None:
    assert len(sort_key(Name(), text)) <= 200


def test_an_address_in_one_line() -> None:
    full = Address("home", "Rua 1", "2nd floor", "PO 5", "Lisboa", "LX", "1100", "Portugal")
    assert full.one_line() == "Rua 1, 2nd floor, PO 5, 1100 Lisboa, LX, Portugal"
    assert Address(formatted="Rua 1\n\n 1100 Lisboa \n").one_line() == "Rua 1, 1100 Lisboa"
    assert Address(label="home").is_empty()
