"""The tables of what happens with people: deals, interactions, reminders, files."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class StoredFile(SQLModel, table=True):
    """A file that was copied into the home under a name of its own."""

    __tablename__ = "files"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int | None = Field(default=None, foreign_key="contacts.id")
    company_id: int | None = Field(default=None, foreign_key="companies.id")
    deal_id: int | None = Field(default=None, foreign_key="deals.id")
    interaction_id: int | None = Field(default=None, foreign_key="interactions.id")
    name: str
    stored: str
    sha256: str
    size: int
    media_type: str = ""
    added_at: int


class Pipeline(SQLModel, table=True):
    """An ordered way that deals go."""

    __tablename__ = "pipelines"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    position: int = 0
    archived: int = 0
    kind: str = ""
    word_one: str = ""
    word_many: str = ""
    word_won: str = ""
    word_lost: str = ""


class Stage(SQLModel, table=True):
    """A step of a pipeline."""

    __tablename__ = "stages"
    id: int | None = Field(default=None, primary_key=True)
    pipeline_id: int = Field(foreign_key="pipelines.id")
    name: str
    position: int = 0
    probability: int = 50
    stuck_days: int | None = None
    learned: int = 0
    colour: str = ""


class Deal(SQLModel, table=True):
    """A possible piece of work."""

    __tablename__ = "deals"
    id: int | None = Field(default=None, primary_key=True)
    uid: str
    title: str
    contact_id: int | None = Field(default=None, foreign_key="contacts.id")
    company_id: int | None = Field(default=None, foreign_key="companies.id")
    stage_id: int = Field(foreign_key="stages.id")
    position: int = 0
    amount_minor: int | None = None
    currency: str = ""
    expected_close: str | None = None
    source: str = ""
    note: str = ""
    state: str = "open"
    closed_at: int | None = None
    lost_reason: str = ""
    stage_since: int
    created_at: int
    amount_period: str = ""
    amount_times: int | None = None
    contact_role: str = ""


class DealContact(SQLModel, table=True):
    """Somebody besides the main contact who takes part in a deal, and as what."""

    __tablename__ = "deal_contacts"
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id")
    contact_id: int = Field(foreign_key="contacts.id")
    role: str = ""
    position: int = 0


class DealTag(SQLModel, table=True):
    """That a deal bears a tag."""

    __tablename__ = "deal_tags"
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id")
    tag_id: int = Field(foreign_key="tags.id")


class DealChange(SQLModel, table=True):
    """That the amount or the expected close of a deal changed."""

    __tablename__ = "deal_changes"
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id")
    field: str
    old: str
    new: str
    changed_at: int


class ExchangeRate(SQLModel, table=True):
    """What one unit of a currency was worth in another on a day, as the user wrote it down."""

    __tablename__ = "exchange_rates"
    id: int | None = Field(default=None, primary_key=True)
    currency: str
    base: str
    day: str
    rate: str


class LostReason(SQLModel, table=True):
    """A reason that is offered when a deal is lost."""

    __tablename__ = "lost_reasons"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    position: int = 0


class StageMove(SQLModel, table=True):
    """That a deal went from one stage to another, ended or was opened again, and how many days it had been there."""

    __tablename__ = "stage_moves"
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id")
    from_stage: str
    to_stage: str
    from_stage_id: int | None = None
    days: int = 0
    moved_at: int
    to_stage_id: int | None = None
    outcome: str = ""
    quiet_days: int | None = None


class Interaction(SQLModel, table=True):
    """One thing that happened with a contact."""

    __tablename__ = "interactions"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int | None = Field(default=None, foreign_key="contacts.id")
    deal_id: int | None = Field(default=None, foreign_key="deals.id")
    kind: str
    direction: str = "none"
    occurred_at: int
    zone: str = ""
    duration_minutes: int | None = None
    mood: str = ""
    subject: str = ""
    text: str = ""
    created_at: int
    company_id: int | None = Field(default=None, foreign_key="companies.id")
    event_uid: str = ""
    channel: str = ""
    pinned: int = 0
    state: str = ""
    state_since: int | None = None
    due_day: str = ""


class Reminder(SQLModel, table=True):
    """What to do, from when on, how often."""

    __tablename__ = "reminders"
    id: int | None = Field(default=None, primary_key=True)
    uid: str
    text: str
    contact_id: int | None = Field(default=None, foreign_key="contacts.id")
    deal_id: int | None = Field(default=None, foreign_key="deals.id")
    start_day: str
    wall_time: str | None = None
    zone: str = ""
    rule: str = ""
    repeat_from: str = "due"
    action: str = ""
    note: str = ""
    created_at: int
    except_days: str = ""
    urgent: int = 0
    kind: str = "plain"
    date_id: int | None = Field(default=None, foreign_key="important_dates.id")
    lead_days: int = 0
    interaction_id: int | None = Field(default=None, foreign_key="interactions.id")


class Occurrence(SQLModel, table=True):
    """One time that a reminder comes due."""

    __tablename__ = "occurrences"
    id: int | None = Field(default=None, primary_key=True)
    reminder_id: int = Field(foreign_key="reminders.id")
    due_day: str
    wall_time: str | None = None
    fires_at: int
    snoozed: int = 0
    ended_at: int | None = None
    ended_as: str = ""
    planned_day: str = ""
    moved: int = 0
    snoozed_at: int | None = None
    kind: str = "plain"


class Delivery(SQLModel, table=True):
    """What was shown of an occurrence for one moment, and what became of it."""

    __tablename__ = "deliveries"
    id: int | None = Field(default=None, primary_key=True)
    occurrence_id: int
    fires_at: int
    title: str
    claimed_at: int
    shown_at: int | None = None
    daemon_id: int = 0
    outcome: str = ""
    outcome_at: int | None = None
    suspect: int = 0
