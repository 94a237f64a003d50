"""The real program as a process of its own on a real desktop: started, closed, killed, and told what time it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support.desktop import Screen
from tests.support.eventually import eventually

ROOT = Path(__file__).parents[2]
TITLE = "CRM Desktop"
_LIBRARY = "faketime/libfaketimeMT.so.1"
# Starting takes 3 s on an idle machine with two processors; a busy one is no failure.
PATIENCE = 60.0
_COLOURS, _LOOKS = 24, 4


@dataclass
class WallClock:
    """The wall clock of the programs of one test, moved without their monotonic clock: what a suspended laptop sees."""

    file: Path
    _ahead: timedelta = timedelta()

    def __post_init__(self) -> None:
        self._write()

    @property
    def environment(self) -> dict[str, str]:
        """What programs need in order to see this clock."""
        found = next((path for folder in (Path("/usr/lib"),) for path in sorted(folder.glob(f"*/{_LIBRARY}"))), None)
        found = found or Path("/usr/lib") / _LIBRARY
        assert found.is_file(), "libfaketime is not installed"
        return {
            "LD_PRELOAD": str(found),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def now(self) -> datetime:
        """What the programs see."""
        return datetime.now(UTC) + self._ahead

    def jump(self, **parts: float) -> None:
        """Let the wall clock jump ahead, or back."""
        self._ahead += timedelta(**parts)
        self._write()

    def jump_to(self, instant: datetime) -> None:
        """Set the wall clock to just after an instant: what libfaketime reads are whole seconds."""
        self._ahead = instant - datetime.now(UTC) + timedelta(seconds=1)
        self._write()

    def _write(self) -> None:
        # Replaced at once: a program must never read half an offset.
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{self._ahead.total_seconds():+.0f}\n", encoding="ascii")
        fresh.replace(self.file)


@dataclass
class Program:
    """The program on one home, one screen and one bus."""

    home: Path
    screen: Screen
    environment: Mapping[str, str]
    output: Path
    clock: WallClock | None = None
    process: subprocess.Popen[bytes] | None = None
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    # ------------------------------------------------------------------------------------------------- processes

    def start(self, *arguments: str, window: bool = True) -> None:
        """Start it; wait for its window unless told that none will come."""
        self.process = self._run(*arguments)
        if window:
            # Before the window manager knows the window, nothing that is pressed reaches it.
            eventually(lambda: self.state() == "Normal" and self.is_in_front(), "the window", within=PATIENCE)
        else:
            eventually(self._listens, "the program hears second starts", within=PATIENCE)

    def _listens(self) -> bool:
        return any(path.is_socket() for path in self.home.rglob("*"))

    def second_start(self) -> int:
        """Start it once more while it runs; the exit code."""
        # libfaketime cannot sleep (EINVAL), which a second start does while it waits; it needs no clock.
        return self._run(faked=False).wait(timeout=PATIENCE)

    def running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def quit(self) -> int:
        """Ctrl+Q; the exit code."""
        assert self.process is not None
        self.key("ctrl+q")
        return self.process.wait(timeout=PATIENCE)

    def end_all(self) -> None:
        """End whatever a test left running."""
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.wait()

    def command(self, *arguments: str) -> Any:
        """Run a command on the same home and return its JSON, or its words."""
        done = subprocess.run(
            [sys.executable, "-m", "crm_desktop", "--home", str(self.home), *arguments],
            cwd=ROOT, env=self._all(), capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if "--json" in arguments else done.stdout

    def _run(self, *arguments: str, faked: bool = True) -> subprocess.Popen[bytes]:
        with self.output.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "crm_desktop", "--home", str(self.home), *arguments],
                cwd=ROOT, env=self._all(faked=faked), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip
        self._started.append(process)
        return process

    def _all(self, *, faked: bool = True) -> dict[str, str]:
        clock = self.clock.environment if self.clock is not None and faked else {}
        surroundings = {**self.environment, **self.screen.environment, **clock}
        return {**os.environ, **surroundings, "QT_QPA_PLATFORM": "xcb", "TZ": "Europe/Berlin"}

    def complaints(self) -> str:
        """What the processes wrote to the terminal."""
        return self.output.read_text(encoding="utf-8", errors="replace") if self.output.exists() else ""

    # ---------------------------------------------------------------------------------------------------- window

    def window(self) -> str:
        """The number of its window, shown or not."""
        return eventually(self._window, "the window", within=PATIENCE)

    def state(self) -> str:
        """`Normal`, `Iconic` (minimised) or `Withdrawn` (hidden), as window managers say; "" before there is a window."""
        window = self._window()
        if not window:
            return ""
        words = self.screen.run("xprop", "-id", window, "WM_STATE").decode()
        return next((state for state in ("Normal", "Iconic") if f"window state: {state}" in words), "Withdrawn")

    def is_in_front(self) -> bool:
        """Whether its window has the keyboard."""
        active = self.screen.run("xdotool", "getactivewindow").decode().strip()
        return bool(active) and active == self._window()

    def title(self) -> str:
        """What stands over the window."""
        return self.screen.run("xdotool", "getwindowname", self.window()).decode().strip()

    def close_window(self) -> None:
        """Press the cross of the window's frame."""
        self.screen.run("wmctrl", "-i", "-c", hex(int(self.window())))

    def bring_to_front(self) -> None:
        """As a click on it in a task bar."""
        self.screen.run("xdotool", "windowactivate", self.window())
        eventually(self.is_in_front, "the window in front", within=PATIENCE)

    def settled(self) -> None:
        """Wait until the window is drawn and looks the same several times: what was begun has come to its end."""
        seen: list[bytes] = []

        def stands_still() -> bool:
            picture = self.screen.run("import", "-silent", "-window", self.window(), "-depth", "8", "rgb:-")
            # One colour only is a window that was not drawn yet.
            if len(set(picture)) < _COLOURS or (seen and seen[-1] != picture):
                seen.clear()
            seen.append(picture)
            return len(seen) >= _LOOKS and len(set(picture)) >= _COLOURS

        eventually(stands_still, "a window that stands still", within=PATIENCE)

    def key(self, *keys: str) -> None:
        """Press keys, as xdotool calls them."""
        self.screen.run("xdotool", "key", "--clearmodifiers", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        self.screen.run("xdotool", "type", "--delay", "30", text)

    def _window(self) -> str:
        if self.process is None:
            return ""
        named = self.screen.run("xdotool", "search", "--name", f"{TITLE}$").decode().split()
        own = self.screen.run("xdotool", "search", "--pid", str(self.process.pid)).decode().split()
        # The frame that the window manager puts around it has the same name, but no process.
        both = [window for window in named if window in own]
        return both[0] if both else ""


@contextmanager
def program(
    home: Path, on: Screen, environment: Mapping[str, str], clock: WallClock | None = None
) -> Iterator[Program]:
    """The program, not started yet; whatever runs at the end is ended."""
    made = Program(home, on, environment, home.parent / "output of the program", clock)
    try:
        yield made
    finally:
        made.end_all()


@contextmanager
def tray(on: Screen) -> Iterator[None]:
    """A panel with a tray on the screen."""
    process = subprocess.Popen(
        ["trayer", "--edge", "bottom", "--width", "30", "--height", "32"],
        env={**os.environ, **on.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        eventually(
            lambda: on.run("xdotool", "search", "--onlyvisible", "--class", "trayer"), "the tray", within=PATIENCE
        )
        yield
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
