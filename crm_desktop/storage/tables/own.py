"""The tables of what users make for themselves: fields with their values, and lists."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


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
