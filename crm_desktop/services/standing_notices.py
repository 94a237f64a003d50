"""The bubbles that stand on the screen in this run, in both wordings, so that a locked screen names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crm_desktop.domain.reminders import Notice


@dataclass(frozen=True, slots=True)
class Worded:
    """One notice in full and in neutral words, both under the same key; `hides` says which of them is wanted."""

    named: Notice
    neutral: Notice
    hides: bool = False

    @property
    def notice(self) -> Notice:
        """The one that is wanted."""
        return self.neutral if self.hides else self.named


class StandingNotices:
    """Remembers what stands under which number of the daemon; belongs to the thread of the notifier's callbacks."""

    def __init__(self) -> None:
        self._standing: dict[str, tuple[int, Worded]] = {}

    def put(self, worded: Worded, daemon_id: int) -> None:
        """It stands now, under this number; whatever stood under it before stands no more."""
        gone = [key for key, (number, _) in self._standing.items() if number == daemon_id]
        for key in gone:
            del self._standing[key]
        self._standing[worded.named.key] = (daemon_id, worded)

    def renumber(self, key: str, daemon_id: int) -> None:
        """The daemon gave it another number."""
        if key in self._standing:
            self._standing[key] = (daemon_id, self._standing[key][1])

    def gone(self, key: str) -> None:
        """It was closed, by whoever."""
        self._standing.pop(key, None)

    def turn(self, *, hides: bool) -> Iterator[Notice]:
        """What has to be shown again, silently and in its own place, so that all stand in the wanted words."""
        for key, (daemon_id, worded) in list(self._standing.items()):
            if worded.hides is not hides:
                turned = replace(worded, hides=hides)
                self._standing[key] = (daemon_id, turned)
                yield replace(turned.notice, replaces=daemon_id, silent=True)
