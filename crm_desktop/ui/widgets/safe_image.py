"""Pictures from anywhere, decoded with limits: what is broken, huge or a bomb ends as a sentence, never as a crash."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from crm_desktop.domain.errors import InvalidInput

MOST_BYTES: Final = 10 * 1024 * 1024
SMALL_SIDE: Final = 512
_MOST_SIDE: Final = 30_000
_MOST_PIXELS: Final = 40_000_000
# A JPEG is decoded at an eighth of its size where that is enough, so the large ones of telephones are no danger.
_MOST_JPEG_PIXELS: Final = 250_000_000
_FORMATS: Final = frozenset(("png", "jpeg", "webp"))
_JPEG_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_END_OF_IMAGE: Final = 0xD9


def decoded(content: bytes, side: int = SMALL_SIDE) -> QImage:
    """The picture, turned as its EXIF says and at most `side` pixels wide and high; safe to call off the GUI thread.

    Takes PNG, JPEG and WebP, by what is in the bytes, not by a name. Raises InvalidInput (field "photo") for
    everything else, for more than 10 MB, for too many pixels, and for a picture that is broken or cut off.
    """
    if len(content) > MOST_BYTES:
        raise InvalidInput("photo", "This picture has more than 10 MB. Choose a smaller one.")
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    kind = bytes(reader.format().data()).decode("ascii", "replace")
    if not reader.canRead() or kind not in _FORMATS:
        raise InvalidInput("photo", "This is not a picture that can be shown. Choose a PNG, JPEG or WebP file.")
    _check_size(reader.size(), kind)
    if kind == "jpeg" and not _is_whole_jpeg(content):
        raise InvalidInput("photo", "This picture is broken: a part of the file is missing.")
    if reader.size().isValid() and max(reader.size().width(), reader.size().height()) > side:
        reader.setScaledSize(reader.size().scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise InvalidInput("photo", "This picture is broken: a part of the file is missing.")
    return _fitted(image, side)


def small_png(image: QImage, side: int = SMALL_SIDE) -> bytes:
    """The picture as a PNG at most `side` pixels wide and high, without anything else the file told (place, camera)."""
    fitted = _fitted(image, side)
    # Only the pixels are copied: the texts of a picture go along with every other way of copying it.
    bare = QImage(fitted.size(), QImage.Format.Format_ARGB32)
    painter = QPainter(bare)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.drawImage(0, 0, fitted)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not bare.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stubs do not know that a device will do
        raise InvalidInput("photo", "This is not a picture that can be shown. Choose a PNG, JPEG or WebP file.")
    return bytes(buffer.data().data())


def _check_size(size: QSize, kind: str) -> None:
    if not size.isValid():
        return
    most = _MOST_JPEG_PIXELS if kind == "jpeg" else _MOST_PIXELS
    if max(size.width(), size.height()) > _MOST_SIDE or size.width() * size.height() > most:
        raise InvalidInput(
            "photo",
            "This picture is too large: {width} × {height} pixels. Choose a smaller one.",
            width=size.width(),
            height=size.height(),
        )


def _fitted(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    return image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _is_whole_jpeg(content: bytes) -> bool:
    """Whether the stream of ISO 10918-1 reaches its end mark; a decoder would fill what is missing with grey."""
    position = 2
    while (found := _JPEG_MARKER.search(content, position)) is not None:
        marker = content[found.end() - 1]
        if marker == _END_OF_IMAGE:
            return True
        length = int.from_bytes(content[found.end() : found.end() + 2], "big")
        # The bytes behind the head of a scan are searched for the next mark; every other segment says how long it is.
        position = found.end() + max(length, 2)
    return False
