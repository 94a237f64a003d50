"""The files of the working tree, as the house tests see them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """A Python file: its path from the root with forward slashes, and its text."""

    path: str
    text: str

    @cached_property
    def syntax(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, filename=self.path)


@dataclass(frozen=True)
class Finding:
    """A place that breaks a rule, and what is wrong there."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def modules(*folders: str) -> Iterator[Module]:
    """Every Python file below these folders of the tree; a folder that does not exist holds none."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "__pycache__" not in file.parts:
                yield Module(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))


def tracked_files() -> list[Path]:
    """What git tracks or would track, without what was deleted; every file but made ones where there is no git; sorted."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return [file for file in sorted(ROOT.rglob("*")) if file.is_file() and not _is_made(file.relative_to(ROOT))]
    names = {name.decode() for name in listing.stdout.split(b"\0") if name}
    return [ROOT / name for name in sorted(names) if (ROOT / name).is_file()]


def _is_made(file: Path) -> bool:
    made = {".venv", ".git", "__pycache__", ".hypothesis", "htmlcov", "build", "dist"}
    return any(part in made or part.endswith("_cache") or part.startswith(".coverage") for part in file.parts)
