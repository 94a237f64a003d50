"""Sample data: a freelancer's week told from today, and behind it as many made-up people as one asks for."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from crm_desktop.domain.contacts import ImportantDate, PointKind, clean_draft, compare_key
from crm_desktop.domain.dates import instant_to_wall, wall_to_instant
from crm_desktop.domain.folding import fold
from crm_desktop.domain.matching import own_uid
from crm_desktop.domain.messages import counted
from crm_desktop.domain.pipelines import PersonInDeal, Stage
from crm_desktop.domain.reminders import ALL_DAY_HOUR, ReminderDraft
from crm_desktop.services.contact_rows import insert_contact
from crm_desktop.services.pipeline import PipelineService
from crm_desktop.services.ports import Clock
from crm_desktop.services.reminder_writes import insert_reminder
from crm_desktop.services.sampling import words
from crm_desktop.services.sampling.background import tell_more
from crm_desktop.services.sampling.columns import COLUMNS
from crm_desktop.services.sampling.deals import DealFilling
from crm_desktop.services.sampling.story import STORY, TAG_INTERVALS, Person, Talk
from crm_desktop.services.scheduling.series import Surroundings
from crm_desktop.services.writes import Work, tag_for
from crm_desktop.storage import matching_index
from crm_desktop.storage.queries import contacts as queries
from crm_desktop.storage.writing import Writing

ORIGIN = "Sample data"
INTERACTIONS_EACH = 10
MOST_UNDOABLE = 1_000
"""Up to so many contacts one undo takes the sample back; more would fill the journal with what nobody typed."""

_BATCH = 1_000
_DAY = 86_400
_TALKED_OF = 20
"""So many days before a deal came into its stage, one spoke about it already."""
_YEARS_BACK = 4 * 365


class SampleService:
    """Fills a home with people who do not exist, the same ones for the same seed and day."""

    def __init__(self, writing: Writing, clock: Clock, pipeline: PipelineService) -> None:
        self._writing = writing
        self._clock = clock
        self._pipeline = pipeline

    def fill(
        self,
        contacts: int = len(STORY),
        seed: int = 1,
        progress: Callable[[int], None] | None = None,
        open_deals: int | None = None,
        open_reminders: int | None = None,
    ) -> int:
        """Add `contacts` people, ten interactions each on average; returns how many interactions were written.

        The first ones are those of the story. `open_deals` and `open_reminders` put that many on the board and into the
        agenda besides (None: one for each thirtieth contact, never more than 200 deals).
        """
        self._pipeline.ensure_pipeline()
        label = counted("Added sample contact", "Added {count} sample contacts", contacts)
        undoable = contacts <= MOST_UNDOABLE
        with self._writing(label if undoable else None) as work:
            made = _Filling(work, self._clock, self._pipeline.stages(), random.Random(seed))  # noqa: S311 - made-up people, no secrets
            for person in STORY[:contacts]:
                made.tell(person)
            made.tell_more()
            made.tell_of_deals()
            made.keep_in_touch_by_tags()
            made.people(contacts - len(STORY[:contacts]), progress or (lambda _count: None))
            made.more_deals(min(200, contacts // 30) if open_deals is None else open_deals)
            made.more_reminders(contacts // 30 if open_reminders is None else open_reminders)
        if not undoable:
            self._writing.rebuild_index()
        return made.interactions


class _Filling:
    """One filling: what it needs to know while the rows go in."""

    def __init__(self, work: Work, clock: Clock, stages: Sequence[Stage], chance: random.Random) -> None:
        self._work = work
        self._zone = clock.zone()
        self._now = int(clock.now().timestamp())
        self._today = instant_to_wall(clock.now(), self._zone).date()
        self._stages = [stage.id for stage in stages]
        self._work_told = DealFilling(work, Surroundings(self._zone, ALL_DAY_HOUR, self._now), stages)
        self._people_of: dict[int, Sequence[tuple[str, str]]] = {}
        self._chance = chance
        self._companies: dict[str, int] = matching_index.keys_and_ids(work.read, "companies")
        self._tags: dict[str, int] = matching_index.keys_and_ids(work.read, "tags")
        self._ids: list[int] = []
        self._told: dict[str, int] = {}
        self._deals: dict[str, int] = {}
        self.interactions = 0

    def tell(self, person: Person) -> None:
        """Add one person of the story with everything that goes on."""
        draft = person.draft
        if person.birthday_in is not None:
            ahead, turns = person.birthday_in
            day = self._today + timedelta(days=ahead)
            born = date(day.year - turns, day.month, min(day.day, 28) if day.month == 2 else day.day)
            dates = (*draft.dates, ImportantDate("birthday", born.isoformat()))
            draft = replace(draft, dates=dates)
        contact_id = insert_contact(self._work, clean_draft(draft), ORIGIN)
        self._work.update("contacts", contact_id, created_at=self._now - 400 * _DAY)
        stored = [self._work_told.tell(contact_id, deal) for deal in person.deals]
        for talk in person.talks:
            recent = person.deals and talk.days <= person.deals[0].days_here + _TALKED_OF
            self._talk(contact_id, talk, stored[0] if recent else None)
        self._people_of |= {deal_id: deal.others for deal, deal_id in zip(person.deals, stored, strict=True)}
        for task in person.tasks:
            about = stored[0] if task.for_deal and stored else None
            day = self._today + timedelta(days=task.days)
            reminder = ReminderDraft(task.text, day, task.at, rule=task.rule, contact_id=contact_id, deal_id=about)
            insert_reminder(self._work, reminder, Surroundings(self._zone, ALL_DAY_HOUR, self._now))
        self._ids.append(contact_id)
        self._told[draft.name.display()] = contact_id
        self._deals |= {deal.title: deal_id for deal, deal_id in zip(person.deals, stored, strict=True)}

    def tell_more(self) -> None:
        """Add what a good friend would remember of those in the story."""
        around = Surroundings(self._zone, ALL_DAY_HOUR, self._now)
        self.interactions += tell_more(self._work, self._told, self._today, self._zone, around, self._deals)

    def tell_of_deals(self) -> None:
        """Add who else takes part in the deals of the story, what became of earlier ones, and a second pipeline."""
        for deal_id, others in self._people_of.items():
            there = [PersonInDeal(self._told[name], role) for name, role in others if name in self._told]
            self._work_told.join(deal_id, there)
        self._work_told.tell_the_past(self._told)
        self._work_told.open_workshops(self._told)
        self._work_told.judge(self._told)

    def keep_in_touch_by_tags(self) -> None:
        """Give the tags of the story their intervals; one that the user set stays."""
        for tag in queries.tags(self._work.read):
            if tag.name in TAG_INTERVALS and tag.keep_in_touch_days is None:
                self._work.update("tags", tag.id, keep_in_touch_days=TAG_INTERVALS[tag.name])

    def people(self, count: int, progress: Callable[[int], None]) -> None:
        """Add so many made-up people with their interactions, batch by batch."""
        for start in range(0, count, _BATCH):
            self._people_batch(min(_BATCH, count - start))
            progress(start + _BATCH)

    def more_deals(self, count: int) -> None:
        """Put so many more open deals on the board."""
        rows = []
        for position in range(count):
            here = self._chance.randrange(1, 40)
            rows.append(
                (own_uid(), self._chance.choice(words.OBJECTS).removeprefix("the ").capitalize(), self._someone(),
                 self._chance.choice(self._stages), (position + 100) << 20, self._chance.randrange(3, 90) * 10_000,
                 self._chance.choice(("EUR", "EUR", "EUR", "USD", "GBP")), "", "", "open", "",
                 self._now - here * _DAY, self._now - (here + 10) * _DAY,
                 (self._today + timedelta(days=self._chance.randrange(-9, 120))).isoformat() if position % 3 else None)
            )  # fmt: skip
        columns = (
            "uid", "title", "contact_id", "stage_id", "position", "amount_minor", "currency", "source", "note", "state",
            "lost_reason", "stage_since", "created_at", "expected_close",
        )  # fmt: skip
        self._work.insert_many("deals", columns, rows)

    def more_reminders(self, count: int) -> None:
        """Put so many more reminders into the weeks to come."""
        first = self._work.last_id("reminders") + 1
        reminders, occurrences = [], []
        for reminder_id in range(first, first + count):
            day = self._today + timedelta(days=self._chance.randrange(1, 120))
            at = time(self._chance.randrange(8, 18), self._chance.choice((0, 30)))
            fires_at = int(wall_to_instant(day, at, self._zone).timestamp())
            text = self._chance.choice(words.TASKS)
            hour = at.strftime("%H:%M")
            reminders.append(
                (reminder_id, own_uid(), text, self._someone(), day.isoformat(), hour, "", "", "due", "", "", self._now)
            )
            occurrences.append((reminder_id, day.isoformat(), hour, fires_at, 0, ""))
        self._work.insert_many(
            "reminders",
            ("id", "uid", "text", "contact_id", "start_day", "wall_time", "zone", "rule", "repeat_from", "action", "note",
             "created_at"),
            reminders,
        )  # fmt: skip
        self._work.insert_many(
            "occurrences", ("reminder_id", "due_day", "wall_time", "fires_at", "snoozed", "ended_as"), occurrences
        )

    def _people_batch(self, count: int) -> None:
        first = self._work.last_id("contacts") + 1
        rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in COLUMNS}
        for contact_id in range(first, first + count):
            self._person(contact_id, rows)
            self._ids.append(contact_id)
        for table, columns in COLUMNS.items():
            self._work.insert_many(table, columns, rows[table])  # type: ignore[arg-type]
        self.interactions += len(rows["interactions"])

    def _person(self, contact_id: int, rows: dict[str, list[tuple[object, ...]]]) -> None:
        chance = self._chance
        region = chance.choices(words.REGIONS, words.WEIGHTS)[0]
        given, family = chance.choice(region.given), chance.choice(region.family)
        shown = family + given if region.family_first else f"{given} {family}"
        city, zone = chance.choice(region.cities)
        company = f"{chance.choice(region.family)} {chance.choice(words.TRADES)}"
        created = self._now - chance.randrange(30, _YEARS_BACK) * _DAY
        rows["contacts"].append(
            (contact_id, own_uid(), "", given, "", family, "", "", shown if region.family_first else "", shown, fold(shown),
             chance.choice(words.JOBS), "", self._company(company), "", chance.choice(words.SOURCES), region.language, zone,
             chance.choice(words.CHANNELS), chance.choice((30, 60, 90)) if contact_id % 5 == 0 else None, ORIGIN, created,
             words.LIFECYCLE[contact_id % len(words.LIFECYCLE)])
        )  # fmt: skip
        name = fold(family) if family.isascii() or fold(family).isascii() else "person"
        email = f"{name.replace(' ', '').replace(chr(39), '')}.{contact_id}@mail{contact_id % 97}.example"
        phone = (
            f"+{region.calling_code} {chance.randrange(10, 99)} {chance.randrange(1000, 9999)} {contact_id % 10_000:04}"
        )
        rows["contact_points"].append((contact_id, "email", "work", email, email, 0))
        rows["contact_points"].append((contact_id, "phone", "mobile", phone, compare_key(PointKind.PHONE, phone), 1))
        rows["addresses"].append((contact_id, "work", "", "", "", city, "", "", region.country, "", 0))
        if contact_id % 3 == 0:
            month, day = chance.randrange(1, 13), chance.randrange(1, 29)
            year = f"{chance.randrange(1950, 2004)}" if contact_id % 2 else "-"
            rows["important_dates"].append(
                (contact_id, "birthday", f"{year}-{month:02}-{day:02}", f"{month:02}-{day:02}", 0)
            )
        if contact_id % 2 == 0:
            rows["facts"].append((contact_id, *chance.choice(words.FACTS), 0))
        for tag in chance.sample(words.TAGS, contact_id % 3):
            rows["contact_tags"].append((contact_id, self._tag(tag)))
        rows["interactions"].extend(self._talks(contact_id, created, zone))

    def _talks(self, contact_id: int, created: int, zone: str) -> Iterator[tuple[object, ...]]:
        chance = self._chance
        for _ in range(chance.randrange(1, 2 * INTERACTIONS_EACH)):
            kind = chance.choice(("note", "call", "email", "meeting", "message"))
            at = chance.randrange(created, self._now)
            text = f"{chance.choice(words.OPENINGS)} {chance.choice(words.OBJECTS)}: {chance.choice(words.ENDINGS)}."
            direction = "none" if kind in ("note", "meeting") else chance.choice(("outgoing", "incoming"))
            minutes = chance.randrange(2, 60) if kind in ("call", "meeting") else None
            yield contact_id, kind, direction, at, zone, minutes, "", "", text, at

    def _talk(self, contact_id: int, talk: Talk, deal_id: int | None) -> None:
        at = int(wall_to_instant(self._today - timedelta(days=talk.days), talk.at, self._zone).timestamp())
        self._work.insert(
            "interactions",
            contact_id=contact_id,
            deal_id=deal_id,
            kind=talk.kind,
            direction=talk.direction,
            occurred_at=at,
            zone=str(self._zone),
            duration_minutes=talk.minutes,
            subject=talk.subject,
            text=talk.text,
            created_at=at,
        )
        self.interactions += 1

    def _someone(self) -> int | None:
        return self._chance.choice(self._ids) if self._ids else None

    def _company(self, name: str) -> int:
        key = fold(name)
        if key not in self._companies:
            self._companies[key] = self._work.insert(
                "companies", uid=own_uid(), name=name, compare_key=key, created_at=self._now
            )
        return self._companies[key]

    def _tag(self, name: str) -> int:
        # The story's people have made tags of their own since the dictionary was read.
        if name not in self._tags:
            self._tags[name] = tag_for(self._work, name)
        return self._tags[name]
