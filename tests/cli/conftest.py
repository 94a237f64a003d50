"""A terminal on an empty home."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.storage import database
from tests.cli.running import Terminal

__all__ = ["run"]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    # Measuring coverage loads the standard library's sqlite3 into this process, which the check would rightly refuse;
    # the commands that tests start in processes of their own run it, and tests/storage/test_opening.py sees it refuse.
    monkeypatch.setattr(database, "check_engine", lambda: None)
    return Terminal(tmp_path / "home", capsys)
