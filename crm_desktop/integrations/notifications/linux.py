"""Notifications by the freedesktop.org specification (1.2), on any desktop that has a service for them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from jeepney import HeaderFields, MatchRule
from jeepney import Message as BusMessage
from jeepney.bus_messages import message_bus

from crm_desktop.domain.messages import Message
from crm_desktop.domain.reminders import Notice
from crm_desktop.integrations.bus import Bus, each_minute
from crm_desktop.integrations.bus_addresses import session_bus
from crm_desktop.integrations.bus_failures import BusFailure, Fault
from crm_desktop.integrations.notifications.calls import DEFAULT, NAME, capabilities_call, close_call, notify_call
from crm_desktop.integrations.notifications.wording import (
    APPLICATION,
    NO_ANSWER,
    NO_BUS,
    NO_SERVICE,
    NOT_ASKED_YET,
    OPEN,
    REFUSED,
)
from crm_desktop.services.ports import NoticeAnswer

_log = logging.getLogger(__name__)

# https://specifications.freedesktop.org/notification-spec/1.2/protocol.html, NotificationClosed
_REASONS = {1: "expired", 2: "dismissed", 3: "closed"}

_SENTENCES = {
    Fault.NO_BUS: NO_BUS,
    Fault.NO_SERVICE: NO_SERVICE,
    Fault.NO_ANSWER: NO_ANSWER,
    Fault.REFUSED: REFUSED,
}

Deliver = Callable[[Callable[[], None]], None]
"""Runs a callable on the thread that all callbacks belong to, soon, without waiting for it."""


class LinuxNotifier:
    """A Notifier over the session bus.

    All state but `_problem` belongs to the bus thread; the services' callbacks are handed to `deliver`.
    """

    def __init__(self, deliver: Deliver, icon: Path | None = None) -> None:
        self._deliver = deliver
        # A name is looked up in the icon theme, where an installed program has put its own.
        self._icon = icon.absolute().as_uri() if icon else APPLICATION
        self._answer_callbacks: list[Callable[[NoticeAnswer], None]] = []
        self._available_callbacks: list[Callable[[], None]] = []
        self._stopped = threading.Event()
        self._problem: Message | None = NOT_ASKED_YET
        self._capabilities: frozenset[str] | None = None
        self._asking = False
        self._waiting: list[tuple[Callable[[], None], Callable[[Message], None]]] = []
        self._bubbles: dict[int, str] = {}
        self._service = ""
        # Numbers of an earlier run are good as long as the service is the one that gave them.
        self._service_restarted = False
        self._bus = Bus(
            session_bus, opened=self._listen, lost=self._bus_lost, signalled=self._signalled, look_again=each_minute
        )
        self._bus.post(self._ask_capabilities)

    # --------------------------------------------------------------------------------- the port, any thread

    def show(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:
        """Ask for one notification; exactly one of the callbacks follows, with the service's number or a sentence."""
        self._bus.post(lambda: self._when_known(lambda: self._notify(notice, shown, failed), failed))

    def close(self, daemon_id: int) -> None:
        """Take a bubble away, if it is still there."""
        self._bus.post(lambda: self._bus.tell(close_call(daemon_id)))

    def on_answer(self, callback: Callable[[NoticeAnswer], None]) -> None:
        """Call back for each press and each closing."""
        self._answer_callbacks.append(callback)

    def on_available(self, callback: Callable[[], None]) -> None:
        """Call back whenever a service begins to answer, the first time included."""
        self._available_callbacks.append(callback)

    def problem(self) -> Message | None:
        """Why nothing can be shown at the moment; None when a service answers."""
        return self._problem

    def stop(self) -> None:
        """Take our bubbles away, whose buttons would do nothing now, and let go of the bus; no callback follows."""
        if not self._stopped.is_set():
            self._stopped.set()
            self._bus.post(self._close_bubbles)
            self._bus.close()

    # ------------------------------------------------------------------------------- asking, on the bus thread

    def _ask_capabilities(self) -> None:
        if not self._asking:
            self._asking = True
            call = capabilities_call()
            self._bus.call(call, self._capabilities_known, self._capabilities_unknown, late=self._capabilities_known)

    def _capabilities_known(self, reply: BusMessage) -> None:
        self._asking = False
        self._capabilities = frozenset(reply.body[0])
        self._service = reply.header.fields.get(HeaderFields.sender, "")
        self._works()
        waiting, self._waiting = self._waiting, []
        for show, _ in waiting:
            show()

    def _capabilities_unknown(self, failure: BusFailure) -> None:
        self._asking = False
        self._fails(failure)
        waiting, self._waiting = self._waiting, []
        for _, failed in waiting:
            self._tell(partial(failed, _SENTENCES[failure.fault]))

    def _when_known(self, show: Callable[[], None], failed: Callable[[Message], None]) -> None:
        if self._capabilities is not None:
            show()
        else:
            self._waiting.append((show, failed))
            self._ask_capabilities()

    def _notify(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:
        def number_known(reply: BusMessage) -> int:
            number = int(reply.body[0])
            self._bubbles[number] = notice.key
            self._works()
            return number

        def answered(reply: BusMessage) -> None:
            number = number_known(reply)
            self._tell(lambda: shown(number))

        def refused(failure: BusFailure) -> None:
            self._fails(failure)
            self._tell(lambda: failed(_SENTENCES[failure.fault]))

        call = notify_call(notice, self._replaced(notice), self._icon, self._capabilities or frozenset())
        # A bubble that comes after we gave up is real: its presses count, and the next try replaces it.
        self._bus.call(call, answered, refused, late=number_known)

    def _replaced(self, notice: Notice) -> int:
        """The bubble to replace; never one of an earlier service, whose number may be another program's by now."""
        ours = [number for number, key in self._bubbles.items() if key == notice.key]
        if notice.replaces in ours or (notice.replaces and not self._service_restarted):
            return notice.replaces
        return ours[-1] if ours else 0

    # ------------------------------------------------------------------------------ hearing, on the bus thread

    def _listen(self) -> None:
        """Right after connecting: ask for the service's signals and for news of its coming and going."""
        owner = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
        owner.add_arg_condition(0, NAME)
        for rule in (owner, MatchRule(type="signal", sender=NAME, interface=NAME)):
            self._bus.call(message_bus.AddMatch(rule), lambda _: None, lambda _: None)
        self._ask_capabilities()

    def _signalled(self, signal: BusMessage) -> None:
        fields = signal.header.fields
        sender = fields.get(HeaderFields.sender, "")
        match fields.get(HeaderFields.member, ""), signal.body:
            case "NameOwnerChanged", (name, _, new) if sender == message_bus.bus_name and name == NAME:
                self._owner_changed(str(new))
            # Anybody may send us a signal of that name; only the service is believed.
            case "ActionInvoked", (int(number), str(action)) if sender == self._service:
                self._pressed(number, action)
            case "NotificationClosed", (int(number), int(reason)) if sender == self._service:
                self._closed(number, _REASONS.get(reason, "unknown"))

    def _pressed(self, number: int, action: str) -> None:
        key = self._bubbles.get(number)
        if key is not None:
            pressed = OPEN if action == DEFAULT else action
            self._answer(NoticeAnswer(key, number, pressed, "pressed"))

    def _closed(self, number: int, reason: str) -> None:
        key = self._bubbles.pop(number, None)
        if key is not None:
            self._answer(NoticeAnswer(key, number, "", reason))

    def _owner_changed(self, new: str) -> None:
        if self._service and new != self._service:
            self._forget_service()
        if new:
            self._ask_capabilities()
        else:
            self._fails(BusFailure(Fault.NO_SERVICE))

    def _bus_lost(self) -> None:
        self._forget_service()
        self._fails(BusFailure(Fault.NO_BUS))

    def _forget_service(self) -> None:
        """The service is gone and its bubbles with it."""
        self._service_restarted = self._service_restarted or bool(self._service)
        self._service = ""
        self._capabilities = None
        for number in list(self._bubbles):
            self._closed(number, "unknown")

    def _close_bubbles(self) -> None:
        for number in self._bubbles:
            self._bus.tell(close_call(number))

    # ------------------------------------------------------------------------------ telling, from the bus thread

    def _works(self) -> None:
        if self._problem is not None:
            self._problem = None
            _log.info("The notification service answers.")
            self._tell(lambda: [callback() for callback in self._available_callbacks])

    def _fails(self, failure: BusFailure) -> None:
        # A service that refuses one bubble is there and may take the next.
        if failure.fault is Fault.REFUSED and self._capabilities is not None:
            _log.warning("A notification was refused: %s", failure.name)
            return
        if self._problem is not _SENTENCES[failure.fault]:
            _log.info("Notifications do not work: %s %s", failure.fault.name, failure.name)
        self._problem = _SENTENCES[failure.fault]

    def _answer(self, answer: NoticeAnswer) -> None:
        self._tell(lambda: [callback(answer) for callback in self._answer_callbacks])

    def _tell(self, callback: Callable[[], object]) -> None:
        def unless_stopped() -> None:
            if not self._stopped.is_set():
                callback()

        self._deliver(unless_stopped)
