"""The files of a person on their page: seen, opened, deleted by key, brought back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.files import FileOwner

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place


@pytest.fixture
def marta(place: Place, tmp_path: Path) -> int:
    made = place.person("Marta Oliveira")
    for name in ("offer.pdf", "photo.png"):
        (tmp_path / name).write_bytes(name.encode())
        place.services.people.files.add(FileOwner(contact_id=made), tmp_path / name)
    place.settle()
    place.show(made)
    return made


def _names(place: Place) -> list[str]:
    return [row.text() for row in place.view.person.details.files.rows]


def test_files_stand_among_the_details(place: Place, marta: int) -> None:
    assert _names(place) == ["photo.png", "offer.pdf"]
    assert place.view.person.details.sections["files"].isVisible()
    place.show(place.person("Jonas Keller"))
    assert _names(place) == []
    assert not place.view.person.details.sections["files"].isVisible()


def test_del_on_a_file_deletes_the_file_and_not_the_person(place: Place, marta: int) -> None:
    place.view.person.details.files.rows[0].setFocus()
    place.key(Qt.Key.Key_Delete)
    assert _names(place) == ["offer.pdf"]
    assert place.services.contacts.page(marta) is not None
    place.undo()
    assert _names(place) == ["photo.png", "offer.pdf"]


def test_a_file_dropped_on_the_list_is_added_and_shown(place: Place, marta: int, tmp_path: Path) -> None:
    (tmp_path / "contract.pdf").write_bytes(b"x")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "contract.pdf"))])
    place_of_it, keys, button = QPoint(2, 2), Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    files = place.view.person.details.files
    QApplication.sendEvent(files, QDragEnterEvent(place_of_it, Qt.DropAction.CopyAction, data, button, keys))
    QApplication.sendEvent(files, QDropEvent(QPointF(place_of_it), Qt.DropAction.CopyAction, data, button, keys))
    place.settle()
    place.settle()
    assert _names(place)[0] == "contract.pdf"


def test_a_file_can_be_added_from_what_else_there_is_to_add(
    place: Place, marta: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.txt").write_bytes(b"x")
    monkeypatch.setattr(place.window.context.ask, "open_files", lambda *_arguments: [tmp_path / "plan.txt"])
    assert "file" in place.view.person.details.addable()
    place.view.person.details.add("file")
    place.settle()
    assert _names(place)[0] == "plan.txt"


def test_more_than_fit_are_shown_on_request(place: Place, marta: int, tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_bytes(b"x")
        place.services.people.files.add(FileOwner(contact_id=marta), tmp_path / f"{number}.txt")
    place.settle()
    files = place.view.person.details.files
    assert len(files.rows) == 8
    assert files.more_button.text() == "3 more"
    files.more_button.click()
    place.settle()
    assert len(files.rows) == 11
