"""Whether the program is there and can be heard when something comes due: started at login, and not told to be quiet."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, message
from crm_desktop.services.ports import (
    AtLogin,
    Disturbance,
    DisturbanceReading,
    DoNotDisturb,
    NotificationServer,
    StartsAtLogin,
)

_AT_LOGIN = {
    AtLogin.ON: message("Starts by itself when you log in, without opening its window."),
    AtLogin.OFF: message("Does not start by itself. Follow-ups that come due before you start it are shown then."),
    AtLogin.BROKEN: message(
        "Should start when you log in, but what would be started is gone. Switch it on again to mend it."
    ),
    AtLogin.UNSUPPORTED: message(
        "Starting at login cannot be set from here. Add the program to the list of your desktop."
    ),
}
_QUIET = {
    DoNotDisturb.ON: message("Do not disturb is on, so notifications do not appear ({program} says so)."),
    DoNotDisturb.OFF: message("Do not disturb is off."),
    DoNotDisturb.UNKNOWN: message("Whether do not disturb is on cannot be read on this desktop."),
}


@dataclass(frozen=True, slots=True)
class LoginStart:
    """What will happen at the next login, and the sentence for it; `changeable` when a switch makes sense."""

    state: AtLogin
    words: Message

    @property
    def changeable(self) -> bool:
        """Whether it can be switched from here."""
        return self.state is not AtLogin.UNSUPPORTED


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What draws the notifications and what keeps them from appearing, with a sentence for each."""

    server: NotificationServer | None
    disturbance: DisturbanceReading
    drawn_by: Message
    quiet: Message


class AliveService:
    """Shows and switches the start at login, and looks round for what keeps notifications away."""

    def __init__(self, at_login: StartsAtLogin, disturbance: Disturbance) -> None:
        self._at_login = at_login
        self._disturbance = disturbance

    def login_start(self) -> LoginStart:
        """What will happen at the next login, whoever decided it; reads a file or two."""
        state = self._at_login.state()
        return LoginStart(state, _AT_LOGIN[state])

    def start_at_login(self, on: bool) -> LoginStart:
        """Switch it and look again; raises UserError when the desktop does not do as it was told."""
        self._at_login.set(on)
        now = self.login_start()
        if on and now.state is not AtLogin.ON:
            raise UserError(now.words)
        if not on and now.state is AtLogin.ON:
            raise UserError(
                "The desktop still starts the program at login. Switch it off in the desktop's own settings."
            )
        return now

    def surroundings(self) -> Surroundings:
        """Ask the desktop; may take some seconds when a program hangs, so not for the GUI thread."""
        server = self._disturbance.server()
        reading = self._disturbance.reading()
        quiet = _QUIET[reading.state]
        if reading.state is DoNotDisturb.ON:
            quiet = message(quiet.template, program=reading.said_by)
        return Surroundings(server, reading, _drawn_by(server), quiet)


def _drawn_by(server: NotificationServer | None) -> Message:
    if server is None:
        return message("Which program draws notifications is not known.")
    buttons = "actions" in server.capabilities
    sentence = (
        "Notifications are drawn by {name} {version}."
        if buttons
        else "Notifications are drawn by {name} {version}, which shows no buttons."
    )
    return message(sentence, name=server.name, version=server.version)
