"""A notifier that behaves like the real ones, without a bus: what it showed can be looked at, pressed and closed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.reminders import Notice
from crm_desktop.services.ports import NoticeAnswer

GONE = message("No notification service is running.")


@dataclass(slots=True)
class FakeNotifier:
    """A Notifier for tests.

    `bubbles` are on the screen now, by the service's number; `shown` is every notice that was ever accepted, in order.
    With `at_once=False` callbacks wait for `deliver`, as they wait for the window's event loop in the program.
    """

    at_once: bool = True
    bubbles: dict[int, Notice] = field(default_factory=dict)
    shown: list[Notice] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    stopped: bool = False
    _problem: Message | None = None
    _hanging: bool = False
    _queue: deque[Callable[[], object]] = field(default_factory=deque)
    _asked: list[tuple[Notice, Callable[[int], None], Callable[[Message], None]]] = field(default_factory=list)
    _answer_callbacks: list[Callable[[NoticeAnswer], None]] = field(default_factory=list)
    _available_callbacks: list[Callable[[], None]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    # --------------------------------------------------------------------------------------------------- the port

    def show(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:
        """Accept the notice, or fail as the test has set it."""
        if self._problem is not None:
            problem = self._problem
            self._later(lambda: failed(problem))
        elif self._hanging:
            self._asked.append((notice, shown, failed))
        else:
            number = self._accept(notice)
            self._later(lambda: shown(number))

    def close(self, daemon_id: int) -> None:
        """Take the bubble away and tell so, as services do."""
        self.closed.append(daemon_id)
        if daemon_id in self.bubbles:
            self.dismiss(daemon_id, reason="closed")

    def on_answer(self, callback: Callable[[NoticeAnswer], None]) -> None:
        """Call back for each press and each closing."""
        self._answer_callbacks.append(callback)

    def on_available(self, callback: Callable[[], None]) -> None:
        """Call back when the service appears again."""
        self._available_callbacks.append(callback)

    def problem(self) -> Message | None:
        """What the test has set."""
        return self._problem

    def stop(self) -> None:
        """No callback follows."""
        self.stopped = True
        self._queue.clear()

    # ------------------------------------------------------------------------------------------ what the test does

    def deliver(self) -> int:
        """Run the waiting callbacks, and those that they cause; returns how many ran."""
        ran = 0
        while self._queue:
            self._queue.popleft()()
            ran += 1
        return ran

    def number_of(self, key: str) -> int:
        """The number of the bubble with this key."""
        return next(number for number, notice in self.bubbles.items() if notice.key == key)

    def press(self, action: str, number: int | None = None) -> None:
        """Press a button of a bubble (the only one, without a number): the answer comes, then the closing."""
        number = self._only() if number is None else number
        notice = self.bubbles[number]
        if action not in dict(notice.actions):
            message = f"there is no button {action!r} on {notice!r}"
            raise AssertionError(message)
        self._answer(NoticeAnswer(notice.key, number, action, "pressed"))
        self.dismiss(number)

    def dismiss(self, number: int | None = None, *, reason: str = "dismissed") -> None:
        """Close a bubble (the only one, without a number); `reason` "expired" is the daemon's own doing."""
        number = self._only() if number is None else number
        notice = self.bubbles.pop(number)
        self._answer(NoticeAnswer(notice.key, number, "", reason))

    def disappear(self, problem: Message = GONE) -> None:
        """The service ends, its bubbles and what was asked of it with it."""
        self._problem = problem
        for number in list(self.bubbles):
            self.dismiss(number, reason="unknown")
        asked, self._asked = self._asked, []
        for _, _, failed in asked:
            self._later(lambda failed=failed: failed(problem))  # type: ignore[misc]

    def appear(self) -> None:
        """A service begins to answer; its numbers begin at 1 again."""
        self._problem = None
        self._hanging = False
        self._numbers = count(1)
        self._later(lambda: [callback() for callback in self._available_callbacks])

    def hang(self) -> None:
        """From now on the service neither shows nor fails, until `give_up` or `disappear`."""
        self._hanging = True

    def give_up(self, problem: Message = GONE) -> None:
        """The patience with a hanging service ends."""
        self._problem = problem
        asked, self._asked = self._asked, []
        for _, _, failed in asked:
            self._later(lambda failed=failed: failed(problem))  # type: ignore[misc]

    # ---------------------------------------------------------------------------------------------------- inside

    def _accept(self, notice: Notice) -> int:
        number = notice.replaces if notice.replaces in self.bubbles else next(self._numbers)
        self.bubbles[number] = notice
        self.shown.append(notice)
        return number

    def _only(self) -> int:
        (number,) = self.bubbles
        return number

    def _answer(self, answer: NoticeAnswer) -> None:
        self._later(lambda: [callback(answer) for callback in self._answer_callbacks])

    def _later(self, callback: Callable[[], object]) -> None:
        if self.stopped:
            return
        self._queue.append(callback)
        if self.at_once:
            self.deliver()
