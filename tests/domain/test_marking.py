"""Where the words that were looked for stand in what is shown, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.marking import marked, terms_of


def _pieces(text: str, typed: str) -> list[str]:
    return [text[start:end] for start, end in marked(text, terms_of(typed))]


@pytest.mark.parametrize(
    ("text", "typed", "pieces"),
    [
        ("Marta Oliveira", "marta", ["Marta"]),
        ("Marta Oliveira", "oli mar", ["Mar", "Oli"]),
        ("Marta Oliveira", "veira", ["veira"]),
        ("Marta Martini", "mart", ["Mart", "Mart"]),
        ("Jürgen Groß", "gross", ["Groß"]),
        ("Jürgen Groß", "gros", ["Groß"]),
        ("Jürgen Groß", "jurgen", ["Jürgen"]),
        ("Jose\u0301 Nun\u0303ez", "jose nunez", ["Jose\u0301", "Nun\u0303ez"]),
        ("Søren Kjærgaard", "kjaer", ["Kjær"]),
        ("山田太郎", "太郎", ["太郎"]),
        ("김민수", "민수", ["민수"]),
        ("ليلى ناصر", "ناصر", ["ناصر"]),
        ("مُحَمَّد", "محمد", ["مُحَمَّد"]),
        ("دوid x", "x", ["x"]),
        ("O'Brien", "o'brien", ["O'Brien"]),
        ("+49 30 1234567", "030 1234", ["30 1234"]),
        ("+49 (0)30 1234567", "+49 30 1234567", ["49 (0)30 1234567"]),
        ("٠٣٠ ١٢٣٤", "030 1234", ["٣٠ ١٢٣٤"]),
        ("ﬁnd me", "find", ["ﬁnd"]),
        ("anything", "", []),
        ("anything", '"', []),
        ("c++ and c", "c++", ["c++"]),
        ("“quoted”", '"quoted"', ["quoted"]),
    ],
)
def test_the_words_are_marked(text: str, typed: str, pieces: list[str]) -> None:
    assert _pieces(text, typed) == pieces


@given(st.text(max_size=60), st.text(max_size=12))
def test_marks_lie_inside_the_text_in_order_and_apart(text: str, typed: str) -> None:
    places = marked(text, terms_of(typed))
    flat = [edge for place in places for edge in place]
    assert flat == sorted(set(flat))
    assert all(0 <= edge <= len(text) for edge in flat)


@given(st.text(alphabet=st.characters(categories=("Lu", "Ll")), min_size=1, max_size=12))
def test_a_word_marks_itself(word: str) -> None:
    places = marked(word, terms_of(word))
    assert not terms_of(word) or places == ((0, len(word)),)
