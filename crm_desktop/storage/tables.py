"""Every table that units of work write to, as SQLModel classes; what may go in was cleaned by the domain.

Times are whole seconds since 1970-01-01T00:00:00Z. Defaults stand here, so that an insert names only what it knows.
A test holds these against the tables that the migration steps make.
"""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Company(SQLModel, table=True):
    """An organisation that contacts belong to."""

    __tablename__ = "companies"
    id: int | None = Field(default=None, primary_key=True)
    uid: str
    name: str
    compare_key: str
    domain: str = ""
    note: str = ""
    created_at: int
    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    industry: str = ""


class Contact(SQLModel, table=True):
    """A person."""

    __tablename__ = "contacts"
    id: int | None = Field(default=None, primary_key=True)
    uid: str
    prefix: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""
    suffix: str = ""
    nickname: str = ""
    formatted: str = ""
    display_name: str
    sort_key: str
    job_title: str = ""
    department: str = ""
    company_id: int | None = Field(default=None, foreign_key="companies.id")
    note: str = ""
    source: str = ""
    language: str = ""
    time_zone: str = ""
    preferred_channel: str = ""
    keep_in_touch_days: int | None = None
    origin: str = ""
    created_at: int
    phonetic_given: str = ""
    phonetic_family: str = ""
    pinned_note: str = ""
    payment_terms: str = ""
    lifecycle: str = ""
    do_not_contact: int = 0
    photo: str = ""


class ContactPoint(SQLModel, table=True):
    """An e-mail address, phone number or link."""

    __tablename__ = "contact_points"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    kind: str
    label: str = ""
    value: str
    compare_key: str
    position: int = 0


class Address(SQLModel, table=True):
    """A postal address."""

    __tablename__ = "addresses"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    label: str = ""
    street: str = ""
    extended: str = ""
    po_box: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    formatted: str = ""
    position: int = 0


class ImportantDate(SQLModel, table=True):
    """A day that matters, with or without a year."""

    __tablename__ = "important_dates"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    label: str = ""
    value: str
    month_day: str
    position: int = 0
    notice: str = ""


class Fact(SQLModel, table=True):
    """Something worth remembering about a person."""

    __tablename__ = "facts"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    kind: str = ""
    text: str
    position: int = 0


class LifecycleStep(SQLModel, table=True):
    """The day on which a person became a lead, a client, …"""

    __tablename__ = "lifecycle_steps"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    stage: str
    day: str


class ContactRole(SQLModel, table=True):
    """What a person is or was at a company, besides the present main role."""

    __tablename__ = "contact_roles"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    company_id: int = Field(foreign_key="companies.id")
    title: str = ""
    from_day: str = ""
    until_day: str = ""
    position: int = 0


class Relation(SQLModel, table=True):
    """What one person is to another; its counterpart on the other's page has the same `pair`."""

    __tablename__ = "relations"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    other_id: int = Field(foreign_key="contacts.id")
    kind: str
    note: str = ""
    pair: str


class Consent(SQLModel, table=True):
    """That a person agreed to something, and on which wording."""

    __tablename__ = "consents"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    purpose: str
    basis: str = ""
    source: str = ""
    wording: str = ""
    given_on: str
    withdrawn_on: str = ""


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


class OwnField(SQLModel, table=True):
    """A field that the user made for contacts, companies or deals."""

    __tablename__ = "own_fields"
    id: int | None = Field(default=None, primary_key=True)
    uid: str
    subject: str
    name: str
    compare_key: str
    kind: str
    options: str = "[]"
    position: int = 0
    hidden: int = 0
    created_at: int


class ContactValue(SQLModel, table=True):
    """What an own field of a contact holds."""

    __tablename__ = "contact_values"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    field_id: int = Field(foreign_key="own_fields.id")
    text: str
    compare_key: str
    sort: float | None = None


class CompanyValue(SQLModel, table=True):
    """What an own field of a company holds."""

    __tablename__ = "company_values"
    id: int | None = Field(default=None, primary_key=True)
    company_id: int = Field(foreign_key="companies.id")
    field_id: int = Field(foreign_key="own_fields.id")
    text: str
    compare_key: str
    sort: float | None = None


class DealValue(SQLModel, table=True):
    """What an own field of a deal holds."""

    __tablename__ = "deal_values"
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id")
    field_id: int = Field(foreign_key="own_fields.id")
    text: str
    compare_key: str
    sort: float | None = None


class SavedList(SQLModel, table=True):
    """A filter that is kept, with its columns and order."""

    __tablename__ = "saved_lists"
    id: int | None = Field(default=None, primary_key=True)
    uid: str
    name: str
    subject: str = "contact"
    filter: str
    columns: str = "[]"
    sort: str = ""
    position: int = 0
    created_at: int


class Tag(SQLModel, table=True):
    """A word that contacts are marked with."""

    __tablename__ = "tags"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    compare_key: str
    colour: str = ""
    keep_in_touch_days: int | None = None


class ContactTag(SQLModel, table=True):
    """That a contact bears a tag."""

    __tablename__ = "contact_tags"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    tag_id: int = Field(foreign_key="tags.id")


class Pipeline(SQLModel, table=True):
    """An ordered way that deals go."""

    __tablename__ = "pipelines"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    position: int = 0
    archived: int = 0


class Stage(SQLModel, table=True):
    """A step of a pipeline."""

    __tablename__ = "stages"
    id: int | None = Field(default=None, primary_key=True)
    pipeline_id: int = Field(foreign_key="pipelines.id")
    name: str
    position: int = 0
    probability: int = 50
    stuck_days: int | None = None


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


class StageMove(SQLModel, table=True):
    """That a deal went from one stage to another, and how many days it had been there."""

    __tablename__ = "stage_moves"
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id")
    from_stage: str
    to_stage: str
    from_stage_id: int | None = None
    days: int = 0
    moved_at: int


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
