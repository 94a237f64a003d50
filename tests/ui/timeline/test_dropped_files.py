"""Files and e-mails dropped on a timeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.contacts import Point, PointKind
from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.interactions import Direction

if TYPE_CHECKING:
    from tests.ui.timeline.conftest import Place

MAIL = b"""From: Marta Oliveira <marta@casaazul.pt>
To: me@example.com, Stranger <new@example.org>
Subject: =?utf-8?q?Prop=C3=B3sta?=
Date: Thu, 19 Nov 2026 11:05:00 +0100
Message-ID: <one@casaazul.pt>
Content-Type: text/plain; charset=utf-8

Budget is fine.
"""


def _drop(place: Place, *paths: Path) -> None:
    _drop_urls(place, [QUrl.fromLocalFile(str(path)) for path in paths])


def _drop_urls(place: Place, urls: list[QUrl]) -> None:
    data = QMimeData()
    data.setUrls(urls)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 200).toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(place.pane, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(place.pane, QDropEvent(QPointF(50, 200), Qt.DropAction.CopyAction, data, buttons, keys))
    place.settle()


def test_a_dropped_file_is_added_and_stands_on_the_timeline(place: Place, tmp_path: Path) -> None:
    marta = place.person()
    place.show(marta)
    (tmp_path / "offer.pdf").write_bytes(b"%PDF" + b"x" * 2000)
    _drop(place, tmp_path / "offer.pdf")
    assert place.lines() == ["Today", "File: offer.pdf, 14:20. 2 KB"]
    assert place.window.toast.text() == "Added offer.pdf"
    place.undo()
    assert place.lines() == []


def test_a_dropped_mail_is_shown_first_and_then_logged_for_everybody_in_it(place: Place, tmp_path: Path) -> None:
    marta = place.person(points=(Point(PointKind.EMAIL, "Marta@casaazul.pt"),))
    place.show(marta)
    (tmp_path / "one.eml").write_bytes(MAIL)
    _drop(place, tmp_path / "one.eml")
    card = place.card()
    assert card.subtitle.full_text() == "1 e-mail: 1 to log"
    assert place.services.timeline.entries(marta) == []
    assert sorted(card.strangers.boxes) == ["me@example.com", "new@example.org"]
    card.own.setFocus()
    card.own.selectAll()
    place.type("me@example.com")
    place.key(Qt.Key.Key_Return)
    assert list(card.strangers.boxes) == ["new@example.org"]
    card.strangers.boxes["new@example.org"].click()
    place.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (entry,) = place.services.timeline.entries(marta)
    assert (entry.kind, entry.subject, entry.text) == ("email", "Propósta", "Budget is fine.")
    assert entry.direction is Direction.INCOMING
    assert place.services.contacts.count() == 2
    assert place.services.mail_files.own_addresses() == ("me@example.com",)
    place.undo()  # the user's own addresses are a setting, so this takes back the mail
    assert place.services.timeline.entries(marta) == []
    assert place.services.contacts.count() == 1


def test_the_same_mail_again_changes_nothing(place: Place, tmp_path: Path) -> None:
    marta = place.person(points=(Point(PointKind.EMAIL, "marta@casaazul.pt"),))
    place.show(marta)
    (tmp_path / "one.eml").write_bytes(MAIL)
    for _time in range(2):
        _drop(place, tmp_path / "one.eml")
        place.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        if place.window.overlay.card() is not None:
            place.window.overlay.dismiss()
    assert len(place.services.timeline.entries(marta)) == 1


def test_what_is_no_mail_but_says_so_is_kept_as_a_file(place: Place, tmp_path: Path) -> None:
    marta = place.person()
    place.show(marta)
    (tmp_path / "odd.eml").write_bytes(b"\x00\x01\x02")
    _drop(place, tmp_path / "odd.eml")
    assert place.window.overlay.card() is None
    assert [row.name for row in place.services.people.files.rows(FileOwner(contact_id=marta))] == ["odd.eml"]


def test_a_folder_is_refused_with_a_sentence(place: Place, tmp_path: Path) -> None:
    marta = place.person()
    place.show(marta)
    (tmp_path / "folder").mkdir()
    _drop(place, tmp_path / "folder")
    assert place.window.toast.text() == "“folder” is not a file."


def test_an_address_is_refused_with_a_sentence(place: Place) -> None:
    place.show(place.person())
    _drop_urls(place, [QUrl("http://example.com/picture.png")])
    assert place.window.toast.text().startswith("“http://example.com/picture.png” is no file on this computer.")


def test_an_empty_file_and_what_a_link_leads_to_are_kept(place: Place, tmp_path: Path) -> None:
    marta = place.person()
    place.show(marta)
    (tmp_path / "empty.txt").touch()
    (tmp_path / "real.txt").write_text("words", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    _drop(place, tmp_path / "empty.txt", tmp_path / "link.txt")
    files = place.services.people.files
    kept = {row.name: files.open_path(row.id) for row in files.rows(FileOwner(contact_id=marta))}
    assert {name: path.read_bytes() for name, path in kept.items()} == {"empty.txt": b"", "link.txt": b"words"}
    assert not any(path.is_symlink() for path in kept.values())


def test_a_link_that_leads_nowhere_or_to_a_folder_is_refused_with_a_sentence(place: Place, tmp_path: Path) -> None:
    marta = place.person()
    place.show(marta)
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    _drop(place, tmp_path / "nowhere")
    assert place.window.toast.text() == "“nowhere” is no longer there."
    (tmp_path / "folder").symlink_to(tmp_path)
    _drop(place, tmp_path / "folder")
    assert place.window.toast.text() == "“folder” is not a file."
    assert place.services.people.files.rows(FileOwner(contact_id=marta)) == []


def test_words_that_are_dragged_are_left_to_the_fields(place: Place) -> None:
    place.show(place.person())
    data = QMimeData()
    data.setText("just words")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 200).toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(place.pane, enter)
    assert not enter.isAccepted()
