"""People who may become clients: caught fast, judged, turned into deals."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from crm_desktop.domain.contacts import (
    ContactDraft,
    Point,
    PointKind,
    called,
    clean_draft,
    clean_line,
    clean_text,
    compare_key,
    sort_key,
)
from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.deal_values import DealValue, Period
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.folding import fold
from crm_desktop.domain.leads import (
    LEAD_STEPS,
    USUAL_SOURCES,
    Conversion,
    Fit,
    KnownPerson,
    LeadDraft,
    LeadFilter,
    LeadRow,
    SourceReport,
)
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.money import Money, add_up
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.domain.typed_names import name_from
from crm_desktop.services.contact_rows import insert_contact
from crm_desktop.services.deal_writing import DealWriting
from crm_desktop.services.pipeline_settings import LEAD_STEPS as STEPS_OF_LEADS
from crm_desktop.services.ports import Clock
from crm_desktop.services.reminder_writes import insert_reminder
from crm_desktop.services.scheduling.series import surroundings
from crm_desktop.services.settings import SettingsService
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts as contact_queries
from crm_desktop.storage.queries import leads as queries
from crm_desktop.storage.queries import profiles as profile_queries
from crm_desktop.storage.queries.instants import day_or_none, instant, instant_or_none
from crm_desktop.storage.writing import Writing

_SOURCES_OFFERED = 30
_KNOWN_SHOWN = 3
_REASON_LIMIT = 500


class LeadService:
    """Leads are contacts at one of the first three stages of the lifecycle; every write is one undoable step."""

    def __init__(self, database: Database, writing: Writing, clock: Clock, settings: SettingsService) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings

    # -------------------------------------------------------------------------------------------------- reading

    def has_steps(self) -> bool:
        """Whether leads go by steps (interested, qualified); the user may do without."""
        return self._settings.on(STEPS_OF_LEADS)

    def ids(self, wanted: LeadFilter) -> list[int]:
        """The leads that the filter lets through, in its order; how a source is spelled does not matter."""
        connection = self._database.reader()
        spelled = None
        if wanted.source is not None:
            found = queries.lead_sources(connection)
            spelled = [source for source, _count in found if fold(source) == fold(wanted.source)]
        return queries.ids(connection, wanted, spelled)

    def ever(self) -> bool:
        """Whether anybody is a lead, or ever was one."""
        return queries.ever(self._database.reader())

    def rows(self, ids: Sequence[int]) -> list[LeadRow]:
        """The lines of these leads, in the order asked; who is gone is left out."""
        found = {row[0]: self._row(row) for row in queries.rows(self._database.reader(), ids)}
        return [found[each] for each in ids if each in found]

    def _row(self, row: tuple[Any, ...]) -> LeadRow:
        first, created = day_or_none(row[5]), instant_to_wall(instant(row[6]), self._clock.zone()).date()
        day, text = json.loads(row[10]) if row[10] else (None, "")
        return LeadRow(
            id=row[0],
            name=row[1],
            company=row[2],
            source=row[3],
            step=row[4],
            since=first or created,
            fit=Fit(row[7]) if row[7] in set(Fit) else Fit.UNKNOWN,
            fit_reason=row[8],
            last_spoke=instant_or_none(row[9]),
            next_day=day_or_none(day),
            next_text=text,
            email=row[11],
            phone=row[12],
            note=row[13],
            tags=tuple(json.loads(row[14])),
            open_deals=row[15],
        )

    def counts(self) -> dict[str, int]:
        """How many leads without an open deal stand at each step; a step without any is left out."""
        return queries.counts(self._database.reader())

    def sources(self) -> list[str]:
        """Where people came from so far, the most usual first, and then the usual ones."""
        found = [source for source, _count in queries.sources(self._database.reader(), _SOURCES_OFFERED)]
        spelled: dict[str, str] = {}
        for source in (*found, *USUAL_SOURCES):
            spelled.setdefault(fold(source), source)
        return list(spelled.values())

    def lead_sources(self) -> list[tuple[str, int]]:
        """(source, how many leads came from there), the most usual first; "" for those without a source."""
        merged: dict[str, tuple[str, int]] = {}
        for source, count in queries.lead_sources(self._database.reader()):
            shown, before = merged.get(fold(source), (source, 0))
            merged[fold(source)] = (shown, before + count)
        return sorted(merged.values(), key=lambda each: -each[1])

    def known(self, draft: LeadDraft) -> list[KnownPerson]:
        """Who is there already with this e-mail address or number, or this very name; three at most."""
        if not _is_somebody(draft):
            return []
        cleaned = clean_draft(_contact_of(draft))
        points = [(point.kind.value, compare_key(point.kind, point.value)) for point in cleaned.points]
        name = "" if cleaned.name.is_empty() else sort_key(cleaned.name, called(cleaned))
        return queries.known(self._database.reader(), name, points, _KNOWN_SHOWN)

    def report(self) -> list[SourceReport]:
        """What came of everybody who ever was a lead, by source: the one with most deals won first."""
        connection = self._database.reader()
        worth: dict[str, list[Money]] = {}
        for source, minor, currency, period, times in queries.won_by_source(connection):
            worth.setdefault(fold(source), []).append(DealValue(Money(minor, currency), Period(period), times).worth())
        merged: dict[str, SourceReport] = {}
        for source, people, deals, won in queries.people_by_source(connection):
            key = fold(source)
            have = merged.get(key, SourceReport(source, 0, 0, 0, add_up(worth.get(key, ()))))
            merged[key] = replace(
                have, leads=have.leads + people, became_deals=have.became_deals + deals, won=have.won + won
            )
        return sorted(merged.values(), key=lambda each: (-each.won, -each.became_deals, -each.leads, each.source))

    # -------------------------------------------------------------------------------------------------- writing

    def add(self, draft: LeadDraft) -> int:
        """Add a person as a lead from today on; returns the id.

        Raises InvalidInput (field "source") without a source, and (field "name") without anything to call them by.
        """
        source = clean_line(draft.source, 200)
        if not _is_somebody(draft):
            raise InvalidInput("name", "Who is it? A name or an e-mail address is enough.")
        if not source:
            raise InvalidInput("source", "Where do they come from? It tells later which source brings the best leads.")
        contact = clean_draft(_contact_of(draft))
        with self._writing(message("Added lead {name}", name=called(contact))) as work:
            contact_id = insert_contact(work, contact, "")
            self._reach(work, contact_id, LEAD_STEPS[0].value)
            return contact_id

    def set_step(self, ids: Sequence[int], step: str) -> None:
        """Say how far these people are, from today on: a step of a lead, or "" for no lead any more.

        Raises InvalidInput (field "step") for another stage.
        """
        if step and step not in LEAD_STEPS:
            raise InvalidInput("step", "“{step}” is no step of a lead.", step=clean_line(step, 40))
        with self._writing(self._label(ids, "Changed the lead {name}", "Changed {count} leads")) as work:
            for contact_id, (_name, lifecycle) in queries.names(work.read, ids).items():
                if lifecycle != step:
                    self._reach(work, contact_id, step)

    def judge(self, ids: Sequence[int], fit: Fit, reason: str = "") -> None:
        """Say whether these people suit one's work, and why."""
        cleaned = clean_line(reason, _REASON_LIMIT) if fit is not Fit.UNKNOWN else ""
        with self._writing(self._label(ids, "Judged the lead {name}", "Judged {count} leads")) as work:
            for contact_id in queries.names(work.read, ids):
                work.update("contacts", contact_id, lead_fit=fit.value, lead_fit_reason=cleaned)

    def ask_again(self, ids: Sequence[int], day: date, text: str = "") -> None:
        """Not now: a reminder for each of them on a day; `text` is what to do, "" for asking again."""
        label = self._label(ids, "Ask {name} again", "Ask {count} leads again")
        with self._writing(label) as work:
            around = surroundings(self._clock, self._settings)
            for contact_id, (name, _lifecycle) in queries.names(work.read, ids).items():
                words = clean_line(text, 500) or str(message("Ask {name} again", name=name))
                insert_reminder(work, ReminderDraft(text=words, day=day, contact_id=contact_id), around)

    def convert(self, contact_id: int, wanted: Conversion) -> int:
        """Make a deal of a lead with what is known of it: contact, company, source, note and tags. Returns the deal's id.

        Raises InvalidInput (field "title") for a deal without a name, NotFound for a person who is gone.
        """
        person = queries.person(self._database.reader(), contact_id)
        if person is None:
            raise NotFound("This contact is no longer there.")
        name, company, source, note, lifecycle = person
        with self._writing(message("Made a deal of the lead {name}", name=name)) as work:
            tags = tuple(tag.name for tag in contact_queries.tags(work.read, contact_id))
            draft = DealDraft(
                wanted.title, wanted.stage_id, contact_id, company, source=source, note=note, tags=tags,
                expected_close=wanted.expected_close, **_amount(wanted.value),
            )  # fmt: skip
            deal_id = DealWriting(work, self._clock.zone()).insert(draft)
            if wanted.lifecycle and wanted.lifecycle != lifecycle:
                self._reach(work, contact_id, wanted.lifecycle)
            return deal_id

    def _reach(self, work: Work, contact_id: int, step: str) -> None:
        """From today on the person is at this stage of the lifecycle; the days of earlier ones stay."""
        work.update("contacts", contact_id, lifecycle=step)
        today = instant_to_wall(self._clock.now(), self._clock.zone()).date().isoformat()
        there = {(s.value.stage, s.value.day.isoformat()) for s in profile_queries.steps(work.read, contact_id)}
        if step and (step, today) not in there:
            work.insert("lifecycle_steps", contact_id=contact_id, stage=step, day=today)

    def _label(self, ids: Sequence[int], one: str, many: str) -> Message:
        found = queries.names(self._database.reader(), ids)
        if not found:
            raise NotFound("These leads are no longer there." if len(ids) > 1 else "This contact is no longer there.")
        if len(found) == 1:
            return message(one, name=next(iter(found.values()))[0])
        return counted(many, many, len(found))


def _is_somebody(draft: LeadDraft) -> bool:
    return any(clean_line(part) for part in (draft.name, draft.email, draft.phone))


def _contact_of(draft: LeadDraft) -> ContactDraft:
    points = (Point(PointKind.EMAIL, draft.email), Point(PointKind.PHONE, draft.phone))
    return ContactDraft(
        name=name_from(draft.name),
        company=draft.company,
        points=tuple(point for point in points if point.value.strip()),
        source=draft.source,
        note=clean_text(draft.note),
    )


def _amount(value: DealValue | None) -> dict[str, Any]:
    return {} if value is None else {"value": value.money, "period": value.period, "times": value.times}
