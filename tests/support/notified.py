"""The notifying service of an open home with a notifier that behaves, and what it told the window."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm_desktop.bootstrap import Core
from tests.support.notifications import FakeNotifier


@dataclass(slots=True)
class Desk:
    """The notifying service with a notifier that behaves, and what it told the window."""

    core: Core
    notifier: FakeNotifier
    opened: list[tuple[int | None, int | None]] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)
    locked: bool | None = None

    def __post_init__(self) -> None:
        self.core.services.reckoning.catch_up()
        self.core.services.notifying.start(
            self.notifier,
            lambda job, done: done(job()),
            lambda contact, occurrence: self.opened.append((contact, occurrence)),
            lambda what: self.pressed.append(str(what)),
            unheard=lambda what: self.unheard.append("" if what is None else str(what)),
            locked=lambda: self.locked,
        )

    def set(self, **values: str) -> None:
        """Change settings, by their names with _ for -."""
        for name, value in values.items():
            self.core.services.settings.set(name.replace("_", "-"), value)

    def titles(self) -> list[str]:
        """What was ever shown, in order."""
        return [notice.title for notice in self.notifier.shown]

    def check(self) -> None:
        """Look."""
        self.core.services.notifying.check()

    def log(self) -> list[tuple[str, str]]:
        """Titles and what became of them, newest first."""
        return [(row.title, row.outcome) for row in self.core.services.notifying.log()]
