"""The page of a person: reading all of it, and from the choice to the painted page."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.bootstrap import Core
from crm_desktop.ui.application import Desk
from tests.benchmarks.desk import PaintWatch, open_desk, paint, settle, until
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import both_milliseconds, median, milliseconds, percentile

_PEOPLE = 150
_RAW = (
    "SELECT * FROM contacts WHERE id = ?",
    "SELECT * FROM interactions WHERE contact_id = ? ORDER BY occurred_at DESC LIMIT 50",
)


def measure(place: Place) -> Sequence[Row]:
    """Of people from all over the list, one after the other."""
    with open_desk(place.big_home()) as (desk, core):
        ids = core.services.contacts.ids()
        chosen = ids[:: max(1, len(ids) // _PEOPLE)][:_PEOPLE]
        return [_read(core, chosen), _painted(desk, chosen)]


def _read(core: Core, chosen: Sequence[int]) -> Row:
    services, connection = core.services, core.database.reader()
    pages: list[tuple[float, float]] = []
    raw: list[float] = []

    def read(contact_id: int) -> None:
        services.contacts.page(contact_id)
        services.people.profiles.profile(contact_id)
        services.timeline.entries(contact_id)

    for contact_id in chosen:
        pages.append(both_milliseconds(lambda contact_id=contact_id: read(contact_id)))  # type: ignore[misc]
        raw.append(
            milliseconds(lambda contact_id=contact_id: [connection.execute(q, (contact_id,)).fetchall() for q in _RAW])  # type: ignore[misc]
        )
    walls, busy = [wall for wall, _ in pages], [cpu for _, cpu in pages]
    return Row(
        name="person",
        what="page of a person: read all of it, p95",
        unit="ms",
        measured=percentile(walls, 95),
        limit=percentile(raw, 95),
        limit_is="the row and 50 interactions by their keys, p95",
        most=16,
        remark=f"median {median(walls):.1f} ms; processor time p95 {percentile(busy, 95):.1f} ms",
        more={"median": median(walls), "cpu": percentile(busy, 95)},
    )


def _painted(desk: Desk, chosen: Sequence[int]) -> Row:
    desk.window.show_view("contacts")
    settle(desk)
    person = desk.window.current_view().person
    watch = PaintWatch(person)

    def show(contact_id: int) -> None:
        before = watch.count
        person.show_contact(contact_id)
        until(lambda: person.page() is not None and person.page().id == contact_id)
        paint(person)
        until(lambda: watch.count > before)

    for contact_id in chosen[:10]:
        show(contact_id)
        settle(desk)
    both = []
    for contact_id in chosen[10:]:
        both.append(both_milliseconds(lambda contact_id=contact_id: show(contact_id)))  # type: ignore[misc]
        settle(desk)
    walls, busy = [wall for wall, _ in both], [cpu for _, cpu in both]
    return Row(
        name="person",
        what="page of a person: chosen → painted, p95",
        unit="ms",
        measured=percentile(walls, 95),
        limit=1000 / 60,
        limit_is="one frame at 60 Hz",
        most=50,
        remark=f"median {median(walls):.1f} ms; processor time p95 {percentile(busy, 95):.1f} ms, median {median(busy):.1f} ms",
        more={"median": median(walls), "cpu": percentile(busy, 95)},
    )
