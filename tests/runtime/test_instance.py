"""One instance per home, tried with real processes: racing, killed, frozen, deaf."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from crm_desktop.runtime.instance import Instance, ask_running, claim
from crm_desktop.runtime.line import LoopbackLine
from crm_desktop.runtime.paths import Paths, Refusal, UnusablePlace, paths_for, prepare
from tests.support.eventually import eventually

ROOT = Path(__file__).parents[2]

_FIRST = """
import sys
from pathlib import Path
from crm_desktop.runtime.instance import claim
from crm_desktop.runtime.paths import paths_for
instance = claim(paths_for(Path(sys.argv[1])))
print("first" if instance else "second", flush=True)
if instance and sys.argv[2] == "listen":
    instance.listen(lambda text: print("heard", text, flush=True))
    print("listening", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A prepared home."""
    before = os.umask(0o077)
    found = paths_for(tmp_path / "home")
    prepare(found)
    os.umask(before)
    return found


@contextmanager
def _process(paths: Paths, *, listen: bool = True) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _FIRST, str(paths.home), "listen" if listen else "deaf"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@contextmanager
def _claimed(paths: Paths, callback: Callable[[str], None] | None = None) -> Iterator[Instance]:
    instance = claim(paths)
    assert instance is not None
    try:
        if callback is not None:
            instance.listen(callback)
        yield instance
    finally:
        instance.release()


def test_a_second_claim_is_refused_until_the_first_lets_go(paths: Paths) -> None:
    with _claimed(paths):
        assert claim(paths) is None
    with _claimed(paths):
        pass


def test_homes_do_not_disturb_each_other(paths: Paths, tmp_path: Path) -> None:
    other = paths_for(tmp_path / "other")
    other.home.mkdir()
    with _claimed(paths), _claimed(other):
        pass


def test_of_many_starts_at_once_exactly_one_is_first(paths: Paths) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", _FIRST, str(paths.home), "deaf"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(8)
    ]
    said = [_line(racer) for racer in racers]
    for racer in racers:
        racer.communicate()
    assert sorted(said) == ["first"] + ["second"] * 7


def test_of_many_threads_at_once_exactly_one_is_first(paths: Paths) -> None:
    ready = threading.Barrier(30)
    claimed: list[Instance | None] = []

    def race() -> None:
        ready.wait()
        claimed.append(claim(paths))

    racers = [threading.Thread(target=race) for _ in range(30)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    (first,) = [instance for instance in claimed if instance is not None]
    first.release()
    assert len(claimed) == 30


def test_a_killed_first_start_blocks_nobody(paths: Paths) -> None:
    with _process(paths) as first:
        assert (_line(first), _line(first)) == ("first", "listening")
        first.kill()
        first.wait()
    assert paths.socket.exists(), "the killed one should have left its socket"
    assert ask_running(paths, "raise", patience=0.2) is False
    heard: list[str] = []
    with _claimed(paths, heard.append):
        assert ask_running(paths, "raise") is True
    assert heard == ["raise"]


def test_a_second_start_is_heard_by_the_first(paths: Paths) -> None:
    with _process(paths) as first:
        assert (_line(first), _line(first)) == ("first", "listening")
        assert ask_running(paths, "raise") is True
        assert ask_running(paths, "quick-entry café") is True
        assert (_line(first), _line(first)) == ("heard raise", "heard quick-entry café")


def test_a_first_start_that_is_still_starting_is_waited_for(paths: Paths) -> None:
    heard: list[str] = []
    asked: list[bool] = []
    with _claimed(paths) as instance:
        asking = threading.Thread(target=lambda: asked.append(ask_running(paths, "raise", patience=20)))
        asking.start()
        instance.listen(heard.append)
        asking.join()
    assert (asked, heard) == ([True], ["raise"])


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_frozen_first_start_is_given_up(paths: Paths) -> None:
    with _process(paths) as first:
        assert (_line(first), _line(first)) == ("first", "listening")
        first.send_signal(signal.SIGSTOP)
        os.waitpid(first.pid, os.WUNTRACED)
        assert ask_running(paths, "raise", patience=0.3) is False
        assert claim(paths) is None
        first.send_signal(signal.SIGCONT)


def test_without_anybody_asking_is_given_up(paths: Paths) -> None:
    assert ask_running(paths, "raise", patience=0.1) is False


def test_letting_go_ends_the_thread_and_takes_the_socket_away(paths: Paths) -> None:
    before = set(threading.enumerate()), len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
    for _ in range(5):
        with _claimed(paths, lambda _: None):
            assert ask_running(paths, "raise")
    after = set(threading.enumerate()), len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
    assert after == before
    assert not paths.socket.exists()


def test_letting_go_twice_and_from_the_callback_does_no_harm(paths: Paths) -> None:
    with _claimed(paths) as instance:
        done = threading.Event()

        def leave(_: str) -> None:
            instance.release()
            done.set()

        instance.listen(leave)
        ask_running(paths, "leave")
        assert done.wait(10)


def test_listening_is_for_once(paths: Paths) -> None:
    with _claimed(paths, lambda _: None) as instance, pytest.raises(RuntimeError):
        instance.listen(lambda _: None)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="socket files")
def test_a_home_with_a_very_long_path_works(tmp_path: Path) -> None:
    paths = paths_for(tmp_path / ("long " * 20) / ("ü" * 60))
    paths.home.mkdir(parents=True)
    heard: list[str] = []
    with _claimed(paths, heard.append):
        assert paths.socket.exists()
        assert ask_running(paths, "raise") is True
    assert heard == ["raise"]
    assert not paths.socket.exists()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="socket files")
@pytest.mark.allow_log("was not heard", reason="strangers call")
def test_callers_that_hang_up_or_say_nothing_do_not_make_it_deaf(paths: Paths) -> None:
    heard: list[str] = []
    with _claimed(paths, heard.append):
        for sent in (b"", b"half a line", b"x" * 10_000):
            with closing(socket.socket(socket.AF_UNIX)) as caller:
                caller.connect(str(paths.socket))
                caller.sendall(sent)
        assert ask_running(paths, "raise", patience=20) is True
    assert heard == ["raise"]


@pytest.mark.allow_log("cannot be heard", reason="the socket cannot be made")
def test_a_folder_that_holds_no_socket_leaves_a_deaf_instance(paths: Paths) -> None:
    with _claimed(paths) as instance:
        paths.socket.mkdir()
        instance.listen(lambda _: None)
        assert ask_running(paths, "raise", patience=0.1) is False
        paths.socket.rmdir()


def test_what_cannot_be_cleared_away_refuses_the_home_and_frees_the_lock(paths: Paths) -> None:
    paths.socket.mkdir()
    with pytest.raises(UnusablePlace):
        claim(paths)
    paths.socket.rmdir()
    with _claimed(paths):
        pass


@pytest.mark.parametrize("text", ["two\nlines", "x" * 5000])
def test_only_one_short_line_can_be_said(paths: Paths, text: str) -> None:
    with pytest.raises(ValueError, match="one short line"):
        ask_running(paths, text)


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_a_link_in_place_of_the_lock_is_refused(paths: Paths, tmp_path: Path) -> None:
    paths.lock.symlink_to(tmp_path / "victim")
    with pytest.raises(UnusablePlace) as caught:
        claim(paths)
    assert caught.value.refusal is Refusal.LINK
    assert not (tmp_path / "victim").exists()


def test_without_a_home_there_is_no_claim(tmp_path: Path) -> None:
    with pytest.raises(UnusablePlace) as caught:
        claim(paths_for(tmp_path / "nowhere"))
    assert caught.value.refusal is Refusal.NO_ACCESS


# --------------------------------------------------------------------------------- the way it goes on Windows


@pytest.fixture
def through_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the line of systems without socket files."""
    monkeypatch.setattr("crm_desktop.runtime.instance.line_of", lambda paths: LoopbackLine(paths.socket))


@pytest.mark.usefixtures("through_a_port")
def test_a_second_start_is_heard_through_a_port(paths: Paths) -> None:
    heard: list[str] = []
    with _claimed(paths, heard.append):
        assert ask_running(paths, "raise") is True
        if sys.platform != "win32":
            assert paths.socket.stat().st_mode & 0o777 == 0o600
    assert heard == ["raise"]
    assert not paths.socket.exists()


@pytest.mark.usefixtures("through_a_port")
@pytest.mark.allow_log("was not heard", reason="a stranger calls")
def test_a_caller_who_does_not_know_the_password_is_not_heard(paths: Paths) -> None:
    heard: list[str] = []
    with _claimed(paths, heard.append):
        port = paths.socket.read_text(encoding="ascii").split()[0]
        good = paths.socket.read_text(encoding="ascii")
        paths.socket.write_text(f"{port} {'0' * 64}", encoding="ascii")
        assert ask_running(paths, "raise", patience=0.3) is False
        paths.socket.write_text(good, encoding="ascii")
        assert ask_running(paths, "raise") is True
    assert heard == ["raise"]


@pytest.mark.usefixtures("through_a_port")
@pytest.mark.parametrize("left", ["", "nonsense", "1 password"])
def test_what_a_killed_start_left_of_a_port_blocks_nobody(paths: Paths, left: str) -> None:
    paths.socket.write_text(left, encoding="ascii")
    assert ask_running(paths, "raise", patience=0.1) is False
    heard: list[str] = []
    with _claimed(paths, heard.append):
        assert ask_running(paths, "raise") is True
    eventually(lambda: heard == ["raise"], "the call heard")
