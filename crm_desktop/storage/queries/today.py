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
    since = "coalesce(a.last_spoke_at, k.created_at)"
    late = (
        "FROM contacts k LEFT JOIN contact_activity a ON a.contact_id = k.id WHERE k.keep_in_touch_days IS NOT NULL "
        f"AND {since} + k.keep_in_touch_days * 86400 < ?1"
    )
    # Counted apart: one query for both would write every late contact down, which takes twice as long as two.
    many: int = connection.execute(f"SELECT count(*) {late}", (seconds,)).fetchone()[0]
    # Names and companies are looked up for those that are shown only.
    found = connection.execute(
        "SELECT c.id, c.display_name, coalesce(o.name, ''), late.spoke, late.days, late.every FROM ("
        f"SELECT k.id AS id, a.last_spoke_at AS spoke, (?1 - {since}) / 86400 AS days, k.keep_in_touch_days AS every, "
        f"CAST(?1 - {since} AS REAL) / (k.keep_in_touch_days * 86400) AS how_late {late} ORDER BY how_late DESC LIMIT ?2) "
        "late JOIN contacts c ON c.id = late.id LEFT JOIN companies o ON o.id = c.company_id ORDER BY late.how_late DESC",
        (seconds, limit),
    )
    return [LosingTouchRow(r[0], r[1], r[2], instant_or_none(r[3]), r[4], r[5]) for r in found], many
