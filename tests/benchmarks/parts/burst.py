"""10,000 reminders that come due at once: one notification, and a window that goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

from crm_desktop import bootstrap
from crm_desktop.bootstrap import Core
from crm_desktop.domain.changes import Change
from crm_desktop.domain.messages import Message
from crm_desktop.domain.reminders import Notice
from crm_desktop.services.ports import NoticeAnswer
from crm_desktop.storage import engine
from tests.benchmarks.desk import open_desk, settle, until
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row

_DUE = 10_000
_COUNTED = "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?)"
_REMINDERS = f"""{_COUNTED} INSERT INTO reminders (uid, text, start_day, wall_time, zone, rule, repeat_from, action, note,
    created_at) SELECT 'burst-' || n, 'Call about the offer ' || n, date('now', '-1 day'), '10:00', '', '', 'due', '', '',
    strftime('%s') FROM counted"""
_OCCURRENCES = """INSERT INTO occurrences (reminder_id, planned_day, due_day, wall_time, fires_at, snoozed, ended_as)
    SELECT id, start_day, start_day, '10:00', strftime('%s', start_day || ' 10:00'), 0, '' FROM reminders"""


class _Counting:
    """A service that shows whatever it is asked to, and counts."""

    def __init__(self) -> None:
        self.shown: list[Notice] = []

    def show(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:
        self.shown.append(notice)
        QTimer.singleShot(0, lambda: shown(len(self.shown)))

    def close(self, daemon_id: int) -> None: ...

    def on_answer(self, callback: Callable[[NoticeAnswer], None]) -> None: ...

    def on_available(self, callback: Callable[[], None]) -> None: ...

    def problem(self) -> Message | None:
        return None

    def stop(self) -> None: ...


class _Pulse(QObject):
    """The longest time in milliseconds for which the event loop did not come round."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._since.start()
        self._timer.start(1)

    def _beat(self) -> None:
        self.longest = max(self.longest, self._since.nsecsElapsed() / 1e6)
        self._since.restart()


def measure(place: Place) -> Sequence[Row]:
    """From the look that finds them to the last of them noted as shown, in the window as the user has it."""
    home = place.scratch / "burst"
    with bootstrap.opened(bootstrap.places(home)) as core:
        core.services.pipeline.ensure_pipeline()
        core.services.reckoning.realign()
    service = _Counting()
    with open_desk(home) as (desk, core):
        desk.start(lambda: None, lambda: service)
        until(lambda: desk.window.isVisible())
        settle(desk)
        _fill(home)
        pulse = _Pulse()
        # As when another program has written to the same file.
        core.services.feed.publish(Change(everything=True))
        until(lambda: _noted(core) == _DUE)
        settle(desk)
        longest = pulse.longest
    return [
        Row(
            name="burst",
            what=f"{_DUE:,} reminders due at once: notifications",
            measured=float(len(service.shown)),
            most=1,
        ),
        Row(
            name="burst",
            what=f"{_DUE:,} reminders due at once: longest turn of the event loop",
            unit="ms",
            measured=longest,
            most=100,
        ),
    ]


def _fill(home: Path) -> None:
    connection = engine.connect(str(bootstrap.places(home).database))
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_REMINDERS, (_DUE,))
    connection.execute(_OCCURRENCES)
    connection.execute("COMMIT")
    connection.close()


def _noted(core: Core) -> int:
    query = "SELECT count(*) FROM deliveries WHERE shown_at IS NOT NULL"
    return int(core.database.reader().execute(query).fetchone()[0])
