"""Figures of the front page: days that come up, and whom one is losing touch with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from crm_desktop.domain.pages import LosingTouchRow
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import instant_or_none, marks


def dates_on(connection: Connection, month_days: Sequence[str]) -> list[tuple[int, int, str, str, str, str, str]]:
    """The days that matter on any of these `MM-DD`: (id, contact id, name, company, label, value, channel)."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT d.id, c.id, c.display_name, coalesce(o.name, ''), d.label, d.value, c.preferred_channel "
        "FROM important_dates d JOIN contacts c ON c.id = d.contact_id LEFT JOIN companies o ON o.id = c.company_id "
        f"WHERE d.month_day IN ({marks(len(month_days))}) ORDER BY c.sort_key",
        tuple(month_days),
    ).fetchall()


def losing_touch(connection: Connection, now: datetime, limit: int) -> tuple[list[LosingTouchRow], int]:
    """Contacts past their own interval, the latest relative to it first, and how many there are in all.

    Somebody with whom one never spoke counts from the day they were added.
    """
    seconds = int(now.astimezone(UTC).timestamp())
    since = "coalesce(a.last_spoke_at, c.created_at)"
    late = f"CAST(? - {since} AS REAL) / (c.keep_in_touch_days * 86400)"
    found = connection.execute(
        f"SELECT c.id, c.display_name, coalesce(o.name, ''), a.last_spoke_at, (? - {since}) / 86400, "
        "c.keep_in_touch_days, count(*) OVER () FROM contacts c LEFT JOIN contact_activity a ON a.contact_id = c.id "
        "LEFT JOIN companies o ON o.id = c.company_id WHERE c.keep_in_touch_days IS NOT NULL "
        f"AND {since} + c.keep_in_touch_days * 86400 < ? ORDER BY {late} DESC LIMIT ?",
        (seconds, seconds, seconds, limit),
    ).fetchall()
    rows = [LosingTouchRow(r[0], r[1], r[2], instant_or_none(r[3]), r[4], r[5]) for r in found]
    return rows, found[0][6] if found else 0
