"""A real desktop for tests: a screen, buses of their own, GNOME's notification daemon, a daemon that misbehaves, a mouse.

Everything here is a context manager that ends what it started. A screen that the runner gives (`CRM_TEST_DESKTOP=1`
with `DISPLAY`) is used, otherwise one is started; each bus is private, so that killing a daemon disturbs nobody.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.bus_program import BusProgram
from tests.support.eventually import T, eventually

NOTIFICATIONS = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_GNOME_DAEMONS = ("/usr/lib/notification-daemon/notification-daemon", "/usr/libexec/notification-daemon")

# `service_folders` is where a daemon that nobody started would be looked for; without any, "no daemon" is really none.
_BUS_CONFIGURATION = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  {service_folders}
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# What desktop-notifier asks for before it shows anything.
_DESCRIPTION = """\
<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg direction="out" type="as"/></method>
  <method name="GetServerInformation">
    <arg direction="out" type="s"/><arg direction="out" type="s"/>
    <arg direction="out" type="s"/><arg direction="out" type="s"/>
  </method>
  <method name="Notify">
    <arg direction="in" type="s"/><arg direction="in" type="u"/><arg direction="in" type="s"/>
    <arg direction="in" type="s"/><arg direction="in" type="s"/><arg direction="in" type="as"/>
    <arg direction="in" type="a{sv}"/><arg direction="in" type="i"/><arg direction="out" type="u"/>
  </method>
  <method name="CloseNotification"><arg direction="in" type="u"/></method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>
"""


# ------------------------------------------------------------------------------------------------------ processes


def _start(command: Sequence[str], environment: Mapping[str, str], **more: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **more,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    # A stopped process takes no notice of anything milder.
    process.kill()
    process.wait()


def _freeze(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGSTOP)
    # Comes back when it stands still, not when it ends.
    os.waitpid(process.pid, os.WUNTRACED)


def _start_and_read(
    stack: ExitStack, command: Sequence[str], environment: Mapping[str, str]
) -> tuple[str, subprocess.Popen[bytes]]:
    """Start a server that writes where it can be reached into the descriptor `{fd}`, once it can; that line and it."""
    reading, writing = os.pipe()
    process = _start([part.format(fd=writing) for part in command], environment, pass_fds=[writing])
    stack.callback(_end, process)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        line = stream.readline().strip()
    assert line, f"{command[0]} did not start"
    return line, process


# --------------------------------------------------------------------------------------------------------- screen


@dataclass(frozen=True, slots=True)
class Screen:
    """An X screen with a window manager."""

    display: str

    @property
    def environment(self) -> dict[str, str]:
        """What programs on it need to know."""
        return {"DISPLAY": self.display, "NO_AT_BRIDGE": "1", "GTK_A11Y": "none"}

    def run(self, *command: str) -> bytes:
        """Run a tool on this screen; its output, empty when it found nothing."""
        return subprocess.run(
            command, env={**os.environ, **self.environment}, capture_output=True, check=False, timeout=30
        ).stdout

    def bubbles(self) -> list[str]:
        """The windows of GNOME's notifications that can be seen now: this daemon shows one and keeps the others waiting."""
        return self.run("xdotool", "search", "--onlyvisible", "--name", "^Notification$").decode().split()

    def bubble(self, *, within: float = 30.0) -> str:
        """The one notification, waited for; from then on the pointer lies on it, and it does not expire."""
        (window,) = eventually(self.bubbles, "a notification on the screen", within=within)
        self.run("xdotool", "mousemove", "--window", window, "8", "8")
        return window

    def press_button(self, position: int, *, of: int = 3) -> None:
        """Press a button of the one notification: `position` from the left, from 0, `of` that many buttons."""
        window = self.bubble()
        x, y = self._steady(lambda: self._buttons(window, of), f"{of} buttons drawn")[position]
        self._click(window, x, y)

    def press_text(self) -> None:
        """Click on the text of the one notification, beside its buttons."""
        window = self.bubble()
        self._steady(lambda: self._ink(window), "text drawn")
        self._click(window, 120, 35)

    def press_cross(self) -> None:
        """Click on the cross that dismisses the one notification."""
        window = self.bubble()
        width, _, _ = self._steady(lambda: self._ink(window), "cross drawn")
        self._click(window, width - 24, 30)

    def _click(self, window: str, x: int, y: int) -> None:
        """Go there, wait until the pointer is there, then press: a click that overtakes the pointer hits nothing."""
        self.run("xdotool", "mousemove", "--sync", "--window", window, str(x), str(y))
        self.run("xdotool", "click", "1")

    @staticmethod
    def _steady(measure: Callable[[], T | None], what: str) -> T:
        """What is measured, once it is the same twice: the daemon draws and then makes its window fit what it drew."""
        last: list[T | None] = [None]

        def same_again() -> T | None:
            before, last[0] = last[0], measure()
            return last[0] if last[0] and last[0] == before else None

        return eventually(same_again, what, within=30.0)

    def screenshot(self, path: Path, window: str = "root") -> Path:
        """A PNG of the whole screen or of one window."""
        self.run("import", "-silent", "-window", window, str(path))
        return path

    def rows_of_text(self, window: str) -> list[int]:
        """How wide each row of text is, in pixels, from the title down to the buttons; empty while nothing is drawn."""
        return [inked[-1] - inked[0] + 1 for _, inked in self._rows(window)]

    def _buttons(self, window: str, wanted: int) -> list[tuple[int, int]]:
        """The middles of the words in the lowest row of text, or nothing until there are as many as wanted."""
        rows = self._rows(window)
        if not rows:
            return []
        middle, inked = rows[-1]
        # Words of one label stand 4 px apart, labels of two buttons 20 px and more.
        words = _runs(inked, gap=12)
        return [((word[0] + word[-1]) // 2, middle) for word in words] if len(words) == wanted else []

    def _rows(self, window: str) -> list[tuple[int, list[int]]]:
        """The middle and the dark columns of each row of text, from above."""
        drawn = self._ink(window)
        if drawn is None:
            return []
        width, height, dark = drawn
        # Without the frame, the place of the icon on the left and the cross on the right.
        columns = range(60, width - 35)
        rows = _runs([y for y in range(15, height - 15) if any(dark[y * width + x] for x in columns)], gap=2)
        return [
            ((row[0] + row[-1]) // 2, [x for x in columns if any(dark[y * width + x] for y in row)]) for row in rows
        ]

    def _ink(self, window: str) -> tuple[int, int, bytes] | None:
        """Width, height and, row by row, 1 where the window shows something dark; None while it shows nothing."""
        picture = self.run("import", "-silent", "-window", window, "-colorspace", "Gray", "-depth", "8", "pgm:-")
        # PGM: "P5", width, height, the largest value, each followed by one blank, then one byte a pixel.
        parts = picture.split(maxsplit=4)
        if len(parts) < 5 or parts[0] != b"P5":
            return None
        width, height = int(parts[1]), int(parts[2])
        pixels = picture[-width * height :]
        dark = bytes(value < 110 for value in pixels)
        return (width, height, dark) if 1 in dark else None


def _runs(numbers: Sequence[int], gap: int) -> list[list[int]]:
    """Ascending numbers cut wherever more than `gap` are missing."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number - runs[-1][-1] <= gap:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


@contextmanager
def screen() -> Iterator[Screen]:
    """The runner's screen, or one of our own, with openbox."""
    if os.environ.get("CRM_TEST_DESKTOP") == "1" and os.environ.get("DISPLAY"):
        yield Screen(os.environ["DISPLAY"])
        return
    with ExitStack() as stack:
        command = ["Xvfb", "-displayfd", "{fd}", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        own = Screen(f":{_start_and_read(stack, command, {})[0]}")
        stack.callback(_end, _start(["openbox"], own.environment))
        yield own


# ------------------------------------------------------------------------------------------------------------ bus


@dataclass(frozen=True, slots=True)
class PrivateBus:
    """A session bus of a test's own; `kill` ends it under everybody's feet."""

    address: str
    process: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        """What programs on it need to know."""
        return {"DBUS_SESSION_BUS_ADDRESS": self.address}

    def kill(self) -> None:
        """End the bus, as a crash would."""
        _end(self.process)

    def freeze(self) -> None:
        """The bus takes what it is sent and does nothing, until it is killed."""
        _freeze(self.process)

    def owner(self) -> str:
        """The unique name of the notification service, empty when there is none."""
        with open_dbus_connection(self.address) as connection:
            reply = connection.send_and_get_reply(message_bus.GetNameOwner(NOTIFICATIONS), timeout=10)
        return str(reply.body[0]) if reply.header.message_type is MessageType.method_return else ""


@contextmanager
def private_bus(*, starts: Sequence[str] = (), socket: Path | None = None) -> Iterator[PrivateBus]:
    """A bus without any service that it could start, or with one: the command that is to be the notification daemon.

    `socket` is where it listens; without, in a folder of its own.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bus-")))
        services = ""
        if starts:
            entry = f"[D-BUS Service]\nName={NOTIFICATIONS}\nExec={' '.join(starts)}\n"
            (folder / f"{NOTIFICATIONS}.service").write_text(entry, encoding="utf-8")
            services = f"<servicedir>{folder}</servicedir>"
        where = socket or folder / "bus"
        configuration = folder / "bus.conf"
        configuration.write_text(_BUS_CONFIGURATION.format(socket=where, service_folders=services), encoding="utf-8")
        command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address={fd}"]
        address, process = _start_and_read(stack, command, {})
        yield PrivateBus(address, process)


# -------------------------------------------------------------------------------------------------- GNOME's daemon


def gnome_daemon_program() -> str:
    """GNOME's notification daemon, which draws buttons."""
    found = next((path for path in _GNOME_DAEMONS if shutil.which(path)), None)
    assert found is not None, "notification-daemon is not installed"
    return found


@dataclass(slots=True)
class GnomeDaemon:
    """GNOME's daemon as a process that can be killed, stopped and started again."""

    bus: PrivateBus
    on: Screen
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until the bus knows it."""
        self.process = _start([gnome_daemon_program()], {**self.on.environment, **self.bus.environment})
        eventually(self.bus.owner, "a notification daemon on the bus")

    def kill(self) -> None:
        """End it at once, with its bubbles."""
        if self.process is not None:
            _end(self.process)
            self.process = None
            eventually(lambda: not self.on.bubbles(), "the daemon's bubbles gone from the screen")

    def hang(self) -> None:
        """It takes calls and does not answer, until `resume`."""
        assert self.process is not None
        _freeze(self.process)

    def resume(self) -> None:
        """It goes on, with all that was asked of it meanwhile."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def gnome_daemon(bus: PrivateBus, on: Screen) -> Iterator[GnomeDaemon]:
    """GNOME's daemon on this bus and screen, running."""
    daemon = GnomeDaemon(bus, on)
    daemon.start()
    try:
        yield daemon
    finally:
        if daemon.process is not None:
            _end(daemon.process)
            eventually(lambda: not on.bubbles(), "the daemon's bubbles gone from the screen")


# ------------------------------------------------------------------------------------------- a daemon that misbehaves


@dataclass(frozen=True, slots=True)
class Notified:
    """One call of Notify as it came over the bus."""

    number: int
    application: str
    replaces: int
    icon: str
    summary: str
    body: str
    actions: tuple[str, ...]
    hints: Mapping[str, tuple[str, Any]]
    timeout: int


@dataclass(slots=True)
class FakeDaemon(BusProgram):
    """A notification service without a screen: it counts and keeps what comes, and hangs or refuses when told to."""

    capabilities: tuple[str, ...] = ("body", "body-markup", "actions")
    notified: list[Notified] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    refuses: str = ""
    # As dunst does: a bubble of the same tag is replaced, whatever number was asked for.
    honours_tags: bool = False
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def start(self) -> None:
        """Take the name on the bus and answer from now on."""
        self.own(NOTIFICATIONS)

    def asked(self, call: str, *, times: int = 1) -> bool:
        """Whether a call of that name came so many times."""
        with self.lock:
            return self.calls.count(call) >= times

    def signal(self, name: str, signature: str, body: tuple[object, ...]) -> None:
        """Send one of its signals to everybody."""
        self.tell(_PATH, NOTIFICATIONS, name, signature, body)

    def press(self, number: int, action: str) -> None:
        """Tell everybody that a button was pressed, without closing the bubble."""
        self.signal("ActionInvoked", "us", (number, action))

    def close(self, number: int, reason: int) -> None:
        """Tell everybody that a bubble closed: 1 expired, 2 dismissed, 3 by its program, 4 undefined."""
        self.signal("NotificationClosed", "uu", (number, reason))

    def last(self) -> Notified:
        """The newest call of Notify, waited for."""
        eventually(lambda: self.notified, "a call of Notify")
        return self.notified[-1]

    def answer(self, message: Message) -> None:
        """As the specification of notifications says, unless told otherwise."""
        called = message.header.fields[HeaderFields.member]
        if self.refuses and called == "Notify":
            reply = new_error(message, self.refuses)
        elif called == "GetCapabilities":
            reply = new_method_return(message, "as", (list(self.capabilities),))
        elif called == "Introspect":
            reply = new_method_return(message, "s", (_DESCRIPTION,))
        elif called == "GetServerInformation":
            reply = new_method_return(message, "ssss", ("fake", "tests", "1", "1.2"))
        elif called == "Notify":
            reply = new_method_return(message, "u", (self._take(message),))
        elif called == "CloseNotification":
            self.closed.append(message.body[0])
            reply = new_method_return(message)
        else:
            reply = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        self.send(reply)
        if called == "CloseNotification":
            self.close(message.body[0], 3)

    def _take(self, message: Message) -> int:
        application, replaces, icon, summary, body, actions, hints, timeout = message.body
        tag = hints.get("x-dunst-stack-tag")
        same = [seen.number for seen in self.notified if seen.hints.get("x-dunst-stack-tag") == tag]
        tagged = same[-1] if self.honours_tags and tag and same else 0
        number = tagged or replaces or next(self._numbers)
        self.notified.append(
            Notified(number, application, replaces, icon, summary, body, tuple(actions), dict(hints), timeout)
        )
        return int(number)


@contextmanager
def fake_daemon(bus: PrivateBus, capabilities: Sequence[str] | None = None) -> Iterator[FakeDaemon]:
    """A running fake daemon on this bus."""
    daemon = FakeDaemon(bus.address)
    if capabilities is not None:
        daemon.capabilities = tuple(capabilities)
    daemon.start()
    try:
        yield daemon
    finally:
        daemon.stop()


@contextmanager
def impostor(bus: PrivateBus) -> Iterator[DBusConnection]:
    """Another program on the bus, which is not the notification service."""
    with open_dbus_connection(bus.address) as connection:
        yield connection


def signal_to(receiver: str, name: str, signature: str, body: tuple[object, ...]) -> Message:
    """A signal of the notification interface, sent to one program only."""
    message = new_signal(DBusAddress(_PATH, interface=NOTIFICATIONS), name, signature, body)
    message.header.fields[HeaderFields.destination] = receiver
    return message


def names_on(bus: PrivateBus) -> list[str]:
    """The unique names of all programs on the bus."""
    with open_dbus_connection(bus.address) as connection:
        call = new_method_call(message_bus, "ListNames")
        return [name for name in connection.send_and_get_reply(call, timeout=10).body[0] if name.startswith(":")]


# -------------------------------------------------------------------------------------------------------- fixtures


@pytest.fixture
def on_screen() -> Iterator[Screen]:
    """A screen with a window manager."""
    with screen() as found:
        yield found


@pytest.fixture
def own_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    """A bus without services, and the session bus of this process from here on."""
    with private_bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus


@pytest.fixture
def daemon_on_screen(own_bus: PrivateBus, on_screen: Screen) -> Iterator[GnomeDaemon]:
    """GNOME's daemon, running."""
    with gnome_daemon(own_bus, on_screen) as daemon:
        yield daemon


@pytest.fixture
def counting_daemon(own_bus: PrivateBus) -> Iterator[FakeDaemon]:
    """A daemon that keeps what it gets, running."""
    with fake_daemon(own_bus) as daemon:
        yield daemon
