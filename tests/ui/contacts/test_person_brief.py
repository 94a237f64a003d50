"""The brief before a talk, the tinted lines above it, and folding that is remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.contacts import ContactDraft, Fact, Name, Point, PointKind
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.interactions import Direction, InteractionDraft, InteractionKind, PromiseState
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.domain.reminders import ReminderDraft

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place

CONTROL = Qt.KeyboardModifier.ControlModifier


def _marta(place: Place, **more: object) -> int:
    draft = ContactDraft(name=Name(given="Marta", family="Oliveira"), **more)  # type: ignore[arg-type]
    marta = place.services.contacts.add(draft)
    place.settle()
    place.show(marta)
    return marta


def _log(place: Place, contact_id: int, kind: InteractionKind, text: str, days_ago: int = 0, **more: object) -> int:
    at = place.clock.now() - timedelta(days=days_ago)
    made = place.services.timeline.log(contact_id, InteractionDraft(kind, text, at, **more))  # type: ignore[arg-type]
    place.settle()
    return made


def _said(place: Place) -> dict[str, str]:
    return {line.about: line.words for line in place.view.person.brief.lines()}


def test_somebody_of_whom_nothing_is_known_has_no_brief(place: Place) -> None:
    _marta(place)
    assert not place.view.person.brief.isVisible()
    assert not place.view.person.strips.isVisible()


def test_the_brief_says_who_it_is_what_was_said_what_is_owed_and_what_to_remember(place: Place) -> None:
    hana = place.person("Hana Bednářová")
    marta = _marta(
        place,
        preferred_channel="WhatsApp",
        facts=(Fact("likes", "oat milk"), Fact("", "Allergic to jargon"), Fact("pets", "Bolota"), Fact("", "a fourth")),
    )
    profiles = place.services.people.profiles
    profiles.set_lifecycle(marta, "client", date(2024, 3, 2))
    profiles.save_relation(marta, None, hana, "referred-by")
    _log(place, marta, InteractionKind.CALL, "Wants two languages.", 2, direction=Direction.OUTGOING)
    _log(place, marta, InteractionKind.NOTE, "A note is no talk.")
    owed = date(2026, 11, 19)
    _log(place, marta, InteractionKind.PROMISE, "Send the offer", 3, direction=Direction.OUTGOING, due_day=owed)
    _log(place, marta, InteractionKind.PROMISE, "Photos", 3, direction=Direction.INCOMING, due_day=date(2026, 12, 3))
    place.services.reminders.add(ReminderDraft("Ask about the kitchen", date(2026, 11, 23), contact_id=marta))
    place.settle()
    assert _said(place) == {
        "Who": "Client since 2 Mar 2024 · Referred by: Hana Bednářová · prefers WhatsApp",
        "Last talk": "Call, 2 days ago: Wants two languages.",
        "I promised": "Send the offer",
        "They promised": "Photos",
        "Next step": "Ask about the kitchen",
        "Remember": "likes: oat milk · Allergic to jargon · pets: Bolota",
    }
    chips = {line.about: line.chip for line in place.view.person.brief.lines()}
    assert chips["I promised"] == "2 days late"
    assert chips["They promised"] == "3 Dec"
    assert "I promised Send the offer 2 days late" in place.view.person.brief.accessibleDescription()


def test_a_promise_is_kept_from_the_brief_and_comes_back_with_undo(place: Place) -> None:
    marta = _marta(place)
    promise = _log(place, marta, InteractionKind.PROMISE, "Send the offer", direction=Direction.OUTGOING)
    check = place.view.person.brief.checks[promise]
    assert check.accessibleName() == "Kept: Send the offer"
    place.click(check)
    assert place.services.timeline.open_promises(marta) == []
    entry = place.services.timeline.entries(marta)[0]
    assert entry.state == PromiseState.KEPT
    assert not place.view.person.brief.isVisible()
    place.undo()
    assert _said(place) == {"I promised": "Send the offer"}


def test_an_open_deal_without_a_next_step_is_told(place: Place) -> None:
    marta = _marta(place)
    stage = place.services.pipeline.board().columns[0].id
    place.services.pipeline.add(DealDraft(title="Website", stage_id=stage, contact_id=marta))
    place.settle()
    assert _said(place)["Next step"] == "Nothing is planned, and a deal is open"


def test_b_folds_the_brief_into_one_line_and_the_next_start_remembers(
    make_place: Callable[[], Place], place: Place
) -> None:
    marta = _marta(place, facts=(Fact("likes", "oat milk"),))
    _log(place, marta, InteractionKind.CALL, "Hello", 1, direction=Direction.OUTGOING)
    place.window.resize(1280, 800)
    place.settle()
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_B)
    brief = place.view.person.brief
    assert brief.is_folded()
    assert brief.short.full_text() == "spoke yesterday"
    again = make_place()
    again.window.resize(1280, 800)
    again.show(marta)
    assert again.view.person.brief.is_folded()
    again.key(Qt.Key.Key_B)
    assert not again.view.person.brief.is_folded()


def test_in_a_small_window_the_brief_begins_folded(place: Place) -> None:
    place.window.resize(1280, 800)
    _marta(place, facts=(Fact("likes", "oat milk"),))
    assert not place.view.person.brief.is_folded()
    place.window.resize(900, 600)
    place.settle()
    assert place.view.person.brief.is_folded()
    place.click(place.view.person.brief.fold_button)
    place.window.resize(1280, 800)
    place.settle()
    place.window.resize(900, 600)
    place.settle()
    assert not place.view.person.brief.is_folded()


def test_do_not_contact_is_said_above_everything_and_takes_calling_and_writing_away(place: Place) -> None:
    marta = _marta(place, points=(Point(PointKind.PHONE, "+351 912"),))
    place.view.pane.list.setFocus()
    place.window.commands.run("contacts.quiet")
    place.settle()
    person = place.view.person
    assert person.strips.quiet.isVisible()
    assert not person.header.call_button.isEnabled()
    place.window.commands.run("contacts.call")
    place.settle()
    assert place.links == []
    place.click(person.strips.allow_button)
    profile = place.services.people.profiles.profile(marta)
    assert profile is not None
    assert not profile.do_not_contact
    assert person.header.call_button.isEnabled()


def test_an_open_ticket_stands_there_until_it_is_solved(place: Place) -> None:
    marta = _marta(place)
    _log(place, marta, InteractionKind.TICKET, "The form sends no mail", 3, direction=Direction.INCOMING, state="open")
    (strip,) = place.view.person.strips.ticket_strips
    assert strip.isVisible()
    assert strip.lead.text() == "Open ticket"
    button = strip.findChild(type(place.view.person.strips.allow_button))
    assert button is not None
    place.click(button)
    assert place.services.timeline.open_tickets(marta) == []
    assert place.view.person.strips.ticket_strips == []


def test_handle_with_care_is_written_in_place_and_goes_away_when_emptied(place: Place) -> None:
    marta = _marta(place)
    place.window.commands.run("contacts.add_pinned_note")
    place.settle()
    place.type("Lost her father.")
    place.key(Qt.Key.Key_Return, CONTROL)
    profile = place.services.people.profiles.profile(marta)
    assert profile is not None
    assert profile.pinned_note == "Lost her father."
    note = place.view.person.strips.note
    assert note.isVisible()
    note.setFocus()
    place.key(Qt.Key.Key_Return)
    place.key(Qt.Key.Key_A, CONTROL)
    place.key(Qt.Key.Key_Delete)
    place.key(Qt.Key.Key_Return, CONTROL)
    assert not place.view.person.strips.isVisible()


def test_a_note_that_could_not_be_saved_stays_open_with_the_words(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    _marta(place)

    def full(*_arguments: object) -> None:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(type(place.services.contacts), "set_text", full)
    place.window.commands.run("contacts.add_pinned_note")
    place.type("Lost her father.")
    place.key(Qt.Key.Key_Return, CONTROL)
    note = place.view.person.strips.note
    assert note.is_editing()
    assert note.text() == "Lost her father."
    assert note._error.text() == "The disk is full."


def test_the_clock_of_another_place_goes_on_with_the_ticker(place: Place) -> None:
    _marta(place, time_zone="Europe/Lisbon")
    line = place.view.person.header.line
    assert line.full_text() == "Lisbon, 13:20 there"
    place.clock.advance(minutes=7)
    place.view.clock_moved()
    assert line.full_text() == "Lisbon, 13:27 there"


def test_the_company_in_the_line_leads_to_it(place: Place) -> None:
    marta = _marta(place, company="Casa Azul", job_title="Owner")
    page = place.services.contacts.page(marta)
    assert page is not None
    place.click(place.view.person.header.line.company)
    assert place.went_to == [("company", page.company_id)]


def test_sections_are_folded_by_keyboard_and_stay_so(make_place: Callable[[], Place], place: Place) -> None:
    marta = _marta(place, facts=(Fact("likes", "oat milk"),))
    section = place.view.person.details.sections["facts"]
    section.heading.setFocus()
    place.key(Qt.Key.Key_Left)
    assert section.is_folded()
    assert section.heading.accessibleName() == "Facts, 1, folded"
    again = make_place()
    again.show(marta)
    assert again.view.person.details.sections["facts"].is_folded()
    # Adding to a folded section opens it.
    again.view.person.details.add("fact")
    again.settle()
    assert not again.view.person.details.sections["facts"].is_folded()
    assert QApplication.focusWidget() is not None
