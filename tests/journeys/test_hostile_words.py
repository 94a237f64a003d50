"""Whatever stands in the data is shown as plain characters, in every view and card; and everything there has a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.domain.contacts import ContactDraft, Fact, Name, Point, PointKind
from crm_desktop.domain.interactions import InteractionDraft, InteractionKind
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.domain.reminders import ReminderDraft
from tests.journeys.user import User

pytestmark = pytest.mark.no_cover

_IMAGE = "<img src=file:///etc/hostname>"
_BOLD = "<b>bold</b><a href='file:///etc/passwd'>x</a>"
_TURNED = "a\u202egpj.exe\u202c"
_CONTROL = "bell\u0007 escape\u001b[31m \u2028 line \u200b zero &amp; %s {name} %1"
_LONG = "<b>" + "W" * 1_000_000
_WORDS = {"image": _IMAGE, "bold": _BOLD, "turned": _TURNED, "control": _CONTROL, "long": _LONG}

_CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QAbstractSpinBox)


def _fill(user: User, words: str) -> None:
    services = user.services
    contact = services.contacts.add(
        ContactDraft(
            name=Name(given=words[:400], family="Family"),
            company=words[:400],
            job_title=words[:400],
            note=words,
            tags=(words[:60],),
            facts=(Fact(words[:60], words[:900]),),
            points=(Point(PointKind.LINK, "https://example.org/" + words[:20].replace(" ", ""), words[:40]),),
        )
    )
    now = user.clock.now()
    services.timeline.log(contact, InteractionDraft(InteractionKind.NOTE, words[:60_000], now, subject=words[:200]))
    stage = services.pipeline.stages()[0].id
    deal = services.pipeline.add(DealDraft(words[:200], stage, contact, "", Money(100_00, "EUR")))
    for day in (date(2026, 11, 20), date(2026, 11, 24), date(2026, 11, 26)):
        services.reminders.add(
            ReminderDraft(text=words[:400], day=day, at=time(9, 30), contact_id=contact, deal_id=deal, note=words[:900])
        )
    user.settle()


def _nothing(_user: User) -> None:
    """The view itself."""


def _pressed(*keys: str) -> Callable[[User], None]:
    return lambda user: user.press(*keys)


_PLACES: dict[str, tuple[str, Callable[[User], None]]] = {
    "today": ("today", _nothing),
    "log and next": ("today", _pressed("Shift+L")),
    "contacts": ("contacts", _nothing),
    "composer": ("contacts", _pressed("W")),
    "new contact": ("contacts", _pressed("N")),
    "remind about a person": ("contacts", _pressed("R")),
    "name in place": ("contacts", _pressed("E")),
    "new tag": ("contacts", _pressed("T")),
    "pipeline": ("pipeline", _nothing),
    "deal": ("pipeline", _pressed("Return")),
    "new deal": ("pipeline", _pressed("D")),
    "lost": ("pipeline", _pressed("X")),
    "remind about a deal": ("pipeline", _pressed("R")),
    "stages": ("pipeline", lambda user: user.window.commands.run("pipeline.stages")),
    "reminders": ("reminders", _nothing),
    "edit a reminder": ("reminders", _pressed("E")),
    "what fired": ("reminders", lambda user: user.press_button("What fired")),
    "settings": ("settings", _nothing),
    "palette": ("today", lambda user: user.says_to_palette("family")),
    "whom to log": ("today", _pressed("L")),
    "keys": ("contacts", _pressed("?")),
    "undo said": ("contacts", _pressed("Del", "Ctrl+Z")),
}


def _go(user: User, place: str) -> None:
    view, act = _PLACES[place]
    user.window.show_view(view)
    user.settle()
    if view == "pipeline":
        user.page().board.choose(user.services.pipeline.board().columns[0].cards[0].id)
    act(user)
    user.settle()


def _leave(user: User) -> None:
    """Esc takes away what lies over the window; a second one is for a field in it that wanted the first."""
    user.press("Esc")
    if not user.no_card():
        user.press("Esc")
    assert user.no_card(), f"Esc does not close {user.card().accessibleName()!r}"


def _widgets(user: User) -> Iterator[QWidget]:
    yield from user.window.findChildren(QWidget)
    for window in QApplication.topLevelWidgets():
        if window is not user.window and window.isVisible():
            yield window
            yield from window.findChildren(QWidget)


def _called(widget: QWidget) -> str:
    """What a message of this test names it by."""
    around = widget.parentWidget()
    return (
        f"{type(widget).__name__} in {type(around).__name__ if around else 'nothing'} {widget.accessibleName()[:30]!r}"
    )


@pytest.mark.parametrize("words", _WORDS)
def test_no_label_no_tooltip_and_no_list_reads_data_as_html(user: User, words: str) -> None:
    _fill(user, _WORDS[words])
    user.time_passes(minutes=1)
    found: list[str] = []
    for place in _PLACES:
        _go(user, place)
        for widget in _widgets(user):
            if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
                found.append(f"{place}: {_called(widget)} is not plain text: {widget.text()[:40]!r}")
            if isinstance(widget, QTextBrowser):
                found.append(f"{place}: {_called(widget)} shows rich text")
            found.extend(f"{place}: {_called(widget)} {what}" for what in _tips(widget))
        _leave(user)
    assert sorted(set(found)) == []


def _tips(widget: QWidget) -> Iterator[str]:
    tips = [widget.toolTip(), widget.whatsThis(), widget.statusTip()]
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        rows = range(min(model.rowCount(), 50))
        tips += [str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or "") for row in rows]
    # What Qt would take for HTML, if it were not escaped.
    yield from (f"has a tooltip with HTML: {tip[:60]!r}" for tip in tips if "<b" in tip or "<img" in tip or "<a" in tip)


def test_nothing_flashes_up_as_a_window_of_its_own(user: User) -> None:
    _fill(user, "Marta")
    watch = _Watch(user.window)
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(watch)
    for place in _PLACES:
        watch.place = place
        _go(user, place)
        _leave(user)
    application.removeEventFilter(watch)
    assert watch.shown == []


class _Watch(QObject):
    """Notes every window that is shown beside the one of the program; menus and tooltips are of other types."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.place = ""
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched is not self._window
            and watched.windowType() is Qt.WindowType.Window
        ):
            self.shown.append(f"{self.place}: {_called(watched)}")
        return False


def test_a_name_of_a_million_letters_is_shown_short(user: User) -> None:
    _fill(user, _LONG)
    for place in ("today", "contacts", "pipeline", "reminders"):
        _go(user, place)
        longest = max((len(label.text()) for label in user.window.findChildren(QLabel)), default=0)
        assert longest < 5_000, place


@pytest.mark.parametrize("place", _PLACES)
def test_everything_that_can_be_used_has_a_name_for_screen_readers(user: User, place: str) -> None:
    _fill(user, "Marta")
    _go(user, place)
    nameless = [
        _called(widget)
        for widget in _widgets(user)
        if isinstance(widget, _CONTROLS)
        and widget.isVisible()
        and not isinstance(widget.parentWidget(), (QComboBox, QAbstractSpinBox))
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text().strip()))
    ]
    assert nameless == []
    focusable = [
        _called(widget)
        for widget in _widgets(user)
        if widget.isVisible()
        and not isinstance(widget, (*_CONTROLS, QMenu))
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not widget.accessibleName()
    ]
    assert focusable == []


@pytest.mark.parametrize("place", _PLACES)
def test_tab_goes_round_everything_and_comes_back(user: User, place: str) -> None:
    _fill(user, "Marta")
    _go(user, place)
    seen: list[QWidget] = []
    for _ in range(150):
        focus = QApplication.focusWidget()
        assert focus is not None, f"the focus was lost after {[_called(widget) for widget in seen[-3:]]}"
        if focus in seen:
            break
        seen.append(focus)
        user.press("Tab")
    else:
        pytest.fail("Tab never came back")
    if not user.no_card():
        assert all(user.card().isAncestorOf(widget) for widget in seen), [_called(widget) for widget in seen]


def test_every_list_keeps_the_contract_of_item_models(user: User, qtbot: QtBot) -> None:
    for words in ("Marta", _BOLD, "王芳"):
        _fill(user, words)
    tested: set[str] = set()
    for place in _PLACES:
        _go(user, place)
        for view in user.window.findChildren(QAbstractItemView):
            if view.isVisible() and view.model() is not None:
                tester = ModelTester(None)  # pytest-qt ships no types for it
                try:
                    tester.check(view.model())
                finally:
                    tester._cleanup()
                tested.add(type(view.model()).__name__)
        _leave(user)
    assert {"AgendaModel", "PagedListModel", "CardModel", "TimelineModel"} <= tested
