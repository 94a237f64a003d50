"""The sign of a person as a button: a photo can be chosen, dropped, pasted, and taken away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.services.given_files import open_given
from crm_desktop.ui.texts import tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.own_keys import takes_key
from crm_desktop.ui.widgets import Avatar
from crm_desktop.ui.widgets.painting import focus_ring
from crm_desktop.ui.widgets.safe_image import MOST_BYTES, decoded, small_png

_RAW_FORMATS = ("image/png", "image/jpeg", "image/webp")

PhotoSource = Path | bytes
"""A file to read, or what lay on the clipboard."""


class PhotoButton(Avatar):
    """`given` carries a `PhotoSource`, `choose_wanted` asks for a file, `removed` takes the photo away."""

    given = Signal(object)
    choose_wanted = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, size=theme.sizes.avatar_large, parent=parent)
        self.menu: QMenu | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Photo"))
        self.setAccessibleDescription(tr("Press to choose, paste or take away; a picture can be dropped here"))
        self.setToolTip(tooltip(tr("Photo: press, paste or drop a picture here")))

    def open_menu(self) -> None:
        """Offer what can be done with the photo."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Choose a photo…")).triggered.connect(self.choose_wanted)
        paste = menu.addAction(tr("Paste a photo"))
        paste.triggered.connect(self.paste)
        paste.setEnabled(_has_picture())
        if self.has_photo():
            menu.addAction(tr("Take the photo away")).triggered.connect(self.removed)
        self.menu = menu
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def paste(self) -> None:
        """Take the picture, or the file of one, from the clipboard."""
        # None where the platform has no clipboard, or nothing is in it, whatever the stubs say.
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()
        if mime is None:
            return
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if paths:
            self.given.emit(paths[0])
            return
        raw = next((kind for kind in _RAW_FORMATS if mime.hasFormat(kind)), "")
        if raw:
            self.given.emit(bytes(mime.data(raw).data()))
        elif mime.hasImage():
            self.given.emit(_encoded(QGuiApplication.clipboard().image()))

    def event(self, event: QEvent) -> bool:
        """Del belongs to what has the focus, not to the person."""
        return takes_key(event, Qt.Key.Key_Delete) or bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the menu, the keys for pasting paste, Del takes the photo away."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_menu()
        elif event.key() == Qt.Key.Key_Delete and self.has_photo():
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the menu."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.open_menu()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Anything that may be a picture; what it really is shows when it is read."""
        mime = event.mimeData()
        if mime.hasImage() or any(url.isLocalFile() for url in mime.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file, or the picture itself."""
        mime = event.mimeData()
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if paths:
            self.given.emit(paths[0])
        elif mime.hasImage():
            self.given.emit(_encoded(QImage(mime.imageData())))
        event.acceptProposedAction()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign, ringed with the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            focus_ring(QPainter(self), self.rect(), self.height() / 2, self._theme)


def small_photo(source: PhotoSource) -> bytes:
    """A PNG of at most 512 pixels a side from a file or from bytes; not for the GUI thread.

    Raises InvalidInput (field "photo") for what cannot be read, is no picture, or is too large.
    """
    return small_png(decoded(_read(source) if isinstance(source, Path) else source))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InvalidInput("photo", "This picture has more than 10 MB. Choose a smaller one.")
        with open_given(path) as file:
            return file.read()
    except OSError as error:
        why = error.strerror or ""
        raise InvalidInput("photo", "“{name}” cannot be read: {why}.", name=path.name[:80], why=why) from error


def _has_picture() -> bool:
    mime = QGuiApplication.clipboard().mimeData()
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def _encoded(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs do not know that a device will do
    return bytes(buffer.data().data())
