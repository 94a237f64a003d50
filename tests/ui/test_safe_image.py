"""Pictures from anywhere: what is shown, turned and made small, and the sentence for everything that is not."""

from __future__ import annotations

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF
from PySide6.QtGui import QColor, QImage

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.ui.widgets.safe_image import MOST_BYTES, SMALL_SIDE, decoded, small_png


def _picture(width: int, height: int) -> QImage:
    """Red at the left, blue at the right, with enough of a pattern that it cannot be packed into a few bytes."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    for x in range(width // 2, width):
        for y in range(height):
            image.setPixelColor(QPoint(x, y), QColor(0, x % 60, 150 + x * y % 100))
    return image


def _encoded(image: QImage, kind: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)  # type: ignore[call-overload]  # the stubs do not know that a device will do
    return bytes(buffer.data().data())


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has billions of pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with an EXIF block that says how the camera was held."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 0)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_large_picture_is_made_small_without_being_distorted(kind: str) -> None:
    image = decoded(_encoded(_picture(1600, 800), kind))
    assert (image.width(), image.height()) == (SMALL_SIDE, SMALL_SIDE // 2)
    assert image.pixelColor(10, 100).red() > 200


def test_a_small_picture_stays_as_large_as_it_is() -> None:
    image = decoded(_encoded(_picture(40, 30), "PNG"))
    assert (image.width(), image.height()) == (40, 30)


def test_a_photo_is_turned_as_the_camera_was_held() -> None:
    # 6: the first row of pixels is the right edge of the picture.
    image = decoded(_with_orientation(_encoded(_picture(400, 200), "JPEG"), 6))
    assert (image.width(), image.height()) == (200, 400)
    assert image.pixelColor(100, 20).red() > 200
    assert image.pixelColor(100, 380).blue() > 100


def test_what_is_kept_is_a_png_without_what_else_the_file_told() -> None:
    image = _picture(900, 600)
    image.setText("GPS", "38.7,-9.1")
    kept = small_png(decoded(_encoded(image, "PNG")))
    assert kept.startswith(b"\x89PNG")
    assert b"GPS" not in kept
    again = QImage.fromData(kept)
    assert (again.width(), again.height(), again.textKeys()) == (512, 341, [])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("left_out", [20, 2_000])
@pytest.mark.qt_log_ignore(".*", extend=True)
def test_a_picture_of_which_a_part_is_missing_is_refused(kind: str, left_out: int) -> None:
    whole = _encoded(_picture(600, 600), kind)
    assert len(whole) > 2 * left_out
    with pytest.raises(InvalidInput, match="missing"):
        decoded(whole[:-left_out])


def test_a_jpeg_with_something_behind_its_end_is_whole() -> None:
    assert not decoded(_encoded(_picture(60, 60), "JPEG") + b"a film of three seconds\xff\xda").isNull()


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (20_000, 20_000), (31_000, 1)])
def test_a_bomb_is_refused_before_a_pixel_is_read(width: int, height: int) -> None:
    with pytest.raises(InvalidInput, match="too large"):
        decoded(_bomb(width, height))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 1_000,
        b"no picture at all",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>",
        b"GIF89a" + bytes(100),
        b"\x89PNG\r\n\x1a\n",
    ],
)
@pytest.mark.qt_log_ignore(".*", extend=True)
def test_what_is_no_picture_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        decoded(content)
    assert refused.value.field == "photo"


@pytest.mark.qt_log_ignore(".*", extend=True)
@pytest.mark.parametrize("content", [b"\xff\xd8\xff" + b"\xff" * 5_000, b"\xff\xd8\xff\xe0\x00", b"\xff\xd8\xff\xd9"])
def test_a_jpeg_of_noise_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput):
        decoded(content)


def test_too_many_bytes_are_not_even_looked_at() -> None:
    with pytest.raises(InvalidInput, match="10 MB"):
        decoded(_encoded(_picture(10, 10), "PNG") + bytes(MOST_BYTES))


def test_the_corners_of_a_see_through_picture_stay_see_through() -> None:
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    assert decoded(small_png(image)).pixelColor(QPointF(1, 1).toPoint()).alpha() == 0
