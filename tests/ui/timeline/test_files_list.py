"""The list of somebody's files, by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from crm_desktop.domain.files import FileOwner
from crm_desktop.ui.dialogs.files_list import FilesList

if TYPE_CHECKING:
    from tests.ui.timeline.conftest import Place


@pytest.fixture
def files(place: Place, tmp_path: Path) -> FilesList:
    marta = place.person()
    for number in range(10):
        (tmp_path / f"{number}.txt").write_text("x" * number, encoding="utf-8")
        place.services.people.files.add(FileOwner(contact_id=marta), tmp_path / f"{number}.txt")
    made = FilesList(place.window.context.theme, place.page.parts)
    layout = place.page.layout()
    assert layout is not None
    layout.addWidget(made)
    made.show_files(FileOwner(contact_id=marta))
    place.settle()
    return made


def _names(files: FilesList) -> list[str]:
    return [row.accessibleName() for row in files.rows]


def test_the_newest_come_first_and_the_rest_on_request(files: FilesList, place: Place) -> None:
    assert _names(files) == [f"{number}.txt" for number in range(9, 1, -1)]
    assert files.more_button.text() == "2 more"
    place.click(files.more_button)
    assert len(_names(files)) == 10
    assert not files.more_button.isVisible()


def test_a_file_is_deleted_with_del_and_the_focus_stays_in_the_list(files: FilesList, place: Place) -> None:
    files.rows[0].setFocus()
    place.key(Qt.Key.Key_Down)
    assert files.rows[1].hasFocus()
    place.key(Qt.Key.Key_Delete)
    files.refresh()
    place.settle()
    assert "8.txt" not in _names(files)
    assert files.rows[1].hasFocus()
    place.undo()
    files.refresh()
    place.settle()
    assert "8.txt" in _names(files)


def test_enter_opens_and_ctrl_s_saves_a_copy(files: FilesList, place: Place, tmp_path: Path) -> None:
    place.ask.answers = [True, str(tmp_path / "copy.txt")]
    files.rows[0].setFocus()
    place.key(Qt.Key.Key_Return)
    assert place.ask.asked[0].startswith("open ")
    place.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (tmp_path / "copy.txt").read_text(encoding="utf-8") == "x" * 9


def test_files_are_chosen_and_added(files: FilesList, place: Place, tmp_path: Path) -> None:
    (tmp_path / "new.pdf").write_bytes(b"%PDF")
    place.ask.answers = [[tmp_path / "new.pdf"]]
    place.click(files.add_button)
    files.refresh()
    place.settle()
    assert _names(files)[0] == "new.pdf"


def test_a_changed_file_says_so_before_it_is_opened(files: FilesList, place: Place) -> None:
    row = place.services.people.files.all_rows()[-1]
    place.services.people.files.path_of(row.stored).write_text("something else", encoding="utf-8")
    place.ask.answers = [False]
    files.rows[0].setFocus()
    place.key(Qt.Key.Key_Return)
    assert place.ask.asked == [f"“{row.name}” was changed since it was added."]
