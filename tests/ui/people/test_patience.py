"""What takes its time says so, and stops saying so."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from crm_desktop.ui.dialogs.patience import Patience
from crm_desktop.ui.widgets import Label


def test_it_is_said_only_while_something_still_runs(qtbot: QtBot) -> None:
    label = Label("done before")
    qtbot.addWidget(label)
    patience = Patience(label)
    patience.begin()
    patience.begin()
    assert label.text() == "", "what was said before is about something else"
    patience._timer.timeout.emit()
    assert label.text().startswith("Just a moment")
    patience.end()
    assert label.text().startswith("Just a moment")
    patience.end()
    assert label.text() == ""
    assert not patience._timer.isActive()
