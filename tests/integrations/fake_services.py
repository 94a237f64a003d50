"""Services on a private bus that answer as they are told, send signals, hang, end and come back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import SHUT_RDWR
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import DBusNameFlags, message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.eventually import eventually

Answer = tuple[str, tuple[Any, ...]]
"""The signature and the values of a reply."""

PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass
class FakeService:
    """One program on the bus that owns some names; calls it has no answer for are refused.

    `methods` are by name, each an answer or None for a refusal; `properties` by interface and name, as variants.
    """

    address: str
    names: tuple[str, ...]
    methods: dict[str, Answer] = field(default_factory=dict)
    properties: dict[tuple[str, str], tuple[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    hanging: bool = False
    _held: list[Message] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _connection: DBusConnection | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Take the names and answer from now on."""
        self._connection = open_dbus_connection(self.address)
        self._thread = threading.Thread(target=self._serve, args=(self._connection,), name="fake service")
        self._thread.start()
        # Waiting for the replies here would lose the calls that come as soon as the first name is taken.
        for name in self.names:
            self._connection.send(message_bus.RequestName(name, DBusNameFlags.do_not_queue))
        eventually(lambda: all(map(self._owned, self.names)), "the names taken")

    def stop(self) -> None:
        """End, as a crash would."""
        if self._connection is not None and self._thread is not None:
            with suppress(OSError):
                self._connection.sock.shutdown(SHUT_RDWR)
            self._thread.join()
            self._connection.close()
            self._connection = None
            self._held.clear()

    def resume(self) -> None:
        """Answer what was held back, and all that comes."""
        with self._lock:
            self.hanging = False
            held, self._held = self._held, []
            for message in held:
                self._answer(message)

    def signal(self, path: str, interface: str, name: str, signature: str = "", body: tuple[Any, ...] = ()) -> None:
        """Tell everybody."""
        assert self._connection is not None
        with self._lock:
            self._connection.send(new_signal(DBusAddress(path, interface=interface), name, signature or None, body))

    def change(self, path: str, interface: str, name: str, value: tuple[str, Any]) -> None:
        """Set a property and tell everybody."""
        with self._lock:
            self.properties[interface, name] = value
            self.signal(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", (interface, {name: value}, []))

    def asked(self, call: str, *, times: int = 1, within: float = 15.0) -> None:
        """Wait until a call of that name came so many times."""
        eventually(lambda: self.calls.count(call) >= times, f"a call of {call}", within=within)

    def _owned(self, name: str) -> bool:
        assert self._connection is not None
        with open_dbus_connection(self.address) as asking:
            reply = asking.send_and_get_reply(message_bus.GetNameOwner(name), timeout=10)
        return bool(reply.body[0] == self._connection.unique_name)

    def _serve(self, connection: DBusConnection) -> None:
        with suppress(OSError):
            while True:
                self._hear(connection.receive())

    def _hear(self, message: Message) -> None:
        if message.header.message_type is not MessageType.method_call:
            return
        with self._lock:
            self.calls.append(message.header.fields[HeaderFields.member])
            if self.hanging:
                self._held.append(message)
            else:
                self._answer(message)

    def _answer(self, message: Message) -> None:
        assert self._connection is not None
        called = message.header.fields[HeaderFields.member]
        reply = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        if called == "Get" and message.body in self.properties:
            reply = new_method_return(message, "v", (self.properties[message.body],))
        elif called in self.methods:
            signature, values = self.methods[called]
            reply = new_method_return(message, signature or None, values)
        self._connection.send(reply)


@contextmanager
def running(service: FakeService) -> Iterator[FakeService]:
    """The service, running."""
    service.start()
    try:
        yield service
    finally:
        service.stop()


LOGIND = "org.freedesktop.login1"
SESSION_PATH = "/org/freedesktop/login1/session/_32"
SESSION = f"{LOGIND}.Session"


def logind(address: str, *, locked: bool = False, by: str = "GetSessionByPID") -> FakeService:
    """A logind with one session; `by` is the one question that leads to it: a call, or Display of the user."""
    methods: dict[str, Answer] = {by: ("o", (SESSION_PATH,))}
    properties: dict[tuple[str, str], tuple[str, Any]] = {(SESSION, "LockedHint"): ("b", locked)}
    if by == "Display":
        methods = {}
        properties[f"{LOGIND}.User", "Display"] = ("(so)", ("2", SESSION_PATH))
    return FakeService(address, (LOGIND,), methods, properties)


def sleeps(service: FakeService) -> None:
    """The machine is about to sleep."""
    service.signal("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", "b", (True,))


def wakes(service: FakeService) -> None:
    """The machine woke up."""
    service.signal("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", "b", (False,))


def lock(service: FakeService, *, path: str = SESSION_PATH, name: str = "Lock") -> None:
    """A session is asked to lock or, by name, to unlock."""
    service.signal(path, SESSION, name)


def screen_saver(address: str, *names: str, active: bool = False) -> FakeService:
    """A screen saver under some names."""
    return FakeService(address, names, {"GetActive": ("b", (active,))})


def covers(service: FakeService, active: bool) -> None:
    """The screen saver covers the screen, or not any more; it says so under its first name."""
    name = service.names[0]
    service.signal("/" + name.replace(".", "/"), name, "ActiveChanged", "b", (active,))


WATCHER = "org.kde.StatusNotifierWatcher"


def status_notifier_watcher(address: str) -> FakeService:
    """The tray of desktops that have no X11 one, as far as programs ask it before they put an icon there."""
    properties: dict[tuple[str, str], tuple[str, Any]] = {
        (WATCHER, "IsStatusNotifierHostRegistered"): ("b", True),
        (WATCHER, "ProtocolVersion"): ("i", 0),
    }
    return FakeService(address, (WATCHER,), {"RegisterStatusNotifierItem": ("", ())}, properties)
