"""The size of a file in words."""

from __future__ import annotations

import pytest

from crm_desktop.domain.files import size_words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (2, "2 bytes"), (120_000, "117 KB"), (3_500_000, "3.3 MB")],
)
def test_a_size_is_told_in_the_largest_unit_that_fits(size: int, words: str) -> None:
    assert str(size_words(size)) == words
