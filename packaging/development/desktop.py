"""A desktop for tests: a virtual screen, a session bus of its own, a window manager and a notification daemon."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from development.layout import CannotGoOn

_SCREEN = "1600x1000x24"
_PROGRAMS = ("Xvfb", "dbus-daemon", "openbox", "xdotool")
_DAEMONS = (
    Path("/usr/lib/notification-daemon/notification-daemon"),
    Path("/usr/libexec/notification-daemon"),
    Path("/usr/lib/notification-daemon"),
)
# No service folders: with the system's own configuration a name asked for on the bus would start whatever daemon is installed
# here, and a test of "no daemon" could not be written.
_BUS_CONFIGURATION = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def notification_daemon() -> Path | None:
    """GNOME's daemon, which unlike others shows buttons; None where it is not installed."""
    return next((path for path in _DAEMONS if path.is_file()), None)


def missing_programs() -> list[str]:
    """Programs of the desktop that are not installed."""
    missing = [program for program in _PROGRAMS if shutil.which(program) is None]
    return missing if notification_daemon() else [*missing, "notification-daemon"]


@contextmanager
def desktop_session() -> Iterator[dict[str, str]]:
    """Start the desktop; yields the environment for programs on it and ends everything that was started.

    Raises CannotGoOn when the screen or the bus does not come up.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crm-desktop-")))
        display = _start_and_read(stack, ["Xvfb", "-displayfd", "{fd}", "-screen", "0", _SCREEN, "-nolisten", "tcp"])
        configuration = folder / "bus.conf"
        configuration.write_text(_BUS_CONFIGURATION, encoding="utf-8")
        bus = _start_and_read(
            stack, ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address={fd}"]
        )
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        environment = {
            "DISPLAY": f":{display}",
            "DBUS_SESSION_BUS_ADDRESS": bus,
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_SESSION_TYPE": "x11",
            "QT_QPA_PLATFORM": "xcb",
            "CRM_TEST_DESKTOP": "1",
        }
        daemon = notification_daemon()
        for command in (["openbox"], [str(daemon)] if daemon else []):
            if command:
                _start(stack, command, environment)
        yield environment


def _start(stack: ExitStack, command: Sequence[str], environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    stack.callback(_end, process)


def _start_and_read(stack: ExitStack, command: Sequence[str]) -> str:
    """Start a server that writes where it listens to a file descriptor, once it does listen; returns that line."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [part.format(fd=writing) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[writing],
    )
    stack.callback(_end, process)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        line = stream.readline().strip()
    if not line:
        raise CannotGoOn(f"{command[0]} did not start.")
    return line


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
