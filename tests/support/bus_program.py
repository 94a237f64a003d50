"""A program on a private bus that hears calls and answers them, can hang and go on, ends as in a crash, and comes back."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass, field
from socket import SHUT_RDWR
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_signal
from jeepney.bus_messages import DBusNameFlags, message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.eventually import eventually


@dataclass(slots=True, weakref_slot=True)
class BusProgram(ABC):
    """Listens in a thread of its own; what each call is answered says the one who makes a program of it.

    `calls` are the names of all that came. `lock` is held while a message is answered.
    """

    address: str
    calls: list[str] = field(default_factory=list, init=False)
    lock: threading.RLock = field(default_factory=threading.RLock, init=False)
    _is_hanging: bool = field(default=False, init=False)
    _held: list[Message] = field(default_factory=list, init=False)
    _connection: DBusConnection | None = field(default=None, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)

    @abstractmethod
    def answer(self, message: Message) -> None:
        """Answer a call by `send`."""

    def own(self, *names: str) -> None:
        """Take the names on the bus and answer from now on; back when all are taken."""
        self._connection = open_dbus_connection(self.address)
        self._thread = threading.Thread(target=self._serve, args=(self._connection,), name="program on a bus")
        self._thread.start()
        # Waiting for the replies here would lose the calls that come as soon as the first name is taken.
        for name in names:
            self._connection.send(message_bus.RequestName(name, DBusNameFlags.do_not_queue))
        eventually(lambda: all(map(self._owns, names)), "the names taken")

    def stop(self) -> None:
        """End, as a crash would: the names are free, calls under way are answered by the bus."""
        if self._connection is not None and self._thread is not None:
            # Wakes the thread; closing alone would not. A dead bus has done so already.
            with suppress(OSError):
                self._connection.sock.shutdown(SHUT_RDWR)
            self._thread.join()
            self._connection.close()
            self._connection = None
            self._held.clear()

    def hang(self) -> None:
        """Answer nothing until `resume`."""
        with self.lock:
            self._is_hanging = True

    def resume(self) -> None:
        """Answer what was held back, and all that comes."""
        with self.lock:
            self._is_hanging = False
            held, self._held = self._held, []
            for message in held:
                self.answer(message)

    def held(self) -> int:
        """How many calls wait for `resume`."""
        with self.lock:
            return len(self._held)

    def holds(self, call: str) -> bool:
        """Whether a call of that name waits for `resume`."""
        with self.lock:
            return any(message.header.fields[HeaderFields.member] == call for message in self._held)

    def forget(self) -> None:
        """Drop what waits, as if it had never come."""
        with self.lock:
            self._held.clear()

    def send(self, message: Message) -> None:
        """Send a message, while no other is answered."""
        assert self._connection is not None
        with self.lock:
            self._connection.send(message)

    def tell(self, path: str, interface: str, name: str, signature: str = "", body: tuple[Any, ...] = ()) -> None:
        """Send a signal to everybody."""
        self.send(new_signal(DBusAddress(path, interface=interface), name, signature or None, body))

    def _owns(self, name: str) -> bool:
        assert self._connection is not None
        with open_dbus_connection(self.address) as asking:
            reply = asking.send_and_get_reply(message_bus.GetNameOwner(name), timeout=10)
        return bool(reply.body[0] == self._connection.unique_name)

    def _serve(self, connection: DBusConnection) -> None:
        # Ends when `stop` or the death of the bus breaks the connection.
        with suppress(OSError):
            while True:
                self._hear(connection.receive())

    def _hear(self, message: Message) -> None:
        if message.header.message_type is not MessageType.method_call:
            return
        with self.lock:
            self.calls.append(message.header.fields[HeaderFields.member])
            if self._is_hanging:
                self._held.append(message)
            else:
                self.answer(message)
