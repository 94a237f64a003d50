"""What a user can do on a person's page besides names and ways to reach them: relations, roles, lifecycle, consent, photo."""

from __future__ import annotations

import uuid
from contextlib import AbstractContextManager
from datetime import date

from crm_desktop.domain.background import (
    LARGEST_PHOTO,
    Consent,
    LifecycleStage,
    LifecycleStep,
    Role,
    clean_consent,
    inverse_relation,
    media_type,
    partial_day,
)
from crm_desktop.domain.contacts import NAME_LIMIT, clean_line
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.messages import message
from crm_desktop.domain.profile import Profile
from crm_desktop.services.files import FileService
from crm_desktop.services.ports import Clock
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.writes import Work, company_for, drop_put_off_touches
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts as contact_queries
from crm_desktop.storage.queries import profiles as queries
from crm_desktop.storage.writing import Writing


class ProfileService:
    """Reads are one statement a part, writes one undoable unit of work each."""

    def __init__(
        self, database: Database, writing: Writing, clock: Clock, files: FileService, reckoning: Reckoning
    ) -> None:
        self._reckoning = reckoning
        self._database = database
        self._writing = writing
        self._clock = clock
        self._files = files

    def profile(self, contact_id: int) -> Profile | None:
        """All of it for one person; None when the person is gone."""
        return queries.profile(self._database.reader(), contact_id)

    def set_lifecycle(self, contact_id: int, stage: str, day: date) -> None:
        """Say which stage somebody has reached on a day; an empty stage takes them out of the lifecycle, the days stay.

        Raises InvalidInput (field "lifecycle") for an unknown stage.
        """
        if stage and stage not in set(LifecycleStage):
            raise InvalidInput("lifecycle", "“{stage}” is no stage of the lifecycle.", stage=clean_line(stage, 40))
        with self._change(contact_id, "Changed the lifecycle of {name}") as work:
            work.update("contacts", contact_id, lifecycle=stage)
            if stage:
                _insert_step(work, contact_id, LifecycleStep(stage, day))

    def save_step(self, contact_id: int, step_id: int | None, step: LifecycleStep) -> None:
        """Add (None) or change the day on which a stage was reached; the present stage is that of the latest day."""
        if step.stage not in set(LifecycleStage):
            raise InvalidInput("lifecycle", "Choose a stage.")
        with self._change(contact_id, "Changed the lifecycle of {name}") as work:
            if step_id is None:
                _insert_step(work, contact_id, step)
            else:
                work.update("lifecycle_steps", step_id, stage=step.stage, day=step.day.isoformat())
            _take_latest_stage(work, contact_id)

    def remove_step(self, contact_id: int, step_id: int) -> None:
        """Take the day of a stage out; the present stage is then that of the latest day left."""
        with self._change(contact_id, "Changed the lifecycle of {name}") as work:
            work.delete("lifecycle_steps", step_id)
            _take_latest_stage(work, contact_id)

    def save_role(self, contact_id: int, role_id: int | None, role: Role) -> None:
        """Add (None) or change a role besides the main one; the company goes by its name and is made if it is new.

        Raises InvalidInput (fields "company", "from_day", "until_day").
        """
        columns = role_columns(role)
        if not clean_line(role.company, NAME_LIMIT):
            raise InvalidInput("company", "At which company?")
        with self._change(contact_id, "Changed the roles of {name}") as work:
            columns["company_id"] = company_for(work, role.company)
            if role_id is None:
                work.insert("contact_roles", contact_id=contact_id, position=1_000_000, **columns)
            else:
                work.update("contact_roles", role_id, **columns)

    def remove_role(self, contact_id: int, role_id: int) -> None:
        """Take a role out."""
        with self._change(contact_id, "Changed the roles of {name}") as work:
            work.delete("contact_roles", role_id)

    def save_relation(self, contact_id: int, relation_id: int | None, other_id: int, kind: str, note: str = "") -> None:
        """Say what another person is to this one, or change that; it shows on the other's page the other way round.

        `kind` is a key of RELATION_KINDS or any words, which then say the same on both pages. Raises InvalidInput (fields
        "other", "relation").
        """
        cleaned, words = clean_line(kind, 100), clean_line(note)
        if not cleaned:
            raise InvalidInput("relation", "What are they to each other?")
        if other_id == contact_id:
            raise InvalidInput("other", "That is the same person.")
        if queries.profile(self._database.reader(), other_id) is None:
            raise InvalidInput("other", "This contact is no longer there.")
        with self._change(contact_id, "Changed the relations of {name}") as work:
            if relation_id is not None:
                _delete_relation(work, relation_id)
            insert_relation(work, contact_id, other_id, cleaned, words)

    def remove_relation(self, contact_id: int, relation_id: int) -> None:
        """Take a relation off both pages."""
        with self._change(contact_id, "Changed the relations of {name}") as work:
            _delete_relation(work, relation_id)

    def save_consent(self, contact_id: int, consent_id: int | None, consent: Consent) -> None:
        """Note (None) that somebody agreed to something, or (an id) that they took it back on `consent.withdrawn_on`.

        What was agreed to is never changed afterwards: only the day of withdrawing can be filled in, once. What was
        noted by mistake is undone, or withdrawn and noted anew. Raises InvalidInput (fields "purpose", "withdrawn_on").
        """
        if consent_id is not None:
            self._withdraw(contact_id, consent_id, consent)
            return
        columns = consent_columns(consent)
        with self._change(contact_id, "Noted a consent of {name}") as work:
            work.insert("consents", contact_id=contact_id, **columns)

    def set_do_not_contact(self, contact_id: int, on: bool) -> None:
        """Say that somebody is not to be contacted, or may be again; nothing asks to keep in touch with them meanwhile."""
        label = "Marked {name} as not to be contacted" if on else "{name} may be contacted again"
        with self._change(contact_id, label) as work:
            work.update("contacts", contact_id, do_not_contact=int(on))
            if on:
                drop_put_off_touches(work, contact_id)
            self._reckoning.settle_changed(work)

    def set_photo(self, contact_id: int, content: bytes) -> None:
        """Keep a PNG, JPEG or WebP file of at most 10 MB as the person's photo; raises InvalidInput (field "photo")."""
        stored = self._files.store(checked_photo(content))
        with self._change(contact_id, "Changed the photo of {name}") as work:
            work.update("contacts", contact_id, photo=stored)

    def remove_photo(self, contact_id: int) -> None:
        """Show the person without a photo."""
        with self._change(contact_id, "Took the photo of {name} away") as work:
            work.update("contacts", contact_id, photo="")

    def photo(self, contact_id: int) -> bytes | None:
        """The photo as it was given; None when there is none, or its file is gone or was changed."""
        stored = queries.photo(self._database.reader(), contact_id)
        if not stored:
            return None
        try:
            return checked_photo(self._files.read(stored))
        except (InvalidInput, NotFound):
            return None

    def _withdraw(self, contact_id: int, consent_id: int, consent: Consent) -> None:
        have = {part.id: part.value for part in queries.consents(self._database.reader(), contact_id)}.get(consent_id)
        if have is None:
            raise NotFound("This consent is no longer there.")
        if consent.withdrawn_on is None or have.withdrawn_on is not None:
            raise InvalidInput("withdrawn_on", "A consent is not changed afterwards. Withdraw it and note a new one.")
        if consent.withdrawn_on < have.given_on:
            raise InvalidInput("withdrawn_on", "It cannot be withdrawn before it was given.")
        with self._change(contact_id, "Withdrew a consent of {name}") as work:
            work.update("consents", consent_id, withdrawn_on=consent.withdrawn_on.isoformat())

    def _change(self, contact_id: int, label: str) -> AbstractContextManager[Work]:
        name = contact_queries.shown_name(self._database.reader(), contact_id)
        if name is None:
            raise NotFound("This contact is no longer there.")
        return self._writing(message(label, name=name))


def role_columns(role: Role) -> dict[str, object]:
    """The columns of a role but for its company; raises InvalidInput (fields "from_day", "until_day")."""
    begin, end = partial_day(role.from_day, "from_day"), partial_day(role.until_day, "until_day")
    if begin and end and end < begin[: len(end)]:
        raise InvalidInput("until_day", "It cannot end before it begins.")
    return {"title": clean_line(role.title, NAME_LIMIT), "from_day": begin, "until_day": end}


def consent_columns(consent: Consent) -> dict[str, object]:
    """The columns of a consent; raises InvalidInput (field "purpose")."""
    cleaned = clean_consent(consent)
    if not cleaned.purpose:
        raise InvalidInput("purpose", "What did they agree to?")
    return {
        "purpose": cleaned.purpose,
        "basis": cleaned.basis,
        "source": cleaned.source,
        "wording": cleaned.wording,
        "given_on": cleaned.given_on.isoformat(),
        "withdrawn_on": cleaned.withdrawn_on.isoformat() if cleaned.withdrawn_on else "",
    }


def checked_photo(content: bytes) -> bytes:
    """The bytes themselves; raises InvalidInput (field "photo") when they are too many or no picture of a kind that is kept."""
    if len(content) > LARGEST_PHOTO:
        raise InvalidInput("photo", "A photo may have {most} MB at most.", most=LARGEST_PHOTO // 1024 // 1024)
    if not media_type(content):
        raise InvalidInput("photo", "This is no photo that can be kept. Take a PNG, JPEG or WebP file.")
    return content


def insert_relation(work: Work, contact_id: int, other_id: int, kind: str, note: str) -> None:
    """Put a relation on both pages, inside a unit of work, unless it is there."""
    if queries.same_relation(work.read, contact_id, other_id, kind) is not None:
        return
    pair = uuid.uuid4().hex
    work.insert("relations", contact_id=contact_id, other_id=other_id, kind=kind, note=note, pair=pair)
    work.insert(
        "relations", contact_id=other_id, other_id=contact_id, kind=inverse_relation(kind), note=note, pair=pair
    )


def _delete_relation(work: Work, relation_id: int) -> None:
    for row_id, *_rest in queries.relation_rows(work.read, relation_id):
        work.delete("relations", row_id)


def _insert_step(work: Work, contact_id: int, step: LifecycleStep) -> None:
    day = step.day.isoformat()
    if not any(have.value == step for have in queries.steps(work.read, contact_id)):
        work.insert("lifecycle_steps", contact_id=contact_id, stage=step.stage, day=day)


def _take_latest_stage(work: Work, contact_id: int) -> None:
    steps = queries.steps(work.read, contact_id)
    work.update("contacts", contact_id, lifecycle=steps[-1].value.stage if steps else "")
