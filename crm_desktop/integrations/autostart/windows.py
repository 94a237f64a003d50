"""Starting at login on Windows: a value below the user's own Run key, and what the Task Manager notes beside it."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from typing import Protocol

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import message
from crm_desktop.integrations.autostart.command import StartCommand
from crm_desktop.services.ports import AtLogin

_log = logging.getLogger(__name__)

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"

_FROM_A_TREE = message("Starting at login needs the installed program; this one runs from its source files.")
_REFUSED = message("Windows did not let the list of what starts at login be changed, so nothing was changed.")
# The note's first byte; the rest is the moment of switching off. Odd numbers are off, even ones on.
_OFF_BIT = 1


class Registry(Protocol):
    """The values below HKEY_CURRENT_USER that are needed here; each method may raise OSError."""

    def text(self, key: str, name: str) -> str | None:
        """A REG_SZ or REG_EXPAND_SZ value, expanded; None when it is not there."""

    def bytes(self, key: str, name: str) -> bytes | None:
        """A REG_BINARY value; None when it is not there."""

    def write(self, key: str, name: str, value: str) -> None:
        """Set a REG_SZ value; the key is made if it is not there."""

    def delete(self, key: str, name: str) -> None:
        """Take a value away; nothing happens when it is not there."""


class RunKey:
    """The value of our name below `Run`; a user who switched it off in the Task Manager is believed."""

    def __init__(self, command: StartCommand, registry: Registry) -> None:
        self._command = command
        self._registry = registry

    def state(self) -> AtLogin:
        """What will happen at the next login."""
        if self._command.folder is not None:
            return AtLogin.UNSUPPORTED  # the Run key cannot say in which folder a program starts
        try:
            line = self._registry.text(RUN, self._command.name)
            note = self._registry.bytes(APPROVED, self._command.name)
        except OSError:
            return AtLogin.UNSUPPORTED
        if line is None or (note and note[0] & _OFF_BIT):
            return AtLogin.OFF
        return AtLogin.ON if shutil.which(_first_word(line)) else AtLogin.BROKEN

    def set(self, on: bool) -> None:
        """Write the value anew, or take it away; the Task Manager's note goes with it. Raises UserError when refused."""
        if on and self._command.folder is not None:
            raise UserError(_FROM_A_TREE)
        try:
            if on:
                # The rules by which every Windows program takes its command line apart.
                self._registry.write(RUN, self._command.name, subprocess.list2cmdline(self._command.words))
            else:
                self._registry.delete(RUN, self._command.name)
            self._registry.delete(APPROVED, self._command.name)
        except OSError as error:
            _log.warning("The Run key was not changed: %s", error.errno)
            raise UserError(_REFUSED) from error


def _first_word(line: str) -> str:
    """The program of a command line: up to the closing quote, or to the first space."""
    if line.startswith('"'):
        return line[1:].partition('"')[0]
    return line.partition(" ")[0]


if sys.platform == "win32":
    import winreg

    class _CurrentUser:
        """HKEY_CURRENT_USER."""

        def text(self, key: str, name: str) -> str | None:
            found = self._value(key, name)
            return None if found is None else winreg.ExpandEnvironmentStrings(str(found))

        def bytes(self, key: str, name: str) -> bytes | None:
            found = self._value(key, name)
            return found if isinstance(found, bytes) else None

        def write(self, key: str, name: str, value: str) -> None:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

        def delete(self, key: str, name: str) -> None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return

        @staticmethod
        def _value(key: str, name: str) -> object:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    return winreg.QueryValueEx(opened, name)[0]
            except FileNotFoundError:
                return None

    def registry() -> Registry:
        """The registry of this user."""
        return _CurrentUser()
