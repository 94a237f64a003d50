"""The places that a column of a table can go to: their ids and the words for them.

An id is a field ("given", "note"), or a field and a label ("email:work", "address.city:home", "date:anniversary"),
or "fact:HEADING" for a fact, "own.number:NAME" and so on for an own field (made if there is none of that name), or "" for
leaving the column out. "label" names the column that holds the label of the
column beside it ("E-mail 1 - Label"). Any label may follow "email", "phone", "link", "date" and "address.…".
"""

from __future__ import annotations

from crm_desktop.domain.messages import message
from crm_desktop.domain.own_fields import FieldKind
from crm_desktop.services.ports import MappingTarget

KIND_TITLES = {
    FieldKind.TEXT: "text",
    FieldKind.NUMBER: "number",
    FieldKind.MONEY: "money",
    FieldKind.DAY: "day",
    FieldKind.CHOICE: "choice",
    FieldKind.CHOICES: "several choices",
    FieldKind.YES_NO: "yes or no",
    FieldKind.LINK: "link",
}
ADDRESS_PARTS = {
    "street": "Street",
    "extended": "Address line 2",
    "po_box": "PO box",
    "city": "City",
    "region": "State or region",
    "postal_code": "Postal code",
    "country": "Country",
    "formatted": "Whole address",
}

_SINGLE = (
    ("", "Leave out"),
    ("name", "Full name"),
    ("given", "First name"),
    ("family", "Last name"),
    ("middle", "Middle name"),
    ("prefix", "Name prefix"),
    ("suffix", "Name suffix"),
    ("nickname", "Nickname"),
    ("phonetic_given", "First name as spoken"),
    ("phonetic_family", "Last name as spoken"),
    ("company", "Company"),
    ("job_title", "Job title"),
    ("department", "Department"),
)
_LABELLED = (
    ("email", "E-mail", ("", "work", "home", "other")),
    (
        "phone",
        "Phone",
        (
            *(
                "",
                "mobile",
                "work",
                "home",
                "main",
                "other",
                "fax",
                "work fax",
                "home fax",
                "other fax",
                "pager",
                "car",
            ),
            *("assistant", "callback", "radio", "isdn", "telex", "tty", "work mobile", "home mobile", "work pager"),
        ),
    ),
    (
        "link",
        "Link",
        ("", "work", "home", "home page", "linkedin", "twitter", "facebook", "instagram", "skype", "messenger"),
    ),
)
_LAST = (
    ("birthday", "Birthday"),
    ("birthday.day", "Birthday: day"),
    ("birthday.month", "Birthday: month"),
    ("birthday.year", "Birthday: year"),
    ("date", "Date"),
    ("date:anniversary", "Anniversary"),
    ("tags", "Tags"),
    ("note", "Note"),
    ("source", "Source"),
    ("language", "Language"),
    ("time_zone", "Time zone"),
    ("preferred_channel", "Preferred channel"),
    ("keep_in_touch_days", "Keep in touch (days)"),
    ("payment_terms", "Payment terms"),
    ("pinned_note", "Pinned note"),
    ("lifecycle", "Lifecycle"),
    ("do_not_contact", "Do not contact"),
    ("relation", "Relation"),
    ("steps", "Days of the lifecycle"),
    ("roles", "Roles"),
    ("relations", "Relations"),
    ("consents", "Consents"),
    ("uid", "Identifier"),
    ("fact", "Fact"),
    *((f"own.{kind.value}", f"New field: {title}") for kind, title in KIND_TITLES.items()),
    ("label", "Label of the column beside it"),
)
# How often a place can be filled by one row; anything else goes to one column only, the next one becomes a new field.
REPEATABLE = ("email", "phone", "link", "date", "tags", "note", "fact", "label", "address", "relation")


def field_of(target: str) -> str:
    """The field of a target id without its label: "address.city" of "address.city:home"."""
    return target.partition(":")[0]


def label_of(target: str) -> str:
    """The label or heading of a target id, empty when it has none."""
    return target.partition(":")[2]


def is_target(target: str) -> bool:
    """Whether this is an id that a reader understands."""
    return target == "" or field_of(target) in _FIELDS


def _targets() -> tuple[MappingTarget, ...]:
    found = [MappingTarget(identifier, message(title)) for identifier, title in _SINGLE]
    for identifier, title, labels in _LABELLED:
        for label in labels:
            words = message("{field} ({label})", field=title, label=label) if label else message(title)
            found.append(MappingTarget(f"{identifier}:{label}" if label else identifier, words))
    for part, title in ADDRESS_PARTS.items():
        for label in ("", "work", "home", "other"):
            words = message("{field} ({label})", field=title, label=label) if label else message(title)
            found.append(MappingTarget(f"address.{part}:{label}" if label else f"address.{part}", words))
    return (*found, *(MappingTarget(identifier, message(title)) for identifier, title in _LAST))


TARGETS = _targets()
_FIELDS = frozenset(field_of(target.id) for target in TARGETS if target.id)
