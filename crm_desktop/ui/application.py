"""The program with a window: puts theme, window, background and notifications together, and takes them down in order."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.changes import REMINDER, Change
from crm_desktop.domain.pages import Counts
from crm_desktop.domain.quick_entry import Language
from crm_desktop.services.all_services import Services
from crm_desktop.services.ports import Notifier, SessionWatch
from crm_desktop.services.settings import GEOMETRY, KEYS, THEME
from crm_desktop.ui.ask import Asks
from crm_desktop.ui.background import Background
from crm_desktop.ui.change_bridge import ChangeBridge
from crm_desktop.ui.global_actions import GlobalActions
from crm_desktop.ui.key_table import KeyTable
from crm_desktop.ui.main_window import MainWindow, WindowParts
from crm_desktop.ui.notification_paths import NotificationPaths
from crm_desktop.ui.outside import Crossing, Outside, RecordsCrashes
from crm_desktop.ui.palette_providers import PaletteCalls, providers
from crm_desktop.ui.pipeline_commands import begin_lead
from crm_desktop.ui.runner import Runner
from crm_desktop.ui.sidebar import Count
from crm_desktop.ui.texts import locale, number, tr
from crm_desktop.ui.theme.icons import app_icon
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.ticker import Ticker
from crm_desktop.ui.views import VIEWS, load_the_large_ones

_TITLE = "CRM Desktop"
_WARM_UP_AFTER_MS = 400
_LOOK_EVERY_MS = 15_000
_LOOK_EVERY_HIDDEN_MS = 30_000


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
        services.reminders.languages = Language.in_order_of(locale().name())
        self.theme = Theme(services.settings.get(THEME.name))
        self.theme.apply(app)
        self.runner = Runner(lambda error: self.window.fail(error.sentence), self._crashed, self)
        self.crossing = Crossing(self)
        self.window = self._make_window(ask)
        self.global_actions = GlobalActions(self.theme, self.runner, services, self.window, self._wall)
        self._notices = NotificationPaths(self.theme, self.runner, self.window)
        self.background = Background(self.window, self.window.windowIcon())
        self.bridge = ChangeBridge(services.feed.subscribe, self)
        self.ticker = Ticker(self._look, every_ms=_LOOK_EVERY_MS, parent=self)
        self._version = 0
        self._heard_since = False
        self._counted: tuple[int, date] | None = None
        self._leaving = False
        self._notifier: Notifier | None = None
        self._session: SessionWatch | None = None
        self._connect()

    def _make_window(self, ask: Asks | None) -> MainWindow:
        calls = PaletteCalls(
            navigate=lambda kind, item_id: self.window.navigate(kind, item_id),  # noqa: PLW0108 - made later
            remind=lambda understood: self.global_actions.remind(understood),  # noqa: PLW0108
            log=lambda person, kind: self.global_actions.log_with(person, kind),  # noqa: PLW0108
            about=lambda: self.window.about(),  # noqa: PLW0108
            remind_about=lambda _person: self.window.commands.run("reminder.new"),
            lead=lambda typed: begin_lead(self.window.context, typed),
        )
        services = self._services
        parts = WindowParts(
            theme=self.theme,
            jobs=self.runner,
            services=services,
            now=self._wall,
            entries=VIEWS,
            providers=providers(
                services.reminders, services.search, self._today, calls, lambda: services.people.saved_lists
            ),
            ask=ask,
            drafts=services.drafts,
            keys=KeyTable(services.settings.get(KEYS.name)),
        )
        window = MainWindow(parts, tr(_TITLE))
        window.setWindowIcon(app_icon())
        window.restore_geometry(services.settings.get(GEOMETRY.name))
        return window

    def _connect(self) -> None:
        self.bridge.changed.connect(self._changed)
        self.window.files_dropped.connect(self.global_actions.import_files)
        self.background.quit_requested.connect(self.leave)
        # The same card whatever view is in front: somebody who comes from the tray does not see the chosen person.
        self.background.new_reminder.connect(self.global_actions.commands()["reminder.new"])
        self.background.new_lead.connect(self.global_actions.commands()["lead.new"])
        self.window.commands.register({**self.global_actions.commands(), "quit": self.leave})

    # ------------------------------------------------------------------------------------------ life

    def start(
        self,
        warm_up: Callable[[], None],
        notifier: Callable[[], Notifier] | None,
        session: Callable[[], SessionWatch] | None = None,
        *,
        hidden: bool = False,
    ) -> None:
        """Show the window (unless `hidden` and a tray is there), then load what writing needs, then begin to remind.

        `notifier` makes the way to notifications, `session` the watch over sleep; both are asked for with the rest,
        behind the first painted window.
        """
        self.window.show_view(VIEWS[0].key)
        if hidden:
            self.background.start_hidden()
            self._look_less_often()
        else:
            self.window.show()
        self.count()

        def begin_soon(_nothing: object) -> None:
            QTimer.singleShot(_WARM_UP_AFTER_MS, self, lambda: self._begin(warm_up, notifier, session))

        # The reader takes one job after the other: this one is done when the first view and the sidebar have their rows.
        self.runner.read(lambda: None, begin_soon, owner=self)

    def _begin(
        self,
        warm_up: Callable[[], None],
        notifier: Callable[[], Notifier] | None,
        session: Callable[[], SessionWatch] | None,
    ) -> None:
        if self._leaving:
            return
        # `run_window` turned it off for the start.
        gc.enable()
        self.runner.write(warm_up)
        self.runner.write(load_the_large_ones)
        self.window.show_lists()
        if notifier is not None:
            self._notifier = notifier()
            self._notices.start(self._services.notifying, self._notifier, self._is_locked)
        if session is not None:
            self._session = session()
            # The ticker would look within its interval; a laptop that was opened should not need that long.
            self._session.on_resumed(self._look)
            self._session.on_locked(self._services.notifying.screen_locked)
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
        if self._session is not None:
            self._session.stop()
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
        self.background.look_round()
        if self.window.isVisible() and not self.window.isMinimized():
            self.ticker.set_interval(_LOOK_EVERY_MS)
            self._look_for_others()
            self.count()
            clock_moved = getattr(self.window.current_view(), "clock_moved", None)
            if clock_moved is not None:
                clock_moved()
        else:
            self._look_less_often()
            self._count_if_moved()

    def _count_if_moved(self) -> None:
        # The tray and the title tell today's number while nobody sees the window: another day has another number.
        seen = (self._services.today.version(), self._today())
        if seen != self._counted:
            self._counted = seen
            self.count()

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
            "companies": Count(number(counts.companies)) if counts.companies else None,
            "pipeline": Count(number(counts.open_deals)) if counts.open_deals else None,
            "reminders": Count(number(counts.open_reminders)) if counts.open_reminders else None,
        }
        self.window.set_counts(numbers)
        self.background.set_due(counts.due, counts.overdue)
        title = tr(_TITLE)
        self.window.setWindowTitle(f"({number(counts.due)}) {title}" if counts.due else title)

    # ------------------------------------------------------------------------------------------ sundry

    def _is_locked(self) -> bool | None:
        return self._session.locked() if self._session is not None else None

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
    outside: Outside,
    crash_file: RecordsCrashes,
    hear_crashes: Callable[[Callable[[str], None]], None],
    *,
    hidden: bool = False,
) -> int:
    """Run until the user quits; returns the exit code. Of second starts' calls, "raise" asks for the window."""
    # Other threads read and write while somebody types: the GUI thread gets its turn ten times sooner than by default.
    sys.setswitchinterval(0.0005)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("crm-desktop")
    app.setDesktopFileName("crm-desktop")
    app.setQuitOnLastWindowClosed(False)
    desk = Desk(services, crash_file, app)
    desk.left.connect(app.quit)
    hear_crashes(lambda _entry: desk.crossing.handed_over.emit(desk.say_crashed))
    listen(lambda call: desk.crossing.handed_over.emit(desk.raise_window) if call == "raise" else None)
    deliver = desk.crossing.handed_over.emit
    desk.start(warm_up, lambda: outside.notifier(deliver), lambda: outside.session(deliver), hidden=hidden)
    code = app.exec()
    # The desktop session may end the event loop without asking the window.
    desk.leave()
    return code
