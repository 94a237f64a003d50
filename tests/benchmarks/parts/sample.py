"""Making the big database: 100,000 contacts with 1,000,000 interactions."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.place import Place
from tests.benchmarks.table import Row

_MOST_SECONDS = 180


def measure(place: Place) -> Sequence[Row]:
    """Make it anew, and keep it for the other parts."""
    place.make_big_home()
    cost = place.big_home_cost()
    return [
        Row(
            name="sample",
            what=f"sample --contacts {place.contacts:,}",
            unit="s",
            measured=cost["seconds"],
            most=_MOST_SECONDS,
            remark=f"{cost['cpu']:.0f} s of processor time; the file has {cost['bytes'] / 1e6:,.0f} MB",
            more=cost,
        )
    ]
