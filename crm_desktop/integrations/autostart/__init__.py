"""Starting at login: one desktop's list of what it starts per file, chosen here."""

from __future__ import annotations

import sys
from pathlib import Path

from crm_desktop.integrations.autostart.command import start_command
from crm_desktop.services.ports import StartsAtLogin


def starts_at_login(home: Path | None = None) -> StartsAtLogin:
    """This platform's way to start at login; `home` is the folder that was given with `--home`, None for the usual one.

    Each home has an entry of its own, so that two of them are started or not independently. Each platform's module needs
    a library that the others do not have, or is not wanted there.
    """
    command = start_command(home)
    if sys.platform == "win32":
        from crm_desktop.integrations.autostart.windows import RunKey, registry

        return RunKey(command, registry())
    if sys.platform == "darwin":
        from crm_desktop.integrations.autostart.macos import LaunchAgent

        return LaunchAgent(command)
    from crm_desktop.integrations.autostart.linux import XdgAutostart

    return XdgAutostart(command)
