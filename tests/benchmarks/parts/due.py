"""Looking whether anything is due, with 100,000 open reminders of which none is."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.busy_home import ready_to_remind
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import in_turn, median, milliseconds

_ROUNDS = 300
_RAW = "SELECT id FROM occurrences WHERE ended_at IS NULL AND fires_at <= ?"


def measure(place: Place) -> Sequence[Row]:
    """The look that the timer takes, against the one indexed SELECT it cannot do without."""
    with ready_to_remind(place, "due") as core:
        connection, notifying = core.database.reader(), core.services.notifying
        now = int(core.services.clock.now().timestamp())
        looks, raw = in_turn(
            _ROUNDS,
            lambda: milliseconds(notifying.check),
            lambda: milliseconds(lambda: connection.execute(_RAW, (now,)).fetchall()),
        )
        count = core.services.today.counts().open_reminders
    return [
        Row(
            name="due",
            what=f"due check with {count:,} open reminders",
            unit="ms",
            measured=median(looks),
            limit=median(raw),
            limit_is="one indexed SELECT",
            most=1,
            more={"p95": sorted(looks)[-_ROUNDS // 20], "open": count},
        )
    ]
