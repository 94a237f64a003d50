"""Tables: one preset per program, in the order in which they are tried; any other table is matched by its headers."""

from __future__ import annotations

from crm_desktop.domain.messages import message
from crm_desktop.formats.csv import google, hubspot, linkedin, outlook, own
from crm_desktop.formats.csv.preset import Preset
from crm_desktop.formats.csv.programs import ATOMIC, MAILCHIMP, PIPEDRIVE, SALESFORCE, THUNDERBIRD, ZOHO

PRESETS: tuple[Preset, ...] = (
    own.PRESET,
    google.NEW,
    google.OLD,
    linkedin.PRESET,
    PIPEDRIVE,
    ZOHO,
    ATOMIC,
    MAILCHIMP,
    THUNDERBIRD,
    SALESFORCE,
    hubspot.PRESET,
    outlook.PRESET,
)
GENERAL = Preset(id="csv", title=message("Table of contacts (CSV)"))
