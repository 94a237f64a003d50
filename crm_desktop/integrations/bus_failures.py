"""Why a call over a message bus was not answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from jeepney import HeaderFields, Message

_NO_SERVICE_ERRORS = (
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.NoReply",  # the bus says this when the service ended during the call
    "org.freedesktop.DBus.Error.Disconnected",
    "org.freedesktop.DBus.Error.Spawn.",
)


class Fault(Enum):
    """Why a call was not answered."""

    NO_BUS = auto()
    NO_SERVICE = auto()
    NO_ANSWER = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class BusFailure:
    """A call that did not work: the kind, and the bus's own name of the error for the log."""

    fault: Fault
    name: str = ""


def failure_of(message: Message) -> BusFailure:
    """What an error message of the bus means."""
    name = str(message.header.fields.get(HeaderFields.error_name, ""))
    return BusFailure(Fault.NO_SERVICE if name.startswith(_NO_SERVICE_ERRORS) else Fault.REFUSED, name)
