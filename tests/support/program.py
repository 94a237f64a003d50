"""The real program as a process of its own on a real desktop: started, closed, killed, and told what time it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
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
_ASLEEP = str(Path(__file__).with_name("asleep.py"))
_LIBRARY = "faketime/libfaketimeMT.so.1"
# Starting takes 3 s on an idle machine with two processors; a busy one is no failure.
PATIENCE = 60.0
_COLOURS, _LOOKS = 24, 4


@dataclass
class WallClock:
    """The clocks of the programs of one test, moved without their monotonic clock: what a suspended laptop sees."""

    file: Path
    _ahead: timedelta = timedelta()
    _slept: timedelta = timedelta()

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
            # Or waiting for the interpreter's lock ends at once, each time, and two threads hold each other up.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "CRM_TEST_SLEPT": str(self._slept_file),
        }

    def now(self) -> datetime:
        """What the programs see."""
        return datetime.now(UTC) + self._ahead

    def jump(self, **parts: float) -> None:
        """Let the laptop sleep so long, or set its clock back."""
        self._go(timedelta(**parts))

    def set_ahead(self, **parts: float) -> None:
        """Set the wall clock ahead, or back; no time passes."""
        self._ahead += timedelta(**parts)
        self._write()

    def jump_to(self, instant: datetime) -> None:
        """Let the laptop sleep until just after an instant: what libfaketime reads are whole seconds."""
        self._go(instant - self.now() + timedelta(seconds=1))

    def _go(self, by: timedelta) -> None:
        self._ahead += by
        self._slept += max(by, timedelta())
        self._write()

    @property
    def _slept_file(self) -> Path:
        return self.file.with_suffix(".slept")

    def _write(self) -> None:
        # Replaced at once: a program must never read half an offset. Sleep first, or a look in between sees a set clock.
        for file, ahead in ((self._slept_file, self._slept), (self.file, self._ahead)):
            fresh = file.with_suffix(".new")
            fresh.write_text(f"{ahead.total_seconds():+.0f}\n", encoding="ascii")
            fresh.replace(file)


@dataclass
class Program:
    """The program on one home, one screen and one bus."""

    home: Path
    screen: Screen
    environment: Mapping[str, str]
    output: Path
    clock: WallClock | None = None
    process: subprocess.Popen[bytes] | None = None
    zone: str = "Europe/Berlin"
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

    def start_at_once(self, times: int) -> Counter[int]:
        """Start it so often at the same moment; the exit codes of all but the one that goes on running."""
        started = [self._run() for _ in range(times)]
        eventually(lambda: sum(each.poll() is None for each in started) == 1, "all but one ended", within=2 * PATIENCE)
        (self.process,) = (each for each in started if each.poll() is None)
        return Counter(each.returncode for each in started if each.returncode is not None)

    def listens(self) -> bool:
        """Whether a program hears second starts on this home, whoever started it."""
        return self._listens()

    def pids(self) -> list[int]:
        """The processes on this home, whoever started them."""
        home = os.fsencode(self.home)
        return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if home in _words_of(entry)]

    def second_start(self, *arguments: str) -> int:
        """Start it once more while it runs; the exit code."""
        # libfaketime cannot sleep (EINVAL), which a second start does while it waits; it needs no clock.
        return self._run(*arguments, faked=False).wait(timeout=PATIENCE)

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
            [*self._command(), "--home", str(self.home), *arguments],
            cwd=ROOT, env=self.surroundings(), capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if "--json" in arguments else done.stdout

    def _run(self, *arguments: str, faked: bool = True) -> subprocess.Popen[bytes]:
        with self.output.open("ab") as output:
            process = subprocess.Popen(
                [*self._command(faked=faked), "--home", str(self.home), *arguments],
                cwd=ROOT, env=self.surroundings(faked=faked), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip
        self._started.append(process)
        return process

    def _command(self, *, faked: bool = True) -> list[str]:
        program = [_ASLEEP] if self.clock is not None and faked else ["-m", "crm_desktop"]
        return [sys.executable, *program]

    def surroundings(self, *, faked: bool = True) -> dict[str, str]:
        """The environment that it is started in."""
        clock = self.clock.environment if self.clock is not None and faked else {}
        surroundings = {**self.environment, **self.screen.environment, **clock}
        return {**os.environ, **surroundings, "QT_QPA_PLATFORM": "xcb", "TZ": self.zone}

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


@dataclass(frozen=True, slots=True)
class Tray:
    """A panel with nothing in it but icons."""

    on: Screen
    window: str

    def colours(self) -> Counter[tuple[int, int, int]]:
        """How many pixels of the panel have which colour."""
        return Counter(colour for _, colour in self._pixels())

    def click(self, button: int, colour: tuple[int, int, int]) -> None:
        """Press a button of the mouse on the icon that has a colour, once it is there."""
        marked = eventually(
            lambda: [place for place, seen in self._pixels() if seen == colour], "the icon in the tray", within=PATIENCE
        )
        x, y = marked[len(marked) // 2]
        self.on.run("xdotool", "mousemove", "--sync", "--window", self.window, str(x), str(y))
        self.on.run("xdotool", "click", str(button))

    def _pixels(self) -> list[tuple[tuple[int, int], tuple[int, int, int]]]:
        picture = self.on.run("import", "-silent", "-window", self.window, "-depth", "8", "ppm:-")
        # PPM: "P6", width, height, the largest value, each followed by one blank, then three bytes a pixel.
        parts = picture.split(maxsplit=4)
        if len(parts) < 5 or parts[0] != b"P6":
            return []
        width, height = int(parts[1]), int(parts[2])
        body = picture[-width * height * 3 :]
        return [
            ((at % width, at // width), (body[3 * at], body[3 * at + 1], body[3 * at + 2]))
            for at in range(width * height)
        ]


def _words_of(process: Path) -> list[bytes]:
    """The command line of a process; nothing for one that has just ended."""
    try:
        return (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


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
def tray(on: Screen) -> Iterator[Tray]:
    """A panel with a tray on the screen."""
    process = subprocess.Popen(
        ["trayer", "--edge", "bottom", "--width", "30", "--height", "32"],
        env={**os.environ, **on.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        found = eventually(
            lambda: on.run("xdotool", "search", "--onlyvisible", "--class", "trayer"), "the tray", within=PATIENCE
        )
        yield Tray(on, found.decode().split()[0])
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
