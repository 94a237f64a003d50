"""What a user can do with a timeline: read it, log what happened, mend and delete entries."""

from __future__ import annotations

from datetime import UTC

from crm_desktop.domain.contacts import clean_line, clean_text
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.interactions import SPOKEN, InteractionDraft
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.reminders import Ended
from crm_desktop.domain.timeline_entries import TimelineEntry
from crm_desktop.services.ports import Clock
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import contacts, timeline, touch
from crm_desktop.storage.writing import Writing

_LONGEST_MINUTES = 24 * 60
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
    """Everything about a person in order."""

    def __init__(self, database: Database, writing: Writing, clock: Clock) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock

    def entries(self, contact_id: int, before: TimelineEntry | None = None, limit: int = 50) -> list[TimelineEntry]:
        """The entries of a person, newest first; the next page begins behind `before`."""
        return timeline.entries(self._database.reader(), contact_id, before, limit)

    def log(self, contact_id: int, draft: InteractionDraft) -> int:
        """Write down what happened; raises InvalidInput (field "text") when nothing was said. Returns the id."""
        with self._writing(log_label(self._database.reader(), contact_id, draft)) as work:
            return log_interaction(work, contact_id, draft)

    def edit(self, interaction_id: int, draft: InteractionDraft) -> None:
        """Change what was written down; the deal it belongs to and the zone it was typed in stay."""
        columns = {name: value for name, value in _columns(draft).items() if name not in ("deal_id", "zone")}
        with self._writing(message("Changed an entry about {name}", name=self._owner(interaction_id))) as work:
            for occurrence_id in _ended_by(work, interaction_id):
                work.update("occurrences", occurrence_id, ended_at=columns["occurred_at"])
            work.update("interactions", interaction_id, **columns)

    def delete(self, interaction_id: int) -> None:
        """Take an entry out of the timeline."""
        with self._writing(message("Deleted an entry about {name}", name=self._owner(interaction_id))) as work:
            # One has not talked after all: the reminder to get in touch stands again.
            for occurrence_id in _ended_by(work, interaction_id):
                work.update("occurrences", occurrence_id, ended_at=None, ended_as="")
            work.delete("interactions", interaction_id)

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


def log_interaction(work: Work, contact_id: int, draft: InteractionDraft) -> int:
    """Write an interaction down inside a unit of work; returns its id.

    A talk later than all others ends the reminder to get in touch, if that has come due or was put off, with the talk's own time.
    """
    columns = _columns(draft)
    if draft.kind in SPOKEN:
        at = int(str(columns["occurred_at"]))
        latest = touch.talks(work.read, contact_id, 1)
        for occurrence_id, _reminder_id, fires_at, snoozed in touch.open_touches(work.read, contact_id):
            if (snoozed or fires_at <= work.now) and (not latest or at >= latest[0][0]):
                work.update("occurrences", occurrence_id, ended_at=at, ended_as=Ended.DONE.value)
    return work.insert("interactions", contact_id=contact_id, created_at=work.now, **columns)


def _ended_by(work: Work, interaction_id: int) -> list[int]:
    """The reminders to get in touch that ended with a talk."""
    found = touch.talk(work.read, interaction_id)
    return touch.ended_by_talk(work.read, *found) if found is not None else []


def _columns(draft: InteractionDraft) -> dict[str, object]:
    text, subject = clean_text(draft.text), clean_line(draft.subject, 500)
    if draft.kind == "note" and not text and not subject:
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
        "state": clean_line(draft.state, 20),
        "due_day": draft.due_day.isoformat() if draft.due_day else "",
        "event_uid": clean_line(draft.event_uid, 500),
    }
