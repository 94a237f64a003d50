"""What a person's page shows besides names and ways to reach them, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.domain.background import (
    RELATION_KINDS,
    Consent,
    LifecycleStage,
    LifecycleStep,
    Relation,
    Role,
    inverse_relation,
    partial_day,
)
from crm_desktop.domain.own_fields import OwnValue
from crm_desktop.domain.pages import Stored

__all__ = [
    "RELATION_KINDS",
    "Consent",
    "LifecycleStage",
    "LifecycleStep",
    "Profile",
    "Relation",
    "Role",
    "inverse_relation",
    "partial_day",
]


@dataclass(frozen=True, slots=True)
class Profile:
    """Roles and relations with their ids; `lifecycle` is a LifecycleStage or empty, `steps` when each was reached, oldest first.

    `photo` is the name of the picture in the folder of files, empty for none; `own` has one entry for each field that is
    shown, in the user's order, with an empty text where nothing is filled in.
    """

    pinned_note: str = ""
    payment_terms: str = ""
    lifecycle: str = ""
    steps: tuple[Stored[LifecycleStep], ...] = ()
    do_not_contact: bool = False
    photo: str = ""
    phonetic_given: str = ""
    phonetic_family: str = ""
    roles: tuple[Stored[Role], ...] = ()
    relations: tuple[Stored[Relation], ...] = ()
    consents: tuple[Stored[Consent], ...] = ()
    own: tuple[OwnValue, ...] = ()
