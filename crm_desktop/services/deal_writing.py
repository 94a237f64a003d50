"""Writing deals inside a unit of work, so that every way to change one notes the same history."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, tzinfo

from crm_desktop.domain.contacts import NAME_LIMIT, clean_line, clean_text
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.deal_values import DealValue, checked_value, stored_value
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.messages import message
from crm_desktop.domain.pipelines import DealDraft, DealState, PersonInDeal
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.domain.stuck import quiet_days
from crm_desktop.services.column_order import after, make_room
from crm_desktop.services.planned_days import local_day, planned
from crm_desktop.services.reminder_writes import insert_reminder
from crm_desktop.services.scheduling.series import Surroundings
from crm_desktop.services.writes import Work, company_for, tag_for
from crm_desktop.storage.queries import deals as queries
from crm_desktop.storage.queries import pipelines as pipeline_queries

REASON_LIMIT = 500
ROLE_LIMIT = 100
_DAY = 86_400
_REOPENED = "open"


class DealWriting:
    """Writes deals with their history; `zone` is that of the user's calendar, by which quiet days are counted."""

    def __init__(self, work: Work, zone: tzinfo) -> None:
        self._work = work
        self._zone = zone

    def card(self, deal_id: int) -> DealCard:
        """The deal as it is inside this unit of work; raises NotFound when it is gone."""
        found = queries.card(self._work.read, deal_id)
        if found is None:
            raise NotFound("This deal is no longer there.")
        return found

    def insert(self, draft: DealDraft) -> int:
        """Put a deal at the end of its stage; returns the id.

        Raises InvalidInput (fields "title", "period", "times"), and NotFound when the stage is gone.
        """
        value = checked_value(draft.value, draft.period, draft.times)
        self._stage(draft.stage_id)
        deal_id = self._work.insert(
            "deals",
            uid=uuid.uuid4().hex,
            stage_id=draft.stage_id,
            position=after(queries.positions(self._work.read, draft.stage_id)),
            expected_close=draft.expected_close.isoformat() if draft.expected_close else None,
            stage_since=self._work.now,
            created_at=self._work.now,
            **_amount(value),
            **_columns(self._work, draft),
        )
        self._set_parts(deal_id, draft)
        return deal_id

    def change(self, card: DealCard, draft: DealDraft) -> None:
        """Write what a form holds; another stage than before is a move."""
        value = checked_value(draft.value, draft.period, draft.times)
        self._work.update("deals", card.id, **_columns(self._work, draft))
        self.set_value(card.id, value)
        self.set_close(card.id, draft.expected_close)
        self._set_parts(card.id, draft)
        if card.stage_id != draft.stage_id:
            self.move(card, draft.stage_id)

    def move(self, card: DealCard, stage_id: int, before: int | None = None, position: int | None = None) -> None:
        """Put a deal into a stage, before another deal there or at the end; one that ended is open again.

        `position` is where it goes, if that is known to be free: for moving many. Raises NotFound when the stage is gone.
        """
        self._stage(stage_id)
        if position is None:
            position = make_room(self._work, stage_id, card.id, before)
        if card.state is not DealState.OPEN:
            self._note(card, _REOPENED, stage_id)
        elif card.stage_id != stage_id:
            self._note(card, "", stage_id)
        else:
            self._work.update("deals", card.id, position=position)
            return
        self._open(card.id, stage_id, position)

    def end(self, card: DealCard, state: DealState, reason: str = "") -> None:
        """Win or lose a deal; one that has ended like this already changes its reason only."""
        cleaned = clean_line(reason, REASON_LIMIT)
        if card.state is state:
            self._work.update("deals", card.id, lost_reason=cleaned)
            return
        self._note(card, state.value, None)
        self._work.update("deals", card.id, state=state.value, closed_at=self._work.now, lost_reason=cleaned)

    def ask_again(self, card: DealCard, day: date, around: Surroundings) -> int:
        """Make a reminder to try again with a deal that was lost; returns its id."""
        text = str(message("Try again: {title}", title=card.title))
        draft = ReminderDraft(text=text, day=day, contact_id=card.contact_id, deal_id=card.id)
        return insert_reminder(self._work, draft, around)

    def reopen(self, card: DealCard) -> None:
        """Open a deal again that has ended, in the stage where it ended; the days there begin anew."""
        if card.state is not DealState.OPEN:
            self._note(card, _REOPENED, card.stage_id)
            self._open(card.id, card.stage_id, card.position)

    def set_value(self, deal_id: int, value: DealValue | None) -> None:
        """Set what a deal is worth, and note what it was before."""
        old, _ = queries.value_and_close(self._work.read, deal_id)
        if old != value:
            self._work.update("deals", deal_id, **_amount(value))
            self._note_change(deal_id, "amount", stored_value(old), stored_value(value))

    def set_close(self, deal_id: int, day: date | None) -> None:
        """Set when a deal is expected to end, and note what was expected before."""
        _, old = queries.value_and_close(self._work.read, deal_id)
        new = day.isoformat() if day else ""
        if old != new:
            self._work.update("deals", deal_id, expected_close=new or None)
            self._note_change(deal_id, "close", old, new)

    def set_tags(self, deal_id: int, names: Sequence[str]) -> None:
        """Let a deal bear exactly these tags; new ones are made."""
        there = queries.tag_rows(self._work.read, deal_id)
        wanted = {tag_for(self._work, name) for name in (clean_line(each, ROLE_LIMIT) for each in names) if name}
        for tag_id in wanted - there.keys():
            self._work.insert("deal_tags", deal_id=deal_id, tag_id=tag_id)
        for tag_id in there.keys() - wanted:
            self._work.delete("deal_tags", there[tag_id])

    def set_people(self, deal_id: int, people: Sequence[PersonInDeal]) -> None:
        """Let exactly these take part besides the main contact, each with a role, in this order."""
        there = queries.people_rows(self._work.read, deal_id)
        wanted = {person.contact_id: clean_line(person.role, ROLE_LIMIT) for person in people}
        for contact_id in there.keys() - wanted.keys():
            self._work.delete("deal_contacts", there[contact_id])
        for position, (contact_id, role) in enumerate(wanted.items()):
            if contact_id in there:
                self._work.update("deal_contacts", there[contact_id], role=role, position=position)
            else:
                self._work.insert("deal_contacts", deal_id=deal_id, contact_id=contact_id, role=role, position=position)

    def _stage(self, stage_id: int) -> None:
        if pipeline_queries.names(self._work.read, stage_id) is None:
            raise NotFound("This stage is no longer there.")

    def _set_parts(self, deal_id: int, draft: DealDraft) -> None:
        if draft.role is not None:
            self._work.update("deals", deal_id, contact_role=clean_line(draft.role, ROLE_LIMIT))
        if draft.tags is not None:
            self.set_tags(deal_id, draft.tags)
        if draft.people is not None:
            others = [person for person in draft.people if person.contact_id != draft.contact_id]
            self.set_people(deal_id, others)

    def _open(self, deal_id: int, stage_id: int, position: int) -> None:
        self._work.update(
            "deals",
            deal_id,
            stage_id=stage_id,
            position=position,
            stage_since=self._work.now,
            state=DealState.OPEN.value,
            closed_at=None,
            lost_reason="",
        )

    def _note(self, card: DealCard, outcome: str, stage_id: int | None) -> None:
        """Note one step of the way; only a step out of a stage tells how long the deal was there."""
        was_open = card.state is DealState.OPEN
        names = pipeline_queries.names(self._work.read, stage_id) if stage_id is not None else None
        self._work.insert(
            "stage_moves",
            deal_id=card.id,
            from_stage=card.stage if was_open else "",
            from_stage_id=card.stage_id if was_open else None,
            to_stage=names[0] if names else "",
            to_stage_id=stage_id,
            outcome=outcome,
            days=self._days(card) if was_open else 0,
            quiet_days=self._quiet_days(card) if was_open else None,
            moved_at=self._work.now,
        )

    def _days(self, card: DealCard) -> int:
        return max(0, self._work.now - _seconds(card)) // _DAY

    def _quiet_days(self, card: DealCard) -> int:
        steps = planned(queries.planned(self._work.read, card.id).get(card.id, ()), self._zone)
        return quiet_days(local_day(_seconds(card), self._zone), local_day(self._work.now, self._zone), steps)

    def _note_change(self, deal_id: int, field: str, old: str, new: str) -> None:
        self._work.insert("deal_changes", deal_id=deal_id, field=field, old=old, new=new, changed_at=self._work.now)


def _seconds(card: DealCard) -> int:
    return int(card.stage_since.astimezone(UTC).timestamp())


def _amount(value: DealValue | None) -> dict[str, object]:
    return {
        "amount_minor": value.money.minor if value else None,
        "currency": value.money.currency if value else "",
        "amount_period": value.period if value else "",
        "amount_times": value.times if value else None,
    }


def _columns(work: Work, draft: DealDraft) -> dict[str, object]:
    title = clean_line(draft.title, NAME_LIMIT)
    if not title:
        raise InvalidInput("title", "A deal needs a name: what is the work?")
    return {
        "title": title,
        "contact_id": draft.contact_id,
        "company_id": company_for(work, draft.company),
        "source": clean_line(draft.source, 200),
        "note": clean_text(draft.note),
    }
