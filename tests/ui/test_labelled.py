"""A field with its name above it, where the name is of the user's own making."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import ElidedLabel


def _shown(qtbot: QtBot, theme: Theme, name: str, width: int) -> Labelled:
    labelled = Labelled(theme, name, QLineEdit())
    qtbot.addWidget(labelled)
    labelled.setFixedWidth(width)
    labelled.show()
    return labelled


def _caption(labelled: Labelled) -> ElidedLabel:
    (caption,) = labelled.findChildren(ElidedLabel)
    return caption


def test_a_name_with_an_ampersand_is_shown_as_it_is_and_makes_no_key(qtbot: QtBot, theme: Theme) -> None:
    labelled = _shown(qtbot, theme, "R&D", 200)
    caption = _caption(labelled)
    # Two of them are one letter and no key, to a label that names a field.
    assert caption.text() == "R&&D"
    assert caption.accessibleName() == "R&D"
    assert caption.buddy() is not None


def test_a_name_that_has_no_room_ends_in_an_ellipsis_and_is_said_in_full(qtbot: QtBot, theme: Theme) -> None:
    labelled = _shown(qtbot, theme, "Terms and rates " * 6, 150)
    caption = _caption(labelled)
    assert caption.text().endswith("…")
    assert caption.accessibleName().startswith("Terms and rates Terms and rates")
    assert caption.toolTip()
