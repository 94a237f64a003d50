"""Figures of the front page: yearly days that come up and stand in no list yet."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import marks


def dates_without_row(
    connection: Connection, month_days: Sequence[str], span: tuple[str, str]
) -> list[tuple[int, int, str, str, str, str, str]]:
    """The days that matter on any of these `MM-DD`: (id, contact id, name, company, label, value, channel).

    Left out are those of which a notice stands in the agenda: one for the day itself within `span` (`YYYY-MM-DD` each),
    ended ones too, or one ahead of it that is open.
    """
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT d.id, c.id, c.display_name, coalesce(o.name, ''), d.label, d.value, c.preferred_channel "
        "FROM important_dates d JOIN contacts c ON c.id = d.contact_id LEFT JOIN companies o ON o.id = c.company_id "
        f"WHERE d.month_day IN ({marks(len(month_days))}) AND NOT EXISTS (SELECT 1 FROM reminders r "
        "JOIN occurrences v ON v.reminder_id = r.id WHERE r.date_id = d.id AND v.planned_day <= ? "
        "AND (v.planned_day >= ? AND r.lead_days = 0 OR v.ended_at IS NULL)) ORDER BY c.sort_key",
        (*month_days, span[1], span[0]),
    ).fetchall()
