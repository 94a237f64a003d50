"""A copy of the big home with 2,000 open deals on the board and 100,000 open reminders, none of them due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_desktop import bootstrap
from crm_desktop.bootstrap import Core
from crm_desktop.domain.messages import Message
from crm_desktop.domain.reminders import Notice
from crm_desktop.services.ports import NoticeAnswer
from crm_desktop.storage import engine
from tests.benchmarks.place import Place

OPEN_DEALS = 2_000
OPEN_REMINDERS = 100_000
_COUNTED = "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?)"
_DEALS = f"""{_COUNTED} INSERT INTO deals (uid, title, contact_id, stage_id, position, amount_minor, currency,
    source, note, state, lost_reason, stage_since, created_at)
    SELECT 'bench-' || n, 'Website relaunch ' || n, 1 + n % (SELECT count(*) FROM contacts), (SELECT min(id) FROM stages) + n % 4,
    (n + 1000) << 20, n * 1000, 'EUR', '', '', 'open', '', strftime('%s') - n * 600, strftime('%s') - n * 900 FROM counted"""
_TAGS = """INSERT INTO deal_tags (deal_id, tag_id)
    SELECT d.id, t.id FROM deals d JOIN (SELECT min(id) AS id FROM tags) t ON t.id IS NOT NULL
    WHERE d.uid GLOB 'bench-*' AND d.id % 5 = 0"""
_STEPS = """INSERT INTO reminders (uid, text, contact_id, deal_id, start_day, wall_time, zone, rule, repeat_from, action, note,
    created_at) SELECT 'step-' || d.id, 'Send the offer', d.contact_id, d.id, date('now', '+' || (2 + d.id % 40) || ' days'),
    '10:00', '', '', 'due', '', '', strftime('%s') FROM deals d WHERE d.uid GLOB 'bench-*' AND d.id % 3 > 0"""
_STEP_OCCURRENCES = """INSERT INTO occurrences (reminder_id, due_day, wall_time, fires_at, snoozed, ended_as)
    SELECT id, start_day, wall_time, strftime('%s', start_day || ' 10:00'), 0, '' FROM reminders WHERE uid GLOB 'step-*'"""
_REMINDERS = f"""{_COUNTED} INSERT INTO reminders (uid, text, contact_id, start_day, wall_time, zone, rule, repeat_from,
    action, note, created_at) SELECT 'bench-' || n, 'Call about the offer', 1 + n % (SELECT count(*) FROM contacts),
    date('now', '+' || (2 + n % 300) || ' days'), '10:00', '', '', 'due', '', '', strftime('%s') FROM counted"""
_OCCURRENCES = """INSERT INTO occurrences (reminder_id, due_day, wall_time, fires_at, snoozed, ended_as)
    SELECT id, start_day, wall_time, strftime('%s', start_day || ' 10:00'), 0, '' FROM reminders WHERE uid GLOB 'bench-*'"""
_NOTHING_DUE = """UPDATE occurrences SET ended_at = strftime('%s'), ended_as = 'done' WHERE ended_at IS NULL
    AND fires_at < strftime('%s') + 86400"""


class _SilentNotifier:
    """Would show anything, and is never asked to."""

    def show(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:
        raise AssertionError("nothing is due in this home")

    def close(self, daemon_id: int) -> None: ...

    def on_answer(self, callback: Callable[[NoticeAnswer], None]) -> None: ...

    def on_available(self, callback: Callable[[], None]) -> None: ...

    def problem(self) -> Message | None:
        return None

    def stop(self) -> None: ...


def make_busy(home: Path, deals: int = OPEN_DEALS, reminders: int = OPEN_REMINDERS) -> None:
    """Put deals and reminders straight into the tables of a home: what is measured reads them, nothing searches them."""
    connection = engine.connect(str(bootstrap.places(home).database))
    try:
        connection.execute("BEGIN IMMEDIATE")
        if deals:
            connection.execute("UPDATE deals SET state = 'lost' WHERE state = 'open'")
            connection.execute(_DEALS, (deals,))
            for statement in (_TAGS, _STEPS, _STEP_OCCURRENCES):
                connection.execute(statement)
        if reminders:
            connection.execute(_REMINDERS, (reminders,))
            connection.execute(_OCCURRENCES)
        connection.execute(_NOTHING_DUE)
        connection.execute("COMMIT")
    finally:
        connection.close()


@contextmanager
def ready_to_remind(place: Place, name: str) -> Iterator[Core]:
    """All services on such a home, reminding through a notifier that has nothing to do."""
    home = place.copy_of_big_home(name)
    make_busy(home)
    with bootstrap.opened(bootstrap.places(home)) as core:
        # The zone is noted once, as in the program's first look, and what hangs on the new rows is reckoned.
        core.services.reckoning.catch_up()
        core.services.notifying.start(
            _SilentNotifier(), lambda job, done: done(job()), lambda _contact, _occurrence: None, lambda _what: None
        )
        yield core
