"""Starting at login on macOS: a launch agent of the user's own, as `man launchd.plist` describes them."""

from __future__ import annotations

import logging
import os
import plistlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import message
from crm_desktop.integrations.autostart.command import CANNOT_WRITE, StartCommand
from crm_desktop.runtime.whole_file import whole_file
from crm_desktop.services.ports import AtLogin

_log = logging.getLogger(__name__)


class LaunchAgent:
    """`~/Library/LaunchAgents/crm-desktop.plist`, which launchd reads at each login; `environment` names the home.

    The switch under "Login Items" of the system settings is kept in a database that only the system may read: an agent
    that was switched off there is shown as on, and the user finds it under our name.
    """

    def __init__(self, command: StartCommand, environment: Mapping[str, str] = os.environ) -> None:
        self._command = command
        home = Path(environment.get("HOME", "~")).expanduser()
        self._file = home / "Library" / "LaunchAgents" / f"{command.name}.plist"

    def state(self) -> AtLogin:
        """What will happen at the next login."""
        try:
            with self._file.open("rb") as file:
                agent: Any = plistlib.load(file)
        except FileNotFoundError:
            return AtLogin.OFF
        except (OSError, ValueError, ExpatError, plistlib.InvalidFileException):
            return AtLogin.BROKEN
        if not isinstance(agent, dict) or agent.get("Disabled") is True or agent.get("RunAtLoad") is False:
            return AtLogin.OFF
        return AtLogin.ON if _starts(agent) else AtLogin.BROKEN

    def set(self, on: bool) -> None:
        """Write the agent anew, or take it away; raises UserError when that cannot be done."""
        try:
            if on:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                with whole_file(self._file) as whole:
                    whole.write(plistlib.dumps(self._agent()).decode("utf-8"))
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("The launch agent was not changed: errno %s", error.errno)
            raise UserError(message(CANNOT_WRITE.template, place=str(self._file.parent))) from error

    def _agent(self) -> dict[str, Any]:
        agent: dict[str, Any] = {
            "Label": self._command.name,
            "ProgramArguments": list(self._command.words),
            "RunAtLoad": True,
            # Not started again when the user quits it.
            "KeepAlive": False,
            # A program with a window; without it, it is started before the user's screen is there.
            "LimitLoadToSessionType": "Aqua",
            "ProcessType": "Interactive",
        }
        if self._command.folder is not None:
            agent["WorkingDirectory"] = str(self._command.folder)
        return agent


def _starts(agent: Mapping[str, Any]) -> bool:
    """Whether what stands there can be started."""
    words = agent.get("ProgramArguments")
    program = agent.get("Program") or (words[0] if isinstance(words, list) and words else "")
    folder = agent.get("WorkingDirectory", "")
    return shutil.which(str(program)) is not None and (not folder or Path(str(folder)).is_dir())
