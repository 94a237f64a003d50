"""Notifications on Windows and macOS, through desktop-notifier and its event loop on a thread of its own."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path

from desktop_notifier import DEFAULT_SOUND, Button, DesktopNotifier, Icon, Notification, Urgency

from crm_desktop.domain.messages import Message
from crm_desktop.domain.reminders import Notice
from crm_desktop.integrations.notifications.wording import (
    NO_ANSWER,
    NO_SERVICE,
    NOT_ALLOWED,
    NOT_ASKED_YET,
    OPEN,
    REFUSED,
    TITLE,
    one_line,
    plain,
)
from crm_desktop.services.ports import NoticeAnswer

_log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds until a notification that was not accepted has failed."""

_LEAVING = 3.0


class ElsewhereNotifier:
    """A Notifier over desktop-notifier; all state but `_problem` belongs to the loop's thread.

    These systems name notifications by a text of ours: the number that is handed out is made from the notice's key, so
    the same occurrence replaces its own bubble, in a later run, too.
    """

    def __init__(self, deliver: Callable[[Callable[[], None]], None], icon: Path | None = None) -> None:
        self._deliver = deliver
        self._icon = icon
        self._answer_callbacks: list[Callable[[NoticeAnswer], None]] = []
        self._available_callbacks: list[Callable[[], None]] = []
        self._stopped = threading.Event()
        self._problem: Message | None = NOT_ASKED_YET
        self._keys: dict[int, str] = {}
        self._works_with: DesktopNotifier | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
        self._thread.start()
        self._start(self._ask())

    def show(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:
        """Ask for one notification; exactly one of the callbacks follows, with its number or a sentence."""
        self._start(self._send(notice, shown, failed))

    def close(self, daemon_id: int) -> None:
        """Take a bubble away, if it is still there."""
        self._start(self._clear(daemon_id))

    def on_answer(self, callback: Callable[[NoticeAnswer], None]) -> None:
        """Call back for each press and for each closing that the system tells of."""
        self._answer_callbacks.append(callback)

    def on_available(self, callback: Callable[[], None]) -> None:
        """Call back when notifications begin to work, the first time included."""
        self._available_callbacks.append(callback)

    def problem(self) -> Message | None:
        """Why nothing can be shown at the moment; None when the system takes notifications."""
        return self._problem

    def stop(self) -> None:
        """Take our bubbles away, whose buttons would do nothing now, and end the loop; no callback follows."""
        if not self._stopped.is_set():
            self._stopped.set()
            self._loop.call_soon_threadsafe(self._leave)
            self._thread.join(2 * _LEAVING)

    # ------------------------------------------------------------------------------------------ on the loop's thread

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        def on_loop() -> None:
            task = self._loop.create_task(work)
            # The loop holds its tasks weakly.
            self._running.add(task)
            task.add_done_callback(self._running.discard)

        if self._stopped.is_set():
            work.close()
        else:
            self._loop.call_soon_threadsafe(on_loop)

    def _leave(self) -> None:
        async def leave() -> None:
            for number in list(self._keys):
                await self._clear(number)

        ending = self._loop.create_task(asyncio.wait_for(leave(), _LEAVING))
        ending.add_done_callback(self._left)

    def _left(self, ending: asyncio.Task[None]) -> None:
        if not ending.cancelled() and ending.exception() is not None:
            _log.info("Notifications could not be taken away at the end.")
        self._loop.stop()

    def _backend(self) -> DesktopNotifier:
        if self._works_with is None:
            made = DesktopNotifier(app_name=TITLE, app_icon=Icon(path=self._icon) if self._icon else None)
            made.on_clicked = self._clicked
            made.on_dismissed = self._dismissed
            made.on_button_pressed = self._pressed
            self._works_with = made
        return self._works_with

    async def _ask(self) -> None:
        """Find out whether notifications work at all; asking for capabilities reaches the system's service."""
        try:
            await asyncio.wait_for(self._backend().get_capabilities(), PATIENCE)
            # Without a limit: macOS asks the user, who may be away.
            allowed = await self._backend().request_authorisation()
        except TimeoutError:
            self._fails(NO_ANSWER)
        except Exception as error:  # noqa: BLE001 - each system's library raises errors of its own
            _log.info("Notifications do not work: %s", type(error).__name__)
            self._fails(NO_SERVICE)
        else:
            if allowed:
                self._works()
            else:
                self._fails(NOT_ALLOWED)

    async def _send(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:
        number = _number(notice.key)
        accepted = False

        def dispatched() -> None:
            nonlocal accepted
            accepted = True

        why = REFUSED
        try:
            if number in self._keys:
                await self._clear(number)
            self._keys[number] = notice.key
            await asyncio.wait_for(self._backend().send_notification(_translated(notice, number, dispatched)), PATIENCE)
        except TimeoutError:
            why = NO_ANSWER
        except Exception as error:  # noqa: BLE001 - each system's library raises errors of its own
            _log.info("A notification did not work: %s", type(error).__name__)
            why = NO_SERVICE
        if accepted:
            self._works()
            self._tell(lambda: shown(number))
        else:
            self._keys.pop(number, None)
            if self._problem is None:
                self._fails(why)
            sentence = self._problem or why
            self._tell(lambda: failed(sentence))

    async def _clear(self, number: int) -> None:
        try:
            await asyncio.wait_for(self._backend().clear(str(number)), PATIENCE)
        except Exception as error:  # noqa: BLE001 - each system's library raises errors of its own
            _log.debug("A notification could not be taken away: %s", type(error).__name__)
        self._keys.pop(number, None)

    def _clicked(self, identifier: str) -> None:
        self._answered(identifier, OPEN, "pressed")

    def _pressed(self, identifier: str, action: str) -> None:
        self._answered(identifier, action, "pressed")

    def _dismissed(self, identifier: str) -> None:
        self._answered(identifier, "", "dismissed")

    def _answered(self, identifier: str, action: str, reason: str) -> None:
        """These systems tell one thing of a bubble only: it was pressed, or it was closed."""
        number = int(identifier) if identifier.isdigit() else 0
        key = self._keys.pop(number, None)
        if key is not None:
            answer = NoticeAnswer(key, number, action, reason)
            self._tell(lambda: [callback(answer) for callback in self._answer_callbacks])

    def _works(self) -> None:
        if self._problem is not None:
            self._problem = None
            self._tell(lambda: [callback() for callback in self._available_callbacks])

    def _fails(self, why: Message) -> None:
        self._problem = why

    def _tell(self, callback: Callable[[], object]) -> None:
        def unless_stopped() -> None:
            if not self._stopped.is_set():
                callback()

        self._deliver(unless_stopped)


def _number(key: str) -> int:
    """A positive number of 31 bits that stays the same for the same key."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) >> 1 or 1


def _translated(notice: Notice, number: int, dispatched: Callable[[], None]) -> Notification:
    buttons = tuple(Button(title=plain(label), identifier=action) for action, label in notice.actions)
    return Notification(
        title=one_line(notice.title),
        message=plain(notice.body),
        urgency=Urgency.Critical if notice.urgent else Urgency.Normal,
        buttons=buttons,
        sound=None if notice.silent else DEFAULT_SOUND,
        on_dispatched=dispatched,
        identifier=str(number),
    )
