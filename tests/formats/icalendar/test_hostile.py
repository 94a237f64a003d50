"""Whatever a file holds, it is read, refused in a sentence, or refused entry by entry, and never takes long."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.calendar_entries import CalendarEntry
from crm_desktop.domain.errors import BadFile
from crm_desktop.formats import FORMATS
from crm_desktop.services.ports import Rejected
from tests.formats.icalendar.calendars import APPLE, GOOGLE, OUTLOOK, THUNDERBIRD, alarm, calendar

pytestmark = pytest.mark.no_cover

PIECES = [
    b"\r\n", b"\n", b"\r", b"\n ", b"\n\t", b":", b";", b",", b"=", b'"', b"\\", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"^n",
    b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"BEGIN:VALARM\n", b"END:VALARM\n", b"END:VCALENDAR\n", b"BEGIN:VTODO\n", b"BEGIN:X\n",
    b"RRULE:FREQ=SECONDLY\n", b"RRULE:FREQ=DAILY;COUNT=999999999;BYMONTH=1\n", b"DTSTART:99991231T235959Z\n", b"DTSTART:00010101\n",
    b"TRIGGER:-P999999999D\n", b"TRIGGER;RELATED=END:PT5M\n", b"DURATION:P1W\n", b"EXDATE:,,,\n", b"RECURRENCE-ID:20261207T090000Z\n",
    b"DUE:20261201\n", b"20270230T990000", b"TZID=", b"TZID=../../etc/passwd", b"UNTIL=99991231", b"INTERVAL=9999", b"BYDAY=53SU",
    b"X-CRM-OPEN:00010101 99991231 x\n", b"X-CRM-MORNING:x\n", b"X-CRM-ZONE:/x\n", b"RDATE;VALUE=PERIOD:20261201T000000Z/PT1H\n",
]  # fmt: skip


def read_everything(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any"
        path.write_bytes(content)
        FORMATS.calendar.recognises(path, content[:65536])
        try:
            for entry in FORMATS.calendar.read(path, "Europe/Berlin"):
                assert entry.line >= 1
                if isinstance(entry, CalendarEntry):
                    assert entry.uid
                    assert entry.text
                    assert all(str(remark) for remark in entry.remarks)
                else:
                    assert str(entry.why)
        except BadFile:
            return


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_inside_of_an_event(content: bytes) -> None:
    read_everything(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:20261124\n" + content)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(
        ["DTSTART", "RRULE", "EXDATE", "DUE", "RECURRENCE-ID", "TRIGGER", "DURATION", "RDATE", "X-CRM-OPEN"]
    ),
    st.text(max_size=40),
)
def test_any_text_as_a_value(name: str, value: str) -> None:
    inside = alarm(f":{value}") if name == "TRIGGER" else (f"{name}:{value}",)
    read_everything(calendar("DTSTART:20261124T150000", *inside).encode("utf-8", "replace"))
    read_everything(calendar(*inside, "RRULE:FREQ=DAILY").encode("utf-8", "replace"))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([GOOGLE, OUTLOOK, APPLE, THUNDERBIRD]), st.randoms(use_true_random=False), st.integers(1, 12))
def test_any_damage_to_good_files(content: str, chance: random.Random, times: int) -> None:
    damaged = bytearray(content.encode())
    for _ in range(times):
        start = chance.randrange(len(damaged) + 1)
        length = chance.choice((0, 0, 1, 3, 20))
        damaged[start : start + length] = chance.choice((*PIECES, bytes(damaged[-30:])))
    read_everything(bytes(damaged))


_EVENT = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Call\r\nDTSTART:20261124T150000Z\r\n"
_ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Z{0}\nBEGIN:STANDARD\nTZOFFSETTO:+0107\nRRULE:FREQ=YEARLY;BYMONTH=10\nEND:STANDARD\n"
    "BEGIN:DAYLIGHT\nTZOFFSETTO:+0207\nRRULE:FREQ=YEARLY;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
    "BEGIN:VEVENT\nUID:{0}\nSUMMARY:x\nDTSTART;TZID=Z{0}:20261124T150000\nEND:VEVENT\n"
)


@pytest.mark.parametrize(
    ("content", "entries"),
    [
        (_EVENT + "RRULE:FREQ=SECONDLY\r\n", 1),
        (_EVENT + "ATTACH;ENCODING=BASE64:" + "A" * 30_000_000, 1),
        (_EVENT + "DESCRIPTION:" + "x" * 10_000_000, 1),
        (_EVENT + "DESCRIPTION:a" + "\r\n b" * 300_000, 1),
        (_EVENT + "ATTENDEE:mailto:a@b.example\r\n" * 200_000, 1),
        (_EVENT + "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\n" * 30_000, 1),
        (_EVENT + "X-DEEP:1\r\nBEGIN:X\r\n" * 30_000, 1),
        (_EVENT + "ATTENDEE" + ";CN=x" * 30_000 + ":mailto:a@b.example", 1),
        ("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 20_000, 20_000),
        ("BEGIN:VCALENDAR\n" + "".join(_ZONE.format(number) for number in range(500)), 500),
        (_EVENT + "RRULE:FREQ=DAILY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;COUNT=19999\r\nEXDATE:" + ",".join(
            f"{year}{month:02}{day:02}" for year in (2027, 2028) for month in range(1, 13) for day in range(1, 29)), 1),
    ],
    ids=["every second", "picture", "long text", "folds", "guests", "alarms", "deep", "parameters", "no ends", "zones", "left out"],
)  # fmt: skip
def test_what_is_huge_or_deep_is_read_within_limits(tmp_path: Path, content: str, entries: int) -> None:
    path = tmp_path / "huge.ics"
    path.write_text(content, encoding="utf-8")
    found = list(FORMATS.calendar.read(path, "Europe/Berlin"))
    assert len(found) == entries
    for entry in found:
        assert isinstance(entry, Rejected) or (len(entry.text) <= 500 and len(entry.note) <= 20_000)
