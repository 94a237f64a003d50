"""An open home behind a host for cards and rows, with jobs that are done at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.services.own_fields import OwnFieldService
from crm_desktop.ui.dialogs.own_field_rows import OwnFieldRows
from crm_desktop.ui.dialogs.own_fields_form import OwnFieldsForm
from crm_desktop.ui.theme.theme import Theme
from tests.support.home import opened_home, person
from tests.support.immediate_runner import ImmediateRunner


@dataclass
class Desk:
    """What the tests need at hand."""

    core: Core
    theme: Theme
    runner: ImmediateRunner
    host: QWidget
    said: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def fields(self) -> OwnFieldService:
        return self.core.services.people.own_fields

    def form(self) -> OwnFieldsForm:
        card = OwnFieldsForm(self.theme, self.runner, self.fields, lambda text, undo: self.said.append((text, undo)))
        self.show(card)
        return card

    def rows(self, owner: int) -> OwnFieldRows:
        rows = OwnFieldRows(self.theme, self.runner, self.fields, "contact")
        self.show(rows)
        rows.show_values(owner, self.fields.values("contact", owner))
        self.settle()
        return rows

    def show(self, widget: QWidget) -> None:
        widget.setParent(self.host)
        widget.setGeometry(20, 20, 640, 560)
        widget.show()
        self.settle()

    def settle(self) -> None:
        for _round in range(3):
            QApplication.processEvents()

    def type(self, edit: QLineEdit, text: str) -> None:
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, text)
        self.settle()


@pytest.fixture
def desk(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Desk]:
    with opened_home(tmp_path / "home") as core:
        host = QWidget()
        host.resize(700, 620)
        qtbot.addWidget(host)
        host.show()
        yield Desk(core, theme, ImmediateRunner(), host)


@pytest.fixture
def marta(desk: Desk) -> int:
    return desk.core.services.contacts.add(person())
