"""The boxes: plain text, the careful answer first where it is dangerous, and links only after the host was shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from crm_desktop.domain.messages import message
from crm_desktop.ui.ask import Ask


@pytest.fixture
def answer(qtbot: QtBot) -> Callable[[Callable[[QMessageBox], None]], None]:
    def later(act: Callable[[QMessageBox], None]) -> None:
        def now() -> None:
            box = QApplication.activeModalWidget()
            assert isinstance(box, QMessageBox)
            act(box)

        QTimer.singleShot(0, now)

    return later


def _press(words: str) -> Callable[[QMessageBox], None]:
    def press(box: QMessageBox) -> None:
        next(button for button in box.buttons() if button.text() == words).click()

    return press


def test_a_question_is_plain_text_and_answered_by_its_word(answer: Callable[..., None]) -> None:
    seen: list[tuple[str, Qt.TextFormat]] = []

    def act(box: QMessageBox) -> None:
        seen.append((box.text(), box.textFormat()))
        _press("Delete")(box)

    answer(act)
    assert Ask().question(message("Delete {name}?", name="<b>Ana</b>"), "Delete")
    assert seen == [("Delete <b>Ana</b>?", Qt.TextFormat.PlainText)]


def test_enter_never_does_the_dangerous_thing(answer: Callable[..., None], qtbot: QtBot) -> None:
    answer(lambda box: qtbot.keyClick(box, Qt.Key.Key_Return))
    assert not Ask().question(
        message("Erase everything?"), "Erase", detail=message("There is no way back."), danger=True
    )
    answer(lambda box: qtbot.keyClick(box, Qt.Key.Key_Escape))
    assert not Ask().question(message("Go on?"), "Go on")


def test_one_of_several_is_chosen_or_none(answer: Callable[..., None]) -> None:
    options = [("keep", "Keep both"), ("merge", "Merge")]
    answer(_press("Merge"))
    assert Ask().choose(message("Two people?"), options) == "merge"
    answer(_press("Cancel"))
    assert Ask().choose(message("Two people?"), options) is None


def test_a_failure_is_told(answer: Callable[..., None]) -> None:
    told: list[str] = []

    def act(box: QMessageBox) -> None:
        told.append(box.text())
        box.buttons()[0].click()

    answer(act)
    Ask().tell(message("The disk is full."))
    assert told == ["The disk is full."]


def test_file_dialogs_give_paths(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    # The desktop's dialogs cannot be pressed from here; what is tested is what becomes of their answers.
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: (["/a.csv", "/b.vcf"], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "/folder")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_options: (" Lead ", True))
    ask = Ask()
    assert ask.open_files("Import", ["CSV (*.csv)"]) == [Path("/a.csv"), Path("/b.vcf")]
    assert ask.save_file("Export", "x.json", ["JSON (*.json)"]) is None
    assert ask.folder("Where?") == Path("/folder")
    assert ask.text(message("Name?")) == "Lead"


def test_a_link_is_opened_only_after_its_host_was_seen(
    answer: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    asked: list[str] = []

    def act(box: QMessageBox) -> None:
        asked.append(box.text())
        _press("Open")(box)

    def refused(box: QMessageBox) -> None:
        asked.append(box.text())
        box.buttons()[0].click()

    answer(act)
    assert Ask().open_link("https://paypal.com@evil.example/")
    answer(refused)
    assert not Ask().open_link("file:///etc/passwd")
    assert opened == ["https://paypal.com@evil.example/"]
    assert asked[0] == "Open evil.example?"
    assert "not opened" in asked[1]
