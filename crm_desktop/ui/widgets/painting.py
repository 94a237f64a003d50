"""Shapes that both widgets and list delegates paint: chips, avatars, rounded boxes, focus rings."""

from __future__ import annotations

import unicodedata
import zlib

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone

AVATAR_TONES = (Tone.ACCENT, Tone.GOOD, Tone.TODAY, Tone.PLANNED, Tone.SPECIAL)
_CHIP_PADDING = 8
# A name of a megabyte, painted in fifty rows, must not cost more than a short one.
_NAME_LOOKED_AT = 200
# Put together once: combining flags in Python costs as much as painting a word.
_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
_WHOLE_NAME_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def rounded_box(
    painter: QPainter, rect: QRect, radius: float, fill: QColor | None, border: QColor | None = None, width: float = 1.0
) -> None:
    """A rounded rectangle whose border lies inside `rect`, so that it is sharp."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = 0.0
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(border, width))
        inset = width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)


def focus_ring(painter: QPainter, rect: QRect, radius: float, theme: Theme) -> None:
    """The ring that says where the keyboard is; drawn inside `rect`."""
    rounded_box(painter, rect, radius, None, theme.colour("accent"), theme.sizes.focus_ring)


def initials(name: str) -> str:
    """One or two letters for a person: first and last word, or the whole of a short Chinese, Japanese or Korean name."""
    bare = _without_titles(unicodedata.normalize("NFC", name[:_NAME_LOOKED_AT]).split())
    words = ["".join(_clusters(word)) for word in bare]
    words = [word for word in words if word]
    if not words:
        return "?"
    if _written_whole(words[0]):
        return "".join(words)[-2:] if len("".join(words)) > 3 else "".join(words)[:2]
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(_clusters(word)[0] for word in chosen).upper()


def _without_titles(words: list[str]) -> list[str]:
    """Without `Dr.` in front and without what stands behind a comma as degrees do, as long as a name is left."""
    comma = next((place for place, word in enumerate(words) if word.endswith(",")), None)
    if comma is not None and all(word.endswith(".") or word[1:] != word[1:].lower() for word in words[comma + 1 :]):
        words = words[: comma + 1]
    while len(words) > 1 and words[0].endswith(".") and len(words[0]) > 2:
        words = words[1:]
    return words


def _clusters(word: str) -> list[str]:
    """Letters and digits of a word, each with the marks that belong to it; signs and emoji are left out."""
    clusters: list[str] = []
    for character in word[:40]:
        category = unicodedata.category(character)
        if category[0] in "LN":
            clusters.append(character)
        elif category[0] == "M" and clusters:
            clusters[-1] += character
    return clusters


def _written_whole(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith(_WHOLE_NAME_SCRIPTS)


def avatar_tone(key: str) -> Tone:
    """The colour of a person, the same on every machine and in every run."""
    return AVATAR_TONES[zlib.crc32(key[:_NAME_LOOKED_AT].casefold().encode("utf-8", "replace")) % len(AVATAR_TONES)]


def paint_avatar(painter: QPainter, rect: QRect, theme: Theme, letters: str, tone: Tone) -> None:
    """A filled circle with initials; the letters grow with the circle."""
    text, tint = theme.tone(tone)
    rounded_box(painter, rect, rect.height() / 2, tint)
    font = theme.font(TextRole.SECONDARY, 600)
    font.setPixelSize(max(8, round(rect.height() * (0.4 if rect.height() < theme.scaled(40) else 0.36))))
    painter.setFont(font)
    painter.setPen(text)
    painter.drawText(rect, _CENTRED, letters)


def paint_avatar_icon(painter: QPainter, rect: QRect, theme: Theme, icon: str, tone: Tone) -> None:
    """A filled circle with a small icon, as on the timeline."""
    text, tint = theme.tone(tone)
    rounded_box(painter, rect, rect.height() / 2, tint)
    paint_icon(painter, rect, theme, icon, text.name(), round(rect.height() * 0.47))


def paint_icon(painter: QPainter, rect: QRect, theme: Theme, icon: str, colour: str, size: int) -> None:
    """An icon in the middle of `rect`."""
    pixmap = theme.pixmap(icon, colour, size, painter.device().devicePixelRatioF())
    painter.drawPixmap(rect.center().x() - size // 2 + 1, rect.center().y() - size // 2 + 1, pixmap)


def chip_size(theme: Theme, text: str) -> QSize:
    """How large a chip with this text is."""
    metrics = QFontMetrics(theme.font(TextRole.SECONDARY))
    height = max(theme.scaled(theme.sizes.chip_height) - 1, metrics.height() + 2)
    return QSize(metrics.horizontalAdvance(text) + 2 * theme.scaled(_CHIP_PADDING), height)


def paint_chip(
    painter: QPainter, rect: QRect, theme: Theme, text: str, tone: Tone, *, weight: int = 400, dashed: bool = False
) -> None:
    """A pill with words in the colour of its meaning; text that does not fit ends in an ellipsis."""
    colour, tint = theme.tone(tone)
    radius = rect.height() / 2
    if dashed:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("faint"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    else:
        # On a high-contrast desktop tints vanish, so the pill gets an edge.
        rounded_box(painter, rect, radius, tint, colour if theme.tokens.high_contrast else None)
    font = theme.font(TextRole.SECONDARY, weight)
    painter.setFont(font)
    painter.setPen(colour)
    room = rect.width() - 2 * theme.scaled(_CHIP_PADDING) + 2
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(rect, _CENTRED, shown)


def key_hint_size(theme: Theme, keys: str) -> QSize:
    """How large the box of a key is."""
    metrics = QFontMetrics(theme.font(TextRole.SMALL))
    return QSize(metrics.horizontalAdvance(keys) + theme.scaled(10), metrics.height() + theme.scaled(3))


def paint_key_hint(painter: QPainter, rect: QRect, theme: Theme, keys: str, colour: str = "faint") -> None:
    """A key in a small box."""
    radius = theme.scaled(theme.sizes.radius_hint)
    rounded_box(painter, rect, radius, theme.colour("window"), theme.colour("line"))
    painter.setFont(theme.font(TextRole.SMALL))
    painter.setPen(theme.colour(colour))
    painter.drawText(rect, _CENTRED, keys)
