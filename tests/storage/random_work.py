"""Random work through the services, as a state machine that undoes and redoes all of it and compares what is there, byte for byte."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import time, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from crm_desktop import bootstrap
from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Address, ContactDraft, Fact, ImportantDate, Name, Point, PointKind
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.reminders import RepeatFrom
from crm_desktop.formats import FORMATS
from crm_desktop.storage import database, journal, search_index
from tests.storage.dump import canonical_dump
from tests.support.clock import FixedClock
from tests.support.home import (
    deal_draft,
    do_not_wait_for_the_disk,
    interaction_draft,
    opened_home,
    person,
    reminder_draft,
)

Thing = TypeVar("Thing")

_WORDS = ("Marta", "Ana", "Jürgen", "山田", "O'Brien", "Groß", "lime")
words = st.sampled_from(_WORDS)
texts = st.one_of(st.just(""), words, st.text(alphabet="aß '\"\\\n漢é\u0301;,%", max_size=12))
picks = st.integers(0, 63)
points = st.builds(
    Point, st.sampled_from(PointKind), st.sampled_from(("", "ana@x.example", "ANA@x.example", "+49 30 1234567", "x.example/a"))
)  # fmt: skip
addresses = st.builds(Address, street=texts, city=texts, label=words)
dates = st.builds(ImportantDate, words, st.sampled_from(("", "--02-29", "1980-12-24", "--11-25")))
facts = st.builds(Fact, words, texts)
drafts = st.builds(
    ContactDraft,
    name=st.builds(Name, given=words, family=st.one_of(st.just(""), words)),
    company=st.one_of(st.just(""), words),
    job_title=texts,
    points=st.lists(points, max_size=2).map(tuple),
    addresses=st.lists(addresses, max_size=1).map(tuple),
    dates=st.lists(dates.filter(lambda date: bool(date.value)), max_size=1).map(tuple),
    facts=st.lists(facts, max_size=1).map(tuple),
    tags=st.lists(words, max_size=2).map(tuple),
    note=texts,
    keep_in_touch_days=st.sampled_from((None, 7)),
)
rules_of_repetition = st.sampled_from(("", "", "FREQ=DAILY", "FREQ=WEEKLY;COUNT=3", "FREQ=MONTHLY;BYMONTHDAY=31"))


@cache
def _empty_home() -> Path:
    """A home that was made once: copying it is quicker than migrating for every example."""
    folder = Path(tempfile.mkdtemp(prefix="crm-empty-home-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with opened_home(folder) as core:
        core.services.pipeline.ensure_pipeline()
        core.services.reckoning.realign()
    return folder


class RandomWork(RuleBasedStateMachine):
    """`dumps[n]` is the content after n steps that can be undone; `place` is how many of them are done at the moment."""

    defect = ""
    """A statement that damages the file at the start, to see the machine fail."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FixedClock()
        self.folder = Path(tempfile.mkdtemp(prefix="crm-random-work-"))
        self.dumps: list[str] = []
        self.place = 0
        self.open: ExitStack | None = None

    @initialize()
    def start(self) -> None:
        """Open a home with a little of everything in it, so that no rule has to wait for another; it is undone as well."""
        shutil.rmtree(self.folder)
        shutil.copytree(_empty_home(), self.folder)
        self._open()
        if self.defect:
            self.core.database.writer.execute(self.defect)
        self.dumps = [self._dump()]
        contacts, stage = self.services.contacts, self._stage(0)
        self._do(lambda: contacts.add(person("Marta Oliveira", email="ana@x.example", company="lime", tags=("vip",))))
        self._do(lambda: contacts.add(person("Ana Costa", phone="+49 30 1234567", note="lime")))
        first, second = contacts.ids()
        self._do(
            lambda: self.services.pipeline.add(deal_draft("Website", stage, 640000, contact_id=first, company="lime"))
        )
        self._do(lambda: self.services.timeline.log(first, interaction_draft("Call", deal_id=self._deal(0))))
        self._do(lambda: self.services.timeline.log(first, interaction_draft("Note", InteractionKind.NOTE)))
        self._do(lambda: self.services.reminders.add(reminder_draft(rule="FREQ=DAILY", contact_id=first)))
        self._do(lambda: self.services.reminders.add(reminder_draft("Ask", deal_id=self._deal(0), contact_id=second)))

    def _open(self) -> None:
        self.open = ExitStack()
        self.core: Core = self.open.enter_context(bootstrap.opened(bootstrap.places(self.folder), self.clock))
        do_not_wait_for_the_disk(self.core)
        self.services = self.core.services

    def _dump(self) -> str:
        return canonical_dump(self.core.database.writer)

    def _newest(self) -> int | None:
        group = journal.next_to_undo(self.core.database.writer)
        return group.id if group else None

    def _do(self, work: Callable[[], object]) -> None:
        """Do one thing: it makes one step that can be undone, or it changes nothing at all."""
        before = self._newest()
        try:
            work()
        except UserError:
            assert self._newest() == before, "a refusal left a step"
        if self._newest() == before:
            assert self._dump() == self.dumps[self.place], "something changed that cannot be undone"
            return
        del self.dumps[self.place + 1 :]
        self.dumps.append(self._dump())
        self.place += 1

    def _one_of(self, things: Sequence[Thing], pick: int) -> Thing | None:
        return things[pick % len(things)] if things else None

    def _contact(self, pick: int) -> int | None:
        return self._one_of(self.services.contacts.ids(), pick)

    def _deal(self, pick: int) -> int | None:
        rows = self.core.database.reader().execute("SELECT id FROM deals ORDER BY id").fetchall()
        return self._one_of([row[0] for row in rows], pick)

    def _stage(self, pick: int) -> int:
        stages = self.services.pipeline.stages()
        return stages[pick % len(stages)].id

    # ------------------------------------------------------------------------------------------------- people

    @rule(draft=drafts)
    def add_a_person(self, draft: ContactDraft) -> None:
        self._do(lambda: self.services.contacts.add(draft, "by hand"))

    @rule(pick=picks, given=words, family=texts)
    def rename(self, pick: int, given: str, family: str) -> None:
        if (contact := self._contact(pick)) is not None:
            self._do(lambda: self.services.contacts.rename(contact, Name(given=given, family=family)))

    @rule(pick=picks, field=st.sampled_from(("note", "job_title", "source", "time_zone", "language")), text=texts)
    def set_text(self, pick: int, field: str, text: str) -> None:
        if (contact := self._contact(pick)) is not None:
            self._do(lambda: self.services.contacts.set_text(contact, field, text))

    @rule(pick=picks, name=st.one_of(st.just(""), words), days=st.sampled_from((None, 0, 7, 90)))
    def set_company_then_interval(self, pick: int, name: str, days: int | None) -> None:
        if (contact := self._contact(pick)) is not None:
            self._do(lambda: self.services.contacts.set_company(contact, name))
            self._do(lambda: self.services.contacts.set_keep_in_touch(contact, days))

    @rule(pick=picks, which=picks, point=points, address=addresses, date=dates, fact=facts)
    def save_a_part(
        self, pick: int, which: int, point: Point, address: Address, date: ImportantDate, fact: Fact
    ) -> None:
        contact = self._contact(pick)
        page = self.services.contacts.page(contact) if contact is not None else None
        if contact is None or page is None:
            return
        contacts = self.services.contacts
        kind, old = which % 4, which // 4
        if kind == 0:
            stored = self._one_of([None, *(part.id for part in page.points)], old)
            self._do(lambda: contacts.save_point(contact, stored, point))
        elif kind == 1:
            stored = self._one_of([None, *(part.id for part in page.addresses)], old)
            self._do(lambda: contacts.save_address(contact, stored, address))
        elif kind == 2:
            stored = self._one_of([None, *(part.id for part in page.dates)], old)
            self._do(lambda: contacts.save_date(contact, stored, date))
        else:
            stored = self._one_of([None, *(part.id for part in page.facts)], old)
            self._do(lambda: contacts.save_fact(contact, stored, fact))

    @rule(pick=picks, name=words, take_off=st.booleans())
    def tag(self, pick: int, name: str, take_off: bool) -> None:
        contact = self._contact(pick)
        tags = self.services.contacts.tags()
        if contact is not None and take_off and tags:
            self._do(lambda: self.services.contacts.remove_tag(contact, tags[pick % len(tags)].id))
        elif contact is not None:
            self._do(lambda: self.services.contacts.add_tag(contact, name))

    @rule(first=picks, count=st.integers(1, 3))
    def delete_people(self, first: int, count: int) -> None:
        ids = self.services.contacts.ids()
        start = first % (len(ids) or 1)
        self._do(lambda: self.services.contacts.delete(ids[start : start + count]))

    @rule(people=st.lists(drafts, min_size=1, max_size=4), ending=st.sampled_from(("vcf", "csv")))
    def import_a_file(self, people: list[ContactDraft], ending: str) -> None:
        path = self.folder / f"people.{ending}"
        FORMATS.writers[ending](iter(people), path)
        self._do(lambda: self.services.importing.preview(path))
        self._do(lambda: self.services.importing.run(path))

    # ---------------------------------------------------------------------------------- companies, tags, trash

    @rule(pick=picks, other=picks, name=texts, how=st.sampled_from(("add", "rename", "note", "merge", "delete")))
    def change_the_companies(self, pick: int, other: int, name: str, how: str) -> None:
        companies = self.services.people.companies
        ids = companies.ids()
        company, second = self._one_of(ids, pick) or 0, self._one_of(ids, other) or 0
        ways: dict[str, Callable[[], object]] = {
            "add": lambda: companies.add(name),
            "rename": lambda: companies.rename(company, name),
            "note": lambda: companies.set_text(company, "note", name),
            "merge": lambda: companies.merge(company, [second]),
            "delete": lambda: companies.delete([company]),
        }
        self._do(ways[how])

    @rule(pick=picks, other=picks, name=texts, how=st.sampled_from(("add", "rename", "colour", "merge", "delete")))
    def change_the_tags(self, pick: int, other: int, name: str, how: str) -> None:
        tags = self.services.people.tags
        ids = [each.tag.id for each in tags.tags()]
        tag, second = self._one_of(ids, pick) or 0, self._one_of(ids, other) or 0
        ways: dict[str, Callable[[], object]] = {
            "add": lambda: tags.add(name),
            "rename": lambda: tags.rename(tag, name),
            "colour": lambda: tags.set_colour(tag, "good"),
            "merge": lambda: tags.merge(tag, [second]),
            "delete": lambda: tags.delete([tag]),
        }
        self._do(ways[how])

    @rule(chosen=st.sets(picks, min_size=1, max_size=3))
    def bring_back_from_the_trash(self, chosen: set[int]) -> None:
        trash = self.services.people.trash
        rows = trash.rows()
        things = [row.thing for row in (self._one_of(rows, pick) for pick in sorted(chosen)) if row is not None]
        self._do(lambda: trash.restore(things))

    # ----------------------------------------------------------------------------------------------- timeline

    @rule(pick=picks, kind=st.sampled_from(InteractionKind), text=texts, days=st.integers(0, 40), deal=picks)
    def log(self, pick: int, kind: InteractionKind, text: str, days: int, deal: int) -> None:
        draft = interaction_draft(text, kind, self.clock.now() - timedelta(days=days), deal_id=self._deal(deal))
        if (contact := self._contact(pick)) is not None:
            self._do(lambda: self.services.timeline.log(contact, draft))

    @rule(pick=picks, kind=st.sampled_from(InteractionKind), text=texts, days=st.integers(0, 40), delete=st.booleans())
    def edit_or_delete_an_entry(self, pick: int, kind: InteractionKind, text: str, days: int, delete: bool) -> None:
        rows = self.core.database.reader().execute("SELECT id FROM interactions ORDER BY id").fetchall()
        entry = self._one_of([row[0] for row in rows], pick)
        draft = interaction_draft(text, kind, self.clock.now() - timedelta(days=days))
        if entry is not None and delete:
            self._do(lambda: self.services.timeline.delete(entry))
        elif entry is not None:
            self._do(lambda: self.services.timeline.edit(entry, draft))

    # -------------------------------------------------------------------------------------------------- deals

    @rule(
        title=texts,
        stage=picks,
        contact=picks,
        company=st.one_of(st.just(""), words),
        amount=st.sampled_from((None, 0, 640000)),
    )
    def add_a_deal(self, title: str, stage: int, contact: int, company: str, amount: int | None) -> None:
        draft = deal_draft(title, self._stage(stage), amount, contact_id=self._contact(contact), company=company)
        self._do(lambda: self.services.pipeline.add(draft))

    @rule(pick=picks, title=words, stage=picks, note=texts)
    def edit_a_deal(self, pick: int, title: str, stage: int, note: str) -> None:
        if (deal := self._deal(pick)) is not None:
            draft = deal_draft(title, self._stage(stage), 5, "JPY", note=note)
            self._do(lambda: self.services.pipeline.edit(deal, draft))

    @rule(pick=picks, stage=picks, before=st.one_of(st.none(), picks))
    def move_a_deal(self, pick: int, stage: int, before: int | None) -> None:
        if (deal := self._deal(pick)) is not None:
            other = None if before is None else self._deal(before)
            self._do(lambda: self.services.pipeline.move(deal, self._stage(stage), other))

    @rule(pick=picks, how=st.sampled_from(("win", "lose", "lose and try again", "reopen", "delete")), reason=texts)
    def end_a_deal(self, pick: int, how: str, reason: str) -> None:
        deal, pipeline = self._deal(pick), self.services.pipeline
        if deal is None:
            return
        again = self.services.reminders.now().date() + timedelta(days=90)
        ends: dict[str, Callable[[], None]] = {
            "win": lambda: pipeline.win(deal),
            "lose": lambda: pipeline.lose(deal, reason),
            "lose and try again": lambda: pipeline.lose(deal, reason, again),
            "reopen": lambda: pipeline.reopen(deal),
            "delete": lambda: pipeline.delete(deal),
        }
        self._do(ends[how])

    @rule(
        pick=picks,
        place=st.integers(0, 5),
        name=texts,
        how=st.sampled_from(("add", "rename", "move", "percent", "delete")),
    )
    def change_the_stages(self, pick: int, place: int, name: str, how: str) -> None:
        stages, stage = self.services.deals.pipelines, self._stage(pick)
        ways: dict[str, Callable[[], object]] = {
            "add": lambda: stages.add_stage(self.services.pipeline.current(), name),
            "rename": lambda: stages.rename_stage(stage, name),
            "move": lambda: stages.move_stage(stage, place),
            "percent": lambda: stages.set_chance(stage, place * 25 or None),
            "delete": lambda: stages.delete_stage(stage, self._stage(place)),
        }
        self._do(ways[how])

    # ---------------------------------------------------------------------------------------------- reminders

    @rule(text=texts, days=st.integers(-3, 40), at=st.sampled_from((None, time(9), time(23, 59))), repeat=rules_of_repetition,
          since=st.sampled_from(RepeatFrom), contact=picks, deal=st.one_of(st.none(), picks),
          zone=st.sampled_from(("", "Asia/Tokyo", "no/where")))  # fmt: skip
    def remind(
        self,
        text: str,
        days: int,
        at: time | None,
        repeat: str,
        since: RepeatFrom,
        contact: int,
        deal: int | None,
        zone: str,
    ) -> None:
        day = self.services.reminders.now().date() + timedelta(days=days)
        self._do(
            lambda: self.services.reminders.add(
                reminder_draft(
                    text,
                    day,
                    at,
                    rule=repeat,
                    repeat_from=since,
                    zone=zone,
                    contact_id=self._contact(contact),
                    deal_id=None if deal is None else self._deal(deal),
                )
            )
        )

    @rule(pick=picks, how=st.sampled_from(("done", "log", "skip", "snooze", "hour", "edit", "delete")), text=texts,
          repeat=rules_of_repetition, days=st.integers(-1, 9))  # fmt: skip
    def treat_a_reminder(self, pick: int, how: str, text: str, repeat: str, days: int) -> None:
        reminders = self.services.reminders
        row = self._one_of(reminders.agenda(), pick)
        if row is None:
            return
        day = reminders.now().date() + timedelta(days=days)
        draft = reminder_draft(text, day, rule=repeat, contact_id=row.contact_id)
        ways: dict[str, Callable[[], object]] = {
            "done": lambda: reminders.done(row.occurrence_id),
            "log": lambda: reminders.done(row.occurrence_id, interaction_draft(text, at=self.clock.now()), draft),
            "skip": lambda: reminders.skip(row.occurrence_id),
            "snooze": lambda: reminders.snooze(row.occurrence_id, day, time(8)),
            "hour": lambda: reminders.snooze_for(row.occurrence_id, timedelta(hours=1)),
            "edit": lambda: reminders.edit(row.reminder_id, draft),
            "delete": lambda: reminders.delete(row.reminder_id),
        }
        self._do(ways[how])

    @rule(pick=picks)
    def open_a_reminder_again(self, pick: int) -> None:
        row = self._one_of(self.services.reminders.ended(), pick)
        if row is not None:
            self._do(lambda: self.services.reminders.reopen(row.occurrence_id))

    # --------------------------------------------------------------------------------- back, forth and onwards

    @rule(hours=st.sampled_from((1, 26, 24 * 40)))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)

    @precondition(lambda self: self.place > 0)
    @rule(count=st.integers(1, 6))
    def undo(self, count: int) -> None:
        for _ in range(min(count, self.place)):
            self._undo_one()

    @precondition(lambda self: self.place < len(self.dumps) - 1)
    @rule(count=st.integers(1, 6))
    def redo(self, count: int) -> None:
        for _ in range(min(count, len(self.dumps) - 1 - self.place)):
            self._redo_one()

    @rule()
    def close_and_open(self) -> None:
        assert self.open is not None
        self.open.close()
        self._open()
        assert self._dump() == self.dumps[self.place], "closing and opening changed something"

    def _undo_one(self) -> None:
        assert self.services.undoing.undo() is not None, "nothing to undo, though something was done"
        self.place -= 1
        assert self._dump() == self.dumps[self.place], "undoing gave something else than was there"

    def _redo_one(self) -> None:
        assert self.services.undoing.redo() is not None, "nothing to redo, though something was undone"
        self.place += 1
        assert self._dump() == self.dumps[self.place], "redoing gave something else than was there"

    @invariant()
    def only_what_was_done_can_be_undone(self) -> None:
        if self.dumps:
            assert (self.services.undoing.next_undo() is None) == (self.place == 0)
            assert (self.services.undoing.next_redo() is None) == (self.place == len(self.dumps) - 1)

    @rule()
    def a_repetition_is_open_once_ahead_unless_it_has_ended(self) -> None:
        """Derived rows are left out of the dumps; this is what has to hold of them instead."""
        # In the program, showing an occurrence asks for the next.
        self.services.reckoning.ask_for_all("reminder")
        self.services.reckoning.catch_up()
        now = int(self.clock.now().timestamp())
        ahead = self.core.database.reader().execute(
            "SELECT r.id, r.rule, count(o.id), count(DISTINCT o.planned_day) FROM reminders r "
            "LEFT JOIN occurrences o ON o.reminder_id = r.id AND o.ended_at IS NULL AND o.snoozed = 0 AND o.fires_at > ? "
            "WHERE r.rule <> '' AND r.repeat_from = 'due' AND r.kind = 'plain' GROUP BY r.id",
            (now,),
        )
        for reminder_id, repetition, count, days in ahead.fetchall():
            assert count == days, f"reminder {reminder_id} stands twice on a day"
            assert count >= 1 or "COUNT" in repetition, f"reminder {reminder_id} has no next time"

    def teardown(self) -> None:
        """Undo all of it, step by step, with a restart in the middle, and redo all of it."""
        if self.open is None:
            return
        try:
            self.a_repetition_is_open_once_ahead_unless_it_has_ended()
            self._all_the_way_back_and_forth()
            self.a_repetition_is_open_once_ahead_unless_it_has_ended()
        finally:
            self.open.close()
            shutil.rmtree(self.folder)

    def _all_the_way_back_and_forth(self) -> None:
        half = self.place // 2
        while self.place > 0:
            self._undo_one()
            if self.place == half:
                self.close_and_open()
        assert self.services.undoing.undo() is None
        while self.place < len(self.dumps) - 1:
            self._redo_one()
        assert self.services.undoing.redo() is None
        assert search_index.differences(self.core.database.writer) == []
        assert database.check(self.core.database.writer) == []
