"""The tables of contacts and companies, and of what belongs to a person."""

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
    lead_fit: str = ""
    lead_fit_reason: str = ""


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
