"""Which cards pass: words in any script, tags, the people of a list, and what is stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.messages import message
from crm_desktop.domain.pages import TagRow
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.views.pipeline.filtering import BoardFilter, Sieve

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SITE = DealCard(
    1,
    "Website relaunch",
    7,
    "Lead",
    0,
    5,
    "Zoë Müller",
    "Café Größe",
    None,
    DealState.OPEN,
    NOW,
    tags=(TagRow(3, "web"),),
)
SIGN = replace(
    SITE, id=2, title="Ladenschild", contact_id=6, contact="王芳", company="", tags=(), stuck=message("Why.")
)


def _passed(wanted: BoardFilter) -> list[int]:
    return [card.id for card in Sieve().passed((SITE, SIGN), wanted)]


@pytest.mark.parametrize(
    ("text", "passed"),
    [("relaunch", [1]), ("MULLER", [1]), ("groesse", []), ("grosse", [1]), ("王", [2]), ("web zoe", [1]), ("  ", [1, 2]), ("x", [])],
)  # fmt: skip
def test_words_are_found_in_title_people_and_tags_without_case_and_accents(text: str, passed: list[int]) -> None:
    assert _passed(BoardFilter(text=text)) == passed


def test_tag_list_and_stuck_narrow_down_together() -> None:
    assert _passed(BoardFilter(tag_id=3)) == [1]
    assert _passed(BoardFilter(stuck_only=True)) == [2]
    assert _passed(BoardFilter(list_id=1, people=frozenset({6}))) == [2]
    assert _passed(BoardFilter(list_id=1, people=frozenset({6}), tag_id=3)) == []


def test_a_list_that_was_not_read_yet_hides_nobody() -> None:
    assert _passed(BoardFilter(list_id=1)) == [1, 2]


def test_a_renamed_card_is_found_by_its_new_words() -> None:
    sieve = Sieve()
    assert sieve.passed((SITE,), BoardFilter(text="poster")) == ()
    poster = replace(SITE, title="Poster")
    assert sieve.passed((poster,), BoardFilter(text="poster")) == (poster,)


def test_only_a_question_is_a_filter() -> None:
    assert not BoardFilter()
    assert not BoardFilter(text="   ")
    assert BoardFilter(text="a")
    assert BoardFilter(stuck_only=True)
