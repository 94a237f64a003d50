"""What to mind about a person in a low window: one line of pills, one strip at a time, and room for the timeline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from crm_desktop.domain.interactions import InteractionDraft, InteractionKind

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place


@pytest.fixture
def marta(place: Place) -> int:
    made = place.person("Marta Oliveira")
    place.services.people.profiles.set_do_not_contact(made, True)
    place.services.contacts.set_text(made, "pinned_note", "Never calls before ten. Ask about her mother first. " * 3)
    opened = place.clock.now() - timedelta(days=2)
    place.services.timeline.log(made, InteractionDraft(InteractionKind.TICKET, "The form does not send", opened))
    for number in range(8):
        place.talk(made, f"Talk {number}", number)
    return made


def _pills(place: Place) -> list[str]:
    return [button.text() for button in place.view.person.strips.leads.buttons if button.isVisible()]


def test_in_a_high_window_all_of_it_stands_there(place: Place, marta: int) -> None:
    place.window.resize(1280, 800)
    place.show(marta)
    strips = place.view.person.strips
    assert _pills(place) == []
    assert all(strip.isVisible() for strip in (strips.quiet, strips.care, *strips.ticket_strips))


def test_in_a_low_window_it_folds_and_three_lines_of_the_timeline_are_seen(place: Place, marta: int) -> None:
    place.window.resize(900, 600)
    place.show(marta)
    strips, timeline = place.view.person.strips, place.view.person.timeline
    assert _pills(place) == ["Do not contact", "Open ticket", "Handle with care"]
    assert not any(strip.isVisible() for strip in (strips.quiet, strips.care, *strips.ticket_strips))
    model, seen = place.view.person.model, timeline.viewport().rect()
    whole = [row for row in range(model.rowCount()) if seen.contains(timeline.visualRect(model.index(row)))]
    assert len(whole) >= 3


def test_a_pill_opens_one_strip_and_closes_it_again_by_keyboard(place: Place, marta: int) -> None:
    place.window.resize(900, 600)
    place.show(marta)
    strips = place.view.person.strips
    strips.leads.buttons[0].setFocus()
    place.key(Qt.Key.Key_Space)
    assert strips.quiet.isVisible()
    assert strips.leads.buttons[0].accessibleName() == "Do not contact, unfolded"
    place.key(Qt.Key.Key_Tab)
    assert strips.leads.buttons[1].hasFocus()
    place.key(Qt.Key.Key_Space)
    assert not strips.quiet.isVisible()
    assert strips.ticket_strips[0].isVisible()
    place.key(Qt.Key.Key_Space)
    assert not strips.ticket_strips[0].isVisible()


def test_one_thing_to_mind_needs_no_pill(place: Place) -> None:
    jonas = place.person("Jonas Keller")
    place.services.contacts.set_text(jonas, "pinned_note", "Short of hearing")
    place.window.resize(900, 600)
    place.show(jonas)
    assert _pills(place) == []
    assert place.view.person.strips.care.isVisible()


def test_the_note_is_opened_for_typing_in_a_low_window_too(place: Place, marta: int) -> None:
    place.window.resize(900, 600)
    place.show(marta)
    place.window.commands.run("contacts.add_pinned_note")
    place.settle()
    strips = place.view.person.strips
    assert strips.care.isVisible()
    assert strips.note.is_editing()
    place.type("Mind this. ")
    place.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    profile = place.services.people.profiles.profile(marta)
    assert profile is not None
    assert "Mind this." in profile.pinned_note
    assert strips.care.isVisible(), "what was just written stays in sight"
    place.show(place.person("Jonas Keller"))
    place.show(marta)
    assert not strips.care.isVisible()
