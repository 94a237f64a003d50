"""An open home on a temporary folder with a clock that stands still, and short ways to say what is put into it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import pytest

from crm_desktop import bootstrap
from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ContactDraft, Name, Point, PointKind, is_east_asian
from crm_desktop.domain.interactions import Direction, InteractionDraft, InteractionKind
from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.domain.reminders import ReminderDraft
from tests.support.clock import FixedClock

__all__ = [
    "TODAY", "clock", "core", "deal_draft", "do_not_wait_for_the_disk", "interaction_draft", "only_reminder", "opened_home",
    "person", "reminder_draft",
]  # fmt: skip

TODAY = date(2026, 11, 24)
"""The day at which `FixedClock` begins, a Tuesday."""


@contextmanager
def opened_home(folder: Path, clock: FixedClock | None = None) -> Iterator[Core]:
    """All services on the home in `folder`, made if it is not there; one at a time for each folder and process."""
    paths = bootstrap.places(folder)
    if not paths.database.exists():
        paths.database.touch(mode=0o600)
        paths.database.write_bytes(_unused())
    with bootstrap.opened(paths, clock or FixedClock()) as core:
        yield core


@cache
def _unused() -> bytes:
    """The data file of a home that nobody used yet: made once, since making its tables takes longer than most tests do."""
    with tempfile.TemporaryDirectory(prefix="crm-unused-") as folder:
        paths = bootstrap.places(Path(folder) / "home")
        with bootstrap.opened(paths, FixedClock()):
            pass
        return paths.database.read_bytes()


@pytest.fixture
def clock() -> FixedClock:
    """Tuesday, 24 November 2026, 10:00 in Berlin."""
    return FixedClock()


@pytest.fixture
def core(tmp_path: Path, clock: FixedClock) -> Iterator[Core]:
    """An open, empty home in `tmp_path / "home"`."""
    with opened_home(tmp_path / "home", clock) as opened:
        do_not_wait_for_the_disk(opened)
        yield opened


def do_not_wait_for_the_disk(core: Core) -> None:
    """For tests of which no power cut is a part: waiting until each write is on the disk would be most of their time."""
    core.database.writer.execute("PRAGMA synchronous = OFF")


def person(
    name: str = "Marta Oliveira", *, email: str = "", phone: str = "", company: str = "", **more: object
) -> ContactDraft:
    """A draft of a person; the last word of the name is the family name, the first one in Chinese and Japanese letters."""
    given, _, family = name.rpartition(" ")
    if is_east_asian(name):
        family, _, given = name.partition(" ")
    points = tuple(
        Point(kind, value, "work") for kind, value in ((PointKind.EMAIL, email), (PointKind.PHONE, phone)) if value
    )
    parts = Name(given=given, family=family) if given else Name(given=family)
    return ContactDraft(**{"name": parts, "company": company, "points": points, **more})  # type: ignore[arg-type]


def interaction_draft(
    text: str = "Talked about the offer",
    kind: InteractionKind = InteractionKind.CALL,
    at: datetime = datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
    **more: object,
) -> InteractionDraft:
    """A call on the Friday before, unless said otherwise."""
    return InteractionDraft(**{"kind": kind, "text": text, "occurred_at": at, "direction": Direction.OUTGOING, **more})  # type: ignore[arg-type]


def deal_draft(
    title: str, stage_id: int, amount: int | None = None, currency: str = "EUR", **more: object
) -> DealDraft:
    """A deal; `amount` counts cents."""
    value = None if amount is None else Money(amount, currency)
    return DealDraft(**{"title": title, "stage_id": stage_id, "value": value, **more})  # type: ignore[arg-type]


def reminder_draft(
    text: str = "Call back", day: date = TODAY, at: time | None = time(9, 30), **more: object
) -> ReminderDraft:
    """A reminder for today, half an hour before the clock begins, unless said otherwise."""
    return ReminderDraft(**{"text": text, "day": day, "at": at, **more})  # type: ignore[arg-type]


def only_reminder(core: Core) -> ReminderRow:
    """The one reminder that is open."""
    (row,) = core.services.reminders.agenda()
    return row
