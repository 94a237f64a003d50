"""A disk that fills up: the write says so in a sentence, what was saved before stays, and with room again writing goes on."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.storage import database, search_index
from tests.faults.children import forked
from tests.support.home import opened_home, person

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="namespaces and limits of Linux")

_CLONE_NEWUSER, _CLONE_NEWNS = 0x10000000, 0x00020000
_LONG_NOTE = "A long note about nothing in particular. " * 1_000


def _fill_up(core: Core) -> tuple[int, str]:
    """Add people until one does not go in; returns how many did and the sentence."""
    for number in range(5_000):
        try:
            core.services.contacts.add(person(f"Person {number:06}", note=f"{number} {_LONG_NOTE}", company="Lime"))
        except StorageFailure as error:
            return number, str(error)
    message = "the disk never became full"
    raise AssertionError(message)


def _whole(core: Core, people: int) -> None:
    assert core.services.contacts.count() == people
    assert database.check(core.database.writer) == []
    assert search_index.differences(core.database.writer) == []
    page = core.services.contacts.page(core.services.contacts.ids()[people - 1])
    assert page is not None
    assert page.note.startswith(f"{people - 1} A long note")


def _mount_small_disk(place: Path) -> bool:
    """A file system of 4 MiB on `place`, for this process and its children only; False where that is not allowed."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS) != 0:
        return False
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1", encoding="ascii")
    return bool(libc.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, b"size=4m") == 0)


def test_a_full_disk_is_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()

    def work(say: object) -> None:
        assert callable(say)
        if not _mount_small_disk(place):
            say("not allowed")
            return
        ballast = place / "ballast"
        ballast.write_bytes(b"x" * 1_000_000)
        with opened_home(place / "home") as core:
            core.services.pipeline.ensure_pipeline()
            people, sentence = _fill_up(core)
            say(sentence)
            _whole(core, people)
            say("whole while full")
            ballast.unlink()
            core.services.contacts.add(person("Zoe", note=f"{people} {_LONG_NOTE}"))
            _whole(core, people + 1)
            core.services.contacts.delete(core.services.contacts.ids()[:1])
            say("written with room again")
        with opened_home(place / "home") as core:
            assert database.check(core.database.writer) == []
            say("whole after a restart")

    with forked(work) as child:
        said = child.rest()
        assert child.wait() == 0, said
    if said == ["not allowed"]:
        pytest.skip("this machine does not let a test mount a small disk; the limit on file sizes below stands for it")
    assert said == [
        "The disk is full, so this was not saved. Free some space and try again.",
        "whole while full",
        "written with room again",
        "whole after a restart",
    ]


def test_a_full_disk_at_leaving_keeps_what_is_in_the_log(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()

    def work(say: object) -> None:
        assert callable(say)
        if not _mount_small_disk(place):
            say("not allowed")
            return
        with opened_home(place / "home") as core:
            people, _sentence = _fill_up(core)
            rest = os.statvfs(place)
            (place / "ballast").write_bytes(b"x" * (rest.f_bavail * rest.f_frsize))
        (place / "ballast").unlink()
        with opened_home(place / "home") as core:
            _whole(core, people)
            say("whole after a restart")

    with forked(work) as child:
        said = child.rest()
        assert child.wait() == 0, said
    if said == ["not allowed"]:
        pytest.skip("this machine does not let a test mount a small disk")
    assert said == ["whole after a restart"]


@pytest.mark.parametrize("limit_kb", [600, 900, 1500])
def test_a_file_that_may_not_grow_is_a_sentence_and_loses_nothing(limit_kb: int, tmp_path: Path) -> None:
    def work(say: object) -> None:
        assert callable(say)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with opened_home(tmp_path / "home") as core:
            core.services.pipeline.ensure_pipeline()
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit_kb * 1024, resource.RLIM_INFINITY))
            people, sentence = _fill_up(core)
            say(sentence)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            _whole(core, people)
            core.services.contacts.add(person("Zoe", note=f"{people} {_LONG_NOTE}"))
            _whole(core, people + 1)
            say("written with room again")

    with forked(work) as child:
        said = child.rest()
        assert child.wait() == 0, said
    assert said[1:] == ["written with room again"]
    assert "could not be written" in said[0] or "disk is full" in said[0]
