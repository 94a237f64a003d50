"""A desktop's list of what it starts at login, and what it says about notifications, without a desktop."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm_desktop.domain.errors import UserError
from crm_desktop.services.ports import (
    AtLogin,
    Disturbance,
    DisturbanceReading,
    DoNotDisturb,
    NotificationServer,
    StartsAtLogin,
)


class AtLoginHere(StartsAtLogin):
    """The desktop's list of what it starts, without a desktop; it may refuse to be written, or name what is gone."""

    def __init__(self) -> None:
        self.now = AtLogin.OFF
        self.refuses = False

    def state(self) -> AtLogin:
        return self.now

    def set(self, on: bool) -> None:
        if self.refuses:
            raise UserError("The list of what starts at login cannot be written.")
        self.now = AtLogin.ON if on else AtLogin.OFF


@dataclass
class Desktop(Disturbance):
    """What a desktop says about do-not-disturb and about what draws its notifications; nothing, at first."""

    quiet: DisturbanceReading = field(default_factory=lambda: DisturbanceReading(DoNotDisturb.UNKNOWN))
    drawn_by: NotificationServer | None = None

    def reading(self) -> DisturbanceReading:
        return self.quiet

    def server(self) -> NotificationServer | None:
        return self.drawn_by
