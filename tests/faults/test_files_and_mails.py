"""Killed, or out of room, while files and e-mails are taken in: what is there is whole, and nothing half done stays."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.files import FileOwner
from crm_desktop.storage import database
from tests.faults.children import forked
from tests.support.clock import FixedClock
from tests.support.home import opened_home, person

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL"), pytest.mark.no_cover]

Say = Callable[[str], None]
_KILLS = 25


def _whole(core: Core) -> int:
    """Every file that is noted is there as it was added; returns how many."""
    files = core.services.people.files
    assert database.check(core.database.writer) == []
    rows = files.all_rows()
    for row in rows:
        content = files.open_path(row.id).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (row.size, row.sha256)
    return len(rows)


def test_killed_while_files_are_added_leaves_whole_files_and_what_nobody_points_at_is_swept(tmp_path: Path) -> None:
    home, source = tmp_path / "home", tmp_path / "big.bin"
    source.write_bytes(os.urandom(700_000))
    with opened_home(home) as core:
        contact = core.services.contacts.add(person())
    chance = random.Random(7)

    def work(say: Say) -> None:
        with opened_home(home) as core:
            say("begun")
            while True:
                core.services.people.files.add(FileOwner(contact_id=contact), source)
                say("added")

    acknowledged = 0
    for _kill in range(_KILLS):
        with forked(work, is_measured=False) as child:
            assert child.read_line() == "begun"
            select.select([], [], [], chance.random() * 0.03)
            child.kill()
            acknowledged += child.rest().count("added")
        with opened_home(home) as core:
            assert _whole(core) >= acknowledged
            acknowledged = _whole(core)
    clock = FixedClock()
    clock.set(clock.now().replace(year=clock.now().year + 50))
    with opened_home(home, clock) as core:
        core.services.people.files.sweep()
        folder = core.paths.database.parent / "files"
        assert {path.name for path in folder.iterdir()} == {row.stored for row in core.services.people.files.all_rows()}


@pytest.mark.parametrize("limit", [10_000, 300_000])
def test_a_disk_that_is_full_leaves_no_half_file_and_says_so(limit: int, tmp_path: Path) -> None:
    source = tmp_path / "big.bin"
    source.write_bytes(os.urandom(2_000_000))

    def work(say: Say) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with opened_home(tmp_path / "home") as core:
            contact = core.services.contacts.add(person())
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            try:
                core.services.people.files.add(FileOwner(contact_id=contact), source)
            except UserError as error:
                say(str(error))
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            folder = core.paths.database.parent / "files"
            say(f"{len(list(folder.iterdir()))} left, {_whole(core)} noted")
            core.services.people.files.add(FileOwner(contact_id=contact), source)
            say(f"{_whole(core)} noted with room again")

    with forked(work) as child:
        said = child.rest()
        assert child.wait() == 0, said
    assert said[0].startswith("“big.bin” could not be saved")
    assert said[1:] == ["0 left, 0 noted", "1 noted with room again"]


def test_killed_while_mails_are_logged_keeps_all_or_nothing(tmp_path: Path) -> None:
    home, source = tmp_path / "home", tmp_path / "all.mbox"
    source.write_text(
        "".join(
            f"From a@b.c Thu Nov 19 11:05:00 2026\nFrom: ada@home.org\nTo: me@x.org\nSubject: {number}\n"
            f"Message-ID: <{number}@x>\n\nwords\n\n"
            for number in range(300)
        ),
        encoding="utf-8",
    )
    with opened_home(home) as core:
        contact = core.services.contacts.add(person("Ada", email="ada@home.org"))
    chance = random.Random(11)

    def work(say: Say) -> None:
        with opened_home(home) as core:
            preview = core.services.mail_files.preview([source], own=["me@x.org"])
            say("begun")
            core.services.mail_files.run(preview)

    for _kill in range(6):
        with forked(work, is_measured=False) as child:
            assert child.read_line() == "begun"
            select.select([], [], [], chance.random() * 0.3)
            child.kill()
        with opened_home(home) as core:
            assert database.check(core.database.writer) == []
            assert len(core.services.timeline.entries(contact, limit=1000)) in (0, 300)
