"""The model of a column: sound by Qt's rules, and no more upheaval than the change needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.views.pipeline.card_model import DEAL_ROLE, CardModel

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def _card(number: int, title: str = "") -> DealCard:
    return DealCard(
        number, title or f"Deal {number}", 1, "Lead", 0, None, "Marta", "", Money(100, "EUR"), DealState.OPEN, NOW
    )


def _cards(*numbers: int) -> tuple[DealCard, ...]:
    return tuple(_card(number) for number in numbers)


def _ids(model: CardModel) -> list[int]:
    return [model.index(row).data(DEAL_ROLE) for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules_while_cards_come_and_go(qtmodeltester: Any) -> None:
    model = CardModel()
    qtmodeltester.check(model, force_py=True)
    for numbers in ((1, 2, 3), (3, 1, 2), (3, 4, 1, 2), (4,), (), (5, 6)):
        model.show_cards(_cards(*numbers), NOW)
        assert _ids(model) == list(numbers)
    qtmodeltester.check(model, force_py=True)


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.lists(st.integers(6, 9), unique=True))
def test_any_list_can_follow_any_other(order: list[int], left_out: set[int], new: list[int]) -> None:
    model = CardModel()
    model.show_cards(_cards(*range(6)), NOW)
    wanted = [number for number in order if number not in left_out] + new
    model.show_cards(_cards(*wanted), NOW)
    assert _ids(model) == wanted


def test_a_card_beside_the_change_keeps_its_place_in_the_view() -> None:
    model = CardModel()
    model.show_cards(_cards(1, 2, 3, 4), NOW)
    kept = QPersistentModelIndex(model.index(3))
    model.show_cards(_cards(1, 3, 4), NOW)
    assert kept.isValid()
    assert kept.row() == 2


def test_a_card_that_looks_different_is_painted_anew_and_no_other() -> None:
    model = CardModel()
    model.show_cards(_cards(1, 2, 3), NOW)
    assert model.words(1).title == "Deal 2"
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.show_cards((_card(1), _card(2, "Poster"), _card(3)), NOW)
    assert changed == [(1, 1)]
    assert model.words(1).title == "Poster"


def test_a_card_that_changed_in_what_nobody_sees_is_not_painted_anew() -> None:
    model = CardModel()
    model.show_cards(_cards(1, 2), NOW)
    assert [model.words(row).title for row in range(2)] == ["Deal 1", "Deal 2"]
    changed: list[object] = []
    model.dataChanged.connect(lambda *_: changed.append(1))
    written = replace(_card(2), position=7, stage_since=NOW - timedelta(seconds=1))
    model.show_cards((_card(1), written), NOW)
    assert not changed
    assert model.cards()[1].position == 7


def test_the_same_cards_again_announce_nothing_until_the_minute_changes() -> None:
    model = CardModel()
    cards = _cards(1, 2)
    model.show_cards(cards, NOW)
    changed: list[object] = []
    model.dataChanged.connect(lambda *_: changed.append(1))
    model.show_cards(tuple(replace(card) for card in cards), NOW + timedelta(seconds=30))
    assert not changed
    model.show_cards(cards, NOW + timedelta(minutes=1))
    assert len(changed) == 1


def test_the_tooltip_is_plain_text() -> None:
    model = CardModel()
    model.show_cards((_card(1, "<b>loud</b>"),), NOW)
    assert "&lt;b&gt;" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
