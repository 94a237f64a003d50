"""The style sheet made from the tokens: text roles and native controls; our own widgets paint themselves."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.ui.theme.tokens import TextRole, Tokens

# Large type is heavier and a little tighter.
_LARGE = (TextRole.TITLE, TextRole.NAME, TextRole.NUMBER)


def stylesheet_of(tokens: Tokens, scaled: Callable[[float], int]) -> str:
    """The whole sheet; `scaled` turns pixels at a 13 px font into pixels at the desktop's font."""
    return "\n".join(
        (_labels(tokens, scaled), _fields(tokens, scaled), _menus(tokens, scaled), _scrolling(tokens, scaled))
    )


def _labels(tokens: Tokens, scaled: Callable[[float], int]) -> str:
    # Before the roles, so that what is large stays as heavy as it is.
    lines = ['QLabel[weight="medium"] { font-weight: 500; } QLabel[weight="bold"] { font-weight: 600; }']
    for role in TextRole:
        size = scaled(getattr(tokens.sizes, role.value))
        shape = "font-weight: 700; letter-spacing: -0.2px;" if role in _LARGE else ""
        lines.append(f'QLabel[textRole="{role.value}"] {{ font-size: {size}px; {shape} }}')
    colours = ("text", "secondary", "faint", "accent", "late", "today", "good", "planned", "special", "on_toast")
    lines.extend(
        f'QLabel[colour="{colour}"] {{ color: {getattr(tokens, colour)}; }}'
        for colour in (*colours, "toast_faint", "on_accent")
    )
    return "\n".join(lines)


def _fields(tokens: Tokens, scaled: Callable[[float], int]) -> str:
    radius = scaled(tokens.sizes.radius_control)
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox {{
    background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.line}; border-radius: {radius}px;
    padding: {scaled(5)}px {scaled(9)}px; selection-background-color: {tokens.accent};
    selection-color: {tokens.on_accent};
}}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus {{
    border: 1px solid {tokens.accent};
}}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled {{ color: {tokens.faint}; }}
QLineEdit[bare="true"], QPlainTextEdit[bare="true"] {{ border: none; background: transparent; padding: 0; }}
QLineEdit[textRole="field"] {{ font-size: {scaled(tokens.sizes.field)}px; }}
QAbstractSpinBox QLineEdit {{ border: none; padding: 0; }}
QComboBox::drop-down {{ border: none; width: {scaled(22)}px; }}
QComboBox::down-arrow {{
    width: 0; height: 0; border: {scaled(4)}px solid {tokens.surface}; border-top-color: {tokens.text};
    border-bottom-width: 0;
}}
QDialog QPushButton {{
    background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.line}; border-radius: {radius}px;
    padding: {scaled(6)}px {scaled(14)}px;
}}
QDialog QPushButton:default {{ background: {tokens.accent}; color: {tokens.on_accent}; border-color: {tokens.accent}; }}
QDialog QPushButton:focus {{ border: 2px solid {tokens.text}; }}
QDialog QPushButton:hover:!default {{ background: {tokens.hover}; }}
QRadioButton::indicator {{ width: {scaled(14)}px; height: {scaled(14)}px; border-radius: {scaled(8)}px; }}
QRadioButton::indicator:unchecked {{ border: 1px solid {tokens.outline}; background: {tokens.surface}; }}
QRadioButton::indicator:checked {{
    width: {scaled(6)}px; height: {scaled(6)}px; border: {scaled(5)}px solid {tokens.accent};
    background: {tokens.on_accent};
}}
QRadioButton:focus, QCheckBox:focus {{ text-decoration: underline; }}
"""


def _menus(tokens: Tokens, scaled: Callable[[float], int]) -> str:
    radius = scaled(tokens.sizes.radius_control)
    return f"""
QToolTip {{ background: {tokens.toast}; color: {tokens.on_toast}; border: none; padding: {scaled(4)}px; }}
QMenu {{ background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.line}; padding: {scaled(4)}px; }}
QMenu::item {{ padding: {scaled(6)}px {scaled(24)}px {scaled(6)}px {scaled(10)}px; border-radius: {radius}px; }}
QMenu::item:selected {{ background: {tokens.accent_tint}; color: {tokens.text}; }}
QMenu::item:disabled {{ color: {tokens.faint}; }}
QMenu::separator {{ height: 1px; background: {tokens.line}; margin: {scaled(4)}px; }}
QProgressBar {{ background: {tokens.line}; border: none; border-radius: {scaled(3)}px; max-height: {scaled(6)}px; }}
QProgressBar::chunk {{ background: {tokens.accent}; border-radius: {scaled(3)}px; }}
"""


def _scrolling(tokens: Tokens, scaled: Callable[[float], int]) -> str:
    return f"""
QAbstractItemView {{
    background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.line}; outline: none;
    padding: {scaled(4)}px; selection-background-color: {tokens.accent_tint}; selection-color: {tokens.text};
}}
/* Only the list of words under a field stands by itself; whatever lies in a window has no edge of its own. */
QWidget QAbstractItemView {{ border: none; padding: 0; }}
QHeaderView {{ background: {tokens.surface}; border: none; }}
QHeaderView::section {{
    background: {tokens.surface}; color: {tokens.secondary}; border: none; border-bottom: 1px solid {tokens.line};
    padding: {scaled(7)}px {scaled(10)}px;
}}
QHeaderView::section:hover {{ color: {tokens.text}; background: {tokens.hover}; }}
QTableView[cards="true"] {{ background: transparent; selection-background-color: transparent; }}
QScrollArea, QScrollArea > QWidget > QWidget[scrollBody="true"] {{ background: transparent; border: none; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar:vertical {{ width: {scaled(10)}px; }}
QScrollBar:horizontal {{ height: {scaled(10)}px; }}
QScrollBar::handle {{ background: {tokens.line}; border-radius: {scaled(3)}px; margin: {scaled(2)}px; }}
QScrollBar::handle:hover {{ background: {tokens.faint}; }}
QScrollBar::handle:vertical {{ min-height: {scaled(28)}px; }}
QScrollBar::handle:horizontal {{ min-width: {scaled(28)}px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: transparent; width: 0; height: 0;
}}
"""
