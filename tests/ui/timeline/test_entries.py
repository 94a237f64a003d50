"""What can be done with entries: promises, tickets, pins, files, changed fields, and one kind at a time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.interactions import Direction, InteractionKind, PromiseState
from crm_desktop.domain.timeline_entries import KIND_GROUPS

if TYPE_CHECKING:
    from tests.ui.timeline.conftest import Place

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_promise_is_written_with_its_day_and_kept_with_the_space_bar(place: Place) -> None:
    marta = place.person()
    place.show(marta)
    place.pane.compose(InteractionKind.PROMISE)
    place.type("Send the draft")
    place.click(place.pane.composer.fields.directions.chip("incoming"))
    place.pane.composer.fields.due.setFocus()
    place.type("2026-11-27")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.lines() == ["Today", "Promised to me, 14:20, due 27 Nov. Send the draft"]
    (row,) = place.services.reminders.agenda(marta)
    assert row.day == date(2026, 11, 27)
    place.select("Promised to me")
    place.key(Qt.Key.Key_Space)
    assert place.lines()[1] == "Promised to me, 14:20, kept. Send the draft"
    assert place.services.reminders.agenda(marta) == []
    assert place.window.toast.text() == "Promise kept"
    place.undo()
    assert len(place.services.reminders.agenda(marta)) == 1


def test_rare_kinds_are_behind_a_pill_and_go_again_when_nobody_writes(place: Place) -> None:
    place.show(place.person())
    kinds = place.pane.composer.fields.kinds
    assert not kinds.chip("ticket").isVisible()
    place.pane.compose(InteractionKind.TICKET)
    place.settle()
    assert kinds.chip("ticket").isVisible()
    place.key(Qt.Key.Key_Escape)
    place.pane.list.setFocus()
    place.settle()
    assert kinds.current() == "note"
    assert not kinds.chip("ticket").isVisible()


def test_a_day_that_is_none_is_not_saved(place: Place) -> None:
    marta = place.person()
    place.show(marta)
    place.pane.compose(InteractionKind.PROMISE)
    place.type("Send the draft")
    place.pane.composer.fields.due.setFocus()
    place.type("whenever")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.services.timeline.entries(marta) == []
    assert place.pane.composer.fields.error.isVisible()


def test_mending_a_kept_promise_leaves_it_kept(place: Place) -> None:
    marta = place.person()
    promise = place.talk(marta, "Send it", kind="promise", due_day=date(2026, 11, 27))
    place.services.timeline.set_state(promise, PromiseState.KEPT)
    place.show(marta)
    place.select("I promised")
    place.key(Qt.Key.Key_Return)
    place.card().fields.text.selectAll()
    place.type("Send both")
    place.key(Qt.Key.Key_Return, CONTROL)
    (entry,) = place.services.timeline.entries(marta)
    assert (entry.text, entry.state, entry.due_day) == ("Send both", "kept", date(2026, 11, 27))


def test_a_pinned_entry_stands_on_top_and_goes_back_with_p(place: Place) -> None:
    marta = place.person()
    place.talk(marta, "Door code 4711", 30)
    place.talk(marta, "Newest")
    place.show(marta)
    place.select("Note, 22 Oct")
    place.key(Qt.Key.Key_P)
    assert place.lines() == ["Pinned", "Note, 22 Oct. Door code 4711", "Today", "Note, 14:20. Newest"]
    place.select("Note, 22 Oct")
    place.key(Qt.Key.Key_P)
    assert place.lines()[:2] == ["Today", "Note, 14:20. Newest"]
    place.undo()
    assert place.lines()[0] == "Pinned"


def test_one_kind_at_a_time_is_chosen_with_f_and_arrows(place: Place) -> None:
    marta = place.person()
    place.talk(marta, "A call", kind="call")
    place.talk(marta, "A note")
    place.show(marta)
    place.pane.list.setFocus()
    place.key(Qt.Key.Key_F)
    place.key(Qt.Key.Key_Right)
    assert [line for line in place.lines() if "A " in line] == ["Note, 14:20. A note"]
    place.key(Qt.Key.Key_Right)
    assert [line for line in place.lines() if "A " in line] == ["Call, 14:20. A call"]
    place.key(Qt.Key.Key_Right)
    assert len([line for line in place.lines() if "A " in line]) == 2
    assert not place.pane.kinds.chip("tickets").isVisible()
    place.show(place.person("Jonas Keller"))
    assert place.pane.kinds.current() == "all"
    assert not place.pane.kinds.isVisible()


def test_a_pill_stays_while_it_is_chosen_even_when_its_last_entry_goes(place: Place) -> None:
    marta = place.person()
    call = place.talk(marta, "A call", kind="call")
    place.talk(marta, "A note")
    place.show(marta)
    place.click(place.pane.kinds.chip("talks"))
    place.services.timeline.delete(call)
    place.settle()
    assert place.lines() == []
    assert place.pane.kinds.chip("talks").isVisible()
    place.click(place.pane.kinds.chip("all"))
    assert place.lines() == ["Today", "Note, 14:20. A note"]


def test_every_kind_belongs_to_exactly_one_pill() -> None:
    grouped = [kind for _name, kinds in KIND_GROUPS for kind in kinds]
    assert len(grouped) == len(set(grouped))
    assert set(InteractionKind) <= set(grouped)


def test_a_ticket_counts_its_talks_and_is_solved_by_menu(place: Place) -> None:
    marta = place.person()
    place.talk(marta, "Form is down", 1, "ticket")
    place.talk(marta, "Asked", 0, "call")
    place.show(marta)
    place.select("Ticket")
    assert any(line.startswith("Ticket") and "open, 1 talk" in line for line in place.lines())
    _choose(place, "Waiting")
    assert any(line.startswith("Ticket") and "waiting" in line for line in place.lines())
    place.select("Ticket")
    _choose(place, "Solved")
    assert any(line.startswith("Ticket") and "solved, 1 talk" in line for line in place.lines())


def test_a_mood_of_an_earlier_version_is_read_and_kept(place: Place) -> None:
    marta = place.person()
    place.talk(marta, "Well", kind="call", mood="so-so")
    place.show(marta)
    assert "so-so" in place.lines()[1]
    place.select("Call")
    place.key(Qt.Key.Key_Return)
    assert place.card().fields.moods.current() == "neutral"


def test_a_changed_field_says_from_what_to_what(place: Place) -> None:
    marta = place.person()
    place.services.contacts.set_text(marta, "job_title", "Owner")
    place.services.contacts.set_text(marta, "job_title", "Partner")
    place.show(marta)
    changes = [line for line in place.lines() if line.startswith("Job title")]
    assert changes == ["Job title changed, 14:20. from “Owner” to “Partner”", "Job title added, 14:20. Owner"]
    place.undo()
    assert [line for line in place.lines() if line.startswith("Job title")] == ["Job title added, 14:20. Owner"]


@pytest.mark.parametrize(
    ("name", "content", "answers", "opened"),
    [
        ("offer.pdf", b"%PDF-1.7", [True], True),
        ("setup.exe", b"MZ", [False], False),
        ("run.txt", b"#!/bin/sh\n", [True, True], True),
    ],
)
def test_a_file_is_opened_with_enter_and_what_could_run_only_after_asking(
    name: str, content: bytes, answers: list[bool], opened: bool, place: Place, tmp_path: Path
) -> None:
    marta = place.person()
    (tmp_path / name).write_bytes(content)
    place.services.people.files.add(FileOwner(contact_id=marta), tmp_path / name)
    place.show(marta)
    place.ask.answers = list(answers)
    place.select(f"File: {name}")
    place.key(Qt.Key.Key_Return)
    assert any(asked.startswith("open ") for asked in place.ask.asked) is opened
    assert place.ask.answers == []


def test_a_file_is_deleted_with_del_and_undo_brings_it_back(place: Place, tmp_path: Path) -> None:
    marta = place.person()
    (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    place.services.people.files.add(FileOwner(contact_id=marta), tmp_path / "a.txt")
    place.show(marta)
    place.select("File: a.txt")
    place.key(Qt.Key.Key_Delete)
    assert place.lines() == []
    place.undo()
    assert place.lines() == ["Today", "File: a.txt, 14:20. 5 bytes"]
    (row,) = place.services.people.files.rows(FileOwner(contact_id=marta))
    assert place.services.people.files.open_path(row.id).read_bytes() == b"hello"


def test_incoming_promises_name_who_owes(place: Place) -> None:
    marta = place.person()
    place.talk(marta, "The photos", kind="promise", direction=Direction.INCOMING)
    place.show(marta)
    assert place.lines()[1] == "Promised to me, 14:20, open. The photos"


def _choose(place: Place, words: str) -> None:
    """What the menu of the chosen entry offers, pressed."""
    entry = place.pane.list.current_entry()
    assert entry is not None
    menu = QMenu()
    place.pane.list.menu_wanted.emit(menu, entry)
    next(action for action in menu.actions() if action.text() == words).trigger()
    place.settle()
    menu.deleteLater()
    QApplication.processEvents()
