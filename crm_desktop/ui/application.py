"""The program with a window: puts theme, window, background and notifications together, and takes them down in order."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.changes import REMINDER, Change
from crm_desktop.domain.messages import Message
from crm_desktop.domain.pages import Counts
from crm_desktop.services.all_services import Services
from crm_desktop.services.ports import Notifier
from crm_desktop.services.settings import GEOMETRY, THEME
from crm_desktop.ui.ask import Asks
from crm_desktop.ui.background import Background
from crm_desktop.ui.change_bridge import ChangeBridge
from crm_desktop.ui.global_actions import GlobalActions
from crm_desktop.ui.main_window import MainWindow, WindowParts
from crm_desktop.ui.palette_providers import PaletteCalls, providers
from crm_desktop.ui.runner import Runner
from crm_desktop.ui.sidebar import Count
from crm_desktop.ui.texts import number, show, tr
from crm_desktop.ui.theme.icons import app_icon
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.ticker import Ticker
from crm_desktop.ui.views import VIEWS

_log = logging.getLogger(__name__)

_TITLE = "CRM Desktop"
_WARM_UP_AFTER_MS = 400
_LOOK_EVERY_MS = 15_000
_LOOK_EVERY_HIDDEN_MS = 30_000


class RecordsCrashes(Protocol):
    """Where bugs are written down."""

    def record(self, error: BaseException, where: str) -> str: ...


class _Crossing(QObject):
    """Runs callables that other threads hand over on the GUI thread."""

    handed_over = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.handed_over.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, callback: Callable[[], object]) -> None:
        callback()


class Desk(QObject):
    """The window with everything round it; `start` begins to remind, `leave` ends the program in order.

    `ask` answers boxes and file dialogs in place of the desktop's own.
    """

    left = Signal()

    def __init__(
        self, services: Services, crash_file: RecordsCrashes, app: QApplication, ask: Asks | None = None
    ) -> None:
        super().__init__()
        self._services = services
        self._crash_file = crash_file
        self._app = app
        self.theme = Theme(services.settings.get(THEME.name))
        self.theme.apply(app)
        self.runner = Runner(lambda error: self.window.fail(error.sentence), self._crashed, self)
        self.crossing = _Crossing(self)
        self.window = self._make_window(ask)
        self.global_actions = GlobalActions(self.theme, self.runner, services, self.window, self._wall)
        self.background = Background(self.window, self.window.windowIcon())
        self.bridge = ChangeBridge(services.feed.subscribe, self)
        self.ticker = Ticker(self._look, every_ms=_LOOK_EVERY_MS, parent=self)
        self._version = 0
        self._heard_since = False
        self._leaving = False
        self._notifier: Notifier | None = None
        self._connect()

    def _make_window(self, ask: Asks | None) -> MainWindow:
        calls = PaletteCalls(
            navigate=lambda kind, item_id: self.window.navigate(kind, item_id),  # noqa: PLW0108 - made later
            remind=lambda understood: self.global_actions.remind(understood),  # noqa: PLW0108
            log=lambda person, kind: self.global_actions.log_with(person, kind),  # noqa: PLW0108
        )
        services = self._services
        parts = WindowParts(
            theme=self.theme,
            jobs=self.runner,
            services=services,
            now=self._wall,
            entries=VIEWS,
            providers=providers(services.reminders, services.search, self._today, calls),
            ask=ask,
            drafts=services.drafts,
        )
        window = MainWindow(parts, tr(_TITLE))
        window.setWindowIcon(app_icon())
        window.restore_geometry(services.settings.get(GEOMETRY.name))
        return window

    def _connect(self) -> None:
        self.bridge.changed.connect(self._changed)
        self.window.files_dropped.connect(lambda paths: self.global_actions.import_file(paths[0]))
        self.background.quit_requested.connect(self.leave)
        self.background.new_reminder.connect(lambda: self.window.commands.run("reminder.new"))
        self.window.commands.register({**self.global_actions.commands(), "quit": self.leave})

    # ------------------------------------------------------------------------------------------ life

    def start(
        self, warm_up: Callable[[], None], notifier: Callable[[], Notifier] | None, *, hidden: bool = False
    ) -> None:
        """Show the window (unless `hidden` and a tray is there), then load what writing needs, then begin to remind.

        `notifier` makes the way to notifications; it is asked for with the rest, behind the first painted window.
        """
        self.window.show_view(VIEWS[0].key)
        if hidden and self.background.look_for_tray():
            self._look_less_often()
        elif hidden:
            self.window.showMinimized()
        else:
            self.window.show()
        self.count()

        def begin_soon(_nothing: object) -> None:
            QTimer.singleShot(_WARM_UP_AFTER_MS, self, lambda: self._begin(warm_up, notifier))

        # The reader takes one job after the other: this one is done when the first view and the sidebar have their rows.
        self.runner.read(lambda: None, begin_soon, owner=self)

    def _begin(self, warm_up: Callable[[], None], notifier: Callable[[], Notifier] | None) -> None:
        if self._leaving:
            return
        # `run_window` turned it off for the start.
        gc.enable()
        self.runner.write(warm_up)
        if notifier is not None:
            self._notifier = notifier()
            self._services.notifying.start(self._notifier, self._write_quietly, self._opened, self._pressed)
        self.ticker.start()

    def leave(self) -> None:
        """Finish what is being typed and written, put things away, end; harmless when called again."""
        if self._leaving:
            return
        self._leaving = True
        # A field that is being edited is saved by losing the focus.
        self.window.setFocus()
        self.ticker.stop()
        if self._notifier is not None:
            self._notifier.stop()
        self._services.settings.set(GEOMETRY.name, self.window.geometry_text())
        self.window.leave()
        self.runner.close()
        self.bridge.close()
        self.background.close()
        self.left.emit()

    def close_quietly(self) -> None:
        """Put the window away without remembering anything; for pictures."""
        self.window.leave()
        self.runner.close()
        self.bridge.close()
        self.background.close()

    def raise_window(self) -> None:
        """A second start asks for the window."""
        self.window.bring_to_front()

    # ------------------------------------------------------------------------------------ listening

    def _changed(self, change: Change) -> None:
        self._heard_since = True
        self.window.refresh(change)
        self.count()
        if change.touches(REMINDER):
            self._services.notifying.close_ended()
            self._services.notifying.check()

    def _look(self) -> None:
        self._services.notifying.check()
        if self.window.isVisible() and not self.window.isMinimized():
            self.ticker.set_interval(_LOOK_EVERY_MS)
            self._look_for_others()
            self.count()
        else:
            self._look_less_often()

    def _look_less_often(self) -> None:
        self.ticker.set_interval(_LOOK_EVERY_HIDDEN_MS)

    def _look_for_others(self) -> None:
        # The command line may have written to the same file; what it did shows within one look.
        version = self._services.today.version()
        if version != self._version and not self._heard_since:
            self.window.refresh(Change(everything=True))
        self._version, self._heard_since = version, False

    def count(self) -> None:
        """Read the numbers beside the sidebar's entries anew."""
        self.runner.read(self._services.today.counts, self._show_counts, key="counts", owner=self)

    def _show_counts(self, counts: Counts) -> None:
        numbers = {
            "today": Count(number(counts.due), late=counts.overdue > 0) if counts.due else None,
            "contacts": Count(number(counts.contacts)) if counts.contacts else None,
            "pipeline": Count(number(counts.open_deals)) if counts.open_deals else None,
            "reminders": Count(number(counts.open_reminders)) if counts.open_reminders else None,
        }
        self.window.set_counts(numbers)
        self.background.set_due(counts.due)
        title = tr(_TITLE)
        self.window.setWindowTitle(f"({number(counts.due)}) {title}" if counts.due else title)

    # --------------------------------------------------------------------------------- notifications

    def _write_quietly(self, job: Callable[[], object], done: Callable[[object], object]) -> None:
        # What nobody pressed must not push a sentence in front of somebody who types; it is tried again at the next look.
        self.runner.write(job, done, lambda error: _log.warning("not written: %s", error.sentence.template))

    def _opened(self, contact_id: int | None, occurrence_id: int | None) -> None:
        self.window.bring_to_front()
        if occurrence_id is not None and contact_id is None:
            self.window.navigate("reminder", occurrence_id)
        elif contact_id is not None:
            self.window.navigate("contact", contact_id)
        else:
            self.window.show_view("today")

    def _pressed(self, what: Message) -> None:
        self.window.say(show(what), undo=True)

    # ------------------------------------------------------------------------------------------ sundry

    def _wall(self) -> datetime:
        return self._services.clock.now().astimezone(self._services.clock.zone())

    def _today(self) -> date:
        return self._wall().date()

    def _crashed(self, error: BaseException) -> None:
        self._crash_file.record(error, "background job")

    def say_crashed(self) -> None:
        """Say that a bug was met and written down; whatever was pressed did not do what it should."""
        self.window.say(tr("Something went wrong inside the program. It was written down; your data is as it was."))


def run(
    services: Services,
    warm_up: Callable[[], None],
    listen: Callable[[Callable[[str], None]], None],
    notifier: Callable[[Callable[[Callable[[], None]], None]], Notifier],
    crash_file: RecordsCrashes,
    hear_crashes: Callable[[Callable[[str], None]], None],
    *,
    hidden: bool = False,
) -> int:
    """Run until the user quits; returns the exit code."""
    # Other threads read and write while somebody types: the GUI thread gets its turn ten times sooner than by default.
    sys.setswitchinterval(0.0005)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("crm-desktop")
    app.setDesktopFileName("crm-desktop")
    app.setQuitOnLastWindowClosed(False)
    desk = Desk(services, crash_file, app)
    desk.left.connect(app.quit)
    hear_crashes(lambda _entry: desk.crossing.handed_over.emit(desk.say_crashed))
    listen(lambda _text: desk.crossing.handed_over.emit(desk.raise_window))
    desk.start(warm_up, lambda: notifier(desk.crossing.handed_over.emit), hidden=hidden)
    code = app.exec()
    # The desktop session may end the event loop without asking the window.
    desk.leave()
    return code
