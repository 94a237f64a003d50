"""Services on a private bus that answer as they are told, send signals, hang, end and come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jeepney import HeaderFields, Message, new_error, new_method_return

from tests.support.bus_program import BusProgram
from tests.support.eventually import eventually

Answer = tuple[str, tuple[Any, ...]]
"""The signature and the values of a reply."""

PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass(slots=True)
class FakeService(BusProgram):
    """One program on the bus that owns some names; calls it has no answer for are refused.

    `methods` are by name, each an answer or None for a refusal; `properties` by interface and name, as variants.
    """

    names: tuple[str, ...]
    methods: dict[str, Answer] = field(default_factory=dict)
    properties: dict[tuple[str, str], tuple[str, Any]] = field(default_factory=dict)

    def start(self) -> None:
        """Take the names and answer from now on."""
        self.own(*self.names)

    def change(self, path: str, interface: str, name: str, value: tuple[str, Any]) -> None:
        """Set a property and tell everybody."""
        with self.lock:
            self.properties[interface, name] = value
            self.tell(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", (interface, {name: value}, []))

    def asked(self, call: str, *, times: int = 1, within: float = 15.0) -> None:
        """Wait until a call of that name came so many times."""
        eventually(lambda: self.calls.count(call) >= times, f"a call of {call}", within=within)

    def answer(self, message: Message) -> None:
        """The property or the answer that was agreed on, else a refusal."""
        called = message.header.fields[HeaderFields.member]
        reply = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        if called == "Get" and message.body in self.properties:
            reply = new_method_return(message, "v", (self.properties[message.body],))
        elif called in self.methods:
            signature, values = self.methods[called]
            reply = new_method_return(message, signature or None, values)
        self.send(reply)


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
    service.tell("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", "b", (True,))


def wakes(service: FakeService) -> None:
    """The machine woke up."""
    service.tell("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", "b", (False,))


def lock(service: FakeService, *, path: str = SESSION_PATH, name: str = "Lock") -> None:
    """A session is asked to lock or, by name, to unlock."""
    service.tell(path, SESSION, name)


def screen_saver(address: str, *names: str, active: bool = False) -> FakeService:
    """A screen saver under some names."""
    return FakeService(address, names, {"GetActive": ("b", (active,))})


def covers(service: FakeService, active: bool) -> None:
    """The screen saver covers the screen, or not any more; it says so under its first name."""
    name = service.names[0]
    service.tell("/" + name.replace(".", "/"), name, "ActiveChanged", "b", (active,))


WATCHER = "org.kde.StatusNotifierWatcher"


def status_notifier_watcher(address: str) -> FakeService:
    """The tray of desktops that have no X11 one, as far as programs ask it before they put an icon there."""
    properties: dict[tuple[str, str], tuple[str, Any]] = {
        (WATCHER, "IsStatusNotifierHostRegistered"): ("b", True),
        (WATCHER, "ProtocolVersion"): ("i", 0),
    }
    return FakeService(address, (WATCHER,), {"RegisterStatusNotifierItem": ("", ())}, properties)
