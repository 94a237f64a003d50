"""Where things are in the working tree, and how this program says that it cannot go on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
RUN_LOCK = ROOT / "packaging" / "requirements.txt"
DEVELOPMENT_LOCK = ROOT / "packaging" / "requirements-dev.txt"


class CannotGoOn(Exception):
    """One sentence for the person at the terminal; the command ends with exit code 1."""


def say(sentence: str) -> None:
    """Print at once: the output of the programs started next must not overtake it."""
    print(sentence, flush=True)


def remark(sentence: str) -> None:
    """Say something about the set-up; on standard error, because the program's output may be read by another program."""
    print(sentence, file=sys.stderr, flush=True)


def venv_python(venv: Path = VENV, platform: str = sys.platform) -> Path:
    """The interpreter of a virtual environment, which Windows keeps in another folder."""
    return venv / "Scripts" / "python.exe" if platform == "win32" else venv / "bin" / "python"


def program_environment(**more: str) -> dict[str, str]:
    """The environment for programs started from the tree, whatever folder the user is in.

    The tree is put on the module path here, and the programs are started with `-P`, so that file arguments stay relative to the
    user's folder and nothing in that folder is imported by accident.
    """
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **more}


def in_ci(environment: dict[str, str] | None = None) -> bool:
    """Whether nothing may be skipped."""
    value = (os.environ if environment is None else environment).get("CI", "")
    return value.lower() not in {"", "0", "false", "no"}
