"""The README's map and commands name only what exists."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.tree import ROOT

_PATH = re.compile(r"(?<![\w<./-])\.?[\w-][\w./-]*(?:/|\.(?:py|toml|md|txt|png))(?![\w<>/-])")


def map_paths(readme: str) -> list[str]:
    """Paths of the tree drawn in a code block: a name at the start of a line lies in the nearest line with less indentation.

    Names further on in a line that end in `/` or `.py` lie in the folder that the line begins with.
    """
    paths: list[str] = []
    for block in re.findall(r"^```[a-z]*\n(.*?)^```", readme, re.MULTILINE | re.DOTALL):
        if not re.search(r"^\s*crm_desktop/", block, re.MULTILINE):
            continue
        folders: list[tuple[int, str]] = []
        for line in block.splitlines():
            names = _PATH.findall(line)
            start = line.lstrip(" │├└─")
            indent = len(line) - len(start)
            folders = [folder for folder in folders if folder[0] < indent]
            parent = folders[-1][1] if folders else ""
            if names and start.startswith(names[0]):
                paths.append(parent + names[0])
                if names[0].endswith("/"):
                    parent += names[0]
                    folders.append((indent, parent))
                names = names[1:]
            paths += [parent + name for name in names]
    return paths


def linked_paths(readme: str) -> list[str]:
    """Targets of links and pictures, and paths between backticks, that lie in the tree."""
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    quoted = re.findall(r"`((?:crm_desktop|tests|packaging|resources|docs|\.ci)/[\w./-]*)`", readme)
    return [*links, *quoted]


def missing(paths: list[str], root: Path = ROOT) -> list[str]:
    """Those of the paths that do not exist."""
    return [path for path in paths if not (root / path).exists()]


def test_the_map_in_the_readme_is_the_house() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    paths = map_paths(readme)
    assert len(paths) > 10, "the README has no map of the house"
    assert not missing([*paths, *linked_paths(readme)])


def test_every_part_of_the_program_is_on_the_map() -> None:
    on_the_map = set(map_paths((ROOT / "README.md").read_text(encoding="utf-8")))
    parts = {
        f"crm_desktop/{folder.name}/"
        for folder in (ROOT / "crm_desktop").iterdir()
        if (folder / "__init__.py").is_file()
    }
    assert parts <= on_the_map


def test_a_stale_map_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "crm_desktop" / "ui" / "views").mkdir(parents=True)
    (tmp_path / "crm_desktop" / "ui" / "ask.py").touch()
    drawn = "```\ncrm_desktop/\n  ui/   ask.py gone.py  what the user sees\n    views/  one folder each: today/\n  lost/\n```\n"
    assert map_paths(drawn) == [
        "crm_desktop/", "crm_desktop/ui/", "crm_desktop/ui/ask.py", "crm_desktop/ui/gone.py", "crm_desktop/ui/views/",
        "crm_desktop/ui/views/today/", "crm_desktop/lost/",
    ]  # fmt: skip
    gone = ["crm_desktop/ui/gone.py", "crm_desktop/ui/views/today/", "crm_desktop/lost/"]
    assert missing(map_paths(drawn), tmp_path) == gone
    assert missing(linked_paths("![x](shots/a.png) and `tests/nowhere/`"), tmp_path) == [
        "shots/a.png",
        "tests/nowhere/",
    ]
