"""The log file: what gets in, what is kept out, and that it never gets in the way."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from crm_desktop.runtime import logs
from crm_desktop.runtime.logs import LOG_FILE, logging_to

_log = logging.getLogger("crm_desktop.tests")


def _text(folder: Path) -> str:
    return (folder / LOG_FILE).read_text(encoding="utf-8")


def test_a_line_has_a_time_a_level_a_subject_and_the_words(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        _log.info("%d contacts imported", 12)
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO crm_desktop\.tests: 12 contacts imported\n", _text(tmp_path)
    )


def test_personal_data_is_masked_even_in_arguments(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        _log.info("saved %s for %s", "ada@example.org", "+49 30 1234567")
    assert "saved [e-mail] for [number]" in _text(tmp_path)


def test_an_exception_is_written_without_its_text(tmp_path: Path) -> None:
    # Another handler that formats first leaves the full text on the record.
    eager = logging.StreamHandler(open("/dev/null", "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    logging.getLogger().addHandler(eager)
    try:
        with logging_to(tmp_path):
            try:
                raise ValueError("Ada Example")
            except ValueError:
                _log.info("it failed", exc_info=True)
    finally:
        logging.getLogger().removeHandler(eager)
        eager.stream.close()
    text = _text(tmp_path)
    assert "Ada" not in text.replace('raise ValueError("Ada Example")', "")
    assert "builtins.ValueError" in text
    assert "test_logs.py" in text


def test_details_and_stderr_are_for_verbose_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to(tmp_path / "quiet"):
        pass
    (tmp_path / "loud").mkdir()
    (tmp_path / "quiet").mkdir()
    with logging_to(tmp_path / "quiet"):
        _log.debug("a detail")
        _log.info("a fact")
    assert capsys.readouterr().err == ""
    with logging_to(tmp_path / "loud", verbose=True):
        _log.debug("a detail of ada@example.org")
    assert "a detail of [e-mail]" in capsys.readouterr().err
    assert "a detail" not in _text(tmp_path / "quiet")
    assert "a detail" in _text(tmp_path / "loud")


def test_other_libraries_are_heard_from_warnings_upwards(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        logging.getLogger("other").info("chatter")
        _log.info("own")
    assert "chatter" not in _text(tmp_path)


def test_old_files_are_kept_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST_FILE", 1000)
    with logging_to(tmp_path):
        for number in range(500):
            _log.info("line %d of many", number)
    assert sorted(file.name for file in tmp_path.iterdir()) == [LOG_FILE, *(f"{LOG_FILE}.{n}" for n in (1, 2, 3))]
    assert all(file.stat().st_size <= 1000 for file in tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    with logging_to(tmp_path / "file"):
        _log.info("a fact")
    assert capsys.readouterr().err == ""


def test_afterwards_nothing_is_left_of_it(tmp_path: Path) -> None:
    before = (list(logging.getLogger().handlers), logging.getLogger("crm_desktop").level)
    with logging_to(tmp_path):
        _log.info("a fact")
    assert (list(logging.getLogger().handlers), logging.getLogger("crm_desktop").level) == before
