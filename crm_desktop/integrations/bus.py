"""One connection to a message bus, on a thread of its own, so that a bus or a service that hangs blocks nobody."""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from queue import Empty, SimpleQueue

from jeepney import HeaderFields, Message, MessageFlag, MessageType, Parser
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import prep_socket

from crm_desktop.integrations.bus_failures import BusFailure, Fault, failure_of

_log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds until a call that was not answered has failed; also for connecting and for sending."""

_RECONNECT_AFTER = 60.0
_CONNECT_AGAIN_AFTER = 5.0
_RARELY = 3600.0
_MOST_LATE_CALLS = 500
# dbus-daemon refuses more than 128 unanswered calls of one program.
_MOST_CALLS_AT_ONCE = 64


Answered = Callable[[Message], None]
Failed = Callable[[BusFailure], None]


@dataclass(slots=True)
class _Call:
    answered: Answered
    failed: Failed
    until: float
    late: Callable[[Message], object] | None


def each_minute(_times: int) -> float:
    """For what the user waits for: a lost bus is found within a minute."""
    return _RECONNECT_AFTER


def ever_later(times: int) -> float:
    """For what can be done without: soon at first, in the end once an hour."""
    return float(min(_CONNECT_AGAIN_AFTER * 2**times, _RARELY))


class Bus:
    """Calls and signals; everything but `post`, `ask` and `close` happens on the bus thread, callbacks included.

    `address` says where the bus listens (see bus_addresses); it is asked at each connecting, and may raise what
    they raise. `opened` is called after each connecting (there the rules for signals are added), `lost` when the connection
    broke, `signalled` for each signal. Without calls under way the thread sleeps. A bus that is not there is looked for
    when something is called and after `look_again` seconds, which gets the number of times it was looked for in vain.
    """

    def __init__(
        self,
        address: Callable[[], str],
        *,
        opened: Callable[[], None] = lambda: None,
        lost: Callable[[], None] = lambda: None,
        signalled: Callable[[Message], None] = lambda _signal: None,
        look_again: Callable[[int], float] = lambda _times: _RARELY,
    ) -> None:
        self._address = address
        self._look_again_after = look_again
        self._looked_in_vain = 0
        self._opened = opened
        self._lost = lost
        self._signalled = signalled
        self._posted: deque[Callable[[], None]] = deque()
        self._closing = threading.Event()
        self._wake_here, self._wake_there = socket.socketpair()
        self._wake_here.setblocking(False)
        self._wake_there.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wake_here, selectors.EVENT_READ)
        self._socket: socket.socket | None = None
        self._parser = Parser()
        self._serials = count(1)
        self._calls: dict[int, _Call] = {}
        self._queued: deque[Callable[[], None]] = deque()
        self._late: dict[int, Callable[[Message], object]] = {}
        self._connect_not_before = 0.0
        self._look_again_at: float | None = None
        self._thread = threading.Thread(target=self._run, name="message bus", daemon=True)
        self._thread.start()

    def post(self, work: Callable[[], None]) -> None:
        """From any thread: do this on the bus thread soon."""
        self._posted.append(work)
        # A full buffer means that a waking is under way already; a closed one, that nobody is left to wake.
        with contextlib.suppress(OSError):
            self._wake_there.send(b"\0")

    def ask(self, message: Message) -> Message | BusFailure:
        """From any other thread: send a method call and wait for what comes of it, at most as long as `PATIENCE` and a bit.

        For where waiting is nobody's loss.
        """
        came: SimpleQueue[Message | BusFailure] = SimpleQueue()
        self.post(lambda: self.call(message, came.put, came.put))
        try:
            # Connecting, with its own patience, may come first.
            return came.get(timeout=2 * PATIENCE + 1)
        except Empty:
            return BusFailure(Fault.NO_ANSWER)

    def connect(self) -> None:
        """From any other thread: look for the bus, unless there is a connection or it was looked for a moment ago."""
        if self._socket is None:
            self.post(self._connect_again)

    def close(self, wait: float = 2 * PATIENCE) -> None:
        """From any other thread: finish what was posted, let go of the bus, end the thread; calls under way are dropped.

        Comes back after `wait` seconds at the latest; the thread then ends by itself.
        """
        self._closing.set()
        self.post(lambda: None)
        self._thread.join(wait)
        self._wake_there.close()

    def call(
        self, message: Message, answered: Answered, failed: Failed, late: Callable[[Message], object] | None = None
    ) -> None:
        """Send a method call; one of `answered` and `failed` follows. `late` gets an answer that came after `failed`."""
        if len(self._calls) >= _MOST_CALLS_AT_ONCE:
            self._queued.append(lambda: self.call(message, answered, failed, late))
            return
        if not self._connected():
            failed(BusFailure(Fault.NO_BUS))
            return
        serial = next(self._serials)
        self._calls[serial] = _Call(answered, failed, time.monotonic() + PATIENCE, late)
        self._send(message, serial)

    def tell(self, message: Message) -> None:
        """Send a method call whose answer does not matter; nothing happens without a connection."""
        if self._socket is not None:
            message.header.flags = MessageFlag.no_reply_expected
            self._send(message, next(self._serials))

    def _run(self) -> None:
        with self._selector, self._wake_here:
            while not (self._closing.is_set() and not self._posted):
                self._turn()
            if self._socket is not None:
                self._socket.close()

    def _turn(self) -> None:
        for key, _ in self._selector.select(self._until_next()):
            if key.fileobj is self._wake_here:
                with contextlib.suppress(BlockingIOError):
                    self._wake_here.recv(4096)
            else:
                self._receive()
        while self._posted:
            self._posted.popleft()()
        self._give_up_overdue()
        while self._queued and len(self._calls) < _MOST_CALLS_AT_ONCE:
            self._queued.popleft()()

    def _until_next(self) -> float | None:
        """Seconds until something is overdue; None when there is nothing to wait for but the sockets."""
        moments = [call.until for call in self._calls.values()]
        if self._look_again_at is not None:
            moments.append(self._look_again_at)
        return max(min(moments) - time.monotonic(), 0) if moments else None

    # ------------------------------------------------------------------------------------------- connecting

    def _connected(self) -> bool:
        if self._socket is not None:
            return True
        if time.monotonic() < self._connect_not_before:
            return False
        try:
            connection = prep_socket(self._address(), timeout=PATIENCE)
        except (OSError, RuntimeError, ValueError, KeyError, StopIteration) as error:
            # KeyError: no address; RuntimeError and ValueError: one that cannot be used or a refused greeting.
            _log.info("No message bus: %s", type(error).__name__)
            self._connect_not_before = time.monotonic() + _CONNECT_AGAIN_AFTER
            self._look_again_later()
            return False
        connection.settimeout(PATIENCE)
        self._socket = connection
        self._parser = Parser()
        self._look_again_at = None
        self._looked_in_vain = 0
        self._selector.register(connection, selectors.EVENT_READ)
        self.call(message_bus.Hello(), lambda _: None, lambda _: None)
        self._opened()
        return self._socket is not None

    def _connect_again(self) -> None:
        self._connected()

    def _look_again_later(self) -> None:
        self._look_again_at = time.monotonic() + self._look_again_after(self._looked_in_vain)
        self._looked_in_vain += 1

    def _disconnect(self) -> None:
        if self._socket is None:
            return
        self._selector.unregister(self._socket)
        self._socket.close()
        self._socket = None
        self._look_again_later()
        calls, self._calls = self._calls, {}
        self._late.clear()
        self._lost()
        for call in calls.values():
            call.failed(BusFailure(Fault.NO_BUS))

    # ------------------------------------------------------------------------------------- sending, receiving

    def _send(self, message: Message, serial: int) -> None:
        assert self._socket is not None
        try:
            self._socket.sendall(message.serialise(serial))
        except OSError:
            self._disconnect()

    def _receive(self) -> None:
        if self._socket is None:
            return
        try:
            data = self._socket.recv(65536)
        except OSError:
            data = b""
        if not data:
            self._disconnect()
            return
        self._parser.add_data(data)
        parser = self._parser
        while (message := parser.get_next_message()) is not None:
            self._handle(message)

    def _handle(self, message: Message) -> None:
        kind = message.header.message_type
        if kind is MessageType.signal:
            self._signalled(message)
            return
        serial = message.header.fields.get(HeaderFields.reply_serial, 0)
        call, late = self._calls.pop(serial, None), self._late.pop(serial, None)
        if kind is MessageType.method_return:
            if call is not None:
                call.answered(message)
            elif late is not None:
                late(message)
        elif kind is MessageType.error and call is not None:
            call.failed(failure_of(message))

    def _give_up_overdue(self) -> None:
        now = time.monotonic()
        for serial in [serial for serial, call in self._calls.items() if call.until <= now]:
            # What an earlier one set off may have ended the connection and with it this one.
            call = self._calls.pop(serial, None)
            if call is None:
                continue
            if call.late is not None:
                self._late[serial] = call.late
                # A service that hangs for hours must not make us keep everything.
                if len(self._late) > _MOST_LATE_CALLS:
                    self._late.pop(next(iter(self._late)))
            call.failed(BusFailure(Fault.NO_ANSWER))
        if self._look_again_at is not None and self._look_again_at <= now:
            self._look_again_at = None
            self._connected()
