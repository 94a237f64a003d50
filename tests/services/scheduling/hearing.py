"""What the notifier does when something is due, without a screen: claim it, note that it was shown, and ask for the next."""

from __future__ import annotations

from crm_desktop.bootstrap import Core
from crm_desktop.storage import delivery_log, reckoning_queue
from crm_desktop.storage.queries import scheduling


def hear(core: Core) -> list[str]:
    """Show everything that is due now; returns the texts, the earliest first."""
    core.services.reckoning.catch_up()
    now = int(core.services.clock.now().timestamp())
    due = scheduling.due(core.database.reader(), now)
    moments = [(each.occurrence_id, int(each.fires_at.timestamp())) for each in due]
    with core.writing(None) as work:
        delivery_log.claim(work.read, [(*moment, "") for moment in moments], now)
        delivery_log.mark_shown(work.read, moments, 1, now)
        reckoning_queue.ask_for_series(work.read, moments)
    core.services.reckoning.catch_up()
    return [each.text for each in due]
