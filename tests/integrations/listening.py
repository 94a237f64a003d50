"""Stands for the window's event loop: runs the notifier's callbacks on the test's own thread and keeps what they said."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crm_desktop.domain.messages import Message
from crm_desktop.domain.reminders import Notice
from crm_desktop.services.ports import NoticeAnswer, Notifier
from tests.support.eventually import T, eventually

ACTIONS = (("done", "Done"), ("snooze", "Snooze 1 hour"), ("open", "Open"))
FACTS = "Ada Example · Example Ltd\nDeal: Website, 4,800 €\nLast spoke 12 days ago"


def notice(key: str = "occurrence-1", body: str = FACTS, **more: object) -> Notice:
    """A notice as the program shows it, with three facts and three buttons."""
    values: dict[str, object] = {"title": "Call Ada Example", "actions": ACTIONS, **more}
    return Notice(key, body=body, **values)  # type: ignore[arg-type]


class Listening:
    """A notifier under test and all that it called back, with the thread each callback came on."""

    def __init__(self, make: Callable[[Callable[[Callable[[], None]], None]], Notifier]) -> None:
        self._waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.threads: set[threading.Thread] = set()
        self.numbers: list[int] = []
        self.failures: list[str] = []
        self.answers: list[NoticeAnswer] = []
        self.available = 0
        self.notifier = make(self._waiting.put)
        self.notifier.on_answer(self._answered)
        self.notifier.on_available(self._is_available)

    def show(self, what: Notice) -> None:
        """Ask for a notification."""
        self.notifier.show(what, self._shown, self._failed)

    def shown(self, what: Notice) -> int:
        """Ask for a notification and wait until it is there; its number."""
        before = len(self.numbers)
        self.show(what)
        self.until(lambda: len(self.numbers) > before, "the notification shown")
        return self.numbers[-1]

    def failed(self, what: Notice) -> str:
        """Ask for a notification and wait until it has failed; the sentence."""
        before = len(self.failures)
        self.show(what)
        self.until(lambda: len(self.failures) > before, "the notification failed")
        return self.failures[-1]

    def until(self, condition: Callable[[], T | None], what: str) -> T:
        """Run callbacks until something holds."""

        def look() -> T | None:
            self.run_waiting()
            return condition()

        return eventually(look, what)

    def run_waiting(self) -> int:
        """Run the callbacks that have come; how many there were."""
        ran = 0
        while not self._waiting.empty():
            self._waiting.get()()
            ran += 1
        return ran

    def _shown(self, number: int) -> None:
        self.threads.add(threading.current_thread())
        self.numbers.append(number)

    def _failed(self, why: Message) -> None:
        self.threads.add(threading.current_thread())
        self.failures.append(str(why))

    def _answered(self, answer: NoticeAnswer) -> None:
        self.threads.add(threading.current_thread())
        self.answers.append(answer)

    def _is_available(self) -> None:
        self.threads.add(threading.current_thread())
        self.available += 1


@contextmanager
def listening_to(make: Callable[[Callable[[Callable[[], None]], None]], Notifier]) -> Iterator[Listening]:
    """A notifier, stopped at the end; whatever it called back came on the test's own thread."""
    listening = Listening(make)
    try:
        yield listening
    finally:
        listening.notifier.stop()
    assert listening.threads <= {threading.current_thread()}
