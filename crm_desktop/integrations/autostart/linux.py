"""Starting at login by the freedesktop.org autostart specification (0.5): a desktop entry in the user's own folder."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, message
from crm_desktop.integrations.autostart.command import CANNOT_NAME, CANNOT_WRITE, NAME, StartCommand
from crm_desktop.integrations.autostart.desktop_entry import command_line, command_words, parsed, unescaped, written
from crm_desktop.runtime.whole_file import whole_file
from crm_desktop.services.ports import AtLogin

_log = logging.getLogger(__name__)

_COMMENT = "People, follow-ups and deals of one freelancer."
# The switches that the settings of these desktops set in an entry, and that no other desktop looks at.
_SWITCHES = {
    "X-GNOME-Autostart-enabled": frozenset({"GNOME", "GNOME-Classic", "Unity", "X-Cinnamon", "Budgie", "Pantheon"}),
    "X-MATE-Autostart-enabled": frozenset({"MATE"}),
}


class XdgAutostart:
    """`$XDG_CONFIG_HOME/autostart/crm-desktop.desktop`; `environment` stands for the process's own.

    What the settings of a desktop have written into the file (hidden, switched off, for other desktops only) counts, and
    so does an entry of the same name that the system has for all users.
    """

    def __init__(self, command: StartCommand, environment: Mapping[str, str] = os.environ) -> None:
        self._command = command
        self._environment = environment

    def state(self) -> AtLogin:
        """What will happen at the next login to this desktop."""
        file = self._effective()
        if file is None:
            return AtLogin.OFF
        try:
            entry = parsed(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            return AtLogin.BROKEN
        if _is_true(entry.get("Hidden")) or not self._wanted_here(entry):
            return AtLogin.OFF
        return AtLogin.ON if self._starts(entry) else AtLogin.BROKEN

    def set(self, on: bool) -> None:
        """Write the entry anew, whatever was there, or take it away; raises UserError when that cannot be done."""
        file = self._own_file()
        try:
            if on:
                self._write(file, self._entry())
            else:
                file.unlink(missing_ok=True)
                if self._effective() is not None:
                    # The system's entry cannot be taken away, only covered.
                    self._write(file, written({"Type": "Application", "Name": self._command.title, "Hidden": "true"}))
        except OSError as error:
            _log.warning("The entry for starting at login was not changed: errno %s", error.errno)
            raise UserError(_about(CANNOT_WRITE, file.parent)) from error

    # ------------------------------------------------------------------------------------------------ writing

    def _entry(self) -> str:
        program = self._command.words[0]
        # The specification gives no way to write these.
        if any(_unwritable(each) for word in self._command.words for each in word):
            raise UserError(_about(CANNOT_NAME, Path(program).parent))
        values = {
            "Type": "Application",
            "Version": "1.0",
            "Name": self._command.title,
            "Comment": _COMMENT,
            "Icon": NAME,
            "TryExec": program,
            "Exec": command_line((*_by_shell(program), *self._command.words)),
            "Path": str(self._command.folder or ""),
            "Terminal": "false",
            "StartupNotify": "false",
            # Written out, because GNOME's settings switch it and would otherwise add it.
            "X-GNOME-Autostart-enabled": "true",
        }
        return written({key: value for key, value in values.items() if value})

    @staticmethod
    def _write(file: Path, text: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as whole:
            whole.write(text)

    # ------------------------------------------------------------------------------------------------ reading

    def _own_file(self) -> Path:
        return self._user_folder() / "autostart" / f"{self._command.name}.desktop"

    def _user_folder(self) -> Path:
        named = self._environment.get("XDG_CONFIG_HOME", "")
        return (
            Path(named) if named.startswith("/") else Path(self._environment.get("HOME", "~")).expanduser() / ".config"
        )

    def _effective(self) -> Path | None:
        """The first file of our name; it covers those of the same name behind it."""
        return next((file for file in self._places() if file.is_symlink() or file.exists()), None)

    def _places(self) -> Iterator[Path]:
        yield self._own_file()
        for folder in (self._environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":"):
            if folder.startswith("/"):
                yield Path(folder) / "autostart" / f"{self._command.name}.desktop"

    def _wanted_here(self, entry: Mapping[str, str]) -> bool:
        here = frozenset(filter(None, self._environment.get("XDG_CURRENT_DESKTOP", "").split(":")))
        only, never = _names(entry.get("OnlyShowIn", "")), _names(entry.get("NotShowIn", ""))
        if ("OnlyShowIn" in entry and not only & here) or never & here:
            return False
        # Without a desktop that is known, each switch is taken at its word.
        heard = (name for name, desktops in _SWITCHES.items() if not here or desktops & here)
        return not any(entry.get(name, "").lower() in {"false", "0"} for name in heard)

    def _starts(self, entry: Mapping[str, str]) -> bool:
        """Whether what stands there can be started."""
        words = command_words(entry.get("Exec", ""))
        tried = unescaped(entry.get("TryExec", ""))
        folder = unescaped(entry.get("Path", ""))
        return (
            entry.get("Type", "Application") == "Application"
            and bool(words)
            and self._is_program(words[0])
            and (not tried or self._is_program(tried))
            and (not folder or Path(folder).is_dir())
        )

    def _is_program(self, name: str) -> bool:
        return shutil.which(name, path=self._environment.get("PATH")) is not None


def _by_shell(program: str) -> tuple[str, ...]:
    """Words to put before a program that cannot stand first: "=" must not, and GLib looks for "%%" without undoubling it."""
    return ("/bin/sh", "-c", 'exec "$0" "$@"') if {"=", "%"}.intersection(program) else ()


def _unwritable(character: str) -> bool:
    """Control characters, and the half characters that Python reads where a name is not UTF-8."""
    return ord(character) < 32 or 0xD800 <= ord(character) <= 0xDFFF


def _about(sentence: Message, place: Path) -> Message:
    return message(sentence.template, place=str(place))


def _is_true(value: str | None) -> bool:
    # "1" was written by desktops of old.
    return value is not None and value.lower() in {"true", "1"}


def _names(value: str) -> frozenset[str]:
    return frozenset(filter(None, value.split(";")))
