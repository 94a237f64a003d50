"""The two lock files: every package for every platform with its hashes, naming no host and no place of this machine."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from development.environment import set_up
from development.layout import DEVELOPMENT_LOCK, ROOT, RUN_LOCK, VENV, CannotGoOn, say, venv_python

_OLDEST_PYTHON = "3.11"
_HEADER = """\
# {title}
# Made from pyproject.toml by `python3 packaging/dev.py lock`; for all platforms, Python {python} and newer.
# Install with: pip install --require-hashes -r {name}
"""
_FORBIDDEN = re.compile(r"https?://|file:|index-url|find-links|trusted-host|^\s*-e |^[^#]* @ ", re.MULTILINE)
_REQUIREMENT = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*(\[[^]]*\])?==")


def make_locks(*, upgrade: bool) -> int:
    """Write both locks again: with the versions they name, as far as pyproject.toml allows, or with the newest ones."""
    _set_up_for_locking()
    run = _compile([], RUN_LOCK, upgrade=upgrade)
    _write(RUN_LOCK, "What the program needs to run.", run)
    # What both hold must be the same version, or an environment for tests would not be one for running.
    development = _compile(["--group", "dev", "--constraints", str(RUN_LOCK)], DEVELOPMENT_LOCK, upgrade=upgrade)
    _write(DEVELOPMENT_LOCK, "What is needed to run the program, to test it and to package it.", development)
    return 0


def _set_up_for_locking() -> None:
    """uv comes with the development lock; where there is none yet, it is fetched into the environment by name."""
    if DEVELOPMENT_LOCK.exists():
        set_up(DEVELOPMENT_LOCK)
    elif not venv_python().exists():
        raise CannotGoOn(f"Without a development lock, make {VENV.name} by hand and install uv into it.")


def _compile(options: Sequence[str], lock: Path, *, upgrade: bool) -> str:
    with tempfile.TemporaryDirectory() as folder:
        result_file = Path(folder) / lock.name
        if lock.exists() and not upgrade:
            result_file.write_bytes(lock.read_bytes())  # uv keeps versions that it finds in the file it is to write
        command = [str(venv_python()), "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--quiet"]
        command += ["--python-version", _OLDEST_PYTHON, "--generate-hashes", "--no-annotate", "--no-header"]
        command += ["--only-binary", ":all:", *options, "--output-file", str(result_file)]
        outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if outcome.returncode:
            raise CannotGoOn(f"The lock could not be made: {outcome.stderr.strip()}")
        return result_file.read_text(encoding="utf-8")


def tidy(lock_text: str) -> str:
    """The requirements and hashes alone; raises CannotGoOn when one names a host or a place."""
    kept = "".join(f"{line}\n" for line in lock_text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    found = _FORBIDDEN.search(kept)
    if found:
        raise CannotGoOn(f"The lock would name a host or a place ({found.group().strip()}); nothing was written.")
    return kept


def _write(lock: Path, title: str, text: str) -> None:
    header = _HEADER.format(title=title, python=_OLDEST_PYTHON, name=lock.relative_to(ROOT).as_posix())
    body = tidy(text)
    with lock.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(header + body)
    say(
        f"{lock.relative_to(ROOT).as_posix()}: {sum(1 for line in body.splitlines() if _REQUIREMENT.match(line))} packages"
    )
