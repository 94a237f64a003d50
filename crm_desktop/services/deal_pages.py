"""A deal with everything about it, edited in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from crm_desktop.domain.contacts import NAME_LIMIT, ContactDraft, clean_draft, clean_line, clean_text
from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.deal_profile import DEAL_TEXTS, DealPerson, DealProfile
from crm_desktop.domain.deal_values import DealValue, checked_value
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.likelihood import Likelihood, OpenDeal, Step, likelihood
from crm_desktop.domain.messages import message
from crm_desktop.domain.own_fields import OwnField, parse_value
from crm_desktop.domain.pipelines import DealDraft, DealState, PersonInDeal
from crm_desktop.domain.typed_names import name_from
from crm_desktop.services.contact_rows import insert_contact
from crm_desktop.services.deal_writing import REASON_LIMIT, ROLE_LIMIT, DealWriting
from crm_desktop.services.own_fields import write_value
from crm_desktop.services.pipeline import PipelineService
from crm_desktop.services.ports import Clock
from crm_desktop.services.reading_days import habits
from crm_desktop.services.settings import SettingsService
from crm_desktop.services.writes import Work, company_for
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts as contact_queries
from crm_desktop.storage.queries import deal_profile as queries
from crm_desktop.storage.queries import own_fields
from crm_desktop.storage.writing import Writing

SUBJECT = "deal"


class DealPageService:
    """Reads are a few statements; every change is one undoable unit of work. Raises NotFound for a deal that is gone."""

    def __init__(
        self, database: Database, writing: Writing, clock: Clock, settings: SettingsService, board: PipelineService
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings
        self._board = board

    def page(self, deal_id: int) -> DealProfile | None:
        """Everything about one deal but its timeline; None when it is gone."""
        reader = self._database.reader()
        page = self._board.page(deal_id)
        # The other reading judges whether the deal is stuck, too.
        card = next(iter(self._board.cards([deal_id])), None)
        if page is None or card is None:
            return None
        company_id, own_company, learned, files, repeat, answers = queries.more(reader, deal_id)
        found = None
        if card.state is DealState.OPEN:
            deal = self._open_deal(card, page.probability, page.source, repeat=bool(repeat), answers=answers)
            found = self._likelihood(deal, card.pipeline_id, deal_id)
        return DealProfile(
            card=card,
            created_at=page.created_at,
            percent=self._learned_chance(card, page.probability) if learned else page.probability,
            company_id=company_id,
            own_company=own_company,
            note=page.note,
            source=page.source,
            lost_reason=page.lost_reason,
            people=queries.people(reader, deal_id),
            tags=queries.tags(reader, deal_id),
            own=own_fields.values(reader, SUBJECT, deal_id),
            files=files,
            likelihood=found,
            changes=queries.changes(reader, deal_id),
            steps=queries.steps(reader, deal_id),
        )

    def stage_names(self, pipeline_id: int | None = None, *, beside: int | None = None) -> list[tuple[int, str]]:
        """The stages (id, name) of a pipeline, of that of the stage `beside`, or of the current one: quick, for forms."""
        reader = self._database.reader()
        if pipeline_id is None and beside is not None:
            pipeline_id = queries.pipeline_of(reader, beside)
        return queries.stage_names(reader, self._board.current() if pipeline_id is None else pipeline_id)

    def add(
        self,
        draft: DealDraft,
        own: Mapping[int, str] | None = None,
        new_contact: str = "",
        new_people: Sequence[tuple[str, str]] = (),
    ) -> int:
        """Put a deal with its people, tags and own fields (field id to what was typed) at the end of its stage.

        `new_contact` and `new_people` (name, role) are added as contacts first, of the deal's company; one undo takes back
        all of it. Returns the id. Raises InvalidInput as `PipelineService.add`, and (field "own/3") for what a field does
        not take.
        """
        checked = [self._checked(field_id, typed) for field_id, typed in (own or {}).items() if typed.strip()]
        with self._writing(message("Added deal “{title}”", title=clean_line(draft.title, NAME_LIMIT))) as work:

            def made(name: str) -> int:
                return insert_contact(work, clean_draft(ContactDraft(name=name_from(name), company=draft.company)), "")

            others = tuple(PersonInDeal(made(name), role) for name, role in new_people)
            if new_contact:
                draft = replace(draft, contact_id=made(new_contact))
            if others:
                draft = replace(draft, people=(*(draft.people or ()), *others))
            deal_id = DealWriting(work, self._clock.zone()).insert(draft)
            for field, text, sort in checked:
                write_value(work, field, deal_id, text, sort)
            return deal_id

    def set_text(self, deal_id: int, field: str, value: str) -> None:
        """Change one of DEAL_TEXTS; raises InvalidInput (field "title") for a deal without a name."""
        if field not in DEAL_TEXTS:
            raise InvalidInput(field, "A deal has no such field.")
        text = (
            clean_text(value)
            if field == "note"
            else clean_line(value, NAME_LIMIT if field == "title" else REASON_LIMIT)
        )
        if field == "title" and not text:
            raise InvalidInput("title", "A deal needs a name: what is the work?")
        with self._change(deal_id) as (work, _writing):
            work.update("deals", deal_id, **{field: text})

    def set_value(self, deal_id: int, value: DealValue | None) -> None:
        """Say what a deal is worth, None for nothing; raises InvalidInput (fields "period", "times")."""
        checked = checked_value(value.money, value.period, value.times) if value is not None else None
        with self._change(deal_id) as (_work, writing):
            writing.set_value(deal_id, checked)

    def set_close(self, deal_id: int, day: date | None) -> None:
        """Say by when it is expected to be won, None for no such day."""
        with self._change(deal_id) as (_work, writing):
            writing.set_close(deal_id, day)

    def set_company(self, deal_id: int, name: str) -> None:
        """The company it is for, made if it is new; an empty name takes it away."""
        with self._change(deal_id) as (work, _writing):
            work.update("deals", deal_id, company_id=company_for(work, name))

    def set_tags(self, deal_id: int, names: Sequence[str]) -> None:
        """Exactly these tags, new ones made; raises InvalidInput (field "tag") for one without a name."""
        if not all(clean_line(name, ROLE_LIMIT) for name in names):
            raise InvalidInput("tag", "A tag needs a name.")
        with self._change(deal_id) as (_work, writing):
            writing.set_tags(deal_id, names)

    def set_main(self, deal_id: int, contact_id: int | None) -> None:
        """Say whom the deal is with; who was that before stays among the others. Both keep their roles."""
        self._check_person(contact_id)
        with self._change(deal_id) as (work, _writing):
            there = queries.people(work.read, deal_id)
            first = [replace(each, main=True) for each in there if each.contact_id == contact_id]
            if contact_id is not None and not first:
                first = [DealPerson(contact_id, "", main=True)]
            others = [replace(each, main=False) for each in there if each.contact_id != contact_id]
            self._write_people(work, deal_id, (*first, *others))

    def add_person(self, deal_id: int, contact_id: int, role: str = "") -> None:
        """Somebody takes part: as the main contact where there is none yet. Who does already, gets the role."""
        self._check_person(contact_id)
        with self._change(deal_id) as (work, _writing):
            there = queries.people(work.read, deal_id)
            if any(each.contact_id == contact_id for each in there):
                changed = tuple(replace(each, role=role) if each.contact_id == contact_id else each for each in there)
            else:
                changed = (*there, DealPerson(contact_id, "", role, main=not any(each.main for each in there)))
            self._write_people(work, deal_id, changed)

    def set_role(self, deal_id: int, contact_id: int, role: str) -> None:
        """As what somebody takes part, in any words."""
        with self._change(deal_id) as (work, _writing):
            there = queries.people(work.read, deal_id)
            changed = tuple(replace(each, role=role) if each.contact_id == contact_id else each for each in there)
            self._write_people(work, deal_id, changed)

    def remove_person(self, deal_id: int, contact_id: int) -> None:
        """Somebody takes no part any more; where that was the main contact, the next one is."""
        with self._change(deal_id) as (work, _writing):
            left = [each for each in queries.people(work.read, deal_id) if each.contact_id != contact_id]
            if left and not left[0].main:
                left[0] = replace(left[0], main=True)
            self._write_people(work, deal_id, left)

    def duplicate(self, deal_id: int) -> int:
        """A copy in the same stage, open and without history, with the same people, tags and own fields; returns its id."""
        page = self._board.page(deal_id)
        if page is None:
            raise NotFound("This deal is no longer there.")
        card, reader = page.card, self._database.reader()
        _id, company, *_more = queries.more(reader, deal_id)
        there = queries.people(reader, deal_id)
        draft = DealDraft(
            title=card.title,
            stage_id=card.stage_id,
            contact_id=card.contact_id,
            company=company,
            value=card.value,
            expected_close=card.expected_close,
            source=page.source,
            note=page.note,
            period=card.period,
            times=card.times,
            role=next((each.role for each in there if each.main), ""),
            people=tuple(PersonInDeal(each.contact_id, each.role) for each in there if not each.main),
            tags=tuple(tag.name for tag in queries.tags(reader, deal_id)),
        )
        with self._writing(message("Duplicated “{title}”", title=card.title)) as work:
            made = DealWriting(work, self._clock.zone()).insert(draft)
            queries.copy_own_values(work.read, deal_id, made)
            return made

    def _learned_chance(self, card: DealCard, otherwise: int) -> int:
        """The chance of the stage as the sums of the board are weighted with."""
        stages = self._board.stages(card.pipeline_id)
        return next((stage.chance.percent for stage in stages if stage.id == card.stage_id), otherwise)

    def _open_deal(self, card: DealCard, percent: int, source: str, *, repeat: bool, answers: int) -> OpenDeal:
        now = self._clock.now()
        today = instant_to_wall(now, self._clock.zone()).date()
        step = Step.NONE
        if card.next_step is not None:
            step = Step.LATE if card.next_step.day < today else Step.PLANNED
        days = max(0, (now - card.created_at).days) if card.created_at is not None else 0
        return OpenDeal(card.stage_id, card.stage, percent, source, repeat, days, answers, step)

    def _likelihood(self, deal: OpenDeal, pipeline_id: int, deal_id: int) -> Likelihood:
        return likelihood(deal, queries.closed_deals(self._database.reader(), pipeline_id, deal_id))

    def _write_people(self, work: Work, deal_id: int, people: Sequence[DealPerson]) -> None:
        """Exactly these people in this order; the main one stands in the deal itself."""
        main = next((each for each in people if each.main), None)
        role = clean_line(main.role, ROLE_LIMIT) if main is not None else ""
        work.update("deals", deal_id, contact_id=main.contact_id if main is not None else None, contact_role=role)
        others = [PersonInDeal(each.contact_id, each.role) for each in people if not each.main]
        DealWriting(work, self._clock.zone()).set_people(deal_id, others)

    def _checked(self, field_id: int, typed: str) -> tuple[OwnField, str, float | None]:
        field = own_fields.field(self._database.reader(), field_id)
        if field is None:
            raise NotFound("This field is no longer there.")
        try:
            text, sort = parse_value(field, typed, habits(self._settings, self._clock))
        except InvalidInput as refused:
            raise InvalidInput(f"own/{field_id}", refused.sentence) from refused
        return field, text, sort

    def _check_person(self, contact_id: int | None) -> None:
        if contact_id is not None and contact_queries.shown_name(self._database.reader(), contact_id) is None:
            raise InvalidInput("contact", "This contact is no longer there.")

    @contextmanager
    def _change(self, deal_id: int) -> Iterator[tuple[Work, DealWriting]]:
        page = self._board.page(deal_id)
        if page is None:
            raise NotFound("This deal is no longer there.")
        with self._writing(message("Changed deal “{title}”", title=page.card.title)) as work:
            yield work, DealWriting(work, self._clock.zone())
