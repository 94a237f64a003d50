"""A short piece of a long text, round the first word that was looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.snippets import snippet

_LONG = "word " * 100 + "the Jürgen keeper " + "word " * 100


@pytest.mark.parametrize("query", ["jurgen", "JÜRGEN", "jür", "jurgen nothing", '"jurgen"'])
def test_the_word_is_in_the_piece(query: str) -> None:
    piece = snippet(_LONG, query)
    assert "Jürgen keeper" in piece
    assert piece.startswith("…")
    assert piece.endswith("…")


def test_a_short_text_is_whole() -> None:
    assert snippet("a\n short   text", "text") == "a short text"


def test_without_the_word_it_is_the_beginning() -> None:
    assert snippet(_LONG, "lighthouse").startswith("word word")


def test_any_part_of_a_cjk_word_is_found() -> None:
    assert "太郎" in snippet("x " * 200 + "山田太郎さん" + " x" * 200, "太郎")


@given(st.text(max_size=400), st.text(max_size=20), st.integers(1, 200))
def test_a_piece_is_never_longer_than_asked_and_its_marks(text: str, query: str, length: int) -> None:
    assert len(snippet(text, query, length)) <= length + 2
