"""The window around the views: sidebar, cards, palette, keys, toast, tray, and what closing means."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.domain.changes import CONTACT, Change
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import message
from crm_desktop.ui.background import Background
from crm_desktop.ui.change_bridge import ChangeBridge
from crm_desktop.ui.keys_overlay import KeysOverlay
from crm_desktop.ui.main_window import MainWindow, WindowParts
from crm_desktop.ui.palette import Palette
from crm_desktop.ui.palette_items import PaletteItem
from crm_desktop.ui.runner import Done, Failed, Job
from crm_desktop.ui.sidebar import Count, SideEntry
from crm_desktop.ui.standing_line import StandingLine
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.ticker import Ticker
from crm_desktop.ui.view import ViewContext, ViewEntry
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import Label
from crm_desktop.ui.widgets.overlay import OverlayCard
from tests.support.answers import ScriptedAsk
from tests.support.immediate_runner import ImmediateRunner


class _View(QWidget):
    def __init__(self, key: str, context: ViewContext) -> None:
        super().__init__()
        self.key = key
        self.context = context
        self.heard: list[object] = []
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)

    def title(self) -> str:
        return self.key.title()

    def activate(self) -> None:
        self.heard.append("activate")

    def refresh(self, change: Change) -> None:
        self.heard.append(change)

    def open(self, kind: str, item_id: int) -> bool:
        self.heard.append((kind, item_id))
        return True

    def commands(self) -> Mapping[str, Callable[[], object]]:
        return {f"{self.key}.done": lambda: self.heard.append("done")}

    def primary_focus(self) -> QWidget | None:
        return self.field if self.key == "contacts" else None


def _entry(key: str, kinds: tuple[str, ...] = (), section: str = "main") -> ViewEntry:
    return ViewEntry(key, key.title(), "sun", lambda context: _View(key, context), kinds, section)


_ENTRIES = (_entry("today"), _entry("contacts", ("contact",)), _entry("settings", section="bottom"))


@pytest.fixture
def ask() -> ScriptedAsk:
    return ScriptedAsk()


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, ask: ScriptedAsk) -> Iterator[MainWindow]:
    parts = WindowParts(
        theme=theme,
        jobs=ImmediateRunner(),
        services=None,
        now=lambda: datetime(2026, 11, 21, tzinfo=UTC),
        entries=_ENTRIES,
        providers=(_people,),
        ask=ask,
    )
    made = MainWindow(parts, "CRM")
    qtbot.addWidget(made, before_close_func=lambda window: window.leave())
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_view("today")
    yield made
    made.toast.dismiss()


_CALLED: list[str] = []


def _people(text: str) -> Sequence[PaletteItem]:
    if text == "broken":
        raise UserError("The index is being built.")
    names = [f"{text} {number}" for number in range(2 if text else 0)]
    return [PaletteItem(name, partial(_CALLED.append, name), "Casa Azul") for name in names]


def _entry_button(window: MainWindow, key: str) -> SideEntry:
    return next(button for button in window.sidebar.findChildren(SideEntry) if button.key == key)


def test_views_are_made_when_they_are_first_shown_and_kept(window: MainWindow) -> None:
    today = window.current_view()
    window.show_view("contacts")
    assert window.current_view().field.hasFocus()
    window.show_view("today")
    assert window.current_view() is today
    assert today.heard == ["activate", "activate"]
    assert _entry_button(window, "today").isChecked()
    with pytest.raises(KeyError):
        window.show_view("nowhere")


def test_the_sidebar_goes_to_a_view_and_tells_numbers(window: MainWindow, qtbot: QtBot) -> None:
    window.set_counts({"today": Count("5", late=True), "contacts": Count("1,284"), "unknown": None})
    button = _entry_button(window, "contacts")
    assert (button.accessibleName(), button.accessibleDescription()) == ("Contacts", "1,284")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.current_view().key == "contacts"


def test_g_then_c_goes_to_contacts_and_the_letters_then_go_into_its_field(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.current_view(), "gc")
    view = window.current_view()
    assert view.key == "contacts"
    qtbot.keyClicks(view.field, "gt")
    assert window.current_view() is view
    assert view.field.text() == "gt"


def test_every_view_hears_of_a_change_and_navigation_opens_the_right_one(window: MainWindow) -> None:
    today = window.current_view()
    change = Change({CONTACT: frozenset({7})})
    window.refresh(change)
    assert today.heard[-1] is change
    today.context.navigate("contact", 7)
    assert window.current_view().key == "contacts"
    assert window.current_view().heard[-1] == ("contact", 7)


def test_a_view_gets_the_means_to_ask_say_and_run(window: MainWindow, ask: ScriptedAsk) -> None:
    context = window.current_view().context
    context.say("Moved", True)
    assert window.toast.text() == "Moved"
    context.fail(message("The disk is full."))
    assert window.toast.text() == "The disk is full."
    context.run("go.contacts")
    assert window.current_view().key == "contacts"
    context.ask.tell(message("Read this."))
    assert ask.asked == ["Read this."]


def test_undo_in_the_bar_runs_the_undo_action(window: MainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    window.commands.register({"undo": lambda: done.append("undo")})
    window.say("Moved", undo=True)
    qtbot.mouseClick(window.toast._button, Qt.MouseButton.LeftButton)
    assert done == ["undo"]


def test_the_window_folds_its_sidebar_when_narrow(window: MainWindow) -> None:
    window.resize(1280, 800)
    wide = window.sidebar.width()
    window.resize(900, 600)
    assert window.width() == 900
    assert window.sidebar.width() < wide
    assert _entry_button(window, "contacts").toolTip() == "Contacts"


def test_size_and_place_are_kept_and_nonsense_is_left_alone(window: MainWindow) -> None:
    # Within the small screen of the offscreen platform, because a place outside of the screen is not restored.
    window.resize(900, 650)
    kept = window.geometry_text()
    window.resize(900, 720)
    window.restore_geometry(kept)
    assert (window.width(), window.height()) == (900, 650)
    window.restore_geometry("nonsense ü")
    assert (window.width(), window.height()) == (900, 650)


class TestCards:
    """What lies over the window."""

    @pytest.fixture
    def card(self, theme: Theme) -> OverlayCard:
        made = OverlayCard(theme, "Form", width=400)
        self.fields = [QLineEdit(), QLineEdit(), Button(theme, "Save")]
        for field in self.fields:
            made.body.addWidget(field)
        return made

    def test_the_focus_goes_round_inside_and_returns_afterwards(
        self, window: MainWindow, card: OverlayCard, qtbot: QtBot
    ) -> None:
        window.show_view("contacts")
        window.show_card(card)
        seen = []
        for _ in range(4):
            focus = window.focusWidget()
            seen.append(self.fields.index(focus))
            qtbot.keyClick(focus, Qt.Key.Key_Tab)
        assert seen == [0, 1, 2, 0]
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
        assert window.focusWidget() is self.fields[0]
        with qtbot.waitSignal(card.closed):
            qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
        assert window.current_view().field.hasFocus()
        assert window.overlay.isHidden()

    def test_keys_of_the_window_are_silent_meanwhile(self, window: MainWindow, card: OverlayCard, qtbot: QtBot) -> None:
        window.show_card(card)
        self.fields[2].setFocus()
        qtbot.keyClicks(self.fields[2], "gc")
        assert window.current_view().key == "today"
        card.close_card()
        qtbot.keyClicks(window.current_view(), "gc")
        assert window.current_view().key == "contacts"

    def test_a_card_that_must_not_be_lost_stays(self, window: MainWindow, card: OverlayCard, qtbot: QtBot) -> None:
        card.may_close = lambda: False  # type: ignore[method-assign]  # the answer of a form with unsaved text
        window.show_card(card)
        qtbot.keyClick(self.fields[0], Qt.Key.Key_Escape)
        qtbot.mouseClick(window.overlay, Qt.MouseButton.LeftButton, pos=window.overlay.rect().topLeft())
        assert window.overlay.card() is card
        window.overlay.dismiss()

    def test_it_never_reaches_over_a_small_window(self, window: MainWindow, theme: Theme) -> None:
        tall = OverlayCard(theme, "Tall", width=5000)
        inside = QWidget()
        inside.setMinimumHeight(50)
        tall.body.addWidget(inside)
        window.resize(900, 600)
        window.show_card(tall)
        assert window.overlay.rect().contains(tall.geometry())
        assert window.overlay.geometry() == window.rect()
        window.overlay.dismiss()

    def test_a_line_that_comes_below_meanwhile_does_not_lie_over_it(
        self, window: MainWindow, theme: Theme, qtbot: QtBot
    ) -> None:
        window.resize(900, 600)
        tall = OverlayCard(theme, "Tall")
        inside = QWidget()
        inside.setMinimumHeight(1000)
        tall.body.addWidget(inside)
        window.show_card(tall)
        line = StandingLine(theme, "Why?", lambda: None)
        window.setStatusBar(line)
        line.say("Reminders are shown in the window only.")
        qtbot.waitUntil(lambda: line.isVisible() and line.width() == window.width())
        assert window.childAt(line.geometry().bottomLeft()) is window.overlay
        window.overlay.dismiss()

    def test_only_cards_are_laid_over_the_window(self, window: MainWindow) -> None:
        label = Label("no card")
        with pytest.raises(TypeError):
            window.show_card(label)
        label.deleteLater()


class TestPalette:
    """Ctrl+K."""

    def _open(self, window: MainWindow, qtbot: QtBot) -> Palette:
        _CALLED.clear()
        qtbot.keyClick(window.current_view(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        card = window.overlay.card()
        assert isinstance(card, Palette)
        return card

    def test_found_things_come_first_and_enter_runs_the_chosen_one(self, window: MainWindow, qtbot: QtBot) -> None:
        palette = self._open(window, qtbot)
        qtbot.keyClicks(palette.field, "go")
        assert [item.title for item in palette.items()][:3] == ["go 0", "go 1", "Go to Today"]
        assert palette.field.accessibleDescription() == "go 0, Casa Azul"
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        assert _CALLED == ["go 1"]
        assert window.overlay.card() is None

    def test_commands_run_after_the_palette_is_gone(self, window: MainWindow, qtbot: QtBot) -> None:
        palette = self._open(window, qtbot)
        qtbot.keyClicks(palette.field, "contacts")
        for _ in range(5):
            qtbot.keyClick(palette.field, Qt.Key.Key_Down)
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        assert window.current_view().key == "contacts"
        assert window.current_view().field.hasFocus()

    def test_only_commands_that_would_do_something_are_offered(self, window: MainWindow, qtbot: QtBot) -> None:
        palette = self._open(window, qtbot)
        qtbot.keyClicks(palette.field, "done")
        assert "Done" in [item.title for item in palette.items()]
        qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
        window.show_view("contacts")
        palette = self._open(window, qtbot)
        qtbot.keyClicks(palette.field, "done")
        assert "Done" not in [item.title for item in palette.items()]
        qtbot.keyClick(palette.field, Qt.Key.Key_Escape)

    def test_a_refusal_is_a_sentence(self, window: MainWindow, qtbot: QtBot) -> None:
        palette = self._open(window, qtbot)
        palette.field.setText("broken")
        assert palette.items() == ()
        assert "The index is being built." in [label.text() for label in palette.findChildren(Label)]

    def test_nothing_found_is_said(self, window: MainWindow, qtbot: QtBot, theme: Theme) -> None:
        palette = Palette(theme, ImmediateRunner(), (lambda _text: [],), "xyz")
        window.show_card(palette)
        assert "Nothing found." in [label.text() for label in palette.findChildren(Label) if label.isVisible()]

    def test_enter_waits_for_the_answer_to_what_was_typed(self, window: MainWindow, qtbot: QtBot, theme: Theme) -> None:
        jobs = _SlowJobs()
        _CALLED.clear()
        palette = Palette(theme, jobs, (_people,))
        window.show_card(palette)
        jobs.answer()
        qtbot.keyClicks(palette.field, "mar")
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        assert _CALLED == []
        jobs.answer()
        assert _CALLED == ["mar 0"]
        assert window.overlay.card() is None


class _SlowJobs(ImmediateRunner):
    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[tuple[Job, Done | None]] = []

    def read(self, job: Job, done: Done | None = None, failed: Failed | None = None, **_options: Any) -> None:
        self.waiting = [(job, done)]

    def answer(self) -> None:
        for job, done in self.waiting:
            assert done is not None
            done(job())


def test_the_sheet_of_keys_tells_this_view_and_everywhere(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.current_view(), "?")
    card = window.overlay.card()
    assert isinstance(card, KeysOverlay)
    words = [label.text() for label in card.findChildren(Label)]
    assert {"Today", "Snooze…", "Everywhere", "Undo"} <= set(words)
    assert "Deal is won" not in words
    qtbot.keyClick(card.first_focus(), Qt.Key.Key_Space)
    assert window.overlay.card() is None


class TestClosing:
    """The window closed, the program kept."""

    @pytest.fixture(autouse=True)
    def _icon(self, theme: Theme) -> None:
        self.icon = theme.icon("bell", "accent")

    def test_with_a_tray_it_hides_and_the_tray_brings_it_back(self, window: MainWindow) -> None:
        background = Background(window, self.icon, tray_there=lambda: True)
        window.close()
        assert window.isHidden()
        background.menu().actions()[0].trigger()
        assert window.isVisible()
        background.close()

    def test_without_a_tray_it_is_minimised_and_says_so(self, window: MainWindow) -> None:
        background = Background(window, self.icon, tray_there=lambda: False)
        window.close()
        assert window.isVisible()
        assert window.isMinimized()
        assert "reminders" in window.toast.text()
        window.bring_to_front()
        assert not window.isMinimized()
        background.close()

    def test_a_tray_that_appears_later_is_used(self, window: MainWindow) -> None:
        there = [False]
        background = Background(window, self.icon, tray_there=lambda: there[0])
        there[0] = True
        window.close()
        assert window.isHidden()
        there[0] = False
        window.show()
        window.close()
        assert window.isVisible()
        background.close()

    def test_the_menu_tells_todays_number_and_offers_a_reminder_and_quit(
        self, window: MainWindow, qtbot: QtBot
    ) -> None:
        background = Background(window, self.icon, tray_there=lambda: False)
        background.set_due(5)
        actions = {action.text(): action for action in background.menu().actions() if not action.isSeparator()}
        assert list(actions) == ["Open", "5 things to do today", "New reminder…", "New lead…", "Quit"]
        window.show_view("contacts")
        actions["5 things to do today"].trigger()
        assert window.current_view().key == "today"
        with qtbot.waitSignal(background.new_reminder):
            actions["New reminder…"].trigger()
        with qtbot.waitSignal(background.new_lead):
            actions["New lead…"].trigger()
        with qtbot.waitSignal(background.quit_requested):
            actions["Quit"].trigger()

    def test_leaving_closes_for_good(self, window: MainWindow, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(window.close_requested):
            window.leave()
        assert window.isHidden()


def test_a_change_announced_in_another_thread_arrives_on_the_windows_thread(qtbot: QtBot) -> None:
    callbacks: list[Callable[[Change], None]] = []

    def subscribe(callback: Callable[[Change], None]) -> Callable[[], None]:
        callbacks.append(callback)
        return callbacks.clear

    bridge = ChangeBridge(subscribe)
    heard: list[tuple[Change, threading.Thread]] = []
    bridge.changed.connect(lambda change: heard.append((change, threading.current_thread())))
    change = Change({CONTACT: frozenset({1})})
    worker = threading.Thread(target=callbacks[0], args=(change,))
    with qtbot.waitSignal(bridge.changed):
        worker.start()
    worker.join()
    assert heard == [(change, threading.main_thread())]
    callbacks[0](change)
    assert len(heard) == 1, "a view was refreshed in the middle of its own write"
    with qtbot.waitSignal(bridge.changed):
        pass
    bridge.close()
    assert callbacks == []
    bridge.deleteLater()


def test_the_ticker_looks_at_once_and_then_now_and_then(qtbot: QtBot) -> None:
    looks: list[int] = []
    ticker = Ticker(lambda: looks.append(1), every_ms=1)
    ticker.start()
    assert looks == [1]
    qtbot.waitUntil(lambda: len(looks) >= 2)
    ticker.stop()
    ticker.set_interval(20_000)
    ticker.deleteLater()


def test_files_dropped_on_the_window_are_told_and_web_addresses_are_not(
    window: MainWindow, qtbot: QtBot, theme: Theme
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/contacts.csv"), QUrl("https://example.org/x.csv")])
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(10, 10), *args)
    enter.ignore()
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(window.files_dropped) as dropped:
        window.dropEvent(QDropEvent(QPointF(10, 10), *args))
    assert dropped.args == [[Path("/tmp/contacts.csv")]]
    window.show_card(OverlayCard(theme, "Form"))
    again = QDragEnterEvent(QPoint(10, 10), *args)
    again.ignore()
    window.dragEnterEvent(again)
    assert not again.isAccepted()
    window.overlay.dismiss()
