"""What a user gives may be no file at all: a pipe nobody writes to must not be waited for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import BadFile, InvalidInput
from crm_desktop.services.given_files import open_given
from crm_desktop.ui.views.contacts.person_photo import small_photo

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes have names on POSIX systems only")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe.eml"
    os.mkfifo(path)
    return path


def test_a_pipe_is_neither_mail_nor_calendar_nor_a_picture_and_cannot_be_imported(core: Core, pipe: Path) -> None:
    assert not core.services.mail_files.is_mail(pipe)
    assert not core.services.calendar_files.is_calendar(pipe)
    with pytest.raises(BadFile):
        core.services.importing.preview(pipe)
    with pytest.raises(InvalidInput):
        small_photo(pipe)


def test_a_device_a_folder_and_a_dangling_link_are_refused(tmp_path: Path) -> None:
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "nothing")
    for path in (Path(os.devnull), tmp_path, dangling):
        with pytest.raises(OSError, match=r".+") as refused:
            open_given(path)
        assert refused.value.strerror


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("words", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    with open_given(tmp_path / "link.txt") as file:
        assert file.read() == b"words"
