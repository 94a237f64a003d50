"""HubSpot contacts; the columns are those of the exported view, under their labels."""

from __future__ import annotations

import re

from crm_desktop.domain.messages import message
from crm_desktop.formats.csv.preset import Preset, headers

_RECORD_NUMBER = re.compile(r"\s*\(\d+\)(?=$|;)")


def without_numbers(text: str) -> str:
    """Associated companies without their record numbers: `Acme (123)` is `Acme`."""
    return _RECORD_NUMBER.sub("", text)


PRESET = Preset(
    id="hubspot",
    title=message("HubSpot contacts"),
    needs=(
        headers("record id, first name, last name, email"),
        headers("record id, first name, last name, contact owner"),
        headers("record id, first name, last name, lifecycle stage"),
        headers("first name, last name, email, contact owner, lead status"),
        headers("first name, last name, email, associated company"),
    ),
    targets={
        "associated company": "company",
        "company name": "company",
        "record id": "uid",
        "original source": "source",
        "lead status": "fact:Lead Status",
        "lifecycle stage": "fact:Lifecycle Stage",
        "website url": "link",
        "associated deal": "",
        "contact unworked": "",
        "days to close": "",
        "close date": "",
        "marketing emails opened": "",
        "marketing emails clicked": "",
        "marketing emails replied": "",
    },
    clean={"company": without_numbers},
    separator=";",
)
