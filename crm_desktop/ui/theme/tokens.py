"""Every colour, radius, space and text size the program uses, for the light and the dark scheme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum


class Tone(Enum):
    """What a coloured chip or avatar means; the words beside it always say the same."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    LATE = "late"
    TODAY = "today"
    GOOD = "good"
    PLANNED = "planned"
    SPECIAL = "special"


class TextRole(Enum):
    """The sizes of type; the value is the name style sheets use."""

    BODY = "body"
    SECONDARY = "secondary"
    SMALL = "small"
    FIELD = "field"
    TITLE = "title"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels at a 13 px desktop font; `Theme.scaled` makes them follow the desktop's font size."""

    body: int = 13
    secondary: int = 12
    small: int = 11
    field: int = 15
    title: int = 18
    name: int = 20
    number: int = 22
    space: int = 4
    page_margin: int = 20
    radius_card: int = 10
    radius_control: int = 7
    radius_hint: int = 4
    control_height: int = 31
    chip_height: int = 20
    row_height: int = 54
    list_row_height: int = 50
    header_height: int = 52
    sidebar_width: int = 208
    avatar: int = 30
    avatar_large: int = 52
    icon: int = 16
    focus_ring: int = 2


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme. Colours are `#RRGGBB`, or `#AARRGGBB` where they let something through."""

    dark: bool
    window: str
    surface: str
    sidebar: str
    line: str
    text: str
    secondary: str
    faint: str
    hover: str
    accent: str
    on_accent: str
    accent_tint: str
    late: str
    late_tint: str
    today: str
    today_tint: str
    good: str
    good_tint: str
    planned: str
    planned_tint: str
    special: str
    special_tint: str
    outline: str
    shadow: str
    scrim: str
    toast: str
    on_toast: str
    toast_faint: str
    high_contrast: bool = False
    sizes: Sizes = Sizes()

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Text colour and background tint of a tone."""
        pairs = {
            Tone.NEUTRAL: (self.secondary, self.hover),
            Tone.ACCENT: (self.accent, self.accent_tint),
            Tone.LATE: (self.late, self.late_tint),
            Tone.TODAY: (self.today, self.today_tint),
            Tone.GOOD: (self.good, self.good_tint),
            Tone.PLANNED: (self.planned, self.planned_tint),
            Tone.SPECIAL: (self.special, self.special_tint),
        }
        return pairs[tone]


LIGHT = Tokens(
    dark=False,
    window="#F6F5F2",
    surface="#FFFFFF",
    sidebar="#EFEDE8",
    line="#E3E0DA",
    text="#1F1E1B",
    secondary="#6B6862",
    faint="#98948C",
    hover="#F1EFEB",
    accent="#0F6E63",
    on_accent="#FFFFFF",
    accent_tint="#E1F0ED",
    late="#B4341A",
    late_tint="#FBE9E4",
    today="#96610A",
    today_tint="#FBF0DA",
    good="#2C7A3F",
    good_tint="#E4F3E6",
    planned="#2457A6",
    planned_tint="#E5EDF9",
    special="#6B48A8",
    special_tint="#EFE8FA",
    # The edge of things to press (round check, check box): strong enough to be seen without colour.
    outline="#8A867E",
    shadow="#0C000000",
    scrim="#47141410",
    toast="#1F1E1B",
    on_toast="#FFFFFF",
    toast_faint="#A8A39A",
)

DARK = Tokens(
    dark=True,
    window="#1B1A18",
    surface="#242220",
    sidebar="#201E1C",
    line="#36332F",
    text="#ECE9E3",
    secondary="#A8A39A",
    faint="#79746C",
    hover="#2C2A27",
    accent="#5CC3B2",
    on_accent="#08201C",
    accent_tint="#173A35",
    late="#F0896F",
    late_tint="#41221A",
    today="#E2B25C",
    today_tint="#3B2E16",
    good="#7CC78C",
    good_tint="#1C3522",
    planned="#86AEEC",
    planned_tint="#1D2C45",
    special="#BFA3EE",
    special_tint="#31264A",
    outline="#8A857C",
    shadow="#30000000",
    scrim="#80000000",
    toast="#3A3733",
    on_toast="#ECE9E3",
    toast_faint="#A8A39A",
)


def with_high_contrast(tokens: Tokens) -> Tokens:
    """The same scheme for a desktop that asks for high contrast: plain text colours and visible lines."""
    text = "#FFFFFF" if tokens.dark else "#000000"
    ground = "#000000" if tokens.dark else "#FFFFFF"
    return replace(
        tokens,
        window=ground,
        surface=ground,
        sidebar=ground,
        text=text,
        secondary=text,
        # Only what is switched off stays a shade weaker, still at 7:1.
        faint="#B9B9B9" if tokens.dark else "#545454",
        line=text,
        outline=text,
        toast=ground if tokens.dark else text,
        high_contrast=True,
    )
