"""What a user can do with a timeline: read it, log what happened, mend and delete entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date

from crm_desktop.domain.contacts import clean_line, clean_text
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.interactions import (
    SPOKEN,
    UNSPOKEN,
    InteractionDraft,
    InteractionKind,
    PromiseState,
    TicketState,
)
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.promises import PromiseRow, TicketRow
from crm_desktop.domain.reminders import Ended
from crm_desktop.domain.timeline_entries import KIND_GROUPS, OwnerKind, TimelineEntry, TimelineOwner
from crm_desktop.services.ports import Clock
from crm_desktop.services.promises import PromiseWatch
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import contacts, timeline, touch
from crm_desktop.storage.queries import promises as promise_queries
from crm_desktop.storage.writing import Writing

Logged = InteractionDraft | tuple[InteractionDraft, ...]
"""What happened: one thing, or a talk and what was promised in it."""
_LONGEST_MINUTES = 24 * 60
_ENOUGH = 10
_NEED_WORDS = UNSPOKEN
_NOT_EDITED = ("deal_id", "company_id", "zone", "event_uid")
_STATES: dict[tuple[str, str], str] = {
    (InteractionKind.PROMISE, PromiseState.OPEN): "A promise with {name} is open again",
    (InteractionKind.PROMISE, PromiseState.KEPT): "Kept a promise with {name}",
    (InteractionKind.PROMISE, PromiseState.DROPPED): "Dropped a promise with {name}",
    (InteractionKind.TICKET, TicketState.OPEN): "Opened a ticket of {name}",
    (InteractionKind.TICKET, TicketState.WAITING): "A ticket of {name} is waiting",
    (InteractionKind.TICKET, TicketState.SOLVED): "Solved a ticket of {name}",
}
_LOGGED = {
    "note": "Noted something about {name}",
    "call": "Logged a call with {name}",
    "email": "Logged an e-mail with {name}",
    "meeting": "Logged a meeting with {name}",
    "message": "Logged a message with {name}",
    "visit": "Logged a visit of {name}",
    "purchase": "Logged a purchase of {name}",
    "promise": "Wrote down a promise with {name}",
    "ticket": "Wrote down what {name} needs help with",
    "feedback": "Wrote down what {name} thinks",
}


class TimelineService:
    """Everything about a person, a company or a deal in order."""

    def __init__(self, database: Database, writing: Writing, clock: Clock, reckoning: Reckoning) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._promises = PromiseWatch(reckoning)

    def entries(
        self,
        contact_id: int,
        before: TimelineEntry | None = None,
        limit: int = 50,
        kinds: frozenset[str] | None = None,
    ) -> list[TimelineEntry]:
        """The entries of a person, newest first, of all kinds or of some; the next page begins behind `before`."""
        return self.entries_of(TimelineOwner(OwnerKind.CONTACT, contact_id), before, limit, kinds)

    def entries_of_company(
        self,
        company_id: int,
        before: TimelineEntry | None = None,
        limit: int = 50,
        kinds: frozenset[str] | None = None,
    ) -> list[TimelineEntry]:
        """The entries of a company and of everybody who works there, in one order; each names its people."""
        return self.entries_of(TimelineOwner(OwnerKind.COMPANY, company_id), before, limit, kinds)

    def entries_of_deal(
        self,
        deal_id: int,
        before: TimelineEntry | None = None,
        limit: int = 50,
        kinds: frozenset[str] | None = None,
    ) -> list[TimelineEntry]:
        """The entries that belong to a deal, whoever they were with; what else was said with its people is not among them."""
        return self.entries_of(TimelineOwner(OwnerKind.DEAL, deal_id), before, limit, kinds)

    def entries_of(
        self,
        owner: TimelineOwner,
        before: TimelineEntry | None = None,
        limit: int = 50,
        kinds: frozenset[str] | None = None,
    ) -> list[TimelineEntry]:
        """The entries of a person, a company or a deal; see above."""
        return timeline.entries(self._database.reader(), owner, before, limit, kinds)

    def pinned(self, owner: TimelineOwner) -> list[TimelineEntry]:
        """What is kept on top of a timeline, newest first; it has its place among the entries, too."""
        return timeline.pinned(self._database.reader(), owner)

    def groups(self, owner: TimelineOwner) -> frozenset[str]:
        """Which of KIND_GROUPS have entries."""
        return frozenset(name for name, kinds in KIND_GROUPS if self.entries_of(owner, None, _ENOUGH, kinds))

    def open_promises(self, contact_id: int) -> list[PromiseRow]:
        """What is owed between the user and a person, both ways: what has a day first, the earliest on top."""
        return promise_queries.open_promises(self._database.reader(), contact_id)

    def promises_due(self, today: date, limit: int = 100) -> list[PromiseRow]:
        """The open promises, both ways, whose day is today or over; earliest first."""
        return promise_queries.promises_due(self._database.reader(), today, limit)

    def open_tickets(self, contact_id: int | None = None) -> list[TicketRow]:
        """What a person, or everybody, asked for help with and is not solved; the oldest first."""
        return promise_queries.open_tickets(self._database.reader(), contact_id)

    def log(self, contact_id: int, draft: InteractionDraft) -> int:
        """Write down what happened; raises InvalidInput (field "text") when nothing was said. Returns the id."""
        with self._writing(log_label(self._database.reader(), contact_id, draft)) as work:
            return log_interaction(work, contact_id, draft, self._promises)

    def log_for_company(self, company_id: int, draft: InteractionDraft) -> int:
        """The same for a company as such, without anybody of it."""
        found = timeline.company_name(self._database.reader(), company_id)
        if found is None:
            raise NotFound("This company is no longer there.")
        with self._writing(message(_LOGGED[draft.kind], name=found)) as work:
            entry_id = insert_interaction(work, None, replace(draft, company_id=company_id))
            self._promises.follow(work, entry_id)
            return entry_id

    def log_for_deal(self, deal_id: int, draft: InteractionDraft) -> int:
        """The same for a deal: with its main contact, or else with its company.

        Raises InvalidInput (field "text") for a deal that is with nobody yet.
        """
        found = timeline.deal_owner(self._database.reader(), deal_id)
        if found is None:
            raise NotFound("This deal is no longer there.")
        title, contact_id, company_id = found
        about = replace(draft, deal_id=deal_id)
        if contact_id is not None:
            return self.log(contact_id, about)
        if company_id is None:
            raise InvalidInput("text", "Say first whom “{title}” is with: a person or a company.", title=title)
        return self.log_for_company(company_id, about)

    def edit(self, interaction_id: int, draft: InteractionDraft) -> None:
        """Change what was written down, for all who took part; the deal it belongs to and the zone it was typed in stay."""
        columns = {name: value for name, value in _columns(draft).items() if name not in _NOT_EDITED}
        with self._writing(message("Changed an entry about {name}", name=self._owner(interaction_id))) as work:
            for each in timeline.same_event(work.read, interaction_id):
                before = timeline.entry(work.read, each)
                for occurrence_id in _ended_by(work, each):
                    work.update("occurrences", occurrence_id, ended_at=columns["occurred_at"])
                if before is not None and before.state != columns["state"]:
                    columns["state_since"] = work.now
                work.update("interactions", each, **columns)
                self._promises.follow(work, each)

    def delete(self, interaction_id: int) -> None:
        """Take an entry out of the timeline, for all who took part."""
        with self._writing(message("Deleted an entry about {name}", name=self._owner(interaction_id))) as work:
            for each in timeline.same_event(work.read, interaction_id):
                # One has not talked after all: the reminder to get in touch stands again.
                for occurrence_id in _ended_by(work, each):
                    work.update("occurrences", occurrence_id, ended_at=None, ended_as="")
                work.delete("interactions", each)

    def pin(self, interaction_id: int, pinned: bool) -> None:
        """Keep an entry on top, or let it back to its place."""
        label = "Pinned an entry about {name}" if pinned else "Unpinned an entry about {name}"
        with self._writing(message(label, name=self._owner(interaction_id))) as work:
            for each in timeline.same_event(work.read, interaction_id):
                work.update("interactions", each, pinned=int(pinned))

    def set_state(self, interaction_id: int, state: str) -> None:
        """Keep or drop a promise, or say how a ticket stands; the reminder of a promise goes along.

        `state` is a PromiseState or a TicketState. Raises NotFound for an entry that is gone or has no such state.
        """
        name = self._owner(interaction_id)
        found = timeline.entry(self._database.reader(), interaction_id)
        label = _STATES.get((found.kind, state)) if found is not None else None
        if found is None or label is None:
            raise NotFound("This entry has no such state.")
        with self._writing(message(label, name=name)) as work:
            since = None if found.kind == InteractionKind.PROMISE and not state else work.now
            work.update("interactions", interaction_id, state=state, state_since=since)
            if found.kind == InteractionKind.PROMISE:
                self._promises.ended(work, interaction_id, PromiseState(state))

    def _owner(self, interaction_id: int) -> str:
        owner = timeline.interaction_owner(self._database.reader(), interaction_id)
        if owner is None:
            raise NotFound("This entry is no longer there.")
        return owner[1]


def log_label(connection: Connection, contact_id: int, draft: InteractionDraft) -> Message:
    """What undoing the log entry is called; raises NotFound when the person is gone."""
    name = contacts.shown_name(connection, contact_id)
    if name is None:
        raise NotFound("This contact is no longer there.")
    return message(_LOGGED[draft.kind], name=name)


def drafts_of(logged: Logged | None) -> tuple[InteractionDraft, ...]:
    """What happened, thing by thing."""
    if logged is None:
        return ()
    return logged if isinstance(logged, tuple) else (logged,)


def log_all(work: Work, contact_id: int | None, logged: Logged | None, promises: PromiseWatch) -> None:
    """Write down all that happened with somebody, inside a unit of work; nothing where there is nobody."""
    if contact_id is not None:
        for draft in drafts_of(logged):
            log_interaction(work, contact_id, draft, promises)


def log_interaction(work: Work, contact_id: int, draft: InteractionDraft, promises: PromiseWatch) -> int:
    """Write an interaction down inside a unit of work, a promise with its reminder; returns its id.

    A talk later than all others ends the reminder to get in touch, if that has come due or was put off, with the talk's own time.
    """
    if draft.kind in SPOKEN:
        at = int(draft.occurred_at.astimezone(UTC).timestamp())
        latest = touch.talks(work.read, contact_id, 1)
        for occurrence_id, _reminder_id, fires_at, snoozed in touch.open_touches(work.read, contact_id):
            if (snoozed or fires_at <= work.now) and (not latest or at >= latest[0][0]):
                work.update("occurrences", occurrence_id, ended_at=at, ended_as=Ended.DONE.value)
    entry_id = insert_interaction(work, contact_id, draft)
    promises.follow(work, entry_id)
    return entry_id


def insert_interaction(work: Work, contact_id: int | None, draft: InteractionDraft) -> int:
    """Put an interaction into the table; raises InvalidInput for what will not do. Returns its id."""
    columns = _columns(draft)
    since = work.now if columns["state"] else None
    return work.insert("interactions", contact_id=contact_id, created_at=work.now, state_since=since, **columns)


def _ended_by(work: Work, interaction_id: int) -> list[int]:
    """The reminders to get in touch that ended with a talk."""
    found = touch.talk(work.read, interaction_id)
    return touch.ended_by_talk(work.read, *found) if found is not None else []


def _columns(draft: InteractionDraft) -> dict[str, object]:
    text, subject = clean_text(draft.text), clean_line(draft.subject, 500)
    if draft.kind in _NEED_WORDS and not text and not subject:
        raise InvalidInput("text", "Write down what happened first.")
    if draft.duration_minutes is not None and not 0 <= draft.duration_minutes <= _LONGEST_MINUTES:
        raise InvalidInput("duration", "A duration is between 0 and 1,440 minutes.")
    return {
        "kind": draft.kind.value,
        "direction": draft.direction.value,
        "occurred_at": int(draft.occurred_at.astimezone(UTC).timestamp()),
        "zone": clean_line(draft.zone, 100),
        "duration_minutes": draft.duration_minutes,
        "mood": clean_line(draft.mood, 20),
        "subject": subject,
        "text": text,
        "deal_id": draft.deal_id,
        "company_id": draft.company_id,
        "channel": clean_line(draft.channel, 100),
        "pinned": int(draft.pinned),
        "state": _state(draft),
        "due_day": draft.due_day.isoformat() if draft.due_day and draft.kind is InteractionKind.PROMISE else "",
        "event_uid": clean_line(draft.event_uid, 500),
    }


def _state(draft: InteractionDraft) -> str:
    """What a kind can be; anything else is open."""
    if draft.kind is InteractionKind.TICKET:
        return draft.state if draft.state in set(TicketState) else TicketState.OPEN.value
    if draft.kind is InteractionKind.PROMISE:
        return draft.state if draft.state in set(PromiseState) else PromiseState.OPEN.value
    return ""
