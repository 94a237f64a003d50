"""Promises both ways and the reminder that watches over each: what happens to one happens to the other, and undo undoes both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.interactions import Direction, InteractionKind, PromiseState, TicketState
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.timeline_entries import TimelineEntry
from crm_desktop.services.notice_words import title_of
from crm_desktop.storage.queries import scheduling
from tests.support.clock import FixedClock
from tests.support.home import TODAY, deal_draft, interaction_draft, opened_home, person

FRIDAY = date(2026, 11, 27)


def _promise(core: Core, contact: int, due: date | None = FRIDAY, direction: Direction = Direction.OUTGOING) -> int:
    return core.services.timeline.log(
        contact, interaction_draft("Send the draft", InteractionKind.PROMISE, direction=direction, due_day=due)
    )


def _entry(core: Core, contact: int) -> TimelineEntry:
    (found,) = [each for each in core.services.timeline.entries(contact) if each.kind == "promise"]
    return found


def _reminder(core: Core, contact: int) -> ReminderRow:
    (row,) = core.services.reminders.agenda(contact)
    return row


@pytest.mark.parametrize("direction", [Direction.OUTGOING, Direction.INCOMING])
def test_a_promise_with_a_day_has_a_reminder_on_that_day(direction: Direction, core: Core) -> None:
    contact = core.services.contacts.add(person())
    _promise(core, contact, direction=direction)
    row = _reminder(core, contact)
    assert (row.day, row.contact_id) == (FRIDAY, contact)
    assert "Send the draft" in str(row.title)
    (promise,) = core.services.timeline.open_promises(contact)
    assert (promise.text, promise.due_day, promise.direction) == ("Send the draft", FRIDAY, direction)
    assert core.services.timeline.promises_due(FRIDAY - timedelta(days=1)) == []
    assert [each.id for each in core.services.timeline.promises_due(FRIDAY)] == [promise.id]


def test_a_reminder_of_what_somebody_else_owes_says_so(core: Core) -> None:
    contact = core.services.contacts.add(person("Marta Oliveira"))
    _promise(core, contact, direction=Direction.INCOMING)
    assert str(_reminder(core, contact).title) == "Waiting for Marta Oliveira: Send the draft"
    (due,) = scheduling.due(core.database.reader(), 1 << 40)
    assert str(title_of(due)) == "Waiting for Marta Oliveira: Send the draft"


def test_the_promise_stands_on_the_timeline_once_and_not_as_a_reminder_too(core: Core) -> None:
    contact = core.services.contacts.add(person())
    _promise(core, contact)
    core.services.reminders.done(_reminder(core, contact).occurrence_id)
    assert [each.kind for each in core.services.timeline.entries(contact)] == ["promise"]


def test_done_on_the_reminder_keeps_the_promise_and_undo_opens_both(core: Core) -> None:
    contact = core.services.contacts.add(person())
    _promise(core, contact)
    core.services.reminders.done(_reminder(core, contact).occurrence_id)
    assert _entry(core, contact).state == PromiseState.KEPT
    assert core.services.timeline.open_promises(contact) == []
    core.services.undoing.undo()
    assert _entry(core, contact).state == PromiseState.OPEN
    assert _reminder(core, contact).day == FRIDAY
    core.services.undoing.redo()
    assert _entry(core, contact).state == PromiseState.KEPT
    assert core.services.reminders.agenda(contact) == []


def test_done_for_many_reminders_keeps_their_promises(core: Core) -> None:
    contact = core.services.contacts.add(person())
    _promise(core, contact)
    core.services.bulk.done([_reminder(core, contact).occurrence_id], lambda *_numbers: None, lambda: False)
    assert _entry(core, contact).state == PromiseState.KEPT


def test_a_skipped_reminder_leaves_the_promise_owed(core: Core) -> None:
    contact = core.services.contacts.add(person())
    _promise(core, contact)
    core.services.reminders.skip(_reminder(core, contact).occurrence_id)
    assert _entry(core, contact).state == PromiseState.OPEN


def test_opening_the_reminder_again_opens_the_promise(core: Core) -> None:
    contact = core.services.contacts.add(person())
    _promise(core, contact)
    occurrence = _reminder(core, contact).occurrence_id
    core.services.reminders.done(occurrence)
    core.services.reminders.reopen(occurrence)
    assert _entry(core, contact).state == PromiseState.OPEN


@pytest.mark.parametrize("by", ["reminder", "promise"])
def test_a_kept_promise_that_was_given_another_day_is_reminded_of_then_when_it_is_opened_again(
    by: str, core: Core
) -> None:
    contact = core.services.contacts.add(person())
    promise = _promise(core, contact)
    occurrence = _reminder(core, contact).occurrence_id
    core.services.reminders.done(occurrence)
    later = FRIDAY + timedelta(days=7)
    kept = interaction_draft(
        "Send the draft", InteractionKind.PROMISE, direction=Direction.OUTGOING, due_day=later, state="kept"
    )
    core.services.timeline.edit(promise, kept)
    assert core.services.reminders.agenda(contact) == []
    if by == "reminder":
        core.services.reminders.reopen(occurrence)
    else:
        core.services.timeline.set_state(promise, PromiseState.OPEN)
    assert (_entry(core, contact).state, _reminder(core, contact).day) == (PromiseState.OPEN, later)
    core.services.undoing.undo()
    assert core.services.reminders.agenda(contact) == []


def test_what_was_put_off_stays_there_when_it_is_opened_again_on_the_same_day(core: Core) -> None:
    contact = core.services.contacts.add(person())
    _promise(core, contact)
    occurrence, saturday = _reminder(core, contact).occurrence_id, FRIDAY + timedelta(days=1)
    core.services.reminders.snooze(occurrence, saturday, None)
    core.services.reminders.done(occurrence)
    core.services.reminders.reopen(occurrence)
    assert _reminder(core, contact).day == saturday


def test_the_reminder_of_a_promise_about_a_deal_is_about_the_deal(core: Core) -> None:
    contact = core.services.contacts.add(person())
    stage = core.services.pipeline.stages()[0].id
    deal = core.services.pipeline.add(deal_draft("Website", stage, contact_id=contact))
    promise = interaction_draft(
        "Send the offer", InteractionKind.PROMISE, direction=Direction.OUTGOING, due_day=FRIDAY, deal_id=deal
    )
    core.services.timeline.log(contact, promise)
    assert (_reminder(core, contact).deal_id, _reminder(core, contact).contact_id) == (deal, contact)


def test_what_was_promised_outlives_the_deal_it_was_about(core: Core) -> None:
    contact = core.services.contacts.add(person())
    stage = core.services.pipeline.stages()[0].id
    deal = core.services.pipeline.add(deal_draft("Website", stage, contact_id=contact))
    draft = interaction_draft(
        "Send the offer", InteractionKind.PROMISE, direction=Direction.OUTGOING, due_day=FRIDAY, deal_id=deal
    )
    core.services.timeline.log(contact, draft)
    core.services.pipeline.delete(deal)
    assert (_reminder(core, contact).deal_id, _reminder(core, contact).day) == (None, FRIDAY)
    core.services.undoing.undo()
    assert _reminder(core, contact).deal_id == deal
    core.services.undoing.redo()
    assert _reminder(core, contact).deal_id is None


@pytest.mark.parametrize("state", [PromiseState.KEPT, PromiseState.DROPPED])
def test_keeping_or_dropping_a_promise_ends_its_reminder_and_opening_it_brings_it_back(
    state: PromiseState, core: Core
) -> None:
    contact = core.services.contacts.add(person())
    promise = _promise(core, contact)
    core.services.timeline.set_state(promise, state)
    assert core.services.reminders.agenda(contact) == []
    core.services.undoing.undo()
    assert _reminder(core, contact).day == FRIDAY
    core.services.undoing.redo()
    core.services.timeline.set_state(promise, PromiseState.OPEN)
    assert _reminder(core, contact).day == FRIDAY


def test_another_day_or_text_of_the_promise_moves_the_reminder(core: Core) -> None:
    contact = core.services.contacts.add(person())
    promise = _promise(core, contact)
    later = FRIDAY + timedelta(days=7)
    changed = interaction_draft(
        "Send both drafts", InteractionKind.PROMISE, direction=Direction.OUTGOING, due_day=later
    )
    core.services.timeline.edit(promise, changed)
    assert (_reminder(core, contact).day, _reminder(core, contact).text) == (later, "Send both drafts")
    core.services.timeline.edit(promise, interaction_draft("Send both drafts", InteractionKind.PROMISE))
    assert core.services.reminders.agenda(contact) == []
    core.services.undoing.undo()
    assert _reminder(core, contact).day == later


def test_a_reminder_that_was_put_off_stays_there_when_only_the_words_change(core: Core) -> None:
    contact = core.services.contacts.add(person())
    promise = _promise(core, contact)
    core.services.reminders.snooze(_reminder(core, contact).occurrence_id, FRIDAY + timedelta(days=2), None)
    changed = interaction_draft("Send both", InteractionKind.PROMISE, direction=Direction.OUTGOING, due_day=FRIDAY)
    core.services.timeline.edit(promise, changed)
    assert _reminder(core, contact).day == FRIDAY + timedelta(days=2)


def test_a_promise_that_becomes_a_note_has_no_reminder(core: Core) -> None:
    contact = core.services.contacts.add(person())
    promise = _promise(core, contact)
    core.services.timeline.edit(promise, interaction_draft("Send the draft", InteractionKind.NOTE))
    assert core.services.reminders.agenda(contact) == []
    (entry,) = core.services.timeline.entries(contact)
    assert (entry.kind, entry.state, entry.due_day) == ("note", "", None)


def test_deleting_the_promise_deletes_the_reminder_and_undo_brings_both_back(core: Core) -> None:
    contact = core.services.contacts.add(person())
    core.services.timeline.delete(_promise(core, contact))
    assert core.services.reminders.agenda(contact) == []
    core.services.undoing.undo()
    assert _reminder(core, contact).day == FRIDAY
    core.services.reminders.done(_reminder(core, contact).occurrence_id)
    assert _entry(core, contact).state == PromiseState.KEPT


def test_deleting_the_reminder_leaves_the_promise(core: Core) -> None:
    contact = core.services.contacts.add(person())
    _promise(core, contact)
    core.services.reminders.delete(_reminder(core, contact).reminder_id)
    assert _entry(core, contact).state == PromiseState.OPEN


def test_a_ticket_goes_from_open_over_waiting_to_solved_and_counts_the_talks(core: Core, clock: FixedClock) -> None:
    contact = core.services.contacts.add(person())
    ticket = core.services.timeline.log(contact, interaction_draft("The form is down", InteractionKind.TICKET))
    clock.advance(hours=1)
    core.services.timeline.log(contact, interaction_draft("asked", InteractionKind.CALL, clock.now()))
    core.services.timeline.log(contact, interaction_draft("a note", InteractionKind.NOTE, clock.now()))
    (row,) = core.services.timeline.open_tickets(contact)
    assert (row.state, row.talks) == (TicketState.OPEN, 1)
    core.services.timeline.set_state(ticket, TicketState.WAITING)
    assert [each.state for each in core.services.timeline.open_tickets()] == [TicketState.WAITING]
    core.services.timeline.set_state(ticket, TicketState.SOLVED)
    clock.advance(hours=1)
    core.services.timeline.log(contact, interaction_draft("thanks", InteractionKind.CALL, clock.now()))
    assert core.services.timeline.open_tickets() == []
    (entry,) = [each for each in core.services.timeline.entries(contact) if each.kind == "ticket"]
    assert (entry.state, entry.talks) == (TicketState.SOLVED, 1)


def test_today_shows_promises_that_are_due_and_counts_open_tickets(core: Core) -> None:
    contact = core.services.contacts.add(person("Marta Oliveira"))
    _promise(core, contact, TODAY, Direction.INCOMING)
    _promise(core, contact, TODAY - timedelta(days=1))
    for number in range(7):
        core.services.timeline.log(contact, interaction_draft(f"Ticket {number}", InteractionKind.TICKET))
    today = core.services.today.today()
    assert [str(row.title) for row in today.overdue] == ["Send the draft"]
    assert [str(row.title) for row in today.today] == ["Waiting for Marta Oliveira: Send the draft"]
    assert today.tickets_count == 7
    assert [row.text for row in today.tickets] == [f"Ticket {number}" for number in range(5)]


def test_a_state_that_a_kind_does_not_have_is_refused(core: Core) -> None:
    contact = core.services.contacts.add(person())
    note = core.services.timeline.log(contact, interaction_draft("x"))
    for entry, state in ((note, "kept"), (_promise(core, contact), "solved"), (999, "kept")):
        with pytest.raises(NotFound):
            core.services.timeline.set_state(entry, state)


@pytest.mark.parametrize("kind", ["promise", "ticket", "feedback", "note"])
def test_what_is_written_down_without_a_talk_needs_words(kind: str, core: Core) -> None:
    contact = core.services.contacts.add(person())
    with pytest.raises(InvalidInput):
        core.services.timeline.log(contact, interaction_draft(" ", InteractionKind(kind)))


_STEPS = st.lists(
    st.sampled_from(["keep", "drop", "open", "done", "reopen", "skip", "later", "no day", "undo", "redo", "delete"]), max_size=12
)  # fmt: skip


@example(steps=["keep", "no day", "reopen"])
@settings(max_examples=40)
@given(steps=_STEPS)
def test_promise_and_reminder_never_contradict_each_other_whatever_is_done_and_undone(
    steps: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with opened_home(tmp_path_factory.mktemp("home")) as core:
        contact = core.services.contacts.add(person())
        promise = _promise(core, contact)
        for step in steps:
            _take(core, contact, promise, step)
            _agree(core, contact)


def _take(core: Core, contact: int, promise: int, step: str) -> None:
    services = core.services
    rows, ended = services.reminders.agenda(contact), services.reminders.ended()
    draft = interaction_draft("Send it", InteractionKind.PROMISE, direction=Direction.OUTGOING)
    try:
        if step in ("keep", "drop", "open"):
            wanted = {"keep": PromiseState.KEPT, "drop": PromiseState.DROPPED, "open": PromiseState.OPEN}[step]
            services.timeline.set_state(promise, wanted)
        elif step in ("done", "skip") and rows:
            (services.reminders.done if step == "done" else services.reminders.skip)(rows[0].occurrence_id)
        elif step == "reopen" and ended:
            services.reminders.reopen(ended[0].occurrence_id)
        elif step in ("later", "no day"):
            found = [each for each in services.timeline.entries(contact) if each.kind == "promise"]
            due = FRIDAY + timedelta(days=3) if step == "later" else None
            state = found[0].state if found else ""
            services.timeline.edit(promise, interaction_draft(
                draft.text, draft.kind, direction=draft.direction, due_day=due, state=state))  # fmt: skip
        elif step == "undo" and len(services.timeline.entries(contact)) > 0:
            services.undoing.undo()
        elif step == "redo":
            services.undoing.redo()
        elif step == "delete":
            services.timeline.delete(promise)
    except NotFound:
        return


def _agree(core: Core, contact: int) -> None:
    """An open reminder belongs to a promise that is open and has a day, and there is never more than one."""
    rows = core.services.reminders.agenda(contact)
    promises = {row.id: row for row in core.services.timeline.open_promises(contact)}
    assert len(rows) <= 1
    for row in rows:
        watched = core.database.reader().execute(
            "SELECT interaction_id FROM reminders WHERE id = ?", (row.reminder_id,)
        ).fetchone()[0]  # fmt: skip
        assert watched in promises
        assert promises[watched].due_day is not None
