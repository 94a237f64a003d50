"""LinkedIn's Connections.csv; the day of the connection is a fact, since it is no day to be reminded of every year."""

from __future__ import annotations

from crm_desktop.domain.messages import message
from crm_desktop.formats.csv.preset import Preset, headers

PRESET = Preset(
    id="linkedin",
    title=message("LinkedIn connections"),
    needs=(headers("first name, last name, connected on"),),
    targets={"url": "link:linkedin", "position": "job_title", "connected on": "fact:Connected on LinkedIn"},
)
