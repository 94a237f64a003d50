"""The Qt palette made from the tokens, so that native widgets look right without a style sheet."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from crm_desktop.ui.theme.tokens import Tokens

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def palette_of(tokens: Tokens) -> QPalette:
    """All the roles Fusion asks for, disabled ones included."""
    colours = {
        _Role.Window: tokens.window,
        _Role.WindowText: tokens.text,
        _Role.Base: tokens.surface,
        _Role.AlternateBase: tokens.window,
        _Role.Text: tokens.text,
        _Role.Button: tokens.surface,
        _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.late,
        _Role.ToolTipBase: tokens.toast,
        _Role.ToolTipText: tokens.on_toast,
        _Role.PlaceholderText: tokens.faint,
        _Role.Highlight: tokens.accent,
        _Role.HighlightedText: tokens.on_accent,
        _Role.Accent: tokens.accent,
        _Role.Link: tokens.accent,
        _Role.LinkVisited: tokens.special,
        _Role.Light: tokens.surface,
        _Role.Midlight: tokens.hover,
        _Role.Mid: tokens.line,
        _Role.Dark: tokens.outline,
        _Role.Shadow: tokens.shadow,
    }
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText):
        palette.setColor(_Group.Disabled, role, QColor(tokens.faint))
    palette.setColor(_Group.Disabled, _Role.Highlight, QColor(tokens.line))
    palette.setColor(_Group.Disabled, _Role.Accent, QColor(tokens.faint))
    palette.setColor(_Group.Disabled, _Role.Base, QColor(tokens.window))
    return palette
