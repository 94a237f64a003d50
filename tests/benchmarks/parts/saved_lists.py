"""The numbers beside the saved lists: each template counted, against a count of everything in one look at the table."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop import bootstrap
from crm_desktop.domain.saved_lists import TEMPLATES
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import both_milliseconds, median, milliseconds

_ROUNDS = 7
_RAW = "SELECT count(*) FROM contacts WHERE note LIKE '%qz%'"


def measure(place: Place) -> Sequence[Row]:
    """The median of some rounds for each list that comes with the program, worst one in the table."""
    with bootstrap.opened(bootstrap.places(place.big_home())) as core:
        lists, connection = core.services.people.saved_lists, core.database.reader()
        counts: dict[str, float] = {}
        busy: dict[str, float] = {}
        for template in TEMPLATES:
            both = [both_milliseconds(lambda template=template: lists.count(template.filter)) for _ in range(_ROUNDS)]  # type: ignore[misc]
            counts[template.key] = median([wall for wall, _ in both])
            busy[template.key] = median([cpu for _, cpu in both])
        raw = median([milliseconds(lambda: connection.execute(_RAW).fetchall()) for _ in range(_ROUNDS)])
    slowest = max(counts, key=lambda key: counts[key])
    said = ", ".join(f"{key} {value:.0f}" for key, value in sorted(counts.items(), key=lambda pair: -pair[1]))
    return [
        Row(
            name="lists",
            what=f"count of a saved list, the slowest of {len(counts)} ({slowest})",
            unit="ms",
            measured=counts[slowest],
            limit=raw,
            limit_is="one look at every contact",
            most=100,
            remark=f"processor time {busy[slowest]:.0f} ms; all: {said}; read off the GUI thread",
            more={"counts": counts, "cpu": busy},
        )
    ]
