"""Following services on a bus: who owns each name now, and which signals are really theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from jeepney import HeaderFields, MatchRule, Message
from jeepney.bus_messages import message_bus

from crm_desktop.integrations.bus import Bus
from crm_desktop.integrations.bus_failures import BusFailure


class ServicesOnBus:
    """The services of some names, as they come, go and are replaced; everything happens on the bus thread.

    `came` is called with a name whenever a program takes it, also for one that has it at the beginning; `went` when it
    lets go or is replaced. Nothing is started by asking. `opened`, `lost` and `signalled` are what a `Bus` calls.
    """

    def __init__(self, names: Sequence[str], came: Callable[[str], None], went: Callable[[str], None]) -> None:
        self._names = names
        self._came = came
        self._went = went
        self._owners: dict[str, str] = {}

    def opened(self, bus: Bus) -> None:
        """Right after connecting: ask for news of the names and who owns them."""
        for name in self._names:
            rule = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
            rule.add_arg_condition(0, name)
            bus.call(message_bus.AddMatch(rule), _nothing, _nothing)
            bus.call(message_bus.GetNameOwner(name), partial(self._owned, name), _nothing)

    def lost(self) -> None:
        """The connection broke: nobody owns anything that we know of."""
        for name in list(self._owners):
            self._changed(name, "")

    def owner(self, name: str) -> str:
        """The program that owns a name, "" without one."""
        return self._owners.get(name, "")

    def signalled(self, signal: Message) -> None:
        """Hear of the names' coming and going."""
        fields = signal.header.fields
        is_news = fields.get(HeaderFields.member) == "NameOwnerChanged"
        if is_news and fields.get(HeaderFields.sender) == message_bus.bus_name and len(signal.body) == 3:
            name, _, new = signal.body
            if name in self._names:
                self._changed(name, new)

    def sender(self, signal: Message) -> str:
        """The name whose service sent a signal; "" for one that somebody else made up."""
        sender = signal.header.fields.get(HeaderFields.sender, "")
        return next((name for name, owner in self._owners.items() if owner and owner == sender), "")

    def _owned(self, name: str, reply: Message) -> None:
        self._changed(name, str(reply.body[0]))

    def _changed(self, name: str, owner: str) -> None:
        before = self._owners.get(name, "")
        if owner == before:
            return
        self._owners[name] = owner
        if before:
            self._went(name)
        if owner:
            self._came(name)


def _nothing(_outcome: Message | BusFailure) -> None:
    """A name without an owner is no failure."""
