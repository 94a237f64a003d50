"""Folding: what people take for the same letters is the same, and what is folded stays folded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.folding import fold, fold_for_index, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MÜLLER", "müller"), ("Müller", "Muller"), ("Groß", "GROSS"), ("Straẞe", "strasse"), ("Øre", "ore"), ("Łódź", "lodz"),
        ("Æther", "aether"), ("œuvre", "OEUVRE"), ("Đặng", "dang"), ("Þór", "thor"), ("İstanbul", "istanbul"),
        ("ISPARTA", "ısparta"), ("José", "Jose\u0301"), ("ＡＢＣ", "abc"), ("ﬁne", "fine"), ("ΣΊΣΥΦΟΣ", "σισυφος"), ("ς", "σ"),
        ("Йод", "йод"), ("ё", "е"), ("مُحَمَّد", "محمد"), ("ﾔﾏﾀﾞ", "ヤマダ"), ("한글", "한글"), ("№", "no"),
    ],
)  # fmt: skip
def test_the_same_to_people_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("山", "田"), ("김", "민"), ("o", "0"), ("и", "i")])
def test_different_letters_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(alphabet=st.characters()))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters()))
def test_what_is_folded_can_be_stored(text: str) -> None:
    assert "\x00" not in fold(text)
    fold_for_index(text).encode()


@given(st.text(max_size=30))
def test_case_never_matters(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Marta Oliveira", ["marta", "oliveira"]),
        ("o'brien", ["o", "brien"]),
        ("山田太郎", ["山", "田", "太", "郎"]),
        ("김민수", ["김", "민", "수"]),
        ("山田Taro", ["山", "田", "taro"]),
        ("c++", ["c"]),
        ('"-"', []),
        ("", []),
    ],
)
def test_the_words_that_the_index_sees(text: str, found: list[str]) -> None:
    assert words(text) == found
