"""The file formats of other programs as plain tuples, in the order in which a file is offered to them."""

from __future__ import annotations

from crm_desktop.formats.csv.reader import CsvReader
from crm_desktop.formats.csv.writer import write_csv
from crm_desktop.formats.icalendar.file_format import ICalendarFormat
from crm_desktop.formats.mbox import MailFiles
from crm_desktop.formats.targets import TARGETS
from crm_desktop.formats.vcard.reader import VCardReader
from crm_desktop.formats.vcard.writer import write_vcards
from crm_desktop.services.ports import Formats

FORMATS = Formats(
    readers=(VCardReader(), CsvReader()),
    targets=TARGETS,
    calendar=ICalendarFormat(),
    mail=MailFiles(),
    writers={"vcf": write_vcards, "csv": write_csv},
)
