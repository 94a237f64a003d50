"""The commands of `dev.py`: setup, run, shots, test, bench and lock."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from development import checks, locking
from development.environment import set_up
from development.layout import DEVELOPMENT_LOCK, RUN_LOCK, CannotGoOn, program_environment, venv_python

# The program's own commands that open no window; the program checks for itself too.
WITHOUT_WINDOW = ("import", "export", "find", "show", "remind", "due", "undo", "check", "sample", "shots")
_ANSWERS_ONLY = {"-h", "--help", "--version"}
_PLATFORMS_WITHOUT_SCREEN = {"offscreen", "minimal", "vnc", "linuxfb", "eglfs"}
_NO_DISPLAY = (
    "There is no display, so no window can be opened; without one these work: "
    + ", ".join(f"`run {command}`" for command in WITHOUT_WINDOW)
    + "."
)


def main(arguments: Sequence[str]) -> int:
    """Carry out one command; returns the exit code: 0 done, 1 failed, 2 wrong use, or the program's own."""
    parser = _parser()
    # Everything after the command belongs to what it starts, options too; argparse would try to read them.
    chosen = parser.parse_args(arguments[:1] or ["--help"])
    rest = list(arguments[1:])
    if rest[:1] == ["--"]:
        rest = rest[1:]
    try:
        return _COMMANDS[chosen.command](rest)
    except CannotGoOn as sentence:
        print(sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Set up, run, test and measure CRM Desktop. The first use of a command does all the set-up it needs.",
        epilog="run [-- ARGS] starts the program with ARGS · test [PYTEST ARGS] runs all checks, or only the tests chosen by "
        "ARGS · bench [NAME ...] [--json] prints the numbers · bench reminders [--seeds N] [--design NAME] "
        "[--first SEED] [--jobs J] lives through two years of reminders N times · shots DIR paints every view into PNG files · lock [--upgrade] "
        "makes the lock files again · setup only sets up",
    )
    parser.add_argument("command", choices=sorted(_COMMANDS), help="what to do")
    return parser


def needs_window(arguments: Sequence[str]) -> bool:
    """Whether the program, started with these arguments, would open a window."""
    return not any(argument in WITHOUT_WINDOW or argument in _ANSWERS_ONLY for argument in arguments)


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether Qt would find a screen; where it does not, Qt aborts the process instead of raising."""
    if not platform.startswith(("linux", "freebsd")):
        return True
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY") or chosen in _PLATFORMS_WITHOUT_SCREEN)


def _run(arguments: list[str]) -> int:
    if needs_window(arguments) and not has_display(os.environ):
        raise CannotGoOn(_NO_DISPLAY)
    set_up(RUN_LOCK)
    return _start(["-m", "crm_desktop", *arguments], program_environment())


def _shots(arguments: list[str]) -> int:
    return _run(["shots", *arguments])


def _setup(arguments: list[str]) -> int:
    if arguments:
        raise CannotGoOn("setup takes no arguments.")
    set_up(DEVELOPMENT_LOCK)
    return 0


def _test(arguments: list[str]) -> int:
    set_up(DEVELOPMENT_LOCK)
    return checks.run_all(arguments)


def _bench(arguments: list[str]) -> int:
    set_up(DEVELOPMENT_LOCK)
    if arguments[:1] == ["reminders"]:
        return _start(["-m", "tests.simulation", *arguments[1:]], program_environment())
    screen = {} if has_display(os.environ) else {"QT_QPA_PLATFORM": "offscreen"}
    return _start(["-m", "tests.benchmarks", *arguments], program_environment(**screen))


def _lock(arguments: list[str]) -> int:
    if not set(arguments) <= {"--upgrade"}:
        raise CannotGoOn("lock takes no argument but --upgrade.")
    return locking.make_locks(upgrade=bool(arguments))


def _start(arguments: list[str], environment: dict[str, str]) -> int:
    command = [str(venv_python()), "-P", *arguments]
    if os.name == "posix":
        # The program takes the place of this one, so that signals and the exit code are its own.
        sys.stdout.flush()
        os.execve(command[0], command, environment)
    return subprocess.run(command, env=environment, check=False).returncode


_COMMANDS = {"run": _run, "test": _test, "bench": _bench, "lock": _lock, "shots": _shots, "setup": _setup}
