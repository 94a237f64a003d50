"""The only place that opens message boxes and file dialogs; tests answer in its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.links import link_target
from crm_desktop.ui.texts import one_line, show, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

# Qt's dialogs are imported where they are opened: their classes cost 50 ms, which the first window need not wait for.


class Asks(Protocol):
    """What views may ask; `Ask` in the program, `ScriptedAsk` in tests."""

    def question(self, sentence: Message, confirm: str, *, detail: Message | None = None, danger: bool = False) -> bool:
        """Ask yes or no; `confirm` is the word on the button that does it. True when it was pressed."""

    def choose(self, sentence: Message, options: Sequence[tuple[str, str]]) -> str | None:
        """Let one of several be chosen: (key, words). The key, or None when nothing was chosen."""

    def text(self, sentence: Message, initial: str = "") -> str | None:
        """Ask for a line of text. None when it was cancelled."""

    def tell(self, sentence: Message) -> None:
        """Say something that must be read before going on, such as a failure."""

    def open_files(self, title: str, filters: Sequence[str]) -> list[Path]:
        """Ask for files to read; filters such as `CSV (*.csv)`. Empty when it was cancelled."""

    def save_file(self, title: str, suggested: str, filters: Sequence[str]) -> Path | None:
        """Ask where to write. None when it was cancelled."""

    def folder(self, title: str) -> Path | None:
        """Ask for a folder. None when it was cancelled."""

    def open_link(self, address: str) -> bool:
        """Open a web, e-mail or phone address after showing where it leads. False when that was refused."""

    def open_file(self, path: Path) -> bool:
        """Have the system open a file that was looked at before. False when nothing on the desktop opens it."""


class Ask:
    """Boxes over the window `parent`; all their texts are plain."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._parent = parent

    def question(self, sentence: Message, confirm: str, *, detail: Message | None = None, danger: bool = False) -> bool:
        """Yes or no. A dangerous answer is never the one that Enter gives."""
        from PySide6.QtWidgets import QMessageBox

        box = self._box(sentence, detail)
        yes = box.addButton(confirm, QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no if danger else yes)
        box.setEscapeButton(no)
        box.exec()
        chosen = box.clickedButton() is yes
        box.deleteLater()
        return chosen

    def choose(self, sentence: Message, options: Sequence[tuple[str, str]]) -> str | None:
        """One button an option."""
        from PySide6.QtWidgets import QMessageBox

        box = self._box(sentence, None)
        buttons = {box.addButton(words, QMessageBox.ButtonRole.AcceptRole): key for key, words in options}
        box.setEscapeButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        chosen = next((key for button, key in buttons.items() if button is box.clickedButton()), None)
        box.deleteLater()
        return chosen

    def text(self, sentence: Message, initial: str = "") -> str | None:
        """A small dialog with one line."""
        from PySide6.QtWidgets import QInputDialog

        words, accepted = QInputDialog.getText(self._parent, "", show(sentence), text=initial)
        return words.strip() if accepted else None

    def tell(self, sentence: Message) -> None:
        """A box with one button."""
        from PySide6.QtWidgets import QMessageBox

        box = self._box(sentence, None)
        box.addButton(QMessageBox.StandardButton.Ok)
        box.exec()
        box.deleteLater()

    def open_files(self, title: str, filters: Sequence[str]) -> list[Path]:
        """The desktop's dialog for opening files."""
        from PySide6.QtWidgets import QFileDialog

        names, _chosen = QFileDialog.getOpenFileNames(self._parent, title, "", ";;".join(filters))
        return [Path(name) for name in names]

    def save_file(self, title: str, suggested: str, filters: Sequence[str]) -> Path | None:
        """The desktop's dialog for saving a file."""
        from PySide6.QtWidgets import QFileDialog

        name, _chosen = QFileDialog.getSaveFileName(self._parent, title, suggested, ";;".join(filters))
        return Path(name) if name else None

    def folder(self, title: str) -> Path | None:
        """The desktop's dialog for a folder."""
        from PySide6.QtWidgets import QFileDialog

        name = QFileDialog.getExistingDirectory(self._parent, title)
        return Path(name) if name else None

    def open_link(self, address: str) -> bool:
        """Only http, https, mailto and tel are opened, and only after the real host was shown."""
        from PySide6.QtGui import QDesktopServices

        target = link_target(address)
        if target is None:
            self.tell(Message("This link is not opened: only web, e-mail and phone addresses are."))
            return False
        if not self.question(Message("Open {target}?", {"target": target.shown}), tr("Open")):
            return False
        return bool(QDesktopServices.openUrl(QUrl(target.url)))

    def open_file(self, path: Path) -> bool:
        """With the program that the desktop has for it."""
        from PySide6.QtGui import QDesktopServices

        return bool(QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))

    def _box(self, sentence: Message, detail: Message | None) -> QMessageBox:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(show(sentence))
        if detail is not None:
            box.setInformativeText("\n".join(one_line(line, 400) for line in show(detail).splitlines()))
        return box
