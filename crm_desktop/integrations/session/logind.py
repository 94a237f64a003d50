"""Sleep and lock as systemd's logind tells of them on the system bus (org.freedesktop.login1)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageFlag, Properties, new_method_call
from jeepney.bus_messages import message_bus

from crm_desktop.integrations.bus import Bus, ever_later
from crm_desktop.integrations.bus_addresses import system_bus
from crm_desktop.integrations.bus_failures import BusFailure
from crm_desktop.integrations.session.services_on_bus import ServicesOnBus

_NAME = "org.freedesktop.login1"
_PATH = "/org/freedesktop/login1"
_LOGIND_INTERFACE = f"{_NAME}.Manager"
_SESSION_INTERFACE = f"{_NAME}.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_LOGIND = DBusAddress(_PATH, _NAME, _LOGIND_INTERFACE)

ASKED, HINT = "asked to lock", "logind"


class Logind:
    """Follows logind and this user's session there, however often it is restarted; all on a bus thread of its own.

    `resumed` is called after waking up; `locked` with who says so and what: HINT is the session's own word (LockedHint),
    ASKED the request that locks it and comes first; None takes a word back.
    """

    def __init__(self, resumed: Callable[[], None], locked: Callable[[str, bool | None], None]) -> None:
        self._resumed = resumed
        self._locked = locked
        self._session = ""
        self._services = ServicesOnBus([_NAME], came=self._came, went=self._went)
        self._bus = Bus(
            system_bus,
            opened=self._opened,
            lost=self._services.lost,
            signalled=self._signalled,
            look_again=ever_later,
        )
        self._bus.connect()

    def look_again(self) -> None:
        """Connect if the bus was not there; costs nothing when it is."""
        self._bus.connect()

    def close(self) -> None:
        """Let go of the bus, without waiting for it."""
        self._bus.close(wait=0)

    # --------------------------------------------------------------------------------- all below on the bus thread

    def _opened(self) -> None:
        for interface in (_LOGIND_INTERFACE, _SESSION_INTERFACE, _PROPERTIES):
            rule = MatchRule(type="signal", sender=_NAME, interface=interface)
            if interface == _PROPERTIES:
                # Those of a laptop's battery or of other users' sessions need not wake us.
                rule.add_arg_condition(0, _SESSION_INTERFACE)
            self._bus.call(message_bus.AddMatch(rule), _nothing, _nothing)
        self._services.opened(self._bus)

    def _came(self, _name: str) -> None:
        self._find_session(_ways_to_the_session(os.environ))

    def _went(self, _name: str) -> None:
        self._session = ""
        self._locked(HINT, None)
        self._locked(ASKED, None)

    def _find_session(self, ways: Iterator[Message]) -> None:
        """Try one way after the other: which of them works depends on how the program was started."""
        way = next(ways, None)
        if way is None:
            return

        def found(reply: Message) -> None:
            # A user's object is asked for its session, which is (id, path).
            value = reply.body[0]
            self._session_found(str(value[1][1]) if isinstance(value, tuple) else str(value))

        way.header.flags |= MessageFlag.no_auto_start
        self._bus.call(way, found, lambda _failure: self._find_session(ways), late=found)

    def _session_found(self, path: str) -> None:
        if path in {"", "/"}:
            return
        self._session = path
        self._ask_hint()

    def _ask_hint(self) -> None:
        call = Properties(DBusAddress(self._session, _NAME, _SESSION_INTERFACE)).get("LockedHint")
        self._bus.call(call, self._hinted, _nothing, late=self._hinted)

    def _hinted(self, reply: Message) -> None:
        kind, value = reply.body[0]
        if kind == "b":
            self._hint(value)

    def _hint(self, locked: bool) -> None:
        self._locked(HINT, locked)
        if not locked:
            # Whoever was asked to lock has opened again, or never locked.
            self._locked(ASKED, None)

    def _signalled(self, signal: Message) -> None:
        self._services.signalled(signal)
        if self._services.sender(signal) != _NAME:
            return
        fields = signal.header.fields
        own = bool(self._session) and fields.get(HeaderFields.path) == self._session
        match fields.get(HeaderFields.member), signal.body:
            case "PrepareForSleep", (False,):
                self._resumed()
            case "Lock", () if own:
                self._locked(ASKED, True)
            case "Unlock", () if own:
                self._locked(ASKED, None)
            case "PropertiesChanged", (interface, dict(changed), _) if own and interface == _SESSION_INTERFACE:
                self._changed(changed)

    def _changed(self, changed: Mapping[str, tuple[str, object]]) -> None:
        match changed.get("LockedHint"):
            case ("b", bool(value)):
                self._hint(value)


def _ways_to_the_session(environment: Mapping[str, str]) -> Iterator[Message]:
    """By the name that the session gave us, by our process, and, for what the user's systemd started, by the user."""
    name = environment.get("XDG_SESSION_ID", "")
    if name:
        yield new_method_call(_LOGIND, "GetSession", "s", (name,))
    yield new_method_call(_LOGIND, "GetSessionByPID", "u", (os.getpid(),))
    user = DBusAddress(f"{_PATH}/user/_{os.getuid()}", _NAME, f"{_NAME}.User")
    yield Properties(user).get("Display")


def _nothing(_outcome: Message | BusFailure) -> None:
    """Without logind there is the look at the clock."""
