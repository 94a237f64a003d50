"""The table that this program writes itself: Google's header of 2024 plus what only we know, read back without loss."""

from __future__ import annotations

from crm_desktop.domain.messages import message
from crm_desktop.formats.csv.background import own_match
from crm_desktop.formats.csv.preset import Preset, headers

PRESET = Preset(
    id="own",
    title=message("Contacts written by this program"),
    needs=(headers("display name, keep in touch days, preferred channel, uid, labels"),),
    targets={
        "display name": "name",
        "uid": "uid",
        "time zone": "time_zone",
        "labels": "tags",
        "organization name": "company",
        "organization title": "job_title",
        "organization department": "department",
    },
    match=own_match,
    separator=" ::: ",
    shows_prefix=True,
    is_own=True,
)
