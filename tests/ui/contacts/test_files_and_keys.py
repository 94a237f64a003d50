"""Files dropped on a person, and how few keys it takes from the list of people to a saved call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.domain.files import FileOwner

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place

CONTROL = Qt.KeyboardModifier.ControlModifier


def _drop(place: Place, widget: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    place.settle()


def test_a_file_dropped_on_the_page_of_a_person_is_theirs(place: Place, tmp_path: Path) -> None:
    marta = place.person("Marta Oliveira")
    place.show(marta)
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    _drop(place, place.view.person, tmp_path / "a.pdf")
    assert [row.name for row in place.services.people.files.rows(FileOwner(contact_id=marta))] == ["a.pdf"]
    assert place.lines() == ["Today", "File: a.pdf, 14:20. 4 bytes"]


def test_from_the_list_of_people_to_a_saved_call_with_a_follow_up_it_takes_at_most_twelve_keys(place: Place) -> None:
    """The words do not count; every other key does, from the list with the person on it to the saved form."""
    marta = place.person("Marta Oliveira")
    place.show(marta)
    place.view.pane.list.setFocus()
    pressed = 1
    place.key(Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    form = place.card()
    place.type("Wants two languages.")
    while not form.fields.duration.hasFocus():
        place.key(Qt.Key.Key_Tab)
        pressed += 1
        assert pressed < 20, "Tab never comes to the duration"
    place.type("14")
    while not form.next_step.field.edit.hasFocus():
        place.key(Qt.Key.Key_Tab)
        pressed += 1
        assert pressed < 20, "Tab never comes to the next step"
    place.type("send the new dates 2026-11-26")
    place.key(Qt.Key.Key_Return, CONTROL)
    pressed += 1
    assert place.window.overlay.card() is None
    assert pressed <= 12
    assert any(entry.kind == "call" for entry in place.services.timeline.entries(marta))
    assert len(place.services.reminders.agenda(marta)) == 1
