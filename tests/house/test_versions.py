"""There is one version number, and every place that names it says the same."""

from __future__ import annotations

import re
import tomllib

import crm_desktop
from tests.house.tree import ROOT


def newest_version(changelog: str) -> str:
    """The first heading of a released version: `## 1.2.3`, `## [1.2.3] - date`; empty when there is none."""
    found = re.search(r"^##\s+\[?v?(\d+\.\d+\.\d+[^\s\]]*)\]?", changelog, re.MULTILINE)
    return found.group(1) if found else ""


def test_the_project_file_names_the_version_of_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == crm_desktop.__version__


def test_the_newest_heading_of_the_changelog_is_the_version() -> None:
    assert newest_version((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) == crm_desktop.__version__


def test_headings_of_the_changelog_are_understood() -> None:
    assert newest_version("# Changelog\n## Unreleased\n## [1.2.3] - 2026-11-22\n## 1.2.2\n") == "1.2.3"
    assert newest_version("# Changelog 9.9.9\n## 0.1.0 · first\n") == "0.1.0"
    assert newest_version("# Changelog\n") == ""
