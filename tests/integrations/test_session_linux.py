"""Sleep and lock as logind and the screen savers tell of them, on buses of their own, and each way in which that fails."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from jeepney import DBusAddress, HeaderFields, new_signal
from jeepney.bus_messages import message_bus

from crm_desktop.integrations.bus import ever_later
from crm_desktop.integrations.session import session_watch
from crm_desktop.integrations.session.linux import LinuxSessionWatch
from crm_desktop.integrations.session.unknown import UnknownSessionWatch
from tests.integrations.fake_services import (
    LOGIND,
    SESSION,
    SESSION_PATH,
    FakeService,
    covers,
    lock,
    logind,
    running,
    screen_saver,
    sleeps,
    wakes,
)
from tests.support.desktop import PrivateBus, impostor, names_on, private_bus
from tests.support.eventually import T, eventually

pytestmark = pytest.mark.desktop

_FREEDESKTOP, _GNOME = "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"


@dataclass
class Watching:
    """A watch and all that it called back, on the test's own thread."""

    waiting: queue.SimpleQueue[Callable[[], None]] = field(default_factory=queue.SimpleQueue)
    resumed: int = 0
    told: list[bool] = field(default_factory=list)
    threads: set[threading.Thread] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.watch = LinuxSessionWatch(self.waiting.put)
        self.watch.on_resumed(self._woke)
        self.watch.on_locked(self._turned)

    def until(self, condition: Callable[[], T | None], what: str) -> T:
        """Run callbacks until something holds."""

        def look() -> T | None:
            while not self.waiting.empty():
                self.waiting.get()()
            return condition()

        return eventually(look, what)

    def until_locked(self, expected: bool | None) -> None:
        """Wait for what `locked` is to say."""
        self.until(lambda: self.watch.locked() is expected, f"locked() being {expected}")

    def _woke(self) -> None:
        self.threads.add(threading.current_thread())
        self.resumed += 1

    def _turned(self, locked: bool) -> None:
        self.threads.add(threading.current_thread())
        self.told.append(locked)


@contextmanager
def watching() -> Iterator[Watching]:
    """A watch, stopped at the end."""
    user = Watching()
    try:
        yield user
    finally:
        user.watch.stop()
    assert user.threads <= {threading.current_thread()}


@pytest.fixture
def system_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    """A system bus of the test's own, empty."""
    with private_bus() as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        monkeypatch.delenv("XDG_SESSION_ID", raising=False)
        yield bus


@pytest.fixture
def user(system_bus: PrivateBus, own_bus: PrivateBus) -> Iterator[Watching]:
    """A program that watches its session."""
    with watching() as made:
        yield made


def _rose(user: Watching, before: int) -> bool:
    return user.resumed > before


# ------------------------------------------------------------------------------------------------------------ sleep


def test_waking_up_is_told_once_and_falling_asleep_is_not(system_bus: PrivateBus, user: Watching) -> None:
    with running(logind(system_bus.address)) as service:
        user.until_locked(False)
        sleeps(service)
        wakes(service)
        user.until(lambda: user.resumed, "the waking")
        sleeps(service)
        wakes(service)
        user.until(lambda: user.resumed == 2, "the second waking")
    assert user.told == []


def test_a_waking_that_another_program_made_up_is_not_believed(system_bus: PrivateBus, user: Watching) -> None:
    with running(logind(system_bus.address)) as service, impostor(system_bus) as stranger:
        user.until_locked(False)
        for name in names_on(system_bus):
            # Sent to one program, so that the bus does not compare it with what that one asked for.
            for path, interface, member, body in (
                ("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", (False,)),
                (SESSION_PATH, SESSION, "Lock", ()),
            ):
                made_up = new_signal(DBusAddress(path, interface=interface), member, "b" if body else None, body)
                made_up.header.fields[HeaderFields.destination] = name
                stranger.send(made_up)
        # Answered after all that was passed on.
        stranger.send_and_get_reply(message_bus.GetNameOwner(LOGIND), timeout=10)
        wakes(service)
        user.until(lambda: user.resumed, "the real waking, which came last")
        assert user.resumed == 1
        assert user.told == []


def test_waking_is_still_told_after_logind_was_restarted(system_bus: PrivateBus, user: Watching) -> None:
    for _ in range(3):
        before = user.resumed
        with running(logind(system_bus.address)) as service:
            user.until_locked(False)
            wakes(service)
            user.until(partial(_rose, user, before), "the waking")
        user.until_locked(None)


# ------------------------------------------------------------------------------------------------------------- lock


@pytest.mark.parametrize("by", ["GetSession", "GetSessionByPID", "Display"])
def test_the_own_session_is_found_however_the_program_was_started(
    system_bus: PrivateBus, own_bus: PrivateBus, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    if by == "GetSession":
        monkeypatch.setenv("XDG_SESSION_ID", "2")
    with running(logind(system_bus.address, locked=True, by=by)), watching() as user:
        user.until_locked(True)
        user.until(lambda: user.told == [True], "the lock told")


def test_locking_and_opening_are_told(system_bus: PrivateBus, user: Watching) -> None:
    with running(logind(system_bus.address)) as service:
        user.until_locked(False)
        lock(service)
        user.until_locked(True)
        # The session says so itself a moment later: it was told already.
        service.change(SESSION_PATH, SESSION, "LockedHint", ("b", True))
        lock(service, name="Unlock")
        service.change(SESSION_PATH, SESSION, "LockedHint", ("b", False))
        user.until_locked(False)
    user.until(lambda: user.told == [True, False], "both told")


def test_a_lock_that_never_came_is_forgotten_when_the_session_says_it_is_open(
    system_bus: PrivateBus, user: Watching
) -> None:
    with running(logind(system_bus.address)) as service:
        user.until_locked(False)
        lock(service)
        user.until_locked(True)
        service.change(SESSION_PATH, SESSION, "LockedHint", ("b", False))
        user.until_locked(False)


def test_other_sessions_and_other_properties_are_none_of_our_business(system_bus: PrivateBus, user: Watching) -> None:
    other = f"{SESSION_PATH}7"
    with running(logind(system_bus.address)) as service:
        user.until_locked(False)
        lock(service, path=other)
        service.change(other, SESSION, "LockedHint", ("b", True))
        service.change(SESSION_PATH, SESSION, "IdleHint", ("b", True))
        service.change(SESSION_PATH, f"{LOGIND}.Seat", "LockedHint", ("b", True))
        service.tell(SESSION_PATH, SESSION, "Lock", "s", ("another shape",))
        wakes(service)
        user.until(lambda: user.resumed, "the waking, which came last")
        assert user.watch.locked() is False
        assert user.told == []


# --------------------------------------------------------------------------------------------------- screen savers


def test_a_screen_saver_says_whether_it_covers_the_screen(own_bus: PrivateBus, user: Watching) -> None:
    with running(screen_saver(own_bus.address, _FREEDESKTOP, active=True)) as saver:
        user.until_locked(True)
        covers(saver, False)
        user.until_locked(False)
        covers(saver, True)
        user.until_locked(True)
    # Gone, it says nothing any more.
    user.until_locked(None)
    assert user.told == [True, False, True, False]


def test_one_of_several_is_enough_and_all_have_to_open(
    system_bus: PrivateBus, own_bus: PrivateBus, user: Watching
) -> None:
    with running(logind(system_bus.address)) as service, running(screen_saver(own_bus.address, _GNOME)) as saver:
        user.until_locked(False)
        saver.asked("GetActive")
        covers(saver, True)
        user.until_locked(True)
        service.change(SESSION_PATH, SESSION, "LockedHint", ("b", True))
        # What comes from two buses has no order between them: wait until the session's word has come.
        wakes(service)
        user.until(lambda: user.resumed, "the waking, which came after")
        covers(saver, False)
        service.change(SESSION_PATH, SESSION, "LockedHint", ("b", False))
        user.until_locked(False)
    assert user.told == [True, False]


def test_one_program_under_two_names_speaks_for_both(own_bus: PrivateBus, user: Watching) -> None:
    with running(screen_saver(own_bus.address, _GNOME, _FREEDESKTOP)) as saver:
        saver.asked("GetActive", times=2)
        user.until_locked(False)
        covers(saver, True)
        user.until_locked(True)
        covers(saver, False)
        user.until_locked(False)


def test_one_that_only_inhibits_has_no_opinion(own_bus: PrivateBus, user: Watching) -> None:
    with running(FakeService(own_bus.address, (_FREEDESKTOP,))) as saver:
        saver.asked("GetActive")
        assert user.watch.locked() is None


# --------------------------------------------------------------------------------------------------- what goes wrong


def test_nothing_is_known_without_logind(user: Watching) -> None:
    assert user.watch.locked() is None


def test_logind_that_comes_late_is_noticed(system_bus: PrivateBus, user: Watching) -> None:
    assert user.watch.locked() is None
    with running(logind(system_bus.address, locked=True)):
        user.until_locked(True)


def test_logind_that_ends_takes_its_word_back(system_bus: PrivateBus, user: Watching) -> None:
    with running(logind(system_bus.address, locked=True)):
        user.until_locked(True)
    user.until_locked(None)
    assert user.told == [True, False]


def test_logind_that_hangs_keeps_nobody_waiting_and_is_heard_when_it_goes_on(
    system_bus: PrivateBus, user: Watching
) -> None:
    service = logind(system_bus.address, locked=True)
    service.hang()
    with running(service):
        # All three questions were given up, one after the other.
        service.asked("Get", times=1)
        assert user.watch.locked() is None
        # A signal needs no answer.
        wakes(service)
        user.until(lambda: user.resumed, "the waking")
        service.resume()
        user.until_locked(True)


@pytest.mark.parametrize(
    "address", ["disabled:", "unix:path=/nonexistent/bus", "nonsense", "tcp:host=127.0.0.1,port=1"]
)
def test_a_machine_without_a_system_bus_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch, own_bus: PrivateBus, address: str
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    with running(screen_saver(own_bus.address, _GNOME, active=True)), watching() as user:
        user.until_locked(True)


def test_a_bus_that_came_back_is_found_by_asking(
    monkeypatch: pytest.MonkeyPatch, own_bus: PrivateBus, tmp_path: Path
) -> None:
    monkeypatch.setattr("crm_desktop.integrations.bus._CONNECT_AGAIN_AFTER", 0.0)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    with watching() as user:
        assert user.watch.locked() is None
        for _ in range(2):
            with private_bus(socket=tmp_path / "bus") as bus, running(logind(bus.address, locked=True)):
                user.until_locked(True)
                bus.kill()
                user.until_locked(None)
            (tmp_path / "bus").unlink(missing_ok=True)


def test_a_frozen_bus_keeps_nobody_from_leaving(system_bus: PrivateBus, user: Watching) -> None:
    with running(logind(system_bus.address)):
        user.until_locked(False)
        system_bus.freeze()
        user.watch.stop()
        system_bus.kill()


def test_after_stopping_it_is_silent(system_bus: PrivateBus, user: Watching) -> None:
    with running(logind(system_bus.address)) as service:
        user.until_locked(False)
        user.watch.stop()
        user.watch.stop()
        wakes(service)
        lock(service)
        eventually(lambda: len(names_on(system_bus)) == 2, "the program gone from the bus")
        user.until(lambda: True, "nothing")
    assert (user.resumed, user.told) == (0, [])


def test_nothing_wakes_it_while_nothing_happens(system_bus: PrivateBus, user: Watching) -> None:
    with running(logind(system_bus.address)):
        user.until_locked(False)
        buses = (user.watch._logind._bus, user.watch._savers._bus)
        eventually(lambda: all(not bus._calls for bus in buses), "all answered")
        # None is "until something comes".
        assert [bus._until_next() for bus in buses] == [None, None]


def test_a_missing_bus_is_looked_for_ever_more_rarely() -> None:
    waits = [ever_later(times) for times in range(20)]
    assert waits[0] <= 10
    assert waits == sorted(waits)
    assert waits[-1] == 3600
    assert sum(wait <= 60 for wait in waits) < 5


def test_a_bus_that_comes_late_is_found_without_asking(
    monkeypatch: pytest.MonkeyPatch, own_bus: PrivateBus, tmp_path: Path
) -> None:
    monkeypatch.setattr("crm_desktop.integrations.bus._CONNECT_AGAIN_AFTER", 0.05)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    with watching() as user, private_bus(socket=tmp_path / "bus") as bus, running(logind(bus.address)) as service:
        service.asked("Get")
        wakes(service)
        user.until(lambda: user.resumed, "the waking")


def test_this_platforms_watch_is_chosen(system_bus: PrivateBus, own_bus: PrivateBus) -> None:
    watch = session_watch(lambda _callback: None)
    assert isinstance(watch, LinuxSessionWatch)
    watch.stop()


def test_where_nothing_is_heard_nothing_is_known() -> None:
    watch = UnknownSessionWatch()
    watch.on_resumed(lambda: None)
    watch.on_locked(lambda _locked: None)
    assert watch.locked() is None
    watch.stop()
