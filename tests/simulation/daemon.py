"""A notification daemon that outlives the program's crashes, and the program's side of it, which does not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import count

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.reminders import Notice
from crm_desktop.services.ports import NoticeAnswer

GONE = message("No notification service is running.")
Step = Callable[[str], None]
"""Called at a boundary of the program with its name; may raise the crash that the simulation has planned."""


@dataclass
class Bubble:
    """One notification on the screen."""

    number: int
    notice: Notice
    standing: bool = True
    replaced: Bubble | None = None
    answered: bool = True


@dataclass
class Daemon:
    """Keeps the bubbles; replaces one that is named by its number or that has the same key."""

    present: bool = True
    hangs: bool = False
    refuses: bool = False
    reply_lost: bool = False
    bubbles: dict[int, Bubble] = field(default_factory=dict)
    runs: int = 1
    stolen: int = 0
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @property
    def works(self) -> bool:
        """Whether what is asked for appears."""
        return self.present and not (self.hangs or self.refuses or self.reply_lost)

    def accept(self, notice: Notice, replaced: int) -> Bubble:
        """Put a bubble on the screen."""
        same = next((number for number, bubble in self.bubbles.items() if bubble.notice.key == notice.key), 0)
        number = replaced if replaced in self.bubbles else same
        before = self.take_away(number)
        self.take_away(same)
        bubble = Bubble(number or next(self._numbers), notice, replaced=before, answered=not self.reply_lost)
        self.bubbles[bubble.number] = bubble
        return bubble

    def take_away(self, number: int) -> Bubble | None:
        """A bubble is gone from the screen."""
        bubble = self.bubbles.pop(number, None)
        if bubble is not None:
            bubble.standing = False
        return bubble

    def end(self) -> None:
        """The daemon ends and its bubbles with it."""
        self.present = False
        for number in list(self.bubbles):
            self.take_away(number)

    def begin(self) -> None:
        """Another daemon begins; its numbers begin at 1 again."""
        self.present, self.hangs, self.refuses, self.reply_lost = True, False, False, False
        self.runs += 1
        self._numbers = count(1)


class Port:
    """The Notifier of one run of the program; gives the daemon's numbers and keys the way the real one does."""

    def __init__(
        self,
        daemon: Daemon,
        step: Step,
        appeared: Callable[[Bubble], None],
        telling: Callable[[Bubble], AbstractContextManager[None]],
    ) -> None:
        self._daemon = daemon
        self._step = step
        self._appeared = appeared
        self._telling = telling
        self._ours: dict[int, Bubble] = {}
        self._daemon_run = daemon.runs
        self._restarted = False
        self._asked: list[tuple[Notice, Callable[[int], None], Callable[[Message], None]]] = []
        self._answers: list[Callable[[NoticeAnswer], None]] = []
        self._available: list[Callable[[], None]] = []

    # ------------------------------------------------------------------------------------------------------ the port

    def show(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:
        """Ask the daemon."""
        self._step("before showing")
        if not self._daemon.present or self._daemon.refuses:
            failed(GONE)
        elif self._daemon.hangs:
            self._asked.append((notice, shown, failed))
        else:
            bubble = self._daemon.accept(notice, self._replaced(notice))
            self._ours[bubble.number] = bubble
            self._appeared(bubble)
            self._step("shown, not told")
            if self._daemon.reply_lost:
                failed(GONE)
            else:
                with self._telling(bubble):
                    shown(bubble.number)
                self._step("told")

    def close(self, daemon_id: int) -> None:
        """Take a bubble away."""
        if self._daemon.present and self._daemon.take_away(daemon_id) is not None:
            self._closed(daemon_id, "closed")

    def on_answer(self, callback: Callable[[NoticeAnswer], None]) -> None:
        """Call back for each press and closing."""
        self._answers.append(callback)

    def on_available(self, callback: Callable[[], None]) -> None:
        """Call back when a daemon appears."""
        self._available.append(callback)

    def problem(self) -> Message | None:
        """None while there is a daemon, hanging or not."""
        return None if self._daemon.present else GONE

    def stop(self) -> None:
        """The program closes and takes its bubbles away."""
        for number, bubble in self._ours.items():
            if self._daemon.bubbles.get(number) is bubble:
                self._daemon.take_away(number)
        self._answers.clear()
        self._available.clear()

    # ------------------------------------------------------------------------------------- what the simulation does

    def lose_patience(self) -> None:
        """What a hanging daemon did not answer has failed."""
        asked, self._asked = self._asked, []
        for _, _, failed in asked:
            failed(GONE)

    def daemon_went(self) -> None:
        """The daemon is gone; its bubbles are closed, as the bus tells."""
        self._restarted = True
        for number in list(self._ours):
            self._closed(number, "unknown")
        self.lose_patience()

    def daemon_came(self) -> None:
        """A daemon answers (again)."""
        for callback in list(self._available):
            callback()

    def press(self, bubble: Bubble, action: str) -> None:
        """The user presses a button; the daemon closes the bubble then."""
        if self._ours.get(bubble.number) is bubble:
            self._answer(NoticeAnswer(bubble.notice.key, bubble.number, action, "pressed"))
            self.dismiss(bubble, "dismissed")

    def dismiss(self, bubble: Bubble, reason: str) -> None:
        """The user closes a bubble, or its time is over."""
        self._daemon.take_away(bubble.number)
        if self._ours.get(bubble.number) is bubble:
            self._closed(bubble.number, reason)

    def knows(self, bubble: Bubble) -> bool:
        """Whether a press on it reaches this run of the program."""
        return self._ours.get(bubble.number) is bubble

    def _replaced(self, notice: Notice) -> int:
        ours = [number for number, bubble in self._ours.items() if bubble.notice.key == notice.key]
        if notice.replaces in ours or (notice.replaces and not self._restarted):
            return notice.replaces
        return ours[-1] if ours else 0

    def _closed(self, number: int, reason: str) -> None:
        bubble = self._ours.pop(number, None)
        if bubble is not None:
            self._answer(NoticeAnswer(bubble.notice.key, number, "", reason))

    def _answer(self, answer: NoticeAnswer) -> None:
        for callback in list(self._answers):
            callback(answer)
