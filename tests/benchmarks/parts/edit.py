"""One saved edit with everything that hangs on it, against one raw UPDATE with the same pragmas."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from crm_desktop import bootstrap
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import in_turn, median, milliseconds

_ROUNDS = 200


def measure(place: Place) -> Sequence[Row]:
    """Journal, index, commit and announcement of `set_text`, in turn with a bare transaction on the same connection."""
    with bootstrap.opened(bootstrap.places(place.copy_of_big_home("edit"))) as core:
        contacts, raw = core.services.contacts, core.database.writer
        ids, numbers = contacts.ids()[:1000], count()
        core.writing.warm_up()

        def edit() -> float:
            number = next(numbers)
            contact_id = ids[number % len(ids)]
            return milliseconds(lambda: contacts.set_text(contact_id, "job_title", f"Architect {number}"))

        def bare() -> float:
            number = next(numbers)
            values = (f"Architect {number}", ids[number % len(ids)])

            def update() -> None:
                raw.execute("BEGIN IMMEDIATE")
                raw.execute("UPDATE contacts SET job_title = ? WHERE id = ?", values)
                raw.execute("COMMIT")

            return milliseconds(update)

        in_turn(10, edit, bare)
        edits, updates = in_turn(_ROUNDS, edit, bare)
    return [
        Row(
            name="edit",
            what="a saved edit, commit included",
            unit="ms",
            measured=median(edits),
            limit=median(updates),
            limit_is="one raw UPDATE with the same pragmas",
            most_ratio=2,
        )
    ]
