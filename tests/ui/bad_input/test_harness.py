"""Each look-out sees a planted defect; otherwise its silence would mean nothing."""

from __future__ import annotations

from http.client import HTTPConnection
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QStringListModel, Qt, QUrl
from PySide6.QtGui import QPainter
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkRequest
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.ui.widgets.labels import ElidedLabel, Label
from tests.support.home import clock, core  # noqa: F401  # fixtures
from tests.ui.bad_input.harness import listening, overflowing, painted_outside, rich_texts, watched_file
from tests.ui.bad_input.hostile_home import HOSTILE, fill_empty_tables, poison, tables, text_columns


def _window(qtbot: QtBot, *widgets: QWidget, width: int = 300) -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.setFixedWidth(width)
    window.show()
    return window


def test_a_label_a_tooltip_and_a_browser_that_read_html_are_seen(qtbot: QtBot) -> None:
    plain, guessing, browser, button = Label("<b>x"), QLabel("<b>x"), QTextBrowser(), QPushButton("x")
    button.setToolTip("<img src=x>")
    found = rich_texts(_window(qtbot, plain, guessing, browser, button))
    assert len(found) == 3
    assert [any(word in text for text in found) for word in ("is not plain", "rich text", "tooltip")] == [True] * 3


def test_a_label_that_is_too_narrow_and_a_widget_that_sticks_out_are_seen(qtbot: QtBot) -> None:
    long, elided = QLabel("W" * 500), ElidedLabel("W" * 500)
    long.setFixedWidth(100)
    found = overflowing(_window(qtbot, long, elided))
    assert len(found) == 1
    assert "needs" in found[0]
    window = _window(qtbot)
    child = QWidget(window)
    child.setGeometry(250, 0, 100, 20)
    child.show()
    assert ["sticks out" in text for text in overflowing(window)] == [True]


class _Careless(QStyledItemDelegate):
    """Writes the whole text, however long it is."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip, str(index.data()))


@pytest.mark.parametrize("careless", [True, False])
def test_a_row_that_is_painted_beyond_its_place_is_seen(qtbot: QtBot, careless: bool) -> None:
    view = QTableView()
    view.setModel(QStringListModel(["W" * 300], view))
    view.setColumnWidth(0, 80)
    if careless:
        view.setItemDelegate(_Careless(view))
    window = _window(qtbot, view)
    assert bool(painted_outside(window)) is careless


def test_a_file_that_was_read_because_of_a_text_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    with watched_file(tmp_path) as canary:
        if canary is None:
            pytest.skip("only Linux tells who reads a file")
        text = f"<img src='{canary.path}'>"
        window = _window(qtbot, Label(text))
        window.grab()
        assert not canary.read
        rich = _window(qtbot, QLabel(text))
        rich.grab()
        assert canary.read


class _FetchesPictures(QTextBrowser):
    """Shows pictures from the web, as a mail program does that knows no better."""

    def __init__(self) -> None:
        super().__init__()
        self._network = QNetworkAccessManager(self)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        self._network.get(QNetworkRequest(QUrl(name)))
        return super().loadResource(kind, name)


def test_an_address_that_was_called_because_of_a_text_is_seen(qtbot: QtBot) -> None:
    with listening() as web:
        text = HOSTILE["image"].replace("{web}", web.address)
        _window(qtbot, Label(text)).grab()
        assert web.calls() == []
        careless = _FetchesPictures()
        careless.setHtml(text)
        _window(qtbot, careless).grab()
        qtbot.waitUntil(lambda: web.calls() != [], timeout=30_000)


def test_a_request_made_by_the_program_itself_is_seen() -> None:
    """As for the title or the picture of a page that somebody wrote down."""
    with listening() as web:
        assert web.calls() == []
        connection = HTTPConnection("127.0.0.1", web.port)
        connection.request("GET", "/favicon.ico")
        connection.close()
        assert len(web.calls()) == 1
        assert web.calls() == []


def test_every_table_and_every_text_of_a_user_gets_hostile_words(core: Core) -> None:  # noqa: F811  # the fixture
    core.services.sampling.fill()
    assert fill_empty_tables(core) == []
    counted = poison(core, 0, "file:///nowhere")
    assert all(counted.values()), [table for table, count in counted.items() if not count]
    reader = core.database.reader()
    plain = []
    for table in tables(core):
        for column in text_columns(core, table):
            texts = {str(row[0]) for row in reader.execute(f"SELECT {column} FROM {table}").fetchall()}
            if not any(_is_hostile(text) for text in texts):
                plain.append(f"{table}.{column}")
    assert plain == []


def _is_hostile(text: str) -> bool:
    beginnings = {words.replace("{canary}", "file:///nowhere")[:6].casefold() for words in HOSTILE.values()}
    return text.casefold().startswith(tuple(beginnings)) or "<b>" in text or not text.isascii() or len(text) > 200
