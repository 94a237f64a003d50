"""What a screen reader hears of the board, asked for as it asks: through Qt's accessibility."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget

from tests.ui.pipeline.conftest import Bench


def _interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None, "screen readers do not see it"
    return found


def _cards(bench: Bench, number: int) -> list[str]:
    found = _interface(bench.column(number).list)
    texts = [found.child(place).text(QAccessible.Text.Name) for place in range(found.childCount())]
    return [text for text in texts if text]


def test_a_card_says_deal_stage_amount_step_and_place(bench: Bench) -> None:
    assert _cards(bench, 3) == [
        "Website relaunch, Negotiation, 6,400 euros, 2 days late, card 1 of 2",
        "Shop photos, Negotiation, 2,900 euros, today 15:00, card 2 of 2",
    ]
    assert _cards(bench, 4) == ["Packaging, won, 4,100 euros, won 19 Nov, card 1 of 1"]


def test_the_person_is_the_description_of_the_card(bench: Bench) -> None:
    card = _interface(bench.column(3).list).child(0)
    assert card.text(QAccessible.Text.Description).startswith("Marta Oliveira · Casa Azul, Call")


def test_a_card_is_selected_and_not_typed_into(bench: Bench) -> None:
    bench.choose("Website relaunch")
    state = _interface(bench.column(3).list).child(0).state()
    assert state.selected
    assert not state.editable


def test_a_column_is_a_list_with_its_name_and_numbers(bench: Bench) -> None:
    column = _interface(bench.column(3).list)
    assert column.role() == QAccessible.Role.List
    assert column.text(QAccessible.Text.Name).startswith("Negotiation, 2 deals, €9,300, 75 % likely (as set)")


def test_a_folded_column_is_a_button_that_says_so(bench: Bench) -> None:
    bench.choose("Website relaunch")
    bench.key(Qt.Key.Key_C)
    strip = _interface(bench.column(3).strip)
    assert strip.role() == QAccessible.Role.Button
    assert strip.text(QAccessible.Text.Name).endswith(", folded")


def test_everything_that_can_be_pressed_or_typed_into_has_a_name(bench: Bench) -> None:
    for widget in bench.view.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.focusProxy():
            assert _interface(widget).text(QAccessible.Text.Name), f"{widget} has no name"


def test_what_a_key_did_is_announced(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def note(event: QAccessibleEvent) -> None:
        told.append(getattr(event, "message", lambda: "")())

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    bench.choose("Website relaunch")
    bench.control(Qt.Key.Key_Left)
    assert "Moved “Website relaunch” to Proposal sent" in told
