"""Screen savers and lock screens that tell on the session bus whether they cover the screen."""

from __future__ import annotations

from collections.abc import Callable

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageFlag, new_method_call
from jeepney.bus_messages import message_bus

from crm_desktop.integrations.bus import Bus, ever_later
from crm_desktop.integrations.bus_addresses import session_bus
from crm_desktop.integrations.bus_failures import BusFailure
from crm_desktop.integrations.session.services_on_bus import ServicesOnBus

# The name, which is the interface as well, and where the object lies. KDE's, Xfce's and others'; GNOME's; Cinnamon's; MATE's.
_SAVERS = {
    "org.freedesktop.ScreenSaver": "/org/freedesktop/ScreenSaver",
    "org.gnome.ScreenSaver": "/org/gnome/ScreenSaver",
    "org.cinnamon.ScreenSaver": "/org/cinnamon/ScreenSaver",
    "org.mate.ScreenSaver": "/org/mate/ScreenSaver",
}


class ScreenSavers:
    """Follows whichever of them runs; `covered` is called with its name and whether it covers the screen, None when it ends."""

    def __init__(self, covered: Callable[[str, bool | None], None]) -> None:
        self._covered = covered
        self._services = ServicesOnBus(list(_SAVERS), came=self._came, went=lambda name: covered(name, None))
        self._bus = Bus(
            session_bus,
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
        for name in _SAVERS:
            rule = MatchRule(type="signal", sender=name, interface=name, member="ActiveChanged")
            self._bus.call(message_bus.AddMatch(rule), _nothing, _nothing)
        self._services.opened(self._bus)

    def _came(self, name: str) -> None:
        call = new_method_call(DBusAddress(_SAVERS[name], name, name), "GetActive")
        call.header.flags |= MessageFlag.no_auto_start

        def active(reply: Message) -> None:
            if reply.body and isinstance(reply.body[0], bool):
                self._covered(name, reply.body[0])

        # One that does not know the question (it only inhibits) has no opinion.
        self._bus.call(call, active, _nothing, late=active)

    def _signalled(self, signal: Message) -> None:
        self._services.signalled(signal)
        sender = self._services.sender(signal)
        fields = signal.header.fields
        match fields.get(HeaderFields.member), signal.body:
            # One program may have several of the names; the signal says which it speaks as.
            case "ActiveChanged", (bool(active),) if sender:
                name = str(fields.get(HeaderFields.interface, ""))
                self._covered(name if self._services.owner(name) else sender, active)


def _nothing(_outcome: Message | BusFailure) -> None:
    """Most desktops have one of them or none."""
