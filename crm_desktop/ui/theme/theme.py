"""The theme in use: tokens of the scheme, palette, style sheet, fonts and icons, following the desktop."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QStyle

from crm_desktop.ui.theme.icons import Icons, icon_folder
from crm_desktop.ui.theme.palette import palette_of
from crm_desktop.ui.theme.stylesheet import stylesheet_of
from crm_desktop.ui.theme.tokens import DARK, LIGHT, Sizes, TextRole, Tokens, Tone, with_high_contrast


class Mode(Enum):
    """Which scheme the user wants; the values are what the settings store."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Hands out colours, fonts and icons; `changed` is emitted after the scheme or the sizes became different ones.

    Widgets that paint themselves take the theme as their first argument and repaint on `changed`. One is made at the
    start and handed on; tests make their own. Before `apply` it can be asked already, at the sizes of a 13 px font.
    """

    changed = Signal()

    def __init__(
        self, mode: Mode | str = Mode.SYSTEM, icons: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._mode = Mode(mode)
        self._icons = Icons(icons or icon_folder())
        self._scale = 1.0
        self._font = QFont()
        self._app: QApplication | None = None
        self._tokens = self._choose()
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[TextRole, int], QFont] = {}
        self._hints: Mapping[str, str] = {}

    def set_hints(self, hints: Mapping[str, str]) -> None:
        """What key hints say instead of a default key, where the user chose others: `R` as `Ctrl R`."""
        if hints != self._hints:
            self._hints = dict(hints)
            self.changed.emit()

    def hint(self, keys: str) -> str:
        """What a hint that was made for a default key says."""
        return self._hints.get(keys, keys)

    @property
    def tokens(self) -> Tokens:
        """The colours of the scheme in use."""
        return self._tokens

    @property
    def sizes(self) -> Sizes:
        """Lengths at a 13 px font; put them through `scaled` before use."""
        return self._tokens.sizes

    @property
    def mode(self) -> Mode:
        """What the user chose: the system's scheme, or always light or dark."""
        return self._mode

    def set_mode(self, mode: Mode | str) -> None:
        """Switch the scheme at once."""
        self._mode = Mode(mode)
        self._tell_platform()
        self._update()

    def apply(self, app: QApplication) -> None:
        """Dress the application and keep following the desktop's scheme and contrast."""
        app.setStyle("Fusion")
        self._app = app
        self._font = app.font()
        # A desktop font smaller than 13 px would make the small texts unreadable; larger ones are followed.
        self._scale = max(1.0, QFontInfo(self._font).pixelSize() / Sizes().body)
        self._font.setPixelSize(self.scaled(Sizes().body))
        app.setFont(self._font)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._update)
        # Qt tells the contrast from 6.10 on; older ones have no such question.
        if hasattr(hints, "accessibility"):
            hints.accessibility().contrastPreferenceChanged.connect(self._update)
        self._tell_platform()
        self._update()

    def scaled(self, pixels: float) -> int:
        """Pixels at a 13 px font as pixels at the desktop's font size."""
        return round(pixels * self._scale)

    def space(self, steps: float = 1) -> int:
        """A distance of so many 4 px steps, at the desktop's font size."""
        return self.scaled(self.sizes.space * steps)

    def colour(self, name: str) -> QColor:
        """A token by name, such as `secondary` or `late_tint`. Raises AttributeError for a name that is none."""
        if name not in self._colours:
            self._colours[name] = QColor(getattr(self._tokens, name))
        return QColor(self._colours[name])

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """Text and background colour of a tone."""
        if tone is Tone.NEUTRAL:
            return self.colour("secondary"), self.colour("hover")
        return self.colour(tone.value), self.colour(f"{tone.value}_tint")

    def font(self, role: TextRole = TextRole.BODY, weight: int = 400) -> QFont:
        """The system's font in one of the sizes of type; `weight` as in CSS, 400 to 700."""
        # List delegates ask a hundred times a frame, so what was made once is copied.
        if (role, weight) not in self._fonts:
            font = QFont(self._font)
            font.setPixelSize(self.scaled(getattr(self.sizes, role.value)))
            font.setWeight(QFont.Weight(weight))
            self._fonts[role, weight] = font
        return QFont(self._fonts[role, weight])

    def icon(self, name: str, role: str = "secondary") -> QIcon:
        """An icon in a token's colour. Ask again on `changed`: an icon handed out does not change its colour."""
        size = self.scaled(self.sizes.icon)
        return self._icons.icon(name, getattr(self._tokens, role), size, self._tokens.faint)

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
        """An icon of `size` real pixels for painting, in a colour given as `#RRGGBB`."""
        return self._icons.pixmap(name, colour, size, ratio)

    def animation_ms(self, wanted: int) -> int:
        """How long a motion may take: `wanted`, at most 200, and 0 when the desktop asks for reduced motion."""
        app = self._app
        if app is None or not app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration):
            return 0
        if not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu) and app.platformName() == "windows":
            return 0
        return min(wanted, 200)

    def _choose(self) -> Tokens:
        hints = QGuiApplication.styleHints()
        system_dark = hints.colorScheme() == Qt.ColorScheme.Dark
        tokens = DARK if self._mode is Mode.DARK or (self._mode is Mode.SYSTEM and system_dark) else LIGHT
        if not hasattr(hints, "accessibility"):
            return tokens
        high = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        return with_high_contrast(tokens) if high else tokens

    def _tell_platform(self) -> None:
        """Let title bars and native dialogs take the same scheme, where the desktop has such a switch."""
        if self._app is not None:
            wanted = {Mode.LIGHT: Qt.ColorScheme.Light, Mode.DARK: Qt.ColorScheme.Dark}
            self._app.styleHints().setColorScheme(wanted.get(self._mode, Qt.ColorScheme.Unknown))

    def _update(self) -> None:
        self._tokens = self._choose()
        self._icons.clear()
        self._colours.clear()
        self._fonts.clear()
        if self._app is not None:
            self._app.setPalette(palette_of(self._tokens))
            self._app.setStyleSheet(stylesheet_of(self._tokens, self.scaled))
        self.changed.emit()
